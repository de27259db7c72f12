"""The audit sheet of a notice: what it rests on, how its dates follow, who decided what and who committed the line."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from casefiles.audit import audit_sheets
from casefiles.caseload import load
from casefiles.cli.main import main
from casefiles.documents.catalogue import due_documents
from casefiles.documents.parity import differences
from drafting import lines_of
from notation import write_tree
from notice_pages import HOME, WESTMERE, loaded_notices

AS_OF = date(2026, 6, 1)
NOTICE = f"{HOME}/notices/2026-03-02-warning.md"


def sheet(root: Path, as_of: date = AS_OF) -> Path:
    """The Word sheet of the warning notice, made in a folder beside the caseload."""
    (made,) = audit_sheets(load(root), as_of, root.parent / "out", (NOTICE,))
    assert not made.fault
    return made.files[0]


def text_of_sheet(root: Path, as_of: date = AS_OF) -> str:
    return "\n".join(lines_of(sheet(root, as_of).read_bytes()))


def git(folder: Path, *words: str, who: str = "Ada Byron", day: str = "2026-02-27") -> None:
    moment = f"{day}T23:30:00 +0000"
    known = {"GIT_AUTHOR_NAME": who, "GIT_COMMITTER_NAME": who, "GIT_AUTHOR_EMAIL": "a@example.org"}
    dated = {"GIT_COMMITTER_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    nowhere = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    env = {**os.environ, **known, **dated, **nowhere}
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, env=env)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The council's caseload, outside git."""
    folder = tmp_path / "caseload"
    write_tree(folder, WESTMERE)
    return folder


@pytest.fixture
def committed(root: Path) -> Path:
    """The same, with everything committed by one officer and the decision on compliance by another."""
    path = root / NOTICE
    whole = path.read_text("utf-8")
    path.write_text("".join(line for line in whole.splitlines(True) if not line.startswith("outcome:")), "utf-8")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "the case")
    path.write_text(whole, "utf-8")
    git(root, "commit", "-q", "-a", "-m", "the outcome", who="Ruth Darby", day="2026-04-01")
    return root


def test_it_leads_from_each_ground_to_its_evidence(root: Path) -> None:
    text = text_of_sheet(root)
    assert "section 60(2)(a), by section 60(3)(a), section 60(3)(c)" in text
    assert "1. Four pupils in ten did not meet the phonics standard" in text
    assert "Results of the phonics check. School data, 6 October 2025 (reference 2025-10-06-phonics-check)" in text


def test_each_date_says_how_it_follows(root: Path) -> None:
    text = text_of_sheet(root)
    assert "Set by the authority: 19 working days after the day on which it was given." in text
    assert (
        "Last day for section 64\nWednesday 27 May 2026\n2 months after 27 March 2026: 27 May 2026 (section 64(2))"
        in text
    )
    assert "(statutory guidance, advice)" in text


def test_each_copy_has_its_basis_and_its_day(root: Path) -> None:
    text = text_of_sheet(root)
    told = "Regional Director for the West\nSecretary of State for Education\nsection 60(6A)\n2 March 2026, e-mail"
    assert told in text
    assert "St Aldhelm's Trustees\nPerson who appoints the foundation governors\nsection 60(6)(d)\nNot on file" in text


def test_the_decisions_stand_with_their_lines_and_the_steps_after_them(root: Path) -> None:
    text = text_of_sheet(root)
    officer = "Ruth Darby, Director of Children's Services"
    assert f"Agreed that it be given\n{officer}\n26 February 2026\nnotices/2026-03-02-warning.md:6" in text
    assert f"Decided: not complied with\n{officer}\n1 April 2026\nnotices/2026-03-02-warning.md:29" in text
    assert f"{officer}\n14 April 2026\nnotices/2026-04-14-proposal.md:6" in text


def test_it_knows_what_the_file_knew_on_its_day_and_no_more(root: Path) -> None:
    text = text_of_sheet(root, date(2026, 3, 10))
    assert "As the case file stood on 10 March 2026." in text
    assert "Decided" not in text
    assert "2026-04-14-proposal" not in text


def test_outside_git_it_says_so(root: Path) -> None:
    text = text_of_sheet(root)
    assert "The case files lie outside git: nobody can say from them who wrote a line." in text
    assert "2026-03-02-warning.md:6\nGave it" in text


def test_in_git_each_line_has_who_committed_it(committed: Path) -> None:
    text = text_of_sheet(committed)
    assert "notices/2026-03-02-warning.md:6: Ada Byron, 27 February 2026, commit " in text
    assert "notices/2026-03-02-warning.md:29: Ruth Darby, 1 April 2026, commit " in text


def test_a_line_that_changed_since_is_not_committed(committed: Path) -> None:
    path = committed / NOTICE
    path.write_text(path.read_text("utf-8").replace("agreed_on: 2026-02-26", "agreed_on: 2026-02-25"), "utf-8")
    text = text_of_sheet(committed)
    assert "25 February 2026\nnotices/2026-03-02-warning.md:6: not committed as it stands" in text
    assert "notices/2026-03-02-warning.md:29: Ruth Darby, 1 April 2026" in text


def test_a_line_above_moves_nothing_but_the_numbers(committed: Path) -> None:
    path = committed / NOTICE
    path.write_text(path.read_text("utf-8").replace("kind: warning", "# for the file\nkind: warning", 1), "utf-8")
    assert "notices/2026-03-02-warning.md:7: Ada Byron, 27 February 2026" in text_of_sheet(committed)


def test_a_repository_without_a_commit_knows_no_line(root: Path) -> None:
    git(root, "init", "-q")
    assert "not committed as it stands" in text_of_sheet(root)


def test_a_hostile_repository_runs_nothing_and_renames_nobody(committed: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    program = tmp_path / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch {ran}\ncat\n", "utf-8")
    program.chmod(0o755)
    for key in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "diff.evil.textconv", "diff.evil.command",
        "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "gpg.program", "alias.blame",
    ):  # fmt: skip
        git(committed, "config", key, str(program))
    git(committed, "config", "log.showSignature", "true")
    (committed / ".gitattributes").write_text("*.md filter=evil diff=evil\n", "utf-8")
    (committed / ".mailmap").write_text("Somebody Else <a@example.org>\n", "utf-8")
    text = text_of_sheet(committed)
    assert "Ada Byron, 27 February 2026, commit " in text
    assert "Somebody Else" not in text
    assert not ran.exists()


def test_the_checksums_are_those_of_the_files(root: Path) -> None:
    text = text_of_sheet(root)
    files = load(root).inputs
    for name in ("notices/2026-03-02-warning.md", "evidence/2025-10-06-phonics-check.md", "school.yaml"):
        assert f"{name}\n{files[f'{HOME}/{name}']}" in text
    assert f"westmere/authority.yaml\n{files['westmere/authority.yaml']}" in text


def test_equal_files_give_equal_sheets_and_the_pdf_says_the_same(root: Path) -> None:
    word = sheet(root)
    first, pdf = word.read_bytes(), word.with_suffix(".pdf").read_bytes()
    again = sheet(root)
    assert (again.read_bytes(), again.with_suffix(".pdf").read_bytes()) == (first, pdf)
    assert differences(first, pdf) == ()


def test_no_build_makes_it(tmp_path: Path) -> None:
    case, packs = loaded_notices(tmp_path)
    assert "audit-sheet" not in {due.entry.slug for due in due_documents(case, packs)}


def test_the_command_names_what_it_wrote(
    committed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(committed)
    assert main(["audit", NOTICE, "--as-of", "2026-06-01"]) == 0
    folder = "build/westmere/st-aldhelms/audit/2026-03-02-warning-audit-sheet"
    assert capsys.readouterr().out.splitlines() == [f"{folder}.docx", f"{folder}.pdf"]
    assert main(["audit", "westmere/st-aldhelms/school.yaml", "--as-of", "2026-06-01"]) == 3
    assert "has no notice that an audit sheet is made of" in capsys.readouterr().err
