"""Waiting for something to become true, and the size of the tests."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

SCALE = float(os.environ.get("LIVEBOARD_TEST_SCALE", "0.1"))
"""1.0 is full size (`make test-full`); `make test` holds the same promises smaller."""


def scaled(full: int, least: int = 1) -> int:
    """A number of things to try, at today's scale."""
    return max(least, int(full * SCALE))


def wait_until(predicate: Callable[[], T], description: str, seconds: float = 15) -> T:
    """Return the predicate's first truthy value, or fail saying what was last seen."""
    end = time.monotonic() + seconds
    while True:
        seen = predicate()
        if seen:
            return seen
        if time.monotonic() > end:
            raise AssertionError(f"{description}: not within {seconds} s; last seen {seen!r}")
        time.sleep(0.02)


async def await_until(
    predicate: Callable[[], Awaitable[T]], description: str, seconds: float = 15
) -> T:
    """Like `wait_until`, for a coroutine function."""
    end = time.monotonic() + seconds
    while True:
        seen = await predicate()
        if seen:
            return seen
        if time.monotonic() > end:
            raise AssertionError(f"{description}: not within {seconds} s; last seen {seen!r}")
        await asyncio.sleep(0.02)
