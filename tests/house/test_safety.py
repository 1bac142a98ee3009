"""What must not be in the house."""

import hashlib
import re
import subprocess
import tomllib

from tests.house.trees import ROOT, name

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = ROOT / "liveboard" / "static"


def test_pages_have_no_inline_code():
    """
    A page brings no script, style or handler of its own: the policy forbids them all.
    """
    bad = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", re.IGNORECASE)

    assert [] == [name(path) for path in TEMPLATES if bad.search(path.read_text())]


def test_pages_ask_nobody_else():
    """
    Nothing on a page is loaded from another site.
    """
    other = re.compile(r"""(?:src|href|action)=["']\s*(?:https?:)?//""")

    assert [] == [name(path) for path in TEMPLATES if other.search(path.read_text())]


def test_scripts_write_no_markup():
    """
    Words of people become text, never markup.
    """
    bad = re.compile(
        r"\.(?:inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    )
    ours = [path for path in STATIC.rglob("*.js") if "vendor" not in path.parts]

    assert [] == [name(path) for path in ours if bad.search(path.read_text())]


def test_every_file_of_others_is_on_record():
    """
    A third party's file has a licence, a version and a hash on record, and is that file.
    """
    record = tomllib.loads((STATIC / "vendor" / "vendor.toml").read_text())
    known = {}
    for package in record["package"]:
        assert package["licence"] and package["version"] and package["name"]
        for file in package["file"]:
            known[f"{package['folder']}/{file['path']}"] = file["sha256"]
    there = {
        path.relative_to(STATIC / "vendor").as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in (STATIC / "vendor").rglob("*")
        if path.is_file() and path.parent != STATIC / "vendor"
    }

    assert known == there


def test_nothing_says_where_it_was_made():
    """
    No file names a folder of the machine it was written on.
    """
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.split(b"\0")
    here = str(ROOT.parent).encode() + b"/"
    found = [
        file.decode()
        for file in files
        if file and (ROOT / file.decode()).is_file() and here in (ROOT / file.decode()).read_bytes()
    ]

    assert [] == found
