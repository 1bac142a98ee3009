"""A person's rights: what we know of them, and forgetting it (UK GDPR)."""

import time
from dataclasses import dataclass
from typing import Any

from liveboard.domain import ledger as fold
from liveboard.domain.entry import LEAVING
from liveboard.domain.errors import NotFound, Unavailable
from liveboard.domain.names import contact_key
from liveboard.store import entries, ledger, people
from liveboard.store.call import run
from liveboard.store.entries import Kept
from liveboard.work.kit import Kit, fresh_id
from liveboard.work.sweep import unlink

REWRITE_S = 120


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased."""

    entries: int
    record: bool


def export(kit: Kit, who: str) -> dict[str, Any]:
    """Everything we know of a person: their record, and their entries with words and state.

    Args:
        who: Their contact, or the id of one of their entries.
    """
    person = _person(kit, who)
    return {
        "person": person,
        "record": run(kit.redis, people.find(kit.keys, person)).record,
        "entries": [
            {"id": kept.id, **kept.fields, "words": dict(kept.desk)}
            for kept in _entries(kit, person)
        ],
    }


def erase(kit: Kit, who: str, *, by: str) -> Erased:
    """Erase a person: their entries' pictures and words, contact and index. Counts stay right,
    and the proof of a draw keeps their random id.

    Args:
        who: Their contact, or the id of one of their entries.
        by: Who does it, for the ledger.
    """
    person = _person(kit, who)
    found = _entries(kit, person)
    for kept in found:
        call = entries.erase(kit.keys, kept.id, op=fresh_id(), now=kit.clock.ms(), by=by)
        run(kit.redis, call)
    record = run(kit.redis, people.forget(kit.keys, person, now=kit.clock.ms()))
    for digest in {kept.fields["hash"] for kept in found if "hash" in kept.fields}:
        unlink(kit, digest)
    _rewrite(kit)
    return Erased(sum(kept.state not in LEAVING for kept in found), record)


def _rewrite(kit: Kit) -> None:
    """Have the append-only file written anew, from now on, and wait until it is.

    A rewrite that runs already began before the words were deleted: it does not count.
    """
    end = time.monotonic() + REWRITE_S
    asked = False
    while time.monotonic() < end:
        at_rest = run(kit.redis, people.at_rest())
        if at_rest and asked:
            return
        if at_rest:
            asked = run(kit.redis, people.rewrite())
        time.sleep(0.1)
    raise Unavailable(
        "it is erased, but the store has not tidied its file yet",
        hint="erase the same person again later, or see `liveboard doctor`",
        retry_after=60,
    )


def _person(kit: Kit, who: str) -> str:
    index = kit.secret.mac("contact", contact_key(who))
    if person := run(kit.redis, people.by_contact(kit.keys, index)):
        return person
    try:
        return run(kit.redis, entries.find(kit.keys, who)).fields["person"]
    except NotFound:
        raise NotFound(
            f'nobody is known by "{who}"',
            hint="name the contact they left, or the id of one of their photos",
        ) from None


def _entries(kit: Kit, person: str) -> list[Kept]:
    account = fold.fold(ledger.facts(kit.redis, kit.keys)).entries
    ids = [id_ for id_, entry in account.items() if entry.person == person]
    return [run(kit.redis, entries.find(kit.keys, id_)) for id_ in ids]
