"""The desk: where people look at every entry before anybody else sees it."""

import json
import re
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from liveboard.domain import submission
from liveboard.domain.entry import REASONS, State, Verdict
from liveboard.domain.errors import Refused
from liveboard.domain.event import Event
from liveboard.live.wire import PRINTS
from liveboard.store import entries, events, feed
from liveboard.store.entries import Kept
from liveboard.store.organisers import Organiser
from liveboard.web import pages
from liveboard.web.site import site
from liveboard.work import receive
from liveboard.work.kit import fresh_id

LISTS = (State.WAITING, State.SHOWN, State.HIDDEN, State.FAILED, "reported")
PAGE = 50
_BODY_BYTES = 16384
_OP = re.compile(r"[\w-]{1,64}", re.ASCII)


async def overview(request: Request) -> Response:
    """GET /organise — what waits, and the way to it."""
    here = site(request)
    page = await here.run(entries.listed(here.kit.keys, State.WAITING, limit=1))
    standing = await here.run(feed.standing(here.kit.keys, newest=0))
    context = {
        "organiser": request.state.organiser,
        "waiting": page.waiting,
        "shown": standing.state["total"],
        "failed": page.failed,
        "reported": page.reported,
        "paused": bool(standing.state["wall"].get("paused")),
    }
    return await pages.page(request, "organise.html", context)


async def desk(request: Request) -> Response:
    """GET /organise/desk — the page."""
    context = {"organiser": request.state.organiser, "reasons": REASONS}
    return await pages.page(request, "desk.html", context)


async def listed(request: Request) -> Response:
    """GET /api/desk/entries?state=…&after=… — a page of one list, in the desk's order."""
    here = site(request)
    state, after = request.query_params.get("state", "waiting"), request.query_params.get("after")
    if state not in LISTS:
        raise Refused(f'"{state[:20]}" is not a list; choose from {", ".join(LISTS)}')
    if after is not None and not (after.isascii() and after.isdigit() and len(after) < 8):
        raise Refused("after is the `next` of the page before", field="after")
    start = int(after or 0)
    page = await here.run(entries.listed(here.kit.keys, state, after=start, limit=PAGE))
    return JSONResponse(
        {
            "entries": [_row(kept) for kept in page.entries],
            "waiting": page.waiting,
            "reported": page.reported,
            "failed": page.failed,
            "now": here.kit.clock.ms(),
            "next": str(start + PAGE) if page.more else None,
        }
    )


async def decide(request: Request) -> Response:
    """PUT /api/desk/entries/{entry}/verdict — show, hide, or (null) back to waiting."""
    here = site(request)
    event = await here.current()
    body = await _json(request)
    organiser: Organiser = request.state.organiser
    decided = await here.run(
        entries.decide(
            here.kit.keys,
            request.path_params["entry"],
            _verdict(body),
            op=_op(body),
            by=organiser.name,
            now=here.kit.clock.ms(),
            delay=event.publish_delay,
            rev=_rev(body),
            reason=_reason(body),
            subjects=_subjects(body, event),
            words=submission.desk_words(body),
        )
    )
    await here.tail.reached(decided.seq)
    return JSONResponse(
        {
            "entry": decided.entry,
            "state": decided.state,
            "rev": decided.rev,
            "seq": decided.seq,
            "by": decided.by,
        }
    )


async def retry(request: Request) -> Response:
    """POST /api/desk/entries/{entry}/retry — try a failed entry again."""
    here = site(request)
    entry = request.path_params["entry"]
    organiser: Organiser = request.state.organiser
    body = await _json(request)
    call = entries.retry(
        here.kit.keys, entry, op=_op(body), by=organiser.name, now=here.kit.clock.ms()
    )
    state = await here.run(call)
    kept = await here.run(entries.find(here.kit.keys, entry))
    await receive.offer(here.kit, "develop" if "hash" in kept.fields else "fetch", entry)
    return JSONResponse({"entry": entry, "state": state})


async def panic(request: Request) -> Response:
    """POST /api/desk/panic — {"on": true}: a holding slide on every wall; false: back."""
    here = site(request)
    body = await _json(request)
    if not isinstance(body.get("on"), bool):
        raise Refused('say {"on": true} or {"on": false}', field="on")
    organiser: Organiser = request.state.organiser
    call = events.tell_walls(
        here.kit.keys,
        op=_op(body),
        by=organiser.name,
        now=here.kit.clock.ms(),
        paused=body["on"],
    )
    seq = await here.run(call)
    await here.tail.reached(seq)
    return JSONResponse({"on": body["on"], "seq": seq})


def _row(kept: Kept) -> dict[str, Any]:
    fields = kept.fields
    base = f"/api/desk/entries/{kept.id}/media"
    return {
        "id": kept.id,
        "state": fields["state"],
        "rev": int(fields["rev"]),
        "subjects": fields["subjects"].split(","),
        "caption": kept.desk.get("caption", ""),
        "alt": kept.desk.get("alt", ""),
        "name": kept.desk.get("name", ""),
        "school": kept.desk.get("school", ""),
        "kind": fields["kind"],
        "source": fields["source"],
        "received": int(fields["received"]),
        "since": int(fields["since"]),
        "size": [int(fields.get("w", 0)), int(fields.get("h", 0))],
        "colour": fields.get("colour", ""),
        "marked": fields.get("marked") == "1",
        "reason": fields.get("reason", ""),
        "by": fields.get("by", ""),
        "eligible": fields.get("eligible") == "1",
        "prints": {name: f"{base}/{name}?v={fields['v']}" for name in PRINTS}
        if "v" in fields
        else None,
    }


async def _json(request: Request) -> dict[str, Any]:
    raw = bytearray()
    try:
        async for piece in request.stream():
            raw += piece
            if len(raw) > _BODY_BYTES:
                raise Refused(f"more than {_BODY_BYTES} bytes", hint="send only what changes")
    except ClientDisconnect:
        raise Refused("the connection ended before this was whole") from None
    try:
        body = json.loads(raw or b"{}")
    except (ValueError, RecursionError):
        raise Refused("this is not JSON", hint='send {"verdict": "shown"}') from None
    if not isinstance(body, dict):
        raise Refused("send a JSON object", hint='like {"verdict": "shown"}')
    return body


def _verdict(body: dict[str, Any]) -> Verdict:
    given = body.get("verdict", "")
    if given is None:
        return Verdict.WAITING
    if given not in ("shown", "hidden"):  # a tuple: what was sent may be a list, too
        raise Refused(
            "a verdict is needed", hint='send "shown", "hidden", or null to undo', field="verdict"
        )
    return Verdict(given)


def _op(body: dict[str, Any]) -> str:
    given = body.get("op")
    if given is None:
        return fresh_id()
    if not isinstance(given, str) or not _OP.fullmatch(given):
        raise Refused("op is 1 to 64 letters, digits, - or _", field="op")
    return given


def _rev(body: dict[str, Any]) -> int | None:
    given = body.get("rev")
    if given is not None and (isinstance(given, bool) or not isinstance(given, int)):
        raise Refused("rev is the number you saw", field="rev")
    return given


def _reason(body: dict[str, Any]) -> str | None:
    given = body.get("reason")
    if given is not None and not (isinstance(given, str) and given in REASONS):
        raise Refused(f"reason must be one of {', '.join(REASONS)}", field="reason")
    return given


def _subjects(body: dict[str, Any], event: Event) -> list[str] | None:
    given = body.get("subjects")
    if given is None:
        return None
    keys = [subject.key for subject in event.roster]
    if (
        not isinstance(given, list)
        or not 1 <= len(given) <= submission.MOST_SUBJECTS
        or len(set(map(str, given))) != len(given)
        or any(key not in keys for key in given)
    ):
        raise Refused(
            f"subjects is a list of 1 to {submission.MOST_SUBJECTS} of {', '.join(keys)}",
            field="subjects",
        )
    return given
