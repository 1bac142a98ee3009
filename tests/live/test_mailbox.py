"""A viewer's mailbox is bounded, and says so when it overflowed."""

import asyncio
import random

from hypothesis import given
from hypothesis import strategies as st

from liveboard.live.mailbox import Mailbox


async def test_frames_come_in_order() -> None:
    """
    What is posted is taken, all at once and in order.
    """
    box = Mailbox()
    for frame in "abc":
        box.post(frame)

    assert ["a", "b", "c"] == await box.take()


async def test_taking_waits() -> None:
    """
    A viewer waits until something happens.
    """
    box = Mailbox()
    taking = asyncio.create_task(box.take())
    await asyncio.sleep(0)
    assert not taking.done()
    box.post("a")

    assert ["a"] == await taking


async def test_overflow_is_told_once_and_then_it_works_again() -> None:
    """
    Who was too slow is told once that something is lost, and what comes after that is whole.
    """
    box = Mailbox(3)
    for frame in "abcde":
        box.post(frame)
    lost = await box.take()
    for frame in "xyz":
        box.post(frame)

    assert lost is None
    assert ["x", "y", "z"] == await box.take()


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 5))
def test_never_a_silent_gap(posts: list[bool], size: int) -> None:
    """
    Whatever the pace, frames are whole or the viewer is told: between two takes that are not
    told "lost", no number is missing. And it never holds more than its size.
    """

    async def day() -> None:
        box, sent, expected = Mailbox(size), 0, 0
        for post in posts:
            if post:
                box.post(str(sent))
                sent += 1
                assert len(box._waiting) <= size
            elif box._arrived.is_set():
                frames = await box.take()
                if frames is None:
                    expected = sent
                    continue
                assert [str(expected + at) for at in range(len(frames))] == frames
                expected += len(frames)

    asyncio.run(day())


async def test_a_reader_beside_a_writer() -> None:
    """
    With both at work at once nothing is lost as long as there is room.
    """
    box, got, chance = Mailbox(1000), [], random.Random(7)

    async def write() -> None:
        for number in range(300):
            box.post(str(number))
            if chance.random() < 0.3:
                await asyncio.sleep(0)

    writing = asyncio.create_task(write())
    while len(got) < 300:
        got += await box.take() or []
    await writing

    assert [str(number) for number in range(300)] == got
