"""Everything else technicians look after: boards, tool walls, shelves of books, prints."""

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
from liveboard.cli.demo.pictures.shapes import Point, Shape, area, around, curve, disc, line, rect


def board(c: Canvas, p: Palette, dice: Random) -> str:
    """A notice board with pictures instead of words."""
    cork = mix((205, 155, 100), p.ground[1], 0.25)
    c.ground([cork, light(cork, 0.12), deep(cork, 0.08)])
    for _ in range(150):
        fleck = disc(dice.uniform(0, c.w), dice.uniform(0, c.h), dice.uniform(0.3, 0.9))
        c.put(fleck, deep(cork, 0.4), alpha=0.3)
    columns, rows = (4, 3) if c.w > c.h * 1.1 else (3, 4) if c.h > c.w * 1.1 else (3, 3)
    for row in range(rows):
        for column in range(columns):
            x = c.w * (column + 0.5) / columns + dice.uniform(-4, 4)
            y = c.h * (row + 0.5) / rows + dice.uniform(-3, 3)
            _note(c, p, (x, y), (c.w / columns * 0.86, c.h / rows * 0.84), dice)
    return "A cork board covered with pinned sheets of coloured paper"


def tools(c: Canvas, p: Palette, dice: Random) -> str:
    """A wall of tools, each in its place."""
    c.ground(p.ground)
    for row in range(1, int(c.h / 6)):
        for column in range(1, int(c.w / 6)):
            c.put(disc(column * 6, row * 6, 0.55), p.dark, alpha=0.3)
    columns = round(c.w / 25)
    rows = max(1, round(c.h / 50))
    makes = [_spanner, _hammer, _driver, _saw, _square]
    for row in range(rows):
        dice.shuffle(makes)
        for i in range(columns):
            x = c.w * (i + 0.5) / columns
            y = c.h * (row + 0.5) / rows
            shape, handle = makes[i % 5]()
            ink, steel = p.inks[(i + row * 2) % 5], mix((205, 212, 222), p.ground[1], 0.2)
            c.put(shape.moved(x, y), sheen(steel, 20, 0.25), shadow=4)
            c.put(handle.moved(x, y), sheen(ink, 0, 0.25), shadow=4)
    return "Tools hanging in good order on a pegboard"


def books(c: Canvas, p: Palette, dice: Random) -> str:
    """Library shelves."""
    c.ground([mix(ground, p.dark, 0.35) for ground in p.ground])
    shelves = 2 if c.w > c.h else 3
    high = c.h / shelves
    wood = mix((170, 115, 70), p.dark, 0.15)
    for shelf in range(shelves):
        floor, x = high * (shelf + 1) - 4, dice.uniform(0, 2)
        while x < c.w + 4:
            wide, tall = dice.uniform(3.4, 8), (high - 8) * dice.uniform(0.66, 0.94)
            ink = mix(dice.choice(p.inks), p.dark, dice.uniform(0, 0.25))
            mark = light(ink, 0.6) if dice.random() < 0.6 else p.inks[2]
            lean = dice.uniform(5, 11) if dice.random() < 0.07 else 0
            x += 3 if lean else 0
            _book(c, (x, floor), (wide, tall), ink, lean=lean, mark=mark, dice=dice)
            x += wide + (5 if lean else 0.3)
            if dice.random() < 0.05:
                x += dice.uniform(6, 12)
        c.put(rect(-3, floor, c.w + 6, 4.5), sheen(wood, 90, 0.25), shadow=3)
    return "Shelves full of books with coloured spines"


def prints(c: Canvas, p: Palette, dice: Random) -> str:
    """Paper in colours, fanned out: the reprographics room."""
    c.ground(p.ground)
    wheel = c.h >= c.w
    sheets = 18 if wheel else dice.randint(8, 11)
    x, y = (c.w / 2, c.h / 2) if wheel else (c.w * dice.uniform(0.44, 0.56), c.h * 1.04)
    long = min(c.h * 0.9, c.w * (0.47 if wheel else 0.62))
    first, last = dice.sample(p.inks, 2)
    c.glow(x, y, long * 1.4, p.light, 0.4)
    for i in range(sheets):
        t = i / (sheets - 1)
        turn = 360 * i / sheets if wheel else -78 + 156 * t
        ink = light(sweep(first, last, 1 - abs(2 * t - 1) if wheel else t), 0.12)
        sheet = rect(-long * 0.16, -long, long * 0.32, long * 0.99, 1.5).turned(turn)
        c.put(sheet.moved(x, y), linear(light(ink, 0.28), deep(ink, 0.12), 60), shadow=2.5)
        hole = disc(0, -long * 0.92, long * 0.018).turned(turn).moved(x, y)
        c.put(hole, p.dark, alpha=0.5)
    c.put(disc(x, y, long * 0.2), sheen(p.light, 60, 0.06), shadow=4)
    return f"A {'wheel' if wheel else 'fan'} of coloured sheets of paper"


def _note(c: Canvas, p: Palette, at: Point, size: tuple[float, float], dice: Random) -> None:
    turn = dice.uniform(-6, 6)
    w, h = size[0] * dice.uniform(0.8, 1), size[1] * dice.uniform(0.8, 1)

    def laid(shape: Shape) -> Shape:
        return shape.turned(turn).moved(*at)

    paper = dice.choice((p.light, p.light, *(light(ink, 0.45) for ink in p.inks)))
    sheet = laid(rect(-w / 2, -h / 2, w, h, 0.6))
    c.put(sheet, sheen(paper, 50, 0.05), shadow=2.5)
    ink = dice.choice(p.inks)
    kind = dice.randrange(4)
    if kind == 0:
        hill = [(-w / 2 + w * i / 8, h * 0.1 * math.sin(i * 1.3 + turn)) for i in range(9)]
        view = area([*curve(hill, 5), (w / 2, h / 2), (-w / 2, h / 2)])
        c.put(laid(view), sheen(ink), within=sheet)
        c.put(laid(disc(w * 0.2, -h * 0.22, h * 0.11)), dice.choice(p.inks), within=sheet)
    elif kind == 1:
        for i in range(4):
            tall = h * dice.uniform(0.15, 0.6)
            c.put(laid(rect(-w * 0.36 + i * w * 0.19, h * 0.36 - tall, w * 0.13, tall)), p.inks[i])
    elif kind == 2:
        for i in range(5):
            end = w * dice.uniform(0.0, 0.36)
            c.put(
                laid(
                    line(
                        [(-w * 0.36, -h * 0.28 + i * h * 0.13), (end, -h * 0.28 + i * h * 0.13)],
                        0.9,
                    )
                ),
                ink,
                alpha=0.45,
            )
    else:
        c.put(laid(disc(0, h * 0.03, min(w, h) * 0.28)), sheen(ink))
        c.put(laid(disc(w * 0.12, h * 0.1, min(w, h) * 0.16)), dice.choice(p.inks), alpha=0.85)
    c.put(laid(disc(0, -h * 0.43, 1.5)), ball(dice.choice(p.inks)), shadow=1.6)


def _book(
    c: Canvas,
    foot: Point,
    size: tuple[float, float],
    ink: Colour,
    *,
    lean: float,
    mark: Colour,
    dice: Random,
) -> None:
    (x, y), (w, h) = foot, size

    def laid(shape: Shape) -> Shape:
        return shape.turned(lean, (x, y))

    c.put(laid(rect(x, y - h, w, h, 0.7)), linear(light(ink, 0.18), deep(ink, 0.3), 0), shadow=1.4)
    for at in ((0.1, 0.86), (0.2, 0.8), (0.14,), (0.3, 0.36, 0.42))[dice.randrange(4)]:
        c.put(laid(rect(x, y - h * (1 - at), w, h * 0.022)), mark, alpha=0.85)


def _spanner() -> tuple[Shape, Shape]:
    jaw = area([(-2.2, -27), (2.2, -27), (2.2, -19), (-2.2, -19)])
    head = disc(0, -18, 6).without(jaw) + rect(-2, -14, 4, 10)
    return head + disc(0, 18, 5).without(disc(0, 18, 2.6)), rect(-2, -6, 4, 20, 1)


def _hammer() -> tuple[Shape, Shape]:
    head = rect(-9, -21, 13, 8, 1) + area([(4, -20.5), (11, -18), (11, -16.6), (4, -14)])
    return head, rect(-2, -13, 4, 35, 1.6)


def _driver() -> tuple[Shape, Shape]:
    blade = rect(-0.9, -22, 1.8, 26) + area([(-1.8, -22), (1.8, -22), (0.9, -17), (-0.9, -17)])
    return blade, rect(-3.4, 3, 6.8, 18, 3)


def _saw() -> tuple[Shape, Shape]:
    teeth = [(-5 + (1.2 if i % 2 else 0), 6 - i) for i in range(28)]
    blade = area([(6, 6), *teeth, (-3, -22), (1, -22)])
    grip = area(curve([(-7, 6), (8, 5), (9, 16), (4, 21), (-6, 19), (-7, 6)]))
    return blade, grip.without(area(around(0.5, 12.5, 3, 4.4)))


def _square() -> tuple[Shape, Shape]:
    return rect(-7, -20, 4, 36), rect(-7, 12, 19, 6.5, 1)


SCENES = (board, tools, books, prints)
