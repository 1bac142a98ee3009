"""Where bytes are kept: under their hash, once, and really on the disk."""

import hashlib
import os
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from liveboard.domain.errors import Full
from liveboard.media import staging
from liveboard.media.blobs import Blobs
from liveboard.media.sniff import HEAD

DATA = b"a photo, say" * 10_000
HASH = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(params=["folder", "bucket"])
def blobs(request, tmp_path: Path) -> Blobs:
    """A local store, and one that has no folder (as a bucket has none)."""
    where = tmp_path / "blobs" if request.param == "folder" else "memory:///"
    return Blobs.open(where, staging=tmp_path / "in")


def put(blobs: Blobs, data: bytes = DATA) -> str:
    with blobs.stage() as staged:
        for at in range(0, len(data), 65_536):
            staged.write(data[at : at + 65_536])
        digest, _ = staged.seal()
        blobs.put_original(staged)
    return digest


class TestBlobs:
    def test_an_original_is_kept_under_its_hash(self, blobs):
        """
        What comes out is what went in.
        """
        assert HASH == put(blobs)
        assert DATA == blobs.get_original(HASH)
        assert [HASH] == list(blobs.hashes())

    def test_putting_it_again_is_putting_it_once(self, blobs):
        """
        The same photo from two phones takes the room of one.
        """
        put(blobs)
        put(blobs)

        assert [HASH] == list(blobs.hashes())
        assert DATA == blobs.get_original(HASH)

    def test_a_staged_file_can_be_put_again(self, blobs):
        """
        Until it is discarded, a staged file can be kept once more, even after a removal.
        """
        with blobs.stage() as staged:
            staged.write(DATA)
            blobs.put_original(staged)
            blobs.remove(HASH)
            blobs.put_original(staged)

        assert DATA == blobs.get_original(HASH)

    async def test_prints_are_replaced_and_read_on_both_sides(self, blobs):
        """
        A print made again replaces the old one, for threads and event loops alike.
        """
        blobs.put_print(HASH, "wall", b"old")
        blobs.put_print(HASH, "wall", b"new")

        assert b"new" == blobs.get_print(HASH, "wall")
        assert b"new" == await blobs.aget_print(HASH, "wall")
        assert blobs.get_print(HASH, "full") is None
        assert await blobs.aget_print(HASH, "full") is None
        assert [HASH] == list(blobs.hashes())

    def test_removing_leaves_nothing(self, blobs):
        """
        Original and prints go together, and going twice is going once.
        """
        put(blobs)
        other = put(blobs, b"another")
        blobs.put_print(HASH, "wall", b"print")

        blobs.remove(HASH)
        blobs.remove(HASH)

        assert [other] == list(blobs.hashes())
        assert blobs.get_print(HASH, "wall") is None
        with pytest.raises(FileNotFoundError):
            blobs.get_original(HASH)

    @pytest.mark.parametrize("name", ["../../etc/passwd", "ABCDEF", "a" * 63, "", "A" * 64])
    def test_only_hashes_and_plain_names_are_names(self, blobs, name):
        """
        No path of a stranger's choosing is ever looked at.
        """
        with pytest.raises(ValueError, match="not"):
            blobs.get_original(name)
        with pytest.raises(ValueError, match="not"):
            blobs.remove(name)
        if not name.islower() or "/" in name:
            with pytest.raises(ValueError, match="not"):
                blobs.get_print(HASH, name)

    def test_how_much_room_is_left(self, blobs):
        """
        Disk pressure is seen before anything is accepted.
        """
        assert (blobs.free() or 0) > 0


class TestFolder:
    def test_what_was_put_is_on_the_disk(self, tmp_path, settled):
        """
        Before a put returns, the file and every new folder above it have been settled.
        """
        blobs = Blobs.open(tmp_path)
        digest = put(blobs)
        folder = tmp_path / "originals" / digest[:2]

        blobs.put_print(digest, "wall", b"print")

        prints = tmp_path / "prints" / digest[:2] / digest
        wanted = {folder, folder.parent, tmp_path, prints, prints.parent, prints.parent.parent}
        assert wanted <= settled.folders
        assert {folder / digest, prints / "wall.webp"} <= settled.files()

    def test_an_original_is_private_and_takes_no_second_copy(self, tmp_path):
        """
        A sealed file is given its name, not copied; nobody else on the machine can read it.
        """
        blobs = Blobs.open(tmp_path)
        with blobs.stage() as staged:
            staged.write(DATA)
            blobs.put_original(staged)
            path = blobs.original_path(HASH)

            assert path
            assert path.stat().st_ino == staged.path.stat().st_ino

        assert 0o600 == stat.S_IMODE(path.stat().st_mode)
        assert [] == list((tmp_path / "staging").iterdir())

    def test_many_at_once(self, tmp_path):
        """
        The same photo put and removed by several threads ends whole or absent.
        """
        blobs, failures = Blobs.open(tmp_path), []

        def work(removes: bool) -> None:  # noqa: FBT001
            try:
                for _ in range(20):
                    put(blobs)
                    blobs.put_print(HASH, "wall", DATA)
                    if removes:
                        blobs.remove(HASH)
            except OSError as error:
                failures.append(error)

        threads = [threading.Thread(target=work, args=(number == 0,)) for number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        put(blobs)

        assert [] == failures
        assert DATA == blobs.get_original(HASH)
        assert [] == list((tmp_path / "staging").iterdir())

    def test_a_file_system_without_links_is_copied_to(self, tmp_path):
        """
        Where a file cannot have two names it is copied, and still whole or not there.
        """
        blobs = Blobs.open(tmp_path)
        with blobs.stage() as staged:
            staged.write(DATA)
            staged.seal()
            (tmp_path / "originals/ab").mkdir(parents=True)
            blobs._copy(staged.path, tmp_path / "originals/ab/copy")

        assert DATA == (tmp_path / "originals/ab/copy").read_bytes()


class TestStaging:
    def test_it_hashes_as_it_goes(self, tmp_path):
        """
        When the last piece has arrived, hash, size and first bytes are known.
        """
        with Blobs.open(tmp_path).stage() as staged:
            for at in range(0, len(DATA), 1000):
                staged.write(DATA[at : at + 1000])

            assert (HASH, len(DATA)) == staged.seal() == staged.seal()
            assert DATA[:HEAD] == staged.head

    def test_discarding_leaves_nothing(self, tmp_path):
        """
        An upload that was broken off takes no room.
        """
        with Blobs.open(tmp_path).stage() as staged:
            staged.write(DATA)

        assert not staged.path.exists()
        staged.discard()

    def test_only_what_was_forgotten_is_swept(self, tmp_path):
        """
        What a dead process left behind goes; what is still arriving stays.
        """
        blobs = Blobs.open(tmp_path)
        old, new = blobs.stage(), blobs.stage()
        os.utime(old.path, (0, 0))

        assert 1 == blobs.sweep_staging(timedelta(hours=1))
        assert (False, True) == (old.path.exists(), new.path.exists())
        old.discard()
        new.discard()

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
    def test_a_full_disk_is_said_in_words(self, tmp_path):
        """
        When the disk is full, the person learns that nothing was taken in.
        """
        staged = Blobs.open(tmp_path).stage()
        assert staged._file is not None
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, staged._file)
        os.close(full)

        with pytest.raises(Full, match="no room left"):
            staged.write(DATA)
        staged.discard()


class Settled:
    """Which files and folders have been asked to reach the disk."""

    def __init__(self) -> None:
        self.folders: set[Path] = set()
        self.inodes: set[int] = set()
        self.root = Path("/")

    def note(self, file: int) -> None:
        found = os.fstat(file)
        if stat.S_ISDIR(found.st_mode):
            self.folders.add(Path(f"/proc/self/fd/{file}").readlink())
        else:
            self.inodes.add(found.st_ino)

    def files(self) -> set[Path]:
        return {
            path
            for path in self.root.rglob("*")
            if path.is_file() and path.stat().st_ino in self.inodes
        }


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settled:
    """Watch `os.fsync`, which does its work all the same."""
    if not Path("/proc/self/fd").exists():
        pytest.skip("needs /proc to see which folder a descriptor is")
    seen, real = Settled(), os.fsync
    seen.root = tmp_path

    def fsync(file: int) -> None:
        seen.note(file)
        real(file)

    monkeypatch.setattr(staging.os, "fsync", fsync)
    return seen
