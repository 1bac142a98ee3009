"""Turning a photo as phones send it into the three prints that people see.

Pure work on bytes with Pillow, done in the cage (`child.py`) and nowhere else. A
print is made of raw pixels alone: where a photo was taken, by which phone and of
whom it is a crop stays behind, because nothing but pixels crosses `_fresh`.
"""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

import pillow_heif
from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)
from PIL.ExifTags import Base as Tag

from liveboard.domain.errors import WrongType
from liveboard.media import whole
from liveboard.media.developed import SIZES, Developed, Undevelopable
from liveboard.media.sniff import HEAD, sniff

MOST_PIXELS: Final = 50 * 1024 * 1024
"""50 megapixels as camera makers count them: a phone's "50 MP" is 8192 by 6144."""

QUALITY: Final = 78

_FORMATS = {
    "jpeg": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
    "gif": "GIF",
    "heif": "HEIF",
    "avif": "AVIF",
}
_NAMES = {
    "jpeg": "a JPEG photo",
    "png": "a PNG picture",
    "webp": "a WebP picture",
    "gif": "a GIF picture",
    "heif": "a HEIC photo",
    "avif": "an AVIF picture",
}
_NO_PIXELS = "this picture has no pixels: its width or height is 0"
_PLUGINS = (
    AvifImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)  # imported by name: Pillow would otherwise look for them when the cage is already shut

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK"}
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False  # half a photo is not a photo
AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # one processor each: the queue is what runs in parallel
pillow_heif.register_heif_opener(
    thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
)


def prints(data: bytes) -> Developed:
    """Develop a photo.

    Args:
        data: The whole file.

    Returns:
        Its prints: upright, in sRGB, on white where it was transparent, never enlarged.

    Raises:
        Undevelopable: With a sentence saying what is wrong with it.
        MemoryError: It does not fit into the memory this process may use.
    """
    with _in_words(data):
        kind = sniff(data[:HEAD])
        if whole.cut_off(kind, data):
            raise Undevelopable(whole.CUT_OFF)
        image = _loaded(kind, data)
        if kind == "jpeg" and _made_up(image, data):
            raise Undevelopable(whole.CUT_OFF)
        return _developed(image, kind)


def _open(kind: str, data: bytes) -> Image.Image:
    """Read the header of the first frame, and stop at one that promises too much."""
    image = Image.open(io.BytesIO(data), formats=(_FORMATS[kind],))
    width, height = image.size
    if width < 1 or height < 1:
        raise Undevelopable(_NO_PIXELS)
    if width * height > MOST_PIXELS:
        raise _too_many(width * height)
    return image


def _loaded(kind: str, data: bytes) -> Image.Image:
    image = _open(kind, data)
    if kind == "jpeg":  # let the decoder shrink by 2, 4 or 8 on the way: half the time
        image.draft(None, _fitted(image.size, SIZES["full"]))
    image.load()
    return image


def _made_up(image: Image.Image, data: bytes) -> bool:
    """Whether the end of a JPEG was made up by its decoder.

    Where the pixels stop too early but an end mark follows, it fills the rest with middle
    grey and says nothing. A grey corner alone proves nothing, so nonsense goes in front of
    the end mark: only pixels that were missing change.
    """
    corner = (image.width - 1, image.height - 1)
    if image.getpixel(corner) not in {128, (128, 128, 128)} or image.getcolors(1):
        return False
    end, (width, height) = data.rfind(b"\xff\xd9"), _open("jpeg", data).size
    nonsense = b"\x5a\xc3\x96" * (width * height // 3)  # 8 bits a pixel: no JPEG needs more
    padded = _loaded("jpeg", data[:end] + nonsense + data[end:])
    return padded.getpixel(corner) != image.getpixel(corner)


def _developed(image: Image.Image, kind: str) -> Developed:
    profile = image.info.get("icc_profile")
    turn = 1 if kind == "heif" else _orientation(image)  # libheif has already turned it
    image = _plain(image).resize(
        _fitted(image.size, SIZES["full"]), Image.Resampling.LANCZOS, reducing_gap=2.0
    )
    image = _fresh(_in_srgb(_on_white(image), profile))
    if turn in _TURNS:
        image = image.transpose(_TURNS[turn])
    full, made = image, {"full": _webp(image)}
    for name, above in (("wall", "full"), ("thumb", "wall")):  # from the one above: less to read
        size = _fitted(full.size, SIZES[name])
        same = size == image.size  # it was small to begin with
        image = image if same else image.resize(size, Image.Resampling.LANCZOS)
        made[name] = made[above] if same else _webp(image)
    red, green, blue = image.resize((1, 1), Image.Resampling.BOX).tobytes()
    return Developed(
        {name: made[name] for name in SIZES}, full.size, f"#{red:02x}{green:02x}{blue:02x}"
    )


def _fitted(size: tuple[int, int], edge: int) -> tuple[int, int]:
    """The size that fits into a square, keeping proportions; never larger, never 0."""
    longest = max(size)
    if longest <= edge:
        return size
    return max(1, round(size[0] * edge / longest)), max(1, round(size[1] * edge / longest))


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; broken metadata counts as upright."""
    with suppress(Exception):  # EXIF in the wild breaks in ways that have no common name
        return int(image.getexif().get(Tag.Orientation, 1))
    return 1


def _plain(image: Image.Image) -> Image.Image:
    """One of the four modes the rest can work with: L, RGB, CMYK or RGBA."""
    if image.mode.startswith("I"):  # 16 bits of grey: `convert` alone would clip, not scale
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"LA", "La", "PA", "RGBa"} or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in {"L", "RGB", "CMYK", "RGBA"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as a browser expects them; a profile that makes no sense is left out."""
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if source.profile.xcolor_space == _SPACES[image.mode]:
                converted = ImageCms.profileToProfile(
                    image, source, _SRGB, ImageCms.Intent.RELATIVE_COLORIMETRIC, "RGB"
                )
                if converted is not None:
                    return converted
    return image.convert("RGB")


def _fresh(image: Image.Image) -> Image.Image:
    """A new image made of pixels alone: whatever else the old one knew ends here."""
    return Image.frombytes("RGB", image.size, image.tobytes())


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=2)  # method 4: twice the time, 3 % smaller
    return out.getvalue()


def _too_many(pixels: int) -> Undevelopable:
    return Undevelopable(
        f"this picture has {pixels / 1e6:,.0f} megapixels; the limit is {MOST_PIXELS / 1e6:.0f}"
    )


@contextmanager
def _in_words(data: bytes) -> Iterator[None]:
    """Turn what decoders say into sentences for the person whose picture it is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the header says odd things; the pixels decide
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Undevelopable, MemoryError):
        raise
    except WrongType as wrong:
        raise Undevelopable(f"{wrong.detail}") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        found = re.search(r"\((\d+) pixels\)", str(bomb))
        raise _too_many(int(found[1]) if found else MOST_PIXELS + 1) from None
    except UnidentifiedImageError:
        raise Undevelopable(_damaged(data)) from None
    except Exception as error:  # noqa: BLE001 - a decoder may raise anything at all
        words = str(error).lower()
        if "memory" in words or "alloc" in words:
            raise MemoryError from None
        if isinstance(error, EOFError) or "truncated" in words or "unexpected end" in words:
            raise Undevelopable(whole.CUT_OFF) from None
        raise Undevelopable(_damaged(data)) from None


def _damaged(data: bytes) -> str:
    kind = sniff(data[:HEAD])
    if whole.pixelless(kind, data):
        return _NO_PIXELS
    if not whole.ends(kind, data):
        return whole.CUT_OFF
    return f"this file begins like {_NAMES[kind]} but cannot be opened; it is damaged"
