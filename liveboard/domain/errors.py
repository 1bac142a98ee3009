"""What can go wrong, in words for the person it happens to.

Every error names the value, the limit and what to do next, and carries its own
fate: the HTTP status, a code for programs, and whether trying again helps. The
web edge turns any of them into RFC 9457 problem JSON or a page with the same
words (`web/problems.py`); nothing else catches them.

::

    Problem
    ├── Refused (422)        a field is wrong, or the rules say no
    ├── Unauthorised (401)   sign in first
    ├── Forbidden (403)      signed in, but not for this
    ├── Shut (403)           outside the window
    ├── NotFound (404)
    ├── Conflict (409)       somebody else was quicker
    ├── Expired (410)
    ├── TooBig (413)
    ├── WrongType (415)
    ├── Limited (429)        slow down; never a block
    ├── Unavailable (503)    try again
    │   └── NotDurable       the store could not promise to keep it
    └── Full (507)           the disk is nearly full
"""

from typing import Any, ClassVar


class Problem(Exception):
    """Something a person has to be told.

    Args:
        detail: What is wrong, with the value that was wrong. Lower case, no full stop.
        hint: What to do about it.
        field: The form field it is about, if any.
        retry_after: Seconds after which trying again makes sense.
        extra: Further members of the problem JSON, for programs.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "problem"

    def __init__(
        self,
        detail: str,
        *,
        hint: str = "",
        field: str | None = None,
        retry_after: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.hint = hint
        self.field = field
        self.retry_after = retry_after
        self.extra = extra or {}


class Refused(Problem):
    """A field is wrong, or the rules say no."""

    status, code = 422, "refused"


class Unauthorised(Problem):
    """Nobody is signed in, or not correctly."""

    status, code = 401, "sign-in"


class Forbidden(Problem):
    """Signed in, but not for this; or a request from another site."""

    status, code = 403, "forbidden"


class Shut(Problem):
    """The event does not take submissions now."""

    status, code = 403, "shut"


class NotFound(Problem):
    """There is nothing here for the asker."""

    status, code = 404, "not-found"


class Conflict(Problem):
    """Somebody else was quicker."""

    status, code = 409, "conflict"


class Expired(Problem):
    """It was here, and is not kept any longer."""

    status, code = 410, "expired"


class TooBig(Problem):
    """More bytes than the limit."""

    status, code = 413, "too-big"


class WrongType(Problem):
    """Bytes of a kind we do not take."""

    status, code = 415, "wrong-type"


class Limited(Problem):
    """Too many at once from one place; never a block."""

    status, code = 429, "slow-down"


class Unavailable(Problem):
    """We cannot promise anything just now; trying again is right."""

    status, code = 503, "unavailable"


class NotDurable(Unavailable):
    """The store did not confirm that it is on disk."""

    code = "not-durable"


class Full(Problem):
    """There is no room to keep it safely."""

    status, code = 507, "full"
