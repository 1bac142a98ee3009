"""Mentions: messages on a social network that concern us, and what they name.

Whether a message concerns us and which subjects it names is decided here, from
words alone, so that every network gives the same answer to the same words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from liveboard.domain.event import OTHER, Subject

MOST_SUBJECTS = 3
MOST_PHOTOS = 4


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture a mention carries: its public address and its author's description of it."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One message on a social network, as its source last saw it.

    Attributes:
        source: The name of the source in the event file.
        key: The same for the same message for ever, on every source: `rss:<guid>`.
        version: Differs when the words or the pictures differ.
        url: Where people can read it; empty when it is gone.
        author: The name to show, as the author writes it.
        text: Plain text, bounded; not markup, so it must be escaped like any text.
        at: When its author sent it, aware, UTC.
        photos: At most `MOST_PHOTOS`; each makes an entry.
        deleted: It is gone, or no longer concerns us; `version` is the last one told.
    """

    source: str
    key: str
    version: str
    url: str
    author: str
    text: str
    at: datetime
    photos: tuple[Photo, ...] = ()
    deleted: bool = False


def concerns(text: str, hashtag: str, handles: Iterable[str] = ()) -> bool:
    """Say whether a text has our hashtag or one of our handles, as a whole word in any case.

    `hashtag` and `handles` may come with or without their `#` and `@`.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    wanted = [f"#{_bare(hashtag)}", *(f"@{_bare(handle)}" for handle in handles)]
    return any(
        # A dot and more letters make another network's handle: @us.example is not @us.
        re.search(rf"(?<![\w#@.&/]){re.escape(word)}(?!\w|\.\w)", folded)
        for word in wanted
        if len(word) > 1
    )


def subjects_in(text: str, roster: Iterable[Subject]) -> tuple[str, ...]:
    """Return the keys of the subjects a text names, at most three, the most telling first.

    Hashtags come before running words, and within each the order of the text decides.
    Aliases match as whole words only ("art" is not in "start"); an alias of one or two
    letters counts in running words only when written in capitals ("PE", not "pe"),
    because so short a word is nearly always another one.

    Returns:
        An empty tuple if no subject is named: the caller files it under `other`.
    """
    clear = _clear(text)
    places: list[tuple[int, int, int, str]] = []  # how, where, roster order, key
    for rank, subject in enumerate(roster):
        names = _names(subject)
        tags = {_squashed(form) for name in names for form in (name, name.replace("&", " and "))}
        places += [(0, place, rank, subject.key) for place in _tagged(clear, tags)]
        places += [
            (1, place, rank, subject.key) for name in names for place in _spoken(clear, name)
        ]
    return tuple(dict.fromkeys(key for *_, key in sorted(places)))[:MOST_SUBJECTS]


def _names(subject: Subject) -> tuple[str, ...]:
    if subject.key == OTHER:  # its name is a word that people use all the time
        return subject.aliases
    return (subject.key, subject.name, subject.short, *subject.aliases)


def _bare(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().lstrip("#@")


def _clear(text: str) -> str:
    """Keep what people say: no accents, no addresses, no handles. Case stays."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"\bhttps?://\S+|\bwww\.\S+|(?<!\w)@\S+", " ", plain)


def _squashed(name: str) -> str:
    return "".join(letter for letter in _clear(name).casefold() if letter.isalnum())


def _tagged(clear: str, wanted: set[str]) -> Iterator[int]:
    """Yield where a hashtag stands that is one of the names run together, year or not."""
    for found in re.finditer(r"#(\w+)", clear):
        tag = found.group(1)
        if wanted & {_squashed(tag), _squashed(tag.rstrip("0123456789"))} - {""}:
            yield found.start()


def _spoken(clear: str, name: str) -> Iterator[int]:
    """Yield where a name stands in the text as a whole word or words."""
    bare = _clear(name).strip()
    words = re.split(r"[\s\-]+", bare)
    if not _squashed(bare):
        return
    short = len(bare) <= 2 and bare.isalnum()
    before = r"(?<![\w#@&])" if bare.isalnum() else r"(?<![\w@&])"  # "#D&T" is no hashtag
    pattern = before + r"[\s\-]+".join(re.escape(word.upper() if short else word) for word in words)
    for found in re.finditer(pattern + r"(?![\w&])", clear, 0 if short else re.IGNORECASE):
        yield found.start()
