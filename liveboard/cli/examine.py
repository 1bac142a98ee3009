"""What `doctor` looks at on the machine itself; nothing has to run for that."""

import ctypes
import os
import platform
import resource
import shutil
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from liveboard.cli.common import Row
from liveboard.config.clock import Clock
from liveboard.config.settings import Settings
from liveboard.media.cage import Undevelopable, develop
from liveboard.media.sniff import KINDS

_ROOM = 2 << 30  # bytes of disk; a busy day of photos takes about that
_VIEWERS = 4096  # descriptors; each viewer takes one
_TIME_ERROR = 5  # from adjtimex: nobody sets this clock


def machine(settings: Settings) -> Iterator[Row]:
    """Look at everything, one row each."""
    yield Row("Python", sys.version_info >= (3, 11), platform.python_version())
    yield _disk(settings.data)
    yield _descriptors()
    yield _overcommit()
    yield _time()
    yield _event_time(settings)
    for kind in KINDS:
        yield _format(kind)
    yield _cage()


def _disk(data: Path) -> Row:
    here = next(folder for folder in (data, *data.parents) if folder.exists())
    free = shutil.disk_usage(here).free
    if not os.access(here, os.W_OK):
        return Row("disk", False, f"{here} cannot be written", "name another in LIVEBOARD_DATA")
    return Row(
        "disk",
        free > _ROOM,
        f"{free / (1 << 30):.1f} GiB free for {data}",
        f"make {_ROOM >> 30} GiB of room, or name another folder in LIVEBOARD_DATA",
    )


def _descriptors() -> Row:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    said = "without limit" if hard == resource.RLIM_INFINITY else f"{hard} at most"
    enough = hard == resource.RLIM_INFINITY or hard >= _VIEWERS
    return Row(
        "descriptors", enough, said, f"raise it: ulimit -Hn {1 << 16}, or LimitNOFILE= in systemd"
    )


def _overcommit() -> Row:
    try:
        mode = Path("/proc/sys/vm/overcommit_memory").read_text().strip()
    except OSError:
        return Row("memory", True, "this system always lets a large process fork")
    if mode == "1":
        return Row("memory", True, "a large store can fork to tidy its file")
    return Row(
        "memory",
        None,
        "a large store may fail to tidy its file when memory is short",
        "sysctl vm.overcommit_memory=1 (a small event does not need it)",
    )


def _time() -> Row:
    """Ask the kernel whether somebody sets its clock. No network is needed for that."""
    try:
        library = ctypes.CDLL(None)
        state = library.adjtimex(ctypes.create_string_buffer(512))
    except (OSError, AttributeError):
        return Row("time", None, "whether this clock is right is for you to judge")
    hint = "turn time synchronisation on: timedatectl set-ntp true"
    if state < 0 or state == _TIME_ERROR:
        return Row("time", None, "nothing seems to set this machine's clock", hint)
    return Row("time", True, "the clock is synchronised")


def _event_time(settings: Settings) -> Row:
    offset = Clock.load(settings).offset
    if not offset:
        return Row("event time", True, "the real time")
    return Row(
        "event time",
        None,
        f"moved by {offset.total_seconds():+.0f} s (LIVEBOARD_CLOCK)",
        "start without LIVEBOARD_CLOCK to be back in the real time",
    )


def _format(kind: str) -> Row:
    card = (files("liveboard.cli") / "samples" / f"card.{kind}").read_bytes()
    try:
        size = develop(card).size
    except (Undevelopable, OSError) as error:
        return Row(f"reads {kind}", False, str(error), "reinstall: make clean, make run")
    return Row(f"reads {kind}", size == (32, 24), "yes")


def _cage() -> Row:
    layers = ["a process for each picture", "limits on memory, time and files"]
    if sys.platform == "linux":
        layers += ["no new privileges", "dies with its parent"]
    return Row("cage", True, ", ".join(layers))
