"""The feed: numbered public deltas, and the board they fold to.

What is stored holds ids and numbers, never words; whoever serves it joins the public
words of the entries that are still shown (`live/history.py`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import (
    BusyLoadingError,
    ConnectionError,  # noqa: A004 -- redis-py's own
    TimeoutError,  # noqa: A004
)

from liveboard.domain.errors import Expired, Unavailable
from liveboard.store.call import Call, command, script
from liveboard.store.keys import Keys

SEGMENT = 64
NEWEST = 300


@dataclass(frozen=True, slots=True)
class Standing:
    """The board as it stands, read in one breath.

    Attributes:
        epoch: Which feed this is; another one after a restore.
        seq: The number of the last delta in it.
        fact: The number of the last fact.
        state: counts, points, total, mentions, wall, event (the public part).
        entries: The newest shown entries, newest first, without words.
        words: Public words by entry id.
    """

    epoch: str
    seq: int
    fact: int
    state: dict[str, Any]
    entries: list[dict[str, Any]]
    words: dict[str, dict[str, str]]


def standing(keys: Keys, *, newest: int = NEWEST) -> Call[Standing]:
    """Read the board."""

    def read(reply: dict[str, Any]) -> Standing:
        entries, words = _apart(reply["entries"] or [])
        by_source = reply["mentions"] or {}
        return Standing(
            epoch=reply["epoch"],
            seq=reply["seq"],
            fact=reply["fact"],
            state={
                "event": json.loads(reply["event"] or "{}"),
                "counts": reply["counts"] or {},
                "points": reply["points"] or {},
                "total": reply["total"],
                "mentions": {"total": sum(by_source.values()), "by_source": by_source},
                "wall": json.loads(reply["wall"] or "{}"),
            },
            entries=entries,
            words=words,
        )

    return script("snapshot", keys, read, repeatable=True, limit=newest)


def older(
    keys: Keys, before: str | None, *, limit: int = SEGMENT
) -> Call[tuple[list[dict[str, Any]], dict[str, dict[str, str]], bool]]:
    """Shown entries before one of them: (entries, their public words, whether there are more)."""

    def read(
        reply: dict[str, Any],
    ) -> tuple[list[dict[str, Any]], dict[str, dict[str, str]], bool]:
        if reply.get("error"):
            raise Expired(
                "the photo to go on from is not shown any more",
                hint="begin again without `before`",
            )
        entries, words = _apart(reply["entries"] or [])
        return entries, words, reply["more"]

    return script("older", keys, read, repeatable=True, before=before, limit=limit)


def segment(keys: Keys, n: int) -> Call[list[dict[str, Any]]]:
    """Deltas 64n+1 .. 64n+64, as many as there are.

    Raises (when run):
        Expired: If the first of them is no longer kept.
    """
    first = SEGMENT * n + 1

    def read(rows: Sequence[tuple[str, Any]]) -> list[dict[str, Any]]:
        deltas = [_delta(fields) for _, fields in _rows(rows)]
        if deltas and deltas[0]["seq"] != first:
            raise Expired(f"segment {n} is no longer kept", hint="start from /live/v1/snapshot")
        return deltas

    last = first + SEGMENT - 1
    return command("XRANGE", keys.feed, f"{first}-0", f"{last}-0", read=read)


def words(keys: Keys, entries: Sequence[str]) -> list[Call[dict[str, str] | None]]:
    """The public words of some entries, a call each; None for one that is not shown."""

    def read(text: str | None) -> dict[str, str] | None:
        return None if text is None else json.loads(text)

    return [command("HGET", keys.key("words", entry), "public", read=read) for entry in entries]


async def follow(
    redis: AsyncRedis, keys: Keys, seq: int, fact: int, *, block_ms: int = 1000
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Wait for what comes after a delta and a fact: (deltas, facts), both may be empty.

    The one piece of Redis work that is not a `Call`: it blocks, on a connection of its own.

    Raises:
        Unavailable: The store is away.
    """
    try:
        found = await redis.xread(
            {keys.feed: f"{seq}-0", keys.ledger: f"{fact}-0"}, count=256, block=block_ms
        )
    except (ConnectionError, TimeoutError, BusyLoadingError) as error:
        raise Unavailable("the store does not answer", retry_after=1) from error
    streams = dict(found.items() if isinstance(found, dict) else found or [])
    deltas = [_delta(fields) for _, fields in _rows(streams.get(keys.feed, []))]
    facts = [json.loads(fields["f"]) for _, fields in _rows(streams.get(keys.ledger, []))]
    return deltas, facts


def _rows(rows: Any) -> list[tuple[str, dict[str, str]]]:
    """Stream entries in one shape: a plain command answers with flat field lists."""
    out = []
    for id_, fields in rows:
        if isinstance(fields, dict):
            out.append((id_, fields))
        else:
            out.append((id_, dict(zip(fields[::2], fields[1::2], strict=True))))
    return out


def _delta(fields: dict[str, str]) -> dict[str, Any]:
    delta: dict[str, Any] = json.loads(fields["d"])
    for name in ("counts", "points"):  # Lua writes an empty table as {} or [] alike
        if name in delta:
            delta[name] = delta[name] or {}
    if "event" in delta:
        for name in ("sponsors", "roster"):
            if name in delta["event"]:
                delta["event"][name] = delta["event"][name] or []
    return delta


def _apart(
    rows: list[dict[str, Any]],
) -> tuple[list[dict[str, Any]], dict[str, dict[str, str]]]:
    words = {row["id"]: json.loads(row.pop("words", None) or "{}") for row in rows}
    return rows, words
