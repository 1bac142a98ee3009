"""A small server that publishes a hashtag as Mastodon does, on a real loopback port.

`FeedServer().app` can also be asked without a port (`httpx2.ASGITransport`). What it
has is in `posts`; change them and the feed changes. `trouble` makes it misbehave.
"""

import hashlib
import io
import random
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Self
from xml.sax.saxutils import escape, quoteattr

import uvicorn
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tests.helpers import wait_until

NOON = datetime(2027, 3, 5, 12, tzinfo=UTC)


@dataclass
class Picture:
    """A picture of a post: its name on the server and its description."""

    name: str
    alt: str = ""
    kind: str = "image/jpeg"
    colour: str = "#336699"


@dataclass
class Post:
    """A post as its author wrote it; `html` is the content Mastodon makes of it."""

    number: int
    html: str = (
        '<p>Our lab <a href="/tags/x" class="mention hashtag">#<span>TECHOGNITION</span></a></p>'
    )
    at: datetime = NOON
    user: str = "ada"
    pictures: tuple[Picture, ...] = ()
    tags: tuple[str, ...] = ()
    sensitive: bool = False
    title: str = ""


@dataclass
class FeedServer:
    """The server. Newest of `posts` last, as they arrived; the feed shows the last `window`."""

    posts: list[Post] = field(default_factory=list)
    window: int = 20
    format: str = "rss"  # or "atom"
    shuffle: random.Random | None = None
    conditional: bool = True
    trouble: Callable[[Request], Response | None] | None = None
    requests: list[Request] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        self.app = Starlette(
            routes=[
                Route("/tags/{tag}.rss", self.feed),
                Route("/media/{name}", self.picture),
                Route("/moved", lambda request: RedirectResponse("/tags/T.rss", 301)),
                Route("/round", lambda request: RedirectResponse("/round", 302)),
                Route("/{rest:path}", self.elsewhere),
            ]
        )

    @property
    def base(self) -> str:
        """The address of the server, without a path."""
        return f"http://127.0.0.1:{self.port}" if self.port else "http://feed.example"

    @property
    def url(self) -> str:
        """The address of the feed."""
        return f"{self.base}/tags/TECHOGNITION.rss"

    def shown(self) -> list[Post]:
        """The posts in the feed now, the newest first."""
        posts = self.posts[::-1][: self.window]
        if self.shuffle:
            self.shuffle.shuffle(posts)
        return posts

    async def feed(self, request: Request) -> Response:
        """GET /tags/{tag}.rss — with ETag and Last-Modified, 304 if nothing has changed."""
        self.requests.append(request)
        strange = self.trouble(request) if self.trouble else None
        if strange is not None:
            return strange
        body = (atom if self.format == "atom" else rss)(self.base, self.shown()).encode()
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
        headers = {"ETag": etag, "Last-Modified": format_datetime(NOON, usegmt=True)}
        if self.conditional and request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type=f"application/{self.format}+xml")

    async def picture(self, request: Request) -> Response:
        """GET /media/{name} — a picture in the colour the post gave it."""
        self.requests.append(request)
        name = request.path_params["name"]
        for picture in (one for post in self.posts for one in post.pictures):
            if picture.name == name:
                data = io.BytesIO()
                Image.new("RGB", (640, 480), picture.colour).save(data, "JPEG")
                return Response(data.getvalue(), media_type=picture.kind)
        return Response("gone", 404)

    async def elsewhere(self, request: Request) -> Response:
        """Anything else is trouble, or not there."""
        self.requests.append(request)
        return (self.trouble and self.trouble(request)) or Response("no", 404)

    def __enter__(self) -> Self:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(self.app, log_level="error", lifespan="off", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]})
        self._thread.start()
        wait_until(lambda: self._server.started, "the feed server listens")
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()


def rss(base: str, posts: list[Post]) -> str:
    """RSS 2.0 as Mastodon 4 writes it: no author, no title, media with ratings."""
    items = []
    for post in posts:
        link = f"{base}/@{post.user}/{post.number}"
        rating = "adult" if post.sensitive else "nonadult"
        media = "".join(media_content(base, one, rating) for one in post.pictures)
        if len(post.pictures) == 1:
            one = post.pictures[0]
            media = (
                f"<enclosure url={quoteattr(base + '/media/' + one.name)}"
                f' type={quoteattr(one.kind)} length="1"/>{media}'
            )
        items.append(
            f'<item><guid isPermaLink="true">{link}</guid><link>{link}</link>'
            + (f"<title>{escape(post.title)}</title>" if post.title else "")
            + f"<pubDate>{format_datetime(post.at)}</pubDate>"
            f"<description>{escape(post.html)}</description>{media}"
            + "".join(f"<category>{escape(tag)}</category>" for tag in post.tags)
            + "</item>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
        ' xmlns:webfeeds="http://webfeeds.org/rss/1.0"'
        ' xmlns:media="http://search.yahoo.com/mrss/"><channel><title>#TECHOGNITION</title>'
        f"<description>Public posts</description><link>{base}/tags/TECHOGNITION</link>"
        f"<generator>Mastodon v4.5.0</generator>{''.join(items)}</channel></rss>"
    )


def media_content(base: str, picture: Picture, rating: str) -> str:
    """One picture as Media RSS: its address, its rating, its description if it has one."""
    address, alt = quoteattr(f"{base}/media/{picture.name}"), escape(picture.alt)
    return (
        f"<media:content url={address} type={quoteattr(picture.kind)}"
        f' fileSize="1" medium="image">'
        f'<media:rating scheme="urn:simple">{rating}</media:rating>'
        + (f'<media:description type="plain">{alt}</media:description>' if alt else "")
        + "</media:content>"
    )


def atom(base: str, posts: list[Post]) -> str:
    """Atom 1.0 as a school's blog writes it: titles, authors, enclosures as links."""
    entries = []
    for post in posts:
        media = "".join(
            f'<link rel="enclosure" type={quoteattr(one.kind)}'
            f" href={quoteattr(base + '/media/' + one.name)}/>"
            for one in post.pictures
        )
        entries.append(
            f"<entry><id>tag:feed.example,2027:{post.number}</id>"
            f"<title>{escape(post.title)}</title>"
            f"<published>{post.at.isoformat()}</published><updated>{post.at.isoformat()}</updated>"
            f"<author><name>{escape(post.user)}</name></author>"
            f'<link rel="alternate" href="{base}/posts/{post.number}"/>{media}'
            f'<content type="html">{escape(post.html)}</content></entry>'
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>A school's blog</title><id>{base}/</id>"
        f"<updated>{NOON.isoformat()}</updated>{''.join(entries)}</feed>"
    )
