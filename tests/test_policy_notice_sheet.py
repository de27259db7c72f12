from __future__ import annotations

from datetime import date

from casefiles.policy.notice_sheet import notice_sheet
from notices_book import NOTICE, book, school, view_of
from test_policy_intervention import WHOLE


def test_a_notice_prints_the_law_of_its_day() -> None:
    case = book(WHOLE)
    sheet = notice_sheet(case.notices[0], view_of(case, "2026-03-02"))
    assert (sheet.title, sheet.section, sheet.act) == (
        "Warning notice",
        "section 60",
        "Education and Inspections Act 2006",
    )
    (ground,) = sheet.grounds
    assert ground.law.title == "section 60(2)(a)"
    assert ground.law.says.startswith("the standards of performance of pupils at the school are unacceptably low")
    assert [each.title for each in ground.comparators] == ["section 60(3)(a)"]
    assert ground.matters == sheet.matters
    assert sheet.period is not None
    assert sheet.period.ends == "11:59pm on Friday 27 March 2026"
    assert [(each.number, each.action, each.due_on) for each in sheet.actions] == [
        (1, "Adopt a plan", date(2026, 3, 20))
    ]
    assert [each.basis for each in sheet.copies.copies] == ["section 60(6A)", "section 60(6)(a)", "section 60(6)(b)"]


def test_the_powers_of_a_step_have_the_window_of_the_notice_that_it_follows() -> None:
    case = book(WHOLE)
    proposal = next(each for each in case.notices if each.kind == "proposal-to-use-powers")
    (power,) = notice_sheet(proposal, view_of(case, "2026-04-14")).powers
    assert (power.section, power.title, power.notify, power.consent) == (
        "section 64",
        "appoint additional governors",
        "section 70A(1)",
        "",
    )
    assert power.window is not None
    assert power.window.on == date(2026, 5, 27)


def test_the_page_of_an_empty_notice_is_empty_and_no_error() -> None:
    case = book("\n=== notices/2026-03-02-x.md\n---\nkind: letter-of-concern\n---\n", school())
    sheet = notice_sheet(case.notices[0], view_of(case, "2026-03-02"))
    assert (sheet.section, sheet.grounds, sheet.actions, sheet.period, sheet.powers, sheet.copies.copies) == (
        "", (), (), None, (), (),
    )  # fmt: skip


def test_its_gateways_say_what_is_wanting_on_the_day() -> None:
    case = book(NOTICE)
    (gateway,) = notice_sheet(case.notices[0], view_of(case, "2026-04-10")).gateways
    assert [each.clause for each in gateway.wanting] == ["section 60(1)(c)", "section 60(1)(d)"]
