"""Answers that carry an entry's words or picture: shared caches keep them for a second.

`PUBLIC` has no `stale-*`, and what was taken down changes the ETag (or is a 404), so a
cache that asks again learns at once that it has to forget.
"""

import hashlib

from starlette.requests import Request
from starlette.responses import Response

PUBLIC = "public, max-age=1, s-maxage=1"  # caches count whole seconds: gone in two


def answer(request: Request, body: str, kind: str) -> Response:
    """A text whose ETag is its own hash; 304 to who has it."""
    etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:20]}"'
    headers = {"cache-control": PUBLIC, "etag": etag}
    if has(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)


def has(request: Request, etag: str) -> bool:
    """Whether the asker has what this ETag names; a cache that compresses makes it weak."""
    named = request.headers.get("if-none-match", "")
    return etag in {one.strip().removeprefix("W/") for one in named.split(",")}
