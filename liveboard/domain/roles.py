"""Who may do what. The one table; routes name the role they need (`web/app.py`)."""

from enum import StrEnum


class Role(StrEnum):
    """What an organiser's account may do; `owner` may do all."""

    OWNER = "owner"
    ORGANISER = "organiser"
    MODERATOR = "moderator"
    DRAW = "draw"
    VIEWER = "viewer"


_MAY: dict[Role, frozenset[Role]] = {
    Role.OWNER: frozenset(Role),
    Role.ORGANISER: frozenset({Role.ORGANISER, Role.MODERATOR, Role.VIEWER}),
    Role.MODERATOR: frozenset({Role.MODERATOR, Role.VIEWER}),
    Role.DRAW: frozenset({Role.DRAW, Role.VIEWER}),
    Role.VIEWER: frozenset({Role.VIEWER}),
}


def may(held: Role, needed: Role) -> bool:
    """Whether somebody with one role may do what asks for another."""
    return needed in _MAY[held]
