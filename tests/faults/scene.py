"""A running liveboard under fire: who sends to it, who dies in it, and whether all is well."""

import itertools
import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, TypeVar
from uuid import uuid4

import httpx2
import psutil
from PIL import Image

from liveboard.config.settings import Settings
from liveboard.domain.errors import Unavailable
from liveboard.media.developed import SIZES
from liveboard.store import ledger
from liveboard.store.call import run
from liveboard.store.ledger import tally
from liveboard.work.kit import Kit
from liveboard.work.replay import compare
from tests.helpers import wait_until
from tests.pictures import encoded
from tests.running import Running

BOUND = 15.0
"""Seconds from a kill to the desk: what the issue promises."""

SETTLED = {"waiting", "failed", "hidden", "shown", "withdrawn"}
CHILD = "liveboard.media.child"

CLIENT = httpx2.Client(
    timeout=20,
    verify=False,
    limits=httpx2.Limits(max_connections=None, max_keepalive_connections=0),
    cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
)
"""One for everybody: each of its own would read all certificates of the world first."""

T = TypeVar("T")
_numbers = itertools.count()


def small() -> bytes:
    """A picture that nobody has sent before."""
    n = next(_numbers)
    colour = (n % 256, n // 256 % 256, 90)
    return encoded(Image.new("RGB", (64, 48), colour), "png") + str(uuid4()).encode()


def big() -> bytes:
    """One that takes a second or so to develop."""
    return encoded(Image.new("RGB", (6000, 4500), (next(_numbers) % 256, 80, 80)), "jpeg") + (
        str(uuid4()).encode()
    )


def form(photo: bytes) -> tuple[bytes, bytes]:
    """A form in two halves: cut in the middle of the photo."""
    fields = {"subject": "science", "caption": "our prep room", "consent": "1"}
    head = "".join(
        f'--xx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in fields.items()
    )
    head += '--xx\r\nContent-Disposition: form-data; name="file"; filename="p.png"\r\n\r\n'
    middle = len(photo) // 2
    return head.encode() + photo[:middle], photo[middle:] + b"\r\n--xx--\r\n"


class Upload:
    """One photo on its way, sent again under the same key until it is answered 202.

    Args:
        url: Of the house.
        photo: The bytes.
        gate: Until it is set, only the first half of the form has left.
    """

    def __init__(self, url: str, photo: bytes, gate: threading.Event | None = None) -> None:
        self.key = str(uuid4())
        self.url, self.photo, self.gate = url, photo, gate
        self.half_sent = threading.Event()
        self.answers: list[httpx2.Response] = []
        self.failures: list[str] = []
        self.id = ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._persist)

    def start(self) -> "Upload":
        self._thread.start()
        return self

    def once(self) -> httpx2.Response:
        """Send it one time, whatever the answer."""
        first, second = form(self.photo)

        def body() -> Iterator[bytes]:
            yield first
            self.half_sent.set()
            if self.gate:
                self.gate.wait(30)
            yield second

        headers = {
            "idempotency-key": self.key,
            "content-type": "multipart/form-data; boundary=xx",
            "content-length": str(len(first) + len(second)),
        }
        return CLIENT.post(f"{self.url}/api/submissions", content=body(), headers=headers)

    def _persist(self) -> None:
        while not self.id and not self._stop.is_set():
            try:
                answer = self.once()
            except httpx2.HTTPError as error:
                self.failures.append(type(error).__name__)
            else:
                self.answers.append(answer)
                if answer.status_code == 202:
                    self.id = answer.json()["id"]
                    return
            self._stop.wait(0.2)  # as a phone does, only sooner

    def done(self, seconds: float = 40) -> "Upload":
        """Wait for its 202."""
        self._thread.join(seconds)
        self.give_up()
        assert self.id, f"{self.failures[-3:]} {[a.text for a in self.answers[-3:]]}"
        return self

    def give_up(self) -> None:
        """Do not send it again."""
        self._stop.set()
        self._thread.join(30)


@dataclass
class Scene:
    """The house, and what we know of it from outside."""

    house: Running
    feed: Any
    kit: Kit = field(init=False)
    sent: list[Upload] = field(default_factory=list)
    before: int = 0

    def __post_init__(self) -> None:
        self.kit = Kit.open(Settings.from_env(self.house.env))

    def begin(self) -> None:
        """A new account: what happened before is no concern of the next test."""
        self.sent = []
        self.before = max((fact["n"] for fact in self._facts()), default=0)

    def _facts(self) -> list[dict[str, Any]]:
        return list(ledger.facts(self.kit.redis, self.kit.keys))

    def facts(self, *kinds: str) -> list[dict[str, Any]]:
        """The facts of some kinds, since the beginning of the test."""
        return [f for f in self._facts() if f["n"] > self.before and f["kind"] in kinds]

    def upload(self, photo: bytes, gate: threading.Event | None = None) -> Upload:
        """Begin to send a photo; whatever happens it is part of the account at the end."""
        found = Upload(self.house.url, photo, gate)
        self.sent.append(found)
        return found.start()

    def states(self) -> dict[str, str]:
        """How every entry stands; {} while the store is away."""
        return self.calm(lambda: run(self.kit.redis, tally(self.kit.keys)).states) or {}

    def calm(self, ask: Callable[[], T]) -> T | None:
        """Ask the store; None while it is away."""
        try:
            return ask()
        except Unavailable:
            return None

    def settled(self, seconds: float = 40) -> float:
        """Wait until everything answered 202 is at the desk or failed; how long it took."""
        began = time.monotonic()
        ids = {upload.id for upload in self.sent if upload.id}

        def all_there() -> bool:
            now = self.states()
            return all(now.get(id_) in SETTLED for id_ in ids)

        wait_until(all_there, f"all {len(ids)} are at the desk", seconds)
        return time.monotonic() - began

    def snapshot(self) -> dict[str, Any]:
        """The wall's."""
        found: dict[str, Any] = CLIENT.get(f"{self.house.url}/live/v1/snapshot").json()
        return found

    def organiser(self) -> dict[str, str]:
        """The headers of somebody signed in at the desk."""
        name = f"mo-{next(_numbers)}"
        word = "four words in a row"
        options = ("--role", "moderator", "--password-stdin")
        added = self.house.command("organiser", "add", name, *options, stdin=word)
        assert added.returncode == 0, added.stderr
        answer = CLIENT.post(
            f"{self.house.url}/organise/login", data={"name": name, "password": word}
        )
        assert answer.status_code == 303, answer.text
        return {"cookie": f"lb_session={answer.cookies['lb_session']}"}

    # Processes

    def process(self, kind: str) -> psutil.Process:
        """The process of a kind: a name under the supervisor, "horse", "child" or "up"."""
        assert self.house.process
        if kind == "up":
            return psutil.Process(self.house.process.pid)
        if kind not in {"horse", "child"}:
            return psutil.Process(self.house.pids()[kind])
        horse = self._below(self.process("develop"), lambda words: CHILD not in words)
        if kind == "horse":
            return horse
        return self._below(horse, lambda words: CHILD in words)

    def _below(self, parent: psutil.Process, wanted: Callable[[list[str]], bool]) -> psutil.Process:
        found = [one for one in parent.children() if wanted(one.cmdline())]
        if not found:
            raise psutil.NoSuchProcess(parent.pid)
        return found[0]

    def tree(self) -> set[psutil.Process]:
        """Every process of the house now."""
        assert self.house.process
        with suppress(psutil.NoSuchProcess):
            top = psutil.Process(self.house.process.pid)
            return {top, *top.children(recursive=True)}
        return set()

    def hold(self, id_: str) -> psutil.Process:
        """Stop the child that develops an entry in the middle of it, and return it.

        Its worker does not know and keeps the lease: the work is under way for as long
        as we like. SIGKILL ends who is stopped as well.
        """
        while True:
            assert self.states().get(id_) in {None, "received", "developing"}, "missed it"
            try:
                child = self.process("child")
                child.suspend()
            except (psutil.NoSuchProcess, KeyError):
                time.sleep(0.01)
                continue
            if self.states().get(id_) == "developing" and child.status() == psutil.STATUS_STOPPED:
                return child
            with suppress(psutil.NoSuchProcess):
                child.resume()

    def gone(self, before: set[psutil.Process]) -> None:
        """Wait until no process of a tree of before lives that is not in today's tree."""

        def left() -> list[psutil.Process]:
            now = self.tree()
            return [one for one in before - now if one.is_running() and not ended(one)]

        try:
            wait_until(lambda: not left(), "all of them are gone")
        except AssertionError:
            raise AssertionError(f"orphans: {left()}") from None

    # The account

    def sound(self) -> None:
        """Hold everything sent so far against what is there: each once, each whole."""
        ids = [upload.id for upload in self.sent if upload.id]
        uploads = [f for f in self.facts("receive") if f["source"] == "upload"]
        received = Counter(fact["entry"] for fact in uploads)
        ended = Counter(fact["entry"] for fact in self.facts("admit", "fail", "duplicate"))
        replayed = compare(self.kit)

        assert () == replayed.differences
        assert len(ids) == len(set(ids))
        assert set(ids) == set(received)
        assert {1} == set(received.values()) | {ended[id_] for id_ in ids}
        for upload in self.sent:
            self.whole(upload)

    def whole(self, upload: Upload) -> None:
        """The bytes that were sent are kept, and so is every print."""
        entry = self.kit.redis.hgetall(self.kit.keys.key("entry", upload.id))
        assert upload.photo == self.kit.blobs.get_original(entry["hash"])
        if entry["state"] in {"waiting", "shown"}:
            assert all(self.kit.blobs.get_print(entry["hash"], name) for name in SIZES)
        else:
            assert entry.get("reason"), entry


def ended(process: psutil.Process) -> bool:
    """Whether it is dead, though nobody may have asked for its status yet."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def kill(process: psutil.Process, number: int = signal.SIGKILL) -> float:
    """End exactly this process; the moment, on the monotonic clock."""
    os.kill(process.pid, number)
    return time.monotonic()


def answers(port: int) -> bool:
    """Whether somebody listens."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
