"""The day as it is going to be: who sends what when, and what the desk will say.

Pure: the same seed and roster give the same day, to the last word.
"""

import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random

from liveboard.cli.demo import words
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

Step = tuple[str | None, dict[str, str]]
SHOW: Step = ("shown", {})
FIRST_TWIN = 4  # how many photos later, at most, a duplicate comes


@dataclass(frozen=True, slots=True)
class Sending:
    """One photo that somebody sends.

    Attributes:
        at: Seconds after opening.
        turn: The how-manieth picture of its subject it is.
        device: Whose device sends it.
        fields: The form, without file, caption, alt and consent.
        desk: What the desk will say, in order: a verdict (None takes it back), and more.
        again: It is sent a second time with the same key, as after a lost answer.
        same_as: The sending whose very bytes it carries, from another device; or None.
        put_right: Its caption has a slip of the finger, which the desk puts right.
        reported: Somebody in the audience reports it once it is shown.
    """

    number: int
    at: float
    subject: str
    turn: int
    device: int
    seed: int
    fields: dict[str, str | list[str]]
    desk: tuple[Step, ...] = (SHOW,)
    again: bool = False
    same_as: int | None = None
    put_right: bool = False
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
        device = dice.randrange(len(owners))
        fields = _fields(owners[device], subject, roster, dice)
        seed = dice.getrandbits(32)
        sendings.append(Sending(number, at, subject, turns[subject], device, seed, fields))
    return _with_accidents(sendings, len(owners), dice), owners


def caption(scene: str, sending: Sending) -> tuple[str, str]:
    """What is written under a picture: as it was typed, and as it should be.

    Different only where the desk is going to put a slip of the finger right.
    """
    dice = Random(f"caption {sending.seed}")  # noqa: S311
    lines = words.CAPTIONS[scene]
    line = lines[(sending.turn // len(lines) + dice.randrange(len(lines))) % len(lines)]
    if sending.put_right:
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


def _fields(
    owner: Owner, subject: str, roster: Sequence[str], dice: Random
) -> dict[str, str | list[str]]:
    subjects = [subject]
    if len(roster) > 1 and dice.random() < 0.12:
        subjects.append(dice.choice([key for key in roster if key != subject]))
    fields: dict[str, str | list[str]] = {
        "subject": subjects,
        "school": owner.school if dice.random() < 0.92 else "",
        "name": owner.name if dice.random() < 0.7 else "",
        "publish": dice.choice(("initials", "initials", "name", "none")),
    }
    if dice.random() < 0.45:
        fields |= {"enter_draw": "1", "contact": owner.contact, "county": owner.county}
    return fields


def _with_accidents(sendings: list[Sending], devices: int, dice: Random) -> list[Sending]:
    """What goes otherwise than planned: a few of everything, at least one when there is room."""
    numbers = list(range(len(sendings)))
    dice.shuffle(numbers)

    def some(share: float) -> list[int]:
        return [numbers.pop() for _ in range(min(len(numbers), round(len(sendings) * share + 0.4)))]

    changed = dict(enumerate(sendings))
    late = [number for number in numbers if number >= FIRST_TWIN]
    for number in late[: round(len(sendings) * 0.03 + 0.4)]:
        first = number - dice.randint(2, FIRST_TWIN)  # its original is there before it
        if changed[first].same_as is None and number not in _firsts(changed):
            device = (sendings[first].device + 1) % devices
            changed[number] = replace(changed[number], same_as=first, device=device)
            numbers.remove(number)
    numbers = [number for number in numbers if number not in _firsts(changed)]
    for number in some(0.05):
        changed[number] = replace(changed[number], again=True)
    reasons = sorted(set(REASONS) - {"unsafe", "duplicate"})
    for number in some(0.07):
        hide = ("hidden", {"reason": dice.choice(reasons)})
        changed[number] = replace(changed[number], desk=(hide,))
    for number in some(0.03):  # shown, taken back, looked at again
        changed[number] = replace(changed[number], desk=(SHOW, (None, {}), SHOW))
    for number in some(0.06):
        changed[number] = replace(changed[number], put_right=True)
    for number in sorted(numbers)[: len(sendings) >= 5]:  # early, so that it is seen
        changed[number] = replace(changed[number], reported=True)
    return [changed[number] for number in range(len(sendings))]


def _firsts(sendings: Mapping[int, Sending]) -> set[int | None]:
    """Those that somebody else sends too."""
    return {one.same_as for one in sendings.values()}
