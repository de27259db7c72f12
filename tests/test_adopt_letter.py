from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.shared import Cm, Pt
from hypothesis import given
from hypothesis import strategies as st

from casefiles.caseload import shipped_templates
from casefiles.documents.adopt import make_shell, read_old_letter
from casefiles.documents.adopt.personal import names_in, why_personal
from casefiles.documents.adopt.pictures import without_metadata
from casefiles.documents.blocks import read_word
from casefiles.documents.pdf import render_pdf
from caseloads import DAY, LETTER, main, small
from old_letters import SECRETS, W, hide, old_letter, picture, saved

Captured = pytest.CaptureFixture[str]
HOUSE = (shipped_templates() / "shells/decision-letter.docx").read_bytes()
SHELL = "casefiles/camden/templates/shells/decision-letter.docx"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the call, with the small caseload in ./casefiles."""
    small(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shell_of(letter: Any) -> bytes:
    return make_shell(read_old_letter(saved(letter), "Camden Learning"), HOUSE, "Camden Learning")


def left_out(letter: Any) -> str:
    return "\n".join(read_old_letter(saved(letter), "Camden Learning").left_out)


def everything_in(data: bytes) -> str:
    """All bytes of all parts, their names too, as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "\n".join(name + package.read(name).decode("latin-1") for name in package.namelist())


def head_of(shell: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(shell)).sections[0].header.paragraphs)


@pytest.mark.parametrize("logo", ["header", "page", "none"])
@pytest.mark.parametrize("table", [False, True])
def test_nothing_that_the_letter_says_survives(logo: str, *, table: bool) -> None:
    found = everything_in(shell_of(old_letter(logo=logo, table=table)))
    assert [secret for secret in SECRETS if secret.casefold() in found.casefold()] == []


def test_the_page_the_fonts_the_sizes_and_the_colours_are_the_letter_s() -> None:
    shell = Document(io.BytesIO(shell_of(old_letter(font="Calibri"))))
    section = shell.sections[0]
    sides = (section.left_margin, section.right_margin, section.top_margin)
    assert [round(side.cm, 1) for side in sides if side] == [3, 2.8, 4]
    heading = shell.styles["Heading 1"]
    assert (heading.font.name, heading.font.size, str(heading.font.color.rgb)) == ("Calibri", Pt(13), "006E5A")
    assert 'w:ascii="Calibri"' in everything_in(shell_of(old_letter(font="Calibri")))


def test_the_head_has_the_marking_the_draft_and_the_letterhead_and_the_foot_its_line() -> None:
    shell = shell_of(old_letter())
    lines = head_of(shell)
    assert lines.startswith("{{ letter.marking }}\n{%p if letter.draft %}\nDRAFT\n")
    assert lines.endswith("Camden Learning, 5 Pancras Square, London N1C 4AG")
    foot = [paragraph.text for paragraph in Document(io.BytesIO(shell)).sections[0].footer.paragraphs]
    assert foot[0] == "Registered charity 0000000 \N{MIDDLE DOT} www.example.org"
    assert foot[-1] == "{{ letter.marking }}"
    assert "Page " in foot[-2]


def test_a_head_with_words_stands_in_place_of_the_house_s_letterhead() -> None:
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(shell_of(old_letter()))).paragraphs)
    assert "letter.letterhead" not in text
    assert "letter.logo" not in text
    assert "{{p blocks }}" in text


def test_a_letter_without_a_letterhead_keeps_the_house_s() -> None:
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(shell_of(old_letter(logo="none")))).paragraphs)
    assert "{{ letter.letterhead.name }}" in text


def test_a_logo_at_the_top_of_the_page_is_kept_and_a_signature_is_not() -> None:
    shell = Document(io.BytesIO(shell_of(old_letter(logo="page"))))
    (logo,) = shell.inline_shapes
    assert round(logo.width.cm, 1) == 5
    assert logo._inline.docPr.get("descr") == "Camden Learning"
    assert "1 picture in the page (a signature?)" in left_out(old_letter(logo="page"))


def test_a_first_page_of_its_own_has_a_head_of_its_own() -> None:
    letter = old_letter()
    section = letter.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Camden Learning, first page"
    shell = Document(io.BytesIO(shell_of(letter))).sections[0]
    assert shell.different_first_page_header_footer
    first = [paragraph.text for paragraph in shell.first_page_header.paragraphs]
    assert first[0] == "{{ letter.marking }}"
    assert first[-1] == "Camden Learning, first page"
    assert shell.first_page_footer.paragraphs[-1].text == "{{ letter.marking }}"


def test_what_cannot_be_taken_over_is_said() -> None:
    letter = old_letter()
    head = letter.sections[0].header
    hidden = head.add_paragraph("Quill secret")
    hide(hidden)
    box = head.add_paragraph()
    box._p.append(
        parse_xml(
            f'<w:r {W}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
            "<w:p><w:r><w:t>Boxed words</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    )
    head.add_paragraph("{{ letter.urn }}")
    letter.add_section()
    said = left_out(letter)
    assert 'hidden text in the header, with the line "Quill secret"' in said
    assert "in the header" in said.split("Quill secret")[1]
    assert 'the line "{{ letter.urn }}" in the header: it reads as a tag of a template' in said
    assert "pages of another section" in said
    found = everything_in(shell_of(letter))
    assert "Quill secret" not in found
    assert "Boxed words" not in found
    assert "letter.urn" not in head_of(shell_of(letter))


def test_a_line_with_signs_that_no_pdf_of_ours_draws_stays_behind() -> None:
    letter = old_letter()
    letter.sections[0].header.add_paragraph("Call us \N{HEBREW LETTER ALEF}")
    assert "in the header: our PDFs can't draw \N{HEBREW LETTER ALEF}" in left_out(letter)
    assert "Call us" not in head_of(shell_of(letter))


def test_empty_lines_between_paragraphs_become_space_after_them() -> None:
    letter = Document()
    for _ in range(6):
        paragraph = letter.add_paragraph("A sentence that is long enough to be taken for a paragraph of prose here.")
        paragraph.paragraph_format.space_after = Pt(0)
        letter.add_paragraph().paragraph_format.space_after = Pt(0)
    assert read_old_letter(saved(letter), "x").shape.after == 10


def test_a_shell_is_written_for_each_kind_of_letter_and_every_document_keeps_its_contract(
    here: Path, capsys: Captured
) -> None:
    (here / "old.docx").write_bytes(saved(old_letter(table=True)))
    assert main(["template", "from", "old.docx", *DAY]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{SHELL}\ncasefiles/camden/templates/shells/third-party-notification.docx\nTaken over: ")
    assert 'In every letter from now on: "Camden Learning 5 Pancras Square"\n' in out
    assert 'Not taken over: the line "Ask for: Bartholomew Ravenscroft" in the header: somebody\'s name\n' in out
    assert "Not taken over: the font Times New Roman" in out
    assert main(["template", "check", *DAY]) == 0
    assert capsys.readouterr().out.endswith("documents and sheets: no errors or warnings\n")
    main(["build", *DAY])
    word = (here / f"casefiles/build/{LETTER}.docx").read_bytes()
    assert "Thank you for a plain conversation." in "".join(p.text for p in Document(io.BytesIO(word)).paragraphs)
    assert render_pdf(word).startswith(b"%PDF-")
    assert (here / f"casefiles/build/{LETTER}.pdf").exists()


def test_tables_keep_inside_margins_that_are_wider_than_the_house_s(here: Path) -> None:
    letter = old_letter()
    letter.sections[0].left_margin = letter.sections[0].right_margin = Cm(4.5)
    (here / "old.docx").write_bytes(saved(letter))
    assert main(["template", "from", "old.docx", *DAY]) == 0
    main(["build", "--no-pdf", *DAY])
    made = read_word((here / f"casefiles/build/{LETTER}.docx").read_bytes())
    room = made.page.width - made.page.left - made.page.right
    tables = [block for block in made.blocks if hasattr(block, "columns")]
    assert tables
    assert all(sum(table.columns) <= room + 1 for table in tables)


def test_nothing_is_overwritten(here: Path, capsys: Captured) -> None:
    (here / "old.docx").write_bytes(saved(old_letter()))
    shell = here / SHELL
    shell.parent.mkdir(parents=True)
    shell.write_bytes(b"mine")
    assert main(["template", "from", "old.docx", *DAY]) == 3
    assert f"{SHELL} exists already" in capsys.readouterr().err
    assert shell.read_bytes() == b"mine"
    assert [path.name for path in shell.parent.iterdir()] == ["decision-letter.docx"]


def test_what_is_no_letter_is_refused_in_a_sentence(here: Path, capsys: Captured) -> None:
    (here / "old.docx").write_bytes(b"no Word file")
    assert main(["template", "from", "old.docx", *DAY]) == 3
    assert "no zip package" in capsys.readouterr().err
    assert not (here / SHELL).exists()


def test_an_unknown_kind_names_those_there_are(here: Path, capsys: Captured) -> None:
    (here / "old.docx").write_bytes(saved(old_letter()))
    assert main(["template", "from", "old.docx", "--kind", "love-letter", *DAY]) == 2
    assert "meeting-report" in capsys.readouterr().err


def test_a_report_can_have_the_look_too_and_fonts_can_stay(here: Path, capsys: Captured) -> None:
    (here / "old.docx").write_bytes(saved(old_letter(font="Georgia")))
    assert main(["template", "from", "old.docx", "--kind", "meeting-report", "--keep-fonts", *DAY]) == 0
    assert "text in Georgia 11" in capsys.readouterr().out
    made = (here / "casefiles/camden/templates/shells/meeting-report.docx").read_bytes()
    assert 'w:ascii="Georgia"' in everything_in(made)


def test_the_same_letter_gives_the_same_bytes() -> None:
    data = saved(old_letter())
    letter = read_old_letter(data, "Camden Learning")
    assert make_shell(letter, HOUSE, "x") == make_shell(read_old_letter(data, "Camden Learning"), HOUSE, "x")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Camden Learning, 5 Pancras Square", ""),
        ("Telephone 020 7946 0000", ""),
        ("improvement@example.org", ""),
        ("Bartholomew Ravenscroft, Director", "somebody's name"),
        ("Our ref: CL/7", "belongs to one letter"),
        ("4 March 2024", "a date"),
        ("14/03/24", "a date"),
        ("jane.doe@example.org", "a person's e-mail address"),
        (r"H:\Letters\Jane\final.docx", "the name of a file"),
        ("{% if x %}", "a tag"),
    ],
)
def test_lines_of_one_letter_or_person_are_told_from_a_letterhead(line: str, why: str) -> None:
    names = names_in(["Dear Mr Quillfeather", "Text", "Yours sincerely", "", "B. Ravenscroft"], "Camden Learning")
    found = why_personal(line, names)
    assert why in found
    assert bool(why) == bool(found)


def test_the_authority_s_own_name_below_the_closing_is_no_person_s() -> None:
    names = names_in(["Dear Colleague", "Yours faithfully", "Camden Learning"], "Camden Learning")
    assert names.words == frozenset()


def test_a_picture_loses_what_its_maker_left_in_it_and_nothing_else() -> None:
    data = picture()
    made = without_metadata(data)
    assert b"Marjorie" in data
    assert b"Marjorie" not in made
    assert made == data.replace(data[33 : 33 + 12 + len(b"Author\0taken by Marjorie")], b"")
    exif = b"\xff\xe1\x00\x0aExif\0\0by"
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab" + exif + b"\xff\xfe\x00\x04hi\xff\xda\x00\x04scan\xff\xd9"
    assert without_metadata(jpeg) == b"\xff\xd8\xff\xe0\x00\x04ab\xff\xda\x00\x04scan\xff\xd9"


@given(st.binary(max_size=60))
def test_a_broken_picture_costs_no_more_than_itself(tail: bytes) -> None:
    for start in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"):
        without_metadata(start + tail)
