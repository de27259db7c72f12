"""What refuses a notice: the wrong thing at its line, and the same thing nearly right passing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from casebook import case_of
from notices_book import COUNCIL, NOTICE, book, checked, said, school

FILE = "notices/2026-03-02-warning-notice.md"
HISTORIC = """
=== evidence/2014-09-30-results.md
---
title: Results
source: School data
---
Low.
=== notices/2014-12-01-warning-notice.md
---
kind: warning-notice
method: post
given_by: director-of-childrens-services
given_on: 2014-12-01
agreed_by: director-of-childrens-services
agreed_on: 2014-11-28
grounds:
  - {ground: s60-2-a, comparators: [previous], evidence: [2014-09-30-results]}
required_actions:
  - {action: Adopt a plan, measure: The minute that adopts it, due_on: 2014-12-19}
compliance_period: {from: 2014-12-02, to: 2014-12-22}
minded_to: [s64]
copies:
  - {to: hmci, capacity: chief-inspector, given_on: 2014-12-01}
  - {to: headteacher, given_on: 2014-12-01}
outcome: {complied: true, decided_on: 2015-01-08}
---
## Issues and context
You may make representations to the Chief Inspector within 15 working days, and appeal to Ofsted.
"""


def changed(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def codes(lines: Sequence[str]) -> list[str]:
    return [line.split(" ")[2] for line in lines]


@pytest.mark.parametrize(
    ("edits", "place", "says"),
    [
        (
            [("ground: s60-2-a, comparators: [expected]", "ground: s60-2-a")],
            f"{FILE}:9 error ENG-103",
            "by reference to",
        ),
        ([("ground: s60-2-a, comparators: [expected]", "ground: coasting")], f"{FILE}:9 error ENG-102", "nothing else"),
        ([("due_on: 2026-03-20", "due_on: 2026-03-28")], f"{FILE}:11 error ENG-105c", "after the period ends"),
        ([("due_on: 2026-03-20", "due_on: 2026-03-02")], f"{FILE}:11 error ENG-105c", "before the period begins"),
        ([(", due_on: 2026-03-20", "")], f"{FILE}:11 warning ENG-105b", "by when"),
        ([("Adopt a plan", "The governing body must improve teaching")], f"{FILE}:11 warning ENG-105b", '"improve"'),
        (
            [("minded_to: [s64]", "minded_to: [s66a]")],
            f"{FILE}:13 error ENG-107",
            "Secretary of State for Education alone",
        ),
        ([("agreed_on: 2026-02-26", "agreed_on: 2026-03-03")], f"{FILE}:7 error ENG-108", "after it was given"),
        ([("to: 2026-03-27", "to: 2026-03-28")], f"{FILE}:12 warning ENG-106b", "Saturday 28 March 2026"),
        ([("to: 2026-03-27", "to: 2026-04-10")], f"{FILE}:12 ", ""),
    ],
)
def test_each_fault_is_said_at_its_line(edits: list[tuple[str, str]], place: str, says: str) -> None:
    lines = said(book(changed(NOTICE, *edits)), "2026-03-20")
    if not says:
        assert lines == []
        return
    (line,) = lines
    assert line.startswith(place)
    assert says in line


def test_a_verb_with_a_deliverable_is_not_vague() -> None:
    text = changed(NOTICE, ("Adopt a plan", "To adopt a plan that raises and ensures attendance"))
    assert said(book(text), "2026-03-20") == []


def test_a_short_period_mostly_in_the_holidays_is_advised_against_twice() -> None:
    text = changed(NOTICE, ("from: 2026-03-03, to: 2026-03-27", "from: 2026-03-27, to: 2026-04-13"))
    text = changed(text, ("due_on: 2026-03-20", "due_on: 2026-04-01")).replace("2026-03-02", "2026-03-26")
    assert [line.partition("ENG-106b ")[2].partition(" (our")[0] for line in said(book(text), "2026-03-26")] == [
        "most of the compliance period lies in the school holidays",
        "the compliance period has ten working days; fewer than 15 will seldom be reasonable",
    ]


def test_a_reason_excuses_a_short_period() -> None:
    short = changed(NOTICE, ("to: 2026-03-27", "to: 2026-03-20"))
    assert codes(said(book(short), "2026-03-20")) == ["ENG-106b"]
    reasoned = changed(short, ("minded_to", "reasons: {short-period: Agreed with the governing body}\nminded_to"))
    assert said(book(reasoned), "2026-03-20") == []


def test_a_period_in_a_year_without_a_calendar_cannot_be_judged_and_says_so() -> None:
    text = changed(NOTICE, ("to: 2026-03-27", "to: 2027-10-01"))
    assert [each.code for each in checked(book(text), "2026-03-20").diagnostics] == ["SCH-190"]


class DescribeTheLawOfTheDay:
    def test_a_notice_of_2014_states_fifteen_working_days_and_representations(self) -> None:
        assert said(book(HISTORIC), "2026-03-20") == []

    def test_the_same_notice_today_may_do_neither(self) -> None:
        today = HISTORIC.replace("2014-12-01", "2026-03-02")
        today = changed(
            today,
            ("2014-11-28", "2026-02-26"),
            ("2014-12-19", "2026-03-20"),
            ("from: 2014-12-02, to: 2014-12-22", "from: 2026-03-03, to: 2026-03-27"),
            ("2015-01-08", "2026-04-01"),
        )
        found = codes(said(book(today), "2026-04-08"))
        assert sorted(set(found)) == ["ENG-111", "ENG-114"]
        assert found.count("ENG-114") == 1

    @pytest.mark.parametrize(("day", "copied"), [("2016-04-17", False), ("2016-04-18", True)])
    def test_the_secretary_of_state_has_a_copy_from_18_april_2016(self, day: str, *, copied: bool) -> None:
        text = changed(NOTICE, ("  - {to: rd, capacity: secretary-of-state, given_on: 2026-03-02}\n", "")).replace(
            "2026-03-02", day
        )
        lines = said(book(text), "2016-05-01", "ENG-111")
        assert any("Regional Director" in line for line in lines) is copied

    def test_there_was_no_notice_on_pay_before_12_january_2010(self) -> None:
        text = changed(
            NOTICE,
            ("kind: warning-notice", "kind: teachers-pay-warning-notice"),
            ("s60-2-a, comparators: [expected]", "teachers-pay"),
        )
        assert (
            "there was no such notice in law on 11 January 2010"
            in said(book(text.replace("2026-03-02", "2010-01-11")), "2010-01-11", "ENG-100")[0]
        )
        assert said(book(text.replace("2026-03-02", "2010-01-12")), "2010-01-12", "ENG-100") == []

    def test_the_fifteen_days_of_a_confirmed_notice_count_from_its_confirmation(self) -> None:
        text = changed(
            HISTORIC,
            ("to: 2014-12-22}", "to: 2015-01-15}\nrepresentations: {made_on: 2014-12-12, confirmed_on: 2014-12-22}"),
            ("2015-01-08", "2015-01-20"),
        )
        assert said(book(text), "2026-03-20") == []


class DescribeWhoGivesIt:
    @pytest.mark.parametrize(
        ("employer", "refused"), [("Westmere Learning", True), ("Westmere Council", False), ("westmere council", False)]
    )
    def test_only_an_officer_of_the_council_does(self, employer: str, *, refused: bool) -> None:
        council = COUNCIL.replace(
            "title: Director of Education}", f"title: Director of Education, employer: {employer}}}"
        )
        case = case_of(NOTICE, authority=council, school=school())
        assert bool(said(case, "2026-03-20", "ENG-101")) is refused

    def test_nor_does_somebody_of_the_school(self) -> None:
        (line,) = said(
            book(changed(NOTICE, ("given_by: director-of-childrens-services", "given_by: headteacher"))), "2026-03-20"
        )
        assert line.startswith(f"{FILE}:4 error ENG-101 headteacher is no officer of the authority")


class DescribeALetterOfConcern:
    LETTER = "\n=== notices/2026-03-02-letter.md\n---\nkind: letter-of-concern\n---\n## Issues and context\n{}\n"

    @pytest.mark.parametrize("words", ["under section 60 of the Act", "(s.60)", "s 60A notices", "Section 60(2)"])
    def it_never_cites_section_60(self, words: str) -> None:
        (line,) = said(book(self.LETTER.format(f"We write {words}.")), "2026-03-20")
        assert line.startswith("notices/2026-03-02-letter.md:5 error ENG-113")

    @pytest.mark.parametrize("words", ["60 pupils", "sections of 600 words", "class 60A"])
    def it_may_speak_of_anything_else(self, words: str) -> None:
        assert said(book(self.LETTER.format(f"We write about {words}.")), "2026-03-20") == []

    def it_needs_none_of_what_a_notice_needs(self) -> None:
        assert said(book(self.LETTER.format("We are concerned.")), "2026-03-20") == []


class DescribeAnAcademy:
    def test_the_refusal_says_what_to_do_in_place_of_a_notice(self) -> None:
        case = book(NOTICE, school("Academy converter"))
        (refused,) = [each for each in checked(case, "2026-03-20").diagnostics if each.code == "ENG-100"]
        assert "Larkfield School is not a school of section 59 (Academy converter)" in refused.message
        assert refused.help == "raise the concern with the Regional Director: kind academy-concern-letter"

    def test_an_unknown_type_is_not_let_through(self) -> None:
        case = book(NOTICE, school("Hedge school"))
        assert codes(said(case, "2026-03-20", "ENG-100")) == ["ENG-100"]


class DescribeCopiesThatWereForgotten:
    def test_a_catholic_aided_school_without_a_copy_to_its_diocese(self) -> None:
        case = book(NOTICE, school("Voluntary aided school", "Roman Catholic", "trustees"))
        lines = said(case, "2026-03-20")
        assert codes(lines) == ["ENG-111", "ENG-111"]
        assert "no copy to Roman Catholic Diocese of Westmere is recorded" in lines[0]
        assert "no copy to Westmere School Trustees is recorded" in lines[1]

    def test_a_controlled_church_of_england_school_without_an_appointer(self) -> None:
        case = book(NOTICE, school("Voluntary controlled school", "Church of England"))
        assert codes(said(case, "2026-03-20")) == ["ENG-110", "ENG-111"]

    @pytest.mark.parametrize(
        ("copies", "refused"), [("", True), ("\ncopies: [{to: headteacher, given_on: 2026-05-05}]", False)]
    )
    def test_a_suspended_budget_without_a_copy_to_the_head_teacher(self, copies: str, *, refused: bool) -> None:
        text = f"""
=== notices/2026-05-05-budget-suspension.md
---
kind: budget-suspension
powers_used: [s66]
method: by hand
given_by: director-of-childrens-services
given_on: 2026-05-05{copies}
---
"""
        assert bool(said(book(text), "2026-05-08", "ENG-111")) is refused
