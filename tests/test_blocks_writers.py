"""Blocks become plain text, HTML and an outline; prose of an officer becomes blocks."""

from __future__ import annotations

import textwrap

from docx.document import Document

from casefiles.documents.blocks import format_html, format_outline, format_text, outline, read_prose, read_word
from casefiles.documents.blocks.tree import Document as Tree
from casefiles.documents.blocks.tree import Paragraph, Table
from casefiles.documents.pdf import render_document
from casefiles.documents.pdf.heard import hear
from casefiles.markup import parse_prose
from word_letters import add_link, add_picture, letter, mark_header

PROSE = textwrap.dedent(
    """\
    ## What we saw

    Reading is **strong** & *improving* <fast>, see [the report](https://example.org/r).

    - one
    - two
      - inner

    3. third
    4. fourth

    > A parent said so.

    | Measure | 2026 |
    |---|--:|
    | Reading | 71% |
    """
)


def blocks() -> tuple[Paragraph | Table, ...]:
    return read_prose(parse_prose(PROSE, "visits/2026-01-12.md"))


def test_prose_arrives_in_the_house_styles() -> None:
    found = [(block.style, block.text if isinstance(block, Paragraph) else "") for block in blocks()]
    assert found == [
        ("Heading 2", "What we saw"),
        ("Normal", "Reading is strong & improving <fast>, see the report."),
        ("List Bullet", "one"),
        ("List Bullet", "two"),
        ("List Bullet 2", "inner"),
        ("List Number", "third"),
        ("List Number", "fourth"),
        ("Quote", "A parent said so."),
        ("House Table", ""),
    ]


def test_headings_of_prose_are_shifted_under_the_documents() -> None:
    found = read_prose(parse_prose("# One\n\n## Two\n", "x.md"), below=2)
    assert [(entry.rank, entry.text) for entry in outline(found)] == [(3, "One"), (4, "Two")]


def test_each_list_of_prose_is_a_list_of_its_own() -> None:
    found = read_prose(parse_prose("1. a\n2. b\n\ntext\n\n1. c\n", "x.md"))
    items = [block.label for block in found if isinstance(block, Paragraph) and block.label]
    assert [label.text for label in items] == ["1.", "2.", "1."]
    assert items[0].series == items[1].series != items[2].series


def test_prose_as_plain_text() -> None:
    assert format_text(blocks()) == textwrap.dedent(
        """\
        What we saw

        Reading is strong & improving <fast>, see the report <https://example.org/r>.

        \u2022 one
        \u2022 two
          \u2022 inner
        3. third
        4. fourth

        A parent said so.

        Measure | 2026
        --------------
        Reading | 71%
        """
    )


def test_plain_text_is_wrapped_under_its_bullet() -> None:
    text = format_text(read_prose(parse_prose("- " + "word " * 20, "x.md")), width=40)
    assert text.splitlines()[1].startswith("  word")
    assert max(map(len, text.splitlines())) <= 40


def test_prose_as_html_is_escaped_and_lists_nest() -> None:
    assert format_html(blocks(), below=1) == textwrap.dedent(
        """\
        <h3><strong>What we saw</strong></h3>
        <p>Reading is <strong>strong</strong> &amp; <em>improving</em> &lt;fast&gt;, see <a href="https://example.org/r">the report</a>.</p>
        <ul>
        <li>one
        </li>
        <li>two
        <ul>
        <li>inner
        </li></ul>
        </li></ul>
        <ol start="3">
        <li>third
        </li>
        <li>fourth
        </li></ol>
        <p>A parent said so.</p>
        <table>
        <thead>
        <tr><th scope="col"><strong>Measure</strong></th><th scope="col"><strong>2026</strong></th></tr>
        </thead>
        <tbody>
        <tr><td>Reading</td><td>71%</td></tr>
        </tbody>
        </table>
        """
    )


def test_a_script_in_a_letter_stays_text() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("<script>alert(1)</script>")
        add_link(paragraph, "https://example.org/?a=1&amp;b=%22", "link")

    html = format_html(read_word(letter(fill)).blocks)
    assert "<script" not in html
    assert '<a href="https://example.org/?a=1' in html


def test_a_word_file_as_html_has_pictures_and_spans() -> None:
    def fill(document: Document) -> None:
        add_picture(document.add_paragraph())
        table = document.add_table(2, 2)
        mark_header(table)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Both"

    html = format_html(read_word(letter(fill)).blocks)
    assert 'alt="A blue bar"' in html
    assert '<th scope="col" colspan="2">Both</th>' in html


def test_the_outline_is_indented_by_rank() -> None:
    def fill(document: Document) -> None:
        document.add_heading("One", 1)
        document.add_heading("Two", 2)
        document.add_heading("", 2)

    assert format_outline(read_word(letter(fill)).blocks) == "One\n  Two\n"


def test_prose_becomes_a_tagged_pdf_of_its_own() -> None:
    root = hear(render_document(Tree(blocks(), title="Note"))).root
    roles = [node.role for node in root.walk()]
    assert (roles.count("L"), roles.count("LI"), roles.count("TH"), roles.count("Link")) == (3, 5, 2, 1)
    assert "".join(root.text().split()).startswith("WhatwesawReadingisstrong&improving<fast>")


def test_nothing_is_written_for_nothing() -> None:
    assert (format_text(()), format_html(()), format_outline(())) == ("", "", "")
