"""The processes that are measured, each started afresh on a folder of its own."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import httpx2
import psutil

from liveboard.domain.event import Event
from liveboard.domain.submission import Submission
from liveboard.store import entries, events, owed
from liveboard.store.call import Call, Connection, T, run, source
from liveboard.store.entries import Arrival
from liveboard.store.keys import Keys
from liveboard.work.kit import SHIPPED
from tests.conftest import Valkey
from tests.helpers import wait_until
from tests.mortal import mortal
from tests.running import ROOT

NOW = 1_804_248_000_000  # of decisions that are made here, in ms; scripts are told the time


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that is gone afterwards, whoever still writes into it."""
    with TemporaryDirectory(prefix="lb-bench-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextmanager
def store() -> Iterator[Valkey]:
    """An embedded Valkey with our durable configuration."""
    with folder() as home:
        server = Valkey(home)
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def serving(log: Path, ready: str, *words: str, **env: str) -> Iterator[psutil.Process]:
    """A server program, once it answers 200 at the address `ready`."""
    clean = {key: text for key, text in os.environ.items() if not key.startswith("LIVEBOARD_")}
    with log.open("ab") as out:
        process = subprocess.Popen(
            mortal(sys.executable, "-m", *words),
            stdout=out,
            stderr=out,
            env={**clean, "PYTHONPATH": str(ROOT), **env},
            cwd=ROOT,
        )

    def answers() -> bool:
        assert process.poll() is None, log.read_text()
        try:
            return bool(httpx2.get(ready, timeout=2).status_code == 200)
        except httpx2.HTTPError:
            return False

    try:
        wait_until(answers, f"{words} is ready; see {log}", seconds=60)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def web(valkey: Valkey, home: Path, port: int, event: Path) -> Iterator[psutil.Process]:
    """Our web process, alone beside the store. The event must have been loaded."""
    with serving(
        home / "web.log",
        f"http://127.0.0.1:{port}/readyz",
        "liveboard",
        "web",
        LIVEBOARD_DATA=str(home / "data"),
        LIVEBOARD_REDIS_URL=valkey.url,
        LIVEBOARD_EVENT=str(event),
        LIVEBOARD_PORT=str(port),
    ) as process:
        yield process


@contextmanager
def peer(name: str, home: Path, port: int, **env: str) -> Iterator[psutil.Process]:
    """An application of `benchmarks.peers` under uvicorn, with the options ours has."""
    words = ("uvicorn", f"benchmarks.peers.{name}:app", "--port", str(port), "--no-access-log")
    more = ("--log-level", "warning", "--backlog", "4096")
    ready = f"http://127.0.0.1:{port}/"
    with serving(home / f"{name}.log", ready, *words, *more, **env) as process:
        yield process


class Watch:
    """Memory and processor time of one process while something happens to it.

    Attributes:
        base: Resident bytes before.
        peak: The most there were, looked at every few milliseconds.
        cpu: Seconds of processor time it took.
    """

    EVERY_S = 0.01

    def __init__(self, process: psutil.Process) -> None:
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.base = self.peak = process.memory_info().rss
        self.cpu = 0.0

    def __enter__(self) -> Self:
        self._began = self._spent()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self.cpu = self._spent() - self._began

    def _look(self) -> None:
        while not self._over.wait(self.EVERY_S):
            self.peak = max(self.peak, self._process.memory_info().rss)

    def _spent(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)


def wide_open(home: Path) -> Path:
    """The rehearsal's event file without limits: one machine plays a hundred schools."""
    text = (SHIPPED / "rehearsal.toml").read_text()
    path = home / "event.toml"
    path.write_text(re.sub(r"(per_minute|burst) = \d+", r"\1 = 100000", text))
    return path


def load(redis: Connection, event: Event) -> Keys:
    """Load an event, as `liveboard up` does."""
    keys = Keys(event.slug)
    run(redis, events.load(keys, event, epoch="bench", now=NOW))
    return keys


def careless(call: Call[T]) -> Call[T]:
    """The same call, answered before it is on disk."""
    return replace(call, durable=False)


def together(redis: Connection, calls: Sequence[Call[T]]) -> list[T]:
    """Carry out calls of one script in one go; only to prepare, it is not how we work."""
    found = [run(redis, call) for call in calls[:1]]  # loads the script
    pipe = redis.pipeline(transaction=False)
    for call in calls[1:]:
        pipe.evalsha(source(str(call.script))[1], len(call.keys), *call.keys, *map(str, call.args))
    replies = pipe.execute()
    return found + [call.read(reply) for call, reply in zip(calls[1:], replies, strict=True)]


def waiting(redis: Connection, keys: Keys, event: Event, number: int) -> list[str]:
    """Some entries on the desk, by the same decisions that bring real ones there."""
    ids = [f"entry{n:06d}" for n in range(number)]
    together(redis, [_receive(keys, event, n, entry) for n, entry in enumerate(ids)])
    claims = together(redis, [owed.claim(keys, "develop", entry, now=NOW) for entry in ids])
    size, colour = (1600, 1200), "#112233"
    together(
        redis,
        [
            entries.admit(keys, c.id, fence=c.fence, v="v1", size=size, colour=colour, now=NOW)
            for c in claims
            if c
        ],
    )
    return ids


def _receive(keys: Keys, event: Event, number: int, entry: str) -> Call[entries.Received]:
    words = Submission(
        subjects=(event.roster[number % len(event.roster)].key,),
        caption="Rigging the lights for the spring show, with thanks to year 9",
        alt="Two people on a tower under a lighting bar",
        consent=event.consent.version,
    )
    arrival = Arrival(
        key=entry, begun=entry, id=entry, hash=f"hash-{entry}", size=9, sender=f"s-{entry}"
    )
    return careless(entries.receive(keys, arrival, words, now=NOW))


def feed(redis: Connection, keys: Keys) -> list[dict[str, Any]]:
    """Every delta in an event's feed."""
    rows: Any = redis.xrange(keys.feed)
    return [json.loads(fields["d"]) for _, fields in rows]
