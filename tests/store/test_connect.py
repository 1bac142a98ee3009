"""Connections never repeat a write by themselves, and weak servers are refused."""

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NobodyAnswers
from redis.exceptions import TimeoutError as NoReply

from liveboard.config.settings import Settings
from liveboard.store import embedded
from liveboard.store.connect import CannotPromise, aconnect, check, connect, queue_connection
from tests.helpers import wait_until
from tests.mortal import mortal


class TestCheck:
    def test_our_own_server_keeps_its_promises(self, redis):
        """
        The embedded server passes the check that others have to pass.
        """
        server = check(redis)

        assert "Valkey" == server.name
        assert not server.cluster

    @pytest.mark.parametrize(
        ("line", "sentence", "change"),
        [
            ("appendonly no", "the store does not write to disk", "appendonly yes"),
            (
                "maxmemory-policy allkeys-lru",
                "the store may throw data away when it is full (maxmemory-policy allkeys-lru)",
                "maxmemory-policy noeviction",
            ),
            ("appendfsync no", "the store never makes sure", "appendfsync everysec"),
            ("replicaof 127.0.0.1 1", "the store is a replica", "connect to the primary"),
            ("cluster-enabled yes", "the store is a cluster", "LIVEBOARD_QUEUE_URL"),
        ],
    )
    def test_a_server_that_would_lose_something_is_refused(self, tmp_path, line, sentence, change):
        """
        The operator reads one sentence and the line to change.
        """
        with (
            server_with(tmp_path, line, "replica-serve-stale-data yes") as redis,
            pytest.raises(CannotPromise) as caught,
        ):
            check(redis)

        assert caught.value.detail.startswith(sentence)
        assert change in caught.value.hint

    def test_an_old_server_is_refused(self):
        """
        Debian 12's Redis 7.0 has no WAITAOF; it is refused by its version.
        """

        class Old(Redis):
            def info(self, *_: object, **__: object) -> dict[str, object]:
                return {"redis_version": "7.0.15", "role": "master", "aof_enabled": 1}

        with pytest.raises(CannotPromise) as caught:
            check(Old())

        assert "the store is Redis 7.0.15; it must be 7.2 or newer (for WAITAOF)" == (
            caught.value.detail
        )


class TestConnections:
    def test_a_write_whose_reply_was_lost_is_not_repeated(self, valkey, tmp_path):
        """
        Ten increments whose replies are dropped count ten, and the caller is told ten times.
        """
        with line_that_drops_replies(valkey.url, tmp_path) as address:
            client = connect(Settings.from_env({"LIVEBOARD_REDIS_URL": address}))
            failures = 0
            for _ in range(10):
                try:
                    client.incr("n")
                except NobodyAnswers:
                    failures += 1

        with valkey.admin() as admin:
            assert "10" == admin.get("n")
        assert 10 == failures

    def test_a_dead_server_is_an_error_not_a_wait(self, tmp_path):
        """
        With nobody there the caller knows at once.
        """
        gone = Settings.from_env({"LIVEBOARD_REDIS_URL": f"unix://{tmp_path}/nobody.sock"})
        with pytest.raises(NobodyAnswers):
            connect(gone).ping()

    async def test_replies_are_text_for_us_and_bytes_for_the_queue(self, redis, settings):
        """
        Both clients of ours speak text; RQ gets the bytes it expects.
        """
        redis.set("word", "café")
        client = aconnect(settings)

        assert "café" == await client.get("word")
        assert "café".encode() == queue_connection(settings).get("word")
        await client.aclose()

    def test_a_blocking_read_within_our_patience_is_no_error(self, redis):
        """
        A reader may wait for news.
        """
        assert redis.blpop(["nothing"], timeout=1) is None


@contextmanager
def server_with(folder: Path, *lines: str) -> Iterator[Redis]:
    """A server of somebody else's making."""
    here = Settings.from_env({"LIVEBOARD_DATA": str(folder)})
    process = subprocess.Popen(
        mortal(*embedded.command(here, also=lines)), stdout=subprocess.DEVNULL
    )
    client = connect(here)

    def answers() -> bool:
        try:
            return bool(client.ping())
        except (NobodyAnswers, NoReply):
            assert process.poll() is None
            return False

    try:
        wait_until(answers, "the server answers")
        yield client
    finally:
        client.close()
        process.kill()
        process.wait()


@contextmanager
def line_that_drops_replies(url: str, folder: Path) -> Iterator[str]:
    """A socket that passes requests on and hangs up instead of passing an answer to INCR."""
    user, path = url.removeprefix("unix://").split("@")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(folder / "line.sock"))
    listener.listen()

    def serve() -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            with near, socket.socket(socket.AF_UNIX) as far:
                far.connect(path)
                while request := near.recv(4096):
                    far.sendall(request)
                    reply = far.recv(4096)
                    if b"INCR" in request:
                        break
                    near.sendall(reply)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"unix://{user}@{folder}/line.sock"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)
