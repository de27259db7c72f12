"""Word's styles, lists and tables are resolved as Word resolves them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from casefiles.documents.blocks import read_word
from casefiles.documents.blocks.tree import Look, Paragraph, Table, Text
from word_letters import add_field, blank, letter, saved
from word_notation import altered


def read(fill: Callable[[Document], object]) -> list[Paragraph | Table]:
    return list(read_word(letter(fill)).blocks)


def first(fill: Callable[[Document], object]) -> Paragraph:
    block = read(fill)[0]
    assert isinstance(block, Paragraph)
    return block


def look(paragraph: Paragraph, at: int = 0) -> Look:
    item = paragraph.inlines[at]
    assert isinstance(item, Text)
    return item.look


def with_styles(xml: str, fill: Callable[[Document], object]) -> list[Paragraph | Table]:
    def filled(document: Document) -> None:
        for element in parse_xml(f"<w:styles {nsdecls('w')}>{xml}</w:styles>"):
            document.styles.element.append(element)
        fill(document)

    return read(filled)


def test_direct_format_wins_over_the_style_and_the_style_over_the_defaults() -> None:
    def fill(document: Document) -> None:
        document.styles["Normal"].font.size = Pt(12)
        paragraph = document.add_paragraph("style")
        paragraph.add_run("direct").font.size = Pt(9)

    paragraph = first(fill)
    assert (look(paragraph).size, look(paragraph, 1).size) == (12.0, 9.0)


def test_a_character_style_turns_off_what_the_paragraph_style_has_on() -> None:
    xml = (
        "<w:style w:type='paragraph' w:styleId='Loud'><w:name w:val='Loud'/><w:rPr><w:b/></w:rPr></w:style>"
        "<w:style w:type='character' w:styleId='Bold'><w:name w:val='Bold'/><w:rPr><w:b/></w:rPr></w:style>"
    )
    run = "<w:r><w:rPr><w:rStyle w:val='Bold'/></w:rPr><w:t>both</w:t></w:r>"
    paragraph = with_styles(
        xml,
        lambda document: document.element.body.insert(
            0,
            parse_xml(
                f"<w:p {nsdecls('w')}><w:pPr><w:pStyle w:val='Loud'/></w:pPr><w:r><w:t>one</w:t></w:r>{run}</w:p>"
            ),
        ),
    )[0]
    assert isinstance(paragraph, Paragraph)
    assert (look(paragraph).bold, look(paragraph, 1).bold) == (True, False)


def test_a_heading_is_known_by_its_style_or_by_what_it_rests_on() -> None:
    xml = (
        "<w:style w:type='paragraph' w:styleId='Own'><w:name w:val='Own heading'/><w:basedOn w:val='Heading2'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='Lvl'><w:name w:val='Level'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>"
    )

    def fill(document: Document) -> None:
        for style in ("Heading 1", "Own heading", "Level", "Normal"):
            document.add_paragraph(style, style=style)

    assert [block.rank for block in with_styles(xml, fill) if isinstance(block, Paragraph)] == [1, 2, 3, 0]


def labels(fill: Callable[[Document], object]) -> list[str]:
    return [block.label.text if block.label else "" for block in read(fill) if isinstance(block, Paragraph)]


NUMBERING = """
<w:abstractNum w:abstractNumId='90'>
  <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>
  <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1.%2)'/></w:lvl>
  <w:lvl w:ilvl='2'><w:start w:val='3'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='(%3)'/></w:lvl>
</w:abstractNum>
<w:num w:numId='90'><w:abstractNumId w:val='90'/></w:num>
<w:num w:numId='91'><w:abstractNumId w:val='90'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>
"""


def numbered(*items: tuple[int, int]) -> Callable[[Document], None]:
    """Items of list and level."""

    def fill(document: Document) -> None:
        numbering = document.part.numbering_part.element
        made = list(parse_xml(f"<w:numbering {nsdecls('w')}>{NUMBERING}</w:numbering>"))
        for element in made[:1]:
            numbering.insert(0, element)
        for element in made[1:]:
            numbering.append(element)
        for number, level in items:
            paragraph = document.add_paragraph("item")
            properties = f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"
            paragraph._p.get_or_add_pPr().append(parse_xml(properties))

    return fill


def test_lists_count_by_level_and_begin_again_below() -> None:
    items = ((90, 0), (90, 1), (90, 1), (90, 2), (90, 0), (90, 1))
    assert labels(numbered(*items)) == ["1.", "1.a)", "1.b)", "(III)", "2.", "2.a)"]


def test_a_list_of_its_own_restarts() -> None:
    assert labels(numbered((90, 0), (90, 0), (91, 0), (91, 0), (90, 0))) == ["1.", "2.", "1.", "2.", "3."]


def test_bullets_of_symbol_fonts_become_letters_that_every_face_has() -> None:
    assert labels(lambda document: document.add_paragraph("item", style="List Bullet")) == ["\u2022"]


def test_the_number_nought_takes_a_paragraph_out_of_its_list() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("item", style="List Number")
        properties = f"<w:numPr {nsdecls('w')}><w:numId w:val='0'/></w:numPr>"
        paragraph._p.get_or_add_pPr().append(parse_xml(properties))

    assert labels(fill) == [""]


def test_text_in_fields_content_controls_and_links_is_kept() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("a ")
        add_field(paragraph, "REF ref", "b ")
        inner = "<w:sdt><w:sdtContent><w:r><w:t>c</w:t></w:r></w:sdtContent></w:sdt>"
        more = f"<w:fldSimple w:instr='TITLE'><w:r><w:t> d</w:t></w:r></w:fldSimple><w:smartTag>{inner}</w:smartTag>"
        for child in parse_xml(f"<w:p {nsdecls('w')}>{inner}{more}</w:p>"):
            paragraph._p.append(child)

    assert first(fill).text == "a b c dc"


def test_a_link_written_as_a_field_is_a_link() -> None:
    paragraph = first(lambda d: add_field(d.add_paragraph(), 'HYPERLINK "https://example.org/a"', "here"))
    item = paragraph.inlines[0]
    assert isinstance(item, Text)
    assert item.link is not None
    assert (item.text, item.link.url) == ("here", "https://example.org/a")


def grid(fill: Callable[[Document], object]) -> Table:
    table = read(fill)[0]
    assert isinstance(table, Table)
    return table


def test_merged_cells_are_one_cell_that_spans() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(3, 3)
        table.cell(0, 0).merge(table.cell(0, 1))
        table.cell(1, 2).merge(table.cell(2, 2))

    rows = grid(fill).rows
    assert [[(cell.column, cell.columns, cell.rows) for cell in row.cells] for row in rows] == [
        [(0, 2, 1), (2, 1, 1)],
        [(0, 1, 1), (1, 1, 1), (2, 1, 2)],
        [(0, 1, 1), (1, 1, 1)],
    ]


def test_only_rows_at_the_top_are_header_rows() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(4, 1)
        for row in (0, 1, 3):
            table.rows[row]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    assert [row.header for row in grid(fill).rows] == [True, True, False, False]


def test_regions_of_a_table_style_reach_text_fill_and_lines() -> None:
    xml = (
        "<w:style w:type='table' w:styleId='House'><w:name w:val='House'/>"
        "<w:tblPr><w:tblBorders><w:insideH w:val='single' w:sz='8' w:color='FF0000'/></w:tblBorders></w:tblPr>"
        "<w:tblStylePr w:type='firstRow'><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val='clear' w:fill='1F3864'/></w:tcPr></w:tblStylePr>"
        "<w:tblStylePr w:type='firstCol'><w:rPr><w:i/></w:rPr></w:tblStylePr></w:style>"
    )

    def fill(document: Document) -> None:
        table = document.add_table(2, 2, style="House")
        for row in (0, 1):
            for column in (0, 1):
                table.cell(row, column).text = "x"

    table = with_styles(xml, fill)[0]
    assert isinstance(table, Table)
    cells = [cell for row in table.rows for cell in row.cells]
    looks = [look(cell.blocks[0]) for cell in cells if isinstance(cell.blocks[0], Paragraph)]
    assert [(found.bold, found.italic) for found in looks] == [
        (True, True),
        (True, False),
        (False, True),
        (False, False),
    ]
    assert [cell.fill for cell in cells] == ["1F3864", "1F3864", "", ""]
    assert [cell.heads for cell in cells] == ["row", "", "row", ""]
    assert cells[2].edges.top is not None
    assert (cells[2].edges.top.width, cells[2].edges.top.colour) == (1.0, "FF0000")
    assert cells[2].edges.bottom is None


def test_each_side_of_a_cell_has_its_own_line() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(1, 2)
        lines = "".join(f"<w:{side} w:val='single' w:sz='{size}'/>" for side, size in sizes.items())
        borders = parse_xml(f"<w:tcBorders {nsdecls('w')}>{lines}</w:tcBorders>")
        table.cell(0, 0)._tc.get_or_add_tcPr().append(borders)

    sizes = {"top": 8, "left": 16, "bottom": 24, "right": 32}
    first_cell, second_cell = grid(fill).rows[0].cells
    edges = first_cell.edges
    assert [edge and edge.width for edge in (edges.top, edges.left, edges.bottom, edges.right)] == [1.0, 2.0, 3.0, 4.0]
    assert not second_cell.edges


def test_the_lines_round_a_table_stand_only_at_its_ends() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(2, 3)
        lines = "<w:left w:val='single' w:sz='8'/><w:bottom w:val='single' w:sz='16'/>"
        table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>"))

    cells = [(cell.edges.left, cell.edges.bottom) for row in grid(fill).rows for cell in row.cells]
    assert [(left is not None, bottom is not None) for left, bottom in cells] == [
        (True, False),
        (False, False),
        (False, False),
        (True, True),
        (False, True),
        (False, True),
    ]


def test_accents_apart_from_their_letters_are_joined() -> None:
    assert first(lambda document: document.add_paragraph("Sia\u0302n")).text == "Si\u00e2n"


def test_page_size_margins_and_default_tabs_are_read() -> None:
    document = blank()
    document.sections[0].page_width = Pt(595)
    document.sections[0].left_margin = Pt(50)
    found = read_word(saved(document))
    assert (found.page.width, found.page.left, found.default_tab) == (595.0, 50.0, 36.0)


@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml", "word/settings.xml", "docProps/core.xml"])
def test_a_file_without_a_part_that_need_not_be_there_is_read(part: str) -> None:
    block = read_word(altered(letter(lambda d: d.add_paragraph("text")), {part: None})).blocks[0]
    assert isinstance(block, Paragraph)
    assert block.text == "text"


def test_tab_stops_of_a_style_are_kept_and_cleared_one_by_one() -> None:
    xml = (
        "<w:style w:type='paragraph' w:styleId='Base'><w:name w:val='Base'/><w:pPr><w:tabs>"
        "<w:tab w:val='left' w:pos='1000'/><w:tab w:val='right' w:pos='2000'/></w:tabs></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Over'><w:name w:val='Over'/><w:basedOn w:val='Base'/><w:pPr><w:tabs>"
        "<w:tab w:val='clear' w:pos='1000'/><w:tab w:val='center' w:pos='3000' w:leader='dot'/></w:tabs></w:pPr></w:style>"
    )
    block = with_styles(xml, lambda document: document.add_paragraph("x", style="Over"))[0]
    assert isinstance(block, Paragraph)
    assert [(stop.position, stop.kind, stop.leader) for stop in block.shape.tabs] == [
        (100.0, "right", ""),
        (150.0, "centre", "dot"),
    ]


def test_a_colour_or_shade_is_six_digits_or_none() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph()
        properties = "<w:color w:val='1f3864'/><w:highlight w:val='yellow'/><w:u w:val='single'/><w:strike/>"
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:rPr>{properties}</w:rPr><w:t>x</w:t></w:r>"))
        assert paragraph._p.find(qn("w:r")) is not None

    found = look(first(fill))
    assert (found.colour, found.shade, found.underline, found.strike) == ("1F3864", "FFFF00", True, True)
