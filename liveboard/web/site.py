"""What one web process holds while it runs, and how a request finds it."""

from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from liveboard.domain.event import Event
from liveboard.store import events
from liveboard.store.call import AsyncConnection, Call, T, arun
from liveboard.web.assets import Assets
from liveboard.web.tail import Tail
from liveboard.work.kit import Kit


@dataclass(slots=True)
class Site:
    """One web process.

    Attributes:
        redis: The asyncio connection; `kit.redis` is for workers.
        event: The event as it is loaded; read again when the feed says it changed.
        assets: Where the static files are, and their build.
    """

    kit: Kit
    redis: AsyncConnection
    event: Event
    assets: Assets
    tail: Tail = field(init=False)
    stale: bool = False  # the event has changed since `event` was read
    encoded: tuple[tuple[str, int, int], bytes] | None = None  # the last snapshot sent

    def __post_init__(self) -> None:
        self.tail = Tail(self.kit, self.redis, self._event_changed)

    def _event_changed(self) -> None:
        self.stale = True

    async def current(self) -> Event:
        """The event, read again if it was loaded anew."""
        if self.stale:
            self.stale = False  # before we ask: what changes meanwhile has to be read again
            try:
                self.event = await self.run(events.loaded(self.kit.keys))
            except BaseException:
                self.stale = True
                raise
        return self.event

    async def run(self, call: Call[T]) -> T:
        """Carry out a call on this process's connection."""
        return await arun(self.redis, call)


def site(connection: HTTPConnection) -> Site:
    """The site a request or socket belongs to."""
    found: Site = connection.app.state.site
    return found
