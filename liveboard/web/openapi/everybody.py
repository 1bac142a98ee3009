"""What everybody may do: send a photo, ask how it stands, look at it, report it."""

from liveboard.domain import submission
from liveboard.web.openapi.parts import (
    ENTRY,
    ID,
    IF_NONE_MATCH,
    NUMBER,
    PRINT,
    TEXT,
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


def _words(most: int, about: str = "") -> Json:
    return {**TEXT, "maxLength": most} | ({"description": about} if about else {})


_URLENCODED = "application/x-www-form-urlencoded"

_FILE: Json = {
    "type": "string",
    "format": "binary",
    "description": "JPEG, PNG, WebP, GIF, HEIC/HEIF or AVIF; decided from its bytes.",
}

_FORM = obj(
    {
        "file": _FILE,
        "subject": array(
            TEXT, minItems=1, maxItems=submission.MOST_SUBJECTS, description="Keys of the roster."
        ),
        "consent": told(TEXT, "The version of the wording the sender agreed to."),
        "caption": _words(submission.CAPTION),
        "alt": _words(submission.ALT, "What can be seen, for those who cannot see it."),
        "name": _words(submission.NAME),
        "school": _words(submission.SCHOOL),
        "county": _words(submission.COUNTY),
        "contact": _words(submission.CONTACT, "An e-mail address; needed to enter the draw."),
        "enter_draw": told(TEXT, '"1" to enter the prize draw.'),
        "publish": one_of(*submission.PUBLISH, about="What a winner's notice may say."),
        "key": told(TEXT, "The same as the header Idempotency-Key, for forms."),
    },
    optional=(
        "caption", "alt", "name", "school", "county", "contact", "enter_draw", "publish", "key",
    ),
)  # fmt: skip

_SUBMIT: Json = {
    "operationId": "submit",
    "tags": ["submissions"],
    "summary": "Send one photo",
    "description": (
        "202 is a promise: the bytes and the fact are on disk. Sent again with the same "
        "Idempotency-Key and the same bytes, the answer is the same and nothing happens twice; "
        "the same key with other bytes is refused (422). Browsers that ask for HTML get a 303 "
        "to the private page."
    ),
    "parameters": [parameter("Idempotency-Key", "header", "A random word of yours, like a UUID.")],
    "requestBody": body(_FORM, "multipart/form-data"),
    "responses": {
        "202": answer("Accepted.", ref("Accepted")),
        "303": bare("For browsers: to the private page."),
        **problems(403, 413, 415, 422, 429, 503, 507),
    },
}

_STATUS: Json = {
    "operationId": "status",
    "tags": ["submissions"],
    "summary": "How a submission stands",
    "description": "Why a photo was hidden is told to its person only.",
    "parameters": [ENTRY],
    "responses": {"200": answer("How it stands.", ref("Standing")), **problems(404)},
}

_REPORT: Json = {
    "operationId": "report",
    "tags": ["submissions"],
    "summary": "Report a shown photo",
    "description": "It is hidden at once, and a person looks at it.",
    "parameters": [ENTRY],
    "responses": {
        "202": answer(
            "Somebody will look.",
            obj({"entry": ID, "hidden": told(YES_NO, "Whether this took it off the wall.")}),
        ),
        **problems(404, 429),
    },
}

_PICTURE: Json = {
    "operationId": "picture",
    "tags": ["pictures"],
    "summary": "A shown photo",
    "description": "The same answer for everybody; 404 unless the entry is on the wall now.",
    "parameters": [ENTRY, PRINT, VERSION, IF_NONE_MATCH],
    "responses": {
        "200": {"description": "The print.", "content": {"image/webp": {}}},
        "304": bare("You have it."),
        **problems(404),
    },
}

_TOKEN = parameter("token", "path", "The end of `manage_url`.")
_MANAGE: Json = {
    "operationId": "manage",
    "tags": ["submissions"],
    "summary": "Take a photo back, or leave the prize draw",
    "parameters": [_TOKEN],
    "requestBody": body(obj({"action": one_of("delete", "leave-draw")}), _URLENCODED),
    "responses": {"303": bare("Done; to the private page."), **problems(404)},
}

_STATE: Json = {
    "operationId": "own",
    "tags": ["submissions"],
    "summary": "How one's own submission stands",
    "parameters": [_TOKEN],
    "responses": {"200": answer("How it stands.", ref("OwnStanding")), **problems(404)},
}

_LOGIN: Json = {
    "operationId": "login",
    "tags": ["desk"],
    "summary": "Sign in",
    "requestBody": body(obj({"name": TEXT, "password": TEXT}), _URLENCODED),
    "responses": {"303": bare("Signed in; the cookie is the session."), **problems(401, 403, 429)},
}


def _operators(name: str, summary: str, schema: Json, *statuses: int) -> Json:
    return {
        "get": {
            "operationId": name,
            "tags": ["operators"],
            "summary": summary,
            "responses": {"200": answer("Yes.", schema), **problems(*statuses)},
        }
    }


PATHS: Json = {
    "/api/submissions": {"post": _SUBMIT},
    "/api/submissions/{entry}": {"get": _STATUS},
    "/api/entries/{entry}/report": {"post": _REPORT},
    "/media/{entry}/{print}": {"get": _PICTURE},
    "/mine/{token}": {"post": _MANAGE},
    "/mine/{token}/state": {"get": _STATE},
    "/organise/login": {"post": _LOGIN},
    "/healthz": _operators("alive", "Whether this process runs", obj({"ok": YES_NO})),
    "/readyz": _operators(
        "ready",
        "Whether it has a board and the store answers",
        obj({"ok": YES_NO, "seq": told(NUMBER, "The last delta it knows.")}),
        503,
    ),
    "/api/openapi.json": _operators(
        "document", "This document", {"type": "object", "description": "OpenAPI 3.1."}
    ),
}
