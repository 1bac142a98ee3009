"""What uvicorn leaves open: how long a request's head may be, and how long it may take.

Without it one connection can fill the memory with header bytes, and a thousand silent ones
are kept for ever. How long a body may take is for whoever reads it.
"""

import asyncio
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 65536  # cookies of ours are a few hundred
HEAD_S = 20.0


class Guarded(HttpToolsProtocol):
    """One connection, with limits on heads."""

    head_s: float = HEAD_S

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._in_head, self._begun = True, False
        self._heard = 0  # bytes of this head; later those since a piece of the body
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._wait_no_longer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes, no more of a head than is allowed."""
        while data:
            room = HEAD_BYTES - self._heard
            if room <= 0:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
                return
            piece = data[:room] if self._in_head else data
            data = data[len(piece) :]
            self._heard += len(piece)
            super().data_received(piece)
            if self.transport.is_closing() or self.transport.get_protocol() is not self:
                return
        if self._in_head and self._begun and self._timer is None:
            self._wait()

    def on_message_begin(self) -> None:
        """A head begins."""
        self._begun = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; what follows a body is not one."""
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._in_head, self._heard = False, 0
        self._wait_no_longer()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body is here."""
        self._heard = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole; another may follow."""
        self._in_head, self._begun, self._heard = True, False, 0
        self._wait_no_longer()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """It is answered; what was not read of it may still come, but not for ever."""
        super().on_response_complete()
        if not self._in_head and self._timer is None:
            self._wait()

    def _wait(self) -> None:
        self._timer = self.loop.call_later(self.head_s, self._late)

    def _wait_no_longer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        if self._in_head and self._begun:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.transport.close()

    def _refuse(self, status: HTTPStatus) -> None:
        """Say no and hang up; in the middle of another answer there is no place for words."""
        if self.cycle is None or self.cycle.response_complete:
            words = f"{status.phrase}\n".encode()
            head = (
                f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: text/plain\r\n"
                f"content-length: {len(words)}\r\nconnection: close\r\n\r\n"
            )
            self.transport.write(head.encode() + words)
        self.transport.close()
