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

KEPT_EVENT = "event.toml"
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


def event_path(settings: Settings) -> Path:
    """The event file: the settings', else the one this data folder was last started with,
    else the shipped rehearsal.
    """
    if settings.event:
        return settings.event
    kept = settings.data / KEPT_EVENT
    return kept if kept.is_file() else SHIPPED / "rehearsal.toml"


def event_file(settings: Settings) -> Event:
    """The event of `event_path`.

    Raises:
        BadEvent: With every mistake in it.
    """
    return parse(event_path(settings).read_text(encoding="utf-8"))


def keep_event(settings: Settings, path: Path) -> None:
    """Keep a loaded event file with the data, so that a start without LIVEBOARD_EVENT goes on
    with this event and not with the rehearsal.
    """
    kept = settings.data / KEPT_EVENT
    if path.resolve() in {kept.resolve(), (SHIPPED / "rehearsal.toml").resolve()}:
        return
    part = kept.with_suffix(".part")
    part.write_bytes(path.read_bytes())
    part.replace(kept)


def fresh_id() -> str:
    """A new identifier; the one place where randomness enters."""
    return new_id(secrets.token_bytes(10))
