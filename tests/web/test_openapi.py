"""The interface's document, held to the routes and to what is really answered."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.routing import Route, WebSocketRoute
from websockets.sync.client import connect

from liveboard.domain.entry import Verdict
from liveboard.domain.roles import Role
from liveboard.web.app import ROUTES
from liveboard.web.openapi import described
from tests.web.served import Served

FOR_PROGRAMS = ("/api/", "/live/", "/media/", "/healthz", "/readyz")
METHODS = {"get", "put", "post", "delete", "patch", "head", "options", "trace"}
DOCUMENT = described("https://liveboard.example")
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
}


def routed() -> set[tuple[str, str]]:
    """(method, path) of every route; a socket begins as a GET."""
    found = set()
    for route in ROUTES:
        assert isinstance(route, Route | WebSocketRoute)
        path = re.sub(r":\w+}", "}", route.path)
        methods = {"GET"} if isinstance(route, WebSocketRoute) else route.methods or set()
        found |= {(method.lower(), path) for method in methods - {"HEAD"}}
    return found


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation of the document with its method and path."""
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


def nodes(value: Any) -> Iterator[Any]:
    """Everything inside a JSON value."""
    yield value
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inside:
        yield from nodes(one)


def looked_up(reference: str) -> Any:
    """What a reference points at."""
    found: Any = DOCUMENT
    for word in reference.removeprefix("#/").split("/"):
        found = found[word]
    return found


def wrong(value: Any, schema: dict[str, Any], where: str = "$") -> list[str]:
    """What of a value its schema does not say; a member that is not documented counts too."""
    if "$ref" in schema:
        return wrong(value, looked_up(schema["$ref"]), where)
    if "oneOf" in schema:
        tried = [wrong(value, one, where) for one in schema["oneOf"]]
        return [] if [] in tried else [f"{where}: none of {len(tried)} fits", *min(tried, key=len)]
    if "const" in schema and value != schema["const"]:
        return [f"{where}: {value!r} is not {schema['const']!r}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value!r} is not in the list"]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(type(value) is TYPES[kind] for kind in kinds):
        return [f"{where}: {value!r} is no {kinds}"]
    return [*members(value, schema, where), *limits(value, schema, where)]


def members(value: Any, schema: dict[str, Any], where: str) -> list[str]:
    """What is wrong inside an object or a list."""
    if isinstance(value, list):
        item = schema.get("items", {})
        return [said for n, one in enumerate(value) for said in wrong(one, item, f"{where}[{n}]")]
    if not isinstance(value, dict):
        return []
    known, other = schema.get("properties", {}), schema.get("additionalProperties", not schema)
    found = [f"{where}: no {name}" for name in schema.get("required", []) if name not in value]
    for name, one in value.items():
        inside = known.get(name, other)
        if inside is False and known:
            found.append(f"{where}.{name}: nothing is said about it")
        elif isinstance(inside, dict):
            found += wrong(one, inside, f"{where}.{name}")
    return found


def limits(value: Any, schema: dict[str, Any], where: str) -> list[str]:
    """What is beyond the limits of a number, a text or a list."""
    size = len(value) if isinstance(value, str | list) else value
    found = []
    for low, high in (("minimum", "maximum"), ("minItems", "maxItems"), ("minLength", "maxLength")):
        if (low in schema and size < schema[low]) or (high in schema and size > schema[high]):
            found.append(f"{where}: {value!r} is outside of {low}/{high}")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{where}: {value!r} does not look like {schema['pattern']}")
    return found


def answered(answer: Any, path: str) -> list[str]:
    """What an answer says that the document does not, or the other way round."""
    method = answer.request.method.lower()
    responses = DOCUMENT["paths"][path][method]["responses"]
    response = responses.get(str(answer.status_code), responses["default"])
    if "$ref" in response:
        response = looked_up(response["$ref"])
    kind = answer.headers["content-type"].split(";")[0]
    if kind not in response["content"]:
        return [f"{kind} instead of {list(response['content'])}"]
    schema = response["content"][kind].get("schema")
    return wrong(answer.json(), schema) if schema else []


class TestDocument:
    def test_every_route_for_programs_is_in_it(self):
        """
        Nothing that a program can use is missing, and nothing is promised that is not there.
        """
        there, said = routed(), {(method, path) for method, path, _ in operations()}

        assert {one for one in there if one[1].startswith(FOR_PROGRAMS)} - said == set()
        assert said - there == set()

    def test_it_is_an_openapi_document(self):
        """
        A generator of clients can read it: versions, operations, parameters and responses.
        """
        names = [operation["operationId"] for _, _, operation in operations()]

        assert DOCUMENT["openapi"].startswith("3.1.")
        assert {"title", "version"} <= DOCUMENT["info"].keys()
        assert sorted(set(names)) == sorted(names)
        for method, path, operation in operations():
            assert method in METHODS
            assert set(operation["tags"]) <= {tag["name"] for tag in DOCUMENT["tags"]}
            inside = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
            assert set(re.findall(r"{(\w+)}", path)) == inside
            for status, response in operation["responses"].items():
                assert re.fullmatch(r"[1-5]\d\d|default", status)
                assert "$ref" in response or response["description"]

    def test_every_reference_leads_somewhere(self):
        """
        No part of it points at something that is not there, and no schema is left over.
        """
        used = {
            node["$ref"] for node in nodes(DOCUMENT) if isinstance(node, dict) and "$ref" in node
        }
        spoken = {"Hello", "Frame", "Hint"}  # of the sockets, which no operation can name

        assert all(looked_up(reference) for reference in used)
        assert {
            f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]
        } - used == {f"#/components/schemas/{name}" for name in spoken}

    def test_every_object_says_what_it_requires(self):
        """
        What is required of an object is also described.
        """
        for node in nodes(DOCUMENT["components"]["schemas"]):
            if isinstance(node, dict) and isinstance(node.get("required"), list):
                assert set(node["required"]) <= node["properties"].keys()

    def test_anybody_may_read_it(self, site: Served):
        """
        It is at its address, and names this server.
        """
        answer = site.get("/api/openapi.json")

        assert described(site.base) == answer.json()
        assert answered(answer, "/api/openapi.json") == []


class TestChecker:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("State", "lost"),
            ("Standing", {"id": "e", "state": "waiting", "extra": 1}),
            ("Standing", {"id": "e"}),
            ("Standing", {"id": "e", "state": "waiting", "place": True}),
            ("Delta", {"seq": 1, "at": 1, "op": "hide", "id": "e"}),
            ("Verdict", {"verdict": "shown", "caption": "c" * 141}),
        ],
    )
    def test_it_notices(self, name: str, value: Any):
        """
        The checker of these tests is not satisfied by anything: wrong values are found.
        """
        assert wrong(value, looked_up(f"#/components/schemas/{name}")) != []


class TestAnswers:
    def test_a_photo_on_its_way(self, site: Served):
        """
        Sending, asking, looking and reporting answer as the document says.
        """
        accepted = site.send(name="Ada", school="Exampleton High")
        entry = accepted.json()["id"]
        received = site.get(f"/api/submissions/{entry}")
        site.developed(entry)
        waiting = site.get(f"/api/submissions/{entry}")
        own = site.get(f"{site.link(entry)}/state")
        shown = site.shown()
        picture = site.get(f"/media/{shown}/wall")
        reported = site.post(f"/api/entries/{shown}/report")

        assert [202, 200, 200] == [one.status_code for one in (accepted, received, waiting)]
        assert 1 == own.json()["place"]
        assert answered(own, "/mine/{token}/state") == []
        assert answered(accepted, "/api/submissions") == []
        assert answered(received, "/api/submissions/{entry}") == []
        assert answered(waiting, "/api/submissions/{entry}") == []
        assert answered(picture, "/media/{entry}/{print}") == []
        assert answered(reported, "/api/entries/{entry}/report") == []

    def test_the_wall(self, site: Served):
        """
        Snapshot, segments, older entries and the clock answer as the document says.
        """
        site.seen(site.decide(site.shown(school="Exampleton High"), Verdict.HIDDEN).seq)
        site.shown()
        snapshot = site.get("/live/v1/snapshot")
        epoch = snapshot.json()["epoch"]
        answers = {
            "/live/v1/snapshot": snapshot,
            "/live/v1/log/{epoch}/{n}": site.get(f"/live/v1/log/{epoch}/0"),
            "/live/v1/entries": site.get("/live/v1/entries"),
            "/live/v1/now": site.get("/live/v1/now"),
            "/healthz": site.get("/healthz"),
            "/readyz": site.get("/readyz"),
        }

        assert {} == {path: said for path, one in answers.items() if (said := answered(one, path))}
        deltas = answers["/live/v1/log/{epoch}/{n}"].json()["deltas"]
        assert {"show", "hide"} == {delta["op"] for delta in deltas}

    def test_the_live_line(self, site: Served):
        """
        What is said on the live line is a frame of the document.
        """
        hello = {"t": "hello", "v": 1, "epoch": "", "seq": 0, "role": "phone"}
        snapshot = site.get("/live/v1/snapshot").json()
        with connect(site.ws()) as line:
            line.send(json.dumps({**hello, "epoch": snapshot["epoch"], "seq": snapshot["seq"]}))
            frames = [json.loads(line.recv(10))]
            site.shown()
            frames.append(json.loads(line.recv(10)))

        assert ["welcome", "d"] == [frame["t"] for frame in frames]
        assert wrong(hello, looked_up("#/components/schemas/Hello")) == []
        assert [] == [
            said for one in frames for said in wrong(one, looked_up("#/components/schemas/Frame"))
        ]

    async def test_the_desk(self, site: Served):
        """
        Lists, verdicts, pictures and panic answer as the document says.
        """
        await site.organiser("Mo", Role.MODERATOR)
        mo = site.sign_in("Mo")
        site.received()
        entry = site.waiting(name="Ada")
        address = f"/api/desk/entries/{entry}"
        answers = [
            ("/api/desk/entries", mo.get("/api/desk/entries")),
            ("/api/desk/entries/{entry}/media/{print}", mo.get(f"{address}/media/thumb")),
            (
                "/api/desk/entries/{entry}/verdict",
                mo.put(f"{address}/verdict", json={"verdict": "shown", "rev": None}),
            ),
            ("/api/desk/panic", mo.post("/api/desk/panic", json={"on": True})),
        ]

        assert [200] * 4 == [one.status_code for _, one in answers]
        assert [] == [said for path, one in answers for said in answered(one, path)]

    async def test_refusals(self, site: Served):
        """
        Whatever is refused is refused in the document's words.
        """
        await site.organiser("Mo", Role.MODERATOR)
        mo = site.sign_in("Mo")
        verdict = f"/api/desk/entries/{site.waiting()}/verdict"
        answers = [
            (404, "/api/submissions/{entry}", site.get("/api/submissions/nobody")),
            (410, "/live/v1/log/{epoch}/{n}", site.get("/live/v1/log/other/0")),
            (422, "/api/submissions", site.send(subject="alchemy", consent="0")),
            (415, "/api/submissions", site.send(b"no picture at all")),
            (401, "/api/desk/entries", site.get("/api/desk/entries")),
            (
                409,
                "/api/desk/entries/{entry}/verdict",
                mo.put(verdict, json={"verdict": "shown", "rev": 1}),
            ),
        ]

        assert [status for status, _, _ in answers] == [one.status_code for _, _, one in answers]
        assert [] == [said for _, path, one in answers for said in answered(one, path)]
