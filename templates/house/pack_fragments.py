"""The blocks of what goes out before a meeting: invitation, dates, agenda, papers, the form to complete."""

from __future__ import annotations

from typing import Any

from house.drawing import add, add_table, whole_list
from house.report_parts import previous_line

__all__ = ["PACK_FRAGMENTS"]

_WHEN = "**{{ this.met_on }}**{% if this.starts_at %} at {{ this.starts_at }}{% endif %}"

_WHERE = "{% if this.location %}, at {{ this.location }}{% endif %}"


def invitation_opening(page: Any) -> None:
    """To which meeting, when, and what to send by when; the place stands in the details."""
    add(
        page,
        "We invite you to the {{ this.kind }} for {{ this.school }} on " + _WHEN + "."
        "{% if this.documents_by %} Please send us the documents listed below by {{ this.documents_by }}.{% endif %}"
        " Please tell us as soon as you can if you are unable to come.",
    )


def pack_opening(page: Any) -> None:
    """Which meeting the papers are for, and what to do with them."""
    add(
        page,
        "These are the agenda and papers for the {{ this.kind }} on " + _WHEN + _WHERE + ". Please read them before "
        "the meeting, and come ready to speak about your own actions.",
    )


def meeting_details(page: Any) -> None:
    """Date, time, place, chair: lines of one page."""
    add(page, "Date and place", "Heading 2")
    add(page, "**Date:** {{ this.met_on }}", "Address", keep=True)
    add(page, "{%p if this.starts_at %}")
    add(page, "**Time:** {{ this.starts_at }}", "Address", keep=True)
    add(page, "{%p endif %}")
    add(page, "{%p if this.location %}")
    add(page, "**Place:** {{ this.location }}", "Address", keep=True)
    add(page, "{%p endif %}")
    add(page, "{%p if this.chair %}")
    add(page, "**Chair:** {{ this.chair.name }}, {{ this.chair.title }}", "Address")
    add(page, "{%p endif %}")


def purpose(page: Any) -> None:
    """What such meetings are for."""
    add(page, "What the meeting is for", "Heading 2")
    add(page, "{%p for line in this.lines %}")
    add(page, "{{ line }}", "List Bullet")
    add(page, "{%p endfor %}")


def members(page: Any) -> None:
    """Who is expected."""
    add(page, "Members", "Heading 2")
    add(page, "{%p for person in this.items %}")
    add(
        page,
        "{% if person.name %}{{ person.name }}, {% endif %}{{ person.title }}{% if person.chairs %} (Chair){% endif %}",
        "List Bullet",
    )
    add(page, "{%p endfor %}")


def agenda(page: Any) -> None:
    """The items in order."""
    add(page, "Agenda", "Heading 2")
    add(page, "{%p for item in this.items %}")
    add(page, "{{ item.text }}", "List Number")
    add(page, "{%p endfor %}")


def actions_since(page: Any) -> None:
    """The actions of before, as they stand."""
    add(page, "Actions from the last meeting", "Heading 2")
    add(page, "{%p if this.items %}")
    add(page, "{%p for action in this.items %}")
    add(page, previous_line("action"), "List Bullet")
    add(page, "{%p endfor %}")
    add(page, "{%p else %}")
    add(
        page,
        "{% if this.is_first %}This is the first meeting: no action has been agreed before it."
        "{% else %}None to report: the actions agreed earlier were complete by the last meeting.{% endif %}",
    )
    add(page, "{%p endif %}")


def documents_checklist(page: Any) -> None:
    """Which of the school's documents have come."""
    add(page, "Documents that the school shares", "Heading 2")
    add_table(
        page,
        (7.2, 9.4),
        ("Document", "What we have"),
        (
            (["{%tr for item in this.items %}"],),
            (
                ["{{ item.text }}"],
                [
                    (
                        "{% if not item.received_on %}Not yet received{% else %}{% if item.name %}{{ item.name }}, "
                        "received{% else %}Received{% endif %} on {{ item.received_on }}{% endif %}"
                    )
                ],
            ),
            (["{%tr endfor %}"],),
        ),
        says="The documents that the school shares at the meeting, with what has come and when.",
    )


def documents_asked(page: Any) -> None:
    """Which documents the school is asked for, all on one page."""
    add(page, "Documents to share", "Heading 2")
    add(page, "Please share these documents of the school:", keep=True)
    whole_list(page, "this.items", "{{ item.text }}")


def dates_opening(page: Any) -> None:
    """How often meetings are held, from when to when, and what to do."""
    add(
        page,
        "{{ this.school }} is at {{ this.level }}. "
        "{% if this.count == 1 %}Its next meeting is on the day below. Please keep it free."
        "{% else %}Its meetings {% if this.academic_year %}in the academic year {{ this.academic_year }}"
        "{% else %}from {{ this.first_on }} to {{ this.last_on }}{% endif %} are on the {{ this.count }} days below. "
        "Please keep them free.{% endif %}"
        "{% for date in this.dates %}{% if loop.first and date.documents_by %} Please send us the school's documents "
        "for the {% if this.count != 1 %}first {% endif %}meeting by **{{ date.documents_by }}**."
        "{% endif %}{% endfor %}",
    )


def meeting_dates(page: Any) -> None:
    """Each meeting with the day by which documents are wanted."""
    add(page, "Dates of the meetings", "Heading 2")
    add_table(
        page,
        (8.3, 8.3),
        ("Meeting", "Documents to reach us by"),
        (
            (["{%tr for date in this.dates %}"],),
            (["{{ date.met_on }}"], ["{{ date.documents_by }}"]),
            (["{%tr endfor %}"],),
        ),
        says="The dates of the meetings, with the day by which the school sends its documents for each.",
    )


def form_measures(page: Any) -> None:
    """What is known of each priority, with room for the latest figure and a comment."""
    add(page, "Progress towards the agreed priorities", "Heading 2")
    add(page, "Please give the latest figure for each priority, and say in a few words what it shows.", keep=True)
    add_table(
        page,
        (5.6, 4.2, 2.6, 4.2),
        ("Priority and its measure", "What we know", "Latest figure", "What it shows"),
        (
            (["{%tr for item in this.items %}"],),
            (
                [
                    "**{{ item.number }}. {{ item.text }}**",
                    "{%p if item.standing.measure %}",
                    "{{ item.standing.measure }}",
                    "{%p endif %}",
                ],
                [
                    "{%p if item.standing.value %}",
                    "{{ item.standing.value }} on {{ item.measured_on }}",
                    "{%p endif %}",
                    "{%p if item.standing.baseline %}",
                    "{{ item.standing.baseline }} at the start",
                    "{%p endif %}",
                    "{%p if item.standing.target %}",
                    (
                        "Target {{ item.standing.target }}"
                        "{% if item.standing.due_on %} by {{ item.standing.due_on }}{% endif %}"
                    ),
                    "{%p endif %}",
                ],
                [""],
                [""],
            ),
            (["{%tr endfor %}"],),
        ),
        says="Each priority with its measure and what is known of it, and room for the latest figure and a comment.",
    )


def form_grid(page: Any) -> None:
    """An empty table by year group."""
    add(page, "Attainment and progress by year group", "Heading 2")
    add(
        page,
        "Please give the percentage of pupils in each year group."
        "{% if this.last_on %} We last had these figures on {{ this.last_on }}.{% endif %}",
        keep=True,
    )
    add(page, "{{p this.text }}")


def form_opening(page: Any) -> None:
    """What the form is for, and by when it is wanted."""
    add(
        page,
        "Please complete this form for the {{ this.kind }} on **{{ this.met_on }}**"
        "{% if this.documents_by %} and return it to us by **{{ this.documents_by }}**{% endif %}. What we know "
        "already is filled in. Please do not name pupils or staff.",
    )


def plan_summary(page: Any) -> None:
    """What the plan is for, until when, and who co-ordinates it."""
    add(
        page,
        "This plan says how we support {{ this.school }} at **{{ this.level }}** from {{ this.starts_on }}"
        "{% if this.ends_on %} until {{ this.ends_on }}{% endif %}."
        "{% if this.coordinator %} {{ this.coordinator.name }}, {{ this.coordinator.title }}, co-ordinates it."
        "{% endif %}"
        " Please carry out your actions by the dates below."
        "{% if this.review_on %} We will review the plan with the school on {{ this.review_on }}.{% endif %}",
    )


def milestones(page: Any) -> None:
    """What is to be reached by when."""
    add(page, "Milestones", "Heading 2")
    add_table(
        page,
        (8.0, 3.7, 4.9),
        ("Milestone", "By when", "How it stands"),
        (
            (["{%tr for item in this.items %}"],),
            (
                ["{{ item.text }}{% if item.priority %} (priority\N{NO-BREAK SPACE}{{ item.priority }}){% endif %}"],
                ["{{ item.due_on }}"],
                [
                    (
                        "{% if item.met_on %}Reached {{ item.met_on }}{% elif item.is_late %}Overdue"
                        "{% else %}To come{% endif %}"
                    )
                ],
            ),
            (["{%tr endfor %}"],),
        ),
        says="The milestones: what is to be reached, for which priority, by when, and whether it has been.",
    )


def plan_reviews(page: Any) -> None:
    """What the meetings said of the plan."""
    add(page, "Progress and impact at each meeting", "Heading 2")
    add(page, "{%p if this.items %}")
    add(page, "{%p for item in this.items %}")
    add(page, "Meeting of {{ item.met_on }}", "Heading 3")
    add(page, "{{p item.minute }}")
    add(page, "{%p endfor %}")
    add(page, "{%p else %}")
    add(page, "The group looks at this plan at each of its meetings. None has been held yet.")
    add(page, "{%p endif %}")


def record_opening(page: Any) -> None:
    """Which meeting the record is of, and what the reader is asked to do."""
    add(
        page,
        "This is the record of the {{ this.kind }} at {{ this.school }} on **{{ this.met_on }}**. Please tell us if "
        "anything in it is not right.",
    )


def priorities_standing(page: Any) -> None:
    """How each priority stood when it was last judged."""
    add(page, "Priorities, and how they stood", "Heading 2")
    add_table(
        page,
        (6.0, 5.4, 5.2),
        ("Priority", "Measure", "When it was last judged"),
        (
            (["{%tr for item in this.items %}"],),
            (
                ["**{{ item.number }}. {{ item.text }}**"],
                [
                    "{{ item.standing.measure }}",
                    "{%p if item.standing.target %}",
                    (
                        "Target {{ item.standing.target }}"
                        "{% if item.standing.due_on %} by {{ item.standing.due_on }}{% endif %}"
                    ),
                    "{%p endif %}",
                ],
                [
                    "{%p if item.measured_on %}",
                    (
                        "{% if item.standing.judgement %}**{{ item.standing.judgement }}**, {% endif %}"
                        "{{ item.measured_on }}{% if item.standing.value %}: {{ item.standing.value }}{% endif %}"
                    ),
                    "{%p if item.standing.risk %}",
                    "Risk: {{ item.standing.risk }}",
                    "{%p endif %}",
                    "{%p else %}",
                    (
                        "Not judged yet"
                        "{% if item.standing.baseline %}; {{ item.standing.baseline }} at the start{% endif %}"
                    ),
                    "{%p endif %}",
                ],
            ),
            (["{%tr endfor %}"],),
        ),
        says="Each priority with its measure and target, and how it stood when it was last judged.",
    )


def support_map(page: Any) -> None:
    """What support, by whom, how much and who pays, for which priority, from when to when."""
    add(
        page,
        "This map shows the additional support agreed for {{ letter.school }} under **{{ this.level }}**"
        "{% if this.days %}; {{ this.days }} of it count as additional support{% endif %}. Please tell us at once if a "
        "date does not suit the school.",
    )
    add(page, "Agreed additional support", "Heading 2")
    add_table(
        page,
        (4.7, 5.5, 1.9, 4.5),
        ("Support", "Provider, time and funding", "Priority", "From and to"),
        (
            (["{%tr for item in this.items %}"],),
            (
                ["{{ item.text }}"],
                [
                    "{% if item.provider %}{{ item.provider }}{% else %}{{ letter.authority }}{% endif %}",
                    "{%p if item.days %}",
                    "{{ item.days }}{% if item.entitlement %}, {{ item.entitlement }}{% endif %}",
                    "{%p endif %}",
                    "{%p if item.funding %}",
                    "Funding: {{ item.funding }}",
                    "{%p endif %}",
                ],
                ["{{ item.priorities }}"],
                [
                    (
                        "{% if item.starts_on %}From {{ item.starts_on }}{% else %}Start to be agreed{% endif %}"
                        "{% if item.ends_on %} to {{ item.ends_on }}{% endif %}"
                    )
                ],
            ),
            (["{%tr endfor %}"],),
        ),
        says="The support agreed: what it is, who provides it and pays for it, for which priority and when.",
    )


PACK_FRAGMENTS = {
    "record-opening": record_opening,
    "priorities-standing": priorities_standing,
    "support-map": support_map,
    "invitation-opening": invitation_opening,
    "pack-opening": pack_opening,
    "meeting-details": meeting_details,
    "purpose": purpose,
    "members": members,
    "agenda": agenda,
    "actions-since": actions_since,
    "documents-checklist": documents_checklist,
    "documents-asked": documents_asked,
    "dates-opening": dates_opening,
    "meeting-dates": meeting_dates,
    "form-opening": form_opening,
    "form-measures": form_measures,
    "form-grid": form_grid,
    "plan-summary": plan_summary,
    "milestones": milestones,
    "plan-reviews": plan_reviews,
}
