"""A shared cache in front: what was taken down is gone from it in two and a half seconds."""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from liveboard.config.settings import Settings
from liveboard.domain.entry import Verdict
from liveboard.live.wire import PRINTS
from liveboard.store import entries
from liveboard.work.kit import fresh_id
from tests.fakes.sharedcache import NGINX, SharedCache
from tests.helpers import wait_until
from tests.web.served import Served, leaks, marks

GONE_S = 2.5
WAYS = ("hidden", "reported", "withdrawn", "erased")

if NGINX is None and os.environ.get("CI") != "true":
    pytest.skip("there is no nginx here: apt install nginx-light", allow_module_level=True)


@dataclass(eq=False)
class Poller(threading.Thread):
    """Asks a cache for everything again and again, as a hall full of phones does.

    Attributes:
        conditional: Whether it says what it has (If-None-Match), as browsers do.
        seen: For each way the (moment asked, address, what leaked) of every leak.
        hits: How many answers the cache gave by itself.
    """

    url: str
    photos: dict[str, str]
    conditional: bool
    seen: dict[str, list[tuple[float, str, list[str]]]] = field(default_factory=dict)
    hits: int = 0
    rounds: int = 0

    def __post_init__(self) -> None:
        super().__init__()
        self.seen = {way: [] for way in self.photos}
        self._kept: dict[str, httpx2.Response] = {}
        self.ended = threading.Event()
        self.fault: Exception | None = None

    def run(self) -> None:
        """Poll until told to end."""
        try:
            with httpx2.Client(base_url=self.url, verify=False, timeout=10) as client:
                while not self.ended.is_set():
                    self._round(client)
        except Exception as fault:  # noqa: BLE001 - told to the test
            self.fault = fault

    def addresses(self) -> Iterator[str]:
        """Everything that carries words or pictures."""
        yield from ("/live/v1/snapshot", "/live/v1/log/first/0", "/live/v1/entries")
        for entry in self.photos.values():
            yield f"/e/{entry}"
            yield from (f"/media/{entry}/{name}?v=v{entry[-8:]}" for name in PRINTS)

    def _round(self, client: httpx2.Client) -> None:
        for path in self.addresses():
            headers = {}
            if self.conditional and path in self._kept:
                headers["if-none-match"] = self._kept[path].headers["etag"]
            asked = time.monotonic()
            answer = client.get(path, headers=headers)
            self.hits += answer.headers["x-cache"] == "HIT"
            shown = self._kept[path] if answer.status_code == 304 else answer
            if "etag" in answer.headers:
                self._kept[path] = shown
            for way, entry in self.photos.items():
                if found := leaks(entry, way, shown.content):
                    self.seen[way].append((asked, path, found))
        self.rounds += 1


@pytest.fixture(scope="module", autouse=True)
def last_out() -> Iterator[None]:
    """Nobody is left when the tests end."""
    yield
    Served.gone()


@pytest.fixture
def house(settings: Settings) -> Iterator[Served]:
    """The rehearsal, open round the clock."""
    with Served(settings) as served:
        yield served


def take_down(house: Served, photos: dict[str, str]) -> dict[str, float]:
    """Take four photos down in four ways; the moment each was answered."""
    answered = {}
    house.decide(photos["hidden"], Verdict.HIDDEN)
    answered["hidden"] = time.monotonic()
    assert house.post(f"/api/entries/{photos['reported']}/report").json()["hidden"]
    answered["reported"] = time.monotonic()
    link = house.link(photos["withdrawn"])
    assert 303 == house.post(link, data={"action": "delete"}).status_code
    answered["withdrawn"] = time.monotonic()
    call = entries.erase(house.keys, photos["erased"], op=fresh_id(), now=house.now, by="owner")
    house.run(call)
    answered["erased"] = time.monotonic()
    return answered


def test_gone_from_a_shared_cache(house: Served, tmp_path: Path) -> None:
    """
    Four photos are taken down in four ways while many phones ask a school's cache for them
    without a pause: two and a half seconds after each answer the cache gives none of their
    words or pictures any more, whether it asks us "has it changed?" or fetches anew.
    """
    assert NGINX, "CI must have nginx: apt install nginx-light"
    photos = {way: house.shown(**marks(way)) for way in WAYS}
    stays = house.shown(caption="this one stays")
    with (
        SharedCache(tmp_path / "asking", house.base) as asking,
        SharedCache(tmp_path / "fetching", house.base, revalidate=False) as fetching,
    ):
        pollers = [Poller(asking.url, photos, conditional=True)]
        pollers += [Poller(fetching.url, photos, conditional=False)]
        for poller in pollers:
            poller.start()
        try:
            wait_until(
                lambda: all(p.rounds >= 3 or p.fault for p in pollers), "both caches are warm"
            )
            answered = take_down(house, photos)
            end = time.monotonic() + GONE_S + 0.5
            wait_until(lambda: time.monotonic() > end, "the time is over")
            before = [poller.rounds for poller in pollers]
            wait_until(
                lambda: all(
                    p.rounds > n + 1 or p.fault for p, n in zip(pollers, before, strict=True)
                ),
                "everything was asked for once more",
            )
        finally:
            for poller in pollers:
                poller.ended.set()
                poller.join(20)
        kept = httpx2.get(f"{asking.url}/live/v1/snapshot", timeout=10)
        media = httpx2.get(f"{asking.url}/media/{stays}/wall", timeout=10)

    for poller in pollers:
        assert poller.fault is None
        assert poller.hits > 50, "the cache really answered by itself"
        for way, seen in poller.seen.items():
            late = [(path, what) for asked, path, what in seen if asked > answered[way] + GONE_S]
            places = {path.split("?")[0] for _, path, _ in seen}
            assert len(places) >= 7, f"{way} was seen everywhere before"
            assert [] == late, way
    assert "this one stays" in kept.text
    assert 200 == media.status_code


def test_a_refusal_is_not_kept(house: Served, tmp_path: Path) -> None:
    """
    A photo somebody asked for before it was shown is there the moment it is: "not found" is
    kept by no cache.
    """
    assert NGINX, "CI must have nginx: apt install nginx-light"
    entry = house.waiting()
    with SharedCache(tmp_path / "cache", house.base) as cache:
        address = f"{cache.url}/media/{entry}/wall"
        before = [httpx2.get(address, timeout=10).status_code for _ in range(3)]
        house.decide(entry, Verdict.SHOWN)
        after = httpx2.get(address, timeout=10).status_code

    assert ([404, 404, 404], 200) == (before, after)


def test_private_pages_are_not_kept(house: Served, tmp_path: Path) -> None:
    """
    A cache that everybody shares keeps nobody's private page, cookie or session.
    """
    assert NGINX, "CI must have nginx: apt install nginx-light"
    entry = house.waiting(caption="mine alone")
    with SharedCache(tmp_path / "cache", house.base) as cache:
        for path in (
            house.link(entry),
            f"{house.link(entry)}/state",
            f"{house.link(entry)}/print/wall",
            f"/api/submissions/{entry}",
            "/upload",
            "/organise/login",
            "/live/v1/now",
            "/healthz",
        ):
            answers = [httpx2.get(cache.url + path, timeout=10) for _ in range(2)]
            assert ["MISS", "MISS"] == [a.headers["x-cache"] for a in answers], path
