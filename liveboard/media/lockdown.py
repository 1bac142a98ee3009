"""Giving up what a decoder does not need, before it sees a stranger's bytes."""

import ctypes
import resource
import sys
from contextlib import suppress

_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38


def lock_down(memory: int, cpu: int) -> None:
    """Lock this process down, for good.

    The one seam of the cage: what further layers a system offers (Landlock, seccomp)
    belongs here and nowhere else. Everything the decoders import must have been imported
    before; tests hold us to that.

    Args:
        memory: Bytes of address space. Going over it is a `MemoryError`.
        cpu: Seconds of processor time. Going over it is a signal that ends the process.
    """
    for kind, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, cpu, cpu + 1),  # SIGXCPU says why; SIGKILL sees to it
        (resource.RLIMIT_FSIZE, 0, 0),  # it writes to a pipe, never to a file
        (resource.RLIMIT_NOFILE, 64, 64),
        (resource.RLIMIT_CORE, 0, 0),  # a crash must not leave a stranger's photo on the disk
    ):
        with suppress(ValueError, OSError):  # macOS has no RLIMIT_AS worth the name
            resource.setrlimit(kind, (soft, hard))
    if sys.platform.startswith("linux"):
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
