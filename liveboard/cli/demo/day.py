"""The day as it is going to be: who sends what when, and what the desk will say.

Pure: the same seed and roster give the same day, to the last word.
"""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from liveboard.cli.demo import words
from liveboard.cli.demo.pictures.draw import SCENES
from liveboard.domain.entry import REASONS

DAY = 10 * 3600  # seconds from opening to closing
PEAKS = (  # minutes after opening, and how busy it is from then on
    (0, 5.0), (20, 1.6), (50, 2.6), (60, 1.0), (110, 2.4), (120, 1.0), (150, 3.4), (170, 1.1),
    (230, 2.2), (240, 1.4), (250, 3.8), (305, 1.2), (360, 1.6), (430, 2.6), (470, 1.2),
    (520, 0.6), (570, 1.0), (590, 1.8),
)  # fmt: skip
"""A burst when it opens, lesson changes, break, the lunch hour, the end of school, last calls.
The rehearsal's mean follows from the number of entries; the real day's was 1.7 a minute."""

WEIGHTS = {"science": 5, "dt": 3, "ict": 3, "art": 2.5, "music": 2, "drama": 2, "pe": 1.5}
"""There are more science technicians than others."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One photo that somebody sends.

    Attributes:
        at: Seconds after opening.
        turn: The how-manieth picture of its subject it is.
        device: Whose device sends it.
        again: Send it a second time with the same key, as after a lost answer.
        same_as: The sending whose very bytes it carries, from another device; or None.
        fields: The form, without file and consent.
        desk: What the desk will say, in order: ("shown"|"hidden"|None, more of the body).
        reported: Somebody in the audience reports it once it is shown.
    """

    number: int
    at: float
    subject: str
    turn: int
    device: int
    seed: int
    again: bool = False
    same_as: int | None = None
    fields: dict[str, str | list[str]] = field(default_factory=dict)
    desk: tuple[tuple[str | None, dict[str, str]], ...] = (("shown", {}),)
    reported: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose device it is."""

    school: str
    name: str
    contact: str
    county: str


def plan(roster: Sequence[str], entries: int, seed: int) -> tuple[list[Sending], list[Owner]]:
    """Think a day out.

    Args:
        roster: The event's subjects, by key.
        entries: How many photos are sent.

    Returns:
        What is sent, by time, and whose the devices are.
    """
    dice = Random(f"day {seed}")  # noqa: S311 - a play, not a secret
    owners = list(_owners(dice, max(4, entries // 4)))
    turns = {key: dice.randrange(20) for key in roster}
    weights = [WEIGHTS.get(key, 1.2) for key in roster]
    sendings: list[Sending] = []
    for number, at in enumerate(_times(dice, entries)):
        subject = roster[number] if number < len(roster) else dice.choices(roster, weights)[0]
        turns[subject] += 1
        first = Sending(
            number, at, subject, turns[subject], dice.randrange(len(owners)), dice.getrandbits(32)
        )
        sendings.append(_told(first, owners[first.device], roster, dice))
    return _with_accidents(sendings, dice), owners


def caption(scene: str, sending: Sending) -> tuple[str, str]:
    """What is written under a picture: as it was typed, and as it should be.

    Different only where the desk is going to put a slip of the finger right.
    """
    dice = Random(f"caption {sending.seed}")  # noqa: S311
    lines = words.CAPTIONS[scene]
    line = lines[(sending.turn // len(lines) + dice.randrange(len(lines))) % len(lines)]
    if any("caption" in more for _, more in sending.desk):
        for right, wrong in words.SLIPS:
            if right in line:
                return line.replace(right, wrong, 1), line
        return line + " !!!", line
    return ("" if dice.random() < 0.08 else line), line


def _times(dice: Random, entries: int) -> list[float]:
    starts = [minute * 60 for minute, _ in PEAKS] + [DAY]
    shares = [(starts[i + 1] - starts[i]) * busy for i, (_, busy) in enumerate(PEAKS)]
    upto = list(accumulate(shares))
    times = []
    for i in range(entries):
        spot = (i + dice.random()) / entries * upto[-1]
        span = min(bisect.bisect_right(upto, spot), len(shares) - 1)
        inside = (spot - upto[span] + shares[span]) / shares[span]
        times.append(starts[span] + inside * (starts[span + 1] - starts[span]))
    return sorted(times)


def _owners(dice: Random, many: int) -> Iterator[Owner]:
    """Devices: one to four in a school."""
    schools = dice.sample(words.SCHOOLS, len(words.SCHOOLS))
    made, round_ = 0, 0
    while made < many:
        school = schools[round_ % len(schools)]
        for _ in range(dice.randint(1, 4)):
            name = dice.choice(words.NAMES)
            host = dice.choice(("example.org", "school.example", "college.example"))
            contact = f"{name.lower()}.{made}@{host}"
            yield Owner(school, name, contact, dice.choice(words.COUNTIES))
            made += 1
        round_ += 1


def _told(first: Sending, owner: Owner, roster: Sequence[str], dice: Random) -> Sending:
    subjects = [first.subject]
    if dice.random() < 0.12:
        subjects.append(dice.choice([key for key in roster if key != first.subject] or subjects))
    fields: dict[str, str | list[str]] = {"subject": list(dict.fromkeys(subjects))}
    fields["school"] = owner.school if dice.random() < 0.92 else ""
    fields["name"] = owner.name if dice.random() < 0.7 else ""
    fields["publish"] = dice.choice(("initials", "initials", "name", "none"))
    if dice.random() < 0.45:
        fields |= {"enter_draw": "1", "contact": owner.contact, "county": owner.county}
    hide = ("hidden", {"reason": dice.choice(sorted(set(REASONS) - {"unsafe", "duplicate"}))})
    chance = dice.random()
    desk: tuple[tuple[str | None, dict[str, str]], ...]
    if chance < 0.07:
        desk = (hide,)
    elif chance < 0.10:
        desk = (("shown", {}), (None, {}), ("shown", {}))  # thought better of it, twice
    elif chance < 0.12:
        desk = (hide, (None, {}), ("shown", {}))
    elif chance < 0.18:
        desk = (("shown", {"caption": ""}),)  # the caption is put right while showing
    else:
        desk = (("shown", {}),)
    return Sending(
        first.number, first.at, first.subject, first.turn, first.device, first.seed,
        again=dice.random() < 0.05, fields=fields, desk=desk,
    )  # fmt: skip


def _with_accidents(sendings: list[Sending], dice: Random) -> list[Sending]:
    """Some photos come from two phones, and one is reported."""
    plain = [one.number for one in sendings if one.desk == (("shown", {}),)]
    reported = dice.choice(plain[: max(1, len(plain) // 2)]) if plain else -1
    out: list[Sending] = []
    for one in sendings:
        earlier = [other for other in out[:-3] if other.same_as is None]
        twin = dice.choice(earlier).number if earlier and dice.random() < 0.03 else None
        out.append(
            Sending(
                one.number, one.at, one.subject, one.turn, one.device, one.seed, one.again,
                twin, one.fields, one.desk, reported=one.number == reported and twin is None,
            )
        )  # fmt: skip
    return out
