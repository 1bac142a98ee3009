"""The plan of a pretend day: pure, the same for the same seed, and like a real one."""

from collections import Counter

from liveboard.cli.demo import day
from liveboard.domain.entry import REASONS

ROSTER = ["science", "dt", "ict", "music", "art", "drama", "pe", "other"]


def test_the_same_seed_is_the_same_day():
    """
    A rehearsal can be repeated to the last word.
    """
    assert day.plan(ROSTER, 80, 5) == day.plan(ROSTER, 80, 5)
    assert day.plan(ROSTER, 80, 5) != day.plan(ROSTER, 80, 6)


def test_it_is_as_busy_as_a_real_one():
    """
    A burst at the opening, a lunch hour, a quiet end; nothing outside the day.
    """
    sendings, _ = day.plan(ROSTER, 1000, 1)
    hours = Counter(int(one.at // 3600) + 8 for one in sendings)

    assert 1000 == len(sendings)
    assert sorted(sendings, key=lambda one: one.at) == sendings
    assert 0 <= sendings[0].at and sendings[-1].at < day.DAY
    assert hours[8] > 1.5 * hours[9]
    assert hours[12] > 1.5 * hours[11]
    assert sum(one.at < 1200 for one in sendings) > 80


def test_everything_that_happens_on_a_day_happens():
    """
    Also a short one has a duplicate, a retry, a hidden photo, an undo, a slip and a report.
    """
    sendings, owners = day.plan(ROSTER, 20, 3)

    assert set(ROSTER) == {one.subject for one in sendings}
    assert any(one.again for one in sendings)
    assert any(one.desk[0][0] == "hidden" for one in sendings)
    assert any(len(one.desk) == 3 for one in sendings)
    assert any(one.put_right for one in sendings)
    assert 1 == sum(one.reported for one in sendings)
    assert len({one.device for one in sendings}) > 3
    assert len({owner.school for owner in owners}) > 1
    for one in sendings:
        assert all(more.get("reason", "topic") in REASONS for _, more in one.desk)
        if one.same_as is not None:
            first = sendings[one.same_as]
            assert first.at < one.at
            assert first.same_as is None
            assert first.device != one.device
            assert first.desk == (day.SHOW,)


def test_even_one_photo_is_a_day():
    """
    The smallest rehearsal.
    """
    assert 1 == len(day.plan(["only"], 1, 1)[0])


def test_nobody_real_is_written_to():
    """
    Contacts are at addresses that exist nowhere.
    """
    sendings, _ = day.plan(ROSTER, 200, 2)
    contacts = [str(one.fields["contact"]) for one in sendings if "contact" in one.fields]

    assert contacts
    assert all(one.endswith(("@example.org", ".example")) for one in contacts)


def test_the_desk_puts_slips_right():
    """
    What was mistyped differs from what it becomes, and nothing else does.
    """
    sendings, _ = day.plan(ROSTER, 100, 2)
    for one in sendings:
        typed, right = day.caption("patching", one)

        assert one.put_right == (typed not in ("", right))
        assert len(typed) <= 140
