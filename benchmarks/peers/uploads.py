"""Taking files in with `request.form()`, as most Starlette applications do.

`LB_WAY` chooses how the file is kept:

- `copy`  the spooled file is copied to where it stays; nothing is promised
- `keep`  the same, with a hash, and on disk before the answer: what our 202 promises of
          the bytes (there is still no fact, no duplicate, no limit)
- `read`  `await file.read()`, then written whole: the way of most tutorials
"""

import hashlib
import os
import shutil
from pathlib import Path
from uuid import uuid4

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

FOLDER = Path(os.environ["LB_FOLDER"])
WAY = os.environ["LB_WAY"]
PIECE = 1 << 16


async def home(_: Request) -> Response:
    """GET / — it is there."""
    return PlainTextResponse("ready")


async def submit(request: Request) -> Response:
    """POST /api/submissions — keep the file."""
    async with request.form() as form:
        file, path = form["file"], FOLDER / uuid4().hex
        assert isinstance(file, UploadFile)
        if WAY == "read":
            path.write_bytes(await file.read())
        else:
            await run_in_threadpool(_copied if WAY == "copy" else _kept, file, path)
    return JSONResponse({"id": path.name}, 202)


def _copied(file: UploadFile, path: Path) -> None:
    with path.open("wb") as out:
        shutil.copyfileobj(file.file, out)


def _kept(file: UploadFile, path: Path) -> None:
    digest = hashlib.sha256()
    with path.open("wb") as out:
        while piece := file.file.read(PIECE):
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    path.rename(path.with_name(digest.hexdigest()))


app = Starlette(routes=[Route("/", home), Route("/api/submissions", submit, methods=["POST"])])
