"""Develop: an original becomes prints, and its entry goes to the desk."""

import hashlib
import logging
import time

from liveboard.domain.errors import Full, Unavailable
from liveboard.media.cage import CageLimits
from liveboard.media.cage import develop as in_cage
from liveboard.media.developed import Developed, Undevelopable
from liveboard.store import entries, owed
from liveboard.store.call import Call, run
from liveboard.store.owed import Claim
from liveboard.work.kit import Kit

log = logging.getLogger("liveboard.work")

BACKOFF_MS = 1000
PUT_OFF_MS = 10_000  # a full disk is no fault of the picture
PATIENCE_S = 30.0  # for a store that is starting again
LIMITS = CageLimits(cpu=20, wall=60)  # a 48 MP HEIC on a slow, busy machine


class LeaseLost(Exception):
    """Somebody else has the work now; ours is worth nothing."""


def develop(kit: Kit, entry: str) -> None:
    """Develop one entry, if it is still owed and nobody else is at it."""
    claim = run(kit.redis, owed.claim(kit.keys, "develop", entry, now=kit.clock.ms()))
    if claim is None:
        return
    try:
        made = _make(kit, claim)
        v = _keep(kit, claim, made)
    except LeaseLost:
        log.warning("%s: the lease was lost; somebody else develops it", entry)
    except Undevelopable as problem:
        give_up(kit, claim, problem.reason, permanent=problem.permanent)
    except (Full, Unavailable) as problem:
        put_off(kit, claim, problem.detail)
    except OSError as problem:
        give_up(kit, claim, f"its file could not be read ({problem.strerror})", permanent=False)
    else:
        _admit(kit, claim, made, v)


def _make(kit: Kit, claim: Claim) -> Developed:
    assert claim.hash, "developing is owed for bytes we have"
    path = kit.blobs.original_path(claim.hash)
    original = path or kit.blobs.get_original(claim.hash)
    return in_cage(original, limits=LIMITS, alive=lambda: _renew(kit, claim))


def _renew(kit: Kit, claim: Claim) -> None:
    try:
        ours = run(kit.redis, owed.renew(kit.keys, claim, now=kit.clock.ms()))
    except Unavailable:
        return  # while the store is away nobody can take it from us; the fence is asked later
    if not ours:
        raise LeaseLost


def _keep(kit: Kit, claim: Claim, made: Developed) -> str:
    """Put the prints where they belong; returns what their addresses end in."""
    assert claim.hash
    for name, data in made.prints.items():
        kit.blobs.put_print(claim.hash, name, data)
    return hashlib.sha256(made.prints["full"]).hexdigest()[:12]


def _admit(kit: Kit, claim: Claim, made: Developed, v: str) -> None:
    call = entries.admit(
        kit.keys,
        claim.id,
        fence=claim.fence,
        v=v,
        size=made.size,
        colour=made.colour,
        now=kit.clock.ms(),
    )
    if not _patiently(kit, call):
        log.warning("%s: developed, but it was no longer ours to say so", claim.id)


def _patiently(kit: Kit, call: Call[bool]) -> bool:
    """Carry out a fenced call, however long (within reason) the store is away.

    Twice is harmless: the fence is gone after the first. What is thrown away instead would
    be a picture's work and, counted as an attempt, one of its three tries.
    """
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            return run(kit.redis, call)
        except Unavailable:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def give_up(kit: Kit, claim: Claim, reason: str, *, permanent: bool) -> None:
    """End an attempt that failed: for good, or until its next turn."""
    now = kit.clock.ms()
    if permanent or claim.attempts >= owed.TRIES:
        run(kit.redis, owed.fail(kit.keys, claim, reason, now=now))
        log.info("%s: failed: %s", claim.id, reason)
        return
    wait = BACKOFF_MS * claim.attempts
    run(kit.redis, owed.release(kit.keys, claim, now=now, wait=wait, counted=True))
    log.info("%s: attempt %d failed (%s); again in %d ms", claim.id, claim.attempts, reason, wait)


def put_off(kit: Kit, claim: Claim, reason: str) -> None:
    """End an attempt that could not be made just now; it does not count."""
    call = owed.release(kit.keys, claim, now=kit.clock.ms(), wait=PUT_OFF_MS, counted=False)
    run(kit.redis, call)
    log.warning("%s: %s; again in %d ms", claim.id, reason, PUT_OFF_MS)
