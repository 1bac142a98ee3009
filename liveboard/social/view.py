"""What we know of a feed, and what a newer look at it says. Pure.

A feed shows the newest so many posts. A post that is no longer in it was deleted, or
was pushed off the end by newer ones; the second must not take a photo off the wall,
the first must. What tells them apart:

* **Something behind it is there.** A post listed after the missing one, and not newer,
  stayed or came up: the end of the feed lies beyond, so the missing one was deleted.
* **The feed is not full.** It shows fewer posts than it once did, so nothing can have
  been pushed off. A tail is also what is missing from a feed that was cut short, so
  this counts only when two looks agree and the feed was whole.
* Anything else fell off the end. We remember it, for when it comes back.

What it cannot tell: that the last post of a feed was deleted between the same two looks
at which as many new ones came in. Such a post stays until a person hides it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

MEMORY = 200  # posts beyond the end of the feed that we remember


@dataclass(frozen=True, slots=True)
class Seen:
    """A post of the feed: its id, its version (empty: it is not ours) and its time."""

    guid: str
    version: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What the cursor remembers.

    Attributes:
        window: The posts of the feed in its order, with their times in seconds, if known.
        seen: The version of every post we remember; empty if it is not ours.
        most: The most posts the feed ever showed.
        unsure: Posts missing from the tail, to be looked for once more.
    """

    window: tuple[tuple[str, float | None], ...] = ()
    seen: Mapping[str, str] = field(default_factory=dict)
    most: int = 0
    unsure: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """What to tell: ids that are new or changed, and ids that are gone with their version."""

    told: tuple[str, ...]
    gone: tuple[tuple[str, str], ...]


def look(view: View, posts: Sequence[Seen], *, whole: bool) -> tuple[View, Change]:
    """Compare what we know with what the feed shows now, in its own order.

    Args:
        view: What we knew.
        posts: What the feed shows.
        whole: False if the feed was malformed: its end may be missing.
    """
    shown = {post.guid for post in posts}
    deleted = set(_passed_over(view, posts))
    tail = [place for place in view.window if place[0] not in shown | deleted]
    unsure = {guid for guid, _ in tail} & view.unsure
    if whole:
        deleted |= unsure
        # Kept for one more look; missing from a feed that is not full.
        tail = [place for place in tail if place[0] not in unsure and len(posts) < view.most]
        unsure = {guid for guid, _ in tail}
    told = [
        post.guid
        for post in reversed(posts)
        if post.version and post.version != view.seen.get(post.guid, "")
    ]
    lost = {post.guid for post in posts if not post.version} | deleted
    gone = [(guid, version) for guid, version in view.seen.items() if guid in lost and version]
    past = [pair for pair in view.seen.items() if pair[0] not in shown | deleted]
    after = View(
        window=(*((post.guid, _seconds(post)) for post in posts), *tail[:MEMORY]),
        seen=dict([*past[-MEMORY:], *((post.guid, post.version) for post in reversed(posts))]),
        most=max(view.most, len(posts)),
        unsure=frozenset(unsure),
    )
    return after, Change(tuple(told), tuple(gone))


def _seconds(post: Seen) -> float | None:
    return post.at.timestamp() if post.at else None


def _passed_over(view: View, posts: Sequence[Seen]) -> Iterator[str]:
    """Yield what is missing although something behind it, and not newer, is there.

    Both are asked for, the place and the time, because neither is enough: Mastodon lists
    by arrival, so that an old time may stand far up; and new posts may come in anywhere.
    Only a feed that changes its order while we look leaves nothing but the times.
    """
    now = {post.guid: place for place, post in enumerate(posts)}
    shown = [(post.guid, _seconds(post)) for post in posts]
    stayed = [guid for guid, _ in view.window if guid in now]
    steady = all(now[first] < now[second] for first, second in pairwise(stayed))
    # What came up behind the last one that stayed was beyond the end before.
    came_up = shown[now[stayed[-1]] + 1 :] if stayed else []
    for place, (guid, at) in enumerate(view.window):
        if guid in now or at is None:
            continue
        behind = [other for other in view.window[place + 1 :] if other[0] in now] + came_up
        times = [then for _, then in (behind if steady else shown) if then is not None]
        if any(then <= at if steady else then < at for then in times):
            yield guid
