"""`liveboard`: the list of commands, on one page."""

import click

from liveboard import __version__
from liveboard.cli import check, doctor, event, keep, organiser, person, processes, replay, up
from liveboard.cli.common import House
from liveboard.cli.demo.command import demo


@click.group(cls=House, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="liveboard %(version)s")
def liveboard() -> None:
    """Run an event day: uploads, a moderated live wall, counts.

    Settings are LIVEBOARD_* variables; README.md has the table. Exit status: 0 good,
    1 not good, 2 wrong use.
    """


for command in (
    up.up,
    processes.web,
    processes.bot,
    processes.sweep,
    event.event,
    organiser.organiser,
    person.person,
    demo,
    doctor.doctor,
    replay.replay,
    keep.backup,
    keep.restore,
    check.check,
):
    liveboard.add_command(command)
