"""When an event takes uploads: from the first instant of opening to the last before closing.

The server's clock decides. Closing is a latch: once anybody has seen the event closed, a
clock that steps back does not open it again. An upload begun in time may finish for a while.
"""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from liveboard.domain.event import Event

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Phase(StrEnum):
    """Where an event stands at an instant."""

    BEFORE = "before"
    OPEN = "open"
    CLOSED = "closed"


class NoSuchTime(ValueError):
    """A local time that a change of the clocks skips or repeats."""


def instant(day: date, at: time, zone: str) -> datetime:
    """Return a local time as aware UTC.

    Raises:
        NoSuchTime: If the clocks change over it, so that it happens never or twice.
    """
    local = datetime.combine(day, at, ZoneInfo(zone))
    moment = local.astimezone(UTC)
    spoken = f"{at:%H:%M} on {day_words(day)} in {zone}"
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime(f"{spoken} does not exist: the clocks go forward over it")
    if local.replace(fold=1).astimezone(UTC) != moment:
        raise NoSuchTime(f"{spoken} happens twice: the clocks go back over it")
    return moment


def phase(event: Event, at: datetime, latched_at: datetime | None = None) -> Phase:
    """Return where `event` stands at the instant `at`.

    Args:
        event: The event.
        at: Now, by the server's clock, aware.
        latched_at: When its closing was recorded, or None if it has not been.
    """
    if event.always or event.opens is None or event.closes is None:
        return Phase.OPEN
    if latched_at is not None or at >= event.closes:
        return Phase.CLOSED
    return Phase.BEFORE if at < event.opens else Phase.OPEN


def words(event: Event, at: datetime, latched_at: datetime | None = None) -> str:
    """Say when uploads open or close: "opens on Friday 5 March at 08:00"."""
    if event.always or event.opens is None or event.closes is None:
        return "open round the clock"
    match phase(event, at, latched_at):
        case Phase.BEFORE:
            return f"opens on {moment_words(event.opens, event.zone, at)}"
        case Phase.OPEN:
            return f"open until {moment_words(event.closes, event.zone, at)}"
        case Phase.CLOSED:
            return f"closed on {moment_words(event.closes, event.zone, at)}"


def moment_words(moment: datetime, zone: str, at: datetime) -> str:
    """Say an instant in `zone`: "Friday 5 March at 08:00", with the year if it is not `at`'s."""
    local = moment.astimezone(ZoneInfo(zone))
    same_year = local.year == at.astimezone(ZoneInfo(zone)).year
    return f"{day_words(local.date(), year=not same_year)} at {local:%H:%M}"


def day_words(day: date, *, year: bool = True) -> str:
    """Say a day: "Friday 5 March 2027"."""
    said = f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return f"{said} {day.year}" if year else said
