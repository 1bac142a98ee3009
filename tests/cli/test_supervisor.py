"""The parent keeps its programs running, ends them in order, and leaves nobody behind."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from liveboard.cli.child import Child, Program
from tests.helpers import wait_until
from tests.mortal import mortal

STEADY = "import os, time; print('alive', os.getpid()); time.sleep(60)"
POLITE = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (print('goodbye'), sys.exit(0)))
print('alive')
time.sleep(60)
"""
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('alive')
time.sleep(60)
"""
PARENT_OF_ONE = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])
print('child', child.pid)
time.sleep(60)
"""


class Parent:
    """A running supervisor and what it has said."""

    def __init__(self, folder: Path, *programs: tuple[str, int, float, str]) -> None:
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                mortal(sys.executable, Path(__file__).parent / "parent.py", json.dumps(programs)),
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            )

    @property
    def said(self) -> str:
        return self.log.read_text()

    def heard(self, pattern: str, times: int = 1) -> list[str]:
        return wait_until(
            lambda: found if len(found := re.findall(pattern, self.said)) >= times else None,
            f"{times} of {pattern!r} in the log",
        )

    def ask(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)


@pytest.fixture
def start(tmp_path) -> Iterator:
    begun: list[Parent] = []

    def begin(*programs: tuple[str, int, float, str]) -> Parent:
        begun.append(Parent(tmp_path, *programs))
        return begun[-1]

    yield begin
    for parent in begun:
        parent.process.kill()
        parent.process.wait()


class TestKeepingThemRunning:
    def test_who_is_killed_is_back_within_two_seconds(self, start):
        """
        kill -9 of any one process is repaired before an organiser notices.
        """
        parent = start(("web", 1, 5, STEADY), ("bot", 2, 5, STEADY))
        first = int(parent.heard(r"web +alive (\d+)")[0])
        parent.heard(r"bot +alive")
        killed = time.monotonic()
        os.kill(first, signal.SIGKILL)
        second = int(parent.heard(r"web +alive (\d+)", times=2)[1])

        assert time.monotonic() - killed < 2
        assert first != second
        assert "web was killed (SIGKILL); starting it again in" in parent.said

    def test_who_keeps_dying_is_given_longer_and_longer_pauses(self):
        """
        A program that cannot start does not eat the machine.
        """
        child = Child(Program("web", ("true",), 1), os.environ)
        pauses = []
        for deaths in (0, 1, 2, 3, 4, 99):
            child.quick_deaths = deaths
            pauses.append(child.pause())

        assert max(pauses[:3]) <= 1
        assert pauses[2] < pauses[3] < pauses[4] <= 5
        assert pauses[5] <= 5

    def test_what_a_dead_program_leaves_in_its_group_goes_with_it(self, start):
        """
        A web server's helper does not live on beside its successor.
        """
        parent = start(("web", 1, 5, PARENT_OF_ONE))
        helper = int(parent.heard(r"child (\d+)")[0])
        os.kill(psutil.Process(helper).ppid(), signal.SIGKILL)

        wait_until(lambda: not _runs(helper), "the helper is gone")


class TestEnding:
    def test_it_ends_stage_by_stage(self, start):
        """
        First who takes things in, then who works on them, last where they are kept.
        """
        parent = start(("valkey", 3, 5, POLITE), ("web", 1, 5, POLITE), ("develop", 2, 5, POLITE))
        parent.heard("alive", times=3)
        parent.ask()

        assert 0 == parent.process.wait(10)
        assert ["web", "develop", "valkey"] == re.findall(r"(\w+) +goodbye", parent.said)
        assert parent.said.rstrip().endswith("all gone")

    def test_who_does_not_end_in_time_is_killed(self, start):
        """
        One stuck program does not keep the others from ending.
        """
        parent = start(("web", 1, 0.3, STUBBORN), ("bot", 2, 5, POLITE))
        parent.heard("alive", times=2)
        parent.ask(signal.SIGINT)

        assert 0 == parent.process.wait(10)
        assert "web does not end; killing it" in parent.said
        assert "goodbye" in parent.said

    def test_being_asked_twice_is_an_order(self, start):
        """
        A second Ctrl-C does not wait for anybody.
        """
        parent = start(("web", 1, 50, STUBBORN))
        parent.heard("alive")
        parent.ask(signal.SIGINT)
        parent.heard("ending web")
        parent.ask(signal.SIGINT)

        assert 0 == parent.process.wait(10)

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of it")
    def test_if_it_is_killed_nobody_lives_on(self, start):
        """
        kill -9 of the supervisor leaves no process that would write behind its successor's back.
        """
        parent = start(("valkey", 3, 5, STUBBORN), ("web", 1, 5, STEADY))
        parent.heard("alive", times=2)
        children = psutil.Process(parent.process.pid).children()
        parent.process.kill()
        parent.process.wait()

        assert 2 == len(children)
        wait_until(lambda: not any(_runs(one.pid) for one in children), "all are gone")


class TestOneLog:
    def test_every_line_says_whose_it_is(self, start):
        """
        Many programs, one log that can be read.
        """
        code = "import sys, time; print('one\\ntwo'); print('three', end=''); sys.stdout.flush()\n"
        parent = start(("web", 1, 5, code + "time.sleep(60)"), ("bot", 1, 5, STEADY))
        parent.heard("bot +alive")
        parent.heard("web +two")
        parent.ask()
        parent.process.wait(10)

        assert ["one", "two", "three"] == re.findall(
            r"^[\d:]+ web +(\w+)$", parent.said, re.MULTILINE
        )

    def test_a_line_cannot_play_tricks_with_the_terminal(self, start):
        """
        What a stranger sent and a program logged does not reach the terminal as a command.
        """
        parent = start(("web", 1, 5, r"print('\x1b[2Jgone\x07'); import time; time.sleep(60)"))
        parent.heard("gone")

        assert "�[2Jgone�" in parent.said
        assert "\x1b" not in parent.said

    def test_nothing_is_said_twice(self, start):
        """
        Our own programs' names and Valkey's dates give way to the log's own.
        """
        code = (
            "print('develop    WARNING late');"
            "print('7:M 21 Nov 2026 21:23:40.123 # Out of paper');"
            "import time; time.sleep(60)"
        )
        parent = start(("develop-1", 1, 5, code))
        parent.heard("paper")

        assert re.search(r"^[\d:]+ develop-1 WARNING late$", parent.said, re.MULTILINE)
        assert re.search(r"^[\d:]+ develop-1 WARNING Out of paper$", parent.said, re.MULTILINE)


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
