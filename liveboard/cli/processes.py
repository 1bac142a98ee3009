"""One process each, for those who bring their own supervisor (see `Procfile`)."""

import os
import sys
import time

import click

from liveboard.cli import common
from liveboard.config.settings import Settings
from liveboard.domain.errors import Unavailable
from liveboard.store import connect

_PATIENCE_S = 60
_EVERY_S = 0.2


@click.command()
def web() -> None:
    """Serve the pages, the API and the live wall."""
    from liveboard.web import server  # noqa: PLC0415 - other commands need not wait for it

    server.serve(_checked())


@click.command()
def bot() -> None:
    """Read the social networks."""
    _become("bot")


@click.command()
def sweep() -> None:
    """Hand out again what is owed, and tidy up."""
    _become("sweep")


def _become(name: str) -> None:
    """Turn into a process of `workers`: jobs stand above us, and nothing here imports them."""
    _checked()
    os.execv(sys.executable, [sys.executable, "-m", "workers", name])  # noqa: S606


def _checked() -> Settings:
    """The settings, once the store answers: it may be starting, or starting again."""
    settings = common.settings()
    end = time.monotonic() + _PATIENCE_S
    said = ""
    while True:
        try:
            with connect.connect(settings) as redis:
                connect.check(redis, queue_apart=settings.queue_url is not None)
        except connect.CannotPromise:
            raise
        except Unavailable as problem:
            if time.monotonic() > end:
                raise
            if problem.detail != said:
                click.echo(f"WARNING {problem.detail}; waiting for it", err=True)
            said = problem.detail
            time.sleep(_EVERY_S)
        else:
            return settings
