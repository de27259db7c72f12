"""The blocks of reports on visits and reviews: the visit, its accuracy, who got the report."""

from __future__ import annotations

from typing import Any

from house.drawing import add, add_table

__all__ = ["VISIT_FRAGMENTS"]


def visit_report_opening(page: Any) -> None:
    """Who visited, when, what about, and what the school is asked to do."""
    add(
        page,
        "{% if this.visitor %}{{ this.visitor.name }}, {{ this.visitor.title }}, visited {{ this.school }}"
        "{% else %}We visited {{ this.school }}{% endif %} on **{{ this.visited_on }}**."
        "{% if this.focus %} The visit looked at: {{ this.focus }}.{% endif %}"
        "{% if this.reply_by %} Please tell us by {{ this.reply_by }} whether this report is accurate.{% endif %}"
        "{% if this.replied_on %}{% if this.is_agreed %} The school agreed on {{ this.replied_on }} that this report "
        "is accurate.{% else %} The school replied on {{ this.replied_on }}; its reply stands at the end."
        "{% endif %}{% endif %}"
        "{% if not this.reply_by %} Please share this report with the governing body.{% endif %}",
    )


def visit_details(page: Any) -> None:
    """Kind of visit, half days used and left, areas, funding."""
    add(page, "About the visit", "Heading 2")
    add_table(
        page,
        (5.6, 11.0),
        ("Detail", "This visit"),
        (
            (["Kind of visit"], ["{{ this.kind }}"]),
            (
                ["Time used"],
                [
                    (
                        "{{ this.half_days }}; {{ this.used }} of this kind in {{ this.academic_year }} so far"
                        "{% if this.left %}, {{ this.left }} left{% endif %}"
                    )
                ],
            ),
            (["{%tr if this.areas %}"],),
            (["Areas looked at"], ["{{ this.areas }}"]),
            (["{%tr endif %}"],),
            (["{%tr if this.funding %}"],),
            (["Paid through"], ["{{ this.funding }}"]),
            (["{%tr endif %}"],),
            (["{%tr if this.is_announced or this.is_unannounced %}"],),
            (["Notice given"], ["{% if this.is_announced %}Announced{% else %}Unannounced{% endif %}"]),
            (["{%tr endif %}"],),
            (["{%tr if this.had_standards_conversation %}"],),
            (["Standards"], ["Discussed with the headteacher"]),
            (["{%tr endif %}"],),
        ),
        says="The kind of visit, the time that it used, and what it looked at.",
    )


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
        "{% if this.is_disputed %} that it is not accurate throughout{% endif %}."
        "{% else %} We have had no reply yet{% if this.reply_by %}; it is due by {{ this.reply_by }}{% endif %}."
        "{% endif %}",
    )
    add(page, "{%p if this.comments %}")
    add(page, "{{p this.comments }}")
    add(page, "{%p endif %}")


def circulation(page: Any) -> None:
    """Who got it, and when."""
    add(page, "Circulation", "Heading 2")
    add(page, "{%p for item in this.items %}")
    add(
        page,
        "{% if item.name %}{{ item.name }}, {% endif %}{{ item.title }}: {{ item.sent_on }}",
        "List Bullet",
        keep=True,
    )
    add(page, "{%p endfor %}")


VISIT_FRAGMENTS = {
    "visit-report-opening": visit_report_opening,
    "visit-details": visit_details,
    "accuracy-check": accuracy_check,
    "circulation": circulation,
}
