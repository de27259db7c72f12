from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from casebook import AS_OF, AUTHORITY, SCHOOL, case_of, packs_of
from casefiles.check import Checked, check_authority, check_case
from casefiles.diagnostics import Diagnostic
from casefiles.model.base import Record
from casefiles.model.case import Level
from casefiles.model.caseview import Case
from casefiles.model.records import Meeting, Visit
from casefiles.policy.law import Packs
from casefiles.policy.pack import DocumentEntry
from casefiles.policy.rule import Duty, Problem, RuleKind, Said, View, rule_kind


@rule_kind("empty-risk", of=Meeting)
def empty_risk(meeting: Meeting, _: object, __: View) -> Iterator[Said]:
    """A meeting without a risk."""
    if meeting.risk is None:
        yield Problem("no risk is recorded", path=("risk",))


@rule_kind("always-late", of=(Meeting, Visit))
def always_late(record: Record, _: object, view: View) -> Iterator[Said]:
    """A report that is always overdue."""
    due = view.calendar.add_days(record.on or AS_OF, 7)
    yield Duty("the report", due.on, due.derivation, "the report is overdue")


@rule_kind("only-close", of=Level)
def only_close(level: Level, _: object, __: View) -> Iterator[Said]:
    """A decision on any level but close support."""
    if level.level != "close":
        yield Problem(f"the decision is on {level.level}", path=("level",))


KINDS: Mapping[str, RuleKind[Any, Any]] = {kind.name: kind for kind in (empty_risk, always_late, only_close)}

PACK = """
=== pack.yaml
name: westmere
title: Westmere
editions:
  - {id: "2025", title: Westmere strategy, in_force: {from: 2025-01-01}, review_due: 2026-06-30, folder: a, requirement: WES-001}
=== a/levels.yaml
- {id: core, title: core support, short: Core, rank: 1}
- {id: close, title: close support, short: Close, rank: 2, aliases: [intensive]}
=== a/roles.yaml
director: {title: Director of Learning, aliases: [dol], side: authority}
adviser: {title: Adviser, side: authority}
headteacher: {title: Headteacher, aliases: [Head teacher], side: school}
chair-of-governors: {title: Chair of Governors, side: school}
=== a/lists.yaml
origin: {data: {title: data}, request: {title: a request, aliases: [asked]}}
risk: {low: {title: Low}, high: {title: High}}
=== a/meetings.yaml
- {id: close-review, title: Review, level: close, stage: review}
=== a/documents.yaml
- {slug: close-report, kind: meeting-report, title: Report, for: meeting, of: close-review, when: held}
- {slug: close-letter, kind: letter, title: Letter, for: meeting, of: close-review, when: held}
=== a/requirements.yaml
- {id: WES-001, section: Cover, quote: published in January 2025, scope: case}
=== a/rules.yaml
- {code: WES-020, rule: empty-risk, of: meeting, severity: error, holds: [close-report], citation: {section: Risk}}
- {code: WES-021, rule: always-late, of: [VISIT], severity: error, citation: {section: Time}}
"""


def packs(of: str = "visit") -> Packs:
    return packs_of(PACK.replace("[VISIT]", of), kinds=KINDS)


def checked(case: Case, of: str = "visit") -> Checked:
    return check_case(case, packs(of), AS_OF, KINDS)


def entry(slug: str) -> DocumentEntry:
    (edition,) = packs().editions("westmere")
    return next(document for document in edition.documents if document.slug == slug)


def shape(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, int, str, str]]:
    return [(each.code, each.span.line, each.message, each.help) for each in diagnostics]


def test_a_word_that_the_policy_does_not_have_is_an_error_with_the_nearest() -> None:
    case = case_of(
        """
=== case.yaml
levels:
  - level: closer
    decided_on: 2025-10-07
    origin: datum
  - level: intensive
    decided_on: 2025-11-07
    origin: asked
"""
    )
    assert shape(checked(case).diagnostics) == [
        ("SCH-101", 2, 'the policy has no level "closer"', "the nearest is close"),
        ("SCH-101", 4, 'the policy has no origin "datum"', "the nearest is data"),
    ]


def _of_level(word: str) -> list[str]:
    """The codes of what is said of one decision on a level, under a rule that asks for close support and a near name."""
    levels = "- {id: close, title: close support, short: Close, rank: 2, aliases: [intensive]}"
    more = f"{levels}\n- {{id: clone, title: a clone, short: Clone, rank: 3}}"
    rule = "- {code: WES-022, rule: only-close, of: level, severity: error, citation: {section: Level}}"
    pack = (
        PACK.replace(levels, more).replace("=== a/rules.yaml", f"=== a/rules.yaml\n{rule}").replace("[VISIT]", "visit")
    )
    case = case_of(f"\n=== case.yaml\nlevels:\n  - {{level: {word}, decided_on: 2025-10-07}}\n")
    return [each.code for each in check_case(case, packs_of(pack, kinds=KINDS), AS_OF, KINDS).diagnostics]


def test_a_misspelt_level_is_said_once_and_judged_as_the_nearest() -> None:
    assert _of_level("close") == []
    assert _of_level("closse") == ["SCH-101"]
    assert _of_level("core") == ["WES-022"]


def test_nothing_is_read_into_a_level_with_two_names_as_near() -> None:
    assert sorted(_of_level("cloe")) == ["SCH-101", "WES-022"]


def test_words_of_lists_that_the_pack_does_not_have_are_let_pass() -> None:
    case = case_of("=== case.yaml\nsupport:\n  - {id: coaching, entitlement: whatever}\n")
    assert checked(case).diagnostics == ()


def test_an_alias_of_a_role_is_accepted_in_a_record() -> None:
    text = "=== meetings/2025-10-07-review.md\n---\nkind: close-review\nrisk: low\npresent: [head-teacher, dol, {extra}]\n---\n"
    assert shape(checked(case_of(text.format(extra="osei"))).diagnostics) == []
    (unknown,) = checked(case_of(text.format(extra="hed-teacher"))).diagnostics
    assert (unknown.code, unknown.span.line) == ("SCH-009", 4)


def test_a_role_at_the_school_that_the_policy_does_not_know_is_an_error_at_its_key() -> None:
    school = SCHOOL + "  headmistress: [{name: Ada Lorne, from: 2020-09-01}]\n"
    (unknown,) = checked(case_of("", school=school)).diagnostics
    assert (unknown.code, unknown.span.file, unknown.span.line) == ("SCH-101", "school.yaml", 8)
    assert unknown.message == 'the policy has no role "headmistress"'


REVIEWS = """
=== meetings/2025-10-07-review.md
---
kind: close-review
present: [headteacher]
---
=== meetings/2026-01-13-review.md
---
kind: close-review
present: [headteacher]
risk: low
---
=== visits/2025-11-12-visit.md
---
visitor: adviser
half_days: 1
---
"""


def test_a_rule_holds_the_document_of_its_own_record_alone() -> None:
    case = case_of(REVIEWS)
    result = checked(case)
    first, second = case.meetings
    assert [each.code for each in result.holding(entry("close-report"), first)] == ["WES-020"]
    assert result.holding(entry("close-report"), second) == ()


def test_an_error_on_a_record_holds_what_is_composed_from_it_and_nothing_else() -> None:
    case = case_of(REVIEWS)
    result = checked(case)
    first, second = case.meetings
    assert [each.code for each in result.holding(entry("close-letter"), first)] == ["WES-020"]
    assert [each.code for each in result.holding(entry("close-letter"), second, [first])] == ["WES-020"]
    assert result.holding(entry("close-letter"), second, case.visits) == (), "a late report of a visit holds nothing"


def test_what_is_overdue_does_not_hold_the_document_that_would_meet_it() -> None:
    case = case_of(REVIEWS)
    result = checked(case, of="meeting")
    assert [each.code for each in result.diagnostics].count("WES-021") == 2
    assert result.holding(entry("close-letter"), case.meetings[1]) == ()


def test_an_entry_of_a_list_holds_by_its_own_lines() -> None:
    text = (
        "=== case.yaml\nlevels:\n  - {level: core, decided_on: 2025-03-03}\n  - {level: clos, decided_on: 2025-10-07}\n"
    )
    case = case_of(REVIEWS + text)
    result = checked(case)
    core, close = case.levels
    assert result.holding(entry("close-letter"), case.meetings[1], [core]) == ()
    assert [each.code for each in result.holding(entry("close-letter"), case.meetings[1], [core, close])] == ["SCH-101"]


def test_obligations_come_with_the_check_in_the_order_of_their_days() -> None:
    result = checked(case_of(REVIEWS), of="meeting")
    assert [(each.due_on, each.state.value) for each in result.obligations] == [
        (date(2025, 10, 14), "overdue"),
        (date(2026, 1, 20), "overdue"),
    ]


def test_everything_said_of_a_case_names_it() -> None:
    result = checked(case_of(REVIEWS + "=== case.yaml\nlevels: [{level: clos, decided_on: 2025-10-07}]\n"))
    assert {(each.authority, each.case) for each in result.diagnostics} == {("westmere", "larkfield")}


def test_a_review_date_that_has_passed_is_said_at_the_policy_key() -> None:
    authority = case_of("").authority
    (noted,) = check_authority(authority, packs(), AS_OF)
    assert (noted.code, noted.severity.value, noted.span.line, noted.span.column) == ("WES-001", "warning", 3, 9)
    assert "was due for review by 30 June 2026" in noted.message
    assert (noted.authority, noted.case) == ("westmere", "")
    assert noted.citation is not None
    assert noted.citation.section == "Cover"
    assert check_authority(authority, packs(), date(2026, 6, 30)) == ()


def test_an_authority_under_an_unknown_pack_is_told_which_there_are() -> None:
    authority = case_of("", authority=AUTHORITY.replace("policy: westmere", "policy: westmore")).authority
    (noted,) = check_authority(authority, packs(), AS_OF)
    assert (noted.code, noted.severity.value) == ("PCK-033", "error")
    assert noted.help == "the packs are: westmere"


def test_a_role_of_the_authority_that_the_policy_does_not_know_is_an_error() -> None:
    text = AUTHORITY.replace("  director: [", "  directer: [")
    found = check_authority(case_of("", authority=text).authority, packs(), date(2026, 6, 30))
    assert shape(found) == [("SCH-101", 8, 'the policy has no role "directer"', "the nearest is director")]
