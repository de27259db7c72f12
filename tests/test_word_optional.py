"""A column of which the head stands under a condition is left out where nobody has a value; the others share its room."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from casefiles.documents.parity import differences
from casefiles.documents.pdf import render_pdf
from casefiles.documents.word.optional import without_empty_columns
from casefiles.documents.word.wordml import w
from drafting import ROWAN_HILL, document
from word_notation import open_docx, parts_of

LETTER = "targeted-initial-letter"
NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def cell(text: str, span: int = 1, width: int = 1000) -> str:
    over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width * span}" w:type="dxa"/>{over}</w:tcPr><w:p>{run}</w:p></w:tc>'


def table(head: list[str], *rows: list[str] | str, header: bool = True) -> str:
    """A page with a table; a row that is a text is a band over all columns."""
    grid = '<w:gridCol w:w="1000"/>' * len(head)
    marks = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
    first = f"<w:tr>{marks}{''.join(map(cell, head))}</w:tr>"
    below = "".join(
        f"<w:tr>{cell(row, len(head)) if isinstance(row, str) else ''.join(map(cell, row))}</w:tr>" for row in rows
    )
    body = f"<w:body><w:tbl><w:tblGrid>{grid}</w:tblGrid>{first}{below}</w:tbl></w:body>"
    return f"<w:document {NAMES}>{body}</w:document>"


def narrowed(text: str) -> tuple[list[list[str]], list[list[int]], list[int]]:
    """The texts and the widths of the cells, and the widths of the columns."""
    root = etree.fromstring(without_empty_columns(text).encode())
    rows = [list(row.iter(w("tc"))) for row in root.iter(w("tr"))]
    texts = [["".join(map(str, each.itertext())) for each in row] for row in rows]
    widths = [[int(str(next(each.iter(w("tcW"))).get(w("w")))) for each in row] for row in rows]
    return texts, widths, [int(str(column.get(w("w")))) for column in root.iter(w("gridCol"))]


def test_a_column_without_head_and_values_is_left_out_and_the_others_fill_the_room() -> None:
    texts, widths, columns = narrowed(table(["What", "", "Who"], ["a", "", "b"], "A band", ["c", "", "d"]))
    assert texts == [["What", "Who"], ["a", "b"], ["A band"], ["c", "d"]]
    assert widths == [[1500, 1500], [1500, 1500], [3000], [1500, 1500]]
    assert columns == [1500, 1500]


@pytest.mark.parametrize(
    "page",
    [
        table(["What", "Who"], ["a", ""], ["b", ""]),
        table(["What", ""], ["a", "b"]),
        table(["", ""], ["", ""]),
        table(["What", ""], ["a", ""], header=False),
    ],
)
def test_a_column_with_a_head_or_a_value_stays_and_so_does_a_table_without_a_header_row(page: str) -> None:
    assert without_empty_columns(page) == page


def test_a_letter_s_table_has_a_column_for_priorities_only_where_one_is_named(tmp_path: Path) -> None:
    def heads(*changes: str) -> list[list[str]]:
        found = open_docx(document(tmp_path / str(len(changes)), LETTER, *changes)).tables
        return [[each.text for each in one.rows[0].cells] for one in found]

    given = ROWAN_HILL.partition("=== camden/rowan-hill-primary/case.yaml\n")[2].partition("=== ")[0]
    assert ["Support", "Provided by", "Days", "Priority", "From"] in heads()
    without = f"=== case.yaml\n{given.replace('priorities: [phonics], ', '')}"
    assert ["Support", "Provided by", "Days", "From"] in heads(without)


def test_word_and_pdf_have_the_same_columns(tmp_path: Path) -> None:
    given = ROWAN_HILL.partition("=== camden/rowan-hill-primary/case.yaml\n")[2].partition("=== ")[0]
    docx = document(tmp_path, LETTER, f"=== case.yaml\n{given.replace('priorities: [phonics], ', '')}")
    assert differences(docx, render_pdf(docx)) == ()
    assert "<w:t>Priority</w:t>" not in parts_of(docx)["word/document.xml"].decode()
