"""Uploads while things end: sent many times, cut off, drained."""

import signal
import threading

from tests.faults.scene import CLIENT, Upload, kill, small
from tests.helpers import scaled, wait_until


def test_the_same_upload_fifty_times_at_once_is_one_entry(scene):
    """
    Fifty senders of one key, and the web process killed among them: all get the same answer.
    """
    gate = threading.Event()
    first = scene.upload(small(), gate)
    others = [Upload(scene.house.url, first.photo, gate) for _ in range(scaled(50, 12) - 1)]
    for other in others:
        other.key = first.key
        other.start()
    for upload in (first, *others):
        assert upload.half_sent.wait(20)
    gate.set()
    kill(scene.process("web"))
    answers = {upload.done().id for upload in (first, *others)}
    scene.settled()

    assert 1 == len(answers)
    scene.sound()


def test_an_upload_in_flight_when_we_are_asked_to_end(scene):
    """
    Asked to end, the house still answers what it has; whoever is answered 202 is there afterwards.
    """
    gate = threading.Event()
    slow = [scene.upload(small(), gate) for _ in range(scaled(20, 3))]
    for upload in slow:
        assert upload.half_sent.wait(10)
    said = len(scene.house.said)
    scene.house.process.send_signal(signal.SIGTERM)
    wait_until(lambda: "ending web" in scene.house.said[said:], "the end begins")
    gate.set()
    scene.house.process.wait(60)
    early = {upload.id for upload in slow if upload.id}
    for upload in slow:
        assert not any(500 == answer.status_code for answer in upload.answers)
    scene.house.start()
    for upload in slow:
        upload.done()
    scene.settled()

    assert early <= {fact["entry"] for fact in scene.facts("receive")}
    scene.sound()


def test_a_second_start_continues_where_the_first_was(scene):
    """
    Ended in the middle of a queue and started again: what waited is finished, links still work.
    """
    first = scene.upload(small()).done()
    manage = first.answers[-1].json()["manage_url"]
    cookies = scene.organiser()
    epoch = scene.snapshot()["epoch"]
    sent = [scene.upload(small()).done() for _ in range(scaled(30, 3))]
    scene.house.stop(signal.SIGTERM)
    scene.house.start()
    scene.settled()
    waiting = CLIENT.get(f"{scene.house.url}/api/desk/entries?state=waiting", headers=cookies)

    assert epoch == scene.snapshot()["epoch"]
    assert 200 == CLIENT.get(manage).status_code
    assert 200 == waiting.status_code
    assert "waiting" == CLIENT.get(sent[-1].answers[-1].json()["status_url"]).json()["state"]
    wait_until(scene.house.ready, "ready")
    scene.sound()
