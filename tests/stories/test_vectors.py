"""Lua, Python and JavaScript agree, file by file, on what a decision does to a board."""

import json
from dataclasses import replace
from functools import reduce
from pathlib import Path

import pytest

from liveboard.domain.board import blank, fold
from liveboard.domain.entry import Verdict
from liveboard.domain.event import LeagueBy, LeagueRule, Rate
from liveboard.domain.submission import Submission
from liveboard.store import entries, events, feed, limits, owed
from liveboard.store.call import run
from liveboard.store.entries import Arrival
from liveboard.store.keys import Keys
from tests.store.conftest import NOON

VECTORS = Path(__file__).parent.parent / "vectors"
KNOWN = {"about", "roster", "league", "steps", "deltas", "board"}


def vectors(folder):
    return sorted((VECTORS / folder).glob("*.json"))


def read(path):
    vector = json.loads(path.read_text())
    unknown = set(vector) - KNOWN
    assert not unknown, f"{path.name} expects something nobody looks at: {unknown}"
    return vector


def public(vector):
    return {"roster": [{"key": key} for key in vector["roster"]]}


def seen(board, vector):
    """The members of a board that the vector names."""
    found = {name: board[name] for name in vector["board"]}
    if "event" in found:
        found["event"] = {name: board["event"][name] for name in vector["board"]["event"]}
    return found


class Lua:
    """The scripts, on the real store, under a vector's event."""

    def __init__(self, redis, event, vector):
        by, cap = vector.get("league", ["entries", 0])
        roster = tuple(
            replace(event.roster[0], key=key, name=key.title()) for key in vector["roster"]
        )
        self.event = replace(event, roster=roster, league=LeagueRule(LeagueBy(by), cap, "as said"))
        self.redis, self.keys = redis, Keys("vector")
        run(redis, events.load(self.keys, self.event, epoch="e", now=NOON))

    def step(self, step):
        step = dict(step)
        getattr(self, step.pop("do"))(**step)

    def wait(self, entry, subjects, sender, group=None):
        run(self.redis, limits.begin(self.keys, entry, (), now=NOON))
        form = Submission(subjects=tuple(subjects), consent="1")
        arrival = Arrival(entry, entry, entry, f"hash-{entry}", 1, sender, group)
        run(self.redis, entries.receive(self.keys, arrival, form, now=NOON))
        claim = run(self.redis, owed.claim(self.keys, "develop", entry, now=NOON))
        call = entries.admit(
            self.keys, entry, fence=claim.fence, v="v1", size=(3, 2), colour="#112233", now=NOON
        )
        assert run(self.redis, call)

    def decide(self, entry, verdict, op=None, **more):
        call = entries.decide(
            self.keys,
            entry,
            Verdict(verdict),
            op=op or f"{entry}-{verdict}",
            by="mo",
            now=NOON,
            **more,
        )
        run(self.redis, call)

    def report(self, entry):
        run(self.redis, entries.report(self.keys, entry, op=entry, now=NOON, flood=Rate(9, 9)))

    def withdraw(self, entry):
        run(self.redis, entries.withdraw(self.keys, entry, op=entry, now=NOON))

    def panic(self, on, op):
        run(self.redis, events.tell_walls(self.keys, op=op, by="mo", now=NOON, paused=on))

    def deltas(self):
        found = run(self.redis, feed.segment(self.keys, 0))
        return [{name: value for name, value in d.items() if name != "at"} for d in found]


@pytest.mark.parametrize("path", vectors("decisions"), ids=lambda path: path.stem)
def test_lua_answers_decisions_with_these_deltas(redis, event, path):
    """
    The store's scripts do to the feed exactly what the vector says.
    """
    vector = read(path)
    lua = Lua(redis, event, vector)
    for step in vector["steps"]:
        lua.step(step)

    assert vector["deltas"] == lua.deltas()


@pytest.mark.parametrize("path", vectors("decisions") + vectors("feed"), ids=lambda path: path.stem)
def test_python_folds_deltas_to_this_board(path):
    """
    The server's fold makes exactly the vector's board.
    """
    vector = read(path)
    board = reduce(fold, vector["deltas"], blank(public(vector)))

    assert vector["board"] == seen(board, vector)


@pytest.mark.parametrize("path", vectors("decisions") + vectors("feed"), ids=lambda path: path.stem)
def test_javascript_folds_deltas_to_this_board(javascript, path):
    """
    Every screen's fold makes exactly the vector's board.
    """
    vector = read(path)
    board = javascript.fold(public(vector), vector["deltas"])

    assert vector["board"] == seen(board, vector)
