"""`liveboard person`: what we know of somebody, and forgetting it."""

import getpass
import json

import click

from liveboard.cli import common
from liveboard.work import person as people

WHO = click.argument("who")


@click.group()
def person() -> None:
    """Export or erase what is known of a person (their contact, or one of their photos' ids)."""


@person.command()
@WHO
def export(who: str) -> None:
    """Print everything we know of WHO, as JSON."""
    click.echo(json.dumps(people.export(common.kit(), who), ensure_ascii=False, indent=2))


@person.command()
@WHO
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(who: str, *, yes: bool) -> None:
    """Erase WHO: photos, words, contact. Counts stay right."""
    kit = common.kit()
    known = people.export(kit, who)
    if not yes:
        n = len(known["entries"])
        click.confirm(
            f"{n} of their photos, and their contact, will be gone for good. Go on?", abort=True
        )
    gone = people.erase(kit, who, by=f"operator {getpass.getuser()}")
    record = "and their contact" if gone.record else "no contact was known"
    click.echo(f"erased: {gone.entries} photos, {record}")
