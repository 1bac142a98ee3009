"""The sweeper: the net under everything, and never a flood."""

from dataclasses import replace
from datetime import timedelta

from liveboard.config.clock import Clock
from liveboard.domain.entry import Verdict
from liveboard.store import entries, feed, owed
from liveboard.store.call import run
from liveboard.work.develop import develop
from liveboard.work.kit import Kit
from liveboard.work.sweep import MOST, sweep
from tests.helpers import scaled
from tests.pictures import picture


def later(kit: Kit, seconds: float) -> Kit:
    return replace(kit, clock=Clock(timedelta(seconds=seconds)))


def lose_jobs(kit: Kit, work: str = "develop") -> None:
    kit.redis.delete(f"rq:queue:{kit.keys.slug}.{work}")


def owe(kit: Kit, work: str, many: int) -> None:
    """Promises whose entries do not matter."""
    now = kit.clock.ms()
    kit.redis.zadd(kit.keys.key("owed"), {f"{work}:{work}{n}": now for n in range(many)})


class TestALostJob:
    def test_it_is_handed_out_again(self, kit, send):
        """
        A photo whose job was lost is offered again a few seconds later.
        """
        send()
        before = kit.queue.waiting("develop")
        lose_jobs(kit)
        soon = sweep(later(kit, 1))
        handed = sweep(later(kit, 4))

        assert 1 == before
        assert 0 == soon
        assert 1 == handed == kit.queue.waiting("develop")

    def test_it_is_not_handed_out_at_every_round(self, kit, send):
        """
        Who has been offered work is given time to take it up.
        """
        send()
        lose_jobs(kit)
        for seconds in (4, 5, 6, 7, 8):
            sweep(later(kit, seconds))
        first = kit.queue.waiting("develop")
        sweep(later(kit, 4 + owed.AGAIN_MS / 1000))

        assert 1 == first
        assert 2 == kit.queue.waiting("develop")

    def test_whoever_died_at_it_is_replaced_when_the_lease_ends(self, kit, send, fields):
        """
        The lease, a round of the sweeper, and the work is somebody else's.
        """
        sent = send()
        run(kit.redis, owed.claim(kit.keys, "develop", sent.id, now=kit.clock.ms()))
        lose_jobs(kit)
        early = sweep(later(kit, owed.LEASE_MS / 1000 - 0.5))
        handed = sweep(later(kit, owed.LEASE_MS / 1000 + 0.5))
        develop(later(kit, 10), sent.id)

        assert (0, 1) == (early, handed)
        assert "waiting" == fields(sent.id)["state"]


class TestAFlood:
    def test_a_backlog_does_not_double_itself(self, kit):
        """
        However much is owed, for however long, only so many jobs wait in a queue.
        """
        owe(kit, "develop", scaled(5000, 300))
        for seconds in range(0, 60, 3):
            sweep(later(kit, seconds))

        assert MOST == kit.queue.waiting("develop")

    def test_the_backlog_of_one_queue_does_not_hold_up_another(self, kit):
        """
        Two thousand photos to develop do not keep a mention's photo from being fetched.
        """
        owe(kit, "develop", 1900)
        sweep(later(kit, 1))
        owe(kit, "fetch", 3)
        for seconds in range(2, 8):
            sweep(later(kit, seconds))

        assert MOST == kit.queue.waiting("develop")
        assert 3 <= kit.queue.waiting("fetch")


def test_one_promise_that_cannot_be_kept_does_not_hold_up_the_others(kit, send, caplog):
    """
    Bytes that cannot be deleted just now are logged, and the rest of the round is done.
    """
    now = kit.clock.ms()
    kit.redis.zadd(kit.keys.key("owed"), {"unlink:not-a-hash": now - 9000})
    send()
    lose_jobs(kit)
    sweep(later(kit, 4))

    assert 1 == kit.queue.waiting("develop")
    assert "unlink of not-a-hash failed" in caplog.text


def test_a_delayed_verdict_is_made_public_in_time(kit, send):
    """
    A verdict with a delay reaches the wall by the sweeper, once.
    """
    sent = send(picture("png"))
    develop(kit, sent.id)
    call = entries.decide(
        kit.keys, sent.id, Verdict.SHOWN, op="d", by="mo", now=kit.clock.ms(), delay=3000
    )
    run(kit.redis, call)
    sweep(later(kit, 2))
    early = run(kit.redis, feed.standing(kit.keys)).state["total"]
    sweep(later(kit, 4))
    sweep(later(kit, 5))

    assert 0 == early
    assert 1 == run(kit.redis, feed.standing(kit.keys)).state["total"]
