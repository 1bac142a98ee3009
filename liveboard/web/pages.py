"""Pages, rendered from the event file and `templates/`."""

import io
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from liveboard.domain import window
from liveboard.domain.errors import Problem
from liveboard.domain.submission import FieldsRefused
from liveboard.domain.window import Phase
from liveboard.live import wire
from liveboard.store import events
from liveboard.web import brief, devices, media
from liveboard.web.assets import Assets
from liveboard.web.prose import blocks
from liveboard.web.site import Site, site

BRIEF = "public, max-age=10, s-maxage=10"


def templates_folder() -> Path:
    """Where the templates are: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


@cache
def _environment(assets: Assets) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(static=assets.address, build=assets.build)  # macros see only these
    return environment


async def page(
    request: Request,
    view: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Render a view with what every page needs."""
    text = await _rendered(request, view, context)
    return HTMLResponse(text, status, headers={"cache-control": "no-store", **(headers or {})})


async def _rendered(request: Request, view: str, context: Mapping[str, Any]) -> str:
    here = site(request)
    event = await here.current()
    return (
        _environment(here.assets)
        .get_template(f"views/{view}")
        .render(
            event=event,
            url=here.kit.settings.url,
            rehearsal=event.rehearsal,
            now=here.kit.clock.now(),
            **context,
        )
    )


async def _standing(here: Site) -> tuple[Phase, str]:
    """Where the event stands, and that in words."""
    event = await here.current()
    latched = await here.run(events.closed_at(here.kit.keys))
    at = datetime.fromtimestamp(latched / 1000, UTC) if latched else None
    now = here.kit.clock.now()
    return window.phase(event, now, at), window.words(event, now, at)


async def home(request: Request) -> Response:
    """GET / — what it is all about, when and how to take part."""
    phase, when = await _standing(site(request))
    about = blocks((await site(request).current()).about)
    context = {"phase": str(phase), "when": when, "about": about}
    return await page(request, "home.html", context, headers={"cache-control": BRIEF})


async def wall(request: Request) -> Response:
    """GET /wall — the live wall, for halls and phones."""
    return await page(request, "wall.html", {}, headers={"cache-control": BRIEF})


async def upload(request: Request) -> Response:
    """GET /upload — the form; outside the window a page that says when."""
    return await _upload(request)


async def _upload(
    request: Request,
    problems: Sequence[tuple[str, str]] = (),
    values: Mapping[str, Any] | None = None,
    status: int = 200,
) -> Response:
    here = site(request)
    event = await here.current()
    phase, when = await _standing(here)
    missing = event.missing_notices()
    if missing or phase is not Phase.OPEN:
        context: dict[str, Any] = {"phase": str(phase), "when": when, "missing": missing}
        opens = event.opens if phase is Phase.BEFORE and not missing else None
        context["left"] = int((opens - here.kit.clock.now()).total_seconds()) + 1 if opens else 60
        return await page(request, "shut.html", context)
    context = {
        "when": when,
        "key": secrets.token_urlsafe(18),
        "problems": problems,
        "values": values or {},
    }
    response = await page(request, "upload.html", context, status=status)
    devices.remember(response, here, devices.device(request))
    return response


def _wrong_fields(request: Request, error: Problem | None) -> Sequence[tuple[str, str]]:
    """What of a sent form has to be changed, as (field, words); empty if it is not the form."""
    if isinstance(error, FieldsRefused):
        return error.problems
    if hasattr(request.state, "typed") and error and (error.field == "file" or error.status == 415):
        return (("file", f"{error.detail}. {error.hint[:1].upper()}{error.hint[1:]}"),)
    return ()


def _typed(request: Request) -> dict[str, Any]:
    """What a refused form brought, in the shape the form shows it."""
    fields: Mapping[str, list[str]] = getattr(request.state, "typed", {})
    typed: dict[str, Any] = {name: values[0] for name, values in fields.items()}
    return typed | {"subject": fields.get("subject", [])}


async def entry(request: Request) -> Response:
    """GET /e/{entry} — one shown entry on a page of its own."""
    kept = await media.shown(request)
    fields = kept.fields
    shown = wire.join_entry(
        {
            "id": kept.id,
            "v": fields["v"],
            "subjects": fields["subjects"].split(","),
            "size": [int(fields["w"]), int(fields["h"])],
            "colour": fields["colour"],
            "rev": int(fields["rev"]),
            "kind": fields["kind"],
            "source": fields["source"],
        },
        kept.public,
    )
    text = await _rendered(request, "entry.html", {"entry": shown})
    return brief.answer(request, text, "text/html")


async def privacy(request: Request) -> Response:
    """GET /privacy — the event's notice."""
    return await _notice(request, "privacy.html", (await site(request).current()).privacy)


async def terms(request: Request) -> Response:
    """GET /terms — the event's terms."""
    return await _notice(request, "terms.html", (await site(request).current()).terms)


async def accessibility(request: Request) -> Response:
    """GET /accessibility — what works, what does not, whom to tell."""
    return await _notice(request, "accessibility.html", "")


async def sponsors(request: Request) -> Response:
    """GET /sponsors — who supports the event."""
    return await _notice(request, "sponsors.html", "")


async def _notice(request: Request, view: str, text: str) -> Response:
    return await page(request, view, {"blocks": blocks(text)}, headers={"cache-control": BRIEF})


async def qr(request: Request) -> Response:
    """GET /qr/upload.svg — the way to the upload page, for phones that look at the wall."""
    drawn = _qr(f"{site(request).kit.settings.url}/upload")
    return Response(drawn, media_type="image/svg+xml", headers={"cache-control": BRIEF})


@cache
def _qr(address: str) -> bytes:
    """Drawing one takes 10 ms of everybody's time, and it is always the same."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, svgns=True, scale=8
    )
    return drawn.getvalue()


async def problem(
    request: Request, body: Mapping[str, Any], error: Problem | None, headers: Mapping[str, str]
) -> Response:
    """An error as a page; wrong fields of the upload form go back to the form."""
    if request.scope["path"] == "/api/submissions" and (wrong := _wrong_fields(request, error)):
        return await _upload(request, wrong, _typed(request), body["status"])
    told = {"hint": "", "retry_after": None, **body}
    return await page(
        request, "problem.html", {"problem": told}, status=body["status"], headers=headers
    )
