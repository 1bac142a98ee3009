"""Forms with a photo: what is too much, and what is too slow."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.exceptions import HTTPException

from liveboard.web.multipart import MOST_PARTS, in_time
from tests.web.served import PHOTO, Served
from tests.web.test_submissions import GOOD, body, post

FILE = b'--xx\r\nContent-Disposition: form-data; name="file"; filename="p"\r\n\r\n'


@pytest.mark.parametrize(
    "data",
    [
        FILE + b"\r\n" + body(GOOD, PHOTO),
        body(GOOD, None, end=False) + FILE + b"\r\n" + FILE + PHOTO + b"\r\n--xx--\r\n",
        b"--xx\r\n\r\n\r\n" * (MOST_PARTS + 1) + body(GOOD, PHOTO),
    ],
    ids=["an empty file first", "an empty file between", "parts without a name"],
)
def test_every_part_counts(site: Served, data: bytes) -> None:
    """
    A second file is refused also when the first was empty, and so are many parts of nothing.
    """
    answer = post(site, data)

    assert (422, []) == (answer.status_code, site.staged())
    assert answer.json()["detail"] in {"one photo at a time, please", "more than 40 fields"}


@pytest.mark.parametrize("boundary", ["x" * 300, "x" * 5000, '""', "é"])
def test_a_boundary_that_is_none(site: Served, boundary: str) -> None:
    """
    A boundary beyond the rules of such forms is refused like any broken form.
    """
    kind = f"multipart/form-data; boundary={boundary}".encode()
    answer = site.post("/api/submissions", content=b"x", headers={b"content-type": kind})

    assert (422, "refused") == (answer.status_code, answer.json()["code"])


class TestTime:
    async def pieces(self, *, pause: float) -> AsyncIterator[bytes]:
        """A photo that comes in many pieces."""
        for _ in range(1000):
            yield b"x"
            await asyncio.sleep(pause)

    @pytest.mark.parametrize(
        ("pause", "limits"), [(60, {"quiet": 0.05}), (0.01, {"whole": 0.1})], ids=["quiet", "slow"]
    )
    async def test_not_for_ever(self, pause: float, limits: dict[str, float]) -> None:
        """
        A photo that has stopped coming, or dribbles, does not hold a place for ever.
        """
        with pytest.raises(HTTPException) as slow:
            [piece async for piece in in_time(self.pieces(pause=pause), **limits)]

        assert 408 == slow.value.status_code

    async def test_in_time(self) -> None:
        """
        What keeps coming comes through whole.
        """
        assert 1000 == len([piece async for piece in in_time(self.pieces(pause=0))])
