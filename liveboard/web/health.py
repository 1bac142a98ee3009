"""For operators and load balancers: is it alive, is it ready."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from liveboard.domain.errors import Unavailable
from liveboard.store.call import command
from liveboard.web.site import site

_NEVER = {"cache-control": "no-store"}


async def alive(_: Request) -> Response:
    """GET /healthz — this process runs."""
    return JSONResponse({"ok": True}, headers=_NEVER)


async def ready(request: Request) -> Response:
    """GET /readyz — it has a board, and the store answers."""
    here = site(request)
    if not here.tail.ready:
        raise Unavailable("the wall is just starting", retry_after=1)
    await here.run(command("PING", read=bool))
    return JSONResponse({"ok": True, "seq": here.tail.history.seq}, headers=_NEVER)
