"""What is owed: work promised to an entry, with lease, fence and attempts.

RQ carries the work and does not remember it. A job that was lost is handed out
again by the sweeper; a job that was doubled finds the work leased or gone. Only
the holder of the newest fence can finish it.
"""

from dataclasses import dataclass
from typing import Any

from liveboard.store.call import Call, command, script
from liveboard.store.keys import Keys

# What was accepted is at the desk within 15 s of any kill: the rest of a lease (at most 8 s),
# a round of the sweeper (1 s), a worker that starts again (1 to 2 s) and the picture itself.
# Four beats to a lease: a machine that stalls for a few seconds does not lose its work.
LEASE_MS = 8_000  # renewed every 2 s while the child lives
FAR_MS = 3_600_000  # no promise is made for so long ahead
AGAIN_MS = 5_000  # handed out again if nobody took it up
TRIES = 3
WORN_OUT = "it could not be made ready: three tries ended without a picture"


@dataclass(frozen=True, slots=True)
class Claim:
    """Work taken up.

    Attributes:
        work: "develop" or "fetch".
        id: The entry.
        fence: Ours; whatever we write is refused once somebody has a newer one.
        attempts: Which attempt this is, from 1.
        hash: The original's bytes, for "develop".
        url: Where the photo is, for "fetch".
    """

    work: str
    id: str
    fence: int
    attempts: int
    hash: str | None
    url: str | None


def claim(keys: Keys, work: str, entry: str, *, now: int) -> Call[Claim | None]:
    """Take up work; None if it is done, somebody else has it, or it has failed for good."""

    def read(reply: dict[str, Any]) -> Claim | None:
        if "error" in reply:
            return None
        return Claim(
            work, entry, reply["fence"], reply["attempts"], reply.get("hash"), reply.get("url")
        )

    return script(
        "claim", keys, read, now=now, work=work, id=entry, lease=LEASE_MS, tries=TRIES, why=WORN_OUT
    )


def renew(keys: Keys, claim: Claim, *, now: int) -> Call[bool]:
    """Keep the lease; False if it is no longer ours."""
    return script(
        "renew",
        keys,
        _ours,
        repeatable=True,
        now=now,
        work=claim.work,
        id=claim.id,
        fence=claim.fence,
        lease=LEASE_MS,
    )


def release(keys: Keys, claim: Claim, *, now: int, wait: int, counted: bool) -> Call[bool]:
    """Give work back: due again after `wait` ms; `counted` if the attempt counts."""
    return script(
        "release",
        keys,
        _ours,
        now=now,
        work=claim.work,
        id=claim.id,
        fence=claim.fence,
        wait=wait,
        counted=counted,
    )


def fail(keys: Keys, claim: Claim, why: str, *, now: int) -> Call[bool]:
    """Give up for good, with a reason the desk and its person see."""
    return script(
        "fail", keys, _ours, now=now, work=claim.work, id=claim.id, fence=claim.fence, why=why
    )


def due(keys: Keys, *, now: int, limit: int) -> Call[list[tuple[str, str]]]:
    """What is owed and due, at most `limit`, as (kind, id). Also latches the closing."""

    def read(reply: dict[str, Any]) -> list[tuple[str, str]]:
        pairs = (member.split(":", 1) for member in reply["owed"] or [])
        return [(kind, id_) for kind, id_ in pairs]

    return script(
        "due", keys, read, repeatable=True, now=now, again=AGAIN_MS, far=FAR_MS, limit=limit
    )


def stood_on(keys: Keys, hash_: str) -> Call[bool]:
    """Whether any entry stands on these bytes."""
    return command("EXISTS", keys.key("blob", hash_), read=bool)


def unlinking(keys: Keys, hash_: str, token: str, *, now: int) -> Call[bool]:
    """May we, `token`, delete these bytes now? Marks them as ours for ten minutes if so."""
    return script("unlink", keys, lambda reply: bool(reply["go"]), now=now, hash=hash_, token=token)


def unlinked(keys: Keys, hash_: str, token: str, *, now: int) -> Call[None]:
    """They are deleted."""
    return script(
        "unlink", keys, lambda _: None, repeatable=True, now=now, hash=hash_, token=token, done=True
    )


def _ours(reply: dict[str, Any]) -> bool:
    return "error" not in reply
