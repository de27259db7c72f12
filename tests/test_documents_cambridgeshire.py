"""Cambridgeshire's documents: what each knows on its day, what it says where something is missing, and no secret."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from msgspec.structs import replace

from casefiles.caseload import load, load_packs
from casefiles.documents.catalogue import Due, due_documents
from casefiles.documents.compose import compose
from casefiles.model.caseview import Case
from casefiles.policy.law import Packs
from casefiles.policy.pack import BlockEntry
from casefiles.rendering import Rendered, Shelves

SAMPLE = Path(__file__).parents[1] / "casefiles"
STAGE_2 = "cambridgeshire/sallow-fen-primary"
STAGE_3 = "cambridgeshire/drovers-end-primary"
PACK = "2026-11-26-meeting-pack"
REVIEW = "2025-12-04-leadership-review"

SECRETS = """
## Staffing {.confidential}
HIDDEN in confidence.

## Governors {.internal}
HIDDEN for the authority.
"""
CONFIDENTIAL = {
    "visits/2026-03-10-core.md": "---\nvisitor: sia\nhalf_days: 1\nconfidential: true\nfocus: HIDDEN\n---\nHIDDEN\n",
    "evidence/2025-09-10-complaint.md": "---\ntitle: HIDDEN\nsource: HIDDEN\nkind: other\ncriteria: [5]\nconfidential: true\n"
    "---\nHIDDEN\n",
    "plans/2026-04-02-hla-plan.md": "---\nkind: hla-plan\ncoordinator: lead-adviser-for-intervention\nconfidential: true\n"
    "milestones: [{measure: HIDDEN, due_on: 2026-05-01}]\n---\nHIDDEN\n",
    "received/2026-04-30-self-evaluation.md": "---\nkind: self-evaluation\ntitle: HIDDEN\nconfidential: true\n---\n",
}


def edited(root: Path, school: str, *changes: tuple[str, str, str]) -> tuple[Case, Packs]:
    """The school of the sample with some texts of its files changed."""
    shutil.copy(SAMPLE / "caseload.yaml", root)
    shutil.copytree(SAMPLE / school, root / school)
    shutil.copy(SAMPLE / "cambridgeshire/authority.yaml", root / "cambridgeshire")
    for file, before, after in changes:
        path = root / school / file
        text = path.read_text("utf-8")
        assert before in text, file
        path.write_text(text.replace(before, after), "utf-8", newline="\n")
    return loaded(root, school)


def loaded(root: Path, school: str) -> tuple[Case, Packs]:
    caseload = load(root, (root / school,))
    packs, _ = load_packs(root, caseload.authorities)
    (case,) = caseload.cases
    return case, packs


def due(case: Case, packs: Packs, stem: str) -> Due:
    return next(each for each in due_documents(case, packs) if each.stem == stem)


def block(case: Case, packs: Packs, stem: str, name: str) -> Any:
    """The values of one block of a document."""
    return getattr(compose(due(case, packs, stem), case, packs).context["block"], name)


def words_of(root: Path, case: Case, packs: Packs, stem: str) -> str:
    """All that the Word file of a document holds."""
    made = Shelves(root, packs).render(case, due(case, packs, stem))
    assert isinstance(made, Rendered)
    with zipfile.ZipFile(io.BytesIO(made.docx)) as package:
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist()).replace(
            "\xa0", " "
        )


def test_an_action_is_late_on_the_day_of_the_papers_and_not_on_that_of_the_meeting() -> None:
    case, packs = loaded(SAMPLE, STAGE_2)
    items = block(case, packs, PACK, "actions_since").items
    assert [(each.due_on, each.status) for each in items] == [
        ("11 December 2026", "open"),
        ("25 November 2026", "open"),
        ("6 November 2026", "done"),
    ]


def test_before_papers_have_a_day_an_action_due_after_the_last_meeting_is_not_late_and_nobody_sent_them_yet(
    tmp_path: Path,
) -> None:
    papers = "papers: {agenda: 2026-11-18, papers: 2026-11-18}\n"
    case, packs = edited(tmp_path, STAGE_2, ("meetings/2026-11-26-rig.md", papers, ""))
    items = block(case, packs, PACK, "actions_since").items
    assert [each.status for each in items] == ["open", "open", "done"]
    words = words_of(tmp_path, case, packs, PACK)
    assert "Ian Rudge, Lead Adviser for Intervention" in words
    assert "Lead Adviser for Intervention, on" not in words
    assert "Lead Adviser for Intervention, on 18 November 2026" in words_of(SAMPLE, *loaded(SAMPLE, STAGE_2), PACK)


def test_while_an_action_goes_on_the_last_word_on_it_is_shown() -> None:
    case, packs = loaded(SAMPLE, STAGE_2)
    assert block(case, packs, PACK, "actions_since").items[0].impact == "Three of seven are trained."


def test_the_first_meeting_has_no_actions_before_it_and_says_so() -> None:
    case, packs = loaded(SAMPLE, STAGE_2)
    before = block(case, packs, "2026-04-30-meeting-pack", "actions_since")
    assert (before.items, before.is_first) == ((), True)


def test_papers_name_who_is_expected_and_not_who_came(tmp_path: Path) -> None:
    case, packs = edited(
        tmp_path, STAGE_2, ("meetings/2026-10-01-rig.md", "present: [headteacher", "present: [wade, headteacher")
    )
    names = [each.name for each in block(case, packs, "2026-10-01-meeting-pack", "members").items]
    assert "Neil Wade" not in names
    assert names[0] == "Ian Rudge"
    assert "Neil Wade" in str(block(case, packs, "2026-10-01-evaluative-summary", "attendance").present)


def test_a_document_of_the_school_that_has_not_come_is_awaited() -> None:
    case, packs = loaded(SAMPLE, STAGE_2)
    first = next(each for each in case.received if each.kind == "staffing-structure")
    without = replace(case, received=tuple(each for each in case.received if each.kind != first.kind))
    checklist = block(without, packs, PACK, "documents_checklist")
    assert [each.text for each in checklist.items if not each.received_on] == [
        "Staffing structure with roles, responsibilities and full-time equivalents (FTE)"
    ]
    assert checklist.awaited == 1


def test_without_a_place_the_invitation_has_a_gap(tmp_path: Path) -> None:
    case, packs = edited(
        tmp_path,
        STAGE_2,
        ("meetings/2026-11-26-rig.md", "location: Sallow Fen Church of England Primary School\n", ""),
    )
    made = compose(due(case, packs, "2026-11-26-meeting-invitation"), case, packs)
    assert [gap.what for gap in made.gaps] == ["place"]


def test_half_days_count_by_kind_and_academic_year_and_what_is_left_is_never_below_none() -> None:
    case, packs = loaded(SAMPLE, STAGE_3)
    asked = due(case, packs, REVIEW)

    def left(given: float) -> tuple[str, str]:
        entry = BlockEntry.model_validate({"block": "visit-details", "params": {"half-days": given}})
        narrowed = replace(asked, entry=asked.entry.model_copy(update={"blocks": (entry,)}))
        details: Any = compose(narrowed, case, packs).context["block"]
        return details.visit_details.used, details.visit_details.left

    assert left(3) == ("2 half days", "1 half day")
    assert left(1) == ("2 half days", "0 half days")


def test_what_the_headteacher_replies_stands_once_with_the_accuracy_of_the_report() -> None:
    case, packs = loaded(SAMPLE, STAGE_3)
    text = words_of(SAMPLE, case, packs, REVIEW)
    assert text.count("Three subject leaders, not two") == 1
    assert "that parts of it are not accurate" in text


def test_a_report_that_waits_for_its_reply_asks_for_it_by_its_day(tmp_path: Path) -> None:
    case, packs = edited(
        tmp_path,
        STAGE_3,
        ("visits/2025-12-04-leadership-review.md", ", replied_on: 2025-12-15, agreed: false", ""),
        (
            "visits/2025-12-04-leadership-review.md",
            "circulated: {headteacher: 2025-12-18, chair-of-governors: 2025-12-18}\n",
            "",
        ),
    )
    text = words_of(tmp_path, case, packs, REVIEW)
    assert "Please tell us by 16 December 2025 whether this report is accurate." in text


def test_a_plan_shows_each_meeting_up_to_its_own_day_and_none_later() -> None:
    case, packs = loaded(SAMPLE, STAGE_3)
    assert block(case, packs, "2025-10-09-hla-plan", "plan_reviews").items == ()
    assert [each.met_on for each in block(case, packs, "2026-03-12-hla-plan", "plan_reviews").items] == [
        "13 November 2025",
        "15 January 2026",
        "5 March 2026",
    ]


def test_a_step_down_is_notified_with_the_stage_that_is_left() -> None:
    case, packs = loaded(SAMPLE, STAGE_3)
    opening = block(case, packs, "2026-05-21-stage-notification", "placement_opening")
    assert (opening.decided_at, opening.placed, opening.former) == (
        "School Improvement Group meeting",
        "at Stage 2 Rapid Improvement Group",
        "at Stage 3 High Level Action",
    )


def test_whoever_told_the_school_signs_the_notification() -> None:
    case, packs = loaded(SAMPLE, "cambridgeshire/hern-lode-primary")
    frame: Any = compose(due(case, packs, "2026-01-22-stage-notification"), case, packs).context["letter"]
    assert (frame.signatory.name, frame.date) == ("Karen Moss", "27 January 2026")


def test_no_secret_reaches_any_document(tmp_path: Path) -> None:
    shutil.copy(SAMPLE / "caseload.yaml", tmp_path)
    shutil.copytree(SAMPLE / STAGE_3, tmp_path / STAGE_3)
    shutil.copy(SAMPLE / "cambridgeshire/authority.yaml", tmp_path / "cambridgeshire")
    numbers = count(1)
    for path in sorted((tmp_path / STAGE_3).rglob("*.md")):
        path.write_text(path.read_text("utf-8") + SECRETS, "utf-8", newline="\n")
    for name, text in CONFIDENTIAL.items():
        (tmp_path / STAGE_3 / name).write_text(text, "utf-8", newline="\n")
    for path in sorted((tmp_path / STAGE_3).rglob("*.md")):
        planted = re.sub("HIDDEN", lambda _: f"kept-back-{next(numbers)}", path.read_text("utf-8"))
        path.write_text(planted, "utf-8", newline="\n")

    case, packs = loaded(tmp_path, STAGE_3)
    texts = {each.stem: words_of(tmp_path, case, packs, each.stem) for each in due_documents(case, packs)}

    assert len(texts) == 33
    assert next(numbers) > 60
    assert [stem for stem, text in texts.items() if "kept-back" in text] == []


@pytest.mark.parametrize("stem", [PACK, "2026-11-26-attainment-proforma", "2026-10-01-evaluative-summary"])
def test_equal_cases_give_equal_bytes(stem: str) -> None:
    first, second = (words_of(SAMPLE, *loaded(SAMPLE, STAGE_2), stem) for _ in range(2))
    assert first == second


def test_a_list_stays_on_one_page_and_its_last_item_holds_nothing_after_it() -> None:
    case, packs = loaded(SAMPLE, STAGE_2)
    made = Shelves(SAMPLE, packs).render(case, due(case, packs, "2026-09-08-meeting-dates-letter"))
    assert isinstance(made, Rendered)
    lines = Document(io.BytesIO(made.docx)).paragraphs
    texts = [line.text for line in lines]
    start, end = texts.index("School improvement plan"), texts.index("Attainment and progress information")
    assert [line.paragraph_format.keep_with_next for line in lines[start:end]] == [True] * 5
    assert lines[end].paragraph_format.keep_with_next is None
