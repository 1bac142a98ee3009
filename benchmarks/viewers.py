"""Many viewers in one process: they open sockets and count what comes, and do little else."""

import asyncio
import json
import os
from base64 import b64encode
from collections.abc import Callable

HELLO = {"t": "hello", "v": 1, "epoch": "", "seq": 0, "role": "bench"}
CHANGE = b'{"t":"d"'
_AT_ONCE = 50  # handshakes


class Crowd:
    """Everybody who watches.

    Attributes:
        heard: How many frames with changes have come, over all of them.
        last: The newest such frame.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.heard = 0
        self.last = b""
        self.welcomed = 0
        self._lines: list[asyncio.Transport] = []
        self._moved = asyncio.Event()

    async def come(self, number: int) -> None:
        """Connect so many, and wait until each was greeted."""
        loop = asyncio.get_running_loop()
        for start in range(0, number, _AT_ONCE):
            count = min(_AT_ONCE, number - start)
            made = [
                loop.create_connection(lambda: Line(self), "127.0.0.1", self.port)
                for _ in range(count)
            ]
            self._lines += [transport for transport, _ in await asyncio.gather(*made)]
            await self.until(lambda wanted=start + count: self.welcomed >= wanted)  # type: ignore[misc]

    async def until_heard(self, number: int) -> None:
        """Wait until so many changes have come in all."""
        await self.until(lambda: self.heard >= number)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something about them is true, at most half a minute."""
        async with asyncio.timeout(30):
            while not true():
                self._moved.clear()
                await self._moved.wait()

    def moved(self) -> None:
        """Something has come."""
        self._moved.set()

    def go(self) -> None:
        """All of them leave."""
        for line in self._lines:
            line.abort()


class Line(asyncio.Protocol):
    """One viewer's socket: enough of RFC 6455 to count a server's frames."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._buffer = bytearray()
        self._open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(
            f"GET /live/v1/ws HTTP/1.1\r\nHost: 127.0.0.1:{self._crowd.port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        """Count whole frames."""
        self._buffer += data
        if not self._open:
            head, end, rest = self._buffer.partition(b"\r\n\r\n")
            if not end:
                return
            assert b" 101 " in head, head
            self._open, self._buffer = True, rest
            self._transport.write(masked(json.dumps(HELLO).encode()))
        while (size := whole(self._buffer)) is not None:
            start, end_ = size
            self._take(bytes(self._buffer[start:end_]))
            del self._buffer[:end_]

    def _take(self, text: bytes) -> None:
        if text.startswith(CHANGE):
            self._crowd.heard += 1
            self._crowd.last = text
        elif b'"t":"welcome"' in text or b'"t":"reset"' in text:
            self._crowd.welcomed += 1
        self._crowd.moved()


def whole(buffer: bytearray) -> tuple[int, int] | None:
    """Where the first frame's text begins and ends; None if it is not all there."""
    if len(buffer) < 2:
        return None
    size, start = buffer[1] & 127, 2
    if size >= 126:
        start = 4 if size == 126 else 10
        size = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start:
            return None
    return (start, start + size) if len(buffer) >= start + size else None


def masked(text: bytes) -> bytes:
    """A short text as a client's frame; its mask is zero, which hides nothing and is allowed."""
    assert len(text) < 126
    return bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text
