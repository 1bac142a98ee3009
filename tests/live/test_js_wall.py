"""The browser's live client and the wall's choices, tried by Node without a page."""

import subprocess
from pathlib import Path

import pytest

from tests.javascript import NODE

FOLDER = Path(__file__).parent / "js"


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.test.mjs")))
def test_a_module_keeps_the_promises_written_beside_it(name: str) -> None:
    """
    Each file of promises in JavaScript holds; what fails is printed as Node says it.
    """
    run = subprocess.run(
        [NODE, "--test", "--test-reporter=tap", FOLDER / name],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
