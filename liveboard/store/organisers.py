"""Organisers' accounts, their sessions and the first-run link.

Passwords are stored as argon2id, tokens as SHA-256: who can read the store cannot
sign in with what is there.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from liveboard.domain.errors import Conflict, NotFound
from liveboard.domain.roles import Role
from liveboard.store.call import Call, command, script
from liveboard.store.keys import Keys

IDLE_MS = 4 * 3600 * 1000  # an event day's lunch is longer than half an hour
LIFE_MS = 12 * 3600 * 1000
FIRST_MS = 30 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Organiser:
    """An account. `password` is an argon2id hash in PHC form."""

    name: str
    role: Role
    password: str


def put(keys: Keys, organiser: Organiser, *, new: bool) -> Call[None]:
    """Add an account (`new`) or change one; its sessions end when its password changes.

    Raises (when run):
        Conflict: `new`, and the name is taken.
        NotFound: Not `new`, and there is no such account.
    """

    def read(reply: dict[str, Any]) -> None:
        if reply.get("error") == "taken":
            raise Conflict(f'there is an organiser "{organiser.name}" already', field="name")
        if reply.get("error") == "absent":
            raise NotFound(f'there is no organiser "{organiser.name}"')

    return script(
        "organiser",
        keys,
        read,
        durable=True,
        repeatable=not new,
        name=organiser.name,
        new=new,
        record=json.dumps({"role": str(organiser.role), "password": organiser.password}),
    )


def remove(keys: Keys, name: str) -> Call[bool]:
    """Remove an account; its sessions end at their next request. False if there was none."""
    return command("HDEL", keys.key("organisers"), name, read=bool)


def find(keys: Keys, name: str) -> Call[Organiser | None]:
    """One account."""
    return command(
        "HGET",
        keys.key("organisers"),
        name,
        read=lambda text: _organiser(name, text) if text else None,
    )


def everybody(keys: Keys) -> Call[list[Organiser]]:
    """All accounts, by name."""

    def read(flat: Any) -> list[Organiser]:
        pairs = flat.items() if isinstance(flat, dict) else zip(flat[::2], flat[1::2], strict=True)
        return [_organiser(name, text) for name, text in sorted(pairs)]

    return command("HGETALL", keys.key("organisers"), read=read)


def open_session(keys: Keys, token: str, organiser: Organiser, *, now: int) -> Call[None]:
    """Remember who signed in with this token."""
    record = json.dumps({"name": organiser.name, "proof": _proof(organiser.password), "since": now})
    return command(
        "SET", keys.key("session", hashed(token)), record, "PX", IDLE_MS, read=lambda _: None
    )


def use_session(keys: Keys, token: str, *, now: int) -> Call[Organiser | None]:
    """Who is signed in with this token; None if nobody, or no longer.

    Used, it stays for another `IDLE_MS`, but never longer than `LIFE_MS` in all.
    """

    def read(reply: dict[str, Any]) -> Organiser | None:
        if reply.get("error"):
            return None
        organiser = _organiser(reply["name"], reply["record"])
        return organiser if _proof(organiser.password) == reply["proof"] else None

    return script(
        "session",
        keys,
        read,
        repeatable=True,
        now=now,
        token=hashed(token),
        idle=IDLE_MS,
        life=LIFE_MS,
    )


def close_session(keys: Keys, token: str) -> Call[None]:
    """Sign out."""
    return command("DEL", keys.key("session", hashed(token)), read=lambda _: None)


def offer_first(keys: Keys, token: str) -> Call[None]:
    """Make a first-run link good for 30 minutes; an older one is no longer."""
    return command("SET", keys.key("first"), hashed(token), "PX", FIRST_MS, read=lambda _: None)


def first_offered(keys: Keys, token: str) -> Call[bool]:
    """Whether this is the first-run link of today."""
    return command("GET", keys.key("first"), read=lambda text: text == hashed(token))


def take_first(keys: Keys, token: str, organiser: Organiser) -> Call[None]:
    """Make the first owner, and use the link up, in one breath."""

    def read(reply: dict[str, Any]) -> None:
        if reply.get("error") == "taken":
            raise Conflict(f'there is an organiser "{organiser.name}" already', field="name")
        if reply.get("error"):
            raise NotFound(
                "this link has been used, or is older than 30 minutes",
                hint="start liveboard again for a new one, or use `liveboard organiser add`",
            )

    return script(
        "organiser",
        keys,
        read,
        durable=True,
        name=organiser.name,
        new=True,
        first=hashed(token),
        record=json.dumps({"role": str(organiser.role), "password": organiser.password}),
    )


def hashed(token: str) -> str:
    """How a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def _organiser(name: str, text: str) -> Organiser:
    record = json.loads(text)
    return Organiser(name, Role(record["role"]), record["password"])


def _proof(password: str) -> str:
    """Binds a session to the password it was opened with: a new one ends it."""
    return hashlib.sha256(password.encode()).hexdigest()[:16]
