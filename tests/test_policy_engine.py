from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from casebook import AS_OF, AUTHORITY, case_of, packs_of
from casefiles.diagnostics import Severity
from casefiles.model.base import Record, Shape
from casefiles.model.case import Level, Priority
from casefiles.model.records import Meeting, Notice
from casefiles.model.school import School
from casefiles.model.types import Whole
from casefiles.policy.engine import Ran, run
from casefiles.policy.obligations import State, obligations
from casefiles.policy.rule import Duty, Problem, RuleKind, Said, Unjudged, View, rule_kind


class Months(Shape):
    months: Whole


@rule_kind("too-long", of=Level, params=Months)
def too_long(level: Level, asked: Months, view: View) -> Iterator[Said]:
    """A level lasts too long."""
    due = view.calendar.add_months(level.decided_on, asked.months)
    if due.on < view.as_of:
        yield Problem(f"{level.level} has lasted since {level.decided_on}", path=("decided_on",), step=0)
        yield Problem(f"{level.level} has lasted much too long", path=("decided_on",), step=5)


@rule_kind("letter-within", of=Meeting, params=Months)
def letter_within(meeting: Meeting, asked: Months, view: View) -> Iterator[Said]:
    """A letter was not sent in time."""
    due = view.calendar.add_months(meeting.date, asked.months)
    sent = meeting.letter.sent_on if meeting.letter else None
    yield Duty(
        "the letter after the meeting",
        due.on,
        due.derivation,
        "the letter is overdue",
        met_by=meeting.record_id if sent else "",
        met_on=sent,
        late="the letter was sent late" if sent and sent > due.on else "",
    )


@rule_kind("speaks", of=(Level, Meeting, Priority, Notice, School))
def speaks(subject: Record, _: object, view: View) -> Iterator[Said]:
    """It always speaks."""
    yield Problem(f"{subject.record_id} judged by {view.edition.id}")


@rule_kind("ours", of=School)
def ours(_: Record, __: object, ___: View) -> Iterator[Said]:
    """Its number is ours."""
    yield Problem("more than 10 days", ours=True)


@rule_kind("crashes", of=School)
def crashes(_: Record, __: object, ___: View) -> Iterator[Said]:
    """It says one thing and fails."""
    yield Problem("before the crash")
    raise ZeroDivisionError("nothing is left")


@rule_kind("needs-a-year", of=Meeting)
def needs_a_year(meeting: Meeting, _: object, view: View) -> Iterator[Said]:
    """It needs the terms."""
    if view.calendar.add_school_days(meeting.date, 2) is None:
        yield Unjudged(view.calendar.academic_year(meeting.date))


@rule_kind("only-wrong", of=School)
def only_wrong(_: Record, __: object, ___: View) -> Iterator[Problem]:
    """It can say that something is wrong, and never that something is owed."""
    yield Problem("wrong")


KINDS: Mapping[str, RuleKind[Any, Any]] = {
    kind.name: kind for kind in (too_long, letter_within, speaks, ours, crashes, needs_a_year, only_wrong)
}

HEAD = """
=== pack.yaml
name: westmere
title: Westmere
editions:
  - {id: "2025", title: Westmere strategy, in_force: {from: 2025-01-01}, review_due: 2026-06-30, folder: a, requirement: WES-001}
=== a/levels.yaml
- {id: core, title: core support, short: Core, rank: 1}
- {id: close, title: close support, short: Close, rank: 2, aliases: [intensive]}
=== a/meetings.yaml
- {id: close-review, title: Review, level: close, stage: review}
- {id: chat, title: Chat}
=== a/lists.yaml
decision-kind:
  extend: {title: Support goes on}
=== a/requirements.yaml
- {id: WES-001, section: Cover, quote: Published in January 2025, scope: case}
- {id: WES-010, section: Limits, quote: no longer than a year, scope: case}
=== a/rules.yaml
"""

CASE = """
=== case.yaml
levels:
  - {level: close, decided_on: 2025-03-03}
=== meetings/2025-10-07-review.md
---
kind: close-review
present: [headteacher]
---
"""


def ran(rules: str, case: str = CASE, *, as_of: date = AS_OF) -> Ran:
    return run(case_of(case), packs_of(HEAD + rules, kinds=KINDS), as_of, KINDS)


def said(result: Ran) -> list[tuple[str, str, str]]:
    return [(each.code, each.severity.value, each.message) for each in result.diagnostics]


TOO_LONG = "- {code: WES-010, rule: too-long, of: level, params: {months: 12}, severity: [warning, error]}\n"


def test_a_problem_gets_its_steps_severity_the_clause_and_the_place() -> None:
    result = ran(TOO_LONG)
    first, last = result.diagnostics
    assert (first.severity, first.message) == (Severity.ERROR, "close has lasted much too long")
    assert (last.severity, last.message) == (Severity.WARNING, "close has lasted since 2025-03-03")
    assert first.citation is not None
    assert (first.citation.source, first.citation.section, first.citation.quote) == (
        "Westmere strategy",
        "Limits",
        "no longer than a year",
    )
    assert (first.span.file, first.span.line, first.span.column) == ("case.yaml", 2, 32)
    assert (first.authority, first.case) == ("westmere", "larkfield")


def test_a_number_that_is_ours_warns_at_most_and_says_so() -> None:
    result = ran("- {code: WES-010, rule: ours, of: school, severity: error}\n")
    assert said(result) == [("WES-010", "warning", "more than 10 days (our reading: the policy gives no number)")]


def test_a_rule_that_is_ours_warns_at_most_whatever_its_kind_says() -> None:
    result = ran("- {code: WES-010, rule: speaks, of: school, severity: error, ours: true}\n")
    assert [each.severity for each in result.diagnostics] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("rule", "is_asked"),
    [
        ("rule: only-wrong, of: school, severity: warning", False),
        ("rule: only-wrong, of: school, severity: error, ours: true", False),
        ("rule: only-wrong, of: school, severity: [warning, error]", True),
        ("rule: speaks, of: school, severity: warning", True),
    ],
)
def test_who_wants_what_is_owed_and_what_is_an_error_asks_no_rule_that_could_only_warn(
    rule: str, is_asked: bool
) -> None:
    packs = packs_of(f"{HEAD}- {{code: WES-010, {rule}}}\n", kinds=KINDS)
    assert bool(run(case_of(CASE), packs, AS_OF, KINDS, mild=False).verdicts) == is_asked
    assert run(case_of(CASE), packs, AS_OF, KINDS).verdicts


def test_a_crash_is_an_error_and_what_was_said_before_it_stands() -> None:
    result = ran(
        "- {code: WES-010, rule: crashes, of: school, severity: warning}\n" + TOO_LONG.replace("WES-010", "WES-010a")
    )
    codes = {each.code for each in result.diagnostics}
    crash = next(each for each in result.diagnostics if each.code == "INT-001")
    assert codes == {"INT-001", "WES-010", "WES-010a"}
    assert crash.blocks
    assert "WES-010 (crashes)" in crash.message
    assert "ZeroDivisionError: nothing is left" in crash.message


@pytest.mark.parametrize(
    ("when", "speaks_of"),
    [
        ("{level: [close]}", {"2025-10-07-review"}),
        ("{level: [intensive]}", {"2025-10-07-review"}),
        ("{level: [core]}", {"2025-02-03-chat", "2025-03-03-chat"}),
        ("{stage: [review]}", {"2025-10-07-review"}),
        ("{kind: [chat]}", {"2025-02-03-chat", "2025-03-03-chat"}),
        ("{held: ['true']}", {"2025-10-07-review", "2025-03-03-chat"}),
        ("{held: ['false']}", {"2025-02-03-chat"}),
        ("{kind: [chat], held: ['true']}", {"2025-03-03-chat"}),
        ("{phase: [Primary, Special]}", {"2025-10-07-review", "2025-02-03-chat", "2025-03-03-chat"}),
        ("{type: [Academy converter]}", set()),
    ],
)
def test_a_rule_looks_only_where_every_facet_fits(when: str, speaks_of: set[str]) -> None:
    case = (
        CASE
        + """
=== meetings/2025-02-03-chat.md
---
kind: chat
---
=== meetings/2025-03-03-chat.md
---
kind: chat
present: [headteacher]
---
"""
    )
    result = ran(f"- {{code: WES-010, rule: speaks, of: meeting, when: {when}, severity: note}}\n", case)
    assert {each.message.split()[0] for each in result.diagnostics} == speaks_of


def test_a_meeting_of_no_level_is_judged_by_the_level_before_its_own_day() -> None:
    case = "=== case.yaml\nlevels: [{level: close, decided_on: 2025-03-03}]\n=== meetings/2025-03-03-chat.md\n---\nkind: chat\n---\n"
    rule = "- {{code: WES-010, rule: speaks, of: meeting, when: {{level: {level}}}, severity: note}}\n"
    assert len(ran(rule.format(level="core"), case).diagnostics) == 1
    assert ran(rule.format(level="close"), case).diagnostics == ()


def test_levels_know_which_way_they_move_the_school() -> None:
    case = """
=== case.yaml
levels:
  - {level: close, decided_on: 2025-03-03}
  - {level: close, decided_on: 2025-06-03}
  - {level: core, decided_on: 2025-09-03}
"""
    rule = "- {{code: WES-010, rule: speaks, of: level, when: {{move: {move}}}, severity: note}}\n"
    moved = {
        move: [each.message.split()[0] for each in ran(rule.format(move=move), case).diagnostics]
        for move in ("up", "same", "down")
    }
    assert moved == {"up": ["close-2025-03-03"], "same": ["close-2025-06-03"], "down": ["core-2025-09-03"]}


def test_a_decision_recorded_on_or_after_the_subjects_day_excuses_it() -> None:
    rule = "- {code: WES-010, rule: speaks, of: level, unless: {decision: [extend]}, severity: error}\n"
    decision = "decisions:\n  - {{kind: extend, decided_on: {day}, decided_by: director}}\n"
    levels = "=== case.yaml\nlevels:\n  - {level: close, decided_on: 2025-03-03}\n"
    assert len(ran(rule, levels).diagnostics) == 1
    assert ran(rule, levels + decision.format(day="2025-03-03")).diagnostics == ()
    assert len(ran(rule, levels + decision.format(day="2025-03-02")).diagnostics) == 1
    assert len(ran(rule, levels + decision.format(day="2026-08-01")).diagnostics) == 1, "not yet taken on 1 July"


def test_a_rule_judges_only_the_days_that_it_is_in_force() -> None:
    rule = "- {code: WES-010, rule: speaks, of: meeting, in_force: {to: 2025-10-06}, severity: error}\n"
    assert ran(rule).diagnostics == ()
    assert len(ran(rule.replace("10-06", "10-07")).diagnostics) == 1


LETTER = "- {code: WES-010, rule: letter-within, of: meeting, params: {months: 1}, severity: error}\n"


@pytest.mark.parametrize(
    ("sent_on", "as_of", "state", "messages"),
    [
        ("", "2025-11-07", State.DUE, []),
        ("", "2025-11-08", State.OVERDUE, ["the letter is overdue"]),
        ("2025-11-07", "2025-11-20", State.MET, []),
        ("2025-11-10", "2025-11-20", State.MET, ["the letter was sent late"]),
        ("2025-11-10", "2025-11-09", State.OVERDUE, ["the letter is overdue"]),
    ],
)
def test_a_duty_is_an_obligation_and_speaks_when_overdue_or_late(
    sent_on: str, as_of: str, state: State, messages: list[str]
) -> None:
    letter = f"letter: {{sent_on: {sent_on}}}\n---" if sent_on else "---"
    text = CASE.replace("present: [headteacher]\n---", f"present: [headteacher]\n{letter}")
    case, packs, day = case_of(text), packs_of(HEAD + LETTER, kinds=KINDS), date.fromisoformat(as_of)
    result = run(case, packs, day, KINDS)
    (owed,) = result.obligations
    assert owed.state is state
    assert owed.due_on == date(2025, 11, 7)
    assert owed.derivation == "1 month after 7 October 2025: 7 November 2025"
    assert owed.met_by == ("2025-10-07-review" if state is State.MET else "")
    assert [each.message for each in result.diagnostics] == messages
    assert obligations(case, packs, day, KINDS) == result.obligations


WAIVED = """
=== case.yaml
levels:
  - {level: close, decided_on: 2025-03-03}
waivers:
  - {rule: WES-010, reason: The school was flooded, approved_by: director, approved_on: 2026-01-10, until: 2026-07-01}
"""


def test_a_waived_diagnostic_stays_and_is_marked() -> None:
    result = ran(TOO_LONG, WAIVED)
    assert [each.blocks for each in result.diagnostics] == [False, False]
    waived = result.diagnostics[0].waived
    assert waived is not None
    assert (waived.reason, waived.approved_by, waived.until) == ("The school was flooded", "director", date(2026, 7, 1))


def test_a_waiver_of_the_whole_covers_the_parts() -> None:
    result = ran(TOO_LONG.replace("WES-010", "WES-010b"), WAIVED)
    assert all(each.waived for each in result.diagnostics)


def test_a_waiver_excuses_an_overdue_obligation() -> None:
    text = CASE.replace(
        "=== meetings",
        "waivers:\n  - {rule: WES-010, for: [2025-10-07-review], reason: Flood, approved_by: osei, approved_on: 2026-01-10}\n=== meetings",
    )
    result = ran(LETTER, text)
    assert [(each.state, each.met_by) for each in result.obligations] == [(State.EXCUSED, "waiver-1")]
    assert [bool(each.waived) for each in result.diagnostics] == [True]


@pytest.mark.parametrize(
    ("change", "code", "severity", "part"),
    [
        ("rule: WES-011", "WVR-001", "error", 'no rule of the authority\'s policy is called "WES-011"'),
        ("until: 2026-06-30", "WVR-004", "warning", "ended on 30 June 2026"),
        ("decided_on: 2026-06-01", "WVR-003", "warning", "excuses nothing"),
        ("for: [close-2025-03-04]", "WVR-006", "error", 'for "close-2025-03-04"'),
    ],
)
def test_what_is_wrong_with_a_waiver_is_said_at_it(change: str, code: str, severity: str, part: str) -> None:
    key = change.partition(":")[0]
    if key == "for":
        text = WAIVED.replace("reason:", f"{change}, reason:")
    else:
        lines = WAIVED.split("\n")
        index = next(n for n, line in enumerate(lines) if f"{key}: " in line)
        before, _, after = lines[index].partition(f"{key}: ")
        end = min(after.find(mark) for mark in ",}" if mark in after)
        lines[index] = f"{before}{change}{after[end:]}"
        text = "\n".join(lines)
    found = {each.code: each for each in ran(TOO_LONG, text).diagnostics}
    assert code in found, found
    assert (found[code].severity.value, found[code].span.file) == (severity, "case.yaml")
    assert part in found[code].message


def test_an_ended_waiver_no_longer_excuses() -> None:
    result = ran(TOO_LONG, WAIVED.replace("until: 2026-07-01", "until: 2026-06-30"))
    assert any(each.blocks for each in result.diagnostics)


NATIONAL = """
=== pack.yaml
name: land
title: The land
editions:
  - {id: "2016", title: National law of 2016, in_force: {from: 2016-04-18}, folder: a}
=== a/lists.yaml
phase: {primary: {title: Primary}}
=== a/requirements.yaml
- {id: ENG-001, section: section 60, quote: in writing, scope: case}
=== a/rules.yaml
- {code: ENG-001, rule: speaks, of: level, severity: error}
"""


def test_a_national_rule_cannot_be_waived_and_cites_its_own_law() -> None:
    local = HEAD.replace("title: Westmere\n", "title: Westmere\nunder: land\n", 1) + TOO_LONG
    case = case_of(WAIVED.replace("rule: WES-010", "rule: ENG-001"))
    result = run(case, packs_of(local, NATIONAL, kinds=KINDS), AS_OF, KINDS)
    national = next(each for each in result.diagnostics if each.code == "ENG-001")
    assert national.blocks
    assert national.citation is not None
    assert (national.citation.source, national.citation.section) == ("National law of 2016", "section 60")
    assert [each.code for each in result.diagnostics if each.code.startswith("WVR")] == ["WVR-002"]


def test_each_subject_is_judged_by_the_edition_of_its_own_day() -> None:
    pack = (
        HEAD.replace(
            "folder: a, requirement: WES-001}\n",
            'folder: a, requirement: WES-001}\n  - {id: "2026", title: Westmere strategy 2026, in_force: {from: 2026-01-01}, folder: b}\n',
        )
        + "- {code: WES-010, rule: speaks, of: level, severity: error}\n"
        + "=== b/rules.yaml\n- {code: WES-011, rule: speaks, of: level, severity: note, citation: {section: Limits}}\n"
    )
    case = case_of(
        "=== case.yaml\nlevels: [{level: close, decided_on: 2025-12-31}, {level: core, decided_on: 2026-01-01}]\n"
    )
    result = run(case, packs_of(pack, kinds=KINDS), AS_OF, KINDS)
    assert said(result) == [
        ("WES-010", "error", "close-2025-12-31 judged by 2025"),
        ("WES-011", "note", "core-2026-01-01 judged by 2026"),
    ]


def test_what_is_older_than_the_first_edition_is_judged_by_it_with_one_note() -> None:
    case = "=== case.yaml\nlevels: [{level: close, decided_on: 2024-05-01}, {level: core, decided_on: 2024-06-01}]\n"
    result = ran("- {code: WES-010, rule: speaks, of: level, severity: error}\n", case)
    notes = [each for each in result.diagnostics if each.severity is Severity.NOTE]
    assert len(result.diagnostics) == 3
    assert [(each.code, each.message.partition(",")[0]) for each in notes] == [
        ("WES-001", "1 May 2024 lies before Westmere strategy")
    ]


def test_a_missing_academic_year_is_one_warning_that_names_the_rules() -> None:
    rules = (
        "- {code: WES-010, rule: needs-a-year, of: meeting, severity: error}\n"
        "- {code: WES-010a, rule: needs-a-year, of: meeting, severity: error}\n"
    )
    case = (
        "=== meetings/2026-09-08-chat.md\n---\nkind: chat\n---\n=== meetings/2026-10-08-chat.md\n---\nkind: chat\n---\n"
    )
    result = ran(rules, case)
    assert said(result) == [
        ("SCH-190", "warning", "the calendar has no academic year 2026-27: WES-010, WES-010a cannot judge")
    ]
    assert result.diagnostics[0].span.file == "authority.yaml"


def test_an_unknown_pack_says_nothing_here() -> None:
    case = case_of(CASE, authority=AUTHORITY.replace("policy: westmere", "policy: elsewhere"))
    assert run(case, packs_of(HEAD + TOO_LONG, kinds=KINDS), AS_OF, KINDS).diagnostics == ()
