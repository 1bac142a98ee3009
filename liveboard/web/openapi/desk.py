"""What moderators' programs may do; every operation needs a session."""

from liveboard.domain import submission
from liveboard.domain.entry import REASONS, State
from liveboard.web.openapi.parts import (
    COUNT,
    ENTRY,
    ID,
    NUMBER,
    PRINT,
    TEXT,
    TIME,
    VERSION,
    YES_NO,
    Json,
    answer,
    array,
    bare,
    body,
    obj,
    one_of,
    parameter,
    problems,
    ref,
    told,
)
from liveboard.web.openapi.schemas import PRINT_ADDRESSES, SIZE

_ROW = obj(
    {
        "id": ID,
        "state": ref("State"),
        "rev": told(NUMBER, "Send it with a verdict, to decide what you saw."),
        "subjects": array(TEXT),
        "caption": TEXT,
        "alt": TEXT,
        "name": TEXT,
        "school": TEXT,
        "kind": one_of("photo", "video"),
        "source": TEXT,
        "received": TIME,
        "since": told(TIME, "When it came into the state it is in."),
        "size": SIZE,
        "colour": TEXT,
        "marked": told(YES_NO, "Reported, or changed: first in the queue."),
        "reason": told(TEXT, "Why it is hidden (a word of the list) or failed (a sentence)."),
        "by": told(TEXT, "Who decided last."),
        "eligible": told(YES_NO, "Its person asked to be in the prize draw."),
        "prints": {
            "oneOf": [PRINT_ADDRESSES, {"type": "null"}],
            "description": "Addresses that need the session too; null before it is developed.",
        },
    },
    about="One entry as the desk sees it.",
)

_LISTED = obj(
    {
        "entries": array(ref("DeskEntry")),
        "waiting": told(COUNT, "How many wait."),
        "reported": COUNT,
        "failed": COUNT,
        "now": TIME,
        "next": {"type": ["string", "null"], "description": "`after` of the next page."},
    }
)

_VERDICT = obj(
    {
        "verdict": {
            "enum": ["shown", "hidden", None],
            "description": "null takes a verdict back: it waits again.",
        },
        "subjects": array(TEXT, minItems=1, maxItems=submission.MOST_SUBJECTS),
        "caption": {**TEXT, "maxLength": submission.CAPTION},
        "alt": {**TEXT, "maxLength": submission.ALT},
        "reason": one_of(*REASONS, about="Why it is hidden."),
        "rev": {
            "type": ["integer", "null"],
            "description": "What you saw; 409 if it has changed. Without it: what stands.",
        },
        "op": {
            "type": ["string", "null"],
            "minLength": 1,
            "maxLength": 64,
            "description": "A random word of yours: sent again, the answer is the same.",
        },
    },
    optional=("subjects", "caption", "alt", "reason", "rev", "op"),
)

_DECIDED = obj(
    {
        "entry": ID,
        "state": ref("State"),
        "rev": NUMBER,
        "seq": told(NUMBER, "The last delta it made; 0 if no wall is touched."),
        "by": TEXT,
    }
)

SCHEMAS: Json = {
    "DeskEntry": _ROW,
    "DeskPage": _LISTED,
    "Verdict": _VERDICT,
    "Decided": _DECIDED,
    "Hint": obj(
        {
            "t": one_of("welcome", "look", "hb"),
            "entry": ID,
            "state": TEXT,
            "by": TEXT,
            "paused": YES_NO,
        },
        optional=("entry", "state", "by", "paused"),
        about="What the desk's line says: something changed, look again; hb every 15 s.",
    ),
}


def _operation(
    name: str,
    summary: str,
    responses: Json,
    *parameters: Json,
    about: str = "",
    request: Json | None = None,
) -> Json:
    found: Json = {
        "operationId": name,
        "tags": ["desk"],
        "summary": summary,
        "security": [{"session": []}],
        "parameters": list(parameters),
        "responses": responses,
    }
    if about:
        found["description"] = about
    if request:
        found["requestBody"] = request
    return found


_STATES = one_of(State.WAITING, State.SHOWN, State.HIDDEN, State.FAILED, "reported")

_LIST = _operation(
    "deskEntries",
    "A page of one of the desk's lists",
    {"200": answer("In the desk's order.", ref("DeskPage")), **problems(401, 403, 422)},
    parameter("state", "query", "Which list; waiting if not said.", _STATES),
    parameter("after", "query", "`next` of the page before."),
)

_DECIDE = _operation(
    "decide",
    "Show, hide, or take a verdict back",
    {"200": answer("Decided.", ref("Decided")), **problems(401, 403, 404, 409, 422, 503)},
    ENTRY,
    about="Answered when it is on disk and in this process's snapshot.",
    request=body(ref("Verdict")),
)

_RETRY = _operation(
    "retry",
    "Try a failed entry again",
    {
        "200": answer("It is tried again.", obj({"entry": ID, "state": ref("State")})),
        **problems(401, 403, 404, 409),
    },
    ENTRY,
)

_PICTURE = _operation(
    "deskPicture",
    "An entry's photo, whatever its state",
    {
        "200": {"description": "The print.", "content": {"image/webp": {}}},
        "304": bare("You have it."),
        **problems(401, 403, 404),
    },
    ENTRY,
    PRINT,
    VERSION,
)

_PANIC = _operation(
    "panic",
    "A holding slide on every wall, or back",
    {
        "200": answer("Every wall hears of it.", obj({"on": YES_NO, "seq": NUMBER})),
        **problems(401, 403, 422, 503),
    },
    request=body(obj({"on": YES_NO, "op": TEXT}, optional=("op",))),
)

_LINE = _operation(
    "deskLine",
    "Hints that something changed (WebSocket)",
    {"101": bare("The server sends `Hint`s; closed with 4401 or 4403 without the right session.")},
    parameter("Upgrade", "header", "Always websocket.", one_of("websocket")),
)

PATHS: Json = {
    "/api/desk/entries": {"get": _LIST},
    "/api/desk/entries/{entry}/verdict": {"put": _DECIDE},
    "/api/desk/entries/{entry}/retry": {"post": _RETRY},
    "/api/desk/entries/{entry}/media/{print}": {"get": _PICTURE},
    "/api/desk/panic": {"post": _PANIC},
    "/live/v1/desk": {"get": _LINE},
}
