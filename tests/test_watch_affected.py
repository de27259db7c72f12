from __future__ import annotations

import pytest

from casefiles.watch.affected import Affected, affected, parted, say_changed

AUTHORITIES = {"camden", "leeds"}


def test_a_file_of_a_case_affects_that_case_alone() -> None:
    changed = ["camden/rowan-hill-primary/meetings/2025-11-04-initial.md", "camden/rowan-hill-primary/school.yaml"]
    assert affected(changed, AUTHORITIES) == Affected(cases=frozenset({"camden/rowan-hill-primary"}))


@pytest.mark.parametrize("folder", ["camden/new-school", "leeds/programme"])
def test_a_folder_that_nobody_knows_yet_and_a_programme_affect_themselves_alone(folder: str) -> None:
    assert affected([f"{folder}/reports/2026-11-20-round.md"], AUTHORITIES) == Affected(cases=frozenset({folder}))


def test_a_template_affects_the_templates_and_reads_no_case_again() -> None:
    assert affected(["camden/templates/shells/initial-letter.docx"], AUTHORITIES) == Affected(templates=True)


@pytest.mark.parametrize(
    "path",
    [
        "caseload.yaml",
        "camden/authority.yaml",
        "camden/packs/mine/2025/rules.yaml",
        "lambeth/new-school/school.yaml",
        "camden/rowan-hill-primary",
        "stray.yaml",
        "/opt/casefiles/templates/shells/initial-letter.docx",
    ],
)
def test_whatever_may_bear_on_more_than_a_case_affects_everything(path: str) -> None:
    assert affected(["camden/rowan-hill-primary/case.yaml", path], AUTHORITIES) == Affected(everything=True)


def test_sheets_in_the_inbox_are_told_from_case_files() -> None:
    changed = ["camden/a/case.yaml", "inbox/review-minutes-sheet.docx", "inbox/notes.txt", "inbox/old/sheet.docx"]
    assert parted(changed) == (("camden/a/case.yaml",), ("review-minutes-sheet.docx", "notes.txt"))


def test_many_changed_files_are_told_in_one_line() -> None:
    assert say_changed(["b.yaml", "a.yaml"]) == "a.yaml, b.yaml changed"
    assert say_changed([f"{number:04}.yaml" for number in range(1000)]) == (
        "0000.yaml, 0001.yaml, 0002.yaml and 997 more changed"
    )
