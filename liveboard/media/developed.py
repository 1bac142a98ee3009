"""What comes out of developing a picture: prints, or a sentence saying why not.

Both sides of the cage import this module and nothing heavier: the child packs what
it made, the parent unpacks it. Not trusted: everything that `unpack` is given. A
decoder that has been taken over can write any bytes it likes, so the parent checks
that each print is a WebP of pixels alone before it believes one.
"""

import json
import re
import struct
from dataclasses import dataclass
from typing import Any, Final

SIZES: Final = {"thumb": 480, "wall": 960, "full": 1600}
"""The prints, smallest first, with their longest edge in pixels."""

_MOST_REASON = 200  # characters


class Undevelopable(Exception):
    """A picture could not be developed.

    Attributes:
        reason: A sentence for people, lower case, no full stop.
        permanent: Whether trying again is pointless: the same bytes will fail the same way.
    """

    def __init__(self, reason: str, permanent: bool = True) -> None:  # noqa: FBT001, FBT002 - contract
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Developed:
    """A picture, ready to be shown.

    Attributes:
        prints: WebP bytes by name (the keys of `SIZES`).
        size: Width and height in pixels of the largest print, upright.
        colour: The average colour as `#rrggbb`, to hold the picture's place with.
    """

    prints: dict[str, bytes]
    size: tuple[int, int]
    colour: str


def pack(outcome: Developed | Undevelopable) -> bytes:
    """An outcome as bytes: length-prefixed pieces, a JSON head first, then the prints."""
    if isinstance(outcome, Undevelopable):
        head: dict[str, Any] = {"reason": outcome.reason, "permanent": outcome.permanent}
        return _piece(json.dumps(head).encode())
    head = {"size": outcome.size, "colour": outcome.colour}
    pieces = [json.dumps(head).encode(), *(outcome.prints[name] for name in SIZES)]
    return b"".join(map(_piece, pieces))


def unpack(data: bytes) -> Developed:
    """Read what a child wrote, believing none of it.

    Raises:
        Undevelopable: The child said so.
        ValueError: It is not a whole outcome, or a print is not what a print must be.
    """
    try:
        return _read(_pieces(data))
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError(f"no head: {type(error).__name__}") from None


def _read(pieces: list[bytes]) -> Developed:
    head = json.loads(pieces[0]) if pieces else {}
    if "reason" in head:
        words = "".join(filter(str.isprintable, str(head["reason"])))[:_MOST_REASON]
        raise Undevelopable(words, head.get("permanent") is True)
    colour, size = head["colour"], head["size"]
    if not isinstance(colour, str) or not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise ValueError("no colour")
    if not isinstance(size, list) or len(size) != 2 or not all(map(_edge, size)):
        raise ValueError("no size")
    prints = dict(zip(SIZES, pieces[1:], strict=True))
    for name, image in prints.items():
        if not bare(image):
            raise ValueError(f"print {name} is not a bare WebP")
    return Developed(prints, (size[0], size[1]), colour)


def bare(image: bytes) -> bool:
    """Whether bytes are one WebP file holding pixels and nothing else at all.

    Walks the RIFF chunks: a single `VP8 ` or `VP8L`, exactly filling the file. No EXIF,
    XMP or colour profile, no animation, no unknown chunk, nothing after the end.
    """
    if len(image) < 20 or image[:4] != b"RIFF" or image[8:12] != b"WEBP":
        return False
    whole, size = struct.unpack_from("<I", image, 4)[0], struct.unpack_from("<I", image, 16)[0]
    return (
        image[12:16] in {b"VP8 ", b"VP8L"}
        and whole + 8 == len(image)
        and 20 + size + size % 2 == len(image)
    )


def _edge(value: Any) -> bool:
    return isinstance(value, int) and 1 <= value <= max(SIZES.values())


def _piece(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _pieces(data: bytes) -> list[bytes]:
    pieces, at = [], 0
    while at < len(data):
        if at + 4 > len(data):
            raise ValueError("cut off in a length")
        size = struct.unpack_from(">I", data, at)[0]
        at += 4
        if at + size > len(data):
            raise ValueError("cut off in a piece")
        pieces.append(data[at : at + size])
        at += size
    return pieces
