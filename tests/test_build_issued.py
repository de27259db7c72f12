from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from casefiles.cli.main import main
from registers import CASE, FIRST, SECOND, THIRD, issued, letters

Captured = pytest.CaptureFixture[str]
LETTER = f"casefiles/{CASE}/letters/2025-10-10-letter-a.md"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three letters drafted, the first issued since."""
    root = tmp_path_factory.mktemp("ready")
    home = letters(root)
    with contextlib.chdir(root):
        main(["build", "--as-of", "2025-12-01", "--no-pdf"])
    assert issued(home, FIRST).issued
    return root


@pytest.fixture
def here(ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def built(capsys: Captured, *words: str) -> dict[str, Any]:
    capsys.readouterr()
    main(["build", "--as-of", "2025-12-01", "--no-pdf", "--output-format", "json", *words])
    whole: dict[str, Any] = json.loads(capsys.readouterr().out)
    return whole


def states(whole: dict[str, Any]) -> dict[str, str]:
    return {each["record"]: each["state"] for each in whole["documents"]}


def drafts(here: Path) -> set[str]:
    return {path.stem for path in (here / "casefiles/build" / CASE).glob("*.docx")}


def test_what_was_issued_and_would_say_the_same_has_no_draft_beside_it(here: Path, capsys: Captured) -> None:
    whole = built(capsys)
    assert states(whole) == {
        "2025-10-10-letter-a": "issued",
        "2025-10-17-letter-b": "unchanged",
        "2025-10-24-letter-c": "unchanged",
    }
    assert [path["path"].rpartition(".")[2] for path in whole["documents"][0]["files"]] == ["docx", "pdf"]
    assert drafts(here) == {SECOND, THIRD}
    assert states(built(capsys)) == states(whole)
    assert states(built(capsys, "--force"))["2025-10-10-letter-a"] == "issued"


def test_what_changed_since_is_drafted_anew_with_a_warning_at_the_record(here: Path, capsys: Captured) -> None:
    built(capsys)
    path = here / LETTER
    path.write_text(path.read_text().replace("the hall", "the yard"))
    whole = built(capsys)
    assert states(whole)["2025-10-10-letter-a"] == "written"
    assert drafts(here) == {FIRST, SECOND, THIRD}
    (said,) = [each for each in whole["diagnostics"] if each["code"] == "REG-031"]
    assert (said["file"], said["severity"]) == (LETTER, "warning")
    assert (
        "changed since The visit in October of 10 October 2025 was issued as 2025-10-10-own-letter-a-"
        in said["message"]
    )


def test_a_change_in_another_file_is_named_there(here: Path, capsys: Captured) -> None:
    school = here / f"casefiles/{CASE}/school.yaml"
    school.write_text(school.read_text().replace("salutation: Mrs Okoro", "salutation: Dr Okoro"))
    (said,) = [each for each in built(capsys)["diagnostics"] if each["code"] == "REG-031"]
    assert said["file"] == f"casefiles/{CASE}/school.yaml"


def test_put_back_as_it_was_it_is_the_issued_one_again(here: Path, capsys: Captured) -> None:
    path = here / LETTER
    text = path.read_text()
    path.write_text(text.replace("the hall", "the yard"))
    built(capsys)
    path.write_text(text)
    assert states(built(capsys))["2025-10-10-letter-a"] == "issued"
    assert drafts(here) == {SECOND, THIRD}


def test_what_the_letter_does_not_show_may_change(here: Path, capsys: Captured) -> None:
    (here / f"casefiles/{CASE}/evidence").mkdir()
    (here / f"casefiles/{CASE}/evidence/2025-11-30-reading.md").write_text(
        "---\ntitle: Reading\nsource: data\n---\nText.\n"
    )
    assert states(built(capsys))["2025-10-10-letter-a"] == "issued"


def test_status_and_the_page_show_what_was_issued(here: Path, capsys: Captured) -> None:
    built(capsys)
    capsys.readouterr()
    main(["status", "--as-of", "2025-12-01", "--output-format", "json"])
    (school,) = json.loads(capsys.readouterr().out)["schools"]
    assert school["last_issued"]["on"] == "2025-11-20"
    assert school["last_issued"]["title"] == "The visit in October"
    page = (here / "casefiles/build/index.html").read_text(encoding="utf-8")
    assert f"/issued/{school['last_issued']['reference']}/{FIRST}.pdf" in page
