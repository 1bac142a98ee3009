"""Pictures to test with, made here: every format, every orientation, every kind of broken.

The test card is red, green, blue and yellow, from the top left clockwise round to the bottom
left, and half as high as it is wide: no turn or mirror of it looks like another.

::

    red    green
    yellow blue
"""

import io
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image, ImageDraw
from PIL.ExifTags import GPS, IFD, Base

pillow_heif.register_heif_opener(thumbnails=False)

RED, GREEN, BLUE, YELLOW = (200, 40, 40), (40, 160, 60), (40, 60, 190), (220, 200, 50)
CORNERS = (RED, GREEN, BLUE, YELLOW)
FORMATS = {
    "jpeg": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
    "gif": "GIF",
    "heif": "HEIF",
    "avif": "AVIF",
}
SECRET = "51.5033 N, Nokia 8.3, Ada's desk"
"""Words hidden in every kind of metadata of `loaded`; they may appear in no print."""

_TURNED = {  # what a camera stores when it is held so that EXIF says this number
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def card(size: tuple[int, int] = (320, 160), mode: str = "RGB") -> Image.Image:
    """The test card, in any mode Pillow can convert to."""
    image = Image.new("RGB", size, RED)
    draw = ImageDraw.Draw(image)
    (width, height), (x, y) = size, (size[0] // 2, size[1] // 2)
    draw.rectangle((x, 0, width, y - 1), GREEN)
    draw.rectangle((x, y, width, height), BLUE)
    draw.rectangle((0, y, x - 1, height), YELLOW)
    return image if mode == "RGB" else image.convert(mode)


def photo(size: tuple[int, int] = (4032, 3024)) -> Image.Image:
    """Something about as hard to compress as a photo: soft shapes under fine grain."""
    soft = Image.effect_mandelbrot((size[0] // 8, size[1] // 8), (-2, -1.2, 1, 1.2), 60)
    grain = [Image.effect_noise((size[0] // 2, size[1] // 2), 24).resize(size) for _ in range(3)]
    return Image.blend(Image.merge("RGB", grain), soft.resize(size).convert("RGB"), 0.6)


def encoded(image: Image.Image, kind: str = "jpeg", **options: Any) -> bytes:
    """An image as a file."""
    out = io.BytesIO()
    image.save(out, FORMATS.get(kind, kind), **options)
    return out.getvalue()


def picture(kind: str = "jpeg", size: tuple[int, int] = (320, 160), **options: Any) -> bytes:
    """The test card as a file of one kind."""
    if kind in {"jpeg", "webp", "heif", "avif"}:
        options.setdefault("quality", 90)
    return encoded(card(size), kind, **options)


def turned(orientation: int, kind: str = "jpeg", size: tuple[int, int] = (320, 160)) -> bytes:
    """The card as a camera stores it when held so: turned pixels and a note saying so."""
    turn = _TURNED[orientation]
    image = card(size) if turn is None else card(size).transpose(turn)
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    options = {"quality": 90} if kind != "png" else {}
    return encoded(image, kind, exif=exif.tobytes(), **options)


def exif() -> bytes:
    """What a phone writes down: where, when, whose."""
    data = Image.Exif()
    data[Base.Make] = data[Base.Model] = data[Base.Artist] = SECRET
    data[Base.ImageDescription] = SECRET
    gps = data.get_ifd(IFD.GPSInfo)
    gps[GPS.GPSLatitudeRef], gps[GPS.GPSLatitude] = "N", (51.0, 30.0, 12.0)
    gps[GPS.GPSLongitudeRef], gps[GPS.GPSLongitude] = "W", (0.0, 7.0, 39.0)
    gps[GPS.GPSProcessingMethod] = SECRET.encode()
    return data.tobytes()


def loaded(kind: str) -> bytes:
    """The card carrying every sort of metadata its kind can carry, with `SECRET` in it."""
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{SECRET}</x:xmpmeta>'.encode()
    options: dict[str, Any] = {"exif": exif(), "icc_profile": display_p3(SECRET), "xmp": xmp}
    if kind == "gif":
        options = {"comment": SECRET.encode(), "xmp": xmp}
    if kind == "jpeg":
        options["comment"] = SECRET.encode()
    if kind == "png":
        from PIL.PngImagePlugin import PngInfo

        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("Comment", SECRET)
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", xmp.decode(), zip=True)
    data = picture(kind, **options)
    return data + SECRET.encode() if kind in {"jpeg", "png", "gif"} else data


def moving(kind: str, frames: int = 3) -> bytes:
    """An animation: first the card, then blank pages."""
    rest = [Image.new("RGB", (320, 160), grey) for grey in ("#111", "#777", "#eee")[: frames - 1]]
    return picture(kind, save_all=True, append_images=rest, duration=80)


def display_p3(words: str = "Display P3") -> bytes:
    """An ICC profile of the colours of a modern phone's screen, written by hand."""
    curve = b"para\0\0\0\0\0\3\0\0" + b"".join(
        map(_fixed, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
    )
    text = b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"GB", len(words) * 2, 28)
    parts = {
        b"desc": text + words.encode("utf-16-be"),
        b"cprt": text + words.encode("utf-16-be"),
        b"wtpt": _xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": _xyz(0.51512, 0.2412, -0.00105),
        b"gXYZ": _xyz(0.29198, 0.69225, 0.04189),
        b"bXYZ": _xyz(0.1571, 0.06657, 0.78407),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    at, table, body = 132 + 12 * len(parts), b"", b""
    for name, part in parts.items():
        padded = part + bytes(-len(part) % 4)
        table += struct.pack(">4sII", name, at + len(body), len(part))
        body += padded
    head = struct.pack(
        ">I4sI4s4s4s12s4s4sI4s4sQI12s4s44s",
        at + len(body), b"", 0x04000000, b"mntr", b"RGB ", b"XYZ ",
        struct.pack(">6H", 2024, 1, 1, 0, 0, 0), b"acsp", b"", 0, b"", b"", 0, 0,
        struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D), b"", b"",
    )  # fmt: skip
    return head + struct.pack(">I", len(parts)) + table + body


def png_promising(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG whose header promises a size that nothing in it backs."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(pixels)), chunk(b"IEND", b""))
    )


def jpeg_promising(width: int, height: int) -> bytes:
    """The card as a JPEG whose header has been given another size."""
    data = bytearray(picture("jpeg"))
    at = data.index(b"\xff\xc0")
    struct.pack_into(">HH", data, at + 5, height, width)
    return bytes(data)


def gif_promising(width: int, height: int) -> bytes:
    """The card as a GIF whose screen and first frame have been given another size."""
    data = bytearray(picture("gif"))
    struct.pack_into("<HH", data, 6, width, height)
    at = data.index(b",", 13 + 3 * 256 if data[10] & 7 == 7 else 13)
    struct.pack_into("<HH", data, at + 5, width, height)
    return bytes(data)


def png_with_text_bomb(megabytes: int = 200) -> bytes:
    """A small PNG with a compressed comment that unfolds to far more."""
    squeeze = zlib.compressobj(9)
    text = b"".join(squeeze.compress(bytes(1 << 20)) for _ in range(megabytes)) + squeeze.flush()
    data = picture("png")
    return data[:33] + chunk(b"zTXt", b"Comment\0\0" + text) + data[33:]


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def strangers() -> dict[str, bytes]:
    """Files that are no photo we take, by what they are."""
    text = b"the quick brown fox jumps over the lazy dog" * 3
    return {
        "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        "XML": b'<?xml version="1.0"?><!-- a long comment to hide behind -->' + text + b"<svg/>",
        "HTML": b"\xef\xbb\xbf \n<!DOCTYPE html><img src=x onerror=1>",
        "PDF": b"%PDF-1.7\n" + text,
        "TIFF": encoded(card(), "TIFF"),
        "PSD": b"8BPS\0\1" + text,
        "BMP": encoded(card(), "BMP"),
        "ICO": encoded(card((32, 32)), "ICO"),
        "JP2": encoded(card(), "JPEG2000"),
        "MP4": b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + text,
        "MOV": b"\0\0\0\x14ftypqt  \0\0\2\0qt  " + text,
        "WebM": b"\x1a\x45\xdf\xa3" + text,
        "ZIP": b"PK\3\4" + text,
        "empty": b"",
        "kind we do not know": text,
    }


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))
