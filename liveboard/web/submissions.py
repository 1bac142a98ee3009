"""Submissions: taking a photo in, and saying how it stands."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from liveboard.domain import submission as submissions
from liveboard.domain.entry import REASONS, State
from liveboard.domain.errors import NotFound, Problem, Refused, Shut
from liveboard.domain.names import is_id
from liveboard.media.staging import Staging
from liveboard.store import entries, limits
from liveboard.store.entries import Kept, Received
from liveboard.web import devices, multipart
from liveboard.web.problems import wants_page
from liveboard.web.site import Site, site
from liveboard.work import receive

KEY_LENGTH = 255
DRAINED = 64 << 20  # bytes of a refused upload we still listen to, so that it hears why
DRAIN_S = 10


async def submit(request: Request) -> Response:
    """POST /api/submissions — accept one photo; 202 means it is on disk."""
    here = site(request)
    staged = here.kit.blobs.stage()
    body = request.stream()
    try:
        received, device = await _take(request, here, staged, body)
    except ClientDisconnect:
        raise Refused("the connection ended before the photo was whole") from None
    except Problem:
        if staged.size or "expect" not in request.headers:  # who asks first hears it first
            await _drain(body)
        raise
    finally:
        staged.discard()
    response = _answer(request, here, received)
    devices.remember(response, here, device)
    return response


async def _take(
    request: Request, here: Site, staged: Staging, body: AsyncIterator[bytes]
) -> tuple[Received, devices.Device]:
    event = await here.current()
    if missing := event.missing_notices():
        raise Shut(
            f"uploads are not open: {missing[0]} is missing", hint="the organiser has to add it"
        )
    limit = event.limits.upload_bytes
    announced = int(request.headers.get("content-length") or 0)
    if announced > limit + multipart.OVERHEAD:
        raise multipart.too_big(announced, limit)
    key = _key(request.headers.get("idempotency-key", ""))
    begun = key or secrets.token_urlsafe(16)
    device = devices.device(request)
    await receive.pressure(here.kit)
    buckets = device.upload_buckets(event.limits)
    await here.run(limits.begin(here.kit.keys, begun, buckets, now=here.kit.clock.ms()))
    form = await multipart.read(request.headers.get("content-type", ""), body, staged, limit=limit)
    request.state.typed = form.fields  # nobody types twice because one field was wrong
    if not staged.size:
        raise Refused("there is no photo in this", hint="choose one and send it", field="file")
    received = await receive.receive(
        here.kit,
        here.redis,
        staged,
        submissions.read(form.fields, event),
        key=key or _key(form.one("key")),
        begun=begun,
        sender=device.sender,
    )
    return received, device


def _key(text: str) -> str:
    if len(text) > KEY_LENGTH or not text.isprintable():
        raise Refused(
            f"the Idempotency-Key has {len(text)} characters; the limit is {KEY_LENGTH}",
            hint="use a random one, like a UUID",
            field="key",
        )
    return text


async def _drain(body: AsyncIterator[bytes]) -> None:
    """Hear a refused upload out: a phone that is cut off shows "network error", not why."""
    heard = 0
    try:
        async with asyncio.timeout(DRAIN_S):
            async for piece in body:
                heard += len(piece)
                if heard > DRAINED:
                    return
    except (ClientDisconnect, RuntimeError, TimeoutError):
        return


def _answer(request: Request, here: Site, received: Received) -> Response:
    links = addresses(here, received.id)
    if wants_page(request):
        return RedirectResponse(f"/mine/{manage_token(here, received.id)}", 303)
    return JSONResponse(
        {"id": received.id, "state": received.state, **links},
        202,
        headers={"cache-control": "no-store"},
    )


def addresses(here: Site, entry: str) -> dict[str, str]:
    """Where an entry's state is told to anybody, and where its person manages it."""
    url = here.kit.settings.url
    return {
        "status_url": f"{url}/api/submissions/{entry}",
        "manage_url": f"{url}/mine/{manage_token(here, entry)}",
    }


def manage_token(here: Site, entry: str) -> str:
    """The capability of an entry's person; it can be given again, for it is made of the id."""
    return f"{entry}.{here.kit.secret.mac('manage', entry)}"


async def status(request: Request) -> Response:
    """GET /api/submissions/{id} — {id, state, reason?}: what anybody with the id may know."""
    entry = request.path_params["entry"]
    if not is_id(entry):
        raise NotFound("there is no such submission")
    kept = await site(request).run(entries.find(site(request).kit.keys, entry))
    told = {"id": kept.id, "state": told_state(kept)}
    if kept.state is State.FAILED:  # of the file, and for the program that sent it
        told["reason"] = told_reason(kept)
    return JSONResponse(told, headers={"cache-control": "no-store"})


def standing(kept: Kept) -> dict[str, Any]:
    """How an entry stands, for its person: why it was hidden is for nobody else."""
    found: dict[str, Any] = {"id": kept.id, "state": told_state(kept)}
    if reason := told_reason(kept):
        found["reason"] = reason
    if kept.place:
        found["place"] = kept.place
    return found


def told_state(kept: Kept) -> str:
    """The state as its person may know it: a verdict that waits is not told yet."""
    if kept.state is State.SHOWN and not kept.published:
        return State.WAITING
    return kept.state


def told_reason(kept: Kept) -> str:
    """Why it is hidden or failed, in words."""
    if kept.state is State.HIDDEN:
        return REASONS.get(kept.fields.get("reason", ""), "")
    return kept.fields.get("reason", "") if kept.state is State.FAILED else ""
