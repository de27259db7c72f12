"""Gateways, locks and clocks: what opens a power, what closes it, and when."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefiles.model.notices import Notice
from casefiles.policy.intervention import gateways_of, locked_by, window_of
from casefiles.policy.obligations import State
from notices_book import NOTICE, book, checked, said, school, view_of

FAILED = NOTICE.replace("minded_to: [s64]", "minded_to: [s64]\noutcome: {complied: false, decided_on: 2026-04-01}")
PROPOSAL = """
=== notices/2026-04-14-proposal.md
---
kind: proposal-to-use-powers
follows: 2026-03-02-warning-notice
powers: [s64]
given_by: director-of-childrens-services
given_on: 2026-04-14
agreed_by: director-of-childrens-services
agreed_on: 2026-04-13
---
"""
TOLD = """
=== notices/2026-04-20-told.md
---
kind: power-notification
follows: 2026-03-02-warning-notice
powers: [s64]
given_by: director-of-childrens-services
given_on: 2026-04-20
---
"""
USED = """
=== notices/2026-05-05-governors.md
---
kind: additional-governors
follows: 2026-03-02-warning-notice
powers_used: [s64]
method: post
given_by: director-of-childrens-services
given_on: 2026-05-05
agreed_by: director-of-childrens-services
agreed_on: 2026-05-01
---
"""
WHOLE = FAILED + PROPOSAL + TOLD + USED


def received(kind: str, day: str) -> str:
    return f"\n=== received/{day}-{kind}.md\n---\nkind: {kind}\n---\n"


class DescribeGateways:
    def test_a_notice_alone_opens_nothing(self) -> None:
        (gateway,) = gateways_of(view_of(book(), "2026-05-05"), date(2026, 5, 5))
        assert [each.id for each in gateway.wanting] == ["not-complied", "proposal"]
        assert gateway.open_since is None

    def it_is_open_since_the_last_of_its_conditions_was_met(self) -> None:
        (gateway,) = gateways_of(view_of(book(WHOLE), "2026-05-05"), date(2026, 5, 5))
        assert gateway.is_open
        assert gateway.open_since == date(2026, 4, 14)
        assert [each.clause for each in gateway.conditions] == [
            "section 60(1)(a)",
            "section 60(1)(b)",
            "section 60(1)(c)",
            "section 60(1)(d)",
            "section 60",
        ]

    @pytest.mark.parametrize(("day", "wanting"), [("2026-03-27", True), ("2026-03-28", False)])
    def its_period_has_expired_on_the_day_after_its_last(self, day: str, *, wanting: bool) -> None:
        (gateway,) = gateways_of(view_of(book(WHOLE), day), date.fromisoformat(day))
        assert ("expired" in {each.id for each in gateway.wanting}) is wanting

    def test_a_decision_before_the_period_ended_counts_for_nothing(self) -> None:
        early = WHOLE.replace("decided_on: 2026-04-01", "decided_on: 2026-03-27")
        (gateway,) = gateways_of(view_of(book(early), "2026-05-05"), date(2026, 5, 5))
        assert [each.id for each in gateway.wanting] == ["not-complied"]

    @pytest.mark.parametrize(
        "end",
        [
            received("sos-warning-notice", "2026-04-02"),
            "\n=== notices/2026-04-30-withdrawal.md\n---\nkind: notice-withdrawal\nfollows: 2026-03-02-warning-notice\n---\n",
        ],
    )
    def test_a_withdrawal_or_the_secretary_of_states_own_notice_ends_it(self, end: str) -> None:
        (gateway,) = gateways_of(view_of(book(WHOLE + end), "2026-05-05"), date(2026, 5, 5))
        assert [each.id for each in gateway.wanting] == ["stands"]

    def test_the_category_of_an_inspection_opens_one_until_a_later_inspection(self) -> None:
        of = school() + (
            "ofsted:\n"
            "  - {inspected_on: 2025-02-03, published_on: 2025-03-14, grades: {Quality of education: Inadequate}, category: special measures}\n"
            "  - {inspected_on: 2026-01-20, published_on: 2026-02-20, grades: {Achievement: Expected standard}}\n"
        )
        case = book("", of)
        found = {
            day: gateways_of(view_of(case, day), date.fromisoformat(day))
            for day in ("2025-03-13", "2026-02-19", "2026-02-20")
        }
        assert [[each.entry.id for each in gateways] for gateways in found.values()] == [[], ["s62"], []]

    def test_a_coasting_school_is_eligible_from_the_notification_until_a_release(self) -> None:
        case = book(received("sos-notification", "2026-01-12") + received("sos-release", "2026-03-02"))
        assert [
            [each.is_open for each in gateways_of(view_of(case, day), date.fromisoformat(day))]
            for day in ("2026-01-11", "2026-01-12", "2026-03-02")
        ] == [[], [True], [False]]

    def test_before_18_april_2016_nobody_was_eligible_by_coasting(self) -> None:
        case = book(received("sos-notification", "2016-04-01"))
        assert gateways_of(view_of(case, "2016-04-17"), date(2016, 4, 17)) == ()
        assert len(gateways_of(view_of(case, "2016-04-18"), date(2016, 4, 18))) == 1


class DescribeLocks:
    def test_one_holds_until_the_release(self) -> None:
        case = book(received("sos-intervention", "2026-03-10") + received("sos-release", "2026-04-10"))
        held = {}
        for day in ("2026-03-09", "2026-03-10", "2026-04-09", "2026-04-10"):
            view = view_of(case, day)
            power = view.edition.power("s64", date.fromisoformat(day))
            assert power is not None
            held[day] = locked_by(power.locks, view, date.fromisoformat(day)) is not None
        assert list(held.values()) == [False, True, True, False]

    def test_a_second_act_after_a_release_holds_again(self) -> None:
        case = book(
            received("sos-intervention", "2026-03-10")
            + received("sos-release", "2026-03-20")
            + received("sos-governors", "2026-03-25")
        )
        view = view_of(case, "2026-04-01")
        budget, governors = (view.edition.power(name, view.as_of) for name in ("s66", "s64"))
        assert budget is not None
        assert governors is not None
        found = locked_by(budget.locks, view, view.as_of)
        assert found is not None
        assert found[0].basis == "section 67(6)"
        assert locked_by(governors.locks, view, view.as_of) is None


def end_of_window(end: date) -> date:
    notice = Notice.model_validate(
        {
            "date": date(2020, 1, 1),
            "kind": "warning-notice",
            "compliance_period": {"from": date(2020, 1, 1), "to": end},
        }
    )
    view = view_of(book(""), "2026-03-02")
    power = view.edition.power("s64", date(2026, 3, 2))
    assert power is not None
    window = window_of(view, notice.model_copy(update={"date": date(2026, 3, 2)}), power)
    assert window is not None
    return window.on


class DescribeTheWindow:
    @settings(max_examples=200)
    @given(st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31)))
    def it_ends_on_the_corresponding_date_or_the_last_of_a_shorter_month(self, end: date) -> None:
        last = end_of_window(end)
        assert (last.year * 12 + last.month) - (end.year * 12 + end.month) == 2
        length = calendar.monthrange(last.year, last.month)[1]
        assert last.day == min(end.day, length)

    @settings(max_examples=100)
    @given(st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 30)))
    def test_a_later_period_never_closes_it_earlier(self, end: date) -> None:
        assert end_of_window(end) <= end_of_window(end + timedelta(days=1))

    @pytest.mark.parametrize(
        ("as_of", "speaks"),
        [
            ("2026-05-05", ""),
            ("2026-05-06", "warning: 21 days are left"),
            ("2026-05-19", "warning: eight days are left"),
            ("2026-05-20", "warning: seven days are left"),
            ("2026-05-27", "warning: no days are left"),
            ("2026-05-28", "note: the powers of sections 63, 64 and 66 lapsed on 27 May 2026"),
        ],
    )
    def it_warns_21_and_7_days_before_and_notes_its_end(self, as_of: str, speaks: str) -> None:
        found = [each for each in checked(book(FAILED), as_of).diagnostics if each.code == "ENG-129a"]
        assert [f"{each.severity.value}: {each.message}".startswith(speaks) for each in found] == (
            [True] if speaks else []
        )

    def it_is_an_obligation_with_its_derivation(self) -> None:
        owed = [each for each in checked(book(FAILED), "2026-05-01").obligations if each.code == "ENG-129a"]
        assert [(each.due_on, each.state) for each in owed] == [(date(2026, 5, 27), State.DUE)]
        assert owed[0].derivation.startswith("2 months after 27 March 2026: 27 May 2026")

    def it_is_met_by_a_power_used_in_time_and_excused_by_compliance(self) -> None:
        complied = FAILED.replace("complied: false", "complied: true")
        states = [
            (each.state, each.met_by)
            for text in (WHOLE, complied)
            for each in checked(book(text), "2026-06-05").obligations
            if each.code == "ENG-129a"
        ]
        assert states == [
            (State.MET, "2026-05-05-governors"),
            (State.EXCUSED, "2026-03-02-warning-notice"),
        ]

    @pytest.mark.parametrize(("day", "refused"), [("2026-05-27", False), ("2026-05-28", True)])
    def test_a_power_on_the_day_after_is_refused(self, day: str, *, refused: bool) -> None:
        late = WHOLE.replace("2026-05-05", day)
        assert bool(said(book(late), "2026-06-05", "ENG-129b")) is refused


class DescribeObligations:
    def test_the_end_of_the_compliance_period_is_one_from_the_day_of_the_notice(self) -> None:
        owed = [each for each in checked(book(), "2026-03-02").obligations if each.code == "ENG-121"]
        assert [(each.due_on, each.state) for each in owed] == [(date(2026, 3, 27), State.DUE)]
        assert "11:59pm on Friday 27 March 2026" in owed[0].derivation

    def test_a_notice_that_was_not_given_starts_no_clock(self) -> None:
        draft = NOTICE.replace("given_on: 2026-03-02\nagreed", "agreed")
        codes = {each.code for each in checked(book(draft), "2026-06-01").obligations}
        assert codes & {"ENG-121", "ENG-129a"} == set()


def test_the_whole_ladder_in_order_raises_nothing() -> None:
    assert said(book(WHOLE), "2026-05-08") == []


def test_section_63_is_never_opened_by_a_notice_on_pay() -> None:
    pay = (
        WHOLE.replace("kind: warning-notice", "kind: teachers-pay-warning-notice")
        .replace("ground: s60-2-a, comparators: [expected]", "ground: teachers-pay")
        .replace("kind: additional-governors", "kind: arrangements-direction")
        .replace("powers_used: [s64]", "powers_used: [s63]")
    )
    lines = said(book(pay), "2026-05-08", "ENG-124")
    assert [line.split(" ", 2)[2] for line in lines] == ["ENG-124 section 63 is never opened by section 60A"]
