"""The few shapes of which the document is made."""

from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "integer"}
COUNT: Json = {"type": "integer", "minimum": 0}
YES_NO: Json = {"type": "boolean"}
TIME: Json = {"type": "integer", "description": "Milliseconds since 1970 UTC."}
ID: Json = {"type": "string", "description": "An opaque identifier."}


def ref(name: str) -> Json:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def obj(members: Json, *, optional: tuple[str, ...] = (), about: str = "") -> Json:
    """An object; its members are required unless they are named optional."""
    found: Json = {
        "type": "object",
        "properties": members,
        "required": [name for name in members if name not in optional],
    }
    return {**found, "description": about} if about else found


def array(items: Json, **more: Any) -> Json:
    """A list."""
    return {"type": "array", "items": items, **more}


def numbers(about: str) -> Json:
    """Numbers by a name that the event file chooses."""
    return {"type": "object", "additionalProperties": COUNT, "description": about}


def one_of(*words: str, about: str = "") -> Json:
    """One of a closed list of words."""
    found: Json = {"type": "string", "enum": list(words)}
    return {**found, "description": about} if about else found


def told(schema: Json, about: str) -> Json:
    """A schema with its meaning."""
    return {**schema, "description": about}


def answer(about: str, schema: Json, kind: str = "application/json") -> Json:
    """A response with a body."""
    return {"description": about, "content": {kind: {"schema": schema}}}


def bare(about: str) -> Json:
    """A response without a body."""
    return {"description": about}


def problems(*statuses: int) -> Json:
    """The errors an operation is known for, and `default` for every other."""
    problem = {"$ref": "#/components/responses/Problem"}
    return {**{str(status): problem for status in statuses}, "default": problem}


def parameter(name: str, where: str, about: str, schema: Json = TEXT) -> Json:
    """A parameter; one in the path is required, others are not."""
    found: Json = {"name": name, "in": where, "description": about, "schema": schema}
    return {**found, "required": True} if where == "path" else found


def body(schema: Json, kind: str = "application/json") -> Json:
    """A required request body."""
    return {"required": True, "content": {kind: {"schema": schema}}}


ENTRY = parameter("entry", "path", "The entry's id, as `POST /api/submissions` gave it.", ID)
PRINT = parameter("print", "path", "Which size.", one_of("thumb", "wall", "full"))
VERSION = parameter("v", "query", "The print's version, as in `prints`; only for caches.")
IF_NONE_MATCH = parameter("If-None-Match", "header", "The ETag you have.")
