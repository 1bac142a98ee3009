"""The event: what one day is called, when it is open, and by which rules it runs.

Everything here is read from an event file once and never changes under a running
day except by loading another file. `eventfile.parse` makes it from text; processes
hand it to one another as JSON.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Self

OTHER = "other"  # the subject every roster has, for work that fits no other


class LeagueBy(StrEnum):
    """What a subject scores one point for."""

    ENTRIES = "entries"
    PEOPLE = "people"
    SCHOOLS = "schools"


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that is counted. `dark` and `light` are `#rrggbb` for the two themes."""

    key: str
    name: str
    short: str
    icon: str
    dark: str
    light: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeagueRule:
    """How subjects are ordered: points for what, at most `cap` per person (0 = no cap)."""

    by: LeagueBy
    cap: int
    words: str


@dataclass(frozen=True, slots=True)
class Sponsor:
    """Who supports the event. `logo` is an address on this site, beginning with `/`."""

    name: str
    logo: str | None = None
    handles: tuple[str, ...] = ()
    link: str | None = None
    tier: str = "sponsor"


@dataclass(frozen=True, slots=True)
class Prize:
    """What can be won: `quantity` times `title`, given by `by` (a name, or empty)."""

    title: str
    quantity: int = 1
    by: str = ""


@dataclass(frozen=True, slots=True)
class Promoter:
    """Who runs the event and answers for it: name, postal address, contact e-mail."""

    name: str = ""
    address: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a sender agrees to. `version` is kept with every submission."""

    version: str = ""
    wording: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawRules:
    """The conditions of the prize draw that must be said before anybody enters it."""

    eligibility: str = ""
    winners: str = ""  # what is published about winners, and how to object
    tickets_per_person: int = 5


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days after the event things are kept."""

    originals: int = 30
    hidden: int = 7
    contacts: int = 180
    logs: int = 30


@dataclass(frozen=True, slots=True)
class Rate:
    """A limit: `burst` at once, then `per_minute`."""

    per_minute: int
    burst: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one sender may do. A school sits behind one address: see `address`."""

    upload_bytes: int = 25_000_000
    device: Rate = Rate(20, 30)
    address: Rate = Rate(600, 1000)
    without_cookie: Rate = Rate(60, 120)
    reports: Rate = Rate(3, 5)  # by one device
    reports_address: Rate = Rate(20, 40)


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A network the bot reads: `kind` is `rss`, `every` is in seconds."""

    name: str
    kind: str
    url: str
    every: int = 60


@dataclass(frozen=True, slots=True)
class Event:
    """One event day, whole.

    `opens` and `closes` are aware UTC, and both None when `always`. `zone` is the
    IANA name of the zone people read times in. `publish_delay` is in milliseconds.
    """

    name: str
    slug: str
    edition: str
    rehearsal: bool
    hashtag: str  # without the #
    handles: tuple[str, ...]
    date: date
    zone: str
    opens: datetime | None
    closes: datetime | None
    always: bool
    about: str
    how: tuple[str, ...]
    roster: tuple[Subject, ...]
    league: LeagueRule
    sponsors: tuple[Sponsor, ...] = ()
    prizes: tuple[Prize, ...] = ()
    draw: DrawRules = DrawRules()
    promoter: Promoter = Promoter()
    privacy: str = ""
    terms: str = ""
    consent: Consent = Consent()
    retention: Retention = Retention()
    limits: Limits = Limits()
    sources: tuple[SourceSpec, ...] = ()
    publish_delay: int = 0

    def subject(self, key: str) -> Subject | None:
        """Return the subject with this key, or None if the roster has no such key."""
        return next((subject for subject in self.roster if subject.key == key), None)

    def missing_notices(self) -> list[str]:
        """Name every required notice the event does not have, in words for people.

        While the list is not empty the upload page stays shut. Rules of the draw are
        required only where there are prizes; without prizes no draw is offered.
        """
        needed: list[tuple[str, object]] = [
            ("who runs the event: the promoter's name", self.promoter.name),
            ("the promoter's postal address", self.promoter.address),
            ("the privacy notice", self.privacy),
            ("the terms", self.terms),
            ("the version of the consent wording", self.consent.version),
            ("the consent wording", self.consent.wording),
        ]
        if self.prizes:
            needed += [
                ("who may enter the prize draw", self.draw.eligibility),
                ("what is published about winners", self.draw.winners),
                ("the closing time of the prize draw", self.closes or self.rehearsal),
            ]
        return [words for words, there in needed if not there]

    def public(self) -> dict[str, Any]:
        """Return the `event` object of the wire: what everybody may know."""
        return {
            "name": self.name,
            "slug": self.slug,
            "edition": self.edition,
            "hashtag": self.hashtag,
            "opens": _instant(self.opens),
            "closes": _instant(self.closes),
            "always": self.always,
            "zone": self.zone,
            "roster": [
                {
                    "key": subject.key,
                    "name": subject.name,
                    "short": subject.short,
                    "icon": subject.icon,
                    "dark": subject.dark,
                    "light": subject.light,
                }
                for subject in self.roster
            ],
            "sponsors": [
                {
                    "name": sponsor.name,
                    "logo": sponsor.logo,
                    "link": sponsor.link,
                    "tier": sponsor.tier,
                }
                for sponsor in self.sponsors
            ],
            "rehearsal": self.rehearsal,
            "league": {
                "by": str(self.league.by),
                "cap": self.league.cap,
                "words": self.league.words,
            },
        }

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values; `from_json` gives the same event back."""
        return {
            **asdict(self),
            "date": self.date.isoformat(),
            "opens": _instant(self.opens),
            "closes": _instant(self.closes),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Return the event that `to_json` wrote.

        Raises:
            KeyError, TypeError, ValueError: If it is not something `to_json` wrote.
        """
        limits = dict(data["limits"])
        rates = {key: Rate(**rate) for key, rate in limits.items() if isinstance(rate, dict)}
        league = dict(data["league"])
        return cls(
            **{
                **data,
                "date": date.fromisoformat(data["date"]),
                "opens": _moment(data["opens"]),
                "closes": _moment(data["closes"]),
                "handles": tuple(data["handles"]),
                "how": tuple(data["how"]),
                "roster": tuple(Subject(**_tupled(subject)) for subject in data["roster"]),
                "league": LeagueRule(**{**league, "by": LeagueBy(league["by"])}),
                "sponsors": tuple(Sponsor(**_tupled(sponsor)) for sponsor in data["sponsors"]),
                "prizes": tuple(Prize(**prize) for prize in data["prizes"]),
                "draw": DrawRules(**data["draw"]),
                "promoter": Promoter(**data["promoter"]),
                "consent": Consent(**_tupled(data["consent"])),
                "retention": Retention(**data["retention"]),
                "limits": Limits(**{**limits, **rates}),
                "sources": tuple(SourceSpec(**source) for source in data["sources"]),
            }
        )


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _tupled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
