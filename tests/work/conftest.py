"""A kit on the real store, with blobs in a folder of the test's own."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from redis import Redis

from liveboard.config.settings import Settings
from liveboard.domain.event import Event
from liveboard.domain.submission import Submission
from liveboard.store import connect, entries, limits
from liveboard.store.call import run
from liveboard.store.entries import Received
from liveboard.store.keys import Keys
from liveboard.work import receive
from liveboard.work.kit import Kit
from tests.pictures import picture
from tests.store.conftest import event, keys

__all__ = ["event", "keys"]

PHOTO = picture()


@pytest.fixture
def kit(settings: Settings, redis: Redis, keys: Keys) -> Iterator[Kit]:
    """What a worker holds; the event is loaded."""
    settings.data.mkdir()
    found = Kit.open(replace(settings, feeds_private=True))
    yield found
    found.redis.close()
    found.queue._redis.close()


@pytest.fixture
def send(kit: Kit, event: Event) -> Callable[..., Received]:
    """Send a photo as the web edge does: bytes to disk, one script, one job."""

    def one(
        photo: bytes = PHOTO,
        *,
        key: str = "",
        sender: str = "ada",
        subjects: tuple[str, ...] = ("science",),
        of: Event = event,
        at: Kit = kit,
        begin: bool = True,
        **more: Any,
    ) -> Received:
        async def whole() -> Received:
            aredis = connect.aconnect(at.settings)
            with at.blobs.stage() as staged:
                try:
                    await receive.pressure(at)
                    begun = key or "begun"
                    if begin:
                        now = at.clock.ms()
                        run(at.redis, limits.begin(at.keys, begun, (), now=now))
                    staged.write(photo)
                    form = Submission(subjects=subjects, caption="words", consent="1", **more)
                    return await receive.receive(
                        at, aredis, staged, form, key=key, begun=begun, sender=sender
                    )
                finally:
                    await aredis.aclose()

        return asyncio.run(whole())

    return one


@pytest.fixture
def fields(kit: Kit) -> Callable[[str], dict[str, str]]:
    """The stored fields of an entry."""
    return lambda entry: dict(run(kit.redis, entries.find(kit.keys, entry)).fields)
