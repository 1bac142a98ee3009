"""The Valkey that comes along keeps what it is given and lets nobody else in."""

import os
import stat
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import AuthenticationError, NoPermissionError, ResponseError

from liveboard.config.settings import Settings
from liveboard.domain.errors import Unavailable
from liveboard.store import embedded
from liveboard.store.connect import connect


def settings_for(folder: Path) -> Settings:
    return Settings.from_env({"LIVEBOARD_DATA": str(folder)})


class TestWhatItKeeps:
    def test_a_killed_server_has_everything_it_said_was_on_disk(self, valkey, redis):
        """
        kill -9 costs nothing that was confirmed.
        """
        redis.set("kept", "yes")
        confirmed = redis.execute_command("WAITAOF", 1, 0, 2000)
        valkey.kill()
        valkey.restart()

        assert 1 == confirmed[0]
        assert "yes" == redis.get("kept")

    def test_it_may_not_evict(self, redis):
        """
        A full store refuses; it never throws anything away to make room.
        """
        memory = redis.info("memory")

        assert "noeviction" == memory["maxmemory_policy"]
        assert memory["maxmemory"] > 0


class TestWhoMayDoWhat:
    @pytest.mark.parametrize(
        "command",
        [
            "FLUSHALL",
            "FLUSHDB",
            "KEYS *",
            "SHUTDOWN",
            "CONFIG SET appendonly no",
            "SCRIPT FLUSH",
            "REPLICAOF NO ONE",
            "ACL LIST",
            "SAVE",
        ],
    )
    def test_our_user_cannot_destroy_it(self, redis, command):
        """
        A mistake in our own code cannot empty the store or change how it keeps things.
        """
        with pytest.raises(NoPermissionError):
            redis.execute_command(*command.split())

    @pytest.mark.parametrize(
        "command",
        ["INFO", "CLIENT SETNAME x", "CLIENT LIST", "CONFIG GET appendonly", "BGREWRITEAOF"],
    )
    def test_our_user_can_do_what_the_house_needs(self, redis, command):
        """
        RQ, doctor, backup and erasure find the commands they need.
        """
        assert redis.execute_command(*command.split())

    def test_there_is_no_debug_command(self, valkey):
        """
        Not even an administrator can make the server crash on purpose.
        """
        with valkey.admin() as admin, pytest.raises(ResponseError, match="not allowed"):
            admin.execute_command("DEBUG", "SEGFAULT")

    def test_nobody_comes_in_without_the_password(self, valkey):
        """
        Another account on the machine learns nothing, even if it reaches the socket.
        """
        socket = valkey.url.split("@")[1]
        with Redis.from_url(f"unix://{socket}") as stranger, pytest.raises(AuthenticationError):
            stranger.ping()

    def test_files_are_private(self, valkey):
        """
        Password, configuration and socket can be read by their owner only.
        """
        home = embedded.folder(valkey.settings)

        def mode(path: Path) -> int:
            return stat.S_IMODE(path.stat().st_mode)

        assert 0o700 == mode(home)
        assert 0o600 == mode(home / "password")
        assert 0o600 == mode(home / "valkey.conf")
        assert 0o700 == mode(home / "valkey.sock")
        assert (home / "password").read_text() not in (home / "valkey.conf").read_text()

    def test_it_listens_on_no_port(self, redis):
        """
        There is nothing to reach from the network.
        """
        assert 0 == redis.info("server")["tcp_port"]


class TestWhereItLives:
    def test_a_long_path_gets_a_short_socket(self, tmp_path, monkeypatch):
        """
        A data folder deep in somebody's home works; the kernel's limit is not their problem.
        """
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        deep = settings_for(tmp_path / ("long name " * 8).strip() / "data")
        embedded.command(deep)
        socket = Path((embedded.folder(deep) / "socket").read_text())

        assert len(os.fsencode(socket)) < 100
        assert 0o700 == stat.S_IMODE(socket.parent.stat().st_mode)
        assert connect(deep).connection_pool.connection_kwargs["path"] == str(socket)
        socket.parent.rmdir()

    def test_the_password_stays_the_same(self, tmp_path):
        """
        A second start on the same data does not lock out those who are still running.
        """
        here = settings_for(tmp_path)
        embedded.command(here)
        first = embedded.url(here)
        embedded.command(here)

        assert first == embedded.url(here)

    def test_before_the_first_start_the_sentence_says_what_to_do(self, tmp_path):
        """
        A command on an empty folder says how to start a store.
        """
        with pytest.raises(Unavailable) as caught:
            embedded.url(settings_for(tmp_path))

        assert f"there is no store in {tmp_path}" == caught.value.detail
        assert "liveboard up" in caught.value.hint
