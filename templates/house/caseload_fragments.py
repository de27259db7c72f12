"""The blocks of reports read off a whole caseload: each a table under the pack's title."""

from __future__ import annotations

from typing import Any

from house.drawing import add

__all__ = ["ACROSS", "CASELOAD_FRAGMENTS"]


def table(page: Any) -> None:
    """A table of the report under its picture, where it has one; the pack's title stands above them."""
    add(page, "{%p if this.chart %}")
    add(page, "{{p this.chart }}", keep=True)
    add(page, "{%p endif %}")
    add(page, "{{p this.text }}")


def schools_opening(page: Any) -> None:
    """What a reader must know first of all schools: ratings, what is overdue, who moved."""
    add(
        page,
        "**On {{ this.day }}, of {{ this.schools }}, {{ this.red }} {% if this.red == '1' %}is{% else %}are{% endif %} "
        "rated red, {{ this.amber }} amber and {{ this.green }} green.** "
        "By level of support: {{ this.levels }}.",
    )
    add(
        page,
        "{% if this.overdue %}Overdue: {{ this.overdue }} at {{ this.late }}.{% else %}Nothing is overdue.{% endif %} "
        "Since {{ this.since }}, {{ this.up }} moved to a higher level of support and {{ this.down }} to a lower one.",
    )


def targets_opening(page: Any) -> None:
    """What a reader must know first of the targets."""
    add(
        page,
        "**Of {{ this.targets }}, {{ this.met }} {% if this.met == '1' %}is{% else %}are{% endif %} met, "
        "{{ this.on_track }} on track, {{ this.missed }} missed and {{ this.unknown }} not yet known.**"
        "{% if this.names %} Missed: {% for name in this.names %}{{ name }}{% if not loop.last %}; {% endif %}"
        "{% endfor %}.{% endif %}",
    )


def deliveries_opening(page: Any) -> None:
    """What a reader must know first of the deliveries."""
    add(
        page,
        "**Deliveries: {{ this.deliveries }}. Done at least once: {{ this.done }}. Past the day set for them: "
        "{{ this.past }}.**",
    )


def group_opening(page: Any) -> None:
    """What a meeting of a group came to."""
    add(
        page,
        "**The group met on {{ this.day }}. It discussed {{ this.schools }}{% if this.restricted %} and "
        "{{ this.restricted }} that may be read on request only{% endif %}"
        "{% if this.actions %}{% if this.reports %},{% else %}, and{% endif %} agreed {{ this.actions }}{% endif %}"
        "{% if this.reports %}{% if not this.actions %},{% endif %} and asked for {{ this.reports }}{% endif %}.**",
    )


def school_opening(page: Any) -> None:
    """What a reader must know first of one school."""
    add(
        page,
        "**On {{ this.day }}, {{ this.school }} is rated {{ this.rating }}.** "
        "Level of support: {{ this.level }}{% if this.since %}, since {{ this.since }}{% endif %}. "
        "It has {{ this.priorities }} open."
        "{% if this.recommended %} We recommend **{{ this.recommended }}**.{% endif %}",
    )


ACROSS = (
    "camden/risk-register",
    "camden/target-tracker",
    "camden/delivery-register",
    "leeds/data-profile-of-schools",
    "southwark/risk-assessment-round",
    "camden/half-termly-update",
)
"""The reports whose tables need the width of a page."""

_TABLES = dict.fromkeys(
    (
        "levels-over-time",
        "ratings-over-time",
        "meetings-against-due",
        "visits-against-entitlement",
        "schools-by-level",
        "risk-register",
        "overdue-items",
        "duties-carried-out",
        "meetings-and-visits",
        "level-moves",
        "leadership-changes",
        "common-concerns",
        "time-at-level",
        "target-tracker",
        "targets-against",
        "target-years",
        "target-standings",
        "target-responses",
        "area-outputs",
        "area-standings",
        "area-deliveries",
        "outside-registers",
        "group-meetings",
        "groups-met",
        "schools-discussed",
        "group-members",
        "group-actions",
        "concern-alert",
        "alerts-told",
        "school-standing",
        "school-priorities",
        "school-visits",
        "assessment-round",
        "profile-figures",
        "profile-inspections",
        "profile-notes",
        "profile-schools",
    ),
    table,
)

CASELOAD_FRAGMENTS = {
    **_TABLES,
    "schools-opening": schools_opening,
    "targets-opening": targets_opening,
    "deliveries-opening": deliveries_opening,
    "group-opening": group_opening,
    "school-opening": school_opening,
}
"""The drawing of each block of a report read off a whole caseload."""
