"""What is kept of each document for the next build: the files that it was made from, once for all that share them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from casefiles import build_state
from casefiles.build_state import Entry, Inputs, Why, read_state, reasons, write_state

CASE = "camden/programme"
FILES = {f"camden/school-{number}/school.yaml": f"hash {number}" for number in range(50)}


def entry(record: str, inputs: dict[str, str]) -> Entry:
    return Entry("half-termly-update", "report", record, f"{CASE}/reports/{record}.md", inputs=inputs)


def test_documents_with_the_same_files_share_one_value_and_any_other_has_its_own() -> None:
    inputs = Inputs()
    first = inputs.of(FILES, {}, {"template report.docx": "a"})
    assert first == {**FILES, "template report.docx": "a"}
    assert inputs.of(FILES, {}, {"template report.docx": "a"}) is first
    assert inputs.of(FILES, {}, {"template letter.docx": "a"}) == {**FILES, "template letter.docx": "a"}
    later = {"camden/school-3/school.yaml": "", "camden/school-4/school.yaml": "2025-12-01"}
    assert inputs.of(FILES, later, {}) == {
        file: "2025-12-01" if file in later else known
        for file, known in FILES.items()
        if file != "camden/school-3/school.yaml"
    }


def test_what_became_of_shared_files_is_worked_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []
    really = build_state._difference

    def noted(path: str, *more: dict[str, str]) -> Why:
        worked.append(path)
        return really(path, *more)

    monkeypatch.setattr(build_state, "_difference", noted)
    former = {**FILES, "camden/gone.yaml": "x"}
    now = {**FILES, "camden/school-7/school.yaml": "another", "template report.docx": "new"}
    inputs = Inputs()
    for record in ("a", "b", "c"):
        assert reasons(entry(record, former), entry(record, now), tmp_path, inputs) == (
            Why("removed file", "camden/gone.yaml"),
            Why("changed file", "camden/school-7/school.yaml"),
            Why("added template", "report.docx"),
        )
    assert worked == ["camden/gone.yaml", "camden/school-7/school.yaml", "template report.docx"]


def test_a_state_keeps_each_file_once_however_many_documents_are_made_from_it(tmp_path: Path) -> None:
    made = {"a": FILES, "b": FILES, "c": dict(FILES), "d": {**FILES, "template report.docx": "e"}, "e": {"x": "y"}}
    few = {f"{CASE}/{record}": entry(record, inputs) for record, inputs in made.items() if record != "e"}
    write_state(tmp_path, CASE, few)
    file = tmp_path / ".state" / f"{CASE}.json"
    assert file.read_text().count("camden/school-7/school.yaml") == 1
    assert len(json.loads(file.read_bytes())["snapshots"]) == 2
    assert read_state(tmp_path, CASE) == few
    every = few | {f"{CASE}/e": entry("e", made["e"])}
    write_state(tmp_path, CASE, every)
    found = read_state(tmp_path, CASE)
    assert found == every
    assert found[f"{CASE}/a"].inputs is found[f"{CASE}/c"].inputs
