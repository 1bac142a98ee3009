"""The wall in a hall, in a real browser: readable, honest about the hour and the line, bounded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from liveboard.config.settings import Settings
from liveboard.domain.entry import Verdict
from liveboard.domain.event import Event
from liveboard.work.kit import event_file
from tests.browser.conftest import Visit
from tests.browser.hanging import hung
from tests.browser.witness import AWAY, HALL, PHONE, Witness, counts, cut_off
from tests.helpers import scaled, wait_until
from tests.web.conftest import serve, site
from tests.web.served import Served

__all__ = ["serve", "site"]

pytestmark = pytest.mark.browser
SIZES = [(1920, 1080), (1280, 720), (1024, 768)]
WORDS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement: near, data } = walk.currentNode;
    const box = near.getBoundingClientRect();
    const seen = near.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!data.trim() || !seen || box.width < 2 || near.closest(".skip, .controls")) continue;
    found.push([100 * parseFloat(getComputedStyle(near).fontSize) / innerHeight, data.trim()]);
  }
  return found;
}"""
"""Every word that can be seen, with the size of its letters in hundredths of the height."""


@pytest.fixture
def day(settings: Settings) -> Event:
    """The rehearsal, from eight to six on a day in winter."""
    return replace(
        event_file(settings),
        always=False,
        opens=datetime(2027, 3, 5, 8, tzinfo=UTC),
        closes=datetime(2027, 3, 5, 18, tzinfo=UTC),
    )


def ten_minutes_pass(witness: Witness, site: Served, *pages: Page) -> None:
    """Here and there at once; a handshake under way does not live to see it."""
    witness.expect("WebSocket is closed before the connection is established")
    site.move_clock(timedelta(minutes=10))
    for page in pages:
        page.clock.fast_forward("10:00")


def size(page: Page, selector: str) -> float:
    """The size of some letters, in hundredths of the screen's height."""
    found: float = page.locator(selector).evaluate(
        "(there) => 100 * parseFloat(getComputedStyle(there).fontSize) / innerHeight"
    )
    return found


def test_empty(site: Served, visit: Visit) -> None:
    """
    A wall without photos invites the first one: three steps, the code, every subject.
    """
    wall = visit(site.base, "/wall", **HALL)

    expect(wall.get_by_role("heading", name="Be the first on the wall")).to_be_visible()
    expect(wall.locator('img[src="/qr/upload.svg"]:visible')).to_have_count(1)
    expect(wall.locator(".invite__steps li")).to_have_count(3)
    expect(wall.locator(".race__row:visible")).to_have_count(len(site.event.roster))
    assert 0 == counts(wall)["all"]

    hung(site, "The first")
    expect(wall.locator(".tile--hero")).to_contain_text("The first")
    expect(wall.get_by_role("heading", name="Be the first on the wall")).to_be_hidden()


def test_before_opening(
    serve: Callable[..., Served], day: Event, visit: Visit, witness: Witness
) -> None:
    """
    Before it opens the wall says when, counts down, and then opens by itself; so does the
    upload page.
    """
    site = serve(day, at=datetime(2027, 3, 5, 7, 51, tzinfo=UTC))
    wall, phone = visit(site.base, "/healthz", **HALL), visit(site.base, "/healthz", **PHONE)
    for page, path in ((wall, "/wall"), (phone, "/upload")):
        page.clock.install()
        page.goto(path)

    expect(phone.get_by_role("heading", name="Uploads are not open yet")).to_be_visible()
    expect(wall.get_by_role("heading", name="08:00")).to_be_visible()
    expect(wall.locator("#countdown")).to_contain_text("opens in")

    ten_minutes_pass(witness, site, wall, phone)
    expect(wall.locator("#countdown")).to_contain_text("closes in")
    expect(wall.get_by_role("heading", name="Be the first on the wall")).to_be_visible()
    expect(phone.get_by_role("heading", name="Send a photo")).to_be_visible()


def test_after_closing(
    serve: Callable[..., Served], day: Event, visit: Visit, witness: Witness
) -> None:
    """
    After it closed the photos stay, the wall says thank you, and nobody is asked for more.
    """
    site = serve(day, at=datetime(2027, 3, 5, 17, 51, tzinfo=UTC))
    entry = hung(site, "The last")
    walls = visit(site.base, "/healthz", **HALL), visit(site.base, "/healthz", **PHONE)
    for wall in walls:
        wall.clock.install()
        wall.goto("/wall")
        expect(wall.locator("#countdown")).to_contain_text("closes in")

    ten_minutes_pass(witness, site, *walls)
    for wall in walls:
        expect(wall.locator("#countdown")).to_contain_text("closed")
        expect(wall.get_by_text("The last").first).to_be_visible()
        expect(wall.locator('img[src="/qr/upload.svg"]:visible')).to_have_count(0)
        expect(wall.locator('main a[href="/upload"]:visible')).to_have_count(0)

    site.decide(entry, Verdict.HIDDEN)
    for wall in walls:
        expect(wall.get_by_role("heading", name="Thank you for being here")).to_be_visible()
        expect(wall.locator('main a[href="/upload"]:visible')).to_have_count(0)


def test_a_lost_line_is_said_and_made_good(site: Served, visit: Visit, witness: Witness) -> None:
    """
    A wall without a network says so after a while, keeps what it had, and catches up by itself.
    """
    witness.expect(AWAY)
    hung(site, "Before")
    wall = visit(site.base, "/wall", **HALL)
    expect(wall.locator(".tile--hero")).to_contain_text("Before")
    expect(wall.locator("#offline")).to_be_hidden()

    wall.context.set_offline(offline=True)
    hung(site, "Meanwhile")
    expect(wall.locator("#offline")).to_be_visible(timeout=10_000)
    expect(wall.locator(".tile--hero")).to_contain_text("Before")
    assert 1 == counts(wall)["all"]

    wall.context.set_offline(offline=False)
    expect(wall.locator("#offline")).to_be_hidden(timeout=25_000)
    expect(wall.locator(".tile").filter(has_text="Meanwhile")).to_have_count(1)
    assert 2 == counts(wall)["all"]


def test_readable_from_the_back(site: Served, visit: Visit) -> None:
    """
    On every usual screen the numbers have 9 hundredths of its height and more, names and captions
    4.5, nothing less than 3; nothing is cut off.
    """
    wall = visit(site.base, "/wall", **HALL)
    for width, height in SIZES:
        wall.set_viewport_size({"width": width, "height": height})
        expect(wall.get_by_role("heading", name="Be the first on the wall")).to_be_visible()
        assert [] == [word for word in wall.evaluate(WORDS) if word[0] < 2.99]

    for number in range(4):
        hung(site, f"A caption of some length, number {number}", name="Ada", school="Hill School")
    expect(wall.locator(".tile")).to_have_count(4)
    for width, height in SIZES:
        wall.set_viewport_size({"width": width, "height": height})
        assert [] == [word for word in wall.evaluate(WORDS) if word[0] < 2.99]
        for number in ("#total .figure__value", "#countdown .figure__value"):
            assert size(wall, number) >= 8.99
        assert size(wall, ".race__row:first-child .race__count") >= 8.99
        assert size(wall, ".race__row:first-child .race__title:visible") >= 4.49
        assert size(wall, ".tile--hero .tile__caption") >= 4.49
        assert 0 == cut_off(wall)


@pytest.mark.parametrize("view", [HALL, PHONE], ids=["hall", "phone"])
def test_taken_down_within_a_second(site: Served, visit: Visit, view: dict[str, object]) -> None:
    """
    What is hidden is gone from the wall within a second, words and picture, and stays gone.
    """
    entry = hung(site, "A mistake")
    hung(site, "A kiln")
    wall = visit(site.base, "/wall", **view)
    there = wall.locator(".tile, .post")
    expect(there.filter(has_text="A mistake")).to_have_count(1)
    expect(there.filter(has_text="A kiln")).to_have_count(1)

    site.decide(entry, Verdict.HIDDEN)

    expect(there.filter(has_text="A mistake")).to_have_count(0, timeout=1000)
    expect(there).to_have_count(1)
    assert entry not in wall.content()
    assert 1 == counts(wall)["all"]


def test_a_long_day_leaves_the_page_small(site: Served, visit: Visit) -> None:
    """
    However many photos there were, the hall's page has as many parts as after the first dozen.
    """
    wall = visit(site.base, "/wall", **HALL)

    def after(total: int) -> int:
        for number in range(counts(wall).get("all", 0), total):
            hung(site, f"Photo {number}")
        wait_until(lambda: counts(wall)["all"] == total, f"{total} are counted")
        newest = wall.locator(".tile").filter(has_text=f"Photo {total - 1}")
        expect(newest).to_have_count(1, timeout=15_000)  # at most four come in two seconds
        expect(wall.locator(".tile--leaving")).to_have_count(0)
        parts: int = wall.evaluate("document.getElementsByTagName('*').length")
        return parts

    dozen = after(12)
    assert after(12 + scaled(200)) <= dozen * 1.05
