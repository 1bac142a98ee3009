"""`liveboard replay`: do the ledger and what is shown agree?"""

import json

import click

from liveboard.cli import common
from liveboard.work.replay import compare


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
def replay(*, as_json: bool) -> None:
    """Fold the whole ledger again and compare it with every number shown."""
    found = compare(common.kit())
    if as_json:
        fields = ("facts", "entries", "differences")
        click.echo(json.dumps({name: getattr(found, name) for name in fields}))
    elif not found.differences:
        click.echo(f"good: {found.facts} facts about {found.entries} entries agree with the board")
    else:
        for difference in found.differences:
            click.echo(difference)
    if found.differences:
        raise SystemExit(common.NOT_GOOD)
