import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveboard.domain.event import Subject
from liveboard.domain.mention import MOST_SUBJECTS, concerns, subjects_in


def subject(key: str, name: str, *aliases: str) -> Subject:
    return Subject(key, name, name, key, "#000000", "#ffffff", aliases)


ROSTER = (
    subject("science", "Science", "biology", "chemistry", "physics", "lab", "stem"),
    subject(
        "dt", "D&T", "design and technology", "design & technology", "engineering", "food tech"
    ),
    subject("ict", "ICT", "it", "computing", "computer science", "stem"),
    subject("music", "Music", "music technology"),
    subject("art", "Art", "ceramics", "art and design"),
    subject("drama", "Drama", "théâtre"),
    subject("pe", "PE", "sport", "sports", "p.e."),
    subject("other", "Other", "library"),
)


class TestConcerns:
    @pytest.mark.parametrize(
        "text",
        [
            "#TECHOGNITION",
            "#techognition!",
            "our lab. #TechOgnition, again",
            "\uff03\uff34\uff25\uff23HOGNITION",  # full-width
            "(#TECHOGNITION)",
            "#TECHOGNITION-day",
            "thank you @TechognitionUK.",
            "@techognitionuk @else",
        ],
    )
    def test_our_word_in_any_case_and_company(self, text):
        """
        A post with our hashtag or our handle is ours, however it is typed.
        """
        assert concerns(text, "TECHOGNITION", ("@TECHOGNITIONUK",))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "TECHOGNITION",
            "#TECHOGNITIONfoo",
            "#TECHOGNITION2",
            "#notTECHOGNITION",
            "x#TECHOGNITION",
            "##TECHOGNITION",
            "https://example.org/#TECHOGNITION",
            "&#TECHOGNITION;",
            "@TECHOGNITIONUKfans",
            "@techognitionuk.example",
            "mail us@techognitionuk",
            "@TECHOGNITION",
        ],
    )
    def test_part_of_another_word_is_not_ours(self, text):
        """
        Somebody else's hashtag that begins like ours does not reach the desk.
        """
        assert not concerns(text, "#TECHOGNITION", ("TECHOGNITIONUK",))

    def test_nothing_to_look_for_finds_nothing(self):
        """
        An empty hashtag does not make every post ours.
        """
        assert not concerns("# @ anything", "", ("", "@"))


class TestSubjectsIn:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("#Science", ("science",)),
            ("#science2027", ("science",)),
            ("#foodtech and #DesignAndTechnology", ("dt",)),
            ("#DandT", ("dt",)),
            ("#D&T", ("dt",)),
            ("our D&T room", ("dt",)),
            ("our d&t room", ("dt",)),
            ("Design & Technology", ("dt",)),
            ("design-and-technology", ("dt",)),
            ("#DT", ("dt",)),
            ("computer\nscience", ("ict", "science")),
            ("#STEM", ("science", "ict")),
            ("the PE store", ("pe",)),
            ("#pe", ("pe",)),
            ("the P.E. store", ("pe",)),
            ("IT support", ("ict",)),
            ("#it", ("ict",)),
            ("le theatre", ("drama",)),
            ("music, then #art", ("art", "music")),
            ("#art #music", ("art", "music")),
            ("#music #art #drama #pe", ("music", "art", "drama")),
            ("our library", ("other",)),
            ("MUSIC", ("music",)),
        ],
    )
    def test_names_in_the_order_that_counts(self, text, expected):
        """
        Hashtags first, then words, each as they stand in the text, at most three.
        """
        assert expected == subjects_in(text, ROSTER)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "start of the party",
            "we hope it helps",
            "the pe in hope",
            "width",
            "on the other hand",
            "@art_department says hello",
            "https://example.org/music/art",
            "scientific, dramatic and artful",
            "#artwork #musical",
            "B&D&T",
        ],
    )
    def test_no_subject_inside_other_words(self, text):
        """
        "art" in "start", "PE" in "hope" and addresses name no subject.
        """
        assert () == subjects_in(text, ROSTER)

    def test_first_in_the_text_is_first(self):
        """
        The first subject is the one shown, so the author's order decides.
        """
        assert ("drama", "art") == subjects_in("#drama then #art", ROSTER)
        assert ("drama", "art") == subjects_in("drama then art", ROSTER)

    @given(st.text())
    def test_any_text_is_safe(self, text):
        """
        Whatever people type, the answer is at most three known subjects, each once.
        """
        found = subjects_in(text, ROSTER)

        assert len(found) <= MOST_SUBJECTS
        assert len(set(found)) == len(found)
        assert set(found) <= {one.key for one in ROSTER}
