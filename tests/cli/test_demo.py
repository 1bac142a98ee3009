"""A pretend day at a real, running liveboard."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from liveboard.config.process import die_with_parent
from liveboard.work.kit import SHIPPED
from tests.helpers import scaled, wait_until
from tests.running import ROOT, Running, running


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with running(tmp_path_factory.mktemp("demo") / "data") as found:
        yield found


def board(house: Running) -> dict:
    return httpx2.get(f"{house.url}/live/v1/snapshot").json()["state"]


@pytest.fixture(scope="module")
def day(house):
    entries = str(scaled(60, least=16))
    done = house.command("demo", "--entries", entries, "--speed", "50000", "--seed", "5", "--json")
    assert 0 == done.returncode, done.stderr
    return json.loads(done.stdout)


@pytest.mark.faults
class TestADay:
    def test_the_wall_has_what_the_desk_showed(self, house, day):
        """
        Everything that was sent is shown, hidden or a duplicate, and the wall counts the same.
        """
        state = board(house)

        assert day["sent"] == day["accepted"] + day["duplicates"]
        assert day["accepted"] == day["shown"] + day["hidden"]
        assert day["shown"] == state["total"] == len(state["entries"]) == day["on_the_wall"]
        assert set(state["counts"]) == {subject["key"] for subject in state["event"]["roster"]}

    def test_all_sorts_of_things_happened(self, house, day):
        """
        A day has duplicates, retries, hidden photos, second thoughts, slips and a report.
        """
        for what in (
            "duplicates",
            "sent_again",
            "hidden",
            "undone",
            "captions_put_right",
            "reported",
        ):
            assert day[what] >= 1, what

    def test_it_is_the_real_path(self, house, day):
        """
        The ledger tells the same story, fact by fact.
        """
        replayed = house.command("replay", "--json")

        assert 0 == replayed.returncode
        assert day["sent"] == json.loads(replayed.stdout)["entries"]

    def test_the_moderator_has_gone(self, house, day):
        """
        No account is left behind.
        """
        assert [] == json.loads(house.command("organiser", "list", "--json").stdout)

    def test_every_photo_is_described(self, house, day):
        """
        Who cannot see the wall is told what is on it.
        """
        assert all(len(entry["alt"]) > 20 for entry in board(house)["entries"])


@pytest.mark.faults
def test_the_moderator_goes_when_it_is_ended(house):
    """
    Ctrl-C and SIGTERM leave no account behind.
    """

    def moderators() -> list[dict]:
        return json.loads(house.command("organiser", "list", "--json").stdout)

    with subprocess.Popen(
        [sys.executable, "-m", "liveboard", "demo", "--speed", "1"],
        env=house.env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    ) as demo:
        wait_until(moderators, "the demo has its account")
        demo.send_signal(signal.SIGTERM)
        status = demo.wait(30)

    assert 1 == status
    assert [] == moderators()


@pytest.mark.faults
def test_another_data_folder_is_refused(house, tmp_path):
    """
    An account made in one store cannot sign in at another: said before anything is done.
    """
    other = Running(tmp_path / "other", PORT=str(house.port))
    done = other.command("demo")

    assert 1 == done.returncode
    assert f"the liveboard at {house.url} has another data folder" in done.stderr


def test_nothing_answers(tmp_path):
    """
    Where it looked, and how to start one.
    """
    done = Running(tmp_path / "data").command("demo")

    assert 1 == done.returncode
    assert "no liveboard answers at http://127.0.0.1:" in done.stderr
    assert "liveboard up" in done.stderr


@pytest.mark.faults
def test_a_real_event_is_refused(tmp_path: Path):
    """
    Made-up photos have no place in the day itself.
    """
    with running(tmp_path / "data", EVENT=str(SHIPPED / "techognition.toml")) as real:
        done = real.command("demo")

        assert 1 == done.returncode
        assert "is not a rehearsal" in done.stderr
        assert 0 == board(real)["total"]
