"""The table of keys is what the scripts leave behind, no less and no more."""

import re

import pytest

from liveboard.domain.entry import Verdict
from liveboard.domain.event import Rate
from liveboard.domain.mention import Mention, Photo
from liveboard.domain.roles import Role
from liveboard.store import entries, events, limits, organisers, owed, sources
from liveboard.store import keys as table
from liveboard.store.call import run
from liveboard.store.limits import Bucket
from liveboard.store.organisers import Organiser
from tests.store.conftest import NOON

ROWS = re.findall(r"^(\S[^=]*?)  +(hash|string|stream|zset|set) ", table.__doc__, re.MULTILINE)
PASSING = ("idem:", "begun:", "op:", "limit:", "session:", "first", "unlinking:")


def known():
    """What each row of the table allows, as (pattern, type)."""
    found = []
    for names, kind in ROWS:
        for name in names.split(", "):
            pattern = re.sub(r"[A-Z]+", ".*", re.escape(name.strip()))
            found.append((re.compile(f"^{pattern}$"), kind))
    return found


@pytest.fixture
def day(redis, keys, wait, send, event):
    """Everything that can happen, once."""
    wait("a", ("science", "art"), enter_draw=True, contact="ada@school.uk")
    send("b", bytes_="hash-a", sender="bo")
    wait("c", sender="cy")
    wait("d", sender="di")
    for n, entry in enumerate("acd"):
        call = entries.decide(keys, entry, Verdict.SHOWN, op=f"s{n}", by="mo", now=NOON)
        run(redis, call)
    run(redis, entries.report(keys, "c", op="r", now=NOON, flood=Rate(9, 9)))
    run(redis, entries.decide(keys, "c", Verdict.SHOWN, op="again", by="mo", now=NOON))
    run(redis, entries.report(keys, "c", op="r2", now=NOON, flood=Rate(9, 9)))
    run(redis, entries.withdraw(keys, "d", op="w", now=NOON))
    run(redis, owed.unlinking(keys, "hash-d", "me", now=NOON))
    send("e", sender="ed")
    run(redis, owed.claim(keys, "develop", "e", now=NOON))
    run(redis, limits.allow(keys, [Bucket("x", Rate(1, 1))], now=NOON))
    mention = Mention(
        "fedi", "rss:1", "1", "u", "Flo", "t", event.opens or _at(), (Photo("p", ""),)
    )
    run(
        redis,
        sources.take(
            keys,
            "fedi",
            "cursor",
            [mention],
            subjects=lambda _: ("art",),
            sender=lambda _: "m",
            new_id=lambda: "m1",
            now=NOON,
        ),
    )
    owner = Organiser("mo", Role.OWNER, "hash")
    run(redis, organisers.offer_first(keys, "token"))
    run(redis, organisers.put(keys, owner, new=True))
    run(redis, organisers.open_session(keys, "token", owner, now=NOON))
    run(redis, organisers.offer_first(keys, "token"))
    run(redis, events.tell_walls(keys, op="p", by="mo", now=NOON, paused=True))
    return {key.removeprefix(keys.root): redis.type(key) for key in redis.scan_iter("*")}


def _at():
    from datetime import UTC, datetime

    return datetime.fromtimestamp(NOON / 1000, UTC)


def test_every_key_is_in_the_table(day):
    """
    Nothing lies in the store that the table does not explain, with the type it says.
    """
    rows = known()
    stray = [
        (key, kind)
        for key, kind in day.items()
        if not any(pattern.match(key) and kind == said for pattern, said in rows)
    ]

    assert [] == stray


def test_every_row_of_the_table_is_used(day):
    """
    The table explains nothing that does not exist.
    """
    idle = [pattern.pattern for pattern, _ in known() if not any(pattern.match(key) for key in day)]

    assert [] == idle


def test_what_lasts_minutes_or_days_says_so(redis, keys, day):
    """
    Every key that the table gives a life has one, and every other stays.
    """
    wrong = [key for key in day if (redis.pttl(keys.root + key) > 0) is not key.startswith(PASSING)]

    assert [] == wrong
