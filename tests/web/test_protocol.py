"""How long a request's head may be, and how long it may take."""

import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from liveboard.web.protocol import HEAD_BYTES, Guarded
from tests.web.served import Served

FIRST = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
CHUNKED = (
    b"POST /api/entries/x/report HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"1\r\nx\r\n"
)


class Hasty(Guarded):
    """The same with less patience."""

    head_s = 0.2


@pytest.fixture
def hasty(site: Served) -> Served:
    """A server that waits for a head no longer than a blink."""
    site.server.config.http_protocol_class = Hasty
    return site


@pytest.fixture
def line(site: Served) -> Iterator[socket.socket]:
    """A bare connection."""
    with socket.create_connection(("127.0.0.1", site.port), 10) as found:
        yield found


def heard(line: socket.socket) -> bytes:
    """All that is said until the other end hangs up."""
    found = b""
    with suppress(ConnectionError):
        while piece := line.recv(65536):
            found += piece
    return found


def pour(line: socket.socket, piece: bytes, most: int) -> int:
    """Send the same again and again until nobody listens; how much went."""
    sent = 0
    with suppress(ConnectionError, TimeoutError):
        while sent < most:
            sent += line.send(piece)
    return sent


def test_a_head_as_long_as_allowed(line: socket.socket) -> None:
    """
    Sixty thousand bytes of cookies are odd, but answered.
    """
    long = b"Cookie: x=" + b"y" * (HEAD_BYTES - 200) + b"\r\n"
    line.sendall(FIRST + long + b"Connection: close\r\n\r\n")

    assert heard(line).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "piece", [b"X-More: y\r\n", b"y" * 1000], ids=["many headers", "one long header"]
)
def test_a_head_without_end(line: socket.socket, piece: bytes) -> None:
    """
    Headers without end are refused and the line is closed; the memory stays ours.
    """
    line.sendall(FIRST + b"X-Long: ")
    line.sendall(piece * (HEAD_BYTES // len(piece) + 1))

    assert b"431 Request Header Fields Too Large" in heard(line).split(b"\r\n")[0]


def test_an_address_without_end(line: socket.socket) -> None:
    """
    The same holds for an address.
    """
    line.sendall(b"GET /" + b"x" * HEAD_BYTES)

    assert b" 431 " in heard(line).split(b"\r\n")[0]


def test_the_second_request_of_a_line(line: socket.socket) -> None:
    """
    A line that has behaved once gets no more than another, and no less.
    """
    for _ in range(3):
        line.sendall(FIRST + b"X-Long: " + b"y" * 30_000 + b"\r\n\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 200")
    line.sendall(FIRST + b"X-Long: " + b"y" * HEAD_BYTES)

    assert b" 431 " in heard(line).split(b"\r\n")[0]


def test_what_follows_a_body_without_end(line: socket.socket) -> None:
    """
    Trailers without end end the line as well.
    """
    line.sendall(CHUNKED + b"0\r\n")

    assert pour(line, b"X-More: y\r\n" * 1000, 1 << 26) < 1 << 26


def test_a_head_that_never_ends_in_time(hasty: Served, line: socket.socket) -> None:
    """
    Who dribbles a head is told that it took too long.
    """
    with socket.create_connection(("127.0.0.1", hasty.port), 10) as slow:
        slow.sendall(FIRST)
        assert b"408 Request Timeout" in heard(slow).split(b"\r\n")[0]


@pytest.mark.parametrize("said", [b"", CHUNKED], ids=["nothing", "half a body"])
def test_who_says_nothing_more(hasty: Served, said: bytes) -> None:
    """
    A line on which nothing comes is not kept for ever, neither before nor after an answer.
    """
    with socket.create_connection(("127.0.0.1", hasty.port), 10) as silent:
        silent.sendall(said)
        heard(silent)

        assert b"" == silent.recv(1)
