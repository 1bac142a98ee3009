"""How a process of ours is born: it dies with its parent and says its name in the log."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int | None = None) -> None:
    """Ask Linux to kill us the moment our parent dies; elsewhere do nothing.

    Without it `kill -9` of a worker leaves its child at work on an entry that
    somebody else is about to be given.

    Args:
        parent: Its process number, for who knows it: should it be dead already, so are
            we. Otherwise whoever is our parent now.
    """
    if not sys.platform.startswith("linux"):
        return
    parent = parent or os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before we could ask
        os.kill(os.getpid(), signal.SIGKILL)


def log_to_stderr(name: str, level: str = "info") -> None:
    """Send the log to standard error, one line an event, with the process's name in front."""
    import logging  # noqa: PLC0415 -- 20 ms that a photo's process need not pay

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(f"{name:<10} %(levelname)-7s %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
