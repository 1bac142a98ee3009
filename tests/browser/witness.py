"""What a browser complains about, and what it shows that it should not."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

HALL: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
NARROWEST: Any = {"width": 320, "height": 640}

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIOLATION = """addEventListener("securitypolicyviolation", (e) =>
  console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`))"""
ANSWERED = r"Failed to load resource: the server responded with a status of 4\d\d"
"""Chromium's own line about an answer that a test asked for."""
AWAY = r"net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE)"
"""Chromium's own lines while there is nobody at the other end."""


class Witness:
    """Hears every browser of a test: errors, policy violations, requests to strangers."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._expected = [ANSWERED]

    def expect(self, pattern: str) -> None:
        """Lines with this in them are no complaint in this test."""
        self._expected.append(pattern)

    @property
    def complaints(self) -> list[str]:
        """Everything that nobody expected."""
        wanted = re.compile("|".join(self._expected))
        return [line for line in self._heard if not wanted.search(line)]

    def watch(self, context: BrowserContext, base: str) -> None:
        """Hear a browser that may talk to `base` and to nobody else."""
        context.add_init_script(VIOLATION)
        context.on("console", lambda line: self._hear(line.type, line.text))
        context.on("weberror", lambda error: self._hear("error", error.error))
        context.on("request", lambda request: self._asked(request.url, base))
        socket = base.replace("http", "ws", 1)
        context.on(
            "page", lambda page: page.on("websocket", lambda ws: self._asked(ws.url, socket))
        )

    def _hear(self, kind: str, text: Any) -> None:
        self._heard.append(f"{kind}: {text}")

    def _asked(self, url: str, base: str) -> None:
        if not url.startswith((f"{base}/", "blob:", "data:")):
            self._hear("stranger", url)


def broken_rules(page: Page) -> list[str]:
    """The accessibility rules a page breaks, and where."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{page.url} {broken['id']}: {[node['target'] for node in broken['nodes']]}"
        for broken in found.response["violations"]
    ]


def cut_off(page: Page) -> int:
    """How many pixels a page is wider than its screen."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wider


def counts(page: Page) -> dict[str, int]:
    """The number beside each subject on a wall, and the total under "all"."""
    rows: dict[str, str] = page.evaluate(
        """Object.fromEntries([
          ["all", document.querySelector("#total .figure__value").textContent],
          ...[...document.querySelectorAll(".race__row")].map((row) => [
            row.querySelector(".race__title").textContent,
            row.querySelector(".race__count").textContent])])"""
    )
    return {name: int(text) for name, text in rows.items() if text.isdigit()}
