"""A small event and its people, on a real store."""

import itertools
from collections.abc import Callable

import pytest
from redis import Redis

from liveboard.domain.event import Event
from liveboard.domain.eventfile import parse
from liveboard.domain.submission import Submission
from liveboard.store import entries, events, limits, owed
from liveboard.store.call import run
from liveboard.store.entries import Arrival
from liveboard.store.keys import Keys
from liveboard.work.kit import SHIPPED

NOON = 1_804_248_000_000


@pytest.fixture
def event() -> Event:
    """The shipped rehearsal: open round the clock."""
    return parse((SHIPPED / "rehearsal.toml").read_text())


@pytest.fixture
def keys(redis: Redis, event: Event) -> Keys:
    """The names of the event, which is loaded."""
    keys = Keys(event.slug)
    run(redis, events.load(keys, event, epoch="first", now=NOON))
    return keys


@pytest.fixture
def send(redis: Redis, keys: Keys, event: Event) -> Callable[..., entries.Received]:
    """Ada sends a photo: `send("a")` accepts it and leaves it `received`."""
    numbers = itertools.count()

    def one(
        entry: str,
        subjects: tuple[str, ...] = ("science",),
        *,
        sender: str = "ada",
        bytes_: str | None = None,
        key: str | None = None,
        now: int = NOON,
        **more: object,
    ) -> entries.Received:
        key = key or f"key-{next(numbers)}"
        run(redis, limits.begin(keys, key, (), now=now))
        contact = more.get("contact") and {
            "index": f"index of {more['contact']}",
            "person": f"p-{more['contact']}",
            "record": {"contact": more["contact"], "name": "", "county": "", "publish": "initials"},
        }
        arrival = Arrival(
            key=key,
            begun=key,
            id=entry,
            hash=bytes_ or f"hash-{entry}",
            size=9,
            sender=sender,
            contact=contact or None,
        )
        form = Submission(subjects=subjects, caption=f"caption of {entry}", consent="1", **more)
        return run(redis, entries.receive(keys, arrival, form, now=now))

    return one


@pytest.fixture
def wait(redis: Redis, keys: Keys, send: Callable[..., object]) -> Callable[..., str]:
    """Ada's photo, developed and waiting for the desk."""

    def one(entry: str, *args: object, now: int = NOON, **more: object) -> str:
        send(entry, *args, now=now, **more)
        admit(redis, keys, entry, now=now)
        return entry

    return one


def admit(redis: Redis, keys: Keys, entry: str, *, now: int = NOON) -> None:
    """Do what a worker does."""
    claim = run(redis, owed.claim(keys, "develop", entry, now=now))
    assert claim
    assert run(
        redis,
        entries.admit(
            keys, entry, fence=claim.fence, v="v1", size=(3, 2), colour="#112233", now=now
        ),
    )
