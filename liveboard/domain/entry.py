"""Entries: what we keep of a submission once we have taken it in."""

from enum import StrEnum


class State(StrEnum):
    """Where an entry stands.

    `received → developing → waiting → shown | hidden`; shown and hidden → waiting
    (undo, a report, an author's edit); a duplicate goes received → hidden; from any
    of them withdrawn (by its person), erased, or failed (with a reason).
    """

    RECEIVED = "received"
    DEVELOPING = "developing"
    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


EDGES: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.DEVELOPING, State.HIDDEN, State.FAILED}),
    State.DEVELOPING: frozenset({State.WAITING, State.FAILED}),
    State.WAITING: frozenset({State.SHOWN, State.HIDDEN}),
    State.SHOWN: frozenset({State.WAITING, State.HIDDEN}),
    State.HIDDEN: frozenset({State.WAITING, State.SHOWN, State.RECEIVED}),
    State.FAILED: frozenset({State.RECEIVED}),
    State.WITHDRAWN: frozenset(),
    State.ERASED: frozenset(),
}
"""Every step an entry may take, apart from leaving; hidden → received is a duplicate whose
original has gone, failed → received a moderator's "try again"."""

LEAVING = frozenset({State.WITHDRAWN, State.ERASED})


def may_step(old: State, new: State) -> bool:
    """Whether an entry may go from one state to another."""
    if new in LEAVING:
        return old not in LEAVING or (old, new) == (State.WITHDRAWN, State.ERASED)
    return new in EDGES[old]


class Verdict(StrEnum):
    """What a moderator says: shown, hidden, or (taking it back) waiting."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    WAITING = "waiting"


REASONS = {
    "consent": "somebody in it has not agreed, or we cannot tell",
    "names": "a name, badge or screen can be read",
    "topic": "it is not about the event",
    "duplicate": "we already have this photo",
    "quality": "it cannot be made out",
    "unsafe": "it should not be seen by anybody",
}
"""Why an entry is hidden: a closed list, each in words its person may read."""
