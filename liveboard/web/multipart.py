"""A multipart form whose file goes straight to disk, never whole through memory.

python-multipart calls back for every piece; a piece of the file is hashed and written,
a piece of a field is kept, and whatever is over a limit stops the reading at once.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException

from liveboard.domain.errors import Refused, TooBig
from liveboard.media.staging import Staging

if TYPE_CHECKING:  # it exists for type checkers only
    from python_multipart.multipart import MultipartCallbacks

MOST_PARTS = 40
FIELD_BYTES = 4096
OVERHEAD = 64 * 1024  # boundaries, headers and fields around the file
QUIET_S = 60  # a phone that changes from one wifi to the next is silent for some seconds
WHOLE_S = 20 * 60  # 25 MB at 170 kbit/s


@dataclass(slots=True)
class Form:
    """What a form brought: its fields by name, its file's own name; the bytes are staged."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    filename: str = ""

    def one(self, name: str) -> str:
        """The first value of a field, "" if there is none."""
        return self.fields.get(name, [""])[0]


async def read(
    content_type: str, stream: AsyncIterator[bytes], staged: Staging, *, limit: int
) -> Form:
    """Read a form with one file named `file`.

    Args:
        limit: The most bytes the file may have.

    Raises:
        TooBig: The file is over the limit; nothing more is read.
        Refused: It is not such a form, or was cut off.
        HTTPException: 408, it comes too slowly.
    """
    kind, options = parse_options_header(content_type)
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise Refused(
            f'this is "{content_type[:60]}"; a photo is sent as multipart/form-data',
            hint="send a form with a field named file",
        )
    reader = _Reader(staged, limit)
    try:
        parser = MultipartParser(options[b"boundary"], reader.callbacks())
        heard = 0
        async for piece in in_time(stream):
            heard += len(piece)
            if heard > limit + OVERHEAD:  # also of what comes around and after the parts
                raise too_big(heard, limit)
            parser.write(piece)
        parser.finalize()
    except FormParserError:
        raise Refused("the form was cut off or is broken", hint="send it again") from None
    if not reader.ended:
        raise Refused("the form was cut off", hint="send it again; nothing was kept")
    return reader.form


async def in_time(
    stream: AsyncIterator[bytes], *, quiet: float = QUIET_S, whole: float = WHOLE_S
) -> AsyncIterator[bytes]:
    """The same pieces, as long as they keep coming.

    Raises:
        HTTPException: 408 when none has come for `quiet` seconds, or not the last in `whole`.
    """
    end = time.monotonic() + whole
    while True:
        try:
            async with asyncio.timeout(min(quiet, end - time.monotonic())):
                piece = await anext(stream, None)
        except TimeoutError:
            raise HTTPException(
                HTTPStatus.REQUEST_TIMEOUT, headers={"connection": "close"}
            ) from None
        if piece is None:
            return
        yield piece


class _Reader:
    """Collects one form, piece by piece."""

    def __init__(self, staged: Staging, limit: int) -> None:
        self.form = Form()
        self.ended = False
        self._staged = staged
        self._limit = limit
        self._name = self._header = self._value = b""
        self._disposition = b""
        self._is_file = self._has_file = False
        self._parts = 0
        self._text = bytearray()

    def callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._on_header_field,
            "on_header_value": self._on_header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise Refused(f"more than {MOST_PARTS} fields", hint="send only the form's own")
        self._disposition = self._header = self._value = b""
        self._text.clear()

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"")
        self._is_file = self._name == b"file"
        if self._is_file:
            if self._has_file:
                raise Refused("one photo at a time, please", hint="send each with a key of its own")
            self._has_file = True
            self.form.filename = options.get(b"filename", b"").decode("utf-8", "replace")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self._staged.write(memoryview(data)[start:end])
            if self._staged.size > self._limit:
                raise too_big(self._staged.size, self._limit)
            return
        self._text += data[start:end]
        if len(self._text) > FIELD_BYTES:
            name = self._name.decode("utf-8", "replace")[:40]
            raise Refused(
                f"{name} has more than {FIELD_BYTES} bytes", hint="shorten it", field=name
            )

    def _end(self) -> None:
        if not self._is_file:
            name = self._name.decode("utf-8", "replace")
            self.form.fields.setdefault(name, []).append(self._text.decode("utf-8", "replace"))

    def _finish(self) -> None:
        self.ended = True


def too_big(size: int, limit: int) -> TooBig:
    """The sentence about a file over the limit, in megabytes as phones count them."""
    return TooBig(
        f"this photo is over the limit of {limit / 1e6:g} MB"
        + (f" (it is {size / 1e6:.0f} MB)" if size > limit * 1.02 else ""),
        hint="choose a smaller one, or send a copy at a lower resolution",
        field="file",
    )
