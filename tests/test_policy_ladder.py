"""The ladder of intervention: which step a school has reached, and what would have to be so for those ahead."""

from __future__ import annotations

from datetime import date

from casefiles.model.as_at import as_at
from casefiles.policy.ladder import CONDITIONS, Standing, ladder_of
from casefiles.policy.law import calendar_in
from casefiles.policy.rule import View
from notices_book import NOTICE, book, packs, school
from test_notices_refused import CONCERN, INTERIM
from test_policy_intervention import FAILED, PROPOSAL, TOLD, WHOLE, received


def standing(text: str, day: str, of: str = "") -> Standing:
    on = date.fromisoformat(day)
    case = as_at(book(text, of), on, plans=True)
    edition = packs().edition_on("england", on)
    found = ladder_of(View(case, edition, calendar_in(case, edition), on))
    assert found is not None
    return found


def wanting(found: Standing, step: str) -> list[str]:
    """What a step still wants: clause and line."""
    (ahead,) = (each for each in found.ahead if each.title.startswith(step))
    return [f"{want.clause} {want.span.file}:{want.span.line}" for want in ahead.wants if not want.is_met]


def test_without_a_formal_step_there_is_none() -> None:
    case = book("")
    edition = packs().edition_on("england", date(2026, 3, 2))
    assert ladder_of(View(case, edition, calendar_in(case, edition), date(2026, 3, 2))) is None


def test_after_a_letter_of_concern_a_notice_wants_a_ground_and_somebody_who_agrees() -> None:
    found = standing(CONCERN, "2026-03-10")
    assert (found.title, found.since) == ("letter of concern or pre-warning letter", date(2026, 3, 2))
    assert wanting(found, "warning notice") == ["section 60(2) and (4)(a) case.yaml:1", "section 60(2) case.yaml:1"]


def test_where_no_notice_may_be_given_it_says_so_at_the_type() -> None:
    found = standing(CONCERN, "2026-03-10", school("Academy converter"))
    assert "section 59(1) school.yaml:3" in wanting(found, "warning notice")


def test_a_church_school_without_an_appointer_wants_one_in_its_file() -> None:
    found = standing(CONCERN, "2026-03-10", school("Voluntary aided school", "Roman Catholic"))
    assert "section 60(6) and (6A) school.yaml:1" in wanting(found, "warning notice")


def test_a_period_that_runs_must_have_ended_and_one_that_is_over_did() -> None:
    said = {
        day: [
            want.what for each in standing(NOTICE, day).ahead for want in each.wants if "compliance period" in want.what
        ]
        for day in ("2026-03-10", "2026-03-30")
    }
    assert set(said["2026-03-10"]) == {"the compliance period must have ended; it ends on 27 March 2026"}
    assert set(said["2026-03-30"]) == {"the compliance period ended on 27 March 2026"}


def test_an_act_of_the_secretary_of_state_stands_in_the_way_until_released() -> None:
    acted = received("sos-warning-notice", "2026-03-05")
    assert "section 60(4A) received/2026-03-05-sos-warning-notice.md:2" in wanting(
        standing(CONCERN + acted, "2026-03-10"), "warning notice"
    )
    released = acted + received("sos-release", "2026-03-08")
    assert not [each for each in wanting(standing(CONCERN + released, "2026-03-10"), "warning notice") if "4A" in each]


def test_each_thing_that_is_done_leaves_one_less_to_do() -> None:
    at = "notices/2026-03-02-warning-notice.md"
    left = [
        len(wanting(standing(text, day), "section 64"))
        for text, day in (
            (NOTICE, "2026-03-20"),
            (NOTICE, "2026-03-30"),
            (FAILED, "2026-04-02"),
            (FAILED + PROPOSAL, "2026-04-15"),
            (FAILED + PROPOSAL + TOLD, "2026-04-21"),
        )
    ]
    assert left == [4, 3, 2, 1, 0]
    assert f"section 60(1)(b) {at}:12" in wanting(standing(NOTICE, "2026-03-20"), "decision on compliance")


def test_after_two_months_the_power_wants_what_cannot_be_had() -> None:
    found = standing(FAILED + PROPOSAL + TOLD, "2026-05-28")
    assert wanting(found, "section 64") == ["section 64(2) notices/2026-03-02-warning-notice.md:12"]


def test_an_interim_board_wants_consultation_and_consent() -> None:
    asked = INTERIM.replace("consent: {given_on: 2026-05-02, given_by: regional-director}\n", "")
    before = standing(asked.partition("=== notices/2026-05-05")[0], "2026-05-03")
    assert [each.partition(" notices")[0] for each in wanting(before, "section 65")] == ["section 65(1)"]


def test_a_power_used_is_the_last_step_but_the_end() -> None:
    found = standing(WHOLE, "2026-05-08")
    assert (found.title, found.since) == ("use of a power", date(2026, 5, 5))
    assert [each.title for each in found.ahead] == ["end of formal intervention"]


def test_compliance_ends_it() -> None:
    found = standing(FAILED.replace("complied: false", "complied: true"), "2026-04-02")
    assert (found.title, found.ahead) == ("end of formal intervention", ())


PAY = """
=== notices/2026-05-11-pay.md
---
kind: teachers-pay-warning-notice
given_on: 2026-05-11
outcome: {complied: true, decided_on: 2026-06-15}
---
"""


def test_the_end_of_a_later_notice_leaves_the_power_in_use_after_an_earlier_one() -> None:
    assert standing(WHOLE + PAY, "2026-05-12").title == "warning notice"
    found = standing(WHOLE + PAY, "2026-06-16")
    assert (found.title, found.since) == ("use of a power", date(2026, 5, 5))
    withdrawn = WHOLE + PAY.replace("outcome: {complied: true, decided_on: 2026-06-15}", "withdrawn_on: 2026-06-15")
    assert standing(withdrawn, "2026-06-16").title == "use of a power"


def test_the_end_of_a_notice_ends_the_concern_that_led_to_it() -> None:
    concern = CONCERN.replace("2026-03-02", "2026-02-02")
    ended = FAILED.replace("complied: false", "complied: true")
    assert standing(concern + ended, "2026-03-01").title == "letter of concern or pre-warning letter"
    assert standing(concern + ended, "2026-04-02").title == "end of formal intervention"


def test_every_condition_of_the_shipped_ladder_is_one_that_can_be_looked_at() -> None:
    edition = packs().edition_on("england", date(2026, 3, 2))
    assert {need.condition for step in edition.ladder for need in step.needs} == set(CONDITIONS)
