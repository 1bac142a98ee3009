"""The real application on a real port, over the real store, with a cast that fills it.

What a worker would do (claim, prints, admit) is done here by the same decisions of the store,
with prints that carry marks instead of pixels: a test can then search for them anywhere.
"""

import itertools
import socket
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

import httpx2

from liveboard.config.clock import Clock, stand_at
from liveboard.config.settings import Settings
from liveboard.domain.entry import Verdict
from liveboard.domain.errors import Conflict
from liveboard.domain.event import Event
from liveboard.domain.roles import Role
from liveboard.live.wire import PRINTS
from liveboard.store import connect, entries, events, organisers, owed
from liveboard.store.call import Call, run
from liveboard.web.app import ROUTES
from liveboard.web.assets import Assets
from liveboard.web.server import Server
from liveboard.web.signin import account
from liveboard.web.site import Site
from liveboard.work.kit import Kit, event_file, fresh_id
from tests.helpers import wait_until
from tests.pictures import picture

PASSWORD = "four words in a row"
ASSETS = Assets.read()
PHOTO = picture()
_numbers = itertools.count()


class Served:
    """One web process (a thread of this one), and who uses it."""

    _leaving: ClassVar[list["Served"]] = []

    def __init__(
        self,
        settings: Settings,
        event: Event | None = None,
        *,
        at: datetime | None = None,
        heartbeat: float = 15,
    ) -> None:
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.base = f"http://127.0.0.1:{self.port}"
        url = settings.url if urlsplit(settings.url).port != 8000 else self.base
        self.settings = replace(settings, port=self.port, url=url)
        self.settings.data.mkdir(parents=True, exist_ok=True)
        stand_at(self.settings.data, at)
        self.event = event or event_file(self.settings)
        self.kit = Kit.open(self.settings)
        self.keys = self.kit.keys
        with suppress(Conflict):  # a second process, after hours
            self.run(events.load(self.keys, self.event, epoch="first", now=self.now))
        self.site = Site(self.kit, connect.aconnect(self.settings), self.event, ASSETS)
        self.site.tail.heartbeat_s = heartbeat
        self.server = Server(self.site)
        self._browsers: list[httpx2.Client] = []
        self._stranger = self.browser()
        sockets = [self._listener]
        self._thread = threading.Thread(target=self.server.run, kwargs={"sockets": sockets})

    def __enter__(self) -> Self:
        self._thread.start()
        wait_until(lambda: self.server.started and self.site.tail.ready, "the web process is ready")
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        for client in self._browsers:
            client.close()
        self.gone()
        self._leaving.append(self)  # it ends while the next test begins

    @classmethod
    def gone(cls) -> None:
        """Wait for those that were told to end."""
        while cls._leaving:
            cls._leaving.pop()._ended()

    def _ended(self) -> None:
        self.stop()
        for connection in (self.kit.redis, self.kit.queue._redis):
            connection.close()
            connection.connection_pool.disconnect()

    def stop(self) -> None:
        """End it in order."""
        self.server.should_exit = True
        if self._thread.ident:
            self._thread.join(20)
        assert not self._thread.is_alive(), "the web process ends when it is told to"

    @property
    def now(self) -> int:
        """The time of its clock, in ms."""
        return self.kit.clock.ms()

    @property
    def app(self) -> Any:
        """The application, for a test that adds a route of its own."""
        return self.server.config.app

    def move_clock(self, by: timedelta) -> None:
        """Let its clock stand elsewhere from now on."""
        self.kit = replace(self.kit, clock=Clock(self.kit.clock.offset + by))
        self.site.kit = self.kit

    def run(self, call: Call[Any]) -> Any:
        """Carry out a call, as another process of the house would."""
        return run(self.kit.redis, call)

    def browser(self, **options: Any) -> httpx2.Client:
        """Something that keeps cookies and follows nothing."""
        options = {"base_url": self.base, "timeout": 20, "verify": False, **options}
        client = httpx2.Client(**options)  # `verify`: no list of authorities to load
        self._browsers.append(client)
        return client

    def request(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """One request of somebody who was never here."""
        self._stranger.cookies.clear()
        return self._stranger.request(method, path, **options)

    def get(self, path: str, **options: Any) -> httpx2.Response:
        """GET, as somebody who was never here."""
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx2.Response:
        """POST, as somebody who was never here."""
        return self.request("POST", path, **options)

    def ws(self, path: str = "/live/v1/ws") -> str:
        """The address of a socket."""
        return f"ws://127.0.0.1:{self.port}{path}"

    def fresh_photo(self) -> bytes:
        """A photo nobody has sent before."""
        return PHOTO + str(next(_numbers)).encode()

    def form(self, **changes: Any) -> dict[str, Any]:
        """The fields of an upload that will do."""
        form = {"subject": "science", "caption": "c", "consent": "1"} | changes
        return {name: value for name, value in form.items() if value is not None}

    def send(
        self, data: bytes | None = None, by: httpx2.Client | None = None, **changes: Any
    ) -> httpx2.Response:
        """Send a photo through the API, as a program would; changes are fields or `headers`."""
        headers = changes.pop("headers", {})
        if by is None:
            self._stranger.cookies.clear()
        return (by or self._stranger).post(
            "/api/submissions",
            data=self.form(**changes),
            files={"file": ("p.jpg", self.fresh_photo() if data is None else data)},
            headers=headers,
        )

    def received(self, **words: str) -> str:
        """An entry that was just accepted."""
        answer = self.send(**words)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def claimed(self, entry: str) -> owed.Claim:
        """A worker takes it up."""
        claim = self.run(owed.claim(self.keys, "develop", entry, now=self.now))
        assert claim
        return claim

    def developed(self, entry: str) -> str:
        """A worker has made its prints; it waits for the desk."""
        claim = self.claimed(entry)
        for name in PRINTS:
            self.kit.blobs.put_print(claim.hash, name, picture_of(entry))
        self.run(
            entries.admit(
                self.keys,
                entry,
                fence=claim.fence,
                v="v" + entry[-8:],
                size=(3, 2),
                colour="#112233",
                now=self.now,
            )
        )
        return entry

    def waiting(self, **words: str) -> str:
        """An entry on the desk."""
        return self.developed(self.received(**words))

    def decide(self, entry: str, verdict: Verdict, **more: Any) -> entries.Decided:
        """A moderator decides, at another process."""
        call = entries.decide(
            self.keys, entry, verdict, op=fresh_id(), by="mo", now=self.now, **more
        )
        found: entries.Decided = self.run(call)
        return found

    def shown(self, **words: str) -> str:
        """An entry on every wall."""
        entry = self.waiting(**words)
        self.seen(self.decide(entry, Verdict.SHOWN).seq)
        return entry

    def seen(self, seq: int) -> None:
        """Wait until this process has heard of a delta."""
        wait_until(lambda: self.site.tail.history.seq >= seq, f"delta {seq} has come")

    def link(self, entry: str) -> str:
        """The private page of an entry."""
        return f"/mine/{entry}.{self.kit.secret.mac('manage', entry)}"

    async def organiser(self, name: str, role: Role, password: str = PASSWORD) -> None:
        """Somebody with an account."""
        self.run(organisers.put(self.keys, await account(name, role, password), new=True))

    def sign_in(self, name: str, password: str = PASSWORD, **options: Any) -> httpx2.Client:
        """A browser in which somebody has signed in."""
        client = self.browser(**options)
        answer = client.post("/organise/login", data={"name": name, "password": password})
        assert answer.status_code == 303, answer.text
        return client

    def staged(self) -> list[int]:
        """The sizes of uploads on their way, and of what was left behind."""
        folder = self.settings.data / "blobs" / "staging"
        sizes = []
        for path in folder.glob("*"):
            with suppress(FileNotFoundError):  # it may go while we look
                sizes.append(path.stat().st_size)
        return sizes


def picture_of(entry: str) -> bytes:
    """A print that says whose it is."""
    return b"RIFF\x40\0\0\0WEBPVP8 " + f"picture of {entry}".encode()


def marks(entry: str) -> dict[str, str]:
    """Words that are found nowhere else."""
    return {name: f"{name}-mark-{entry}" for name in ("caption", "alt", "name", "school")}


def leaks(entry: str, tag: str, body: bytes) -> list[str]:
    """What of an entry's words (marked with `tag`) and picture is in an answer."""
    found = [name for name, text in marks(tag).items() if text.encode() in body]
    return found + (["picture"] if picture_of(entry) in body else [])


def role_of(route: Any) -> Role | None:
    """The role a route asks for, None if it asks for none."""
    role: Role | None = getattr(route.endpoint, "role", None)
    return role


def methods_of(route: Any) -> set[str]:
    """The methods of a route; a socket has none."""
    return set(getattr(route, "methods", None) or ()) - {"HEAD"}


def routes(*, role: bool) -> list[Any]:
    """The routes that ask for a role, or those that ask for none."""
    return [route for route in ROUTES if (role_of(route) is not None) == role]
