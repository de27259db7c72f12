"""Paragraphs read as they are written say what lxml reads in them, and their properties are read once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from functools import cache

import pytest
from docx.document import Document as WordFile
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from casefiles.documents.blocks import plain, read_word, word
from casefiles.documents.blocks.names import W
from casefiles.documents.blocks.package import parse_xml
from casefiles.documents.blocks.styles import StyleSheet
from casefiles.documents.blocks.subset import Outside
from casefiles.documents.blocks.tree import Document
from word_letters import letter, torture

MAIN = "word/document.xml"
PLAIN = (
    "<w:p><w:r><w:t>Dear Ms Price</w:t></w:r></w:p>",
    '<w:p w:rsidR="00A1" w:rsidP="00B2"><w:pPr/><w:r w:rsidR="00A1"><w:t xml:space="preserve"> &amp; &#39;R&#34; </w:t></w:r></w:p>',
    '<w:p><w:pPr><w:jc w:val="center"/><w:rPr><w:b/></w:rPr></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t>e\u0301</w:t></w:r></w:p>',
    '<w:p><w:pPr><w:pStyle w:val="ListNumber"/></w:pPr><w:r><w:t>One</w:t></w:r><w:r><w:rPr/><w:t> more</w:t></w:r></w:p>',
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr><w:r><w:t></w:t></w:r></w:p>',
)  # fmt: skip
ODD = (
    "<w:p/>",
    '<w:p w:rsidR="1"/>',
    "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>",
    "<w:p><w:r><w:t/></w:r></w:p>",
    '<w:p w:rsidR="a>b"><w:r><w:t>In brackets</w:t></w:r></w:p>',
    "<w:p><!-- <w:p> --><w:r><w:t>Commented</w:t></w:r></w:p>",
    "<w:p><w:r><w:t><![CDATA[<w:p>]]></w:t></w:r></w:p>",
    "<w:p><w:r><w:t>&#233;t\u00e9\r\nfini</w:t></w:r></w:p>",
    "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden</w:t></w:r></w:p>",
    '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Shown</w:t></w:r></w:p>',
    '<w:p><w:r><w:rPr><w:w w:val="150"/></w:rPr><w:t>Wide</w:t></w:r></w:p>',
    '<w:p><w:pPr><w:jc w:val="thaiDistribute"/></w:pPr><w:r><w:t>Spread</w:t></w:r></w:p>',
    '<w:p><w:pPr><w:pPrChange w:id="1"><w:pPr/></w:pPrChange></w:pPr><w:r><w:t>Changed</w:t></w:r></w:p>',
    "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>Section</w:t></w:r></w:p>",
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://example.org"</w:instrText></w:r></w:p>',
    '<w:p><w:r><w:fldChar w:fldCharType="separate"/></w:r></w:p>',
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>',
    '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    "<w:p><w:hyperlink><w:r><w:t>nowhere</w:t></w:r></w:hyperlink></w:p>",
    '<w:p xmlns:w="urn:else"><w:r><w:t>Not of Word</w:t></w:r></w:p>',
    "<w:p><w:pPr></w:p>",
    "<w:p><w:r a='1' a='2'><w:t>Twice</w:t></w:r></w:p>",
    "<w:p odd:x='1'><w:r><w:t>Undeclared</w:t></w:r></w:p>",
    "<w:p><w:r><w:t>&undeclared;</w:t></w:r></w:p>",
    "<w:p><w:r><w:t>]]></w:t></w:r></w:p>",
    "<w:p><w:r><w:t>\x0b</w:t></w:r></w:p>",
    "<w:p><w:r><w:t>\uffff</w:t></w:r></w:p>",
    '<w:p w:plain="0"/>',
    "<?word <w:p><w:r><w:t>Instruction</w:t></w:r></w:p>?>",
)
"""What lxml has to look at: elements between the texts, features that are refused, XML that is broken or seldom."""


CELLS = (
    "",
    "<w:tcPr/>",
    '<w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>',
    '<w:tcPr><w:tcW w:w="50" w:type="pct"/><w:gridSpan w:val="2"/></w:tcPr>',
    '<w:tcPr><w:vMerge w:val="restart"/><w:shd w:fill="DDEEFF"/></w:tcPr>',
    "<w:tcPr><w:vMerge/></w:tcPr>",
    '<w:tcPr><w:tcBorders><w:top w:val="single" w:sz="12"/><w:insideH w:val="nil"/></w:tcBorders></w:tcPr>',
    '<w:tcPr><w:tcMar><w:start w:w="300" w:type="dxa"/></w:tcMar><w:vAlign w:val="bottom"/></w:tcPr>',
    '<w:tcPr><w:textDirection w:val="btLr"/></w:tcPr>',
    '<w:tcPr><w:textDirection w:val="lrTb"/></w:tcPr>',
    "<w:tcPr><w:tcPrChange><w:tcPr><w:hMerge/></w:tcPr></w:tcPrChange></w:tcPr>",
    "<w:tcPr>",
)
"""What cells state, the last ones what lxml has to look at."""


@cache
def members() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(letter(lambda document: document.add_paragraph("x", style="List Number")))) as file:
        return {name: file.read(name) for name in file.namelist()}


def with_body(pieces: Sequence[tuple[str, str]], *, table: bool) -> bytes:
    """A Word file of such paragraphs; as a table it has each in a cell that states what stands with it."""
    body = "".join(piece for piece, _ in pieces)
    if table:
        rows = "".join(f"<w:tr><w:tc>{cell}{piece}</w:tc><w:tc>{cell}</w:tc></w:tr>" for piece, cell in pieces)
        body = f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>{rows}</w:tbl>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in members().items():
            file.writestr(name, data.replace(b"<w:body>", f"<w:body>{body}".encode()) if name == MAIN else data)
    return out.getvalue()


def read(data: bytes) -> Document | tuple[object, ...]:
    """The document, or why there is none."""
    try:
        return read_word(data)
    except Outside as refusal:
        return refusal.features


def by_lxml_alone(data: bytes) -> Document | tuple[object, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word, "set_apart", lambda part, _sheet: plain.Apart(part))
        return read(data)


@pytest.mark.parametrize("piece", PLAIN)
def test_a_plain_paragraph_is_set_apart(piece: str) -> None:
    assert len(apart(piece)) == 1


@pytest.mark.parametrize("piece", ODD)
def test_lxml_reads_whatever_else_there_is(piece: str) -> None:
    alignment_or_scale = {'"thaiDistribute"', '"150"'}
    assert len(apart(piece)) == any(value in piece for value in alignment_or_scale)


def apart(piece: str) -> Sequence[plain.Plain]:
    part = f'<w:x xmlns:w="{W[1:-1]}">{piece}</w:x>'
    return plain.set_apart(part.encode(), StyleSheet(None, None, {})).paragraphs


PIECES = st.tuples(st.sampled_from(PLAIN + PLAIN + ODD), st.sampled_from(CELLS[:8] * 3 + CELLS))


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, min_size=1, max_size=6), st.booleans())
def test_what_is_read_is_what_lxml_reads(pieces: list[tuple[str, str]], table: bool) -> None:
    data = with_body(pieces, table=table)
    assert read(data) == by_lxml_alone(data)


@pytest.mark.parametrize("stated", CELLS)
def test_cells_of_each_kind_are_what_lxml_reads(stated: str) -> None:
    data = with_body([(PLAIN[0], ""), (PLAIN[1], stated), (PLAIN[2], stated)], table=True)
    assert read(data) == by_lxml_alone(data)


def test_places_are_what_lxml_counts() -> None:
    data = torture()
    one, two = read(data), by_lxml_alone(data)
    assert isinstance(one, Document)
    assert repr(one) == repr(two)


def test_a_part_of_many_that_open_and_never_close_takes_no_longer_than_its_length() -> None:
    part = f'<w:x xmlns:w="{W[1:-1]}">' + "<w:p><w:pPr><w:r><w:rPr>" * 50_000
    assert plain.set_apart(part.encode(), StyleSheet(None, None, {})).paragraphs == []


def test_properties_in_the_same_words_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(document: WordFile, words: str) -> None:
        for number in range(20):
            document.add_paragraph().add_run(f"{words} {number}").bold = True

    read_word(letter(lambda document: fill(document, "former")))
    asked = []

    def counted(data: bytes, part: str) -> etree._Element:
        asked.append(data)
        return parse_xml(data, part)

    monkeypatch.setattr("casefiles.documents.blocks.plain.parse_xml", counted)
    assert len(read_word(letter(lambda document: fill(document, "another"))).blocks) == 20
    assert asked == []
