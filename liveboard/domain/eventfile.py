"""Reading an event file: all of it or nothing, and every mistake at once."""

import re
import tomllib
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from liveboard.domain import event as e
from liveboard.domain import eventtables as tables
from liveboard.domain import window
from liveboard.domain.tomllines import Lines
from liveboard.domain.tomlread import Mistake, Table

_LINE = re.compile(r"\(at line (\d+)")


class BadEvent(Exception):
    """An event file with mistakes. Nothing of it has been loaded."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        """Keep the mistakes in the order of their lines."""
        self.mistakes = sorted(mistakes, key=lambda mistake: mistake.line)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def parse(text: str) -> e.Event:
    """Return the event that `text` (TOML) describes.

    Raises:
        BadEvent: With every mistake. A file that is not TOML at all has just the first.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadEvent([_not_toml(error, text)]) from error
    mistakes: list[Mistake] = []
    event = _event(Table(values, (), Lines(text), mistakes))
    if mistakes:
        raise BadEvent(mistakes)
    return event


def _not_toml(error: tomllib.TOMLDecodeError, text: str) -> Mistake:
    found = _LINE.search(str(error))
    line = int(found[1]) if found else text.count("\n") + 1
    what = str(error).split(" (at ")[0]
    return Mistake(line, "", f"this is not TOML: {what[:1].lower()}{what[1:]}", _toml_hint(what))


def _toml_hint(what: str) -> str:
    if "overwrite" in what or "twice" in what:
        return "the same key or table stands here a second time"
    return "look for a missing quote, bracket or = on this line or the one before"


def _event(top: Table) -> e.Event:
    table = top.table("event", required=True)
    day, zone = _day(table), _zone(table)
    always = table.flag("always")
    opens, closes = _hours(table, day, zone, always=always)
    event = e.Event(
        name=table.text("name", required=True, longest=80),
        slug=table.text(
            "slug",
            required=True,
            like=tables.SLUG,
            hint="lower-case letters, digits and -, beginning with a letter: techognition-2027",
        ),
        edition=table.text("edition", required=True, longest=80),
        rehearsal=table.flag("rehearsal"),
        hashtag=table.text(
            "hashtag", required=True, like=tables.HASHTAG, hint="one word, without the # in front"
        ),
        handles=table.texts("handles", like=tables.HANDLE, hint=tables.HANDLE_HINT),
        date=day,
        zone=zone,
        opens=opens,
        closes=closes,
        always=always,
        about=table.text("about", required=True, longest=tables.LONG),
        how=table.texts("how"),
        publish_delay=1000 * table.whole("publish_delay", 0, 0, 300),
        roster=tables.roster(top),
        league=tables.league(top.table("league")),
        sponsors=tables.sponsors(top),
        prizes=tables.prizes(top),
        draw=tables.draw(top.table("draw")),
        promoter=tables.promoter(top.table("promoter")),
        privacy=tables.notice(top, "privacy"),
        terms=tables.notice(top, "terms"),
        consent=tables.consent(top.table("consent")),
        retention=tables.retention(top.table("retention")),
        limits=tables.limits(top.table("limits")),
        sources=tables.sources(top),
    )
    table.done()
    top.done()
    return event


def _day(table: Table) -> date:
    value = table.take("date", required=True, hint="the day of the event: date = 2027-03-05")
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if value is not None:
        table.wrong("date", "is not a day", "write it without quotes: date = 2027-03-05")
    return date(2000, 1, 1)


def _zone(table: Table) -> str:
    zone = table.text("zone", "Europe/London")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.wrong("zone", f'"{zone}" is not a time zone', 'for the UK write "Europe/London"')
        return "Europe/London"
    return zone


def _hours(
    table: Table, day: date, zone: str, *, always: bool
) -> tuple[datetime | None, datetime | None]:
    if always:
        for key in ("opens", "closes"):
            if table.take(key) is not None:
                table.wrong(key, "is set, and so is always", "leave one of the two out")
        return None, None
    opens, closes = (_moment(table, key, day, zone) for key in ("opens", "closes"))
    if opens is not None and closes is not None and closes <= opens:
        table.wrong("closes", "is not after opens", "both are on the day of the event")
    return opens, closes


def _moment(table: Table, key: str, day: date, zone: str) -> datetime | None:
    example = "08:00" if key == "opens" else "18:00"
    hint = f'write the local time in quotes: {key} = "{example}", or set always = true'
    value = table.take(key, required=True, hint=hint)
    if value is None:
        return None
    try:
        at = value if isinstance(value, time) else time.fromisoformat(value)
    except (TypeError, ValueError):
        table.wrong(key, f"{value!r} is not a time of day", hint)
        return None
    if at.tzinfo is not None:
        table.wrong(key, f'"{value}" has a zone of its own', hint)
        return None
    try:
        return window.instant(day, at, zone)
    except window.NoSuchTime as error:
        table.wrong(key, str(error), "choose a time an hour earlier or later")
        return datetime.combine(day, at, UTC)


def as_json(mistakes: list[Mistake]) -> list[dict[str, Any]]:
    """Return mistakes as JSON values, for `liveboard event check --json`."""
    return [{"line": m.line, "path": m.path, "what": m.what, "hint": m.hint} for m in mistakes]
