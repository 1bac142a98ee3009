"""A viewer's mailbox: bounded, and honest when it overflows."""

import asyncio
from collections import deque

SIZE = 256


class Mailbox:
    """Frames on their way to one viewer. One that is full is emptied: its reader is lost."""

    __slots__ = ("_arrived", "_overrun", "_size", "_waiting")

    def __init__(self, size: int = SIZE) -> None:
        self._waiting: deque[str] = deque()
        self._size = size
        self._overrun = False
        self._arrived = asyncio.Event()

    def post(self, frame: str) -> None:
        """Leave a frame, or mark the reader as lost if the box is full. Never waits."""
        if len(self._waiting) == self._size:
            self._waiting.clear()
            self._overrun = True
        if not self._overrun:
            self._waiting.append(frame)
        self._arrived.set()

    async def take(self) -> list[str] | None:
        """Wait for frames; None once if some were lost, and the box is fit to use again."""
        await self._arrived.wait()
        self._arrived.clear()
        if self._overrun:
            self._overrun = False
            return None
        frames = list(self._waiting)
        self._waiting.clear()
        return frames
