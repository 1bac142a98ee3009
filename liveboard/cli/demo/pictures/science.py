"""Science: glassware, test tubes, molecules, a look down on the bench."""

import colorsys
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
    sweep,
)
from liveboard.cli.demo.pictures.shapes import Shape, area, around, curve, disc, line, rect, ring


def glassware(c: Canvas, p: Palette, dice: Random) -> str:
    """Flasks and beakers on a bench."""
    c.ground(p.ground)
    floor = c.h * dice.uniform(0.76, 0.84)
    c.glow(c.w * dice.uniform(0.2, 0.8), c.h * 0.3, c.h * 0.75, light(p.ground[1], 0.5), 0.5)
    bench = mix(p.ground[0], p.dark, 0.45)
    c.put(rect(-2, floor, c.w + 4, c.h), linear(light(bench, 0.12), deep(bench, 0.35)))
    many = dice.randint(3, 4) if c.w > c.h else dice.randint(2, 3)
    step = c.w / (many + 0.4)
    inks = dice.sample(p.inks, 5)
    for i in range(many):
        size = min(step * 0.52, c.h * 0.3) * dice.uniform(0.85, 1.12)
        kind = (i + dice.randint(0, 1)) % 3
        make = (_conical, _round, _beaker)[kind]
        _glass(c, p, make(step * (i + 0.7), floor + 5, size), inks[i % 5], dice)
    return (
        f"{['', '', 'Two', 'Three', 'Four'][many]} glass vessels with coloured liquids on a bench"
    )


def tubes(c: Canvas, p: Palette, dice: Random) -> str:
    """A rack of test tubes."""
    c.ground(p.ground)
    c.glow(c.w * 0.5, c.h * 0.45, c.w * 0.7, light(p.ground[1], 0.4), 0.55)
    many = dice.randint(5, 7) if c.w > c.h else dice.randint(4, 5)
    step = c.w * 0.84 / many
    top, bottom = c.h * 0.16, c.h * 0.84
    wood = sheen(mix((205, 150, 95), p.inks[2], 0.25), 90, 0.15)
    c.put(rect(c.w * 0.03, bottom - 2, c.w * 0.94, 9, 2), wood, shadow=4)
    first, last = dice.sample(p.inks, 2)
    for i in range(many):
        x = c.w * 0.08 + step * (i + 0.5)
        r = step * 0.3
        outline = rect(x - r, top + dice.uniform(-2, 2), 2 * r, bottom - top, r)
        colour = sweep(first, last, i / (many - 1))
        level = bottom - (bottom - top) * (0.25 + 0.5 * abs(math.sin(i * 0.9 + dice.random())))
        _fill(c, p, outline, dice, level=level, ink=colour)
        c.put(rect(x - r - 1.2, top - 2, 2 * r + 2.4, 3, 1.5), light(p.light, 0.4), alpha=0.85)
    c.put(rect(c.w * 0.03, c.h * 0.5, c.w * 0.94, 6, 2), wood, shadow=3)
    return "A wooden rack of test tubes whose colours run from one to the next"


def molecule(c: Canvas, p: Palette, dice: Random) -> str:
    """Balls and sticks."""
    c.ground(p.ground)
    for _ in range(9):
        spot = disc(dice.uniform(0, c.w), dice.uniform(0, c.h), dice.uniform(4, 13))
        c.put(spot, light(dice.choice(p.inks), 0.2), alpha=0.35, blur=3)
    ring_r = min(c.w, c.h) * dice.uniform(0.21, 0.25)
    tilt = dice.uniform(0, 60)
    cx, cy = c.w * dice.uniform(0.42, 0.58), c.h * dice.uniform(0.42, 0.58)
    inner = around(cx, cy, ring_r, ring_r * 0.92, (tilt, tilt + 300))[:: 75 // 5]
    inner = inner[:6]
    outer = [(cx + (x - cx) * 1.85, cy + (y - cy) * 1.85) for x, y in inner]
    kept = [i for i in range(6) if dice.random() < 0.75] or [0, 3]
    stick = mix(p.light, p.dark, 0.25 if _night(p) else 0.6)
    for i, start in enumerate(inner):
        c.put(line([start, inner[(i + 1) % 6]], 3), stick, shadow=3)
    for i in kept:
        c.put(line([inner[i], outer[i]], 2.6), stick, shadow=3)
    carbon, *rest = dice.sample(p.inks, 4)
    for i in kept:
        c.put(disc(*outer[i], dice.uniform(4.5, 7)), ball(rest[i % 3]), shadow=4)
    for x, y in inner:
        c.put(disc(x, y, 8), ball(carbon), shadow=4)
    return "A model of a ring-shaped molecule, made of coloured balls and sticks"


def prism(c: Canvas, p: Palette, dice: Random) -> str:
    """Light taken apart."""
    night = deep(mix(p.ground[0], p.dark, 0.8), 0.35)
    c.ground([night, mix(night, p.ground[1], 0.18), night])
    x, y = c.w * dice.uniform(0.38, 0.5), c.h * dice.uniform(0.5, 0.58)
    s = min(c.w, c.h) * dice.uniform(0.26, 0.31)
    tall, tilt = s * 1.6, dice.uniform(-5, 5)
    glass = area([(x, y - tall * 0.62), (x + s, y + tall * 0.42), (x - s, y + tall * 0.42)])
    glass = glass.turned(tilt, (x, y))
    enter, leave = (x - s * 0.42, y + tall * 0.02), (x + s * 0.4, y - tall * 0.02)
    beam = [(-4.0, y + c.h * dice.uniform(0.1, 0.3)), enter]
    c.put(line(beam, 3.2), (255, 255, 255), alpha=0.35, blur=1.6)
    c.put(line(beam, 1.1), (255, 255, 255), alpha=0.95)
    bands, spread = 14, c.h * dice.uniform(0.34, 0.46)
    top = y - c.h * dice.uniform(0.02, 0.12)
    edges = [top + spread * i / bands for i in range(bands + 1)]
    for i in range(bands):
        colour = _rainbow(i / (bands - 1))
        near = leave[1] - 2 + 4 * i / bands
        far = [(c.w + 4, edges[i]), (c.w + 4, edges[i + 1] + 0.4)]
        ray = area([(leave[0], near), *far, (leave[0], near + 0.5)])
        c.put(ray, linear(light(colour, 0.2), colour, 0), alpha=0.85, blur=0.35)
    c.put(area([enter, (leave[0], leave[1] - 2), (leave[0], leave[1] + 2)]), p.light, alpha=0.3)
    c.put(glass, linear(light(p.light), mix(p.ground[1], p.inks[0], 0.5), 60), alpha=0.28)
    rim = glass.parts[0].points
    c.put(line([*rim, rim[0]], 0.8), p.light, alpha=0.8)
    c.glow(*enter, 10, p.light, 0.7)
    return "A beam of white light falls into a glass prism and leaves it as a rainbow"


def dishes(c: Canvas, p: Palette, dice: Random) -> str:
    """Petri dishes from above."""
    c.ground(p.ground)
    step = dice.choice((34, 42, 50))
    tint = light(p.ground[1], 0.75)
    for row in range(-1, round(c.h / step) + 1):
        for column in range(-1, round(c.w / step) + 1):
            x = column * step + (step / 2 if row % 2 else 0) + step * 0.6
            y = row * step * 0.92 + step * 0.6
            r = step * 0.43
            c.put(disc(x, y, r), sheen(mix(tint, dice.choice(p.inks), 0.25)), shadow=3.5)
            for _ in range(dice.randint(4, 16)):
                a, d = dice.uniform(0, 6.28), r * 0.78 * math.sqrt(dice.random())
                dot = disc(x + d * math.cos(a), y + d * math.sin(a), dice.uniform(0.6, r * 0.14))
                c.put(dot, dice.choice(p.inks), alpha=0.9)
            c.put(ring(x, y, r * 0.93, 0.7), p.light, alpha=0.7)
            c.put(line(around(x, y, r * 0.8, None, (200, 250)), 1.1), p.light, alpha=0.75)
    return "Rows of petri dishes seen from above, each with its own pattern of dots"


def _conical(x: float, y: float, s: float) -> Shape:
    neck, top = s * 0.26, y - s * 2.3
    side = curve([(x + neck, top), (x + neck, y - s * 1.5), (x + s * 0.92, y - s * 0.2)])
    foot = curve([(x + s * 0.92, y - s * 0.2), (x + s * 0.86, y), (x + s * 0.6, y + s * 0.05)])
    right = [*side, *foot]
    return area([*right, *[(2 * x - px, py) for px, py in reversed(right)]])


def _round(x: float, y: float, s: float) -> Shape:
    neck = rect(x - s * 0.24, y - s * 2.5, s * 0.48, s * 1.2)
    return disc(x, y - s * 0.78, s * 0.84) + neck


def _beaker(x: float, y: float, s: float) -> Shape:
    return rect(x - s * 0.72, y - s * 1.75, s * 1.44, s * 1.8, s * 0.16)


def _glass(c: Canvas, p: Palette, outline: Shape, ink: Colour, dice: Random) -> None:
    left, top, right, bottom = outline.bounds()
    pool = disc((left + right) / 2 + 3, bottom - 1, (right - left) * 0.62, 3)
    c.put(pool, p.dark, alpha=0.45, blur=2)
    if _night(p):
        c.glow((left + right) / 2, bottom + 2, (right - left) * 0.8, ink, 0.5)
    level = bottom - (bottom - top) * dice.uniform(0.32, 0.5)
    _fill(c, p, outline, dice, level=level, ink=ink)
    width = (right - left) * 0.34
    middle = (left + right) / 2
    if bottom - top > (right - left) * 1.25:
        c.put(rect(middle - width / 2, top - 1.2, width, 2.4, 1.2), p.light, alpha=0.7)
        for i in range(3):
            bubble = disc(middle + dice.uniform(-2, 2), top - 5 - i * 6, dice.uniform(0.8, 2.2))
            c.put(bubble, light(ink), alpha=0.6 - i * 0.13)


def _fill(
    c: Canvas, p: Palette, outline: Shape, dice: Random, *, level: float, ink: Colour
) -> None:
    """Glass with liquid up to a level, bubbles in it, and a highlight on it."""
    left, top, right, bottom = outline.bounds()
    if not _night(p):
        c.put(outline, deep(mix(p.ground[0], ink, 0.4), 0.5), alpha=0.16, shadow=2)
    c.put(outline, linear(light(p.light), mix(p.light, ink, 0.3), 30), alpha=0.32)
    wave = [
        (left - 1 + (right - left + 2) * i / 10, level + math.sin(i * 1.3) * 0.5) for i in range(11)
    ]
    liquid = area([*wave, (right + 1, bottom + 1), (left - 1, bottom + 1)])
    c.put(liquid, linear(light(ink, 0.15), deep(ink, 0.25), 80), within=outline, alpha=0.96)
    c.put(line(wave, 0.9), light(ink, 0.6), within=outline, alpha=0.8)
    for _ in range(dice.randint(4, 9)):
        x, y = dice.uniform(left, right), dice.uniform(level + 2, bottom - 1)
        c.put(disc(x, y, dice.uniform(0.5, 1.7)), p.light, within=outline, alpha=0.45)
    gleam = rect(left + (right - left) * 0.16, top + 1, (right - left) * 0.07, bottom - top - 4, 2)
    c.put(gleam, (255, 255, 255), within=outline, alpha=0.45, blur=0.3)
    c.put(outline, (255, 255, 255), alpha=0.06)


def _rainbow(share: float) -> Colour:
    red, green, blue = colorsys.hls_to_rgb(share * 0.77, 0.58, 0.95)
    return round(red * 255), round(green * 255), round(blue * 255)


def _night(p: Palette) -> bool:
    return sum(p.ground[0]) < 300


SCENES = (glassware, tubes, molecule, prism, dishes)
