"""The live protocol, over real sockets."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from liveboard.domain import board
from liveboard.domain.entry import Verdict
from liveboard.domain.roles import Role
from liveboard.live.mailbox import Mailbox
from liveboard.store import events, organisers
from liveboard.web import live
from liveboard.work.kit import fresh_id
from tests.helpers import await_until, scaled
from tests.web.served import Served


def hello(epoch: str = "", seq: int = 0, **more: Any) -> str:
    """A viewer's greeting."""
    return json.dumps({"t": "hello", "v": 1, "epoch": epoch, "seq": seq, "role": "phone", **more})


async def frame(socket: ClientConnection, *kinds: str) -> dict[str, Any]:
    """The next frame of one of these kinds."""
    while True:
        found: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 10))
        if not kinds or found["t"] in kinds:
            return found


@asynccontextmanager
async def viewer(site: Served, epoch: str = "", seq: int = 0) -> AsyncIterator[ClientConnection]:
    """Somebody who watches."""
    async with connect(site.ws()) as socket:
        await socket.send(hello(epoch, seq))
        yield socket


class TestGreeting:
    async def test_a_new_viewer_is_sent_to_the_snapshot(self, site: Served) -> None:
        """
        Who has seen nothing is told which feed this is, and fetches the board.
        """
        async with viewer(site) as socket:
            assert {"t": "reset", "epoch": "first"} == await frame(socket)

    async def test_who_was_here_is_told_what_it_missed(self, site: Served) -> None:
        """
        Who comes back hears exactly what happened since, and the time.
        """
        one, two = site.shown(caption="one"), site.shown(caption="two")
        async with viewer(site, "first", 1) as socket:
            told = await frame(socket)

        assert ("welcome", "first", 2) == (told["t"], told["epoch"], told["head"])
        assert [(2, two, "two")] == [
            (d["seq"], d["entry"]["id"], d["entry"]["caption"]) for d in told["d"]
        ]
        assert abs(told["now"] - site.now) < 10_000
        assert one not in str(told)

    async def test_then_everything_as_it_happens(self, site: Served) -> None:
        """
        A decision at the desk reaches an open wall by itself.
        """
        async with viewer(site, "first", 0) as socket:
            await frame(socket, "welcome")
            entry = await asyncio.to_thread(site.shown, caption="now")
            shown = await frame(socket, "d")
            await asyncio.to_thread(site.decide, entry, Verdict.HIDDEN)
            hidden = await frame(socket, "d")

        assert [("show", "now")] == [(d["op"], d["entry"]["caption"]) for d in shown["d"]]
        assert [("hide", entry)] == [(d["op"], d["id"]) for d in hidden["d"]]

    @pytest.mark.parametrize(
        "said", ["", "hello", "[]", hello(v=2), hello(seq="x"), b"\x00", "x" * 5000]
    )
    async def test_what_is_no_greeting_ends_it(self, site: Served, said: str | bytes) -> None:
        """
        A line that does not begin with our greeting is closed, and says why.
        """
        async with connect(site.ws()) as socket:
            await socket.send(said)
            with pytest.raises(ConnectionClosed) as closed:
                await asyncio.wait_for(socket.recv(), 10)

        assert 1008 == closed.value.rcvd.code

    async def test_far_too_much_ends_it(self, site: Served) -> None:
        """
        Nobody fills our memory through a socket.
        """
        async with connect(site.ws(), max_size=None) as socket:
            await socket.send("x" * 70_000)
            with pytest.raises(ConnectionClosed) as closed:
                await asyncio.wait_for(socket.recv(), 10)

        assert 1009 == closed.value.rcvd.code

    async def test_other_sites_pages_cannot_watch(self, site: Served) -> None:
        """
        A page of another site cannot open a line in a visitor's name; our own can.
        """
        for foreign in ("https://evil.example", "null", "http://[", f"http://127.0.0.1:{1}"):
            with pytest.raises(InvalidStatus) as refused:
                await connect(site.ws(), origin=foreign).__aenter__()
            assert 403 == refused.value.response.status_code
        async with connect(site.ws(), origin=site.base) as socket:
            await socket.send(hello())
            assert "reset" == (await frame(socket))["t"]

    async def test_the_desks_line_needs_a_session(self, site: Served) -> None:
        """
        Only who is signed in hears what comes in at the desk.
        """
        with pytest.raises(InvalidStatus):
            await connect(site.ws("/live/v1/desk")).__aenter__()

    async def test_nothing_more_is_listened_to(self, site: Served) -> None:
        """
        A viewer that goes on talking is sent away: nobody keeps us busy by chatting.
        """
        async with viewer(site) as socket:
            await frame(socket, "reset")
            await socket.send("and another thing")
            with pytest.raises(ConnectionClosed) as closed:
                await frame(socket, "never")

        assert 1008 == closed.value.rcvd.code


class TestDesk:
    @pytest.mark.parametrize("code", [4401, 4403])
    async def test_the_desks_line_ends_with_its_session(
        self, serve: Callable[..., Served], code: int
    ) -> None:
        """
        Who signs out, or loses the role, hears nothing more from the desk within seconds; until
        then the line shows that it lives.
        """
        site = serve(heartbeat=0.05)
        await site.organiser("mo", Role.MODERATOR)
        client = site.sign_in("mo")
        cookie = {"cookie": f"lb_session={client.cookies['lb_session']}"}
        async with connect(site.ws("/live/v1/desk"), additional_headers=cookie) as socket:
            await frame(socket, "hb")
            if code == 4401:
                await asyncio.to_thread(client.post, "/organise/logout")
            else:
                mo = site.run(organisers.find(site.keys, "mo"))
                site.run(organisers.put(site.keys, replace(mo, role=Role.VIEWER), new=False))
            with pytest.raises(ConnectionClosed) as closed:
                await frame(socket, "never")

        assert code == closed.value.rcvd.code

    async def test_the_desk_hears_of_new_entries_without_their_words(self, site: Served) -> None:
        """
        A moderator's page is told that something arrived, not what it says.
        """
        await site.organiser("mo", Role.MODERATOR)
        cookie = {"cookie": f"lb_session={site.sign_in('mo').cookies['lb_session']}"}
        async with connect(site.ws("/live/v1/desk"), additional_headers=cookie) as socket:
            assert "welcome" == (await frame(socket))["t"]
            entry = await asyncio.to_thread(site.waiting, caption="between us")
            seen: list[str] = []
            while "waiting" not in seen:
                look = await frame(socket, "look")
                assert entry == look["entry"]
                assert "between us" not in str(look)
                seen.append(look["state"])


class TestLine:
    async def test_the_heartbeat_says_how_far_we_are(self, serve: Callable[..., Served]) -> None:
        """
        A wall that lost something in silence sees it by the next heartbeat.
        """
        site = serve(heartbeat=0.05)
        async with viewer(site) as socket:
            await frame(socket, "reset")
            before = await frame(socket, "hb")
            await asyncio.to_thread(site.shown)
            while (beat := await frame(socket, "hb"))["head"] == 0:
                pass

        assert ("first", 0) == (before["epoch"], before["head"])
        assert ("first", 1) == (beat["epoch"], beat["head"])
        assert abs(beat["now"] - site.now) < 10_000

    async def test_who_falls_behind_starts_again(self) -> None:
        """
        A viewer that cannot keep up is told so, instead of being left with a hole.
        """
        box, sent = Mailbox(2), []

        class Socket:
            """A socket whose other end hangs up after the third frame."""

            done = asyncio.Event()

            async def send_text(self, text: str) -> None:
                sent.append(text)
                if len(sent) == 2:
                    self.done.set()

            async def receive(self) -> dict[str, str]:
                await self.done.wait()
                return {"type": "websocket.disconnect"}

        for number in range(5):
            box.post(str(number))
        watching = asyncio.create_task(live.watch(Socket(), box, lambda: "start again"))  # type: ignore[arg-type]
        await await_until(lambda: asyncio.sleep(0, bool(sent)), "it is told")
        box.post("next")
        await watching

        assert ["start again", "next"] == sent

    async def test_goodbye(self, site: Served) -> None:
        """
        A process that ends says so and asks everybody to come back spread over a while.
        """
        async with viewer(site) as socket:
            await frame(socket, "reset")
            await asyncio.to_thread(site.stop)
            told = await frame(socket, "bye")
            with pytest.raises(ConnectionClosed):
                await frame(socket)

        assert {"t": "bye", "after_ms": 500, "spread_ms": 3000} == told

    async def test_who_left_is_forgotten(self, site: Served) -> None:
        """
        Closed pages are not written to for ever.
        """
        async with viewer(site) as socket:
            await frame(socket)
            assert 1 == len(site.site.tail.hub)
        await await_until(lambda: asyncio.sleep(0, not len(site.site.tail.hub)), "nobody is left")


class Wall:
    """A wall by the rules of the protocol: fold, drop what is old, notice what is missing."""

    def __init__(self, site: Served) -> None:
        self.site = site
        self.gaps = self.resets = 0
        self.pull()

    def pull(self) -> None:
        """Start from the snapshot."""
        found = self.site.get("/live/v1/snapshot").json()
        self.epoch, self.board = found["epoch"], {**found["state"], "seq": found["seq"]}

    @property
    def seq(self) -> int:
        return int(self.board["seq"])

    def take(self, told: dict[str, Any]) -> None:
        for delta in told.get("d", []):
            if delta["seq"] > self.seq + 1:
                self.gaps += 1
            if delta["seq"] == self.seq + 1:
                self.board = board.fold(self.board, delta)

    async def watch(self, until: asyncio.Event, chance: random.Random) -> None:
        """Watch over a line that drops again and again."""
        while not until.is_set():
            with suppress(ConnectionClosed):
                async with viewer(self.site, self.epoch, self.seq) as socket:
                    for _ in range(chance.randint(1, 4)):
                        told = await frame(socket)
                        if told["t"] == "reset":
                            self.resets += 1
                            await asyncio.to_thread(self.pull)
                        self.take(told)


class TestManyDrops:
    @pytest.mark.parametrize("seed", range(scaled(10, 1)))
    async def test_no_gap_and_no_double(self, serve: Callable[..., Served], seed: int) -> None:
        """
        Phones whose line drops again and again, while moderators change their minds, all end
        with the board that a fresh phone sees, and never notice anything missing.
        """
        site, chance = serve(heartbeat=0.1), random.Random(seed)
        walls, ended = [Wall(site) for _ in range(4)], asyncio.Event()
        watching = [asyncio.create_task(w.watch(ended, random.Random(seed))) for w in walls]
        await asyncio.to_thread(busy_desk, site, chance)
        seq = site.site.tail.history.seq
        await await_until(
            lambda: asyncio.sleep(0, all(wall.seq >= seq for wall in walls)), "all have caught up"
        )
        ended.set()
        await asyncio.gather(*watching)
        fresh = Wall(site)

        assert [fresh.board] * 4 == [wall.board for wall in walls]
        assert [(0, 0)] * 4 == [(wall.gaps, wall.resets) for wall in walls]


def busy_desk(site: Served, chance: random.Random) -> None:
    """Twelve photos, and what moderators do with them; returns when the walls were told."""
    photos = [site.waiting(caption=f"photo {number}") for number in range(8)]
    last = 0
    for turn in range(60):
        entry = chance.choice(photos)
        more: dict[str, Any] = {}
        if chance.random() < 0.3:
            more["words"] = {"caption": f"caption {turn}"}
        if chance.random() < 0.3:
            more["subjects"] = chance.sample(["science", "art", "dt"], chance.randint(1, 2))
        verdict = chance.choice([Verdict.SHOWN, Verdict.SHOWN, Verdict.HIDDEN, Verdict.WAITING])
        last = max(last, site.decide(entry, verdict, **more).seq)
    site.seen(last)


class TestHttp:
    def test_a_segment_is_the_log_as_it_may_be_told_now(self, site: Served) -> None:
        """
        Polling instead of listening tells the same: 64 changes a page, words of now.
        """
        for on in range(70):
            site.run(
                events.tell_walls(
                    site.keys, op=fresh_id(), by="mo", now=site.now, message=f"number {on}"
                )
            )
        site.seen(70)
        first = site.get("/live/v1/log/first/0")
        second = site.get("/live/v1/log/first/1").json()

        assert list(range(1, 65)) == [d["seq"] for d in first.json()["deltas"]]
        assert list(range(65, 71)) == [d["seq"] for d in second["deltas"]]
        assert ("first", 1) == (second["epoch"], second["n"])
        assert "public, max-age=1, s-maxage=1" == first.headers["cache-control"]

    def test_a_page_that_has_not_begun_is_empty(self, site: Served) -> None:
        """
        Asking too early is answered with nothing; a number beyond all sense is none.
        """
        for n in (0, 1, 10**8):
            answer = site.get(f"/live/v1/log/first/{n}")
            assert (200, []) == (answer.status_code, answer.json()["deltas"]), n
        for none in (10**9, 10**30, "9" * 5000, "-1", "1.5", "²", "x"):
            assert 404 == site.get(f"/live/v1/log/first/{none}").status_code, none

    def test_unknown_or_trimmed_is_gone(self, site: Served) -> None:
        """
        Another feed's past, and a past no longer kept, send the viewer to the snapshot.
        """
        for on in range(130):
            call = events.tell_walls(
                site.keys, op=fresh_id(), by="mo", now=site.now, message=f"{on}"
            )
            site.run(call)
        site.seen(130)
        site.kit.redis.execute_command("XTRIM", site.keys.feed, "MINID", "70-0")

        for path in ("other/0", "first/0", "first/1"):
            answer = site.get(f"/live/v1/log/{path}")
            assert (410, "expired") == (answer.status_code, answer.json()["code"]), path
            assert "snapshot" in answer.json()["hint"]
            assert "no-store" == answer.headers["cache-control"]
        assert 200 == site.get("/live/v1/log/first/2").status_code

    @pytest.mark.parametrize("path", ["snapshot", "log/first/0", "entries"])
    def test_unchanged_costs_nothing(self, site: Served, path: str) -> None:
        """
        Who has it already is told so in a few bytes; after a change it is sent again.
        """
        entry = site.shown()
        first = site.get(f"/live/v1/{path}")
        etag = first.headers["etag"]
        same = site.get(f"/live/v1/{path}", headers={"if-none-match": f'"x", W/{etag}'})
        site.seen(site.decide(entry, Verdict.HIDDEN).seq)
        changed = site.get(f"/live/v1/{path}", headers={"if-none-match": etag})

        assert (304, b"", etag) == (same.status_code, same.content, same.headers["etag"])
        assert 200 == changed.status_code
        assert "public, max-age=1, s-maxage=1" == same.headers["cache-control"]
        assert etag != changed.headers["etag"]

    def test_the_time_is_never_kept(self, site: Served) -> None:
        """
        Countdowns are set by a time no cache has touched.
        """
        answer = site.get("/live/v1/now")

        assert "no-store" == answer.headers["cache-control"]
        assert abs(answer.json()["now"] - site.now) < 5000

    def test_older_entries_page_by_page(self, site: Served) -> None:
        """
        Scrolling back shows every photo once, newest first.
        """
        shown = [site.shown(caption=f"photo {number}") for number in range(3)]
        page = site.get("/live/v1/entries").json()
        rest = site.get(f"/live/v1/entries?before={shown[2]}").json()

        assert (shown[::-1], False) == ([e["id"] for e in page["entries"]], page["more"])
        assert shown[1::-1] == [e["id"] for e in rest["entries"]]
        assert "photo 0" == rest["entries"][1]["caption"]

    async def test_the_snapshot_knows_a_decision_at_once(self, site: Served) -> None:
        """
        Who decides at the desk and then looks at the wall sees what they decided.
        """
        await site.organiser("mo", Role.MODERATOR)
        client, entry = site.sign_in("mo"), site.waiting()
        for on, verdict in enumerate(["shown", "hidden", "shown", None], 1):
            path = f"/api/desk/entries/{entry}/verdict"
            seq = client.put(path, json={"verdict": verdict}).json()["seq"]
            assert on == seq == client.get("/live/v1/snapshot").json()["seq"]
