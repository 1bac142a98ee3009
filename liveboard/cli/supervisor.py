"""The parent of all processes on one machine.

It starts them, passes on what they say, starts again who dies, and ends them in
order. One thread, no dependencies: the thing that must not fall over is small.

On Linux the children die with it (see `config.process`); elsewhere a killed
supervisor may leave some behind, which `up` finds by the data folder.
"""

import selectors
import signal
import socket
import time
from collections.abc import Callable, Mapping
from types import FrameType, TracebackType
from typing import Self

from liveboard.cli.child import Child, Program
from liveboard.cli.lines import Lines

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Asked(Exception):
    """Somebody wants us to end."""


class Supervisor:
    """Runs programs until it is asked to end. Use it with `with`: leaving ends them all.

    Args:
        lines: The log.
        env: The environment of every program.
    """

    def __init__(self, lines: Lines, env: Mapping[str, str]) -> None:
        self.lines = lines
        self._env = {**env, "PYTHONUNBUFFERED": "1"}
        self._children: list[Child] = []
        self._asked = 0
        self._ending = False
        self._selector = selectors.DefaultSelector()
        self._near, self._far = socket.socketpair()
        self._before: dict[signal.Signals, object] = {}

    def __enter__(self) -> Self:
        for end in (self._near, self._far):
            end.setblocking(False)
        self._selector.register(self._near, selectors.EVENT_READ, self._woken)
        for number in (*_SIGNALS, signal.SIGCHLD):
            self._before[number] = signal.signal(number, self._signalled)
        signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.end()
        finally:
            signal.set_wakeup_fd(-1)
            for number, handler in self._before.items():
                signal.signal(number, handler)  # type: ignore[arg-type]
            self._selector.close()
            self._near.close()
            self._far.close()

    def start(self, program: Program) -> Child:
        """Start a program, and keep it running from now on."""
        child = Child(program, self._env)
        self._children.append(child)
        self._start(child)
        return child

    def until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Run until something is ready; False if it is not in time.

        Raises:
            Asked: If we are to end instead.
        """
        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end:
                return False
            self._turn(0.05)
            if self._asked:
                raise Asked
        return True

    def run(self) -> None:
        """Run until asked to end."""
        while not self._asked:
            self._turn(1.0)

    def end(self) -> None:
        """End all programs, stage by stage; being asked again kills what is left at once."""
        self._ending = True
        for stage in sorted({child.program.stage for child in self._children}):
            here = [child for child in self._children if child.program.stage == stage]
            alive = [child for child in here if child.alive]
            if alive:
                self._say(f"ending {', '.join(child.program.name for child in alive)}")
            for child in alive:
                child.ask_to_end()
            self._see_out(alive)

    def _see_out(self, leaving: list[Child]) -> None:
        start = time.monotonic()
        killed: set[Child] = set()
        while any(child.alive for child in leaving):
            for child in leaving:
                late = time.monotonic() - start > child.program.patience
                if child.alive and child not in killed and (late or self._asked > 1):
                    self._say(f"{child.program.name} does not end; killing it")
                    child.signal(signal.SIGKILL)
                    killed.add(child)
            self._turn(0.1)

    def _turn(self, longest: float) -> None:
        """Wait for something to happen, for at most so many seconds, and see to it."""
        now = time.monotonic()
        soonest = min((child.due for child in self._children if child.due), default=now + longest)
        for key, _ in self._selector.select(max(0.0, min(longest, soonest - now))):
            key.data()
        for child in self._children:
            self._look_after(child)

    def _look_after(self, child: Child) -> None:
        speaks = child.stream
        status = child.ended(self.lines.say)
        if status is not None:
            if speaks is not None and speaks in self._selector.get_map():
                self._selector.unregister(speaks)
            if not self._ending:
                pause = child.pause()
                child.due = time.monotonic() + pause
                how = _in_words(status)
                self._say(f"{child.program.name} {how}; starting it again in {pause:.1f} s")
        elif child.due and child.due <= time.monotonic() and not self._ending:
            self._start(child)

    def _start(self, child: Child) -> None:
        stream = child.start()

        def heard() -> None:
            if not child.read(self.lines.say):
                self._selector.unregister(stream)

        self._selector.register(stream, selectors.EVENT_READ, heard)

    def _say(self, text: str) -> None:
        self.lines.say("up", text)

    def _signalled(self, number: int, _: FrameType | None) -> None:
        if number in _SIGNALS:
            self._asked += 1

    def _woken(self) -> None:
        self._near.recv(4096)


def _in_words(status: int) -> str:
    if status >= 0:
        return f"ended with status {status}"
    try:
        return f"was killed ({signal.Signals(-status).name})"
    except ValueError:
        return f"was killed (signal {-status})"
