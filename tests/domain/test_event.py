"""The event: what it says about itself, and what it still lacks."""

import json
from dataclasses import replace
from importlib.resources import files

import pytest

from liveboard.domain.event import Consent, DrawRules, Event, Promoter
from liveboard.domain.eventfile import parse


def shipped(name: str) -> Event:
    """Return one of the two event files that come with liveboard."""
    return parse((files("liveboard") / "events" / f"{name}.toml").read_text("utf-8"))


@pytest.fixture(params=["rehearsal", "techognition"])
def event(request: pytest.FixtureRequest) -> Event:
    """Each of the shipped events."""
    return shipped(request.param)


class TestShipped:
    def test_nothing_is_missing(self, event: Event) -> None:
        """
        Both shipped events could open their upload page at once.
        """
        assert [] == event.missing_notices()

    def test_seven_subjects_and_other(self, event: Event) -> None:
        """
        The seven subjects of the day are there, and one for everything else.
        """
        expected = ["science", "dt", "ict", "music", "art", "drama", "pe", "other"]

        assert expected == [subject.key for subject in event.roster]

    def test_first_consent_version(self, event: Event) -> None:
        """
        Programs that send photos can rely on the shipped wording's version.
        """
        assert "1" == event.consent.version

    def test_rehearsal_is_open_round_the_clock(self) -> None:
        """
        The rehearsal has no hours, so nobody has to wait to try it.
        """
        event = shipped("rehearsal")

        assert (True, True, None, None) == (
            event.rehearsal,
            event.always,
            event.opens,
            event.closes,
        )

    def test_the_day_has_its_hours(self) -> None:
        """
        The shipped day opens at eight and closes at six, UK time, on a Friday.
        """
        public = shipped("techognition").public()

        assert "2027-03-05T08:00:00Z" == public["opens"]
        assert "2027-03-05T18:00:00Z" == public["closes"]
        assert 4 == shipped("techognition").date.weekday()


class TestJson:
    def test_there_and_back(self, event: Event) -> None:
        """
        What one process writes down about an event, another reads as the same event.
        """
        assert event == Event.from_json(json.loads(json.dumps(event.to_json())))

    def test_public_keeps_the_private_parts_back(self, event: Event) -> None:
        """
        The wire carries what pages show, and neither limits nor sources.
        """
        public = event.public()

        assert {
            *("name", "slug", "edition", "hashtag", "opens", "closes", "always", "zone"),
            *("roster", "sponsors", "rehearsal", "league"),
        } == set(public)
        assert {"key", "name", "short", "icon", "dark", "light"} == set(public["roster"][0])
        assert {"name", "logo", "link", "tier"} == set(public["sponsors"][0])


class TestMissingNotices:
    def test_each_is_named(self) -> None:
        """
        An organiser reads which notice is missing, not that something is.
        """
        bare = replace(
            shipped("techognition"),
            promoter=Promoter(),
            privacy="",
            terms="",
            consent=Consent(),
            draw=DrawRules(),
        )

        missing = bare.missing_notices()

        assert 8 == len(missing)
        assert "the privacy notice" in missing
        assert "the promoter's postal address" in missing
        assert "what is published about winners" in missing

    def test_no_prizes_no_rules_of_a_draw(self) -> None:
        """
        An event without prizes offers no draw, and needs no rules for one.
        """
        event = replace(shipped("techognition"), prizes=(), draw=DrawRules())

        assert [] == event.missing_notices()

    def test_a_draw_needs_a_closing_time(self) -> None:
        """
        A real draw that never closes may not be offered; a rehearsal of one may.
        """
        endless = replace(shipped("techognition"), opens=None, closes=None, always=True)

        assert ["the closing time of the prize draw"] == endless.missing_notices()
        assert [] == replace(endless, rehearsal=True).missing_notices()


def test_subject_by_key() -> None:
    """
    A subject is found by its key; a key nobody has is None, not an error.
    """
    event = shipped("rehearsal")
    found = event.subject("dt")

    assert found is not None
    assert "D&T" == found.name
    assert event.subject("alchemy") is None
