"""Browsers, and a witness who remembers everything they complain about."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.witness import Witness
from tests.conftest import NEEDS

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    path = next(filter(None, map(shutil.which, NEEDS["browser"])))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def witness() -> Witness:
    """Who hears every complaint of every browser of a test."""
    return Witness()


@pytest.fixture
def visit(chromium: Browser, witness: Witness) -> Iterator[Visit]:
    """Open an address in a browser of its own; in the end none may have complained."""
    contexts: list[BrowserContext] = []

    def come(base: str, path: str, **options: Any) -> Page:
        contexts.append(chromium.new_context(base_url=base, **options))
        witness.watch(contexts[-1], base)
        page = contexts[-1].new_page()
        page.goto(path)
        return page

    yield come
    for context in contexts:
        context.close()
    assert [] == witness.complaints
