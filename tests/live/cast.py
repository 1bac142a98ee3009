"""A small board and what happens on it."""

from typing import Any

from liveboard.live.history import History
from liveboard.live.wire import Words

EVENT = {
    "name": "A day",
    "roster": [{"key": "science"}, {"key": "art"}],
    "league": {"by": "entries", "cap": 0, "words": "one each"},
}
WORDS = {"caption": "Ada's lathe", "alt": "a lathe", "name": "Ada", "school": "Hill"}


def blank(epoch: str = "one", seq: int = 0) -> History:
    """The board before anybody sent anything."""
    zero = {"science": 0, "art": 0}
    state = {"event": EVENT, "counts": dict(zero), "points": dict(zero), "total": 0}
    return History(epoch, seq, state, [], {})


def show(seq: int, entry: str, rev: int = 2) -> dict[str, Any]:
    """The delta that shows an entry, as the feed keeps it: without words."""
    return {
        "seq": seq,
        "at": 1,
        "op": "show",
        "entry": {
            "id": entry, "subjects": ["science"], "rev": rev, "v": "v1", "kind": "photo",
            "source": "upload", "size": [3, 2], "colour": "#123456",
        },
        "counts": {"science": seq},
        "points": {"science": seq},
        "total": seq,
    }  # fmt: skip


def hide(seq: int, entry: str) -> dict[str, Any]:
    """The delta that takes it away."""
    return {"seq": seq, "at": 1, "op": "hide", "id": entry, "counts": {"science": 0}, "total": 0}


def edit(seq: int, entry: str, *fields: str) -> dict[str, Any]:
    """The delta that says which of its words changed."""
    return {"seq": seq, "at": 1, "op": "edit", "id": entry, "rev": 3, "fields": list(fields)}


def with_entry(entry: str = "a", words: Words = WORDS) -> History:
    """A board with one entry."""
    history = blank()
    history.add(show(1, entry), words)
    return history
