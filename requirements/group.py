"""Print a dependency group of pyproject.toml, one requirement a line, for pip-compile."""

import sys
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())
sys.stdout.write("\n".join(project["dependency-groups"][sys.argv[1]]) + "\n")
