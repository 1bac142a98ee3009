"""Limits that a school behind one address survives: leaky buckets, never a block."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from liveboard.domain.errors import Limited, Shut
from liveboard.domain.event import Rate
from liveboard.store.call import Call, script
from liveboard.store.keys import Keys


@dataclass(frozen=True, slots=True)
class Bucket:
    """One limit for one caller: `who` is opaque (a hash), never an address."""

    who: str
    rate: Rate

    def wire(self) -> dict[str, Any]:
        """As the scripts want it."""
        return {"who": self.who, "every": 60000 / self.rate.per_minute, "burst": self.rate.burst}


def begin(keys: Keys, key: str, buckets: Sequence[Bucket], *, now: int) -> Call[int]:
    """The first byte of an upload: yields when it began (ms), also when it is sent again.

    Raises (when run):
        Shut: Outside the window.
        Limited: Too many at once, with the seconds to wait.
    """

    def read(reply: dict[str, Any]) -> int:
        if reply.get("error") == "shut":
            raise Shut("uploads are not open at this moment", hint="the upload page says when")
        _limited(reply)
        return int(reply["began"])

    return script(
        "begin",
        keys,
        read,
        repeatable=True,
        now=now,
        key=key,
        limits=[bucket.wire() for bucket in buckets],
    )


def allow(keys: Keys, buckets: Sequence[Bucket], *, now: int) -> Call[None]:
    """Charge some buckets, or raise Limited when run and charge none."""
    return script(
        "limit",
        keys,
        _limited,
        now=now,
        limits=[bucket.wire() for bucket in buckets],
    )


def _limited(reply: dict[str, Any]) -> None:
    if reply.get("error") == "limited":
        wait = max(1, int(reply["retry_after"]))
        raise Limited(
            "too many at once from here",
            hint=f"wait {wait} seconds and send it again; nothing is lost",
            retry_after=wait,
        )
