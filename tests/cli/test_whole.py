"""The whole house: started, killed in part and in whole, started again on the same data."""

import json
import signal
import sys
import time
from datetime import UTC, datetime

import httpx2
import psutil
import pytest

from tests.helpers import wait_until
from tests.running import Running, running


@pytest.fixture(scope="module")
def same(tmp_path_factory):
    with running(tmp_path_factory.mktemp("house") / "data") as found:
        yield found


@pytest.fixture
def house(same):
    """One house for all of them; whoever ends it has to start it again."""
    if same.process.poll() is not None:
        same.start()
    return same


def epoch(house: Running) -> str:
    return str(httpx2.get(f"{house.url}/live/v1/snapshot").json()["epoch"])


@pytest.mark.faults
class TestAStart:
    def test_it_says_where_everything_is(self, house):
        """
        Whoever typed the command finds the wall, the upload page and their way in.
        """
        link = house.heard(rf"{house.url}/organise/first#\S+")

        assert f"{house.url}/wall" in house.said
        assert f"{house.url}/upload" in house.said
        assert 200 == httpx2.get(link).status_code
        everybody = {"valkey", "web", "develop", "fetch", "sweep", "bot"}
        wait_until(lambda: everybody == set(house.pids()), "everything is started")

    def test_doctor_finds_it_well(self, house):
        """
        Store, web, workers and books of a fresh start are good.
        """
        house.heard("Ctrl-C ends everything")
        wait_until(lambda: house.command("doctor").returncode == 0, "all workers are there", 30)
        found = house.command("doctor", "--json")
        rows = {row["name"]: row["good"] for row in json.loads(found.stdout)}

        assert 0 == found.returncode, found.stdout
        assert {True} == {rows[name] for name in ("store", "web", "workers", "ledger", "clocks")}

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells about others")
    def test_there_is_a_descriptor_for_every_viewer(self, house):
        """
        The web process may have as many as the machine allows it.
        """
        soft, hard = psutil.Process(house.pids()["web"]).rlimit(psutil.RLIMIT_NOFILE)

        assert min(hard, 1 << 16) == soft

    def test_a_second_start_is_refused_while_the_first_runs(self, house):
        """
        Two liveboards never share a folder, and the second one says where the first is.
        """
        second = house.command("up")

        assert 1 == second.returncode
        assert f"is in use by process {house.process.pid} ({house.url})" in second.stderr


@pytest.mark.faults
class TestAnEnd:
    def test_a_second_start_continues_where_the_first_was(self, house):
        """
        The board, its stream and the organisers are those of before.
        """
        word = "four words in a row"
        added = house.command(
            "organiser", "add", "ada", "--role", "owner", "--password-stdin", stdin=word
        )
        before = epoch(house)
        offered = house.said.count("/organise/first#")
        status = house.stop()
        house.start()

        assert 0 == added.returncode, added.stderr
        assert 0 == status
        assert before == epoch(house)
        assert "owner      ada" in house.command("organiser", "list").stdout
        assert offered == house.said.count("/organise/first#")

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of it")
    def test_after_kill_nine_of_everything_it_starts_again(self, house):
        """
        A killed supervisor leaves nobody behind, and the folder is free at once.
        """
        before = epoch(house)
        children = psutil.Process(house.process.pid).children(recursive=True)
        house.stop(signal.SIGKILL)
        wait_until(lambda: not any(one.is_running() for one in children), "all are gone")
        house.start()

        assert before == epoch(house)

    @pytest.mark.parametrize("name", ["web", "valkey"])
    def test_who_is_killed_comes_back(self, house, name):
        """
        The wall is there again a moment after the web or the store was killed.
        """
        before = epoch(house)
        began = time.monotonic()
        house.back(name, house.kill(name))
        back = time.monotonic() - began
        wait_until(house.ready, "it takes visitors again")

        assert back < 2
        assert before == epoch(house)


@pytest.mark.faults
def test_a_rehearsal_stands_where_it_is_told(tmp_path):
    """
    Every process and command of a moved clock shares one time, and a later start goes on from it.
    """
    begin = datetime(2027, 3, 5, 7, 59, tzinfo=UTC)
    with running(tmp_path / "data", CLOCK=begin.isoformat()) as house:
        first = httpx2.get(f"{house.url}/live/v1/now").json()["now"] / 1000
        doctor = house.command("doctor", "--json").stdout
        house.stop()
        house.start()
        second = httpx2.get(f"{house.url}/live/v1/now").json()["now"] / 1000

    assert begin.timestamp() <= first < second < begin.timestamp() + 180
    assert "moved by" in doctor
    assert 2 == house.said.count("the clock stands at 2027-03-05")
