"""Who may do what."""

import pytest

from liveboard.domain.entry import LEAVING, State, may_step
from liveboard.domain.roles import Role, may


@pytest.mark.parametrize(
    ("held", "needed", "allowed"),
    [
        (Role.OWNER, Role.DRAW, True),
        (Role.OWNER, Role.MODERATOR, True),
        (Role.ORGANISER, Role.MODERATOR, True),
        (Role.ORGANISER, Role.DRAW, False),
        (Role.MODERATOR, Role.VIEWER, True),
        (Role.MODERATOR, Role.ORGANISER, False),
        (Role.DRAW, Role.MODERATOR, False),
        (Role.VIEWER, Role.VIEWER, True),
        (Role.VIEWER, Role.MODERATOR, False),
    ],
)
def test_roles(held, needed, allowed):
    """
    A role may do what it says, and nothing that needs another.
    """
    assert allowed is may(held, needed)


def test_nothing_comes_back_from_leaving():
    """
    What was withdrawn or erased is never seen again; it can only be erased further.
    """
    back = [(old, new) for old in LEAVING for new in State if may_step(old, new)]

    assert [(State.WITHDRAWN, State.ERASED)] == back


def test_nothing_is_shown_that_nobody_waited_for():
    """
    Only an entry that was at the desk can be shown.
    """
    assert {State.WAITING, State.HIDDEN} == {old for old in State if may_step(old, State.SHOWN)}
