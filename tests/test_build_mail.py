from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from caseloads import DAY, LETTER, SCHOOL, edit, main, small, snapshot

Captured = pytest.CaptureFixture[str]
MAIL = f"casefiles/build/{LETTER}.eml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the call, with the small caseload in ./casefiles."""
    small(tmp_path)
    edit(tmp_path / SCHOOL / "school.yaml", "salutation: Mrs Okoro,", "salutation: Mrs Okoro, email: head@example.org,")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def built(capsys: Captured) -> Any:
    """Build, and give the JSON."""

    def call(*words: str) -> dict[str, Any]:
        capsys.readouterr()
        main(["build", *DAY, "--output-format", "json", *words])
        whole: dict[str, Any] = json.loads(capsys.readouterr().out)
        return whole

    return call


@pytest.fixture
def pdfs(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Quick PDFs, and the Word files that they were made of."""
    made: list[bytes] = []

    def render(documents: Iterable[bytes], *_: object, **__: object) -> Iterator[bytes]:
        for each in documents:
            made.append(each)
            yield b"%PDF-1.7 " + str(len(made)).encode()

    monkeypatch.setattr("casefiles.build.render_pdfs", render)
    return made


def mail(here: Path) -> EmailMessage:
    message = message_from_bytes((here / MAIL).read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_beside_a_letter_lies_its_e_mail_with_both_files(here: Path, built: Any) -> None:
    (letter,) = built()["documents"]
    assert [file["path"] for file in letter["files"]][-1] == MAIL
    message = mail(here)
    assert str(message["To"]) == "Lena Okoro <head@example.org>"
    assert str(message["Cc"]) == "Tom Ellery <t.ellery@example.org>"
    assert str(message["Subject"]).startswith("OFFICIAL-SENSITIVE: DRAFT: CL-2025-014: Targeted support")
    folder = here / f"casefiles/build/{LETTER}"
    assert [(each.get_filename(), each.get_content()) for each in message.iter_attachments()] == [
        (f"{folder.name}.docx", folder.with_suffix(".docx").read_bytes()),
        (f"{folder.name}.pdf", folder.with_suffix(".pdf").read_bytes()),
    ]


def test_whom_it_leaves_out_is_said_at_their_line_on_every_build(here: Path, built: Any, capsys: Captured) -> None:
    for state in ("written", "unchanged"):
        (letter,) = built("--no-pdf")["documents"]
        assert letter["state"] == state
        (left,) = letter["unreached"]
        assert (left["file"], left["line"], left["code"]) == (f"{SCHOOL}/school.yaml", 9, "DOC-020")
        assert "Paul Devane" not in str(mail(here)["To"])
    main(["build", *DAY, "--no-pdf", "--force"])
    main(["build", *DAY])
    words = "school.yaml:9: Paul Devane (Chair of Governors) has no e-mail address"
    assert capsys.readouterr().out.count(words) == 1


def test_the_same_files_give_the_same_e_mail(here: Path, built: Any) -> None:
    built()
    first = snapshot(here / "casefiles/build")
    built("--force")
    assert snapshot(here / "casefiles/build") == first


def test_a_new_address_makes_the_e_mail_again_and_no_pdf(here: Path, built: Any, pdfs: list[bytes]) -> None:
    built()
    edit(here / SCHOOL / "school.yaml", "head@example.org", "office@example.org")
    (letter,) = built()["documents"]
    assert letter["state"] == "written"
    assert str(mail(here)["To"]) == "Lena Okoro <office@example.org>"
    assert len(pdfs) == 1
    assert [each.get_content() for each in mail(here).iter_attachments()][-1] == b"%PDF-1.7 1"


def test_without_e_mail_none_is_written_and_a_former_one_is_set_aside(
    here: Path, built: Any, pdfs: list[bytes]
) -> None:
    del pdfs
    built()
    (letter,) = built("--no-mail")["documents"]
    assert not (here / MAIL).exists()
    assert letter["unreached"] == []
    assert (here / f"casefiles/build/stale/{LETTER}.eml").exists()


def test_without_pdf_word_alone_goes_with_it(here: Path, built: Any) -> None:
    built("--no-pdf")
    assert [each.get_filename() for each in mail(here).iter_attachments()] == [f"{Path(LETTER).name}.docx"]


def test_an_e_mail_that_is_missing_is_made_again(here: Path, built: Any, pdfs: list[bytes]) -> None:
    del pdfs
    built()
    (here / MAIL).unlink()
    (letter,) = built()["documents"]
    assert letter["why"] == [{"reason": "output missing", "path": f"{LETTER}.eml"}]
    assert (here / MAIL).exists()


def test_a_letter_that_is_no_longer_due_takes_its_e_mail_along(here: Path, built: Any, pdfs: list[bytes]) -> None:
    del pdfs
    built()
    edit(
        here / SCHOOL / "meetings/2025-11-04-initial.md",
        "present: [headteacher, chair-of-governors, cpp]\n",
        "cancelled_on: 2025-11-03\n",
    )
    (letter,) = built()["documents"]
    assert letter["state"] == "stale"
    assert f"casefiles/build/stale/{LETTER}.eml" in [file["path"] for file in letter["files"]]
    assert not (here / MAIL).exists()


def test_an_authority_s_own_covering_text_goes_before_the_shipped_one(
    here: Path, built: Any, pdfs: list[bytes]
) -> None:
    del pdfs
    built()
    own = here / "casefiles/camden/templates/mail/decision-letter.txt"
    own.parent.mkdir(parents=True)
    own.write_text("Subject: {{ letter.school }}\n\nBest wishes from {{ letter.authority }}\n")
    (letter,) = built()["documents"]
    assert {"reason": "added template", "path": "camden/templates/mail/decision-letter.txt"} in letter["why"]
    assert str(mail(here)["Subject"]) == "Rowan Hill Primary School"
    own.with_name("targeted-initial-letter.txt").write_text("Subject: Ours\n\nx\n")
    built()
    assert str(mail(here)["Subject"]) == "Ours"


def test_a_fault_in_an_own_covering_text_costs_the_e_mail_alone(here: Path, built: Any, capsys: Captured) -> None:
    own = here / "casefiles/camden/templates/mail/covering.txt"
    own.parent.mkdir(parents=True)
    own.write_text("Subject: {{ letter.titel }}\n\nx\n")
    whole = built("--no-pdf")
    assert [file["path"] for file in whole["documents"][0]["files"]] == [f"casefiles/build/{LETTER}.docx"]
    (fault,) = [each for each in whole["diagnostics"] if each["code"].startswith("TPL-")]
    assert (fault["file"], fault["line"], fault["code"]) == (
        "casefiles/camden/templates/mail/covering.txt",
        1,
        "TPL-020",
    )
    assert 'did you mean "title"?' in fault["help"]
    assert main(["template", "check", *DAY]) == 1
    assert capsys.readouterr().out.count("casefiles/camden/templates/mail/covering.txt:1:1: error TPL-020") == 1


def test_a_pack_may_say_that_word_stays_here(here: Path, built: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from casefiles.documents.catalogue import due_documents  # noqa: PLC0415 - the real one is wrapped

    def pdf_alone(*words: Any) -> Any:
        found = due_documents(*words)
        for due in found:
            object.__setattr__(due.entry, "attached", ("pdf",))
        return found

    monkeypatch.setattr("casefiles.judgement.due_documents", pdf_alone)
    built()
    assert [each.get_content_type() for each in mail(here).iter_attachments()] == ["application/pdf"]
    built("--no-pdf")
    assert not (here / MAIL).exists()


def test_a_letter_of_one_s_own_is_made_from_its_file(here: Path, built: Any, pdfs: list[bytes]) -> None:
    del pdfs
    assert (
        main(["new", "letter", "camden/rowan-hill-primary", "letter", "--signed-by", "director-of-learning", *DAY]) == 0
    )
    letter = here / SCHOOL / "letters/2025-12-01-letter.md"
    edit(letter, "#copies: [chair-of-governors]\n#enclosures: []", "copies: [cpp]\nenclosures: [Map of support]")
    edit(letter, "## For the letter", "## For the letter\nThank you for showing us round on Monday.")
    found = {each["slug"]: each for each in built()["documents"]}["own-letter"]
    assert found["gaps"] == []
    path = here / "casefiles/build/camden/rowan-hill-primary/2025-12-01-own-letter.eml"
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert str(message["To"]) == "Lena Okoro <head@example.org>"
    assert str(message["Cc"]) == "Tom Ellery <t.ellery@example.org>"


def test_a_letter_to_nobody_says_so_in_its_place(here: Path, built: Any) -> None:
    letter = here / SCHOOL / "letters/2025-12-01-letter.md"
    letter.parent.mkdir()
    letter.write_text("---\ndated: 2025-12-01\n---\n## For the letter\nThank you.\n")
    found = {each["slug"]: each for each in built("--no-pdf")["documents"]}["own-letter"]
    assert [each["message"].split(" (")[0] for each in found["gaps"]] == [
        "not yet in the case file: whom the letter goes to",
        "not yet in the case file: who signs the letter",
    ]
    assert [Path(file["path"]).suffix for file in found["files"]] == [".docx"]
