"""The event the social room's tests are about."""

from datetime import UTC, date, datetime

from liveboard.domain.event import Event, LeagueBy, LeagueRule, Subject

TECHOGNITION = Event(
    name="#TECHOGNITION",
    slug="techognition",
    edition="2027",
    rehearsal=True,
    hashtag="TECHOGNITION",
    handles=("TECHOGNITIONUK",),
    date=date(2027, 3, 5),
    zone="Europe/London",
    opens=datetime(2027, 3, 5, 8, tzinfo=UTC),
    closes=datetime(2027, 3, 5, 18, tzinfo=UTC),
    always=False,
    about="",
    how=(),
    roster=(Subject("science", "Science", "Science", "flask", "#000000", "#ffffff"),),
    league=LeagueRule(LeagueBy.ENTRIES, 0, ""),
)
