"""The files of an authority with one short sentence where prose stands, and without what a case can do without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from case_sheets import Sheet, Sheets, changed_texts

__all__ = ["NEEDLESS", "shortened", "without"]

_SHORT = ("This is done.", "All went as planned.", "There is no change.")
_KEPT = frozenset({"name", "title", "basis", "address", "definition", "provision", "rule", "to"})
_LONGEST = 5
"""So many words of a text of the facts stay as they are."""

NEEDLESS = frozenset(
    """
    authority.bodies.*.address authority.bodies.*.email authority.letterhead authority.officers.*.email
    authority.officers.*.salutation
    school.address school.email school.ofsted.+ school.people.*.email school.people.*.salutation
    case.decisions.+ case.levels.criteria.+ case.levels.recommendation.reason case.reference case.support.+
    case.support.days case.support.deployed_for case.support.from case.support.funding
    case.support.provider case.support.title case.support.to
    priorities.opened_on priorities.plan_reference
    assessment.concern assessment.draws_on assessment.indicators.*.note assessment.reason
    evidence.grade
    evidence.investigation
    letter.enclosures.+ letter.meeting_dates.+
    exit-plan.review_on
    notice.contact notice.grounds.matters.+ notice.minded_to.+ notice.required_actions.+ notice.support
    plan.criteria plan.from plan.linked_to plan.milestones.+ plan.milestones.priority plan.priorities plan.review_on
    plan.title plan.to
    visit.accuracy visit.funding
    group-meeting.actions group-meeting.commissioned
    registers.+ registers.link registers.shared_with registers.topics registers.version
    """.split()  # noqa: SIM905 - it is read as a list of words
)
"""What the cases can do without: a kind of file and a key, `+` for all entries of a list but the first."""


def shortened(sheets: Sheets) -> Sheets:
    """The files, shorter."""
    return {name: _shorter(sheet) for name, sheet in sheets.items()}


def _shorter(sheet: Sheet) -> Sheet:
    asked = {"action", "measure"} if sheet.kind == "notice" else set()  # the law wants their words
    facts = changed_texts(sheet, lambda text, key: text if key in asked else _short(text, key))
    for pattern in sorted(NEEDLESS):
        kind, *path = pattern.split(".")
        if kind == sheet.kind:
            facts = without(facts, path)
    return replace(sheet, facts=facts, body=_short_body(sheet.body))


def _short(text: str, key: str) -> str:
    """A text of the facts in a few words: its first ones where it is no sentence."""
    words = text.split()
    if key in _KEPT or len(words) <= _LONGEST:
        return text
    return _SHORT[len(words) % len(_SHORT)] if text[-1] == "." else _SHORT[len(words) % len(_SHORT)].rstrip(".")


def _short_body(body: str) -> str:
    """The text below the facts with one sentence, or one point, in each section that has any."""
    parts = re.split(r"(?m)^(#{1,6} .*)$", body)
    return "".join(part if part.startswith("#") else _short_section(part) for part in parts)


def _short_section(text: str) -> str:
    held = text.strip("\n")
    if not held.strip() or held.lstrip().startswith("|"):
        return text
    mark = re.match(r"(?:[-*]|\d+\.) ", held)
    return f"\n{mark[0] if mark else ''}{_SHORT[len(held) % len(_SHORT)]}\n\n"


def without(facts: Any, path: Sequence[str]) -> Any:
    """Facts without what stands at a path; `*` for each entry of a list or mapping, `+` for all but the first."""
    if isinstance(facts, list) and path[0] not in {"*", "+"}:
        return [without(each, path) for each in facts]
    key, *rest = path
    if isinstance(facts, list):
        return facts[:1] if key == "+" else [without(each, rest) for each in facts]
    if not isinstance(facts, dict):
        return facts
    if key == "*":
        return {name: without(inner, rest) for name, inner in facts.items()}
    if not rest:
        return {name: inner for name, inner in facts.items() if name != key}
    return {name: without(inner, rest) if name == key else inner for name, inner in facts.items()}
