"""Developing: taken up by one, given back, tried three times, finished once."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from liveboard.config.clock import Clock
from liveboard.domain.errors import Full
from liveboard.media.blobs import Blobs
from liveboard.media.developed import SIZES
from liveboard.store import entries, ledger, owed
from liveboard.store.call import run
from liveboard.work.develop import develop
from liveboard.work.kit import Kit
from liveboard.work.replay import compare
from tests.pictures import picture


def later(kit: Kit, seconds: float) -> Kit:
    """The same kit, some time from now."""
    return replace(kit, clock=Clock(timedelta(seconds=seconds)))


def claim(kit: Kit, entry: str) -> owed.Claim | None:
    return run(kit.redis, owed.claim(kit.keys, "develop", entry, now=kit.clock.ms()))


def admit(kit: Kit, held: owed.Claim) -> bool:
    return run(
        kit.redis,
        entries.admit(
            kit.keys,
            held.id,
            fence=held.fence,
            v="v",
            size=(3, 2),
            colour="#112233",
            now=kit.clock.ms(),
        ),
    )


def facts(kit: Kit) -> Counter[str]:
    return Counter(fact["kind"] for fact in ledger.facts(kit.redis, kit.keys))


def test_a_photo_gets_its_prints_and_waits_for_the_desk(kit, send, fields):
    """
    From the bytes that came in to three prints and a place in the desk's queue.
    """
    sent = send()
    develop(kit, sent.id)
    entry = fields(sent.id)

    assert "waiting" == entry["state"]
    assert ("320", "160") == (entry["w"], entry["h"])
    assert all(kit.blobs.get_print(entry["hash"], name) for name in SIZES)
    assert 0 == kit.redis.zcard(kit.keys.key("owed"))


def test_a_doubled_job_is_harmless(kit, send):
    """
    The same job again, during or after the first, changes nothing.
    """
    sent = send()
    held = claim(kit, sent.id)
    develop(kit, sent.id)
    during = dict(facts(kit))
    finished = admit(kit, held)
    develop(kit, sent.id)

    assert "admit" not in during
    assert finished
    assert 1 == facts(kit)["admit"] == facts(kit)["develop"]


class TestALostLease:
    def test_who_lost_it_can_finish_nothing(self, kit, send, fields):
        """
        A worker that was away too long finds that nothing it says counts any more.
        """
        sent = send()
        old = claim(kit, sent.id)
        new_kit = later(kit, owed.LEASE_MS / 1000 + 1)
        new = claim(new_kit, sent.id)
        now = new_kit.clock.ms()
        refused = [
            admit(new_kit, old),
            run(kit.redis, owed.renew(kit.keys, old, now=now)),
            run(kit.redis, owed.release(kit.keys, old, now=now, wait=0, counted=False)),
            run(kit.redis, owed.fail(kit.keys, old, "because", now=now)),
        ]
        between = fields(sent.id)["state"]

        assert [False] * 4 == refused
        assert "developing" == between
        assert admit(new_kit, new)
        assert not admit(new_kit, new)
        assert "waiting" == fields(sent.id)["state"]

    def test_who_renews_it_keeps_it(self, kit, send):
        """
        While its worker says it lives, nobody else is given the work.
        """
        sent = send()
        held = claim(kit, sent.id)
        for seconds in (6, 12, 18):
            at = later(kit, seconds)
            assert run(at.redis, owed.renew(at.keys, held, now=at.clock.ms()))
            assert claim(later(kit, seconds + 7), sent.id) is None

        assert claim(later(kit, 18 + 9), sent.id)

    def test_it_is_due_again_when_the_lease_ends(self, kit, send):
        """
        The time at which the sweeper looks is the end of the lease, not a moment later.
        """
        sent = send()
        at = kit.clock.ms()
        run(kit.redis, owed.claim(kit.keys, "develop", sent.id, now=at))
        due = kit.redis.zscore(kit.keys.key("owed"), f"develop:{sent.id}")

        assert at + owed.LEASE_MS == due


class TestThreeTries:
    def test_a_worker_that_dies_three_times_of_it_fails_it(self, kit, send, fields):
        """
        A photo that ends its worker each time is failed, with a reason the desk sees.
        """
        sent = send()
        claims = [claim(later(kit, 9 * n), sent.id) for n in range(owed.TRIES + 1)]
        entry = fields(sent.id)

        assert [1, 2, 3, None] == [one and one.attempts for one in claims]
        assert ("failed", owed.WORN_OUT) == (entry["state"], entry["reason"])
        assert 1 == facts(kit)["fail"]
        assert () == compare(kit).differences

    def test_a_file_that_cannot_be_read_is_tried_again_then_fails(self, kit, send, fields):
        """
        Trouble that may pass is waited for, each time a little longer, three times.
        """
        sent = send()
        kit.blobs.remove(fields(sent.id)["hash"])
        seen = []
        for n in range(3):
            develop(later(kit, 10 * n), sent.id)
            seen.append(fields(sent.id)["state"])

        assert ["developing", "developing", "failed"] == seen
        assert "could not be read" in fields(sent.id)["reason"]

    def test_what_is_no_picture_inside_fails_at_once(self, kit, send, fields):
        """
        A file that only begins like a photo is not tried twice.
        """
        sent = send(picture()[:400])
        develop(kit, sent.id)
        entry = fields(sent.id)

        assert "failed" == entry["state"]
        assert entry["reason"]
        assert () == compare(kit).differences

    def test_an_interrupted_attempt_does_not_count(self, kit, send, fields):
        """
        A worker that is asked to stop gives its work back as it was.
        """
        sent = send()
        for _ in range(5):
            held = claim(kit, sent.id)
            assert 1 == held.attempts
            now = kit.clock.ms()
            run(kit.redis, owed.release(kit.keys, held, now=now, wait=0, counted=False))
        develop(kit, sent.id)

        assert "waiting" == fields(sent.id)["state"]

    def test_a_full_disk_is_no_fault_of_the_picture(self, kit, send, fields):
        """
        While prints cannot be kept the photo waits, however often it is tried.
        """
        sent = send()
        full = replace(kit, blobs=FullDisk.open(kit.settings.data / "blobs"))
        for n in range(5):
            develop(later(full, 20 * n), sent.id)
        before = fields(sent.id)["state"]
        develop(later(kit, 200), sent.id)

        assert "developing" == before
        assert "waiting" == fields(sent.id)["state"]


class FullDisk(Blobs):
    """A disk with photos on it and no room for a print."""

    def put_print(self, digest: str, name: str, data: bytes) -> None:
        raise Full("there is no room left")


@pytest.mark.parametrize("left", ["withdraw", "erase"])
def test_who_left_meanwhile_is_not_brought_back(kit, send, fields, left):
    """
    A photo deleted by its person while it is being developed does not come to the desk.
    """
    sent = send()
    held = claim(kit, sent.id)
    now = kit.clock.ms()
    if left == "withdraw":
        run(kit.redis, entries.withdraw(kit.keys, sent.id, op="w", now=now))
    else:
        run(kit.redis, entries.erase(kit.keys, sent.id, op="w", now=now, by="ada"))

    assert not admit(kit, held)
    assert not run(kit.redis, owed.renew(kit.keys, held, now=now))
    assert fields(sent.id)["state"] in {"withdrawn", "erased"}
    assert () == compare(kit).differences


def test_the_original_stays_where_it_is_trusted(kit, send, fields):
    """
    The bytes that came in are kept as they came, under their own hash.
    """
    photo = picture("png")
    sent = send(photo)
    path = kit.blobs.original_path(fields(sent.id)["hash"])

    assert photo == Path(path).read_bytes()
