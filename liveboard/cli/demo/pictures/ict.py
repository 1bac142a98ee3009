"""ICT: circuit boards, patch panels, racks."""

import math
from random import Random

from liveboard.cli.demo.pictures.canvas import Canvas
from liveboard.cli.demo.pictures.colour import Colour, Palette, deep, light, linear, mix, sheen
from liveboard.cli.demo.pictures.shapes import Point, area, curve, disc, line, rect, ring


def circuit(c: Canvas, p: Palette, dice: Random) -> str:
    """A chip and its traces."""
    c.ground(p.ground)
    cx, cy = c.w * dice.uniform(0.38, 0.62), c.h * dice.uniform(0.38, 0.62)
    half = dice.uniform(13, 18)
    c.glow(cx, cy, 70, p.inks[0], 0.4)
    pins = dice.randint(6, 8)
    first, second = dice.sample(p.inks, 2)
    for side in range(4):
        for i in range(pins):
            off = (i - (pins - 1) / 2) * (2 * half * 0.86 / (pins - 1))
            ink = mix(first, second, dice.random())
            _trace(c, (cx, cy), ink, dice, half=half, off=off, turn=side * 90)
    body = mix(p.dark, p.ground[0], 0.2)
    c.put(
        rect(cx - half, cy - half, 2 * half, 2 * half, 2.5), sheen(light(body, 0.12), 50), shadow=5
    )
    inner = half * 0.62
    lid = rect(cx - inner, cy - inner, 2 * inner, 2 * inner, 1.5)
    c.put(lid, linear(mix(first, p.light, 0.35), mix(second, p.dark, 0.1), 45), shadow=1.5)
    c.put(disc(cx - half + 3, cy - half + 3, 1), p.light, alpha=0.7)
    return "A square chip with coloured traces running out over a circuit board"


def patching(c: Canvas, p: Palette, dice: Random) -> str:
    """A patch panel with its cables."""
    c.ground(p.ground)
    rows = 2 if c.w > c.h else 3
    panel = mix(p.dark, p.ground[1], 0.25)
    high = c.h * 0.62 / rows
    ports: list[Point] = []
    step = 11.5
    for row in range(rows):
        y = c.h * 0.05 + row * (high + 2)
        c.put(rect(3, y, c.w - 6, high, 2), sheen(light(panel, 0.1), 80), shadow=4)
        for i in range(int((c.w - 16) / step)):
            x, py = 9 + i * step, y + high * 0.5 - 4
            c.put(rect(x, py, 8.4, 8, 1), deep(panel, 0.5))
            c.put(rect(x + 1.4, py + 1.4, 5.6, 4.4, 0.6), (6, 8, 16))
            led = dice.choice((p.inks[1], p.inks[2], p.inks[0]))
            c.glow(x + 2, py - 2.6, 4.5, led, 0.75)
            c.put(rect(x + 1.2, py - 3.2, 1.8, 1.2, 0.5), light(led, 0.3))
            ports.append((x + 4.2, py + 5))
    for x, y in sorted(dice.sample(ports, round(len(ports) * 0.62)), key=lambda spot: spot[1]):
        ink = dice.choice(p.inks)
        sag = c.h * dice.uniform(0.9, 1.12)
        path = curve(
            [
                (x, y),
                (x + dice.uniform(-2, 2), y + 12),
                (x + dice.uniform(-22, 22), sag),
                (x, c.h + 25),
            ]
        )
        c.put(line(path, 2.5), deep(ink, 0.12), shadow=2.5)
        c.put(line([(a - 0.5, b) for a, b in path], 0.6), light(ink, 0.5), alpha=0.6)
        c.put(rect(x - 2.6, y - 3, 5.2, 8, 0.8), sheen(light(ink, 0.45), 90), shadow=1)
    return "Coloured network cables hanging from a patch panel with small lights"


def towers(c: Canvas, p: Palette, dice: Random) -> str:
    """Racks of machines, drawn as blocks seen from a corner."""
    c.ground(p.ground)
    c.glow(c.w * 0.5, c.h * 0.4, 80, p.inks[0], 0.3)
    unit = dice.uniform(12, 15)
    across, deepness = 3, 3
    for i in range(across):
        for j in range(deepness):
            height = unit * dice.uniform(1.2, 3.2)
            x = c.w / 2 + (i - j) * unit * 1.12
            y = c.h * 0.5 + (i + j - 2) * unit * 0.62 + unit
            _block(c, p, (x, y), dice, unit=unit, height=height)
    return "Blocks like server racks with rows of small lights"


def keys(c: Canvas, p: Palette, dice: Random) -> str:
    """A keyboard's keys, blank, from above."""
    c.ground([mix(p.dark, ground, 0.5) for ground in p.ground])
    tilt, size = dice.uniform(-24, 24), dice.choice((13, 16, 19))
    plain = (
        mix(p.light, p.ground[1], 0.12) if dice.random() < 0.6 else mix(p.dark, p.ground[1], 0.6)
    )
    middle = (c.w / 2, c.h / 2)
    for row in range(-6, 7):
        x = -110 + dice.uniform(0, size)
        while x < 110:
            along = size * dice.choice((1, 1, 1, 1, 1.5))
            key = (
                rect(x, row * size, along - 1.6, size - 1.6, 2.6)
                .moved(*middle)
                .turned(tilt, middle)
            )
            left, top, right, bottom = key.bounds()
            if right > -4 and left < c.w + 4 and bottom > -4 and top < c.h + 4:
                ink = dice.choice(p.inks) if dice.random() < 0.17 else plain
                c.put(key, deep(ink, 0.3), shadow=1.6)
                top_ = rect(x + 1.3, row * size + 0.8, along - 4.2, size - 4.6, 2.2)
                c.put(top_.moved(*middle).turned(tilt, middle), sheen(ink, 70, 0.1))
            x += along
    return "Blank keyboard keys from above, some of them in bright colours"


def _trace(
    c: Canvas, at: Point, ink: Colour, dice: Random, *, half: float, off: float, turn: float
) -> None:
    first = half + dice.uniform(5, 18)
    bend = math.copysign(dice.uniform(6, 26), off if abs(off) > 1 else dice.choice((-1, 1)))
    end = first + abs(bend) + dice.uniform(6, 55)
    path = [(half - 1, off), (first, off), (first + abs(bend), off + bend), (end, off + bend)]
    track = line(path, 1.25).turned(turn).moved(*at)
    c.put(track, ink, alpha=0.92)
    pad = disc(end, off + bend, 1.9).turned(turn).moved(*at)
    left, top, right, bottom = pad.bounds()
    c.glow((left + right) / 2, (top + bottom) / 2, 6, ink, 0.55)
    c.put(pad, light(ink, 0.2))
    c.put(ring((left + right) / 2, (top + bottom) / 2, 0.5, 0.6), deep(ink, 0.7))
    c.put(rect(half - 1, off - 0.9, 3.4, 1.8).turned(turn).moved(*at), light(ink, 0.6))


def _block(c: Canvas, p: Palette, at: Point, dice: Random, *, unit: float, height: float) -> None:
    x, y = at
    w, d = unit * 1.04, unit * 0.58
    ink = mix(dice.choice(p.inks), p.ground[0], 0.35)
    left = area([(x - w, y), (x, y + d), (x, y + d - height), (x - w, y - height)])
    right = area([(x + w, y), (x, y + d), (x, y + d - height), (x + w, y - height)])
    top = area([(x - w, y - height), (x, y + d - height), (x + w, y - height), (x, y - d - height)])
    c.put(left, linear(ink, deep(ink, 0.45)), shadow=3)
    c.put(right, linear(deep(ink, 0.25), deep(ink, 0.65)))
    c.put(top, linear(light(ink, 0.45), light(ink, 0.15), 30))
    rows = int(height / 3.6)
    for i in range(rows):
        for k in range(4):
            if dice.random() < 0.3:
                continue
            u = 0.18 + k * 0.2
            px, py = x - w + w * u, y + d * u - height + 3 + i * 3.4
            led = dice.choice((p.inks[1], p.inks[2], p.light))
            c.put(rect(px, py - 0.5, 1.5, 0.9, 0.3), led, alpha=0.95)
    for i in range(rows):
        py = y - height + 3 + i * 3.4
        c.put(
            line([(x + w * 0.15, py + d * 0.85), (x + w * 0.88, py + d * 0.12)], 0.5),
            p.dark,
            alpha=0.5,
        )


SCENES = (circuit, patching, towers, keys)
