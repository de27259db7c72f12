from __future__ import annotations

from pathlib import Path

import pytest

from casefiles.cli.main import main
from casefiles.documents.characters import check_characters
from caseloads import DAY, small


@pytest.mark.parametrize(
    "text", ["Siân Ŵyn, Łukasz Żak", "Nguyễn Thị Hương", "Ольга Лісова", "Ελένη", "“quoted” 5 €", "☐ ✓"]
)
def test_names_and_marks_that_the_faces_have_are_let_pass(text: str) -> None:
    assert check_characters(text, "meetings/2026-01-13-review.md") == ()


def test_a_character_that_no_face_has_is_an_error_at_its_place_with_its_name() -> None:
    (said,) = check_characters("title: Reading\ntitle: The book 漢字 club\n", "priorities.yaml")
    assert (said.code, said.span.line, said.span.column) == ("SRC-030", 2, 17)
    assert "漢 (cjk unified ideograph-6f22), 字 (cjk unified ideograph-5b57)" in said.message


def test_a_comment_of_yaml_prints_nowhere_and_may_hold_anything() -> None:
    assert check_characters("# 漢\nid: a\n", "priorities.yaml") == ()
    assert check_characters("# 漢\n", "meetings/2026-01-13-review.md") != ()


def test_the_check_of_a_caseload_says_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small(tmp_path)
    file = next((root / "camden").glob("*/priorities.yaml"))
    file.write_text(file.read_text("utf-8").replace("title: ", "title: 漢 ", 1), encoding="utf-8")
    assert main(["check", *DAY, str(root)]) == 1
    assert "SRC-030 no letter can show 漢" in capsys.readouterr().out
