"""One readable log for many processes: the time, who speaks, what is said."""

import re
import sys
from contextlib import suppress
from datetime import datetime
from typing import TextIO

_COLOURS = (36, 33, 35, 32, 34, 96, 93, 95, 92, 94)  # of terminals, easy to tell apart
_VALKEY = re.compile(r"^\d+:[A-Z] \d+ \w+ \d+ [\d:.]+ ([.*#-]) ")
_WORDS = "DEBUG|INFO|WARNING|ERROR|CRITICAL"
_LEVELS = {"#": "WARNING ", "*": "INFO    ", "-": "DEBUG   ", ".": "DEBUG   "}
_HUSHED = ("Memory overcommit must be enabled",)  # `liveboard doctor` says it, and what it means


class Lines:
    """Writes lines to a stream, each with the name of its speaker.

    Args:
        stream: Where to; standard error unless told otherwise.
        colour: Whether to; only on a terminal unless told otherwise.
    """

    def __init__(self, stream: TextIO | None = None, *, colour: bool | None = None) -> None:
        self._stream = stream or sys.stderr
        self._colour = self._stream.isatty() if colour is None else colour
        self._speakers: list[str] = []

    def say(self, name: str, text: str) -> None:
        """Write one line."""
        if any(words in text for words in _HUSHED):
            return
        if name not in self._speakers:
            self._speakers.append(name)
        label = f"{name:<9}"
        if self._colour:
            shade = _COLOURS[self._speakers.index(name) % len(_COLOURS)]
            label = f"\x1b[{shade}m{label}\x1b[0m"
        with suppress(OSError, ValueError):  # nobody reads on: the event goes on all the same
            stamp = datetime.now().astimezone().strftime("%H:%M:%S")
            self._stream.write(f"{stamp} {label} {_tidy(name, text)}\n")
            self._stream.flush()


def _tidy(name: str, text: str) -> str:
    """Without what the line says twice: our own prefix, Valkey's date and process number."""
    kind = name.partition("-")[0]
    text = "".join(letter if letter.isprintable() or letter == "\t" else "�" for letter in text)
    text = re.sub(rf"^({re.escape(kind)}\S*)?\s+(?=({_WORDS})\s)", "", text)
    return _VALKEY.sub(lambda found: _LEVELS[found[1]], text)
