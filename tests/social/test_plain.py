import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveboard.social.plain import LONGEST, shorten, text_of


class TestTextOf:
    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ("", ""),
            ("plain", "plain"),
            ('<p>Our <a href="x">#<span>TAG</span></a>!</p>', "Our #TAG!"),
            ("<p>one</p><p>two</p>", "one\n\ntwo"),
            ("one<br>two<br/>three", "one\ntwo\nthree"),
            ("a &amp; b &lt;3 &#39;c&#39;", "a & b <3 'c'"),
            ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
            ("<script>alert(1)</script>after", "after"),
            ("<style>p{}</style><p>after</p>", "after"),
            ("<svg><text>x</text></svg>after", "after"),
            ("<!-- hidden -->seen", "seen"),
            ('<img src=x onerror="alert(1)">text', "text"),
            ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
            ("many   spaces\n\nin the source", "many spaces in the source"),
            ("a&nbsp;b", "a b"),
            ("turn\u202eed\u200b around\x00\x1b[31m", "turned around[31m"),
            ("👩\u200d🔬 at work", "👩\u200d🔬 at work"),
            ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
            ("<p>never closed <b>at all", "never closed at all"),
        ],
    )
    def test_words_only(self, html, expected):
        """
        People read what the author wrote: no tags, no styles, no invisible steering.
        """
        assert expected == text_of(html)

    @given(st.text(alphabet="<>&;/!-ab#\"'= \n\u202e", max_size=200))
    def test_any_markup_is_survived(self, html):
        """
        Whatever a network sends, we get text without control characters.
        """
        text = text_of(html)

        assert text == text.strip()
        assert "\u202e" not in text

    @pytest.mark.parametrize("piece", ["<!", "<a ", "<![CDATA[", "</", "<!--", "&", "<p>", "<svg>"])
    def test_hostile_markup_does_not_hold_us_up(self, piece):
        """
        Half a million broken tags are read in the time of a blink.
        """
        began = time.process_time()
        text_of(piece * (500_000 // len(piece)))

        assert time.process_time() - began < 2


class TestShorten:
    def test_short_text_stays(self):
        """
        A text that fits is not touched.
        """
        assert "x" * LONGEST == shorten("x" * LONGEST)

    def test_cut_at_a_word(self):
        """
        A long text ends with a whole word and says that it goes on.
        """
        assert "hello…" == shorten("hello wonderful", 7)
        assert "abcdef…" == shorten("abcdefghij", 7)
