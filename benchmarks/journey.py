"""Upload accepted → delta on an open wall, in a whole liveboard as `up` starts it.

A phone sends a 12-megapixel photo; a moderator's program hears on the desk's line that it waits
and says "shown" the moment it does; a wall's line is open. Meanwhile other walls do as others'
do and ask for the snapshot every 3 s or every 10 s, each from a moment of its own: the same
server, the same answers (304 when nothing has changed), only the way of hearing differs.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import httpx2
from websockets.asyncio.client import connect

from benchmarks import parts
from benchmarks.figures import Answer, Budget, spread
from tests import pictures
from tests.running import running

PASSWORD = "four words in a row"
PER_RUN, MOST = 4, 28  # photos of one run; of one device, before it is asked to slow down
POLLS = {3: 3, 10: 5}
"""Seconds between two looks, and how many walls look so often, spread over that time."""

PEERS = {3: "PicPeak", 10: "pcPhotoWall"}
COLUMNS = ("what", "liveboard, ms", *(f"polling, {s} s ({who}), ms" for s, who in PEERS.items()))
RATIOS = tuple(f"{seconds} s : ours" for seconds in PEERS)


class Moments:
    """When each entry was first seen somewhere, on one clock, in seconds."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}
        self._more = asyncio.Condition()

    async def note(self, entry: str) -> None:
        """It is seen now; only the first time counts."""
        if entry not in self._seen:
            self._seen[entry] = time.monotonic()
            async with self._more:
                self._more.notify_all()

    async def of(self, entry: str) -> float:
        """Wait until it is seen; when that was."""
        async with asyncio.timeout(30), self._more:
            await self._more.wait_for(lambda: entry in self._seen)
        return self._seen[entry]


@dataclass(slots=True)
class Photo:
    """One photo's way: when it was accepted, waited, was decided, answered and on the wall."""

    entry: str
    accepted: float
    waiting: float
    said: float
    answered: float
    shown: float
    polled: dict[int, list[float]] = field(default_factory=dict)


@dataclass(slots=True)
class House:
    """A running liveboard, who watches it, and what they have seen."""

    client: httpx2.AsyncClient
    waiting: Moments = field(default_factory=Moments)
    shown: Moments = field(default_factory=Moments)
    polls: dict[int, list[Moments]] = field(default_factory=dict)

    async def line(self, path: str, role: str = "") -> AsyncIterator[dict[str, object]]:
        """What is said on a live line, for ever; `role`: greet it first (the desk's wants none)."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        address = str(self.client.base_url).replace("http", "ws", 1).rstrip("/") + path
        async with connect(address, additional_headers={"Cookie": cookies}) as line:
            if role:
                snapshot = (await self.client.get("/live/v1/snapshot")).json()
                stand = {"epoch": snapshot["epoch"], "seq": snapshot["seq"]}
                await line.send(json.dumps({"t": "hello", "v": 1, **stand, "role": role}))
            async for text in line:
                yield json.loads(text)

    async def wall(self) -> None:
        """A wall: notes what is shown."""
        async for frame in self.line("/live/v1/ws", "kiosk"):
            for delta in frame.get("d", []):  # type: ignore[attr-defined]
                if delta["op"] == "show":
                    await self.shown.note(delta["entry"]["id"])

    async def desk(self) -> None:
        """The desk: notes what waits."""
        async for hint in self.line("/live/v1/desk"):
            if hint.get("state") == "waiting":
                await self.waiting.note(str(hint["entry"]))

    async def poll(self, moments: Moments, every: float, after: float) -> None:
        """Somebody else's wall: asks for everything, every so often."""
        etag, due = "", time.monotonic() + after
        while True:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            due += every
            answer = await self.client.get("/live/v1/snapshot", headers={"if-none-match": etag})
            etag = answer.headers["etag"]
            if answer.status_code == 200:
                for entry in answer.json()["state"]["entries"]:
                    await moments.note(entry["id"])

    async def send(self, data: bytes) -> Photo:
        """One photo, from the phone to the wall."""
        answer = await self.client.post(
            "/api/submissions",
            data={"subject": "science", "caption": "The lab this morning", "consent": "1"},
            files={"file": ("lab.jpg", data)},
        )
        accepted = time.monotonic()
        assert answer.status_code == 202, answer.text
        entry = answer.json()["id"]
        waiting = await self.waiting.of(entry)
        said = time.monotonic()
        verdict = {"verdict": "shown"}
        await self.client.put(f"/api/desk/entries/{entry}/verdict", json=verdict)
        answered = time.monotonic()
        shown = await self.shown.of(entry)
        return Photo(entry, accepted, waiting, said, answered, shown)


@asynccontextmanager
async def watched(url: str) -> AsyncIterator[House]:
    """A moderator signed in, a wall open, and others that poll."""
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        form = {"name": "Mo", "password": PASSWORD}
        assert (await client.post("/organise/login", data=form)).status_code == 303
        house = House(client)
        jobs = [house.wall(), house.desk()]
        for every, number in POLLS.items():
            house.polls[every] = [Moments() for _ in range(number)]
            for place, moments in enumerate(house.polls[every]):
                jobs.append(house.poll(moments, every, every * place / number))
        tasks = [asyncio.ensure_future(job) for job in jobs]
        try:
            yield house
        finally:
            for task in tasks:
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*tasks)


async def photos(url: str, number: int, budget: Budget) -> list[Photo]:
    """Send photos one after another while there is time; the first is only to warm up."""
    data = pictures.encoded(pictures.photo(), "jpeg", quality=88, exif=pictures.exif())
    found: list[Photo] = []
    async with watched(url) as house:
        await asyncio.sleep(0.5)
        while len(found) <= number and (len(found) < 2 or budget.left > 2 * max(POLLS)):
            found.append(await house.send(data + str(len(found)).encode()))
            await asyncio.sleep(0.7)  # so that no poll keeps step with the uploads
        for photo in found:
            for every, walls in house.polls.items():
                photo.polled[every] = [await wall.of(photo.entry) for wall in walls]
    return found[1:]


def add(answer: Answer, what: str, found: list[Photo], begin: Callable[[Photo], float]) -> None:
    """A row from some moment to the wall, ours and polled, with how many times longer that is."""
    ours = [1000 * (one.shown - begin(one)) for one in found]
    cells, times = [], []
    for every in POLLS:
        waits = [[1000 * (seen - begin(one)) for seen in one.polled[every]] for one in found]
        cells.append(spread([wait for some in waits for wait in some], 0))
        pairs = [wait / mine for mine, some in zip(ours, waits, strict=True) for wait in some]
        times.append(spread(pairs, 1, runs=False))
    answer.add(what, spread(ours, 0), *cells, *times)


def measure(runs: int, budget: Budget) -> Answer:
    """Send photos through a whole liveboard."""
    title = "From the phone to the wall: upload accepted (202) → delta on an open wall"
    answer = Answer(title, [*COLUMNS, *RATIOS])
    with parts.folder() as home, running(home / "data") as house:
        words = ("organiser", "add", "Mo", "--role", "moderator", "--password-stdin")
        done = house.command(*words, stdin=PASSWORD + "\n")
        assert done.returncode == 0, done.stderr
        found = asyncio.run(photos(house.url, min(MOST, PER_RUN * runs), budget))
    for what, steps in {
        "202 → waiting, told to the desk": [one.waiting - one.accepted for one in found],
        "verdict → its answer (on disk)": [one.answered - one.said for one in found],
    }.items():
        answer.add(what, spread([1000 * step for step in steps], 0), "", "", "", "")
    add(answer, "verdict → on the wall", found, lambda one: one.said)
    add(answer, "202 → on the wall, in all", found, lambda one: one.accepted)
    answer.notes += [
        "the moderator is a program that says yes at once; a 12 MP photo, one worker",
        "polling: the same snapshot, asked for as often as that product's wall asks its own server",
    ]
    return answer
