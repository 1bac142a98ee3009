"""The secret behind manage links, device cookies and contact indexes.

Trusted: whoever has it can delete anybody's photo. Lost: every link handed out
stops working, so it is in every backup.
"""

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from liveboard.config.settings import Settings, SettingsError

LEAST = 32


@dataclass(frozen=True, slots=True)
class Secret:
    """A key, used for one purpose at a time."""

    key: bytes

    @classmethod
    def load(cls, settings: Settings) -> "Secret":
        """Take it from the settings, else from `data/secret`, which is made on first use."""
        if settings.secret:
            return cls(settings.secret.encode())
        path = settings.data / "secret"
        if not path.exists():
            _make(path)
        key = path.read_bytes().strip()
        if len(key) < LEAST:
            raise SettingsError(
                [f"{path} has {len(key)} bytes; a secret has {LEAST}: take it from a backup"]
            )
        return cls(key)

    def mac(self, purpose: str, text: str) -> str:
        """An unguessable word (32 characters, 192 bits of HMAC-SHA256) for a text.

        Args:
            purpose: What it is for; a word made for one purpose opens nothing else.
            text: What it is bound to.
        """
        digest = hmac.digest(self.key, f"{purpose}\0{text}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:24]).decode()

    def matches(self, purpose: str, text: str, word: str) -> bool:
        """Whether a word is ours, compared in constant time."""
        return hmac.compare_digest(self.mac(purpose, text).encode(), word.encode())


def _make(path: Path) -> None:
    """Write it whole, then give it its name: who starts at the same moment reads all of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"secret.{secrets.token_hex(8)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_urlsafe(48).encode())
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(part, path)
    part.unlink()
