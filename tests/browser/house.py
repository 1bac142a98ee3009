"""A whole running house, with hands that do what a test is not about."""

from typing import Any
from uuid import uuid4

import httpx2

from liveboard.config.settings import Settings
from liveboard.domain.entry import Verdict
from liveboard.store import entries
from liveboard.store.call import run
from liveboard.work.kit import Kit
from tests.helpers import wait_until
from tests.pictures import picture
from tests.running import Running


class House:
    """`liveboard up`, its store, and somebody who asks over HTTP."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.url = running.url
        self.kit = Kit.open(Settings.from_env(running.env))
        self.http = httpx2.Client(base_url=running.url, timeout=20, verify=False)

    def close(self) -> None:
        """Let go of everything."""
        self.http.close()
        self.kit.redis.close()

    def waiting(self, caption: str, subject: str = "music") -> tuple[str, str]:
        """A photo that has come as far as the desk: its id and its private address."""
        form = {"caption": caption, "subject": subject, "consent": "1"}
        photo = picture(size=(640, 320)) + uuid4().bytes
        answer = self.http.post("/api/submissions", data=form, files={"file": ("p.jpg", photo)})
        assert 202 == answer.status_code, answer.text
        entry = answer.json()["id"]
        wait_until(lambda: self.state(entry) == "waiting", f"{caption} is at the desk", 40)
        return entry, answer.json()["manage_url"]

    def state(self, entry: str) -> str:
        """Where an entry stands."""
        return str(run(self.kit.redis, entries.find(self.kit.keys, entry)).state)

    def decide(self, entry: str, verdict: Verdict) -> None:
        """A moderator decides, by another process than the one that serves."""
        more: dict[str, Any] = {"op": str(uuid4()), "by": "mo", "now": self.kit.clock.ms()}
        run(self.kit.redis, entries.decide(self.kit.keys, entry, verdict, **more))

    def board(self) -> dict[str, Any]:
        """The public state."""
        state: dict[str, Any] = self.http.get("/live/v1/snapshot").json()["state"]
        return state
