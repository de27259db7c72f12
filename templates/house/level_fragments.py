"""What a decision on the level rests on and entails, whom to ask, the opening of a group's evaluative summary."""

from __future__ import annotations

from typing import Any

from house.drawing import add, whole_list
from house.letter_fragments import cited_criteria
from house.review_fragments import ASKED

__all__ = ["LEVEL_FRAGMENTS"]


def level_basis(page: Any) -> None:
    """The reason, what led to it, the criteria with their evidence."""
    add(page, "What the decision is based on", "Heading 2")
    add(page, "{%p if this.reason or this.origin %}")
    add(
        page,
        "{% if this.reason %}{{ this.reason }}{% endif %}{% if this.reason and this.origin %} {% endif %}"
        "{% if this.origin %}{% if this.placed %}The school has been {{ this.placed }} since {{ this.decided_on }}. "
        "That decision{% else %}The decision{% endif %} follows {{ this.origin }}.{% endif %}",
    )
    add(page, "{%p endif %}")
    cited_criteria(
        page,
        "This criterion of our policy applies, with the evidence for it:",
        "These criteria of our policy apply, with the evidence for each:",
    )


def entails(page: Any) -> None:
    """What the level means, and what happens at it."""
    add(page, "What this entails", "Heading 2")
    add(page, "{%p if this.statement %}")
    add(page, "{{ this.statement }}")
    add(page, "{%p endif %}")
    add(page, "{%p if this.entitlement %}")
    add(page, "For the school this means:", keep=True)
    add(page, "{%p for line in this.entitlement %}")
    add(page, "{{ line }}", "List Bullet")
    add(page, "{%p endfor %}")
    add(page, "{%p endif %}")


def contacts(page: Any) -> None:
    """Whom the school can speak to."""
    add(page, "Whom you can speak to", "Heading 2")
    whole_list(page, "this.items", "{{ item.name }}, {{ item.title }}{% if item.email %}: {{ item.email }}{% endif %}")


def summary_opening(page: Any) -> None:
    """How the school does, what comes next: one paragraph."""
    add(
        page,
        "On {{ this.met_on }} the group looked at the progress of {{ this.school }}, which is at **{{ this.level }}**."
        "{% if this.judgement %} It judged that the school is "
        "{% if this.is_on_track %}**on track**{% else %}**not yet on track**{% endif %}.{% endif %}"
        + ASKED
        + "{% if this.next_meeting %} The group meets again on {{ this.next_meeting }}.{% endif %}",
    )


LEVEL_FRAGMENTS = {
    "level-basis": level_basis,
    "entails": entails,
    "contacts": contacts,
    "summary-opening": summary_opening,
}
