"""What the ledger says: a fold of facts, from nothing, to every number we show.

`liveboard replay` folds the whole ledger with this and compares the result with the
store. Whatever the scripts count while the day runs, this counts again from the facts
alone, so a number that was counted wrongly cannot hide.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Account:
    """What the facts say of one entry."""

    state: str
    subjects: tuple[str, ...]
    person: str
    group: str | None
    eligible: bool
    published: bool = False


@dataclass(slots=True)
class Ledger:
    """The fold so far.

    Attributes:
        n: The number of the last fact; facts are numbered without a gap.
        entries: By id.
        mentions: By source, those that have not been deleted.
        league: (by, cap), the rule in force.
        closed: When the event was latched shut, in ms, or None.
    """

    n: int = 0
    entries: dict[str, Account] = field(default_factory=dict)
    mentions: Counter[str] = field(default_factory=Counter)
    league: tuple[str, int] = ("entries", 0)
    closed: int | None = None
    gaps: list[tuple[int, int]] = field(default_factory=list)

    def add(self, fact: Mapping[str, Any]) -> None:
        """Fold in the next fact. A kind it does not know changes nothing but `n`."""
        if fact["n"] != self.n + 1:
            self.gaps.append((self.n, fact["n"]))
        self.n = fact["n"]
        kind = fact["kind"]
        if kind == "receive":
            self.entries[fact["entry"]] = Account(
                state=fact["state"],
                subjects=tuple(fact["subjects"]),
                person=fact["person"],
                group=fact.get("group"),
                eligible=fact["eligible"],
            )
        elif kind == "mention":
            if not fact.get("edited"):
                self.mentions[fact["source"]] += -1 if fact.get("gone") else 1
        elif kind == "event":
            self.league = (fact["league_by"], int(fact["league_cap"]))
        elif kind == "close":
            self.closed = fact["closes"]
        elif entry := self.entries.get(fact.get("entry", "")):  # else its first fact is missing
            self._step(entry, fact)

    def _step(self, entry: Account, fact: Mapping[str, Any]) -> None:
        entry.state = fact.get("state", entry.state)
        if "subjects" in fact:
            entry.subjects = tuple(fact["subjects"])
        if fact["kind"] in {"publish", "unpublish"}:
            entry.published = fact["kind"] == "publish"
        elif fact["kind"] == "void":
            entry.eligible = False

    def published(self) -> set[str]:
        """The entries that are on the board."""
        return {id_ for id_, entry in self.entries.items() if entry.published}

    def counts(self) -> Counter[str]:
        """Shown entries per subject; an entry counts once in each it names."""
        return Counter(
            subject
            for entry in self.entries.values()
            if entry.published
            for subject in entry.subjects
        )

    def points(self) -> Counter[str]:
        """The league's score per subject, by the rule in force."""
        by, cap = self.league
        units: Counter[tuple[str, str]] = Counter()
        for entry in self.entries.values():
            unit = entry.group if by == "schools" else entry.person
            if entry.published and unit:
                units.update((subject, unit) for subject in entry.subjects)
        most = cap if by == "entries" else 1
        points: Counter[str] = Counter()
        for (subject, _), n in units.items():
            points[subject] += min(n, most) if most else n
        return points

    def states(self) -> dict[str, str]:
        """The state of every entry."""
        return {id_: entry.state for id_, entry in self.entries.items()}


def fold(facts: Iterable[Mapping[str, Any]]) -> Ledger:
    """Fold facts, in order, from nothing."""
    ledger = Ledger()
    for fact in facts:
        ledger.add(fact)
    return ledger
