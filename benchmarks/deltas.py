"""A decision, told to every viewer: what each delivery costs the web process.

Ours reads the store's feed, folds, joins the public words, encodes once and posts to the hub;
the peer is handed the finished frame and awaits each send in a loop (`peers/loop.py`). One
decision is on its way at a time. This is the hub of the house as it stands: the lean one, which
writes one prepared frame to every socket, comes later.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psutil

from benchmarks import parts
from benchmarks.decisions import show
from benchmarks.figures import Answer, Budget, ratios, spread
from benchmarks.viewers import Crowd
from liveboard.domain.eventfile import parse
from liveboard.store import connect
from liveboard.store.call import run
from tests.conftest import Valkey
from tests.running import free_port

CROWDS = {200: 150, 1000: 40}
"""Viewers, and how many decisions they hear of: enough to be seen by a clock of 10 ms."""

COLUMNS = (
    "viewers",
    "who tells them",
    "deliveries per CPU-s",
    "ours : theirs",
    "CPU µs each",
    "to the last viewer, ms",
)
Tell = Callable[[int], Awaitable[None]]


@dataclass(slots=True)
class Run:
    """What telling a crowd cost: deliveries per CPU-second, and ms to the last viewer, each."""

    rate: float
    waits: list[float]
    frame: bytes


async def told(process: psutil.Process, port: int, viewers: int, times: int, tell: Tell) -> Run:
    """Let a crowd come, tell it so many things one by one, and see what that cost."""
    crowd, waits = Crowd(port), []
    await crowd.come(viewers)
    with parts.Watch(process) as watch:
        for number in range(times):
            began = time.monotonic()
            await tell(number)
            await crowd.until_heard(viewers * (number + 1))
            waits.append(1000 * (time.monotonic() - began))
    crowd.go()
    return Run(viewers * times / watch.cpu, waits, crowd.last)


def ours(valkey: Valkey, home: Path, viewers: int, times: int) -> Run:
    """Verdicts through the store, as another process of the house would give them."""
    valkey.empty()
    path, port = parts.wide_open(home), free_port()
    with connect.connect(valkey.settings) as redis:
        event = parse(path.read_text())
        keys = parts.load(redis, event)
        ids = parts.waiting(redis, keys, event, times)

        async def tell(number: int) -> None:
            await asyncio.to_thread(run, redis, parts.careless(show(keys, ids[number], "mo")))

        with parts.web(valkey, home, port, path) as process:
            return asyncio.run(told(process, port, viewers, times, tell))


def theirs(home: Path, viewers: int, times: int, frame: bytes) -> Run:
    """The same frame, posted to the peer."""
    port = free_port()

    async def all_of_it(process: psutil.Process) -> Run:
        async with httpx2.AsyncClient(timeout=30) as client:

            async def tell(_: int) -> None:
                await client.post(f"http://127.0.0.1:{port}/say", content=frame)

            return await told(process, port, viewers, times, tell)

    with parts.peer("loop", home, port) as process:
        return asyncio.run(all_of_it(process))


def measure(runs: int, budget: Budget) -> Answer:
    """Ours and the loop in turn, for each crowd."""
    title = "Deltas delivered to open walls (before the lean hub)"
    answer = Answer(title, COLUMNS)
    found: dict[int, list[tuple[Run, Run]]] = {viewers: [] for viewers in CROWDS}
    with parts.store() as valkey:
        for _ in budget.runs(runs):
            for viewers, times in CROWDS.items():
                with parts.folder() as home:
                    mine = ours(valkey, home, viewers, times)
                    found[viewers].append((mine, theirs(home, viewers, times, mine.frame)))
    for viewers, pairs in found.items():
        rates = [[one.rate for one in runs_] for runs_ in zip(*pairs, strict=True)]
        for number, who in enumerate(("liveboard", "a loop of sends")):
            answer.add(
                f"{viewers:,}",
                who,
                spread(rates[number], 0),
                ratios(rates[0], rates[1]) if number else "1",
                spread([1e6 / rate for rate in rates[number]], 1, runs=False),
                spread([wait for pair in pairs for wait in pair[number].waits], 1),
            )
    answer.notes += [
        "ours reads the feed, folds, joins words and encodes; the loop is handed the frame",
        "the viewers share the machine with the server; CPU is the web process's alone",
    ]
    return answer
