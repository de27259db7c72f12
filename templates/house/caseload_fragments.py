"""The blocks of reports read off a whole caseload: each a table under the pack's title."""

from __future__ import annotations

from typing import Any

from house.drawing import add

__all__ = ["ACROSS", "CASELOAD_FRAGMENTS"]


def table(page: Any) -> None:
    """A table of the report; the pack's title stands above it."""
    add(page, "{{p this.text }}")


ACROSS = ("camden/risk-register", "camden/target-tracker", "camden/delivery-register")
"""The reports whose tables need the width of a page."""

CASELOAD_FRAGMENTS = dict.fromkeys(
    (
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
        "target-years",
        "target-standings",
        "target-responses",
        "area-outputs",
        "area-deliveries",
        "outside-registers",
        "group-meetings",
        "schools-discussed",
        "group-members",
        "group-actions",
        "concern-alert",
        "alerts-told",
        "school-standing",
        "school-priorities",
        "school-visits",
        "assessment-round",
    ),
    table,
)
