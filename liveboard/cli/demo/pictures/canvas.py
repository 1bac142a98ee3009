"""A canvas for illustrated posters: smooth edges, soft shadows, light, grain.

Every shape is drawn as a mask of its own, larger than life, and made smaller: that is what
makes edges smooth, and it costs only as much as the shape is large.
"""

from collections.abc import Sequence
from functools import cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from liveboard.cli.demo.pictures.colour import Colour, Fill
from liveboard.cli.demo.pictures.shapes import Part, Shape

FINE, COARSE = 3, 2  # how much larger masks are drawn; coarse where there are many pixels
MANY = 400_000  # pixels
SOFT = 8  # shadows and glows are worked out so many times smaller
TILE = 512


class Canvas:
    """One picture in the making.

    Attributes:
        w, h: Its size in units; the shorter side has 100.
    """

    def __init__(self, width: int, height: int, dice: Random) -> None:
        self._scale = min(width, height) / 100
        self.w, self.h = width / self._scale, height / self._scale
        self._dice = dice
        self.image = Image.new("RGB", (width, height))

    def ground(self, colours: Sequence[Colour]) -> None:
        """Let some colours flow into each other over the whole picture."""
        small = Image.new("RGB", (4, 4))
        small.putdata([self._dice.choice(colours) for _ in range(16)])
        soft = small.resize((32, 32), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(3))
        self.image.paste(soft.resize(self.image.size, Image.Resampling.BICUBIC))

    def put(
        self,
        shape: Shape,
        fill: Colour | Fill,
        *,
        alpha: float = 1,
        shadow: float = 0,
        within: Shape | None = None,
        blur: float = 0,
    ) -> None:
        """Paint a shape.

        Args:
            fill: One colour, or one that changes over the shape's bounds.
            alpha: 0 is glass, 1 is paint.
            shadow: How high it stands above what is behind, in units.
            within: Only where this shape is too.
            blur: How far out of focus it is, in units.
        """
        if shadow:
            below = shape.moved(shadow * 0.35, shadow * 0.8)
            self._stamp(below, (8, 10, 30), 0.34 * alpha, None, shadow * 0.7)
        self._stamp(shape, fill, alpha, within, blur)

    def glow(self, x: float, y: float, r: float, colour: Colour, alpha: float = 0.6) -> None:
        """Light in the air around a point."""
        box = self._box((x - r, y - r, x + r, y + r))
        size = (box[2] - box[0], box[3] - box[1])
        mask = _spot().resize(size).point(lambda value: round(value * alpha))
        self.image.paste(colour, box, mask)

    def finish(self) -> Image.Image:
        """Darken the corners a little, add grain, and give the picture away."""
        size = self.image.size
        corners = Image.radial_gradient("L").resize(size).point(_corner)
        self.image.paste((6, 8, 26), (0, 0, *size), corners)
        grain = Image.new("L", size)
        tile = _grain()
        for x in range(0, size[0], TILE):
            for y in range(0, size[1], TILE):
                grain.paste(tile, (x, y))
        return ImageChops.add(self.image, Image.merge("RGB", [grain] * 3), 1, -GRAIN)

    def _stamp(
        self,
        shape: Shape,
        fill: Colour | Fill,
        alpha: float,
        within: Shape | None,
        blur: float,
    ) -> None:
        left, top, right, bottom = shape.bounds()
        spread = blur * 2.5
        whole = self._box((left - spread, top - spread, right + spread, bottom + spread))
        box = (
            max(whole[0], 0),
            max(whole[1], 0),
            min(whole[2], self.image.width),
            min(whole[3], self.image.height),
        )
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        mask = self._mask(shape, box, blur)
        if within:
            mask = ImageChops.multiply(mask, self._mask(within, box, 0))
        if alpha < 1:
            mask = mask.point(lambda value: round(value * alpha))
        if isinstance(fill, Fill):
            wide, high = whole[2] - whole[0], whole[3] - whole[1]
            part = (
                (box[0] - whole[0]) / wide,
                (box[1] - whole[1]) / high,
                (box[2] - whole[0]) / wide,
                (box[3] - whole[1]) / high,
            )
            self.image.paste(fill.image(mask.size, part), box, mask)
        else:
            self.image.paste(fill, box, mask)

    def _mask(self, shape: Shape, box: tuple[int, int, int, int], blur: float) -> Image.Image:
        width, height = box[2] - box[0], box[3] - box[1]
        if blur * self._scale > SOFT:
            small = (-(-width // SOFT) + 1, -(-height // SOFT) + 1)
            mask = self._drawn(shape, box, small, 1 / SOFT)
            mask = mask.filter(ImageFilter.GaussianBlur(blur * self._scale / SOFT))
            whole = mask.resize((small[0] * SOFT, small[1] * SOFT), Image.Resampling.BICUBIC)
            return whole.crop((0, 0, width, height))
        times = COARSE if width * height > MANY else FINE
        mask = self._drawn(shape, box, (width * times, height * times), times).reduce(times)
        return mask.filter(ImageFilter.GaussianBlur(blur * self._scale)) if blur else mask

    def _drawn(
        self, shape: Shape, box: tuple[int, int, int, int], size: tuple[int, int], times: float
    ) -> Image.Image:
        mask = Image.new("L", size)
        draw = ImageDraw.Draw(mask)
        scale = self._scale * times
        for part in shape.parts:
            points = [
                (x * scale - box[0] * times, y * scale - box[1] * times) for x, y in part.points
            ]
            _draw(draw, part, points, part.width * scale)
        return mask

    def _box(self, box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
        left, top, right, bottom = (round(edge * self._scale) for edge in box)
        return left - 1, top - 1, max(right, left) + 1, max(bottom, top) + 1


def _draw(
    draw: ImageDraw.ImageDraw, part: Part, points: list[tuple[float, float]], width: float
) -> None:
    ink = 0 if part.hole else 255
    if not part.width:
        draw.polygon(points, ink)
        return
    draw.line(points, ink, max(1, round(width)), joint="curve")
    for x, y in (points[0], points[-1]):
        r = width / 2
        draw.ellipse((x - r, y - r, x + r, y + r), ink)


def _corner(value: int) -> int:
    return round(max(0, value - 120) * 0.28)


GRAIN = 6  # how far, of 255, a grain may go either way


@cache
def _grain() -> Image.Image:
    noise = Random(2022).randbytes(TILE * TILE)  # noqa: S311 - grain, not a secret
    even = Image.frombytes("L", (TILE, TILE), noise).filter(ImageFilter.GaussianBlur(0.6))
    return even.point(lambda value: min(2 * GRAIN, max(0, round(GRAIN + (value - 128) / 8))))


@cache
def _spot() -> Image.Image:
    return Image.radial_gradient("L").point(lambda value: round(255 * (1 - value / 255) ** 2))
