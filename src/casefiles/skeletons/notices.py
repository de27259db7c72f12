"""A new notice: each family of notices is asked for what it needs, with the copies of law and policy."""

from __future__ import annotations

from datetime import date

from casefiles.editing import scalar
from casefiles.model.caseview import Case
from casefiles.model.notices import Notice
from casefiles.policy.copies import copies_of
from casefiles.policy.facets import family_of
from casefiles.policy.law import calendar_in
from casefiles.policy.pack import Edition
from casefiles.policy.rule import View
from casefiles.skeletons.text import Skeleton, record_file

__all__ = ["notice_file"]


def notice_file(case: Case, edition: Edition, day: date, kind: str) -> Skeleton:
    """A new notice: nothing in it is presumed but whom law and policy ask to be copied to."""
    notice = Notice.model_validate({"date": day, "kind": kind})
    asked = _ASKED.get(family_of(edition, notice), ())
    front = [
        f"kind: {kind}",
        "#method: how it is given",
        "#given_by: a role or an officer's id",
        f"#given_on: {day.isoformat()}",
        *(line.replace("DAY", day.isoformat()) for line in asked),
        *_copies(notice, View(case, edition, calendar_in(case, edition), day)),
    ]
    return record_file(case, "notices", day, kind, front, "## Issues and context\n")


def _copies(notice: Notice, view: View) -> list[str]:
    """The copies that must be given at the same time, each with the provision that asks for it."""
    lines = []
    for copy in copies_of(notice, view).copies:
        if copy.recipient is None:
            lines.append(f"# {copy.title} ({copy.basis}): {copy.missing}")
        else:
            of_school = copy.capacity in view.case.school.people
            to, day = copy.capacity if of_school else scalar(copy.recipient.name), notice.day.isoformat()
            entry = f"{{to: {to}, capacity: {copy.capacity}, given_on: {day}, method: post}}"
            lines.append(f"#  - {entry}   # {copy.basis}")
    return ["#copies:", *lines] if lines else []


_AGREED = ("#agreed_by: who agreed it", "#agreed_on: the day they did")
_ASKED = {
    "warning": (
        *_AGREED,
        "#grounds:",
        "#  - {ground: the ground, comparators: [], evidence: []}",
        "#required_actions:",
        "#  - {action: what must be done, measure: how that is judged, due_on: DAY}",
        "#compliance_period: {from: DAY, to: DAY}",
        "#minded_to: [the powers that may follow]",
    ),
    "concern": ("#to: [chair-of-governors]",),
    "referral": ("#to: [regional-director]",),
    "outcome": ("#follows: the notice",),
    "withdrawal": ("#follows: the notice",),
    "proposal": (*_AGREED, "#follows: the notice", "#powers: [the powers that are proposed]"),
    "notification": ("#follows: the notice", "#powers: [the powers]"),
    "consultation": (
        "#follows: the notice",
        "#powers: [the powers]",
        "#closes_on: DAY",
        "#consulted:",
        "#  - {to: chair-of-governors, capacity: governing-body, consulted_on: DAY}",
    ),
    "consent": (
        "#follows: the notice",
        "#powers: [the powers]",
        "#consent: {given_on: DAY, given_by: who, letter: which}",
    ),
    "power": (*_AGREED, "#follows: the notice", "#powers_used: [the power]", "#takes_effect_on: DAY"),
    "report": ("#restricted: true", "#holder: who holds it", "#place: where it is kept", "#relied_on_because: why"),
}
"""What each family of notices is asked, as lines to be filled in."""
