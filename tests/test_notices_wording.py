"""The sentences of notices as a governor reads them: by when, which Act, lists that end well, nothing out of place."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from casefiles.caseload import shipped_templates
from casefiles.documents.compose import Frame
from casefiles.documents.mail import read_covering
from notice_pages import HOME, WESTMERE, composed_page, page, text_of

NOTICES = f"{HOME}/notices"


def letter_of(kind: str, actions: str) -> str:
    """A letter before any notice, with these actions in place of its own."""
    name = {"pre-warning-notice": "2026-02-09-pre-warning", "letter-of-concern": "2026-01-27-concern"}[kind]
    return f"""
=== {NOTICES}/{name}.md
---
kind: {kind}
given_by: director-of-childrens-services
grounds:
  - {{ground: standards, matters: [{{matter: Too few met the standard, evidence: [2025-10-06-phonics-check]}}]}}
{actions}
---
"""


TWO = """required_actions:
  - {action: Adopt a plan, measure: The plan, due_on: 2026-03-11}
  - {action: Meet with a quorum, measure: The list, due_on: 2026-02-25}"""
UNDATED = "required_actions: [{action: Adopt a plan, measure: The plan}]"


@pytest.mark.parametrize("kind", ["pre-warning-notice", "letter-of-concern"])
@pytest.mark.parametrize(
    ("actions", "says"),
    [
        (
            TWO,
            (
                "We ask the governing body to take the 2 actions set out below, the first by Wednesday 25 February "
                "2026 and the last by Wednesday 11 March 2026."
            ),
        ),
        (UNDATED, "We ask the governing body to take the action set out below."),
    ],
    ids=["two days", "no day"],
)
def test_a_letter_before_a_notice_says_at_once_what_is_asked_by_when(
    tmp_path: Path, kind: str, actions: str, says: str
) -> None:
    opening = text_of(tmp_path, kind, letter_of(kind, actions)).split("This letter is not a warning notice.")[1]
    assert says in opening.split("\n")[0]


def test_a_letter_that_asks_for_nothing_says_nothing_of_actions(tmp_path: Path) -> None:
    assert "We ask the governing body" not in text_of(tmp_path, "letter-of-concern", letter_of("letter-of-concern", ""))


def test_what_standards_are_low_by_is_in_the_order_of_the_act_and_ends_with_and(tmp_path: Path) -> None:
    notice = f"""
=== {NOTICES}/2026-03-02-warning.md
---
kind: warning-notice
given_by: director-of-childrens-services
grounds:
  - {{ground: s60-2-a, comparators: [comparable, previous, expected], evidence: [2025-10-06-phonics-check]}}
---
"""
    text = text_of(tmp_path, "warning-notice", notice)
    low = text.split("low by reference to ")[1].split("\n")[0]
    assert [low.index(f"60(3)({letter})") for letter in "abc"] == sorted(low.index(f"60(3)({each})") for each in "abc")
    assert "(section 60(3)(b)); and the standards attained by pupils at comparable schools" in low
    assert "and the standards previously" not in low


def test_the_notification_to_the_secretary_of_state_does_not_ask_for_one(tmp_path: Path) -> None:
    text = text_of(tmp_path, "power-notification")
    assert "Section 64: appoint additional governors. It can be used until" in text
    assert "We must notify" not in text


def test_a_source_begins_its_sentence_with_a_capital(tmp_path: Path) -> None:
    evidence = (
        f"\n=== {HOME}/evidence/2025-10-06-phonics-check.md\n---\ntitle: Phonics\nsource: school data\n---\nLow.\n"
    )
    assert "Phonics. School data, 6 October 2025" in text_of(tmp_path, "warning-notice", evidence)


def test_a_body_is_told_at_once_by_when_to_answer(tmp_path: Path) -> None:
    asked = f"""
=== {NOTICES}/2026-01-26-religious-body.md
---
kind: religious-body-notification
given_by: director-of-childrens-services
closes_on: 2026-02-06
grounds:
  - {{ground: governance, matters: [{{matter: No quorum, evidence: [2026-01-20-minutes]}}]}}
---
"""
    text = text_of(tmp_path, "religious-body-notification", asked)
    assert "We ask for your help to resolve them, and for your answer by Friday 6 February 2026." in text
    assert "Please tell us by Friday 6 February 2026 how you see these concerns" in text


def test_the_e_mail_to_a_body_greets_and_closes_as_its_letter_and_is_the_council_s(tmp_path: Path) -> None:
    letter = composed_page(tmp_path, "power-notification").context["letter"]
    assert isinstance(letter, Frame)
    _, body = read_covering((shipped_templates() / "mail/covering.txt").read_bytes(), "covering.txt").write(letter)
    assert "\nDear Sir or Madam\n" in body
    assert "\nYours faithfully\n" in body
    assert "\nWestmere Council\n" in body
    assert "Westmere Learning" not in body


def test_several_powers_are_each_something_that_the_council_proposes_to_do(tmp_path: Path) -> None:
    text = text_of(tmp_path, "power-consultation", recipient="diocesan-authority")
    assert (
        ": to require the governing body to enter into arrangements and to appoint an interim executive board." in text
    )


def test_the_list_of_copies_is_not_parted_between_pages(tmp_path: Path) -> None:
    copies = Document(BytesIO(page(tmp_path, "warning-notice"))).tables[-1]
    lines = [line for row in copies.rows for cell in row.cells for line in cell.paragraphs]
    assert "Copy to" in lines[0].text
    assert all(line.paragraph_format.keep_with_next or line.style.paragraph_format.keep_with_next for line in lines)


def test_a_reason_that_has_a_heading_of_its_own_is_not_said_in_the_opening_too(tmp_path: Path) -> None:
    reason = "Outcomes have fallen for two years."
    notice = f"""
=== {NOTICES}/2026-03-02-warning.md
---
kind: warning-notice
given_by: director-of-childrens-services
reason: {reason}
---
"""
    local = WESTMERE.split("=== westmere/authority.yaml")[1].split("=== westmere/st-aldhelms/school.yaml")[0]
    southwark = "=== westmere/authority.yaml" + local.replace("policy: england", "policy: southwark")
    assert text_of(tmp_path / "national", "warning-notice", notice).count(reason) == 1
    text = text_of(tmp_path / "southwark", "warning-notice", southwark, notice)
    assert text.count(reason) == 1
    assert f"unlikely to improve without further action. {reason}" in text
