"""Text that an officer wrote is printed by a document of its record, or named by a diagnostic at its line."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from casefiles.caseload import load, load_packs
from casefiles.diagnostics import Span
from casefiles.documents.catalogue import Due, document_diagnostics, due_documents, kind_of
from casefiles.documents.compose import compose
from casefiles.documents.headings import COMMENTS, FOR_THE_LETTER, ISSUES_AND_CONTEXT, SUSTAINED, printed_by
from casefiles.model.base import Held
from casefiles.model.caseview import Case
from casefiles.model.records import Meeting
from casefiles.policy.law import Packs
from casefiles.policy.pack import Edition
from casefiles.prose import Body, Paragraph, Prose, Section, Words
from drafting import loaded

SAMPLE = Path(__file__).parents[1] / "casefiles"
PROPOSAL = """
=== notices/2026-06-15-proposal.md
---
kind: proposal-to-use-powers
given_by: director-of-learning
powers: [s64]
---
{text}
"""
LETTER = """
=== letters/2026-02-03-letter.md
---
kind: recategorisation-letter
signed_by: director-of-learning
to: [headteacher]
---
{text}
"""
REVIEW = """
=== meetings/2026-01-27-review.md
---
kind: targeted-review
present: [headteacher, chair-of-governors, cpp]
---
{text}
"""


def said(root: Path, text: str) -> list[tuple[int, str, str, str]]:
    found = document_diagnostics(*loaded(root, text))
    return [
        (each.span.line, each.code, each.message, each.help) for each in found if each.code in {"DOC-036", "DOC-037"}
    ]


def test_a_heading_that_no_block_of_a_notice_names_is_told_at_its_line_with_the_nearest_that_is_printed(
    tmp_path: Path,
) -> None:
    ((line, code, message, help_),) = said(
        tmp_path, PROPOSAL.format(text="## More information\nThe clerk has the papers.")
    )
    assert (line, code, message) == (6, "DOC-036", 'no document prints what stands under "More information"')
    assert help_.startswith('"Further information" is printed in: ')


@pytest.mark.parametrize(
    "text",
    [
        "## Further information\nThe clerk has the papers.",
        "## 3. further information:\nThe clerk has the papers.",
        "## Why we propose to use this power {.confidential}\nThe vote was close.",
        "## Why we propose to use this power",
        "## Written outside the form\nA row of the sheet.",
    ],
)
def test_what_is_printed_or_marked_or_empty_is_told_nothing(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, PROPOSAL.format(text=text)) == []


@pytest.mark.parametrize("page", [PROPOSAL, LETTER])
@pytest.mark.parametrize(
    "text",
    [
        "The clerk has the papers.",
        "# Letter\nThe clerk has the papers.",
        "## Something else\nThe clerk has the papers.",
        "## Something else\n\n### And below it\nThe clerk has the papers.",
    ],
)
def test_text_of_a_letter_or_notice_outside_the_headings_that_print_is_told(
    tmp_path: Path, page: str, text: str
) -> None:
    assert [code for _, code, _, _ in said(tmp_path, page.format(text=text))] == ["DOC-036"]


def test_a_review_prints_what_belongs_to_no_item_and_is_told_nothing(tmp_path: Path) -> None:
    assert said(tmp_path, REVIEW.format(text="Cold day.\n\n## Something else\nThe boiler was mended.")) == []


def test_the_second_of_two_headings_of_one_name_is_told(tmp_path: Path) -> None:
    text = "## Overall progress against the priorities\nOn track.\n\n## Overall progress against the priorities\nNot yet on track."
    ((line, code, message, _),) = said(tmp_path, REVIEW.format(text=text))
    assert (line, code) == (8, "DOC-036")
    assert "the second heading" in message


def test_minutes_that_a_letter_has_no_place_for_are_one_note(tmp_path: Path) -> None:
    text = "## Purpose of the meeting\nAgreed.\n\n## Initial actions by governors\nTo follow."
    meeting = REVIEW.replace("2026-01-27-review", "2025-11-04-initial").replace("targeted-review", "targeted-initial")
    ((_, code, message, _),) = said(tmp_path, meeting.format(text=text))
    assert code == "DOC-037"
    assert '"Purpose of the meeting" and "Initial actions by governors" stay in the case file' in message


@cache
def sample() -> tuple[tuple[Case, ...], Packs]:
    return load(SAMPLE).cases, load_packs(SAMPLE, ())[0]


@cache
def one_of_each() -> dict[str, tuple[Case, Held]]:
    """A record of the sample for each kind of record, by policy, that its documents are made from."""
    cases, packs = sample()
    found: dict[str, tuple[Case, Held]] = {}
    for case in cases:
        for due in due_documents(case, packs):
            record = due.record
            if not isinstance(record, Held) or (isinstance(record, Meeting) and not record.is_held):
                continue
            name = f"{case.authority.file.policy}-{due.entry.record}-{kind_of(due.entry.record, record)}"
            if not record.readers:
                found.setdefault(name, (case, record))
    return found


def planted(case: Case, record: Held, edition: Edition) -> tuple[Body, dict[str, int]]:
    """A body with a text of its own under every heading that might be known and one that is not, by token."""
    kind = edition.meeting_kind(record.kind) if isinstance(record, Meeting) else None
    titles = [ISSUES_AND_CONTEXT, FOR_THE_LETTER, COMMENTS[0], SUSTAINED[0], "Heading that nobody knows"]
    titles += [item.title for item in (kind.agenda if kind else ())]
    titles += [priority.title for priority in case.priorities]
    titles += [name for entry in edition.documents for block in entry.blocks for name in printed_by(block).headings]
    titles = [title for title in titles if title not in SUSTAINED[1:]]
    tokens, sections = {"token0": 1}, []
    for number, title in enumerate(dict.fromkeys(titles), start=1):
        tokens[f"token{number}x"] = line = 10 * number
        text = Prose((Paragraph((Words(f"token{number}x"),)),), Span(record.source_file, line))
        child = Section("Further", 3, _prose(record, f"token{number}y", line), (), Span(record.source_file, line))
        tokens[f"token{number}y"] = line
        sections.append(Section(title, 2, text, (child,), Span(record.source_file, line)))
    return Body(_prose(record, "token0", 1), tuple(sections)), tokens


def _prose(record: Held, words: str, line: int) -> Prose:
    return Prose((Paragraph((Words(words),)),), Span(record.source_file, line))


@pytest.mark.parametrize("name", sorted(one_of_each()))
def test_every_word_of_a_record_is_in_a_document_or_told(name: str) -> None:
    case, record = one_of_each()[name]
    packs = sample()[1]
    body, tokens = planted(case, record, packs.edition_on(case.authority.file.policy, record.on or date.max))
    written = record.model_copy()
    written.with_body(body)
    shelf = next(
        each
        for each in type(case).__struct_fields__
        if isinstance(getattr(case, each), tuple) and record in getattr(case, each)
    )
    others = tuple(written if each is record else each for each in getattr(case, shelf))
    changes: dict[str, Any] = {shelf: others}
    changed = replace(case, **changes)
    dues: list[Due] = [due for due in due_documents(changed, packs) if due.record is written]
    printed = "".join(repr(compose(due, changed, packs).context) for due in dues)
    told = {
        span.line
        for each in document_diagnostics(changed, packs)
        if each.code in {"DOC-036", "DOC-037"} and each.span.file == record.source_file
        for span in (each.span, *(place for place, _ in each.related))
    }
    lost = [token for token, line in tokens.items() if token not in printed and line not in told]
    in_vain = [token for token, line in tokens.items() if token in printed and line in told]
    assert dues
    assert (lost, in_vain) == ([], [])
