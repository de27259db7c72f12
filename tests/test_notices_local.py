"""What Southwark and Cambridgeshire ask of a warning notice beside the law: who agrees it, who else has a copy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casebook import case_of
from casefiles.caseload import load_packs
from casefiles.policy.copies import copies_of
from casefiles.policy.coverage import coverage
from casefiles.policy.law import calendar_in
from casefiles.policy.rule import View
from notices_book import COUNCIL, NOTICE, packs, school

FAITH = "  beth: {name: Westmere Board of Deputies, role: religious-body, for: [Jewish], address: [6 Sea Street]}\n"


def listed(policy: str, kind: str, of: str) -> list[tuple[str, str]]:
    """The copy list of a notice under a policy: who has one, and on what basis."""
    council = COUNCIL.replace("policy: england", f"policy: {policy}").replace("bodies:\n", f"bodies:\n{FAITH}")
    case = case_of(NOTICE.replace("kind: warning-notice", f"kind: {kind}"), authority=council, school=of)
    edition = packs().edition_on(policy, date(2026, 3, 2))
    found = copies_of(case.notices[0], View(case, edition, calendar_in(case, edition), date(2026, 3, 20)))
    return [(each.recipient.name if each.recipient else "", each.basis) for each in found.copies]


def test_southwark_sends_ofsted_a_copy_of_a_notice_on_pay_as_well() -> None:
    own = ("His Majesty's Chief Inspector", "Southwark's offer, 1.2")
    assert listed("southwark", "teachers-pay-warning-notice", school())[2:] == [own]
    assert own not in listed("southwark", "warning-notice", school())


@pytest.mark.parametrize("kind", ["warning-notice", "teachers-pay-warning-notice"])
def test_cambridgeshire_sends_the_religious_body_of_any_faith_a_copy_after_those_of_the_law(kind: str) -> None:
    jewish = school("Voluntary aided school", "Jewish", "trustees")
    own = ("Westmere Board of Deputies", "the School Support Offer")
    assert [each for each in listed("cambridgeshire", kind, jewish) if each[1]][-1] == own
    assert own not in listed("cambridgeshire", kind, school("Voluntary aided school", "Roman Catholic", "trustees"))
    assert own not in listed("england", kind, jewish)


@pytest.mark.parametrize("name", ["southwark", "cambridgeshire", "camden"])
def test_no_requirement_on_notices_or_powers_waits(name: str) -> None:
    pack = load_packs(Path("casefiles"), ())[0].by_name[name]
    merged = packs().edition_on(name, pack.editions[0].in_force.start or date.min)
    waiting = [each for each in coverage(pack.editions[0], merged) if each.realised_as == "waiting"]
    assert [each.id for each in waiting if "notice" in each.reason or "power" in each.reason] == []
