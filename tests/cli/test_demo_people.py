"""The people of a pretend day keep their manners when the server is busy or away."""

import asyncio
import json
from collections.abc import Sequence
from typing import Self

import pytest

from liveboard.cli.demo.people import Phone, Refusal, Way


def answer(status: str, body: dict, *headers: str) -> bytes:
    text = json.dumps(body)
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(text)}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", text]).encode()


class Server:
    """A server that gives prepared answers; None hangs up. It keeps what it was asked."""

    def __init__(self, answers: Sequence[bytes | None]) -> None:
        self.answers = list(answers)
        self.heads: list[str] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1")
        port = self._server.sockets[0].getsockname()[1]
        self.way = Way(f"http://127.0.0.1:{port}", trust=False)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = [line for line in head.split("\r\n") if line.startswith("content-length:")]
        if length:
            await reader.readexactly(int(length[0].split(":")[1]))
        self.heads.append(head)
        if (found := self.answers.pop(0)) is not None:
            writer.write(found)
            await writer.drain()
        writer.close()
        await writer.wait_closed()


async def test_a_phone_comes_back_when_asked_to():
    """
    429, 503 and a lost connection: the same photo with the same key, and one answer.
    """
    slowed: list[int] = []
    busy = {"detail": "too many at once"}
    accepted = answer("202 Accepted", {"id": "a", "state": "received"})
    async with Server(
        [
            answer("200 OK", {}, "Set-Cookie: lb_device=me; Path=/"),
            answer("429 Too Many Requests", busy, "Retry-After: 0"),
            answer("503 Service Unavailable", busy, "Retry-After: 0"),
            None,
            accepted,
        ]
    ) as server:
        phone = Phone(server.way, lambda: slowed.append(1))
        photo = ("a.jpg", b"bytes", "image/jpeg")
        told = await phone.send(photo, {"subject": ["pe", "art"]}, "key-1")
        await phone.close()

    assert "a" == told["id"]
    assert 2 == len(slowed)
    assert server.heads[0].startswith("get /upload ")
    assert all("idempotency-key: key-1" in head for head in server.heads[1:])
    assert all("cookie: lb_device=me" in head for head in server.heads[1:])
    assert 5 == len(server.heads)


async def test_a_no_is_a_no():
    """
    What the server refuses is said in its own words, and not asked again.
    """
    closed = answer("403 Forbidden", {"detail": "the event has closed", "hint": "see /upload"})
    async with Server([answer("200 OK", {}), closed]) as server:
        phone = Phone(server.way)
        with pytest.raises(Refusal) as caught:
            await phone.send(("a.jpg", b"bytes", "image/jpeg"), {}, "key-1")
        await phone.close()

    assert (403, "the event has closed", "see /upload") == (
        caught.value.status,
        caught.value.detail,
        caught.value.hint,
    )
    assert 2 == len(server.heads)
