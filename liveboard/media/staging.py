"""A file on its way in: streamed to disk, hashed as it passes, not yet anybody's photo.

Trusted: nothing in it. Lost: whatever was never sealed, which nobody was promised.
"""

import errno
import fcntl
import hashlib
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from liveboard.domain.errors import Full
from liveboard.media.sniff import HEAD


class Staging:
    """One incoming file.

    Attributes:
        path: Where it is until it is discarded.
        size: Bytes written so far.
        head: Its first bytes, as many as `sniff` wants.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{secrets.token_hex(16)}.part"
        self.size = 0
        self.head = b""
        self._hash = hashlib.sha256()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        with room():
            folder.mkdir(parents=True, exist_ok=True)
            self._file: int | None = os.open(self.path, flags, 0o600)

    @property
    def hash(self) -> str:
        """SHA-256 of what was written so far, in hexadecimal."""
        return self._hash.hexdigest()

    def write(self, data: bytes | memoryview) -> None:
        """Append a piece. Cheap enough for an event loop: no flush, no wait for the disk.

        Raises:
            Full: The disk is.
        """
        assert self._file is not None, "sealed"
        if len(self.head) < HEAD:
            self.head += bytes(data[: HEAD - len(self.head)])
        self._hash.update(data)
        self.size += len(data)
        left = memoryview(data)
        with room():
            while left:
                left = left[os.write(self._file, left) :]

    def seal(self) -> tuple[str, int]:
        """Put it on the disk for good; waits for the disk, so not on an event loop.

        Returns:
            Its SHA-256 in hexadecimal, and its size in bytes. Sealing twice is sealing once.

        Raises:
            Full: The disk is.
        """
        if self._file is not None:
            with room():
                settle(self._file)
            self._close()
        return self.hash, self.size

    def discard(self) -> None:
        """Remove it, sealed or not; what `put_original` made of it stays."""
        self._close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def settle(file: int) -> None:
    """Wait until a file or folder is on the disk, and not only on its way there."""
    if sys.platform == "darwin":
        fcntl.fcntl(file, fcntl.F_FULLFSYNC)  # there, fsync stops at the drive's own memory
    else:
        os.fsync(file)


@contextmanager
def room() -> Iterator[None]:
    """Say "the disk is full" in words for the person whose photo does not fit."""
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise Full(
            "there is no room left to keep your photo safely",
            hint="keep it, and try again in a few minutes",
            retry_after=120,
        ) from error
