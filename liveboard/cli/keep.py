"""`liveboard backup` and `liveboard restore`."""

import os
from contextlib import suppress
from pathlib import Path

import click

from liveboard.cli import common, folder, up
from liveboard.cli.lines import Lines
from liveboard.cli.supervisor import Asked, Supervisor
from liveboard.config.settings import Settings
from liveboard.domain.errors import Conflict, Unavailable
from liveboard.work import backup as keeping
from liveboard.work.kit import Kit
from liveboard.work.replay import compare

DIR = click.argument("directory", type=click.Path(file_okay=False, path_type=Path))


@click.command()
@DIR
def backup(directory: Path) -> None:
    """Copy everything to the new folder DIRECTORY, while it runs."""
    try:
        kept = keeping.backup(common.kit(), directory)
    except OSError as error:
        raise Unavailable(
            f"{directory} cannot be written: {error.strerror}", hint="name another folder"
        ) from None
    click.echo(f"backed up: {kept.event}, {kept.keys} keys, {kept.photos} photos, in {directory}")


@click.command()
@DIR
def restore(directory: Path) -> None:
    """Make an empty data folder into the event that is in DIRECTORY: same links, same numbers."""
    settings = common.settings()
    with folder.taken(settings), suppress(Asked):
        if left := sorted(path.name for path in settings.data.iterdir() if path.name != "lock"):
            raise Conflict(
                f"the data folder {settings.data} is not empty ({', '.join(left[:3])})",
                hint="name an empty one in LIVEBOARD_DATA",
            )
        keeping.place_files(settings, directory)
        with Supervisor(Lines(), os.environ) as supervisor:
            up.start_store(supervisor, settings)
            _restore(settings, directory)


def _restore(settings: Settings, directory: Path) -> None:
    kit = Kit.open(settings)
    kept = keeping.restore(kit, directory)
    found = compare(kit)
    click.echo(f"restored: {kept.event}, {kept.keys} keys, {kept.photos} photos")
    if found.differences:
        raise common.Said(list(found.differences), "the backup disagrees with its own ledger")
    click.echo(f"good: {found.facts} facts agree with the board; start it with `liveboard up`")
