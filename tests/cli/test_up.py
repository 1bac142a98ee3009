"""What stands in the way of a start is said in one sentence, before anything is started."""

import json
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from liveboard.cli import folder, up
from liveboard.cli.lines import Lines
from liveboard.cli.main import liveboard
from liveboard.config.clock import Clock
from liveboard.config.settings import Settings
from liveboard.domain.errors import Refused
from liveboard.store import embedded
from liveboard.work.kit import event_file
from tests.helpers import wait_until
from tests.mortal import mortal


def command(*words: str, **env: str | Path) -> Result:
    return CliRunner().invoke(
        liveboard, words, env={f"LIVEBOARD_{name}": str(value) for name, value in env.items()}
    )


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class TestOneSentence:
    def test_a_busy_port(self, tmp_path):
        """
        Somebody else's program on the port: its number, and how to choose another.
        """
        with socket.create_server(("127.0.0.1", 0)) as other:
            busy = other.getsockname()[1]
            result = command("up", DATA=tmp_path, PORT=str(busy))

        assert 1 == result.exit_code
        assert f"liveboard: 127.0.0.1:{busy} is in use by another program" in result.output
        assert f"LIVEBOARD_PORT={busy + 1}" in result.output

    def test_a_used_data_folder(self, tmp_path, port):
        """
        A second start says which process has the folder, and where to find it.
        """
        mine = Settings.from_env({"LIVEBOARD_DATA": str(tmp_path), "LIVEBOARD_PORT": "1234"})
        with folder.taken(mine):
            result = command("up", DATA=tmp_path, PORT=str(port))

        assert 1 == result.exit_code
        assert (
            f"liveboard: the data folder {tmp_path} is in use by"
            f" process {os.getpid()} (http://127.0.0.1:1234)"
        ) in result.output

    def test_a_folder_that_was_let_go_can_be_had(self, tmp_path):
        """
        The lock goes with its owner, even if the owner could not tidy up.
        """
        (tmp_path / "lock").write_text(json.dumps({"pid": 1, "url": "http://gone"}))
        with folder.taken(Settings.from_env({"LIVEBOARD_DATA": str(tmp_path)})):
            pass

        assert "" == (tmp_path / "lock").read_text()

    def test_an_unwritable_data_folder(self, tmp_path, port):
        """
        The folder, the reason, and what to do.
        """
        (tmp_path / "file").touch()
        result = command("up", DATA=tmp_path / "file" / "data", PORT=str(port))

        assert 1 == result.exit_code
        assert f"the data folder {tmp_path / 'file' / 'data'} cannot be written" in result.output
        assert "LIVEBOARD_DATA" in result.output

    def test_a_store_that_forgets(self, tmp_path, port):
        """
        A Redis without append-only file is refused with the line to change.
        """
        other = Settings.from_env({"LIVEBOARD_DATA": str(tmp_path / "other")})
        server = subprocess.Popen(
            mortal(*embedded.command(other, also=["appendonly no"])), stdout=subprocess.DEVNULL
        )
        wait_until((embedded.folder(other) / "valkey.sock").exists, "the server is up")
        try:
            result = command(
                "up", DATA=tmp_path / "data", PORT=str(port), REDIS_URL=embedded.url(other)
            )
        finally:
            server.kill()
            server.wait()

        assert 1 == result.exit_code
        assert "liveboard: the store does not write to disk what it is given" in result.output
        assert "`appendonly yes`" in result.output

    def test_a_store_that_is_not_there(self, tmp_path, port):
        """
        Nobody answers: which setting to look at.
        """
        result = command(
            "up", DATA=tmp_path, PORT=str(port), REDIS_URL=f"unix://{tmp_path}/none.sock"
        )

        assert 1 == result.exit_code
        assert "liveboard: the store does not answer" in result.output
        assert "LIVEBOARD_REDIS_URL" in result.output

    def test_wrong_settings(self, tmp_path):
        """
        All wrong variables at once, and exit status 2.
        """
        result = command("up", DATA=tmp_path, PORT="many", WORKERS="none")

        assert 2 == result.exit_code
        assert 'LIVEBOARD_PORT is "many"' in result.output
        assert 'LIVEBOARD_WORKERS is "none"' in result.output
        assert "Traceback" not in result.output

    def test_a_bad_event_file(self, tmp_path):
        """
        The mistakes with their lines, and nothing is started.
        """
        (tmp_path / "event.toml").write_text("[event]\nname = 3\n")
        result = command("up", DATA=tmp_path / "data", EVENT=tmp_path / "event.toml")

        assert 1 == result.exit_code
        assert "line 2" in result.output
        assert not (tmp_path / "data").exists()


class TestTheClock:
    NOON = datetime(2027, 3, 5, 12, tzinfo=UTC)

    def settings(self, data: Path, at: datetime | None) -> Settings:
        env = {"LIVEBOARD_DATA": str(data)}
        return Settings.from_env({**env, "LIVEBOARD_CLOCK": at.isoformat()} if at else env)

    def test_it_is_set_once_and_goes_on(self, tmp_path):
        """
        A second start with the same LIVEBOARD_CLOCK does not step the clock back.
        """
        here = self.settings(tmp_path, self.NOON)
        up._set_clock(here, event_file(here), Lines())
        first = (tmp_path / "clock").read_text()
        up._set_clock(here, event_file(here), Lines())

        assert first == (tmp_path / "clock").read_text()
        assert abs(Clock.load(here).now() - self.NOON) < timedelta(seconds=5)

    def test_without_it_the_real_time_is_back(self, tmp_path):
        """
        Nobody runs a real day on yesterday's rehearsal clock.
        """
        here = self.settings(tmp_path, self.NOON)
        up._set_clock(here, event_file(here), Lines())
        now = self.settings(tmp_path, None)
        up._set_clock(now, event_file(now), Lines())

        assert timedelta() == Clock.load(now).offset

    def test_a_real_event_refuses_it(self, tmp_path):
        """
        The time of a real event cannot be made up.
        """
        here = self.settings(tmp_path, self.NOON)
        real = up.event_file(here)
        object.__setattr__(real, "rehearsal", False)
        with pytest.raises(Refused) as caught:
            up._set_clock(here, real, Lines())

        assert "is not a rehearsal" in caught.value.detail
        assert not (tmp_path / "clock").exists()


def test_python_dash_m_is_the_same_program():
    """
    `python -m liveboard` works where the script was not installed.
    """
    done = subprocess.run(
        [sys.executable, "-m", "liveboard", "--version"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=True,
    )

    assert done.stdout.startswith("liveboard ")
