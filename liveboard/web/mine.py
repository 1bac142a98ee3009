"""The participant's private page: how their photo stands, and taking it back."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from liveboard.domain.entry import LEAVING
from liveboard.domain.errors import NotFound
from liveboard.store import entries
from liveboard.store.entries import Kept
from liveboard.web import forms, media, pages
from liveboard.web.site import site
from liveboard.web.submissions import standing
from liveboard.work.kit import fresh_id

_SAID = {
    "deleted": "Your photo is deleted.",
    "left-draw": "Your ticket is out of the prize draw.",
}
PRIVATE = {"cache-control": "private, no-store", "referrer-policy": "no-referrer"}


async def mine(request: Request) -> Response:
    """GET /mine/{token} — the private page."""
    kept = await _mine(request)
    event = await site(request).current()
    received = datetime.fromtimestamp(int(kept.fields["received"]) / 1000, UTC)
    local = received.astimezone(ZoneInfo(event.zone))
    entry = {
        "reason": "",
        "place": None,
        **standing(kept),
        "caption": kept.desk.get("caption", ""),
        "subjects": kept.fields["subjects"].split(","),
        "received_words": f"at {local:%H:%M} on {local:%-d %B}",
        "can_delete": kept.state not in LEAVING,
        "eligible": kept.fields.get("eligible") == "1",
    }
    say = _SAID.get(request.query_params.get("said", ""), "")
    context = {"entry": entry, "token": request.path_params["token"], "say": say}
    return await pages.page(request, "mine.html", context, headers=PRIVATE)


async def state(request: Request) -> Response:
    """GET /mine/{token}/state — {id, state, reason?, place?}, for the page while it is open."""
    return JSONResponse(standing(await _mine(request)), headers=PRIVATE)


async def manage(request: Request) -> Response:
    """POST /mine/{token} — `action`: `delete` the photo, or `leave-draw`."""
    kept = await _mine(request)
    here = site(request)
    keys, now = here.kit.keys, here.kit.clock.ms()
    action = str((await forms.read(request)).get("action", ""))
    if action == "delete":
        seq = await here.run(entries.withdraw(keys, kept.id, op=fresh_id(), now=now))
        await here.tail.reached(seq)
        said = "deleted"
    elif action == "leave-draw":
        await here.run(entries.quit_draw(keys, kept.id, op=fresh_id(), now=now))
        said = "left-draw"
    else:
        raise NotFound(f'"{action[:20]}" is not something this page does')
    return RedirectResponse(f"/mine/{request.path_params['token']}?said={said}", 303)


async def print_(request: Request) -> Response:
    """GET /mine/{token}/print/{print} — one's own photo, as soon as there is a print."""
    return await media.answer_print(request, await _mine(request), media.PRIVATE)


async def _mine(request: Request) -> Kept:
    here = site(request)
    entry, _, mac = request.path_params["token"].partition(".")
    if not here.kit.secret.matches("manage", entry, mac):
        raise NotFound(
            "this private link is not one of ours", hint="copy the whole link, to its last letter"
        )
    return await here.run(entries.find(here.kit.keys, entry))
