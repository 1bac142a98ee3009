"""Each step of `check` notices what it is there for."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from liveboard.cli.check import STEPS, Step
from liveboard.cli.main import liveboard

PROJECT = """
[tool.mypy]
packages = ["liveboard"]

[tool.importlinter]
root_package = "liveboard"

[[tool.importlinter.contracts]]
name = "The domain knows nothing of the web"
type = "forbidden"
source_modules = ["liveboard.domain"]
forbidden_modules = ["liveboard.web"]
"""
WRONG = {
    "format": "x   =  1\n",
    "lint": "import os\n",
    "types": "x: int = 'one'\n",
    "contracts": "import liveboard.web\n",
    "tests": "",
}


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A small one in which everything is right."""
    for name in ("liveboard", "workers", "benchmarks", "tests"):
        (tmp_path / name).mkdir()
    for name in ("__init__", "domain", "web"):
        (tmp_path / "liveboard" / f"{name}.py").touch()
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "tests" / "test_one.py").write_text("def test_one():\n    pass\n")
    return tmp_path


def ask(step: Step, folder: Path) -> int:
    command = [sys.executable, *step.command]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_it_says_yes_to_right_and_no_to_wrong(checkout, step):
    """
    A step that cannot fail would be no check at all.
    """
    right = ask(step, checkout)
    (checkout / "liveboard" / "domain.py").write_text(WRONG[step.name])
    if step.name == "tests":
        (checkout / "tests" / "test_one.py").write_text("def test_one():\n    assert False\n")

    assert 0 == right
    assert 0 != ask(step, checkout)


def test_a_step_that_is_not_there_is_wrong_use():
    """
    The answer names those that are.
    """
    result = CliRunner().invoke(liveboard, ["check", "contract"])

    assert 2 == result.exit_code
    assert "contracts" in result.output
