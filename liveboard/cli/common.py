"""What all commands share: settings, the kit, and how they say that something is wrong."""

import os
from dataclasses import dataclass
from typing import IO, Any

import click

from liveboard.config.settings import Settings, SettingsError
from liveboard.domain.errors import Problem
from liveboard.domain.eventfile import BadEvent
from liveboard.work.kit import Kit

GOOD, NOT_GOOD, WRONG_USE = 0, 1, 2


class Said(click.ClickException):
    """Sentences for the person at the terminal, and the exit status."""

    def __init__(self, sentences: list[str], hint: str = "", status: int = NOT_GOOD) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences
        self.hint = hint
        self.exit_code = status  # type: ignore[misc]

    def show(self, file: IO[Any] | None = None) -> None:
        """Print them, without a traceback."""
        for sentence in self.sentences:
            click.echo(f"liveboard: {sentence}", err=True, file=file)
        if self.hint:
            click.echo(f"  hint: {self.hint}", err=True, file=file)


class House(click.Group):
    """A group whose commands may raise our own errors."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what is wrong becomes a sentence and an exit status."""
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            raise Said(error.mistakes, "README.md has a table of all settings", WRONG_USE) from None
        except BadEvent as error:
            sentences = [str(mistake) for mistake in error.mistakes]
            raise Said(sentences, "nothing of the event file was loaded") from None
        except Problem as problem:
            raise Said([problem.detail], problem.hint) from problem


def settings() -> Settings:
    """The settings of this process."""
    return Settings.from_env(os.environ)


def kit() -> Kit:
    """Everything a procedure needs, for the event of the settings."""
    return Kit.open(settings())


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of good and bad."""

    name: str
    good: bool | None  # None: could not be looked at
    said: str
    hint: str = ""
