"""The Procfile's lines, each by itself, with somebody else's store."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.helpers import wait_until
from tests.mortal import mortal
from tests.pictures import picture
from tests.running import ROOT, free_port

LINES = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())


@contextmanager
def process(name: str, env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """One line of the Procfile, running."""
    words = [sys.executable, *LINES[name].split()[1:]]
    with log.open("ab") as out:
        running = subprocess.Popen(mortal(*words), env=env, cwd=ROOT, stdout=out, stderr=out)
    try:
        yield running
    finally:
        running.terminate()
        running.wait(30)


@pytest.mark.faults
def test_every_line_does_its_part(settings, tmp_path):
    """
    With a store of one's own and any process manager, a photo comes as far as the desk.
    """
    port, log = free_port(), tmp_path / "log"
    env = {
        **os.environ,
        "LIVEBOARD_DATA": str(settings.data),
        "LIVEBOARD_REDIS_URL": str(settings.redis_url),
        "LIVEBOARD_PORT": str(port),
    }
    url = f"http://127.0.0.1:{port}"
    with process("release", env, log) as release:
        assert 0 == release.wait(60), log.read_text()

    def ready() -> bool:
        try:
            return httpx2.get(f"{url}/readyz").status_code == 200
        except httpx2.HTTPError:
            return False

    with ExitStack() as stack:
        others = [name for name in LINES if name != "release"]
        processes = {name: stack.enter_context(process(name, env, log)) for name in others}
        wait_until(ready, "the web is ready", 60)
        sent = httpx2.post(
            f"{url}/api/submissions",
            files={"file": ("lab.jpg", picture("jpeg"), "image/jpeg")},
            data={"subject": "science", "consent": "1"},
        )
        path = f"{url}/api/submissions/{sent.json()['id']}"
        wait_until(lambda: httpx2.get(path).json()["state"] == "waiting", "it is developed", 60)

        assert {"web", "worker", "fetch", "sweep", "bot"} == set(processes)
        assert [] == [name for name, one in processes.items() if one.poll() is not None]
