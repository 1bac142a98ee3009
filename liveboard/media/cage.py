"""Developing a stranger's picture in a process that may die of it.

Decoders are the part of this program that is likeliest to be broken into or to eat a
machine, so each picture gets a process of its own (`child.py`): no shell, hardly any
environment, limits on memory, time and output, a group that is killed as one, and a
death signal should its parent go first. What it answers is checked, not believed.

A picture that fails the same way every time is `permanent`; one that ran out of time
or memory, or took its process down, may have met a busy machine and can be tried again.
"""

import logging
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from liveboard.media.developed import Developed, Undevelopable, unpack

__all__ = ["CageLimits", "Developed", "Undevelopable", "develop"]

_PIECE: Final = 65_536
_HOME = Path(__file__).resolve().parents[2]  # where `import liveboard` finds this very package

log = logging.getLogger("liveboard.media")


@dataclass(frozen=True, slots=True)
class CageLimits:
    """What one picture may cost.

    Attributes:
        memory: Bytes of address space.
        cpu: Seconds of processor time.
        wall: Seconds from start to end, waiting included.
        output: Bytes it may answer; three prints together stay well under it.
        beat: Seconds between two calls of `alive`.
    """

    memory: int = 1 << 30
    cpu: int = 10
    wall: float = 20.0
    output: int = 8 << 20
    beat: float = 2.0


def develop(
    original: bytes | Path,
    *,
    limits: CageLimits = CageLimits(),
    alive: Callable[[], None] = lambda: None,
) -> Developed:
    """Develop one picture in a process of its own.

    Blocks for as long as that takes: call it from a worker, never from an event loop.

    Args:
        original: The file, as bytes or as a path (which costs the caller no memory).
        limits: What it may cost.
        alive: Called every `limits.beat` seconds while the child lives; if it raises, the
            child is killed and the exception passes.

    Raises:
        Undevelopable: With a sentence for people, and whether to try again.
        OSError: The original cannot be read, or no process can be started.
    """
    with _fed(original) as (stdin, rest), _child(stdin, limits) as child:
        out, err = _listen(child, rest, limits, alive)
        _kill(child)  # at the end of its output it is done, or has no business going on
        status = child.wait()
    try:
        return unpack(out)
    except ValueError:
        log.warning("a picture ended its process: %s %.200r", _status(status), err[-200:])
        raise _death(status, limits) from None


@contextmanager
def _fed(original: bytes | Path) -> Iterator[tuple[int | IO[bytes], bytes]]:
    """What the child's standard input is, and what we have to push through it."""
    if isinstance(original, bytes):
        yield subprocess.PIPE, original
    else:
        with original.open("rb") as file:
            yield file, b""


@contextmanager
def _child(stdin: int | IO[bytes], limits: CageLimits) -> Iterator[subprocess.Popen[bytes]]:
    """A child that is surely gone, and its group with it, when the block ends."""
    args = [sys.executable, "-s", "-P", "-m", "liveboard.media.child"]
    child = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module, numbers
        [*args, str(limits.memory), str(limits.cpu), str(os.getpid())],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
        env={
            "PYTHONPATH": str(_HOME),
            "LC_ALL": "C.UTF-8",
            "MALLOC_ARENA_MAX": "2",  # each arena reserves 64 MiB of the address space
        },
        start_new_session=True,
        bufsize=0,
    )
    try:
        yield child
    finally:
        _kill(child)
        for pipe in (child.stdin, child.stdout, child.stderr):
            if pipe:
                pipe.close()
        child.wait()


def _kill(child: subprocess.Popen[bytes]) -> None:
    """Kill the whole group. Only before `wait`: until then the number is surely ours."""
    if child.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)


def _listen(
    child: subprocess.Popen[bytes], rest: bytes, limits: CageLimits, alive: Callable[[], None]
) -> tuple[bytes, bytes]:
    """Hear the child out: its output and its complaints, until it ends its output."""
    now = time.monotonic()
    end, beat = now + limits.wall, now + limits.beat
    with selectors.DefaultSelector() as selector:
        pipes = _Pipes(selector, child, rest)
        while pipes.talking:
            now = time.monotonic()
            if now >= end:
                raise _slow(limits.wall)
            if now >= beat:
                alive()
                beat = time.monotonic() + limits.beat
            pipes.turn(max(0.0, min(end, beat) - now))
            if len(pipes.out) > limits.output:
                raise Undevelopable("this picture came out far too big to show")
        return bytes(pipes.out), bytes(pipes.err)


class _Pipes:
    """A child's three pipes, served together so that neither side waits for the other."""

    def __init__(
        self, selector: selectors.BaseSelector, child: subprocess.Popen[bytes], rest: bytes
    ) -> None:
        self.talking = True
        self.out = bytearray()
        self.err = bytearray()
        self._selector = selector
        self._rest = memoryview(rest)
        for pipe, serve in (
            (child.stdin, self._feed),
            (child.stdout, self._hear),
            (child.stderr, self._overhear),
        ):
            if pipe:
                os.set_blocking(pipe.fileno(), False)
                way = selectors.EVENT_WRITE if pipe is child.stdin else selectors.EVENT_READ
                selector.register(pipe, way, serve)

    def turn(self, seconds: float) -> None:
        """Serve whichever pipes are ready, waiting for the first."""
        for key, _ in self._selector.select(seconds):
            key.data(key.fileobj)

    def _feed(self, pipe: IO[bytes]) -> None:
        try:
            self._rest = self._rest[os.write(pipe.fileno(), self._rest[:_PIECE]) :]
        except BrokenPipeError:  # it has read enough, or is no more; its output says which
            self._rest = self._rest[:0]
        if not self._rest:
            self._done(pipe)

    def _hear(self, pipe: IO[bytes]) -> None:
        data = os.read(pipe.fileno(), _PIECE)
        self.out += data
        if not data:
            self._done(pipe)
            self.talking = False

    def _overhear(self, pipe: IO[bytes]) -> None:
        data = os.read(pipe.fileno(), _PIECE)
        self.err = (self.err + data)[-_PIECE:]  # the end of a traceback is the part that tells
        if not data:
            self._done(pipe)

    def _done(self, pipe: IO[bytes]) -> None:
        self._selector.unregister(pipe)
        pipe.close()


def _slow(seconds: float) -> Undevelopable:
    return Undevelopable(
        f"this picture took longer than {seconds:g} seconds to open", permanent=False
    )


def _death(status: int, limits: CageLimits) -> Undevelopable:
    """What to tell people about a child that ended without a word."""
    if status == -signal.SIGXCPU:
        return _slow(limits.cpu)
    return Undevelopable("opening this picture went wrong half-way", permanent=False)


def _status(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"
