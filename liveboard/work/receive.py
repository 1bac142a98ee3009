"""Receive: the bytes to disk, then one durable script, then a job. In that order.

A crash between any two of them loses nothing that was answered: bytes without a fact
are swept up, a fact without a job is handed out by the sweeper.
"""

import asyncio
import logging
from typing import Any

from liveboard.domain.errors import Full, Unavailable
from liveboard.domain.names import contact_key, group_key
from liveboard.domain.submission import Submission
from liveboard.media.sniff import sniff
from liveboard.media.staging import Staging
from liveboard.store import entries
from liveboard.store.call import AsyncConnection, arun
from liveboard.store.entries import Arrival, Received
from liveboard.work.kit import Kit, fresh_id

log = logging.getLogger("liveboard.work")

MOST_QUEUED = 5000  # jobs; above it an answer would promise what nobody will do today
LEAST_FREE = 2 << 30  # bytes of disk


async def receive(
    kit: Kit,
    redis: AsyncConnection,
    staged: Staging,
    submission: Submission,
    *,
    key: str,
    begun: str,
    sender: str,
) -> Received:
    """Take a submission in; on return it is on disk and will be on the desk.

    Args:
        staged: The bytes, whole; the caller discards it.
        key: The idempotency key, or "" to use the bytes and the sender.
        begun: The key under which its first byte was noted.
        sender: Who sent it, opaque.

    Raises:
        WrongType: These are not the bytes of a picture we take.
        Full, Unavailable: Nothing was accepted; trying again is right.
        Problem: See `store.entries.receive`.
    """
    sniff(staged.head)
    digest, size = await asyncio.to_thread(staged.seal)
    arrival = Arrival(
        key=key or f"{sender}:{digest}",
        begun=begun,
        id=fresh_id(),
        hash=digest,
        size=size,
        sender=sender,
        group=_group(kit, submission),
        contact=_contact(kit, submission),
    )
    await asyncio.to_thread(kit.blobs.put_original, staged)
    call = entries.receive(kit.keys, arrival, submission, now=kit.clock.ms())
    received = await arun(redis, call)
    # Bytes whose last entry left a minute ago may have been deleted between these two
    # steps; from here on somebody stands on them, so they stay.
    if not await asyncio.to_thread(kit.blobs.has_original, digest):
        await asyncio.to_thread(kit.blobs.put_original, staged)
    if received.state == "received":
        await offer(kit, "develop", received.id)
    return received


async def offer(kit: Kit, work: str, entry: str) -> None:
    """Offer work at once; if the queue is away the sweeper will, in a few seconds."""
    try:
        await asyncio.to_thread(kit.queue.send, work, entry)
    except Exception as error:  # noqa: BLE001 -- it is owed already, so nothing is lost
        log.warning("could not offer %s of %s: %s", work, entry, type(error).__name__)


async def pressure(kit: Kit) -> None:
    """Refuse before accepting: disk and queue must have room for what we would promise.

    Raises:
        Full: The disk is nearly full.
        Unavailable: More waits than will be developed soon.
    """
    free = await asyncio.to_thread(kit.blobs.free)
    if free is not None and free < LEAST_FREE:
        raise Full(
            f"there are {free >> 20} MB left on the disk; {LEAST_FREE >> 20} MB are needed",
            hint="your photo is safe on your phone: try again later",
            retry_after=300,
        )
    waiting = await asyncio.to_thread(kit.queue.waiting, "develop")
    if waiting > MOST_QUEUED:
        raise Unavailable(
            f"{waiting} photos wait to be developed; the limit is {MOST_QUEUED}",
            hint="try again in a few minutes",
            retry_after=120,
        )


def _group(kit: Kit, submission: Submission) -> str | None:
    plain = group_key(submission.school)
    return kit.secret.mac("group", plain) if plain else None


def _contact(kit: Kit, submission: Submission) -> dict[str, Any] | None:
    if not submission.contact:
        return None
    record = {
        "contact": contact_key(submission.contact),
        "name": submission.name,
        "county": submission.county,
        "publish": submission.publish,
    }
    return {
        "index": kit.secret.mac("contact", contact_key(submission.contact)),
        "person": "p" + fresh_id(),
        "record": record,
    }
