"""The OpenAPI document: what programs may rely on, written by hand.

`tests/web/test_openapi.py` holds it to `app.ROUTES` and to what the running application
really answers. Changing a promise here is changing it for somebody else's program.
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from liveboard import __version__
from liveboard.live import wire
from liveboard.web import brief
from liveboard.web.openapi import desk, everybody, live, schemas
from liveboard.web.openapi.parts import Json
from liveboard.web.site import site

_ABOUT = """\
The wall, uploads and the desk of one event day.

Errors are RFC 9457 problem JSON everywhere (a browser that asks for HTML gets the same words
as a page). Times are whole milliseconds since 1970 UTC unless a schema says otherwise. New
members may appear in any object; those named here stay. The live lines are WebSockets, which
OpenAPI cannot describe: they stand here as a GET that answers 101, and their frames as schemas.
"""

_TAGS = {
    "submissions": "Sending a photo, and how it stands.",
    "live": "The wall: a snapshot, what changed, and the live line.",
    "pictures": "Photos, in three sizes.",
    "desk": "Where moderators look at every photo first. Needs a session.",
    "operators": "Is it alive, is it ready; and this document.",
}


async def document(request: Request) -> Response:
    """GET /api/openapi.json — this interface, for programs."""
    here = site(request)
    return brief.answer(request, wire.encode(described(here.kit.settings.url)), "application/json")


def described(url: str) -> dict[str, Any]:
    """The whole document.

    Args:
        url: The public address, without a slash at its end.
    """
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "liveboard",
            "version": __version__,
            "summary": "Runs an event day: uploads, a moderated live wall, counts.",
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": url}],
        "tags": [{"name": name, "description": about} for name, about in _TAGS.items()],
        "paths": {**everybody.PATHS, **live.PATHS, **desk.PATHS},
        "components": {
            "schemas": {**schemas.SCHEMAS, **live.SCHEMAS, **desk.SCHEMAS},
            "responses": schemas.RESPONSES,
            "securitySchemes": _SECURITY,
        },
    }


_SECURITY: Json = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "lb_session",
        "description": "From `POST /organise/login`. On an https address: `__Host-lb_session`.",
    },
}
