"""`liveboard doctor`: is this machine right, and is everything alive?"""

import json
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table

from liveboard.cli import common, examine, examine_running
from liveboard.cli.common import Row

_MARKS = {True: "[green]good[/]", False: "[red]bad[/]", None: "[yellow]look[/]"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
def doctor(*, as_json: bool) -> None:
    """Look at this machine and at what runs on it; exit status 1 if something is bad.

    "look" is for what could not be found out, or is for you to judge.
    """
    settings = common.settings()
    rows = [*examine.machine(settings), *examine_running.house(settings)]
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
    else:
        _print(rows)
    if any(row.good is False for row in rows):
        raise SystemExit(common.NOT_GOOD)


def _print(rows: list[Row]) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("", "what", "found"):
        table.add_column(heading)
    for row in rows:
        table.add_row(_MARKS[row.good], row.name, row.said)
        if row.hint and row.good is not True:
            table.add_row("", "", f"[dim]→ {row.hint}[/]")
    Console().print(table)
