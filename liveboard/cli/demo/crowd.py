"""Everybody who sends a photo, each when it is their time."""

import asyncio
import time
import uuid
from dataclasses import dataclass
from random import Random
from typing import Any

from liveboard.cli.demo import camera, day
from liveboard.cli.demo.day import Owner, Sending
from liveboard.cli.demo.people import Phone, Way
from liveboard.cli.demo.pictures.draw import draw
from liveboard.cli.demo.tally import Standing, Tally
from liveboard.domain.errors import Conflict

AT_ONCE = 6  # photos on their way at the same time
DRAWING = 2  # pictures drawn at the same time


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes into the form.

    Attributes:
        file: Its name, its bytes and its media type.
        caption: As it was typed.
        right: As it should have been typed.
    """

    file: tuple[str, bytes, str]
    caption: str
    right: str
    alt: str


class Crowd:
    """The senders of one pretend day.

    Args:
        consent: The version of the wording they agree to.
        speed: How many times faster than a real day it passes.
    """

    def __init__(
        self,
        way: Way,
        sendings: list[Sending],
        owners: list[Owner],
        tally: Tally,
        *,
        consent: str,
        speed: float,
    ) -> None:
        self._way = way
        self._sendings = sendings
        self._owners = owners
        self._tally = tally
        self._consent = consent
        self._speed = speed
        self._phones: dict[int, Phone] = {}
        self._originals: dict[int, asyncio.Future[Letter]] = {}
        self._drawing = asyncio.Semaphore(DRAWING)
        self._ways = asyncio.Semaphore(AT_ONCE)

    async def arrive(self, began: float) -> None:
        """Send everything, each at its time after `began` (`time.monotonic()`)."""
        loop = asyncio.get_running_loop()
        firsts = {one.same_as for one in self._sendings if one.same_as is not None}
        self._originals = {number: loop.create_future() for number in firsts}
        async with asyncio.TaskGroup() as group:
            for sending in self._sendings:
                due = began + sending.at / self._speed
                await asyncio.sleep(max(0, due - time.monotonic()))
                await self._ways.acquire()
                group.create_task(self._send(sending))

    async def report(self, sending: Sending, entry: str) -> bool:
        """Somebody else than its sender reports an entry; whether it is gone."""
        return await self._phone(sending.device + 1).report(entry)

    async def leave(self) -> None:
        """Everybody goes home."""
        await asyncio.gather(*(phone.close() for phone in self._phones.values()))

    async def _send(self, sending: Sending) -> None:
        try:
            letter = await self._letter(sending)
            phone, key = self._phone(sending.device), str(uuid.uuid4())
            answer = await phone.send(letter.file, self._form(sending, letter), key)
            self._tally.sent += 1
            self._tally.moved += 1
            if answer["state"] == "hidden":
                self._tally.duplicates += 1
            else:
                standing = Standing(sending, letter.right, list(sending.desk))
                self._tally.ours[answer["id"]] = standing
            if sending.number in self._originals:
                self._originals[sending.number].set_result(letter)
            if sending.again:
                self._tally.again += 1
                second = await phone.send(letter.file, self._form(sending, letter), key)
                if second["id"] != answer["id"]:
                    raise Conflict("the same photo with the same key was taken in twice")
        finally:
            self._ways.release()

    async def _letter(self, sending: Sending) -> Letter:
        if sending.same_as is not None:
            return await self._originals[sending.same_as]
        async with self._drawing:
            return await asyncio.to_thread(written, sending)

    def _form(self, sending: Sending, letter: Letter) -> dict[str, Any]:
        words = {"caption": letter.caption, "alt": letter.alt, "consent": self._consent}
        return {**sending.fields, **words}

    def _phone(self, device: int) -> Phone:
        device %= len(self._owners)
        if device not in self._phones:
            self._phones[device] = Phone(self._way, self._tally.slow)
        return self._phones[device]


def written(sending: Sending) -> Letter:
    """Draw the picture of a sending and choose its words."""
    dice = Random(f"shot {sending.seed}")  # noqa: S311 - a play
    shot = camera.take(dice)
    drawn = draw(sending.subject, sending.seed, turn=sending.turn)
    data = camera.develop(drawn.image, shot, dice)
    typed, right = day.caption(drawn.scene, sending)
    return Letter((shot.filename, data, shot.media_type), typed, right, drawn.alt)
