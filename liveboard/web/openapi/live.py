"""The wall as programs follow it: snapshot, segments, older entries, and `liveboard/1`."""

from liveboard.live.wire import HELLO_BYTES, VERSION
from liveboard.store.feed import NEWEST, SEGMENT
from liveboard.web.openapi.parts import (
    COUNT,
    ID,
    IF_NONE_MATCH,
    NUMBER,
    TEXT,
    TIME,
    YES_NO,
    Json,
    answer,
    array,
    bare,
    numbers,
    obj,
    one_of,
    parameter,
    problems,
    ref,
    told,
)

_COUNTS = numbers("Shown entries by subject; an entry counts once in each it names.")
_POINTS = numbers("The league's score by subject.")
_NUMBERS: Json = {"counts": _COUNTS, "points": _POINTS, "total": COUNT}
_MENTIONS = obj({"total": COUNT, "by_source": numbers("By network.")})
_EPOCH = told(TEXT, "Which feed; another one after a restore.")
_SEQ = told(NUMBER, "The number of the last delta in it.")
_WALL: Json = {
    "paused": told(YES_NO, "A holding slide is up."),
    "layout": TEXT,
    "message": TEXT,
}

_STATE = obj(
    {
        "event": ref("Event"),
        **_NUMBERS,
        "mentions": _MENTIONS,
        "entries": array(ref("Entry"), description=f"Newest first, at most {NEWEST}."),
        "league": array(
            obj({"place": NUMBER, "subject": TEXT, "count": COUNT}),
            description="By points; equal points share a place.",
        ),
        "held": told(YES_NO, "The league is held back until it is revealed."),
        "wall": obj(_WALL),
        "draw": {"type": "object", "additionalProperties": True},
    }
)

_MEMBERS: dict[str, tuple[Json, tuple[str, ...]]] = {
    "show": ({"entry": ref("Entry"), **_NUMBERS}, ("counts", "points")),
    "edit": (
        {"id": ID, "rev": NUMBER, "caption": TEXT, "alt": TEXT, "name": TEXT, "school": TEXT},
        ("caption", "alt", "name", "school"),
    ),
    "move": ({"id": ID, "rev": NUMBER, "subjects": array(TEXT), **_NUMBERS}, ()),
    "hide": ({"id": ID, **_NUMBERS}, ("counts", "points")),
    "count": ({"mentions": _MENTIONS}, ()),
    "event": ({"event": {"type": "object", "additionalProperties": True}}, ()),
    "league": (
        {
            "held": YES_NO,
            "revealed": YES_NO,
            **_NUMBERS,
            "subjects": {"type": "object", "additionalProperties": array(TEXT)},
        },
        ("held", "revealed", "counts", "points", "total", "subjects"),
    ),
    "wall": (_WALL, ("paused", "layout", "message")),
    "draw": ({"id": ID, "step": TEXT}, ("step",)),
    "none": ({}, ()),
}
"""What each op carries beside `seq`, `at` and `op`, and which of it may be absent."""


def _delta(op: str) -> Json:
    members, optional = _MEMBERS[op]
    return obj({"seq": NUMBER, "at": TIME, "op": {"const": op}, **members}, optional=optional)


def _name(op: str) -> str:
    return f"Delta{op.title()}"


_DELTA: Json = {
    "description": (
        "One numbered change. Numbers in it are absolute: copy them, never add. An op you do not "
        "know moves only the seq."
    ),
    "oneOf": [ref(_name(op)) for op in _MEMBERS],
    "discriminator": {
        "propertyName": "op",
        "mapping": {op: f"#/components/schemas/{_name(op)}" for op in _MEMBERS},
    },
}

_HELLO = obj(
    {
        "t": {"const": "hello"},
        "v": {"const": VERSION},
        "epoch": told(TEXT, "The epoch you have a board of; empty for none."),
        "seq": told(NUMBER, "The last delta in your board."),
        "role": told(TEXT, "phone, kiosk, …"),
    },
    optional=("epoch", "seq", "role"),
    about=f"What a viewer says first, in at most {HELLO_BYTES} characters.",
)

_DELTAS = array(ref("Delta"))
_FRAMES: dict[str, Json] = {
    "welcome": {"epoch": _EPOCH, "now": TIME, "head": _SEQ, "build": TEXT, "d": _DELTAS},
    "reset": {"epoch": _EPOCH},
    "d": {"d": _DELTAS},
    "hb": {"epoch": _EPOCH, "head": _SEQ, "now": TIME},
    "bye": {"after_ms": NUMBER, "spread_ms": NUMBER},
}
_FRAME: Json = {
    "description": (
        "What the server says: welcome (with what you missed), reset (start again from the "
        "snapshot), d (changes), hb (every 15 s), bye (come back after so long, spread over so "
        "long)."
    ),
    "oneOf": [obj({"t": {"const": t}, **members}) for t, members in _FRAMES.items()],
}

SCHEMAS: Json = {
    "Snapshot": obj(
        {
            "epoch": _EPOCH,
            "seq": _SEQ,
            "now": told(TIME, "The server's clock, in ms."),
            "build": told(TEXT, "Of the page's files; another one means reload."),
            "state": ref("BoardState"),
        }
    ),
    "BoardState": _STATE,
    "Delta": _DELTA,
    **{_name(op): _delta(op) for op in _MEMBERS},
    "Hello": _HELLO,
    "Frame": _FRAME,
}


def _get(
    name: str,
    summary: str,
    responses: Json,
    *parameters: Json,
    about: str = "",
    statuses: tuple[int, ...] = (),
) -> Json:
    found: Json = {
        "operationId": name,
        "tags": ["live"],
        "summary": summary,
        "parameters": list(parameters),
        "responses": {**responses, **problems(*statuses)},
    }
    return {"get": {**found, "description": about} if about else found}


_SAME = {"304": bare("You have it.")}

PATHS: Json = {
    "/live/v1/snapshot": _get(
        "snapshot",
        "The board as it stands",
        {"200": answer("The board with its seq.", ref("Snapshot")), **_SAME},
        IF_NONE_MATCH,
        about="May be up to a second old in a shared cache.",
        statuses=(503,),
    ),
    "/live/v1/log/{epoch}/{n}": _get(
        "segment",
        f"{SEGMENT} deltas",
        {
            "200": answer(
                f"Deltas {SEGMENT}n+1 to {SEGMENT}n+{SEGMENT}, as many as there are.",
                obj({"epoch": _EPOCH, "n": NUMBER, "deltas": _DELTAS}),
            ),
            **_SAME,
        },
        parameter("epoch", "path", "As in the snapshot."),
        parameter("n", "path", "Which segment, from 0.", COUNT),
        IF_NONE_MATCH,
        statuses=(410,),
    ),
    "/live/v1/entries": _get(
        "older",
        "Older shown entries",
        {
            "200": answer(
                f"At most {SEGMENT}, newest first.",
                obj({"entries": array(ref("Entry")), "more": YES_NO}),
            ),
            **_SAME,
        },
        parameter("before", "query", "Entries shown before this one; without it the newest.", ID),
        IF_NONE_MATCH,
        statuses=(422,),
    ),
    "/live/v1/now": _get(
        "now", "The server's clock", {"200": answer("Never cached.", obj({"now": TIME}))}
    ),
    "/live/v1/ws": _get(
        "line",
        "The live line (WebSocket)",
        {"101": bare("The viewer sends `Hello`, the server `Frame`s.")},
        parameter("Upgrade", "header", "Always websocket.", one_of("websocket")),
        about="`liveboard/1`: a greeting, what was missed, then every change as it happens.",
    ),
}
