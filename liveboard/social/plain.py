"""HTML from a network to plain text for people. Pure.

Nothing of the markup survives: not as tags, not as styles, not as invisible
characters that turn text around. What is left is text and is escaped again
wherever it is shown.
"""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

LONGEST_HTML = 64_000  # characters of one post we are willing to read
LONGEST = 2000  # characters of text we keep; a long Mastodon post has 500
# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
})
# fmt: on
_SILENT = frozenset(
    {"head", "iframe", "noscript", "object", "script", "style", "svg", "template", "title"}
)


_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]*)")
_INSIDE = re.compile(r"""[^>"']*""")  # of a tag, up to its end or to a quoted value


def text_of(html: str) -> str:
    """Return the words of a piece of HTML, a line for each block, entities resolved once.

    Inline tags leave no gap: `#<span>TECHOGNITION</span>` is one word.
    """
    return clean("".join(_pieces(html[:LONGEST_HTML])))


def _pieces(html: str) -> Iterator[str]:
    """Yield the text between the tags, in one pass.

    Our own, because `html.parser` takes a minute for 64 kB of `<a <a <a`: here whatever
    is not closed ends the reading, as it does in a browser, so nothing is read twice.
    """
    place = 0
    while (tag := html.find("<", place)) >= 0:
        yield _words(html[place:tag])
        found = _NAME.match(html, tag)
        if found:
            name = found.group(1).lower()
            place = _tag_end(html, found.end())
            if name in _BLOCKS:
                yield "\n"
            elif name in _SILENT and html[tag + 1] != "/" and html[place - 2 : place] != "/>":
                closing = re.compile(rf"</{name}", re.IGNORECASE).search(html, place)
                place = closing.start() if closing else len(html)
        elif html.startswith("<!--", tag):
            place = _past(html, "-->", tag + 4)
        elif html.startswith(("<!", "<?", "</"), tag):
            place = _past(html, ">", tag)
        else:
            yield "<"  # as in "1 < 2"
            place = tag + 1
    yield _words(html[place:])


def _words(raw: str) -> str:
    # Line ends in the source are spaces; only tags break lines in HTML.
    return re.sub(r"\s+", " ", unescape(raw))


def _tag_end(html: str, place: int) -> int:
    """Where a tag ends whose name we have read; a `>` in quotes does not end it."""
    while True:
        inside = _INSIDE.match(html, place)
        place = inside.end() if inside else place
        if place >= len(html) or html[place] == ">":
            return place + 1
        place = _past(html, html[place], place + 1)


def _past(html: str, mark: str, place: int) -> int:
    found = html.find(mark, place)
    return len(html) if found < 0 else found + len(mark)


def clean(text: str) -> str:
    """Return text without control characters, tidy in its spaces and line ends."""
    visible = "".join(letter for letter in text if letter == "\n" or not _hidden(letter))
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in visible.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def shorten(text: str, longest: int = LONGEST) -> str:
    """Return at most `longest` characters, ended at a word with an ellipsis if cut."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    word = cut.rfind(" ")
    return (cut[:word] if word > longest * 0.8 else cut).rstrip() + "…"


def _hidden(letter: str) -> bool:
    # Joiners stay: emoji and several scripts need them. Everything else that is only
    # there to steer (direction overrides, zero-width marks, escapes) goes.
    if letter in "\u200c\u200d\ufe0f\t":
        return False
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co"} and letter != "\r"
