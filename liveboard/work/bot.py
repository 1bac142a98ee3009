"""Follow the event's sources; a source that fails slows nothing but itself."""

import asyncio
import logging
from collections.abc import Iterator

from liveboard.domain.errors import Problem
from liveboard.domain.event import Event
from liveboard.social.feeds import open_source
from liveboard.social.fetch import Reach
from liveboard.social.source import Source, SourceError
from liveboard.work.kit import Kit
from liveboard.work.take import cursor, take

log = logging.getLogger("liveboard.bot")

SLOWEST_S = 600.0
CHECK_S = 10.0


async def follow(kit: Kit, stop: asyncio.Event) -> None:
    """Poll every source of the loaded event until told to stop or its sources change."""
    event = await asyncio.to_thread(kit.event)
    sources = list(_open(kit, event))
    tasks = [asyncio.create_task(_poll(kit, source)) for source in sources]
    try:
        while not stop.is_set() and await _unchanged(kit, event):
            await _pause(stop, CHECK_S)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _open(kit: Kit, event: Event) -> Iterator[Source]:
    reach = Reach(private=kit.settings.feeds_private, contact=kit.settings.url)
    for spec in event.sources:
        try:
            yield open_source(spec, event, now=kit.clock.now, reach=reach)
        except SourceError as error:
            log.error("%s", error)  # noqa: TRY400 -- a sentence for the operator


async def _unchanged(kit: Kit, event: Event) -> bool:
    """Whether the sources, and what makes a message ours, are what we follow."""
    try:
        now = await asyncio.to_thread(kit.event)
    except Problem:
        return True
    return (now.sources, now.hashtag, now.handles) == (event.sources, event.hashtag, event.handles)


async def _poll(kit: Kit, source: Source) -> None:
    failures = 0
    while True:
        try:
            at = await asyncio.to_thread(cursor, kit, source.name)
            batch = await source.poll(at)
            failures, wait = 0, batch.wait
            if batch.mentions or batch.cursor != at:
                taken = await asyncio.to_thread(take, kit, source.name, batch)
                log.info(
                    "%s: %d new, %d changed, %d gone",
                    source.name,
                    taken.taken,
                    taken.edited,
                    taken.gone,
                )
        except SourceError as error:
            failures += 1
            wait = error.retry_after or min(SLOWEST_S, 15.0 * 2**failures)
            if error.permanent:
                wait = SLOWEST_S
            log.warning("%s: %s; asking again in %d s", source.name, error, wait)
        except Problem as error:
            wait = 5.0
            log.warning("%s: %s", source.name, error)
        except Exception:  # one source's fault must not end it for the day, nor the others
            wait = SLOWEST_S
            log.exception("%s: a fault; asking again in %d s", source.name, wait)
        await asyncio.sleep(wait)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
