"""The people of a pretend day, as the server sees them: phones that send, a moderator."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import httpx2

from liveboard.config.settings import Settings
from liveboard.domain.errors import Problem, Unavailable

AWAY = (429, 502, 503, 507)  # "come back later"
PATIENCE = 180  # seconds of being told so before a person gives up
PAUSE = 1.0  # seconds between tries when nobody answers or nothing was said about when


class Refusal(Problem):
    """What the server said no to, in its own words."""

    code = "refusal"

    def __init__(self, status: int, detail: str, hint: str) -> None:
        super().__init__(detail, hint=hint)
        self.status = status  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Way:
    """How the server is reached.

    Attributes:
        trust: What proves that it is ours: the usual authorities, and its own certificate.
    """

    url: str
    trust: ssl.SSLContext | bool

    @classmethod
    def of(cls, settings: Settings) -> "Way":
        """The way to the public address of these settings."""
        if not settings.secure:
            return cls(settings.url, trust=False)
        context = ssl.create_default_context()
        if settings.tls_cert:
            context.load_verify_locations(settings.tls_cert)
        return cls(settings.url, context)


class Browser:
    """One browser: its cookies, and the patience to come back when asked to.

    Args:
        slowed: Called each time the server asked it to wait.
    """

    def __init__(self, way: Way, slowed: Callable[[], None] = lambda: None) -> None:
        self._slowed = slowed
        self._client = httpx2.AsyncClient(
            base_url=way.url,
            verify=way.trust,
            timeout=60,
            trust_env=False,  # a proxy for the world outside is in the way here
            headers={
                "user-agent": "liveboard demo",
                "origin": way.url,
                "accept": "application/json",
            },
        )

    async def ask(self, method: str, path: str, **what: Any) -> httpx2.Response:
        """One request; again and again while the server is busy or away.

        Raises:
            Refusal: The server said no, and would again.
            Unavailable: It was busy or away for longer than people wait.
        """
        waited, last = 0.0, "nothing answers"
        while waited < PATIENCE:
            pause = PAUSE
            try:
                answer = await self._client.request(method, path, **what)
            except httpx2.TransportError as error:
                last = f"nothing answers ({type(error).__name__})"
            else:
                if answer.status_code not in AWAY:
                    return _good(answer)
                last = _words(answer)[0]
                asked = answer.headers.get("retry-after", "")
                pause = float(asked) if asked.isdigit() else PAUSE
                self._slowed()
            await asyncio.sleep(pause)
            waited += pause
        raise Unavailable(f"after {PATIENCE} s of trying: {last}", hint="see `liveboard doctor`")

    async def close(self) -> None:
        """Go away."""
        await self._client.aclose()


class Phone(Browser):
    """A person who sends photos."""

    _opened = False

    async def send(
        self, photo: tuple[str, bytes, str], fields: dict[str, Any], key: str
    ) -> dict[str, Any]:
        """Send one photo as the upload page does; the answer's members."""
        if not self._opened:
            await self.ask("GET", "/upload")  # brings the cookie
            self._opened = True
        headers = {"idempotency-key": key}
        answer = await self.ask(
            "POST", "/api/submissions", data=fields, files={"file": photo}, headers=headers
        )
        found: dict[str, Any] = answer.json()
        return found

    async def report(self, entry: str) -> bool:
        """Say that a photo should not be up; whether it is gone."""
        answer = await self.ask("POST", f"/api/entries/{entry}/report")
        return bool(answer.json()["hidden"])


class Moderator(Browser):
    """A person at the desk."""

    async def sign_in(self, name: str, password: str) -> None:
        """Sign in."""
        await self.ask("POST", "/organise/login", data={"name": name, "password": password})

    async def waiting(self) -> AsyncIterator[dict[str, Any]]:
        """Everything that waits for a verdict, in the desk's order."""
        after: str | None = None
        while True:
            more = {"after": after} if after else {}
            page = (
                await self.ask("GET", "/api/desk/entries", params={"state": "waiting", **more})
            ).json()
            for row in page["entries"]:
                yield row
            if (after := page["next"]) is None:
                return

    async def say(self, entry: str, verdict: str | None, more: dict[str, str]) -> None:
        """Give a verdict, or take one back with None."""
        path = f"/api/desk/entries/{entry}/verdict"
        await self.ask("PUT", path, json={"verdict": verdict, **more})


def _good(answer: httpx2.Response) -> httpx2.Response:
    if answer.status_code < 400:
        return answer
    detail, hint = _words(answer)
    raise Refusal(answer.status_code, detail, hint)


def _words(answer: httpx2.Response) -> tuple[str, str]:
    try:
        body = answer.json()
        return str(body["detail"]), str(body.get("hint", ""))
    except (ValueError, KeyError, TypeError):
        return f"the server answered {answer.status_code}", ""
