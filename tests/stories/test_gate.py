"""The gate: nothing that nobody approved is public, and what was taken down is gone."""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from starlette.routing import WebSocketRoute
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from liveboard.domain.entry import Verdict
from liveboard.domain.roles import Role, may
from liveboard.live.wire import PRINTS
from liveboard.store import entries, owed
from liveboard.work.kit import fresh_id
from tests.helpers import wait_until
from tests.web.served import ASSETS, Served, leaks, marks, methods_of, routes

MINUTE = 60_000


@pytest.fixture(scope="module", autouse=True)
def last_out() -> Iterator[None]:
    """Nobody is left when the tests end."""
    yield
    Served.gone()


@pytest.fixture
def house(settings: Any) -> Iterator[Served]:
    """The rehearsal, open round the clock."""
    with Served(settings, heartbeat=0.05) as served:
        yield served


def received(house: Served) -> str:
    return house.received(**marks("it"))


def developing(house: Served) -> str:
    entry = received(house)
    house.claimed(entry)
    return entry


def waiting(house: Served) -> str:
    return house.waiting(**marks("it"))


def hidden(house: Served) -> str:
    entry = waiting(house)
    house.decide(entry, Verdict.HIDDEN)
    return entry


def duplicate(house: Served) -> str:
    photo = house.fresh_photo()
    house.send(photo, by=house.browser())
    found = house.send(photo, by=house.browser(), **marks("it")).json()
    assert "hidden" == found["state"]
    return str(found["id"])


def failed(house: Served) -> str:
    entry = received(house)
    why = "this picture is cut off"
    house.run(owed.fail(house.keys, house.claimed(entry), why, now=house.now))
    return entry


def delayed(house: Served) -> str:
    entry = waiting(house)
    assert 0 == house.decide(entry, Verdict.SHOWN, delay=MINUTE).seq
    return entry


def taken_back(house: Served) -> str:
    entry = shown(house)
    house.seen(house.decide(entry, Verdict.WAITING).seq)
    return entry


def hidden_again(house: Served) -> str:
    entry = shown(house)
    house.seen(house.decide(entry, Verdict.HIDDEN).seq)
    return entry


def reported(house: Served) -> str:
    entry = shown(house)
    assert house.post(f"/api/entries/{entry}/report").json()["hidden"]
    return entry


def withdrawn(house: Served) -> str:
    entry = shown(house)
    assert 303 == house.post(house.link(entry), data={"action": "delete"}).status_code
    return entry


def erased(house: Served) -> str:
    entry = shown(house)
    call = entries.erase(house.keys, entry, op=fresh_id(), now=house.now, by="owner")
    house.seen(house.run(call))
    return entry


def shown(house: Served) -> str:
    return house.shown(**marks("it"))


BEFORE = (received, developing, waiting, hidden, duplicate, failed, delayed)
AFTER = (taken_back, hidden_again, reported, withdrawn, erased)


def addresses(house: Served, entry: str) -> Iterator[tuple[str, str]]:
    """Every public address with this entry in every place where one could be named."""
    snapshot = house.get("/live/v1/snapshot").json()
    values = {
        "entry": [entry],
        "print": [*PRINTS, "original", "wall.webp"],
        "epoch": [snapshot["epoch"]],
        "n": [str(n) for n in range(snapshot["seq"] // 64 + 1)],
        "build": [ASSETS.build],
        "name": ["css/base.css", f"{entry}/wall.webp"],
    }
    for route in routes(role=False):
        names = re.findall(r"{(\w+)", route.path)
        if names == ["token"] or "token" in names:
            continue  # its person's private link
        for chosen in itertools.product(*(values[name] for name in names)):
            path = route.path
            for name, value in zip(names, chosen, strict=True):
                path = re.sub(rf"{{{name}(:\w+)?}}", value, path)
            for method in sorted(methods_of(route)) or ["WS"]:
                yield method, path
    yield "GET", "/live/v1/entries?before="
    yield "GET", f"/live/v1/entries?before={entry}"
    yield "GET", f"/live/v1/snapshot?e={snapshot['epoch']}"
    yield "GET", f"/media/{entry}/wall?v=v{entry[-8:]}"
    yield "GET", f"/mine/{entry}"
    yield "GET", f"/mine/{entry}.{'A' * 32}"
    yield "GET", f"/mine/{entry}.{'A' * 32}/state"
    yield "GET", f"/mine/{entry}.{'A' * 32}/print/wall"


def ask(house: Served, method: str, path: str) -> bytes:
    """What the public is told there."""
    if method == "WS":
        return heard(house, path)
    return house.request(method, path).content


def heard(house: Served, path: str) -> bytes:
    """What a viewer is told who has seen nothing yet, up to its first heartbeat."""
    epoch = house.site.tail.history.epoch
    hello = json.dumps({"t": "hello", "v": 1, "epoch": epoch, "seq": 0, "role": "kiosk"})
    frames = b""
    with suppress(ConnectionClosed), connect(house.ws(path)) as socket:
        socket.send(hello)
        while b'"t":"hb"' not in frames:
            frames += str(socket.recv(timeout=5)).encode()
    return frames


def found(house: Served, entry: str) -> dict[str, list[str]]:
    """The public addresses that give something of an entry away, and what."""
    seen = {}
    for method, path in addresses(house, entry):
        if leaked := leaks(entry, "it", ask(house, method, path)):
            seen[f"{method} {path.split('?')[0].replace(entry, 'ID')}"] = leaked
    return seen


class TestBefore:
    @pytest.mark.parametrize("state", BEFORE, ids=lambda state: state.__name__)
    def test_nothing_unapproved_is_public(
        self, house: Served, state: Callable[[Served], str]
    ) -> None:
        """
        Whatever state an entry is in, as long as nobody has put it on the wall no public
        address gives away a word of it or its picture.
        """
        entry = state(house)

        assert {} == found(house, entry)
        for path in (f"/e/{entry}", f"/media/{entry}/wall", f"/api/entries/{entry}/report"):
            method = "POST" if path.endswith("report") else "GET"
            answer = house.request(method, path)
            assert (404, "no-store") == (answer.status_code, answer.headers["cache-control"])

    def test_the_search_can_see(self, house: Served) -> None:
        """
        The same search finds a shown entry's words and picture wherever they belong.
        """
        entry = shown(house)
        seen = found(house, entry)
        words = ["caption", "alt", "name", "school"]

        assert words == seen["GET /live/v1/snapshot"]
        assert words == seen["GET /live/v1/log/first/0"]
        assert words == seen["GET /live/v1/entries"]
        assert words == seen["WS /live/v1/ws"]
        assert ["picture"] == seen["GET /media/ID/thumb"] == seen["GET /media/ID/full"]
        assert {"caption", "alt"} <= set(seen["GET /e/ID"])


class TestTakedown:
    @pytest.mark.parametrize("way", AFTER, ids=lambda way: way.__name__)
    def test_taken_down_is_gone_everywhere(
        self, house: Served, way: Callable[[Served], str]
    ) -> None:
        """
        A photo that is hidden, taken back, reported, deleted by its person or erased is gone
        from every public address, from the past of the feed too.
        """
        entry = way(house)

        assert {} == found(house, entry)
        for path in (f"/e/{entry}", f"/media/{entry}/wall"):
            assert 404 == house.get(path).status_code

    def test_an_old_copy_is_never_called_good(self, house: Served) -> None:
        """
        Whoever kept a copy and asks "is this still right?" is told no.
        """
        entry = shown(house)
        kept = {}
        for path in (
            "/live/v1/snapshot",
            "/live/v1/log/first/0",
            "/live/v1/entries",
            f"/e/{entry}",
            *(f"/media/{entry}/{name}?v=v{entry[-8:]}" for name in PRINTS),
        ):
            kept[path] = house.get(path).headers["etag"]
            again = house.get(path, headers={"if-none-match": kept[path]})
            assert (304, b"") == (again.status_code, again.content), path
        house.seen(house.decide(entry, Verdict.HIDDEN).seq)

        for path, etag in kept.items():
            answer = house.get(path, headers={"if-none-match": f"{etag}, W/{etag}"})
            assert answer.status_code in {200, 404}, path
            assert [] == leaks(entry, "it", answer.content), path

    def test_gone_within_a_second(self, house: Served) -> None:
        """
        From the moment a moderator hides it, it takes less than a second until nobody is
        given it any more.
        """
        entry = shown(house)
        house.decide(entry, Verdict.HIDDEN)

        wait_until(lambda: {} == found(house, entry), "it is gone", seconds=1)

    def test_others_stay(self, house: Served) -> None:
        """
        Taking one photo down leaves the others where they are.
        """
        other = house.shown(caption="the other one")
        withdrawn(house)

        assert "the other one" in house.get("/live/v1/snapshot").text
        assert 200 == house.get(f"/media/{other}/wall").status_code


class TestRoutes:
    PUBLIC = frozenset(
        {
            "/", "/wall", "/upload", "/e/{entry}", "/sponsors", "/privacy", "/terms",
            "/accessibility", "/qr/upload.svg", "/static/{build}/{name:path}",
            "/media/{entry}/{print}", "/live/v1/snapshot", "/live/v1/log/{epoch}/{n}",
            "/live/v1/entries", "/live/v1/now", "/live/v1/ws", "/api/submissions",
            "/api/submissions/{entry}", "/api/entries/{entry}/report", "/mine/{token}",
            "/mine/{token}/state", "/mine/{token}/print/{print}", "/organise/login",
            "/organise/logout", "/organise/first", "/healthz", "/readyz", "/api/openapi.json",
        }
    )  # fmt: skip

    def test_every_route_says_who_may_come_in(self) -> None:
        """
        An address is open to everybody only if this list says so; a new one that asks for no
        role is noticed here.
        """
        assert set() == {route.path for route in routes(role=False)} - self.PUBLIC

    def test_the_desk_is_never_public(self) -> None:
        """
        Everything under the desk's addresses asks for a role.
        """
        inside = ("/organise/desk", "/api/desk", "/live/v1/desk")

        assert [] == [route.path for route in routes(role=False) if route.path.startswith(inside)]

    def test_nobody_signed_in_sees_nothing(self, house: Served) -> None:
        """
        Without signing in every address of the organisers refuses, even with a made-up session.
        """
        entry = waiting(house)
        for cookies in ({}, {"lb_session": "made-up"}):
            for route in routes(role=True):
                path = route.path.replace("{entry}", entry).replace("{print}", "wall")
                assert 401 == refusal(house, route, path, cookies), route.path

    async def test_a_low_role_is_not_enough(self, house: Served) -> None:
        """
        Everybody may do what their role says and no more, at every address.
        """
        entry = waiting(house)
        for held in Role:
            await house.organiser(held, held)
            session = {"lb_session": house.sign_in(held).cookies["lb_session"]}
            for route in routes(role=True):
                path = route.path.replace("{entry}", entry).replace("{print}", "wall")
                answer = refusal(house, route, path, session)
                allowed = may(held, route.endpoint.role)
                assert allowed == (answer not in {401, 403}), (held, route.path, answer)


def refusal(house: Served, route: Any, path: str, cookies: dict[str, str]) -> int:
    """The status with which an address answers somebody."""
    jar = "; ".join(f"{name}={value}" for name, value in cookies.items())
    if isinstance(route, WebSocketRoute):
        try:
            with connect(house.ws(path), additional_headers={"cookie": jar}):
                return 101
        except InvalidStatus as refused:
            return 401 if not cookies or "made-up" in jar else refused.response.status_code
    answers = set()
    for method in methods_of(route):
        answer = house.request(method, path, headers={"cookie": jar})
        answers.add(answer.status_code)
    assert 1 == len(answers)
    return answers.pop()
