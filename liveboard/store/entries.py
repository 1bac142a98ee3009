"""Entries: taking them in, developing, deciding, showing, taking them away.

Each function is one decision: one script in `scripts/`, state, counts, feed and
ledger together. Decisions carry an operation id (`op`); asked twice they answer
twice and happen once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from liveboard.domain.entry import State, Verdict
from liveboard.domain.errors import Conflict, NotFound, Refused, Shut, Unavailable
from liveboard.domain.event import Event, Rate
from liveboard.domain.submission import Submission
from liveboard.store.call import Call, script
from liveboard.store.keys import Keys

GRACE_MS = 15 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes that are safely on disk, and who sent them.

    Attributes:
        key: The idempotency key.
        begun: The key under which `limits.begin` noted the first byte.
        id: The entry's id, if it becomes one.
        hash: SHA-256 of the bytes, hex.
        size: How many.
        sender: An opaque key.
        group: The school as it is compared, hidden by an HMAC; None for none.
        contact: {index, person, record {contact, name, county, publish}}; None for none.
    """

    key: str
    begun: str
    id: str
    hash: str
    size: int
    sender: str
    group: str | None = None
    contact: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """The answer to an arrival; `new` is False when it was known already."""

    id: str
    state: str
    new: bool


def receive(keys: Keys, arrival: Arrival, submission: Submission, *, now: int) -> Call[Received]:
    """Accept a submission, once per idempotency key. Durable: answered means on disk.

    Raises (when run):
        Refused: The key was used for other bytes.
        Shut: Outside the window.
        Unavailable: The same bytes are being deleted this moment.
    """

    def read(reply: dict[str, Any]) -> Received:
        match reply.get("error"):
            case "key":
                raise Refused(
                    "this Idempotency-Key was used for another file",
                    hint="use a new key for each file",
                    field="key",
                )
            case "shut":
                raise Shut("uploads are not open at this moment", hint="the upload page says when")
            case "unlinking":
                raise Unavailable("this photo is just being deleted", retry_after=2)
        return Received(reply["id"], reply["state"], reply["new"])

    return script(
        "receive",
        keys,
        read,
        durable=True,
        repeatable=True,  # the idempotency key is its operation id
        now=now,
        key=arrival.key,
        begun=arrival.begun,
        print=f"{arrival.size}:{arrival.hash}",
        id=arrival.id,
        hash=arrival.hash,
        size=arrival.size,
        sender=arrival.sender,
        subjects=",".join(submission.subjects),
        words=_json(submission.words()),
        consent=submission.consent,
        group=arrival.group,
        enter_draw=submission.enter_draw,
        contact=dict(arrival.contact) if arrival.contact else None,
        grace=GRACE_MS,
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """How a decision left an entry; `seq` is of the last delta it made, 0 for none."""

    entry: str
    state: str
    rev: int
    seq: int
    by: str


def decide(
    keys: Keys,
    entry: str,
    verdict: Verdict,
    *,
    op: str,
    by: str,
    now: int,
    delay: int = 0,
    rev: int | None = None,
    reason: str | None = None,
    subjects: Sequence[str] | None = None,
    words: Mapping[str, str] | None = None,
) -> Call[Decided]:
    """Record a moderator's verdict and owe its publication `delay` ms from now.

    Raises (when run):
        NotFound: No such entry.
        Conflict: Somebody decided first (stale `rev`), or it cannot be decided.
    """

    def read(reply: dict[str, Any]) -> Decided:
        if reply.get("error") == "absent":
            raise _absent(entry)
        if error := reply.get("error"):
            raise _stands(reply, error)
        return Decided(**reply)

    return script(
        "decide",
        keys,
        read,
        durable=True,
        op=op,
        now=now,
        entry=entry,
        verdict=str(verdict),
        by=by,
        rev=rev,
        reason=reason,
        subjects=",".join(subjects) if subjects else None,
        words=dict(words) if words else None,
        due=now + delay,
    )


def publish(keys: Keys, entry: str, *, now: int) -> Call[int]:
    """Make a verdict public whose delay has passed; yields the seq, 0 if nothing was due."""
    return script(
        "publish", keys, lambda reply: int(reply["seq"]), repeatable=True, now=now, entry=entry
    )


def withdraw(keys: Keys, entry: str, *, op: str, now: int) -> Call[int]:
    """Its person takes it back: gone from every public place; yields the last seq."""
    return _leave(keys, entry, State.WITHDRAWN, "withdrawn", op=op, now=now, by="person")


def erase(keys: Keys, entry: str, *, op: str, now: int, by: str) -> Call[int]:
    """Erase an entry; yields the last seq."""
    return _leave(keys, entry, State.ERASED, "erasure", op=op, now=now, by=by)


def _leave(keys: Keys, entry: str, to: State, why: str, *, op: str, now: int, by: str) -> Call[int]:
    def read(reply: dict[str, Any]) -> int:
        if reply.get("error"):
            raise _absent(entry)
        return int(reply["seq"])

    return script(
        "leave", keys, read, durable=True, op=op, now=now, entry=entry, to=str(to), why=why, by=by
    )


def report(keys: Keys, entry: str, *, op: str, now: int, flood: Rate) -> Call[int]:
    """Somebody says it should not be up: hidden at once, and a person looks.

    Args:
        flood: Above this rate for the whole event a report marks but does not hide.
    """

    def read(reply: dict[str, Any]) -> int:
        if reply.get("error"):
            raise NotFound("this photo is not on the wall", hint="it may have been taken down")
        return int(reply["seq"])

    bucket = {"who": "reports", "every": 60000 / flood.per_minute, "burst": flood.burst}
    return script("report", keys, read, durable=True, op=op, now=now, entry=entry, flood=bucket)


def retry(keys: Keys, entry: str, *, op: str, by: str, now: int) -> Call[str]:
    """Try a failed entry again; yields its state."""

    def read(reply: dict[str, Any]) -> str:
        if reply.get("error") == "absent":
            raise _absent(entry)
        if reply.get("error") == "twin":
            raise Conflict(
                "the same photo has been sent again and is here already",
                hint="decide that one; nothing is lost",
            )
        if reply.get("error"):
            raise Conflict(f"this photo is {reply['state']}; only a failed one is tried again")
        return str(reply["state"])

    return script("retry", keys, read, durable=True, op=op, now=now, entry=entry, by=by)


def quit_draw(keys: Keys, entry: str, *, op: str, now: int) -> Call[None]:
    """Its person leaves the prize draw; the photo stays."""

    def read(reply: dict[str, Any]) -> None:
        if reply.get("error"):
            raise _absent(entry)

    return script("quit_draw", keys, read, durable=True, op=op, now=now, entry=entry)


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as it stands.

    Attributes:
        fields: The stored fields, all texts (`store/keys.py`).
        desk: Its words as the desk sees them.
        public: Its words as everybody sees them; empty unless it is on the board.
        place: Its place in the desk's queue, 1 is next; None if it is not waiting.
    """

    id: str
    fields: Mapping[str, str]
    desk: Mapping[str, str]
    public: Mapping[str, str]
    place: int | None

    @property
    def state(self) -> State:
        """Where it stands."""
        return State(self.fields["state"])

    @property
    def published(self) -> bool:
        """Whether it is on the board now."""
        return "seq" in self.fields


def find(keys: Keys, entry: str) -> Call[Kept]:
    """One entry. Raises NotFound when run if there is none."""

    def read(reply: dict[str, Any]) -> Kept:
        if reply.get("error"):
            raise _absent(entry)
        return Kept(
            entry,
            reply["fields"],
            json.loads(reply.get("desk") or "{}"),
            json.loads(reply.get("public") or "{}"),
            reply.get("place"),
        )

    return script("entry", keys, read, repeatable=True, entry=entry)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of one of the desk's lists, and how long the other lists are."""

    entries: Sequence[Kept]
    more: bool
    waiting: int
    reported: int
    failed: int


def listed(keys: Keys, state: str, *, after: int = 0, limit: int = 50) -> Call[Page]:
    """A page of the entries in a state (or "reported"), in the desk's order."""

    def read(reply: dict[str, Any]) -> Page:
        return Page(
            [
                Kept(row["id"], row["fields"], json.loads(row.get("words") or "{}"), {}, None)
                for row in reply["entries"] or []
            ],
            reply["more"],
            reply["waiting"],
            reply["reported"],
            reply["failed"],
        )

    return script("desk", keys, read, repeatable=True, state=state, after=after, limit=limit)


def admit(
    keys: Keys, entry: str, *, fence: int, v: str, size: tuple[int, int], colour: str, now: int
) -> Call[bool]:
    """The prints are made: to the desk. False if the work was no longer ours."""
    return script(
        "admit",
        keys,
        lambda reply: "error" not in reply,
        now=now,
        id=entry,
        fence=fence,
        v=v,
        w=size[0],
        h=size[1],
        colour=colour,
    )


def fetched(keys: Keys, entry: str, *, fence: int, hash_: str, size: int, now: int) -> Call[str]:
    """A mention's photo is on disk; yields its state, or "lost" / "unlinking"."""
    return script(
        "fetched",
        keys,
        lambda reply: str(reply.get("error") or reply["state"]),
        durable=True,
        now=now,
        id=entry,
        fence=fence,
        hash=hash_,
        size=size,
    )


def window_ms(event: Event) -> tuple[int | None, int | None]:
    """When an event opens and closes, in ms; (None, None) round the clock."""
    if event.always or event.opens is None or event.closes is None:
        return None, None
    return int(event.opens.timestamp() * 1000), int(event.closes.timestamp() * 1000)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _absent(entry: str) -> NotFound:
    return NotFound(f"there is no entry {entry[:40]}", hint="it may belong to another event")


def _stands(reply: dict[str, Any], error: str) -> Conflict:
    by, state = reply.get("by") or "somebody", reply["state"]
    if error == "stale":
        detail = f"{by} was quicker: this photo is {state}"
    else:
        detail = f"this photo is {state}; it cannot be decided"
    return Conflict(
        detail,
        hint="look at it again, then decide",
        extra={"by": reply.get("by", ""), "state": state, "rev": reply["rev"]},
    )
