from __future__ import annotations

import errno
import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from casefiles import drafts
from casefiles.build_pdf import PdfFault
from casefiles.documents.compose import compose
from casefiles.documents.pdf import render_pdf
from casefiles.documents.word.packaging import read_package, write_package
from caseloads import DAY, LETTER, SCHOOL, edit, main, small, snapshot
from notation import write_tree

STATE = ".state/camden/rowan-hill-primary.json"
Captured = pytest.CaptureFixture[str]
REVIEW = "casefiles/camden/rowan-hill-primary/meetings/2026-01-20-review.md"
REVIEW_TEXT = f"""
=== {REVIEW}
---
kind: targeted-review
present: [headteacher, chair-of-governors, cpp]
progress:
  phonics: {{judgement: on-track, risk: low, value: 69}}
judgement: on-track
risk: low
---
## Raise the proportion of Year 1 pupils meeting the phonics standard
### Impact
Daily phonics is taught in both classes.
### Next steps
Go on.
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the call, with the small caseload in ./casefiles."""
    small(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def built(capsys: Captured) -> Any:
    """Build, and give the JSON; Word alone unless a test asks for more."""

    def call(*words: str, pdf: bool = False) -> dict[str, Any]:
        capsys.readouterr()
        main(["build", *DAY, "--output-format", "json", *([] if pdf else ["--no-pdf"]), *words])
        whole: dict[str, Any] = json.loads(capsys.readouterr().out)
        return whole

    return call


def states(whole: dict[str, Any]) -> dict[str, str]:
    return {document["slug"]: document["state"] for document in whole["documents"]}


def whys(whole: dict[str, Any]) -> list[tuple[str, str]]:
    return [(why["reason"], why["path"]) for document in whole["documents"] for why in document["why"]]


def words_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.endswith(".xml")]
        return "".join(archive.read(name).decode() for name in parts)


def plain_words(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def test_a_held_meeting_gives_its_letter_in_word_and_pdf(here: Path, built: Any) -> None:
    whole = built(pdf=True)
    assert states(whole) == {"targeted-initial-letter": "written"}
    (letter,) = whole["documents"]
    assert [file["path"] for file in letter["files"]] == [
        f"casefiles/build/{LETTER}.docx",
        f"casefiles/build/{LETTER}.pdf",
        f"casefiles/build/{LETTER}.eml",
    ]
    assert (here / f"casefiles/build/{LETTER}.pdf").read_bytes().startswith(b"%PDF-")
    text = words_of(here / f"casefiles/build/{LETTER}.docx")
    assert "DRAFT" in text
    assert "Phonics fell from 74% to " in text
    assert "&amp; nobody noticed" in text


def test_the_same_files_give_the_same_bytes_on_every_run(
    here: Path, built: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(pdf=True)
    first = snapshot(here / "casefiles/build")
    shutil.rmtree(here / "casefiles/build")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    built(pdf=True)
    assert snapshot(here / "casefiles/build") == first


def test_a_second_build_writes_nothing(here: Path, built: Any) -> None:
    built()
    before = {path: path.stat().st_mtime_ns for path in (here / "casefiles/build").rglob("*") if path.is_file()}
    whole = built()
    assert states(whole) == {"targeted-initial-letter": "unchanged"}
    assert whys(whole) == []
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_the_reasons_name_what_changed(here: Path, built: Any) -> None:
    assert whys(built()) == [("new document", "")]
    edit(here / SCHOOL / "school.yaml", "NW5 9ZZ", "NW5 9ZX")
    (here / SCHOOL / "evidence/2025-10-01-attendance.md").write_text(
        "---\ntitle: Attendance\nsource: school data\n---\n"
    )
    whole = built()
    case = "camden/rowan-hill-primary"
    assert whys(whole) == [
        ("added file", f"{case}/evidence/2025-10-01-attendance.md"),
        ("changed file", f"{case}/school.yaml"),
    ]
    assert states(whole) == {"targeted-initial-letter": "written"}
    (here / SCHOOL / "evidence/2025-10-01-attendance.md").unlink()
    assert whys(built()) == [("removed file", f"{case}/evidence/2025-10-01-attendance.md")]


def test_a_file_that_changes_no_document_leaves_it_unchanged(here: Path, built: Any) -> None:
    built()
    edit(here / SCHOOL / "school.yaml", "urn: 900114", "# a comment\nurn: 900114")
    whole = built()
    assert states(whole) == {"targeted-initial-letter": "unchanged"}
    assert whys(whole) == [("changed file", "camden/rowan-hill-primary/school.yaml")]


def test_a_change_that_leaves_the_word_bytes_alone_makes_no_pdf_again(
    here: Path, built: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(pdf=True)
    made: list[bytes] = []

    def render(documents: Iterable[bytes], *_: object, **__: object) -> Iterator[bytes]:
        for each in documents:
            made.append(each)
            yield b"%PDF-1.7"

    monkeypatch.setattr("casefiles.build.render_pdfs", render)
    edit(here / SCHOOL / "case.yaml", "reference: CL-2025-014", "# looked at again\nreference: CL-2025-014")
    assert states(built(pdf=True)) == {"targeted-initial-letter": "unchanged"}
    assert made == []
    (here / "casefiles/build" / f"{LETTER}.pdf").unlink()
    built(pdf=True)
    assert len(made) == 1


def test_an_edited_pack_of_the_authority_s_own_makes_its_documents_out_of_date(here: Path, built: Any) -> None:
    pack = here / "casefiles/camden/packs/mine/pack.yaml"
    pack.parent.mkdir(parents=True)
    pack.write_text("name: mine\ntitle: Mine\nunder: england\neditions: []\n")
    built()
    assert built()["documents"][0]["why"] == []
    edit(pack, "title: Mine", "title: Ours")
    assert built()["documents"][0]["why"] == [{"reason": "changed file", "path": "camden/packs/mine/pack.yaml"}]


def test_a_missing_output_is_made_again(here: Path, built: Any) -> None:
    built()
    (here / f"casefiles/build/{LETTER}.docx").unlink()
    whole = built()
    assert whys(whole) == [("output missing", f"{LETTER}.docx")]
    assert (here / f"casefiles/build/{LETTER}.docx").exists()


def test_a_draft_changed_by_hand_is_kept_in_stale(here: Path, built: Any) -> None:
    built()
    draft = here / f"casefiles/build/{LETTER}.docx"
    draft.write_bytes(b"an afternoon of editing")
    whole = built()
    assert whys(whole) == [("output changed", f"{LETTER}.docx")]
    assert (here / f"casefiles/build/stale/{LETTER}.docx").read_bytes() == b"an afternoon of editing"
    assert "changed by hand" in whole["documents"][0]["notes"][0]
    assert words_of(draft)


def test_force_makes_everything_again(here: Path, built: Any) -> None:
    del here
    built()
    whole = built("--force")
    assert whys(whole) == [("forced", "")]
    assert states(whole) == {"targeted-initial-letter": "unchanged"}


def test_a_copied_template_is_a_reason_and_says_the_same(here: Path, built: Any, capsys: Captured) -> None:
    built()
    draft = here / f"casefiles/build/{LETTER}.docx"
    before = plain_words(draft)
    assert main(["template", "copy", "targeted-initial-letter"]) == 0
    assert capsys.readouterr().out == "casefiles/camden/templates/targeted-initial-letter.docx\n"
    assert any(reason == "added template" for reason, _ in whys(built()))
    assert plain_words(draft) == before
    assert main(["template", "copy", "targeted-initial-letter"]) == 3
    assert "exists already" in capsys.readouterr().err


def test_a_document_no_longer_due_moves_to_stale(here: Path, built: Any) -> None:
    built()
    edit(here / SCHOOL / "meetings/2025-11-04-initial.md", "present: [", "cancelled_on: 2025-11-03\napologies: [")
    whole = built()
    assert states(whole) == {"targeted-initial-letter": "stale"}
    assert whys(whole)[0][0] == "no longer due"
    assert not (here / f"casefiles/build/{LETTER}.docx").exists()
    assert (here / f"casefiles/build/stale/{LETTER}.docx").exists()
    assert states(built()) == {}


def test_a_case_that_cannot_be_read_loses_its_drafts_and_no_other_does(here: Path, built: Any) -> None:
    shutil.copytree(here / SCHOOL, here / "casefiles/camden/second-school")
    built()
    (here / SCHOOL / "school.yaml").write_text("urn: [900114\n")
    whole = built()
    assert {(each["case"], each["state"]) for each in whole["documents"]} == {
        ("rowan-hill-primary", "refused"),
        ("second-school", "unchanged"),
    }
    assert not (here / f"casefiles/build/{LETTER}.docx").exists()
    assert (here / f"casefiles/build/stale/{LETTER}.docx").exists()
    assert whole["counts"]["refused"] == 1


def test_a_record_that_cannot_be_read_refuses_its_document_and_keeps_the_others(here: Path, built: Any) -> None:
    small(here, REVIEW_TEXT)
    assert set(states(built()).values()) == {"written"}
    edit(here / REVIEW, "kind: targeted-review", "kind: [targeted-review")
    assert states(built())["targeted-meeting-report"] == "refused"
    assert (here / f"casefiles/build/{LETTER}.docx").exists()


def test_a_template_at_fault_refuses_its_documents_alone(here: Path, built: Any) -> None:
    small(here, REVIEW_TEXT)
    built()
    own = here / "casefiles/camden/templates"
    own.mkdir()
    (own / "targeted-meeting-report.docx").write_bytes(b"this is no Word file")
    (own / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    edit(here / "casefiles/camden/authority.yaml", "  telephone:", "  logo: templates/logo.png\n  telephone:")
    whole = built()
    assert states(whole)["targeted-meeting-report"] == "refused"
    assert states(whole)["targeted-initial-letter"] in {"written", "unchanged"}
    said = [(each["code"], each["file"]) for each in whole["diagnostics"]]
    assert any(code.startswith("TPL-") and file.endswith("targeted-meeting-report.docx") for code, file in said)
    assert ("SCH-017", "casefiles/camden/authority.yaml") in said
    assert (here / "casefiles/build/stale/camden/rowan-hill-primary").is_dir()
    assert main(["build", *DAY, "--no-pdf"]) == 1


def test_two_records_that_would_be_one_file_are_both_refused(here: Path, built: Any) -> None:
    meetings = here / SCHOOL / "meetings"
    shutil.copy(meetings / "2025-11-04-initial.md", meetings / "2025-11-04-initial-again.md")
    whole = built()
    assert [document["state"] for document in whole["documents"]] == ["refused", "refused"]
    assert [each["code"] for each in whole["diagnostics"]].count("DOC-001") == 2
    assert not (here / f"casefiles/build/{LETTER}.docx").exists()


def test_our_own_fault_in_one_document_costs_no_other(here: Path, built: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    small(here, REVIEW_TEXT)
    really = compose

    def fails(due: Any, case: Any, packs: Any) -> Any:
        if due.entry.slug == "targeted-initial-letter":
            raise ZeroDivisionError
        return really(due, case, packs)

    monkeypatch.setattr("casefiles.rendering.compose", fails)
    whole = built()
    found = states(whole)
    assert (found["targeted-initial-letter"], found["targeted-meeting-report"]) == ("refused", "written")
    assert "INT-011" in {each["code"] for each in whole["diagnostics"]}


def test_a_gap_is_printed_named_in_the_json_and_stops_nothing(here: Path, built: Any) -> None:
    (here / SCHOOL / "priorities.yaml").write_text("[]\n")
    whole = built()
    (letter,) = whole["documents"]
    assert letter["state"] == "written"
    assert letter["gaps"]
    assert all(gap["code"] == "DOC-010" and gap["file"].startswith("casefiles/camden/") for gap in letter["gaps"])
    assert "[Not yet in the case file: " in words_of(here / f"casefiles/build/{LETTER}.docx")
    assert built()["documents"][0]["gaps"] == letter["gaps"]


def test_a_kind_limits_the_build_and_leaves_the_rest_where_it_is(here: Path, built: Any) -> None:
    small(here, REVIEW_TEXT)
    built()
    for word in ("targeted-meeting-report", "meeting-report"):
        assert states(built("--kind", word)) == {"targeted-meeting-report": "unchanged"}
    assert (here / f"casefiles/build/{LETTER}.docx").exists()


def test_one_school_s_build_leaves_the_drafts_of_others(here: Path, built: Any) -> None:
    shutil.copytree(here / SCHOOL, here / "casefiles/camden/second-school")
    built()
    whole = built(SCHOOL)
    assert {each["case"] for each in whole["documents"]} == {"rowan-hill-primary"}
    assert {each["state"] for each in built()["documents"]} == {"unchanged"}


def test_a_school_that_is_gone_leaves_its_drafts_in_stale(here: Path, built: Any) -> None:
    shutil.copytree(here / SCHOOL, here / "casefiles/camden/second-school")
    built()
    shutil.rmtree(here / "casefiles/camden/second-school")
    assert {each["case"]: each["state"] for each in built()["documents"]} == {
        "rowan-hill-primary": "unchanged",
        "second-school": "stale",
    }


def test_drafts_go_elsewhere_on_request(here: Path, built: Any) -> None:
    whole = built("--out", "elsewhere")
    assert whole["documents"][0]["files"][0]["path"] == f"elsewhere/{LETTER}.docx"
    assert not (here / "casefiles/build").exists()


def test_an_output_folder_that_leads_out_of_the_caseload_is_refused(here: Path, capsys: Captured) -> None:
    for output in ("../elsewhere", ".", "camden"):
        (here / "casefiles/caseload.yaml").write_text(f"format: 1\noutput: {output}\n")
        before = snapshot(here)
        assert main(["build", *DAY, "--no-pdf"]) in {1, 3}
        assert "Traceback" not in capsys.readouterr().err
        assert {name for name in snapshot(here) if not name.startswith("casefiles/build/")} == set(before)


def test_a_word_file_held_open_gets_its_new_draft_beside_it(
    here: Path, built: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    built()
    edit(here / SCHOOL / "school.yaml", "NW5 9ZZ", "NW5 9ZX")
    really = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if Path(target).name.endswith("letter.docx"):
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        return really(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        patch.setattr("casefiles.publish._RETRIES", ())
        (letter,) = built()["documents"]
    assert letter["files"][0]["path"] == f"casefiles/build/{LETTER} (new).docx"
    assert "open in another program" in letter["notes"][0]
    whole = built()
    assert ("was open in another program", f"{LETTER} (new).docx") in whys(whole)
    assert whole["documents"][0]["files"][0]["path"] == f"casefiles/build/{LETTER}.docx"
    assert "NW5 9ZX" in words_of(here / f"casefiles/build/{LETTER}.docx")
    assert not (here / f"casefiles/build/{LETTER} (new).docx").exists()


@pytest.mark.parametrize("text", ["", "{", '{"format": 99}', '{"format": 1, "documents": []}', "null"])
def test_a_damaged_state_file_costs_a_build_and_nothing_else(here: Path, built: Any, text: str) -> None:
    built()
    (here / "casefiles/build" / STATE).write_text(text)
    whole = built()
    assert whys(whole) == [("new document", "")]
    assert states(whole) == {"targeted-initial-letter": "unchanged"}


def test_a_state_file_cannot_move_files_outside_the_drafts(here: Path, built: Any) -> None:
    built()
    state = here / "casefiles/build" / STATE
    whole = json.loads(state.read_text())
    (document,) = whole["documents"].values()
    document["outputs"][0]["path"] = "../camden/rowan-hill-primary/school.yaml"
    state.write_text(json.dumps(whole))
    edit(here / SCHOOL / "meetings/2025-11-04-initial.md", "present: [", "apologies: [")
    built()
    assert (here / SCHOOL / "school.yaml").exists()


def test_drafts_without_a_state_file_are_still_retired(here: Path, built: Any) -> None:
    built()
    (here / "casefiles/build" / STATE).unlink()
    (here / "casefiles/build/camden/rowan-hill-primary/notes.txt").write_text("mine")
    edit(here / SCHOOL / "meetings/2025-11-04-initial.md", "present: [", "apologies: [")
    built()
    assert (here / f"casefiles/build/stale/{LETTER}.docx").exists()
    assert (here / "casefiles/build/camden/rowan-hill-primary/notes.txt").read_text() == "mine"


def test_line_ends_do_not_make_a_document_out_of_date(here: Path, built: Any) -> None:
    built()
    for path in (here / SCHOOL).rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert whys(built()) == []


def test_why_and_what_was_done_stand_in_the_text(here: Path, capsys: Captured) -> None:
    del here
    main(["build", *DAY, "--no-pdf", "--why"])
    out = capsys.readouterr().out
    assert f"written   casefiles/build/{LETTER}.docx, .eml\n" in out
    assert "          because: new document\n" in out
    assert out.endswith("Documents in casefiles/build: 1 written\n")


def test_a_build_that_is_under_way_elsewhere_is_not_disturbed(here: Path, capsys: Captured) -> None:
    (here / "casefiles/build").mkdir()
    (here / "casefiles/build/.lock").write_text('{"process": 1, "machine": "office-pc-7"}')
    assert main(["build", *DAY, "--no-pdf"]) == 3
    assert "another casefiles is at work" in capsys.readouterr().err
    assert sorted(path.name for path in (here / "casefiles/build").iterdir()) == [".lock"]


def test_an_unknown_kind_names_the_nearest_or_those_there_are_and_builds_nothing(here: Path, capsys: Captured) -> None:
    assert main(["build", *DAY, "--kind", "sonnet"]) == 2
    assert "there are: " in (said := capsys.readouterr().err)
    assert "targeted-initial-letter" in said
    assert main(["build", *DAY, "--kind", "risk-registr"]) == 2
    assert 'there is no document "risk-registr"; did you mean "risk-register"?' in capsys.readouterr().err
    assert not (here / "casefiles/build").exists()


def test_several_processes_make_the_same_pdfs_as_one(here: Path, built: Any) -> None:
    small(here, REVIEW_TEXT)
    built("--jobs", "1", pdf=True)
    first = snapshot(here / "casefiles/build")
    shutil.rmtree(here / "casefiles/build")
    built("--jobs", "2", pdf=True)
    assert snapshot(here / "casefiles/build") == first
    assert sum(name.endswith(".pdf") for name in first) == 3


@pytest.mark.usefixtures("here")
def test_verify_makes_every_document_again_and_refuses_a_pdf_that_says_something_else(
    built: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(pdf=True)
    assert whys(built("--verify", pdf=True)) == [("forced", "")]
    monkeypatch.setattr("casefiles.build_pdf._by_ourselves", another_letter)
    whole = built("--verify", pdf=True)
    said = [each["message"] for each in whole["diagnostics"] if each["code"] == "INT-012"]
    assert len(said) == 1
    assert "Word and PDF do not say the same" in said[0]


def another_letter(docx: bytes) -> bytes:
    """The PDF of a letter in which one word is another."""
    parts = dict(read_package(docx, "letter.docx"))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"conversation", b"consideration")
    return render_pdf(write_package(parts))


def test_a_document_that_gets_no_pdf_keeps_its_word_file(
    here: Path, built: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(documents: Any, *_: Any, **__: Any) -> Any:
        return (PdfFault("a text box in paragraph 3") for _ in documents)

    with monkeypatch.context() as patch:
        patch.setattr("casefiles.build.render_pdfs", refuses)
        whole = built(pdf=True)
    assert states(whole) == {"targeted-initial-letter": "written"}
    assert "TPL-900" in {each["code"] for each in whole["diagnostics"]}
    assert (here / f"casefiles/build/{LETTER}.docx").exists()
    again = built(pdf=True)
    assert [file["path"][-4:] for file in again["documents"][0]["files"]] == ["docx", ".pdf", ".eml"]


def test_libreoffice_makes_the_pdf_on_request(here: Path, built: Any) -> None:
    whole = built("--pdf-engine", "libreoffice", pdf=True)
    assert states(whole) == {"targeted-initial-letter": "written"}
    assert (here / f"casefiles/build/{LETTER}.pdf").read_bytes().startswith(b"%PDF-")
    assert whys(built("--pdf-engine", "libreoffice", pdf=True)) == []


def test_without_libreoffice_its_engine_is_refused_with_a_sentence(
    here: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert main(["build", *DAY, "--pdf-engine", "libreoffice"]) == 3
    assert "LibreOffice is not installed" in capsys.readouterr().err
    assert not (here / "casefiles/build/camden").exists()


def test_a_logo_that_cannot_be_used_is_an_error_at_its_line(here: Path, built: Any) -> None:
    edit(here / "casefiles/camden/authority.yaml", "  telephone:", "  logo: templates/logo.png\n  telephone:")
    whole = built()
    logos = [
        each for each in whole["diagnostics"] if each["file"].endswith("authority.yaml") and "logo" in each["message"]
    ]
    assert logos[0]["line"] == 6
    assert states(whole) == {"targeted-initial-letter": "written"}


def test_an_interrupted_build_remembers_what_it_wrote(
    here: Path, built: Any, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(here, REVIEW_TEXT)
    built()
    edit(here / SCHOOL / "school.yaml", "Rowan Hill Primary School", "Rowan Bank Primary School")
    really = drafts.put

    def interrupted(root: Path, name: str, data: bytes) -> Any:
        if "report" in name:
            raise KeyboardInterrupt
        return really(root, name, data)

    with monkeypatch.context() as patch:
        patch.setattr(drafts, "put", interrupted)
        assert main(["build", *DAY, "--no-pdf"]) == 130
    assert not (here / "casefiles/build/.lock").exists()
    capsys.readouterr()
    whole = built()
    found = states(whole)
    assert (found["targeted-initial-letter"], found["targeted-meeting-report"]) == ("unchanged", "written")
    assert not (here / "casefiles/build/stale").exists()


def test_an_own_template_that_leaves_out_a_required_block_is_an_error_on_every_build(here: Path, built: Any) -> None:
    main(["template", "copy", "targeted-initial-letter"])
    own = here / "casefiles/camden/templates/targeted-initial-letter.docx"
    page = docx.Document(str(own))
    for table in page.tables:
        page.element.body.remove(table._element)
    for paragraph in page.paragraphs:
        if "{" in paragraph.text:
            page.element.body.remove(paragraph._element)
    page.save(str(own))
    for _ in range(2):
        found = [each for each in built()["diagnostics"] if each["code"] == "TPL-024"]
        assert found
        assert {each["file"] for each in found} == {"casefiles/camden/templates/targeted-initial-letter.docx"}


def test_the_document_of_the_changed_record_comes_first_and_its_word_file_before_all_else(
    here: Path, built: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tree(here, REVIEW_TEXT)
    built(pdf=True)
    edit(here / REVIEW, "Go on.", "Go on & on.")
    written, put = [], drafts.put

    def noted(root: Path, name: str, data: bytes) -> Any:
        written.append(name.rpartition("/")[2])
        return put(root, name, data)

    monkeypatch.setattr(drafts, "put", noted)
    built(pdf=True)
    assert written[:3] == [f"2026-01-20-targeted-meeting-report.{ending}" for ending in ("docx", "pdf", "eml")]
    assert not any("initial-letter" in name for name in written)


def test_where_all_of_a_school_changed_every_word_file_lies_there_before_the_first_pdf(
    here: Path, built: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tree(here, REVIEW_TEXT)
    built(pdf=True)
    edit(here / SCHOOL / "school.yaml", "NW5 9ZZ", "NW5 9ZX")
    edit(here / SCHOOL / "school.yaml", "Rowan Hill Primary School", "Rowan Hill School")
    written, put = [], drafts.put

    def noted(root: Path, name: str, data: bytes) -> Any:
        written.append(name.rpartition(".")[2])
        return put(root, name, data)

    monkeypatch.setattr(drafts, "put", noted)
    built(pdf=True)
    words = written.count("docx")
    assert words > 1
    assert written[:words] == ["docx"] * words
    assert written[words:].count("pdf") == words


def test_a_word_file_of_a_build_that_was_ended_midway_is_not_taken_for_one_that_somebody_edited(
    here: Path, built: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(pdf=True)
    edit(here / SCHOOL / "school.yaml", "NW5 9ZZ", "NW5 9ZX")
    put = drafts.put

    def ended(root: Path, name: str, data: bytes) -> Any:
        if name.endswith(".pdf"):
            raise KeyboardInterrupt
        return put(root, name, data)

    with monkeypatch.context() as patch:
        patch.setattr(drafts, "put", ended)
        assert main(["build", *DAY]) == 130
    (letter,) = built(pdf=True)["documents"]
    assert (letter["state"], letter["notes"]) == ("written", [])
    assert not (here / "casefiles/build/stale").exists()
    text = words_of(here / f"casefiles/build/{LETTER}.docx")
    assert "NW5 9ZX" in text
    (here / f"casefiles/build/{LETTER}.docx").write_bytes(b"edited by hand")
    (letter,) = built(pdf=True)["documents"]
    assert "was changed by hand" in letter["notes"][0]


def test_an_e_mail_that_goes_to_others_is_written_anew_though_its_document_says_the_same(
    here: Path, built: Any
) -> None:
    before = (here / f"casefiles/build/{LETTER}.eml") if built(pdf=True) else None
    assert before is not None
    old = before.read_bytes()
    edit(
        here / SCHOOL / "school.yaml", "salutation: Mrs Okoro,", "salutation: Mrs Okoro, email: head@rowan.example.org,"
    )
    (document,) = (each for each in built(pdf=True)["documents"] if each["slug"] == "targeted-initial-letter")
    assert document["state"] == "written"
    assert b"head@rowan.example.org" in before.read_bytes() != old
