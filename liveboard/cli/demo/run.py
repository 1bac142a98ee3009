"""A pretend day from the terminal: is it a rehearsal, who moderates, what came of it."""

import asyncio
import json
import secrets
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
import httpx2
from rich.console import Console

from liveboard.cli import common
from liveboard.cli.demo import day, screen
from liveboard.cli.demo.crowd import Crowd
from liveboard.cli.demo.live import live_through
from liveboard.cli.demo.people import Way
from liveboard.cli.demo.tally import Tally
from liveboard.config.settings import Settings
from liveboard.domain.errors import Conflict, NotFound, Refused, Unavailable
from liveboard.domain.event import Event
from liveboard.domain.roles import Role
from liveboard.store import feed, organisers
from liveboard.store.call import run
from liveboard.web import signin
from liveboard.work.kit import Kit


def whole_day(speed: float, entries: int, seed: int | None, *, as_json: bool) -> None:
    """Let a day pass at the running rehearsal of this process's settings.

    Args:
        speed: How many times faster than a real day of ten hours.
        entries: How many photos are sent.
        seed: Which day; None for one that never was.
        as_json: Print the numbers for a script.

    Raises:
        Problem: It is no rehearsal, nothing answers, or what came of it is not right.
    """
    settings = common.settings()
    way = Way.of(settings)
    there = _running(way)
    kit, event = _rehearsal(settings, there)
    seed = secrets.randbelow(1_000_000) if seed is None else seed
    console = Console(highlight=False, stderr=as_json)
    console.print(
        f"A pretend day at {way.url}/wall (--seed {seed} draws the same one again)", soft_wrap=True
    )
    sendings, owners = day.plan([subject.key for subject in event.roster], entries, seed)
    tally = Tally(entries)
    crowd = Crowd(way, sendings, owners, tally, consent=event.consent.version, speed=speed)
    began = time.monotonic()

    async def whole(account: tuple[str, str]) -> None:
        async with screen.shown(console, tally, speed):
            await live_through(way, crowd, tally, account, event.publish_delay / 1000)

    try:
        with _moderator(kit) as account:
            asyncio.run(whole(account))
    finally:
        if as_json:
            click.echo(json.dumps({"seed": seed, **tally.numbers()}))
        else:
            screen.summary(console, tally, time.monotonic() - began)
    _judge(tally)


def _judge(tally: Tally) -> None:
    """Say what is not as it should be.

    Raises:
        Conflict: The wall does not have what the desk showed, or photos failed.
    """
    missing, more = tally.shown() - tally.on_the_wall, tally.on_the_wall - tally.shown()
    if missing or more:
        raise Conflict(
            f"{len(missing)} photos that were shown are not on the wall, and {len(more)} are"
            " there that should not be",
            hint="unless somebody else is at the desk, see `liveboard replay`",
        )
    if failed := tally.by_state()["failed"]:
        raise Conflict(
            f"{failed} photos could not be developed",
            hint="the desk's list of failed ones says why",
        )


def _running(way: Way) -> dict[str, Any]:
    """What answers at the public address.

    Raises:
        Unavailable: Nothing, or something else.
    """
    try:
        answer = httpx2.get(
            f"{way.url}/live/v1/snapshot", verify=way.trust, timeout=10, trust_env=False
        )
        answer.raise_for_status()
        snapshot: dict[str, Any] = answer.json()
        return {"epoch": snapshot["epoch"], "event": snapshot["state"]["event"]}
    except (httpx2.HTTPError, ValueError, KeyError, TypeError):
        raise Unavailable(
            f"no liveboard answers at {way.url}",
            hint="start one with `liveboard up`, with the same settings as this command",
        ) from None


def _rehearsal(settings: Settings, there: dict[str, Any]) -> tuple[Kit, Event]:
    """What a procedure needs and the event, if it is one that may be filled with made-up photos.

    Raises:
        Refused: It is not a rehearsal.
        Conflict: What runs at the address is not what is in our data folder.
    """
    if not there["event"].get("rehearsal"):
        raise Refused(
            f'"{there["event"]["name"]}" is not a rehearsal; made-up photos have no place in it',
            hint="the demo is for an event file with `rehearsal = true`, like the shipped one",
        )
    elsewhere = Conflict(
        f"the liveboard at {settings.url} has another data folder than this command",
        hint="give both the same LIVEBOARD_DATA (and LIVEBOARD_REDIS_URL)",
    )
    try:
        kit = Kit.open(settings)
        event = kit.event()
        epoch = run(kit.redis, feed.standing(kit.keys, newest=0)).epoch
    except (NotFound, Unavailable):  # there is no store, or nothing in it
        raise elsewhere from None
    if epoch != there["epoch"]:
        raise elsewhere
    return kit, event


@contextmanager
def _moderator(kit: Kit) -> Iterator[tuple[str, str]]:
    """A moderator's account, (name, password), that is gone afterwards, whatever happens."""
    name, password = f"demo {secrets.token_hex(3)}", secrets.token_urlsafe(24)
    account = asyncio.run(signin.account(name, Role.MODERATOR, password))
    was = signal.signal(signal.SIGTERM, _interrupted)
    try:
        run(kit.redis, organisers.put(kit.keys, account, new=True))
        yield name, password
    finally:
        run(kit.redis, organisers.remove(kit.keys, name))
        signal.signal(signal.SIGTERM, was)


def _interrupted(*_: object) -> None:
    """End as on Ctrl-C."""
    raise KeyboardInterrupt
