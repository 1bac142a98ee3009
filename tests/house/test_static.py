"""What browsers are given: other people's files are what they claim to be, ours stay small."""

import gzip
import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest

STATIC = Path(__file__).parents[2] / "liveboard" / "static"
VENDOR = STATIC / "vendor"
PAPERS = {"vendor.toml", "THIRD_PARTY.md"}


def packages() -> list[dict[str, Any]]:
    """The packages that vendor.toml tells of."""
    told: list[dict[str, Any]] = tomllib.loads((VENDOR / "vendor.toml").read_text())["package"]
    return told


def test_every_vendored_file_is_the_one_that_was_checked() -> None:
    """
    Somebody else's file is here with its hash, its package's hash and its licence, or not at all.
    """
    told = {
        f"{package['folder']}/{file['path']}": file["sha256"]
        for package in packages()
        for file in package["file"]
    }
    here = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in PAPERS
    }

    assert told == here
    for package in packages():
        assert package["integrity"].startswith("sha512-")
        assert f"{package['folder']}/LICENSE" in here
        assert package["name"] in (VENDOR / "THIRD_PARTY.md").read_text()


def test_the_sprite_has_the_icons_it_is_said_to_have() -> None:
    """
    An icon that a page names is in the sprite, and the list beside it is true.
    """
    (lucide,) = (package for package in packages() if package["name"] == "lucide-static")
    (sprite,) = (file for file in lucide["file"] if file["path"] == "sprite.svg")
    text = (VENDOR / lucide["folder"] / "sprite.svg").read_text()

    assert sprite["icons"] == [part.split('"')[0] for part in text.split('<symbol id="')[1:]]


@pytest.mark.parametrize(
    ("folders", "kilobytes"), [(("live", "wall"), 35)], ids=["the wall's modules"]
)
def test_a_page_stays_light(folders: tuple[str, ...], kilobytes: int) -> None:
    """
    A wall loads in a school with slow wifi: its modules together, packed, stay under their budget.
    """
    modules = [path for folder in folders for path in sorted((STATIC / folder).glob("*.js"))]
    packed = sum(len(gzip.compress(path.read_bytes())) for path in modules)

    assert packed <= kilobytes * 1024


def test_no_module_outgrows_a_reader() -> None:
    """
    A browser module has at most 400 lines.
    """
    ours = [path for path in STATIC.rglob("*.js") if VENDOR not in path.parents]
    lines = {str(path.relative_to(STATIC)): path.read_text().count("\n") for path in ours}
    long = {name for name, count in lines.items() if count > 400}

    assert set() == long
