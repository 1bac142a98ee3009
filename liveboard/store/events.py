"""The event as it is loaded, and what the walls are told about it."""

import json
from typing import Any

from liveboard.domain.errors import Conflict, Unavailable
from liveboard.domain.event import Event
from liveboard.store.call import Call, command, script
from liveboard.store.entries import window_ms
from liveboard.store.keys import Keys


def load(keys: Keys, event: Event, *, epoch: str, now: int) -> Call[int]:
    """Load an event file, for the first time or again; yields the seq of its delta.

    Args:
        epoch: A random word, used if this is the event's first day in this store.

    Raises (when run):
        Conflict: If it would reopen a closed event, or close an open one earlier.
    """

    def read(reply: dict[str, Any]) -> int:
        match reply.get("error"):
            case "shut":
                raise Conflict(
                    "the event has closed; its closing time cannot be changed any more",
                    hint="load the file with the closing time it had",
                )
            case "earlier":
                raise Conflict(
                    "the event is open; its closing time may be moved later, not earlier",
                    hint="people were told when it closes (CAP Code 8.17.4.e)",
                )
        return int(reply["seq"])

    opens, closes = window_ms(event)
    return script(
        "event",
        keys,
        read,
        durable=True,
        repeatable=True,
        now=now,
        epoch=epoch,
        event=json.dumps(event.to_json(), ensure_ascii=False, sort_keys=True),
        public=json.dumps(event.public(), ensure_ascii=False, sort_keys=True),
        league_by=str(event.league.by),
        league_cap=event.league.cap,
        roster=[subject.key for subject in event.roster],
        opens=opens,
        closes=closes,
    )


def loaded(keys: Keys) -> Call[Event]:
    """The event as it was loaded. Raises Unavailable when run if none was."""

    def read(text: str | None) -> Event:
        if text is None:
            raise Unavailable("no event is loaded", hint="run `liveboard event load FILE`")
        return Event.from_json(json.loads(text))

    return command("GET", keys.key("event"), read=read)


def closed_at(keys: Keys) -> Call[int | None]:
    """When the event was latched shut, in ms; None if it was not."""
    return command(
        "HGET", keys.key("meta"), "closed", read=lambda text: int(text) if text else None
    )


def tell_walls(
    keys: Keys,
    *,
    op: str,
    by: str,
    now: int,
    paused: bool | None = None,
    layout: str | None = None,
    message: str | None = None,
) -> Call[int]:
    """Tell every wall to pause (panic), to change its layout or to show a message."""
    return script(
        "wall",
        keys,
        lambda reply: int(reply["seq"]),
        durable=True,
        op=op,
        by=by,
        now=now,
        paused=paused,
        layout=layout,
        message=message,
    )
