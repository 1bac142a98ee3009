"""What one process knows of the board, and what it forgets at once."""

import pytest

from liveboard.live.history import KEPT, MOST_MISSED, Gap
from tests.live.cast import WORDS, blank, edit, hide, show, with_entry


class TestAdd:
    def test_a_shown_entry_has_its_words_and_picture(self) -> None:
        """
        What goes to the walls has the words that are public and where the picture is.
        """
        told = blank().add(show(1, "a"), WORDS)["entry"]

        assert WORDS == {name: told[name] for name in WORDS}
        assert "/media/a/wall?v=v1" == told["prints"]["wall"]
        assert "v" not in told

    def test_a_number_left_out_is_noticed(self) -> None:
        """
        A process that lost a change does not go on as if nothing were missing.
        """
        with pytest.raises(Gap):
            blank().add(show(2, "a"), WORDS)

    def test_a_hidden_entry_loses_its_words(self) -> None:
        """
        With the hide the words are forgotten, also those of changes told before.
        """
        history = with_entry()
        history.add(hide(2, "a"))

        assert {} == history.words
        assert [] == history.snapshot(0, "b")["state"]["entries"]
        for delta in history.missed("one", 0) or []:
            assert "lathe" not in str(delta)
            assert "/media/" not in str(delta)

    def test_hidden_before_we_looked(self) -> None:
        """
        An entry whose words went before we could fetch them is told without any.
        """
        told = blank().add(show(1, "a"), None)["entry"]

        assert ("", "", {"thumb": "", "wall": "", "full": ""}) == (
            told["caption"],
            told["alt"],
            told["prints"],
        )

    def test_old_words_are_not_told_for_new_ones(self) -> None:
        """
        A changed caption whose entry is just being hidden is not told with the caption before.
        """
        history = with_entry()
        told = history.add(edit(2, "a", "caption"), None)

        assert "" == told["caption"]
        assert {} == history.words

    def test_an_edit_tells_what_changed_and_no_more(self) -> None:
        """
        A new caption is told with its number, and the rest is left as it is.
        """
        told = with_entry().add(edit(2, "a", "caption"), {**WORDS, "caption": "A drill"})

        assert {"seq": 2, "at": 1, "op": "edit", "id": "a", "rev": 3, "caption": "A drill"} == told


class TestMissed:
    def test_exactly_what_was_missed(self) -> None:
        """
        Who comes back is told what happened since, in order, nothing twice.
        """
        history = blank()
        for seq in range(1, 6):
            history.add(show(seq, f"e{seq}"), WORDS)

        assert [4, 5] == [delta["seq"] for delta in history.missed("one", 3) or []]
        assert [] == history.missed("one", 5)

    def test_words_of_now(self) -> None:
        """
        Who missed a show and its new caption is told the caption of now, and never the old one.
        """
        history = with_entry()
        history.add(edit(2, "a", "caption"), {**WORDS, "caption": "A drill"})

        assert "lathe" not in str([d.get("caption") for d in history.missed("one", 0) or []])
        assert "A drill" == (history.missed("one", 0) or [])[0]["entry"]["caption"]

    @pytest.mark.parametrize(("epoch", "seq"), [("two", 1), ("one", 7), ("one", -1), ("", 0)])
    def test_who_cannot_be_helped_starts_again(self, epoch: str, seq: int) -> None:
        """
        Another feed, a number from the future or before the first: start from the snapshot.
        """
        assert with_entry().missed(epoch, seq) is None

    def test_who_missed_too_much_starts_again(self) -> None:
        """
        After a long sleep a snapshot is quicker than all the changes.
        """
        history = blank()
        for seq in range(1, MOST_MISSED + 2):
            history.add(show(seq, "a"), WORDS)

        assert history.missed("one", 0) is None
        assert MOST_MISSED == len(history.missed("one", 1) or [])

    def test_a_new_process_knows_no_past(self) -> None:
        """
        A process started in the afternoon sends who missed the morning to the snapshot.
        """
        assert blank(seq=100).missed("one", 99) is None
        assert [] == blank(seq=100).missed("one", 100)

    def test_the_past_is_bounded(self) -> None:
        """
        A long day does not fill the memory.
        """
        history = blank()
        for seq in range(1, KEPT + 11):
            history.add({"seq": seq, "at": 1, "op": "none"})

        assert KEPT == len(history._deltas)


def test_a_wall_that_folds_sees_the_snapshot() -> None:
    """
    Following every change leads to the same board as asking for it.
    """
    from liveboard.domain import board

    history = blank()
    wall = board.blank(history.event)
    changes = [
        (show(1, "a"), WORDS), (show(2, "b"), {"caption": "B"}), (edit(3, "a", "alt"), WORDS),
        (hide(4, "b"), None), ({"seq": 5, "at": 1, "op": "none"}, None), (show(6, "b"), WORDS),
    ]  # fmt: skip
    for delta, words in changes:
        wall = board.fold(wall, history.add(delta, words))
    answer = history.snapshot(7, "build")

    assert {**answer["state"], "seq": answer["seq"]} == wall
    assert ("one", 6, 7, "build") == tuple(answer[n] for n in ("epoch", "seq", "now", "build"))
