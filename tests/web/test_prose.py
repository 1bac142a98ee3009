"""Notices as blocks: three signs, links, and no way to write HTML."""

from liveboard.web.prose import Block, Kind, Span, blocks


def plain(kind: Kind, *lines: str) -> Block:
    """Return a block without links."""
    return Block(kind, tuple((Span(line),) for line in lines))


def test_paragraphs_headings_and_lists() -> None:
    """
    An organiser writes a notice with a blank line, a # and a -, and nothing more to learn.
    """
    text = """
    We keep little.
    Really.

    # Why
    - one
    - two goes
      on
    Because
    """

    assert [
        plain(Kind.PARAGRAPH, "We keep little. Really."),
        plain(Kind.HEADING, "Why"),
        plain(Kind.ITEMS, "one", "two goes on Because"),
    ] == blocks(text)


def test_a_list_ends_a_paragraph() -> None:
    """
    A list right under a line needs no blank line between.
    """
    assert [plain(Kind.PARAGRAPH, "We keep:"), plain(Kind.ITEMS, "one")] == blocks(
        "We keep:\n- one"
    )


def test_addresses_become_links() -> None:
    """
    People can follow a web address and write to a mail address, without the full stop after it.
    """
    (block,) = blocks("Write to hello@techognition.example or see https://ico.org.uk/.")

    assert (
        Span("Write to "),
        Span("hello@techognition.example", "mailto:hello@techognition.example"),
        Span(" or see "),
        Span("https://ico.org.uk/", "https://ico.org.uk/"),
        Span("."),
    ) == block.lines[0]


def test_html_stays_text() -> None:
    """
    Angle brackets and odd schemes are words like any other.
    """
    text = "<script>alert(1)</script> javascript:alert(1)"

    assert [plain(Kind.PARAGRAPH, text)] == blocks(text)


def test_nothing_is_nothing() -> None:
    """
    An empty notice has no blocks.
    """
    assert [] == blocks("  \n\n ")
