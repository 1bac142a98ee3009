"""The application: every route on one page, with the role it needs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route, WebSocketRoute

from liveboard.domain.errors import Problem
from liveboard.domain.roles import Role
from liveboard.web import (
    assets,
    desk,
    health,
    live,
    media,
    mine,
    openapi,
    pages,
    problems,
    reports,
    signin,
    submissions,
)
from liveboard.web.shield import Shield
from liveboard.web.signin import needs, needs_socket
from liveboard.web.site import Site

VIEWER, MODERATOR, ORGANISER = Role.VIEWER, Role.MODERATOR, Role.ORGANISER

ROUTES: list[BaseRoute] = [
    # Everybody
    Route("/", pages.home),
    Route("/wall", pages.wall),
    Route("/upload", pages.upload),
    Route("/e/{entry}", pages.entry),
    Route("/sponsors", pages.sponsors),
    Route("/privacy", pages.privacy),
    Route("/terms", pages.terms),
    Route("/accessibility", pages.accessibility),
    Route("/qr/upload.svg", pages.qr),
    Route("/static/{build}/{name:path}", assets.static),
    Route("/media/{entry}/{print}", media.public_print),
    Route("/live/v1/snapshot", live.snapshot),
    Route("/live/v1/log/{epoch}/{n}", live.segment),
    Route("/live/v1/entries", live.older),
    Route("/live/v1/now", live.now),
    WebSocketRoute("/live/v1/ws", live.socket),
    Route("/api/submissions", submissions.submit, methods=["POST"]),
    Route("/api/submissions/{entry}", submissions.status),
    Route("/api/entries/{entry}/report", reports.report, methods=["POST"]),
    Route("/api/openapi.json", openapi.document),
    # Whoever holds the private link
    Route("/mine/{token}", mine.mine),
    Route("/mine/{token}", mine.manage, methods=["POST"]),
    Route("/mine/{token}/state", mine.state),
    Route("/mine/{token}/print/{print}", mine.print_),
    # Organisers
    Route("/organise/login", signin.login_page),
    Route("/organise/login", signin.login, methods=["POST"]),
    Route("/organise/logout", signin.logout, methods=["POST"]),
    Route("/organise/first", signin.first_page),
    Route("/organise/first", signin.first, methods=["POST"]),
    Route("/organise", needs(VIEWER, desk.overview)),
    Route("/organise/desk", needs(MODERATOR, desk.desk)),
    Route("/api/desk/entries", needs(MODERATOR, desk.listed)),
    Route("/api/desk/entries/{entry}/verdict", needs(MODERATOR, desk.decide), methods=["PUT"]),
    Route("/api/desk/entries/{entry}/retry", needs(MODERATOR, desk.retry), methods=["POST"]),
    Route("/api/desk/entries/{entry}/media/{print}", needs(MODERATOR, media.desk_print)),
    Route("/api/desk/panic", needs(MODERATOR, desk.panic), methods=["POST"]),
    WebSocketRoute("/live/v1/desk", needs_socket(MODERATOR, live.desk_socket)),
    # Operators
    Route("/healthz", health.alive),
    Route("/readyz", health.ready),
]


def build(site: Site) -> Starlette:
    """The application of one web process."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(site.tail.run()), asyncio.create_task(site.tail.beat())]
        yield
        await end(tasks)
        await site.redis.aclose()

    app = Starlette(
        routes=ROUTES,
        middleware=[Middleware(Shield, settings=site.kit.settings)],
        exception_handlers={
            Problem: problems.on_problem,
            HTTPException: problems.on_http,
        },
        lifespan=lifespan,
    )
    app.state.site = site
    return app


async def end(tasks: Sequence["asyncio.Task[None]"]) -> None:
    """Cancel tasks until they are gone.

    Once is not enough: before Python 3.12 `asyncio.wait_for`, which the Redis client sends
    with, can lose a cancellation that comes in the moment it is done.
    """
    while pending := [task for task in tasks if not task.done()]:
        for task in pending:
            task.cancel()
        await asyncio.wait(pending, timeout=1)
