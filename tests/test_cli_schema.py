from __future__ import annotations

import json
from pathlib import Path

import pytest

from caseloads import main

Captured = pytest.CaptureFixture[str]


def test_all_schemas_are_one_object_and_one_is_itself(capsys: Captured) -> None:
    assert main(["schema"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert {"school", "case", "meeting", "priorities"} <= set(whole)
    assert main(["schema", "school"]) == 0
    assert json.loads(capsys.readouterr().out) == whole["school"]
    assert whole["school"]["properties"]["urn"]
    assert whole["priorities"]["type"] == "array"


def test_a_folder_gets_a_file_a_schema(tmp_path: Path, capsys: Captured) -> None:
    assert main(["schema", "--out", str(tmp_path / "schemas")]) == 0
    written = capsys.readouterr().out.splitlines()
    assert (tmp_path / "schemas/meeting.schema.json").is_file()
    assert len(written) == len(list((tmp_path / "schemas").iterdir()))


def test_the_page_of_the_case_folder_is_printed(capsys: Captured) -> None:
    assert main(["schema", "--docs"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# ")
    assert "`plan_reference`" in out


def test_an_unknown_schema_names_those_there_are(capsys: Captured) -> None:
    assert main(["schema", "pupil"]) == 2
    assert "school, case" in capsys.readouterr().err
