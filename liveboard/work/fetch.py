"""Fetch: a mention's photo comes home, and goes the way of an upload from there."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from liveboard.domain.errors import Full, Problem, Unavailable, WrongType
from liveboard.media.sniff import sniff
from liveboard.media.staging import Staging
from liveboard.social.fetch import download
from liveboard.social.source import SourceError
from liveboard.store import entries, owed
from liveboard.store.call import run
from liveboard.store.owed import Claim
from liveboard.work.develop import LeaseLost, give_up, put_off
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
        with _lease(kit, claim) as lost:
            _download(kit, claim, staged, lost)
        sniff(staged.head)
        _keep(kit, claim, staged)
    except LeaseLost:
        log.warning("%s: the lease was lost; somebody else fetches it", entry)
    except SourceError as problem:
        give_up(kit, claim, str(problem), permanent=problem.permanent)
    except WrongType as problem:
        give_up(kit, claim, problem.detail, permanent=True)
    except (Full, Unavailable) as problem:
        put_off(kit, claim, problem.detail)
    except Problem as problem:
        give_up(kit, claim, problem.detail, permanent=False)
    finally:
        staged.discard()


def _download(kit: Kit, claim: Claim, staged: Staging, lost: threading.Event) -> None:
    assert claim.url, "fetching is owed for an address"

    def sink(piece: bytes) -> None:
        if lost.is_set():
            raise LeaseLost
        staged.write(piece)

    download(
        claim.url,
        cap=kit.event().limits.upload_bytes,
        private=kit.settings.feeds_private,
        sink=sink,
        contact=kit.settings.url,
    )


@contextmanager
def _lease(kit: Kit, claim: Claim) -> Iterator[threading.Event]:
    """Keep the lease for as long as the block runs; yields what is set once it is lost.

    A server may take longer to begin its answer than a lease lasts, so the bytes that
    come in cannot be what keeps it.
    """
    done, lost = threading.Event(), threading.Event()

    def beat() -> None:
        while not done.wait(BEAT_S):
            try:
                if not run(kit.redis, owed.renew(kit.keys, claim, now=kit.clock.ms())):
                    lost.set()
                    return
            except Problem:
                continue  # the store is away: nobody else can take it either

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield lost
    finally:
        done.set()
        thread.join()


def _keep(kit: Kit, claim: Claim, staged: Staging) -> None:
    digest, size = staged.seal()
    kit.blobs.put_original(staged)
    now = kit.clock.ms()
    call = entries.fetched(kit.keys, claim.id, fence=claim.fence, hash_=digest, size=size, now=now)
    state = run(kit.redis, call)
    if state == "unlinking":
        run(kit.redis, owed.release(kit.keys, claim, now=now, wait=5000, counted=False))
    elif state != "lost" and not kit.blobs.has_original(digest):
        kit.blobs.put_original(staged)  # deleted for somebody else, just before it was ours
    if state == "received":
        kit.queue.send("develop", claim.id)
