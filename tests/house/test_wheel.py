"""The wheel is the whole house: what runs in a checkout runs from it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    """The wheel, built as `make wheel` builds it, and unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    command = ["pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run([sys.executable, "-m", *command, str(ROOT)], check=True, timeout=120)
    (wheel,) = folder.glob("liveboard-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def outside(site: Path, code: str) -> str:
    """What a program prints that has only the wheel."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=site.parent,
        env={**os.environ, "PYTHONPATH": str(site)},
        check=True,
    )
    return done.stdout


def test_it_carries_everything_that_the_checkout_has(unpacked):
    """
    No template, style, script, event file or picture is forgotten.
    """
    wanted = {
        path.relative_to(ROOT).as_posix()
        for folder in ("liveboard", "workers")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    wanted |= {
        f"liveboard/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "templates").rglob("*")
        if path.is_file()
    }
    there = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*")}

    assert set() == wanted - there


def test_the_command_line_runs_from_it(unpacked):
    """
    `pip install liveboard` and nothing else is enough for the first command.
    """
    code = (
        "import sys; sys.argv = ['liveboard', '--help']; import liveboard.__main__ as m; m.main()"
    )

    assert "Run an event day" in outside(unpacked, code)


def test_pages_are_found_in_it(unpacked):
    """
    One function finds the templates, in a wheel and in a checkout.
    """
    code = "from liveboard.web.pages import templates_folder as f; print(f() / 'base.html')"

    assert (
        str(unpacked / "liveboard" / "templates" / "base.html") == outside(unpacked, code).strip()
    )
