"""What kind of file this is, decided from its first bytes and from nothing else.

A name ends in whatever its sender likes and a browser's content type is a guess;
the first 64 bytes decide which one decoder may touch the file at all. Being let
in here is no promise that it opens: that is found out in the cage.
"""

from typing import Final

from liveboard.domain.errors import WrongType

HEAD: Final = 64
"""How many bytes `sniff` wants to see (fewer only if the file is shorter)."""

KINDS: Final = ("jpeg", "png", "webp", "gif", "heif", "avif")
"""Everything `sniff` can answer."""

ACCEPTED: Final = "JPEG, PNG, WebP, GIF, HEIC and AVIF"
"""The same list in words for people."""

_STILL_HEIF = {b"heic", b"heix", b"heim", b"heis"}
_MOVING = {b"avis", b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"}
_NEUTRAL = {b"mif1", b"miaf", b"MiHB", b"MiHE", b"MiHA", b"MiAB", b"MiPr"}
_VIDEO = "an MP4 or MOV video"

_OTHERS: Final = (
    (b"%PDF", "a PDF document"),
    (b"II*\0", "a TIFF or raw camera file"),
    (b"MM\0*", "a TIFF or raw camera file"),
    (b"II+\0", "a TIFF file"),
    (b"MM\0+", "a TIFF file"),
    (b"8BPS", "a Photoshop file (PSD)"),
    (b"BM", "a BMP picture"),
    (b"\0\0\1\0", "an ICO icon"),
    (b"\0\0\2\0", "a cursor file"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture (JP2)"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture (JP2)"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x1a\x45\xdf\xa3", "a WebM or Matroska video"),
    (b"%!PS", "a PostScript file"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript file (EPS)"),
    (b"PK\3\4", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
)


def sniff(head: bytes) -> str:
    """Say what kind of picture a file is, from its first bytes.

    Args:
        head: At least the first `HEAD` bytes, or the whole file if it is shorter.

    Returns:
        One of `KINDS`. Animated GIF, PNG and WebP are let in (their first frame is used);
        moving AVIF and HEIF are not.

    Raises:
        WrongType: Naming what it is instead, and what we take.
    """
    if not head:
        raise _wrong("empty", "choose the photo again; nothing of it arrived")
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return _boxed(head[:HEAD])
    raise _other(head)


def _boxed(head: bytes) -> str:
    """The ISO base media family: the same box around HEIC, AVIF and all of MP4."""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    major = head[8:12]
    brands = {major} | {head[at : at + 4] for at in range(16, end - 3, 4)}
    if major in _MOVING or b"avis" in brands:
        raise _wrong("a moving picture (an image sequence)", f"send a still one: {ACCEPTED}")
    if major == b"avif" or (major in _NEUTRAL and b"avif" in brands):
        return "avif"
    if major in _STILL_HEIF or (major in _NEUTRAL and brands & _STILL_HEIF):
        return "heif"
    if major in _NEUTRAL:
        raise _wrong("a HEIF file without a HEIC or AVIF picture")
    if major == b"crx ":
        raise _wrong("a raw camera file")
    raise _video(_VIDEO)


def _other(head: bytes) -> WrongType:
    if head[4:8] in {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}:
        return _video(_VIDEO)
    if head.startswith(b"RIFF"):
        if head[8:12] == b"AVI ":
            return _video("an AVI video")
        return _wrong("a sound file" if head[8:12] == b"WAVE" else "a RIFF file of an unknown kind")
    for magic, name in _OTHERS:
        if head.startswith(magic):
            return _video(name) if "video" in name else _wrong(name)
    return _wrong(*_text(head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()))


def _text(text: bytes) -> tuple[str, str]:
    if b"<svg" in text or text.startswith(b"<!doctype svg"):
        return "an SVG drawing", f"export it as PNG; taken are {ACCEPTED}"
    if text.startswith(b"<?xml"):
        return "an SVG drawing or another XML file", f"export it as PNG; taken are {ACCEPTED}"
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<!--")):
        return "a web page (HTML)", f"save the picture itself; taken are {ACCEPTED}"
    return "of a kind we do not know", ""


def _video(what: str) -> WrongType:
    return _wrong(what, "videos will be welcome later; for now please send a photo")


def _wrong(what: str, hint: str = "") -> WrongType:
    return WrongType(
        f"this file is {what}; we can only show photos",
        hint=hint or f"send one of these instead: {ACCEPTED}",
        field="file",
        extra={"saw": what, "accepted": list(KINDS)},
    )
