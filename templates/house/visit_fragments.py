"""The blocks of reports on visits and reviews: the visit, its accuracy, who got the report."""

from __future__ import annotations

from typing import Any

from house.drawing import add

__all__ = ["VISIT_FRAGMENTS"]


def visit_report_opening(page: Any) -> None:
    """Who visited, when, what about, and what the school is asked to do."""
    add(
        page,
        "{% if this.visitor %}{{ this.visitor.name }}, {{ this.visitor.title }}, visited {{ this.school }}"
        "{% else %}We visited {{ this.school }}{% endif %} on **{{ this.visited_on }}**."
        "{% if this.focus %} The visit looked at: {{ this.focus }}.{% endif %}"
        "{% if this.reply_by %} Please tell us by {{ this.reply_by }} whether this report is accurate.{% endif %}"
        "{% if this.is_disputed %} The school does not agree with all of it; its reply stands "
        "at the end.{% endif %}"
        "{% if not this.reply_by %} Please share this report with the governing body.{% endif %}",
    )


def visit_details(page: Any) -> None:
    """Kind of visit, half days used and left, areas, funding: a line each."""
    add(page, "About the visit", "Heading 2")
    add(page, "**Kind of visit:** {{ this.kind }}", "Address", keep=True)
    add(
        page,
        "**Time used:** {{ this.half_days }}; {{ this.used }} of this kind in {{ this.academic_year }} so far"
        "{% if this.left %}, {{ this.left }} left{% endif %}",
        "Address",
    )
    for told, words in (
        ("this.areas", "**Areas looked at:** {{ this.areas }}"),
        ("this.funding", "**Paid through:** {{ this.funding }}"),
        (
            "this.is_announced or this.is_unannounced",
            "**Notice given:** {% if this.is_announced %}Announced{% else %}Unannounced{% endif %}",
        ),
        ("this.had_standards_conversation", "**Standards:** Discussed with the headteacher"),
    ):
        add(page, f"{{%p if {told} %}}", "Address")
        add(page, words, "Address")
        add(page, "{%p endif %}", "Address")


def accuracy_check(page: Any) -> None:
    """What the school said of the report."""
    add(page, "Accuracy of this report", "Heading 2")
    who = (
        "{% if this.replied_by %}{{ this.replied_by.name }}, {{ this.replied_by.title }},"
        "{% else %}The school{% endif %}"
    )
    add(
        page,
        "{% if this.sent_on %}We sent this report to the school on {{ this.sent_on }}, to check that it is accurate."
        "{% if this.replied_on %} {% endif %}{% endif %}"
        "{% if this.replied_on %}" + who + " replied on {{ this.replied_on }}"
        "{% if this.is_agreed %} that it is accurate{% endif %}"
        "{% if this.is_disputed %} that parts of it are not accurate{% endif %}."
        "{% else %} We have had no reply yet."
        "{% endif %}",
        keep=True,
    )
    add(page, "{%p if this.comments %}")
    add(page, "The school wrote:", keep=True)
    add(page, "{{p this.comments }}")
    add(page, "{%p endif %}")


def circulation(page: Any) -> None:
    """Who got it, and when: a line a day."""
    add(page, "Circulation", "Heading 2")
    add(page, "{%p for day in this.days %}")
    add(
        page,
        "**{{ day.sent_on }}:** {% for item in day.items %}{% if item.name %}{{ item.name }}, {% endif %}"
        "{{ item.title }}{% if not loop.last %}; {% endif %}{% endfor %}",
        keep=True,
    )
    add(page, "{%p endfor %}")


VISIT_FRAGMENTS = {
    "visit-report-opening": visit_report_opening,
    "visit-details": visit_details,
    "accuracy-check": accuracy_check,
    "circulation": circulation,
}
