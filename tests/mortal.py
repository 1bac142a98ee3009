"""`python mortal.py PROGRAM …`: become a program that dies with whoever started it.

Killed tests leave nothing behind, and nobody has to fork with threads around.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def mortal(*words: str | Path) -> list[str]:
    """The command line that starts a program as a mortal one."""
    return [sys.executable, "-S", __file__, *map(str, words)]


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from liveboard.config.process import die_with_parent

    die_with_parent()
    os.execv(sys.argv[1], sys.argv[1:])
