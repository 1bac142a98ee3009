"""The hub: one post, every viewer. It never waits for any of them."""

from typing import Protocol


class Viewer(Protocol):
    """Whatever can be given a frame without waiting."""

    def post(self, frame: str) -> None:
        """Take a frame, or drop it; return at once."""


class Hub:
    """Everybody who watches through this process."""

    def __init__(self) -> None:
        self._viewers: set[Viewer] = set()

    def __len__(self) -> int:
        """How many are watching."""
        return len(self._viewers)

    def join(self, viewer: Viewer) -> None:
        """Give this viewer every frame from now on."""
        self._viewers.add(viewer)

    def leave(self, viewer: Viewer) -> None:
        """Give it no more; leaving twice is leaving once."""
        self._viewers.discard(viewer)

    def post(self, frame: str) -> None:
        """Give a frame to everybody. It is encoded once, whoever watches."""
        for viewer in tuple(self._viewers):
            viewer.post(frame)
