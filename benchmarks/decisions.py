"""Decisions per second through the script, and what the script buys.

Four moderators (processes) go over the same entries and show each of them; or each has a share
of their own. An entry shown is one more in its count, and one delta for the walls. Afterwards
the count is compared with what is shown, and the feed with both.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.pool import Pool
from multiprocessing.synchronize import Barrier

from redis import Redis

from benchmarks import parts
from benchmarks.figures import Answer, Budget, ratios, spread
from benchmarks.peers import multi
from liveboard.config.settings import Settings
from liveboard.domain.entry import Verdict
from liveboard.domain.eventfile import parse
from liveboard.store import connect, entries
from liveboard.store.call import Call, arun, run
from liveboard.store.entries import Decided
from liveboard.store.keys import Keys
from liveboard.work.kit import SHIPPED

ENTRIES, MODERATORS, AT_ONCE = 1000, 4, 64
COLUMNS = (
    "how",
    "4 moderators over",
    "verdicts/s",
    "of the script's",
    "tries each",
    "count off by (of 1,000)",
    "deltas doubled + missing",
)
Decide = Callable[[Redis, Keys, str, str], int]


def show(keys: Keys, entry: str, by: str) -> Call[Decided]:
    """One verdict, as the desk gives it."""
    return entries.decide(keys, entry, Verdict.SHOWN, op=f"{by}:{entry}", by=by, now=parts.NOW)


def script(redis: Redis, keys: Keys, entry: str, by: str) -> int:
    """By our script, answered before the disk has it: nothing here is about disks."""
    run(redis, parts.careless(show(keys, entry, by)))
    return 1


WAYS: dict[str, Decide] = {
    "one script": script,
    "WATCH, read, MULTI": multi.watched,
    "read, MULTI": multi.unwatched,
}


@dataclass(frozen=True, slots=True)
class Store:
    """The store, as a program of ours reaches it and as we look into it."""

    settings: Settings
    redis: Redis


@dataclass(slots=True)
class Run:
    """What one run gave."""

    speed: float
    tries: float
    off: int
    doubled: int
    missing: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one moderator is to decide."""

    settings: Settings
    keys: Keys
    way: str
    ids: Sequence[str]
    by: str


_gates: list[Barrier] = []  # of a moderator's process: where all wait for one another


def _at_gate(gate: Barrier) -> None:
    _gates.append(gate)


def moderator(share: Share) -> tuple[float, float, int]:
    """Decide all of a share: (when begun, when done, tries)."""
    redis, decide = connect.connect(share.settings), WAYS[share.way]
    redis.ping()
    _gates[0].wait(60)
    began = time.monotonic()
    tries = sum(decide(redis, share.keys, entry, share.by) for entry in share.ids)
    return began, time.monotonic(), tries


@contextmanager
def moderators() -> Iterator[Pool]:
    """Four processes; each takes one share of four, for they all wait at the gate."""
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(MODERATORS, _at_gate, (spawn.Barrier(MODERATORS),)) as pool:
        yield pool


def once(pool: Pool, store: Store, slug: str, way: str, *, same: bool) -> Run:
    """One race over fresh entries, and what the store says afterwards."""
    redis = store.redis
    event = replace(parse((SHIPPED / "rehearsal.toml").read_text()), slug=slug)
    keys = parts.load(redis, event)
    ids = parts.waiting(redis, keys, event, ENTRIES)
    shares = [
        Share(store.settings, keys, way, ids if same else ids[n::MODERATORS], f"mo-{n}")
        for n in range(MODERATORS)
    ]
    found = pool.map(moderator, shares, chunksize=1)
    seconds = max(end for _, end, _ in found) - min(begin for begin, _, _ in found)
    decisions = sum(len(share.ids) for share in shares)
    shown = redis.zcard(keys.key("in", "shown"))
    total = int(redis.hget(keys.key("meta"), "total") or 0)
    told = [delta["entry"]["id"] for delta in parts.feed(redis, keys) if delta["op"] == "show"]
    return Run(
        speed=decisions / seconds,
        tries=sum(tries for _, _, tries in found) / decisions,
        off=total - shown,
        doubled=len(told) - len(set(told)),
        missing=shown - len(set(told)),
    )


async def durable(store: Store, slug: str, at_once: int) -> float:
    """Decisions per second when every answer waits for the disk, so many at once."""
    event = replace(parse((SHIPPED / "rehearsal.toml").read_text()), slug=slug)
    keys = parts.load(store.redis, event)
    ids = parts.waiting(store.redis, keys, event, max(5, 10 * (at_once - 1)))
    client = connect.aconnect(store.settings)
    gate = asyncio.Semaphore(at_once)

    async def one(entry: str) -> None:
        async with gate:
            await arun(client, show(keys, entry, "mo"))

    began = time.monotonic()
    await asyncio.gather(*map(one, ids))
    seconds = time.monotonic() - began
    await client.aclose()
    return len(ids) / seconds


def turned(ways: Sequence[tuple[str, bool]], number: int) -> list[tuple[str, bool]]:
    """The same, beginning elsewhere each time: nobody always meets the quiet first second."""
    first = number % len(ways)
    return [*ways[first:], *ways[:first]]


def measure(runs: int, budget: Budget) -> Answer:
    """Every way in turn, on fresh entries each time."""
    answer = Answer("Decisions per second, and what the script buys", COLUMNS)
    found: dict[tuple[str, bool], list[Run]] = {
        (way, same): [] for same in (True, False) for way in WAYS
    }
    lasting: dict[int, list[float]] = {1: [], AT_ONCE: []}
    with moderators() as pool, parts.store() as valkey, valkey.admin() as redis:
        store = Store(valkey.settings, redis)
        for number in budget.runs(runs):
            for way, same in turned(list(found), number):
                slug = f"r{number}-{list(WAYS).index(way)}-{same:d}"
                found[way, same].append(once(pool, store, slug, way, same=same))
            for at_once, speeds in lasting.items():
                speeds.append(asyncio.run(durable(store, f"d{number}-{at_once}", at_once)))
    for (way, same), results in found.items():
        ours = [one.speed for one in found["one script", same]]
        _tell(answer, way, results, ours, same=same)
    for at_once, speeds in lasting.items():
        answer.add(f"one script, durable, {at_once} at once", "own", spread(speeds, 0), *("",) * 4)
    answer.notes += [
        f"same: all four over the same {ENTRIES:,} entries; own: each over a quarter of them",
        "every way reads and writes the same; MULTI takes two round trips a try, the script one",
        "count: the total against what is shown; missing: shown, and no wall was told",
        "durable: answered when the append-only file is on disk; those who wait at once share it",
    ]
    return answer


def _tell(
    answer: Answer, way: str, results: Sequence[Run], ours: Sequence[float], *, same: bool
) -> None:
    speeds = [one.speed for one in results]
    answer.add(
        way,
        "the same" if same else "their own",
        spread(speeds, 0),
        "1" if speeds == ours else ratios(speeds, ours),
        spread([one.tries for one in results], runs=False),
        spread([one.off for one in results], 0, runs=False),
        " + ".join(
            spread([getattr(one, name) for one in results], 0, runs=False)
            for name in ("doubled", "missing")
        ),
    )
