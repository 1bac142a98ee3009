import contextlib
import time
from datetime import UTC, datetime

import pytest

from liveboard.domain.mention import MOST_PHOTOS, Photo
from liveboard.social.entries import MOST, Feed, Post, read
from liveboard.social.source import SourceError

RSS = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>{title}</title>'
    "{items}</channel></rss>"
)


def feed(*items: str, title: str = "#TAG") -> Feed:
    text = RSS.format(title=title, items="".join(f"<item>{item}</item>" for item in items))
    return read(text.encode())


def post(item: str, *, link: str = "https://m.example/@ada/1", title: str = "#TAG") -> Post:
    """The one post of a feed."""
    [found] = feed(f"<guid>{link}</guid><link>{link}</link>{item}", title=title).posts
    return found


def media(name: str, inside: str = "", kind: str = "image/jpeg") -> str:
    return f'<media:content url="https://m.example/{name}" type="{kind}">{inside}</media:content>'


def described(words: str) -> str:
    return f"<media:description>{words}</media:description>"


ADULT = '<media:rating scheme="urn:simple">adult</media:rating>'


class TestPhotos:
    def test_description_belongs_to_its_picture(self):
        """
        Each picture keeps its own description, whether it comes before the text or after.
        """
        pictures = (
            media("a", described("first &amp; best")) + media("b") + media("c", described("3"))
        )
        for item in (
            f"{pictures}<description>words</description>",
            f"<description>words</description>{pictures}",
        ):
            found = post(item)

            assert "words" == found.text
            assert [
                Photo("https://m.example/a", "first & best"),
                Photo("https://m.example/b", ""),
                Photo("https://m.example/c", "3"),
            ] == list(found.photos)

    def test_at_most_four(self):
        """
        A post with ten pictures gives the first four.
        """
        found = post("".join(media(str(n)) for n in range(10)))

        assert MOST_PHOTOS == len(found.photos)
        assert "https://m.example/0" == found.photos[0].url

    def test_sensitive_pictures_are_left(self):
        """
        What its author marks as sensitive is not fetched; the rest is.
        """
        found = post(
            media("a", ADULT)
            + media("b")
            + '<enclosure url="https://m.example/a" type="image/png"/>'
        )

        assert ["https://m.example/b"] == [photo.url for photo in found.photos]

    def test_sensitive_post(self):
        """
        A rating beside the pictures is about all of them, and about no other post's.
        """
        rated, other = feed(
            f"<guid>a:1</guid>{media('a')}{media('b')}{ADULT}", f"<guid>a:2</guid>{media('c')}"
        ).posts

        assert () == rated.photos
        assert 1 == len(other.photos)

    def test_sensitive_in_a_malformed_feed(self):
        """
        Where we cannot tell which picture is rated, none is taken.
        """
        text = RSS.format(title="", items=f"<item><guid>a:1</guid>&nbsp;{media('a', ADULT)}</item>")
        [found] = read(text.encode()).posts

        assert () == found.photos

    @pytest.mark.parametrize(
        "item",
        [
            '<enclosure url="https://m.example/a.mp4" type="video/mp4"/>',
            '<enclosure url="https://m.example/a.svg" type="image/svg+xml"/>',
            '<enclosure url="https://m.example/a.pdf"/>',
            '<enclosure url="javascript:alert(1)" type="image/png"/>',
            '<enclosure url="data:image/png;base64,AAAA" type="image/png"/>',
            '<enclosure url="file:///etc/passwd" type="image/png"/>',
            '<enclosure url="/relative.png" type="image/png"/>',
            '<enclosure url="https://[bad" type="image/png"/>',
            '<enclosure type="image/png"/>',
            media("a", kind="video/mp4"),
        ],
    )
    def test_no_picture(self, item):
        """
        Videos, drawings that are programs, and addresses that are none, are not pictures.
        """
        assert () == post(item).photos

    def test_enclosures_are_pictures_too(self):
        """
        A picture told twice is one; one without a type is known by its name.
        """
        found = post('<enclosure url="https://m.example/a.JPG?x=1"/>' + media("a.JPG?x=1", kind=""))

        assert ["https://m.example/a.JPG?x=1"] == [photo.url for photo in found.photos]


class TestVersion:
    def test_signed_addresses_do_not_change_it(self):
        """
        A store that signs its addresses anew each time has not edited the post.
        """
        one = post(
            '<enclosure type="image/png" url="https://s3.example/a?X-Amz-Signature=1&amp;id=5"/>'
        )
        two = post(
            '<enclosure type="image/png" url="https://s3.example/a?X-Amz-Signature=2&amp;id=5"/>'
        )
        other = post(
            '<enclosure type="image/png" url="https://s3.example/a?X-Amz-Signature=2&amp;id=6"/>'
        )

        assert one.version == two.version != other.version

    def test_markup_does_not_change_it(self):
        """
        The same words in other tags are the same words.
        """
        assert (
            post("<description>&lt;p&gt;a &lt;b&gt;b&lt;/b&gt;&lt;/p&gt;</description>").version
            == post("<description>a b</description>").version
        )


class TestWords:
    def test_long_text_is_cut_but_searched_whole(self):
        """
        A hashtag at the end of a very long post still counts.
        """
        found = post(f"<description>{'word ' * 2000}#TAG</description>")

        assert len(found.text) <= 2000
        assert found.words.rstrip().endswith("#TAG")

    def test_full_content_beats_the_summary(self):
        """
        Blogs give a summary and the whole: people get the whole.
        """
        found = post(
            "<description>short</description><content:encoded>a longer text</content:encoded>"
        )

        assert "a longer text" == found.text

    def test_title_is_not_said_twice(self):
        """
        A title that only repeats the text is left out.
        """
        assert (
            "Hello there" == post("<title>Hello</title><description>Hello there</description>").text
        )
        assert "News\nHello" == post("<title>News</title><description>Hello</description>").text

    @pytest.mark.parametrize(
        ("item", "link", "title", "expected"),
        [
            ("<dc:creator>Ms Okafor</dc:creator>", "https://b.example/1", "Blog", "Ms Okafor"),
            ("<author>ada@b.example (Ada L)</author>", "https://b.example/1", "Blog", "Ada L"),
            ("<author>ada@b.example</author>", "https://b.example/1", "Blog", "Blog"),
            ("", "https://m.example/@ada/1", "#TAG", "@ada@m.example"),
            ("", "https://m.example/@bo@other.example/1", "#TAG", "@bo@other.example"),
            ("", "https://m.example/users/ada/statuses/1", "#TAG", "@ada@m.example"),
            ("", "https://b.example/p/1", "A &lt;b&gt;blog&lt;/b&gt;", "A blog"),
            ("", "https://b.example/p/1", "#TAG", "b.example"),
        ],
    )
    def test_author(self, item, link, title, expected):
        """
        People are named as they name themselves; nobody's e-mail address is shown.
        """
        assert expected == post(item, link=link, title=title).author

    def test_times(self):
        """
        Times are aware and in UTC; one that cannot be read is none.
        """
        assert (
            datetime(2027, 3, 5, 8, tzinfo=UTC)
            == post("<pubDate>Fri, 05 Mar 2027 09:00:00 +0100</pubDate>").at
        )
        assert post("<pubDate>yesterday</pubDate>").at is None
        assert post("").at is None


class TestIds:
    def test_ids_of_a_blog_are_its_own(self):
        """
        "12" on one blog is not "12" on another.
        """
        [found] = feed("<guid>12</guid><link>https://b.example/12</link>").posts

        assert "b.example/12" == found.guid

    def test_without_any_id(self):
        """
        What cannot be followed is left; a link will do; the same id twice is one post.
        """
        found = feed(
            "<title>x</title>",
            "<link>https://b.example/1</link>",
            "<guid>a:1</guid>",
            "<guid>a:1</guid>",
        )

        assert ["https://b.example/1", "a:1"] == [one.guid for one in found.posts]

    def test_addresses_that_are_none(self):
        """
        A link that cannot be read is left out; the post stays.
        """
        found = post("<description>words</description>", link="https://[bad")
        plain = feed("<guid>12</guid><link>javascript:alert(1)</link>").posts[0]

        assert ("", "words") == (found.url, found.text)
        assert "" == plain.url

    def test_very_long_id(self):
        """
        An id of a megabyte becomes a short one, always the same.
        """
        [one], [two] = (feed(f"<guid>a:{'x' * 1_000_000}</guid>").posts for _ in range(2))

        assert one.guid == two.guid
        assert len(one.guid) < 80


class TestBroken:
    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b" " * 1000,
            b"/etc/passwd",
            b"https://example.com/feed",
            b"<html><body>Down</body></html>",
            b'{"version": "https://jsonfeed.org/version/1.1"}',
            b"\x00\x01\x02",
            "<rss version='2.0'/>".encode("utf-16"),
            b'<?xml version="1.0" encoding="utf-7"?><rss version="2.0"><channel/></rss>',
            b'<?xml version="1.0"?><rss version="2.0"><channel><item',
        ],
    )
    def test_no_feed(self, data):
        """
        What is no feed is trouble, never an empty feed.
        """
        with pytest.raises(SourceError):
            read(data)

    def test_empty_feed_is_a_feed(self):
        """
        A hashtag nobody has used yet is no trouble.
        """
        assert Feed((), whole=True) == feed()

    def test_sloppy_feed(self):
        """
        A feed with an HTML entity in it is read, and known to be sloppy.
        """
        found = feed("<guid>a:1</guid><description>fish&nbsp;tank</description>")

        assert not found.whole
        assert ["fish tank"] == [one.text for one in found.posts]

    def test_latin(self):
        """
        Old blogs in Latin-1 keep their accents.
        """
        text = RSS.format(title="", items="<item><guid>a:1</guid><title>Théâtre</title></item>")
        [found] = read(text.replace("UTF-8", "ISO-8859-1").encode("latin-1")).posts

        assert "Théâtre" == found.text

    def test_entities_are_refused(self):
        """
        Neither files of this machine nor entities that grow are read out to anybody.
        """
        bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        for inside in ('<!ENTITY a11 SYSTEM "file:///etc/hostname">', f'<!ENTITY a0 "ha">{bomb}'):
            text = RSS.format(title="", items="<item><guid>a:1</guid><title>&a11;</title></item>")
            with pytest.raises(SourceError, match="XML bombs"):
                read(text.replace("<rss", f"<!DOCTYPE rss [{inside}]><rss").encode())

    def test_very_many(self):
        """
        A feed of thousands is read in part, and known to be so.
        """
        found = feed(*(f"<guid>a:{n}</guid>" for n in range(MOST + 10)))

        assert MOST == len(found.posts)
        assert not found.whole

    @pytest.mark.parametrize("piece", ["a.", "a@", "<a ", "&", "<!--", "<![CDATA["])
    def test_slow_food(self, piece):
        """
        Text that is hard to digest, in an author or in a broken feed, does not hold us up.
        """
        inside = RSS.format(title="", items=f"<item><guid>a:1</guid><author>{piece * 5_000}")
        began = time.process_time()
        for data in (inside, f"{inside}</author></item></channel></rss>"):
            with contextlib.suppress(SourceError):
                read(data.encode())

        assert time.process_time() - began < 10
