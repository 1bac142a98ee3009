"""The data folder belongs to one running liveboard at a time."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

from liveboard.config.settings import Settings
from liveboard.domain.errors import Conflict, Unavailable


@contextmanager
def taken(settings: Settings) -> Iterator[None]:
    """Have the data folder for ourselves, making it if there is none.

    The kernel lets go of it when we die, however that happens.

    Raises:
        Conflict: If another liveboard has it; the sentence says which and where.
        Unavailable: If it cannot be written.
    """
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)  # originals know places
        handle = os.open(settings.data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Unavailable(
            f"the data folder {settings.data} cannot be written: {error.strerror}",
            hint="make it yours, or name another one in LIVEBOARD_DATA",
        ) from None
    with os.fdopen(handle, "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(
                f"the data folder {settings.data} is in use by {_who(file.read())}",
                hint="use that one, end it, or name another folder in LIVEBOARD_DATA",
            ) from None
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "url": settings.url}))
        file.flush()
        yield
        file.seek(0)
        file.truncate(0)


def _who(text: str) -> str:
    try:
        found = json.loads(text)
        return f"process {found['pid']} ({found['url']})"
    except (ValueError, KeyError, TypeError):
        return "another liveboard"
