"""The sweeper's loop. Any number may run: each round is made of scripts that agree."""

import logging
import signal
import threading

from liveboard.domain.errors import Unavailable
from liveboard.work.kit import Kit
from liveboard.work.sweep import EVERY_S, sweep, tidy

log = logging.getLogger("liveboard.sweep")

TIDY_EVERY = 600  # rounds


def main(kit: Kit) -> None:
    """Sweep until told to stop."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    rounds = 0
    while not stop.wait(EVERY_S):
        try:
            sweep(kit)
            if rounds % TIDY_EVERY == 0:
                tidy(kit)
        except Unavailable as error:
            log.warning("%s", error)
        rounds += 1
