"""The usual way to tell every socket: a set of them, and a loop that awaits each send."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

_sockets: set[WebSocket] = set()


async def home(_: Request) -> Response:
    """GET / — it is there."""
    return PlainTextResponse("ready")


async def viewer(websocket: WebSocket) -> None:
    """WS /live/v1/ws — one viewer."""
    await websocket.accept()
    await websocket.send_text('{"t":"welcome"}')
    _sockets.add(websocket)
    try:
        while True:
            await websocket.receive_text()
    except WebSocketDisconnect:
        _sockets.discard(websocket)


async def say(request: Request) -> Response:
    """POST /say — the body, to everybody."""
    text = (await request.body()).decode()
    for websocket in tuple(_sockets):
        await websocket.send_text(text)
    return PlainTextResponse("said")


app = Starlette(
    routes=[
        Route("/", home),
        Route("/say", say, methods=["POST"]),
        WebSocketRoute("/live/v1/ws", viewer),
    ]
)
