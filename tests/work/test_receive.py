"""Taking in: nothing is promised that cannot be kept, and the hours are kept to the second."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from liveboard.config.clock import Clock
from liveboard.domain.errors import Full, Shut, Unavailable
from liveboard.domain.event import Event
from liveboard.domain.eventfile import parse
from liveboard.domain.submission import Submission
from liveboard.media.blobs import Blobs
from liveboard.store import entries, events, limits, owed
from liveboard.store.call import run
from liveboard.store.entries import GRACE_MS, Arrival
from liveboard.store.ledger import tally
from liveboard.work import receive
from liveboard.work.kit import SHIPPED, Kit
from liveboard.work.replay import compare


def accepted(kit: Kit) -> dict[str, str]:
    return run(kit.redis, tally(kit.keys)).states


class TestPressure:
    def test_a_nearly_full_disk_refuses_before_it_is_full(self, kit, send):
        """
        No photo is taken in when there may be no room for it, and its sender is told when to try.
        """
        full = replace(kit, blobs=NearlyFull.open(kit.settings.data / "blobs"))
        with pytest.raises(Full) as refused:
            send(at=full)

        assert 300 == refused.value.retry_after
        assert {} == accepted(kit)

    def test_a_queue_too_long_refuses(self, kit, send):
        """
        What nobody would develop today is not accepted.
        """
        jobs = [str(n) for n in range(receive.MOST_QUEUED + 1)]
        kit.redis.rpush(f"rq:queue:{kit.keys.slug}.develop", *jobs)
        with pytest.raises(Unavailable) as refused:
            send()

        assert 120 == refused.value.retry_after
        assert {} == accepted(kit)

    def test_a_store_without_memory_refuses_and_is_whole_afterwards(self, kit, send, valkey):
        """
        A full store says so; nothing half-taken is left, and later the same photo is taken.
        """
        with valkey.admin() as admin:
            admin.config_set("maxmemory", 1)
            try:
                with pytest.raises(Full) as refused:
                    send(key="k", begin=False)
                before = accepted(kit)
            finally:
                admin.config_set("maxmemory", 0)
        sent = send(key="k")

        assert 60 == refused.value.retry_after
        assert {} == before
        assert sent.new
        assert () == compare(kit).differences


class NearlyFull(Blobs):
    """A disk with a gigabyte left."""

    def free(self) -> int | None:
        return 1 << 30


def on(date: str, opens: str, closes: str) -> Event:
    """The shipped rehearsal with hours, on a day."""
    text = (SHIPPED / "rehearsal.toml").read_text()
    text = text.replace("always = true", f'opens = "{opens}"\ncloses = "{closes}"')
    return parse(text.replace("date = 2027-03-05", f"date = {date}"))


class Door:
    """One event's door: who knocks, with which key, at which instant."""

    def __init__(self, kit: Kit, event: Event) -> None:
        self.kit, self.event, self.n = kit, event, 0
        run(kit.redis, events.load(kit.keys, event, epoch="e", now=0))

    def first_byte(self, key: str, at: int) -> bool:
        try:
            run(self.kit.redis, limits.begin(self.kit.keys, key, (), now=at))
        except Shut:
            return False
        return True

    def last_byte(self, key: str, at: int) -> bool:
        self.n += 1
        arrival = Arrival(
            key=key, begun=key, id=f"e{self.n}", hash=f"h{self.n}", size=1, sender="ada"
        )
        form = Submission(subjects=("science",), consent="1")
        call = entries.receive(self.kit.keys, arrival, form, now=at)
        try:
            run(self.kit.redis, call)
        except Shut:
            return False
        return True

    def whole(self, key: str, at: int) -> bool:
        return self.first_byte(key, at) and self.last_byte(key, at)


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


class TestTheWindow:
    @pytest.mark.parametrize(
        ("date", "opens", "closes"),
        [
            ("2027-03-05", "2027-03-05T08:00Z", "2027-03-05T18:00Z"),
            ("2027-06-11", "2027-06-11T07:00Z", "2027-06-11T17:00Z"),
            ("2027-03-28", "2027-03-28T07:00Z", "2027-03-28T17:00Z"),
            ("2027-10-31", "2027-10-31T08:00Z", "2027-10-31T18:00Z"),
        ],
        ids=["winter", "summer", "clocks go forward", "clocks go back"],
    )
    def test_from_eight_to_six_by_the_clock_on_the_wall(self, kit, date, opens, closes):
        """
        Open from 08:00:00.000 to the last millisecond before 18:00 in London, on any day.
        """
        door = Door(kit, on(date, "08:00", "18:00"))
        begin, end = ms(opens), ms(closes)

        assert not door.whole("a", begin - 1)
        assert door.whole("b", begin)
        assert door.whole("c", end - 1)
        assert not door.whole("d", end)

    @pytest.mark.parametrize(
        ("date", "opens", "closes", "hours"),
        [
            ("2027-03-28", "2027-03-28T00:00Z", "2027-03-28T22:30Z", 22.5),
            ("2027-10-31", "2027-10-30T23:00Z", "2027-10-31T23:30Z", 24.5),
        ],
        ids=["a day of 23 hours", "a day of 25 hours"],
    )
    def test_across_the_change(self, kit, date, opens, closes, hours):
        """
        A window that the change of clocks falls into is an hour shorter, or longer.
        """
        door = Door(kit, on(date, "00:00", "23:30"))
        begin, end = ms(opens), ms(closes)

        assert hours == (end - begin) / 3_600_000
        assert not door.whole("a", begin - 1)
        assert door.whole("b", begin)
        assert door.whole("c", end - 1)
        assert not door.whole("d", end)

    def test_what_began_in_time_may_finish(self, kit):
        """
        Bad school wifi at 17:59: the photo may arrive for a quarter of an hour.
        """
        door = Door(kit, on("2027-03-05", "08:00", "18:00"))
        end = ms("2027-03-05T18:00Z")
        assert door.first_byte("late", end - 1)
        assert door.first_byte("later", end - 1)

        assert not door.last_byte("stranger", end + 1)
        assert door.last_byte("late", end + GRACE_MS - 1)
        assert not door.last_byte("later", end + GRACE_MS)

    @pytest.mark.parametrize("by", ["an upload", "the sweeper"])
    def test_a_clock_stepped_back_does_not_open_it_again(self, kit, by):
        """
        Once closed it stays closed, whatever the clock says afterwards.
        """
        door = Door(kit, on("2027-03-05", "08:00", "18:00"))
        end = ms("2027-03-05T18:00Z")
        assert door.first_byte("begun", end - 1)
        if by == "an upload":
            assert not door.first_byte("closing", end)
        else:
            run(kit.redis, owed.due(kit.keys, now=end, limit=1))
        hour_before = end - 3_600_000

        assert not door.whole("again", hour_before)
        assert not door.last_byte("again", hour_before)
        assert door.last_byte("begun", hour_before)
        assert end == run(kit.redis, events.closed_at(kit.keys))
        assert () == compare(kit).differences

    def test_a_clock_stepped_back_over_the_opening_shuts_it(self, kit):
        """
        Before it has opened it is not open, also for the second time; what began may finish.
        """
        door = Door(kit, on("2027-03-05", "08:00", "18:00"))
        begin = ms("2027-03-05T08:00Z")
        assert door.first_byte("begun", begin)

        assert not door.whole("new", begin - 60_000)
        assert door.last_byte("begun", begin - 60_000)


def test_the_same_key_again_gets_the_same_answer_at_once_and_later(kit, send):
    """
    A phone that never heard its answer gets it, also a day later.
    """
    first = send(key="k")
    tomorrow = replace(kit, clock=Clock(timedelta(days=1)))
    again = send(key="k", at=tomorrow)

    assert (first.id, True, False) == (again.id, first.new, again.new)
    assert 1 == len(accepted(kit))


def test_a_repeated_answer_waits_for_the_disk_too(kit, send):
    """
    An answer given again is worth what the first was: it is a write, so the disk is waited for.
    """
    send(key="k")
    before = kit.redis.info("replication")["master_repl_offset"]
    again = send(key="k", begin=False)
    after = kit.redis.info("replication")["master_repl_offset"]

    assert not again.new
    assert before < after
