"""HTML from a network to plain text for people. Pure.

Nothing of the markup survives: not as tags, not as styles, not as invisible
characters that turn text around. What is left is text and is escaped again
wherever it is shown.
"""

import re
import unicodedata
from html.parser import HTMLParser

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


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            # Line ends in the source are spaces; only tags break lines in HTML.
            self.pieces.append(re.sub(r"\s+", " ", data))


def text_of(html: str) -> str:
    """Return the words of a piece of HTML, a line for each block, entities resolved once.

    Inline tags leave no gap: `#<span>TECHOGNITION</span>` is one word.
    """
    reader = _Reader()
    reader.feed(html[:LONGEST_HTML])
    reader.close()
    return clean("".join(reader.pieces))


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
