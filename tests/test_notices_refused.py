"""The notices that must never go out: each with its diagnostic at its line, and the same thing nearly right passing."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from casebook import case_of
from casefiles.caseload import load
from casefiles.cli.main import main
from casefiles.issuing.circumstances import Circumstances
from casefiles.issuing.issue import Issuing, Outcome, issue
from casefiles.judgement import judge
from casefiles.register import By
from notation import write_tree
from notices_book import COUNCIL, NOTICE, book, said, school
from test_policy_intervention import FAILED, PROPOSAL, TOLD, USED, WHOLE, received

FILE = "notices/2026-03-02-warning-notice.md"
CHURCH = "  - {to: rc, capacity: diocesan-authority, given_on: 2026-03-02}\n"
TRUSTEES = "  - {to: trustees, capacity: foundation-appointer, given_on: 2026-03-02}\n"
HEAD = "  - {to: headteacher, given_on: 2026-03-02}\n"
CATHOLIC = NOTICE.replace(HEAD, HEAD + CHURCH + TRUSTEES)
ANGLICAN = CATHOLIC.replace("to: rc,", "to: ce,")
AIDED = school("Voluntary aided school", "Roman Catholic", "trustees")
CONTROLLED = school("Voluntary controlled school", "Church of England", "trustees")
BUDGET = (
    WHOLE.replace("minded_to: [s64]", "minded_to: [s66]").replace("powers: [s64]", "powers: [s66]")
    .replace("powers_used: [s64]", "powers_used: [s66]").replace("kind: additional-governors", "kind: budget-suspension")
    .replace("agreed_on: 2026-05-01\n", "agreed_on: 2026-05-01\ncopies: [{to: headteacher, given_on: 2026-05-05}]\n")
)  # fmt: skip
BOARD = """
=== notices/2026-04-15-asked.md
---
kind: power-consultation
follows: 2026-03-02-warning-notice
powers: [s65]
given_by: director-of-childrens-services
given_on: 2026-04-15
consulted: [{to: chair-of-governors, capacity: governing-body, consulted_on: 2026-04-15}]
---
=== notices/2026-04-30-applied.md
---
kind: interim-board-application
follows: 2026-03-02-warning-notice
powers: [s65]
given_by: director-of-childrens-services
given_on: 2026-04-30
consent: {given_on: 2026-05-02, given_by: regional-director}
---
=== notices/2026-05-05-board.md
---
kind: interim-board-notice
follows: 2026-03-02-warning-notice
powers_used: [s65]
method: by hand
given_by: director-of-childrens-services
given_on: 2026-05-05
agreed_by: director-of-childrens-services
agreed_on: 2026-05-04
copies:
  - {to: interim-members, given_on: 2026-05-05}
  - {to: existing-governors, given_on: 2026-05-05}
  - {to: rd, capacity: secretary-of-state, given_on: 2026-05-05}
---
"""
INTERIM = FAILED.replace("[s64]", "[s65]") + PROPOSAL.replace("[s64]", "[s65]") + BOARD
CONCERN = """
=== notices/2026-03-02-concern.md
---
kind: letter-of-concern
given_by: director-of-childrens-services
given_on: 2026-03-02
---
## Issues and context
We are concerned about the results. This is not a warning notice.
"""
COMPANY = COUNCIL.replace("name: Westmere Council\nissuing", "name: Westmere Learning\nissuing")
BEFORE = (
    "ofsted: [{inspected_on: 2025-11-09, section: 5, grades: {Quality of education: GRADE}, safeguarding: effective}]\n"
)


def worded(text: str) -> str:
    return f"{NOTICE.rstrip()}\n## Issues and context\n{text}\n"


GOLDEN = {
    "a pupil referral unit": (school("Pupil referral unit"), NOTICE, "2 error ENG-100", school(), NOTICE),
    "an academy": (school("Academy converter"), NOTICE, "2 error ENG-100", school("Foundation school", appointer="none"), NOTICE),
    "a closed school": (school() + "status: Closed\n", NOTICE, "2 error ENG-100", school() + 'status: "Open, but proposed to close"\n', NOTICE),
    "a Catholic school without the diocese's copy": (AIDED, CATHOLIC.replace(CHURCH, ""), "15 error ENG-111", AIDED, CATHOLIC),
    "a Church of England school without the appointer's copy": (CONTROLLED, ANGLICAN.replace(TRUSTEES, ""), "15 error ENG-111", CONTROLLED, ANGLICAN),
    "a Church of England school that names no appointer": (
        school("Voluntary controlled school", "Church of England"), ANGLICAN.replace(TRUSTEES, ""), "15 error ENG-110", CONTROLLED, ANGLICAN
    ),
    "low standards by reference to nothing": (
        school(), NOTICE.replace(", comparators: [expected]", ""), "9 error ENG-103", school(), NOTICE.replace("[expected]", "[previous]")
    ),
    "an action without a date": (school(), NOTICE.replace(", due_on: 2026-03-20", ""), "11 warning ENG-105b", school(), NOTICE),
    "an action due after the period": (
        school(), NOTICE.replace("due_on: 2026-03-20", "due_on: 2026-03-28"), "11 error ENG-105c", school(), NOTICE.replace("due_on: 2026-03-20", "due_on: 2026-03-27")
    ),
    "a copy a day later": (school(), NOTICE.replace(HEAD, HEAD.replace("03-02", "03-03")), "17 error ENG-111", school(), NOTICE),
    "fifteen working days and Ofsted": (
        school(), worded("You may appeal to Ofsted within 15 working days."), "20 error ENG-114", school(), worded("Ofsted has a copy of this letter.")
    ),
    "additional governors a day after the two months": (
        school(), WHOLE.replace("2026-05-05", "2026-05-28"), "2026-05-28-governors.md:4 error ENG-129b", school(), WHOLE.replace("2026-05-05", "2026-05-27")
    ),
    "the budget without the head's copy": (
        school(), BUDGET.replace("copies: [{to: headteacher, given_on: 2026-05-05}]\n", ""), "2026-05-05-governors.md:7 error ENG-111", school(), BUDGET
    ),
    "an interim board without consent": (
        school(), INTERIM.replace("consent: {given_on: 2026-05-02, given_by: regional-director}\n", ""), "2026-05-05-board.md:4 error ENG-128", school(), INTERIM
    ),
    "a report card before there were any": (
        school() + BEFORE.replace("GRADE", "Strong standard"), NOTICE, "school.yaml:9 error ENG-010", school() + BEFORE.replace("GRADE", "Good"), NOTICE
    ),
    "a grade of the consultation": (
        school(), worded("Leadership is graded Attention needed."), "20 warning ENG-115", school(), worded("Leadership is graded Needs attention.")
    ),
    "coasting by our own reckoning": (
        school(), TOLD.replace("follows: 2026-03-02-warning-notice\n", "") + USED.replace("follows: 2026-03-02-warning-notice\n", ""),
        "2026-05-05-governors.md:3 error ENG-124",
        school(),
        received("sos-notification", "2026-03-01") + TOLD.replace("follows: 2026-03-02-warning-notice\n", "") + USED.replace("follows: 2026-03-02-warning-notice\n", ""),
    ),
    "a letter of concern that cites section 60": (
        school(), CONCERN + "We write under section 60 of the Act.\n", "2026-03-02-concern.md:7 error ENG-113", school(), CONCERN
    ),
}  # fmt: skip
"""Each: the school and the files that are refused, place and code, and the school and files that are nearly the same."""

JUDGED = "2026-06-05"


def found(of: str, text: str, code: str) -> list[str]:
    return said(book(text, of), JUDGED, code)


@pytest.mark.parametrize("name", GOLDEN)
def test_it_is_refused_at_its_line_and_nearly_the_same_passes(name: str) -> None:
    of, refused, place, nearly, passing = GOLDEN[name]
    where, _, code = place.rpartition(" ")
    line = where if ":" in where else f"{FILE}:{where}"
    assert [each for each in found(of, refused, code) if f"{line} {code} " in each], found(of, refused, "ENG-")
    assert found(nearly, passing, code) == []


def test_section_63_is_refused_by_section_60a_and_stands_by_section_60() -> None:
    use = WHOLE.replace("kind: additional-governors", "kind: arrangements-direction").replace("[s64]", "[s63]")
    asked = BOARD.partition("=== notices/2026-04-30")[0].replace("[s65]", "[s63]")
    pay = use.replace("kind: warning-notice", "kind: teachers-pay-warning-notice").replace(
        "ground: s60-2-a, comparators: [expected]", "ground: s60a-2, provision: paragraph 13"
    )
    assert "section 63 is never opened by section 60A" in "".join(found(school(), pay + asked, "ENG-124"))
    assert found(school(), use + asked, "ENG-1") == []


@pytest.mark.parametrize(("employer", "refused"), [("", True), (", employer: Westmere Council", False)])
def test_a_notice_by_the_company_is_refused_and_one_by_the_councils_officer_stands(
    employer: str, *, refused: bool
) -> None:
    council = COMPANY.replace("title: Director of Education}", f"title: Director of Education{employer}}}")
    lines = said(case_of(NOTICE, authority=council, school=school()), JUDGED, "ENG-101")
    assert [line.partition(" ")[0] for line in lines] == ([f"{FILE}:4"] if refused else [])


PRU = school("Pupil referral unit")


def caseload(root: Path, of: str, text: str = NOTICE, more: str = "") -> Path:
    """A caseload on the disk with that school and those files."""
    council = COUNCIL.replace("=== authority.yaml", "=== west/authority.yaml").replace(
        "policy: england", "policy: england\nletterhead: {address: [1 High Street]}\nmarking: OFFICIAL"
    )
    placed = text.replace("kind: warning-notice\n", "kind: warning-notice\ncontact: darby\n")
    case = (of + placed).replace("=== ", "=== west/larkfield/")
    write_tree(
        root, f"\n=== caseload.yaml\nformat: 1\n{council}{case}\n=== west/larkfield/case.yaml\nreference: W-1\n{more}"
    )
    return root


def issued(root: Path, as_of: str = JUDGED) -> Outcome:
    """What becomes of the notice where somebody issues it on a date of judgement."""
    judged = judge(load(root), date.fromisoformat(as_of))
    (each,) = judged.cases
    (due,) = [one for one in each.due if one.entry.slug == "warning-notice"]
    circumstances = Circumstances("2026-06-05T10:00:00Z", By("Ruth Darby", "r@example.org", "git"))
    return issue(Issuing(judged, each, circumstances), [due])


def test_a_lawful_notice_is_issued(tmp_path: Path) -> None:
    outcome = issued(caseload(tmp_path, school()))
    assert [each.message for each in outcome.refused] == []
    assert len(outcome.issued) == 1


@pytest.mark.parametrize(
    ("of", "text", "code"),
    [(PRU, NOTICE, "ENG-100"), (school(), NOTICE.replace(HEAD, HEAD.replace("03-02", "03-03")), "ENG-111")],
)
def test_a_refused_one_is_not_and_nothing_is_written(tmp_path: Path, of: str, text: str, code: str) -> None:
    outcome = issued(caseload(tmp_path, of, text))
    assert outcome.issued == ()
    assert code in {each.code for each in outcome.refused}
    assert not (tmp_path / "west/larkfield/issued").exists()


@pytest.mark.parametrize("as_of", ["2010-01-01", "2026-03-01"])
def test_an_earlier_date_of_judgement_opens_nothing(tmp_path: Path, as_of: str) -> None:
    outcome = issued(caseload(tmp_path, PRU), as_of)
    assert outcome.issued == ()
    assert "REG-023" in {each.code for each in outcome.refused}


def test_one_whose_day_was_put_off_is_not_issued_before_it(tmp_path: Path) -> None:
    later = NOTICE.replace("given_on: 2026-03-02\nagreed", "given_on: 2026-03-05\nagreed")
    outcome = issued(caseload(tmp_path, school(), later), "2026-03-03")
    assert "REG-023" in {each.code for each in outcome.refused}


def test_a_waiver_of_a_national_rule_opens_nothing(tmp_path: Path) -> None:
    waiver = "waivers: [{rule: ENG-100, reason: Urgent, approved_by: director-of-childrens-services, approved_on: 2026-03-01}]\n"
    assert {"ENG-100"} <= {each.code for each in issued(caseload(tmp_path, PRU, more=waiver)).refused}


OWN = """
=== west/packs/ours/pack.yaml
name: ours
title: Ours
under: england
editions:
  - {id: "2025", title: Ours, in_force: {from: 2020-01-01}, folder: "2025"}
"""
TRICKS = {
    "a unit that it calls maintained": ("lists", "school-type: {pupil-referral-unit: {title: Pupil referral unit, group: s59}}"),
    "a notice that it calls a letter of concern": ("lists", "notice-kind: {warning-notice: {title: Warning notice, group: referral}}"),
    "a regime that it calls lawful": ("lists", "regime: {pru: {title: a school of section 59}}"),
    "a rule of the same code": ("rules", "- {code: ENG-100, rule: notice-lawful, of: notice, severity: note, when: {kind: [letter-of-concern]}}"),
    "a notice of its own words": ("notices", "- {id: x, kind: warning-notice, section: section 60, schools: [pru, s59], grounds: [s60-2-a]}"),
}  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
def test_a_pack_of_the_authoritys_own_opens_nothing_and_is_told_so(tmp_path: Path, trick: str) -> None:
    part, text = TRICKS[trick]
    root = caseload(tmp_path, PRU, more=f"{OWN}=== west/packs/ours/2025/{part}.yaml\n{text}\n")
    authority = root / "west/authority.yaml"
    authority.write_text(authority.read_text("utf-8").replace("policy: england", "policy: ours"), "utf-8")
    outcome = issued(root)
    assert outcome.issued == ()
    assert "ENG-100" in {each.code for each in outcome.refused}
    assert main(["policy", "lint", "ours", "--caseload", str(root)]) == 1


def test_a_page_of_its_own_that_leaves_out_the_copies_is_not_used(tmp_path: Path) -> None:
    page = "- {slug: warning-notice, kind: statutory-notice, title: Notice, for: notice, of: [warning-notice], when: recorded, to: [chair-of-governors], blocks: [{block: warning-opening}]}"
    root = caseload(tmp_path, school(), more=f"{OWN}=== west/packs/ours/2025/documents.yaml\n{page}\n")
    authority = root / "west/authority.yaml"
    authority.write_text(authority.read_text("utf-8").replace("policy: england", "policy: ours"), "utf-8")
    judged = judge(load(root), date.fromisoformat(JUDGED))
    (due,) = [one for one in judged.cases[0].due if one.entry.slug == "warning-notice"]
    assert "notice-copies" in {block.block for block in due.entry.blocks}
    assert main(["policy", "lint", "ours", "--caseload", str(root)]) == 1


def test_a_pack_under_no_nation_s_law_issues_nothing(tmp_path: Path) -> None:
    page = "- {slug: warning-notice, kind: statutory-notice, title: Notice, for: notice, of: [warning-notice], when: recorded, to: [chair-of-governors], blocks: [{block: warning-opening}]}"
    own = OWN.replace("under: england\n", "")
    root = caseload(tmp_path, school(), more=f"{own}=== west/packs/ours/2025/documents.yaml\n{page}\n")
    authority = root / "west/authority.yaml"
    authority.write_text(authority.read_text("utf-8").replace("policy: england", "policy: ours"), "utf-8")
    outcome = issued(root)
    assert outcome.issued == ()
    assert "PCK-042" in {each.code for each in outcome.refused}


@pytest.mark.parametrize("flags", [["--force"], ["--kind", "warning-notice"], ["--as-of", "2010-01-01"], ["--no-pdf"]])
def test_whatever_build_is_told_a_refused_notice_is_a_draft(tmp_path: Path, flags: list[str]) -> None:
    root = caseload(tmp_path, PRU)
    main(["build", str(root), "--no-mail", *(["--as-of", JUDGED] if "--as-of" not in flags else []), *flags])
    (made,) = root.glob("build/west/larkfield/*.docx")
    with zipfile.ZipFile(made) as package:
        heads = "".join(package.read(name).decode() for name in package.namelist() if "header" in name)
    assert "DRAFT" in heads
