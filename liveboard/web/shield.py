"""What stands before every route: headers, the host we answer to, who may change things.

One pure ASGI middleware. State changes are accepted from our own pages only: the browser
says so itself (`Sec-Fetch-Site`), and where it does not, `Origin` must be ours. A
program without either has no cookies that could be misused.
"""

from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from liveboard.config.settings import Settings
from liveboard.domain.errors import Forbidden
from liveboard.web import problems

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types lb"
)
HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}
HSTS = "max-age=31536000; includeSubDomains"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PROBES = frozenset({"/healthz", "/readyz"})  # a load balancer asks by address, and learns little
_WEB = {"ws": "http", "wss": "https"}  # the page that opens a socket has the one, it the other
_PORTS = {"http": 80, "https": 443}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Shield:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._hosts = _hosts(settings)
        self._public = _origin(settings.url)
        self._headers = HEADERS | ({"strict-transport-security": HSTS} if settings.secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if scope["type"] == "websocket":
            if refusal:
                await send({"type": "websocket.close", "code": 1008, "reason": refusal.detail})
            else:
                await self._app(scope, receive, send)
            return

        started = False

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        if refusal:
            response = await problems.on_problem(Request(scope, receive), refusal)
            await response(scope, receive, with_headers)
            return
        try:
            await self._app(scope, receive, with_headers)
        except Exception as error:  # Starlette would answer it outside of us, without our headers
            if started:
                raise
            response = await problems.on_fault(Request(scope, receive), error)
            await response(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> Forbidden | None:
        headers = Headers(scope=scope)
        host = _name(headers.get("host", ""))
        if host not in self._hosts and scope["path"] not in PROBES:
            return Forbidden(
                f'this machine does not answer to "{host[:60]}"',
                hint="the operator sets the public address in LIVEBOARD_URL",
            )
        if scope["type"] == "http" and scope["method"] in SAFE:
            return None
        if not self._from_us(headers, scope["scheme"]):
            return Forbidden(
                "this came from another site's page", hint="open the page here and try again"
            )
        return None

    def _from_us(self, headers: Headers, scheme: str) -> bool:
        fetched = headers.get("sec-fetch-site")
        if fetched is not None:
            return fetched in {"same-origin", "none"}
        origin = headers.get("origin")
        if origin is None:
            return True
        ours = {self._public, _origin(f"{_WEB.get(scheme, scheme)}://{headers.get('host', '')}")}
        return _origin(origin) in ours - {None}


def _hosts(settings: Settings) -> frozenset[str]:
    names: Iterable[str] = (urlsplit(settings.url).hostname or "", settings.bind)
    return LOOPBACK | {name.lower() for name in names}


def _name(host: str) -> str:
    """The host without its port: "[::1]:80" is "::1"."""
    return (_parts(f"//{host}").hostname or "") if host.isprintable() and "@" not in host else ""


def _origin(address: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port; the port that a scheme means anyway need not be said."""
    parts = _parts(address)
    try:
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if parts.scheme and parts.hostname else None


def _parts(address: str) -> SplitResult:
    """What a stranger calls an address, taken apart; nothing of one that is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
