"""Reading one table of a TOML file so that every mistake is found, not only the first."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from liveboard.domain.tomllines import Lines, Path


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in an event file: where (line from 1, path), what, and what to do."""

    line: int
    path: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        """Return it as one line for a terminal."""
        where = f"line {self.line}: {self.path}: " if self.path else f"line {self.line}: "
        return where + self.what + (f" ({self.hint})" if self.hint else "")


@dataclass(slots=True)
class Table:
    """One table being read. Each value is asked for once; `done` reports what was not.

    A value that is wrong is replaced by something harmless, so that reading goes on.
    """

    values: dict[str, Any]
    path: Path
    lines: Lines
    mistakes: list[Mistake]
    asked: set[str] = field(default_factory=set)

    def wrong(self, key: str | None, what: str, hint: str = "") -> None:
        """Note a mistake at `key`, or at this table itself."""
        path = self.path if key is None else (*self.path, key)
        self.mistakes.append(Mistake(self.lines.of(path), spelt(path), what, hint))

    def has(self, key: str) -> bool:
        """Say whether the file gives a value for `key`."""
        return key in self.values

    def take(self, key: str, *, required: bool = False, hint: str = "") -> Any:
        """Return the raw value of `key`, or None; a required one that is absent is a mistake."""
        self.asked.add(key)
        value = self.values.get(key)
        if value is None and required:
            self.wrong(key, "is missing", hint)
        return value

    def text(
        self,
        key: str,
        default: str = "",
        *,
        required: bool = False,
        like: re.Pattern[str] | None = None,
        longest: int = 200,
        hint: str = "",
    ) -> str:
        """Return a text without blank ends; `like` must match all of it."""
        value = self.take(key, required=required, hint=hint)
        if value is None:
            return default
        if not isinstance(value, str):
            self.wrong(key, f"is {_kind(value)}; it must be text in quotes", hint)
            return default
        value = value.strip()
        if required and not value:
            self.wrong(key, "is empty", hint)
        elif len(value) > longest:
            self.wrong(key, f"has {len(value)} characters; the most is {longest}", hint)
        elif value and like is not None and not like.fullmatch(value):
            self.wrong(key, f'is "{value}"', hint)
        return str(value)

    def whole(self, key: str, default: int, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`."""
        value = self.take(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(key, f"is {_kind(value)}; it must be a whole number")
            return default
        if not least <= value <= most:
            self.wrong(key, f"is {value}; it must be from {least} to {most}")
            return default
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(key, f"is {_kind(value)}; it must be true or false, without quotes")
            return default
        return value

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        """Return one of `choices`."""
        value = self.text(key, default)
        if value not in choices:
            near = difflib.get_close_matches(value, choices, 1)
            hint = f'did you mean "{near[0]}"?' if near else "choose one of these"
            self.wrong(key, f'is "{value}"; it must be one of {", ".join(choices)}', hint)
            return default
        return value

    def texts(
        self, key: str, *, like: re.Pattern[str] | None = None, longest: int = 500, hint: str = ""
    ) -> tuple[str, ...]:
        """Return a list of texts, none of them empty."""
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong(key, f"is {_kind(value)}; it must be a list: [{key!r}]", hint)
            return ()
        for item in value:
            if not isinstance(item, str) or not item.strip():
                self.wrong(key, f"has {_kind(item)} in it; it must hold texts in quotes", hint)
                return ()
            if len(item) > longest:
                self.wrong(key, f"has a text longer than {longest} characters", hint)
            if like is not None and not like.fullmatch(item.strip()):
                self.wrong(key, f'has "{item}" in it', hint)
        return tuple(item.strip() for item in value)

    def table(self, key: str, *, required: bool = False) -> Self:
        """Return the table `[key]`; an absent one reads as empty."""
        value = self.take(key, required=required, hint=f"add a [{key}] table")
        if value is not None and not isinstance(value, dict):
            self.wrong(key, f"is {_kind(value)}; it must be a table: [{key}]")
            value = None
        return type(self)(value or {}, (*self.path, key), self.lines, self.mistakes)

    def tables(self, key: str) -> list[Self]:
        """Return the tables `[[key]]`, in order."""
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(key, f"is {_kind(value)}; each one is a table of its own: [[{key}]]")
            return []
        return [
            type(self)(item, (*self.path, key, place), self.lines, self.mistakes)
            for place, item in enumerate(value)
        ]

    def done(self) -> None:
        """Report every key of this table that nobody asked for."""
        for key in self.values:
            if key in self.asked:
                continue
            near = difflib.get_close_matches(key, self.asked, 1)
            hint = f"did you mean {near[0]}?" if near else f"known here: {_listed(self.asked)}"
            self.wrong(key, "is not a key liveboard knows", hint)


def distinct(tables: list[Table], name: str, key: Callable[[int], str]) -> None:
    """Report every table whose `key` an earlier one already has."""
    seen: dict[str, int] = {}
    for place, table in enumerate(tables):
        value = key(place)
        if value and value in seen:
            table.wrong(name, f'"{value}" is already used on line {seen[value]}', "choose another")
        seen.setdefault(value, table.lines.of((*table.path, name)))


def spelt(path: Path) -> str:
    """Return a path as people write it: `sponsors[2].link`, counted from 1."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step + 1}]"
        else:
            text += f".{step}" if text else step
    return text


def _kind(value: Any) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "a text"}
    kinds |= {list: "a list", dict: "a table"}
    return kinds.get(type(value), "a date or time")


def _listed(keys: set[str]) -> str:
    return ", ".join(sorted(keys))
