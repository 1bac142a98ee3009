"""A hundred phones send 10 MB at once: what the web process needs for it.

Ours streams to disk, hashes, makes sure of the disk and answers 202 with a fact in the store;
the peers are the same server with `request.form()` (`peers/uploads.py`).
"""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks import parts
from benchmarks.figures import Answer, Budget, ratios, spread
from liveboard.domain.eventfile import parse
from liveboard.store import connect
from tests.conftest import Valkey
from tests.running import free_port

PHONES, SIZE = 100, 10_000_000
PIECE = 1 << 16
HEAD = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
BOUNDARY = "----lb"
COLUMNS = (
    "who takes them",
    "peak RSS MB",
    "above idle MB",
    "ours : theirs",
    "MB/s",
    "CPU s",
    "CPU ours : theirs",
)
WAYS = {
    "form(), copied": "copy",
    "form(), copied, hashed, fsynced": "keep",
    "form(), read() whole": "read",
}


class Run:
    """What one storm of uploads cost."""

    def __init__(self, watch: parts.Watch, seconds: float) -> None:
        self.peak = watch.peak / 1e6
        self.above = (watch.peak - watch.base) / 1e6
        self.speed = PHONES * SIZE / 1e6 / seconds
        self.cpu = watch.cpu


async def phone(port: int, unique: bytes, rest: bytes, gate: asyncio.Event) -> None:
    """Connect, wait for the others, send one photo, hear 202."""
    fields = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("subject", "science"), ("consent", "1"), ("caption", "A lab"))
    )
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="p.jpg"\r\n'
    first = (fields + file + "Content-Type: image/jpeg\r\n\r\n").encode() + HEAD + unique
    last = f"\r\n--{BOUNDARY}--\r\n".encode()
    length = len(first) + len(rest) + len(last)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        await gate.wait()
        writer.write(
            f"POST /api/submissions HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
            f"Content-Length: {length}\r\nConnection: close\r\n\r\n".encode()
        )
        writer.write(first)
        view = memoryview(rest)
        for start in range(0, len(rest), PIECE):
            writer.write(view[start : start + PIECE])
            await writer.drain()
        writer.write(last)
        status = await reader.readline()
        assert b" 202 " in status, status + await reader.read()
    finally:
        writer.close()


async def storm(port: int) -> float:
    """All of them at once; seconds until the last has heard."""
    gate, rest = asyncio.Event(), os.urandom(SIZE - len(HEAD) - 16)
    async with asyncio.TaskGroup() as group:
        for _ in range(PHONES):
            group.create_task(phone(port, os.urandom(16), rest, gate))
        await asyncio.sleep(0.5)  # everybody connects; what follows is measured
        began = time.monotonic()
        gate.set()
    return time.monotonic() - began


@contextmanager
def ours(valkey: Valkey, port: int, home: Path) -> Iterator[psutil.Process]:
    """Our web process, with the store beside it and no workers."""
    valkey.empty()
    path = parts.wide_open(home)
    with connect.connect(valkey.settings) as redis:
        parts.load(redis, parse(path.read_text()))
    with parts.web(valkey, home, port, path) as process:
        yield process


@contextmanager
def theirs(way: str, port: int, home: Path) -> Iterator[psutil.Process]:
    """A peer that keeps files in one of its ways; its temporary files are beside them."""
    files, temporary = home / "files", home / "tmp"
    files.mkdir()
    temporary.mkdir()
    env = {"LB_FOLDER": str(files), "LB_WAY": way, "TMPDIR": str(temporary)}
    with parts.peer("uploads", home, port, **env) as process:
        yield process


def once(valkey: Valkey, way: str | None) -> Run:
    """One storm on a fresh process; None is ours."""
    with parts.folder() as home:
        port = free_port()
        server = ours(valkey, port, home) if way is None else theirs(way, port, home)
        with server as process, parts.Watch(process) as watch:
            seconds = asyncio.run(storm(port))
        return Run(watch, seconds)


def measure(runs: int, budget: Budget) -> Answer:
    """Ours and each peer in turn, so that all meet the same noise."""
    title = f"{PHONES} concurrent uploads of {SIZE // 1_000_000} MB: memory of the web process"
    answer = Answer(title, COLUMNS)
    names: dict[str, str | None] = {"liveboard (hashed, fsynced, in the ledger)": None, **WAYS}
    found: dict[str, list[Run]] = {name: [] for name in names}
    with parts.store() as valkey:
        for _ in budget.runs(runs):
            for name, way in names.items():
                found[name].append(once(valkey, way))
    mine = next(iter(found.values()))
    for name, them in found.items():
        above, cpu = [run.above for run in them], [run.cpu for run in them]
        same = them is mine
        answer.add(
            name,
            spread([run.peak for run in them], 0),
            spread(above, 0, runs=False),
            "1" if same else ratios([run.above for run in mine], above),
            spread([run.speed for run in them], 0, runs=False),
            spread(cpu, 1, runs=False),
            "1" if same else ratios([run.cpu for run in mine], cpu),
        )
    answer.notes += [
        "a fresh process for each run; RSS looked at every 10 ms; the sender shares the machine",
        "the peers keep no fact, notice no duplicate, have no limit; one makes sure of the disk",
    ]
    return answer
