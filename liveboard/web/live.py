"""The live protocol: snapshot, segments, older entries, time, and the socket."""

import asyncio
import contextlib
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from liveboard.domain.errors import Expired, NotFound, Problem, Refused
from liveboard.live import wire
from liveboard.live.hub import Hub
from liveboard.live.mailbox import Mailbox
from liveboard.store import feed
from liveboard.web import brief
from liveboard.web.brief import PUBLIC
from liveboard.web.site import Site, site

HELLO_S = 5
BAD_HELLO = 1008
SERVICE_RESTART = 1012


async def snapshot(request: Request) -> Response:
    """GET /live/v1/snapshot — the board with its seq."""
    here = site(request)
    history = here.tail.history
    etag = f'"{history.epoch}-{history.seq}"'
    headers = {"cache-control": PUBLIC, "etag": etag}
    if brief.has(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(_snapshot(here), media_type="application/json", headers=headers)


def _snapshot(here: Site) -> bytes:
    """The snapshot, encoded once a second at most: thousands may ask in the same one."""
    history, now = here.tail.history, here.kit.clock.ms()
    key = (history.epoch, history.seq, now // 1000)
    if here.encoded is None or here.encoded[0] != key:
        text = wire.encode(history.snapshot(now, here.assets.build))
        here.encoded = (key, text.encode())
    return here.encoded[1]


async def segment(request: Request) -> Response:
    """GET /live/v1/log/{epoch}/{n} — deltas 64n+1 .. 64n+64, with the words public now."""
    here = site(request)
    history, said = here.tail.history, request.path_params["n"]
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise NotFound(f"{said[:20]} is not the number of a segment")
    n = int(said)
    if request.path_params["epoch"] != history.epoch:
        raise Expired("this feed has ended", hint="start from /live/v1/snapshot")
    seq, found = history.seq, []
    if feed.SEGMENT * n < seq:
        kept = await here.run(feed.segment(here.kit.keys, n))
        if not kept:
            raise Expired(f"segment {n} is no longer kept", hint="start from /live/v1/snapshot")
        found = [delta for delta in kept if delta["seq"] <= seq]
    body = wire.encode(
        {
            "epoch": history.epoch,
            "n": n,
            "deltas": [wire.join(delta, history.words) for delta in found],
        }
    )
    return brief.answer(request, body, "application/json")


async def older(request: Request) -> Response:
    """GET /live/v1/entries?before=ID — shown entries before one, newest first, 64 a page."""
    here = site(request)
    before = request.query_params.get("before")
    if before is not None and len(before) > 64:
        raise Refused("before is not an entry", field="before")
    found, words, more = await here.run(feed.older(here.kit.keys, before))
    entries = [wire.join_entry(entry, words[entry["id"]]) for entry in found]
    body = wire.encode({"entries": entries, "more": more})
    return brief.answer(request, body, "application/json")


async def now(request: Request) -> Response:
    """GET /live/v1/now — the server's time in ms, never cached."""
    return JSONResponse(
        {"now": site(request).kit.clock.ms()}, headers={"cache-control": "no-store"}
    )


async def socket(websocket: WebSocket) -> None:
    """WS /live/v1/ws — a greeting, what was missed, then everything as it happens."""
    here = site(websocket)
    await websocket.accept()
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        try:
            text = await asyncio.wait_for(websocket.receive_text(), HELLO_S)
            greeting = wire.hello(text)
            history = here.tail.history
        except (TimeoutError, wire.BadHello, KeyError):
            await websocket.close(BAD_HELLO, "send a hello first")
            return
        except Problem:
            await websocket.close(SERVICE_RESTART, "starting")
            return
        box = Mailbox()
        here.tail.hub.join(box)  # before looking back, so that nothing falls between
        try:
            missed = history.missed(greeting.epoch, greeting.seq)
            if missed is None:
                first = wire.reset(history.epoch)
            else:
                clock = here.kit.clock.ms()
                build = here.assets.build
                first = wire.welcome(history.epoch, clock, history.seq, build, missed)
            await websocket.send_text(first)
            await watch(websocket, box, lambda: wire.reset(here.tail.history.epoch))
        finally:
            here.tail.hub.leave(box)


async def desk_socket(websocket: WebSocket) -> None:
    """WS /live/v1/desk — hints that something changed; the desk then looks."""
    here = site(websocket)
    await websocket.accept()
    box = Mailbox()
    here.tail.desk.join(box)
    try:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await websocket.send_text(wire.encode({"t": "welcome"}))
            await watch(websocket, box, lambda: wire.encode({"t": "look"}))
    finally:
        here.tail.desk.leave(box)


async def watch(websocket: WebSocket, box: Mailbox, lost: Callable[[], str]) -> None:
    """Send what comes until the viewer goes; one that fell behind is told `lost`.

    A viewer has nothing to say any more; one that does is sent away.

    The reader runs beside the writer: only a read notices that somebody has gone. It then wakes
    the writer through the box, so that the writer needs no task for each frame.
    """
    reading = asyncio.create_task(_spoke(websocket))
    reading.add_done_callback(lambda _: box.post(""))
    try:
        while True:
            frames = await box.take()
            if reading.done():
                if await reading:  # raises if the line broke
                    await websocket.close(BAD_HELLO, "only a hello is listened to")
                return
            for frame in [lost()] if frames is None else frames:
                await websocket.send_text(frame)
    finally:
        reading.cancel()
        with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
            await reading


async def _spoke(websocket: WebSocket) -> bool:
    """Wait until the viewer goes, or says what nobody listens to (True)."""
    return bool((await websocket.receive())["type"] != "websocket.disconnect")


def farewell(hub: Hub) -> None:
    """Tell every viewer that this process ends."""
    hub.post(wire.bye(500, 3000))
