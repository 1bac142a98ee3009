"""Moderating in a real browser, against the real application."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, Route, expect

from liveboard.domain.entry import Verdict
from liveboard.domain.roles import Role
from liveboard.store import entries
from tests.browser.hanging import at_the_desk
from tests.helpers import wait_until
from tests.web.conftest import serve, site
from tests.web.served import PASSWORD, Served

__all__ = ["serve", "site"]

pytestmark = pytest.mark.browser
WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
Desk = Callable[..., Page]


@pytest.fixture
def desk(chromium: Browser, site: Served) -> Iterator[Desk]:
    """Sit somebody down at the desk; at the end nothing may have been complained about.

    Answers that are errors are logged by every browser; those lines are not complaints.
    """
    said: list[str] = []
    contexts = []

    def sit(name: str = "Sam", **options: Any) -> Page:
        # A thread of its own: this one belongs to the browser's event loop.
        join(site.organiser(name, Role.MODERATOR))
        context = chromium.new_context(**(options or WIDE))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda line: said.append(line.text))
        page.goto(f"{site.base}/organise/login")
        page.get_by_label("Your name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("link", name="The desk").click()
        expect(page.locator("#link")).to_have_text("Live")
        return page

    yield sit
    for context in contexts:
        context.close()
    logged = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED")
    assert [] == [line for line in said if not any(word in line for word in logged)]


def join(work: Any) -> None:
    """Carry out something asynchronous beside the browser's own event loop."""
    thread = threading.Thread(target=asyncio.run, args=(work,))
    thread.start()
    thread.join(20)


def state(site: Served, entry: str) -> str:
    """Where an entry stands."""
    return str(site.run(entries.find(site.keys, entry)).state)


def rev(site: Served, entry: str) -> int:
    """How often an entry was changed."""
    return int(site.run(entries.find(site.keys, entry)).fields["rev"])


def stands(page: Page, site: Served, entry: str, wanted: str) -> None:
    """Wait until everything is saved, then look where the entry stands."""
    expect(page.locator("#saving")).to_be_hidden()
    wait_until(lambda: state(site, entry) == wanted, f"the entry is {wanted}")


def seen(page: Page, caption: str) -> None:
    """Wait until a photo is looked at and its picture is there."""
    expect(page.get_by_label("Caption")).to_have_value(caption)
    expect(page.locator("#stage[data-seen]")).to_be_visible()


def test_by_keyboard_alone(site: Served, desk: Desk) -> None:
    """
    Show, hide for a reason, take it back: one key each, and the next photo is there.
    """
    one, two = at_the_desk(site, "One"), at_the_desk(site, "Two")
    page = desk()

    seen(page, "One")
    page.keyboard.press("a")
    seen(page, "Two")
    page.keyboard.press("h")
    page.keyboard.press("2")
    expect(page.get_by_role("heading", name="Nothing waits.")).to_be_visible()
    stands(page, site, one, "shown")
    stands(page, site, two, "hidden")
    assert "names" == site.run(entries.find(site.keys, two)).fields["reason"]

    page.keyboard.press("u")
    seen(page, "Two")
    stands(page, site, two, "waiting")


def test_words_and_subjects_go_with_the_verdict(site: Served, desk: Desk) -> None:
    """
    A caption and the subjects are put right in place and shown like that.
    """
    entry = at_the_desk(site, "Kiln dya")
    page = desk()
    seen(page, "Kiln dya")

    page.keyboard.press("e")
    page.keyboard.type("Kiln day, with a letter for every key: a h u")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Art").click()
    page.keyboard.press("s")
    stands(page, site, entry, "shown")

    kept = site.run(entries.find(site.keys, entry))
    assert "Kiln day, with a letter for every key: a h u" == kept.public["caption"]
    assert "science,art" == kept.fields["subjects"]


def test_new_photos_come_by_themselves(site: Served, desk: Desk) -> None:
    """
    Nobody reloads a desk: a photo that is ready appears, and is announced.
    """
    page = desk()
    expect(page.get_by_role("heading", name="Nothing waits.")).to_be_visible()

    at_the_desk(site, "Just in")

    seen(page, "Just in")
    expect(page.locator("#say")).to_have_text("1 new photo, 1 waiting")


def test_two_moderators_one_decision(site: Served, desk: Desk) -> None:
    """
    The photo another moderator decided says so and cannot be decided by a key already falling.
    """
    at_the_desk(site, "One")
    two = at_the_desk(site, "Two")
    sam, mo = desk("Sam"), desk("Mo")
    seen(sam, "One")
    seen(mo, "One")

    sam.keyboard.press("a")
    expect(mo.locator("#taken")).to_contain_text("Sam was quicker: this photo is shown.")
    mo.keyboard.press("a")

    seen(mo, "Two")
    assert "waiting" == state(site, two)


def test_the_slower_is_told(site: Served, desk: Desk) -> None:
    """
    A verdict on what somebody has just decided is refused, and the desk says who it was.
    """
    entry = at_the_desk(site, "One")
    page = desk()
    page.route("**/api/desk/entries?*", lambda route: route.abort())  # it hears of nothing
    seen(page, "One")

    def first(route: Route) -> None:
        site.decide(entry, Verdict.HIDDEN)
        route.continue_()

    page.route("**/verdict", first)
    page.keyboard.press("a")

    expect(page.get_by_text("mo was quicker: this photo is hidden.").first).to_be_visible()
    assert "hidden" == state(site, entry)


def test_a_lost_network_loses_no_decision(site: Served, desk: Desk) -> None:
    """
    Show, undo and show again without a network arrive in that order, each once.
    """
    entry = at_the_desk(site, "One")
    before = rev(site, entry)
    page = desk()
    seen(page, "One")
    asked: list[Any] = []

    def note(request: Request) -> None:
        if request.method == "PUT":
            asked.append(request.post_data_json)

    page.on("request", note)

    page.context.set_offline(True)
    page.keyboard.press("a")
    expect(page.locator("#saving")).to_contain_text("kept here until the server answers")
    page.keyboard.press("u")
    seen(page, "One")
    page.keyboard.press("a")
    page.context.set_offline(False)

    wait_until(lambda: rev(site, entry) == before + 3, "three decisions are made")
    expect(page.locator("#saving")).to_be_hidden()
    assert "shown" == state(site, entry)
    assert 3 == len({body["op"] for body in asked})


def test_a_refusal_brings_the_photo_back(site: Served, desk: Desk) -> None:
    """
    What the server refuses is in the line again, with the reason and the words still there.
    """
    at_the_desk(site, "One")
    at_the_desk(site, "Two")
    page = desk()
    seen(page, "One")
    refusal = {"status": 422, "detail": "the caption is too long", "hint": "shorten it"}
    page.route("**/verdict", lambda route: route.fulfill(status=422, json=refusal))

    page.keyboard.press("e")
    page.keyboard.type("Much too long")
    page.keyboard.press("Escape")
    page.keyboard.press("a")

    expect(
        page.get_by_text("Not saved: the caption is too long: shorten it.").first
    ).to_be_visible()
    expect(page.get_by_label("Caption")).to_have_value("Two")
    page.get_by_role("button", name="Go to it").click()
    seen(page, "Much too long")


def test_signing_in_again_keeps_the_place(site: Served, desk: Desk) -> None:
    """
    A session that ran out asks for the password and then does what was asked.
    """
    entry = at_the_desk(site, "One")
    page = desk()
    seen(page, "One")

    page.context.clear_cookies()
    page.keyboard.press("a")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog")).to_have_count(0)
    stands(page, site, entry, "shown")


def test_panic(site: Served, desk: Desk) -> None:
    """
    One press puts the holding slide on every wall, and the same button takes it away.
    """
    page = desk()

    page.keyboard.press("Shift+P")
    expect(page.get_by_role("button", name="Resume the walls")).to_be_visible()
    expect(page.get_by_text("Every wall shows the holding slide.")).to_be_visible()
    assert site.get("/live/v1/snapshot").json()["state"]["wall"]["paused"] is True

    page.get_by_role("button", name="Resume the walls").click()
    expect(page.get_by_role("button", name="Pause every wall")).to_be_visible()
    assert site.get("/live/v1/snapshot").json()["state"]["wall"]["paused"] is False


def test_single_keys_stay_off(site: Served, desk: Desk) -> None:
    """
    Switched off, no letter decides anything, after a reload neither (WCAG 2.1.4).
    """
    entry = at_the_desk(site, "One")
    page = desk()
    seen(page, "One")
    page.keyboard.press("?")
    page.get_by_role("switch", name="Single keys").uncheck()
    page.keyboard.press("Escape")
    page.reload()

    seen(page, "One")
    page.keyboard.press("a")

    expect(page.get_by_label("Caption")).to_have_value("One")
    assert "waiting" == state(site, entry)


def test_what_nobody_saw_is_not_shown(site: Served, desk: Desk) -> None:
    """
    A photo whose picture did not arrive cannot be shown.
    """
    entry = site.waiting(caption="Unseen")  # its prints are no pictures
    page = desk()
    expect(page.get_by_text("The picture did not arrive.")).to_be_visible()

    page.keyboard.press("a")

    expect(page.get_by_text("what nobody saw is not shown").first).to_be_visible()
    assert "waiting" == state(site, entry)


def test_a_report_comes_first(site: Served, desk: Desk) -> None:
    """
    A reported photo is the next one after the photo being looked at, and says why.
    """
    reported = at_the_desk(site, "Reported")
    site.seen(site.decide(reported, Verdict.SHOWN).seq)
    at_the_desk(site, "One")
    at_the_desk(site, "Two")
    page = desk()
    seen(page, "One")

    assert site.post(f"/api/entries/{reported}/report").status_code < 300
    expect(page.get_by_text("Somebody reported a photo.").first).to_be_visible()
    page.keyboard.press("a")

    seen(page, "Reported")
    expect(page.get_by_text("Somebody reported this.")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_everybody_can_use_it(site: Served, desk: Desk, size: dict[str, Any]) -> None:
    """
    Every page and list passes axe, on a desk and on a phone, and nothing is cut off sideways.
    """
    shown = at_the_desk(site, "Shown")
    site.seen(site.decide(shown, Verdict.SHOWN).seq)
    at_the_desk(site, "One")
    page = desk(**size)
    seen(page, "One")
    axe = Axe()
    found = {"focus": axe.run(page)}
    page.locator("#hide").click()
    found["why"] = axe.run(page)
    page.keyboard.press("Escape")
    page.locator("#to-grid").click()
    expect(page.get_by_role("heading", name="1 photo waits")).to_be_visible()
    found["grid"] = axe.run(page)
    page.get_by_role("link", name="Shown").click()
    page.locator(".thumb__open").click()
    expect(page.get_by_text("On the wall, shown by mo.")).to_be_visible()
    found["shown"] = axe.run(page)
    page.goto(f"{site.base}/organise")
    found["overview"] = axe.run(page)

    complaints = {name: said.generate_report() for name, said in found.items()}
    assert {} == {name: complaints[name] for name, said in found.items() if said.violations_count}
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert size["viewport"]["width"] == wide
