from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from caseloads import DAY, SCHOOL, main, small, snapshot

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the call, with the small caseload in ./casefiles."""
    small(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def faults(capsys: Captured) -> list[tuple[str, str, str]]:
    """Code, file and message of each error of reading or shape."""
    capsys.readouterr()
    main(["check", *DAY, "--output-format", "json"])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    return [
        (each["code"], each["file"], each["message"])
        for each in found
        if each["code"][:4] in {"SRC-", "SCH-", "INT-"} and each["severity"] == "error"
    ]


def test_from_nothing_to_a_school_that_is_ready_to_be_filled_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "authority", "camden", "--policy", "camden", "--name", "Camden Learning", *DAY]) == 0
    assert capsys.readouterr().out == "casefiles/caseload.yaml\ncasefiles/camden/authority.yaml\n"
    words = ["--urn", "900114", "--name", "St Mary's: a school", "--type", "Community school", "--phase", "Primary"]
    assert main(["new", "school", "camden/st-mary-s", *words, *DAY]) == 0
    assert faults(capsys) == []
    assert main(["build", *DAY, "--no-pdf"]) in {0, 1}
    assert "Traceback" not in capsys.readouterr().err


def test_what_is_not_known_is_said_at_the_line_to_fill_in(here: Path, capsys: Captured) -> None:
    assert main(["new", "school", "camden/hill-school", "--name", "Hill School", *DAY]) == 0
    found = faults(capsys)
    assert {file for _, file, _ in found} == {"casefiles/camden/hill-school/school.yaml"}
    said = " ".join(message for _, _, message in found)
    assert all(f'"{key}"' in said or key in said for key in ("urn", "type", "phase"))
    assert "six digits" in (here / "casefiles/camden/hill-school/school.yaml").read_text()


@pytest.mark.parametrize(
    ("words", "file"),
    [
        (["evidence", "camden/rowan-hill-primary", "attendance", "--title", "Absence", "--source", "school data"], "evidence/2025-12-01-attendance.md"),
        (["meeting", "rowan-hill-primary", "targeted-review"], "meetings/2026-01-20-review.md"),
        (["meeting", "rowan-hill-primary", "targeted-review", "--date", "2026-01-22", "--suffix", "b"], "meetings/2026-01-22-review-b.md"),
        (["visit", SCHOOL], "visits/2025-12-01-cpp.md"),
        (["received", "camden/rowan-hill-primary", "headteacher-report"], "received/2025-12-01-headteacher-report.md"),
        (["letter", "camden/rowan-hill-primary", "recategorisation-letter"], "letters/2025-12-01-recategorisation-letter.md"),
        (["notice", "camden/rowan-hill-primary", "warning-notice"], "notices/2025-12-01-warning-notice.md"),
        (["exit-plan", "camden/rowan-hill-primary", "--to", "focused"], "exit-plans/2025-12-01-to-focused.md"),
        (["plan", "rowan-hill-primary", "support-map"], "plans/2025-12-01-support-map.md"),
        (["assessment", "rowan-hill-primary", "self-evaluation-review"], "assessments/2025-12-01-self-evaluation-review.md"),
    ],
)  # fmt: skip
def test_a_new_record_reads_without_a_fault(here: Path, capsys: Captured, words: list[str], file: str) -> None:
    before = faults(capsys)
    assert main(["new", *words, *DAY]) == 0
    assert capsys.readouterr().out == f"{SCHOOL}/{file}\n"
    assert (here / SCHOOL / file).is_file()
    assert faults(capsys) == before


def test_every_commented_line_of_a_new_meeting_reads_once_it_is_used(here: Path, capsys: Captured) -> None:
    main(["new", "meeting", "rowan-hill-primary", "targeted-review", *DAY])
    file = here / SCHOOL / "meetings/2026-01-20-review.md"
    text = file.read_text()
    assert "## Raise the proportion of Year 1 pupils meeting the phonics standard\n" in text
    assert "### Impact\n" in text
    lines = [line.removeprefix("#") if (line.startswith("#") and line[1] not in "# ") or line.startswith("#  ") else line for line in text.splitlines()]  # fmt: skip
    file.write_text("\n".join(lines) + "\n")
    assert "\npresent: [headteacher" in file.read_text()
    assert faults(capsys) == []


def used(text: str) -> str:
    """The text with each commented line taken into use."""
    return re.sub(r"(?m)^( *)#(?! [A-Z])", r"\1", text)


def test_a_new_priority_stands_behind_the_others_and_touches_none_of_them(here: Path, capsys: Captured) -> None:
    file = here / SCHOOL / "priorities.yaml"
    before, faulty = file.read_text(), faults(capsys)
    assert main(["new", "priority", "rowan-hill-primary", "--title", "Reduce persistent absence", *DAY]) == 0
    assert capsys.readouterr().out == f"{SCHOOL}/priorities.yaml:7\n"
    text = file.read_text()
    assert text.startswith(before)
    assert text[len(before) :].startswith(
        "- id: reduce-persistent-absence\n  title: Reduce persistent absence\n  #area: "
    )
    assert "  #agreed_at: 2025-11-04-initial\n" in text
    assert faults(capsys) == faulty


def test_the_first_priority_of_a_school_makes_the_file_and_its_hints_read_once_they_are_used(
    here: Path, capsys: Captured
) -> None:
    file = here / SCHOOL / "priorities.yaml"
    file.unlink()
    assert main(["new", "priority", SCHOOL, "--title", "Phonics", "--id", "phonics", *DAY]) == 0
    text = used(file.read_text())
    for hint, said in (
        (r"area: .*", "area: achievement"),
        (r"measure: .*", "measure: Pupils who meet the standard"),
        (r"due_on: .*", "due_on: 2026-06-19"),
        (r"plan_reference: .*", "plan_reference: aim 1"),
    ):
        text = re.sub(hint, said, text)
    file.write_text(text)
    assert "\n    measure: " in text
    assert faults(capsys) == []


def test_a_new_action_is_agreed_at_the_last_meeting_once_its_hint_is_used(here: Path, capsys: Captured) -> None:
    words = ["--action", "Telephone on the first morning of each absence", "--owner", "headteacher"]
    assert main(["new", "action", SCHOOL, *words, "--priority", "phonics", "--due-on", "2026-01-16", *DAY]) == 0
    file = here / SCHOOL / "actions.yaml"
    assert "- id: telephone-first-morning-absence\n" in file.read_text()
    assert "  priority: phonics\n  owner: headteacher\n  due_on: 2026-01-16\n" in file.read_text()
    assert "  #agreed_at: 2025-11-04-initial\n" in file.read_text()
    assert faults(capsys) == []


def test_a_list_that_is_broken_is_left_as_it_is(here: Path, capsys: Captured) -> None:
    file = here / SCHOOL / "priorities.yaml"
    file.write_text("- id: [\n")
    before = snapshot(here)
    assert main(["new", "priority", SCHOOL, "--title", "Absence", *DAY]) != 0
    assert f"nothing could be added to {SCHOOL}/priorities.yaml: it is no list that can be read" in (
        capsys.readouterr().err
    )
    assert snapshot(here) == before


def test_a_meeting_about_several_schools_begins_with_those_above_the_lowest_level(here: Path, capsys: Captured) -> None:
    assert main(["new", "programme-meeting", "camden", "sras", *DAY]) == 0
    made = ["programme/programme.yaml", "programme/meetings/2025-12-01-sras.md"]
    assert capsys.readouterr().out == "".join(f"casefiles/camden/{each}\n" for each in made)
    meeting = here / "casefiles/camden" / made[1]
    assert "#  - school: rowan-hill-primary   # targeted\n#    rag: green\n" in meeting.read_text()
    text = (
        used(meeting.read_text()).replace("a role or an officer's id", "osei").replace("owner: a role", "owner: osei")
    )
    meeting.write_text(text)
    assert "\nschools:   # rag: red, amber or green\n  - school: rowan-hill-primary   # targeted\n" in text
    assert faults(capsys) == []
    assert main(["new", "programme-meeting", "camden", "sras", "--date", "2026-01-20", *DAY]) == 0
    assert capsys.readouterr().out == "casefiles/camden/programme/meetings/2026-01-20-sras.md\n"


def test_a_new_notice_lists_the_copies_that_the_law_asks_for(here: Path) -> None:
    assert main(["new", "notice", "rowan-hill-primary", "warning-notice", *DAY]) == 0
    text = (here / SCHOOL / "notices/2025-12-01-warning-notice.md").read_text()
    assert "# Secretary of State for Education (section 60(6A)): nobody is named" in text
    assert "{to: headteacher, capacity: headteacher, given_on: 2025-12-01, method: post}   # section 60(6)(b)" in text
    assert "#minded_to: " in text


@pytest.mark.parametrize(
    "kind", ["letter-of-concern", "proposal-to-use-powers", "budget-suspension", "power-consultation"]
)
def test_each_family_of_notices_is_asked_for_what_it_needs(here: Path, capsys: Captured, kind: str) -> None:
    before = faults(capsys)
    assert main(["new", "notice", "rowan-hill-primary", kind, *DAY]) == 0
    text = (here / SCHOOL / f"notices/2025-12-01-{kind}.md").read_text()
    assert ("#follows: " in text) is (kind != "letter-of-concern")
    assert "#grounds:" not in text
    assert faults(capsys) == before


def test_nothing_is_ever_overwritten(here: Path, capsys: Captured) -> None:
    main(["new", "visit", SCHOOL, *DAY])
    before = snapshot(here)
    assert main(["new", "visit", SCHOOL, *DAY]) == 3
    assert "exists already; nothing was written" in capsys.readouterr().err
    assert main(["new", "authority", "camden", "--policy", "camden"]) == 3
    assert main(["new", "school", "camden/rowan-hill-primary"]) == 3
    assert snapshot(here) == before


def test_a_slip_in_a_school_s_name_is_helped(here: Path, capsys: Captured) -> None:
    before = snapshot(here)
    assert main(["new", "visit", "rowan-hil-primary", *DAY]) == 3
    assert 'did you mean "rowan-hill-primary"?' in capsys.readouterr().err
    assert snapshot(here) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["authority", "camden2", "--policy", "cambden"], "there are: "),
        (["authority", "Camden 2", "--policy", "camden"], "is not an id"),
        (["school", "barnet/hill"], "the authorities here are: camden"),
        (["authority", "westmere"], "give the policy with --policy; there are: cambridgeshire, camden"),
        (["meeting", "rowan-hill-primary"], "say which meeting of Camden"),
        (["meeting", "rowan-hill-primary", "targeted-revue"], "targeted-review"),
        (["letter", "rowan-hill-primary"], "say which kind of letter"),
        (["letter", "rowan-hill-primary", "love-letter"], "there are: "),
        (["exit-plan", "rowan-hill-primary", "--to", "nowhere"], "there are: "),
        (["evidence", "rowan-hill-primary", "../../../etc/passwd"], "is not an id"),
        (["school", "camden/../../evil"], "the authorities here are: camden"),
        (["meeting", "rowan-hill-primary", "targeted-review", "--suffix", "../b"], "is not one letter"),
        (["priority", "rowan-hill-primary", "--title", "Phonics", "--id", "phonics"], 'there is a priority "phonics" already'),
        (["priority", "rowan-hill-primary", "--title", "Phonics", "--id", "Big One"], "is not an id"),
        (["action", "rowan-hill-primary", "--action", "Ring", "--owner", "headmaster"], '"headmaster" is no role or officer'),
        (["action", "rowan-hill-primary", "--action", "Ring", "--owner", "headteacher", "--priority", "maths"], "there are: phonics"),
        (["plan", "rowan-hill-primary", "cunning-plan"], "there are: support-map"),
        (["programme-meeting", "barnet", "sras"], "there are: camden"),
        (["programme-meeting", "camden", "coffee"], "there are: sras"),
    ],
)  # fmt: skip
def test_a_wrong_word_is_answered_with_the_right_ones(
    here: Path, capsys: Captured, words: list[str], said: str
) -> None:
    before = snapshot(here)
    assert main(["new", *words, *DAY]) == 2
    assert said in capsys.readouterr().err
    assert snapshot(here) == before
