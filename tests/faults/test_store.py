"""The store itself: killed while it writes, cut off in the middle of a line, away for a while."""

import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from liveboard.config.settings import Settings
from liveboard.domain.errors import Full, Unavailable
from liveboard.domain.event import Event
from liveboard.domain.eventfile import parse
from liveboard.domain.submission import Submission
from liveboard.store import entries, events, ledger, limits
from liveboard.store.call import run
from liveboard.store.entries import Arrival
from liveboard.work.kit import SHIPPED, Kit
from liveboard.work.replay import compare
from tests.conftest import Valkey
from tests.faults.conftest import event_file
from tests.faults.scene import CLIENT, Scene, small
from tests.helpers import scaled, wait_until
from tests.running import running

WRITERS = 8


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Valkey]:
    """A store of this test's own."""
    server = Valkey(tmp_path / "data")
    yield server
    server.stop()


def kit_on(server: Valkey) -> tuple[Kit, Event]:
    kit = Kit.open(server.settings)
    event = parse((SHIPPED / "rehearsal.toml").read_text())
    run(kit.redis, events.load(kit.keys, event, epoch="e", now=kit.clock.ms()))
    return kit, event


class Writer(threading.Thread):
    """Somebody whose uploads are accepted, one after the other, until told to stop.

    Attributes:
        told: The ids that were answered; each answer was a promise.
    """

    def __init__(self, settings: Settings, event: Event, name: str, until: threading.Event) -> None:
        super().__init__(name=name)
        self.kit, self.event, self.until = Kit.open(settings), event, until
        self.told: list[str] = []

    def run(self) -> None:
        n = 0
        while not self.until.is_set():
            id_ = f"{self.name}-{n}"
            try:
                self.told.append(self.receive(id_))
            except (Unavailable, Full):
                self.until.wait(0.05)
                continue  # the same again, under its key
            n += 1

    def receive(self, id_: str) -> str:
        now = self.kit.clock.ms()
        run(self.kit.redis, limits.begin(self.kit.keys, id_, (), now=now))
        arrival = Arrival(key=id_, begun=id_, id=id_, hash=f"hash-{id_}", size=1, sender=self.name)
        form = Submission(subjects=("art",), caption="words", consent="1")
        call = entries.receive(self.kit.keys, arrival, form, now=now)
        return run(self.kit.redis, call).id


def receives(kit: Kit) -> Counter[str]:
    facts = ledger.facts(kit.redis, kit.keys)
    return Counter(fact["entry"] for fact in facts if fact["kind"] == "receive")


def test_killed_while_it_writes_it_loses_nothing_it_answered(alone):
    """
    `kill -9` of the store under writers, again and again: every answer given is still true, once.
    """
    kit, event = kit_on(alone)
    until = threading.Event()
    writers = [Writer(alone.settings, event, f"w{n}", until) for n in range(WRITERS)]
    for writer in writers:
        writer.start()

    def more() -> bool:
        return sum(len(writer.told) for writer in writers) > told + 2 * WRITERS

    for _ in range(scaled(50, 3)):
        told = sum(len(writer.told) for writer in writers)
        wait_until(more, "the writers are at it")
        alone.kill()
        alone.start()
    until.set()
    for writer in writers:
        writer.join()
    found = receives(kit)
    promised = {id_ for writer in writers for id_ in writer.told}

    assert promised <= set(found)
    assert {1} == set(found.values())
    assert () == compare(kit).differences


def test_cut_off_anywhere_it_is_whole_up_to_there(alone, tmp_path):
    """
    A power cut takes the end of the file, at any byte: it starts, and is as it was a moment ago.
    """
    kit, event = kit_on(alone)
    writer = Writer(alone.settings, event, "w", threading.Event())
    writer.start()
    wait_until(lambda: len(writer.told) >= scaled(400, 40), "enough is written", 60)
    writer.until.set()
    writer.join()
    whole = list(ledger.facts(kit.redis, kit.keys))
    alone.kill()
    dice = random.Random(2027)
    for n in range(scaled(20, 3)):
        folder = tmp_path / f"cut-{n}"
        shutil.copytree(tmp_path / "data", folder, ignore=shutil.ignore_patterns("*.sock"))
        log = next((folder / "valkey" / "appendonlydir").glob("*.incr.aof"))
        size = log.stat().st_size
        with log.open("r+b") as file:
            file.truncate(dice.randrange(size // 10, size))
        cut = Valkey(folder)
        again = Kit.open(cut.settings)
        facts = list(ledger.facts(again.redis, again.keys))
        differences = compare(again).differences
        cut.stop()

        assert whole[: len(facts)] == facts
        assert len(facts) < len(whole)
        assert () == differences


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scene, Valkey]]:
    """A house whose store is somebody else's: nobody starts it again but the test."""
    folder = tmp_path_factory.mktemp("apart")
    server = Valkey(folder / "store")
    event = event_file(folder)
    with running(folder / "data", EVENT=str(event), REDIS_URL=server.url) as house:
        yield Scene(house, None), server
    server.stop()


def test_while_the_store_is_away_nothing_is_promised(apart, record_property):
    """
    Uploads hear when to try again, walls keep what they show, and all goes on when it is back.
    """
    scene, server = apart
    scene.begin()
    scene.upload(small()).done()
    scene.settled()
    before, processes = scene.snapshot(), scene.house.pids()
    server.kill()
    waiting = scene.upload(small())
    refused = wait_until(lambda: waiting.answers[:1], "it is refused")[0]
    told = scene.house.said.count("retrying in 2 seconds")
    wait_until(
        lambda: scene.house.said.count("retrying in 2 seconds") >= told + scaled(60, 4),
        "the workers have waited for a while",
        60,
    )
    during = scene.snapshot()
    ready = CLIENT.get(f"{scene.house.url}/readyz").status_code
    accepted = [answer for answer in waiting.answers if answer.status_code == 202]
    back = time.monotonic()
    server.start()
    waiting.done()
    scene.settled()
    took = time.monotonic() - back
    record_property("the store is back", f"{took:.1f} s")

    assert 503 == refused.status_code == ready
    assert int(refused.headers["retry-after"]) == refused.json()["retry_after"] > 0
    assert {503} == {answer.status_code for answer in waiting.answers[:-1]}
    assert [] == accepted
    assert (before["seq"], before["state"]) == (during["seq"], during["state"])
    assert took <= 10
    assert processes["web"] == scene.house.pids()["web"]
    scene.sound()
