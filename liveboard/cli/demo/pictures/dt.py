"""Design and technology: gears, joints, shavings."""

import math
from itertools import pairwise
from random import Random

from liveboard.cli.demo.pictures.canvas import Canvas
from liveboard.cli.demo.pictures.colour import Colour, Palette, deep, light, linear, mix, sheen
from liveboard.cli.demo.pictures.shapes import (
    Point,
    Shape,
    area,
    around,
    curve,
    disc,
    line,
    rect,
    ring,
)


def gears(c: Canvas, p: Palette, dice: Random) -> str:
    """Wheels that really mesh."""
    c.ground(p.ground)
    tooth = dice.uniform(8.5, 10.5)
    teeth = [
        dice.randint(17, 20),
        dice.randint(9, 11),
        dice.randint(13, 16),
        dice.randint(8, 10),
        12,
    ]
    x, y = c.w * dice.uniform(0.2, 0.34), c.h * dice.uniform(0.3, 0.42)
    heading, turn = dice.uniform(5, 40), dice.uniform(0, 20)
    inks = dice.sample(p.inks, 5)
    placed: list[tuple[float, float, float, int, float]] = []
    for i, count in enumerate(teeth):
        r = count * tooth / (2 * math.pi)
        if placed:
            px, py, pr, pcount, pturn = placed[-1]
            way = math.radians(heading)
            x, y = px + (pr + r) * math.cos(way), py + (pr + r) * math.sin(way)
            turn = heading + 180 + 180 / count - (pturn - heading) * -pcount / count
            heading += dice.uniform(55, 95) * (-1 if i % 2 else 1)
        placed.append((x, y, r, count, turn))
    for (x, y, r, count, turn), ink in zip(reversed(placed), inks, strict=False):
        _gear(c, (x, y), ink, r=r, count=count, turn=turn)
    return "Meshing gear wheels in several colours"


def dovetails(c: Canvas, p: Palette, dice: Random) -> str:
    """A dovetail joint, nearly closed."""
    c.ground(p.ground)
    c.glow(c.w * 0.2, c.h * 0.1, c.w, light(p.ground[1], 0.6), 0.4)
    one, other = dice.sample(p.inks[:2] + p.inks[2:3] + p.inks[4:], 2)
    one, other = mix((214, 158, 100), one, 0.3), mix((160, 98, 58), other, 0.3)
    edge, gap = c.w * dice.uniform(0.42, 0.55), dice.uniform(1.5, 7)
    tails = dice.randint(3, 5) if c.h > c.w else dice.randint(3, 4)
    top, bottom = c.h * 0.16, c.h * 0.84
    step, depth = (bottom - top) / tails, dice.uniform(13, 18)
    left, right = [(-5.0, top)], [(c.w + 5.0, top)]
    for i in range(tails):
        a, b = top + step * (i + 0.25), top + step * (i + 0.75)
        flare = step * 0.09
        left += [
            (edge, a + flare),
            (edge + depth, a - flare),
            (edge + depth, b + flare),
            (edge, b - flare),
        ]
        right += [
            (edge, a + flare),
            (edge + depth, a - flare),
            (edge + depth, b + flare),
            (edge, b - flare),
        ]
    left_board = area([(-5, top), (edge, top), *left[1:], (edge, bottom), (-5, bottom)])
    right_board = area(
        [(c.w + 5, top), (edge, top), *right[1:], (edge, bottom), (c.w + 5, bottom)]
    ).moved(gap, 0)
    tilt = dice.uniform(-14, 14)
    middle = (c.w / 2, c.h / 2)
    for board, ink, up in ((right_board, other, 4), (left_board, one, 5)):
        _plank(c, board.turned(tilt, middle), ink, dice, shadow=up)
    return "Two wooden boards joined with dovetails"


def shavings(c: Canvas, p: Palette, dice: Random) -> str:
    """Curls from a plane or a lathe, on the bench."""
    wood = mix(p.ground[1], (150, 100, 60), 0.35)
    c.ground([wood, deep(wood, 0.15), light(wood, 0.1)])
    y = 0.0
    while y < c.h:
        height = dice.uniform(14, 24)
        _plank(
            c, rect(-3, y, c.w + 6, height - 0.5), mix(wood, deep(wood), dice.random() * 0.5), dice
        )
        y += height
    for i in range(dice.randint(9, 13)):
        x, y = dice.uniform(0, c.w), dice.uniform(0, c.h)
        _curl(c, (x, y), dice.uniform(6, 13), p.inks[i % 5], dice)
    return "Curled shavings scattered over a workbench"


def rule(c: Canvas, p: Palette, dice: Random) -> str:
    """A set square, a rule and a pencil, laid out to draw."""
    c.ground(p.ground)
    paper = rect(-60, -60, 120, 120, 1).turned(dice.uniform(-12, 12))
    paper = paper.moved(c.w * 0.5, c.h * 0.5)
    c.put(paper, light(p.light, 0.3), alpha=0.5, shadow=3)
    x, y = c.w * 0.5, c.h * 0.55
    for i in range(6):
        c.put(ring(x, y, 8 + i * 6.5, 0.35), p.inks[1], alpha=0.5)
    corner = [(-34.0, 26.0), (36.0, 26.0), (-34.0, -38.0)]
    hole = [(-25.0, 18.0), (15.0, 18.0), (-25.0, -18.0)]
    square = area(corner).without(area(hole)).turned(dice.uniform(-25, 25)).moved(x, y)
    c.put(square, linear(light(p.inks[0], 0.25), p.inks[0], 40), alpha=0.86, shadow=4)
    angle = dice.uniform(-50, -15)
    bar = rect(-75, -6, 150, 12, 0.8)
    c.put(bar.turned(angle).moved(x, y - 12), sheen(mix(p.light, p.inks[3], 0.35), 90), shadow=5)
    for i in range(-70, 71, 2):
        mark = line([(i, -5.4), (i, -5.4 + (3.6 if i % 10 == 0 else 1.8))], 0.35)
        c.put(mark.turned(angle).moved(x, y - 12), p.dark, alpha=0.8)
    _pencil(c, p, (x + 6, y + 12), dice.uniform(15, 70), dice.choice(p.inks[2:]))
    return "A set square, a steel rule and a pencil on a drawing"


def _gear(c: Canvas, at: Point, ink: Colour, *, r: float, count: int, turn: float) -> None:
    x, y = at
    outline: list[Point] = []
    pitch = 360 / count
    for i in range(count):
        base = turn + i * pitch
        for part, reach in ((-0.30, -3.2), (-0.16, 3.4), (0.16, 3.4), (0.30, -3.2)):
            a = math.radians(base + part * pitch)
            outline.append((x + (r + reach) * math.cos(a), y + (r + reach) * math.sin(a)))
    hub = max(2.4, r * 0.17)
    body = area(outline).without(disc(x, y, hub))
    if r > 11:
        spots = around(x, y, r * 0.55, None, (turn, turn + 360))[:-1]
        for sx, sy in spots[:: max(1, len(spots) // 5)][:5]:
            body = body.without(disc(sx, sy, r * 0.17))
    c.put(body, sheen(ink, 50, 0.22), shadow=4)
    c.put(ring(x, y, r * 0.82, 0.7), deep(ink), alpha=0.35)
    c.put(ring(x, y, hub + 1.6, 1.4), light(ink, 0.5), alpha=0.6)


def _plank(c: Canvas, board: Shape, ink: Colour, dice: Random, shadow: float = 1.5) -> None:
    c.put(board, sheen(ink, 80, 0.12), shadow=shadow)
    left, top, right, bottom = board.bounds()
    wander = dice.uniform(0, 6)
    for i in range(max(3, round((bottom - top) / 3.2))):
        y = top + (bottom - top) * (i + dice.random()) / max(3, round((bottom - top) / 3.2))
        spots = [
            (left + (right - left) * k / 5, y + math.sin(k * 1.4 + wander) * 1.3) for k in range(6)
        ]
        c.put(
            line(curve(spots, 5), dice.uniform(0.2, 0.6)), deep(ink, 0.5), within=board, alpha=0.3
        )


def _curl(c: Canvas, at: Point, size: float, ink: Colour, dice: Random) -> None:
    """A ribbon wound around an axis: near parts show its face, far parts its back."""
    turns, way, lean = dice.randint(2, 4), dice.uniform(0, 360), dice.uniform(0.2, 0.36)
    steps, wide = 26 * turns, size * 0.3
    spots = []
    for i in range(steps + 1):
        a = 2 * math.pi * turns * i / steps
        r = size * (0.62 + 0.2 * i / steps)
        along = (i / steps - 0.5) * size * turns * 0.85
        spots.append((along + r * lean * math.cos(a) * 1.4, r * math.sin(a), math.cos(a)))
    quads = []
    for (x, y, near), (x2, y2, near2) in pairwise(spots):
        quad = area([(x - wide, y), (x2 - wide, y2), (x2 + wide, y2), (x + wide, y)])
        quads.append(((near + near2) / 2, quad.turned(way).moved(*at)))
    whole = quads[0][1]
    for _, quad in quads[1:]:
        whole += quad
    c.put(whole.moved(size * 0.1, size * 0.25), (12, 10, 20), alpha=0.4, blur=size * 0.1)
    for near, quad in sorted(quads, key=lambda one: one[0]):
        face = light(ink, 0.5 * near) if near > 0 else deep(ink, 0.15 - 0.45 * near)
        c.put(quad, face)


def _pencil(c: Canvas, p: Palette, at: Point, degrees: float, ink: Colour) -> None:
    def laid(shape: Shape) -> Shape:
        return shape.turned(degrees).moved(*at)

    c.put(laid(rect(8, -2.2, 60, 4.4)), ink, shadow=4)
    c.put(laid(rect(8, -0.8, 60, 1.6)), light(ink, 0.35))
    c.put(laid(area([(8, -2.2), (8, 2.2), (0, 0)])), (240, 208, 160))
    c.put(laid(area([(2.6, -0.7), (2.6, 0.7), (0, 0)])), p.dark)


SCENES = (gears, dovetails, shavings, rule)
