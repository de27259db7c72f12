from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from casefiles.caseload import load
from casefiles.cli.main import main
from casefiles.issuing.acts import Acting, erase
from casefiles.issuing.circumstances import Circumstances
from casefiles.register import By
from casefiles.reports.retention import Retained, due_for_retention
from registers import CASE, FIRST, SECOND, issued, letters, register

SCHEDULE = """retention:
  - {of: document, years: 6, basis: Schedule 4.2}
  - {of: document, kinds: [own-letter], years: 3, then: dispose}
  - {of: document, years: 25, then: dispose}
  - {of: letter, years: 10, then: dispose}
  - {of: evidence, years: 1, then: dispose}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = letters(tmp_path)
    authority = home / "camden/authority.yaml"
    authority.write_text(authority.read_text() + SCHEDULE)
    return home


def due(home: Path, day: str) -> tuple[Retained, ...]:
    (case,) = load(home).cases
    return due_for_retention(case, register(home), date.fromisoformat(day))


def said(home: Path, day: str) -> list[tuple[str, str, str]]:
    return [(each.then, each.name.rpartition("-")[0] or each.name, each.derivation) for each in due(home, day)]


def test_a_period_ends_on_the_same_day_years_later_and_a_kind_goes_before_all(home: Path) -> None:
    assert issued(home, FIRST).issued
    assert said(home, "2028-10-09") == []
    assert said(home, "2028-10-10") == [("dispose", FIRST, "3 years from 10 October 2025")]
    assert ("review", FIRST, "6 years from 10 October 2025 (Schedule 4.2)") in said(home, "2031-10-10")


def test_records_have_periods_of_their_own(home: Path) -> None:
    found = due(home, "2035-10-17")
    assert [(each.what, each.name, each.then) for each in found] == [
        ("letter", "2025-10-10-letter-a", "dispose"),
        ("letter", "2025-10-17-letter-b", "dispose"),
    ]


def test_the_29th_of_february_is_followed_by_1_march(home: Path) -> None:
    letter = home / CASE / "letters/2025-10-10-letter-a.md"
    letter.rename(letter.with_name("2024-02-29-letter-a.md"))
    assert [each.name for each in due(home, "2034-02-28")] == []
    assert [each.name for each in due(home, "2034-03-01")] == ["2024-02-29-letter-a"]


def test_what_was_erased_is_no_longer_due(home: Path) -> None:
    assert issued(home, FIRST, SECOND).issued
    erase(
        Acting(home, CASE, Circumstances("2031-11-22T09:00:00Z", By("Records"))), FIRST, "Schedule", "Records manager"
    )
    assert {each.name.rpartition("-")[0] for each in due(home, "2031-11-22")} == {SECOND}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{of: school, years: 6}", "nothing that a period is given for"),
        ("{of: letter, years: 6, then: burn}", "neither review nor dispose"),
        ("{of: letter, years: six}", "six"),
        ("{of: letter}", "years"),
    ],
)
def test_a_schedule_that_cannot_be_read_is_a_fault_at_its_line(home: Path, line: str, says: str) -> None:
    authority = home / "camden/authority.yaml"
    authority.write_text(authority.read_text() + f"  - {line}\n")
    (fault,) = [each for each in load(home).diagnostics if each.span.file == "camden/authority.yaml"]
    assert says in fault.message
    assert fault.span.line == len(authority.read_text().splitlines())


def test_the_command_lists_what_is_due(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home.parent)
    assert main(["retention", "--as-of", "2035-10-10"]) == 0
    assert capsys.readouterr().out == (
        f"{CASE}\n  dispose  since 2035-10-10  letter 2025-10-10-letter-a (The visit in October): "
        "10 years from 10 October 2025\n"
    )
    main(["retention", "--as-of", "2035-10-09"])
    assert capsys.readouterr().out == "nothing is due\n"
    main(["retention", "--as-of", "2035-10-10", "--output-format", "json"])
    (only,) = json.loads(capsys.readouterr().out)["due"]
    assert (only["case"], only["then"], only["due_on"]) == (CASE, "dispose", "2035-10-10")


def test_without_periods_nothing_is_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    letters(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["retention", "--as-of", "2099-01-01"]) == 0
    assert capsys.readouterr().out == "camden gives no periods: write `retention:` in casefiles/camden/authority.yaml\n"
