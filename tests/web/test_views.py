"""The public pages as text: every state renders, and keeps the rules of the page policy."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest

from liveboard.domain.event import Event
from liveboard.domain.eventfile import parse
from liveboard.web.assets import Assets
from liveboard.web.pages import _environment
from liveboard.web.prose import blocks

ENTRY = {
    "id": "e1",
    "subjects": ["science", "art"],
    "caption": "Copper <sulphate>",
    "alt": "",
    "prints": {"thumb": "/a", "wall": "/b", "full": "/c"},
    "size": [1600, 1200],
    "colour": "#556677",
}
MINE = {
    "id": "e1",
    "reason": "",
    "place": None,
    "caption": "Copper <sulphate>",
    "subjects": ["science"],
    "received_words": "at 10:02 on 5 March",
    "can_delete": True,
    "eligible": True,
}
PROBLEM = {
    "title": "Too big",
    "status": 413,
    "detail": "this photo is 31 MB; the limit is 25 MB",
    "hint": "send a smaller one",
    "code": "too-big",
    "retry_after": 1,
}
STATES = ["received", "developing", "waiting", "shown", "hidden", "failed", "withdrawn", "erased"]


def contexts(event: Event) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every public view with every kind of context it meets."""
    for phase in ("before", "open", "closed"):
        yield "home.html", {"phase": phase, "when": "open", "about": blocks(event.about)}
        yield "shut.html", {"phase": phase, "when": "opens", "missing": [], "left": 9}
    yield "shut.html", {"phase": "open", "when": "open", "missing": ["the terms"], "left": 60}
    yield "privacy.html", {"blocks": blocks(event.privacy)}
    yield "terms.html", {"blocks": blocks(event.terms)}
    yield "terms.html", {"blocks": []}
    yield "accessibility.html", {"blocks": []}
    yield "sponsors.html", {"blocks": []}
    yield "problem.html", {"problem": PROBLEM}
    yield "said.html", {"title": "Thanks", "text": "Done.", "way": "/wall", "way_words": "On"}
    yield "entry.html", {"entry": ENTRY}
    fine = {"when": "open", "key": "k", "problems": [], "values": {}}
    yield "upload.html", fine
    wrong = ("file", "subject", "caption", "alt", "school", "name", "contact", "publish", "consent")
    yield "upload.html", {**fine, "problems": [(field, "wrong") for field in wrong]}
    for state in STATES:
        yield "mine.html", {"entry": {**MINE, "state": state, "place": 2}, "token": "t", "say": ""}


class Page(HTMLParser):
    """What the rules look at in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def every(self, attribute: str) -> list[str]:
        """Each value of an attribute, wherever it stands."""
        return [value for _, attrs in self.tags if (value := attrs.get(attribute)) is not None]


def rendered(event: Event) -> Iterator[tuple[str, str]]:
    """Every page of an event, as text."""
    environment = _environment(Assets.read())
    for view, context in contexts(event):
        text = environment.get_template(f"views/{view}").render(
            event=event,
            url="https://techognition.example",
            rehearsal=event.rehearsal,
            now=datetime(2027, 3, 5, 10, tzinfo=UTC),
            **context,
        )
        yield view, text


@pytest.fixture(params=["rehearsal", "techognition"])
def event(request: pytest.FixtureRequest) -> Event:
    """Each of the shipped events."""
    return parse((files("liveboard") / "events" / f"{request.param}.toml").read_text("utf-8"))


def test_policy(event: Event) -> None:
    """
    No page carries a style, a handler or a script of its own, or anything from elsewhere.
    """
    for view, text in rendered(event):
        page = Page(text)
        scripts = [attrs for tag, attrs in page.tags if tag == "script"]

        assert "<style" not in text, view
        assert not page.every("style"), view
        assert all((attrs.get("src") or "").startswith("/static/") for attrs in scripts), view
        assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")], view
        assert all(address.startswith("/") for address in page.every("src")), view


def test_ids(event: Event) -> None:
    """
    Every label, error and link inside a page points at something that is there, once.
    """
    for view, text in rendered(event):
        page = Page(text)
        ids = page.every("id")
        wanted = {
            *page.every("for"),
            *(one for text in page.every("aria-describedby") for one in text.split()),
            *page.every("aria-labelledby"),
            *(address[1:] for address in page.every("href") if re.match(r"#\w", address)),
        }

        assert len(set(ids)) == len(ids), view
        assert set() == wanted - set(ids), view


def test_one_heading(event: Event) -> None:
    """
    Each page is in British English and has one first heading and a title.
    """
    for view, text in rendered(event):
        page = Page(text)

        assert 1 == sum(tag == "h1" for tag, _ in page.tags), view
        assert ["en-GB"] == page.every("lang"), view
        assert "<title></title>" not in text, view


def test_rehearsal_says_so(event: Event) -> None:
    """
    Every page of a rehearsal says it is one; no page of the day does.
    """
    for view, text in rendered(event):
        assert event.rehearsal == ("ribbon" in text), view


def test_words_are_escaped(event: Event) -> None:
    """
    What people write is shown as they wrote it, never as markup.
    """
    assert not any("<sulphate>" in text for _, text in rendered(event))


def test_consent_is_never_given_for_anybody(event: Event) -> None:
    """
    Neither consent nor the draw is ever ticked in advance, and the wording's version is sent.
    """
    upload = Page(next(text for view, text in rendered(event) if view == "upload.html"))
    boxes = {attrs.get("id"): attrs for tag, attrs in upload.tags if tag == "input"}

    assert event.consent.version == boxes["consent"]["value"]
    assert "checked" not in boxes["consent"]
    assert "checked" not in boxes["enter_draw"]
