"""The blocks of what follows a review: the summary letter, the governors' summary, the rapid improvement plan."""

from __future__ import annotations

from typing import Any

from house.drawing import GAP, add, add_table
from house.letter_fragments import action_table
from house.report_parts import gap_lines, previous_line

__all__ = ["ASKED", "REVIEW_FRAGMENTS", "standing_line"]

ASKED = (
    "{% if this.actions == 1 %} We ask {{ this.owners }} to complete the action set out below"
    "{% if this.first_due %} by {{ this.first_due }}{% endif %}.{% endif %}"
    "{% if this.actions and this.actions != 1 %} We ask {{ this.owners }} to complete the {{ this.actions }} "
    "actions set out below{% if this.first_due %}{% if this.first_due == this.last_due %} by "
    "{{ this.first_due }}{% else %}, the first by {{ this.first_due }} and the last by {{ this.last_due }}"
    "{% endif %}{% endif %}.{% endif %}"
)
"""What the school is asked to do, and by when, after a meeting."""


def standing_line(name: str) -> str:
    """Where a measure stands: now, at the start, and where it is to be by when."""
    return (
        f"{{% if {name}.value %}}{{{{ {name}.value }}}} at this meeting{{% else %}}Not measured at this meeting"
        "{% endif %}"
        f"{{% if {name}.target %}} (target {{{{ {name}.target }}}}{{% if {name}.due_on %}} by {{{{ {name}.due_on }}}}"
        f"{{% endif %}}{{% if {name}.baseline %}}, {{{{ {name}.baseline }}}} at the start{{% endif %}}){{% endif %}}"
    )


def review_opening(page: Any) -> None:
    """How the school does, who has what to do by when, when we meet again: one paragraph, no heading."""
    add(
        page,
        "At the review meeting on {{ this.met_on }} we looked at the progress of {{ this.school }}, which receives "
        "**{{ this.level }}**."
        "{% if this.judgement %} We judged that the school is "
        "{% if this.is_on_track %}**on track**{% else %}**not yet on track**{% endif %} to meet its aims.{% endif %}"
        + ASKED
        + "{% if this.next_meeting %} We will meet again on {{ this.next_meeting }}.{% endif %}",
    )


def progress_by_priority(page: Any) -> None:
    """Each priority: where it stands, what has changed, what comes next."""
    add(page, "Progress against each priority", "Heading 2")
    add(page, "{%p for item in this.items %}")
    add(page, "Priority {{ item.number }}: {{ item.text }}", "Heading 3")
    add(
        page,
        "{% if item.standing.measure %}{{ item.standing.measure }}: {% endif %}" + standing_line("item.standing") + "."
        "{% if item.standing.judgement %} Progress: **{{ item.standing.judgement }}**.{% endif %}"
        "{% if item.standing.risk %} Risk of not meeting it in full: **{{ item.standing.risk }}**.{% endif %}",
    )
    add(page, "{%p if item.context %}")
    add(page, "{{p item.context }}")
    add(page, "{%p endif %}")
    _gap(page, "item.context_gap")
    add(page, "{%p if item.previous %}")
    add(page, "**Actions since the last meeting**", "Lead")
    add(page, "{%p for action in item.previous %}")
    add(page, previous_line("action"), "List Bullet")
    add(page, "{%p endfor %}")
    add(page, "{%p endif %}")
    add(page, "{%p if item.next_steps %}")
    add(page, "**Next steps**", "Lead")
    add(page, "{{p item.next_steps }}")
    add(page, "{%p endif %}")
    _gap(page, "item.next_gap")
    add(page, "{%p endfor %}")


def governors_opening(page: Any) -> None:
    """What the Chair judged, what governors are asked to do, when the next review is."""
    add(
        page,
        "At the review meeting on {{ this.met_on }} "
        "{% if this.judgement %}the Chair judged that {{ this.school }}, which receives **{{ this.level }}**, is "
        "{% if this.is_on_track %}**on track**{% else %}**not yet on track**{% endif %} to meet its aims."
        "{% else %}the progress of {{ this.school }}, which receives **{{ this.level }}**, was reviewed.{% endif %}"
        " Please circulate this summary to the relevant governors and discuss it at the next meeting of the governing "
        "body.{% if this.next_meeting %} The next review meeting is on {{ this.next_meeting }}.{% endif %}",
    )


def work_done(page: Any) -> None:
    """For each key area where it stands, and what was done about it."""
    add(page, "What has been done", "Heading 2")
    add(page, "{%p for item in this.items %}")
    add(page, "{{ item.number }}. {{ item.text }}", "Heading 3")
    add(
        page,
        "{% if item.standing.judgement %}Progress: **{{ item.standing.judgement }}**. {% endif %}"
        + standing_line("item.standing")
        + ".",
        keep=True,
    )
    add(page, "{%p for action in item.actions %}")
    add(
        page,
        "{{ action.text }} ({{ action.owner }}, done {{ action.done_on }})"
        "{% if action.impact %}: {{ action.impact }}{% endif %}",
        "List Bullet",
    )
    add(page, "{%p endfor %}")
    add(page, "{%p if not item.actions %}")
    add(page, "No action has been completed yet.")
    add(page, "{%p endif %}")
    add(page, "{%p endfor %}")


def plan_opening(page: Any) -> None:
    """Why there is a plan, what it holds, who has what to do by when, when it is looked at."""
    add(
        page,
        "At the review meeting on {{ this.met_on }} the Chair judged that {{ this.school }} is "
        "{% if this.is_on_track %}**on track**{% else %}**not yet on track**{% endif %} to meet its aims. This plan "
        "names the priorities that are off track, the rapid actions for them and the enhanced support."
        + ASKED
        + "{% if this.next_meeting %} The plan will be reviewed on {{ this.next_meeting }}.{% endif %}",
    )


def off_track(page: Any) -> None:
    """The priorities off track: where each stands, what the meeting heard and agreed."""
    add(page, "Priorities off track", "Heading 2")
    add_table(
        page,
        (4.4, 5.4, 6.8),
        ("Priority off track", "Where it stands", "What the meeting heard and agreed"),
        (
            (["{%tr for item in this.items %}"],),
            (
                ["**{{ item.number }}. {{ item.text }}**"],
                [
                    "{% if item.standing.measure %}{{ item.standing.measure }}: {% endif %}"
                    + standing_line("item.standing"),
                    "{%p if item.standing.risk %}",
                    "Risk of not meeting it in full: {{ item.standing.risk }}",
                    "{%p endif %}",
                ],
                [
                    "{%p if item.context %}",
                    "{{p item.context }}",
                    "{%p endif %}",
                    "{%p if item.next_steps %}",
                    "{{p item.next_steps }}",
                    "{%p endif %}",
                ],
            ),
            (["{%tr endfor %}"],),
        ),
        says="The priorities that are off track, where each stands, and what the meeting heard and agreed.",
        splits=True,
    )


def rapid_actions(page: Any) -> None:
    """Who does what by when for the priorities off track."""
    add(page, "Rapid actions", "Heading 2")
    action_table(page, "The rapid actions: what is to be done, for which priority, by whom and by when.")
    add(page, "{%p for missing in this.missing %}")
    add(page, GAP.format("missing"), "Gap")
    add(page, "{%p endfor %}")


def enhanced_support(page: Any) -> None:
    """What more is done, and the support behind it."""
    add(page, "Enhanced support", "Heading 2")
    add(page, "{%p for line in this.interventions %}")
    add(page, "{{ line }}", "List Bullet")
    add(page, "{%p endfor %}")
    add(page, "{%p if this.items %}")
    add(page, "This support goes on for the priorities that are off track:", "Lead")
    add(page, "{%p for item in this.items %}")
    add(
        page,
        "{{ item.text }}{% if item.provider %}, {{ item.provider }}{% endif %}{% if item.days %}, {{ item.days }}"
        "{% endif %}{% if item.priorities %} ({% if ' and ' in item.priorities %}priorities{% else %}priority"
        "{% endif %} {{ item.priorities }}){% endif %}"
        "{% if item.starts_on %}, from {{ item.starts_on }}{% endif %}",
        "List Bullet",
    )
    add(page, "{%p endfor %}")
    add(page, "{%p endif %}")


def _gap(page: Any, name: str) -> None:
    """The words for a part that is missing, where it is."""
    for line in gap_lines(name):
        own, bar, text = line.partition("|")
        add(page, text if bar else line, own if bar else "Normal")


REVIEW_FRAGMENTS = {
    "review-opening": review_opening,
    "progress-by-priority": progress_by_priority,
    "governors-opening": governors_opening,
    "work-done": work_done,
    "plan-opening": plan_opening,
    "off-track": off_track,
    "rapid-actions": rapid_actions,
    "enhanced-support": enhanced_support,
}
