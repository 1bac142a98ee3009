"""Where the bytes are: originals as they came, prints as we made them.

Everything is named after the SHA-256 of its original, so putting the same photo twice
is putting it once, and no name was ever chosen by a stranger::

    originals/ab/abcdef…             private: with its metadata, never served
    prints/ab/abcdef…/wall.webp      what people see

Trusted: that a name and its bytes belong together; nobody hashes again on reading.
Lost: with an original, the photo itself, which is why a put returns only when file
and folder are on the disk (or the bucket has said yes); a lost print is made again.
"""

import errno
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import gettempdir
from typing import Final

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from liveboard.domain.errors import Unavailable
from liveboard.media.staging import Staging, room, settle

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")
_NO_LINKS: Final = {errno.EPERM, errno.EXDEV, errno.ENOTSUP, errno.EMLINK}


class Blobs:
    """One store of originals and prints: a folder, or a bucket."""

    def __init__(self, store: ObjectStore, staging: Path, root: Path | None) -> None:
        self._store = store
        self._staging = staging
        self._root = root  # None: not a folder of ours
        self._settled: set[Path] = set()

    @classmethod
    def open(cls, where: str | Path, staging: Path | None = None) -> "Blobs":
        """Open a store, making its folders if it is local.

        Args:
            where: A folder, or an address like `s3://bucket/prefix` (credentials from the
                usual AWS variables).
            staging: Where files wait on their way in. By default in a local store itself, so
                that keeping one is giving it a second name; for a bucket, the system's folder
                for temporary files (name a better one: that may be memory).
        """
        if isinstance(where, str) and "://" in where:
            return cls(from_url(where), staging or Path(gettempdir(), "liveboard"), None)
        root = Path(where).resolve()
        for folder in (root / "originals", root / "prints"):
            folder.mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(root), staging or root / "staging", root)

    def stage(self) -> Staging:
        """Begin to take a file in."""
        return Staging(self._staging)

    def put_original(self, staged: Staging) -> None:
        """Keep a sealed file under its hash; on return it has reached the disk.

        The staged file stays until it is discarded, so this can be called again. Waits for
        the disk or the bucket: call it in a thread.

        Raises:
            Full: The disk is.
            Unavailable: The bucket did not say yes.
        """
        digest, _ = staged.seal()
        with room():
            if self._root:
                self._adopt(staged.path, self._root / _original(digest))
                return
        with _asked():
            obstore.put(self._store, _original(digest), staged.path)

    def get_original(self, digest: str) -> bytes:
        """An original's bytes.

        Raises:
            FileNotFoundError: There is none under this hash.
        """
        with _asked():
            return bytes(obstore.get(self._store, _original(digest)).bytes())

    def has_original(self, digest: str) -> bool:
        """Whether an original is kept. Waits for the disk or the bucket.

        Raises:
            Unavailable: The bucket does not say.
        """
        if self._root:
            return (self._root / _original(digest)).exists()
        try:
            with _asked():
                obstore.head(self._store, _original(digest))
        except FileNotFoundError:
            return False
        return True

    def original_path(self, digest: str) -> Path | None:
        """Where an original lies on this machine, for who can read a file; None in a bucket."""
        return self._root / _original(digest) if self._root else None

    def put_print(self, digest: str, name: str, data: bytes) -> None:
        """Keep a print, replacing what was there; on return it has reached the disk."""
        key = _print(digest, name)
        if self._root is None:
            with _asked():
                obstore.put(self._store, key, data)
            return
        with self.stage() as staged:
            staged.write(data)
            staged.seal()
            self._move(staged.path, self._root / key)

    def get_print(self, digest: str, name: str) -> bytes | None:
        """A print's bytes, or None if it has not been made or is gone."""
        try:
            with _asked():
                return bytes(obstore.get(self._store, _print(digest, name)).bytes())
        except FileNotFoundError:
            return None

    async def aget_print(self, digest: str, name: str) -> bytes | None:
        """`get_print` for an event loop."""
        try:
            with _asked():
                found = await obstore.get_async(self._store, _print(digest, name))
                return bytes(await found.bytes_async())
        except FileNotFoundError:
            return None

    def remove(self, digest: str) -> None:
        """Remove an original and all its prints, for good. Removing what is not there is fine."""
        gone = [_original(digest)]
        folder = _prints(digest)
        for batch in obstore.list(self._store, folder):
            gone += [str(found["path"]) for found in batch]
        for key in gone:
            with suppress(FileNotFoundError):
                obstore.delete(self._store, key)
        if self._root:
            with suppress(OSError):  # somebody may be developing it again
                (self._root / folder).rmdir()
            for name in (folder, _original(digest)):
                _settle_folder((self._root / name).parent)

    def hashes(self) -> Iterator[str]:
        """Every hash something is kept under, once, in no order: originals and prints."""
        seen: set[str] = set()
        for prefix in ("originals", "prints"):
            for batch in obstore.list(self._store, prefix, chunk_size=1000):
                for found in batch:
                    digest = str(found["path"]).split("/")[2]
                    if _HASH.fullmatch(digest) and digest not in seen:
                        seen.add(digest)
                        yield digest

    def free(self) -> int | None:
        """Bytes that may still be written where files come in; None if nobody can say."""
        folder = self._staging
        while not folder.exists():
            folder = folder.parent
        with suppress(OSError):
            return shutil.disk_usage(folder).free
        return None

    def sweep_staging(self, older_than: timedelta) -> int:
        """Remove what uploads that never ended have left behind.

        Args:
            older_than: How long ago it was last written to; keep it well above the time a
                slow upload pauses.

        Returns:
            How many files were removed.
        """
        before, removed = time.time() - older_than.total_seconds(), 0
        for path in self._staging.glob("*.part"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()
                    removed += 1
        return removed

    def _adopt(self, staged: Path, final: Path) -> None:
        """Give a settled file its second name: one step, no copy, whole or not there."""
        for last in (False, True):
            _make_folder(final.parent)
            try:
                os.link(staged, final)
            except FileExistsError:  # the same bytes, put by somebody else this very moment
                pass
            except FileNotFoundError:  # `remove` took the folder from under us
                if last:
                    raise
                continue
            except OSError as error:
                if error.errno not in _NO_LINKS:
                    raise
                self._copy(staged, final)
            break
        self._settle(final.parent)

    def _copy(self, staged: Path, final: Path) -> None:
        """For file systems without hard links."""
        with self.stage() as copy:
            with staged.open("rb") as file:
                while data := file.read(1 << 20):
                    copy.write(data)
            copy.seal()
            copy.path.replace(final)

    def _move(self, staged: Path, final: Path) -> None:
        _make_folder(final.parent)
        try:
            staged.replace(final)
        except FileNotFoundError:  # `remove` took the folder from under us
            _make_folder(final.parent)
            staged.replace(final)
        self._settle(final.parent)

    def _settle(self, folder: Path) -> None:
        """Put a folder's list of names on the disk, and the folder itself when new to us."""
        while True:
            _settle_folder(folder)
            if folder == self._root or folder in self._settled:
                return
            if not _HASH.fullmatch(folder.name):  # those of one photo come and go
                self._settled.add(folder)
            folder = folder.parent


@contextmanager
def _asked() -> Iterator[None]:
    """A bucket that does not answer is no fault of the photo: try again."""
    try:
        yield
    except BaseError as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise Unavailable(
            "the place where photos are kept does not answer",
            hint="try again in a minute; nothing that was accepted is lost",
            retry_after=60,
        ) from error


def _make_folder(folder: Path) -> None:
    """Make a folder that `remove` may be taking away this very moment."""
    for _ in range(10):
        with suppress(FileExistsError, FileNotFoundError):  # it went between two of mkdir's steps
            folder.mkdir(parents=True, exist_ok=True)
            return
    folder.mkdir(parents=True, exist_ok=True)


def _settle_folder(folder: Path) -> None:
    with suppress(FileNotFoundError):
        file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            settle(file)
        finally:
            os.close(file)


def _original(digest: str) -> str:
    if not _HASH.fullmatch(digest):
        raise ValueError(f"{digest!r} is not a SHA-256 in hexadecimal")
    return f"originals/{digest[:2]}/{digest}"


def _prints(digest: str) -> str:
    return _original(digest).replace("originals/", "prints/", 1)


def _print(digest: str, name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a print")
    return f"{_prints(digest)}/{name}.webp"
