"""How a web process ends."""

import asyncio

from liveboard.web.app import end


async def test_ending_is_not_lost() -> None:
    """
    A task that misses the first word of its ending is told again, so that stopping the house
    never hangs.
    """
    told = 0

    async def deaf() -> None:
        nonlocal told
        while told < 2:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                told += 1

    task = asyncio.create_task(deaf())
    await asyncio.sleep(0)
    await end([task])

    assert (2, True) == (told, task.done())
