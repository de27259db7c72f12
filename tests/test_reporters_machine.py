from __future__ import annotations

import json

from casefiles.reporters.github import format_github
from casefiles.reporters.json_report import format_json
from casefiles.reporters.sarif import format_sarif
from reporting import EXCUSED, TOO_MANY, UNKNOWN_KEY, report


def test_json_is_one_object_with_the_names_of_the_contract() -> None:
    whole = json.loads(format_json(report(TOO_MANY, EXCUSED, UNKNOWN_KEY)))
    assert whole["as_of"] == "2026-11-20"
    assert whole["cases"] == 1
    assert whole["counts"] == {"error": 1, "warning": 1, "note": 0, "waived": 1}
    assert [each["line"] for each in whole["diagnostics"]] == [1, 2, 3]
    assert whole["diagnostics"][2] == {
        "file": "casefiles/camden/rowan-hill-primary/priorities.yaml",
        "line": 3,
        "column": 3,
        "code": "CAM-190",
        "severity": "error",
        "message": "5 key priorities are open on 4 November 2025; targeted support allows 4",
        "authority": "camden",
        "case": "rowan-hill-primary",
        "citation": {
            "source": "School Strategy, October 2025",
            "section": "Appendix B",
            "quote": "There will be no more than 4 key priorities.",
            "url": "",
        },
        "help": "close or merge one, or record a waiver",
        "waived": None,
    }


def test_json_keeps_the_waiver_of_what_is_waived() -> None:
    (waived,) = json.loads(format_json(report(EXCUSED)))["diagnostics"]
    assert waived["waived"] == {
        "reason": "School closed after the flood",
        "approved_by": "director-of-learning",
        "approved_on": "2026-02-10",
        "until": "2026-03-31",
    }


def test_sarif_has_a_rule_for_each_code_and_suppresses_what_is_waived() -> None:
    log = json.loads(format_sarif(report(TOO_MANY, EXCUSED, UNKNOWN_KEY)))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["CAM-190", "CAM-204", "SCH-002"]
    by_code = {result["ruleId"]: result for result in run["results"]}
    assert by_code["CAM-204"]["suppressions"][0]["justification"] == "School closed after the flood"
    assert "suppressions" not in by_code["CAM-190"]
    assert by_code["SCH-002"]["level"] == "warning"
    assert by_code["SCH-002"]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 1,
        "startColumn": 3,
        "endLine": 1,
        "endColumn": 5,
    }
    assert by_code["SCH-002"]["relatedLocations"][0]["message"]["text"] == "the other"
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_github_commands_escape_what_would_end_them() -> None:
    first, second = format_github(report(TOO_MANY, EXCUSED)).splitlines()
    assert first.startswith("::notice file=casefiles/camden/rowan-hill-primary/priorities.yaml,line=2,col=1,")
    assert "::100 %25 late, really%0AWaived: School closed after the flood" in first
    assert second.startswith("::error ")
    assert "title=error CAM-190::5 key priorities" in second
    assert '%0ASchool Strategy, October 2025, Appendix B: "There' in second
