"""Every Camden document has all that the policy asks of it, in the policy's order: where a reader finds each item."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from docx import Document
from docx.oxml.ns import qn

from casefiles.documents.compose import compose
from drafting import document, due, loaded
from fullcase import EVERY_DOCUMENT, FULL_CASE


@dataclass(frozen=True)
class Item:
    """What the policy asks for, in our words, and what shows it: a heading, a paragraph or a cell with these words."""

    asked: str
    shown_as: str
    words: str


CONTENT = {
    "focused-initial-letter": (
        Item("issues facing the school", "heading", "Issues and context"),
        Item("its context", "paragraph", "Absence is still above the average."),
        Item("category of support", "paragraph", "The category of support is focused support"),
        Item("agreed priorities", "cell", "1. Reduce persistent absence"),
        Item("outcomes by the end of support", "cell", "Pupils who miss a tenth of school, from 22% to 14%"),
        Item("types of support", "cell", "Partnership on attendance"),
        Item("dates of later meetings", "heading", "Dates of the next meetings"),
        Item("the date itself", "paragraph", "Tuesday 7 July 2026"),
    ),
    "focused-summary-letter": (
        Item("progress", "heading", "Progress against each priority"),
        Item("impact on the measure", "paragraph", "15% at this meeting (target 14% by 30 June 2026, 22% at the start)"),
        Item("impact of the support in words", "paragraph", "Fewer pupils miss the first week."),
        Item("key actions looked back on", "paragraph", "Name a governor for attendance (Chair of Governors"),
        Item("next steps", "paragraph", "Next steps"),
        Item("additional support", "heading", "Support that goes on"),
        Item("actions with owner", "cell", "Meet the families before the holidays"),
        Item("date of the next termly meeting", "paragraph", "Monday 20 July 2026"),
    ),
    "targeted-initial-letter": (
        Item("issues facing the school and context", "heading", "Issues and context"),
        Item("criteria by number", "paragraph", "Criterion Primary 2."),
        Item("category of support", "paragraph", "The category of support is targeted support"),
        Item("agreed priorities", "cell", "1. Raise the proportion of Year 1 pupils meeting the phonics standard"),
        Item("measurable outcomes", "cell", "Year 1 pupils meeting the phonics standard, from 61% to 78% by 19 June 2026"),
        Item("area of the Ofsted framework", "cell", "Attendance and behaviour"),
        Item("types of support", "cell", "Phonics coaching"),
        Item("dates of later meetings", "paragraph", "Tuesday 27 January 2026"),
        Item("a named lead", "paragraph", "Tom Ellery, Camden Professional Partner, leads this support"),
    ),
    "targeted-meeting-report": (
        Item("title with the year", "heading", "Targeted Support Meeting Report (2025-26)"),
        Item("present", "paragraph", "Present: Amara Osei"),
        Item("school", "cell", "Rowan Hill Primary School"),
        Item("timescale: start", "cell", "4 November 2025"),
        Item("timescale: exit", "cell", "30 June 2026"),
        Item("level of support", "cell", "Targeted"),
        Item("Ofsted", "cell", "Overall effectiveness: Good"),
        Item("date", "cell", "24 March 2026"),
        Item("aims for the end of the year", "cell", "End of Year (EoY) Aims 2025-26"),
        Item("data with attendance", "cell", "Overall absence, All pupils, 2024-25: 7.1%"),
        Item("data for key groups", "cell", "Disadvantaged pupils, 2024-25: 49%"),
        Item("previous actions", "cell", "Timetable cover for catch-up"),
        Item("context and impact", "cell", "Catch-up works."),
        Item("next steps", "cell", "Keep it going."),
        Item("overall progress, one sentence", "cell", "the school is not yet on track to meet the agreed aims."),
        Item("key", "cell", "within 12 months of the inception of the project board."),
    ),
    "governing-body-summary": (
        Item("key areas identified", "heading", "Key areas for improvement"),
        Item("each area", "cell", "2. Reduce persistent absence"),
        Item("what was done", "heading", "What has been done"),
        Item("a thing done with its impact", "cell", "Daily phonics for all of Year 1 (Headteacher, done 12 January 2026)"),
        Item("extract of the report: progress of each area", "cell", "23% at this meeting (target 14% by 30 June 2026"),
        Item("judgement", "paragraph", "the school is not yet on track to meet the agreed aims."),
        Item("next steps", "heading", "Next steps"),
        Item("a next step with its day", "cell", "17 April 2026"),
    ),
    "rapid-improvement-plan": (
        Item("priorities off track", "heading", "Priorities off track"),
        Item("the priority", "cell", "2. Reduce persistent absence"),
        Item("rapid actions", "cell", "Telephone on the first day of absence"),
        Item("their owners", "cell", "Headteacher"),
        Item("their dates", "cell", "17 April 2026"),
        Item("enhanced advisory support", "paragraph", "Two days of the attendance service each week"),
    ),
    "exit-plan": (
        Item("sustained improvement", "heading", "Evidence of sustained improvement"),
        Item("judgements over time", "paragraph", "27 January 2026 (On track), 24 March 2026 (Not yet on track)"),
        Item("against the measures", "cell", "79%"),
        Item("against the criteria", "paragraph", "Resolved on 19 May 2026."),
        Item("level that follows", "paragraph", "The new level is focused support, from 20 May 2026"),
        Item("planned reduction in dated steps", "cell", "2 September 2026"),
        Item("agreement of the headteacher", "cell", "Lena Okoro"),
        Item("agreement of the governors", "cell", "Paul Devane"),
    ),
    "recategorisation-letter": (
        Item("new level and date", "paragraph", "The new level is focused support, from 20 May 2026"),
        Item("who was consulted", "paragraph", "Lena Okoro, Headteacher; Paul Devane, Chair of Governors; Tom Ellery"),
        Item("reason", "paragraph", "Phonics is at its target and attendance nearly so."),
        Item("sustained improvement", "paragraph", "Year 1 pupils meeting the phonics standard: from 61% to 79%"),
        Item("progress against the criteria", "paragraph", "Criterion Primary 2."),
        Item("reference to the exit strategy", "paragraph", "The exit plan of 20 May 2026 says how support is reduced."),
    ),
}  # fmt: skip


def shown(docx: bytes) -> Iterator[tuple[str, str]]:
    """Each paragraph in reading order, as a heading, a cell or a paragraph."""
    opened = Document(io.BytesIO(docx))
    headings = {style.style_id for style in opened.styles if style.name.startswith("Heading")}
    for element in opened.element.body.iter(qn("w:p")):
        text = "".join(each.text or "" for each in element.iter(qn("w:t")))
        style = element.pPr.pStyle.val if element.pPr is not None and element.pPr.pStyle is not None else ""
        in_cell = any(each.tag == qn("w:tc") for each in element.iterancestors())
        if text:
            yield "heading" if style in headings else "cell" if in_cell else "paragraph", text


@cache
def drawn(slug: str) -> tuple[tuple[str, str], ...]:
    """The document of that slug of the full case."""
    with TemporaryDirectory() as folder:
        return tuple(shown(document(Path(folder), slug, FULL_CASE, on=EVERY_DOCUMENT[slug])))


def test_every_document_of_the_policy_has_its_list() -> None:
    assert CONTENT.keys() == EVERY_DOCUMENT.keys()


@pytest.mark.parametrize(
    ("slug", "item"),
    [(slug, item) for slug, items in CONTENT.items() for item in items],
    ids=lambda value: value.asked if isinstance(value, Item) else value,
)
def test_what_the_policy_asks_for_is_shown(slug: str, item: Item) -> None:
    assert any(kind == item.shown_as and item.words in text for kind, text in drawn(slug))


@pytest.mark.parametrize("slug", CONTENT)
def test_the_items_stand_in_the_order_of_the_policy(slug: str) -> None:
    places = []
    start = 0
    for item in CONTENT[slug]:
        start = next(
            (
                at
                for at, (kind, text) in enumerate(drawn(slug))
                if at >= start and kind == item.shown_as and item.words in text
            ),
            -1,
        )
        places.append((item.asked, start >= 0))
    assert [asked for asked, found in places if not found] == []


@pytest.mark.parametrize("slug", CONTENT)
def test_the_full_case_leaves_no_gap(tmp_path: Path, slug: str) -> None:
    case, packs = loaded(tmp_path, FULL_CASE)
    assert compose(due(case, packs, slug, EVERY_DOCUMENT[slug]), case, packs).gaps == ()
