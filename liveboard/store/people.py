"""Persons: found through an index of their contact that says nothing, and erasable."""

import json
from dataclasses import dataclass
from typing import Any

from liveboard.store.call import Call, command, script
from liveboard.store.keys import Keys


@dataclass(frozen=True, slots=True)
class Person:
    """What we know of a person.

    Attributes:
        id: Random, or a sender's key where no contact was given.
        record: contact, name, county, publish; empty without a contact.
    """

    id: str
    record: dict[str, str]


def by_contact(keys: Keys, index: str) -> Call[str | None]:
    """The person behind a contact's index (an HMAC), if there is one."""
    return command("HGET", keys.key("people"), index, read=lambda text: text)


def find(keys: Keys, person: str) -> Call[Person]:
    """What we know of a person; an empty record if nothing."""

    def read(text: Any) -> Person:
        return Person(person, json.loads(text) if text else {})

    return command("HGET", keys.key("person", person), "record", read=read)


def forget(keys: Keys, person: str, *, now: int) -> Call[bool]:
    """Erase a person's record and index; False if there was none."""
    return script(
        "forget",
        keys,
        lambda reply: bool(reply["gone"]),
        durable=True,
        repeatable=True,
        now=now,
        person=person,
    )


def rewrite() -> Call[bool]:
    """Begin to write the append-only file anew, without what was erased."""
    return command("BGREWRITEAOF", read=lambda _: True)


def at_rest() -> Call[bool]:
    """Whether no rewrite of the append-only file runs or waits, and the last one was good."""

    def read(said: dict[str, Any]) -> bool:  # the client has taken the reply apart
        busy = said["aof_rewrite_in_progress"] or said["aof_rewrite_scheduled"]
        return not busy and said["aof_last_bgrewrite_status"] == "ok"

    return command("INFO", "persistence", read=read)
