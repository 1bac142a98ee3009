"""The moderator of a pretend day: looks at what waits, and says what the plan says.

Only at ours: in a rehearsal real people practise too, and their photos are theirs to judge.
"""

import asyncio
import time
from collections.abc import Callable

from liveboard.cli.demo import day
from liveboard.cli.demo.crowd import Crowd
from liveboard.cli.demo.people import Moderator, Refusal
from liveboard.cli.demo.tally import Standing, Tally
from liveboard.domain.errors import Unavailable

LOOK = 0.4  # seconds between two looks, and between two verdicts on one entry
QUIET = 4  # seconds without news, after which we ask what has become of ours
STUCK = 120  # seconds without anything happening
ON_THE_WAY = frozenset({"received", "developing", "waiting"})


class Desk:
    """One moderator, and what they know."""

    def __init__(self, moderator: Moderator, crowd: Crowd, tally: Tally) -> None:
        self._moderator = moderator
        self._crowd = crowd
        self._tally = tally

    async def work(self, more_may_come: Callable[[], bool]) -> None:
        """Give verdicts until nothing of ours waits and no more may come.

        Raises:
            Unavailable: Nothing has happened for `STUCK` seconds.
        """
        moved, since = -1, time.monotonic()
        async with asyncio.TaskGroup() as group:
            while (coming := more_may_come()) or self._tally.open():
                async for row in self._moderator.waiting():
                    standing = self._tally.ours.get(row["id"])
                    if standing and standing.steps and not standing.busy:
                        standing.busy = True
                        group.create_task(self._decide(row["id"], standing))
                if moved != self._tally.moved or (coming and not self._tally.open()):
                    moved, since = self._tally.moved, time.monotonic()
                elif time.monotonic() - since > STUCK:
                    raise _stuck(len(self._tally.open()))
                elif time.monotonic() - since > QUIET:
                    await self._ask_about()
                await asyncio.sleep(LOOK)

    async def _decide(self, entry: str, standing: Standing) -> None:
        try:
            while standing.steps:
                await self._say(entry, standing)
                if standing.steps:
                    await asyncio.sleep(LOOK)
            if standing.sending.reported and not self._tally.reported:
                await self._reported(entry, standing)
        except Refusal as refusal:
            if refusal.status not in {404, 409}:
                raise
            standing.leave("other")  # somebody else was quicker
        finally:
            standing.busy = False

    async def _say(self, entry: str, standing: Standing) -> None:
        verdict, more = standing.steps[0]
        first = standing.state == ""
        if verdict == "shown" and first and standing.sending.put_right:
            more = {**more, "caption": standing.caption}
            self._tally.edited += 1
        await self._moderator.say(entry, verdict, more)
        standing.steps.pop(0)
        standing.state = verdict or "waiting"
        self._tally.undone += verdict is None
        self._tally.moved += 1

    async def _reported(self, entry: str, standing: Standing) -> None:
        self._tally.reported += 1
        if await self._crowd.report(standing.sending, entry):
            standing.state = "waiting"
            standing.steps.append(day.SHOW)  # looked at again, and good

    async def _ask_about(self) -> None:
        """See whether what we wait for has failed, or was decided by somebody else."""
        for entry in self._tally.open()[:20]:
            standing = self._tally.ours[entry]
            told = await self._moderator.ask("GET", f"/api/submissions/{entry}")
            state = told.json()["state"]
            if state not in ON_THE_WAY and not standing.busy:
                standing.leave("failed" if state == "failed" else "other")
                self._tally.moved += 1


def _stuck(many: int) -> Unavailable:
    return Unavailable(
        f"{many} photos have not reached the desk, and nothing happened for {STUCK} s",
        hint="`liveboard doctor` sees whether the workers run",
    )
