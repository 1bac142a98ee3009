"""Decisions on the real Valkey: each happens once, whole, or not at all."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from liveboard.domain.entry import Verdict
from liveboard.domain.errors import Conflict, NotFound, Refused
from liveboard.domain.event import Rate
from liveboard.store import entries, feed
from liveboard.store.call import run
from tests.helpers import scaled
from tests.store.conftest import NOON, admit

SOME = Rate(60, 10)


def decide(redis, keys, entry, verdict, by="mo", **more):
    more.setdefault("op", f"{entry}-{verdict}-{by}")
    return run(redis, entries.decide(keys, entry, Verdict(verdict), by=by, now=NOON, **more))


def board(redis, keys):
    return run(redis, feed.standing(keys))


class TestReceive:
    def test_the_same_upload_retried_at_once_is_one_entry(self, redis, keys, send, settings):
        """
        However many times a phone sends the same upload, at the same moment, it is one entry.
        """
        start = threading.Barrier(10)

        def one(number):
            start.wait()
            return send(f"e{number}", bytes_="same", key="one-key")

        with ThreadPoolExecutor(10) as pool:
            answers = [answer for _ in range(scaled(5)) for answer in pool.map(one, range(10))]

        assert 1 == len({answer.id for answer in answers})
        assert 1 == sum(answer.new for answer in answers)

    def test_the_same_key_with_other_bytes_is_refused(self, send):
        """
        A key stands for one file; another file under it is a mistake worth telling.
        """
        send("a", bytes_="one", key="k")

        with pytest.raises(Refused, match="used for another file"):
            send("b", bytes_="two", key="k")

    def test_the_same_bytes_from_the_same_sender_are_the_entry_they_were(self, send):
        """
        Sending a photo twice gives the first one's answer.
        """
        send("a", bytes_="x")

        assert "a" == send("b", bytes_="x").id

    def test_the_same_bytes_from_another_sender_are_hidden_as_a_duplicate(self, redis, keys, send):
        """
        Two people with one photo: the second has an id of their own, and is told.
        """
        send("a", bytes_="x")
        answer = send("b", bytes_="x", sender="bo")
        kept = run(redis, entries.find(keys, "b"))

        assert ("b", "hidden") == (answer.id, answer.state)
        assert "duplicate" == kept.fields["reason"]

    def test_when_the_first_goes_the_duplicate_takes_its_place(self, redis, keys, send):
        """
        Withdrawing a photo does not take away the same photo of somebody else.
        """
        send("a", bytes_="x")
        send("b", bytes_="x", sender="bo")
        run(redis, entries.withdraw(keys, "a", op="w", now=NOON))

        assert "received" == run(redis, entries.find(keys, "b")).state
        admit(redis, keys, "b", now=NOON)
        assert "waiting" == run(redis, entries.find(keys, "b")).state

    def test_withdrawn_bytes_are_new_again(self, redis, keys, send):
        """
        After a photo was withdrawn, sending it again is a new submission.
        """
        send("a", bytes_="x")
        run(redis, entries.withdraw(keys, "a", op="w", now=NOON))

        again = send("b", bytes_="x")

        assert ("b", True) == (again.id, again.new)

    def test_eligibility_is_recorded_when_it_is_accepted(self, redis, keys, send):
        """
        Who asked for the draw and left a contact is in before anybody judges the photo.
        """
        send("a", enter_draw=True, contact="ada@school.uk")

        assert "1" == run(redis, entries.find(keys, "a")).fields["eligible"]


class TestDecide:
    def test_showing_puts_it_on_the_board_with_its_numbers(self, redis, keys, wait):
        """
        A yes changes state, counts, total and feed in one breath.
        """
        wait("a", ("science", "art"))
        decided = decide(redis, keys, "a", "shown")
        now = board(redis, keys)

        assert ("shown", now.seq) == (decided.state, decided.seq)
        assert (1, 1, 0, 1) == (
            now.state["counts"]["science"],
            now.state["counts"]["art"],
            now.state["counts"]["music"],
            now.state["total"],
        )
        assert [("a", {"caption": "caption of a", "alt": "", "name": "", "school": ""})] == [
            (entry["id"], now.words[entry["id"]]) for entry in now.entries
        ]

    def test_the_same_operation_twice_is_one_decision(self, redis, keys, wait):
        """
        A retried request gets the same answer, and nothing is counted twice.
        """
        wait("a")
        first = decide(redis, keys, "a", "shown", op="x")
        second = decide(redis, keys, "a", "shown", op="x")

        assert first == second
        assert 1 == board(redis, keys).state["total"]

    def test_two_moderators_at_once_are_one_decision(self, redis, keys, wait):
        """
        The slower of two moderators is told who decided, and what.
        """
        wait("a")
        rev = int(run(redis, entries.find(keys, "a")).fields["rev"])
        decide(redis, keys, "a", "shown", by="mo", rev=rev)

        with pytest.raises(Conflict, match="mo was quicker") as told:
            decide(redis, keys, "a", "hidden", by="may", rev=rev)
        assert {"by": "mo", "state": "shown", "rev": rev + 1} == told.value.extra

    def test_hiding_takes_words_and_numbers_with_it(self, redis, keys, wait):
        """
        A hidden photo leaves no public word and no number behind.
        """
        wait("a")
        decide(redis, keys, "a", "shown")
        decide(redis, keys, "a", "hidden")
        now = board(redis, keys)

        assert ([], {}, 0, 0) == (
            now.entries,
            now.words,
            now.state["total"],
            now.state["counts"]["science"],
        )
        assert {} == run(redis, entries.find(keys, "a")).public

    def test_undo_before_publication_leaves_no_public_trace(self, redis, keys, wait):
        """
        With a publish delay a verdict taken back in time was never on any wall.
        """
        wait("a")
        before = board(redis, keys).seq
        decide(redis, keys, "a", "shown", delay=4000)
        decide(redis, keys, "a", "waiting")
        run(redis, entries.publish(keys, "a", now=NOON + 9000))

        assert before == board(redis, keys).seq

    def test_a_delayed_verdict_is_published_when_it_is_due(self, redis, keys, wait):
        """
        A verdict owes its publication; whoever comes first after the delay does it, once.
        """
        wait("a")
        decide(redis, keys, "a", "shown", delay=4000)

        assert 0 == run(redis, entries.publish(keys, "a", now=NOON + 3999))
        assert 0 < run(redis, entries.publish(keys, "a", now=NOON + 4000))
        assert 0 == run(redis, entries.publish(keys, "a", now=NOON + 4001))

    def test_an_edit_of_a_shown_photo_reaches_the_walls(self, redis, keys, wait):
        """
        Changing subject and caption on the wall moves the counts and tells the walls both.
        """
        wait("a", ("science",))
        decide(redis, keys, "a", "shown")
        decide(
            redis,
            keys,
            "a",
            "shown",
            op="e",
            subjects=("music",),
            words={"caption": "A better one"},
        )
        now = board(redis, keys)
        ops = [delta["op"] for delta in run(redis, feed.segment(keys, 0))]

        assert (0, 1) == (now.state["counts"]["science"], now.state["counts"]["music"])
        assert "A better one" == now.words["a"]["caption"]
        assert ["show", "move", "edit"] == ops

    def test_nothing_but_a_developed_photo_can_be_shown(self, redis, keys, send):
        """
        A verdict covers pixels somebody saw; before there are any there is no verdict.
        """
        send("a")

        with pytest.raises(Conflict):
            decide(redis, keys, "a", "shown")

    def test_an_unknown_entry_is_not_found(self, redis, keys):
        """
        A wrong id is told plainly.
        """
        with pytest.raises(NotFound, match="there is no entry nobody"):
            decide(redis, keys, "nobody", "shown")


class TestReport:
    def test_a_report_hides_at_once_and_comes_first(self, redis, keys, wait):
        """
        Anybody can have a photo taken down now; the desk sees it before all others.
        """
        wait("old")
        wait("a")
        decide(redis, keys, "a", "shown")
        run(redis, entries.report(keys, "a", op="r", now=NOON, flood=SOME))
        page = run(redis, entries.listed(keys, "waiting"))

        assert ["a", "old"] == [kept.id for kept in page.entries]
        assert [] == board(redis, keys).entries

    def test_a_photo_a_moderator_looked_at_stays_up(self, redis, keys, wait):
        """
        Reporting again what a moderator has shown again marks it, and cannot empty the wall.
        """
        wait("a")
        decide(redis, keys, "a", "shown", op="1")
        run(redis, entries.report(keys, "a", op="r1", now=NOON, flood=SOME))
        decide(redis, keys, "a", "shown", op="2")
        run(redis, entries.report(keys, "a", op="r2", now=NOON, flood=SOME))

        assert 1 == board(redis, keys).state["total"]
        assert 1 == run(redis, entries.listed(keys, "reported")).reported

    def test_a_flood_of_reports_marks_and_does_not_hide(self, redis, keys, wait):
        """
        Above the event's rate a report no longer takes anything down by itself.
        """
        for n in range(4):
            wait(f"e{n}", sender=f"s{n}")
            decide(redis, keys, f"e{n}", "shown")
            run(redis, entries.report(keys, f"e{n}", op=f"r{n}", now=NOON, flood=Rate(1, 2)))

        assert 2 == board(redis, keys).state["total"]


class TestLeave:
    def test_a_withdrawn_photo_leaves_nothing_to_read(self, redis, keys, wait):
        """
        Deleting takes the photo off the board and its words out of the store.
        """
        wait("a")
        decide(redis, keys, "a", "shown")
        run(redis, entries.withdraw(keys, "a", op="w", now=NOON))
        kept = run(redis, entries.find(keys, "a"))

        assert ("withdrawn", {}, {}) == (kept.state, kept.desk, kept.public)
        assert [] == board(redis, keys).entries

    def test_withdrawing_twice_is_withdrawing_once(self, redis, keys, wait):
        """
        Pressing delete again changes nothing and is no error.
        """
        wait("a")
        run(redis, entries.withdraw(keys, "a", op="w1", now=NOON))

        assert 0 == run(redis, entries.withdraw(keys, "a", op="w2", now=NOON))


def test_a_lost_connection_is_a_clear_answer(redis, keys, valkey):
    """
    With the store away a decision says so, and says that trying again is right.
    """
    from liveboard.domain.errors import Unavailable

    valkey.kill()
    with pytest.raises(Unavailable) as told:
        run(redis, entries.find(keys, "a"))
    valkey.start()

    assert 503 == told.value.status
    assert told.value.retry_after
