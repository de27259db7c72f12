from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from caseloads import DAY, SCHOOL, edit, main, small

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the call, with the small caseload in ./casefiles."""
    small(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(capsys: Captured, *words: str) -> dict[str, object]:
    main(["check", *DAY, "--output-format", "json", *words])
    whole: dict[str, object] = json.loads(capsys.readouterr().out)
    return whole


def codes(whole: dict[str, object]) -> list[str]:
    found = whole["diagnostics"]
    assert isinstance(found, list)
    return [each["code"] for each in found]


def test_a_fault_of_shape_is_shown_at_its_line_with_what_to_write(here: Path, capsys: Captured) -> None:
    edit(here / SCHOOL / "priorities.yaml", "area: achievement", "aera: achievement")
    assert main(["check", *DAY]) == 1
    out = capsys.readouterr().out
    assert f"{SCHOOL}/priorities.yaml:3:3: error SCH-" in out
    assert "3 |   aera: achievement" in out
    assert "area" in out


def test_the_report_ends_in_one_line_of_counts(here: Path, capsys: Captured) -> None:
    del here
    main(["check", *DAY])
    assert capsys.readouterr().out.splitlines()[-1].startswith("1 case as of 1 December 2025: ")


def test_names_of_files_are_relative_to_the_directory_of_the_call(
    here: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(here / SCHOOL / "school.yaml", "urn: 900114", "urn:")
    monkeypatch.chdir(here / SCHOOL)
    main(["check", *DAY])
    assert "\nschool.yaml:" in "\n" + capsys.readouterr().out


def test_one_bad_case_does_not_stop_the_others(here: Path, capsys: Captured) -> None:
    for path in sorted((here / SCHOOL).rglob("*")):
        if path.is_file():
            copy = here / "casefiles/camden/second-school" / path.relative_to(here / SCHOOL)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    before = codes(checked(capsys, SCHOOL))
    (here / "casefiles/camden/second-school/school.yaml").write_text("urn: [900115\n")
    whole = checked(capsys)
    assert whole["cases"] == 2
    assert set(before) <= set(codes(whole))
    assert any(code.startswith("SRC-") for code in codes(whole))


def test_a_path_limits_the_check_to_its_school_and_a_file_to_its_own_diagnostics(here: Path, capsys: Captured) -> None:
    edit(here / SCHOOL / "priorities.yaml", "area: achievement", "aera: achievement")
    edit(here / SCHOOL / "school.yaml", "urn: 900114", "urn: 900114\nunr: 1")
    school = checked(capsys, SCHOOL)
    one = checked(capsys, f"{SCHOOL}/priorities.yaml")
    assert len(codes(one)) < len(codes(school))
    found = one["diagnostics"]
    assert isinstance(found, list)
    assert {each["file"] for each in found} == {f"{SCHOOL}/priorities.yaml"}
    assert main(["check", *DAY, f"{SCHOOL}/evidence/2025-09-18-phonics-check.md"]) == 0


def test_json_has_the_contract_s_names_and_sorted_diagnostics(here: Path, capsys: Captured) -> None:
    edit(here / SCHOOL / "priorities.yaml", "area: achievement", "aera: achievement")
    whole = checked(capsys)
    assert list(whole) == ["as_of", "cases", "diagnostics", "counts"]
    found = whole["diagnostics"]
    assert isinstance(found, list)
    assert found == sorted(found, key=lambda each: (each["file"], each["line"], each["column"], each["code"]))
    assert all(each["authority"] == "camden" for each in found if each["case"])


@pytest.mark.parametrize("form", ["sarif", "github"])
def test_sarif_and_github_carry_the_same(here: Path, capsys: Captured, form: str) -> None:
    edit(here / SCHOOL / "priorities.yaml", "area: achievement", "aera: achievement")
    wanted = codes(checked(capsys))
    assert main(["check", *DAY, "--output-format", form]) == 1
    out = capsys.readouterr().out
    if form == "sarif":
        assert [each["ruleId"] for each in json.loads(out)["runs"][0]["results"]] == wanted
    else:
        assert len(out.splitlines()) == len(wanted)


def test_without_a_caseload_anywhere_it_exits_2_with_a_sentence(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert "is in no caseload" in capsys.readouterr().err


def test_a_path_that_does_not_exist_exits_3(here: Path, capsys: Captured) -> None:
    del here
    assert main(["check", "casefiles/camden/no-such-school"]) == 3
    assert capsys.readouterr().err == "casefiles: there is no casefiles/camden/no-such-school\n"


def test_a_school_may_be_named_by_its_folder_alone_and_a_slip_in_the_name_is_helped(
    here: Path, capsys: Captured
) -> None:
    school = Path(SCHOOL)
    shutil.copytree(here / school, (here / school).with_name("other-primary"))
    edit(here / school / "priorities.yaml", "area: achievement", "aera: achievement")
    for name in (school.name, f"{school.parent.name}/{school.name}"):
        assert main(["check", *DAY, name]) == 1
        assert "aera" in capsys.readouterr().out
    main(["check", *DAY, "other-primary"])
    assert "aera" not in capsys.readouterr().out
    assert main(["check", school.name[:-1]]) == 3
    assert capsys.readouterr().err == f'casefiles: there is no {school.name[:-1]}: did you mean "{school.name}"?\n'


def test_a_name_that_two_authorities_have_is_asked_for_whole(here: Path, capsys: Captured) -> None:
    school = Path(SCHOOL)
    shutil.copytree(here / school.parent, here / school.parent.parent / "leeds")
    assert main(["check", school.name]) == 2
    both = f"{school.parent.name}/{school.name}, leeds/{school.name}"
    assert capsys.readouterr().err.strip().endswith(f"{school.name} is a school of several authorities: {both}")


def test_paths_in_two_caseloads_are_refused(here: Path, capsys: Captured) -> None:
    small(here / "elsewhere")
    assert main(["check", "casefiles", "elsewhere/casefiles"]) == 2
    assert "2 different caseloads" in capsys.readouterr().err


def test_the_date_of_judgement_changes_the_verdict_and_not_the_files(here: Path, capsys: Captured) -> None:
    early = checked(capsys)
    main(["check", "--as-of", "2027-06-01", "--output-format", "json"])
    late = json.loads(capsys.readouterr().out)
    assert set(codes(early)) != set(codes(late))
    assert not (here / "casefiles/build").exists()


def test_piped_output_has_no_colour_even_with_a_wish_for_it(
    here: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(here / SCHOOL / "priorities.yaml", "area: achievement", "aera: achievement")
    monkeypatch.setenv("TERM", "xterm-256color")
    main(["check", *DAY])
    assert "\x1b[" not in capsys.readouterr().out
