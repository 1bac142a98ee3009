"""The sweeper's loop. Any number may run: each round is made of scripts that agree."""

import logging
import signal
import threading

from liveboard.domain.errors import Problem
from liveboard.work.kit import Kit
from liveboard.work.sweep import EVERY_S, sweep, tidy

log = logging.getLogger("liveboard.sweep")

TIDY_EVERY = 600  # rounds


def main(kit: Kit) -> None:
    """Sweep until told to stop."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    suspects: frozenset[str] = frozenset()
    rounds = 0
    while not stop.wait(EVERY_S):
        try:
            sweep(kit)
            if rounds % TIDY_EVERY == 0:
                suspects = tidy(kit, suspects)
        except Problem as problem:  # away, or full: both pass
            log.warning("%s", problem)
        except Exception:  # the net must hold whatever one promise brings
            log.exception("a fault in a round; the next one goes on")
        rounds += 1
