"""What a headteacher reads aloud: the sentences of documents where numbers, dates and offices are put into them."""

from __future__ import annotations

import io
import shutil
from functools import cache
from pathlib import Path

import pytest
from docx import Document

from casefiles.caseload import load, load_packs, shipped_templates
from casefiles.documents.catalogue import due_documents
from casefiles.model.caseview import Case
from casefiles.policy.law import Packs
from casefiles.rendering import Rendered, Shelves

SAMPLE = Path(__file__).parents[1] / "casefiles"
MARLPIT = "southwark/marlpit-lane-primary"
TALLOW = "southwark/tallow-yard-primary"
DROVERS = "cambridgeshire/drovers-end-primary"
SALLOW = "cambridgeshire/sallow-fen-primary"
HERN = "cambridgeshire/hern-lode-primary"


@cache
def sample(school: str) -> tuple[Case, Packs]:
    """A school of the sample with the policies that judge it."""
    return loaded(SAMPLE, school)


def loaded(root: Path, school: str) -> tuple[Case, Packs]:
    caseload = load(root, (root / school,))
    packs, _ = load_packs(root, caseload.authorities)
    return caseload.cases[0], packs


def changed(root: Path, school: str, *changes: tuple[str, str, str]) -> tuple[Case, Packs]:
    """The school with some texts of its files changed; paths start in the folder of the authority."""
    authority = school.partition("/")[0]
    shutil.copy(SAMPLE / "caseload.yaml", root)
    shutil.copytree(SAMPLE / school, root / school)
    shutil.copy(SAMPLE / authority / "authority.yaml", root / authority)
    for file, before, after in changes:
        path = root / authority / file
        text = path.read_text("utf-8")
        assert before in text, file
        path.write_text(text.replace(before, after), "utf-8", newline="\n")
    return loaded(root, school)


def read(case: Case, packs: Packs, stem: str) -> str:
    """The paragraphs of the document's page, a line each, those of its tables left out."""
    due = next(each for each in due_documents(case, packs) if each.stem == stem)
    made = Shelves(SAMPLE, packs).render(case, due)
    assert isinstance(made, Rendered)
    return "\n".join(each.text for each in Document(io.BytesIO(made.docx)).paragraphs).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("school", "stem", "counted"),
    [
        (MARLPIT, "2026-10-06-categorisation-letter", "6 point to category C, 4 to category B and 2 to category A."),
        (TALLOW, "2026-10-06-categorisation-letter", "11 point to category A and 1 to category B."),
        (MARLPIT, "2026-03-24-trip-action-plan", "6 point to category C."),
    ],
)
def test_indicators_are_counted_in_one_sentence(school: str, stem: str, counted: str) -> None:
    assert f"Of those met in whole or in part, {counted}" in read(*sample(school), stem)


def test_a_concern_stands_in_a_line_of_its_own_and_nowhere_without_one() -> None:
    assert "\nConcern: Mathematics, and senior leadership that cannot put it right alone.\n" in read(
        *sample(MARLPIT), "2026-10-06-categorisation-letter"
    )
    assert "Concern:" not in read(*sample(TALLOW), "2026-10-06-categorisation-letter")


def test_what_a_category_means_is_said_of_schools_like_it_and_not_of_the_reader() -> None:
    levels = sample(MARLPIT)[1].by_name["southwark"].editions[-1].levels
    assert [each.statement.split(" is for a school ")[0] for each in levels if each.statement] == [
        f"Category {letter}" for letter in "ABCD"
    ]


def test_a_director_is_told_who_decided_by_whoever_did(tmp_path: Path) -> None:
    stem = "2026-03-03-director-briefing"
    assert "It was in category B before. I decided this on 3 March 2026." in read(*sample(MARLPIT), stem)
    other = changed(
        tmp_path,
        MARLPIT,
        (
            "marlpit-lane-primary/case.yaml",
            "decided_by: head-of-school-improvement",
            "decided_by: director-of-children-and-families",
        ),
    )
    assert "The Director of Children and Families decided this on 3 March 2026." in read(*other, stem)


def test_who_is_asked_to_answer_is_told_the_day(tmp_path: Path) -> None:
    case, packs = sample(MARLPIT)
    assert "Please tell me by Tuesday 10 March 2026 if you would like to discuss it." in read(
        case, packs, "2026-03-03-director-briefing"
    )
    assert "Please tell us by Thursday 15 October 2026 if anything in it should change." in read(
        case, packs, "2026-10-01-local-area-agreement"
    )
    evaluation = "2026-07-02-end-of-year-evaluation"
    assert "Please tell us by Thursday 16 July 2026 if anything below is wrong." in read(*sample(TALLOW), evaluation)
    text = (SAMPLE / "southwark/authority.yaml").read_text("utf-8")
    unknown = changed(tmp_path, TALLOW, ("authority.yaml", text[text.index("calendar:") :], ""))
    assert "Please tell us within 10 school days if anything below is wrong." in read(*unknown, evaluation)


def test_a_letter_names_the_adviser_where_nobody_leads_the_support_yet() -> None:
    case, packs = sample(MARLPIT)
    adviser = "Priya Eastwell, School Improvement Adviser,"
    assert f"{adviser} is your main point of contact." in read(case, packs, "2025-10-06-categorisation-letter")
    assert f"{adviser} leads this support and is your main point of contact." in read(
        case, packs, "2026-10-06-categorisation-letter"
    )


@pytest.mark.parametrize(
    ("stem", "noun"),
    [
        ("2026-03-24-trip-action-plan", "plan"),
        ("2026-09-15-bespoke-offer-plan", "offer"),
        ("2026-10-01-local-area-agreement", "agreement"),
    ],
)
def test_a_plan_is_called_what_its_title_calls_it(stem: str, noun: str) -> None:
    assert f"This {noun} was made for Marlpit Lane Primary School" in read(*sample(MARLPIT), stem)


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ("2026-07-02, 2026-11-05", "Its meetings from 2 July 2026 to 5 November 2026 are on the 2 days below."),
        ("2026-11-05, 2027-02-25", "Its meetings in the academic year 2026 to 2027 are on the 2 days below."),
        ("2026-07-02", "Its next meeting is on the day below. Please keep it free."),
    ],
)
def test_dates_of_meetings_are_of_an_academic_year_only_where_all_are(tmp_path: Path, dates: str, said: str) -> None:
    letter = "drovers-end-primary/letters/2026-06-02-meeting-dates.md"
    case, packs = changed(tmp_path, DROVERS, (letter, "[2026-07-02, 2026-11-05]", f"[{dates}]"))
    assert said in read(case, packs, "2026-06-02-meeting-dates-letter")


def test_documents_are_wanted_in_term_alone() -> None:
    case, packs = sample(DROVERS)
    assert "send us the documents listed below by 3 November 2025." in read(
        case, packs, "2025-11-13-meeting-invitation"
    )
    assert "return it to us by 3 November 2025." in read(case, packs, "2025-11-13-attainment-proforma")
    assert "for the first meeting by 3 November 2025." in read(case, packs, "2025-10-03-meeting-dates-letter")


def test_an_invitation_says_the_place_of_the_meeting_once() -> None:
    text = read(*sample(SALLOW), "2026-11-26-meeting-invitation")
    assert "on Thursday 26 November 2026 at 1:30pm." in text
    assert text.count("Place: Sallow Fen Church of England Primary School") == 1


def test_the_words_of_a_school_about_a_report_are_its_own(tmp_path: Path) -> None:
    review = "2025-12-04-leadership-review"
    text = read(*sample(DROVERS), review)
    assert "The school does not agree with all of it; its reply stands at the end." in text
    assert "replied on 15 December 2025 that parts of it are not accurate.\nThe school wrote:\nThree" in text
    neither = changed(tmp_path, DROVERS, (f"drovers-end-primary/visits/{review}.md", ", agreed: false", ""))
    assert "does not agree" not in read(*neither, review)
    assert "The school wrote:" not in read(*sample(DROVERS), "2026-10-06-amv-report")


def test_what_is_reviewed_after_an_exit_is_the_plan_and_its_reviews_are_a_list_in_words() -> None:
    text = read(*sample(HERN), "2026-11-05-exit-plan")
    assert "We will review this plan with the school on 11 February 2027." in text
    assert "This is the school's own plan for keeping up its improvement." in text
    assert "12 March 2026, 7 May 2026, 2 July 2026 and 8 October 2026." in text


def test_a_school_is_to_move_until_the_move_is_decided() -> None:
    text = read(*sample(DROVERS), "2026-10-20-exit-plan")
    assert "is to move from Stage 2 Rapid Improvement Group to the universal offer." in text


@pytest.mark.parametrize("stem", ["2025-09-26-letter-of-concern", "2025-10-09-hla-plan"])
def test_what_speaks_of_a_stage_decided_before_says_of_which_and_since_when(stem: str) -> None:
    text = read(*sample(DROVERS), stem)
    placed = (
        "The school has been at Stage 3 High Level Action since 25 September 2025. That decision follows the School"
    )
    assert placed in text
    assert "The decision follows the School" in read(*sample(DROVERS), "2025-09-25-stage-notification")


@cache
def programme(authority: str) -> tuple[Case, Packs]:
    """The programme of an authority with the policies."""
    caseload = load(SAMPLE, (SAMPLE / authority,))
    packs, _ = load_packs(SAMPLE, caseload.authorities)
    return next(each for each in caseload.programmes if each.authority.id == authority), packs


def reported(stem: str, authority: str = "cambridgeshire") -> tuple[str, list[str]]:
    """The page of a report of a programme, and the cells of its tables."""
    case, packs = programme(authority)
    due = next(each for each in due_documents(case, packs) if each.stem == stem)
    made = Shelves(SAMPLE, packs).render(case, due)
    assert isinstance(made, Rendered)
    page = Document(io.BytesIO(made.docx))
    cells = [cell.text.replace("\xa0", " ") for table in page.tables for row in table.rows for cell in row.cells]
    return "\n".join(each.text for each in page.paragraphs).replace("\xa0", " "), cells


def test_a_report_to_the_group_goes_to_its_members_and_says_at_once_what_it_recommends() -> None:
    update, _ = reported("2026-10-22-sig-progress-update")
    assert "From: Karen Moss, School Improvement Adviser" in update
    assert "For: Helen Vance, Head of School Improvement; Ian Rudge, Lead Adviser" in update
    assert "We recommend" not in update
    recommended, _ = reported("2026-11-10-sig-recommendation")
    assert "It has no priority open. We recommend the universal offer." in recommended
    assert "For: Helen Vance, Head of School Improvement; Anita Sethi, Strategic Lead" in recommended


def test_what_is_due_next_is_named_with_its_day() -> None:
    _, cells = reported("2026-10-22-sig-progress-update")
    assert "18 December 2026: progress update in the second half of the autumn term 2026" in cells


def test_schools_are_in_a_category_and_at_a_level() -> None:
    text, _ = reported("2026-10-08-risk-assessment-round", "southwark")
    assert "By level of support: 1 in category D, 2 in category C and 1 in category A." in text


def test_a_meeting_without_an_action_or_a_concern_says_so() -> None:
    assert "No action was agreed." in reported("2026-09-17-sig-decision-record")[0]
    assert "None recorded" in reported("2026-11-12-sig-decision-record")[1]


@pytest.mark.parametrize("name", ["southwark/risk-assessment-round", "camden/risk-register"])
def test_a_report_with_a_table_of_many_columns_lies_across_the_page(name: str) -> None:
    page = Document(str(shipped_templates() / f"{name}.docx")).sections[0]
    assert (page.page_width or 0) > (page.page_height or 0)
