"""Prints: to everybody while their entry is shown, to the desk and their person before."""

import contextlib

from starlette.requests import Request
from starlette.responses import Response

from liveboard.domain.errors import NotFound
from liveboard.domain.names import is_id
from liveboard.live.wire import PRINTS
from liveboard.store import entries
from liveboard.store.entries import Kept
from liveboard.web.brief import PUBLIC, has
from liveboard.web.site import site

PRIVATE = "private, no-store"
SANDBOX = "sandbox; default-src 'none'"


async def public_print(request: Request) -> Response:
    """GET /media/{entry}/{print}?v=HASH — the same for everybody: 404 unless shown."""
    return await answer_print(request, await shown(request), PUBLIC)


async def shown(request: Request) -> Kept:
    """The shown entry an address speaks of.

    Raises:
        NotFound: The same words for one that is not shown and for one that never was: nobody
            learns from us what was sent.
    """
    here, entry = site(request), request.path_params["entry"]
    with contextlib.suppress(NotFound):
        if is_id(entry):
            kept = await here.run(entries.find(here.kit.keys, entry))
            if kept.published:
                return kept
    raise NotFound("this photo is not on the wall", hint="it may have been taken down")


async def desk_print(request: Request) -> Response:
    """GET /api/desk/entries/{entry}/media/{print} — for moderators, whatever its state."""
    here = site(request)
    kept = await here.run(entries.find(here.kit.keys, request.path_params["entry"]))
    return await answer_print(request, kept, PRIVATE)


async def answer_print(request: Request, kept: Kept, cache: str) -> Response:
    """A print of an entry that the asker may see; 304 if they have it."""
    name, v = request.path_params["print"], kept.fields.get("v")
    if name not in PRINTS or not v or not kept.desk:
        raise NotFound("there is no such picture")
    headers = {
        "cache-control": cache,
        "etag": f'"{v}-{name}"',
        "content-security-policy": SANDBOX,
    }
    if has(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    data = await site(request).kit.blobs.aget_print(kept.fields["hash"], name)
    if data is None:
        raise NotFound("there is no such picture")
    return Response(data, media_type="image/webp", headers=headers)
