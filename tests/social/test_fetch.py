import asyncio
from collections.abc import AsyncIterator, Callable

import httpx2
import pytest
from starlette.responses import RedirectResponse, Response, StreamingResponse

from liveboard.social.fetch import LONGEST_WAIT, REDIRECTS, Reach, download, fetch, retry_after
from liveboard.social.source import SourceError
from tests.fakes.feedserver import FeedServer, Picture, Post

PUBLIC = "93.184.216.34"


class Names:
    """A name server of our own: what each name answers, time after time."""

    def __init__(self, **answers: list[tuple[str, ...]]) -> None:
        self.answers = {name.replace("_", "."): list(all_) for name, all_ in answers.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> tuple[str, ...]:
        self.asked.append(host)
        literal = host[0].isdigit() or ":" in host
        answers = self.answers.get(host, [(host,) if literal else ()])
        return answers.pop(0) if len(answers) > 1 else answers[0]


class World:
    """A network of our own: sees every request that would leave the machine."""

    def __init__(self, answer: Callable[[httpx2.Request], httpx2.Response]) -> None:
        self.requests: list[httpx2.Request] = []
        self.answer = answer

    def __call__(self) -> httpx2.AsyncBaseTransport:
        def handle(request: httpx2.Request) -> httpx2.Response:
            self.requests.append(request)
            return self.answer(request)

        return httpx2.MockTransport(handle)


async def ask(url: str, names: Names, world: World, **reach: object) -> bytes:
    got = bytearray()
    await fetch(
        url, cap=1000, sink=got.extend, reach=Reach(resolve=names, transport=world, **reach)
    )
    return bytes(got)


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def ok(request: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, content=stream(b"hel", b"lo"))


class TestWhereWeGo:
    async def test_to_the_address_that_was_checked(self):
        """
        We connect to the very address we looked at, under the name that was asked for.
        """
        names, world = Names(a_example=[(PUBLIC,), ("127.0.0.1",)]), World(ok)
        assert b"hello" == await ask("https://a.example/x?y=1#z", names, world)

        [request] = world.requests
        assert ["a.example"] == names.asked
        assert f"https://{PUBLIC}/x?y=1" == str(request.url)
        assert "a.example" == request.headers["host"]
        assert "a.example" == request.extensions["sni_hostname"]
        assert {"connect": 5.0, "read": 10.0} == {
            key: request.extensions["timeout"][key] for key in ("connect", "read")
        }

    async def test_what_we_say_of_ourselves(self):
        """
        Whoever we ask can see who we are, and gets no cookie and no word more.
        """
        world = World(ok)
        await ask(
            "https://a.example/", Names(a_example=[(PUBLIC,)]), world, contact="https://w.example"
        )

        headers = world.requests[0].headers
        assert headers["user-agent"].startswith("liveboard/")
        assert headers["user-agent"].endswith("(+https://w.example)")
        assert "identity" == headers["accept-encoding"]
        assert {"host", "user-agent", "accept", "accept-encoding"} == set(headers)

    @pytest.mark.parametrize(
        "answers",
        [
            [("127.0.0.1",)],
            [(PUBLIC, "127.0.0.1")],
            [("10.0.0.1", PUBLIC)],
            [("::ffff:10.0.0.1",)],
            [("64:ff9b::a00:1",)],
            [("2002:7f00:1::",)],
            [("fe80::1%lo",)],
            [("169.254.169.254",)],
            [()],
        ],
    )
    async def test_not_inside(self, answers):
        """
        A name that leads inside, or also inside, is refused before anything is sent.
        """
        world = World(ok)
        with pytest.raises(SourceError):
            await ask("https://a.example/", Names(a_example=answers), world)

        assert [] == world.requests

    @pytest.mark.parametrize(
        "url",
        [
            "https://localhost/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0177.0.0.1/",
            "https://0.0.0.0/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::]/",
            "https://169.254.169.254/latest/meta-data/",
        ],
    )
    async def test_spellings_of_loopback(self, url):
        """
        However loopback is spelt, the system's own resolver and our check end it.
        """
        world = World(ok)
        with pytest.raises(SourceError):
            await fetch(url, cap=1, sink=lambda _: None, reach=Reach(transport=world))

        assert [] == world.requests

    @pytest.mark.parametrize(
        "onward",
        [
            "http://a.example/",
            "https://inside.example/",
            "https://127.0.0.1/",
            "//[::1]/",
            "file:///etc/passwd",
            "https://a.example:6379/",
            "https://user:word@a.example/",
            "https://[bad",
        ],
    )
    async def test_every_redirect_is_looked_at(self, onward):
        """
        A good server that sends us somewhere bad is not followed.
        """
        world = World(lambda _: httpx2.Response(302, headers={"location": onward}))
        names = Names(a_example=[(PUBLIC,)], inside_example=[("192.168.0.1",)])
        with pytest.raises(SourceError) as refused:
            await ask("https://a.example/", names, world)

        assert refused.value.permanent
        assert 1 == len(world.requests)

    async def test_rebinding_between_redirects(self):
        """
        A name that turns inside on the second look is refused on the second look.
        """
        names = Names(a_example=[(PUBLIC,), ("127.0.0.1",)])
        world = World(lambda _: httpx2.Response(302, headers={"location": "/again"}))
        with pytest.raises(SourceError, match="not a public address"):
            await ask("https://a.example/", names, world)

        assert 1 == len(world.requests)

    async def test_redirects_end(self):
        """
        We follow a few redirects, to the end of each address, and no more.
        """
        names = Names(a_example=[(PUBLIC,)], b_example=[(PUBLIC,)])
        there = {"/": "https://b.example/1", "/1": "2", "/2": "/3", "/3": "/4"}

        def answer(request: httpx2.Request) -> httpx2.Response:
            onward = there.get(request.url.path)
            return httpx2.Response(301, headers={"location": onward}) if onward else ok(request)

        world = World(answer)
        assert b"hello" == await ask("https://a.example/", names, world)
        assert 5 == len(world.requests)
        assert "b.example" == world.requests[1].headers["host"]

        there["/4"] = "/5"
        with pytest.raises(SourceError, match=f"more than {REDIRECTS} times"):
            await ask("https://a.example/", names, world)

    async def test_another_address_if_the_first_does_not_answer(self):
        """
        A host whose first address is down is reached by its second.
        """

        def answer(request: httpx2.Request) -> httpx2.Response:
            if ":" in request.url.host:
                raise httpx2.ConnectError("no route")
            return ok(request)

        both = Names(a_example=[("2606:4700::1111", PUBLIC)])
        assert b"hello" == await ask("https://a.example/", both, World(answer))
        with pytest.raises(SourceError, match="cannot be reached: no route") as down:
            await ask("https://a.example/", Names(a_example=[("2606:4700::1111",)]), World(answer))
        assert not down.value.permanent


class TestWhatWeTake:
    async def test_no_more_than_asked_for(self):
        """
        Neither a declared nor an undeclared flood gets past the cap.
        """
        names = Names(a_example=[(PUBLIC,)])

        async def flood():
            while True:
                yield b"x" * 100

        declared = World(lambda _: httpx2.Response(200, content=b"x" * 1001))
        endless = World(lambda _: httpx2.Response(200, content=flood()))
        for world in (declared, endless):
            with pytest.raises(SourceError, match=r"more than 0\.001 MB") as refused:
                await ask("https://a.example/", names, world)
            assert refused.value.permanent

    async def test_no_compression(self):
        """
        A small answer that would unfold into a large one is not unfolded.
        """
        world = World(lambda _: httpx2.Response(200, headers={"content-encoding": "br"}))
        with pytest.raises(SourceError, match="compresses although asked not to"):
            await ask("https://a.example/", Names(a_example=[(PUBLIC,)]), world)

    async def test_304_only_if_we_asked(self):
        """
        "Not modified" is an answer to a condition and to nothing else.
        """
        world = World(lambda _: httpx2.Response(304))
        with pytest.raises(SourceError, match="answered 304"):
            await ask("https://a.example/", Names(a_example=[(PUBLIC,)]), world)

    async def test_total_time(self):
        """
        A server that drips is left when the time is up.
        """
        gate = asyncio.Event()

        async def drip():
            yield b"x"
            await gate.wait()

        world = World(lambda _: httpx2.Response(200, content=drip()))
        with pytest.raises(SourceError, match=r"a\.example took more than 0.05 seconds"):
            await ask("https://a.example/", Names(a_example=[(PUBLIC,)]), world, total=0.05)

    async def test_the_sinks_own_trouble_comes_out(self):
        """
        A full disk is a full disk, not a bad server.
        """

        def full(_: bytes) -> None:
            raise TimeoutError("disk")

        reach = Reach(resolve=Names(a_example=[(PUBLIC,)]), transport=World(ok))
        with pytest.raises(TimeoutError, match="disk"):
            await fetch("https://a.example/", cap=10, sink=full, reach=reach)


class TestOnTheWire:
    def test_a_worker_fetches_a_picture(self):
        """
        A real picture over a real socket, byte for byte.
        """
        with FeedServer([Post(1, pictures=(Picture("a.jpg"),))]) as server:
            got = bytearray()
            answer = download(
                f"{server.base}/media/a.jpg", cap=25_000_000, private=True, sink=got.extend
            )

        assert bytes(got).startswith(b"\xff\xd8")
        assert len(got) == answer.size
        assert "image/jpeg" == answer.headers["content-type"]

    def test_loopback_only_with_leave(self):
        """
        Without the operator's leave a server on this machine is out of reach.
        """
        with FeedServer() as server:
            with pytest.raises(SourceError):
                download(f"{server.base}/x", cap=1, private=False, sink=lambda _: None)

            assert [] == server.requests

    async def test_a_name_is_pinned(self):
        """
        Over a real socket: a name only our resolver knows, asked once, with its Host.
        """
        with FeedServer([Post(1)]) as server:
            names = Names(feed_test=[("127.0.0.1",), ("127.0.0.9",)])
            reach = Reach(private=True, resolve=names)
            url = f"http://feed.test:{server.port}/tags/T.rss"
            answer = await fetch(url, cap=10_000, sink=lambda _: None, reach=reach)

        assert 200 == answer.status
        assert ["feed.test"] == names.asked
        assert f"feed.test:{server.port}" == server.requests[0].headers["host"]

    def test_redirects_over_a_socket(self):
        """
        A moved feed is found; one that goes round in circles is left.
        """
        with FeedServer([Post(1)]) as server:
            answer = download(f"{server.base}/moved", cap=10_000, private=True, sink=lambda _: None)
            assert answer.url.endswith("/tags/T.rss")
            with pytest.raises(SourceError, match="redirects more than"):
                download(f"{server.base}/round", cap=1, private=True, sink=lambda _: None)

    def test_broken_off(self):
        """
        A connection that ends too early is trouble for now, not a short picture.
        """

        async def half():
            yield b"x" * 10
            raise ConnectionResetError

        with FeedServer() as server:
            server.trouble = lambda request: StreamingResponse(
                half(), headers={"content-length": "100"}
            )
            with pytest.raises(SourceError, match="broke off") as broken:
                download(f"{server.base}/x", cap=1000, private=True, sink=lambda _: None)

        assert not broken.value.permanent

    def test_nobody_there(self):
        """
        A server that is down now may be up later.
        """
        with FeedServer() as server:
            url = f"{server.base}/x"
        with pytest.raises(SourceError, match="cannot be reached") as down:
            download(url, cap=1, private=True, sink=lambda _: None)

        assert not down.value.permanent

    def test_no_proxy_from_the_environment(self, monkeypatch):
        """
        A proxy setting must not carry our request where we did not look.
        """
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:1")
        with FeedServer([Post(1)]) as server:
            answer = download(server.url, cap=10_000, private=True, sink=lambda _: None)

        assert 200 == answer.status

    def test_redirect_cookie_is_not_carried(self):
        """
        A cookie set on the way is not handed on.
        """
        with FeedServer([Post(1)]) as server:

            def answer(request) -> Response:
                moved = RedirectResponse("/tags/T.rss")
                moved.set_cookie("a", "b")
                return moved

            server.trouble = lambda request: answer(request) if request.url.path == "/c" else None
            download(f"{server.base}/c", cap=10_000, private=True, sink=lambda _: None)

            assert "cookie" not in server.requests[-1].headers


class TestRetryAfter:
    @pytest.mark.parametrize(
        ("headers", "expected"),
        [
            ({}, None),
            ({"retry-after": "30"}, 30.0),
            ({"retry-after": "0"}, 1.0),
            ({"retry-after": "604800"}, LONGEST_WAIT),
            ({"retry-after": "soon"}, None),
            ({"retry-after": "-5"}, None),
            ({"retry-after": "٣"}, None),
            (
                {
                    "retry-after": "Fri, 05 Mar 2027 12:01:30 GMT",
                    "date": "Fri, 05 Mar 2027 12:00:00 GMT",
                },
                90.0,
            ),
            ({"retry-after": "Fri, 05 Mar 1999 12:01:30 GMT"}, 1.0),
            ({"retry-after": "Fri, 99 Mar 1999"}, None),
            ({"retry-after": "Fri, 05 Mar 2027 12:01:30 GMT", "date": "nonsense"}, None),
        ],
    )
    def test_seconds_or_a_date(self, headers, expected):
        """
        We wait as long as we are asked to, within reason, by the other side's clock.
        """
        assert expected == retry_after(headers)
