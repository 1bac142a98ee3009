"""The notices of an event file as blocks a template can render.

The whole rule: a blank line ends a paragraph, a line that begins with `# ` is a heading,
a line that begins with `- ` is an item of a list, and an https address or an e-mail address
becomes a link. Everything else is plain text; there is no way to write HTML.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_LINK = re.compile(
    r"(?P<web>https://[^\s<>\"]*[\w/])|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.ASCII
)


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; `href` is set where it is a link."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or paragraph of one line, or a list of several."""

    kind: Kind
    lines: tuple[tuple[Span, ...], ...]


def blocks(text: str) -> list[Block]:
    """Return what `text` says, block by block, in order."""
    found: list[Block] = []
    paragraph: list[str] = []
    items: list[str] = []

    def finish() -> None:
        if paragraph:
            found.append(_block(Kind.PARAGRAPH, " ".join(paragraph)))
        if items:
            found.append(_block(Kind.ITEMS, *items))
        paragraph.clear()
        items.clear()

    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("# "):
            finish()
            found.append(_block(Kind.HEADING, line[2:].strip()))
        elif line.startswith("- "):
            if paragraph:
                finish()
            items.append(line[2:].strip())
        elif not line:
            finish()
        elif items:
            items[-1] += f" {line}"  # an item may go on over the next line
        else:
            paragraph.append(line)
    finish()
    return found


def _block(kind: Kind, *lines: str) -> Block:
    return Block(kind, tuple(spans(line) for line in lines))


def spans(line: str) -> tuple[Span, ...]:
    """Return one line as runs of text and links."""
    found: list[Span] = []
    at = 0
    for link in _LINK.finditer(line):
        if link.start() > at:
            found.append(Span(line[at : link.start()]))
        found.append(Span(link[0], link[0] if link["web"] else f"mailto:{link[0]}"))
        at = link.end()
    if at < len(line):
        found.append(Span(line[at:]))
    return tuple(found)
