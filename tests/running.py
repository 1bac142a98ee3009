"""A whole liveboard, started as people start it: for stories and faults."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2
import psutil

from tests.helpers import wait_until
from tests.mortal import mortal

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    """A port that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """`liveboard up` on a data folder, with everything that belongs to it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.log = folder.with_suffix(".log")
        self.port = int(settings.pop("PORT", free_port()))
        self.url = f"http://127.0.0.1:{self.port}"
        clean = {key: text for key, text in os.environ.items() if not key.startswith("LIVEBOARD_")}
        self.env = {
            **clean,
            "PYTHONPATH": str(ROOT),
            "LIVEBOARD_DATA": str(folder),
            "LIVEBOARD_PORT": str(self.port),
            "LIVEBOARD_WORKERS": "1",
            **{f"LIVEBOARD_{name}": text for name, text in settings.items()},
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Running":
        """Start it and wait until it takes visitors."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                mortal(sys.executable, "-m", "liveboard", "up"),
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.env,
                cwd=ROOT,
            )
        wait_until(self.ready, f"liveboard is ready; see {self.log}", seconds=60)
        return self

    def ready(self) -> bool:
        """Whether it says so itself."""
        assert self.process
        assert self.process.poll() is None, self.said
        try:
            return httpx2.get(f"{self.url}/readyz", timeout=2).status_code == 200
        except httpx2.HTTPError:
            return False

    @property
    def said(self) -> str:
        """Everything printed so far, by all starts."""
        return self.log.read_text()

    def heard(self, pattern: str) -> str:
        """The first match of a pattern in what was said, once there is one."""
        return wait_until(
            lambda: found[0] if (found := re.search(pattern, self.said)) else "",
            f"{pattern!r} in {self.log}",
        )

    def pids(self) -> dict[str, int]:
        """The processes directly under the supervisor, by name: valkey, web, develop, …"""
        assert self.process
        found = {}
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):  # dead, or dying
                if words := child.cmdline():
                    found["valkey" if "valkey" in words[0] else words[-1]] = child.pid
        return found

    def kill(self, name: str, number: int = signal.SIGKILL) -> int:
        """Kill one of them; returns the process number it had."""
        pid = self.pids()[name]
        os.kill(pid, number)
        return pid

    def back(self, name: str, old: int) -> int:
        """Wait until a process is there again, with another number."""
        return wait_until(
            lambda: pid if (pid := self.pids().get(name)) not in (None, old) else None,
            f"{name} is started again",
        )

    def command(self, *words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run another `liveboard` command on the same settings."""
        return subprocess.run(
            [sys.executable, "-m", "liveboard", *words],
            input=stdin,
            capture_output=True,
            text=True,
            env=self.env,
            cwd=ROOT,
            check=False,
            timeout=60,
        )

    def stop(self, number: int = signal.SIGINT) -> int:
        """Ask it to end (or kill the supervisor) and wait; its exit status."""
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(60)


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Running]:
    """A started liveboard that is surely gone afterwards."""
    house = Running(folder, **settings)
    try:
        yield house.start()
    finally:
        if house.process and house.process.poll() is None:
            house.process.kill()
            house.process.wait()
