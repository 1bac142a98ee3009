"""Static files under an address that names their content, so that they may be kept for ever.

`/static/<build>/...`: `build` is the first 10 hex digits of a SHA-256 over the whole
tree. Another build's address still answers, with today's file and `no-store`: a screen
that has been up since morning must not break in the afternoon.
"""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from liveboard.domain.errors import NotFound

FOLDER = Path(__file__).parent.parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
_TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Assets:
    """The static tree as it was when the process started."""

    build: str
    files: frozenset[str]

    @classmethod
    def read(cls) -> Self:
        """Hash the tree."""
        digest = hashlib.sha256()
        names = sorted(
            path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()
        )
        for name in names:
            digest.update(name.encode() + b"\0" + (FOLDER / name).read_bytes())
        return cls(digest.hexdigest()[:10], frozenset(names))

    def address(self, name: str) -> str:
        """The address of a file of the tree."""
        if name not in self.files:
            raise KeyError(f"static file {name} does not exist")
        return f"/static/{self.build}/{name}"


async def static(request: Request) -> Response:
    """GET /static/{build}/{name} — one of our own files."""
    assets: Assets = request.app.state.site.assets
    name = request.path_params["name"]
    if name not in assets.files:
        raise NotFound("there is no such file")
    path = FOLDER / name
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    cache = FOR_EVER if request.path_params["build"] == assets.build else "no-store"
    return FileResponse(path, media_type=kind, headers={"cache-control": cache})
