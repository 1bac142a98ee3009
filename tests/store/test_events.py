"""The event as loaded: its window stands in the store, and what walls are told of it."""

from dataclasses import replace
from datetime import datetime

import pytest

from liveboard.domain.errors import Conflict, Shut
from liveboard.domain.eventfile import parse
from liveboard.store import events, feed, limits, owed
from liveboard.store.call import run
from liveboard.store.keys import Keys
from liveboard.work.kit import SHIPPED


def at(clock):
    return datetime.fromisoformat(f"2027-03-05T{clock}:00+00:00")


def ms(clock):
    return int(at(clock).timestamp() * 1000)


@pytest.fixture
def day():
    """#TECHOGNITION on 5 March, eight to six."""
    return parse((SHIPPED / "techognition.toml").read_text())


@pytest.fixture
def load(redis, day):
    """Load the day with other hours, or other parts, at a time of day."""

    def one(clock, opens="08:00", closes="18:00", **more):
        event = replace(day, opens=at(opens), closes=at(closes), **more)
        run(redis, events.load(Keys(day.slug), event, epoch="e", now=ms(clock)))
        return Keys(day.slug)

    return one


class TestWindow:
    def test_closing_may_be_moved_later(self, redis, load):
        """
        A stormy day can be made longer, before it has closed.
        """
        keys = load("07:00")
        load("17:59", closes="20:00")

        assert ms("19:00") == run(redis, limits.begin(keys, "k", (), now=ms("19:00")))

    @pytest.mark.parametrize(
        ("clock", "opens", "closes"),
        [("12:00", "08:00", "17:00"), ("12:00", "14:00", "15:00")],
        ids=["earlier", "another window"],
    )
    def test_an_open_event_never_closes_earlier(self, load, clock, opens, closes):
        """
        People were told when it closes; a closing date is not brought forward.
        """
        load("07:00")

        with pytest.raises(Conflict, match="moved later, not earlier"):
            load(clock, opens, closes)

    def test_a_closed_event_stays_closed(self, load):
        """
        Also when nobody had looked at the clock since: loading a later closing comes too late.
        """
        load("07:00")

        with pytest.raises(Conflict, match="has closed"):
            load("18:30", closes="20:00")

    def test_the_same_file_after_closing_is_fine(self, load):
        """
        Starting again in the evening loads the day as it was.
        """
        load("07:00")
        load("18:30", edition="2027, the evening")

    def test_who_still_holds_the_old_hours_cannot_close_it(self, redis, load):
        """
        The hours are the store's: no process with yesterday's file decides for all.
        """
        keys = load("07:00")
        load("12:00", closes="20:00")
        run(redis, owed.due(keys, now=ms("18:01"), limit=1))

        assert run(redis, events.closed_at(keys)) is None
        assert ms("18:02") == run(redis, limits.begin(keys, "k", (), now=ms("18:02")))

    def test_an_answer_can_be_had_again_after_closing(self, redis, load):
        """
        Who was answered in time and lost the answer is not told that it is too late.
        """
        keys = load("07:00")
        redis.hset(keys.key("idem", "mine"), mapping={"print": "9:x", "id": "e"})

        assert run(redis, limits.begin(keys, "mine", (), now=ms("21:00")))
        with pytest.raises(Shut):
            run(redis, limits.begin(keys, "new", (), now=ms("21:00")))


def test_a_sponsor_less_event_is_a_list_of_none(redis, load):
    """
    Taking the last sponsor out of the file reaches the walls as an empty list.
    """
    keys = load("07:00")
    load("07:30", sponsors=())
    (delta,) = run(redis, feed.segment(keys, 0))

    assert [] == delta["event"]["sponsors"]
    assert [] == run(redis, feed.standing(keys)).state["event"]["sponsors"]
