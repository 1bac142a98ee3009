"""Measure, and print a table per question. Ends within six minutes."""

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from benchmarks import decisions, deltas, journey, photos, uploads
from benchmarks.figures import Answer, Budget, load, machine


@dataclass(frozen=True, slots=True)
class Question:
    """What can be measured: `seconds` bounds it, `runs` is how often unless told otherwise."""

    measure: Callable[[int, Budget], Answer]
    seconds: int


QUESTIONS = {
    "journey": Question(journey.measure, 60),
    "photos": Question(photos.measure, 50),
    "uploads": Question(uploads.measure, 90),
    "decisions": Question(decisions.measure, 60),
    "deltas": Question(deltas.measure, 60),
}


@click.command()
@click.option("--only", multiple=True, type=click.Choice(list(QUESTIONS)), help="Only these.")
@click.option("--runs", type=click.IntRange(1, 100), default=5, help="At most so many of each.")
@click.option(
    "--save", type=click.Path(dir_okay=False, path_type=Path), help="Also write Markdown there."
)
def main(only: tuple[str, ...], runs: int, save: Path | None) -> None:
    """Measure liveboard beside how it is usually done."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 1 << 16), most))
    console = Console(width=None if sys.stdout.isatty() else 150)
    said = [*machine(), f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {load()}"]
    console.print("\n".join(said), "", sep="\n", markup=False, highlight=False)
    text = ["# Figures", "", *(f"- {line}" for line in said), ""]
    for name in only or QUESTIONS:
        question, began, before = QUESTIONS[name], time.monotonic(), load()
        answer = question.measure(runs, Budget(question.seconds))
        took = time.monotonic() - began
        answer.notes.append(f"load before {before}, after {load()}; took {took:.0f} s")
        answer.show(console)
        text.append(answer.markdown())
    if save:
        save.write_text("\n".join(text), encoding="utf-8")


if __name__ == "__main__":
    main()
