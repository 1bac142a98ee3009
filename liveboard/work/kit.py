"""What a procedure needs, opened once in a process."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from liveboard.config.clock import Clock
from liveboard.config.secret import Secret
from liveboard.config.settings import Settings
from liveboard.domain.event import Event
from liveboard.domain.eventfile import parse
from liveboard.domain.names import new_id
from liveboard.media.blobs import Blobs
from liveboard.store import connect, events
from liveboard.store.call import Connection, run
from liveboard.store.keys import Keys
from liveboard.store.queue import Queue

SHIPPED = Path(__file__).parent.parent / "events"


@dataclass(frozen=True, slots=True)
class Kit:
    """One process's connections and helpers.

    Attributes:
        redis: A synchronous connection with text replies.
        keys: The names of the event's keys.
        queue: Where work is offered.
    """

    settings: Settings
    clock: Clock
    secret: Secret
    keys: Keys
    redis: Connection
    blobs: Blobs
    queue: Queue

    @classmethod
    def open(cls, settings: Settings) -> "Kit":
        """Open everything. Connections are made when they are first used."""
        event = event_file(settings)
        return cls(
            settings=settings,
            clock=Clock.load(settings),
            secret=Secret.load(settings),
            keys=Keys(event.slug),
            redis=connect.connect(settings),
            blobs=_blobs(settings),
            queue=Queue(connect.queue_connection(settings), event.slug),
        )

    def event(self) -> Event:
        """The event as it is loaded now."""
        return run(self.redis, events.loaded(self.keys))


def _blobs(settings: Settings) -> Blobs:
    if settings.blobs is None:
        return Blobs.open(settings.data / "blobs")
    return Blobs.open(settings.blobs, settings.data / "staging")


def event_file(settings: Settings) -> Event:
    """The event of the settings' file, or the shipped rehearsal.

    Raises:
        BadEvent: With every mistake in it.
    """
    path = settings.event or SHIPPED / "rehearsal.toml"
    return parse(path.read_text(encoding="utf-8"))


def fresh_id() -> str:
    """A new identifier; the one place where randomness enters."""
    return new_id(secrets.token_bytes(10))
