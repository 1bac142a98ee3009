"""One house for all faults: whoever ends it has to leave it as if nothing had happened."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from liveboard.work.kit import SHIPPED
from tests.fakes.feedserver import FeedServer
from tests.faults.scene import Scene
from tests.helpers import wait_until
from tests.running import running

EVERYBODY = {"valkey", "web", "develop", "fetch", "sweep", "bot"}
SOURCE = """
[[sources]]
name = "mastodon"
kind = "rss"
url = "{url}"
every = 5
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here kills processes."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("faults")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how long it took to be well again, in one line."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    took = [f"{what} {seconds}" for one in reports for what, seconds in one.user_properties]
    if took:
        terminalreporter.write_line(f"well again: {', '.join(took)}")


def event_file(folder: Path, *more: str) -> Path:
    """The shipped rehearsal, without limits that a test would meet, and with more lines."""
    text = (SHIPPED / "rehearsal.toml").read_text()
    text = re.sub(r"per_minute = \d+, burst = \d+", "per_minute = 60000, burst = 9000", text)
    path = folder / "event.toml"
    path.write_text(text + "".join(more))
    return path


@pytest.fixture(scope="session")
def feed() -> Iterator[FeedServer]:
    """A network somewhere, with nothing on it yet."""
    with FeedServer() as server:
        yield server


@pytest.fixture(scope="session")
def same(tmp_path_factory: pytest.TempPathFactory, feed: FeedServer) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("faults")
    event = event_file(folder, SOURCE.format(url=feed.url))
    with running(folder / "data", EVENT=str(event), FEEDS_PRIVATE="yes") as house:
        yield Scene(house, feed)


@pytest.fixture
def scene(same: Scene) -> Iterator[Scene]:
    """The running house; started again if the last test has ended it."""
    assert same.house.process
    if same.house.process.poll() is not None:
        same.house.start()
    wait_until(lambda: EVERYBODY <= set(same.house.pids()), "everybody is there")
    same.begin()
    yield same
    for upload in same.sent:
        upload.give_up()


@pytest.fixture
def now() -> datetime:
    """When posts of today are written."""
    return datetime.now(UTC)
