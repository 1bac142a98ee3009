"""`liveboard demo`: fill a running rehearsal with a believable day."""

import click

SPEED = 400.0  # a day of ten hours in a minute and a half
ENTRIES = 60


@click.command()
@click.option(
    "--speed",
    type=click.FloatRange(0.1, 1_000_000),
    default=SPEED,
    show_default=True,
    help="How many times faster than a real day of ten hours.",
)
@click.option(
    "--entries",
    type=click.IntRange(1, 20_000),
    default=ENTRIES,
    show_default=True,
    help="How many photos are sent (a real day had about 1,000).",
)
@click.option("--seed", type=int, help="The same number draws the same day again.")
@click.option("--json", "as_json", is_flag=True, help="Print the numbers for a script.")
def demo(speed: float, entries: int, seed: int | None, *, as_json: bool) -> None:
    """Fill the running rehearsal with a believable day.

    Photos are drawn here and sent as browsers send them; the desk shows most of them. It
    works on a rehearsal only, and leaves real people's photos alone.
    """
    from liveboard.cli.demo import run  # noqa: PLC0415 - pencils and browsers, for one command

    run.whole_day(speed, entries, seed, as_json=as_json)
