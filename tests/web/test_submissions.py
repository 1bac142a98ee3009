"""Sending a photo: what is promised with 202, and every way to be refused."""

import http.client
import json
import os
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import psutil
import pytest

from liveboard.domain.event import Consent, Event, Limits, Rate
from liveboard.domain.eventfile import parse
from liveboard.work import receive
from liveboard.work.kit import SHIPPED
from tests.helpers import scaled, wait_until
from tests.pictures import picture, strangers
from tests.web.served import PHOTO, Served

PAGE = {"accept": "text/html,*/*"}
LIMIT = 25_000_000


@pytest.fixture
def rehearsal() -> Event:
    """The shipped rehearsal, open round the clock."""
    return parse((SHIPPED / "rehearsal.toml").read_text())


@pytest.fixture
def day(rehearsal: Event) -> Event:
    """A day from eight to six in winter."""
    return replace(
        rehearsal,
        always=False,
        opens=datetime(2027, 3, 5, 8, tzinfo=UTC),
        closes=datetime(2027, 3, 5, 18, tzinfo=UTC),
    )


def body(fields: list[tuple[str, str]], photo: bytes | None, *, end: bool = True) -> bytes:
    """A multipart form as a browser writes it."""
    parts = [
        f'--xx\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields
    ]
    out = "".join(parts).encode()
    if photo is not None:
        head = 'Content-Disposition: form-data; name="file"; filename="p.jpg"'
        out += f"--xx\r\n{head}\r\nContent-Type: image/jpeg\r\n\r\n".encode() + photo + b"\r\n"
    return out + (b"--xx--\r\n" if end else b"")


def post(site: Served, data: Any, **headers: str) -> httpx2.Response:
    """Send a body as it is."""
    headers = {"content-type": "multipart/form-data; boundary=xx", **headers}
    return site.post("/api/submissions", content=data, headers=headers)


GOOD = [("subject", "science"), ("consent", "1")]


class TestAccepted:
    def test_the_answer(self, site: Served) -> None:
        """
        An accepted photo is answered with its id, where it stands, and two addresses that work.
        """
        answer = site.send()
        told = answer.json()

        assert 202 == answer.status_code
        assert {"id", "state", "status_url", "manage_url"} == told.keys()
        assert "received" == told["state"]
        assert f"{site.base}/api/submissions/{told['id']}" == told["status_url"]
        assert site.base + site.link(told["id"]) == told["manage_url"]
        assert 200 == site.get(told["manage_url"].removeprefix(site.base)).status_code
        assert "no-store" == answer.headers["cache-control"]

    def test_it_is_on_disk(self, site: Served) -> None:
        """
        With the answer the very bytes are kept, and nothing is left on the way.
        """
        photo = site.fresh_photo()
        entry = site.send(photo).json()["id"]
        kept = site.kit.redis.hget(site.keys.key("entry", entry), "hash")

        assert photo == site.kit.blobs.get_original(kept)
        assert [] == site.staged()

    def test_everything_it_says_is_kept(self, site: Served) -> None:
        """
        Subjects, words and the wish to be in the draw arrive as they were sent.
        """
        entry = site.send(
            subject=["art", "science"], caption="  A  pot ", alt="a pot", name="Ada",
            school="Hill", contact="Ada@Hill.example", enter_draw="on", publish="initials",
        ).json()["id"]  # fmt: skip
        record = site.kit.redis.hgetall(site.keys.key("entry", entry))
        words = json.loads(site.kit.redis.hget(site.keys.key("words", entry), "desk"))

        assert ("art,science", "1", "1") == tuple(
            record[name] for name in ("subjects", "consent", "eligible")
        )
        assert {"caption": "A pot", "alt": "a pot", "name": "Ada", "school": "Hill"} == words

    @pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "gif", "heif", "avif"])
    def test_every_kind_of_photo(self, site: Served, kind: str) -> None:
        """
        What phones and cameras make is taken, whatever the file is called.
        """
        assert 202 == site.send(picture(kind)).status_code

    def test_a_file_without_length(self, site: Served) -> None:
        """
        A program that streams without saying how much is welcome.
        """
        data = body(GOOD, site.fresh_photo())
        answer = post(site, iter([data[at : at + 1000] for at in range(0, len(data), 1000)]))

        assert 202 == answer.status_code


class TestAgain:
    @pytest.mark.parametrize("how", ["header", "field"])
    def test_the_same_key_is_the_same_photo(self, site: Served, how: str) -> None:
        """
        A phone that did not hear the answer asks again and gets the same one.
        """
        photo = site.fresh_photo()
        more: dict[str, Any] = (
            {"headers": {"idempotency-key": "k1"}} if how == "header" else {"key": "k1"}
        )
        first, second = site.send(photo, **more), site.send(photo, **more)

        assert (202, 202) == (first.status_code, second.status_code)
        assert first.json() == second.json()

    def test_the_same_key_for_another_photo(self, site: Served) -> None:
        """
        A key that was used for another file is refused, and says which field it is.
        """
        site.send(headers={"idempotency-key": "k1"})
        answer = site.send(headers={"idempotency-key": "k1"})

        assert (422, "key") == (answer.status_code, answer.json()["field"])
        assert "new key" in answer.json()["hint"]

    def test_the_same_photo_from_the_same_phone(self, site: Served) -> None:
        """
        A photo chosen twice on one phone is one entry.
        """
        phone, photo = site.browser(), site.fresh_photo()
        first = site.send(photo, by=phone).json()["id"]

        assert first == site.send(photo, by=phone).json()["id"]

    def test_the_same_photo_from_another_phone(self, site: Served) -> None:
        """
        A colleague who sends the same photo gets an id and a link of their own, and is told
        that we have it.
        """
        photo = site.fresh_photo()
        first = site.send(photo, by=site.browser()).json()
        second = site.send(photo, by=site.browser()).json()

        assert first["id"] != second["id"]
        assert "hidden" == second["state"]
        told = site.get(f"{site.link(second['id'])}/state").json()
        assert "we already have this photo" == told["reason"]

    def test_a_key_that_is_no_key(self, site: Served) -> None:
        """
        A key of a thousand letters is refused with the limit.
        """
        answer = site.send(headers={"idempotency-key": "k" * 1000})

        assert (422, "key") == (answer.status_code, answer.json()["field"])
        assert "255" in answer.json()["detail"]


class TestRefused:
    @pytest.fixture(autouse=True)
    def nothing_left(self, site: Served) -> Iterator[None]:
        yield
        assert [] == site.staged(), "of a refused upload nothing is kept"
        assert [] == list(site.kit.blobs.hashes())

    @pytest.mark.parametrize("what", ["SVG", "PDF", "TIFF", "MP4", "HTML", "ZIP"])
    def test_what_is_no_photo(self, site: Served, what: str) -> None:
        """
        A file that is no photo is refused whatever its name says, with the kinds we take.
        """
        answer = site.send(strangers()[what])

        assert (415, "wrong-type") == (answer.status_code, answer.json()["code"])
        assert re.search("PNG|photo", answer.json()["hint"])

    def test_an_empty_file(self, site: Served) -> None:
        """
        An empty file, or none, is answered with what to do.
        """
        empty, none = site.send(b""), post(site, body(GOOD, None))

        for answer in (empty, none):
            assert answer.status_code in {415, 422}
            assert "file" == answer.json()["field"]
            assert "choose" in answer.json()["hint"]

    def test_every_wrong_field_at_once(self, site: Served) -> None:
        """
        All mistakes are told at once, each with its field, and the first one on top.
        """
        answer = site.send(
            subject="magic", caption="x" * 141, consent=None, contact="nobody", publish="all"
        )
        told = answer.json()

        assert 422 == answer.status_code
        assert ["caption", "contact", "consent", "publish", "subject"] == sorted(
            (problem["field"] for problem in told["problems"]),
            key=["caption", "contact", "consent", "publish", "subject"].index,
        )
        assert told["field"] == told["problems"][0]["field"]
        assert all(problem["text"] for problem in told["problems"])

    def test_the_draw_needs_an_address(self, site: Served) -> None:
        """
        Who wants to win must be reachable.
        """
        answer = site.send(enter_draw="1")

        assert (422, "contact") == (answer.status_code, answer.json()["field"])

    def test_without_consent(self, site: Served) -> None:
        """
        Nothing is taken from who has not agreed.
        """
        assert "consent" == site.send(consent=None).json()["field"]

    def test_a_consent_to_older_words(self, serve: Callable[..., Served], rehearsal: Event) -> None:
        """
        Who agreed to wording that has changed since is asked to read it again.
        """
        site = serve(replace(rehearsal, consent=Consent("2", ("I may share this",))))
        answer = site.send(consent="1")

        assert (422, "consent") == (answer.status_code, answer.json()["field"])
        assert "has changed" in answer.json()["detail"]

    @pytest.mark.parametrize("cut", [10, 200, 600])
    def test_a_form_that_was_cut_off(self, site: Served, cut: int) -> None:
        """
        Half a form is no form: it is refused, and the phone may send it again.
        """
        answer = post(site, body(GOOD, PHOTO)[:-cut])

        assert 422 == answer.status_code
        assert "send it again" in answer.json()["hint"]

    def test_a_line_that_was_cut_off(self, site: Served) -> None:
        """
        A phone that leaves the wifi in the middle leaves nothing behind.
        """
        data = body(GOOD, PHOTO)
        with socket.create_connection(("127.0.0.1", site.port)) as line:
            head = (
                f"POST /api/submissions HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n"
                "Content-Type: multipart/form-data; boundary=xx\r\n"
                f"Content-Length: {len(data)}\r\n\r\n"
            )
            line.sendall(head.encode() + data[:500])
            wait_until(site.staged, "the photo begins to arrive")
        wait_until(lambda: not site.staged(), "nothing is left of it")

    @pytest.mark.parametrize(
        "kind", ["application/json", "multipart/form-data", "application/x-www-form-urlencoded", ""]
    )
    def test_what_is_no_form(self, site: Served, kind: str) -> None:
        """
        A program that sends something else is told what a photo looks like.
        """
        answer = post(site, b'{"file": 1}', **{"content-type": kind})

        assert 422 == answer.status_code
        assert "file" in answer.json()["hint"]

    @pytest.mark.parametrize(
        "data",
        [
            body([("subject", "x" * 5000)], None),
            body([("a", "b")] * 50, None),
            body(GOOD, PHOTO)[: -len("--xx--\r\n")] + body([], PHOTO),
            b"--xx\r\n" + b"X-Long: " + b"y" * 100_000 + b"\r\n\r\n\r\n--xx--\r\n",
            b"\xff\xfe" * 1000,
        ],
        ids=["a field too long", "too many fields", "two photos", "a long header", "noise"],
    )
    def test_forms_that_are_too_much(self, site: Served, data: bytes) -> None:
        """
        Forms beyond any use are refused in a sentence.
        """
        answer = post(site, data)

        assert 422 == answer.status_code
        assert answer.json()["hint"]

    def test_another_sites_page_cannot_send(self, site: Served) -> None:
        """
        A page elsewhere cannot send photos in a visitor's name.
        """
        assert 403 == site.send(headers={"origin": "https://evil.example"}).status_code
        assert 403 == site.send(headers={"sec-fetch-site": "cross-site"}).status_code


class TestTooBig:
    def test_announced(self, site: Served) -> None:
        """
        A phone that announces too much hears the sentence, though it sends everything first.
        """
        big = PHOTO + bytes(LIMIT + 100_000)
        answer = site.send(big)

        assert (413, "too-big") == (answer.status_code, answer.json()["code"])
        assert "25 MB" in answer.json()["detail"]
        assert "smaller" in answer.json()["hint"]
        assert [] == site.staged()

    def test_streamed_without_a_length(self, site: Served) -> None:
        """
        A program that never says how much it sends hears the same sentence, at the limit.
        """

        def pieces() -> Iterator[bytes]:
            yield body(GOOD, None, end=False)
            yield b'--xx\r\nContent-Disposition: form-data; name="file"; filename="p"\r\n\r\n'
            yield PHOTO
            for _ in range(27):
                yield bytes(1_000_000)
            yield b"\r\n--xx--\r\n"

        answer = post(site, pieces())

        assert (413, "too-big") == (answer.status_code, answer.json()["code"])
        assert "25 MB" in answer.json()["detail"]
        assert [] == site.staged()

    def test_after_the_end(self, serve: Callable[..., Served], rehearsal: Event) -> None:
        """
        What follows a finished form without end is too much as well.
        """
        site = serve(replace(rehearsal, limits=replace(rehearsal.limits, upload_bytes=10_000)))
        answer = post(site, iter([body(GOOD, PHOTO), *[b"more" * 10_000] * 5]))

        assert 413 == answer.status_code
        assert [] == site.staged()

    def test_who_asks_first_need_not_send(self, site: Served) -> None:
        """
        A program that asks "may I?" before sending is told no without sending a byte.
        """
        line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
        line.putrequest("POST", "/api/submissions")
        line.putheader("Content-Type", "multipart/form-data; boundary=xx")
        line.putheader("Content-Length", str(LIMIT * 2))
        line.putheader("Expect", "100-continue")
        line.endheaders()
        first = line.sock.recv(100)
        line.close()

        assert b"HTTP/1.1 413" == first[:12]

    def test_exactly_at_the_limit(self, serve: Callable[..., Served], rehearsal: Event) -> None:
        """
        The limit itself is allowed; one byte more is not.
        """
        limit = len(PHOTO) + 1000
        site = serve(replace(rehearsal, limits=replace(rehearsal.limits, upload_bytes=limit)))

        assert 202 == site.send(PHOTO + bytes(1000)).status_code
        assert 413 == site.send(PHOTO + bytes(1001)).status_code

    def test_a_big_photo_does_not_fill_the_memory(self, site: Served) -> None:
        """
        Photos go to disk in pieces: ten times as much sent at once needs about the same memory.
        """
        process = psutil.Process(os.getpid())
        size = min(LIMIT, scaled(LIMIT, 8_000_000))

        def pieces() -> Iterator[bytes]:
            yield body(GOOD, None, end=False)
            yield b'--xx\r\nContent-Disposition: form-data; name="file"; filename="p"\r\n\r\n'
            yield PHOTO
            peaks.append(process.memory_info().rss)
            for _ in range(size // 65536):
                yield block
            peaks.append(process.memory_info().rss)
            yield b"\r\n--xx--\r\n"

        block, peaks = bytes(65536), list[int]()
        for _ in range(2):  # the first one warms up
            peaks.clear()
            assert 202 == post(site, pieces()).status_code

        assert peaks[1] - peaks[0] < size // 4


class TestWindow:
    def test_outside(self, serve: Callable[..., Served], day: Event) -> None:
        """
        Before it opens and after it closed nothing is taken, and people are told when.
        """
        before = serve(day, at=datetime(2027, 3, 5, 7, 59, tzinfo=UTC))
        refused = before.send()
        page = before.get("/upload", headers=PAGE)

        assert (403, "shut") == (refused.status_code, refused.json()["code"])
        assert "no-store" == refused.headers["cache-control"]
        assert (200, True) == (page.status_code, "08:00" in page.text)
        assert 'type="file"' not in page.text
        assert 403 == before.send(headers=PAGE).status_code

        after = serve(day, at=datetime(2027, 3, 5, 18, 0, 1, tzinfo=UTC))
        assert 403 == after.send().status_code
        assert "18:00" in after.get("/upload", headers=PAGE).text

    def test_inside(self, serve: Callable[..., Served], day: Event) -> None:
        """
        From the first second to the last photos are taken.
        """
        for at in (datetime(2027, 3, 5, 8, 0, 1, tzinfo=UTC), day.closes - timedelta(seconds=20)):
            site = serve(day, at=at)
            assert 202 == site.send().status_code
            assert 'type="file"' in site.get("/upload", headers=PAGE).text
            site.stop()

    def test_begun_in_time(self, serve: Callable[..., Served], day: Event) -> None:
        """
        An upload that began before closing may finish, or be sent again, for a quarter of an
        hour; one that begins after is late, and so is one that took too long.
        """
        site = serve(day, at=day.closes - timedelta(minutes=1))
        photo = site.fresh_photo()
        first = post(site, body(GOOD, photo)[:-50], **{"idempotency-key": "in-time"})
        site.move_clock(timedelta(minutes=10))
        late = site.send()
        again = site.send(photo, headers={"idempotency-key": "in-time"})
        site.move_clock(timedelta(minutes=10))
        same = site.send(photo, headers={"idempotency-key": "in-time"})
        too_late = site.send(headers={"idempotency-key": "another"})

        assert (422, 403) == (first.status_code, late.status_code)
        assert 202 == again.status_code
        assert (202, again.json()["id"]) == (same.status_code, same.json()["id"])
        assert 403 == too_late.status_code

    def test_a_minute_of_bytes_over_the_end(self, serve: Callable[..., Served], day: Event) -> None:
        """
        A photo whose first byte came before closing is taken when its last comes after.
        """
        site = serve(day, at=day.closes - timedelta(minutes=1))
        data = body(GOOD, site.fresh_photo())

        def slowly() -> Iterator[bytes]:
            yield data[:2000]
            wait_until(lambda: any(site.staged()), "its first bytes are here")
            site.move_clock(timedelta(minutes=5))
            yield data[2000:]

        assert 202 == post(site, slowly()).status_code
        assert 403 == site.send().status_code

    def test_while_a_notice_is_missing(
        self, serve: Callable[..., Served], rehearsal: Event
    ) -> None:
        """
        Without a privacy notice nobody can send anything, and the page says what is missing.
        """
        site = serve(replace(rehearsal, privacy=""))
        answer, page = site.send(), site.get("/upload", headers=PAGE)

        assert (403, "shut") == (answer.status_code, answer.json()["code"])
        assert "privacy" in answer.json()["detail"]
        assert "privacy" in page.text
        assert 'type="file"' not in page.text


class TestLimits:
    @pytest.fixture
    def site(self, serve: Callable[..., Served], rehearsal: Event) -> Served:
        limits = Limits(device=Rate(6, 3), address=Rate(600, 1000), without_cookie=Rate(6, 5))
        return serve(replace(rehearsal, limits=limits))

    def phone(self, site: Served) -> httpx2.Client:
        """A phone that has opened the page."""
        phone = site.browser()
        phone.get("/upload")
        assert phone.cookies["lb_device"]
        return phone

    def test_one_phone_slows_down_and_its_school_does_not(self, site: Served) -> None:
        """
        One phone that sends far too much is told when to go on; everybody else in the same
        school, behind the same address, is not even slowed down.
        """
        busy = self.phone(site)
        answers = [site.send(by=busy) for _ in range(5)]
        others = [site.send(by=self.phone(site)).status_code for _ in range(8)]

        assert [202, 202, 202, 429, 429] == [answer.status_code for answer in answers]
        assert "slow-down" == answers[-1].json()["code"]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 11
        assert int(answers[-1].headers["retry-after"]) == answers[-1].json()["retry_after"]
        assert "nothing is lost" in answers[-1].json()["hint"]
        assert [202] * 8 == others

    def test_it_is_never_a_block(self, site: Served) -> None:
        """
        After the time it was told to wait the phone goes on.
        """
        busy = self.phone(site)
        while (answer := site.send(by=busy)).status_code == 202:
            pass
        site.move_clock(timedelta(seconds=int(answer.headers["retry-after"])))

        assert 202 == site.send(by=busy).status_code

    def test_without_a_cookie(self, site: Served) -> None:
        """
        Programs without our cookie share a smaller limit, and inventing cookies does not help.
        """
        answers = [site.send(headers={"cookie": f"lb_device=made-up.{n}"}) for n in range(7)]

        assert [202] * 5 + [429] * 2 == [answer.status_code for answer in answers]

    def test_a_page_that_slows_down(self, site: Served) -> None:
        """
        A person is told the same in words.
        """
        busy = self.phone(site)
        for _ in range(3):
            site.send(by=busy)
        answer = site.send(by=busy, headers=PAGE)

        assert 429 == answer.status_code
        assert "text/html" in answer.headers["content-type"]
        assert re.search(r"[Ww]ait \d+ seconds", answer.text)
        assert answer.headers["retry-after"]


class TestWithoutScripts:
    def test_it_leads_to_the_private_page(self, site: Served) -> None:
        """
        The plain form sends, and the browser is led to the private page of the photo.
        """
        phone = site.browser()
        form = phone.get("/upload", headers=PAGE).text
        key = re.search(r'name="key" value="([^"]+)"', form)
        assert key
        answer = site.send(by=phone, key=key[1], headers=PAGE)
        page = phone.get(answer.headers["location"], headers=PAGE)

        assert 303 == answer.status_code
        assert (200, True) == (page.status_code, "Delete this photo" in page.text)

    def test_pressing_twice_is_pressing_once(self, site: Served) -> None:
        """
        The form carries a key of its own, so a second press makes no second photo.
        """
        photo = site.fresh_photo()
        first, second = (site.send(photo, key="one", headers=PAGE) for _ in range(2))

        assert first.headers["location"] == second.headers["location"]

    def test_mistakes_come_back_in_the_form(self, site: Served) -> None:
        """
        A wrong field comes back in the form, marked, with everything that was typed.
        """
        answer = site.send(
            subject=["art"], caption="A <pot>", school="Hill", consent=None, headers=PAGE
        )

        assert 422 == answer.status_code
        assert 'id="consent-error"' in answer.text or 'href="#consent"' in answer.text
        assert 'value="A &lt;pot&gt;"' in answer.text
        assert 'value="Hill"' in answer.text
        assert re.search(r'value="art"[^>]*checked', answer.text)

    @pytest.mark.parametrize(
        ("data", "status", "said"), [(strangers()["PDF"], 415, "PDF"), (b"", 422, "no photo")]
    )
    def test_what_is_no_photo_is_said_on_the_form(
        self, site: Served, data: bytes, status: int, said: str
    ) -> None:
        """
        A wrong file, or none, is named on the form, and what was typed is still there.
        """
        answer = site.send(data, headers=PAGE, caption="A pot")

        assert status == answer.status_code
        assert 'id="file-error"' in answer.text
        assert said in answer.text
        assert 'value="A pot"' in answer.text


class TestDevice:
    def test_the_cookie(self, site: Served) -> None:
        """
        A phone gets a name that scripts cannot read and other sites' pages cannot use.
        """
        cookie = site.send().headers["set-cookie"]

        assert cookie.startswith("lb_device=")
        assert {"httponly", "path=/", "samesite=lax"} <= set(cookie.lower().split("; "))
        assert "secure" not in cookie.lower()

    def test_the_cookie_of_a_public_name(self, serve: Callable[..., Served]) -> None:
        """
        On an https address the cookie is bound to that host and never leaves it in the clear.
        """
        site = serve(url="https://wall.example.org")
        answer = site.get("/upload", headers={"host": "wall.example.org"})
        cookie = answer.headers["set-cookie"]

        assert cookie.startswith("__Host-lb_device=")
        assert {"secure", "httponly", "path=/"} <= set(cookie.lower().split("; "))
        assert "domain" not in cookie.lower()

    def test_it_stays_the_same(self, site: Served) -> None:
        """
        A phone keeps its name, and one that nobody signed is not believed.
        """
        phone = site.browser()
        site.send(by=phone)
        first = phone.cookies["lb_device"]
        site.send(by=phone)
        made_up = site.send(headers={"cookie": "lb_device=me.AAAA"})

        assert first == phone.cookies["lb_device"]
        assert "lb_device=me." not in made_up.headers["set-cookie"]


class TestPressure:
    def test_a_queue_that_is_too_long(self, site: Served) -> None:
        """
        When more waits than will be done today, a phone is asked to come later, and nothing of
        its photo is kept.
        """
        queue = site.kit.queue
        jobs = [f"job-{number}" for number in range(receive.MOST_QUEUED + 1)]
        queue._redis.rpush(queue._queue("develop").key, *jobs)
        answer = site.send()

        assert (503, "unavailable") == (answer.status_code, answer.json()["code"])
        assert 120 == int(answer.headers["retry-after"])
        assert f"{receive.MOST_QUEUED}" in answer.json()["detail"]
        assert [] == site.staged()

    def test_the_store_is_away(self, site: Served, valkey: Any) -> None:
        """
        While the store is away nothing is promised: try again in a few seconds.
        """
        valkey.kill()
        try:
            answer = site.send()
            page = site.send(headers=PAGE)
        finally:
            valkey.start()

        assert (503, "unavailable") == (answer.status_code, answer.json()["code"])
        assert int(answer.headers["retry-after"]) > 0
        assert (503, True) == (page.status_code, "text/html" in page.headers["content-type"])
        assert [] == site.staged()
        wait_until(lambda: site.send().status_code == 202, "it takes photos again")
