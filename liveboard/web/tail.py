"""The tail: this process reads the feed and the ledger as they grow, and tells the hubs.

Every web process has one, on a connection of its own. It folds each delta into the
history, joins the words that are public at that moment, encodes it once and posts it.
Facts only make hints for the desk ("look again").
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from liveboard.domain.errors import Expired, Unavailable
from liveboard.live import wire
from liveboard.live.history import Gap, History
from liveboard.live.hub import Hub
from liveboard.store import feed
from liveboard.store.call import AsyncConnection, arun
from liveboard.work.kit import Kit

log = logging.getLogger("liveboard.live")

BLOCK_MS = 1000
RETRY_S = 0.3
HEARTBEAT_S = 15
PATIENCE_S = 2.0
STALE_S = 15  # without a step for so long, the walls of this process may be behind
_DESK = frozenset({"state", "hid"})


class Tail:
    """Follows one event's feed and ledger."""

    def __init__(self, kit: Kit, redis: AsyncConnection, on_event: Callable[[], None]) -> None:
        self.hub, self.desk = Hub(), Hub()
        self.heartbeat_s: float = HEARTBEAT_S
        self._kit = kit
        self._redis = redis
        self._on_event = on_event
        self._history: History | None = None
        self._fact = 0
        self._moved = asyncio.Condition()
        self._stepped = float("-inf")
        self._task: asyncio.Task[None] | None = None

    @property
    def history(self) -> History:
        """The board as this process has it.

        Raises:
            Unavailable: Before the store was ever reached.
        """
        if self._history is None:
            raise Unavailable("the wall is just starting", hint="try again", retry_after=1)
        return self._history

    @property
    def ready(self) -> bool:
        """Whether there is a board to show, and it is being kept up."""
        following = self._task is not None and not self._task.done()
        fresh = time.monotonic() - self._stepped < STALE_S
        return self._history is not None and following and fresh

    async def run(self) -> None:
        """Follow until cancelled; a store that is away is waited for, walls keep what they show.

        A handler only notes what has to be done: whatever it did itself could fail outside
        of the `try`, and the walls of this process would stand still for ever.
        """
        self._task = asyncio.current_task()
        away = afresh = False
        while True:
            try:
                if self._history is None:
                    await self._start()
                if afresh or (away and not await self._same()):
                    await self._again()
                afresh = False
                await self._step()
                if away:
                    log.info("the store answers again")
                away = False
            except Gap as gap:
                log.warning("%s: reading the board afresh", gap)
                afresh = True
            except Unavailable:
                if not away:
                    log.warning("the store does not answer; walls keep what they show")
                away = True
                await asyncio.sleep(RETRY_S)
            except Exception:  # a wall that stands still all day is worse than a fault in the log
                log.exception("a fault in following the feed; reading the board afresh")
                afresh = True
                await asyncio.sleep(1)

    async def beat(self) -> None:
        """Post a heartbeat for ever."""
        while True:
            await asyncio.sleep(self.heartbeat_s)
            if self._history:
                now = self._kit.clock.ms()
                self.hub.post(wire.heartbeat(self._history.epoch, self._history.seq, now))
            self.desk.post(wire.encode({"t": "hb"}))

    async def reached(self, seq: int) -> None:
        """Wait until the history includes a delta, so that our next answer does too."""
        async with self._moved:
            try:
                await asyncio.wait_for(
                    self._moved.wait_for(lambda: self.history.seq >= seq), PATIENCE_S
                )
            except TimeoutError:
                log.warning("delta %d has not come back within %s s", seq, PATIENCE_S)

    async def _start(self) -> None:
        found = await arun(self._redis, feed.standing(self._kit.keys))
        self._history = History(found.epoch, found.seq, found.state, found.entries, found.words)
        self._fact = found.fact
        async with self._moved:
            self._moved.notify_all()

    async def _again(self) -> None:
        """Read the board afresh; viewers pull the snapshot."""
        await self._start()
        self.hub.post(wire.reset(self.history.epoch))
        self._on_event()

    async def _same(self) -> bool:
        """After an outage: is this still the feed we were reading? (A restore makes another.)"""
        history = self.history
        found = await arun(self._redis, feed.standing(self._kit.keys, newest=0))
        if found.epoch != history.epoch or found.seq < history.seq or found.fact < self._fact:
            return False
        last = history.last
        if last is None:
            return True
        try:  # a feed that lost its end and has grown again has another delta in this place
            segment = (history.seq - 1) // feed.SEGMENT
            kept = await arun(self._redis, feed.segment(self._kit.keys, segment))
        except Expired:
            return True  # trimmed; it cannot have been so short
        return any(delta == last for delta in kept)

    async def _step(self) -> None:
        history = self.history
        deltas, facts = await feed.follow(
            self._redis, self._kit.keys, history.seq, self._fact, block_ms=BLOCK_MS
        )
        if deltas:
            words = [await self._words(delta) for delta in deltas]
            # From here to the post nobody else runs: who joins has missed all of it, or none.
            joined = [history.add(*pair) for pair in zip(deltas, words, strict=True)]
            self.hub.post(wire.deltas(joined))
            if any(delta["op"] == "event" for delta in deltas):
                self._on_event()
            async with self._moved:
                self._moved.notify_all()
        self._stepped = time.monotonic()
        for fact in facts:
            self._fact = fact["n"]
            if "entry" in fact and _DESK & fact.keys():
                self.desk.post(wire.encode(_hint(fact)))
            elif fact["kind"] == "wall":
                self.desk.post(wire.encode({"t": "look", "paused": fact["paused"]}))

    async def _words(self, delta: dict[str, Any]) -> dict[str, str] | None:
        if delta["op"] not in {"show", "edit"}:
            return None
        entry = delta["entry"]["id"] if delta["op"] == "show" else delta["id"]
        return await arun(self._redis, feed.words(self._kit.keys, [entry])[0])


def _hint(fact: dict[str, Any]) -> dict[str, Any]:
    return {
        "t": "look",
        "entry": fact["entry"],
        "state": fact.get("state", ""),
        "by": fact.get("by", ""),
    }
