"""The frames of `liveboard/1`, the same JSON on every lane (`docs/wire.md`)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

VERSION = 1
HELLO_BYTES = 4096
PRINTS = ("thumb", "wall", "full")
_SPOKEN = ("caption", "alt")
_OPTIONAL = ("name", "school")

Words = Mapping[str, str]


class BadHello(ValueError):
    """Not a greeting of ours."""


@dataclass(frozen=True, slots=True)
class Hello:
    """Where a viewer stands: `seq` of `epoch`; a phone or a kiosk."""

    epoch: str
    seq: int
    role: str


def hello(text: str) -> Hello:
    """Read a viewer's greeting.

    Raises:
        BadHello: If it is not one.
    """
    if len(text) > HELLO_BYTES:
        raise BadHello("too long")
    try:
        found = json.loads(text)
        if found["t"] != "hello" or found["v"] != VERSION:
            raise BadHello("not liveboard/1")
        epoch, seq = found.get("epoch") or "", found.get("seq") or 0
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadHello("not a hello") from error
    if not isinstance(epoch, str) or isinstance(seq, bool) or not isinstance(seq, int):
        raise BadHello("epoch must be a text and seq a number")
    return Hello(epoch, seq, str(found.get("role", ""))[:16])


def encode(frame: Mapping[str, Any]) -> str:
    """A frame as text, as short as it can be."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def join_entry(entry: Mapping[str, Any], words: Words | None) -> dict[str, Any]:
    """An entry with its words and the addresses of its prints; empty ones if it is not shown."""
    joined = {name: value for name, value in entry.items() if name != "v"}
    joined.update(join_words(words or {}))
    joined["prints"] = (
        {name: f"/media/{entry['id']}/{name}?v={entry['v']}" for name in PRINTS}
        if words is not None
        else dict.fromkeys(PRINTS, "")
    )
    return joined


def join_words(words: Words) -> dict[str, str]:
    """The words of an entry: caption and description always, name and school if given."""
    spoken = {name: words.get(name, "") for name in _SPOKEN}
    return spoken | {name: words[name] for name in _OPTIONAL if words.get(name)}


def join(delta: Mapping[str, Any], words: Mapping[str, Words]) -> dict[str, Any]:
    """A delta with the words that are public now."""
    if delta["op"] == "show":
        entry = delta["entry"]
        return {**delta, "entry": join_entry(entry, words.get(entry["id"]))}
    if delta["op"] == "edit":
        joined = {name: value for name, value in delta.items() if name != "fields"}
        now = words.get(delta["id"], {})
        return joined | {name: now.get(name, "") for name in delta["fields"]}
    return dict(delta)


def deltas(found: Sequence[Mapping[str, Any]]) -> str:
    """`{t: "d"}`: changes as they happen."""
    return encode({"t": "d", "d": found})


def welcome(
    epoch: str, now: int, head: int, build: str, missed: Sequence[Mapping[str, Any]]
) -> str:
    """`{t: "welcome"}`: the answer to a greeting, with what was missed."""
    return encode(
        {"t": "welcome", "epoch": epoch, "now": now, "head": head, "build": build, "d": missed}
    )


def reset(epoch: str) -> str:
    """`{t: "reset"}`: start again from the snapshot."""
    return encode({"t": "reset", "epoch": epoch})


def heartbeat(epoch: str, head: int, now: int) -> str:
    """`{t: "hb"}`: we are here; `head` shows a viewer what it lost in silence."""
    return encode({"t": "hb", "epoch": epoch, "head": head, "now": now})


def bye(after_ms: int, spread_ms: int) -> str:
    """`{t: "bye"}`: this process ends; come back after so long, spread over so long."""
    return encode({"t": "bye", "after_ms": after_ms, "spread_ms": spread_ms})
