from datetime import UTC, datetime, timedelta

from liveboard.social.view import MEMORY, Change, Seen, View, look

NOON = datetime(2027, 3, 5, 12, tzinfo=UTC)


def seen(*numbers: int, version: str = "v1") -> list[Seen]:
    """Posts written so many minutes after noon, in this order."""
    return [Seen(f"p{number}", version, NOON + timedelta(minutes=number)) for number in numbers]


def after(*looks: list[Seen], whole: bool = True) -> tuple[View, Change]:
    """What we know, and what the last of several looks told us."""
    view, change = View(), Change((), ())
    for posts in looks:
        view, change = look(view, posts, whole=whole)
    return view, change


def gone(change: Change) -> set[str]:
    return {guid for guid, _ in change.gone}


class TestLook:
    def test_first_look_tells_everything_oldest_first(self):
        """
        What was posted first reaches the desk first.
        """
        _, change = after(seen(3, 2, 1))

        assert ("p1", "p2", "p3") == change.told

    def test_nothing_new_tells_nothing(self):
        """
        A second look at the same feed is silent.
        """
        assert Change((), ()) == after(seen(2, 1), seen(2, 1))[1]

    def test_edit_is_told_with_its_new_version(self):
        """
        Same post, other words: told again, not gone.
        """
        _, change = after(seen(2, 1), [*seen(2, version="v2"), *seen(1)])

        assert Change(("p2",), ()) == change

    def test_deleted_between_two_that_stayed(self):
        """
        A post whose neighbours are still there was deleted by its author.
        """
        assert {"p2"} == gone(after(seen(3, 2, 1), seen(4, 3, 1))[1])

    def test_pushed_off_the_end_is_not_deleted(self):
        """
        Newer posts do not take older ones off the wall.
        """
        assert set() == gone(after(seen(3, 2, 1), seen(5, 4, 3))[1])

    def test_whole_window_rolled_over(self):
        """
        After a long silence nothing we knew is in the feed, and nothing is deleted.
        """
        assert set() == gone(after(seen(3, 2, 1), seen(9, 8, 7))[1])

    def test_last_of_a_full_feed_deleted(self):
        """
        When an older post comes up behind, the last one was deleted, not pushed off.
        """
        assert {"p2"} == gone(after(seen(4, 3, 2), seen(4, 3, 1))[1])

    def test_late_arrival_does_not_push_others_out(self):
        """
        Mastodon lists by arrival: a post from before lunch that arrives now stands first,
        and the post it pushed off the end was not deleted, although it is newer.
        """
        assert set() == gone(after(seen(9, 8, 7), seen(1, 9, 8))[1])
        assert set() == gone(after(seen(9, 1, 8, 7), seen(10, 9, 1, 8))[1])

    def test_missing_tail_needs_two_looks(self):
        """
        An answer that was cut short looks like deletions; so we look again.
        """
        assert set() == gone(after(seen(3, 2, 1), seen(3, 2))[1])
        assert {"p1"} == gone(after(seen(3, 2, 1), seen(3, 2), seen(3, 2))[1])
        assert {"p1"} == gone(after(seen(3, 2, 1), seen(3, 2), seen(4, 3, 2))[1])
        assert set() == gone(after(seen(3, 2, 1), seen(3, 2), seen(3, 2, 1))[1])

    def test_malformed_feed_never_loses_its_tail(self):
        """
        However often a broken feed is cut short, nothing goes from the wall.
        """
        view, change = after(seen(3, 2, 1), seen(3), seen(3), seen(3), whole=False)

        assert set() == gone(change)
        assert {"p1"} == gone(
            look(look(view, seen(3, 2), whole=True)[0], seen(3, 2), whole=True)[1]
        )

    def test_malformed_feed_still_tells_what_is_between(self):
        """
        A sloppy feed is still good enough to see a deletion between two that stayed.
        """
        assert {"p2"} == gone(after(seen(3, 2, 1), seen(3, 1), whole=False)[1])

    def test_back_in_the_feed_is_not_told_twice(self):
        """
        A post that fell off and came up again, because others went, is no news.
        """
        _, change = after(seen(3, 2, 1), seen(5, 4, 3), seen(3, 2, 1))

        assert () == change.told

    def test_not_ours_is_remembered_and_not_told(self):
        """
        Other people's posts are never told, but they show where the feed ends.
        """
        others = seen(3, version="")
        _, change = after(
            [*others, *seen(2), *seen(1, version="")], [*others, *seen(1, version="")]
        )

        assert Change((), (("p2", "v1"),)) == change

    def test_hashtag_taken_out_and_put_back(self):
        """
        Taking our hashtag out is a deletion; putting it back is a new telling.
        """
        _, out = after(seen(2, 1), [*seen(2, version=""), *seen(1)])
        _, back = after(seen(2, 1), [*seen(2, version=""), *seen(1)], seen(2, 1))

        assert Change((), (("p2", "v1"),)) == out
        assert Change(("p2",), ()) == back

    def test_without_times_only_a_short_feed_tells(self):
        """
        A feed without times cannot tell us who was passed over; a short one still can.
        """
        a, b, c, d = (Seen(name, "v1") for name in "abcd")

        assert set() == gone(after([a, b, c], [d, a, c])[1])
        assert {"b"} == gone(after([a, b, c], [a, c], [a, c])[1])

    def test_oldest_first(self):
        """
        A feed that lists the oldest first loses its first, and that is no deletion.
        """
        assert set() == gone(after(seen(1, 2, 3), seen(2, 3, 4))[1])

    def test_memory_is_bounded(self):
        """
        A busy day does not make the cursor grow without end.
        """
        view = View()
        for number in range(0, 3000, 20):
            view, _ = look(view, seen(*range(number + 20, number, -1)), whole=True)

        assert MEMORY + 20 == len(view.seen)
        assert 20 == len(view.window)
