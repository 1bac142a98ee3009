"""The child that opens strangers' pictures: what it may do, and how it ends."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from functools import cache

import psutil
import pytest

from liveboard.media import cage, warm
from liveboard.media.cage import CageLimits, Undevelopable, develop
from liveboard.media.developed import Developed, pack, unpack
from tests import pictures
from tests.helpers import wait_until

HOME = str(cage._HOME)

PROBE = """
import os, resource, sys
from liveboard.media import lockdown, photos, warm
warm.warm()
data = sys.stdin.buffer.read()
before = set(sys.modules)
lockdown.lock_down(1 << 30, 10)
photos.prints(data)
assert not set(sys.modules) - before, set(sys.modules) - before
limits = [resource.getrlimit(kind)[0] for kind in (
    resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE,
    resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)]
print(limits)
"""


def children() -> list[psutil.Process]:
    """The caged children of this process; others have children here too."""
    found = []
    for process in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            if "liveboard.media.child" in process.cmdline():
                found.append(process)
    return found


@cache
def slow(size: tuple[int, int] = (5000, 4000)) -> bytes:
    """A picture that takes a decoder its time."""
    return pictures.encoded(pictures.card(size), "webp", lossless=True, quality=0, method=0)


class TestDevelop:
    def test_a_photo_comes_out(self):
        """
        Bytes in, three prints, their size and their colour out.
        """
        developed = develop(pictures.turned(6, size=(2000, 1000)))

        assert ["thumb", "wall", "full"] == list(developed.prints)
        assert (1600, 800) == developed.size
        assert "#7d7355" == developed.colour

    def test_a_file_is_read_by_the_child_itself(self, tmp_path):
        """
        A path gives the same prints as its bytes, without passing through us.
        """
        data = pictures.picture("heif")
        (tmp_path / "photo").write_bytes(data)

        assert develop(data) == develop(tmp_path / "photo")

    def test_a_large_file_does_not_block_either_side(self):
        """
        More bytes than a pipe holds go in, and more come out, at the same time.
        """
        data = pictures.encoded(pictures.photo((1600, 1200)), "png")
        assert len(data) > 3_000_000

        assert (1600, 1200) == develop(data).size

    def test_what_is_wrong_is_said_in_the_childs_words(self):
        """
        A cut off picture comes back as a sentence, and trying again is pointless.
        """
        with pytest.raises(Undevelopable, match="cut off") as found:
            develop(pictures.picture()[:-200])

        assert found.value.permanent

    def test_a_child_that_does_not_read_on_is_no_accident(self):
        """
        Ten megabytes of something else are refused like ten bytes of it.
        """
        with pytest.raises(Undevelopable, match="PDF"):
            develop(b"%PDF" + bytes(10_000_000))

    def test_a_missing_original_is_our_mistake(self, tmp_path):
        """
        A file that is not there is an error of ours, not of the picture.
        """
        with pytest.raises(FileNotFoundError):
            develop(tmp_path / "gone")

    @pytest.mark.parametrize("kind", ["jpeg", "webp"])  # the commonest and the hungriest
    def test_fifty_megapixels_fit(self, kind):
        """
        The largest picture we promise to take fits into the memory we give it.
        """
        data = pictures.encoded(pictures.card((8192, 6144)), kind, **LIGHT[kind])

        assert (1600, 1200) == develop(data, limits=PATIENT).size


PATIENT = CageLimits(cpu=60, wall=300)  # it is memory that is measured, on a machine with company
LIGHT = {"jpeg": {}, "webp": {"method": 0}}


class TestLimits:
    def test_running_out_of_memory_can_be_tried_again(self):
        """
        A picture too big for its memory fails in words; the worker goes on.
        """
        with pytest.raises(Undevelopable, match="memory") as found:
            develop(pictures.picture("png", (4000, 4000)), limits=CageLimits(memory=150 << 20))

        assert not found.value.permanent

    def test_running_out_of_time_can_be_tried_again(self):
        """
        The wall clock ends what the processor limit does not see.
        """
        with pytest.raises(Undevelopable, match=r"longer than 0\.01 seconds") as found:
            develop(pictures.picture(), limits=CageLimits(wall=0.01))

        assert not found.value.permanent
        assert [] == children()

    def test_running_out_of_processor_time_says_so(self):
        """
        A picture that keeps a processor busy for too long is ended by the system.
        """
        with pytest.raises(Undevelopable, match="longer than 0 seconds") as found:
            develop(slow((9000, 5000)), limits=CageLimits(cpu=0, wall=300))

        assert not found.value.permanent

    def test_too_much_output_is_cut_short(self):
        """
        A child may not fill our memory.
        """
        with pytest.raises(Undevelopable, match="too big to show"):
            develop(pictures.picture(), limits=CageLimits(output=100))

        assert [] == children()

    @pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
    def test_a_child_that_is_killed_takes_nobody_along(self, number):
        """
        A decoder that crashes costs one attempt at one picture.
        """

        def kill() -> None:
            for child in children():
                child.send_signal(number)

        with pytest.raises(Undevelopable, match="went wrong half-way") as found:
            develop(slow(), limits=CageLimits(beat=0.05), alive=kill)

        assert not found.value.permanent
        assert develop(pictures.picture()).size

    def test_the_lease_is_renewed_while_the_child_lives(self):
        """
        As long as a picture takes, somebody hears that it is being worked on.
        """
        beats: list[float] = []

        develop(slow(), limits=CageLimits(beat=0.05), alive=lambda: beats.append(time.monotonic()))

        assert len(beats) >= 3

    def test_losing_the_lease_ends_the_child(self):
        """
        When the entry has been given to somebody else, nothing goes on working on it.
        """

        def lost() -> None:
            raise KeyError("the lease is somebody else's")

        with pytest.raises(KeyError, match="somebody else's"):
            develop(slow(), limits=CageLimits(beat=0.05), alive=lost)

        assert [] == children()

    def test_two_threads_do_not_disturb_each_other(self):
        """
        Pictures developed side by side come out as if developed alone.
        """
        found: dict[int, Developed] = {}
        data = [pictures.turned(number) for number in (1, 6)]

        def work(number: int) -> None:
            found[number] = develop(data[number])

        threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert {0, 1} == set(found)
        assert found[0].size == found[1].size == (320, 160)


class TestChild:
    @pytest.mark.parametrize("kind", list(warm.SAMPLES))
    def test_nothing_is_imported_once_the_door_is_shut(self, kind):
        """
        A decoder that had to be fetched after the lock-down would fail in a tighter cage.
        """
        ran = subprocess.run(
            [sys.executable, "-c", PROBE],
            input=pictures.loaded(kind),
            capture_output=True,
            env={"PYTHONPATH": HOME},
            check=False,
        )

        assert b"" == ran.stderr
        assert f"{[1 << 30, 10, 0, 64, 0]}\n".encode() == ran.stdout

    def test_it_has_a_session_of_its_own_and_hardly_any_environment(self, monkeypatch):
        """
        What our process knows by heart, a decoder cannot read out.
        """
        monkeypatch.setenv("LIVEBOARD_SECRET", "x" * 40)
        seen: list[tuple[int, dict[str, str]]] = []

        def look() -> None:
            for child in children():
                with suppress(psutil.AccessDenied):  # once locked down, only root may look
                    seen.append((os.getsid(child.pid), child.environ()))

        develop(slow(), limits=CageLimits(beat=0.02), alive=look)

        assert seen
        assert os.getsid(0) not in {session for session, _ in seen}
        for _, environment in seen:
            assert set(environment) <= {"PYTHONPATH", "LC_ALL", "MALLOC_ARENA_MAX"}

    @pytest.mark.skipif(sys.platform != "linux", reason="a death signal is a thing of Linux")
    def test_it_dies_with_its_parent(self, tmp_path):
        """
        kill -9 of a worker leaves no child behind that works on an entry of somebody else.
        """
        (tmp_path / "photo").write_bytes(slow((9000, 5000)))
        script = (
            "import pathlib, sys; from liveboard.media.cage import develop;"
            "develop(pathlib.Path(sys.argv[1]))"
        )
        parent = subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "photo")], env={"PYTHONPATH": HOME}
        )
        try:
            child = wait_until(lambda: psutil.Process(parent.pid).children(), "the child is there")[
                0
            ]
            wait_until(lambda: child.cpu_times().user > 0.3, "the child is at work")
        finally:
            parent.kill()
            parent.wait()

        wait_until(lambda: not child.is_running(), "the child is gone")


class TestUnpack:
    def test_what_is_packed_is_unpacked(self):
        """
        Both sides of the cage speak the same language.
        """
        developed = develop(pictures.picture())

        assert developed == unpack(pack(developed))

    def test_nothing_a_child_says_is_believed(self):
        """
        A child that was taken over cannot pass anything but bare pictures through us.
        """
        good = develop(pictures.picture())
        whole = pack(good)
        for lie in (
            b"",
            b"\0\0",
            whole[:-1],
            whole + b"\0",
            b"\0\0\0\1{",
            b"\0\0\0\2[]",
            b"\0\0\0\2{}",
            pack(
                Developed(good.prints | {"wall": pictures.loaded("webp")}, good.size, good.colour)
            ),
            pack(Developed(good.prints, good.size, "#fff;}")),
            pack(Developed(good.prints, (10**9, 1), good.colour)),
        ):
            with pytest.raises(ValueError, match=r".") as found:
                unpack(lie)
            assert not isinstance(found.value, Undevelopable)

    def test_a_reason_is_kept_short_and_printable(self):
        """
        Words from the cage go to people, so they are words.
        """
        with pytest.raises(Undevelopable) as found:
            unpack(pack(Undevelopable("\x1b[31m" + "a" * 5000)))

        assert "[31m" + "a" * 196 == found.value.reason
