"""What has happened so far in a pretend day, as its own people saw it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from liveboard.cli.demo.day import Sending, Step


@dataclass(slots=True)
class Standing:
    """One photo that was accepted.

    Attributes:
        steps: What the desk still has to say about it.
        busy: Somebody is saying it just now.
        state: What was said last: "shown", "hidden", "waiting" again; "" before.
        left: It is out of our hands: failed, or decided by somebody else.
    """

    sending: Sending
    caption: str
    steps: list[Step]
    busy: bool = False
    state: str = ""
    left: str = ""

    @property
    def settled(self) -> bool:
        """Nothing more will be done about it."""
        return bool(self.left) or not (self.steps or self.busy)

    def leave(self, why: str) -> None:
        """Let it go: "failed", or "other" when somebody else decided it."""
        self.left = why
        self.steps.clear()


@dataclass(slots=True)
class Tally:
    """The numbers of a run.

    Attributes:
        ours: What was accepted as new, by entry.
        on_the_wall: Those of ours that everybody could see at the end.
        moved: How many things have happened; when it stands still, something is wrong.
    """

    entries: int
    sent: int = 0
    again: int = 0
    duplicates: int = 0
    slowed: int = 0
    edited: int = 0
    undone: int = 0
    reported: int = 0
    moved: int = 0
    ours: dict[str, Standing] = field(default_factory=dict)
    on_the_wall: set[str] = field(default_factory=set)

    def slow(self) -> None:
        """Somebody was asked to wait."""
        self.slowed += 1
        self.moved += 1

    def shown(self) -> set[str]:
        """Those whose last verdict from us was "shown"."""
        return {key for key, one in self.ours.items() if one.state == "shown" and not one.left}

    def open(self) -> list[str]:
        """Those that something will still be done about."""
        return [key for key, one in self.ours.items() if not one.settled]

    def by_state(self) -> Counter[str]:
        """How many wait, are shown, hidden, failed, or were decided by others."""
        return Counter(one.left or one.state or "waiting" for one in self.ours.values())

    def numbers(self) -> dict[str, Any]:
        """Everything, for a script."""
        states = self.by_state()
        return {
            "sent": self.sent,
            "accepted": len(self.ours),
            "sent_again": self.again,
            "duplicates": self.duplicates,
            "shown": states["shown"],
            "hidden": states["hidden"],
            "failed": states["failed"],
            "decided_by_others": states["other"],
            "waiting": states["waiting"],
            "on_the_wall": len(self.on_the_wall),
            "captions_put_right": self.edited,
            "undone": self.undone,
            "reported": self.reported,
            "asked_to_wait": self.slowed,
        }
