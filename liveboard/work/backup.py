"""Backup while everything runs; restore on an empty folder: same links, same numbers.

A backup is a folder::

    backup.json    what it is of, when, how many keys and photos, the hash of store.jsonl
    store.jsonl    one line a key: name, when it expires, its bytes
    event.toml     the event file
    secret         0600; without it every link handed out would stop working
    blobs/         originals and prints

Trusted: whoever can change it decides what is shown after a restore. Keep it as
private as the data folder: originals know where they were taken.
"""

import hashlib
import json
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liveboard import __version__
from liveboard.config.settings import Settings
from liveboard.domain.errors import Conflict, NotFound, Refused
from liveboard.media.blobs import Blobs
from liveboard.media.developed import SIZES
from liveboard.store import connect, dump
from liveboard.store.call import run
from liveboard.work.kit import KEPT_EVENT, Kit, event_path

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds."""

    event: str
    keys: int
    photos: int


def backup(kit: Kit, folder: Path) -> Kept:
    """Copy everything of the event to a new folder. It is there whole, or not at all.

    The store is copied in one breath, then the photos: one that arrives meanwhile is
    too many in the copy, and is tidied away; none that the copy speaks of is missing.

    Raises:
        Conflict: The folder is there already, with something in it.
        OSError: It cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Conflict(f"{folder} is not empty", hint="name a new folder; backups are not mixed")
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700, parents=True)
    with connect.raw(kit.settings) as redis:
        found = run(redis, dump.everything(kit.keys))
    digest = _write_store(part / "store.jsonl", found)
    _write_private(part / "secret", kit.secret.key)
    shutil.copyfile(event_path(kit.settings), part / KEPT_EVENT)
    kept = Kept(kit.keys.slug, len(found), _copy_blobs(kit.blobs, Blobs.open(part / "blobs")))
    note = {
        "format": FORMAT,
        "liveboard": __version__,
        "event": kept.event,
        "at": kit.clock.now().isoformat(),
        "keys": kept.keys,
        "photos": kept.photos,
        "store": digest,
    }
    (part / "backup.json").write_text(json.dumps(note, indent=2) + "\n")
    if folder.exists():
        folder.rmdir()
    part.rename(folder)
    return kept


def place_files(settings: Settings, folder: Path) -> None:
    """Put the backup's secret and event file where they are looked for; before any kit is opened.

    Raises:
        NotFound: This is no backup.
        Refused: LIVEBOARD_SECRET is set, and is another one.
    """
    _note(folder)
    if settings.event is None:
        shutil.copyfile(folder / KEPT_EVENT, settings.data / KEPT_EVENT)
    secret = (folder / "secret").read_bytes()
    if settings.secret is None:
        _write_private(settings.data / "secret", secret)
    elif settings.secret.encode() != secret:
        raise Refused(
            "LIVEBOARD_SECRET is not the secret of this backup; no link would work any more",
            hint="unset it, or set it to what the file `secret` in the backup says",
        )


def restore(kit: Kit, folder: Path) -> Kept:
    """Make an empty store and an empty place for photos into the event of a backup.

    Raises:
        Conflict: The store knows the event already.
        Refused: The backup is damaged, or of another event.
    """
    note = _note(folder)
    if note["event"] != kit.keys.slug:
        raise Refused(
            f'this is a backup of "{note["event"]}", and this house runs "{kit.keys.slug}"',
            hint="set LIVEBOARD_EVENT to the event file of the backup",
        )
    if run(kit.redis, dump.any_there(kit.keys)):
        raise Conflict(
            f'the store has an event "{kit.keys.slug}" already',
            hint="restore into an empty LIVEBOARD_DATA (or an empty store)",
        )
    found = _read_store(folder / "store.jsonl", str(note["store"]))
    photos = _copy_blobs(Blobs.open(folder / "blobs"), kit.blobs)
    with connect.raw(kit.settings) as redis:
        for key in found:
            run(redis, dump.put(kit.keys, key))
    run(kit.redis, dump.finish(kit.keys, epoch=secrets.token_hex(8)))
    return Kept(kit.keys.slug, len(found), photos)


def _note(folder: Path) -> dict[str, Any]:
    try:
        note: dict[str, Any] = json.loads((folder / "backup.json").read_text())
    except (OSError, ValueError):
        raise NotFound(
            f"{folder} is not a backup", hint="name the folder that `liveboard backup` made"
        ) from None
    if note.get("format") != FORMAT:
        raise Refused(
            f"{folder} was made by liveboard {note.get('liveboard')}, in a form we cannot read",
            hint="restore it with that version",
        )
    return note


def _write_store(path: Path, found: list[dump.Key]) -> str:
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for line in dump.lines(found):
            text = json.dumps(line).encode() + b"\n"
            digest.update(text)
            file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _read_store(path: Path, digest: str) -> list[dump.Key]:
    text = path.read_bytes()
    if hashlib.sha256(text).hexdigest() != digest:
        raise Refused(f"{path} is damaged: its hash is not the one in backup.json")
    return [dump.unlined(json.loads(line)) for line in text.splitlines()]


def _copy_blobs(here: Blobs, there: Blobs) -> int:
    """Copy what is kept; returns how many photos. One deleted meanwhile is left out."""
    copied = 0
    for digest in here.hashes():
        for name in SIZES:
            if (data := here.get_print(digest, name)) is not None:
                there.put_print(digest, name, data)
        try:
            original = here.get_original(digest)
        except FileNotFoundError:
            continue
        with there.stage() as staged:
            staged.write(original)
            if staged.hash != digest:
                raise Refused(
                    f"the original {digest[:12]}… is damaged: its bytes have another hash"
                )
            there.put_original(staged)
        copied += 1
    return copied


def _write_private(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
