"""Settings, from `LIVEBOARD_*` variables only.

Frozen, read once, and every mistake reported at once: an operator who has to
start a program four times to find four typing errors has been badly treated.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class SettingsError(Exception):
    """Some variables cannot be used as they are.

    Attributes:
        mistakes: One sentence each, naming the variable, its value and what it must be.
    """

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("; ".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class Settings:
    """How this machine runs the event. The README's table explains each one."""

    data: Path
    bind: str
    port: int
    url: str
    tls_cert: Path | None
    tls_key: Path | None
    redis_url: str | None  # None: our own embedded Valkey
    queue_url: str | None
    blobs: str | None  # None: the folder data/blobs
    event: Path | None  # None: the shipped rehearsal
    secret: str | None  # None: the file data/secret
    clock: datetime | None
    workers: int
    plain_signin: bool
    proxies: tuple[str, ...]
    feeds_private: bool
    log: str

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Read the settings.

        Raises:
            SettingsError: If any variable is wrong; it lists all of them.
        """
        return _Reader(env).settings()

    @property
    def secure(self) -> bool:
        """Whether the public address is https."""
        return self.url.startswith("https://")


NAMES = (
    "DATA",
    "BIND",
    "PORT",
    "URL",
    "TLS_CERT",
    "TLS_KEY",
    "REDIS_URL",
    "QUEUE_URL",
    "BLOBS",
    "EVENT",
    "SECRET",
    "CLOCK",
    "WORKERS",
    "PLAIN_SIGNIN",
    "PROXIES",
    "FEEDS_PRIVATE",
    "LOG",
)
"""Every setting there is; a test holds the README's table to this list."""

OTHERS = ("TEST_SCALE",)  # read by the tests alone


class _Reader:
    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.mistakes: list[str] = []

    def settings(self) -> Settings:
        self._unknown()
        port = self.get("PORT", _port, 8000)
        cert = self.get("TLS_CERT", _file, None)
        default_url = f"http{'s' if cert else ''}://127.0.0.1:{port}"
        found = Settings(
            data=self.get("DATA", _path, Path("data").resolve()),
            bind=self.get("BIND", str, "127.0.0.1"),
            port=port,
            url=self.get("URL", _url, default_url),
            tls_cert=cert,
            tls_key=self.get("TLS_KEY", _file, None),
            redis_url=self.get("REDIS_URL", _redis, None),
            queue_url=self.get("QUEUE_URL", _redis, None),
            blobs=self.get("BLOBS", str, None),
            event=self.get("EVENT", _file, None),
            secret=self.get("SECRET", _secret, None),
            clock=self.get("CLOCK", _instant, None),
            workers=self.get("WORKERS", _count, max(1, (os.cpu_count() or 2) - 1)),
            plain_signin=self.get("PLAIN_SIGNIN", _flag, False),
            proxies=self.get("PROXIES", _words, ()),
            feeds_private=self.get("FEEDS_PRIVATE", _flag, False),
            log=self.get("LOG", _level, "info"),
        )
        if (found.tls_cert is None) != (found.tls_key is None):
            self.mistakes.append("LIVEBOARD_TLS_CERT and LIVEBOARD_TLS_KEY go together; set both")
        if self.mistakes:
            raise SettingsError(self.mistakes)
        return found

    def get(self, name: str, read: Callable[[str], Any], default: Any) -> Any:
        text = self.env.get(f"LIVEBOARD_{name}", "").strip()
        if not text:
            return default
        try:
            return read(text)
        except ValueError as error:
            shown = "(hidden)" if name in {"SECRET", "REDIS_URL", "QUEUE_URL"} else f'"{text}"'
            self.mistakes.append(f"LIVEBOARD_{name} is {shown}; {error}")
            return default

    def _unknown(self) -> None:
        known = {f"LIVEBOARD_{name}" for name in NAMES + OTHERS}
        for name in sorted(self.env):
            if name.startswith("LIVEBOARD_") and name not in known:
                self.mistakes.append(f"{name} is not a setting; see the table in README.md")


def _path(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _file(text: str) -> Path:
    path = _path(text)
    if not path.is_file():
        raise ValueError("it must name a file that exists")
    return path


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ValueError("it must be a whole number from 1 to 65535")
    return int(text)


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise ValueError("it must be a whole number from 1 to 64")
    return int(text)


def _flag(text: str) -> bool:
    if text.lower() not in {"0", "1", "true", "false", "yes", "no"}:
        raise ValueError('it must be "yes" or "no"')
    return text.lower() in {"1", "true", "yes"}


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("it must be the public address, like https://wall.example.org")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("it must be an address without a path; liveboard wants a host of its own")
    return f"{parts.scheme}://{parts.netloc}"


def _redis(text: str) -> str:
    if not text.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("it must start with redis://, rediss:// or unix://")
    return text


def _secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError("it must have at least 32 characters, from a random generator")
    return text


def _level(text: str) -> str:
    if text.lower() not in {"debug", "info", "warning", "error"}:
        raise ValueError('it must be "debug", "info", "warning" or "error"')
    return text.lower()


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("it must be an instant like 2027-03-05T07:59:00+00:00") from None
    if instant.tzinfo is None:
        raise ValueError("it must say its zone, like 2027-03-05T07:59:00+00:00")
    return instant
