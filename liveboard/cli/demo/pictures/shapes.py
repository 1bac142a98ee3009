"""Shapes as lists of outlines, in units of which the picture's shorter side has 100."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """One outline: an area, or (with a width) a line with round ends; or a hole."""

    points: tuple[Point, ...]
    width: float = 0
    hole: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """Some outlines that are filled as one."""

    parts: tuple[Part, ...]

    def __add__(self, other: "Shape") -> "Shape":
        return Shape(self.parts + other.parts)

    def without(self, other: "Shape") -> "Shape":
        """With holes where the other is."""
        return Shape(self.parts + tuple(Part(p.points, p.width, hole=True) for p in other.parts))

    def moved(self, dx: float, dy: float) -> "Shape":
        """Elsewhere."""
        return self._each(lambda x, y: (x + dx, y + dy))

    def turned(self, degrees: float, about: Point = (0, 0)) -> "Shape":
        """Turned clockwise about a point."""
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        ax, ay = about
        return self._each(
            lambda x, y: (
                ax + (x - ax) * cos - (y - ay) * sin,
                ay + (x - ax) * sin + (y - ay) * cos,
            )
        )

    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of what is filled."""
        solid = [p for p in self.parts if not p.hole]
        xs = [x + s * p.width / 2 for p in solid for x, _ in p.points for s in (-1, 1)]
        ys = [y + s * p.width / 2 for p in solid for _, y in p.points for s in (-1, 1)]
        return min(xs), min(ys), max(xs), max(ys)

    def _each(self, change: Callable[[float, float], Point]) -> "Shape":
        return Shape(
            tuple(
                Part(tuple(change(x, y) for x, y in p.points), p.width, p.hole) for p in self.parts
            )
        )


def area(points: Iterable[Point]) -> Shape:
    """A polygon."""
    return Shape((Part(tuple(points)),))


def line(points: Iterable[Point], width: float) -> Shape:
    """A line of a width, with round ends and corners."""
    return Shape((Part(tuple(points), width),))


def disc(x: float, y: float, r: float, ry: float | None = None) -> Shape:
    """A circle, or an ellipse."""
    return area(around(x, y, r, ry))


def around(
    x: float, y: float, r: float, ry: float | None = None, arc: tuple[float, float] = (0, 360)
) -> list[Point]:
    """Points on a circle or ellipse; the arc's degrees run clockwise from the right."""
    start, end = arc
    steps = max(12, round(abs(end - start) / 4))
    angles = [math.radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(x + r * math.cos(a), y + (r if ry is None else ry) * math.sin(a)) for a in angles]


def ring(x: float, y: float, r: float, width: float) -> Shape:
    """A circle's line."""
    return line(around(x, y, r), width)


def rect(x: float, y: float, w: float, h: float, r: float = 0) -> Shape:
    """A rectangle, with rounded corners if you like."""
    r = min(r, w / 2, h / 2)
    if not r:
        return area([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
    corners = (
        (x + w - r, y + r, 270),
        (x + w - r, y + h - r, 0),
        (x + r, y + h - r, 90),
        (x + r, y + r, 180),
    )
    return area(point for cx, cy, a in corners for point in around(cx, cy, r, None, (a, a + 90)))


def curve(points: Sequence[Point], smooth: int = 14) -> list[Point]:
    """A soft line through all points (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    out: list[Point] = []
    for (x0, y0), (x1, y1), (x2, y2), (x3, y3) in zip(
        ends, ends[1:], ends[2:], ends[3:], strict=False
    ):
        for i in range(smooth):
            t = i / smooth
            out.append((_between(x0, x1, x2, x3, t), _between(y0, y1, y2, y3, t)))
    return [*out, points[-1]]


def blob(x: float, y: float, radii: Sequence[float]) -> Shape:
    """A soft closed form: one radius for each direction."""
    turn = 2 * math.pi / len(radii)
    spots = [(x + r * math.cos(i * turn), y + r * math.sin(i * turn)) for i, r in enumerate(radii)]
    whole = curve([*spots[-2:], *spots, *spots[:3]], 10)
    return area(whole[20 : 20 + 10 * len(radii)])


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
