"""Load an event file into the store."""

import secrets

from liveboard.domain.event import Event
from liveboard.store import events
from liveboard.store.call import run
from liveboard.work.kit import Kit


def load(kit: Kit, event: Event) -> int:
    """Load an event; the walls hear of what changed. Returns the seq of that delta.

    Raises:
        Conflict: If it would reopen a closed event, or close an open one earlier.
    """
    call = events.load(kit.keys, event, epoch=secrets.token_hex(8), now=kit.clock.ms())
    return run(kit.redis, call)
