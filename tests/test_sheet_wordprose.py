from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from hypothesis import given, settings

from casefiles.documents.sheet.wordprose import PageReader
from casefiles.documents.word.packaging import read_package
from casefiles.documents.word.properties import DocumentProperties
from casefiles.documents.word.template import compile_template
from casefiles.documents.word.wordml import parse_part, w
from casefiles.markdown import canonical, write_prose
from casefiles.markup import parse_prose
from casefiles.prose import Block, Bullets, Prose
from sheets import through_libreoffice
from test_markdown import PROSE
from word_notation import word_file

TEMPLATE = compile_template({"page": word_file("{{p text }}\n")}, "page", "letter", ())
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(docx: bytes) -> Prose:
    parts = read_package(docx, "x.docx")
    body = parse_part(parts["word/document.xml"], "x.docx", "word/document.xml").find(w("body"))
    assert body is not None
    return PageReader.of(parts, "x.docx").prose(body)


def markdown(docx: bytes) -> str:
    return write_prose(read(docx))


def printed(text: str) -> bytes:
    return TEMPLATE.render({"text": parse_prose(text, "")}, DocumentProperties("x"))


def page(*paragraphs: str) -> bytes:
    """A Word file with paragraphs of raw runs."""
    document = Document()
    for number, inside in enumerate(paragraphs):
        document.element.body.insert(number, parse_xml(f"<w:p {W}>{inside}</w:p>"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


RICH = """\
It went **well**, and *calmly*; [the report](https://example.org/a) says so.

- Cover from 2 February
  - for Mr Haddad's class
  - and for reading
- Visits

1. First
2. Second

| Measure | Value |
| --- | --- |
| Phonics | **69%** |

> We agree.

# A heading

The end."""


def test_a_text_printed_in_word_comes_back_as_the_same_markdown() -> None:
    assert markdown(printed(RICH)) == RICH


def _holds(blocks: tuple[Block, ...]) -> bool:
    """Whether no two lists follow each other and no list is under a list that starts with other than text."""
    lists = [isinstance(block, Bullets) for block in blocks]
    return not any(a and b for a, b in pairwise(lists))


@settings(max_examples=100, deadline=None)
@given(PROSE.filter(lambda prose: "Code(" not in repr(prose)))
def test_prose_keeps_every_word_on_its_way_through_word(prose: Prose) -> None:
    wanted = canonical(prose)
    docx = TEMPLATE.render({"text": wanted}, DocumentProperties("x"))
    found = read(docx)
    assert "".join(write_prose(found).split()).count("here") == "".join(write_prose(wanted).split()).count("here")
    if _holds(wanted.blocks) and not any(type(b).__name__ in {"Table", "Heading"} for b in wanted.blocks):
        assert found == wanted


def test_emphasis_by_style_and_by_format_comes_back() -> None:
    docx = page(
        "<w:r><w:rPr><w:b/></w:rPr><w:t>Bold</w:t></w:r><w:r><w:t xml:space='preserve'> plain </w:t></w:r>"
        "<w:r><w:rPr><w:b w:val='0'/><w:i/></w:rPr><w:t>slanted</w:t></w:r>"
    )
    assert markdown(docx) == "**Bold** plain *slanted*"


def test_a_link_to_http_stays_as_text_with_its_address() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "{}"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>the guide</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    docx = page(field.format("http://example.org/guide"), field.format("https://example.org/guide"))
    assert markdown(docx) == "the guide (http://example.org/guide)\n\n[the guide](https://example.org/guide)"


def test_tracked_insertions_are_read_and_deletions_left_out_and_named() -> None:
    docx = page(
        "<w:ins w:id='1' w:author='A'><w:r><w:t>new</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='A'><w:r><w:delText>old</w:delText></w:r></w:del>"
    )
    parts = read_package(docx, "x.docx")
    reader = PageReader.of(parts, "x.docx")
    prose = reader.prose(parse_part(parts["word/document.xml"], "x.docx", "word/document.xml"))
    assert (write_prose(prose), [*reader.lost]) == ("new", ["a tracked deletion (its text is left out)"])


def test_the_text_of_a_text_box_is_read_once() -> None:
    docx = page(
        "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r><w:r><w:t>beside</w:t></w:r>"
    )
    assert markdown(docx) == "beside\n\nboxed"


def test_invisible_and_special_spaces_of_pasted_text_become_plain_ones() -> None:
    docx = page(
        "<w:r><w:t>69\u00a0per\u200bcent\u2028of\tpupils</w:t></w:r><w:r><w:softHyphen/><w:noBreakHyphen/></w:r>"
    )
    assert markdown(docx) == "69 percentof pupils-"


def test_lists_and_emphasis_survive_libreoffice(tmp_path: Path) -> None:
    docx = printed("Some **bold** text.\n\n- one\n  - deep\n- two\n\n1. first\n2. second\n")
    back = markdown(through_libreoffice(docx, tmp_path))
    assert back == "Some **bold** text.\n\n- one\n  - deep\n- two\n\n1. first\n2. second"
