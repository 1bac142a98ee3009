"""Accounts and persons, from the command line."""

import json

import pytest
from click.testing import CliRunner

from liveboard.cli.main import liveboard
from liveboard.work.kit import Kit, event_file
from liveboard.work.load import load


@pytest.fixture
def say(settings):
    """Run a command on a house whose event is loaded; yields (exit status, what it said)."""
    load(Kit.open(settings), event_file(settings))
    env = {"LIVEBOARD_DATA": str(settings.data), "LIVEBOARD_REDIS_URL": settings.redis_url}

    def one(*words, given=""):
        done = CliRunner().invoke(liveboard, words, input=given, env=env)
        return done.exit_code, done.output

    return one


class TestOrganiser:
    def test_add_list_reset_remove(self, say):
        """
        The whole life of an account; what is listed never has a password in it.
        """
        added = say(
            "organiser",
            "add",
            "Sam",
            "--role",
            "owner",
            "--password-stdin",
            given="four words in a row\n",
        )
        listed = json.loads(say("organiser", "list", "--json")[1])
        again = say(
            "organiser",
            "add",
            "Sam",
            "--role",
            "viewer",
            "--password-stdin",
            given="four words in a row\n",
        )
        reset = say("organiser", "reset", "Sam", "--password-stdin", given="other words in a row\n")
        removed = say("organiser", "remove", "Sam")

        assert 0 == added[0] == reset[0] == removed[0]
        assert [{"name": "Sam", "role": "owner"}] == listed
        assert (1, True) == (again[0], "already" in again[1])
        assert (1, True) == (say("organiser", "remove", "Sam")[0], True)

    def test_the_last_owner_stays(self, say):
        """
        Nobody locks everybody out by tidying up.
        """
        for name, role in (("Sam", "owner"), ("Mo", "moderator")):
            say(
                "organiser",
                "add",
                name,
                "--role",
                role,
                "--password-stdin",
                given="four words in a row\n",
            )
        status, said = say("organiser", "remove", "Sam")

        assert (1, True) == (status, "the only owner" in said)

    def test_a_short_password_says_the_limit(self, say):
        """
        What is too short is told with both numbers.
        """
        status, said = say(
            "organiser", "add", "Sam", "--role", "viewer", "--password-stdin", given="short\n"
        )

        assert 1 == status
        assert "10 to 200 characters" in said


class TestPerson:
    def test_nobody_is_said_before_anything_is_asked(self, say):
        """
        A contact we do not know is not asked about.
        """
        status, said = say("person", "erase", "nobody@school.example")

        assert 1 == status
        assert "nobody is known by" in said
        assert "Go on?" not in said
