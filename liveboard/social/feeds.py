"""RSS and Atom: the network that needs no account.

Mastodon instances publish every hashtag this way (`https://instance/tags/TAG.rss`),
and so does nearly every blog. The price is that a feed says neither that a post was
edited nor that it was deleted: `view.py` works that out from two looks at it.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from liveboard.domain.event import Event, SourceSpec
from liveboard.domain.mention import Mention, concerns
from liveboard.social.entries import Feed, Post, read
from liveboard.social.fetch import Answer, Reach, fetch
from liveboard.social.source import Batch, SourceError
from liveboard.social.view import Change, Seen, View, look

CAP = 5_000_000  # bytes of a feed; Mastodon's have 40 thousand
WIPED = 3  # a feed that showed more posts than this and now shows none is not believed


@dataclass(frozen=True, slots=True)
class _Cursor:
    """What is kept between two polls: of which feed, read for which words."""

    url: str
    words: str
    etag: str = ""
    modified: str = ""
    view: View = field(default_factory=View)

    @classmethod
    def load(cls, text: str, url: str, words: str) -> "_Cursor":
        """Read a cursor; one that cannot be read, or is another feed's, starts afresh."""
        try:
            data = json.loads(text)
            view = View(
                tuple((str(guid), at) for guid, at in data["window"]),
                {str(guid): str(version) for guid, version in data["seen"].items()},
                int(data["most"]),
                frozenset(data["unsure"]),
            )
            found = cls(data["url"], data["words"], data["etag"], data["modified"], view)
        except (ValueError, TypeError, KeyError, AttributeError):
            return cls(url, words)
        if found.url != url:
            return cls(url, words)
        if found.words != words:
            # What we told stays told, but the feed must be read again though it has not changed.
            return cls(url, words, view=view)
        return found

    def dump(self) -> str:
        return json.dumps(
            {
                "url": self.url,
                "words": self.words,
                "etag": self.etag,
                "modified": self.modified,
                "window": self.view.window,
                "seen": self.view.seen,
                "most": self.view.most,
                "unsure": sorted(self.view.unsure),
            },
            separators=(",", ":"),
        )

    def conditions(self) -> dict[str, str]:
        """Ask only for what is new, unless something has to be looked at twice."""
        if self.view.unsure:
            return {}
        sent = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in sent.items() if value}


class FeedSource:
    """One feed of the event file, as the bot reads it.

    Args:
        spec: Its name, address and how often to ask, in seconds.
        event: Whose hashtag and handles make a post ours.
        now: The clock, for posts that do not say when they were written.
        reach: How far it may reach; by default public addresses only.
    """

    def __init__(
        self,
        spec: SourceSpec,
        event: Event,
        *,
        now: Callable[[], datetime],
        reach: Reach | None = None,
    ) -> None:
        self.name = spec.name
        self._spec = spec
        self._hashtag = event.hashtag
        self._handles = event.handles
        self._now = now
        self._reach = reach or Reach()

    async def poll(self, cursor: str) -> Batch:
        """See `source.Source.poll`. Costs one request; 304 costs nothing more."""
        words = " ".join((self._hashtag, *self._handles))
        before = _Cursor.load(cursor, self._spec.url, words)
        data = bytearray()
        answer = await fetch(
            self._spec.url,
            cap=CAP,
            sink=data.extend,
            reach=self._reach,
            headers=before.conditions(),
        )
        wait = float(self._spec.every)
        if answer.status == 304:
            return Batch((), before.dump(), wait)
        feed = await asyncio.to_thread(read, bytes(data))
        if not feed.posts and len(before.view.window) > WIPED:
            # Nobody deletes everything at once. A server that is being restored, or has
            # closed its hashtags to strangers, says just this.
            raise SourceError(f"the feed {self.name} is suddenly empty; nothing was removed")
        after, mentions = self._compare(before, feed, answer)
        return Batch(mentions, after.dump(), wait)

    def _compare(
        self, before: _Cursor, feed: Feed, answer: Answer
    ) -> tuple[_Cursor, tuple[Mention, ...]]:
        posts = {post.guid: post for post in feed.posts}
        seen = [
            Seen(post.guid, post.version if self._ours(post) else "", post.at)
            for post in feed.posts
        ]
        view, change = look(before.view, seen, whole=feed.whole)
        headers = answer.headers
        after = replace(
            before,
            etag=_sendable(headers.get("etag", "")),
            modified=_sendable(headers.get("last-modified", "")),
            view=view,
        )
        return after, tuple(self._mentions(posts, change))

    def _ours(self, post: Post) -> bool:
        return concerns(post.words, self._hashtag, self._handles)

    def _mentions(self, posts: dict[str, Post], change: Change) -> Iterator[Mention]:
        now = self._now()
        for guid, version in change.gone:
            yield Mention(self.name, f"rss:{guid}", version, "", "", "", now, deleted=True)
        for guid in change.told:
            post = posts[guid]
            facts: dict[str, Any] = {"url": post.url, "author": post.author, "text": post.text}
            # A post from the future was written by a wrong clock.
            at = min(post.at or now, now)
            yield Mention(
                self.name, f"rss:{guid}", post.version, at=at, photos=post.photos, **facts
            )


def _sendable(header: str) -> str:
    """Keep what can be sent back as it came; the rest is not worth a 304."""
    return header if len(header) <= 500 and header.isascii() and header.isprintable() else ""


def open_source(
    spec: SourceSpec, event: Event, *, now: Callable[[], datetime], reach: Reach
) -> FeedSource:
    """Return the source an event file describes.

    Raises:
        SourceError: Permanent, if we know no such kind of network.
    """
    if spec.kind != "rss":
        raise SourceError(
            f'source {spec.name}: "{spec.kind}" is not a kind we read; use "rss"', permanent=True
        )
    return FeedSource(spec, event, now=now, reach=reach)
