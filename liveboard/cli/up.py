"""`liveboard up`: everything on this machine, under one parent."""

import os
import resource
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click

from liveboard.cli import addresses, common, folder
from liveboard.cli.child import Program
from liveboard.cli.lines import Lines
from liveboard.cli.supervisor import Asked, Supervisor
from liveboard.config.clock import Clock, stand_at
from liveboard.config.settings import Settings
from liveboard.domain.errors import Conflict, Refused, Unavailable
from liveboard.domain.event import Event
from liveboard.store import connect, embedded
from liveboard.work import firstrun
from liveboard.work.kit import Kit, event_file, event_path, keep_event
from liveboard.work.load import load

WEB, WORK, STORE = 1, 2, 3  # the order in which they are ended
_READY_S = 60
_DESCRIPTORS = 1 << 16


@click.command()
@click.option(
    "--lan", is_flag=True, help="Let the local network in, and print a QR code for phones."
)
def up(*, lan: bool) -> None:
    """Start everything and keep it running until Ctrl-C."""
    settings = common.settings()
    if lan:
        settings = addresses.on_the_network(settings, named="LIVEBOARD_URL" in os.environ)
    event = event_file(settings)
    _raise_descriptor_limit()
    lines = Lines()
    with folder.taken(settings):
        addresses.make_sure_it_is_free(settings)
        _set_clock(settings, event, lines)
        with Supervisor(lines, _environment(settings)) as supervisor, suppress(Asked):
            start_store(supervisor, settings)
            kit = Kit.open(settings)
            _load(kit, event, lines)
            _start_others(supervisor, settings)
            addresses.show(settings, event, firstrun.link(kit), lan=lan)
            supervisor.run()


def programs(settings: Settings) -> list[Program]:
    """What runs beside the store. A job has its own limit of 20 s; ending waits for it."""
    python = sys.executable
    found = [Program("web", (python, "-m", "liveboard", "web"), WEB, patience=10)]
    for number in range(1, settings.workers + 1):
        name = "develop" if settings.workers == 1 else f"develop-{number}"
        found.append(Program(name, (python, "-m", "workers", "develop"), WORK, patience=25))
    found += [
        Program(name, (python, "-m", "workers", name), WORK, patience=25)
        for name in ("fetch", "sweep", "bot")
    ]
    return found


def start_store(supervisor: Supervisor, settings: Settings) -> None:
    """Start the embedded server if it is ours to start, and make sure of its promises."""
    if settings.redis_url is None:
        _end_orphan(supervisor, settings)
        try:
            command = embedded.command(settings)
        except OSError as error:
            raise Unavailable(
                f"the data folder {settings.data} cannot be written: {error.strerror}",
                hint="make it yours, or name another one in LIVEBOARD_DATA",
            ) from None
        valkey = supervisor.start(Program("valkey", command, STORE, patience=30))

        def answers() -> bool:
            if valkey.quick_deaths > 1:
                raise Unavailable(
                    "the store does not start; its own words are above",
                    hint="if its files are damaged: `liveboard restore` on an empty folder",
                )
            return connect.answers(settings)

        if not supervisor.until(answers, 10 * _READY_S):  # a long day's data takes a while to read
            raise Unavailable("the store has not answered for ten minutes; see its words above")
    with connect.connect(settings) as redis:
        connect.check(redis, queue_apart=settings.queue_url is not None)


def _start_others(supervisor: Supervisor, settings: Settings) -> None:
    web, *others = programs(settings)
    first = supervisor.start(web)  # alone, so that people wait for nothing else

    def ready() -> bool:
        if first.quick_deaths > 2:
            raise Unavailable("the web process does not start; its last words are above")
        return addresses.ready(settings)

    if not supervisor.until(ready, _READY_S):
        supervisor.lines.say("up", f"WARNING not ready after {_READY_S} s; see /readyz for why")
    for program in others:
        supervisor.start(program)


def _end_orphan(supervisor: Supervisor, settings: Settings) -> None:
    """End a store that outlived a killed supervisor (where there is no death signal)."""
    if (pid := connect.running(settings)) is None:
        return
    supervisor.lines.say("up", f"a store of an earlier start (process {pid}) still runs; ending it")
    with suppress(ProcessLookupError):
        os.kill(pid, 15)
    if not supervisor.until(lambda: connect.running(settings) is None, 30):
        raise Conflict(
            f"the store of an earlier start (process {pid}) does not end",
            hint=f"end it with: kill {pid}",
        )


def _load(kit: Kit, event: Event, lines: Lines) -> None:
    try:
        load(kit, event)
        keep_event(kit.settings, event_path(kit.settings))
    except Conflict as problem:  # its hours may not change any more: the day goes on as loaded
        lines.say("up", f"WARNING the event file was not loaded again: {problem.detail}")
    if missing := event.missing_notices():
        lines.say("up", f"WARNING uploads stay shut until there is: {', '.join(missing)}")


def _set_clock(settings: Settings, event: Event, lines: Lines) -> None:
    """Turn LIVEBOARD_CLOCK into an offset, once: a second start with it goes on from there."""
    note = settings.data / "clock.from"
    if settings.clock is None:
        if note.exists():
            lines.say("up", "LIVEBOARD_CLOCK is not set any more: back to the real time")
        stand_at(settings.data, None)
        note.unlink(missing_ok=True)
        return
    if not event.rehearsal:
        raise Refused(
            f"LIVEBOARD_CLOCK is set, and {event.name} is not a rehearsal",
            hint="unset it, or mark the event file: rehearsal = true",
        )
    if not _continues(note, settings.clock):
        stand_at(settings.data, settings.clock)
        note.write_text(settings.clock.isoformat())
    now = Clock.load(settings).now()
    lines.say("up", f"the clock stands at {now:%Y-%m-%d %H:%M:%S} UTC (LIVEBOARD_CLOCK)")


def _continues(note: Path, instant: datetime) -> bool:
    return note.exists() and note.read_text() == instant.isoformat()


def _environment(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "LIVEBOARD_DATA": str(settings.data),
        "LIVEBOARD_BIND": settings.bind,
        "LIVEBOARD_URL": settings.url,
    }


def _raise_descriptor_limit() -> None:
    """One descriptor for each viewer, and some."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, _DESCRIPTORS)
    if soft < wanted:
        with suppress(ValueError, OSError):  # macOS has a second limit of its own
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
