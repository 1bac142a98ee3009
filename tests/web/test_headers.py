"""What stands on every answer, and what no answer ever shows."""

import json
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import httpx2
import pytest
from starlette.routing import Route

from liveboard.domain.roles import Role
from tests.web.served import ASSETS, Served, methods_of, role_of, routes

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types lb"
)
ALWAYS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}
PAGE = {"accept": "text/html,application/xhtml+xml"}


def differences(answer: httpx2.Response, **but: str) -> dict[str, str | None]:
    """The headers that are not as they have to be."""
    wanted = ALWAYS | {name.replace("_", "-"): text for name, text in but.items()}
    return {n: answer.headers.get(n) for n, text in wanted.items() if answer.headers.get(n) != text}


def somewhere(path: str, entry: str) -> str:
    """An address of a route."""
    values = {"entry": entry, "print": "wall", "token": "x.y", "epoch": "first", "n": "0"}
    values |= {"build": ASSETS.build, "name": "css/base.css"}
    return re.sub(r"{(\w+)(:\w+)?}", lambda found: values[found[1]], path)


class TestEverywhere:
    @pytest.mark.parametrize("headers", [PAGE, {"accept": "*/*"}], ids=["page", "program"])
    def test_every_route(self, site: Served, headers: dict[str, str]) -> None:
        """
        Every address, whether it answers or refuses, forbids foreign scripts, frames and
        guessing of types, and none of them shows a fault of ours.
        """
        entry = site.shown()
        for route in [*routes(role=False), *routes(role=True)]:
            for method in methods_of(route):
                answer = site.request(method, somewhere(route.path, entry), headers=headers)
                but = {}
                if route.path.startswith("/media/"):
                    but["content_security_policy"] = "sandbox; default-src 'none'"
                if re.match("/mine/|/organise/(login|first)", route.path):
                    but["referrer_policy"] = answer.headers["referrer-policy"]
                    assert but["referrer_policy"] in {"no-referrer", "same-origin"}
                assert {} == differences(answer, **but), (method, route.path)
                assert answer.status_code < 500, (method, route.path, answer.text)
                assert "server" not in answer.headers
                assert "access-control-allow-origin" not in answer.headers

    def test_what_is_not_there(self, site: Served) -> None:
        """
        Unknown addresses, wrong methods and odd paths are refused with the same headers, and
        never kept by a cache.
        """
        for method, path, status in (
            ("GET", "/nothing", 404),
            ("DELETE", "/wall", 405),
            ("POST", "/live/v1/snapshot", 405),
            ("TRACE", "/", 405),
            ("GET", "/live/v1/log/first/-1", 404),
            ("GET", f"/static/{ASSETS.build}/%2e%2e/%2e%2e/pyproject.toml", 404),
            ("GET", f"/static/{ASSETS.build}//etc/passwd", 404),
            ("GET", "/media/..%2f..%2fsecret/wall", 404),
            ("GET", "/e/%00", 404),
            ("GET", "/docs", 404),
            ("GET", "/metrics", 404),
        ):
            answer = site.request(method, path)
            assert status == answer.status_code, path
            assert {} == differences(answer), path
            assert "no-store" == answer.headers["cache-control"], path

    def test_https_is_remembered(self, serve: Callable[..., Served]) -> None:
        """
        A public https name tells browsers never to come without again; a laptop does not.
        """
        secure = serve(url="https://wall.example.org")
        there = secure.get("/", headers={"host": "wall.example.org"})

        assert "max-age=31536000; includeSubDomains" == there.headers["strict-transport-security"]
        assert "strict-transport-security" not in serve().get("/").headers

    def test_no_inline_code(self, site: Served) -> None:
        """
        No page carries code or style in its text, so nothing that was typed can become any.
        """
        entry = site.shown(caption="<script>alert(1)</script>", name='"><img src=x onerror=x>')
        for path in ("/", "/wall", "/upload", f"/e/{entry}", site.link(entry), "/organise/login"):
            text = site.get(path, headers=PAGE).text
            for tag in re.findall(r"<script[^>]*>", text):
                assert "src=" in tag or "application/json" in tag, (path, tag)
            assert not re.search(r"<style|\sstyle=|<[a-z][^>]*\son\w+=|javascript:", text), path
            assert "<img src=x" not in text


class TestErrors:
    def test_a_program_gets_problem_json(self, site: Served) -> None:
        """
        Programs are told every refusal in one shape: what, why, and what to do.
        """
        for method, path in (
            ("GET", "/nothing"),
            ("GET", "/e/nobody"),
            ("GET", "/live/v1/log/other/0"),
            ("POST", "/api/submissions"),
            ("PATCH", "/wall"),
            ("GET", "/api/desk/entries"),
        ):
            answer = site.request(method, path)
            told = answer.json()
            assert "application/problem+json" == answer.headers["content-type"], path
            assert {"type", "title", "status", "detail", "code", "hint"} <= told.keys(), path
            assert answer.status_code == told["status"]
            assert HTTPStatus(told["status"]).phrase == told["title"]
            assert all(isinstance(told[name], str) for name in ("title", "detail", "code"))

    def test_a_person_gets_a_page(self, site: Served) -> None:
        """
        People are told the same in words, on a page that leads on.
        """
        told = site.get("/e/nobody").json()
        page = site.get("/e/nobody", headers=PAGE)

        assert (404, "text/html; charset=utf-8") == (
            page.status_code,
            page.headers["content-type"],
        )
        assert told["detail"][1:] in page.text
        assert 'href="/' in page.text

    @pytest.mark.parametrize("headers", [PAGE, {}], ids=["page", "program"])
    def test_a_fault_shows_nothing(
        self, site: Served, headers: dict[str, str], caplog: pytest.LogCaptureFixture
    ) -> None:
        """
        Something that breaks is answered with our usual headers, tells a stranger nothing about
        it, and the operator's log names the route without the private part of the address.
        """

        async def broken(_: Any) -> Any:
            raise LookupError("the inner workings")

        site.app.router.routes.append(Route("/broken/{token}", broken))
        answer = site.get("/broken/private-link", headers=headers)

        assert 500 == answer.status_code
        assert {} == differences(answer)
        assert "no-store" == answer.headers["cache-control"]
        assert "inner workings" not in answer.text
        assert "Traceback" not in answer.text
        assert "a fault at GET /broken/{token}" in [r.getMessage() for r in caplog.records]

    def test_odd_requests_are_not_faults(self, site: Served) -> None:
        """
        Addresses and numbers beyond all sense are refused like any other.
        """
        for path in (
            "/live/v1/entries?before=" + "x" * 100,
            "/live/v1/entries?before=%00%ff",
            "/live/v1/log/first/" + "9" * 40,
            "/api/submissions/" + "x" * 500,
            "/media/" + "x" * 500 + "/wall",
            "/mine/" + "é" * 50,
            "/e/" + "{}" * 10,
        ):
            assert site.get(path).status_code < 500, path


class TestHosts:
    def test_only_our_own_names(self, site: Served) -> None:
        """
        The house answers to its own names only, so no other name can borrow its pages.
        """
        for host in ("evil.example", "127.0.0.1.evil.example", "a@127.0.0.1", "[", "x y", ""):
            answer = site.get("/", headers={"host": host})
            assert answer.status_code in {400, 403}, host
            if answer.status_code == 403:
                assert {} == differences(answer), host
        for host in ("127.0.0.1", f"localhost:{site.port}", "[::1]:80", "LOCALHOST"):
            assert 200 == site.get("/", headers={"host": host}).status_code, host

    def test_the_public_name(self, serve: Callable[..., Served]) -> None:
        """
        The operator's public name is one of them, in any spelling.
        """
        site = serve(url="https://wall.example.org")

        for host in ("wall.example.org", "WALL.example.org:443", "127.0.0.1"):
            assert 200 == site.get("/", headers={"host": host}).status_code, host


class TestOtherSites:
    FOREIGN = (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "SELF"},
    )

    @pytest.mark.parametrize("headers", FOREIGN, ids=json.dumps)
    async def test_nobody_acts_in_our_visitors_name(
        self, site: Served, headers: dict[str, str]
    ) -> None:
        """
        A page of another site cannot change anything here, at any address, even for somebody
        who is signed in as the owner.
        """
        await site.organiser("ada", Role.OWNER)
        entry = site.shown()
        owner = site.sign_in("ada")
        headers = {name: text.replace("SELF", site.base) for name, text in headers.items()}
        tried = 0
        for route in [*routes(role=False), *routes(role=True)]:
            for method in methods_of(route) - {"GET", "HEAD", "OPTIONS"}:
                path = somewhere(route.path, entry).replace("/mine/x.y", site.link(entry))
                answer = owner.request(method, path, headers=headers)
                tried += 1
                assert (403, "forbidden") == (answer.status_code, answer.json()["code"]), path

        assert tried >= 9
        assert 200 == site.get(f"/media/{entry}/wall").status_code
        assert 200 == owner.get("/organise", headers={"accept": "*/*"}).status_code

    def test_our_own_pages_may(self, site: Served) -> None:
        """
        Our own pages, and programs that are no browser, may.
        """
        for headers in (
            {"sec-fetch-site": "same-origin", "origin": site.base},
            {"origin": site.base},
            {"sec-fetch-site": "none"},
            {},
        ):
            assert 202 == site.send(headers=headers).status_code, headers

    def test_reading_changes_nothing(self, site: Served) -> None:
        """
        No address changes anything when it is only looked at.
        """
        entry = site.shown()
        before = (
            site.get("/live/v1/snapshot").headers["etag"],
            site.kit.redis.xlen(site.keys.ledger),
        )
        for route in [*routes(role=False), *routes(role=True)]:
            if "GET" in methods_of(route) and not role_of(route):
                site.get(somewhere(route.path, entry).replace("/mine/x.y", site.link(entry)))

        assert before == (
            site.get("/live/v1/snapshot").headers["etag"],
            site.kit.redis.xlen(site.keys.ledger),
        )


class TestStatic:
    def test_named_after_their_content(self, site: Served) -> None:
        """
        Our own files may be kept for ever, because another content is another address.
        """
        page = site.get("/wall", headers=PAGE).text
        found = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page))

        assert found
        for path in found:
            answer = site.get(path)
            assert (200, "public, max-age=31536000, immutable") == (
                answer.status_code,
                answer.headers["cache-control"],
            ), path
            assert f"/static/{ASSETS.build}/" in path

    def test_yesterdays_page_still_works(self, site: Served) -> None:
        """
        A screen that has been up since before an update gets today's file, and no cache keeps it.
        """
        answer = site.get("/static/0123456789/css/base.css")

        assert (200, "no-store") == (answer.status_code, answer.headers["cache-control"])
        assert site.get(ASSETS.address("css/base.css")).content == answer.content

    @pytest.mark.parametrize(
        ("ending", "kind"),
        [(".js", "text/javascript"), (".css", "text/css"), (".svg", "image/svg+xml")],
    )
    def test_their_kinds_are_said(self, site: Served, ending: str, kind: str) -> None:
        """
        Browsers are told what each file is, so that they need not guess.
        """
        name = next(name for name in sorted(ASSETS.files) if name.endswith(ending))

        assert site.get(ASSETS.address(name)).headers["content-type"].startswith(kind)


def test_photos_are_only_photos(site: Served) -> None:
    """
    A print is an image and nothing else: opened on its own it can run nothing.
    """
    entry = site.shown()
    for path in (f"/media/{entry}/wall", f"{site.link(entry)}/print/wall"):
        answer = site.get(path)
        assert "image/webp" == answer.headers["content-type"]
        assert "sandbox; default-src 'none'" == answer.headers["content-security-policy"]
        assert "nosniff" == answer.headers["x-content-type-options"]
