from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from casefiles.documents.word import prose as word_prose
from casefiles.documents.word.columns import Rows, column_widths
from casefiles.documents.word.packaging import read_package
from casefiles.documents.word.template import DocumentProperties, Template, TemplateFault, compile_template
from casefiles.documents.word.wordml import read_text
from casefiles.markup import Link, Paragraph, Prose, Styled, Words, parse_prose
from word_notation import open_docx, parts_of, styles_of, texts_of, word_file, written_as

NASTY = "Smith & Jones said x < y and <b>left</b> early {{ 7*7 }}"
A_LETTER = DocumentProperties("A letter")


def template(page: str) -> Template:
    return compile_template({"letter": word_file(page)}, "letter", "", ())


def rendered(text: str | Prose, page: str = "## What we saw\n{{p letter.text }}\nafter") -> bytes:
    prose = parse_prose(text, "visit.md") if isinstance(text, str) else text
    return template(page).render({"letter": {"text": prose}}, A_LETTER)


def between(made: bytes) -> str:
    return written_as(made).removeprefix("## What we saw\n").removesuffix("\nafter")


def test_paragraphs_come_one_by_one() -> None:
    assert between(rendered("One.\n\nTwo.")) == "One.\nTwo."


def test_the_sentence_that_other_tools_lose_arrives_whole() -> None:
    made = rendered(Prose((Paragraph((Words(NASTY),)),)))
    assert between(made) == NASTY
    assert between(rendered(f"- {NASTY}\n")) == f"- {NASTY}"


def test_bold_and_italic_are_real_even_inside_each_other() -> None:
    paragraph = open_docx(rendered("plain **bold *both*** and *italic*")).paragraphs[1]
    looks = [(run.text, bool(run.bold), bool(run.italic)) for run in paragraph.runs]
    assert looks == [
        ("plain ", False, False), ("bold ", True, False), ("both", True, True), (" and ", False, False), ("italic", False, True),
    ]  # fmt: skip


def test_a_run_s_properties_stand_in_the_order_of_word_s_schema() -> None:
    made = rendered("***both*** and *[**x**](https://example.org)*", "Judgement: **{{r letter.text }}**")
    orders = [[child.tag.rpartition("}")[2] for child in look] for look in open_docx(made).element.iter(f"{{{W}}}rPr")]
    assert ["b", "i"] in orders
    assert ["rStyle", "b", "i"] in orders
    assert ["i", "b"] not in orders


def test_headings_are_shifted_below_the_heading_that_they_stand_under() -> None:
    text = "### Phonics\n\ntext\n\n#### Year 1\n\nmore"
    page = "# Title\n{{p letter.text }}\nafter"
    assert written_as(rendered(text, page)) == "# Title\n## Phonics\ntext\n### Year 1\nmore\nafter"
    assert between(rendered(text)) == "### Phonics\ntext\n#### Year 1\nmore"


def test_a_heading_never_falls_below_the_deepest_style_that_there_is() -> None:
    page = "[Heading 9] Deep\n{{p letter.text }}"
    assert styles_of(rendered("# Heading", page)) == [("Heading 9", "Deep"), ("Heading 9", "Heading")]


def lists_of(made: bytes) -> list[tuple[str, str, str]]:
    """Number instance, level and text of each list paragraph."""
    found = []
    for paragraph in open_docx(made).paragraphs:
        number = next(iter(paragraph._p.xpath("./w:pPr/w:numPr/w:numId/@w:val")), "0")
        level = next(iter(paragraph._p.xpath("./w:pPr/w:numPr/w:ilvl/@w:val")), "")
        if number != "0":
            found.append((str(number), str(level), paragraph.text))
    return found


def test_lists_nest_to_three_levels_and_deeper_ones_stay_on_the_third() -> None:
    made = rendered("- a\n  - b\n    - c\n      - d\n")
    assert [(level, text) for _, level, text in lists_of(made)] == [("0", "a"), ("1", "b"), ("2", "c"), ("2", "d")]
    assert between(made) == "- a\n- b\n- c\n- d"


def test_each_list_counts_from_its_own_start() -> None:
    made = rendered("1. a\n2. b\n\ntext\n\n1. c\n\nmore\n\n5. e\n")
    (first, _, _), (second, _, _), (third, _, _), (fourth, _, _) = lists_of(made)
    assert first == second
    assert len({first, third, fourth}) == 3
    numbering = etree.fromstring(parts_of(made)["word/numbering.xml"])
    starts = {
        num.get(f"{{{W}}}numId"): num.find(f".//{{{W}}}startOverride").get(f"{{{W}}}val")  # type: ignore[union-attr]
        for num in numbering.findall(f"{{{W}}}num")
        if num.get(f"{{{W}}}numId") in {first, third, fourth}
    }
    assert starts == {first: "1", third: "1", fourth: "5"}


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_the_second_paragraph_of_an_item_is_indented_without_a_mark_of_its_own() -> None:
    made = rendered("- one\n\n  more of one\n- two\n")
    assert [text for _, _, text in lists_of(made)] == ["one", "two"]
    more = open_docx(made).paragraphs[2]
    assert more.text == "more of one"
    assert more.paragraph_format.left_indent == open_docx(made).paragraphs[1].paragraph_format.left_indent


def test_links_are_real_and_lead_where_they_say() -> None:
    made = rendered("See [the guide](https://example.org/?a=1&b=2) or [the office](mailto:office@example.org).")
    (paragraph,) = [p for p in open_docx(made).paragraphs if p.hyperlinks]
    assert [(link.text, link.address) for link in paragraph.hyperlinks] == [
        ("the guide", "https://example.org/?a=1&b=2"),
        ("the office", "mailto:office@example.org"),
    ]
    assert paragraph.text == "See the guide or the office."


def test_a_link_that_leads_elsewhere_is_refused() -> None:
    prose = Prose((Paragraph((Link("file:///etc/passwd", (Words("x"),)),)),))
    with pytest.raises(TemplateFault, match="https and mailto"):
        rendered(prose)


def test_a_link_cannot_stand_in_a_footer() -> None:
    page = "text\nfooter: {{r letter.text }}"
    with pytest.raises(TemplateFault, match="header or footer"):
        rendered(Prose((Paragraph((Link("https://example.org", (Words("x"),)),)),)), page)


def test_a_table_has_the_house_s_style_and_a_header_row_that_repeats() -> None:
    made = rendered("| Who | What |\n|---|--:|\n| Head | a & b |\n")
    (table,) = open_docx(made).tables
    assert table.style is not None
    assert table.style.name == "House Table"
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Who", "What"], ["Head", "a & b"]]
    rows = table._tbl.tr_lst
    assert [len(row.xpath("./w:trPr/w:tblHeader")) for row in rows] == [1, 0]
    assert table.rows[1].cells[1].paragraphs[0].alignment == 2


def test_the_columns_of_a_table_fill_the_width_of_the_text() -> None:
    made = rendered("| Aim | n |\n|---|---|\n| " + "long words " * 20 + "| 1 |\n")
    widths = [int(v) for v in open_docx(made).tables[0]._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")]
    section = open_docx(made).sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    assert abs(sum(widths) - room / 635) <= 1
    assert widths[0] > widths[1] >= sum(widths) // 8


def test_columns_to_be_filled_in_by_hand_are_alike() -> None:
    made = rendered("| Year | Reading | Mathematics and statistics |\n|---|---|---|\n| Year 1 |  |  |\n")
    widths = [int(v) for v in open_docx(made).tables[0]._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")]
    assert abs(widths[1] - widths[2]) <= 2


def _widths(made: bytes, table: int = 0) -> list[int]:
    return [int(v) for v in open_docx(made).tables[table]._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")]


def test_a_date_and_every_word_of_a_narrow_column_stay_whole_beside_long_text() -> None:
    long = "what was agreed at the meeting and by whom it is to be done " * 4
    made = rendered(
        f"| Standing | What | Due | By |\n|---|---|---|---|\n| Not yet known | {long} | 22 September 2026 | us |\n"
    )
    standing, what, due, _ = _widths(made)
    assert standing > 240 + 8 * 120
    assert due > 240 + 17 * 100
    assert what > due


def test_tables_of_one_text_with_the_same_head_have_the_same_widths() -> None:
    made = rendered(
        "| Output | n |\n|---|---|\n| " + "long words " * 9 + "| 1 |\n\nThen\n\n| Output | n |\n|---|---|\n| a | b |\n"
    )
    assert _widths(made, 0) == _widths(made, 1)


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        (["a", "b", "c"], [True, True, True, False]),
        (list("abcdefgh"), [True, True, False, False, False, False, False, True, False]),
        (["a", "b" * 61, "c", "d"], [True, True, False, True, False]),
        (["high row " * 60, "b", "high row " * 60], [True, False, False, False]),
        (["high row " * 60, "b"], [True, True, False]),
        (["a", "high row " * 60], [True, True, False]),
    ],
)
def test_no_page_has_one_low_row_of_a_table_and_a_short_one_stays_whole(rows: list[str], kept: list[bool]) -> None:
    below = "\nWhat stands below it.\n" * 6
    made = rendered("| A |\n|---|\n" + "".join(f"| {row} |\n" for row in rows) + below)
    (table,) = open_docx(made).tables
    assert [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in table.rows] == kept


def test_two_tables_do_not_grow_together() -> None:
    made = rendered("| A |\n|---|\n| 1 |\n\n| B |\n|---|\n| 2 |\n")
    assert len(open_docx(made).tables) == 2
    body = etree.fromstring(parts_of(made)["word/document.xml"])[0]
    names = [etree.QName(element).localname for element in body]
    assert not any(pair == ("tbl", "tbl") for pair in pairwise(names))


def test_tables_with_the_same_head_have_the_same_widths_which_are_worked_out_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measured: list[int] = []

    def counted(rows: Rows, columns: int, room: int) -> list[int]:
        measured.append(len(rows))
        return column_widths(rows, columns, room)

    monkeypatch.setattr(word_prose, "column_widths", counted)
    row, wide = "| a | b |\n", "| a word | A sentence that takes more room than the others. |\n"
    parts = [f"| A | B |\n|---|---|\n{row}", f"| A | B |\n|---|---|\n{wide}", f"| C | D |\n|---|---|\n{wide * 2}"]
    tables = open_docx(rendered("\n".join(parts))).tables
    widths = [[column.width for column in table.columns] for table in tables]
    assert widths[0] == widths[1] != widths[2]
    assert measured == [3, 3]


def test_a_cell_that_ends_in_a_table_has_a_paragraph_behind_it_as_word_demands() -> None:
    made = rendered("| A |\n|---|\n| 1 |\n", "|= Head\n| {{p letter.text }}")
    cells = [*etree.fromstring(parts_of(made)["word/document.xml"]).iter(f"{{{W}}}tc")]
    assert all(cell[-1].tag == f"{{{W}}}p" for cell in cells)


def test_quotes_have_their_style() -> None:
    assert between(rendered("> She said so.\n")) == "[Quote] She said so."


def test_prose_takes_the_style_of_the_paragraph_where_it_stands() -> None:
    assert styles_of(rendered("One.\n\nTwo.", "[Address] {{p letter.text }}")) == [
        ("Address", "One."),
        ("Address", "Two."),
    ]


def test_empty_prose_leaves_no_empty_paragraph() -> None:
    assert texts_of(rendered(Prose())) == ["What we saw", "after"]


def test_text_where_prose_may_stand_becomes_a_paragraph_a_line() -> None:
    made = template("{{p letter.text }}").render({"letter": {"text": "one & two\nthree"}}, A_LETTER)
    assert texts_of(made) == ["one & two", "three"]


def test_prose_in_a_line_keeps_its_emphasis_and_the_look_of_its_run() -> None:
    made = rendered("so *well* done", "Judgement: **{{r letter.text }}** end")
    paragraph = open_docx(made).paragraphs[0]
    assert paragraph.text == "Judgement: so well done end"
    assert [(run.text, bool(run.bold), bool(run.italic)) for run in paragraph.runs if run.text] == [
        ("Judgement: ", False, False), ("so ", True, False), ("well", True, True), (" done", True, False), (" end", False, False),
    ]  # fmt: skip


def test_a_list_cannot_stand_in_a_line() -> None:
    with pytest.raises(TemplateFault, match="inside a line"):
        rendered("- a\n", "Judgement: {{r letter.text }}")


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1)


def inlines(depth: int = 2) -> st.SearchStrategy[Any]:
    words = st.builds(Words, st.one_of(TEXT, st.sampled_from([NASTY, "]]>", "&amp;", "{%p x %}", "</w:t>", "  a  "])))
    if not depth:
        return words
    children = st.lists(inlines(depth - 1), min_size=1, max_size=3).map(tuple)
    styled = st.builds(Styled, st.sampled_from(["strong", "emphasis", "strike"]), children)
    return st.one_of(words, styled, st.builds(Link, st.just("https://example.org"), children))


def plain(children: tuple[Any, ...]) -> str:
    return "".join(child.text if isinstance(child, Words) else plain(child.children) for child in children)


SHARED = template("{{p letter.text }}{{ letter.name }}".replace("}}{{", "}}\n{{"))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(inlines(), min_size=1, max_size=4).map(tuple), min_size=1, max_size=4), TEXT)
def test_no_text_is_ever_lost(paragraphs: list[tuple[Any, ...]], name: str) -> None:
    prose = Prose(tuple(Paragraph(children) for children in paragraphs))
    made = SHARED.render({"letter": {"text": prose, "name": name}}, A_LETTER)
    assert read_text(made) == (*(plain(children) for children in paragraphs), name)
    for part, content in read_package(made, "made.docx").items():
        if part.endswith((".xml", ".rels")):
            etree.fromstring(content)
