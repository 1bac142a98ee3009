"""One web process for each test, on an empty store."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from liveboard.config.settings import Settings
from tests.web.served import Served


@pytest.fixture(scope="session", autouse=True)
def last_out() -> Iterator[None]:
    """Nobody is left when the tests end."""
    yield
    Served.gone()


@pytest.fixture
def serve(settings: Settings) -> Iterator[Callable[..., Served]]:
    """Start a web process: `serve(event?, at=…, url=…)`; several share the store."""
    with ExitStack() as stack:

        def start(*args: Any, **more: Any) -> Served:
            from dataclasses import fields, replace

            names = {one.name for one in fields(Settings)}
            changed = {name: more.pop(name) for name in list(more) if name in names}
            return stack.enter_context(Served(replace(settings, **changed), *args, **more))

        yield start


@pytest.fixture
def site(serve: Callable[..., Served]) -> Served:
    """The rehearsal, open round the clock."""
    return serve()
