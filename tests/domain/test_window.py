"""The window: the first instant, the last one, the grace after it, and clocks that step."""

from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files

import pytest

from liveboard.domain.event import Event
from liveboard.domain.eventfile import parse
from liveboard.domain.window import NoSuchTime, Phase, instant, phase, words

DAY = (files("liveboard") / "events" / "techognition.toml").read_text("utf-8")
TICK = timedelta(milliseconds=1)


def on(day: str) -> Event:
    """Return the shipped day, moved to another date."""
    return parse(DAY.replace("2027-03-05", day, 1))


@pytest.fixture
def event() -> Event:
    """The shipped day: Friday 5 March 2027, 08:00 to 18:00, when UK time is UTC."""
    return parse(DAY)


def at(text: str) -> datetime:
    """Return an instant of the shipped day."""
    return datetime.fromisoformat(f"2027-03-05T{text}").replace(tzinfo=UTC)


class TestPhase:
    @pytest.mark.parametrize(
        ("expected", "now"),
        [
            (Phase.BEFORE, "07:59:59.999"),
            (Phase.OPEN, "08:00"),
            (Phase.OPEN, "17:59:59.999"),
            (Phase.CLOSED, "18:00"),
        ],
    )
    def test_edges(self, event: Event, expected: Phase, now: str) -> None:
        """
        Eight o'clock is open, six o'clock is closed, to the millisecond.
        """
        assert expected == phase(event, at(now))

    @pytest.mark.parametrize(("day", "opens"), [("2027-03-28", "07:00"), ("2027-10-31", "08:00")])
    def test_change_over_days(self, day: str, opens: str) -> None:
        """
        On the days the clocks change it opens at eight by the clock on the wall, for ten hours.
        """
        event = on(day)
        start = datetime.fromisoformat(f"{day}T{opens}").replace(tzinfo=UTC)
        end = start + timedelta(hours=10)

        seen = [phase(event, now) for now in (start - TICK, start, end - TICK, end)]

        assert [Phase.BEFORE, Phase.OPEN, Phase.OPEN, Phase.CLOSED] == seen

    def test_closing_is_a_latch(self, event: Event) -> None:
        """
        A clock that steps back after closing does not open the event again.
        """
        assert Phase.CLOSED == phase(event, at("17:50"), latched_at=at("18:00"))

    def test_always(self) -> None:
        """
        An event without hours is open, whatever anybody recorded.
        """
        event = parse((files("liveboard") / "events" / "rehearsal.toml").read_text("utf-8"))

        assert Phase.OPEN == phase(event, at("03:00"), latched_at=at("02:00"))


class TestWords:
    @pytest.mark.parametrize(
        ("expected", "now"),
        [
            ("opens on Friday 5 March at 08:00", "07:00"),
            ("open until Friday 5 March at 18:00", "12:00"),
            ("closed on Friday 5 March at 18:00", "19:00"),
        ],
    )
    def test_says_when(self, event: Event, expected: str, now: str) -> None:
        """
        The page says when in words, in the zone people live in.
        """
        assert expected == words(event, at(now))

    def test_another_year_is_named(self, event: Event) -> None:
        """
        Months before, the year is said too.
        """
        now = datetime(2026, 11, 21, tzinfo=UTC)

        assert "opens on Friday 5 March 2027 at 08:00" == words(event, now)

    def test_summer_time(self) -> None:
        """
        In summer eight o'clock is said as eight, though it is seven in UTC.
        """
        now = datetime(2027, 6, 1, tzinfo=UTC)

        assert "opens on Friday 11 June at 08:00" == words(on("2027-06-11"), now)


class TestInstant:
    def test_skipped_and_repeated(self) -> None:
        """
        A time the clocks skip or repeat is nobody's opening time.
        """
        with pytest.raises(NoSuchTime, match="does not exist"):
            instant(date(2027, 3, 28), time(1, 0), "Europe/London")
        with pytest.raises(NoSuchTime, match="happens twice"):
            instant(date(2027, 10, 31), time(1, 59), "Europe/London")

    def test_either_side_of_the_change(self) -> None:
        """
        The hours around a change are each one instant.
        """
        assert datetime(2027, 3, 28, 0, 59, tzinfo=UTC) == instant(
            date(2027, 3, 28), time(0, 59), "Europe/London"
        )
        assert datetime(2027, 3, 28, 1, 0, tzinfo=UTC) == instant(
            date(2027, 3, 28), time(2, 0), "Europe/London"
        )
        assert datetime(2027, 10, 31, 2, 0, tzinfo=UTC) == instant(
            date(2027, 10, 31), time(2, 0), "Europe/London"
        )
