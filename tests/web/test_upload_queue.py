"""The upload page's pure half: what is sent next, and what an answer means to a person."""

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.javascript import NODE

STATIC = Path(__file__).parents[2] / "liveboard" / "static"
MODULE = STATIC / "upload" / "queue.js"
AROUND = {"limit": 25_000_000, "random": 0.5, "left": 1}


def ask(function: str, *arguments: Any) -> Any:
    """Return what a function of queue.js answers."""
    program = (
        f"import * as q from {json.dumps(MODULE.as_uri())};"
        "const [name, args] = JSON.parse(process.argv[1]);"
        "console.log(JSON.stringify(q[name](...args)));"
    )
    done = subprocess.run(
        [
            *(str(NODE), "--no-warnings", "--input-type=module"),
            *("-e", program, "--", json.dumps([function, arguments])),
        ],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def photo(state: str = "ready", **also: Any) -> dict[str, Any]:
    """A photo on its way."""
    plain = {"id": "1", "key": "k", "name": "IMG_1.jpg", "size": 100, "sent": 0, "tries": 1}
    return {**plain, "state": state, "retryAt": 0, "error": "", "short": "", **also}


def outcome(status: int, body: Any = None, after: str | None = None, **around: Any) -> Any:
    """What an answer means."""
    answer = {"status": status, "body": body, "retryAfter": after}
    return ask("outcome", answer, photo(), {**AROUND, **around})


class TestNext:
    def test_one_at_a_time(self) -> None:
        """
        On a thin line the first photo arrives whole before the second begins.
        """
        assert ask("next", [photo("sending"), photo()], 0) is None

    def test_a_ready_one_goes_before_one_that_waits(self) -> None:
        """
        A photo that must wait does not hold the others up.
        """
        due = ask("next", [photo("waiting", id="a", retryAt=9000), photo(id="b")], 1000)

        assert "b" == due["item"]["id"]

    def test_waits_for_the_first_that_is_due(self) -> None:
        """
        When all of them wait, the page comes back at the earliest moment.
        """
        both = [photo("waiting", retryAt=9000), photo("waiting", retryAt=4000)]

        assert {"wait": 3000} == ask("next", both, 1000)

    def test_nothing_left(self) -> None:
        """
        What is sent or refused is not sent again.
        """
        assert ask("next", [photo("sent"), photo("refused")], 0) is None


class TestOutcome:
    @pytest.mark.parametrize("status", [200, 202])
    def test_accepted(self, status: int) -> None:
        """
        A 202 is a promise kept elsewhere; the photo leaves the queue.
        """
        assert "sent" == outcome(status)["kind"]

    def test_no_wifi(self) -> None:
        """
        Without an answer the photo stays, and the words say so.
        """
        found = outcome(0, left=3)

        assert "retry" == found["kind"]
        assert (
            "Waiting for wifi. Your 3 photos are safe on this page "
            "and will send when it's back." == found["words"]
        )

    @pytest.mark.parametrize("status", [429, 503, 507])
    def test_told_to_wait(self, status: int) -> None:
        """
        When the server says how long, the page waits that long and says it.
        """
        found = outcome(status, {"detail": "the disk is nearly full"}, "7")

        assert ("retry", 7000) == (found["kind"], found["after"])
        assert "Trying again in 7 seconds." in found["words"]

    def test_a_fault_of_ours_is_tried_again(self) -> None:
        """
        A person whose photo met our fault need not do anything.
        """
        assert ("retry", 1000) == tuple(outcome(500)[key] for key in ("kind", "after"))

    def test_too_big_names_file_and_limit(self) -> None:
        """
        The words name the file, its size, the limit, and what to do.
        """
        big = photo(size=31_000_000)
        answer = {"status": 413, "body": None, "retryAfter": None}

        assert (
            "IMG_1.jpg is 31 MB. The limit is 25 MB. "
            "Choose a smaller one, or send a screenshot of it."
            == ask("outcome", answer, big, AROUND)["words"]
        )

    def test_wrong_type(self) -> None:
        """
        A file we cannot take is refused alone, in the server's words.
        """
        found = outcome(415, {"detail": "this is a PDF", "hint": "send a photo"})

        assert ("refused", "This is a PDF. Send a photo.") == (found["kind"], found["words"])

    def test_every_wrong_field(self) -> None:
        """
        Each field the server names is marked, with its own words.
        """
        both = [
            {"field": "subject", "text": "choose one"},
            {"field": "contact", "text": "give one"},
        ]

        found = outcome(422, {"detail": "choose one", "field": "subject", "problems": both})

        assert "fields" == found["kind"]
        assert [
            {"field": "subject", "text": "Choose one."},
            {"field": "contact", "text": "Give one."},
        ] == found["fields"]

    def test_a_wrong_file_is_not_the_forms_fault(self) -> None:
        """
        An error about the file itself refuses that file only.
        """
        assert "refused" == outcome(422, {"detail": "there is no photo", "field": "file"})["kind"]

    def test_shut(self) -> None:
        """
        After closing nothing is tried again, and the words say when it closed.
        """
        found = outcome(403, {"code": "shut", "detail": "uploads closed at 18:00"})

        assert ("shut", "Uploads closed at 18:00.") == (found["kind"], found["words"])

    def test_backs_off(self) -> None:
        """
        The longer the line is dead, the less often it is tried; never less than once a minute.
        """
        waits = [ask("backoff", tries, 0.5) for tries in (1, 2, 3, 8, 50)]

        assert [1000, 2000, 3000, 60_000, 60_000] == waits


class TestForm:
    def test_what_is_missing_in_page_order(self) -> None:
        """
        An empty form is told everything it lacks, from top to bottom.
        """
        empty = {"photos": 0, "subjects": 0, "consent": False, "draw": True, "contact": " "}

        assert ["file", "subject", "contact", "consent"] == [
            found["field"] for found in ask("lacks", empty)
        ]

    def test_three_subjects_in_the_order_chosen(self) -> None:
        """
        The first subject chosen stays first; a fourth is refused.
        """
        assert ["art", "pe"] == ask("choose", ["art"], "pe", True)["chosen"]
        assert ["pe"] == ask("choose", ["art", "pe"], "art", False)["chosen"]
        assert {"chosen": ["art", "pe", "dt"], "full": True} == ask(
            "choose", ["art", "pe", "dt"], "ict", True
        )

    @pytest.mark.parametrize(
        ("words", "file"),
        [
            ("x.jpg is empty. Choose another photo.", {"size": 0, "type": "image/jpeg"}),
            ("", {"size": 25_000_000, "type": "image/heic"}),
            (
                "x.jpg is a video. Only photos can be sent here for now.",
                {"size": 10, "type": "video/mp4"},
            ),
        ],
    )
    def test_told_before_sending(self, words: str, file: dict[str, Any]) -> None:
        """
        What cannot be taken is said at once, not after a minute of wifi.
        """
        assert words == ask("mistake", {"name": "x.jpg", **file}, 25_000_000)

    def test_a_key_without_a_secure_context(self) -> None:
        """
        Keys are well-formed random UUIDs, also on plain http.
        """
        assert "00000000-0000-4000-8000-000000000000" == ask("uuid", [0] * 16)


class TestProgress:
    def test_refused_ones_do_not_count(self) -> None:
        """
        The total is of what can still arrive, and is 100 only when all of it has.
        """
        some = [photo("sent"), photo("sending", sent=100), photo("refused")]
        done = [photo("sent"), photo("refused")]

        assert (1, 2, 99) == tuple(ask("progress", some)[key] for key in ("done", "of", "percent"))
        assert 100 == ask("progress", done)["percent"]

    def test_announced_at_start_half_and_end(self) -> None:
        """
        A screen reader hears three things, not a hundred.
        """
        heard = [ask("announcement", before, now) for before, now in [(-1, 0), (0, 49), (49, 50)]]

        assert ["Sending.", "", "Half of it is sent."] == heard
        assert "Everything is sent." == ask("announcement", 99, 100)

    def test_leaving_is_safe_when_nothing_is_under_way(self) -> None:
        """
        Nobody is asked "leave this page?" once their photos are sent.
        """
        assert not ask("unsafe", [photo("sent"), photo("refused")], False)
        assert ask("unsafe", [photo("waiting")], True)


def test_budget() -> None:
    """
    All JavaScript of the upload page is under 45 KB compressed.
    """
    modules = [*(STATIC / "upload").glob("*.js"), STATIC / "mine" / "watch.js"]

    assert sum(len(gzip.compress(path.read_bytes())) for path in modules) < 45_000
