"""Identifiers, and the one way we write people's words."""

import re
import unicodedata

_ALPHABET = "abcdefghjkmnpqrstvwxyz0123456789"  # 32 signs, none mistaken for another
_ID = re.compile(f"[{_ALPHABET}]{{16}}")
_SPACE = re.compile(r"\s+")


def new_id(noise: bytes) -> str:
    """An identifier of 16 signs from 10 random bytes; it says nothing and cannot be guessed."""
    if len(noise) != 10:
        raise ValueError("an identifier is made from 10 bytes")
    number = int.from_bytes(noise, "big")
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(0, 80, 5))


def is_id(text: str) -> bool:
    """Whether a text can be one of our identifiers."""
    return bool(_ID.fullmatch(text))


def tidy(text: str) -> str:
    """A line of somebody's words: NFC, no control characters, single spaces, trimmed."""
    kept = "".join(
        sign
        for sign in unicodedata.normalize("NFC", text)
        if sign in "\t\n\r"
        or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
        or sign in "\u200c\u200d"  # joiners hold scripts and emoji together
        or 0xE0020 <= ord(sign) <= 0xE007F  # tags make the flags of England, Scotland and Wales
    )
    return _SPACE.sub(" ", kept).strip()


def contact_key(text: str) -> str:
    """A contact as it is compared: NFC, lower case, trimmed (`draw.md` 8.4)."""
    return unicodedata.normalize("NFC", text).strip().lower()


def group_key(school: str) -> str:
    """A school as it is compared: letters and digits only, lower case; "" for none."""
    plain = unicodedata.normalize("NFKD", school).casefold()
    return "".join(sign for sign in plain if sign.isalnum())
