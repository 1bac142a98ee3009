"""Submissions: what arrived, untrusted, and the rules its fields must meet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from liveboard.domain.errors import Refused
from liveboard.domain.event import Event
from liveboard.domain.names import tidy

CAPTION, ALT, NAME, SCHOOL, COUNTY, CONTACT = 140, 500, 40, 80, 40, 200
MOST_SUBJECTS = 3
PUBLISH = ("name", "initials", "none")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TRUE = {"1", "true", "yes", "on"}


class FieldsRefused(Refused):
    """Several fields are wrong; `extra["problems"]` lists all of them."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        first_field, first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(
            first + more,
            hint="change what is named and send it again; your photo is not lost",
            field=first_field,
            extra={"problems": [{"field": field, "text": text} for field, text in problems]},
        )
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Submission:
    """The fields of an upload, checked against the event's rules."""

    subjects: tuple[str, ...]
    caption: str = ""
    alt: str = ""
    name: str = ""
    school: str = ""
    county: str = ""
    contact: str = ""
    consent: str = ""
    enter_draw: bool = False
    publish: str = "initials"

    def words(self) -> dict[str, str]:
        """The erasable words of the entry."""
        return {
            "caption": self.caption,
            "alt": self.alt,
            "name": self.name,
            "school": self.school,
        }


def read(fields: Mapping[str, Sequence[str]], event: Event) -> Submission:
    """Check the fields of a form.

    Args:
        fields: Each field's values as they came.
        event: Whose roster and consent wording they must fit.

    Raises:
        FieldsRefused: Naming every wrong field at once.
    """
    problems: list[tuple[str, str]] = []

    def one(name: str) -> str:
        return tidy(fields.get(name, [""])[0]) if fields.get(name) else ""

    def short(name: str, most: int, label: str) -> str:
        text = one(name)
        if len(text) > most:
            problems.append((name, f"{label} has {len(text)} characters; the limit is {most}"))
        return text

    found = Submission(
        subjects=_subjects(fields.get("subject", []), event, problems),
        caption=short("caption", CAPTION, "the caption"),
        alt=short("alt", ALT, "the description"),
        name=short("name", NAME, "the name"),
        school=short("school", SCHOOL, "the school"),
        county=short("county", COUNTY, "the county"),
        contact=short("contact", CONTACT, "the contact"),
        consent=one("consent"),
        enter_draw=one("enter_draw").lower() in _TRUE,
        publish=one("publish") or "initials",
    )
    _consent(found, event, problems)
    _draw(found, problems)
    if problems:
        raise FieldsRefused(problems)
    return found


def _subjects(
    given: Sequence[str], event: Event, problems: list[tuple[str, str]]
) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(text.strip().lower() for text in given if text.strip()))
    keys = [subject.key for subject in event.roster]
    unknown = [key for key in chosen if key not in keys]
    if not chosen:
        problems.append(("subject", "choose at least one subject"))
    elif unknown:
        problems.append(
            ("subject", f'"{unknown[0][:40]}" is not a subject here; choose from {", ".join(keys)}')
        )
    elif len(chosen) > MOST_SUBJECTS:
        problems.append(("subject", f"{len(chosen)} subjects chosen; the most is {MOST_SUBJECTS}"))
    return chosen


def _consent(found: Submission, event: Event, problems: list[tuple[str, str]]) -> None:
    if not found.consent:
        problems.append(("consent", "tick that you may share this photo"))
    elif found.consent != event.consent.version:
        problems.append(
            (
                "consent",
                "the wording has changed since you opened the page; open it again and read it",
            )
        )


def _draw(found: Submission, problems: list[tuple[str, str]]) -> None:
    if found.publish not in PUBLISH:
        problems.append(
            ("publish", f'"{found.publish[:20]}" is not a choice; it is {", ".join(PUBLISH)}')
        )
    if found.contact and not _MAIL.fullmatch(found.contact):
        problems.append(("contact", "the contact must be an e-mail address like ada@school.uk"))
    if found.enter_draw and not found.contact:
        problems.append(("contact", "to enter the prize draw, leave an e-mail address"))


def desk_words(words: Mapping[str, Any]) -> dict[str, str]:
    """Check the words a moderator changes: caption and alt only.

    Raises:
        Refused: If one is too long or not a text.
    """
    limits = {"caption": CAPTION, "alt": ALT}
    found = {}
    for name, most in limits.items():
        if (text := words.get(name)) is None:
            continue
        if not isinstance(text, str):
            raise Refused(f"{name} must be a text", field=name)
        found[name] = tidy(text)
        if len(found[name]) > most:
            raise Refused(
                f"{name} has {len(found[name])} characters; the limit is {most}",
                hint="shorten it",
                field=name,
            )
    return found
