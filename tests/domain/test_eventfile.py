"""Reading an event file: every mistake at once, with its line, or the whole event."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveboard.domain.eventfile import BadEvent, as_json, parse
from liveboard.domain.tomllines import Lines

DAY = (files("liveboard") / "events" / "techognition.toml").read_text("utf-8")


def mistakes(text: str) -> list[str]:
    """Return every mistake in `text`, each as its one line."""
    with pytest.raises(BadEvent) as raised:
        parse(text)
    return [str(mistake) for mistake in raised.value.mistakes]


def lines_of_mistakes(text: str) -> list[int]:
    """Return the line of every mistake in `text`, none if it reads."""
    try:
        parse(text)
    except BadEvent as bad:
        return [mistake.line for mistake in bad.mistakes]
    return []


def line_of(text: str, fragment: str) -> int:
    """Return the line on which `fragment` first stands."""
    return text[: text.index(fragment)].count("\n") + 1


def changed(old: str, new: str) -> str:
    """Return the shipped day with one thing changed."""
    assert old in DAY
    return DAY.replace(old, new, 1)


class TestMistakes:
    def test_all_at_once_with_lines(self) -> None:
        """
        Somebody who made three mistakes is told three, in order, each with its line.
        """
        text = changed('"#9CF9E0"', '"red"')
        text = text.replace("upload_mb = 25", "upload_mb = 2500", 1)
        text = text.replace("https://pretend-lighting", "http://fuse", 1)

        found = mistakes(text)

        red, link, limit = (line_of(text, part) for part in ('"red"', "http://fuse", "upload_mb"))
        assert [
            f'line {red}: roster[1].dark: is "red" (write a colour as #rrggbb)',
            f'line {link}: sponsors[3].link: is "http://fuse.example/" (an https:// address)',
            f"line {limit}: limits.upload_mb: is 2500; it must be from 1 to 200",
        ] == found

    def test_a_slip_of_the_finger_is_recognised(self) -> None:
        """
        An unknown key is a mistake, and the hint guesses what was meant.
        """
        text = changed("hashtag =", "hastag =")

        found = mistakes(text)

        where = line_of(text, "[event]")
        hint = "one word, without the # in front"
        assert f"line {where}: event.hashtag: is missing ({hint})" == found[0]
        assert found[1].endswith("is not a key liveboard knows (did you mean hashtag?)")

    def test_not_toml(self) -> None:
        """
        A file that is not TOML is refused with the line where reading stopped.
        """
        text = changed('edition = "2027"', 'edition = "2027')

        (found,) = mistakes(text)

        assert found.startswith(f"line {line_of(text, 'edition')}: this is not TOML: ")
        assert "missing quote" in found

    def test_an_empty_file(self) -> None:
        """
        An empty file names what every event must have.
        """
        found = mistakes("")

        assert any("event: is missing" in line for line in found)
        assert any('has no subject with the key "other"' in line for line in found)

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ('slug = "techognition-2027"', 'slug = "Techo 2027"', 'is "Techo 2027"'),
            ("rehearsal = false", 'rehearsal = "no"', "must be true or false"),
            ("date = 2027-03-05", 'date = "5 March"', "is not a day"),
            ('zone = "Europe/London"', 'zone = "London"', "is not a time zone"),
            ('opens = "08:00"', 'opens = "8 am"', "'8 am' is not a time of day"),
            ('closes = "18:00"', 'closes = "07:00"', "is not after opens"),
            ('closes = "18:00"', "always = true", "is set, and so is always"),
            ('handles = ["@TECHOGNITIONUK"]', 'handles = ["TECHOGNITIONUK"]', "with the @"),
            ('by = "entries" ', 'by = "entry" ', 'did you mean "entries"?'),
            ('key = "other"', 'key = "science"', '"science" is already used on line'),
            ('aliases = ["music tech"', 'aliases = ["biology"', '"biology" already means science'),
            ('name = "Make-Believe', "name = 3 #", "must be text in quotes"),
            ("quantity = 3", "quantity = 0", "from 1 to 1000"),
            ("[league]", "[[league]]", "it must be a table: [league]"),
            ("[[sponsors]]", "[sponsors.a]", "not TOML"),
        ],
    )
    def test_said_in_words(self, old: str, new: str, words: str) -> None:
        """
        Each kind of mistake is told with the value that was wrong and what to do.
        """
        assert any(words in line for line in mistakes(changed(old, new)))

    def test_for_programs(self) -> None:
        """
        The same mistakes can be had as JSON.
        """
        with pytest.raises(BadEvent) as raised:
            parse(changed('opens = "08:00"', ""))

        (mistake,) = as_json(raised.value.mistakes)

        assert ("event.opens", "is missing") == (mistake["path"], mistake["what"])


class TestChangeOver:
    def test_a_time_that_does_not_exist(self) -> None:
        """
        Nobody can open at 01:30 on the night the clocks go forward.
        """
        text = changed("date = 2027-03-05", "date = 2027-03-28")
        text = text.replace('opens = "08:00"', 'opens = "01:30"')

        (found,) = mistakes(text)

        assert "01:30 on Sunday 28 March 2027 in Europe/London does not exist" in found

    def test_a_time_that_happens_twice(self) -> None:
        """
        01:30 on the night the clocks go back is two instants, so it is refused.
        """
        text = changed("date = 2027-03-05", "date = 2027-10-31")
        text = text.replace('opens = "08:00"', 'opens = "01:30"')

        (found,) = mistakes(text)

        assert "01:30 on Sunday 31 October 2027 in Europe/London happens twice" in found

    @pytest.mark.parametrize(
        ("day", "opens", "closes"),
        [("2027-03-28", "07:00", "17:00"), ("2027-10-31", "08:00", "18:00")],
    )
    def test_the_day_itself(self, day: str, opens: str, closes: str) -> None:
        """
        On both change-over days eight o'clock means eight by the clock on the wall.
        """
        event = parse(changed("date = 2027-03-05", f"date = {day}"))

        assert f"{day}T{opens}:00Z" == event.public()["opens"]
        assert f"{day}T{closes}:00Z" == event.public()["closes"]


class TestLines:
    def test_past_multi_line_values(self) -> None:
        """
        Headers and keys inside a long text or a list are not taken for real ones.
        """
        text = '[a]\ntext = """\n[b]\nfake = 1\n"""\nlist = [\n  "[c]",\n]\n'
        text += "[[b]]\nx = 1\n[[b]]\nx = 2\n"
        lines = Lines(text)

        assert 2 == lines.of(("a", "text"))
        assert 6 == lines.of(("a", "list"))
        assert 10 == lines.of(("b", 0, "x"))
        assert 12 == lines.of(("b", 1, "x"))

    def test_an_inline_table_has_the_line_of_its_key(self) -> None:
        """
        What has no line of its own is pointed at by the line around it.
        """
        assert 2 == Lines("[limits]\ndevice = { burst = 3 }\n").of(("limits", "device", "burst"))


@given(st.integers(0, len(DAY)), st.integers(0, 60), st.text(max_size=8))
def test_any_damage_is_told(at: int, length: int, text: str) -> None:
    """
    However a file is damaged, it either reads or its mistakes are told; nothing else happens.
    """
    damaged = DAY[:at] + text + DAY[at + length :]
    last = damaged.count("\n") + 1

    assert all(1 <= line <= last for line in lines_of_mistakes(damaged))
