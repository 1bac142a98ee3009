"""`liveboard check`: is the code right? One command for people and for CI."""

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import click

from liveboard.cli import common

ROOT = Path(__file__).parents[2]
_FOLDERS = ("liveboard", "workers", "tests", "benchmarks")


@dataclass(frozen=True, slots=True)
class Step:
    """One question about the code.

    Attributes:
        name: What is asked.
        command: What answers, after `python`.
    """

    name: str
    command: tuple[str, ...]


STEPS = (
    Step("format", ("-m", "ruff", "format", "--check", "--quiet", *_FOLDERS)),
    Step("lint", ("-m", "ruff", "check", "--quiet", *_FOLDERS)),
    Step("types", ("-m", "mypy")),
    Step("contracts", ("-c", "from importlinter.cli import lint_imports_command as c; c()")),
    Step("tests", ("-m", "pytest", "--numprocesses", "2", "--dist", "loadfile")),
)


@click.command()
@click.argument("steps", nargs=-1, type=click.Choice([step.name for step in STEPS]))
def check(steps: tuple[str, ...]) -> None:
    """Format, lint, types, contracts, tests: in order, up to the first that fails."""
    if not (ROOT / "pyproject.toml").is_file() or not (ROOT / "tests").is_dir():
        raise common.Said(
            ["`check` is for a checkout of the source"],
            "to see whether this machine is right, use `liveboard doctor`",
            common.WRONG_USE,
        )
    for step in STEPS:
        if not steps or step.name in steps:
            _ask(step)


def _ask(step: Step) -> None:
    start = time.monotonic()
    click.echo(f"{step.name} ...")
    done = subprocess.run([sys.executable, *step.command], cwd=ROOT, check=False)  # noqa: S603
    if done.returncode:
        raise common.Said([f"{step.name} failed"], f"again, alone: liveboard check {step.name}")
    if step is not STEPS[-1]:  # the tests' own closing line is the last one
        click.echo(f"{step.name} good ({time.monotonic() - start:.1f} s)")
