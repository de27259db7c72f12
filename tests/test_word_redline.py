from __future__ import annotations

import io
import random
from collections.abc import Sequence

import docx
import pytest

from casefiles.documents.word.packaging import read_package
from casefiles.documents.word.redline import Difference, redline
from casefiles.documents.word.wordml import Element, paragraph_text, parse_part, w
from casefiles.register.alignment import aligned

Table = list[list[str]]


def made(*blocks: str | Table) -> bytes:
    """A Word file: `# ` begins a heading, a list of rows is a table, `**` puts words in bold."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            if block.startswith("# "):
                document.add_heading(block[2:], level=1)
                continue
            paragraph = document.add_paragraph()
            for number, piece in enumerate(block.split("**")):
                paragraph.add_run(piece).bold = number % 2 == 1
        else:
            table = document.add_table(len(block), len(block[0]))
            for row, cells in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def settled(marked: bytes, *, accept: bool) -> list[str]:
    """The texts of a Word file once every tracked change is accepted, or every one rejected, as Word does it."""
    root = parse_part(read_package(marked, "")["word/document.xml"], "", "")
    drop, keep = ("del", "ins") if accept else ("ins", "del")
    for row in list(root.iter(w("tr"))):
        if row.find(f"{w('trPr')}/{w(drop)}") is not None:
            take_out(row)
    for paragraph in list(root.iter(w("p"))):
        gone = paragraph.find(f"{w('pPr')}/{w('rPr')}/{w(drop)}") is not None
        for mark in list(paragraph.iter(w(drop))):
            take_out(mark)
        if gone and not paragraph_text(said(paragraph)):
            take_out(paragraph)
    for table in list(root.iter(w("tbl"))):
        if table.find(w("tr")) is None:
            take_out(table)
    assert keep
    return [" ".join(paragraph_text(said(each)).split()) for each in root.iter(w("p"))]


def said(paragraph: Element) -> Element:
    for each in list(paragraph.iter(w("delText"))):
        each.tag = w("t")
    return paragraph


def take_out(element: Element) -> None:
    home = element.getparent()
    if home is not None:
        home.remove(element)


def texts(data: bytes) -> list[str]:
    root = parse_part(read_package(data, "")["word/document.xml"], "", "")
    return [" ".join(paragraph_text(each).split()) for each in root.iter(w("p"))]


def differences(was: Sequence[str | Table], now: Sequence[str | Table]) -> list[Difference]:
    old, new = made(*was), made(*now)
    marked, found = redline(old, new, "casefiles compare", "2025-11-20")
    assert settled(marked, accept=True) == texts(new)
    assert [each for each in settled(marked, accept=False) if each] == [each for each in texts(old) if each]
    return list(found)


def told(found: Sequence[Difference]) -> list[str]:
    lines = []
    for each in found:
        what = "; ".join(map(str, each.changes)) or (f"+ {each.now}" if each.was is None else f"- {each.was}")
        lines.append(f"{each.place}: {what}")
    return lines


def test_a_changed_word_is_marked_alone_and_told_with_its_heading() -> None:
    found = differences(["# Dates", "We meet on 4 March in the hall."], ["# Dates", "We meet on 11 March in the hall."])
    assert told(found) == ['under "Dates": after "We meet on": "4" became "11"']


def test_paragraphs_that_came_and_went_are_whole() -> None:
    found = differences(["One two three.", "Four five six."], ["Four five six.", "Seven eight nine."])
    assert told(found) == ["at the head: - One two three.", "at the head: + Seven eight nine."]


def test_tables_are_compared_cell_by_cell() -> None:
    was: Table = [["Priority", "Target"], ["Phonics", "78 percent"], ["Writing", "60 percent"]]
    now: Table = [["Priority", "Target"], ["Phonics", "80 percent"], ["Number and measures", "90 points"]]
    found = differences(["# Aims", was], ["# Aims", now])
    assert told(found) == [
        'under "Aims", table row 2, column 2: at the beginning: "78" became "80"',
        'under "Aims", table row 2: - Writing 60 percent',
        'under "Aims", table row 3: + Number and measures 90 points',
    ]


def test_a_cell_that_was_emptied_or_filled_is_told_at_its_place() -> None:
    found = differences([[["a", "3"], ["b", ""]]], [[["a", ""], ["b", "4"]]])
    assert told(found) == [
        'at the head, table row 1, column 2: at the beginning: "3" was taken out',
        'at the head, table row 2, column 2: at the beginning: "4" was put in',
    ]


def test_a_whole_table_and_a_change_of_columns_are_marked() -> None:
    assert told(differences(["Before.", [["a b c", "d"]]], ["Before."])) == ["at the head: - a b c d"]
    assert told(differences(["Before."], ["Before.", [["a b c", "d"]]])) == ["at the head: + a b c d"]
    assert len(differences([[["a", "b"]]], [[["a", "b", "c"]]])) == 2


def test_bold_words_keep_their_look_where_they_are_marked() -> None:
    old, new = made("Reading is **taught daily** here."), made("Reading is **taught twice daily** here.")
    marked, _ = redline(old, new, "casefiles compare", "2025-11-20")
    xml = read_package(marked, "")["word/document.xml"].decode()
    put_in = xml[xml.index("<w:ins ") : xml.index("</w:ins>")]
    assert ("<w:b/>" in put_in, "twice" in put_in) == (True, True)


def test_equal_documents_give_no_mark() -> None:
    data = made("# Dates", "We meet.", [["a", "b"]])
    marked, found = redline(data, data, "casefiles compare", "2025-11-20")
    assert (found, b"<w:ins" in read_package(marked, "")["word/document.xml"]) == ((), False)


@pytest.mark.parametrize("seed", range(60))
def test_whatever_changed_accepting_gives_the_newer_and_rejecting_the_older(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's own dice
    words = [
        "reading",
        "writing",
        "number",
        "daily",
        "the",
        "a",
        "of",
        "school",
        "pupils",
        "**daily**",
        "term\tmeet",
        "4",
        "March",
    ]

    def sentence() -> str:
        return " ".join(chance.choices(words, k=chance.randint(0, 9)))

    def text() -> list[str | Table]:
        return [
            f"# {sentence()}" if chance.random() < 0.2 else
            [[sentence() for _ in range(2)] for _ in range(chance.randint(1, 3))] if chance.random() < 0.2 else sentence()
            for _ in range(chance.randint(1, 6))
        ]  # fmt: skip

    was = text()
    now = [each for each in was if chance.random() < 0.7] + text() if chance.random() < 0.7 else text()
    differences(was, now or [""])


@pytest.mark.parametrize(
    ("was", "now", "pairs"),
    [
        ("a|b|c", "a|c", [(0, 0), (1, None), (2, 1)]),
        ("one two three|x", "one two four|x", [(0, 0), (1, 1)]),
        ("one two three", "four five six", [(0, None), (None, 0)]),
        ("a b c d|e f g h", "e f g i|a b c d", [(None, 0), (0, 1), (1, None)]),
        ("", "", [(0, 0)]),
    ],
)
def test_paragraphs_are_one_where_they_share_their_words(was: str, now: str, pairs: list[tuple[int, int]]) -> None:
    assert aligned(was.split("|"), now.split("|")) == pairs
