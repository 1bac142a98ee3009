"""The one clock. Everything that asks the time asks this."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from liveboard.config.settings import Settings

_FILE = "clock"  # in the data folder: the offset in seconds, written by `liveboard up`


@dataclass(frozen=True, slots=True)
class Clock:
    """The machine's clock, moved by an offset that only rehearsals and tests have."""

    offset: timedelta = timedelta()

    @classmethod
    def load(cls, settings: Settings) -> "Clock":
        """Read the offset that `up` left in the data folder, so that all processes agree."""
        try:
            return cls(timedelta(seconds=float((settings.data / _FILE).read_text())))
        except FileNotFoundError:
            return cls()

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return datetime.now(UTC) + self.offset

    def ms(self) -> int:
        """The time in milliseconds since 1970, UTC."""
        return int(self.now().timestamp() * 1000)


def stand_at(data: Path, instant: datetime | None) -> None:
    """Make every clock of this data folder start at an instant; None: the real time."""
    path = data / _FILE
    if instant is None:
        path.unlink(missing_ok=True)
    else:
        path.write_text(str((instant - datetime.now(UTC)).total_seconds()))
