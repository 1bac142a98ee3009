"""What one process knows of the board: its fold, the last deltas, the public words.

Frames are not kept. What is kept is deltas without words, and one map of words that a
`hide` empties: whatever is served afterwards, about the past too, is joined from the map
and so cannot contain what has been taken down.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from liveboard.domain.board import Board, blank, fold, ranked
from liveboard.live import wire
from liveboard.live.wire import Words

KEPT = 2000  # deltas
MOST_MISSED = 256  # above it a viewer does better with the snapshot


class Gap(ValueError):
    """A delta that is not the next one: something was lost, read the board afresh."""


class History:
    """The board of one epoch as this process has it."""

    def __init__(
        self,
        epoch: str,
        seq: int,
        state: Mapping[str, Any],
        entries: Sequence[Mapping[str, Any]],
        words: Mapping[str, Words],
    ) -> None:
        self.epoch = epoch
        board = {**blank(state["event"]), **state, "seq": seq, "entries": list(entries)}
        board["wall"] = {**blank(state["event"])["wall"], **state.get("wall", {})}
        board["league"] = ranked(board["points"], board["event"]["roster"])
        self._board: Board = board
        self._deltas: deque[Mapping[str, Any]] = deque(maxlen=KEPT)
        self._words: dict[str, Words] = dict(words)

    @property
    def seq(self) -> int:
        """The number of the last delta."""
        return int(self._board["seq"])

    @property
    def last(self) -> Mapping[str, Any] | None:
        """The last delta that was folded in here; None if the board came whole."""
        return self._deltas[-1] if self._deltas else None

    @property
    def words(self) -> Mapping[str, Words]:
        """The public words by entry, of those that are shown."""
        return self._words

    @property
    def event(self) -> Mapping[str, Any]:
        """The public part of the event."""
        event: Mapping[str, Any] = self._board["event"]
        return event

    def add(self, delta: Mapping[str, Any], words: Words | None = None) -> dict[str, Any]:
        """Fold in the next delta; returns it joined, ready to be sent.

        Args:
            delta: Without words, as the feed has it.
            words: The public words of the entry a `show` or an `edit` speaks of, as they
                are now; None if it is no longer shown.

        Raises:
            Gap: If it is not the next one.
        """
        if delta["seq"] != self.seq + 1:
            raise Gap(f"delta {delta['seq']} after {self.seq}")
        op = delta["op"]
        if op == "hide":
            self._words.pop(delta["id"], None)
        elif op in {"show", "edit"}:
            entry = delta["entry"]["id"] if op == "show" else delta["id"]
            if words is None:
                self._words.pop(entry, None)
            else:
                self._words[entry] = words
        self._board = fold(self._board, delta)
        self._deltas.append(delta)
        return wire.join(delta, self._words)

    def missed(self, epoch: str, seq: int) -> list[dict[str, Any]] | None:
        """What a viewer at `seq` has missed; None if it must start again."""
        behind = self.seq - seq
        if epoch != self.epoch or behind < 0 or behind > min(len(self._deltas), MOST_MISSED):
            return None
        recent = list(self._deltas)[len(self._deltas) - behind :]
        return [wire.join(delta, self._words) for delta in recent]

    def snapshot(self, now: int, build: str) -> dict[str, Any]:
        """The board with its seq, as `/live/v1/snapshot` answers."""
        state = {name: value for name, value in self._board.items() if name != "seq"}
        state["entries"] = [
            wire.join_entry(entry, self._words.get(entry["id"])) for entry in self._board["entries"]
        ]
        return {"epoch": self.epoch, "seq": self.seq, "now": now, "build": build, "state": state}
