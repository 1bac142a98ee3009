"""Taking what a source says: with its cursor, once, whatever is repeated or lost."""

from datetime import UTC, datetime, timedelta

from liveboard.domain.mention import Mention, Photo
from liveboard.social.source import Batch
from liveboard.store import feed
from liveboard.store.call import run
from liveboard.store.ledger import tally
from liveboard.work.replay import compare
from liveboard.work.take import cursor, take


def mention(key: str, *, version: str = "1", photos: int = 1, text: str = "our lab", **more):
    return Mention(
        source="mastodon",
        key=key,
        version=version,
        url=f"https://m.example/{key}",
        author="Ada",
        text=text,
        at=datetime(2027, 3, 5, 12, tzinfo=UTC),
        photos=tuple(Photo(f"https://m.example/{key}-{n}.jpg", "a lab") for n in range(photos)),
        **more,
    )


def batch(*mentions: Mention, at: str = "1") -> Batch:
    return Batch(mentions, at, 60.0)


def counted(kit) -> dict[str, int]:
    return run(kit.redis, feed.standing(kit.keys)).state["mentions"]["by_source"]


def waiting(kit) -> list[str]:
    return sorted(run(kit.redis, tally(kit.keys)).states.values())


def test_the_same_batch_again_changes_nothing(kit):
    """
    A bot that died before it heard the answer asks again and is told the same: counted once.
    """
    first = take(kit, "mastodon", batch(mention("a", photos=2), mention("b", photos=0)))
    again = take(kit, "mastodon", batch(mention("a", photos=2), mention("b", photos=0)))

    assert (2, 0) == (first.taken, again.taken)
    assert {"mastodon": 2} == counted(kit)
    assert ["received", "received"] == waiting(kit)
    assert "1" == cursor(kit, "mastodon")
    assert 2 == kit.queue.waiting("fetch")
    assert () == compare(kit).differences


def test_a_mention_that_two_sources_see_is_one(kit):
    """
    Who saw it first speaks for it; the other can neither count it again nor delete it.
    """
    take(kit, "mastodon", batch(mention("a")))
    other = take(kit, "elsewhere", batch(mention("a", version="2"), mention("a", deleted=True)))

    assert (0, 0, 0) == (other.taken, other.edited, other.gone)
    assert {"mastodon": 1} == counted(kit)
    assert () == compare(kit).differences


def test_an_edit_changes_words_and_a_deletion_takes_all_away(kit):
    """
    An author's edit reaches the entry it made; their deletion takes mention and entry away.
    """
    taken = take(kit, "mastodon", batch(mention("a")))
    edit = take(kit, "mastodon", batch(mention("a", version="2", text="our music room"), at="2"))
    words = kit.redis.hget(kit.keys.key("words", taken.fetch[0]), "desk")
    gone = take(kit, "mastodon", batch(mention("a", version="2", deleted=True), at="3"))
    gone_again = take(kit, "mastodon", batch(mention("a", version="2", deleted=True), at="3"))

    assert 1 == edit.edited
    assert "our music room" in words
    assert (1, 0) == (gone.gone, gone_again.gone)
    assert ["withdrawn"] == waiting(kit)
    assert not kit.redis.exists(kit.keys.key("words", taken.fetch[0]))
    assert {"mastodon": 0} == counted(kit)
    assert () == compare(kit).differences


def test_other_pictures_are_other_entries(kit):
    """
    An edit that changes the pictures takes the old entries away and brings new ones.
    """
    first = take(kit, "mastodon", batch(mention("a", photos=1)))
    edit = take(kit, "mastodon", batch(mention("a", version="2", photos=3), at="2"))

    assert (1, 3) == (len(first.fetch), len(edit.fetch))
    assert ["received", "received", "received", "withdrawn"] == waiting(kit)
    assert {"mastodon": 1} == counted(kit)
    assert () == compare(kit).differences


def test_only_the_day_counts(kit, keys, redis, event):
    """
    A feed's first poll tells last year's posts as well; those of outside the hours are left.
    """
    from dataclasses import replace

    from liveboard.store import events

    noon = datetime(2027, 3, 5, 12, tzinfo=UTC)
    hours = {"opens": noon - timedelta(hours=4), "closes": noon + timedelta(hours=6)}
    day = replace(event, always=False, **hours)
    run(redis, events.load(keys, day, epoch="e", now=0))
    found = [
        replace(mention("before"), at=hours["opens"] - timedelta(seconds=1)),
        replace(mention("first"), at=hours["opens"]),
        replace(mention("last"), at=hours["closes"] - timedelta(seconds=1)),
        replace(mention("after"), at=hours["closes"]),
    ]

    assert 2 == take(kit, "mastodon", batch(*found)).taken
