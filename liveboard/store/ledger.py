"""Reading the ledger and, beside it, what the store says now."""

import json
from collections.abc import Iterator
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


def states(keys: Keys) -> Call[dict[str, str]]:
    """The state of every entry, as the desk's lists have them."""
    return script("states", keys, lambda reply: dict(reply or {}), repeatable=True)
