"""Photos developed per CPU-second: in the cage, and by plain Pillow in one process.

    python -m benchmarks.photos [PHOTO …]

Both do the same work: decode, turn upright, three WebP prints of the same sizes at the
same quality. Plain Pillow pays for no process, no limits and no checks, so the ratio is
the price of the cage. Without photos it draws its own 12-megapixel ones. Ends within a
minute.
"""

import io
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pillow_heif
from PIL import Image, ImageOps
from rich.console import Console
from rich.table import Table

from liveboard.media.cage import develop
from liveboard.media.developed import SIZES
from liveboard.media.photos import QUALITY
from tests import pictures

RUNS = 7
BUDGET = 50.0  # seconds, drawing the pictures included


def plain(data: bytes) -> None:
    """What a program without a cage would do, with the same care for speed."""
    image = Image.open(io.BytesIO(data))
    image.draft(None, tuple(edge * max(SIZES.values()) // max(image.size) for edge in image.size))
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


def spread(values: list[float]) -> str:
    """Median and range."""
    return f"{statistics.median(values):.2f} [{min(values):.2f}-{max(values):.2f}]"


def photos(paths: list[str]) -> dict[str, bytes]:
    """The photos to measure, by name."""
    if paths:
        return {Path(path).name: Path(path).read_bytes() for path in paths}
    image = pictures.photo()
    return {
        "JPEG 12 MP": pictures.encoded(image, "jpeg", quality=88, exif=pictures.exif()),
        "WebP 12 MP": pictures.encoded(image, "webp", quality=80, method=0),
        "AVIF 12 MP": pictures.encoded(image, "avif", quality=60, speed=10),
        "JPEG 3 MP": pictures.encoded(image.resize((2016, 1512)), "jpeg", quality=88),
    }


def main() -> None:
    """Measure and print one table."""
    began = time.monotonic()
    pillow_heif.register_heif_opener()
    table = Table(
        "photo", "in", "cage /CPU-s", "plain /CPU-s", "cage : plain", "cage wall s", "runs"
    )
    found = photos(sys.argv[1:])
    for number, (name, data) in enumerate(found.items(), 1):
        cage, bare, wall = [], [], []
        plain(data)  # imports and caches are nobody's price
        while len(cage) < RUNS and time.monotonic() - began < BUDGET * number / len(found):
            for work, rates in ((caged, cage), (plain, bare)):  # in turn: both meet the same noise
                speed, seconds = rate(work, data)
                rates.append(speed)
                if work is caged:
                    wall.append(seconds)
        ratios = [one / other for one, other in zip(cage, bare, strict=True)]
        size = f"{len(data) / 1e6:.1f} MB"
        columns = [spread(values) for values in (cage, bare, ratios, wall)]
        table.add_row(name, size, *columns, str(len(cage)))
    Console(width=120).print(table, r"median \[min-max]; more is better, except for seconds")


if __name__ == "__main__":
    main()
