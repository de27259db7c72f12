"""The papers of a meeting as one PDF: the agenda, what was received for it, a cover, running numbers."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import page
import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from casefiles.build_papers import Papers, with_papers
from casefiles.caseload import load, load_packs
from casefiles.documents.catalogue import due_documents
from casefiles.documents.compose import compose
from casefiles.documents.pdf import render_pdf
from casefiles.documents.pdf.heard import hear
from caseloads import main
from word_letters import letter

SAMPLE = Path(__file__).parents[1] / "casefiles"
SCHOOL = "cambridgeshire/sallow-fen-primary"
PLAN = f"{SCHOOL}/received/2026-09-18-school-improvement-plan.md"
AGENDA = render_pdf(letter(lambda document: document.add_heading("Agenda", 1)))


@dataclass(frozen=True)
class Made:
    """The papers of the meeting of 26 November 2026, and what was joined."""

    papers: Papers

    @property
    def pdf(self) -> bytes:
        return self.papers.files["-papers.pdf"]


def made(root: Path) -> Made:
    caseload = load(root, (root / SCHOOL,))
    packs, _ = load_packs(root, caseload.authorities)
    (case,) = caseload.cases
    due = next(each for each in due_documents(case, packs) if each.stem == "2026-11-26-meeting-pack")
    return Made(with_papers(root, case, due, compose(due, case, packs).made_from, AGENDA))


@pytest.fixture(scope="module")
def whole() -> Made:
    return made(SAMPLE)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A caseload with that school alone."""
    shutil.copy(SAMPLE / "caseload.yaml", tmp_path)
    (tmp_path / "cambridgeshire").mkdir()
    shutil.copy(SAMPLE / "cambridgeshire/authority.yaml", tmp_path / "cambridgeshire")
    shutil.copytree(SAMPLE / SCHOOL, tmp_path / SCHOOL)
    return tmp_path


def without_tags() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(72, 700, "a scan")
    canvas.save()
    return out.getvalue()


def names(file: str, root: Path) -> None:
    path = root / PLAN
    path.write_text(path.read_text("utf-8").replace("2026-09-18-school-improvement-plan.docx", file), "utf-8")


def test_the_agenda_comes_first_and_then_each_paper_that_has_a_file(whole: Made) -> None:
    titles = [str(item["/Title"]) for item in PdfReader(io.BytesIO(whole.pdf)).outline if not isinstance(item, list)]
    assert titles == [
        "Agenda and papers: Sallow Fen Church of England Primary School",
        "Agenda and papers",
        "School Improvement Plan 2026-27",
        "Action plan of the governing body 2026-27",
        "Classes and year groups 2026-27",
    ]
    assert whole.papers.notes == ()


def test_the_cover_has_the_marking_the_day_and_the_pages(whole: Made) -> None:
    cover = hear(whole.pdf).root.kids[0].text()  # type: ignore[union-attr]
    for words in (
        "OFFICIAL-SENSITIVE",
        "DRAFT",
        "Meeting: Thursday 26 November 2026",
        "School Improvement Plan 2026-27",
    ):
        assert words in cover


def test_the_papers_pass_all_104_rules_and_are_the_same_each_time(whole: Made) -> None:
    report = page.validate_pdf_bytes(whole.pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in report.failures] == []
    assert report.rules.passed == 104
    assert made(SAMPLE).pdf == whole.pdf


@pytest.mark.parametrize(
    ("file", "data", "why"),
    [
        ("scan.pdf", without_tags(), "it has no tags, so it cannot be read aloud: ask for the Word file"),
        ("broken.pdf", b"%PDF-1.7 nothing", "it is no sound PDF"),
        ("notes.odt", b"x", "it is neither a PDF nor a Word file"),
        ("gone.docx", b"", "it could not be read"),
        ("../school.yaml", b"", "it does not lie in the folder received"),
    ],
)
def test_a_paper_that_cannot_be_joined_is_named_and_goes_beside(copied: Path, file: str, data: bytes, why: str) -> None:
    names(file, copied)
    if data:
        (copied / SCHOOL / "received" / file).write_bytes(data)

    papers = made(copied).papers

    (note,) = papers.notes
    assert note.startswith(f"{file} is not in the papers' PDF, and goes beside it: {why}")
    assert "School Improvement Plan" not in hear(papers.files["-papers.pdf"]).root.text()


def test_a_confidential_paper_is_neither_listed_nor_joined(copied: Path) -> None:
    path = copied / PLAN
    path.write_text(path.read_text("utf-8").replace("---\nkind", "---\nconfidential: true\nkind", 1), "utf-8")

    assert "School Improvement Plan" not in hear(made(copied).pdf).root.text()


def test_the_papers_go_with_the_e_mail_and_are_made_again_when_one_changes(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(copied)
    call = ["build", "--as-of", "2026-11-20", "--kind", "meeting-pack", SCHOOL]
    main(call)
    built = copied / "build" / SCHOOL / "2026-11-26-meeting-pack"
    message = message_from_bytes(built.with_suffix(".eml").read_bytes(), policy=default)
    assert [part.get_filename() for part in message.iter_attachments()] == [
        "2026-11-26-meeting-pack.docx",
        "2026-11-26-meeting-pack.pdf",
        "2026-11-26-meeting-pack-papers.pdf",
    ]
    before = built.with_name(f"{built.name}-papers.pdf").read_bytes()
    capsys.readouterr()
    changed = letter(lambda document: document.add_paragraph("Another plan"))
    (copied / SCHOOL / "received/2026-09-18-school-improvement-plan.docx").write_bytes(changed)

    main(call)

    assert "2026-11-26-meeting-pack.docx, .pdf, -papers.pdf, .eml" in capsys.readouterr().out
    assert built.with_name(f"{built.name}-papers.pdf").read_bytes() != before
