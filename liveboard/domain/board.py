"""The board: what every wall shows, as a fold of deltas.

`fold` is the wall, in Python; `static/live/board.js` is the same in JavaScript and
the scripts of the store are where the numbers come from. All three are held to
`tests/vectors/feed/`. The fold copies numbers and never adds: a wall that missed
nothing cannot be wrong, and a wall that is wrong is put right by the next delta.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Board = dict[str, Any]
"""The wire's `state` (`docs/wire.md`) with `seq`."""

KEPT = 300
LIVE_OPS = frozenset(
    {"show", "edit", "move", "hide", "count", "event", "league", "wall", "draw", "none"}
)


def blank(event: Mapping[str, Any]) -> Board:
    """The board of an event before its first delta."""
    zero = {subject["key"]: 0 for subject in event["roster"]}
    board: Board = {
        "seq": 0,
        "event": dict(event),
        "counts": dict(zero),
        "points": dict(zero),
        "total": 0,
        "mentions": {"total": 0, "by_source": {}},
        "entries": [],
        "held": False,
        "wall": {"paused": False, "layout": "split", "message": ""},
        "draw": {},
    }
    board["league"] = ranked(board["points"], event["roster"])
    return board


def ranked(points: Mapping[str, int], roster: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The league: subjects by points; equal points share a place (1, 1, 3), then roster order."""
    keys = [subject["key"] for subject in roster]
    order = sorted(keys, key=lambda key: -points.get(key, 0))
    league: list[dict[str, Any]] = []
    for index, key in enumerate(order):
        count = points.get(key, 0)
        tied = bool(league) and league[-1]["count"] == count
        place = league[-1]["place"] if tied else index + 1
        league.append({"place": place, "subject": key, "count": count})
    return league


def fold(board: Board, delta: Mapping[str, Any]) -> Board:
    """The board after one more delta; the board given is not changed.

    A delta that is not the next one is the caller's affair (`static/live/live.js`,
    `live/history.py`); an op nobody knows moves only the seq.
    """
    after = {**board, "seq": delta["seq"]}
    op = delta["op"]
    if op not in LIVE_OPS:
        return after
    for name in ("counts", "points"):
        if name in delta:
            after[name] = {**after[name], **delta[name]}
    for name in ("total", "mentions"):
        if name in delta:
            after[name] = delta[name]
    if op in _FOLDS:
        _FOLDS[op](after, delta)
    after["league"] = ranked(after["points"], after["event"]["roster"])
    return after


def _show(board: Board, delta: Mapping[str, Any]) -> None:
    entry = delta["entry"]
    if "subjects" not in entry:  # the league is held: which subject it is, is not told yet
        entry = {**entry, "subjects": []}
    others = [kept for kept in board["entries"] if kept["id"] != entry["id"]]
    board["entries"] = [{**entry, "seq": delta["seq"]}, *others][:KEPT]


def _change(board: Board, entry: str, changes: Mapping[str, Any]) -> None:
    board["entries"] = [
        {**kept, **changes} if kept["id"] == entry else kept for kept in board["entries"]
    ]


def _edit(board: Board, delta: Mapping[str, Any]) -> None:
    known = ("rev", "caption", "alt", "name", "school")
    _change(board, delta["id"], {name: delta[name] for name in known if name in delta})


def _move(board: Board, delta: Mapping[str, Any]) -> None:
    _change(board, delta["id"], {"rev": delta["rev"], "subjects": delta["subjects"]})


def _hide(board: Board, delta: Mapping[str, Any]) -> None:
    board["entries"] = [kept for kept in board["entries"] if kept["id"] != delta["id"]]


def _event(board: Board, delta: Mapping[str, Any]) -> None:
    board["event"] = {**board["event"], **delta["event"]}


def _league(board: Board, delta: Mapping[str, Any]) -> None:
    if delta.get("held"):
        board["held"] = True
    elif delta.get("revealed"):
        board["held"] = False
        told = delta.get("subjects", {})
        board["entries"] = [
            {**kept, "subjects": told.get(kept["id"], kept["subjects"])}
            for kept in board["entries"]
        ]


def _wall(board: Board, delta: Mapping[str, Any]) -> None:
    known = ("paused", "layout", "message")
    board["wall"] = {**board["wall"], **{name: delta[name] for name in known if name in delta}}


def _draw(board: Board, delta: Mapping[str, Any]) -> None:
    told = {name: value for name, value in delta.items() if name not in {"seq", "at", "op", "id"}}
    board["draw"] = {**board["draw"], delta["id"]: told}


_FOLDS = {
    "show": _show,
    "edit": _edit,
    "move": _move,
    "hide": _hide,
    "event": _event,
    "league": _league,
    "wall": _wall,
    "draw": _draw,
}
