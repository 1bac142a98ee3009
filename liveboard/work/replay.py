"""Replay: fold the whole ledger again and compare it with every number we show."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from liveboard.domain import ledger as fold
from liveboard.store import feed, ledger
from liveboard.store.call import run
from liveboard.store.ledger import states
from liveboard.work.kit import Kit

EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Replay:
    """How the fold of the ledger and the store compare.

    Attributes:
        facts: How many were folded.
        entries: How many they speak of.
        differences: One sentence each; empty means they agree in everything.
    """

    facts: int
    entries: int
    differences: tuple[str, ...]


def compare(kit: Kit) -> Replay:
    """Fold the ledger up to the fact the store stands at, and compare.

    It may run while the event runs: the store is read in one breath, with the number
    of its last fact, and the fold stops there.
    """
    standing = run(kit.redis, feed.standing(kit.keys, newest=EVERYTHING))
    stored = run(kit.redis, states(kit.keys))
    again = run(kit.redis, feed.standing(kit.keys, newest=0))
    folded = fold.Ledger()
    for fact in ledger.facts(kit.redis, kit.keys):
        if fact["n"] > standing.fact:
            break
        folded.add(fact)
    found = [f"facts {old} and {new} are neighbours; one is missing" for old, new in folded.gaps]
    if folded.n != standing.fact:
        found.append(f"the ledger ends at fact {folded.n}, the store says {standing.fact}")
    found += _numbers("counts", folded.counts(), standing.state["counts"])
    found += _numbers("points", folded.points(), standing.state["points"])
    found += _numbers("mentions", folded.mentions, standing.state["mentions"]["by_source"])
    shown = {entry["id"] for entry in standing.entries}
    if len(shown) != standing.state["total"]:
        found.append(f"the total is {standing.state['total']}; {len(shown)} entries are shown")
    for entry in sorted(shown ^ folded.published()):
        where = "on the board" if entry in shown else "not on the board"
        found.append(f"entry {entry} is {where}, and the ledger says otherwise")
    if again.fact == standing.fact:  # nothing happened between the two reads
        found += _states(folded.states(), stored)
    return Replay(folded.n, len(folded.entries), tuple(found))


def _numbers(what: str, folded: Counter[str], stored: Mapping[str, Any]) -> list[str]:
    return [
        f"{what} of {key}: the store says {stored.get(key, 0)}, the ledger {folded.get(key, 0)}"
        for key in sorted({*folded, *stored})
        if int(stored.get(key, 0)) != folded.get(key, 0)
    ]


def _states(folded: Mapping[str, str], stored: Mapping[str, str]) -> list[str]:
    return [
        f"entry {key}: the store says {stored.get(key)}, the ledger {folded.get(key)}"
        for key in sorted({*folded, *stored})
        if folded.get(key) != stored.get(key)
    ]
