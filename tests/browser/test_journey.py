"""The whole journey on the real house, in a real Chromium: from a phone to every wall, and away."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import segno
from PIL import Image
from PIL.ExifTags import Base
from playwright.sync_api import Browser, Locator, Page, expect

from liveboard.domain.entry import Verdict
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.witness import (
    AWAY,
    DESK,
    HALL,
    NARROWEST,
    PHONE,
    Witness,
    broken_rules,
    counts,
    cut_off,
)
from tests.helpers import wait_until
from tests.pictures import GREEN, RED, SECRET, card, encoded, exif
from tests.running import running

pytestmark = [pytest.mark.browser, pytest.mark.faults]
PASSWORD = "four words in a row"
SOON = 20_000  # ms; a photo has to be developed on a busy machine
State = dict[str, Any]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house as `make run` starts it: nobody has an account, nothing is shown."""
    with running(tmp_path_factory.mktemp("journey") / "data") as started:
        house = House(started)
        yield house
        house.close()


@pytest.fixture(scope="module")
def owner(house: House, chromium: Browser) -> State:
    """Whoever opened the link that was printed: the cookies of their browser."""
    page = chromium.new_page()
    page.goto(house.running.heard(r"http\S+/organise/first#\S+"))
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("Signed in as Ada")).to_be_visible()
    state: State = dict(page.context.storage_state())
    page.context.close()
    return state


def phone_photo() -> bytes:
    """The test card as a phone stores it: lying on its side, with place and owner written down."""
    notes = Image.Exif()
    notes.load(exif())
    notes[Base.Orientation] = 6
    lying = card((1600, 800)).transpose(Image.Transpose.ROTATE_90)
    data = encoded(lying, quality=90, exif=notes.tobytes()) + uuid4().bytes
    assert SECRET.encode() in data
    return data


def send(page: Page, photo: Path, caption: str) -> None:
    """Send a photo as people do, and open its private page."""
    page.set_input_files("#file", photo)
    page.locator("label.choice", has_text="Music").click()
    page.get_by_role("textbox", name="What is going on?").fill(caption)
    page.check("#consent")
    page.click("#send")
    page.get_by_role("link", name="Open its page").click()


def sits_down(visit: Visit, house: House, owner: State) -> Page:
    """Somebody at the desk."""
    page = visit(house.url, "/organise", storage_state=owner, **DESK)
    page.get_by_role("link", name="The desk").click()
    expect(page.locator("#link")).to_have_text("Live")
    return page


def before_them(desk: Page, caption: str) -> None:
    """Wait until a photo is being looked at, and its picture has come."""
    expect(desk.get_by_label("Caption")).to_have_value(caption, timeout=SOON)
    expect(desk.locator("#stage[data-seen]")).to_be_visible()


def shown_on(wall: Page, caption: str) -> Locator:
    """A photo on a hall's wall or a phone's."""
    return wall.locator(".tile, .post").filter(has_text=caption)


def upright(canvas: Locator) -> bool:
    """Whether the test card hangs the right way up: red on the left, green on the right."""
    picture = Image.open(io.BytesIO(canvas.screenshot())).convert("RGB")
    y = picture.height // 8
    near = [
        sum(abs(a - b) for a, b in zip(picture.getpixel((x, y)), wanted, strict=True)) < 60
        for x, wanted in ((picture.width // 8, RED), (picture.width * 7 // 8, GREEN))
    ]
    return all(near)


def test_the_first_run_link_makes_one_owner(house: House, owner: State, visit: Visit) -> None:
    """
    The printed link makes the first organiser, and nobody after them.
    """
    page = visit(house.url, "/organise/first")
    page.goto(house.running.heard(r"http\S+/organise/first#\S+"))
    page.get_by_label("Your name").fill("Eve")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()

    expect(page.get_by_text("This link has been used")).to_be_visible()
    assert [] == broken_rules(page)
    page.get_by_role("link", name="Sign in").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_from_a_phone_to_every_wall_and_away(
    house: House, owner: State, visit: Visit, tmp_path: Path
) -> None:
    """
    A photo is sent, decided by a key, seen on every wall with the right counts, reported by the
    audience, shown again and deleted by its person; nobody reloads anything.
    """
    (tmp_path / "IMG_1.jpg").write_bytes(phone_photo())
    hall, pocket = visit(house.url, "/wall", **HALL), visit(house.url, "/wall", **PHONE)
    desk, phone = sits_down(visit, house, owner), visit(house.url, "/upload", **PHONE)
    walls, caption = (hall, pocket), "Tuning day"
    wait_until(lambda: "all" in counts(hall) and "all" in counts(pocket), "both walls count")
    before = counts(hall)
    after = {**before, "all": before["all"] + 1, "Music": before.get("Music", 0) + 1}
    for wall in walls:
        wall.evaluate("window.never = 'reloaded'")

    send(phone, tmp_path / "IMG_1.jpg", caption)
    stands = phone.locator("section.state:visible h2")
    expect(stands).to_have_text("Waiting for a person to look at it", timeout=SOON)
    assert [] == house.board()["entries"]

    before_them(desk, caption)
    desk.keyboard.press("s")
    for wall in walls:
        expect(shown_on(wall, caption)).to_have_count(1)
        wait_until(lambda wall=wall: counts(wall) == after, "the wall counts it")
    expect(stands).to_have_text("It is on the wall", timeout=SOON)
    wait_until(lambda: upright(shown_on(hall, caption).locator("canvas")), "it hangs upright")
    (entry,) = house.board()["entries"]
    for print_ in entry["prints"].values():
        clean(house.http.get(print_).content)

    shown_on(pocket, caption).get_by_role("button", name="Report").click()
    pocket.get_by_role("button", name="Report it").click()
    for wall in walls:
        expect(shown_on(wall, caption)).to_have_count(0)
        wait_until(lambda wall=wall: counts(wall) == before, "the wall counts it no more")
    assert 404 == house.http.get(f"/e/{entry['id']}").status_code

    before_them(desk, caption)
    expect(desk.get_by_text("Somebody reported this.")).to_be_visible()
    desk.keyboard.press("s")
    for wall in walls:
        expect(shown_on(wall, caption)).to_have_count(1)
    expect(stands).to_have_text("It is on the wall", timeout=SOON)

    phone.get_by_text("Delete this photo").click()
    phone.get_by_role("button", name="Yes, delete it for good").click()
    expect(stands).to_have_text("You deleted it")
    for wall in walls:
        expect(shown_on(wall, caption)).to_have_count(0)
        wait_until(lambda wall=wall: counts(wall) == before, "the wall counts it no more")
        assert "reloaded" == wall.evaluate("window.never")
    for address in (f"/e/{entry['id']}", *entry["prints"].values()):
        assert 404 == house.http.get(address).status_code


def clean(data: bytes) -> None:
    """Hold a print to its promise: upright, and nothing hidden in it."""
    picture = Image.open(io.BytesIO(data))
    assert 2 == picture.width / picture.height
    assert ({}, None) == (dict(picture.getexif()), picture.info.get("icc_profile"))
    assert SECRET.encode() not in data


def test_panic_covers_every_wall(house: House, owner: State, visit: Visit) -> None:
    """
    One press at the desk covers the hall's wall and the phones', the same press uncovers them.
    """
    walls = visit(house.url, "/wall", **HALL), visit(house.url, "/wall", **PHONE)
    desk = sits_down(visit, house, owner)
    for wall in walls:
        wait_until(lambda wall=wall: "all" in counts(wall), "the wall counts")

    desk.keyboard.press("Shift+P")
    for wall in walls:
        expect(wall.get_by_text("Back in a moment")).to_be_visible()
        assert [] == broken_rules(wall)

    desk.get_by_role("button", name="Resume the walls").click()
    for wall in walls:
        expect(wall.get_by_text("Back in a moment")).to_be_hidden()


def test_a_killed_web_process_costs_the_wall_nothing(
    house: House, visit: Visit, witness: Witness
) -> None:
    """
    kill -9 of the web process: the walls stay as they were, and then have what was decided
    meanwhile, once, in order, without a reload.
    """
    witness.expect(AWAY)
    witness.expect("WebSocket connection to")
    first, second, third = (house.waiting(name)[0] for name in ("Oak", "Ash", "Elm"))
    house.decide(first, Verdict.SHOWN)
    hall, pocket = visit(house.url, "/wall", **HALL), visit(house.url, "/wall", **PHONE)
    for wall in (hall, pocket):
        expect(shown_on(wall, "Oak")).to_have_count(1)
        wall.evaluate("window.never = 'reloaded'")

    killed = house.running.kill("web")
    house.decide(second, Verdict.SHOWN)
    house.decide(first, Verdict.HIDDEN)
    house.decide(third, Verdict.SHOWN)
    house.running.back("web", killed)

    for wall in (hall, pocket):
        expect(shown_on(wall, "Elm")).to_have_count(1, timeout=SOON)
        expect(shown_on(wall, "Ash")).to_have_count(1, timeout=SOON)
        expect(shown_on(wall, "Oak")).to_have_count(0)
        assert "reloaded" == wall.evaluate("window.never")
    board = house.board()
    there = pocket.locator(".post").evaluate_all("posts => posts.map((post) => post.dataset.id)")
    assert [third, second] == there[:2]
    assert [entry["id"] for entry in board["entries"]] == there
    assert board["total"] == counts(hall)["all"] == counts(pocket)["all"]
    for entry in (second, third):
        house.decide(entry, Verdict.HIDDEN)


def test_the_wall_leads_to_the_upload_page(house: House, visit: Visit) -> None:
    """
    The code on the wall is the one for the upload page of the public address, and it is painted.
    """
    hall = visit(house.url, "/wall", **HALL)
    code = hall.locator('img[src="/qr/upload.svg"]:visible')
    expect(code).to_have_count(1)
    drawn = house.http.get("/qr/upload.svg").text
    expected = segno.make(f"{house.url}/upload", error="m", micro=False)

    assert expected.svg_inline(border=4, dark="#000", light="#fff", scale=8) in drawn.replace(
        ' xmlns="http://www.w3.org/2000/svg"', ""
    )
    assert code.evaluate("(image) => image.complete && image.naturalWidth > 0")
    expect(hall.locator(".code__url:visible")).to_have_text(f"{house.url[7:]}/upload")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_everybody_can_use_every_page(
    house: House, owner: State, visit: Visit, size: dict[str, Any]
) -> None:
    """
    Every page passes axe, on a desk and on a phone; none is wider than its screen, at 320 px
    neither.
    """
    entry, private = house.waiting("Everybody's")
    house.decide(entry, Verdict.SHOWN)
    everybody = ("/", "/wall", "/upload", f"/e/{entry}", "/sponsors", "/privacy", "/terms")
    more = ("/accessibility", "/nothing/here", "/organise/login", "/organise/first", private)
    page = visit(house.url, "/", **size)
    inside = visit(house.url, "/organise", storage_state=owner, **size)

    broken = broken_rules(inside)
    inside.goto("/organise/desk")
    expect(inside.locator("#link")).to_have_text("Live")
    broken += broken_rules(inside)
    wide = [cut_off(inside)]
    for path in (*everybody, *more):
        page.goto(path)
        broken += broken_rules(page)
        wide.append(cut_off(page))
        if size is PHONE:
            page.set_viewport_size(NARROWEST)
            wide.append(cut_off(page))
            page.set_viewport_size(PHONE["viewport"])
    house.decide(entry, Verdict.HIDDEN)

    assert [] == broken
    assert {0} == set(wide)
