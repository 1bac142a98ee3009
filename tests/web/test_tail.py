"""Following the feed: whatever happens to the store, the walls of a process come right again."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import ConnectionError as NobodyAnswers

from liveboard.config.settings import Settings
from liveboard.live.mailbox import Mailbox
from liveboard.store import events
from liveboard.store.call import run
from liveboard.web.app import end
from liveboard.web.tail import Tail
from liveboard.work.kit import Kit, event_file, fresh_id
from tests.conftest import Valkey
from tests.helpers import await_until


class Line:
    """A connection to the real store that can be held back and cut."""

    def __init__(self, redis: AsyncRedis) -> None:
        self._redis = redis
        self.free, self.held = asyncio.Event(), asyncio.Event()
        self.free.set()
        self.cut = self.cut_after_the_next = False

    async def xread(self, *args: Any, **more: Any) -> Any:
        if not self.free.is_set():
            self.held.set()
            await self.free.wait()
        self._answers()
        found = await self._redis.xread(*args, **more)
        self._answers()
        if self.cut_after_the_next and found:
            self.cut = True
        return found

    def pipeline(self, **more: Any) -> Any:
        self._answers()
        return self._redis.pipeline(**more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._redis, name)

    def _answers(self) -> None:
        if self.cut:
            raise NobodyAnswers("cut")


class Following:
    """A tail on the real store, and a viewer of it."""

    def __init__(self, settings: Settings, line: Line) -> None:
        self.kit, self.line = Kit.open(settings), line
        self.load()
        self.events_read = 0
        self.tail = Tail(self.kit, line, self._event_changed)  # type: ignore[arg-type]
        self.box = Mailbox()
        self.tail.hub.join(self.box)

    def load(self) -> None:
        """Begin the event on an empty store."""
        event = event_file(self.kit.settings)
        run(self.kit.redis, events.load(self.kit.keys, event, epoch="first", now=1))

    def say(self, message: str) -> None:
        """One more delta."""
        call = events.tell_walls(self.kit.keys, op=fresh_id(), by="mo", now=1, message=message)
        run(self.kit.redis, call)

    async def at(self, seq: int) -> None:
        """Wait until the board has this delta."""
        await await_until(
            lambda: asyncio.sleep(0, self.tail.ready and self.tail.history.seq == seq),
            f"the board is at {seq}",
        )

    async def told(self, last: str) -> list[str]:
        """What kinds of frames the viewer was given, up to one of this kind."""
        kinds: list[str] = []
        while last not in kinds:
            frames = await asyncio.wait_for(self.box.take(), 10) or []
            kinds += [json.loads(frame)["t"] for frame in frames]
        return kinds

    def shown(self) -> str:
        """The message that the board shows."""
        return str(self.tail.history.snapshot(0, "")["state"]["wall"]["message"])

    def _event_changed(self) -> None:
        self.events_read += 1


@pytest.fixture
def line(aredis: AsyncRedis) -> Line:
    return Line(aredis)


@asynccontextmanager
async def following(settings: Settings, line: Line) -> AsyncIterator[Following]:
    """A tail that follows."""
    found = Following(settings, line)
    task = asyncio.create_task(found.tail.run())
    try:
        yield found
    finally:
        await end([task])
        for connection in (found.kit.redis, found.kit.queue._redis):
            connection.close()
            connection.connection_pool.disconnect()


async def test_a_gap_while_the_store_goes_away(
    settings: Settings, line: Line, redis: Redis
) -> None:
    """
    When something was lost, and the store goes away before the board can be read afresh, the
    walls are told to start again as soon as it is back; and the event is read again too.
    """
    async with following(settings, line) as it:
        await it.at(0)
        line.free.clear()
        await asyncio.wait_for(line.held.wait(), 10)
        await asyncio.to_thread(it.say, "one")
        await asyncio.to_thread(it.say, "two")
        redis.xdel(it.kit.keys.feed, "1-0")
        line.cut_after_the_next = True
        line.free.set()
        await await_until(lambda: asyncio.sleep(0, line.cut), "the line is cut")
        line.cut_after_the_next = line.cut = False
        await it.at(2)

        assert ["reset"] == await it.told("reset")
        assert 1 == it.events_read
        await asyncio.to_thread(it.say, "three")
        await it.at(3)
        assert (["d"], "three") == (await it.told("d"), it.shown())


async def test_a_store_that_comes_back_with_another_past(
    settings: Settings, line: Line, valkey: Valkey
) -> None:
    """
    A feed that has lost its end and has grown longer again is not taken for the old one.
    """
    async with following(settings, line) as it:
        await it.at(0)
        await asyncio.to_thread(it.say, "one")
        await asyncio.to_thread(it.say, "two")
        await it.at(2)
        line.cut = True
        await asyncio.to_thread(valkey.empty)
        it.load()
        for message in ("uno", "due", "tre"):
            await asyncio.to_thread(it.say, message)
        line.cut = False
        await it.at(3)

        assert "tre" == it.shown()
        assert "reset" == (await it.told("reset"))[-1]


async def test_an_outage_that_lost_nothing_disturbs_nobody(settings: Settings, line: Line) -> None:
    """
    After a short outage viewers get what is new, and nobody has to load the whole board.
    """
    async with following(settings, line) as it:
        await it.at(0)
        await asyncio.to_thread(it.say, "one")
        await it.at(1)
        assert ["d"] == await it.told("d")
        line.cut = True
        await asyncio.to_thread(it.say, "two")
        line.cut = False
        await it.at(2)

        assert ["d"] == await it.told("d")


async def test_a_tail_that_has_ended_is_not_ready(settings: Settings, line: Line) -> None:
    """
    A process that no longer follows the feed does not say that it is ready.
    """
    async with following(settings, line) as it:
        await it.at(0)

    assert not it.tail.ready
