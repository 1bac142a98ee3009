"""`liveboard event`: the event file."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from liveboard.cli import common
from liveboard.domain.event import Event
from liveboard.domain.eventfile import parse
from liveboard.work import kit as kits
from liveboard.work.load import load as load_event

FILE = click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))


@click.group()
def event() -> None:
    """Load, show or check an event file."""


@event.command()
@FILE
def load(file: Path | None) -> None:
    """Load FILE (else the one that is in use) while everything runs."""
    kit = common.kit()
    found = _read(file)
    if found.slug != kit.keys.slug:
        raise common.Said(
            [f'{file} is the event "{found.slug}", and this house runs "{kit.keys.slug}"'],
            f"set LIVEBOARD_EVENT={file} and start again",
        )
    load_event(kit, found)
    kits.keep_event(kit.settings, file or kits.event_path(kit.settings))
    click.echo(f"loaded: {found.name}, {found.edition}")
    _warn(found)


@event.command()
@FILE
def check(file: Path | None) -> None:
    """Say every mistake in FILE with its line; nothing is loaded."""
    found = _read(file)
    click.echo(f"good: {found.name}, {found.edition}")
    _warn(found)


@event.command()
@click.option("--json", "as_json", is_flag=True, help="Print everything, for a script.")
def show(*, as_json: bool) -> None:
    """Show the event as it is loaded now."""
    found = common.kit().event()
    if as_json:
        click.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
        return
    hours = "round the clock" if found.always else f"{_local(found, 'opens')} to "
    click.echo(f"{found.name}, {found.edition} ({found.slug})")
    click.echo(f"  open       {hours}{'' if found.always else _local(found, 'closes')}")
    click.echo(f"  rehearsal  {'yes' if found.rehearsal else 'no'}")
    click.echo(f"  hashtag    #{found.hashtag}")
    click.echo(f"  roster     {', '.join(subject.name for subject in found.roster)}")
    click.echo(f"  sponsors   {', '.join(sponsor.name for sponsor in found.sponsors) or 'none'}")
    _warn(found)


def _read(file: Path | None) -> Event:
    if file is None:
        return kits.event_file(common.settings())
    try:
        return parse(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise common.Said([f"{file} cannot be read: {error.strerror}"], status=2) from None
    except UnicodeDecodeError:
        raise common.Said([f"{file} is not text in UTF-8"]) from None


def _local(found: Event, which: str) -> str:
    instant = getattr(found, which)
    return (
        f"{instant.astimezone(ZoneInfo(found.zone)):%a %d %b %Y %H:%M %Z}" if instant else "never"
    )


def _warn(found: Event) -> None:
    if missing := found.missing_notices():
        click.echo(f"the upload page stays shut until there is: {', '.join(missing)}")
