"""`kill -9` of each kind of process, in the middle of work and of uploads."""

import threading
import time
from contextlib import suppress

import psutil
import pytest

from tests.faults.scene import BOUND, Scene, big, kill, small
from tests.helpers import scaled, wait_until

SENDERS = scaled(40)


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
def test_who_is_killed_takes_nothing_along(scene, kind, record_property):
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
