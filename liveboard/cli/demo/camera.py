"""What a phone does to a picture: a size, a format, which way up it was held, where it was."""

import io
from dataclasses import dataclass
from random import Random

import pillow_heif
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

SIZES = (1600, 1600, 1600, 2016, 2048, 2560, 3000)  # pixels of the longer edge
KINDS = ("jpeg",) * 15 + ("png", "webp", "heic", "heic", "webp")
HELD = {
    1: None,
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}
"""EXIF orientation, and how the sensor then sees an upright picture."""


@dataclass(frozen=True, slots=True)
class Shot:
    """How one photo was taken.

    Attributes:
        kind: "jpeg", "png", "webp" or "heic".
        held: The EXIF orientation it is stored with.
        located: Whether the file says where it was taken (it makes the place up).
    """

    kind: str
    long: int
    held: int
    located: bool

    @property
    def filename(self) -> str:
        """What a phone would call it."""
        return f"IMG_{1000 + self.long}.{'jpg' if self.kind == 'jpeg' else self.kind}"

    @property
    def media_type(self) -> str:
        """What a browser would say it is."""
        return f"image/{self.kind}"


def take(dice: Random) -> Shot:
    """A believable way of taking a photo."""
    kind = dice.choice(KINDS)
    if kind == "png":  # a screenshot, more or less: upright and without a place
        return Shot(kind, 1600, 1, located=False)
    held = dice.choice((1, 1, 1, 6, 6, 8, 3)) if kind == "jpeg" else 1
    long = dice.choice(SIZES) if kind == "jpeg" else 1600
    return Shot(kind, long, held, located=dice.random() < 0.6)


def develop(image: Image.Image, shot: Shot, dice: Random) -> bytes:
    """The file a phone would send."""
    if max(image.size) != shot.long:
        share = shot.long / max(image.size)
        size = (round(image.width * share), round(image.height * share))
        image = image.resize(size, Image.Resampling.BICUBIC)
    if (way := HELD[shot.held]) is not None:
        image = image.transpose(way)
    exif = _exif(shot, dice)
    out = io.BytesIO()
    if shot.kind == "heic":
        pillow_heif.from_pillow(image).save(
            out, quality=60, exif=exif, enc_params={"preset": "ultrafast"}
        )
    elif shot.kind == "png":
        image.save(out, "PNG", compress_level=1)
    elif shot.kind == "webp":
        image.save(out, "WEBP", quality=80, method=1, exif=exif)
    else:
        image.save(out, "JPEG", quality=86, exif=exif)
    return out.getvalue()


def _exif(shot: Shot, dice: Random) -> bytes:
    """Things that must never leave the house; all of them made up."""
    data = Image.Exif()
    data[Base.Make], data[Base.Model] = "Pretend Phones", "Example 7"
    data[Base.Orientation] = shot.held
    data[Base.DateTime] = "2027:03:05 12:00:00"
    if shot.located:
        gps = data.get_ifd(IFD.GPSInfo)
        gps[GPS.GPSLatitudeRef], gps[GPS.GPSLongitudeRef] = "N", "W"
        gps[GPS.GPSLatitude] = (56.0, float(dice.randrange(60)), float(dice.randrange(60)))
        gps[GPS.GPSLongitude] = (12.0, float(dice.randrange(60)), 0.0)  # far out in the Atlantic
    return data.tobytes()
