"""PE: pitches, tracks, balls, bibs."""

import math
from random import Random

from liveboard.cli.demo.pictures.canvas import Canvas
from liveboard.cli.demo.pictures.colour import (
    Colour,
    Palette,
    ball,
    deep,
    light,
    linear,
    mix,
    sheen,
)
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


def pitch(c: Canvas, p: Palette, dice: Random) -> str:
    """A pitch from above, set out with cones."""
    c.ground(p.ground)
    tilt, middle = dice.uniform(-25, 25), (c.w / 2, c.h / 2)
    band = dice.uniform(14, 20)
    for i in range(-8, 9, 2):
        stripe = rect(-90, i * band, 180, band).moved(*middle).turned(tilt, middle)
        c.put(stripe, light(p.ground[1], 0.3), alpha=0.28)
    turn = tilt + dice.choice((0, 90))
    off = dice.uniform(-14, 14)
    for mark in (line([(off, -110), (off, 110)], 1.3), ring(off, 0, 21, 1.3), disc(off, 0, 1.8)):
        c.put(mark.moved(*middle).turned(turn, middle), p.light, alpha=0.92)
    start, bend = dice.uniform(10, 25), dice.uniform(8, 18)
    for i in range(7):
        x, y = c.w * (0.1 + 0.135 * i), c.h * 0.72 + bend * math.sin(i + start) - 8
        _cone(c, (x, y), 4.6, p.inks[i % 2 + 1])
    _football(c, p, (c.w * dice.uniform(0.3, 0.7), c.h * dice.uniform(0.25, 0.5)), 12, dice)
    return "A marked pitch from above with a row of cones and a ball"


def track(c: Canvas, p: Palette, dice: Random) -> str:
    """Lanes of a running track."""
    c.ground([p.ground[0], p.ground[1]])
    cx, cy = c.w * dice.choice((-0.1, 1.1)), c.h * dice.choice((-0.05, 1.05))
    field = mix((70, 150, 90), p.inks[4], 0.2)
    lane, inner = dice.uniform(10, 13), dice.uniform(34, 46)
    tint = (light(p.ground[1], 0.08), deep(p.ground[2], 0.1))
    c.put(rect(0, 0, c.w, c.h), tint[0])
    lanes = [inner + lane * i for i in range(1, 14)]
    c.put(_rings(cx, cy, [r + lane / 2 for r in lanes[::2]], lane), tint[1])
    c.put(_rings(cx, cy, lanes, 0.9), p.light, alpha=0.95)
    c.put(disc(cx, cy, inner), sheen(field), shadow=2)
    c.put(ring(cx, cy, inner, 1.6), p.light)
    toward = math.degrees(math.atan2(c.h / 2 - cy, c.w / 2 - cx))
    for i in range(1, 10):
        a = math.radians(toward - 20 + i * 3.6)
        r = inner + lane * (i - 0.5)
        _hurdle(
            c,
            p,
            (cx + r * math.cos(a), cy + r * math.sin(a)),
            p.inks[i % 3],
            turn=math.degrees(a),
            lane=lane,
        )
    return "The bend of a running track with hurdles set out across its lanes"


def balls(c: Canvas, p: Palette, dice: Random) -> str:
    """Everything from the store cupboard."""
    c.ground(p.ground)
    placed: list[tuple[float, float, float]] = []
    for want in (19, 17, 15, 13, 12, 11, 10, 9, 8, 7, 6, 6, 5, 5, 4, 4):
        for _ in range(60):
            r = want * dice.uniform(0.9, 1.1)
            x, y = dice.uniform(-2, c.w + 2), dice.uniform(-2, c.h + 2)
            if all(math.hypot(x - a, y - b) > r + s + 1.5 for a, b, s in placed):
                placed.append((x, y, r))
                break
    makes = (_basketball, _football, _tennis, _striped)
    for i, (x, y, r) in enumerate(placed):
        makes[(i + dice.randint(0, 1)) % 4](c, p, (x, y), r, dice)
    return "Balls of many sizes and colours, seen from above"


def bibs(c: Canvas, p: Palette, dice: Random) -> str:
    """Bibs on pegs."""
    c.ground([mix(ground, p.light, 0.25) for ground in p.ground])
    rows = 1 if c.w > c.h * 1.5 else 2
    many = 4 if c.w > c.h else 3
    inks = dice.sample(p.inks, 5)
    high = c.h / rows
    for row in range(rows):
        rail = high * (row + 0.13)
        c.put(
            rect(-3, rail - 2.4, c.w + 6, 4.8),
            sheen(mix((190, 140, 90), p.dark, 0.1), 90),
            shadow=3,
        )
        for i in range(many):
            x = c.w * (i + 0.5) / many
            wide = c.w / many * 0.44
            _bib(c, p, (x, rail + 1), (wide, min(high * 0.76, wide * 3)), inks[(i + row) % 5])
            c.put(disc(x, rail, 1.7), ball(p.light), shadow=2)
    return "Training bibs in several colours hanging from pegs"


def _rings(x: float, y: float, radii: list[float], width: float) -> Shape:
    whole = ring(x, y, radii[0], width)
    for r in radii[1:]:
        whole += ring(x, y, r, width)
    return whole


def _cone(c: Canvas, at: Point, r: float, ink: Colour) -> None:
    c.put(disc(*at, r), deep(ink, 0.15), shadow=2)
    c.put(disc(*at, r * 0.72), ball(ink))
    c.put(disc(*at, r * 0.26), deep(ink, 0.55))


def _hurdle(c: Canvas, p: Palette, at: Point, ink: Colour, *, turn: float, lane: float) -> None:
    def laid(shape: Shape) -> Shape:
        return shape.turned(turn).moved(*at)

    half = lane * 0.4
    c.put(laid(rect(-0.9, -half, 1.8, 2 * half, 0.5)), p.light, shadow=3)
    c.put(laid(rect(-0.9, -half * 0.5, 1.8, half, 0.2)), ink)
    for way in (-1, 1):
        c.put(
            laid(line([(0, way * half), (4.5, way * half)], 0.7)),
            mix(p.light, p.dark, 0.4),
            shadow=1,
        )


def _basketball(c: Canvas, p: Palette, at: Point, r: float, dice: Random) -> None:
    x, y = at
    ink, turn = mix((235, 120, 50), p.inks[2], 0.25), dice.uniform(0, 90)
    whole = disc(x, y, r)
    c.put(whole, ball(ink), shadow=r * 0.35)
    width = r * 0.06
    for mark in (
        line([(x - r, y), (x + r, y)], width),
        line([(x, y - r), (x, y + r)], width),
        line(around(x - r * 1.25, y, r * 0.85, None, (-60, 60)), width),
        line(around(x + r * 1.25, y, r * 0.85, None, (120, 240)), width),
    ):
        c.put(mark.turned(turn, at), deep(ink, 0.75), within=whole, alpha=0.8)


def _football(c: Canvas, p: Palette, at: Point, r: float, dice: Random) -> None:
    x, y = at
    whole, turn = disc(x, y, r), dice.uniform(0, 72)
    c.put(whole, ball((238, 240, 244)), shadow=r * 0.4)
    patch = mix(p.dark, p.inks[3], 0.15)
    middle = around(0, 0, r * 0.34, None, (-90, 270))
    spots = [middle[round(i * (len(middle) - 1) / 5)] for i in range(5)]
    marks = area(spots)
    for px, py in spots:
        marks += line([(px, py), (px * 2.1, py * 2.1)], r * 0.06)
        a = math.atan2(py, px)
        marks += area(
            around(1.02 * r * math.cos(a), 1.02 * r * math.sin(a), r * 0.36, r * 0.3, (0, 288))[
                ::18
            ]
        )
    c.put(marks.turned(turn).moved(x, y), patch, within=whole, alpha=0.92)
    c.glow(x - r * 0.3, y - r * 0.4, r * 0.7, (255, 255, 255), 0.35)


def _tennis(c: Canvas, p: Palette, at: Point, r: float, dice: Random) -> None:
    x, y = at
    ink, turn = mix((206, 226, 70), p.inks[1], 0.2), dice.uniform(0, 180)
    whole = disc(x, y, r)
    c.put(whole, ball(ink), shadow=r * 0.35)
    for way in (-1, 1):
        seam = line(around(x + way * r * 1.15, y, r * 0.8, None, (0, 360)), r * 0.09)
        c.put(seam.turned(turn, at), (252, 252, 240), within=whole, alpha=0.95)


def _striped(c: Canvas, p: Palette, at: Point, r: float, dice: Random) -> None:
    x, y = at
    whole, turn = disc(x, y, r), dice.uniform(0, 180)
    one, other = dice.sample(p.inks, 2)
    c.put(whole, ball(one), shadow=r * 0.35)
    for off in (-0.62, 0, 0.62):
        bent = curve(
            [(x - r, y + off * r * 0.8), (x, y + off * r * 1.25), (x + r, y + off * r * 0.8)]
        )
        c.put(line(bent, r * 0.24).turned(turn, at), other, within=whole, alpha=0.9)
    c.glow(x - r * 0.3, y - r * 0.35, r * 0.75, (255, 255, 255), 0.45)


def _bib(c: Canvas, p: Palette, at: Point, size: tuple[float, float], ink: Colour) -> None:
    (x, y), (w, tall) = at, size
    sway = math.sin(x) * 1.5
    half = curve(
        [(w * 0.34, 0), (w * 0.62, tall * 0.06), (w * 0.62, tall * 0.3), (w * 0.92, tall * 0.42)]
    )
    half += curve([(w * 0.92, tall * 0.42), (w * 0.9, tall * 0.7), (w * 0.95, tall)])
    collar = around(0, 0, w * 0.34, tall * 0.16, (180, 0))
    body = area([*half, *[(-px + sway, py) for px, py in reversed(half)], *collar]).moved(x, y)
    c.put(body, linear(light(ink, 0.2), deep(ink, 0.15), 60), shadow=4)
    band = rect(x - w, y + tall * 0.58, w * 2, tall * 0.13)
    c.put(band, mix(p.light, ink, 0.12), within=body, alpha=0.92)
    for k in (-0.4, 0.1, 0.5):
        fold = line(
            curve(
                [
                    (x + w * k, y + tall * 0.35),
                    (x + w * k * 1.3, y + tall * 0.7),
                    (x + w * k * 1.1, y + tall),
                ]
            ),
            w * 0.09,
        )
        c.put(fold, deep(ink, 0.5), within=body, alpha=0.22, blur=0.8)
    c.put(line([(px + x, py + y) for px, py in collar], 0.9), deep(ink, 0.3))


SCENES = (pitch, track, balls, bibs)
