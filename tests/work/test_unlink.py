"""Bytes go when nobody stands on them any more, and never from under somebody."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from liveboard.config.clock import Clock
from liveboard.domain.errors import Unavailable
from liveboard.media.blobs import Blobs
from liveboard.media.staging import Staging
from liveboard.store import entries, owed
from liveboard.store.call import run
from liveboard.work.develop import develop
from liveboard.work.kit import Kit
from liveboard.work.sweep import sweep, tidy, unlink


def later(kit: Kit, seconds: float) -> Kit:
    return replace(kit, clock=Clock(timedelta(seconds=seconds)))


def withdraw(kit: Kit, entry: str) -> None:
    run(kit.redis, entries.withdraw(kit.keys, entry, op=f"w-{entry}", now=kit.clock.ms()))


@pytest.fixture
def gone(kit, send, fields):
    """The hash of a photo that its person deleted after it was developed."""
    sent = send()
    develop(kit, sent.id)
    digest = fields(sent.id)["hash"]
    withdraw(kit, sent.id)
    return digest


def test_the_bytes_of_a_deleted_photo_go_a_minute_later(kit, gone):
    """
    Original and prints of who left are gone for good; nothing of them is owed any more.
    """
    sweep(later(kit, 50))
    before = kit.blobs.has_original(gone)
    sweep(later(kit, 61))

    assert before
    assert [] == list(kit.blobs.hashes())
    assert 0 == kit.redis.zcard(kit.keys.key("owed"))


def test_they_stay_while_another_stands_on_them(kit, send, fields):
    """
    Two people sent the same photo; when one deletes it, the other's is developed as ever.
    """
    first, second = send(sender="ada"), send(sender="bob", key="b")
    withdraw(kit, first.id)
    sweep(later(kit, 61))
    develop(later(kit, 61), second.id)

    assert "waiting" == fields(second.id)["state"]
    assert kit.blobs.has_original(fields(second.id)["hash"])


def test_who_sends_them_again_in_time_keeps_them(kit, send, gone, fields):
    """
    Deleted by mistake and sent again within the minute: it is a new photo, and stays.
    """
    again = send(key="again")
    sweep(later(kit, 61))
    develop(later(kit, 61), again.id)

    assert again.new
    assert kit.blobs.has_original(gone)
    assert "waiting" == fields(again.id)["state"]


def test_who_sends_them_while_they_go_is_asked_to_wait(kit, send, gone):
    """
    In the very moment of deleting nothing is accepted that could not be kept.
    """
    going = run(kit.redis, owed.unlinking(kit.keys, gone, "sweeper", now=kit.clock.ms()))
    with pytest.raises(Unavailable) as refused:
        send(key="again")
    kit.blobs.remove(gone)
    run(kit.redis, owed.unlinked(kit.keys, gone, "sweeper", now=kit.clock.ms()))
    after = send(key="again")

    assert going
    assert 2 == refused.value.retry_after
    assert after.new
    assert kit.blobs.has_original(gone)


def test_bytes_deleted_between_disk_and_fact_are_put_back(kit, send, gone, fields):
    """
    An upload that found its bytes on the disk, deleted a moment later, is whole all the same.
    """
    blobs = Overtaken.open(kit.settings.data / "blobs")
    blobs.kit = kit
    again = send(at=replace(kit, blobs=blobs), key="again")
    develop(kit, again.id)

    assert blobs.overtaken.is_set()
    assert "waiting" == fields(again.id)["state"]
    assert kit.blobs.has_original(gone)


class Overtaken(Blobs):
    """Blobs whose sweeper runs at the worst moment: right after a photo was put."""

    kit: Kit
    overtaken = threading.Event()

    def put_original(self, staged: Staging) -> None:
        super().put_original(staged)
        if not self.overtaken.is_set():
            self.overtaken.set()
            unlink(later(self.kit, 61), staged.hash)


def test_a_sweeper_that_dies_at_it_is_followed_by_another(kit, gone):
    """
    The promise to delete outlives who was at it.
    """
    run(kit.redis, owed.unlinking(kit.keys, gone, "sweeper", now=kit.clock.ms()))
    sweep(later(kit, 61))
    still = kit.blobs.has_original(gone)
    sweep(later(kit, 700))

    assert still
    assert not kit.blobs.has_original(gone)


def test_of_two_who_would_delete_one_does(kit, gone):
    """
    A deleter that hangs cannot delete what came in again after another had finished.
    """
    now = kit.clock.ms()
    first = run(kit.redis, owed.unlinking(kit.keys, gone, "one", now=now))
    second = run(kit.redis, owed.unlinking(kit.keys, gone, "two", now=now))
    run(kit.redis, owed.unlinked(kit.keys, gone, "two", now=now))

    assert (True, False) == (first, second)
    assert not run(kit.redis, owed.unlinking(kit.keys, gone, "three", now=now))


def test_bytes_nobody_ever_stood_on_are_tidied_away(kit):
    """
    What a refused upload left on the disk goes, and what is just being answered stays.
    """
    with kit.blobs.stage() as staged:
        staged.write(b"nobody's")
        digest, _ = staged.seal()
        kit.blobs.put_original(staged)
    first = tidy(kit)
    there = kit.blobs.has_original(digest)
    tidy(kit, first)

    assert digest in first
    assert there
    assert not kit.blobs.has_original(digest)
