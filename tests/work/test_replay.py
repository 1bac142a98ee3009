"""Replay: whatever was changed by another hand than a decision's is found."""

import pytest

from liveboard.domain.entry import Verdict
from liveboard.store import entries
from liveboard.store.call import run
from liveboard.work.develop import develop
from liveboard.work.replay import compare


@pytest.fixture
def shown(kit, send):
    """A photo on the wall."""
    sent = send()
    develop(kit, sent.id)
    call = entries.decide(kit.keys, sent.id, Verdict.SHOWN, op="d", by="mo", now=kit.clock.ms())
    run(kit.redis, call)
    assert () == compare(kit).differences
    return sent.id


def test_a_count_that_was_tampered_with_is_named(kit, shown):
    """
    One photo too many in a subject: the sentence says which, and both numbers.
    """
    kit.redis.hincrby(kit.keys.key("counts"), "science", 1)

    assert ("counts of science: the store says 2, the ledger 1",) == compare(kit).differences


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (lambda r, k, _: r.hincrby(k.key("points"), "art", 5), "points of art"),
        (lambda r, k, _: r.hincrby(k.key("mentions"), "mastodon", 1), "mentions of mastodon"),
        (lambda r, k, _: r.hincrby(k.key("meta"), "total", 1), "the total is 2"),
        (lambda r, k, e: r.zrem(k.key("published"), e), "is not on the board"),
        (lambda r, k, e: r.hset(k.key("entry", e), "state", "hidden"), "hidden, listed as shown"),
        (
            lambda r, k, e: (
                r.zrem(k.key("in", "shown"), e),
                r.zadd(k.key("in", "hidden"), {e: 1}),
            ),
            "the store says shown, listed as hidden",
        ),
        (lambda r, k, _: r.xdel(k.ledger, "2-0"), "one is missing"),
    ],
    ids=[
        "points",
        "mentions",
        "total",
        "board",
        "state field",
        "state list",
        "a lost fact",
    ],
)
def test_other_hands_are_found(kit, shown, plant, said):
    """
    Numbers, lists and facts that no decision made do not agree with the ledger.
    """
    plant(kit.redis, kit.keys, shown)
    found = compare(kit).differences

    assert found
    assert any(said in sentence for sentence in found)
