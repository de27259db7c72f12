"""The blocks of letters on a category, of plans, programmes of support, reviews of progress and visit reports."""

from __future__ import annotations

from typing import Any

from house.drawing import add, add_table

__all__ = ["PATHWAY_FRAGMENTS"]

_ASKED = (
    "{% if this.actions == 1 %} We ask {{ this.owners }} to complete one action"
    "{% if this.first_due %} by {{ this.first_due }}{% endif %}.{% endif %}"
    "{% if this.actions and this.actions != 1 %} We ask {{ this.owners }} to complete {{ this.actions }} "
    "actions{% if this.first_due %}{% if this.first_due == this.last_due %} by {{ this.first_due }}"
    "{% else %}, the first by {{ this.first_due }} and the last by {{ this.last_due }}{% endif %}{% endif %}."
    "{% endif %}"
)


def placement_opening(page: Any) -> None:
    """The decision, and what the school is asked to do by when: one paragraph, no heading."""
    add(
        page,
        "On {{ this.decided_on }}{% if this.decided_at %}, at our {{ this.decided_at }},{% endif %} we decided "
        "that {{ this.school }} {% if this.stays %}stays{% else %}is{% endif %} "
        "**{{ this.placed }}**."
        "{% if this.former %} It was {{ this.former }} before.{% endif %}"
        "{% if this.reply_by %} Please read this letter with your governing body, and write to us by "
        "{{ this.reply_by }} if you think that anything in it is wrong or would like to go through it with us."
        "{% else %} Please read this letter with your governing body at its next meeting.{% endif %}"
        "{% if this.next_meeting %} Our next meeting with the school is on {{ this.next_meeting }}.{% endif %}",
    )


def briefing_opening(page: Any) -> None:
    """The decision, for somebody of the authority who must know of it."""
    add(
        page,
        "I write to tell you that {{ this.school }} {% if this.stays %}stays{% else %}is{% endif %} "
        "**{{ this.placed }}**."
        "{% if this.former %} It was {{ this.former }} before.{% endif %}"
        " {% if this.is_own %}I{% elif this.decided_by %}The {{ this.decided_by }}{% else %}We{% endif %} decided this "
        "on {{ this.decided_on }}. You need do nothing now. Please tell me by {{ this.discuss_by }} if you would like "
        "to discuss it.",
    )


def concern_areas(page: Any) -> None:
    """What the concern is about, and where the school is placed."""
    add(page, "What the concern is about", "Heading 2")
    add(
        page,
        "The concern is about **{{ this.areas }}**."
        "{% if this.placed %} Our own assessment places the school {{ this.placed }}.{% endif %}",
    )


def further_action(page: Any) -> None:
    """Why the school is unlikely to improve without it."""
    add(page, "Why further action is needed", "Heading 2")
    add(page, "We think that the school is unlikely to improve without further action. {{ this.reason }}")


def notice_agreement(page: Any) -> None:
    """Who agreed that the notice be given."""
    add(page, "Agreement to this notice", "Heading 2")
    add(page, "{{ this.name }}, {{ this.role }}, agreed on {{ this.agreed_on }} that this notice be given.")


def indicators(page: Any) -> None:
    """How many indicators point where, then each of them."""
    add(page, "Indicators", "Heading 2")
    add(
        page,
        "The {{ this.assessment }} of {{ this.assessed_on }} rests on the indicators below. Of those met in whole "
        "or in part, "
        "{% for item in this.tally %}{% if loop.first %}{{ item.count }} {% if item.count == 1 %}points{% else %}point"
        "{% endif %}{% elif loop.last %} and {{ item.count }}{% else %}, {{ item.count }}{% endif %} to "
        "{{ item.level }}{% endfor %}.",
        keep=True,
    )
    add(page, "{%p if this.concern %}")
    add(page, "**Concern:** {{ this.concern }}.", keep=True)
    add(page, "{%p endif %}")
    add_table(
        page,
        (4.0, 8.1, 2.1, 2.4),
        ("Area", "Indicator", "Answer", "Points to"),
        (
            (["{%tr for row in this.rows %}"],),
            (
                ["{{ row.domain }}"],
                [
                    "{{ row.text }}",
                    "{%p if row.note %}",
                    "**Note:** {{ row.note }}",
                    "{%p endif %}",
                ],
                ["{{ row.answer }}"],
                ["{{ row.level }}"],
            ),
            (["{%tr endfor %}"],),
        ),
        says="Each indicator with its area, how far it is met, and the category that it points to.",
    )


def assessment_opening(page: Any) -> None:
    """What was looked at together, who took part, and what it draws on."""
    add(
        page,
        "On {{ this.assessed_on }} we looked at the year together with {{ this.school }}"
        "{% if this.placed %}, which is **{{ this.placed }}**{% endif %}. Please tell us "
        "{% if this.reply_by %}by {{ this.reply_by }}{% else %}within 10 school days{% endif %} if anything below is "
        "wrong. It goes into the next risk assessment.",
    )
    add(page, "{%p if this.present %}")
    add(
        page,
        "**Took part:** {% for person in this.present %}{{ person.name }}, {{ person.title }}"
        "{% if not loop.last %}; {% endif %}{% endfor %}",
    )
    add(page, "{%p endif %}")
    add(page, "{%p if this.draws_on %}")
    add(
        page,
        "**Draws on:** {% for item in this.draws_on %}{{ item }}{% if not loop.last %}; {% endif %}{% endfor %}",
    )
    add(page, "{%p endif %}")


def plan_facts(page: Any) -> None:
    """What the plan is for, whom it asks to do what by when, who agreed it."""
    add(
        page,
        "This {{ this.noun }} was made for {{ this.school }}{% if this.placed %}, which is **{{ this.placed }}**"
        "{% endif %}. It runs from {{ this.starts_on }}{% if this.ends_on %} to {{ this.ends_on }}{% endif %}."
        + _ASKED
        + "{% if not this.actions %} Please tell us {% if this.reply_by %}by {{ this.reply_by }}{% else %}within 10 "
        "school days{% endif %} if anything in it should change.{% endif %}"
        "{% if this.review_on %} We will review it on {{ this.review_on }}.{% endif %}"
        "{% if this.next_meeting and this.next_meeting != this.review_on %} Our next meeting with the school is on "
        "{{ this.next_meeting }}.{% endif %}",
    )
    add(page, "{%p if this.coordinator %}")
    add(page, "**Co-ordinated by:** {{ this.coordinator }}", "Address")
    add(page, "{%p endif %}")
    add(page, "{%p if this.agreed %}")
    add(
        page,
        "{% if this.agreed_on %}**Agreed on {{ this.agreed_on }} by:**{% else %}**Agreed by:**{% endif %} "
        "{% for one in this.agreed %}{% if one.name %}{{ one.name }}, {% endif %}{{ one.role }}"
        "{% if not this.agreed_on %}, on {{ one.agreed_on }}{% endif %}{% if not loop.last %}; {% endif %}{% endfor %}",
        "Address",
    )
    add(page, "{%p endif %}")


def academy_standing(page: Any) -> None:
    """What the category means for an academy, which the authority does not maintain."""
    add(page, "What this means for an academy", "Heading 2")
    add(
        page,
        "{% if this.statement %}{{ this.statement }} {% endif %}The support that goes with the category is for schools "
        "that the council maintains. The academy may buy any part of our offer. We raise a concern about standards, "
        "leadership or governance with the Regional Director, and tell the trust.",
    )


def support_programme(page: Any) -> None:
    """What each team gives, for how long, and who pays."""
    add(page, "Programme of support", "Heading 2")
    add_table(
        page,
        (4.2, 6.8, 5.6),
        ("Given by", "Support", "Days and dates"),
        (
            (["{%tr for item in this.items %}"],),
            (
                ["{{ item.team }}"],
                ["{{ item.text }}", "{%p if item.funding %}", "Paid from: {{ item.funding }}", "{%p endif %}"],
                [
                    "{%p if item.days %}",
                    "{{ item.days }}",
                    "{%p endif %}",
                    (
                        "{% if item.starts_on and item.ends_on %}{{ item.starts_on }} to {{ item.ends_on }}"
                        "{% elif item.starts_on %}From {{ item.starts_on }}"
                        "{% elif item.ends_on %}Until {{ item.ends_on }}"
                        "{% elif not item.days %}Not recorded{% endif %}"
                    ),
                ],
            ),
            (["{%tr endfor %}"],),
        ),
        says="The programme of support: who gives what, how many days, from when to when and who pays.",
    )


def action_list(page: Any) -> None:
    """Who does what by when."""
    add(page, "Actions", "Heading 2")
    add_table(
        page,
        (8.6, 4.1, 3.9),
        ("Action", "Who", "By when"),
        (
            (["{%tr for item in this.items %}"],),
            (
                ["{{ item.text }}"],
                ["{{ item.owner }}"],
                ["{{ item.due_on }}{% if item.is_late %} (overdue){% endif %}"],
            ),
            (["{%tr endfor %}"],),
        ),
        says="The actions: what is to be done, by whom and by when.",
    )


def progress_opening(page: Any) -> None:
    """What was judged, who has what to do by when, when we meet again."""
    add(
        page,
        "At the {% if this.meeting %}{{ this.meeting }}{% else %}meeting{% endif %} on {{ this.met_on }} we "
        "{% if this.is_initial %}planned the support of{% else %}looked at the progress of{% endif %} "
        "{{ this.school }}, which is **{{ this.placed }}**."
        "{% if this.judgement %} We judged that the school is **{{ this.judgement }}**.{% endif %}"
        + _ASKED
        + "{% if this.next_meeting %} We will meet again on {{ this.next_meeting }}.{% endif %}"
        "{% if not this.actions and not this.next_meeting %} Please share this report with the governing body."
        "{% endif %}",
    )


def progress_judgement(page: Any) -> None:
    """Whether progress is enough, what more is done, and what may follow."""
    add(page, "Judgement of progress", "Heading 2")
    add(
        page,
        "The school is **{{ this.judgement }}**."
        "{% if this.warns %} If progress does not become sufficient, we may give the governing body a formal warning "
        "notice.{% endif %}",
    )
    add(page, "{%p if this.interventions %}")
    add(page, "We will now also give:", keep=True)
    add(page, "{%p for line in this.interventions %}")
    add(page, "{{ line }}", "List Bullet")
    add(page, "{%p endfor %}")
    add(page, "{%p endif %}")


PATHWAY_FRAGMENTS = {
    "placement-opening": placement_opening,
    "briefing-opening": briefing_opening,
    "concern-areas": concern_areas,
    "further-action": further_action,
    "notice-agreement": notice_agreement,
    "indicators": indicators,
    "assessment-opening": assessment_opening,
    "plan-facts": plan_facts,
    "academy-standing": academy_standing,
    "support-programme": support_programme,
    "action-list": action_list,
    "progress-opening": progress_opening,
    "progress-judgement": progress_judgement,
}
