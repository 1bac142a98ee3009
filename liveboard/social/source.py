"""What every network looks like to the bot.

The bot's loop is the same for all of them: `batch = await source.poll(cursor)`, then
one script takes the mentions and the cursor together, then it waits. A source keeps
nothing between two polls that is not in its cursor, so a bot that is killed between
the poll and the script asks again and is told the same.

To add a network:

1. `social/<network>.py`: a class with `name` and `poll`. Poll; streaming only lowers latency.
2. `key` must be the network's own id that survives edits, prefixed (`bsky:at://…`).
   Where two sources may both see one message, both must give it the same key.
3. `version` must differ exactly when the words or the pictures differ.
4. `domain.mention.concerns` decides whether a message is ours; an edit that takes our
   hashtag out is told as `deleted`.
5. An answer that is an error, empty or cut short is never a deletion.
6. Bytes come through `social/fetch.py` only. Honour Retry-After; slow down, never hammer.
7. The kind's name in `domain/eventfile.py`, and a branch for it in `feeds.open_source`
   (which moves to a page of its own with the second network).
8. `tests/fakes/<network>server.py`: a small server on a real loopback port that behaves
   like the real one, faults included, and a property test like `tests/social/test_feeds.py`:
   whatever happens there, polled at any moment, we end with what is there.
"""

from dataclasses import dataclass
from typing import Protocol

from liveboard.domain.mention import Mention


class SourceError(Exception):
    """A source, or a picture of one, could not be read. Nothing is known to have changed.

    Attributes:
        permanent: Asking again soon will not help; somebody has to change something.
            The bot keeps asking, rarely, and says so; a picture is given up.
        retry_after: Seconds the other side asked us to wait, if it did.
    """

    def __init__(
        self, message: str, *, permanent: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Batch:
    """What a poll found: everything that changed since the cursor, and the next cursor.

    Attributes:
        mentions: Gone ones first, then new and changed ones, oldest first. Compare each with
            what was last told under its key, not with everything ever told: a mention comes
            back after `deleted`, even with an old version, when its author puts our hashtag
            back or an edit is taken back.
        cursor: To be kept in the same write as the mentions, and given to the next poll.
        wait: Seconds until the next poll makes sense.
    """

    mentions: tuple[Mention, ...]
    cursor: str
    wait: float


class Source(Protocol):
    """A network we read."""

    @property
    def name(self) -> str:
        """What the event file calls it."""
        ...

    async def poll(self, cursor: str) -> Batch:
        """Ask what has changed since a cursor; `""` means from the beginning.

        Raises:
            SourceError: If that cannot be known now. The cursor stays good.
        """
        ...
