"""The blocks of letters: each draws itself at the end of a page, for `this` to be put in its place."""

from __future__ import annotations

from typing import Any

from house.drawing import GAP, add, add_table, one_or_several
from house.report_parts import people_line

__all__ = ["LETTER_FRAGMENTS", "action_table", "cited_criteria"]


def opening(page: Any) -> None:
    """What was decided, and what the reader must do by when: one paragraph, no heading."""
    add(
        page,
        "{% if this.met_on %}At our meeting on {{ this.met_on }} we{% else %}On {{ this.decided_on }} we{% endif %}"
        " decided that {{ this.school }} will receive **{{ this.level }}**."
        "{% if this.actions == 1 %} We ask {{ this.owners }} to complete the action set out below"
        "{% if this.first_due %} by {{ this.first_due }}{% endif %}.{% endif %}"
        "{% if this.actions and this.actions != 1 %} We ask {{ this.owners }} to complete the {{ this.actions }} "
        "actions set out below{% if this.first_due %}{% if this.first_due == this.last_due %} by {{ this.first_due }}"
        "{% else %}, the first by {{ this.first_due }} and the last by {{ this.last_due }}{% endif %}{% endif %}."
        "{% endif %}"
        "{% if this.next_meeting %} We will meet again on {{ this.next_meeting }}.{% endif %}",
    )


def cited_criteria(page: Any, of_one: str, of_several: str) -> None:
    """Each criterion that is cited with its evidence, below a line that says what it is cited for."""
    add(page, "{%p if this.criteria %}")
    add(page, one_or_several("this.criteria", of_one, of_several), keep=True)
    add(page, "{%p for criterion in this.criteria %}")
    add(
        page,
        "**Criterion {{ criterion.printed }}.** {{ criterion.text }}"
        "{% if criterion.evidence %} Evidence: {% for item in criterion.evidence %}{{ item.title }} "
        "({{ item.source }}, {{ item.date }}){% if not loop.last %}; {% endif %}{% endfor %}.{% endif %}"
        "{% if criterion.gap %} **" + GAP.format("criterion.gap") + "**{% endif %}",
        "List Bullet",
    )
    add(page, "{%p endfor %}")
    add(page, "{%p endif %}")


def issues_and_context(page: Any) -> None:
    """The officer's own words, then each criterion with its evidence."""
    add(page, "Issues and context", "Heading 2")
    add(page, "{%p if this.text %}")
    add(page, "{{p this.text }}")
    add(page, "{%p endif %}")
    add(page, "{%p if this.for_the_letter %}")
    add(page, "{{p this.for_the_letter }}")
    add(page, "{%p endif %}")
    cited_criteria(
        page,
        "The decision rests on this criterion of our policy, with the evidence for it:",
        "The decision rests on these criteria of our policy, with the evidence for each:",
    )


def category(page: Any) -> None:
    """The level in words, what it means, what led to it and what the school gets."""
    add(page, "Category of support", "Heading 2")
    add(
        page,
        "The category of support is **{{ this.level }}**, from {{ this.decided_on }}."
        "{% if this.agreed_on %} The school agreed to it on {{ this.agreed_on }}.{% endif %}"
        "{% if this.origin %} It follows {{ this.origin }}.{% endif %}"
        "{% if this.exit_expected_on %} We expect the school to leave it by {{ this.exit_expected_on }}.{% endif %}",
    )
    add(page, "{%p if this.statement %}")
    add(page, "{{ this.statement }}")
    add(page, "{%p endif %}")
    add(page, "{%p if this.aspects or this.areas %}")
    add(
        page,
        "{% if this.aspects %}It is for: {% for aspect in this.aspects %}{{ aspect }}"
        "{% if not loop.last %}; {% endif %}{% endfor %}.{% endif %}"
        "{% if this.aspects and this.areas %} {% endif %}"
        "{% if this.areas %}Ofsted evaluation areas at risk: {% for area in this.areas %}{{ area }}"
        "{% if not loop.last %}; {% endif %}{% endfor %}.{% endif %}",
    )
    add(page, "{%p endif %}")
    add(page, "{%p if this.entitlement %}")
    add(page, "A school with {{ this.level }} gets:", keep=True)
    add(page, "{%p for line in this.entitlement %}")
    add(page, "{{ line }}", "List Bullet")
    add(page, "{%p endfor %}")
    add(page, "{%p endif %}")


def priorities(page: Any) -> None:
    """Each priority with its number, evaluation area, place in the school's plan and evidence."""
    add(page, "Agreed priorities", "Heading 2")
    add(page, "{%p for item in this.items %}")
    add(page, "**Priority {{ item.number }}: {{ item.text }}**", "Lead")
    add(page, "{%p if item.area or item.plan_reference or item.evidence %}")
    add(
        page,
        "{% if item.area %}Ofsted evaluation area: {{ item.area }}. {% endif %}"
        "{% if item.plan_reference %}In the school's own plan: "
        "{{ item.plan_reference }}. {% endif %}"
        "{% if item.evidence %}Evidence: {% for known in item.evidence %}{{ known.title }} ({{ known.date }})"
        "{% if not loop.last %}; {% endif %}{% endfor %}.{% endif %}",
    )
    add(page, "{%p endif %}")
    add(page, "{%p endfor %}")


def outcomes(page: Any) -> None:
    """What will have changed for each priority: measure, from, to, by when."""
    add(page, "Outcomes expected by the end of support", "Heading 2")
    add(page, "{%p for item in this.items %}")
    add(
        page,
        "**Priority {{ item.number }}:** {{ item.measure }}"
        "{% if item.baseline and item.target %}, from {{ item.baseline }}{% endif %}"
        "{% if item.target %}{% if item.baseline %} to {{ item.target }}{% else %}, {{ item.target }}{% endif %}"
        "{% if item.due_on %} by {{ item.due_on }}{% endif %}.{% endif %}"
        "{% if item.gap %} **" + GAP.format("item.gap") + "**{% endif %}",
        "List Bullet",
    )
    add(page, "{%p endfor %}")


def priorities_and_outcomes(page: Any) -> None:
    """A row a priority: what it is, and what will have changed by when."""
    add(page, "Agreed priorities and outcomes", "Heading 2")
    add_table(
        page,
        (8.3, 8.3),
        ("Agreed priority", "Outcome expected by the end of support"),
        (
            (["{%tr for item in this.items %}"],),
            (
                [
                    "**{{ item.number }}. {{ item.text }}**",
                    "{%p if item.area or item.plan_reference %}",
                    (
                        "{% if item.area %}{{ item.area }}{% endif %}"
                        "{% if item.plan_reference %}{% if item.area %}; {% endif %}"
                        "the school's plan: {{ item.plan_reference }}{% endif %}"
                    ),
                    "{%p endif %}",
                    "{%p if item.evidence %}",
                    (
                        "Evidence: {% for known in item.evidence %}{{ known.title }} ({{ known.date }})"
                        "{% if not loop.last %}; {% endif %}{% endfor %}"
                    ),
                    "{%p endif %}",
                ],
                [
                    "{%p if item.measure %}",
                    (
                        "{{ item.measure }}{% if item.baseline and item.target %}, from {{ item.baseline }}{% endif %}"
                        "{% if item.target %}{% if item.baseline %} to {{ item.target }}{% else %}, {{ item.target }}"
                        "{% endif %}{% if item.due_on %} by {{ item.due_on }}{% endif %}{% endif %}"
                    ),
                    "{%p endif %}",
                    "{%p if item.gap %}",
                    "Gap|" + GAP.format("item.gap"),
                    "{%p endif %}",
                ],
            ),
            (["{%tr endfor %}"],),
        ),
        says="Each agreed priority, with the outcome expected by the end of support.",
    )


def support(page: Any) -> None:
    """What support, by whom, how many days, for which priorities, from when."""
    add(page, "Types of support", "Heading 2")
    add(page, "{%p if this.days %}")
    add(page, "In all, {{ this.days }} of this count as additional support under {{ this.level }}.", keep=True)
    add(page, "{%p endif %}")
    add_table(
        page,
        (5.6, 3.5, 1.9, 1.9, 3.7),
        ("Support", "Provided by", "Days", "{% if this.has_priorities %}Priority{% endif %}", "From"),
        (
            (["{%tr for item in this.items %}"],),
            (
                ["{{ item.text }}", "{%p if item.funding %}", "Funding: {{ item.funding }}", "{%p endif %}"],
                ["{% if item.provider %}{{ item.provider }}{% else %}{{ letter.authority }}{% endif %}"],
                ["{% if item.days %}{{ item.days }}{% else %}Not recorded{% endif %}"],
                ["{{ item.priorities }}"],
                ["{% if item.starts_on %}{{ item.starts_on }}{% else %}Not recorded{% endif %}"],
            ),
            (["{%tr endfor %}"],),
        ),
        says="The support agreed: what it is, who provides it, how many days, for which priority and from when.",
    )


def action_table(page: Any, says: str, *, priority: str = "Priority") -> None:
    """The table of a block of actions: what, for which priority, who, by when."""
    add_table(
        page,
        (7.1, 1.9, 3.9, 3.7),
        ("Action", priority, "Who", "By when"),
        (
            (["{%tr for item in this.items %}"],),
            (
                ["{{ item.text }}"],
                ["{% if item.priority %}{{ item.priority }}{% endif %}"],
                ["{{ item.owner }}"],
                ["{{ item.due_on }}{% if item.is_late %} (overdue){% endif %}"],
            ),
            (["{%tr endfor %}"],),
        ),
        says=says,
    )


def actions(page: Any) -> None:
    """Who does what by when."""
    add(page, "Actions agreed", "Heading 2")
    action_table(
        page,
        "The actions agreed: what is to be done, for which priority, by whom and by when.",
        priority="{% if this.has_priorities %}Priority{% endif %}",
    )


def next_dates(page: Any) -> None:
    """The dates of the meetings to come, together."""
    add(page, one_or_several("this.dates", "Date of the next meeting", "Dates of the next meetings"), "Heading 2")
    add(page, "{%p for date in this.dates %}")
    add(page, "{%p if loop.first and loop.last %}")
    add(page, "{{ date }}")
    add(page, "{%p elif loop.last %}")
    add(page, "{{ date }}", "List Bullet")
    add(page, "{%p else %}")
    add(page, "{{ date }}", "List Bullet", keep=True)
    add(page, "{%p endif %}")
    add(page, "{%p endfor %}")
    add(page, "{%p if this.text %}")
    add(page, "{{p this.text }}")
    add(page, "{%p endif %}")


def contact(page: Any) -> None:
    """Whom the school speaks to about its support."""
    add(page, "Your main contact", "Heading 2")
    add(
        page,
        "{{ this.name }}, {{ this.role }}, {% if this.leads %}leads this support and {% endif %}is your main point of "
        "contact."
        "{% if this.email %} Email: {{ this.email }}.{% endif %}"
        "{% if this.telephone %} Telephone: {{ this.telephone }}.{% endif %}",
        keep=True,
    )


def copies(page: Any) -> None:
    """Who gets the document."""
    add(page, "Circulation", "Heading 2")
    add(page, "**To:** " + people_line("this.to"), keep=True)
    add(page, "{%p if this.copies %}")
    add(page, "**Copies to:** " + people_line("this.copies"), keep=True)
    add(page, "{%p endif %}")


def section(page: Any) -> None:
    """A heading of the record; the pack's title stands above it."""
    add(page, "{{p this.text }}")


def wording(page: Any) -> None:
    """Fixed words of the pack; the pack's title stands above them."""
    add(page, "{{p this.text }}")


def records_table(page: Any) -> None:
    """A table of records; the pack's title stands above it."""
    add(page, "{{p this.text }}")


LETTER_FRAGMENTS = {
    "opening": opening,
    "issues-and-context": issues_and_context,
    "category": category,
    "priorities": priorities,
    "outcomes": outcomes,
    "priorities-and-outcomes": priorities_and_outcomes,
    "support": support,
    "actions": actions,
    "next-dates": next_dates,
    "contact": contact,
    "copies": copies,
    "section": section,
    "wording": wording,
    "records-table": records_table,
}
