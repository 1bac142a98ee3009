import asyncio
import contextlib
import random
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.responses import Response

from liveboard.domain.event import SourceSpec
from liveboard.domain.mention import Mention, Photo
from liveboard.social.feeds import CAP, FeedSource, open_source
from liveboard.social.fetch import Reach
from liveboard.social.source import SourceError
from tests.fakes.feedserver import NOON, FeedServer, Picture, Post, rss
from tests.helpers import scaled
from tests.social.cast import TECHOGNITION

LATER = NOON + timedelta(hours=6)


async def anywhere(host: str, port: int) -> tuple[str, ...]:
    return ("127.0.0.1",)


def source(server: FeedServer, **changes: object) -> FeedSource:
    """The feed of a server, asked without a port if the server has none."""
    inside = httpx2.ASGITransport(server.app)
    reach = (
        Reach(private=True)
        if server.port
        else Reach(private=True, resolve=anywhere, transport=lambda: inside)
    )
    event = replace(TECHOGNITION, **changes)
    return FeedSource(
        SourceSpec("mastodon", "rss", server.url, 30), event, now=lambda: LATER, reach=reach
    )


class Reader:
    """Polls a source as the bot does, and keeps the view a store would have."""

    def __init__(self, feed: FeedSource) -> None:
        self.feed = feed
        self.cursor = ""
        self.view: dict[str, Mention] = {}
        self.told: list[Mention] = []

    async def poll(self) -> tuple[Mention, ...]:
        batch = await self.feed.poll(self.cursor)
        self.cursor = batch.cursor
        self.told += batch.mentions
        for mention in batch.mentions:
            if mention.deleted:
                self.view.pop(mention.key, None)
            else:
                self.view[mention.key] = mention
        return batch.mentions


def html(words: str) -> str:
    return f"<p>{words}</p>"


class TestPoll:
    async def test_a_post_becomes_a_mention(self):
        """
        A Mastodon post with a described photo reaches us whole.
        """
        post = Post(7, pictures=(Picture("a.jpg", "A bench & a <lamp>"),), tags=("techognition",))
        with FeedServer([post]) as server:
            batch = await source(server).poll("")

        [mention] = batch.mentions
        assert batch.wait == 30
        assert mention == Mention(
            source="mastodon",
            key=f"rss:{server.base}/@ada/7",
            version=mention.version,
            url=f"{server.base}/@ada/7",
            author=f"@ada@127.0.0.1:{server.port}",
            text="Our lab #TECHOGNITION",
            at=NOON,
            photos=(Photo(f"{server.base}/media/a.jpg", "A bench & a <lamp>"),),
        )

    async def test_unchanged_feed_costs_a_304(self):
        """
        We ask with the ETag we were given and take "not modified" for an answer.
        """
        with FeedServer([Post(1)]) as server:
            reader = Reader(source(server))
            await reader.poll()
            cursor = reader.cursor
            assert () == await reader.poll()

        asked = server.requests[-1].headers
        assert asked["if-none-match"].startswith('W/"')
        assert "if-modified-since" in asked
        assert cursor == reader.cursor

    @pytest.mark.parametrize("etag", ['"caf\u00e9"', '"' + "x" * 600 + '"', ""])
    async def test_an_etag_that_cannot_be_sent_back(self, etag):
        """
        A strange ETag is forgotten; the next poll works all the same.
        """
        with FeedServer([Post(1)]) as server:
            body = rss(server.base, server.shown())
            server.trouble = lambda request: Response(body, headers={"ETag": etag})
            reader = Reader(source(server))
            await reader.poll()
            await reader.poll()

        assert "if-none-match" not in server.requests[-1].headers
        assert 1 == len(reader.told)

    async def test_atom_from_a_blog(self):
        """
        A school's blog in Atom works too: title, author, enclosures, ids that are no addresses.
        """
        blog = Post(
            3, html("Look at <b>this</b> #TECHOGNITION"), user="Ms Okafor", title="Kiln day",
            pictures=(Picture("k.png", kind="image/png"), Picture("k.mp4", kind="video/mp4")),
        )  # fmt: skip
        server = FeedServer([blog], format="atom")
        [mention] = (await source(server).poll("")).mentions

        assert "rss:tag:feed.example,2027:3" == mention.key
        assert "Ms Okafor" == mention.author
        assert "Kiln day\nLook at this #TECHOGNITION" == mention.text
        assert (Photo("http://feed.example/media/k.png", ""),) == mention.photos

    async def test_only_ours(self):
        """
        A feed may carry other people's posts; only those that name us are told.
        """
        texts = [
            "#TECHOGNITION",
            "#TECHOGNITIONfoo",
            "hello",
            "@techognitionuk hi",
            "#techognition",
        ]
        server = FeedServer([Post(n, html(text)) for n, text in enumerate(texts)])
        mentions = (await source(server).poll("")).mentions

        assert [0, 3, 4] == [int(mention.key.rsplit("/", 1)[1]) for mention in mentions]

    async def test_a_category_is_a_hashtag(self):
        """
        Blogs tag by category, not by #.
        """
        server = FeedServer([Post(1, html("no hash"), tags=("Techognition",))])

        assert 1 == len((await source(server).poll("")).mentions)

    async def test_edit_and_untag_and_delete(self):
        """
        Other words: told again. Hashtag taken out: gone. Deleted: gone. All in one poll.
        """
        posts = [Post(n, html(f"{n} #TECHOGNITION"), NOON + timedelta(minutes=n)) for n in range(5)]
        server = FeedServer(posts)
        reader = Reader(source(server))
        await reader.poll()
        posts[1].html = html("1 changed #TECHOGNITION")
        posts[2].html = html("2 without")
        del posts[3]
        told = await reader.poll()

        assert {"1": False, "2": True, "3": True} == {m.key[-1]: m.deleted for m in told}
        assert {"0", "1", "4"} == {key[-1] for key in reader.view}
        assert "1 changed #TECHOGNITION" == reader.view["rss:http://feed.example/@ada/1"].text

    async def test_new_alt_or_picture_is_an_edit(self):
        """
        A verdict covers the pixels and words it saw; another picture or description is an edit.
        """
        post = Post(1, pictures=(Picture("a.jpg", "one"),))
        server = FeedServer([post])
        reader = Reader(source(server))
        await reader.poll()
        post.pictures = (Picture("a.jpg", "two"),)
        assert ["two"] == [photo.alt for [m] in [await reader.poll()] for photo in m.photos]
        post.pictures = (Picture("b.jpg", "two"),)
        assert 1 == len(await reader.poll())

    async def test_other_words_to_look_for(self):
        """
        When the organisers change the hashtag, an unchanged feed is read again.
        """
        server = FeedServer([Post(1, html("#TECHOGNITION")), Post(2, html("#Other"))])
        first = Reader(source(server))
        await first.poll()
        second = Reader(source(server, hashtag="Other", handles=()))
        second.cursor = first.cursor
        told = await second.poll()

        assert [("1", True), ("2", False)] == [(m.key[-1], m.deleted) for m in told]

    async def test_another_feed_starts_afresh(self):
        """
        A new address under the old name deletes nothing; a cursor we cannot read neither.
        """
        old = Reader(source(FeedServer([Post(n) for n in range(5)])))
        await old.poll()
        with FeedServer([Post(9)]) as server:
            for cursor in (old.cursor, "not json", "[]", '{"window": 3}', "null"):
                batch = await source(server).poll(cursor)
                assert [False] == [mention.deleted for mention in batch.mentions]

    async def test_wrong_clocks(self):
        """
        A post from next year is given our time, not its own.
        """
        server = FeedServer([Post(1, at=NOON + timedelta(days=365))])

        assert [LATER] == [m.at for m in (await source(server).poll("")).mentions]


class TestTrouble:
    @pytest.mark.parametrize(
        ("answer", "permanent", "retry_after"),
        [
            (Response("", 500), False, None),
            (Response("", 503, {"Retry-After": "120"}), False, 120.0),
            (Response("", 429, {"Retry-After": "7"}), False, 7.0),
            (Response("", 404), True, None),
            (Response("", 410), True, None),
            (Response("", 401), True, None),
            (Response(""), False, None),
            (Response("<html><body>Down for repairs</body></html>"), False, None),
            (Response("{}"), False, None),
            (Response('<?xml version="1.0"?><rss version="2.0"><chan'), False, None),
            (Response("/etc/hostname"), False, None),
            (Response("http://127.0.0.1/"), False, None),
            (Response(b"\x00\xff" * 999), False, None),
            (Response("x" * (CAP + 1)), True, None),
        ],
    )
    async def test_an_error_is_never_a_deletion(self, answer, permanent, retry_after):
        """
        Whatever goes wrong on the other side, nothing leaves the wall, and it heals.
        """
        server = FeedServer([Post(1), Post(2)])
        reader = Reader(source(server))
        await reader.poll()
        server.posts.append(Post(3))
        server.trouble = lambda request: answer
        for _ in range(3):
            with pytest.raises(SourceError) as trouble:
                await reader.poll()
            assert (permanent, retry_after) == (
                trouble.value.permanent,
                trouble.value.retry_after,
            )
        server.trouble = None
        await reader.poll()

        assert {"1", "2", "3"} == {key[-1] for key in reader.view}
        assert not any(mention.deleted for mention in reader.told)

    async def test_suddenly_empty_is_not_believed(self):
        """
        A server that closes its hashtags to strangers answers with an empty feed.
        """
        server = FeedServer([Post(n) for n in range(6)])
        reader = Reader(source(server))
        await reader.poll()
        posts, server.posts = server.posts, []
        for _ in range(3):
            with pytest.raises(SourceError, match="suddenly empty"):
                await reader.poll()
        server.posts = posts
        await reader.poll()

        assert 6 == len(reader.view)

    async def test_the_only_post_deleted(self):
        """
        A feed that held one post and is empty now, twice, tells a deletion.
        """
        server = FeedServer([Post(1)])
        reader = Reader(source(server))
        await reader.poll()
        server.posts.clear()
        await reader.poll()
        assert 1 == len(reader.view)
        await reader.poll()

        assert {} == reader.view

    async def test_cut_short(self):
        """
        Half a feed gives half the posts and deletes none, however often it comes.
        """
        server = FeedServer([Post(n, at=NOON + timedelta(minutes=n)) for n in range(8)])
        reader = Reader(source(server))
        await reader.poll()
        server.trouble = lambda request: Response(cut(server))
        for _ in range(3):
            await reader.poll()
        server.trouble = None
        await reader.poll()

        assert 8 == len(reader.view)
        assert not any(mention.deleted for mention in reader.told)

    async def test_unknown_kind(self):
        """
        A kind of network we do not read is named, with what to write instead.
        """
        spec = SourceSpec("x", "carrier-pigeon", "https://example.org/")
        with pytest.raises(SourceError, match='"carrier-pigeon" is not a kind we read') as refused:
            open_source(spec, TECHOGNITION, now=lambda: LATER, reach=Reach())

        assert refused.value.permanent


def cut(server: FeedServer) -> str:
    text = rss(server.base, server.shown())
    return text[: text.rindex("<item>", 0, len(text) // 2) + 30]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["post", "post", "post", "edit", "untag", "delete", "poll", "poll"]),
        st.integers(0, 30),
    ),
    max_size=30,
)


class Story:
    """A server whose authors post, edit and delete, and a bot that polls now and then."""

    def __init__(self, order: str, window: int, chance: random.Random, *, prompt: bool) -> None:
        self.prompt = prompt
        self.server = FeedServer(window=window, shuffle=chance if order == "shuffled" else None)
        self.late = order == "late"
        self.chance = chance
        self.reader = Reader(source(self.server))
        self.posted = self.edits = 0
        self.overflowed = False

    async def step(self, what: str, which: int) -> None:
        posts = self.server.posts
        if what == "post":
            self.posted += 1
            at = self.chance.randrange(500) if self.late else self.posted
            ours = "#TECHOGNITION" if which % 4 else "not ours"
            posts.append(Post(self.posted, html(f"0 {ours}"), NOON + timedelta(seconds=at)))
            self.overflowed |= len(posts) > self.server.window
        elif what == "poll":
            await self.poll()
        elif posts:
            post = posts[which % len(posts)]
            self.edits += 1
            if what == "delete":
                posts.remove(post)
            else:
                post.html = html(f"{self.edits} " + ("#TECHOGNITION" if what == "edit" else "no"))

    async def poll(self) -> None:
        alive = self.truth(self.server.posts)
        if not self.server.posts:
            with contextlib.suppress(SourceError):  # "suddenly empty", unless it was nearly so
                await self.reader.poll()
            return
        for mention in await self.reader.poll():
            assert not mention.deleted or mention.key not in alive

    def truth(self, posts: list[Post]) -> dict[str, str]:
        return {
            f"rss:http://feed.example/@ada/{post.number}": post.html[3:-4]
            for post in posts
            if "#TECHOGNITION" in post.html
        }

    def check(self) -> None:
        view = {key: mention.text for key, mention in self.reader.view.items()}
        posts = self.server.posts
        window = sorted(posts, key=lambda post: post.number)[-self.server.window :]
        shown = {f"rss:http://feed.example/@ada/{post.number}" for post in window}
        assert {key: text for key, text in view.items() if key in shown} == self.truth(window)
        # Nothing ever fell off the end and we looked at every change: we know everything.
        if self.prompt and posts and not self.overflowed:
            assert view == self.truth(posts)
        last: dict[str, tuple[str, bool]] = {}
        for mention in self.reader.told:
            now = (mention.version, mention.deleted)
            assert last.get(mention.key) != now, "told twice"
            last[mention.key] = now


@pytest.mark.parametrize("order", ["arrival", "late", "shuffled"])
@settings(
    max_examples=scaled(300),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps=STEPS, window=st.integers(1, 8), seed=st.integers(0, 999), prompt=st.booleans())
def test_whatever_happens_we_end_with_what_is_there(order, steps, window, seed, prompt):
    """
    Posts appear, change and go, in any order, polled at any moment: in the end our view is
    the truth of what the feed shows, nobody living was told dead, nothing was told twice.
    """

    async def run() -> None:
        story = Story(order, window, random.Random(seed), prompt=prompt)
        for what, which in steps:
            await story.step(what, which)
            if prompt:
                await story.poll()
        await story.poll()
        await story.poll()
        story.check()

    asyncio.run(run())
