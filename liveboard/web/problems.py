"""Every error, answered once: RFC 9457 problem JSON, or the same words as a page."""

import logging
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from liveboard.domain.errors import Problem
from liveboard.web import pages

log = logging.getLogger("liveboard.web")


def wants_page(request: Request) -> bool:
    """Whether a person's browser asked, not a program."""
    return "text/html" in request.headers.get("accept", "")


async def on_problem(request: Request, error: Exception) -> Response:
    """Answer a `Problem` of ours."""
    assert isinstance(error, Problem)
    body = problem_json(error)
    return await _answer(request, body, error)


async def on_http(request: Request, error: Exception) -> Response:
    """Answer what Starlette itself refuses: unknown paths, wrong methods, wrong hosts."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": _PLAIN.get(status.value, status.description or status.phrase).lower(),
        "code": status.phrase.lower().replace(" ", "-"),
        "hint": _HINTS.get(status.value, ""),
    }
    return await _answer(request, body, None, dict(error.headers or {}))


async def on_fault(request: Request, error: Exception) -> Response:
    """Answer a fault of ours: it is logged, and nothing about it is told."""
    route = getattr(request.scope.get("route"), "path", "?")  # a path may be a private link
    log.error("a fault at %s %s", request.method, route, exc_info=error)
    body = {
        "type": "about:blank",
        "title": "Something went wrong here",
        "status": 500,
        "detail": "this is our fault, not yours",
        "code": "fault",
        "hint": "try again; if it stays, tell the organiser",
    }
    return await _answer(request, body, None)


def problem_json(error: Problem) -> dict[str, Any]:
    """The members of the problem JSON; `retry_after` and `field` where they help."""
    status = HTTPStatus(error.status)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES.get(error.code, status.phrase),
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
        "hint": error.hint,
    }
    if error.retry_after is not None:
        body["retry_after"] = error.retry_after
    if error.field is not None:
        body["field"] = error.field
    return {**error.extra, **body}


async def _answer(
    request: Request,
    body: dict[str, Any],
    error: Problem | None,
    headers: dict[str, str] | None = None,
) -> Response:
    headers = {**(headers or {}), "cache-control": "no-store"}
    if "retry_after" in body:
        headers["retry-after"] = str(body["retry_after"])
    if wants_page(request):
        return await pages.problem(request, body, error, headers)
    # RFC 9457 4.2.1: with about:blank the title is the status's own phrase.
    told = {**body, "title": HTTPStatus(body["status"]).phrase}
    return JSONResponse(
        told, body["status"], headers=headers, media_type="application/problem+json"
    )


_TITLES = {
    "refused": "Something needs changing",
    "sign-in": "Sign in first",
    "forbidden": "This is not for you",
    "shut": "Not open now",
    "not-found": "Not found",
    "conflict": "Somebody was quicker",
    "expired": "No longer kept",
    "too-big": "Too big",
    "wrong-type": "Not a photo we can take",
    "slow-down": "A little slower, please",
    "unavailable": "Try again in a moment",
    "not-durable": "Try again in a moment",
    "full": "No room left",
}

_HINTS = {
    404: "look at the address again",
    408: "send it again where the network is better",
}

_PLAIN = {
    400: "the request could not be understood",
    404: "there is nothing at this address",
    405: "this address does not do that",
    408: "nothing more has come for too long",
}
