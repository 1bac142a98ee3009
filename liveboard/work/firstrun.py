"""The first organiser: a link, printed once, good for half an hour."""

import secrets

from liveboard.store import organisers
from liveboard.store.call import run
from liveboard.work.kit import Kit


def link(kit: Kit) -> str | None:
    """A fresh first-run link, or None if there is an organiser already."""
    if run(kit.redis, organisers.everybody(kit.keys)):
        return None
    token = secrets.token_urlsafe(24)
    run(kit.redis, organisers.offer_first(kit.keys, token))
    return f"{kit.settings.url}/organise/first#{token}"
