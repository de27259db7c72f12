"""The documents of a category, its plans and reviews: to whom they go, and what they say where the case differs."""

from __future__ import annotations

import io
import zipfile
from itertools import count
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from casefiles.caseload import load, load_packs
from casefiles.documents.catalogue import due_documents
from casefiles.documents.compose import Composed, compose
from casefiles.rendering import Rendered, Shelves
from notation import write_tree

SAMPLE = Path(__file__).parent.parent / "casefiles"
HOME = "southwark/marlpit-lane-primary"


def made(root: Path, stem: str, *changes: str, school: str = "marlpit-lane-primary") -> Composed:
    """The values of a document of the sample, its school's files changed; paths start in the school's folder."""
    copytree(SAMPLE / "southwark", root / "southwark")
    write_tree(root, "=== caseload.yaml\nformat: 1\n")
    for change in changes:
        write_tree(root / "southwark" / school, change)
    caseload = load(root)
    packs, _ = load_packs(root, caseload.authorities)
    case = next(case for case in caseload.cases if case.id == school)
    return compose(next(due for due in due_documents(case, packs) if due.stem == stem), case, packs)


def block(document: Composed, name: str) -> Any:
    return getattr(document.context["block"], name)


@pytest.mark.parametrize(
    ("school", "stem", "director"),
    [
        ("marlpit-lane-primary", "2026-03-03-director-briefing", "Jonas Brandt"),
        ("copperas-wharf-school", "2026-06-30-director-briefing", "Folake Adeyemi"),
    ],
)
def test_each_director_is_told_of_their_own_categories(tmp_path: Path, school: str, stem: str, director: str) -> None:
    document = made(tmp_path, stem, school=school)
    letter: Any = document.context["letter"]
    assert [each.name for each in letter.addressees] == [director]
    assert letter.address == ("Southwark Council",)
    assert [each.name for each in document.envelope.to] == [director]


def test_a_letter_on_an_academy_promises_no_pathway_and_copies_the_chair_of_the_trust(tmp_path: Path) -> None:
    document = made(tmp_path, "2026-10-06-categorisation-letter", school="ropewalk-academy")
    letter: Any = document.context["letter"]
    assert block(document, "entails") is None
    assert block(document, "academy_standing").level == "category C"
    assert [each.name for each in letter.copies] == ["Geraldine Amos"]


def test_the_letter_to_the_regional_director_takes_the_place_of_the_national_one(tmp_path: Path) -> None:
    document = made(tmp_path, "2026-10-08-rd-concern-letter", school="ropewalk-academy")
    assert block(document, "concern_areas").areas == "standards and leadership"
    caseload = load(tmp_path)
    packs, _ = load_packs(tmp_path, caseload.authorities)
    academy = next(case for case in caseload.cases if case.id == "ropewalk-academy")
    assert [due.stem for due in due_documents(academy, packs) if "2026-10-08" in due.stem] == [
        "2026-10-08-rd-concern-letter"
    ]


@pytest.mark.parametrize(
    ("stem", "former", "stays"),
    [
        ("2025-10-06-categorisation-letter", "", False),
        ("2026-03-10-category-change-letter", "in category B", False),
        ("2026-10-06-categorisation-letter", "", True),
    ],
)
def test_a_letter_says_whether_the_category_is_the_first_another_or_the_same(
    tmp_path: Path, stem: str, former: str, *, stays: bool
) -> None:
    opening = block(made(tmp_path, stem), "placement_opening")
    assert (opening.former, opening.stays) == (former, stays)


def test_insufficient_progress_warns_in_category_c_alone(tmp_path: Path) -> None:
    assert block(made(tmp_path / "c", "2026-06-16-progress-review-report"), "progress_judgement").warns
    assert not block(made(tmp_path / "b", "2026-01-20-progress-review-report"), "progress_judgement").warns
    assert not block(made(tmp_path / "enough", "2026-10-13-progress-review-report"), "progress_judgement").warns


def test_a_review_without_a_judgement_has_a_gap_in_its_place(tmp_path: Path) -> None:
    change = """
=== meetings/2026-10-13-review.md
---
kind: progress-review
chair: assistant-director
present: [headteacher, chair-of-governors, assistant-director]
next_meetings: [2027-02-09]
---
## Progress since the last meeting
Five of eight teachers keep to the order of teaching.
## Next steps
Shared planning goes on.
"""
    document = made(tmp_path, "2026-10-13-progress-review-report", change)
    assert [gap.what for gap in document.gaps] == ["judgement of progress"]


def test_a_confidential_assessment_is_a_gap_that_says_why(tmp_path: Path) -> None:
    assessment = (SAMPLE / HOME / "assessments/2026-02-25-review.md").read_text(encoding="utf-8")
    change = "=== assessments/2026-02-25-review.md\n" + assessment.replace("---\n", "---\naudience: [public-body]\n", 1)
    document = made(tmp_path, "2026-03-10-category-change-letter", change)
    assert [(gap.what, gap.why) for gap in document.gaps] == [("the assessment that it rests on", "confidential")]


def test_a_plan_shows_only_the_indicators_that_it_answers(tmp_path: Path) -> None:
    shown = block(made(tmp_path, "2026-03-24-trip-action-plan"), "indicators")
    assert {row.level for row in shown.rows} == {"Category C"}
    assert [(each.level, each.count) for each in shown.tally] == [("category C", 6)]


def test_a_programme_of_support_names_the_team_the_provider_or_else_the_authority(tmp_path: Path) -> None:
    shown = block(made(tmp_path, "2026-06-16-progress-review-report"), "support_programme")
    assert [(item.team, item.text) for item in shown.items][:2] == [
        ("A headteacher of the borough", "A mentor for the headteacher"),
        ("School Improvement Advisory Team", "A mathematics consultant in Years 3 to 6"),
    ]
    assert shown.items[-1].team == "Southwark Education, Learning and Achievement"
    assert shown.items[0].ends_on == "24 March 2027"


NOTICE = """
=== notices/2026-11-09-warning.md
---
kind: warning-notice
method: by hand
given_by: director-of-education
given_on: 2026-11-09
{agreed}
grounds:
  - ground: s60-2-a
    comparators: [comparable]
    matters:
      - {{matter: Fewer pupils than in England reached the standard., evidence: [2026-09-16-summer-results]}}
required_actions:
  - {{action: Adopt a plan for mathematics., measure: The minute that adopts it., due_on: 2026-12-11}}
compliance_period: {{from: 2026-11-10, to: 2026-12-18}}
minded_to: [s64]
contact: assistant-director
copies:
  - {{to: regional-director, capacity: secretary-of-state, given_on: 2026-11-09, method: e-mail}}
  - {{to: chief-inspector, capacity: chief-inspector, given_on: 2026-11-09, method: e-mail}}
  - {{to: headteacher, capacity: headteacher, given_on: 2026-11-09, method: by hand}}
---
"""
AGREEMENT = "the agreement of the Director of Children and Families"
REASON = "why further action is needed"


@pytest.mark.parametrize(
    ("agreed", "missing"),
    [
        ("agreed_by: director-of-children-and-families\nagreed_on: 2026-11-05\nreason: It has not moved.", set()),
        ("agreed_by: adeyemi\nagreed_on: 2026-11-05\nreason: It has not moved.", set()),
        ("agreed_by: director-of-education\nagreed_on: 2026-11-05\nreason: It has not moved.", {AGREEMENT}),
        ("agreed_by: director-of-children-and-families\nreason: It has not moved.", {AGREEMENT}),
        ("agreed_by: director-of-children-and-families\nagreed_on: 2026-11-05", {REASON}),
    ],
)
def test_a_warning_notice_says_why_and_has_the_agreement_of_its_director(
    tmp_path: Path, agreed: str, missing: set[str]
) -> None:
    document = made(tmp_path, "2026-11-09-warning-notice", NOTICE.format(agreed=agreed))
    assert {gap.what for gap in document.gaps} == missing


KEPT_BACK = """

## Staffing {{.confidential}}
kept-back-{0} in confidence.

## Governors {{.internal}}
kept-back-{0} for the authority.
"""
CONFIDENTIAL = """
=== visits/2026-09-22-contact.md
---
visitor: named-adviser
half_days: 1
bucket: joint-evaluation
focus: kept-back
confidential: true
---
kept-back
=== assessments/2026-09-30-review.md
---
kind: risk-assessment
present: [school-improvement-advisory-team]
indicators: {c1: {answer: met, note: kept-back}}
concern: kept-back
confidential: true
---
kept-back
=== evidence/2026-09-20-complaint.md
---
title: kept-back
source: kept-back
kind: safeguarding-complaint
confidential: true
---
kept-back
"""


def rendered(root: Path, school: str) -> dict[str, str]:
    """All that the Word files of a school's documents hold, by their names."""
    caseload = load(root)
    packs, _ = load_packs(root, caseload.authorities)
    case = next(each for each in caseload.cases if each.id == school)
    shelves, found = Shelves(root, packs), {}
    for due in due_documents(case, packs):
        document = shelves.render(case, due)
        assert isinstance(document, Rendered)
        with zipfile.ZipFile(io.BytesIO(document.docx)) as package:
            found[due.stem] = "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    return found


@pytest.mark.parametrize("school", ["marlpit-lane-primary", "copperas-wharf-school", "ropewalk-academy"])
def test_no_secret_reaches_any_document(tmp_path: Path, school: str) -> None:
    copytree(SAMPLE / "southwark", tmp_path / "southwark")
    write_tree(tmp_path, "=== caseload.yaml\nformat: 1\n")
    number = count(1)
    for path in sorted((tmp_path / "southwark" / school).rglob("*.md")):
        path.write_text(path.read_text("utf-8") + KEPT_BACK.format(next(number)), "utf-8", newline="\n")
    write_tree(tmp_path / "southwark" / school, CONFIDENTIAL)
    texts = rendered(tmp_path, school)
    assert next(number) > 5
    assert [stem for stem, text in texts.items() if "kept-back" in text] == []


def test_equal_cases_give_equal_bytes() -> None:
    assert rendered(SAMPLE, "tallow-yard-primary") == rendered(SAMPLE, "tallow-yard-primary")
