"""The day itself, from opening to the count at the end."""

import asyncio
import time

from liveboard.cli.demo.crowd import Crowd
from liveboard.cli.demo.desk import Desk
from liveboard.cli.demo.people import Browser, Moderator, Way
from liveboard.cli.demo.tally import Tally
from liveboard.domain.errors import Problem


async def live_through(
    way: Way, crowd: Crowd, tally: Tally, account: tuple[str, str], delay: float
) -> None:
    """Send everything, decide on everything of ours, and compare with the wall.

    Args:
        account: The moderator's name and password.
        delay: Seconds between a verdict and the wall.

    Raises:
        Problem: The server refused something, or nothing moves any more.
    """
    moderator = Moderator(way, tally.slow)
    desk = Desk(moderator, crowd, tally)
    try:
        await moderator.sign_in(*account)
        async with asyncio.TaskGroup() as group:
            arriving = group.create_task(crowd.arrive(time.monotonic()))
            group.create_task(desk.work(lambda: not arriving.done()))
        tally.on_the_wall = await _on_the_wall(moderator, tally, delay + 5)
    except* Problem as several:  # one sentence is enough for a person
        raise _first(several) from None
    finally:
        await crowd.leave()
        await moderator.close()


async def _on_the_wall(browser: Browser, tally: Tally, patience: float) -> set[str]:
    """Which of ours everybody can see; they may be a moment late."""
    end = time.monotonic() + patience
    while True:
        seen = await _shown(browser) & tally.ours.keys()
        if seen == tally.shown() or time.monotonic() > end:
            return seen
        await asyncio.sleep(0.5)


async def _shown(browser: Browser) -> set[str]:
    """Every shown entry, read page by page as a wall would."""
    found: set[str] = set()
    last: dict[str, str] = {}
    while True:
        page = (await browser.ask("GET", "/live/v1/entries", params=last)).json()
        found |= {entry["id"] for entry in page["entries"]}
        if not page["more"]:
            return found
        last = {"before": page["entries"][-1]["id"]}


def _first(group: BaseExceptionGroup[Problem]) -> Problem:
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
