"""What a form may say, and how it is told what is wrong."""

import pytest

from liveboard.domain.errors import Refused
from liveboard.domain.eventfile import parse
from liveboard.domain.names import contact_key, group_key, is_id, new_id, tidy
from liveboard.domain.submission import FieldsRefused, desk_words, read
from liveboard.work.kit import SHIPPED

EVENT = parse((SHIPPED / "rehearsal.toml").read_text())
GOOD = {"subject": ["science"], "consent": [EVENT.consent.version]}


def form(**fields):
    return GOOD | {
        name: value if isinstance(value, list) else [value] for name, value in fields.items()
    }


def wrong(**fields):
    with pytest.raises(FieldsRefused) as told:
        read(form(**fields), EVENT)
    return dict(told.value.problems)


class TestRead:
    def test_the_least_is_a_subject_and_consent(self):
        """
        Nothing else is asked of anybody.
        """
        found = read(form(), EVENT)

        assert (("science",), "", False) == (found.subjects, found.caption, found.enter_draw)

    def test_words_are_tidied(self):
        """
        Line breaks, double spaces and invisible signs do not reach the wall.
        """
        assert "A clean bench" == read(form(caption="  A\u202e clean\n\tbench\x00 "), EVENT).caption

    def test_subjects_are_counted_once_each(self):
        """
        Ticking a subject twice is ticking it once; the first stays first.
        """
        assert ("art", "pe") == read(form(subject=["art", "pe", "art"]), EVENT).subjects

    @pytest.mark.parametrize(
        ("fields", "field", "words"),
        [
            ({"subject": []}, "subject", "at least one"),
            ({"subject": ["magic"]}, "subject", '"magic" is not a subject here'),
            (
                {"subject": ["art", "pe", "ict", "dt"]},
                "subject",
                "4 subjects chosen; the most is 3",
            ),
            ({"caption": "x" * 141}, "caption", "141 characters; the limit is 140"),
            ({"consent": ""}, "consent", "tick"),
            ({"consent": "0"}, "consent", "wording has changed"),
            ({"enter_draw": "1"}, "contact", "leave an e-mail address"),
            ({"contact": "ada"}, "contact", "an e-mail address like"),
            ({"publish": "all"}, "publish", "not a choice"),
        ],
    )
    def test_each_wrong_field_says_why(self, fields, field, words):
        """
        The sentence stands with its field, and names the value and the limit.
        """
        assert words in wrong(**fields)[field]

    def test_all_wrong_fields_are_told_at_once(self):
        """
        Nobody has to send a form four times to find four mistakes.
        """
        assert {"subject", "caption", "consent", "contact"} == set(
            wrong(subject=[], caption="x" * 200, consent="", enter_draw="on")
        )


class TestDeskWords:
    def test_only_caption_and_description_can_be_changed(self):
        """
        A moderator changes what is said of a photo, not who sent it.
        """
        assert {"caption": "A lathe"} == desk_words({"caption": " A  lathe ", "name": "Bo"})

    @pytest.mark.parametrize("words", [{"caption": 7}, {"alt": "x" * 501}])
    def test_what_is_no_text_or_too_long_is_refused(self, words):
        """
        The desk is told the limit like everybody else.
        """
        with pytest.raises(Refused):
            desk_words(words)


class TestNames:
    def test_an_identifier_is_sixteen_plain_signs(self):
        """
        Identifiers can be read aloud and typed: no i, l, o or u.
        """
        assert "aaaaaaaaaaaaaaaa" == new_id(bytes(10))
        assert is_id(new_id(bytes(range(10))))
        assert not is_id("../../etc/passwd")

    def test_a_contact_is_compared_without_case(self):
        """
        Ada@School and ada@school are one person.
        """
        assert contact_key("ada@school.uk") == contact_key(" Ada@School.UK ")

    def test_a_school_is_compared_by_its_letters(self):
        """
        A school written in three ways is one school in the league.
        """
        keys = {group_key(name) for name in ("St. Mary's", "St Mary\u2019s ", "ST MARYS")}

        assert 1 == len(keys)

    def test_emoji_and_other_scripts_stay(self):
        """
        Tidying takes away what is invisible, not what people wrote.
        """
        assert "Дрель 👩\u200d🔬 naïve" == tidy("Дрель 👩\u200d🔬 naïve")
