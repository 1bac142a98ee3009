"""Take: what a source says goes into the store together with its cursor."""

import functools
from collections.abc import Iterable

from liveboard.domain.event import OTHER, Event
from liveboard.domain.mention import Mention, subjects_in
from liveboard.social.source import Batch
from liveboard.store import sources
from liveboard.store.call import run
from liveboard.store.sources import Taken
from liveboard.work.kit import Kit, fresh_id


def take(kit: Kit, source: str, batch: Batch) -> Taken:
    """Take a batch of mentions, all or nothing, and offer to fetch their photos."""
    event = kit.event()
    roster = event.roster
    taken = run(
        kit.redis,
        sources.take(
            kit.keys,
            source,
            batch.cursor,
            _ours(batch.mentions, event),
            subjects=lambda text: subjects_in(text, roster) or (OTHER,),
            sender=functools.partial(kit.secret.mac, f"author:{source}"),
            new_id=fresh_id,
            now=kit.clock.ms(),
        ),
    )
    for entry in taken.fetch:
        kit.queue.send("fetch", entry)
    return taken


def _ours(mentions: Iterable[Mention], event: Event) -> list[Mention]:
    """Those of the day, and of each only what it says last."""
    last = {mention.key: mention for mention in mentions}
    return [one for one in last.values() if one.deleted or _of_the_day(one, event)]


def _of_the_day(mention: Mention, event: Event) -> bool:
    """Whether it was sent while the event was open: a feed's first poll tells last year's too."""
    return not (
        (event.opens and mention.at < event.opens) or (event.closes and mention.at >= event.closes)
    )


def cursor(kit: Kit, source: str) -> str:
    """Where a source stands; "" at the beginning."""
    return run(kit.redis, sources.cursor(kit.keys, source))
