from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from calling import Call, caller
from notation import write_tree
from registers import CASE, LETTERS
from repositories import commit, git, repository

SCHOOL = f"casefiles/{CASE}"


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call casefiles in an empty folder that lies in no repository."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    return caller(capsys)


def files(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and ".git/" not in path.as_posix().replace("hooks", ""))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def letter(path: Path, words: str) -> None:
    made = docx.Document()
    made.add_paragraph("Dear Mrs Okoro,")
    made.add_paragraph(words)
    made.save(str(path))


def test_an_empty_folder_becomes_a_caseload_that_checks(call: Call, tmp_path: Path) -> None:
    code, out, _ = call("init")
    assert (code, out.splitlines()[-1].startswith("next: `casefiles new authority")) == (0, True)
    assert (tmp_path / "casefiles/caseload.yaml").read_text() == "format: 1\noutput: build\n"
    assert git(tmp_path, "rev-parse", "--show-toplevel") == str(tmp_path)
    assert call("new", "authority", "camden", "--policy", "camden")[0] == 0
    assert call("check")[0] == 0


def test_to_call_it_again_changes_nothing(call: Call, tmp_path: Path) -> None:
    call("init")
    before = files(tmp_path)
    code, out, _ = call("init")
    assert (code, files(tmp_path)) == (0, before)
    assert {line.split()[0] for line in out.splitlines()} == {"stands"}


def test_a_person_s_file_stays_and_what_it_lacks_is_said(call: Call, tmp_path: Path) -> None:
    mine = {
        "casefiles/.gitattributes": "*.md text eol=lf\n*.csv text\n",
        ".vscode/settings.json": '{"files.eol": "\\n", "yaml.schemas": {"mine.json": "*.yml"}}',
        ".vscode/extensions.json": '// my own\n{"recommendations": ["redhat.vscode-yaml"]}',
        ".git/hooks/pre-commit": "#!/bin/sh\nexit 0\n",
    }
    repository(tmp_path, LETTERS)
    for name, text in mine.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    code, out, _ = call("init")
    assert code == 0
    assert {name: (tmp_path / name).read_text() for name in mine} == mine
    assert "    *.docx -text -merge diff=casefiles\n" in out
    assert "    *.md text eol=lf\n" not in out
    assert "casefiles/*/*/school.yaml" in out
    assert "exec casefiles check --staged casefiles" in out
    assert "stands   .vscode/extensions.json" in out
    assert '"files.eol"' not in out


def test_a_folder_with_something_else_in_it_is_left_alone(call: Call, tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"")
    code, _, err = call("init")
    assert (code, "is not empty (holiday.jpg)" in err) == (2, True)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["holiday.jpg"]
    assert call("init", "nowhere")[0] == 3


def test_a_link_of_a_hostile_repository_leads_nothing_out_of_it(call: Call, tmp_path: Path) -> None:
    top = tmp_path / "cloned"
    repository(top, LETTERS)
    (tmp_path / "home").mkdir()
    (top / ".vscode").symlink_to(tmp_path / "home")
    code, _, err = call("init", str(top))
    assert (code, "leads out of" in err) == (3, True)
    assert list((tmp_path / "home").iterdir()) == []


def test_git_diff_of_a_word_file_shows_words(call: Call, tmp_path: Path) -> None:
    repository(tmp_path, LETTERS)
    call("init")
    path = tmp_path / SCHOOL / "signed.docx"
    letter(path, "We meet on 4 March.")
    commit(tmp_path, "A letter")
    letter(path, "We meet on 11 March.")
    shown = git(tmp_path, "diff")
    assert "-We meet on 4 March." in shown
    assert "+We meet on 11 March." in shown
    assert " Dear Mrs Okoro," in shown


@pytest.mark.parametrize("data", [b"", b"nonsense", b"%PDF-1.7\nnothing", b"PK\x03\x04 no zip"])
def test_a_file_without_words_says_so_and_does_not_stop_git(call: Call, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.docx").write_bytes(data)
    code, out, _ = call("words", "x.docx")
    assert (code, out.startswith("(no text can be read: ")) == (0, True)


def test_the_hook_refuses_a_commit_with_an_error_and_lets_a_right_one_pass(call: Call, tmp_path: Path) -> None:
    repository(tmp_path, LETTERS)
    call("init")
    path = tmp_path / SCHOOL / "letters/2025-10-10-letter-a.md"
    good = path.read_text()
    path.write_text(good.replace("kind: letter", "kind: leter"))
    git(tmp_path, "add", "-A")
    with pytest.raises(AssertionError, match=r"letter-a\.md:2:7: error SCH-101"):
        git(tmp_path, "commit", "-m", "wrong")
    path.write_text(good.replace("Spelling", "Writing"))
    git(tmp_path, "commit", "-a", "-m", "right")
    assert git(tmp_path, "log", "-1", "--format=%s") == "right"


def test_the_hook_is_not_silent_where_casefiles_is_gone(call: Call, tmp_path: Path) -> None:
    call("init")
    hook = tmp_path / ".git/hooks/pre-commit"
    script = hook.read_text().replace(Path(sys.executable).as_posix(), "/nowhere/python")
    assert os.access(hook, os.X_OK)
    shell = shutil.which("sh") or "/bin/sh"
    ran = subprocess.run([shell, "-c", script], env={"PATH": "/nowhere"}, capture_output=True, text=True, check=False)
    assert (ran.returncode, "casefiles was not found" in ran.stderr) == (1, True)


def test_hooks_that_a_person_keeps_elsewhere_are_only_told_of(call: Call, tmp_path: Path) -> None:
    repository(tmp_path, LETTERS)
    git(tmp_path, "config", "core.hooksPath", ".husky")
    out = call("init")[1]
    assert f"add      {tmp_path}/.husky/pre-commit" in out
    assert not (tmp_path / ".git/hooks/pre-commit").exists()


def test_the_editor_reads_each_diagnostic_s_first_line(call: Call, tmp_path: Path) -> None:
    repository(tmp_path, LETTERS)
    call("init")
    path = tmp_path / SCHOOL / "letters/2025-10-10-letter-a.md"
    path.write_text(path.read_text().replace("kind: letter", "kind: leter"))
    pattern = json.loads((tmp_path / ".vscode/tasks.json").read_text())["tasks"][0]["problemMatcher"]["pattern"]
    found = [re.match(pattern["regexp"], line) for line in call("check")[1].splitlines()]
    (first,) = [each for each in found if each and each[pattern["severity"]] == "error"]
    assert (first[pattern["file"]], first[pattern["line"]], first[pattern["code"]]) == (
        f"{SCHOOL}/letters/2025-10-10-letter-a.md", "2", "SCH-101",
    )  # fmt: skip


def test_the_schemas_are_those_that_the_settings_name(call: Call, tmp_path: Path) -> None:
    call("init")
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text())["yaml.schemas"]
    for schema, place in settings.items():
        assert json.loads((tmp_path / schema).read_text())["$schema"]
        assert place.startswith("casefiles/")
    write_tree(tmp_path, LETTERS)
    assert all(any(tmp_path.glob(place)) for name, place in settings.items() if "school" in name or "case." in name)


def test_without_git_the_files_are_written_and_git_is_named(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    code, out, _ = call("init")
    assert (code, "git is not installed here" in out) == (0, True)
    assert (tmp_path / "casefiles/.gitattributes").exists()
    assert not (tmp_path / ".git").exists()
