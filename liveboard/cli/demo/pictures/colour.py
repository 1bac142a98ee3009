"""Colours, how they mix, and what a shape can be filled with."""

import colorsys
import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

Colour = tuple[int, int, int]
GRID = 24  # a fill is worked out on so many points each way and stretched: soft, and quick


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one picture.

    Attributes:
        ground: What the background blends between.
        inks: Five colours for what stands in front.
        dark, light: The ends of the scale.
    """

    ground: tuple[Colour, ...]
    inks: tuple[Colour, ...]
    dark: Colour
    light: Colour


@dataclass(frozen=True, slots=True)
class Fill:
    """A colour that changes across a shape: `at(u, v)` with both 0 to 1."""

    at: Callable[[float, float], Colour]

    def image(self, size: tuple[int, int], part: tuple[float, float, float, float]) -> Image.Image:
        """A part (left, top, right, bottom, each 0 to 1) stretched over so many pixels."""
        small = Image.new("RGB", (GRID, GRID))
        step = 1 / (GRID - 1)
        small.putdata([self.at(x * step, y * step) for y in range(GRID) for x in range(GRID)])
        left, top, right, bottom = (min(1.0, max(0.0, edge)) * GRID for edge in part)
        return small.resize(size, Image.Resampling.BILINEAR, (left, top, right, bottom))


def rgb(text: str) -> Colour:
    """A colour from "rrggbb"."""
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """So much of the other (0 to 1) in the one."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(one, other, strict=True))
    return r, g, b


def sweep(one: Colour, other: Colour, share: float) -> Colour:
    """Like `mix`, but round the colour wheel: what lies between stays bright."""
    h, dim, s = colorsys.rgb_to_hls(*(part / 255 for part in one))
    h2, dim2, s2 = colorsys.rgb_to_hls(*(part / 255 for part in other))
    turn = (h2 - h + 0.5) % 1 - 0.5
    red, green, blue = colorsys.hls_to_rgb(
        (h + turn * share) % 1, dim + (dim2 - dim) * share, s + (s2 - s) * share
    )
    return round(red * 255), round(green * 255), round(blue * 255)


def light(colour: Colour, share: float = 0.3) -> Colour:
    """Towards white."""
    return mix(colour, (255, 255, 255), share)


def deep(colour: Colour, share: float = 0.3) -> Colour:
    """Towards a blue black, as shadows are."""
    return mix(colour, (10, 12, 32), share)


def linear(one: Colour, other: Colour, degrees: float = 90) -> Fill:
    """From one colour to another; 0 runs to the right, 90 downwards."""
    dx, dy = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    reach = abs(dx) + abs(dy)
    low = min(0, dx) + min(0, dy)
    return Fill(lambda u, v: mix(one, other, (u * dx + v * dy - low) / reach))


def radial(
    middle: Colour, rim: Colour, at: tuple[float, float] = (0.35, 0.3), reach: float = 0.85
) -> Fill:
    """From a bright spot outwards, as on a ball."""
    return Fill(
        lambda u, v: mix(middle, rim, min(1.0, math.hypot(u - at[0], v - at[1]) / reach) ** 1.2)
    )


def ball(colour: Colour) -> Fill:
    """A lit sphere of a colour."""
    return radial(light(colour, 0.45), deep(colour, 0.28))


def sheen(colour: Colour, degrees: float = 60, strength: float = 0.2) -> Fill:
    """A plain surface with light coming over it."""
    return linear(light(colour, strength), deep(colour, strength), degrees)
