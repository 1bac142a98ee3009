"""A verdict by read-then-MULTI, written as well as that can be: two round trips.

The same guard and the same writes as `store/scripts/decide.lua` with a publication: state, the
desk's lists, public words, counts and points, two facts, one delta with absolute numbers, and the
operation's answer, so that the same operation again is answered again. A delta's numbers have to
be read before MULTI, for nothing read inside it can be used in it.

`watched` watches what it read and starts again if that has changed; `unwatched` does not.
"""

import json
from collections.abc import Sequence
from typing import Any

from redis import Redis

from benchmarks.parts import NOW
from liveboard.store.call import KEEP_MS
from liveboard.store.keys import Keys

Command = Sequence[str | int]


def watched(redis: Redis, keys: Keys, entry: str, by: str) -> int:
    """Decide with WATCH; returns how many tries it took."""
    tries = 1
    while not _try(redis, keys, entry, by, watch=True):
        tries += 1
    return tries


def unwatched(redis: Redis, keys: Keys, entry: str, by: str) -> int:
    """Decide without WATCH; always one try."""
    _try(redis, keys, entry, by, watch=False)
    return 1


def _try(redis: Redis, keys: Keys, entry: str, by: str, *, watch: bool) -> bool:
    meta, counts, points = keys.key("meta"), keys.key("counts"), keys.key("points")
    mine, words = keys.key("entry", entry), keys.key("words", entry)
    op = keys.key("op", f"{by}:{entry}")
    reads: list[Command] = [
        ("GET", op),
        ("HGETALL", mine),
        ("HGET", words, "desk"),
        ("HMGET", meta, "seq", "fact", "total"),
        ("HGETALL", counts),
        ("HGETALL", points),
    ]
    if watch:
        reads.insert(0, ("WATCH", mine, words, meta, counts, points))
    done, flat, desk, numbers, counted, pointed = _exchange(redis, reads)[-6:]
    found = dict(zip(flat[::2], flat[1::2], strict=True))
    if done or found["state"] != "waiting":
        answer = _answer(op, entry, int(found["rev"]), int(found["seq"]), found["by"])
        _exchange(redis, [answer, ("UNWATCH",)] if watch else [answer])
        return True
    board = _Board(keys, numbers, _table(counted), _table(pointed))
    answer = _answer(op, entry, int(found["rev"]) + 1, board.seq + 1, by)
    commands = [("MULTI",), answer, *board.shown(entry, found, desk, by), ("EXEC",)]
    return _exchange(redis, commands)[-1] is not None


def _answer(op: str, entry: str, rev: int, seq: int, by: str) -> Command:
    text = json.dumps({"entry": entry, "state": "shown", "rev": rev, "seq": seq, "by": by})
    return ("SET", op, text, "PX", KEEP_MS)


class _Board:
    """The numbers as they were read, and the writes that follow from them."""

    def __init__(
        self, keys: Keys, numbers: list[str | None], counts: dict[str, int], points: dict[str, int]
    ) -> None:
        self._keys = keys
        self.seq, self._fact, self._total = (int(number or 0) for number in numbers)
        self._counts, self._points = counts, points

    def shown(self, entry: str, found: dict[str, str], desk: str, by: str) -> list[Command]:
        """What stands between MULTI and EXEC for one entry that is shown."""
        key, subjects, rev = self._keys.key, found["subjects"].split(","), int(found["rev"]) + 1
        seq, meta = self.seq + 1, key("meta")
        commands: list[Command] = [
            ("HSET", key("entry", entry), "state", "shown", "by", by, "rev", rev, "seq", seq),
            ("ZREM", key("in", "waiting"), entry),
            ("ZADD", key("in", "shown"), NOW, entry),
            ("ZADD", key("published"), seq, entry),
            ("HSET", key("words", entry), "public", desk),
            ("HINCRBY", meta, "total", 1),
            ("HINCRBY", meta, "seq", 1),
            ("HINCRBY", meta, "fact", 2),
            self._noted(1, {"kind": "decide", "entry": entry, "state": "shown", "by": by}),
            self._noted(2, {"kind": "publish", "entry": entry}),
        ]
        for subject in subjects:
            commands += [
                ("HINCRBY", key("counts"), subject, 1),
                ("HINCRBY", key("points"), subject, 1),
                ("HINCRBY", key("tally", subject), found["person"], 1),
            ]
        return [*commands, self._told(entry, found, subjects, rev)]

    def _noted(self, step: int, fact: dict[str, Any]) -> Command:
        text = json.dumps({"n": self._fact + step, "at": NOW, **fact})
        return ("XADD", self._keys.ledger, f"{self._fact + step}-0", "f", text)

    def _told(self, entry: str, found: dict[str, str], subjects: list[str], rev: int) -> Command:
        delta = {
            "seq": self.seq + 1,
            "at": NOW,
            "op": "show",
            "total": self._total + 1,
            "counts": {subject: self._counts.get(subject, 0) + 1 for subject in subjects},
            "points": {subject: self._points.get(subject, 0) + 1 for subject in subjects},
            "entry": {
                "id": entry,
                "subjects": subjects,
                "kind": found["kind"],
                "source": found["source"],
                "rev": rev,
                "v": found["v"],
                "size": [int(found["w"]), int(found["h"])],
                "colour": found["colour"],
            },
        }
        text, name = json.dumps(delta), f"{self.seq + 1}-0"
        return ("XADD", self._keys.feed, "MAXLEN", "~", 20000, name, "d", text)


def _table(flat: list[str]) -> dict[str, int]:
    return {name: int(value) for name, value in zip(flat[::2], flat[1::2], strict=True)}


def _exchange(redis: Redis, commands: Sequence[Command]) -> list[Any]:
    """Send commands in one go on one connection and read all replies.

    The client's own pipeline would ask for what WATCH guards one by one.
    """
    pool = redis.connection_pool
    connection: Any = pool.get_connection()
    try:
        connection.send_packed_command(connection.pack_commands(commands))
        return [connection.read_response() for _ in commands]
    finally:
        pool.release(connection)
