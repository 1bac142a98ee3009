"""The browser's own modules, run by the Node that comes with Playwright."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import playwright
import pytest

from liveboard.config.process import die_with_parent

NODE = Path(playwright.__file__).parent / "driver" / "node"
RUNNER = Path(__file__).parent / "fold.mjs"


class JavaScript:
    """`static/live/board.js` in a process of its own."""

    def __init__(self) -> None:
        self._node = subprocess.Popen(
            [NODE, RUNNER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=die_with_parent,
        )

    def fold(self, event: dict[str, Any], deltas: list[dict[str, Any]]) -> dict[str, Any]:
        """The board a browser makes of these deltas."""
        assert self._node.stdin and self._node.stdout
        self._node.stdin.write(json.dumps({"event": event, "deltas": deltas}) + "\n")
        self._node.stdin.flush()
        board: dict[str, Any] = json.loads(self._node.stdout.readline())
        return board

    def close(self) -> None:
        """End it."""
        assert self._node.stdin and self._node.stdout
        self._node.stdin.close()
        self._node.wait(10)
        self._node.stdout.close()


@pytest.fixture(scope="session")
def javascript() -> Iterator[JavaScript]:
    node = JavaScript()
    yield node
    node.close()
