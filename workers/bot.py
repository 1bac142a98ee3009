"""The bot's loop: poll each source, take what it says, wait. The same for every network."""

import asyncio
import logging
import signal

from liveboard.domain.errors import Problem
from liveboard.work.bot import follow
from liveboard.work.kit import Kit

log = logging.getLogger("liveboard.bot")

LOOK_AGAIN_S = 5  # an event loaded again may have other sources


def main(kit: Kit) -> None:
    """Follow the event's sources until told to stop."""
    asyncio.run(_main(kit))


async def _main(kit: Kit) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    while not stop.is_set():
        try:
            await follow(kit, stop)
        except Problem as error:
            log.warning("%s", error)
        try:
            await asyncio.wait_for(stop.wait(), LOOK_AGAIN_S)
        except TimeoutError:
            continue
