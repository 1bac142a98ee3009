"""Signing in: for organisers, and for nobody else."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import httpx2
import pytest

from liveboard.domain.roles import Role
from liveboard.store import organisers
from liveboard.web.signin import GUESSES, account
from liveboard.work import firstrun
from tests.web.served import PASSWORD, Served

PAGE = {"accept": "text/html"}
HTTPS = {"host": "wall.example.org", "origin": "https://wall.example.org"}


@pytest.fixture
async def ada(site: Served) -> str:
    """The owner."""
    await site.organiser("Ada", Role.OWNER)
    return "Ada"


def sign_in(site: Served, name: str, password: str = PASSWORD, **headers: str) -> httpx2.Response:
    """One try, by somebody who was never here."""
    return site.post("/organise/login", data={"name": name, "password": password}, headers=headers)


def guesses(site: Served, name: str, **headers: str) -> httpx2.Response:
    """Guess until it is slowed down; the answer that says so."""
    for _ in range(GUESSES.burst * 4):
        answer = sign_in(site, name, "a guess", **headers)
        if answer.status_code == 429:
            return answer
        assert 401 == answer.status_code
    raise AssertionError("nobody minded")


def inside(client: httpx2.Client) -> bool:
    """Whether a browser may see the desk's list."""
    return client.get("/api/desk/entries").status_code == 200


class TestIn:
    def test_with_name_and_password(self, site: Served, ada: str) -> None:
        """
        With the right name and password the way leads to the organisers' page.
        """
        answer = sign_in(site, "  Ada ")

        assert (303, "/organise") == (answer.status_code, answer.headers["location"])
        assert "Ada" in site.sign_in("Ada").get("/organise", headers=PAGE).text

    def test_the_cookie(self, site: Served, ada: str) -> None:
        """
        The session is a random word that scripts cannot read and other sites cannot use; what
        is stored of it opens nothing.
        """
        cookie = sign_in(site, "Ada").headers["set-cookie"]
        word = cookie.split(";")[0].removeprefix("lb_session=")
        stored = [
            site.kit.redis.exists(site.keys.key("session", name))
            for name in (word, organisers.hashed(word))
        ]

        assert {"httponly", "path=/", "samesite=lax"} <= set(cookie.lower().split("; "))
        assert len(word) >= 43
        assert [0, 1] == stored
        assert "secure" not in cookie.lower()

    async def test_the_cookie_of_a_public_name(self, serve: Callable[..., Served]) -> None:
        """
        On an https address the session never leaves it in the clear, and no other host sets it.
        """
        site = serve(url="https://wall.example.org")
        await site.organiser("Ada", Role.OWNER)
        cookie = sign_in(site, "Ada", host="wall.example.org").headers["set-cookie"]

        assert cookie.startswith("__Host-lb_session=")
        assert {"secure", "httponly", "path=/"} <= set(cookie.lower().split("; "))
        assert "domain" not in cookie.lower()

    def test_every_time_another_session(self, site: Served, ada: str) -> None:
        """
        Signing in again makes a new session, whatever the browser brought along.
        """
        planted = sign_in(site, "Ada", cookie="lb_session=planted").headers["set-cookie"]

        assert "planted" not in planted
        assert sign_in(site, "Ada").headers["set-cookie"] != planted

    def test_without_a_session_the_way_leads_to_the_form(self, site: Served) -> None:
        """
        A person who is not signed in is led to the form; a program is told 401.
        """
        page = site.get("/organise/desk", headers=PAGE)
        program = site.get("/api/desk/entries")

        assert (303, "/organise/login") == (page.status_code, page.headers["location"])
        assert (401, "sign-in") == (program.status_code, program.json()["code"])
        form = site.get("/organise/login", headers=PAGE)
        assert (200, "no-store") == (form.status_code, form.headers["cache-control"])


class TestOut:
    def test_signing_out_ends_it(self, site: Served, ada: str) -> None:
        """
        After signing out the session is worth nothing, also to who copied it.
        """
        client = site.sign_in("Ada")
        copied = {"cookie": f"lb_session={client.cookies['lb_session']}"}
        assert inside(client)
        answer = client.post("/organise/logout")

        assert 303 == answer.status_code
        assert 401 == site.get("/api/desk/entries", headers=copied).status_code
        assert "lb_session" not in client.cookies

    def test_signing_in_again_ends_the_session_before(self, site: Served, ada: str) -> None:
        """
        Who signs in again in the same browser leaves no session behind that still works.
        """
        client = site.sign_in("Ada")
        before = {"cookie": f"lb_session={client.cookies['lb_session']}"}
        client.post("/organise/login", data={"name": "Ada", "password": PASSWORD})

        assert 401 == site.get("/api/desk/entries", headers=before).status_code
        assert inside(client)

    async def test_a_new_password_ends_every_session(self, site: Served, ada: str) -> None:
        """
        When a password is changed everybody who was signed in with the old one is out.
        """
        first, second = site.sign_in("Ada"), site.sign_in("Ada")
        changed = await account("Ada", Role.OWNER, "another four words")
        site.run(organisers.put(site.keys, changed, new=False))

        assert not inside(first)
        assert not inside(second)
        assert 401 == sign_in(site, "Ada").status_code
        assert inside(site.sign_in("Ada", "another four words"))

    async def test_a_removed_organiser_is_out(self, site: Served, ada: str) -> None:
        """
        Who is removed is out at once, and so is who has been given a lower role.
        """
        await site.organiser("Bo", Role.MODERATOR)
        gone, lower = site.sign_in("Ada"), site.sign_in("Bo")
        site.run(organisers.remove(site.keys, "Ada"))
        bo = site.run(organisers.find(site.keys, "Bo"))
        bo = organisers.Organiser("Bo", Role.VIEWER, bo.password)
        site.run(organisers.put(site.keys, bo, new=False))

        assert 401 == gone.get("/api/desk/entries").status_code
        assert 403 == lower.get("/api/desk/entries").status_code

    def test_it_ends_by_itself(self, site: Served, ada: str) -> None:
        """
        After twelve hours everybody signs in again, however busy they were.
        """
        client = site.sign_in("Ada")
        site.move_clock(timedelta(hours=11, minutes=59))
        assert inside(client)
        site.move_clock(timedelta(minutes=2))

        assert not inside(client)


class TestGuessing:
    def test_the_same_answer_to_both(self, site: Served, ada: str) -> None:
        """
        A wrong password and an unknown name are answered alike, so that nobody learns names.
        """
        wrong, unknown = sign_in(site, "Ada", "not the password"), sign_in(site, "Nobody")

        assert 401 == wrong.status_code == unknown.status_code
        assert wrong.json() == unknown.json()
        assert "set-cookie" not in wrong.headers

    def test_the_form_says_so_and_keeps_the_name(self, site: Served, ada: str) -> None:
        """
        A person sees the form again, with what to do and without typing the name twice.
        """
        answer = sign_in(site, "Ada", "not the password", **PAGE)

        assert 401 == answer.status_code
        assert "is not right" in answer.text
        assert 'value="Ada"' in answer.text
        assert "not the password" not in answer.text

    def test_slowed_down_and_never_locked_out(self, site: Served, ada: str) -> None:
        """
        Somebody who guesses is slowed down; who knows the password gets in as soon as the wait
        is over, however many guesses there were.
        """
        slowed = guesses(site, "Ada")

        assert int(slowed.headers["retry-after"]) > 0
        site.move_clock(timedelta(seconds=int(slowed.headers["retry-after"])))
        assert 303 == sign_in(site, "Ada").status_code

    async def test_one_name_does_not_slow_another(self, site: Served, ada: str) -> None:
        """
        Guessing one name does not keep the others out.
        """
        await site.organiser("Bo", Role.MODERATOR)
        guesses(site, "Ada")

        assert 303 == sign_in(site, "Bo").status_code

    async def test_guesses_from_elsewhere_do_not_slow_the_owner(
        self, serve: Callable[..., Served]
    ) -> None:
        """
        Somebody who guesses from another place cannot keep the owner out.
        """
        site = serve(proxies=("127.0.0.1",), plain_signin=True)
        await site.organiser("Ada", Role.OWNER)
        guesses(site, "Ada", **{"x-forwarded-for": "203.0.113.7"})

        assert 303 == sign_in(site, "Ada", **{"x-forwarded-for": "198.51.100.9"}).status_code

    async def test_many_at_once_are_all_answered(self, site: Served, ada: str) -> None:
        """
        A storm of guesses is answered, and pages are still served in the middle of it.
        """
        tries = [asyncio.to_thread(httpx2.post, site.base + "/organise/login",
                 data={"name": f"n{n}", "password": "x" * 20}) for n in range(12)]  # fmt: skip
        page = asyncio.to_thread(httpx2.get, site.base + "/healthz")
        *answers, alive = await asyncio.gather(*tries, page)

        assert {401} == {answer.status_code for answer in answers}
        assert 200 == alive.status_code

    def test_far_too_long(self, site: Served, ada: str) -> None:
        """
        A password of a megabyte is not hashed.
        """
        assert 413 == sign_in(site, "Ada", "x" * 1_000_000).status_code
        assert 401 == sign_in(site, "Ada", "x" * 10_000).status_code


class TestPlainHttp:
    """The caller's address comes through a proxy on loopback that we trust."""

    @pytest.mark.parametrize("path", ["/organise/login", "/organise/first"])
    async def test_refused_from_another_machine(
        self, serve: Callable[..., Served], path: str
    ) -> None:
        """
        Over plain http from another machine a password is not taken, because it can be read on
        the way; the page says what to do.
        """
        site = serve(proxies=("127.0.0.1",))
        await site.organiser("Ada", Role.OWNER)
        away = {"x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "http"}
        form = {"name": "Ada", "password": PASSWORD, "again": PASSWORD, "token": "t"}
        answer = site.post(path, data=form, headers=away)
        page = site.post(path, data=form, headers=away | PAGE)

        assert (403, "forbidden") == (answer.status_code, answer.json()["code"])
        assert "https" in answer.json()["hint"]
        assert (403, True) == (page.status_code, "read on the way" in page.text)

    @pytest.mark.parametrize("path", ["/organise/login", "/organise/first"])
    def test_said_before_it_is_typed(self, serve: Callable[..., Served], path: str) -> None:
        """
        Where a password would be refused nobody is asked for one: it would be on its way already.
        """
        site = serve(proxies=("127.0.0.1",))
        away = {"x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "http"}
        page = site.get(path, headers=away | PAGE)

        assert (403, True) == (page.status_code, "read on the way" in page.text)
        assert 'type="password"' not in page.text
        assert 'type="password"' in site.get(path, headers=PAGE).text

    async def test_taken_where_it_is_safe(self, serve: Callable[..., Served]) -> None:
        """
        It is taken over https, on this machine, and where the operator has allowed it.
        """
        site = serve(proxies=("127.0.0.1",))
        await site.organiser("Ada", Role.OWNER)
        https = {"x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "https"}

        assert 303 == sign_in(site, "Ada", **https).status_code
        assert 303 == sign_in(site, "Ada").status_code
        lan = serve(proxies=("127.0.0.1",), plain_signin=True)
        assert 303 == sign_in(lan, "Ada", **{"x-forwarded-for": "192.168.1.7"}).status_code

    async def test_nobody_else_says_where_they_are(self, serve: Callable[..., Served]) -> None:
        """
        What a caller says about its own address counts only if it is the operator's proxy.
        """
        site = serve(proxies=("192.0.2.1",))
        await site.organiser("Ada", Role.OWNER)
        guesses(site, "Ada", **{"x-forwarded-for": "203.0.113.7"})

        assert 429 == sign_in(site, "Ada", **{"x-forwarded-for": "203.0.113.99"}).status_code


class TestFirstRun:
    def form(self, site: Served, token: str | None = None) -> dict[str, str]:
        """What the first organiser types."""
        link = firstrun.link(site.kit) or "" if token is None else f"#{token}"
        return {
            "token": link.split("#")[1], "name": "Ada", "password": PASSWORD, "again": PASSWORD,
        }  # fmt: skip

    def test_the_link_makes_the_owner(self, site: Served) -> None:
        """
        The link that the house prints at its first start makes the first owner, signed in.
        """
        client = site.browser()
        answer = client.post("/organise/first", data=self.form(site))

        assert (303, "/organise") == (answer.status_code, answer.headers["location"])
        assert inside(client)
        assert Role.OWNER == site.run(organisers.find(site.keys, "Ada")).role

    def test_its_word_is_never_sent_by_looking(self, site: Served) -> None:
        """
        The secret part stays in the browser until the form is sent: no log or proxy sees it.
        """
        link = firstrun.link(site.kit)

        assert link
        assert f"{site.base}/organise/first#" == link[: link.index("#") + 1]
        assert 200 == site.get("/organise/first", headers=PAGE).status_code
        assert "no-referrer" == site.get("/organise/first").headers["referrer-policy"]

    def test_only_once(self, site: Served) -> None:
        """
        A used link makes nobody else an owner, and later starts print none.
        """
        form = self.form(site)
        site.post("/organise/first", data=form)
        again = site.post("/organise/first", data=form | {"name": "Eve"})

        assert 404 == again.status_code
        assert "has been used" in again.json()["detail"]
        assert site.run(organisers.find(site.keys, "Eve")) is None
        assert firstrun.link(site.kit) is None

    def test_two_at_once(self, site: Served) -> None:
        """
        Two people with the same link: one is the owner, the other is told.
        """
        form = self.form(site)

        async def both() -> list[httpx2.Response]:
            return await asyncio.gather(
                *(
                    asyncio.to_thread(
                        httpx2.post, site.base + "/organise/first", data=form | {"name": name}
                    )
                    for name in ("Ada", "Bo")
                )
            )

        answers = asyncio.run(both())

        assert [303, 404] == sorted(answer.status_code for answer in answers)
        assert 1 == len(site.run(organisers.everybody(site.keys)))

    async def test_not_beside_another_organiser(self, site: Served) -> None:
        """
        Who has the link makes no owner beside an organiser that was added by hand meanwhile, and
        not after they have been removed either.
        """
        form = self.form(site)
        await site.organiser("Bo", Role.MODERATOR)
        beside = site.post("/organise/first", data=form)
        site.run(organisers.remove(site.keys, "Bo"))
        after = site.post("/organise/first", data=form)

        assert [404, 404] == [beside.status_code, after.status_code]
        assert [] == site.run(organisers.everybody(site.keys))

    def test_it_expires(self, site: Served) -> None:
        """
        The link is good for half an hour, and a newer one ends it.
        """
        form = self.form(site)
        left = site.kit.redis.pttl(site.keys.key("first"))
        assert 29 * 60_000 < left <= 30 * 60_000
        newer = self.form(site)

        assert 404 == site.post("/organise/first", data=form).status_code
        assert 303 == site.post("/organise/first", data=newer).status_code

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"password": "short", "again": "short"}, "password"),
            ({"again": "something else"}, "again"),
            ({"name": ""}, "name"),
            ({"name": "x" * 41}, "name"),
            ({"password": "1234567890", "again": "1234567890"}, "password"),
        ],
    )
    def test_what_will_not_do(self, site: Served, wrong: dict[str, str], field: str) -> None:
        """
        A password that is too short or known, two that differ, or no name: the form says so and
        the link stays good.
        """
        form = self.form(site)
        refused = site.post("/organise/first", data=form | wrong)
        page = site.post("/organise/first", data=form | wrong, headers=PAGE)

        assert (422, field) == (refused.status_code, refused.json()["field"])
        assert (422, True) == (page.status_code, form["token"] in page.text)
        assert 303 == site.post("/organise/first", data=form).status_code

    def test_a_made_up_link(self, site: Served) -> None:
        """
        Guessing the link leads nowhere, also while none is out.
        """
        for token in ("made-up", "", "None"):
            answer = site.post("/organise/first", data=self.form(site, token))
            assert 404 == answer.status_code
        assert [] == site.run(organisers.everybody(site.keys))
