"""Music: staves, keys, waves, faders."""

import math
from random import Random

from liveboard.cli.demo.pictures.canvas import Canvas
from liveboard.cli.demo.pictures.colour import (
    Colour,
    Palette,
    deep,
    light,
    linear,
    mix,
    radial,
    sheen,
    sweep,
)
from liveboard.cli.demo.pictures.shapes import Point, Shape, curve, disc, line, rect, ring


def notes(c: Canvas, p: Palette, dice: Random) -> str:
    """Notes on flowing staves."""
    c.ground(p.ground)
    c.glow(c.w * dice.random(), c.h * dice.random(), 80, p.inks[1], 0.35)
    staves = 1 if c.w > c.h * 1.2 else 2
    for stave in range(staves):
        base = c.h * (stave + 0.5) / staves + dice.uniform(-4, 4)
        swing, phase, gap = (
            dice.uniform(6, 12),
            dice.uniform(0, 6),
            dice.uniform(7.4, 9) if staves == 1 else dice.uniform(6, 7.2),
        )

        def height(
            x: float, base: float = base, swing: float = swing, phase: float = phase
        ) -> float:
            return base + swing * math.sin(x / c.w * 4.4 + phase)

        for k in range(-2, 3):
            path = [(x, height(x) + k * gap) for x in range(-3, round(c.w) + 5, 3)]
            c.put(line(path, 0.55), mix(p.dark, p.light, 0.5), alpha=0.75)
        x = dice.uniform(8, 12)
        while x < c.w - 10:
            step = dice.randint(-4, 4)
            ink = dice.choice(p.inks)
            double = dice.random() < 0.4 and x < c.w - 26
            _note(c, (x, height(x) + step * gap / 2), gap, ink, up=step >= 0, pair=double)
            x += 27 if double else dice.uniform(15, 20)
    return "Coloured notes dancing along a waving stave"


def piano(c: Canvas, p: Palette, dice: Random) -> str:
    """A keyboard, aslant."""
    c.ground(p.ground)
    tilt, middle = dice.uniform(-28, 28), (c.w / 2, c.h / 2)
    wide, long = dice.uniform(12, 16), dice.uniform(62, 74)
    top = c.h / 2 - long * dice.uniform(0.35, 0.5)
    lit = dice.sample(range(-5, 8), 4)

    def laid(shape: Shape) -> Shape:
        return shape.turned(tilt, middle)

    c.put(laid(rect(-120, top - 40, c.w + 240, 42)), sheen(mix(p.dark, p.ground[1], 0.3), 90))
    for i in range(-7, 14):
        x = i * wide
        ink = p.inks[i % 5] if i in lit else mix(p.light, p.ground[1], 0.06)
        c.put(laid(rect(x, top, wide - 0.5, long, 1.6)), linear(deep(ink, 0.16), ink), shadow=2.5)
    for i in range(-7, 14):
        if i % 7 in (0, 1, 3, 4, 5):
            x = i * wide + wide * 0.68
            c.put(
                laid(rect(x, top - 1, wide * 0.62, long * 0.6, 1.2)), deep(p.dark, 0.3), shadow=2.5
            )
            c.put(laid(rect(x + 1.2, top - 1, wide * 0.3, long * 0.54, 1)), light(p.dark, 0.22))
    c.put(laid(rect(-120, top - 3, c.w + 240, 3)), p.inks[1])
    return "Piano keys aslant, a few of them lit in colour"


def waves(c: Canvas, p: Palette, dice: Random) -> str:
    """A sound as bars."""
    c.ground(p.ground)
    middle = c.h * dice.uniform(0.46, 0.54)
    first, last = dice.sample(p.inks, 2)
    c.glow(c.w / 2, middle, c.w * 0.7, mix(first, last, 0.5), 0.4)
    a, b, d = (dice.uniform(0, 6) for _ in range(3))
    thick = dice.choice((2.2, 3, 4))
    step = thick * 1.65
    bars = int(c.w / step) + 1
    for i in range(bars):
        t = i / bars
        loud = abs(math.sin(t * 9 + a)) * 0.5 + abs(math.sin(t * 23 + b)) * 0.3
        loud = (loud + abs(math.sin(t * 51 + d)) * 0.2) * (0.35 + 0.65 * math.sin(t * math.pi))
        tall = 3 + c.h * 0.74 * loud
        ink = sweep(first, last, t)
        bar = rect(i * step, middle - tall / 2, thick, tall, thick / 2)
        c.put(bar, linear(light(ink, 0.2), deep(ink, 0.1)), shadow=1.2)
    return "The waveform of a sound as a row of bright bars"


def faders(c: Canvas, p: Palette, dice: Random) -> str:
    """A mixing desk from above."""
    c.ground([mix(ground, p.dark, 0.55) for ground in p.ground])
    strips = round(c.w / dice.choice((15, 18)))
    wide = c.w / strips
    for i in range(strips):
        x = wide * (i + 0.5)
        ink = p.inks[i * 5 // strips] if dice.random() < 0.8 else dice.choice(p.inks)
        panel = mix(p.dark, p.ground[1], 0.55)
        c.put(rect(x - wide * 0.46, 2, wide * 0.92, c.h - 4, 1.6), sheen(panel, 80), shadow=2)
        for k in range(3):
            _knob(c, p, (x, c.h * (0.09 + k * 0.11)), ink, dice, r=min(wide * 0.3, 4.6))
        top, bottom = c.h * 0.44, c.h * 0.94
        c.put(rect(x - 0.7, top, 1.4, bottom - top, 0.7), (6, 6, 14))
        for k in range(9):
            y = top + (bottom - top) * k / 8
            c.put(line([(x - 3.4, y), (x - 1.8, y)], 0.3), p.light, alpha=0.4)
        level = bottom - (bottom - top) * (0.5 + 0.4 * math.sin(i * 0.8 + dice.random() * 1.5))
        cap = rect(x - wide * 0.26, level - 4, wide * 0.52, 8, 1.2)
        c.put(cap, linear(light(ink, 0.25), deep(ink, 0.2)), shadow=3)
        c.put(rect(x - wide * 0.26, level - 0.5, wide * 0.52, 1), p.light)
    return "Knobs and coloured faders of a mixing desk"


def drum(c: Canvas, p: Palette, dice: Random) -> str:
    """A drum kit from above, as circles."""
    c.ground(p.ground)
    c.glow(c.w * 0.5, c.h * 0.5, 75, p.inks[2], 0.35)
    spots = [
        (0.5, 0.56, 27),
        (0.16, 0.3, 19),
        (0.5, 0.16, 15),
        (0.84, 0.3, 19),
        (0.2, 0.82, 17),
        (0.84, 0.8, 20),
    ]
    metal = mix((230, 190, 90), p.inks[2], 0.3)
    for i, (u, v, r) in enumerate(spots):
        x, y, size = (
            c.w * u + dice.uniform(-3, 3),
            c.h * v + dice.uniform(-3, 3),
            r * dice.uniform(0.9, 1.1),
        )
        if i in (1, 3):
            c.put(
                disc(x, y, size), radial(light(metal, 0.5), deep(metal, 0.2), (0.4, 0.35)), shadow=7
            )
            for k in range(4, round(size), 3):
                c.put(ring(x, y, k, 0.3), deep(metal, 0.4), alpha=0.4)
            c.put(disc(x, y, size * 0.16), light(metal, 0.4), shadow=1)
        else:
            c.put(disc(x, y, size + 2), sheen(p.inks[i % 5], 50), shadow=6)
            c.put(disc(x, y, size), radial(p.light, mix(p.light, p.inks[i % 5], 0.22), (0.4, 0.4)))
            c.put(ring(x, y, size * 0.8, 0.4), p.inks[i % 5], alpha=0.4)
    for turn in (dice.uniform(15, 35), dice.uniform(-40, -20)):
        stick = (
            line([(-26, 0), (26, 0)], 1.8).turned(turn + 90).moved(c.w * 0.5 + turn / 3, c.h * 0.56)
        )
        c.put(stick, (222, 178, 122), shadow=5)
    return "A drum kit seen from above, with two sticks across it"


def _note(c: Canvas, at: Point, gap: float, ink: Colour, *, up: bool, pair: bool) -> None:
    tall = gap * (-3.3 if up else 3.3)
    heads = [at, (at[0] + 13, at[1] - gap * 0.6)] if pair else [at]
    side = gap * 0.56 if up else -gap * 0.56
    tips: list[Point] = []
    for x, y in heads:
        c.put(line([(x + side, y), (x + side, y + tall)], gap * 0.2), ink, shadow=2)
        head = disc(0, 0, gap * 0.72, gap * 0.52).turned(-22).moved(x, y)
        c.put(head, sheen(ink, 60, 0.25), shadow=2.5)
        tips.append((x + side, y + tall))
    if pair:
        c.put(line(tips, gap * 0.55), ink, shadow=2)
    else:
        x, y = tips[0]
        way = 1 if up else -1
        flag = curve(
            [(x, y), (x + gap * 0.9, y + way * gap * 1.1), (x + gap * 0.7, y + way * gap * 2.2)]
        )
        c.put(line(flag, gap * 0.3), ink)


def _knob(c: Canvas, p: Palette, at: Point, ink: Colour, dice: Random, *, r: float) -> None:
    turn = math.radians(dice.uniform(-220, 40))
    c.put(disc(*at, r), radial(light(p.dark, 0.4), p.dark), shadow=2)
    tip = (at[0] + r * 0.85 * math.cos(turn), at[1] + r * 0.85 * math.sin(turn))
    c.put(line([at, tip], r * 0.26), light(ink, 0.2))


SCENES = (notes, piano, waves, faders, drum)
