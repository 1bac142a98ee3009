"""The locks install the same bytes everywhere, and say nothing about where they were made."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", lock.read_text(), flags=re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9._-]", line)[0].lower() for line in requirements}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
class TestEveryLock:
    def test_it_names_no_place(self, lock):
        """
        No index address, link, file or option of the machine that made the lock is in it.
        """
        said = [
            line
            for line in lock.read_text().splitlines()
            if line
            and not line.lstrip().startswith(("#", "--hash=sha256:"))
            and not re.fullmatch(r"[a-z0-9._-]+==\S+( ; [^\\]+)? \\", line)
        ]

        assert [] == said
        assert not re.search(r"://|file:/|--find|--index", lock.read_text())

    def test_every_pin_has_its_hashes(self, lock):
        """
        Not one file is installed that was not known when the lock was made.
        """
        blocks = re.split(r"\n(?=[a-z0-9])", lock.read_text())
        unhashed = [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block]

        assert [] == unhashed


def test_the_locks_agree():
    """
    Tests run on the versions that people run.
    """
    run, test = pins(ROOT / "requirements" / "run.txt"), pins(ROOT / "requirements" / "test.txt")

    assert {} == {name: test[name] for name in run.keys() & test.keys() if run[name] != test[name]}


def test_every_dependency_is_locked():
    """
    Nobody adds a dependency to pyproject.toml and forgets `make lock`.
    """
    run = pins(ROOT / "requirements" / "run.txt").keys()
    test = pins(ROOT / "requirements" / "test.txt").keys()

    assert set() == names(PROJECT["project"]["dependencies"]) - run
    assert set() == names(PROJECT["dependency-groups"]["test"]) - test


def test_the_build_backend_is_the_locked_one():
    """
    The wheel is built by what the lock names, without build isolation.
    """
    locked = pins(ROOT / "requirements" / "run.txt")

    assert [f"hatchling=={locked['hatchling']}"] == PROJECT["build-system"]["requires"]
    assert "editables" in locked
