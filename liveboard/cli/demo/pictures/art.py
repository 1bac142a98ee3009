"""Art: cut-outs, brush strokes, a palette, pots from the kiln."""

import math
from random import Random

from liveboard.cli.demo.pictures.canvas import Canvas
from liveboard.cli.demo.pictures.colour import Colour, Palette, deep, light, linear, mix, sheen
from liveboard.cli.demo.pictures.shapes import Point, Shape, area, blob, curve, disc, line, rect


def cutouts(c: Canvas, p: Palette, dice: Random) -> str:
    """Paper cut-outs."""
    c.ground(p.ground)
    columns, rows = (3, 2) if c.w > c.h * 1.1 else (2, 3) if c.h > c.w * 1.1 else (2, 2)
    w, h = c.w / columns, c.h / rows
    inks = list(p.inks)
    for row in range(rows):
        for column in range(columns):
            ink = inks[(row * 2 + column * 3 + dice.randint(0, 1)) % 5]
            x, y = column * w, row * h
            c.put(rect(x, y, w + 0.3, h + 0.3), sheen(light(ink, 0.1), dice.uniform(0, 180), 0.1))
            other = [one for one in (*inks, p.light, p.dark) if one != ink]
            _leaf(c, (x + w / 2, y + h / 2), min(w, h) * 0.4, dice.choice(other), dice)
    return "Leaf and pebble shapes cut from coloured paper, each on its own square"


def strokes(c: Canvas, p: Palette, dice: Random) -> str:
    """Broad strokes of a dry brush."""
    c.ground([light(p.light, 0.2), mix(p.light, p.ground[1], 0.5), p.light])
    for i in range(dice.randint(5, 7)):
        y = c.h * (0.06 + 0.15 * i) + dice.uniform(-5, 5)
        _stroke(c, (dice.uniform(-20, c.w * 0.25), y), p.inks[i % 5], dice)
    for _ in range(dice.randint(12, 24)):
        spot = disc(dice.uniform(0, c.w), dice.uniform(0, c.h), dice.uniform(0.3, 1.6))
        c.put(spot, dice.choice(p.inks), alpha=0.9)
    return "Broad strokes of paint across paper, with splashes around them"


def palette(c: Canvas, p: Palette, dice: Random) -> str:
    """A painter's palette and a brush."""
    c.ground(p.ground)
    x, y = c.w * 0.5, c.h * 0.52
    wood = mix((224, 178, 120), p.inks[2], 0.12)
    base = [42, 40, 36, 37, 42, 44, 43, 40, 34, 38]
    shape = blob(0, 0, [r * dice.uniform(0.95, 1.05) for r in base]).without(disc(18, 16, 6.5))
    turn = dice.uniform(-30, 30)
    c.put(shape.turned(turn).moved(x, y), linear(light(wood, 0.3), deep(wood, 0.12), 50), shadow=7)
    for i in range(8):
        a = math.radians(150 + i * 34 + turn)
        px, py = x + 29 * math.cos(a), y + 28 * math.sin(a)
        ink = (*p.inks, p.light, p.dark, mix(p.inks[0], p.inks[2], 0.5))[i]
        _dab(c, (px, py), dice.uniform(5, 7), ink, dice)
    _brush(c, p, (x - 4, y + 4), dice.uniform(-75, -20))
    return "A wooden palette with dabs of paint and a brush lying on it"


def pots(c: Canvas, p: Palette, dice: Random) -> str:
    """Glazed pots on shelves."""
    c.ground(p.ground)
    shelves = 1 if c.w > c.h * 1.2 else 2
    high = c.h / shelves
    for shelf in range(shelves):
        floor = high * (shelf + 1) - high * 0.14
        many = dice.randint(3, 4) if c.w > c.h else 3
        wood = mix((206, 160, 110), p.ground[1], 0.35)
        c.put(rect(-3, floor, c.w + 6, 5), sheen(wood, 90), shadow=5)
        for i in range(many):
            x = c.w * (i + 0.5) / many + dice.uniform(-2, 2)
            wide = c.w / many * dice.uniform(0.3, 0.4)
            ink, glaze = dice.sample(p.inks, 2)
            size = (wide, high * dice.uniform(0.38, 0.68))
            _pot(c, (x, floor + 0.6), size, (ink, glaze), dice)
    return "Glazed pots in several shapes, drying on a shelf"


def fields(c: Canvas, p: Palette, dice: Random) -> str:
    """Soft fields of colour, one above the other."""
    ink = dice.sample(p.inks, 4)
    c.ground([mix(ink[0], p.dark, 0.35), mix(ink[0], p.dark, 0.25)])
    y, parts = 6.0, [dice.uniform(0.7, 1.6) for _ in range(3)]
    unit = (c.h - 12) / sum(parts)
    for colour, part in zip(ink[1:], parts, strict=True):
        tall = part * unit
        for k in range(4):
            inset = 5 + k * 1.6
            soft = rect(inset, y + k, c.w - 2 * inset, tall - 2 - 2 * k, 3)
            fill = linear(
                light(colour, 0.1 + k * 0.05), mix(colour, ink[0], 0.25), dice.uniform(0, 180)
            )
            c.put(soft, fill, alpha=0.5, blur=1.4)
        y += tall
    return "Three soft fields of colour, one above the other"


def _leaf(c: Canvas, at: Point, size: float, ink: Colour, dice: Random) -> None:
    x, y = at
    kind, turn = dice.randrange(4), dice.uniform(0, 360)
    if kind == 0:
        shape = blob(x, y, [size * dice.uniform(0.55, 1.05) for _ in range(7)])
    elif kind == 1:
        shape = blob(
            x, y, [size * (1.0 if i % 2 else 0.42) for i in range(dice.choice((10, 12, 14)))]
        )
    elif kind == 2:
        shape = disc(x, y, size * 0.9).without(disc(x + size * 0.3, y - size * 0.2, size * 0.5))
    else:
        shape = line([(x, y - size), (x, y + size)], size * 0.22)
        for i in range(-3, 4):
            for way in (-1, 1):
                tip = (x + way * size * (0.85 - abs(i) * 0.13), y + i * size * 0.28 - size * 0.25)
                shape += line(
                    curve(
                        [(x, y + i * size * 0.28), (x + way * size * 0.4, tip[1] + size * 0.1), tip]
                    ),
                    size * 0.2,
                )
    c.put(shape.turned(turn, at), sheen(ink, turn, 0.1), shadow=2.5)


def _stroke(c: Canvas, at: Point, ink: Colour, dice: Random) -> None:
    long, wide = c.w * dice.uniform(0.6, 1.0), dice.uniform(11, 19)
    bend, lean = dice.uniform(-12, 12), dice.uniform(-10, 10)
    hairs, shades = 30, 6
    locks: list[list[Shape]] = [[] for _ in range(shades)]
    for k in range(hairs):
        off = (k / (hairs - 1) - 0.5) * wide
        start, end = dice.uniform(0, 5), long - dice.uniform(0, 16) * (0.4 + abs(off) / wide)
        spots = []
        for i in range(7):
            u = start + (end - start) * i / 6
            arch = bend * math.sin(u / long * 3.1) + lean * u / long
            spots.append((at[0] + u, at[1] + off + arch))
        hair = line(curve(spots, 4), wide / hairs * dice.uniform(1.1, 2.6))
        locks[dice.randrange(shades)].append(hair)
    for i, lock in enumerate(locks):
        parts = tuple(part for hair in lock for part in hair.parts)
        if parts:
            shade = mix(light(ink, 0.25), deep(ink, 0.22), i / (shades - 1))
            c.put(Shape(parts), shade, alpha=0.9)


def _dab(c: Canvas, at: Point, size: float, ink: Colour, dice: Random) -> None:
    shape = blob(*at, [size * dice.uniform(0.8, 1.1) for _ in range(7)])
    c.put(shape, sheen(ink, 60, 0.2), shadow=1.8)
    gleam = blob(
        at[0] - size * 0.25, at[1] - size * 0.3, [size * dice.uniform(0.15, 0.3) for _ in range(6)]
    )
    c.put(gleam, light(ink, 0.7), alpha=0.7, blur=0.25)


def _brush(c: Canvas, p: Palette, at: Point, degrees: float) -> None:
    ink, paint = p.inks[3], p.inks[0]

    def laid(shape: Shape) -> Shape:
        return shape.turned(degrees).moved(*at)

    c.put(laid(area([(14, -2.2), (70, -0.9), (70, 0.9), (14, 2.2)])), sheen(ink, 90), shadow=5)
    c.put(laid(rect(6, -2.5, 9, 5, 0.5)), linear((240, 240, 245), (140, 145, 160)), shadow=2)
    c.put(laid(area(curve([(6, -2.5), (0, -2.8), (-8, 0), (0, 2.8), (6, 2.5)]))), deep(paint, 0.1))
    c.put(laid(line([(0, -0.6), (4, -0.6)], 0.7)), p.light, alpha=0.5)


def _pot(
    c: Canvas, foot: Point, size: tuple[float, float], inks: tuple[Colour, Colour], dice: Random
) -> None:
    (x, y), (wide, tall) = foot, size
    neck, belly, lip = dice.uniform(0.25, 0.7), dice.uniform(0.25, 0.65), dice.uniform(0.35, 0.8)
    side = curve(
        [
            (x + wide * 0.5, y), (x + wide, y - tall * belly), (x + wide * neck, y - tall * 0.86),
            (x + wide * lip, y - tall),
        ]
    )  # fmt: skip
    body = area([*side, *[(2 * x - a, b) for a, b in reversed(side)]])
    clay, glaze = inks
    c.put(disc(x + 3, y, wide * 0.9, 2), (20, 14, 24), alpha=0.35, blur=1.5)
    c.put(body, linear(light(clay, 0.3), deep(clay, 0.35), 8))
    level = y - tall * dice.uniform(0.35, 0.6)
    drip = [
        (
            x + wide * (k / 5 - 1),
            level + tall * 0.06 * math.sin(k * 1.7 + wide) * dice.uniform(0.6, 1.4),
        )
        for k in range(11)
    ]
    glazed = area(
        [*curve(drip, 6), (x + wide * 1.1, y - tall * 1.1), (x - wide * 1.1, y - tall * 1.1)]
    )
    c.put(glazed, linear(light(glaze, 0.35), deep(glaze, 0.3), 8), within=body)
    c.put(disc(x, y - tall, wide * lip, wide * lip * 0.16), deep(glaze, 0.6))
    gleam = line(
        [(x - wide * 0.45, y - tall * 0.75), (x - wide * 0.6, y - tall * 0.35)], wide * 0.12
    )
    c.put(gleam, (255, 255, 255), within=body, alpha=0.4, blur=0.8)


SCENES = (cutouts, strokes, palette, pots, fields)
