"""The one clock and the one secret, shared by every process of a data folder."""

import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from liveboard.config.clock import Clock, stand_at
from liveboard.config.secret import Secret
from liveboard.config.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings.from_env({"LIVEBOARD_DATA": str(tmp_path)})


class TestClock:
    def test_it_is_the_real_time(self, settings):
        """
        Without an offset the clock is the machine's.
        """
        before = datetime.now(UTC)

        assert before <= Clock.load(settings).now() <= datetime.now(UTC)

    def test_it_stands_where_a_rehearsal_wants_it(self, settings, tmp_path):
        """
        Every process that loads the clock afterwards stands at the same instant.
        """
        opening = datetime(2027, 3, 5, 7, 59, tzinfo=UTC)
        stand_at(tmp_path, opening)
        moved = Clock.load(settings).now() - opening
        stand_at(tmp_path, None)

        assert timedelta() <= moved < timedelta(seconds=5)
        assert Clock() == Clock.load(settings)

    def test_milliseconds_are_of_utc(self):
        """
        Times on the wire are whole milliseconds since 1970.
        """
        assert abs(Clock().ms() - datetime.now(UTC).timestamp() * 1000) < 1000


class TestSecret:
    def test_it_is_made_once_and_kept_private(self, settings, tmp_path):
        """
        The first process makes it, readable by its owner only; all others read the same.
        """
        first, second = Secret.load(settings), Secret.load(settings)

        assert first == second
        assert len(first.key) >= 32
        assert 0o600 == stat.S_IMODE((tmp_path / "secret").stat().st_mode)

    def test_processes_that_start_together_agree(self, tmp_path):
        """
        However many processes make it at the same moment, there is one secret.
        """
        code = (
            "import os, sys; from liveboard.config.secret import Secret;"
            "from liveboard.config.settings import Settings;"
            "sys.stdin.read(1); print(Secret.load(Settings.from_env(os.environ)).key.decode())"
        )
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={"LIVEBOARD_DATA": str(tmp_path / "new"), "PATH": ""},
            )
            for _ in range(4)
        ]
        told = {process.communicate("x")[0].strip() for process in processes}

        assert 1 == len(told)
        assert len(told.pop()) >= 32

    def test_a_word_opens_one_thing(self):
        """
        A word made for one purpose and text is good for nothing else.
        """
        secret = Secret(b"k" * 32)
        word = secret.mac("manage", "a")

        assert secret.matches("manage", "a", word)
        assert not secret.matches("manage", "b", word)
        assert not secret.matches("device", "a", word)
        assert not Secret(b"l" * 32).matches("manage", "a", word)
        assert not secret.matches("manage", "a", "ä")
