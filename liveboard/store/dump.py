"""All keys of an event as values, for backups.

The payloads are Redis's own (DUMP and RESTORE): they fit the same server or a newer one.
Use connections with bytes replies (`connect.raw`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from liveboard.store.call import Call, command, script
from liveboard.store.keys import Keys

PASSING = ("session:", "first", "limit:", "unlinking:")
"""Keys that are nobody's after a restore: who is signed in, and what lasts minutes."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    Attributes:
        name: After the event's root.
        expires: When it goes by itself, in ms since 1970; -1: never.
        payload: What DUMP says.
    """

    name: str
    expires: int
    payload: bytes


def everything(keys: Keys) -> Call[list[Key]]:
    """All keys of an event that a backup keeps, as they stood at one instant."""

    def read(flat: list[Any]) -> list[Key]:
        found = (
            Key(name.decode(), int(expires), payload)
            for name, expires, payload in zip(flat[::3], flat[1::3], flat[2::3], strict=True)
        )
        return [key for key in found if not key.name.startswith(PASSING)]

    return Call("dump", (keys.root,), ("{}",), read, repeatable=True)


def put(keys: Keys, key: Key) -> Call[None]:
    """Put a key back; it must not be there.

    Raises (when run):
        redis.ResponseError: It is there, or its payload is of a newer server.
    """
    words: tuple[Any, ...] = ("RESTORE", keys.key(key.name), max(0, key.expires), key.payload)
    return Call(None, (), (*words, "ABSTTL") if key.expires > 0 else words, lambda _: None)


def any_there(keys: Keys) -> Call[bool]:
    """Whether the store knows this event."""
    return command("EXISTS", keys.key("meta"), read=bool)


def finish(keys: Keys, *, epoch: str) -> Call[int]:
    """End a restore: the feed begins a new epoch. Yields the number of the last fact.

    When it returns, everything put back before it is on disk too.
    """
    return script(
        "restored",
        keys,
        lambda reply: int(reply["fact"]),
        durable=True,
        repeatable=True,
        epoch=epoch,
    )


def lines(found: list[Key]) -> Iterator[list[Any]]:
    """Keys as lists, for JSON."""
    for key in found:
        yield [key.name, key.expires, key.payload.hex()]


def unlined(line: list[Any]) -> Key:
    """The key that `lines` made this list of."""
    name, expires, payload = line
    return Key(str(name), int(expires), bytes.fromhex(payload))
