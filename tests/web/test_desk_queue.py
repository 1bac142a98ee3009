"""The desk's pure half: what stands where, what comes next, and what a key means."""

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.javascript import NODE

STATIC = Path(__file__).parents[2] / "liveboard" / "static"
DESK = STATIC / "desk"


def ask(module: str, expression: str, *arguments: Any) -> Any:
    """Return what an expression over `q` (a module of the desk) and `a` (arguments) gives."""
    program = (
        f"import * as q from {json.dumps((DESK / module).as_uri())};"
        "const a = JSON.parse(process.argv[1]);"
        f"console.log(JSON.stringify({expression}) ?? 'null');"
    )
    done = subprocess.run(
        [
            *(str(NODE), "--no-warnings", "--input-type=module"),
            *("-e", program, "--", json.dumps(arguments)),
        ],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def entry(id_: str, received: float = 0, **also: Any) -> dict[str, Any]:
    """An entry as the server tells it."""
    plain = {"id": id_, "state": "waiting", "rev": 1, "subjects": ["art"], "caption": "", "alt": ""}
    return {**plain, "marked": False, "received": received, **also}


def listed(*ids: str, at: str = "", name: str = "waiting", **also: Any) -> dict[str, Any]:
    """A list of the desk, the first entry the oldest."""
    entries = [entry(id_, n) for n, id_ in enumerate(ids)]
    plain = {"name": name, "entries": entries, "at": at, "next": None, "taken": None}
    return {**plain, "loaded": True, **also}


def stands(found: dict[str, Any]) -> tuple[str, str]:
    """The ids of a list, and where it is looked at."""
    return "".join(one["id"] for one in found["entries"]), found["at"]


def arrive(known: dict[str, Any], fresh: list[Any], done: Any = (), kept: Any = ()) -> Any:
    """The list after the server's has come."""
    return ask(
        "queue.js", "q.arrived(a[0], a[1], null, new Map(a[2]), a[3])", known, fresh, done, kept
    )


class TestArrived:
    def test_the_photo_being_looked_at_stays(self) -> None:
        """
        A reported photo goes to the front of the line, not under a finger that is moving.
        """
        fresh = [entry("z", marked=True), entry("a"), entry("b", 1)]

        assert ("zab", "a") == stands(arrive(listed("a", "b", at="a"), fresh))

    def test_one_somebody_else_decided_stays_until_left(self) -> None:
        """
        What another moderator decided is not swapped for the next photo; it says that it is taken.
        """
        found = arrive(listed("a", "b", at="a"), [entry("b", 1)])

        assert ("ab", "a") == stands(found)
        assert {"state": "", "by": ""} == found["taken"]
        assert ("b", "b") == stands(ask("queue.js", "q.move(a[0], 1)", found))

    def test_what_we_decided_does_not_come_back(self) -> None:
        """
        An answer that was on its way when we decided cannot bring the photo back.
        """
        found = arrive(listed("b", at="b"), [entry("a"), entry("b", 1)], [["a", 1]])

        assert ("b", "b") == stands(found)

    def test_what_somebody_sent_back_does(self) -> None:
        """
        A photo that waits again, in a later revision, is in the line again.
        """
        found = arrive(listed("b", at="b"), [entry("a", rev=3), entry("b", 1)], [["a", 1]])

        assert ("ab", "b") == stands(found)

    def test_what_we_took_back_is_kept(self) -> None:
        """
        An undone photo stays although the server's list was made before the undo.
        """
        found = arrive(listed("a", "b", at="a"), [entry("b", 1)], [], [entry("a")])

        assert ("ab", "a") == stands(found)
        assert found["taken"] is None

    def test_the_oldest_is_looked_at_first(self) -> None:
        """
        A desk that had nothing to do begins with the first of the line.
        """
        assert ("ab", "a") == stands(arrive(listed(), [entry("a"), entry("b", 1)]))


class TestGoing:
    def test_a_decision_goes_on_to_the_next(self) -> None:
        """
        After a decision the next in line is there, and after the last the first that was skipped.
        """
        assert ("ac", "c") == stands(
            ask("queue.js", "q.without(a[0], 'b')", listed(*"abc", at="b"))
        )
        assert ("ab", "a") == stands(
            ask("queue.js", "q.without(a[0], 'c')", listed(*"abc", at="c"))
        )
        assert ("", "") == stands(ask("queue.js", "q.without(a[0], 'a')", listed("a", at="a")))

    def test_an_undone_photo_has_its_place(self) -> None:
        """
        What is taken back stands where the server would put it: by age, reported ones first.
        """
        back = "q.putBack(a[0], a[1])"
        found = listed(*"abc", at="c")

        assert ("axbc", "c") == stands(ask("queue.js", back, found, entry("x", 0.5)))
        assert ("xabc", "c") == stands(ask("queue.js", back, found, entry("x", 9, marked=True)))

    def test_the_nearest_are_fetched_first(self) -> None:
        """
        The pictures that come next are known, round the end of the line.
        """
        found = ask("queue.js", "q.upcoming(a[0], 3)", listed(*"abcd", at="c"))

        assert ["d", "a", "b"] == [one["id"] for one in found]


class TestSubjects:
    @pytest.mark.parametrize(
        ("chosen", "key", "then"),
        [("a", "b", "ab"), ("ab", "a", "b"), ("a", "a", "a"), ("abc", "d", "abc")],
    )
    def test_one_to_three_in_the_order_of_choosing(self, chosen: str, key: str, then: str) -> None:
        """
        The first chosen is shown; there is always one and never a fourth.
        """
        found = ask("queue.js", "q.toggled(a[0], a[1])", list(chosen), key)

        assert list(then) == found["subjects"]
        assert (found["problem"] != "") == (chosen == then)


class TestWords:
    def test_only_what_changed_is_sent(self) -> None:
        """
        Looking at a photo's words changes none of them.
        """
        change = "q.changes(a[0], a[1])"
        one = entry("a", caption="Kiln", alt="")

        assert ask("queue.js", change, one, {"caption": "Kiln ", "subjects": ["art"]}) is None
        assert {"alt": "A kiln"} == ask(
            "queue.js", change, one, {"caption": "Kiln", "alt": "A kiln"}
        )

    @pytest.mark.parametrize(
        ("taken", "said"),
        [
            ({"state": "shown", "by": "Sam"}, "Sam was quicker: this photo is shown."),
            ({"state": "", "by": ""}, "Somebody was quicker: this photo is no longer here."),
            ({"state": "withdrawn", "by": "person"}, "This photo was taken back by its person."),
            (
                {"state": "hidden", "by": "Mo"},
                "You were quicker on another screen: this photo is hidden.",
            ),
        ],
    )
    def test_who_was_quicker(self, taken: dict[str, str], said: str) -> None:
        """
        The slower of two moderators is told who decided, and what.
        """
        assert said == ask("queue.js", "q.quicker(a[0], 'Mo')", taken)

    @pytest.mark.parametrize(
        ("state", "body"),
        [
            ("waiting", {"verdict": None}),
            ("shown", {"verdict": "shown"}),
            ("hidden", {"verdict": "hidden", "reason": "names"}),
        ],
    )
    def test_an_undo_goes_back_to_what_was(self, state: str, body: dict[str, Any]) -> None:
        """
        Taking back the hiding of a shown photo shows it again.
        """
        assert body == ask("queue.js", "q.undoing(a[0])", entry("a", state=state, reason="names"))

    def test_the_age_of_the_line_is_a_colour(self) -> None:
        """
        After a minute the oldest photo is amber, after three red.
        """
        levels = ask("queue.js", "a.map(q.level)", 59_999, 60_000, 180_000)

        assert ["ok", "amber", "red"] == levels

    def test_operations_differ(self) -> None:
        """
        Every decision has an operation id of its own, long enough to stay the only one.
        """
        made = ask("queue.js", "[q.operation(), q.operation()]")

        assert 2 == len(set(made))
        assert [32, 32] == [len(one) for one in made]


class TestKeys:
    @pytest.mark.parametrize(
        ("press", "action"),
        [
            ({"key": "a"}, "show"),
            ({"key": "S"}, "show"),  # caps lock
            ({"key": "r"}, "hide"),
            ({"key": "u"}, "undo"),
            ({"key": "z", "ctrlKey": True}, "undo"),
            ({"key": "z", "metaKey": True}, "undo"),
            ({"key": "ArrowRight"}, "next"),
            ({"key": "ArrowRight", "repeat": True}, "next"),
            ({"key": "P", "shiftKey": True}, "panic"),
            ({"key": "P"}, ""),  # caps lock is no panic
            ({"key": "p"}, ""),
            ({"key": "A", "shiftKey": True}, ""),
            ({"key": "a", "repeat": True}, ""),
            ({"key": "a", "ctrlKey": True}, ""),
            ({"key": "?", "shiftKey": True}, "help"),
        ],
    )
    def test_what_a_key_means(self, press: dict[str, Any], action: str) -> None:
        """
        Keys decide once, however long they are held, and leave the browser's own alone.
        """
        at = {"single": True, "writing": False}

        assert action == ask("keys.js", "q.meaning(a[0], a[1])", press, at)

    @pytest.mark.parametrize(("key", "action"), [("a", ""), ("P", ""), ("ArrowLeft", "prev")])
    def test_single_keys_can_be_off(self, key: str, action: str) -> None:
        """
        With single keys off, letters do nothing (WCAG 2.1.4).
        """
        press, at = {"key": key, "shiftKey": key == "P"}, {"single": False, "writing": False}

        assert action == ask("keys.js", "q.meaning(a[0], a[1])", press, at)

    @pytest.mark.parametrize(
        ("key", "action"), [("a", ""), ("ArrowLeft", ""), ("Escape", "written")]
    )
    def test_writing_is_writing(self, key: str, action: str) -> None:
        """
        While a caption is being written no key decides anything.
        """
        at = {"single": True, "writing": True}

        assert action == ask("keys.js", "q.meaning(a[0], a[1])", {"key": key}, at)


def test_the_desk_is_small() -> None:
    """
    All of the desk's JavaScript is at most 60 kB on the wire, and no file over 400 lines.
    """
    files = [*DESK.glob("*.js"), *(STATIC / "live").glob("*.js")]

    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 60_000
    assert [] == [file.name for file in files if len(file.read_text().splitlines()) > 400]
