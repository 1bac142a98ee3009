"""Sending a photo from a phone, in a real browser, against the real application."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from liveboard.domain.entry import Verdict
from tests.browser.witness import PHONE
from tests.pictures import picture
from tests.web.conftest import serve, site
from tests.web.served import Served

__all__ = ["serve", "site"]

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone nobody has used before."""
    context = chromium.new_context(**PHONE)
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext, site: Served) -> Iterator[Page]:
    """The upload page on a phone; at the end nothing may have been complained about.

    Answers that are errors are logged by every browser; those lines are not complaints.
    """
    page = phone.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text))
    page.goto(f"{site.base}/upload")
    yield page
    assert [] == [line for line in said if "Failed to load resource" not in line]


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Three photos, each another one, and a file that is none."""
    files = []
    for name in ("one.jpg", "two.jpg", "three.jpg"):
        (tmp_path / name).write_bytes(picture() + name.encode())
        files.append(tmp_path / name)
    (tmp_path / "notes.jpg").write_bytes(b"%PDF-1.7 not a photo at all" * 9)
    return [*files, tmp_path / "notes.jpg"]


def fill(page: Page, files: list[Path]) -> None:
    """Choose photos, a subject, and agree."""
    page.set_input_files("#file", files)
    page.locator("label.choice", has_text="Art").click()
    page.check("#consent")


def rules(page: Page) -> list[str]:
    """The accessibility rules a page breaks."""
    return [broken["id"] for broken in Axe().run(page).response["violations"]]


def test_from_choosing_to_the_private_page(page: Page, site: Served, photos: list[Path]) -> None:
    """
    Two photos are chosen, sent, and each gets a private page that works.
    """
    fill(page, photos[:2])
    expect(page.locator(".photo canvas")).to_have_count(2)
    assert [] == rules(page)
    page.click("#send")

    expect(page.locator("#receipts-title")).to_be_focused()
    expect(page.locator(".receipt")).to_have_count(2)
    assert [] == rules(page)
    page.locator(".receipt a").first.click()
    expect(page.locator("h1")).to_have_text("Your photo")
    expect(page.locator("section.state:visible h2")).to_have_text("We have it")
    assert [] == rules(page)


def test_nothing_is_ticked_and_everything_missing_is_named(page: Page) -> None:
    """
    Send on an empty form leads to a summary whose links lead to the fields.
    """
    page.click("#send")

    expect(page.locator(".error-summary")).to_be_focused()
    assert [
        "Take or choose a photo first",
        "Choose the subject it belongs to",
        "Tick the box if all of this is true",
    ] == page.locator(".error-summary li").all_inner_texts()
    page.click("text=Tick the box if all of this is true >> nth=0")
    expect(page.locator("#consent")).to_be_focused()
    assert [] == rules(page)


def test_one_refused_does_not_hold_up_the_others(page: Page, photos: list[Path]) -> None:
    """
    Of three files one is no photo: two arrive, and the third says what it is.
    """
    fill(page, [photos[0], photos[3], photos[1]])
    page.click("#send")

    expect(page.locator(".error-summary li").first).to_contain_text("notes.jpg")
    expect(page.locator(".receipt")).to_have_count(2)
    expect(page.locator(".photo")).to_have_count(1)


def test_no_wifi_and_back(
    page: Page, phone: BrowserContext, site: Served, photos: list[Path]
) -> None:
    """
    Without wifi the photos wait on the page, and send themselves when it is back.
    """
    fill(page, photos[:2])
    phone.set_offline(offline=True)
    page.click("#send")
    expect(page.locator("#total-words")).to_have_text(
        "Waiting for wifi. Your 2 photos are safe on this page and will send when it's back."
    )
    phone.set_offline(offline=False)

    expect(page.locator(".receipt")).to_have_count(2, timeout=15_000)


def test_an_answer_that_is_lost_makes_no_second_entry(
    page: Page, site: Served, photos: list[Path]
) -> None:
    """
    When the answer is lost on the way, the same photo is sent again under the same key.
    """
    keys = []

    def lose_first(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/api/submissions", lose_first)
    fill(page, photos[:1])
    page.click("#send")

    expect(page.locator(".receipt")).to_have_count(1, timeout=15_000)
    assert 2 == len(keys)
    assert 1 == len(set(keys))
    link = page.locator(".receipt a").get_attribute("href")
    page.goto(str(link))
    expect(page.locator("h1")).to_have_text("Your photo")


def test_remembered_but_never_agreed_for_anybody(page: Page, photos: list[Path]) -> None:
    """
    The next photo has subject and school filled in, and consent open.
    """
    page.fill("#school", "Oakfield School")
    fill(page, photos[:1])
    page.click("#send")
    expect(page.locator("#another")).to_be_visible()
    page.reload()

    expect(page.locator("#school")).to_have_value("Oakfield School")
    expect(page.locator("#subject-art")).to_be_checked()
    expect(page.locator("#consent")).not_to_be_checked()


def test_without_javascript(chromium: Browser, site: Served, photos: list[Path]) -> None:
    """
    The plain form sends a photo too, leads to the private page, and there it can be deleted.
    """
    context = chromium.new_context(java_script_enabled=False, **PHONE)
    page = context.new_page()
    page.goto(f"{site.base}/upload")
    page.set_input_files("#file", photos[0])
    page.check("#subject")
    page.check("#consent")
    page.click("#send")
    expect(page.locator("h1")).to_have_text("Your photo")

    page.click("text=Delete this photo")
    page.click("text=Yes, delete it for good")

    expect(page.locator("section.state:visible h2")).to_have_text("You deleted it")
    context.close()


def test_the_private_page_is_alive(page: Page, site: Served, photos: list[Path]) -> None:
    """
    A sender watches the photo go from the desk to the wall without pressing anything.
    """
    entry = site.waiting(caption="Kiln day")
    page.goto(site.base + site.link(entry))
    heading = page.locator("section.state:visible h2")
    expect(heading).to_have_text("Waiting for a person to look at it")

    site.decide(entry, Verdict.SHOWN)

    expect(heading).to_have_text("It is on the wall", timeout=15_000)
