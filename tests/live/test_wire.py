"""The frames of liveboard/1."""

import json
from typing import Any

import pytest

from liveboard.live import wire
from liveboard.live.wire import BadHello, Hello
from tests.live.cast import WORDS, edit, hide, show


class TestHello:
    def test_where_a_viewer_stands(self) -> None:
        """
        A viewer says which feed it follows, how far it has come, and what it is.
        """
        text = '{"t":"hello","v":1,"epoch":"one","seq":12,"role":"kiosk","more":true}'

        assert Hello("one", 12, "kiosk") == wire.hello(text)

    def test_the_first_time(self) -> None:
        """
        A viewer that has seen nothing says so by leaving it out.
        """
        assert Hello("", 0, "") == wire.hello('{"t":"hello","v":1}')
        assert Hello("", 0, "") == wire.hello('{"t":"hello","v":1,"epoch":null,"seq":null}')

    @pytest.mark.parametrize(
        "text",
        [
            "", "hello", "null", "[]", "1", '"hello"', "{}", '{"t":"hello"}', "[" * 4000,
            '{"t":"hello","v":2}', '{"t":"hi","v":1}', '{"t":"hello","v":1,"epoch":5}',
            '{"t":"hello","v":1,"seq":"5"}', '{"t":"hello","v":1,"seq":true}',
            '{"t":"hello","v":1,"seq":1.5}', '{"t":"hello","v":1,"role":"%s"}' % ("x" * 5000),
        ],
    )  # fmt: skip
    def test_anything_else_is_refused(self, text: str) -> None:
        """
        What is not a greeting of ours is refused in one way, however strange it is.
        """
        with pytest.raises(BadHello):
            wire.hello(text)


class TestJoin:
    def test_empty_where_nothing_is_public(self) -> None:
        """
        An entry that is not shown any more goes out with empty words and no address of a print.
        """
        told = wire.join(show(1, "a"), {})

        assert {"caption": "", "alt": ""} == {n: told["entry"][n] for n in ("caption", "alt")}
        assert {"thumb": "", "wall": "", "full": ""} == told["entry"]["prints"]
        assert {"name", "school"} & told["entry"].keys() == set()

    def test_name_and_school_only_if_given(self) -> None:
        """
        Who left no name is not shown with an empty one.
        """
        told = wire.join(show(1, "a"), {"a": {"caption": "c", "name": ""}})["entry"]

        assert ("c", "") == (told["caption"], told["alt"])
        assert "name" not in told

    def test_only_public_words(self) -> None:
        """
        Whatever else should stand in the record, only the four kinds of words go out.
        """
        told = wire.join(show(1, "a"), {"a": {**WORDS, "contact": "ada@hill.example"}})

        assert "ada@hill" not in str(told)

    def test_a_hide_is_passed_on_as_it_is(self) -> None:
        """
        Taking down needs no words.
        """
        assert hide(2, "a") == wire.join(hide(2, "a"), {"a": WORDS})

    def test_an_edit_of_something_gone(self) -> None:
        """
        The change of a caption that is no longer public tells an empty one.
        """
        assert "" == wire.join(edit(2, "a", "caption"), {})["caption"]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (wire.deltas([{"seq": 1}]), {"t": "d", "d": [{"seq": 1}]}),
        (
            wire.welcome("e", 5, 9, "b", []),
            {"t": "welcome", "epoch": "e", "now": 5, "head": 9, "build": "b", "d": []},
        ),
        (wire.reset("e"), {"t": "reset", "epoch": "e"}),
        (wire.heartbeat("e", 9, 5), {"t": "hb", "epoch": "e", "head": 9, "now": 5}),
        (wire.bye(500, 3000), {"t": "bye", "after_ms": 500, "spread_ms": 3000}),
    ],
)
def test_frames_are_as_written_down(frame: str, said: dict[str, Any]) -> None:
    """
    Every frame has the members that walls everywhere rely on, and no spaces.
    """
    assert said == json.loads(frame)
    assert " " not in frame
