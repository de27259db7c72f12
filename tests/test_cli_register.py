from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest
from msgspec.structs import replace

from calling import Call, caller
from casefiles.caseload import read_register
from casefiles.cli.main import main
from casefiles.git import find_checkout
from registers import CASE, FIRST, SECOND, letters, started
from repositories import commit, git

Captured = pytest.CaptureFixture[str]
HERE = f"casefiles/{CASE}"
DAY = ("--as-of", "2025-12-01")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case in a git repository."""
    root = tmp_path_factory.mktemp("begun")
    started(root)
    return root


@pytest.fixture(scope="module")
def sent(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the first letter issued and committed."""
    root = shutil.copytree(begun, tmp_path_factory.mktemp("sent") / "repository")
    with contextlib.chdir(root):
        assert main(["issue", HERE, FIRST, *DAY]) == 0
    commit(root, "Issued")
    return root


@pytest.fixture
def call(begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Call:
    """Call casefiles in the caseload's folder, in a git repository of its own: exit code, stdout, stderr."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return caller(capsys)


@pytest.fixture
def issued(call: Call, sent: Path, tmp_path: Path) -> str:
    """The reference of the first letter, issued and committed."""
    assert callable(call)
    shutil.rmtree(tmp_path / ".git")
    shutil.copytree(sent, tmp_path, dirs_exist_ok=True)
    return read_register(tmp_path / "casefiles", CASE).documents[0].reference


def references() -> list[tuple[str, str]]:
    return [(each.state, each.stem) for each in read_register(Path("casefiles"), CASE).documents]


def test_issue_names_what_it_froze_and_verify_finds_it_proved(call: Call, issued: str) -> None:
    folder = Path(HERE) / "issued" / issued
    assert sorted(path.name for path in folder.iterdir()) == [
        f"{FIRST}.docx", f"{FIRST}.pdf", f"{FIRST}.txt", "context.json",
    ]  # fmt: skip
    code, out, _ = call("register", "verify", "--output-format", "json")
    whole = json.loads(out)
    assert (code, whole["entries"], whole["problems"]) == (0, 1, [])
    (document,) = whole["documents"]
    assert (document["intact"], document["says"], document["reproduced"]) == ("yes", "yes", "yes")


def test_a_document_says_no_draft_and_bears_its_reference_at_the_foot(issued: str) -> None:
    page = docx.Document(str(Path(HERE) / "issued" / issued / f"{FIRST}.docx"))
    text = "\n".join(paragraph.text for paragraph in (*page.paragraphs, *page.sections[0].header.paragraphs))
    assert "DRAFT" not in text
    foot = [paragraph.text for paragraph in page.sections[0].footer.paragraphs]
    assert f"Issued as {issued}, the first entry of its register" in foot


def test_the_next_letter_prints_the_head_before_it(call: Call, issued: str) -> None:
    (head,) = read_register(Path("casefiles"), CASE).heads
    _, out, _ = call("issue", HERE, SECOND, *DAY)
    text = (Path(HERE) / "issued" / out.split()[1] / f"{SECOND}.txt").read_text()
    assert f"following {head[:12]}" in text
    assert issued not in text


def test_nothing_is_issued_while_the_case_has_changes_that_git_lacks(call: Call) -> None:
    letter = Path(HERE) / "letters/2025-10-10-letter-a.md"
    letter.write_text(letter.read_text().replace("the hall", "the yard"))
    (Path(HERE) / "evidence").mkdir()
    (Path(HERE) / "evidence/2025-10-01-reading.md").write_text("---\ntitle: Reading\nsource: data\n---\nText.\n")
    code, out, _ = call("issue", HERE, SECOND, *DAY, "--output-format", "json")
    refused = json.loads(out)["refused"]
    assert code == 1
    assert sorted((each["code"], each["file"]) for each in refused if each["code"] == "REG-020") == [
        ("REG-020", f"{HERE}/evidence/2025-10-01-reading.md"),
        ("REG-020", f"{HERE}/letters/2025-10-10-letter-a.md"),
    ]
    assert not (Path(HERE) / "issued").exists()


def test_changes_in_issued_in_build_and_in_other_cases_hold_nothing(call: Call, issued: str) -> None:
    assert issued
    (Path("casefiles") / "note.txt").write_text("elsewhere")
    (Path("casefiles/camden") / "other-school").mkdir()
    (Path("casefiles/camden/other-school/school.yaml")).write_text("urn: 900115\n")
    assert call("register", "given", HERE, FIRST, "--to", "headteacher", "--how", "by post")[0] == 0
    assert call("issue", HERE, SECOND, *DAY)[0] == 0


def test_a_change_that_git_was_told_to_overlook_holds_as_well(call: Call) -> None:
    letter = f"{HERE}/letters/2025-10-10-letter-a.md"
    git(Path(), "update-index", "--assume-unchanged", letter)
    Path(letter).write_text(Path(letter).read_text().replace("the hall", "the yard"))
    code, out, _ = call("issue", HERE, FIRST, *DAY)
    assert (code, "REG-020" in out) == (1, True)


def test_a_record_that_git_ignores_holds_as_well(call: Call) -> None:
    (Path(HERE) / "evidence").mkdir()
    (Path(HERE) / "evidence/2025-10-01-reading.md").write_text("---\ntitle: Reading\nsource: data\n---\nText.\n")
    Path(".gitignore").write_text("*-reading.md\n*.tmp\n")
    (Path(HERE) / "scratch.tmp").write_text("nothing")
    commit(Path(), "Ignored")
    code, out, _ = call("issue", HERE, FIRST, *DAY, "--output-format", "json")
    (refused,) = json.loads(out)["refused"]
    assert (code, refused["code"], refused["file"]) == (1, "REG-020", f"{HERE}/evidence/2025-10-01-reading.md")


def test_outside_git_it_says_so_and_records_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    letters(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["issue", HERE, FIRST, *DAY]) == 0
    assert "is not in git: the register records that no commit vouches" in capsys.readouterr().out
    (kept,) = read_register(Path("casefiles"), CASE).entries
    assert kept.entry.details["git"] == {"state": "outside git"}
    assert kept.entry.by.source == "system"


def test_in_git_the_commit_and_its_user_are_recorded(issued: str) -> None:
    (kept,) = read_register(Path("casefiles"), CASE).entries
    assert kept.entry.details["git"] == {"state": "committed", "commit": git(Path(), "rev-parse", "HEAD~1")}
    assert (kept.entry.by.name, kept.entry.by.source) == ("Amara Osei", "git")
    assert kept.entry.reference == issued


def test_what_was_issued_is_not_issued_again_and_a_change_asks_for_a_replacement(call: Call, issued: str) -> None:
    code, out, _ = call("issue", HERE, FIRST, *DAY)
    assert (code, f"as {issued}, and nothing in it has changed since" in out) == (1, True)
    letter = Path(HERE) / "letters/2025-10-10-letter-a.md"
    letter.write_text(letter.read_text().replace("the hall", "the yard"))
    commit(Path(), "The yard")
    code, out, _ = call("issue", HERE, FIRST, *DAY)
    assert (code, "what it would say has changed since" in out) == (1, True)
    assert f'casefiles register supersede CASE {issued} --reason "..."' in out
    code, out, _ = call("register", "supersede", HERE, issued, "--reason", "It was the yard", *DAY)
    assert code == 0
    assert references() == [("superseded", FIRST), ("issued", FIRST)]
    assert call("register", "verify")[0] == 0


def test_a_gap_holds_the_document_that_has_it_and_no_other(call: Call) -> None:
    letter = Path(HERE) / "letters/2025-10-10-letter-a.md"
    letter.write_text(letter.read_text().replace("to: [headteacher]\n", ""))
    commit(Path(), "No reader")
    code, out, _ = call("issue", HERE, FIRST, *DAY)
    assert (code, "whom the letter goes to" in out) == (1, True)
    assert call("issue", HERE, FIRST, SECOND, *DAY)[0] == 1
    assert references() == []
    assert call("issue", HERE, SECOND, *DAY)[0] == 0


def test_a_file_of_the_case_that_cannot_be_read_holds_every_document(call: Call) -> None:
    (Path(HERE) / "priorities.yaml").write_text("- id: [\n")
    commit(Path(), "Broken")
    code, out, _ = call("issue", HERE, FIRST, *DAY)
    assert (code, f"{HERE}/priorities.yaml" in out) == (1, True)


def test_build_leaves_issued_alone(call: Call, issued: str) -> None:
    home = Path(HERE) / "issued"
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    call("build", *DAY, "--force", "--no-pdf")
    call("build", *DAY, "--no-pdf")
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    assert issued


def test_given_is_recorded_with_the_day_and_shown(call: Call, issued: str) -> None:
    words = ("--to", "Lena Okoro", "--how", "e-mail", "--on", "2025-10-10", "--capacity", "addressee")
    assert call("register", "given", HERE, issued, *words)[0] == 0
    _, out, _ = call("register", "show", HERE, issued[:20])
    for line in ("to: Lena Okoro", "capacity: addressee", "how: e-mail", "on: 2025-10-10"):
        assert f"  {line}\n" in out
    assert "given to Lena Okoro" in call("register", "list")[1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("given", HERE, "no-such", "--to", "x", "--how", "y"), 'has no document "no-such"'),
        (("given", HERE, FIRST, "--to", "x", "--how", "y", "--on", "2199-01-01"), "lies ahead"),
        (("given", HERE, FIRST, "--to", " ", "--how", "y"), "say to whom"),
        (("withdraw", HERE, FIRST, "--reason", " "), "say why"),
        (("supersede", HERE, FIRST, "--by", FIRST, "--reason", "x"), "can't take its own place"),
        (("adopt", HERE, FIRST, "--reason", "x"), "one file"),
        (("adopt", HERE, FIRST, "caseload.txt", "--reason", "x"), "neither a Word file"),
        (("adopt", HERE, "--old", "letter.pdf"), "does not begin with its date"),
        (("show", "casefiles/camden", FIRST), "is no case"),
        (("verify", "--witness", "xyz"), "is no entry"),
        (("release", HERE, FIRST, "--request", "FOI-1"), "say what is withheld"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_enters_nothing(
    call: Call, issued: str, words: tuple[str, ...], says: str
) -> None:
    code, _, err = call("register", *words)
    assert (code, says in err) == (2, True), err
    assert len(read_register(Path("casefiles"), CASE).entries) == 1
    assert issued


def test_a_signed_version_is_adopted_with_its_changes_in_words(call: Call, issued: str) -> None:
    page = docx.Document(str(Path(HERE) / "issued" / issued / f"{FIRST}.docx"))
    run = next(run for paragraph in page.paragraphs for run in paragraph.runs if "came too" in run.text)
    run.text = run.text.replace("came too", "could not come")
    page.save("signed.docx")
    code, out, _ = call("register", "adopt", HERE, issued, "signed.docx", "--reason", "Put right before signing")
    assert (code, 'after "Mr Devane of the governing body": "came too." became "could not come."' in out) == (0, True)
    (document,) = read_register(Path("casefiles"), CASE).documents
    assert document.state == "adopted"
    assert [file.role for file in document.files] == ["word", "pdf", "twin", "changes"]
    assert (Path(HERE) / "issued" / document.files[0].path).read_bytes() == Path("signed.docx").read_bytes()
    code, out, _ = call("register", "verify", "--copy", "signed.docx")
    assert (code, "signed.docx is what was adopted as" in out) == (0, True)


def test_old_letters_come_in_together_or_not_at_all(call: Call, issued: str) -> None:
    pdf = Path(HERE) / "issued" / issued / f"{FIRST}.pdf"
    shutil.copy(pdf, "2019-05-03 Warning notice.pdf")
    shutil.copy(pdf.with_suffix(".docx"), "2020-01-09_Reply.docx")
    Path("2021-02-30 Nonsense.pdf").write_bytes(b"%PDF-")
    names = sorted(str(path) for path in Path().glob("20*"))
    assert call("register", "adopt", HERE, "--old", *names)[0] == 2
    assert len(references()) == 1
    assert call("register", "adopt", HERE, "--old", *names[:2])[0] == 0
    assert references()[1:] == [("adopted", "2019-05-03-warning-notice"), ("adopted", "2020-01-09-reply")]
    assert call("register", "adopt", HERE, "--old", names[0])[0] == 2
    code, out, _ = call("register", "verify", "--output-format", "json")
    assert (code, json.loads(out)["problems"]) == (0, [])


def test_a_scan_is_kept_by_its_bytes_and_says_so(call: Call, issued: str) -> None:
    Path("2019-05-03 Scan.pdf").write_bytes(b"%PDF-1.4\n%no text here\n")
    code, out, _ = call("register", "adopt", HERE, "--old", "2019-05-03 Scan.pdf")
    assert (code, "its bytes alone are kept" in out) == (0, True)
    _, out, _ = call("register", "verify")
    assert "not tried: no text was frozen with it" in out
    assert issued


def test_erasing_asks_and_leaves_the_entry(call: Call, issued: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("register", "erase", HERE, issued, "--reason", "Kept for six years", "--authorised-by", "Records manager")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert call(*words)[0] == 130
    assert references() == [("issued", FIRST)]
    code, out, _ = call(*words, "--yes")
    assert (code, "git's history still has what was erased" in out) == (0, True)
    assert references() == [("erased", FIRST)]
    assert call("register", "verify")[0] == 0


def test_the_head_is_the_last_entry_and_a_witness_later(call: Call, issued: str) -> None:
    _, out, _ = call("register", "head")
    digits = out.split()[0]
    assert digits == read_register(Path("casefiles"), CASE).heads[0]
    assert call("register", "verify", "--witness", digits[:12])[0] == 0
    code, out, _ = call("register", "verify", "--witness", "0123456789ab")
    assert (code, "REG-019" in out) == (1, True)
    assert issued


def test_a_caseload_without_a_register_says_so(call: Call) -> None:
    assert call("register", "list")[1] == "no document was issued here\n"
    assert call("register", "verify")[:2] == (0, "0 entries, 0 errors, 0 warnings\n")


TRAPS: dict[str, str] = {
    "core.fsmonitor": "touch {}",
    "filter.evil.clean": "touch {}; cat",
    "filter.evil.process": "touch {}",
    "filter.evil.required": "true",
    "diff.evil.textconv": "touch {}; cat",
    "diff.evil.command": "touch {}",
    "core.pager": "touch {}",
    "core.sshCommand": "touch {}",
}


def test_a_hostile_repository_runs_nothing(call: Call, issued: str, tmp_path: Path) -> None:
    sprung = tmp_path / "sprung"
    (tmp_path / ".gitattributes").write_text("* filter=evil diff=evil\n")
    commit(tmp_path, "Attributes")
    for name, value in TRAPS.items():
        git(tmp_path, "config", name, value.format(sprung))
    hooks = tmp_path / ".git/hooks"
    for name in ("post-index-change", "pre-commit", "reference-transaction"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {sprung}\n")
        (hooks / name).chmod(0o755)
    for path in (tmp_path / HERE).rglob("*.md"):
        os.utime(path, (2_000_000_000, 2_000_000_000))
    assert call("issue", HERE, SECOND, *DAY)[0] == 0
    assert call("register", "verify")[0] == 0
    assert not sprung.exists()
    subprocess.run(["git", "status"], cwd=tmp_path, capture_output=True, check=False)
    assert sprung.exists()
    assert issued


def test_a_folder_outside_git_has_no_checkout(tmp_path: Path) -> None:
    assert find_checkout(tmp_path) is None


def test_a_case_that_git_ignores_is_outside_git(call: Call) -> None:
    Path(".gitignore").write_text("rowan-hill-primary/\n")
    git(Path(), "rm", "-rq", "--cached", HERE)
    commit(Path(), "Ignored")
    code, out, _ = call("issue", HERE, FIRST, *DAY)
    assert (code, "is not in git" in out) == (0, True)


def documents(out: str) -> Any:
    return json.loads(out)["documents"]


def test_list_gives_json_for_scripts(call: Call, issued: str) -> None:
    (document,) = documents(call("register", "list", "--output-format", "json")[1])
    assert (document["reference"], document["state"], document["title"]) == (issued, "issued", "The visit in October")


@pytest.mark.parametrize(
    "details",
    [
        {},
        {"stem": FIRST, "dated": "tomorrow", "record": "x", "git": 7, "edition": [], "made_by": "me", "properties": 1},
        {"stem": 3, "inputs": [], "packs": 1, "templates": "x", "texts": "many", "withheld": 9, "title": {"a": []}},
        {"stem": FIRST, "record": "x", "withheld": [1, {}], "made_by": {"version": []}, "git": {"commit": "--all"}},
    ],
)
def test_an_entry_with_nonsense_in_its_details_stops_no_command(
    call: Call, issued: str, details: dict[str, Any]
) -> None:
    (kept,) = read_register(Path("casefiles"), CASE).entries
    (Path("casefiles") / kept.file).unlink()
    forged = replace(kept.entry, details=details)
    (Path("casefiles") / kept.file).with_name(forged.name).write_bytes(forged.data)
    for words in (
        ("register", "verify"), ("register", "list"), ("register", "show", HERE, issued), ("retention",),
        ("status", *DAY, "--output-format", "json"), ("build", "--no-pdf", *DAY), ("check", *DAY),
    ):  # fmt: skip
        code, _, err = call(*words)
        assert (code in {0, 1}, "fault in casefiles" in err) == (True, False), (words, err)
    assert call("register", "verify")[0] == 1


def test_a_case_is_named_by_its_folder_alone(call: Call) -> None:
    code, _, said = call("issue", CASE.rpartition("/")[2], "no-such-document", *DAY)
    assert code == 2
    assert "no-such-document" in said
