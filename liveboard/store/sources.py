"""What a poll found, taken together with the cursor that says so."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from liveboard.domain.mention import Mention
from liveboard.store.call import Call, command, script
from liveboard.store.keys import Keys


@dataclass(frozen=True, slots=True)
class Taken:
    """What a batch changed; `fetch` are the entries whose photos are to be fetched."""

    seq: int
    fetch: Sequence[str]
    taken: int
    edited: int
    gone: int


def take(
    keys: Keys,
    source: str,
    cursor: str,
    mentions: Sequence[Mention],
    *,
    subjects: Callable[[str], Sequence[str]],
    sender: Callable[[str], str],
    new_id: Callable[[], str],
    now: int,
) -> Call[Taken]:
    """Take a batch: seen-set, cursor, counts, ledger and what is owed, or nothing of it.

    Args:
        subjects: Which subjects a text names (at least one).
        sender: An author's opaque key.
        new_id: A fresh entry id.
    """

    def one(mention: Mention) -> dict[str, Any]:
        photos = [
            {
                "id": new_id(),
                "url": photo.url,
                "words": json.dumps(
                    {"caption": mention.text, "alt": photo.alt, "name": mention.author}
                ),
            }
            for photo in mention.photos
        ]
        return {
            "key": mention.key,
            "version": mention.version,
            "deleted": mention.deleted,
            "sender": sender(mention.author),
            "subjects": ",".join(subjects(mention.text)),
            "urls": hashlib.sha256("\n".join(p.url for p in mention.photos).encode()).hexdigest(),
            "photos": photos,
        }

    return script(
        "take",
        keys,
        lambda r: Taken(r["seq"], r["fetch"] or [], r["taken"], r["edited"], r["gone"]),
        durable=True,
        repeatable=True,  # the versions seen are its operation id
        now=now,
        source=source,
        cursor=cursor,
        mentions=[one(mention) for mention in mentions],
    )


def cursor(keys: Keys, source: str) -> Call[str]:
    """Where a source stands; "" at the beginning."""
    return command("HGET", keys.key("cursors"), source, read=lambda text: text or "")
