"""What the person at the terminal sees while the day passes, and at its end."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from liveboard.cli.demo.day import DAY
from liveboard.cli.demo.tally import Tally

OPENS = timedelta(hours=8)
LIVE, PLAIN = 0.2, 5.0  # seconds between two looks: on a terminal, into a file


@asynccontextmanager
async def shown(console: Console, tally: Tally, speed: float) -> AsyncIterator[None]:
    """Show how the day goes while the block runs."""
    began = time.monotonic()
    watching = asyncio.create_task(_watch(console, tally, speed, began))
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


def summary(console: Console, tally: Tally, seconds: float) -> None:
    """What has come of it."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right", style="bold")
    table.add_column()
    numbers = tally.numbers()
    for name, words in WORDS.items():
        if numbers[name]:
            table.add_row(str(numbers[name]), words)
    console.print(table)
    rate = tally.sent / max(seconds, 0.1)
    console.print(f"in {seconds:.0f} s, {rate:.1f} photos a second", style="dim")


WORDS = {
    "sent": "photos sent",
    "sent_again": "of them a second time with the same key: one entry each",
    "duplicates": "sent from another phone already: hidden at once",
    "shown": "shown by the desk",
    "hidden": "hidden by the desk, with a reason",
    "captions_put_right": "captions put right",
    "undone": "verdicts taken back and given again",
    "reported": "reported from the audience, looked at, shown again",
    "failed": "could not be developed",
    "decided_by_others": "decided by somebody else at the desk",
    "waiting": "still waiting",
    "asked_to_wait": "times the server asked somebody to wait",
    "on_the_wall": "on the wall",
}


async def _watch(console: Console, tally: Tally, speed: float, began: float) -> None:
    if not console.is_terminal:
        while True:
            await asyncio.sleep(PLAIN)
            console.print(_line(tally, speed, began).plain)
    with Live(console=console, auto_refresh=False, transient=True) as live:
        while True:
            whole = Table.grid(padding=(0, 2))
            bar = ProgressBar(total=tally.entries, completed=tally.sent, width=14)
            whole.add_row(bar, _line(tally, speed, began))
            live.update(whole, refresh=True)
            await asyncio.sleep(LIVE)


def _line(tally: Tally, speed: float, began: float) -> Text:
    passed = time.monotonic() - began
    clock = OPENS + timedelta(seconds=min(DAY, int(passed * speed)))
    states = tally.by_state()
    line = Text(f"{str(clock)[:-3]:0>5}", style="bold")
    line.append(f"  sent {tally.sent} of {tally.entries}", "default")
    line.append(f"  waiting {states['waiting']}", "yellow")
    line.append(f"  shown {states['shown']}", "green")
    line.append(f"  hidden {states['hidden'] + tally.duplicates}", "dim")
    line.append(f"  {tally.sent / max(passed, 0.1):.1f}/s", "dim")
    return line
