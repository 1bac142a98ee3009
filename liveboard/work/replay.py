"""Replay: fold the whole ledger again and compare it with every number we show."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from liveboard.domain import ledger as fold
from liveboard.store import ledger
from liveboard.store.call import run
from liveboard.work.kit import Kit


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
    stored = run(kit.redis, ledger.tally(kit.keys))
    folded = fold.Ledger()
    for fact in ledger.facts(kit.redis, kit.keys):
        if fact["n"] > stored.fact:
            break
        folded.add(fact)
    found = [f"facts {old} and {new} are neighbours; one is missing" for old, new in folded.gaps]
    if folded.n != stored.fact:
        found.append(f"the ledger ends at fact {folded.n}, the store says {stored.fact}")
    found += _numbers("counts", folded.counts(), stored.counts)
    found += _numbers("points", folded.points(), stored.points)
    found += _numbers("mentions", folded.mentions, stored.mentions)
    if len(stored.published) != stored.total:
        found.append(f"the total is {stored.total}; {len(stored.published)} entries are shown")
    for entry in sorted(stored.published ^ folded.published()):
        where = "on the board" if entry in stored.published else "not on the board"
        found.append(f"entry {entry} is {where}, and the ledger says otherwise")
    found += _states(folded.states(), stored.states)
    return Replay(folded.n, len(folded.entries), tuple(found))


def _numbers(what: str, folded: Counter[str], stored: Mapping[str, int]) -> list[str]:
    return [
        f"{what} of {key}: the store says {stored.get(key, 0)}, the ledger {folded.get(key, 0)}"
        for key in sorted({*folded, *stored})
        if stored.get(key, 0) != folded.get(key, 0)
    ]


def _states(folded: Mapping[str, str], stored: Mapping[str, str]) -> list[str]:
    return [
        f"entry {key}: the store says {stored.get(key)}, the ledger {folded.get(key)}"
        for key in sorted({*folded, *stored})
        if folded.get(key) != stored.get(key)
    ]
