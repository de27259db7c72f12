"""Leeds's documents: what a plan hangs on, the figures of a data set, and nothing of what is kept back."""

from __future__ import annotations

import io
import zipfile
from itertools import count
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from docx import Document

from casefiles.caseload import load, load_packs
from casefiles.documents.catalogue import due_documents
from casefiles.documents.compose import Composed, compose
from casefiles.documents.pdf.fonts import face_for
from casefiles.rendering import Rendered, Shelves
from drafting import lines_of
from notation import write_tree

SAMPLE = Path(__file__).parent.parent / "casefiles"
CENTRE, HIGH, PRIMARY = "garth-ings-centre", "thornmere-high", "skelder-lane-primary"
KEPT_BACK = "\n## Staffing {{.confidential}}\nkept-back {0}\n\n## Governors {{.internal}}\nkept-back {0}\n"
CONFIDENTIAL = """
=== evidence/2026-09-20-hr.md
---
title: kept-back
source: kept-back
kind: hr
confidential: true
data:
  - {measure: kept-back, value: 3}
---
kept-back
=== visits/2026-11-19-further.md
---
visitor: sia
half_days: 1
bucket: bought
confidential: true
---
## External evaluation
kept-back
"""


def copied(root: Path, school: str = "", changes: str = "") -> Path:
    """The schools of Leeds in the sample caseload, one of them with some files changed."""
    copytree(SAMPLE / "leeds", root / "leeds")
    write_tree(root, "=== caseload.yaml\nformat: 1\n")
    if changes:
        write_tree(root / "leeds" / school, changes)
    return root


def composed(root: Path, school: str, stem: str) -> Composed:
    """One document of a school."""
    caseload = load(root)
    packs, _ = load_packs(root, caseload.authorities)
    case = next(each for each in caseload.cases if each.id == school)
    return compose(next(each for each in due_documents(case, packs) if each.stem == stem), case, packs)


def rendered(root: Path, school: str, only: str = "") -> dict[str, bytes]:
    """The Word files of a school's documents (or of one of them) by their names."""
    caseload = load(root)
    packs, _ = load_packs(root, caseload.authorities)
    case = next(each for each in caseload.cases if each.id == school)
    shelves, found = Shelves(root, packs), {}
    for due in (each for each in due_documents(case, packs) if only in each.stem):
        document = shelves.render(case, due)
        assert isinstance(document, Rendered)
        found[due.stem] = document.docx
    return found


def page(root: Path, school: str, stem: str) -> list[str]:
    """The lines of one document of a school."""
    return lines_of(rendered(root, school, stem)[stem])


class TestPlans:
    def test_a_raising_attainment_plan_names_the_school_s_plan_and_the_one_after_the_inspection(self) -> None:
        lines = page(SAMPLE, CENTRE, "2026-03-03-rap")
        assert "In the school's own plan: aims 1 and 4" in lines
        assert "Linked to: Action plan after the inspection, 24 February 2026" in lines
        assert not any(line.startswith("Visits by the authority") for line in lines)

    def test_a_raising_attainment_plan_without_its_place_in_the_school_s_plan_has_a_gap(self, tmp_path: Path) -> None:
        plan = (SAMPLE / "leeds" / CENTRE / "plans/2026-03-03-rap.md").read_text("utf-8")
        bare = plan.replace("plan_reference: aims 1 and 4\n", "")
        root = copied(tmp_path, CENTRE, f"=== plans/2026-03-03-rap.md\n{bare}")
        assert [gap.what for gap in composed(root, CENTRE, "2026-03-03-rap").gaps] == [
            "where the school's own plan has it"
        ]

    def test_the_authority_s_action_plan_without_a_number_of_visits_has_a_gap(self, tmp_path: Path) -> None:
        plan = (SAMPLE / "leeds" / CENTRE / "plans/2026-01-27-la-action-plan.md").read_text("utf-8")
        bare = plan.replace("half_days: 14\n", "")
        root = copied(tmp_path, CENTRE, f"=== plans/2026-01-27-la-action-plan.md\n{bare}")
        assert [gap.what for gap in composed(root, CENTRE, "2026-01-27-la-action-plan").gaps] == ["half days of visits"]

    def test_what_a_plan_is_linked_to_has_the_day_that_was_known_when_the_plan_was_made(self, tmp_path: Path) -> None:
        root = copied(tmp_path, CENTRE)
        late = (root / "leeds" / CENTRE / "received/2026-02-24-action-plan.md").read_text("utf-8")
        write_tree(
            root / "leeds" / CENTRE,
            f"=== received/2026-02-24-action-plan.md\n{late.replace('received_on: 2026-02-24', 'received_on: 2026-03-09')}",
        )
        lines = page(root, CENTRE, "2026-03-03-rap")
        assert "Linked to: Action plan after the inspection, 24 February 2026" in lines
        assert "9 March 2026" not in "\n".join(lines)


class TestPowers:
    def test_what_opened_a_power_is_said_in_ofsted_s_words(self) -> None:
        text = "\n".join(page(SAMPLE, CENTRE, "2026-05-05-additional-governors"))
        assert "Ofsted put the school in a category at its inspection of 18 November 2025: special measures" in text

    def test_what_an_officer_adds_to_a_notification_has_a_heading(self) -> None:
        lines = page(SAMPLE, CENTRE, "2026-04-22-power-notification")
        at = lines.index("Further information")
        assert lines[at + 1].startswith("Governors have had no questions for leaders for two years.")


class TestDataProfile:
    def test_each_figure_stands_with_its_year_and_what_it_is_compared_with(self) -> None:
        lines = page(SAMPLE, HIGH, "2026-09-16-data-profile")
        start = lines.index("Attainment 8")
        assert lines[start : start + 6] == ["Attainment 8", "All", "2025-26", "50.4 points", "46.1", "48.0"]

    def test_a_profile_without_figures_has_a_gap(self, tmp_path: Path) -> None:
        text = "---\ntitle: Data\nsource: School data\nkind: annual-data\n---\n## Analysis\nNothing yet.\n"
        root = copied(tmp_path, HIGH, f"=== evidence/2026-10-05-data.md\n{text}")
        assert [gap.what for gap in composed(root, HIGH, "2026-10-05-data-profile").gaps] == ["figures"]

    def test_no_other_evidence_of_the_school_is_in_it(self) -> None:
        text = "\n".join(page(SAMPLE, HIGH, "2026-09-16-data-profile"))
        assert "Teachers who left" not in text


@pytest.mark.parametrize("school", [PRIMARY, HIGH, CENTRE])
def test_no_secret_reaches_any_document(tmp_path: Path, school: str) -> None:
    root, number = copied(tmp_path), count(1)
    for path in sorted((root / "leeds" / school).rglob("*.md")):
        path.write_text(path.read_text("utf-8") + KEPT_BACK.format(next(number)), "utf-8", newline="\n")
    write_tree(root / "leeds" / school, CONFIDENTIAL)
    telling = []
    for stem, docx in rendered(root, school).items():
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            if any(b"kept-back" in package.read(name) for name in package.namelist()):
                telling.append(stem)
    assert next(number) > 5
    assert telling == []


@pytest.mark.parametrize(("dates", "printed"), [("2027-01-19", ()), ("2027-01-19, 2027-03-16", ("19", "16"))])
def test_one_date_of_a_next_meeting_stands_in_the_opening_alone(
    tmp_path: Path, dates: str, printed: tuple[str, ...]
) -> None:
    root = copied(tmp_path)
    path = root / "leeds" / PRIMARY / "meetings/2026-11-10-jrg.md"
    path.write_text(path.read_text("utf-8").replace("[2027-01-19]", f"[{dates}]"), "utf-8")
    blocks: Any = composed(root, PRIMARY, "2026-11-10-jrg-minutes").context["block"]
    assert blocks.progress_opening.next_meeting == "Tuesday 19 January 2027"
    assert tuple(day.split()[1] for day in getattr(blocks.next_dates, "dates", ())) == printed


def test_whoever_got_a_report_on_one_day_stands_in_one_line(tmp_path: Path) -> None:
    root = copied(tmp_path)
    path = root / "leeds" / PRIMARY / "visits/2026-10-13-core.md"
    path.write_text(path.read_text("utf-8").replace("chair-of-governors: 2026-10-22", "sia: 2026-10-22"), "utf-8")
    blocks: Any = composed(root, PRIMARY, "2026-10-13-visit-report").context["block"]
    assert [(day.sent_on, [one.title for one in day.items]) for day in blocks.circulation.days] == [
        ("22 October 2026", ["Headteacher", "School Improvement Adviser (primary)"])
    ]


class TestReadAloud:
    def test_whoever_is_named_by_their_office_has_it_once(self) -> None:
        (line,) = (
            each for each in page(SAMPLE, CENTRE, "2026-07-14-external-progress-report") if each.startswith("For:")
        )
        assert line.endswith("; His Majesty's Inspector for the monitoring visits")

    def test_support_without_an_end_is_said_to_begin(self) -> None:
        assert "From 23 February 2026" in page(SAMPLE, CENTRE, "2026-03-03-rap")

    def test_the_reference_stands_in_a_line_of_its_own(self) -> None:
        lines = page(SAMPLE, CENTRE, "2026-03-03-rap")
        assert "Reference: LE-2026-003" in lines
        assert "School: Garth Ings Specialist Inclusive Learning Centre (URN 900413)" in lines

    def test_one_kind_of_apostrophe_stands_throughout(self) -> None:
        for stem in ("2026-03-03-rap", "2026-01-27-la-action-plan"):
            assert "\N{RIGHT SINGLE QUOTATION MARK}" not in "\n".join(page(SAMPLE, CENTRE, stem))

    def test_an_offer_of_a_meeting_begins_with_the_offer(self) -> None:
        lines = page(SAMPLE, "beck-royd-academy", "2026-09-22-academy-meeting")
        at = lines.index("Offer of a meeting, Beck Royd Academy")
        assert lines[at + 1].startswith("We offer you and your trust a meeting")

    def test_whoever_agreed_a_plan_on_one_day_stands_beside_that_day_once(self) -> None:
        whole = "Agreed on 3 March 2026 by: Carole Sugden, Headteacher; Trevor Lumb, Chair of Governors"
        assert whole in page(SAMPLE, CENTRE, "2026-03-03-rap")

    def test_a_category_is_said_to_follow_a_meeting_of_the_group(self) -> None:
        lines = page(SAMPLE, PRIMARY, "2026-03-06-category-notification")
        assert any(line.endswith("The decision follows a meeting of the review group.") for line in lines)

    def test_minutes_say_to_whom_they_go(self) -> None:
        lines = page(SAMPLE, PRIMARY, "2026-11-10-jrg-minutes")
        at = lines.index("Circulation")
        assert lines[at + 1 :] == [
            "To: Joanna Priestman, Headteacher; Harold Oakes, Chair of Governors",
            "Copies to: Anita Crossley, Head of Learning Improvement",
        ]

    def test_the_day_on_which_a_milestone_was_reached_fits_in_a_line(self) -> None:
        fragment = Document(str(SAMPLE.parent / "templates" / "fragments" / "milestones.docx"))
        column, margins, size = fragment.tables[0].columns[2].width.pt, 2 * 5.4, 10.0
        assert face_for("Arial").width("Reached 26 November 2026") / 1000 * size <= column - margins

    def test_a_report_to_governors_begins_with_what_they_are_asked(self) -> None:
        lines = page(SAMPLE, PRIMARY, "2026-07-07-governor-progress-report")
        at = lines.index("What we ask of governors")
        assert lines[at + 1].startswith("Please put this report on the agenda")
        assert lines[at + 2] == "Progress since the last report"
