"""Develop: an original becomes prints, and its entry goes to the desk."""

import hashlib
import logging

from liveboard.media.cage import CageLimits
from liveboard.media.cage import develop as in_cage
from liveboard.media.developed import Developed, Undevelopable
from liveboard.store import entries, owed
from liveboard.store.call import run
from liveboard.store.owed import Claim
from liveboard.work.kit import Kit

log = logging.getLogger("liveboard.work")

BACKOFF_MS = 1000
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
    except LeaseLost:
        log.warning("%s: the lease was lost; somebody else develops it", entry)
    except Undevelopable as problem:
        give_up(kit, claim, problem.reason, permanent=problem.permanent)
    except OSError as problem:
        give_up(kit, claim, f"its file could not be read ({problem.strerror})", permanent=False)
    else:
        _admit(kit, claim, made)


def _make(kit: Kit, claim: Claim) -> Developed:
    assert claim.hash, "developing is owed for bytes we have"
    path = kit.blobs.original_path(claim.hash)
    original = path or kit.blobs.get_original(claim.hash)
    return in_cage(original, limits=LIMITS, alive=lambda: _renew(kit, claim))


def _renew(kit: Kit, claim: Claim) -> None:
    if not run(kit.redis, owed.renew(kit.keys, claim, now=kit.clock.ms())):
        raise LeaseLost


def _admit(kit: Kit, claim: Claim, made: Developed) -> None:
    assert claim.hash
    for name, data in made.prints.items():
        kit.blobs.put_print(claim.hash, name, data)
    v = hashlib.sha256(made.prints["full"]).hexdigest()[:12]
    call = entries.admit(
        kit.keys,
        claim.id,
        fence=claim.fence,
        v=v,
        size=made.size,
        colour=made.colour,
        now=kit.clock.ms(),
    )
    if not run(kit.redis, call):
        log.warning("%s: developed, but it was no longer ours to say so", claim.id)


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
