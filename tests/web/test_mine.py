"""The private page: how a photo stands, and taking it back."""

from datetime import timedelta

import pytest

from liveboard.domain.entry import Verdict
from liveboard.store import owed
from tests.web.served import Served

PAGE = {"accept": "text/html"}


class TestLink:
    def test_only_the_whole_link_opens_it(self, site: Served) -> None:
        """
        A link with one wrong letter, a cut one, or that of another photo opens nothing.
        """
        mine, other = site.link(site.waiting()), site.link(site.waiting())
        entry, mac = mine.removeprefix("/mine/").split(".")
        swapped = mac[:-1] + ("A" if mac[-1] != "A" else "B")
        for token in (
            entry,
            f"{entry}.",
            f"{entry}.{mac[:-1]}",
            f"{entry}.{swapped}",
            f"{entry}.{other.split('.')[1]}",
            f"{entry}.{mac}.{mac}",
            f".{mac}",
            "é.ü",
        ):
            for answer in (
                site.get(f"/mine/{token}"),
                site.get(f"/mine/{token}/state"),
                site.get(f"/mine/{token}/print/wall"),
                site.post(f"/mine/{token}", data={"action": "delete"}),
            ):
                assert 404 == answer.status_code, token
                assert "no-store" == answer.headers["cache-control"]

        assert 200 == site.get(mine).status_code

    def test_nobody_keeps_or_passes_on_the_link(self, site: Served) -> None:
        """
        The page is kept by no cache, found by no search engine, and its address is told to no
        other site.
        """
        answer = site.get(site.link(site.waiting()), headers=PAGE)

        assert "private, no-store" == answer.headers["cache-control"]
        assert "no-referrer" == answer.headers["referrer-policy"]
        assert 'name="robots" content="noindex' in answer.text


class TestState:
    def test_the_way_of_a_photo(self, site: Served) -> None:
        """
        The page, its own questions and the program's answer tell where the photo stands, at
        every step; why it was hidden is told to its person only.
        """
        entry = site.received()
        link, status = site.link(entry), f"/api/submissions/{entry}"

        def told() -> str:
            state = str(site.get(status).json()["state"])
            assert f'data-state="{state}"' in site.get(link).text
            assert state == site.get(f"{link}/state").json()["state"]
            return state

        assert "received" == told()
        site.developed(entry)
        assert "waiting" == told()
        site.decide(entry, Verdict.SHOWN, delay=60_000)
        assert "waiting" == told()
        site.decide(entry, Verdict.HIDDEN, reason="names")
        assert "hidden" == told()
        own = site.get(f"{link}/state")
        assert "a name, badge or screen can be read" == own.json()["reason"]
        assert "private, no-store" == own.headers["cache-control"]
        assert {"id", "state"} == site.get(status).json().keys()
        site.seen(site.decide(entry, Verdict.SHOWN).seq)
        assert "shown" == told()

    def test_the_place_in_the_queue(self, site: Served) -> None:
        """
        Everybody who waits is told how many are before them.
        """
        entries = []
        for _ in range(3):
            entries.append(site.waiting())
            site.move_clock(timedelta(seconds=1))
        places = [site.get(f"{site.link(entry)}/state").json()["place"] for entry in entries]
        site.decide(entries[0], Verdict.HIDDEN)

        assert [1, 2, 3] == places
        assert 1 == site.get(f"{site.link(entries[1])}/state").json()["place"]
        assert "place" not in site.get(f"/api/submissions/{entries[1]}").json()
        assert "Yours is next" in site.get(site.link(entries[1]), headers=PAGE).text

    def test_why_it_could_not_be_used(self, site: Served) -> None:
        """
        A photo that could not be read says why, in words.
        """
        entry = site.received()
        why = "this picture is cut off: the end of the file is missing"
        site.run(owed.fail(site.keys, site.claimed(entry), why, now=site.now))

        assert why == site.get(f"/api/submissions/{entry}").json()["reason"]
        assert "the end of the file is missing" in site.get(site.link(entry)).text

    def test_ones_own_photo(self, site: Served) -> None:
        """
        The person sees their own photo before anybody else does.
        """
        entry = site.waiting()
        mine = site.get(f"{site.link(entry)}/print/thumb")

        assert (200, "private, no-store") == (mine.status_code, mine.headers["cache-control"])
        assert 404 == site.get(f"/media/{entry}/thumb").status_code

    def test_no_such_submission(self, site: Served) -> None:
        """
        An id nobody has is answered with nothing found.
        """
        for entry in ("0123456789abcdef", "x", "..", "A" * 16):
            assert 404 == site.get(f"/api/submissions/{entry}").status_code


class TestDelete:
    @pytest.mark.parametrize("state", ["received", "waiting", "shown"])
    def test_without_scripts(self, site: Served, state: str) -> None:
        """
        A plain press on the button deletes the photo, wherever it has got to, and says so.
        """
        entry = getattr(site, state)(caption="my words")
        answer = site.post(site.link(entry), data={"action": "delete"}, headers=PAGE)
        page = site.get(answer.headers["location"], headers=PAGE)

        assert 303 == answer.status_code
        assert "Your photo is deleted" in page.text
        assert "my words" not in page.text
        assert "Delete this photo" not in page.text
        assert "withdrawn" == site.get(f"/api/submissions/{entry}").json()["state"]
        assert 404 == site.get(f"{site.link(entry)}/print/wall").status_code
        assert "my words" not in site.get("/live/v1/snapshot").text

    def test_at_once(self, site: Served) -> None:
        """
        When the answer comes it is off the wall already, here.
        """
        entry = site.shown(caption="my words")
        site.post(site.link(entry), data={"action": "delete"})
        state = site.get("/live/v1/snapshot").json()["state"]

        assert ([], 0, 0) == (state["entries"], state["total"], state["counts"]["science"])

    def test_twice_is_once(self, site: Served) -> None:
        """
        Pressing twice does no harm.
        """
        entry = site.shown()
        for _ in range(2):
            assert 303 == site.post(site.link(entry), data={"action": "delete"}).status_code
        assert 0 == site.get("/live/v1/snapshot").json()["state"]["total"]

    def test_looking_deletes_nothing(self, site: Served) -> None:
        """
        A preview of the link in a chat cannot delete the photo.
        """
        entry = site.shown()
        for path in (f"{site.link(entry)}?action=delete", site.link(entry)):
            assert 200 == site.get(path).status_code
            assert 200 == site.request("HEAD", path).status_code
        assert 404 == site.post(site.link(entry), data={"action": "other"}).status_code

        assert 1 == site.get("/live/v1/snapshot").json()["state"]["total"]

    def test_leaving_the_draw_keeps_the_photo(self, site: Served) -> None:
        """
        Who leaves the draw keeps their photo on the wall.
        """
        entry = site.shown(enter_draw="1", contact="ada@hill.example")
        page = site.get(site.link(entry)).text
        answer = site.post(site.link(entry), data={"action": "leave-draw"})

        assert "Leave the prize draw" in page
        assert "Leave the prize draw" not in site.get(answer.headers["location"]).text
        assert 1 == site.get("/live/v1/snapshot").json()["state"]["total"]

    def test_a_flood_is_refused(self, site: Served) -> None:
        """
        Nobody fills the memory or the disk through a small form.
        """
        link = site.link(site.shown())
        big = site.post(link, data={"action": "x" * 20_000})
        files = site.post(link, files={"action": ("a", b"delete")})
        endless = site.post(link, content=iter([b"action=delete"]))

        assert [413, 400, 413] == [a.status_code for a in (big, files, endless)]
