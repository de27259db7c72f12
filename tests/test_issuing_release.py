from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from casefiles.documents.pdf import render_pdf
from casefiles.documents.redact import Withholding, left_in, redacted
from casefiles.documents.twin import twin_of_word
from casefiles.errors import CasefilesError, UsageError
from casefiles.issuing.acts import Acting, erase
from casefiles.issuing.adopting import adopt_signed
from casefiles.issuing.circumstances import Circumstances
from casefiles.issuing.proof import prove
from casefiles.issuing.release import release
from casefiles.register import By
from registers import CASE, FIRST, issued, letters, register

NAME = Withholding("s40(2)", "Mr Devane")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = letters(tmp_path_factory.mktemp("ready"))
    assert issued(home, FIRST).issued
    return home


@pytest.fixture
def acting(ready: Path, tmp_path: Path) -> Acting:
    home = shutil.copytree(ready, tmp_path / "casefiles")
    return Acting(home, CASE, Circumstances("2026-05-01T09:00:00Z", By("Records")))


def released(acting: Acting) -> dict[str, bytes]:
    """The files of the last copy by their endings."""
    entry = register(acting.root).entries[-1].entry
    assert entry.act == "released"
    return {Path(file.path).suffix: (acting.root / CASE / "issued" / file.path).read_bytes() for file in entry.files}


def everything_in(data: bytes) -> str:
    """All that a package or a PDF holds, unpacked, as text."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    reader = PdfReader(io.BytesIO(data))
    parts = [page.extract_text() for page in reader.pages] + [str(reader.metadata)]
    parts += [str(reader.get_object(number)) for number in range(1, len(reader.xref.get(0, ())) + 1)]
    return " ".join(parts)


def test_what_is_withheld_is_gone_from_word_pdf_and_text_and_the_mark_stands_in_its_place(acting: Acting) -> None:
    release(acting, FIRST, [NAME], "FOI-2026-031")
    files = released(acting)
    for data in (files[".docx"], files[".pdf"]):
        assert "Devane" not in everything_in(data)
    assert "[withheld: s40(2)] of the governing body came too." in files[".txt"].decode()
    assert "Mrs Okoro showed us" in files[".txt"].decode()
    assert "~foot\tRedacted copy, FOI-2026-031\n" in files[".txt"].decode()


def test_the_entry_says_how_much_and_why_and_never_what(acting: Acting) -> None:
    release(acting, FIRST, [NAME], "FOI-2026-031")
    entry = register(acting.root).entries[-1].entry
    assert entry.details["withheld"] == [{"exemption": "s40(2)", "times": 1, "whole_paragraphs": False}]
    assert entry.text("request") == "FOI-2026-031"
    assert b"Devane" not in entry.data


def test_the_issued_document_stays_as_it_was_and_all_of_it_verifies(acting: Acting) -> None:
    release(acting, FIRST, [NAME], "FOI-2026-031")
    release(acting, FIRST, [Withholding("s36", "Thank you", whole_paragraph=True)], "FOI-2026-032")
    assert prove(acting.root, CASE, None).problems == ()
    folder = acting.root / CASE / "issued" / register(acting.root).documents[0].reference
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == ["released-1", "released-2"]


def test_a_whole_paragraph_can_be_withheld(acting: Acting) -> None:
    release(acting, FIRST, [Withholding("s36(2)(b)", "the hall", whole_paragraph=True)], "FOI-2026-031")
    text = released(acting)[".txt"].decode()
    assert "\n[withheld: s36(2)(b)]\n" in text
    assert "every classroom" not in text


def test_part_of_a_name_that_is_left_is_pointed_out(acting: Acting) -> None:
    acted = release(acting, FIRST, [Withholding("s40(2)", "Mrs Okoro")], "FOI-2026-031")
    assert acted.notes == ('"Okoro" still stands by itself (1): withhold it too if it tells who is meant',)


@pytest.mark.parametrize(
    ("withholdings", "says"),
    [
        ([], "say what is withheld"),
        ([Withholding("s40(2)", "Mr Devan")], "stands nowhere"),
        ([Withholding("s40(2)", "d")], "too short"),
        ([Withholding("<b>", "Mr Devane")], "no exemption"),
        ([Withholding("s40(2)", "withheld")], "stands in the mark"),
    ],
)
def test_what_cannot_be_withheld_releases_nothing(acting: Acting, withholdings: list[Withholding], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        release(acting, FIRST, withholdings, "FOI-2026-031")
    assert len(register(acting.root).entries) == 1


def test_an_erased_document_has_no_copies(acting: Acting) -> None:
    release(acting, FIRST, [NAME], "FOI-2026-031")
    erase(acting, FIRST, "Kept for six years", "Records")
    with pytest.raises(UsageError, match="was erased"):
        release(acting, FIRST, [NAME], "FOI-2026-031")
    assert not list((acting.root / CASE / "issued").glob("*/released-*"))


def test_a_signed_version_is_what_is_released(acting: Acting, tmp_path: Path) -> None:
    frozen = register(acting.root).documents[0].file("word")
    assert frozen is not None
    page = docx.Document(str(acting.root / CASE / "issued" / frozen.path))
    page.paragraphs[-1].add_run(" Signed by Ruth Vane.")
    page.core_properties.author = "Ruth Vane"
    page.save(str(tmp_path / "signed.docx"))
    adopt_signed(acting, FIRST, tmp_path / "signed.docx", "signed")
    release(acting, FIRST, [Withholding("s40(2)", "Ruth Vane")], "FOI-2026-031")
    assert "Vane" not in everything_in(released(acting)[".docx"])
    assert "Signed by [withheld: s40(2)]." in released(acting)[".txt"].decode()


def hidden_everywhere() -> bytes:
    """A Word file with a name split over runs and in every corner where a name can hide."""
    page = docx.Document()
    page.core_properties.title, page.core_properties.author = "About Ann Lee", "Ann Lee"
    heading = page.add_heading("Ann Lee and the timetable", 1)
    heading.runs[0].font.name = "Arial"
    split = page.add_paragraph("We spoke with A")
    split.add_run("nn").bold = True
    split.add_run(" ")
    split.add_run("L\u00adee").italic = True
    split.add_run("'s deputy, and planned the term.")
    tabbed = page.add_paragraph("ANN")
    tabbed.add_run("\tLEE was away")
    mark = split._p.makeelement(qn("w:bookmarkStart"), {qn("w:id"): "7", qn("w:name"): "Ann_Lee"})
    split._p.insert(0, mark)
    split._p.append(split._p.makeelement(qn("w:bookmarkEnd"), {qn("w:id"): "7"}))
    table = page.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Ann Lee", "Planned"
    page.sections[0].header.paragraphs[0].text = "About Ann\u00a0Lee"
    page.sections[0].footer.paragraphs[0].text = "Ann  Lee"
    for style in page.styles:
        if style.type == 1:
            style.font.name = "Arial"
            properties = style.element.get_or_add_rPr()
            for fonts in properties.findall(qn("w:rFonts")):
                for key in [key for key in fonts.attrib if "Theme" in key]:
                    del fonts.attrib[key]
                for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                    fonts.set(qn(name), "Arial")
    out = io.BytesIO()
    page.save(out)
    return out.getvalue()


def test_a_name_is_found_however_it_is_split_spaced_or_spelled_and_words_round_it_stay() -> None:
    wanted = [Withholding("s40(2)", "Ann Lee")]
    made, (times,) = redacted(hidden_everywhere(), wanted, "About Ann Lee", "letter.docx")
    said = " ".join(twin_of_word(made).decode().split())
    assert times == 6
    assert "We spoke with [withheld: s40(2)]'s deputy, and planned the term." in said
    assert "Planned" in said
    whole = everything_in(made)
    for left in ("Ann Lee", "Ann_Lee", "ANN", ">nn<", "LEE"):
        assert left not in whole
    assert "About [withheld: s40(2)]" in whole
    assert left_in(made, render_pdf(made), twin_of_word(made), wanted, "letter.docx") == ()


def test_what_is_left_anywhere_is_named() -> None:
    wanted = [Withholding("s40(2)", "Ann Lee")]
    source = hidden_everywhere()
    made, _ = redacted(source, wanted, "", "letter.docx")
    (first, *_) = left_in(source, render_pdf(made), b"", wanted, "letter.docx")
    assert first == '"Ann Lee" still stands in docProps/core.xml of the Word file'


def test_tracked_changes_are_refused_since_nobody_has_looked_at_them(acting: Acting, tmp_path: Path) -> None:
    frozen = register(acting.root).documents[0].file("word")
    assert frozen is not None
    page = docx.Document(str(acting.root / CASE / "issued" / frozen.path))
    inserted = page.paragraphs[-1]._p.makeelement(qn("w:ins"), {qn("w:id"): "1", qn("w:author"): "Ann Lee"})
    page.paragraphs[-1]._p.append(inserted)
    page.save(str(tmp_path / "signed.docx"))
    with pytest.raises(CasefilesError, match="tracked insertion"):
        adopt_signed(acting, FIRST, tmp_path / "signed.docx", "signed")
    assert len(register(acting.root).entries) == 1
