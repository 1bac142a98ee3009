"""On which line of a TOML text each value stands.

`tomllib` gives values without positions. This finder knows just enough TOML to be right
about headers, keys and multi-line strings; it trusts that `tomllib` has read the text.
"""

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_KEY = r"(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')"
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_PAIR = re.compile(rf"\s*({_DOTTED})\s*=")
_STRING = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*|[\[\]{}]')


class Lines:
    """Where things stand in one TOML text. Lines are counted from 1."""

    def __init__(self, text: str) -> None:
        """Look through `text` once."""
        self._found: dict[Path, int] = {(): 1}
        self._tables: dict[Path, int] = {}
        table: Path = ()
        for number, line in _statements(text):
            if header := _HEADER.match(line):
                table = self._enter(_keys(header[2]), array=header[1] == "[[")
                self._found.setdefault(table, number)
            elif pair := _PAIR.match(line):
                self._found.setdefault((*table, *_keys(pair[1])), number)

    def of(self, path: Path) -> int:
        """Return the line of the value at `path`, or of the nearest thing around it."""
        while path not in self._found:
            path = path[:-1]
        return self._found[path]

    def _enter(self, keys: Path, *, array: bool) -> Path:
        """Return the path a header opens, with the index of each array of tables on the way."""
        path: Path = ()
        for place, key in enumerate(keys):
            path = (*path, key)
            if array and place == len(keys) - 1:
                self._tables[path] = self._tables.get(path, -1) + 1
            if path in self._tables:
                path = (*path, self._tables[path])
        return path


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that begin a statement: not inside a string, an array or a table."""
    closing = ""
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not closing and not depth:
            yield number, line
            if _HEADER.match(line):
                continue
        closing, depth = _scan(line, closing, depth)


def _scan(line: str, closing: str, depth: int) -> tuple[str, int]:
    """Return the open multi-line string, if any, and the bracket depth after `line`."""
    at = 0
    while True:
        if closing:
            end = line.find(closing, at)
            if end < 0:
                return closing, depth
            closing, at = "", end + 3
        found = _STRING.search(line, at)
        if found is None:
            return "", depth
        mark, at = found[0], found.end()
        if mark in ('"""', "'''"):
            closing = mark
        elif mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1


def _keys(dotted: str) -> Path:
    return tuple(key.strip("\"'") for key in re.findall(_KEY, dotted))
