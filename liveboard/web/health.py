"""For operators and load balancers: is it alive, is it ready."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from liveboard.domain.errors import Unavailable
from liveboard.store.call import command
from liveboard.web.site import site

ANSWER_S = 2.5  # who asks may wait for 3
_NEVER = {"cache-control": "no-store"}


async def alive(_: Request) -> Response:
    """GET /healthz — this process runs."""
    return JSONResponse({"ok": True}, headers=_NEVER)


async def ready(request: Request) -> Response:
    """GET /readyz — it has a board, and the store answers."""
    here = site(request)
    if not here.tail.ready:
        raise Unavailable("the wall is just starting, or cannot follow the store", retry_after=1)
    try:
        async with asyncio.timeout(ANSWER_S):
            await here.run(command("PING", read=bool))
    except TimeoutError:
        raise Unavailable(f"the store has said nothing for {ANSWER_S} s", retry_after=3) from None
    return JSONResponse({"ok": True, "seq": here.tail.history.seq}, headers=_NEVER)
