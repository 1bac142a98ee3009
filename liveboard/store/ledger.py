"""Reading the ledger and, beside it, what the store says now."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from redis import Redis

from liveboard.store.call import Call, command, run, script
from liveboard.store.feed import _rows
from liveboard.store.keys import Keys

PAGE = 1000


def facts(redis: Redis, keys: Keys, after: int = 0) -> Iterator[dict[str, Any]]:
    """Every fact after one, in order."""
    while True:
        rows = run(
            redis,
            command("XRANGE", keys.ledger, f"({after}-0", "+", "COUNT", PAGE, read=_rows),
        )
        for _, fields in rows:
            fact: dict[str, Any] = json.loads(fields["f"])
            after = fact["n"]
            yield fact
        if len(rows) < PAGE:
            return


@dataclass(frozen=True, slots=True)
class Tally:
    """What the store says of itself at one instant.

    Attributes:
        fact: The number of the last fact.
        total: Shown entries.
        counts, points, mentions: As the scripts have counted them.
        published: The entries on the board.
        states: The state of every entry there ever was.
    """

    fact: int
    total: int
    counts: dict[str, int]
    points: dict[str, int]
    mentions: dict[str, int]
    published: frozenset[str]
    states: dict[str, str]


def tally(keys: Keys) -> Call[Tally]:
    """Read it all in one breath."""

    def read(reply: dict[str, Any]) -> Tally:
        return Tally(
            reply["fact"],
            reply["total"],
            reply["counts"] or {},
            reply["points"] or {},
            reply["mentions"] or {},
            frozenset(reply["published"] or ()),
            reply["states"] or {},
        )

    return script("tally", keys, read, repeatable=True)
