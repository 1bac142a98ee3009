"""What strangers learn, and what they cannot break."""

import logging
import socket
import struct
from typing import Any

import httpx2
import pytest

from liveboard.domain.roles import Role
from tests.helpers import wait_until
from tests.web.served import Served

PAGE = {"accept": "text/html"}


def told(answer: httpx2.Response) -> Any:
    """All that an answer says: its status, its body, and what a cache may do with it."""
    return answer.status_code, answer.headers["cache-control"], answer.text


class TestWhatIsThere:
    @pytest.mark.parametrize("headers", [PAGE, {}], ids=["page", "program"])
    @pytest.mark.parametrize("path", ["/e/{}", "/media/{}/wall", "/media/{}/none"])
    def test_nobody_learns_what_was_sent(
        self, site: Served, path: str, headers: dict[str, str]
    ) -> None:
        """
        A photo that nobody has approved is answered exactly like one that never was.
        """
        sent, waits = site.received(), site.waiting()
        answers = [
            told(site.get(path.format(entry), headers=headers))
            for entry in (sent, waits, "a" * 16, "nobody")
        ]

        assert [answers[-1]] * 4 == answers
        assert 404 == answers[0][0]


def cut_off(site: Served, method: str, path: str, headers: str, begin: bytes) -> None:
    """Send a request's beginning, and go."""
    with socket.create_connection(("127.0.0.1", site.port), 10) as line:
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}Content-Length: 900\r\n\r\n"
        )
        line.sendall(head.encode() + begin)
        wait_until(lambda: site.server.server_state.tasks, "somebody reads it")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset


class TestNoFaults:
    async def test_who_goes_in_the_middle_of_a_form(
        self, site: Served, caplog: pytest.LogCaptureFixture
    ) -> None:
        """
        A phone that goes in the middle of a form is no fault of ours, and nothing in the log.
        """
        await site.organiser("mo", Role.MODERATOR)
        word = site.sign_in("mo").cookies["lb_session"]
        form = "Content-Type: application/x-www-form-urlencoded\r\n"
        cut_off(site, "POST", "/organise/login", form, b"name=")
        cut_off(site, "POST", site.link(site.waiting()), form, b"action=")
        cut_off(site, "POST", "/api/desk/panic", f"Cookie: lb_session={word}\r\n", b"{")
        wait_until(lambda: not site.server.server_state.connections, "all have been answered")
        wait_until(lambda: not site.server.server_state.tasks, "nobody works for them")

        assert [] == [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]

    async def test_what_is_sent_as_a_verdict(self, site: Served) -> None:
        """
        Whatever JSON is sent to the desk, it is refused in words, and never breaks anything.
        """
        await site.organiser("mo", Role.MODERATOR)
        client, path = site.sign_in("mo"), f"/api/desk/entries/{site.waiting()}/verdict"
        for body in (
            "[" * 16000,
            '{"a":' * 3000,
            '{"verdict": "shown", "op": "\\ud800"}',
            '{"verdict": "shown", "op": "é"}',
            '{"verdict": "shown", "op": ""}',
            f'{{"verdict": "shown", "op": "{"x" * 65}"}}',
            '{"verdict": []}',
            '{"verdict": "hidden", "reason": {}}',
            '{"verdict": "shown", "rev": ' + "9" * 5000 + "}",
        ):
            answer = client.put(path, content=body.encode())
            assert (422, "refused") == (answer.status_code, answer.json()["code"]), body[:60]
        assert 200 == client.put(path, json={"verdict": "shown", "op": "a-Z_9"}).status_code
