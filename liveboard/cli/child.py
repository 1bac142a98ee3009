"""One program under the supervisor: born, heard, asked to end, killed."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from liveboard.config.process import die_with_parent

STEADY = 5.0  # seconds; who lived that long did not die of being started
_LONGEST_PAUSE = 5.0  # what was accepted must be worked on soon after the trouble is over
_LINE = 8192  # bytes; a longer line is cut into several


@dataclass(frozen=True, slots=True)
class Program:
    """What to run.

    Attributes:
        name: Its name in the log.
        command: The command line.
        stage: When it is ended: the lowest stage first, the next when that is gone.
        patience: Seconds it is given to end in order before it is killed.
    """

    name: str
    command: tuple[str, ...]
    stage: int
    patience: float = 10


class Child:
    """A program and, while it lives, its process, in a process group of its own."""

    def __init__(self, program: Program, env: Mapping[str, str]) -> None:
        self.program = program
        self.quick_deaths = 0
        self.due: float | None = None  # when to start (again), on the monotonic clock
        self._env = dict(env)
        self._process: subprocess.Popen[bytes] | None = None
        self._born = 0.0
        self._half = b""

    @property
    def alive(self) -> bool:
        """Whether there is a process (it may have ended without our noticing yet)."""
        return self._process is not None

    @property
    def pid(self) -> int | None:
        """The process's number, while there is one."""
        return self._process.pid if self._process else None

    @property
    def stream(self) -> int | None:
        """The descriptor on which it speaks, while there is one."""
        return self._process.stdout.fileno() if self._process and self._process.stdout else None

    def start(self) -> int:
        """Start it and return the descriptor on which it speaks."""
        parent = os.getpid()

        def born() -> None:
            die_with_parent()
            if os.getppid() != parent:  # we died before it could ask
                os.kill(os.getpid(), signal.SIGKILL)

        self._process = subprocess.Popen(  # noqa: S603 - our own programs
            self.program.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self._env,
            process_group=0,  # Ctrl-C is for the supervisor, who knows the order
            preexec_fn=born,  # noqa: PLW1509 - the supervisor has one thread
        )
        self._born = time.monotonic()
        self.due = None
        assert self._process.stdout
        os.set_blocking(self._process.stdout.fileno(), False)
        return self._process.stdout.fileno()

    def read(self, say: Callable[[str, str], None]) -> bool:
        """Pass on the lines that are there; False when it will say no more."""
        assert self._process
        assert self._process.stdout
        try:
            data = os.read(self._process.stdout.fileno(), 1 << 16)
        except BlockingIOError:
            return True
        *lines, self._half = (self._half + data).split(b"\n")
        if len(self._half) > _LINE or not data:
            lines, self._half = [*lines, self._half], b""
        for line in lines:
            if line.strip():
                say(self.program.name, line[:_LINE].decode(errors="replace").rstrip())
        return bool(data)

    def ended(self, say: Callable[[str, str], None]) -> int | None:
        """Its exit status once it has ended; what it leaves in its group goes with it.

        Asked again after that, it answers None.
        """
        if self._process is None or (status := self._process.poll()) is None:
            return None
        self.signal(signal.SIGKILL)  # whoever is left in the group
        assert self._process.stdout
        for _ in range(64):  # its last words
            if not self.read(say):
                break
        self._process.stdout.close()
        self._process = None
        lived = time.monotonic() - self._born
        self.quick_deaths = self.quick_deaths + 1 if lived < STEADY else 0
        return status

    def pause(self) -> float:
        """Seconds to wait before starting it again: at most 1 s, longer if it keeps dying young."""
        if self.quick_deaths < 2:
            return random.uniform(0.1, 0.6)  # noqa: S311 - so that not all come back at once
        return min(2.0 ** (self.quick_deaths - 2), _LONGEST_PAUSE) * random.uniform(0.8, 1.0)  # noqa: S311

    def ask_to_end(self) -> None:
        """Ask the process itself; what it has started is its own business."""
        if self._process:
            self._process.terminate()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to its whole group."""
        if self._process:
            with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of zombies
                os.killpg(self._process.pid, number)
