"""Signing in, and the one place where a role is asked for.

`needs(role)` wraps a route's endpoint in `app.py`; there is no other check. Throttled
without ever locking anybody out; an unknown name costs as much as a wrong password.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from liveboard.domain.errors import Forbidden, Limited, NotFound, Problem, Refused, Unauthorised
from liveboard.domain.event import Rate
from liveboard.domain.names import tidy
from liveboard.domain.roles import Role, may
from liveboard.store import limits, organisers
from liveboard.store.limits import Bucket
from liveboard.store.organisers import Organiser
from liveboard.web import devices, forms, pages
from liveboard.web.problems import wants_page
from liveboard.web.site import Site, site

Endpoint = Callable[[Request], Awaitable[Response]]

PASSWORD_LEAST, PASSWORD_MOST, NAME_MOST = 10, 200, 40
GUESSES = Rate(6, 10)  # for one name from one place
GUESSES_AT_ALL = Rate(60, 60)  # from one place
_SESSION_S = 12 * 3600
_hasher = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)  # OWASP's minimum
_nobody = _hasher.hash(secrets.token_hex(16))
_hashing = asyncio.Semaphore(2)  # each costs 19 MB and a core; a storm must not take both


def needs(role: Role, endpoint: Endpoint) -> Endpoint:
    """An endpoint for those who hold a role."""

    async def guarded(request: Request) -> Response:
        try:
            request.state.organiser = await _holder(request, role)
        except Unauthorised:
            if wants_page(request) and request.method == "GET":
                return RedirectResponse("/organise/login", 303)
            raise
        response = await endpoint(request)
        response.headers.setdefault("cache-control", "private, no-store")
        return response

    guarded.role = role  # type: ignore[attr-defined]
    return guarded


def needs_socket(
    role: Role, endpoint: Callable[[WebSocket], Awaitable[None]]
) -> Callable[[WebSocket], Awaitable[None]]:
    """A socket for those who hold a role."""

    async def guarded(websocket: WebSocket) -> None:
        try:
            await _holder(websocket, role)
        except Problem as problem:
            await _turn_away(websocket, problem)
            return
        watching = asyncio.create_task(_while_holding(websocket, role))
        try:
            await endpoint(websocket)
        finally:
            watching.cancel()

    guarded.role = role  # type: ignore[attr-defined]
    return guarded


async def _while_holding(websocket: WebSocket, role: Role) -> None:
    """Close a socket soon after its session has ended or its organiser has lost the role."""
    while True:
        await asyncio.sleep(site(websocket).tail.heartbeat_s)
        if websocket.client_state is not WebSocketState.CONNECTED:
            return
        try:
            await _holder(websocket, role)
        except (Unauthorised, Forbidden) as problem:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):  # it has gone by itself
                await _turn_away(websocket, problem)
            return
        except Problem:
            continue  # the store is away: nobody has been signed out


async def _turn_away(websocket: WebSocket, problem: Problem) -> None:
    await websocket.close(4401 if problem.status == 401 else 4403, problem.detail)


async def _holder(connection: HTTPConnection, role: Role) -> Organiser:
    organiser = await signed_in(connection)
    if organiser is None:
        raise Unauthorised("nobody is signed in here", hint="sign in at /organise")
    if not may(organiser.role, role):
        raise Forbidden(
            f"{organiser.name} is a {organiser.role}; this needs a {role}",
            hint="ask the owner for that role",
        )
    return organiser


async def signed_in(connection: HTTPConnection) -> Organiser | None:
    """Who is signed in, if anybody."""
    here = site(connection)
    token = connection.cookies.get(devices.cookie_name(here, "session"))
    if not token:
        return None
    call = organisers.use_session(here.kit.keys, token, now=here.kit.clock.ms())
    return await here.run(call)


async def login_page(request: Request) -> Response:
    """GET /organise/login — the form."""
    return await _form(request, "organise_login.html", _unsafe(request))


async def login(request: Request) -> Response:
    """POST /organise/login — `name`, `password`: a session cookie and 303."""
    here = site(request)
    form = await forms.read(request)
    name, password = tidy(str(form.get("name", ""))), str(form.get("password", ""))
    try:
        _safe_way(request, here)
        await _guesses(request, here, name)
        organiser = await here.run(organisers.find(here.kit.keys, name))
        organiser = await _proven(organiser, password)
    except (Unauthorised, Limited, Forbidden) as problem:
        if not wants_page(request):
            raise
        return await _form(request, "organise_login.html", problem, name=name)
    return await _enter(request, organiser)


async def logout(request: Request) -> Response:
    """POST /organise/logout — end the session."""
    here = site(request)
    name = devices.cookie_name(here, "session")
    if token := request.cookies.get(name):
        await here.run(organisers.close_session(here.kit.keys, token))
    response = RedirectResponse("/organise/login", 303)
    response.delete_cookie(name, secure=here.kit.settings.secure, httponly=True, samesite="lax")
    return response


async def first_page(request: Request) -> Response:
    """GET /organise/first — where the first-run link leads; its token is in the fragment."""
    return await _form(request, "organise_first.html", _unsafe(request))


async def first(request: Request) -> Response:
    """POST /organise/first — `token`, `name`, `password`, `again`: the first owner."""
    here = site(request)
    form = await forms.read(request)
    token = str(form.get("token", ""))
    name, password = tidy(str(form.get("name", ""))), str(form.get("password", ""))
    try:
        _safe_way(request, here)
        await _guesses(request, here, "")
        if not await here.run(organisers.first_offered(here.kit.keys, token)):
            raise NotFound(
                "this link has been used, or is older than 30 minutes",
                hint="if you made an account with it, sign in; if nobody has, start liveboard "
                "again for a new link",
            )
        owner = await account(name, Role.OWNER, password, again=str(form.get("again", "")))
        await here.run(organisers.take_first(here.kit.keys, token, owner))
    except Problem as problem:
        if not wants_page(request):
            raise
        return await _form(request, "organise_first.html", problem, token=token, name=name)
    return await _enter(request, owner)


async def account(name: str, role: Role, password: str, *, again: str | None = None) -> Organiser:
    """A new account with its password hashed.

    Raises:
        Refused: The name or the password will not do.
    """
    check_account(name, password)
    if again is not None and again != password:
        raise Refused("the two passwords differ", hint="type the same twice", field="again")
    async with _hashing:
        return Organiser(name, role, await asyncio.to_thread(_hasher.hash, password))


def check_account(name: str, password: str) -> None:
    """Refuse a name or a password that will not do."""
    if not 1 <= len(name) <= NAME_MOST:
        raise Refused(f"a name has 1 to {NAME_MOST} characters", field="name")
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        raise Refused(
            f"a password has {PASSWORD_LEAST} to {PASSWORD_MOST} characters; "
            f"this one has {len(password)}",
            hint="four words in a row are easy to keep in mind",
            field="password",
        )
    if password.lower() in {name.lower(), "password12", "1234567890", "liveboard1"}:
        raise Refused("this password is too easy to guess", field="password")


async def _proven(organiser: Organiser | None, password: str) -> Organiser:
    stored = organiser.password if organiser else _nobody
    async with _hashing:
        right = await asyncio.to_thread(_verify, stored, password[: PASSWORD_MOST + 1])
    if organiser is None or not right:
        raise Unauthorised(
            "the name or the password is not right",
            hint="both must be exactly as they were given; try again",
        )
    return organiser


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


async def _guesses(request: Request, here: Site, name: str) -> None:
    where = devices.address(request)
    buckets = [
        Bucket(f"login:{here.kit.secret.mac('login', name.lower())}:{where}", GUESSES),
        Bucket(f"login:at:{where}", GUESSES_AT_ALL),
    ]
    await here.run(limits.allow(here.kit.keys, buckets, now=here.kit.clock.ms()))


def _safe_way(request: Request, here: Site) -> None:
    """Refuse to take a password over plain http from another machine."""
    settings = here.kit.settings
    if request.url.scheme == "https" or settings.secure or settings.plain_signin:
        return
    if not devices.on_this_machine(request):
        raise Forbidden(
            "over plain http from another machine a password can be read on the way",
            hint="use an https address (see deploy/), or set LIVEBOARD_PLAIN_SIGNIN=yes",
        )


def _unsafe(request: Request) -> Forbidden | None:
    """Why no password should be typed here, said before it is."""
    try:
        _safe_way(request, site(request))
    except Forbidden as problem:
        return problem
    return None


async def _enter(request: Request, organiser: Organiser) -> Response:
    here, token = site(request), secrets.token_urlsafe(32)
    now = here.kit.clock.ms()
    if older := request.cookies.get(devices.cookie_name(here, "session")):
        await here.run(organisers.close_session(here.kit.keys, older))
    await here.run(organisers.open_session(here.kit.keys, token, organiser, now=now))
    response = RedirectResponse("/organise", 303)
    response.set_cookie(
        devices.cookie_name(here, "session"),
        token,
        max_age=_SESSION_S,
        httponly=True,
        samesite="lax",
        secure=here.kit.settings.secure,
    )
    return response


async def _form(
    request: Request, view: str, problem: Problem | None, *, name: str = "", token: str = ""
) -> Response:
    told = ("code", "detail", "hint")
    found = {part: getattr(problem, part) for part in told} if problem else None
    headers = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
    if problem and problem.retry_after:
        headers["retry-after"] = str(problem.retry_after)
    return await pages.page(
        request,
        view,
        {"problem": found, "organiser": None, "name": name, "token": token},
        status=problem.status if problem else 200,
        headers=headers,
    )
