"""Drama: light, curtains, masks."""

import math
from random import Random

from liveboard.cli.demo.pictures.canvas import Canvas
from liveboard.cli.demo.pictures.colour import Colour, Palette, deep, light, linear, mix, sheen
from liveboard.cli.demo.pictures.shapes import Point, Shape, area, around, curve, disc, line, rect


def beams(c: Canvas, p: Palette, dice: Random) -> str:
    """Lamps on a bar, and what they do to the haze."""
    c.ground([mix(ground, p.dark, 0.45) for ground in p.ground])
    floor = c.h * 0.82
    c.put(rect(-3, floor, c.w + 6, c.h), linear(mix(p.ground[1], p.dark, 0.3), p.dark))
    lamps = dice.randint(4, 6) if c.w > c.h else dice.randint(3, 4)
    spots = []
    for i in range(lamps):
        x = c.w * (i + 0.5) / lamps
        aim = c.w * (0.5 + (i / (lamps - 1) - 0.5) * dice.uniform(-0.9, 0.7))
        spots.append((x, aim, p.inks[(i + dice.randint(0, 1)) % 4]))
    for x, aim, ink in spots:
        wide = dice.uniform(12, 18)
        cone = area(
            [(x - 1.6, 11), (x + 1.6, 11), (aim + wide, floor + 8), (aim - wide, floor + 8)]
        )
        c.put(cone, linear(light(ink, 0.45), ink), alpha=0.5, blur=1.6)
        inner = area(
            [
                (x - 0.8, 11),
                (x + 0.8, 11),
                (aim + wide * 0.5, floor + 6),
                (aim - wide * 0.5, floor + 6),
            ]
        )
        c.put(inner, light(ink, 0.35), alpha=0.3, blur=2.4)
        c.put(disc(aim, floor + 8, wide, wide * 0.24), light(ink, 0.45), alpha=0.65, blur=1.6)
    c.put(rect(-3, 5, c.w + 6, 1.8), sheen(light(p.dark, 0.25), 90))
    for x, aim, ink in spots:
        _lamp(c, p, x, math.degrees(math.atan2(aim - x, floor)) * -1, ink)
    if dice.random() < 0.7:
        _stool(c, p, c.w * dice.uniform(0.4, 0.6), floor + 9)
    return "Coloured stage lights crossing in the haze above an empty stage"


def curtain(c: Canvas, p: Palette, dice: Random) -> str:
    """Curtains, a little open."""
    c.ground([mix(p.dark, p.inks[1], 0.12), p.dark])
    gap = c.w * dice.uniform(0.08, 0.3)
    floor = c.h * 0.86
    c.glow(c.w / 2, c.h * 0.5, c.h * 0.75, light(p.inks[1], 0.35), 0.85)
    c.put(rect(-3, floor, c.w + 6, c.h), linear(mix((150, 95, 55), p.dark, 0.3), p.dark))
    c.put(disc(c.w / 2, floor + 4, gap + 14, 5), light(p.inks[1], 0.5), alpha=0.7, blur=1.5)
    cloth = dice.choice((p.inks[0], p.inks[4], p.ground[1]))
    folds = dice.randint(5, 7)
    for way in (-1, 1):
        start, end = (0.0, c.w / 2 - gap / 2) if way < 0 else (c.w, c.w / 2 + gap / 2)
        for i in range(folds):
            a, b = (start + (end - start) * k / folds for k in (i, i + 1.08))
            sway = (i / folds) ** 2 * gap * 0.35 * way
            edge_a = curve([(a, -2), (a + sway * 0.2, c.h * 0.5), (a + sway, floor + 2)])
            edge_b = curve([(b, -2), (b + sway * 0.3, c.h * 0.5), (b + sway * 1.1, floor + 3)])
            fold = area([*edge_a, *reversed(edge_b)])
            c.put(
                fold,
                linear(deep(cloth, 0.55), light(cloth, 0.12), 0 if way < 0 else 180),
                shadow=1.2,
            )
    swags = 3 if c.w < c.h * 1.1 else 5
    for i in range(swags):
        x, wide = c.w * (i + 0.5) / swags, c.w / swags
        drape = area(
            [
                (x - wide / 2 - 1, -1),
                (x + wide / 2 + 1, -1),
                *around(x, 3, wide / 2 + 1, 15, (0, 180)),
            ]
        )
        c.put(drape, linear(deep(cloth, 0.25), mix(cloth, p.inks[1], 0.2)), shadow=3)
        c.put(line(around(x, 3, wide / 2, 14.4, (8, 172)), 1), p.inks[1], alpha=0.9)
    return "Stage curtains a little open, with warm light behind them"


def masks(c: Canvas, p: Palette, dice: Random) -> str:
    """Comedy and tragedy."""
    c.ground(p.ground)
    c.glow(c.w * 0.5, c.h * 0.45, 80, light(p.inks[1], 0.2), 0.4)
    side = c.w > c.h * 1.1
    one, other = dice.sample(p.inks[:4], 2)
    size = 36 if side else 30
    near, far = ((0.31, 0.55), (0.69, 0.45)) if side else ((0.37, 0.69), (0.64, 0.32))
    _mask(
        c, p, (c.w * far[0], c.h * far[1]), size * 0.92, other, glad=False, turn=dice.uniform(6, 18)
    )
    _mask(c, p, (c.w * near[0], c.h * near[1]), size, one, glad=True, turn=dice.uniform(-18, -6))
    for _ in range(26):
        bit = rect(-0.9, -0.45, 1.8, 0.9).turned(dice.uniform(0, 180))
        c.put(
            bit.moved(dice.uniform(0, c.w), dice.uniform(0, c.h)), dice.choice(p.inks), alpha=0.85
        )
    return "The laughing and the weeping mask of the theatre"


def bulbs(c: Canvas, p: Palette, dice: Random) -> str:
    """A dressing-room mirror."""
    c.ground(p.ground)
    x, y, w, h = c.w * 0.17, c.h * 0.13, c.w * 0.66, c.h * 0.64
    frame = mix(p.dark, p.inks[4], 0.4)
    c.put(rect(x - 9, y - 9, w + 18, h + 18, 5), sheen(frame, 60), shadow=6)
    c.put(
        rect(x, y, w, h, 2),
        linear(mix(p.light, p.ground[1], 0.35), mix(p.ground[1], p.dark, 0.2), 50),
    )
    for off in (0.15, 0.4):
        gleam = area(
            [
                (x + w * off, y),
                (x + w * (off + 0.12), y),
                (x + w * (off - 0.2), y + h),
                (x + w * (off - 0.32), y + h),
            ]
        )
        c.put(gleam, (255, 255, 255), within=rect(x, y, w, h, 2), alpha=0.16)
    lamp = mix((255, 236, 190), p.inks[1], 0.15)
    rows, columns = round(h / 15), round(w / 15)
    spots = [(x - 4.5, y + h * (i + 0.5) / rows) for i in range(rows)]
    spots += [(x + w + 4.5, py) for _, py in spots[:rows]]
    spots += [(x + w * (i + 0.5) / columns, y - 4.5) for i in range(columns)]
    for px, py in spots:
        c.glow(px, py, 13, lamp, 0.75)
        c.put(disc(px, py, 2.9), light(lamp, 0.6))
    table = c.h * 0.84
    c.put(rect(-3, table, c.w + 6, c.h), sheen(mix((130, 80, 60), p.dark, 0.25), 90), shadow=4)
    for i in range(dice.randint(4, 6)):
        px = c.w * (0.12 + 0.15 * i) + dice.uniform(-2, 2)
        ink, tall = p.inks[i % 5], dice.uniform(6, 15)
        c.put(
            rect(px, table + 5 - tall, dice.uniform(5, 9), tall, 1.4),
            sheen(ink, 10, 0.25),
            shadow=2.5,
        )
    return "A dressing-room mirror framed with warm light bulbs, make-up in front of it"


def _lamp(c: Canvas, p: Palette, x: float, turn: float, ink: Colour) -> None:
    steel = light(p.dark, 0.16)
    c.put(rect(x - 0.8, 4, 1.6, 5), steel)
    body = area([(-3, -4.5), (3, -4.5), (4.4, 4.5), (-4.4, 4.5)]).turned(turn).moved(x, 10)
    c.put(body, linear(light(steel, 0.25), p.dark, 20), shadow=2)
    c.glow(x, 13, 9, light(ink, 0.4), 0.9)
    c.put(disc(0, 4.5, 4, 1.2).turned(turn).moved(x, 10), light(ink, 0.75))


def _stool(c: Canvas, p: Palette, x: float, floor: float) -> None:
    ink = deep(p.dark, 0.4)
    for way in (-1, 1):
        c.put(line([(x + way * 3, floor - 17), (x + way * 5.4, floor)], 1.1), ink)
    c.put(line([(x - 4.4, floor - 7), (x + 4.4, floor - 7)], 0.8), ink)
    c.put(disc(x, floor - 17, 5.2, 1.5), mix(ink, p.inks[1], 0.35))


def _mask(
    c: Canvas, p: Palette, at: Point, s: float, ink: Colour, *, glad: bool, turn: float
) -> None:
    def laid(shape: Shape) -> Shape:
        return shape.turned(turn).moved(*at)

    sides = curve(
        [(-s * 0.86, -s * 0.75), (-s * 0.8, s * 0.1), (-s * 0.45, s * 0.8), (0, s * 1.05)]
    )
    top = curve([(-s * 0.86, -s * 0.75), (0, -s * 0.95), (s * 0.86, -s * 0.75)])
    face = area([*sides, *[(-x, y) for x, y in reversed(sides)], *reversed(top)])
    c.put(laid(face), linear(light(ink, 0.35), deep(ink, 0.25), 35), shadow=7)
    hollow = deep(mix(ink, p.dark, 0.75), 0.3)
    for way in (-1, 1):
        lid = -6 if glad else 10
        eye = area(
            around(0, 0, s * 0.24, s * 0.17, (180, 360))
            + around(0, 0, s * 0.24, s * 0.05 if glad else s * 0.12, (0, 180))
        )
        c.put(laid(eye.turned(way * lid * 1.6).moved(way * s * 0.38, -s * 0.25)), hollow)
        brow = curve(
            [
                (way * s * 0.16, -s * (0.5 if glad else 0.62)),
                (way * s * 0.4, -s * 0.6),
                (way * s * 0.66, -s * (0.52 if glad else 0.42)),
            ]
        )
        c.put(laid(line(brow, s * 0.05)), deep(ink, 0.5), alpha=0.7)
    if glad:
        mouth = area(
            around(0, s * 0.28, s * 0.44, s * 0.12, (180, 0))
            + around(0, s * 0.28, s * 0.44, s * 0.42, (0, 180))
        )
    else:
        mouth = area(
            around(0, s * 0.66, s * 0.36, s * 0.34, (180, 360))
            + around(0, s * 0.66, s * 0.36, s * 0.12, (360, 180))
        )
    c.put(laid(mouth), hollow)
    c.put(
        laid(line(curve([(0, -s * 0.2), (s * 0.07, s * 0.1), (-s * 0.02, s * 0.14)]), s * 0.04)),
        deep(ink, 0.5),
        alpha=0.5,
    )
    for way in (-1, 1):
        c.put(
            laid(disc(way * s * 0.55, s * 0.12, s * 0.13)), light(p.inks[0], 0.2), alpha=0.3, blur=1
        )


SCENES = (beams, curtain, masks, bulbs)
