"""What strangers learn, and what they cannot break."""

from typing import Any

import httpx2
import pytest

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
