"""Small forms: a name and a password, a button. Photos come in by `multipart`."""

import asyncio
from http import HTTPStatus

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from liveboard.domain.errors import Refused, TooBig

MOST_BYTES = 16384
MOST_FIELDS = 20
WHOLE_S = 30


async def read(request: Request) -> FormData:
    """Read a small form without files.

    Anybody may post to these addresses, and Starlette alone would keep whatever comes: its
    length has to be said first, and then holds.

    Raises:
        TooBig: More than `MOST_BYTES`, or nobody said how many.
        Refused: It was cut off.
        HTTPException: 408, it comes too slowly.
    """
    announced = request.headers.get("content-length", "")
    if not (announced.isdecimal() and len(announced) < 10 and int(announced) <= MOST_BYTES):
        raise TooBig(
            f"this form has more than {MOST_BYTES} bytes, or does not say how many",
            hint="send only the form's own fields, with a Content-Length",
        )
    try:
        async with asyncio.timeout(WHOLE_S):
            return await request.form(max_files=0, max_fields=MOST_FIELDS)
    except TimeoutError:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, headers={"connection": "close"}) from None
    except ClientDisconnect:
        raise Refused("the connection ended before the form was whole") from None
