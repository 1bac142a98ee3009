"""Photos developed per CPU-second: in the cage, and by plain Pillow in one process.

    python -m benchmarks.photos [PHOTO …]

Both do the same work: decode, turn upright, three WebP prints of the same sizes at the
same quality. Plain Pillow pays for no process, no limits and no checks, so the ratio is
the price of the cage. Without photos it draws its own 12-megapixel ones.
"""

import io
import resource
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pillow_heif
from PIL import Image, ImageOps
from rich.console import Console

from benchmarks.figures import Answer, Budget, ratios, spread
from liveboard.media.cage import develop
from liveboard.media.developed import SIZES
from liveboard.media.photos import QUALITY
from tests import pictures

COLUMNS = ("photo", "in", "cage /CPU-s", "plain /CPU-s", "cage : plain", "cage wall s")


def plain(data: bytes) -> None:
    """What a program without a cage would do, with the same care for speed."""
    image: Image.Image = Image.open(io.BytesIO(data))
    longest, edge = max(image.size), max(SIZES.values())
    image.draft(None, (image.width * edge // longest, image.height * edge // longest))
    image = ImageOps.exif_transpose(image).convert("RGB")
    for edge in sorted(SIZES.values(), reverse=True):
        image.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        image.save(io.BytesIO(), "WEBP", quality=QUALITY, method=2)


def caged(data: bytes) -> None:
    """What a worker of ours does."""
    develop(data)


def cpu() -> float:
    """Processor seconds of this process and of its children that have ended."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def rate(work: Callable[[bytes], None], data: bytes) -> tuple[float, float]:
    """Photos per CPU-second, and wall-clock seconds, of one photo."""
    began, spent = time.monotonic(), cpu()
    work(data)
    return 1 / (cpu() - spent), time.monotonic() - began


def drawn() -> dict[str, bytes]:
    """Photos of our own to measure, by name."""
    image = pictures.photo()
    return {
        "JPEG 12 MP": pictures.encoded(image, "jpeg", quality=88, exif=pictures.exif()),
        "WebP 12 MP": pictures.encoded(image, "webp", quality=80, method=0),
        "AVIF 12 MP": pictures.encoded(image, "avif", quality=60, speed=10),
        "JPEG 3 MP": pictures.encoded(image.resize((2016, 1512)), "jpeg", quality=88),
    }


def measure(runs: int, budget: Budget, found: Mapping[str, bytes] | None = None) -> Answer:
    """Develop each photo in turn in the cage and plainly."""
    pillow_heif.register_heif_opener()
    answer = Answer("Photos developed per CPU-second, in the cage and by plain Pillow", COLUMNS)
    found = found or drawn()
    for number, (name, data) in enumerate(found.items()):
        cage, bare, wall = [], [], []
        plain(data)  # imports and caches are nobody's price
        for _ in Budget(budget.left / (len(found) - number)).runs(runs):
            speed, seconds = rate(caged, data)
            cage.append(speed)
            wall.append(seconds)
            bare.append(rate(plain, data)[0])  # in turn: both meet the same noise
        size = f"{len(data) / 1e6:.1f} MB"
        answer.add(name, size, spread(cage), spread(bare), ratios(cage, bare), spread(wall))
    answer.notes.append("more is better, except for seconds; three WebP prints from each photo")
    return answer


def main() -> None:
    """Measure photos of yours, or drawn ones."""
    found = {Path(path).name: Path(path).read_bytes() for path in sys.argv[1:]}
    measure(7, Budget(50), found).show(Console(width=130))


if __name__ == "__main__":
    main()
