"""One picture for a subject and a seed: which scene, which palette, which way up."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image

from liveboard.cli.demo.pictures import art, drama, dt, ict, music, other, pe, science
from liveboard.cli.demo.pictures.canvas import Canvas
from liveboard.cli.demo.pictures.colour import Palette
from liveboard.cli.demo.pictures.palettes import PALETTES

Scene = Callable[[Canvas, Palette, Random], str]

SCENES: dict[str, tuple[Scene, ...]] = {
    "science": science.SCENES,
    "dt": dt.SCENES,
    "ict": ict.SCENES,
    "music": music.SCENES,
    "art": art.SCENES,
    "drama": drama.SCENES,
    "pe": pe.SCENES,
    "other": other.SCENES,
}
"""What can be drawn of each subject; an event's own subjects get those of `other`."""

SHAPES = ((4, 3), (4, 3), (4, 3), (3, 4), (3, 4), (1, 1), (16, 9))
LONG = 1600  # pixels of the longer edge as it is drawn


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, upright.

    Attributes:
        scene: What was drawn, by the name of its function.
        alt: What can be seen, for people who cannot see it.
    """

    image: Image.Image
    scene: str
    alt: str


def draw(subject: str, seed: int, *, turn: int | None = None, long: int = LONG) -> Drawn:
    """Draw a picture; the same arguments give the same pixels.

    Args:
        turn: The how-manieth of its subject it is, so that scenes and palettes
            take turns; None leaves both to chance.
        long: Pixels of the longer edge.
    """
    kind = subject if subject in SCENES else "other"
    dice = Random(f"{kind} {seed}")  # noqa: S311 - pictures, not secrets
    scenes, palettes = SCENES[kind], PALETTES[kind]
    scene, palette = dice.choice(scenes), dice.choice(palettes)
    if turn is not None:
        scene = scenes[turn % len(scenes)]
        palette = palettes[(turn + turn // len(scenes)) % len(palettes)]
    across, down = dice.choice(SHAPES)
    unit = long / max(across, down)
    canvas = Canvas(round(across * unit), round(down * unit), dice)
    alt = scene(canvas, palette, dice)
    return Drawn(canvas.finish(), scene.__name__, alt)
