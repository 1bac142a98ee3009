"""`kill -9` of each kind of process, in the middle of work and of uploads."""

import threading
import time
from contextlib import suppress

import psutil
import pytest

from liveboard.store.call import command, run
from tests.faults.scene import BOUND, Scene, big, kill, small
from tests.helpers import scaled, wait_until

SENDERS = 4  # beside the one that is held: this is about who dies, not about a long queue


def under_way(scene: Scene) -> tuple[psutil.Process, threading.Event]:
    """A photo held in the middle of being developed, others half-way up the line."""
    first = scene.upload(big())
    held = scene.hold(wait_until(lambda: first.id, "the first is accepted"))
    gate = threading.Event()
    for upload in [scene.upload(small(), gate) for _ in range(SENDERS)]:
        assert upload.half_sent.wait(10)
    return held, gate


@pytest.mark.parametrize(
    "kind", ["web", "develop", "horse", "child", "sweep", "bot", "fetch", "valkey"]
)
@pytest.mark.parametrize("time_", range(scaled(10)), ids=lambda n: f"time-{n + 1}")
def test_who_is_killed_takes_nothing_along(scene, kind, time_, record_property):
    """
    What was answered 202 is at the desk within 15 s, once, whichever process is killed.
    """
    held, gate = under_way(scene)
    before = scene.tree()
    killed = kill(scene.process(kind))
    gate.set()
    with suppress(psutil.NoSuchProcess):
        held.resume()
    for upload in scene.sent:
        upload.done()
    scene.settled()
    took = time.monotonic() - killed
    record_property(f"{kind} killed", f"{took:.1f} s")

    assert took <= BOUND
    scene.gone(before)
    scene.sound()


def test_the_supervisor_takes_everybody_along_and_nothing_is_lost(scene, record_property):
    """
    `kill -9` of the supervisor ends all at once; started again, it goes on where it was.
    """
    held, gate = under_way(scene)
    before = scene.tree()
    kill(scene.process("up"))
    gate.set()
    with suppress(psutil.NoSuchProcess):
        held.resume()  # stopped while it was being born, it cannot see that it is an orphan
    scene.gone(before)
    scene.house.process.wait()
    restarted = time.monotonic()
    scene.house.start()
    for upload in scene.sent:
        upload.done()
    scene.settled()
    took = time.monotonic() - restarted
    record_property("supervisor started again", f"{took:.1f} s")

    assert took <= BOUND
    scene.sound()


def test_a_sweeper_killed_when_it_is_needed(scene, record_property):
    """
    All jobs are lost and the sweeper dies as well: the next one hands everything out again.
    """
    held, gate = under_way(scene)
    gate.set()
    for upload in scene.sent:
        upload.done()
    scene.kit.redis.delete(f"rq:queue:{scene.kit.keys.slug}.develop")
    killed = kill(scene.process("sweep"))
    held.resume()
    scene.settled()
    took = time.monotonic() - killed
    record_property("all jobs lost, sweeper killed", f"{took:.1f} s")

    assert took <= BOUND
    scene.sound()


def test_a_store_killed_costs_no_picture_its_work(scene):
    """
    A photo in the middle of being developed while the store restarts is finished, at its first try.
    """
    first = scene.upload(big())
    held = scene.hold(wait_until(lambda: first.id, "the first is accepted"))
    beats = scene.kit.redis.hget(scene.kit.keys.key("owed", "develop", first.id), "lease")
    scene.house.back("valkey", scene.house.kill("valkey"))

    def renewed() -> bool:
        key = scene.kit.keys.key("owed", "develop", first.id)
        return (
            scene.calm(lambda: run(scene.kit.redis, command("HGET", key, "lease", read=str)))
            or beats
        ) > beats

    wait_until(renewed, "the worker keeps its lease in the store that came back")
    held.resume()
    scene.settled()

    assert 1 == len(scene.facts("develop"))
    scene.sound()


@pytest.mark.parametrize("kind", ["develop", "horse"])
def test_who_dies_before_the_work_has_begun(scene, kind):
    """
    A job taken from the queue and not yet taken up is nobody's: it is handed out again.
    """
    held, gate = under_way(scene)
    waiting = [upload for upload in scene.sent if not upload.id]
    gate.set()
    for upload in waiting:
        upload.done()
    worker = scene.process("develop")
    worker.suspend()  # it cannot take the next job up, but will find this one's end
    held.resume()
    wait_until(
        lambda: scene.states()[scene.sent[-len(waiting) - 1].id] == "waiting", "the first is done"
    )
    worker.resume()
    horse = just_forked(worker)
    before = scene.tree()
    killed = kill(worker if kind == "develop" else horse)
    with suppress(psutil.NoSuchProcess):
        horse.resume()
    scene.settled()

    assert time.monotonic() - killed <= BOUND
    scene.gone(before)
    scene.sound()


def just_forked(worker: psutil.Process) -> psutil.Process:
    """A child of the worker, stopped as soon as it is there."""

    def child() -> psutil.Process | None:
        with suppress(psutil.NoSuchProcess, IndexError):
            found = worker.children()[0]
            found.suspend()
            return found if found.status() == psutil.STATUS_STOPPED else None
        return None

    return wait_until(child, "the worker forks for the next job")
