"""RQ jobs.

A job is a name, an id and one call. Queued jobs outlive a deploy, so a job's name and
arguments are a public interface: add a new job rather than change what an old one takes.
"""

import os

from liveboard.config.process import die_with_parent
from liveboard.config.settings import Settings
from liveboard.work import develop as developing
from liveboard.work import fetch as fetching
from liveboard.work.kit import Kit


def develop(entry: str) -> None:
    """Make an entry's photo fit to show: upright, stripped, in three sizes."""
    developing.develop(_kit(), entry)


def fetch(entry: str) -> None:
    """Fetch the photo a mention carries."""
    fetching.fetch(_kit(), entry)


def _kit() -> Kit:
    """A kit of this child's own: it was forked, and connections do not survive that."""
    die_with_parent()
    return Kit.open(Settings.from_env(os.environ))
