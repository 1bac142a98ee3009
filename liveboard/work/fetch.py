"""Fetch: a mention's photo comes home, and goes the way of an upload from there."""

import logging
import time
from collections.abc import Callable

from liveboard.domain.errors import Problem, WrongType
from liveboard.media.sniff import sniff
from liveboard.media.staging import Staging
from liveboard.social.fetch import download
from liveboard.social.source import SourceError
from liveboard.store import entries, owed
from liveboard.store.call import run
from liveboard.store.owed import Claim
from liveboard.work.develop import LeaseLost, give_up
from liveboard.work.kit import Kit

log = logging.getLogger("liveboard.work")

BEAT_S = 2.0


def fetch(kit: Kit, entry: str) -> None:
    """Fetch the photo of one entry, if it is still owed and nobody else is at it."""
    claim = run(kit.redis, owed.claim(kit.keys, "fetch", entry, now=kit.clock.ms()))
    if claim is None:
        return
    staged = kit.blobs.stage()
    try:
        _download(kit, claim, staged)
        sniff(staged.head)
        _keep(kit, claim, staged)
    except LeaseLost:
        log.warning("%s: the lease was lost; somebody else fetches it", entry)
    except SourceError as problem:
        give_up(kit, claim, str(problem), permanent=problem.permanent)
    except WrongType as problem:
        give_up(kit, claim, problem.detail, permanent=True)
    except Problem as problem:
        give_up(kit, claim, problem.detail, permanent=False)
    finally:
        staged.discard()


def _download(kit: Kit, claim: Claim, staged: Staging) -> None:
    assert claim.url, "fetching is owed for an address"
    download(
        claim.url,
        cap=kit.event().limits.upload_bytes,
        private=kit.settings.feeds_private,
        sink=_with_lease(kit, claim, staged),
        contact=kit.settings.url,
    )


def _with_lease(kit: Kit, claim: Claim, staged: Staging) -> Callable[[bytes], None]:
    last = time.monotonic()

    def sink(piece: bytes) -> None:
        nonlocal last
        staged.write(piece)
        if time.monotonic() - last > BEAT_S:
            last = time.monotonic()
            if not run(kit.redis, owed.renew(kit.keys, claim, now=kit.clock.ms())):
                raise LeaseLost

    return sink


def _keep(kit: Kit, claim: Claim, staged: Staging) -> None:
    digest, size = staged.seal()
    kit.blobs.put_original(staged)
    now = kit.clock.ms()
    call = entries.fetched(kit.keys, claim.id, fence=claim.fence, hash_=digest, size=size, now=now)
    state = run(kit.redis, call)
    if state == "unlinking":
        run(kit.redis, owed.release(kit.keys, claim, now=now, wait=5000, counted=False))
    elif state == "received":
        kit.queue.send("develop", claim.id)
