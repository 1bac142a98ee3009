"""The event file at the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from liveboard.cli.main import liveboard
from liveboard.work.kit import SHIPPED


@pytest.fixture
def say(settings):
    """Run a command on the test's own store."""

    def run(*words: str, stdin: str | None = None, **env: str) -> Result:
        whole = {
            "LIVEBOARD_DATA": str(settings.data),
            "LIVEBOARD_REDIS_URL": settings.redis_url,
            **env,
        }
        return CliRunner().invoke(liveboard, words, env=whole, input=stdin)

    return run


@pytest.fixture
def own(tmp_path) -> Path:
    """The rehearsal's file, to change."""
    path = tmp_path / "own.toml"
    path.write_text((SHIPPED / "rehearsal.toml").read_text())
    return path


class TestCheck:
    @pytest.mark.parametrize("name", ["rehearsal.toml", "techognition.toml"])
    def test_what_ships_is_good(self, say, name):
        """
        Both examples can be used as they are.
        """
        result = say("event", "check", str(SHIPPED / name))

        assert (0, True) == (result.exit_code, result.output.startswith("good: "))

    def test_every_mistake_is_said_at_once(self, say, own):
        """
        An organiser mends the file in one go.
        """
        own.write_text(own.read_text().replace('name = "', "name = 3 # ", 1) + "\n[wrong]\n")
        result = say("event", "check", str(own))

        assert 1 == result.exit_code
        assert result.output.count("liveboard: line ") >= 2
        assert "nothing of the event file was loaded" in result.output

    def test_a_file_that_is_not_there_is_wrong_use(self, say, tmp_path):
        """
        A typing error in the name is not a bad event.
        """
        result = say("event", "check", str(tmp_path / "none.toml"))

        assert 2 == result.exit_code
        assert "cannot be read" in result.output


class TestLoadAndShow:
    def test_what_is_loaded_is_shown(self, say, own):
        """
        `show` says what the walls use, not what some file says.
        """
        own.write_text(own.read_text().replace('edition = "', 'edition = "Second ', 1))
        loaded = say("event", "load", str(own))
        shown = json.loads(say("event", "show", "--json").output)

        assert 0 == loaded.exit_code, loaded.output
        assert shown["edition"].startswith("Second ")
        assert shown["edition"] in say("event", "show").output

    def test_another_event_is_not_loaded_over_this_one(self, say):
        """
        Everything belongs to one event; another is another house.
        """
        result = say("event", "load", str(SHIPPED / "techognition.toml"))

        assert 1 == result.exit_code
        assert "set LIVEBOARD_EVENT=" in result.output

    def test_before_anything_is_loaded_it_says_so(self, say):
        """
        No traceback for an empty store.
        """
        result = say("event", "show")

        assert 1 == result.exit_code
        assert "liveboard: no event is loaded" in result.output


class TestOrganisers:
    WORD = "correct horse battery"

    def test_added_listed_reset_removed(self, say):
        """
        An operator with a shell can always let somebody in, or out.
        """
        added = say(
            "organiser", "add", "ada", "--role", "moderator", "--password-stdin", stdin=self.WORD
        )
        again = say(
            "organiser", "add", "ada", "--role", "owner", "--password-stdin", stdin=self.WORD
        )
        listed = say("organiser", "list", "--json").output
        reset = say("organiser", "reset", "ada", "--password-stdin", stdin=self.WORD + "2")
        removed = say("organiser", "remove", "ada")

        assert (0, 1, 0, 0) == (
            added.exit_code,
            again.exit_code,
            reset.exit_code,
            removed.exit_code,
        )
        assert 'there is an organiser "ada" already' in again.output
        assert [{"name": "ada", "role": "moderator"}] == json.loads(listed)
        assert "nobody yet" in say("organiser", "list").output

    def test_a_short_password_is_refused(self, say):
        """
        With its length and what is asked for.
        """
        result = say(
            "organiser", "add", "ada", "--role", "owner", "--password-stdin", stdin="short\n"
        )

        assert 1 == result.exit_code
        assert "this one has 5" in result.output
        assert "nobody yet" in say("organiser", "list").output

    @pytest.mark.parametrize("word", ["reset", "remove"])
    def test_nobody_by_that_name(self, say, word):
        """
        A typing error in a name changes nothing and says so.
        """
        result = say(
            "organiser",
            word,
            "eve",
            *(["--password-stdin"] if word == "reset" else []),
            stdin=self.WORD,
        )

        assert 1 == result.exit_code
        assert 'there is no organiser "eve"' in result.output


class TestReplayAndDoctor:
    def test_an_untouched_event_agrees_with_its_ledger(self, say, own):
        """
        Nothing happened, and both sides say so.
        """
        say("event", "load", str(own))
        found = say("replay", "--json")

        assert 0 == found.exit_code, found.output
        assert [] == json.loads(found.output)["differences"]
        assert say("replay").output.startswith("good: ")

    def test_doctor_finds_what_is_missing(self, say, own):
        """
        No web and no workers is bad, and the rest of the machine is looked at all the same.
        """
        say("event", "load", str(own))
        result = say("doctor", "--json", LIVEBOARD_PORT="1")
        rows = {row["name"]: row for row in json.loads(result.output)}

        assert 1 == result.exit_code
        assert rows["store"]["said"].startswith("Valkey ")
        assert rows["ledger"]["good"]
        assert not rows["web"]["good"]
        assert not rows["workers"]["good"]
        assert all(row["good"] for name, row in rows.items() if name.startswith("reads "))
        assert all(row["hint"] for row in rows.values() if row["good"] is False)
