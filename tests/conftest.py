"""The parts every room's tests may ask for.

`valkey`    the real embedded server, one for the whole session
`redis`     a client of it, on an empty store
`aredis`    the same for asyncio
`settings`  settings with a data folder of the test's own, on that server
"""

import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import BusyLoadingError
from redis.exceptions import ConnectionError as NobodyAnswers

from liveboard.config.settings import Settings
from liveboard.store import connect, embedded
from tests.helpers import wait_until
from tests.mortal import mortal

NEEDS = {
    "browser": ("chromium", "chromium-browser", "google-chrome"),
    "cache": ("nginx", "/usr/sbin/nginx"),
}
"""What a marked test needs on the machine: any one of these programs."""

ADMIN = "user admin on nopass ~* &* +@all"  # only in tests: ours may not empty the store


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, in one line, what this machine cannot do; in CI that is a failure."""
    for marker, programs in NEEDS.items():
        if item.get_closest_marker(marker) and not any(map(shutil.which, programs)):
            said = f"{item.name} needs {programs[0]}, which is not here"
            if os.environ.get("CI") == "true":
                pytest.fail(said, pytrace=False)
            pytest.skip(said)


class Valkey:
    """A real embedded server, started as `liveboard up` starts it."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings.from_env({"LIVEBOARD_DATA": str(folder)})
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        """The address a program of ours would use."""
        return embedded.url(self.settings)

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self.process
        return self.process.pid

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = embedded.command(self.settings, also=(ADMIN,))
        with (self.folder / "valkey.log").open("ab") as log:
            self.process = subprocess.Popen(mortal(*command), stdout=log, stderr=log)
        wait_until(self.answers, "the embedded Valkey answers")

    def answers(self) -> bool:
        """Whether it is up and has read its data."""
        try:
            with connect.connect(self.settings) as client:
                return bool(client.ping())
        except (NobodyAnswers, BusyLoadingError):
            assert self.process and self.process.poll() is None, self.log()
            return False

    def log(self) -> str:
        """What it has said so far."""
        return (self.folder / "valkey.log").read_text()

    def stop(self, with_signal: int = signal.SIGTERM) -> None:
        """End it, in order unless told otherwise."""
        if self.process:
            if self.process.poll() is None:
                self.process.send_signal(with_signal)
            self.process.wait(20)
            self.process = None

    def kill(self) -> None:
        """kill -9."""
        self.stop(signal.SIGKILL)

    def restart(self) -> None:
        """End it in order (if it lives) and start it on the same data."""
        self.stop()
        self.start()

    def admin(self) -> "Redis":
        """A client that may do everything."""
        socket = embedded.url(self.settings).split("@")[1]
        return Redis.from_url(f"unix://admin:any@{socket}", decode_responses=True, protocol=2)

    def empty(self) -> None:
        """Forget everything; start again if a test has ended it."""
        if self.process is None or self.process.poll() is not None:
            self.restart()
        with self.admin() as client:
            client.flushall()


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    server = Valkey(tmp_path_factory.mktemp("valkey"))
    yield server
    server.stop()


@pytest.fixture
def settings(valkey: Valkey, tmp_path: Path) -> Settings:
    valkey.empty()
    return Settings.from_env(
        {"LIVEBOARD_DATA": str(tmp_path / "data"), "LIVEBOARD_REDIS_URL": valkey.url}
    )


@pytest.fixture
def redis(settings: Settings) -> Iterator[Redis]:
    client = connect.connect(settings)
    yield client
    client.close()


@pytest.fixture
async def aredis(settings: Settings) -> AsyncIterator[AsyncRedis]:
    client = connect.aconnect(settings)
    yield client
    await client.aclose()
