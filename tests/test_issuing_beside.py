"""What is frozen beside a document: a meeting's papers in one PDF with the agenda, and the workbook of a report."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from email import message_from_bytes
from pathlib import Path

import page
import pytest
from pypdf import PdfReader

from casefiles.caseload import read_register
from casefiles.cli.main import main
from casefiles.documents.pdf.heard import hear
from casefiles.register import IssuedDocument

SAMPLE = Path(__file__).parents[1] / "casefiles"
AUTHORITY = "cambridgeshire"
SCHOOL, PROGRAMME = f"{AUTHORITY}/sallow-fen-primary", f"{AUTHORITY}/programme"
PACK, UPDATE = "2026-11-26-meeting-pack", "2026-10-22-sig-progress-update"
DAY = ["--as-of", "2026-11-20"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The caseload of one authority, with the agenda of a meeting and a report across schools issued."""
    root = tmp_path_factory.mktemp("issued") / "casefiles"
    shutil.copytree(SAMPLE / AUTHORITY, root / AUTHORITY)
    shutil.copy(SAMPLE / "caseload.yaml", root)
    assert main(["issue", str(root / SCHOOL), PACK, *DAY]) == 0
    assert main(["issue", str(root / AUTHORITY), UPDATE, *DAY]) == 0
    return root


def document(home: Path, folder: str) -> IssuedDocument:
    (found,) = read_register(home, folder).documents
    return found


def frozen(home: Path, folder: str, role: str) -> bytes:
    file = document(home, folder).file(role)
    assert file is not None
    return (home / folder / "issued" / file.path).read_bytes()


def test_the_papers_are_frozen_with_the_agenda_and_say_under_which_reference(home: Path) -> None:
    papers = frozen(home, SCHOOL, "papers")
    cover = hear(papers).root.kids[0].text()  # type: ignore[union-attr]
    titles = [str(item["/Title"]) for item in PdfReader(io.BytesIO(papers)).outline if not isinstance(item, list)]

    assert f"Issued as {document(home, SCHOOL).reference}" in cover
    assert "DRAFT" not in cover
    assert titles[1:3] == ["Agenda and papers", "School Improvement Plan 2026-27"]
    assert page.validate_pdf_bytes(papers, profile=page.ValidationProfile.PDF_UA_1).failures == []


def test_the_entry_has_the_hash_of_every_paper(home: Path) -> None:
    papers = document(home, SCHOOL).origin.details["papers"]

    assert f"{SCHOOL}/received/2026-09-18-school-improvement-plan.docx" in papers
    assert all(len(sha256) == 64 for sha256 in papers.values())


def test_the_workbook_of_a_report_is_frozen_with_it(home: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(frozen(home, PROGRAMME, "workbook"))) as book:
        words = book.read("xl/sharedStrings.xml").decode()

    assert "Stage 1 Initial Action, since 22 January 2026" in words


def test_the_e_mail_has_the_frozen_papers(home: Path) -> None:
    (mail,) = (home / "build" / SCHOOL).glob("*(issued).eml")
    message = message_from_bytes(mail.read_bytes())
    sent = {part.get_filename(): part.get_payload(decode=True) for part in message.walk() if part.get_filename()}

    assert sent[f"{PACK}-papers.pdf"] == frozen(home, SCHOOL, "papers")


@pytest.mark.parametrize(("folder", "ending"), [(SCHOOL, "-papers.pdf"), (PROGRAMME, ".xlsx")])
def test_verify_proves_them_and_finds_one_that_was_changed(
    home: Path, folder: str, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["register", "verify", str(home), "--output-format", "json"]
    assert main(asked) == 0
    capsys.readouterr()
    (path,) = (home / folder / "issued").rglob(f"*{ending}")
    before = path.read_bytes()
    path.write_bytes(before + b" ")
    assert main(asked) == 1
    path.write_bytes(before)

    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [(each["code"], each["file"].endswith(path.name)) for each in problems] == [("REG-009", True)]


def test_no_draft_stands_beside_what_was_issued(home: Path) -> None:
    main(["build", str(home), *DAY])
    left = {path.name for path in (home / "build" / AUTHORITY).rglob("*") if path.is_file()}

    assert {f"{PACK}{ending}" for ending in (".docx", ".pdf", "-papers.pdf", ".eml")} & left == set()
    assert {f"{UPDATE}{ending}" for ending in (".docx", ".pdf", ".xlsx", ".eml")} & left == set()
    assert f"{PACK} (issued).eml" in left
