"""Whether a file ends where its own headers say it does.

Some decoders fill what is missing with grey and call it a success, so a container
that states its length is held to it before anything is decoded.
"""

from typing import Final

CUT_OFF: Final = "this picture is cut off: the end of the file is missing"


def cut_off(kind: str, data: bytes) -> bool:
    """Whether the end of a picture is surely missing.

    Args:
        kind: What `sniff` called it.
        data: The whole file.
    """
    if kind == "webp":
        return int.from_bytes(data[4:8], "little") + 8 > len(data)
    if kind in {"heif", "avif"}:
        return _boxes_cut_off(data)
    if kind == "png":
        return _chunks_cut_off(data)
    return False  # the decoders of JPEG and GIF notice by themselves


def ends(kind: str, data: bytes) -> bool:
    """Whether a picture that did not open at least ends the way its kind does."""
    return kind != "jpeg" or data.rstrip(b"\0").endswith(b"\xff\xd9")


def _chunks_cut_off(data: bytes) -> bool:
    """Walk the chunks of a PNG up to IEND; after it, phones hide what they like."""
    at = 8
    while at + 12 <= len(data):
        if data[at + 4 : at + 8] == b"IEND":
            return False
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return True


def _boxes_cut_off(data: bytes) -> bool:
    """Walk the outermost boxes of an ISO base media file."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size == 0:  # "to the end of the file"
            return False
        if size < 8:
            return False  # nonsense rather than short: the decoder will say so
        if at + size > len(data):
            return True
        at += size
    return False


def pixelless(kind: str, data: bytes) -> bool:
    """Whether the header of a picture that did not open says its width or height is 0."""
    at, size = {"png": (16, 4), "gif": (6, 2)}.get(kind, (0, 0))
    return size > 0 and not (any(data[at : at + size]) and any(data[at + size : at + 2 * size]))
