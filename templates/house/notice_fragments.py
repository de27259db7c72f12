"""The parts of notices that tables and lists make: grounds, matters, action, period, powers, basis, copies."""

from __future__ import annotations

from typing import Any

from docx.shared import Pt

from house.audit_sheet import AUDIT_FRAGMENTS
from house.drawing import GAP, add, add_table, part_gap
from house.report_parts import KNOWN

__all__ = ["NOTICE_FRAGMENTS"]

_ABOVE = Pt(8)
"""The room between a table and the paragraph after it."""

_CONTACT = (
    "Please put questions to {{ this.name }}, {{ this.role }}."
    "{% if this.email %} Email: {{ this.email }}.{% endif %}"
    "{% if this.telephone %} Telephone: {{ this.telephone }}.{% endif %}"
)

_JUDGED = "{% if this.is_past %}How it was to be judged{% else %}How it will be judged{% endif %}"


def _listed(values: str, shown: str) -> str:
    """The values as a list in a sentence that semicolons part, since each may hold a comma and an "and"."""
    parted = "{% if loop.last and not loop.first %}and {% endif %}" + shown + "{% if not loop.last %}; {% endif %}"
    return "{% for each in " + values + " %}" + parted + "{% endfor %}"


def grounds(page: Any) -> None:
    """Each ground in the words of the Act; for low standards, by reference to what."""
    add(page, "The notice and its legal basis", "Heading 2")
    add(page, "On the matters set out below, {{ this.authority }} is satisfied that:", keep=True)
    add(page, "{%p for item in this.items %}")
    add(
        page,
        "{{ item.says }} (**{{ item.section }}**)."
        "{% if item.comparators %} The standards are low by reference to "
        + _listed("item.comparators", "{{ each.says }} ({{ each.section }})")
        + ".{% endif %}"
        "{% if item.provision %} The provision is: {{ item.provision }}.{% endif %}"
        "{% if item.core_roles %} Of the governing body's core roles this concerns: "
        + _listed("item.core_roles", "{{ each }}")
        + ".{% endif %}"
        "{% if item.indicators %} What shows it: " + _listed("item.indicators", "{{ each }}") + ".{% endif %}"
        "{% if item.gap %} **" + GAP.format("item.gap") + "**{% endif %}",
        "List Bullet",
    )
    add(page, "{%p endfor %}")


def notice_matters(page: Any) -> None:
    """The matters with evidence; where there are several grounds, which ground each belongs to."""
    add(page, "Matters on which this conclusion is based", "Heading 2")
    _matters(page, "{%p if this.grounds != 1 %}", "Ground: {{ item.ground }}", "{%p endif %}")


def concern_matters(page: Any) -> None:
    """The same without any provision."""
    add(page, "Our concerns, and the evidence for them", "Heading 2")
    _matters(page)


def _matters(page: Any, *ground: str) -> None:
    add_table(
        page,
        (1.1, 7.4, 8.1),
        ("No.", "Matter", "Evidence, its source and date"),
        (
            (["{%tr for item in this.items %}"],),
            (
                ["{{ item.number }}"],
                ["{{ item.text }}", *ground],
                [
                    "{%p for each in item.evidence %}",
                    "{{ each.title }}. {{ each.source }}, {{ each.date }} (reference {{ each.id }})",
                    "{%p endfor %}",
                    "{%p if item.gap %}",
                    "Gap|" + GAP.format("item.gap"),
                    "{%p endif %}",
                ],
            ),
            (["{%tr endfor %}"],),
        ),
        says="The matters, numbered, each with its evidence, the source of it and its date.",
    )
    _missing(page)


def notice_actions(page: Any) -> None:
    """Each action with its measure and its date."""
    add(page, "Action that the governing body is required to take", "Heading 2")
    add_table(
        page,
        (1.1, 6.9, 4.9, 3.7),
        ("No.", "Action", _JUDGED, "By the end of"),
        (
            (["{%tr for item in this.items %}"],),
            (
                ["{{ item.number }}"],
                ["{{ item.text }}"],
                [
                    "{%p if item.measure %}",
                    "{{ item.measure }}",
                    "{%p endif %}",
                    "{%p if item.measure_gap %}",
                    "Gap|" + GAP.format("item.measure_gap"),
                    "{%p endif %}",
                ],
                [
                    "{%p if item.due_on %}",
                    "{{ item.due_on }}",
                    "{%p endif %}",
                    "{%p if item.date_gap %}",
                    "Gap|" + GAP.format("item.date_gap"),
                    "{%p endif %}",
                ],
            ),
            (["{%tr endfor %}"],),
        ),
        says="The actions, numbered, each with how it will be judged and the day by the end of which it is due.",
    )


def notice_period(page: Any) -> None:
    """From when to when."""
    add(page, "Compliance period", "Heading 2")
    add(page, "The compliance period begins on {{ this.starts_on }} and ends at **{{ this.ends }}**.")


def _power(page: Any) -> None:
    """The powers of the block, a line each, and what else is meant."""
    add(page, "{%p for item in this.items %}")
    add(
        page,
        "**{{ item.section }}:** {{ item.title }}."
        "{% if item.consult %} Before that we must consult {{ item.consult }} ({{ item.consult_basis }}).{% endif %}"
        "{% if item.consent %} It needs the consent of {{ item.consent_of }} ({{ item.consent }}).{% endif %}"
        "{% if item.notify %} We must notify {{ item.notified }} first ({{ item.notify }}).{% endif %}"
        "{% if item.until %}{% if item.advice %} Statutory guidance expects it by {{ item.until }}."
        "{% else %} It can be used until {{ item.until }}.{% endif %}{% endif %}",
        "List Bullet",
    )
    add(page, "{%p endfor %}")
    add(page, "{%p if this.otherwise %}")
    add(page, "{{ this.otherwise }}", "List Bullet")
    add(page, "{%p endif %}")


def minded_powers(page: Any) -> None:
    """What may follow if the notice is not complied with."""
    add(page, "Action that we are minded to take", "Heading 2")
    add(
        page,
        "If the governing body does not take the required action, or secure that it is taken, to our satisfaction by "
        "the end of the compliance period, we are minded to take this action under the {{ this.act }} or otherwise:",
        keep=True,
    )
    _power(page)


def proposed_powers(page: Any) -> None:
    """The powers that a step is about."""
    add(page, "The powers", "Heading 2")
    _power(page)


def notice_support(page: Any) -> None:
    """Support, how compliance is judged, whom to ask."""
    add(page, "Support, and how we will judge compliance", "Heading 2")
    _support_lines(page, "During the compliance period the governing body has this support:")
    add(
        page,
        "We will judge each action by what stands beside it, on what the governing body sends us by the end of the "
        "compliance period and on what we see at the school. We will then tell the governing body in writing whether "
        "we are satisfied.",
    )
    _contact(page)


def concern_support(page: Any) -> None:
    """Support and whom to ask."""
    add(page, "Support and contact", "Heading 2")
    _support_lines(page, "We offer the school this support:")
    _contact(page)


def notice_contact(page: Any) -> None:
    """Whom to ask."""
    add(page, "Contact", "Heading 2")
    _support_lines(page, "We offer:")
    _contact(page, keep=True)


def _support_lines(page: Any, lead: str) -> None:
    add(page, "{%p if this.lines %}")
    add(page, lead, keep=True)
    add(page, "{%p for line in this.lines %}")
    add(page, "{{ line }}", "List Bullet")
    add(page, "{%p endfor %}")
    add(page, "{%p endif %}")


def _contact(page: Any, *, keep: bool = False) -> None:
    add(page, "{%p if this.name %}")
    add(page, _CONTACT, keep=keep)
    add(page, "{%p endif %}")
    part_gap(page, "this.contact_gap")


def notice_copies(page: Any) -> None:
    """Each copy with its capacity and its provision."""
    add(page, "Copies given at the same time", "Heading 2")
    add_table(
        page,
        (6.0, 5.6, 5.0),
        ("Copy to", "In the capacity of", "Basis"),
        (
            (["{%tr for item in this.items %}"],),
            (
                [
                    "{%p if item.name %}",
                    "{{ item.name }}",
                    "{%p endif %}",
                    "{%p if item.gap %}",
                    "Gap|" + GAP.format("item.gap"),
                    "{%p endif %}",
                ],
                ["{{ item.capacity }}"],
                ["{% if item.basis %}{{ item.basis }}{% else %}for information{% endif %}"],
            ),
            (["{%tr endfor %}"],),
        ),
        whole=True,
        says="Everybody who has a copy, in what capacity and by which provision.",
    )


def notice_basis(page: Any) -> None:
    """The conditions that the law asks for, each with the day since when it is met."""
    add(page, "Eligibility for intervention", "Heading 2")
    add(
        page,
        "{% if this.is_open %}The school is eligible for intervention by virtue of {{ this.section }} of the Education "
        "and Inspections Act 2006.{% else %}Before we can use a power, {{ this.section }} of the Education and "
        "Inspections Act 2006 asks for all that stands in this table.{% endif %}"
        "{% if this.reason %} {{ this.reason }}{% endif %}",
        keep=True,
    )
    add_table(
        page,
        (9.3, 3.9, 3.4),
        ("Condition", "Provision", "Met since"),
        (
            (["{%tr for item in this.items %}"],),
            (
                [
                    "{%p if not item.gap %}",
                    "{{ item.what }}",
                    "{%p endif %}",
                    "{%p if item.gap %}",
                    "Gap|" + GAP.format("item.gap"),
                    "{%p endif %}",
                ],
                ["{{ item.clause }}"],
                ["{% if item.met_on %}{{ item.met_on }}{% else %}Not yet{% endif %}"],
            ),
            (["{%tr endfor %}"],),
        ),
        says="The conditions of eligibility for intervention, each with its provision and since when it is met.",
    )


def consulted_bodies(page: Any) -> None:
    """Who was asked, when, and what they said."""
    add(page, "Consultation", "Heading 2")
    add_table(
        page,
        (5.6, 3.0, 3.0, 5.0),
        ("Who was consulted", "Asked on", "Answered on", "Answer"),
        (
            (["{%tr for item in this.items %}"],),
            (
                ["{{ item.name }}", "{%p if item.capacity %}", "{{ item.capacity }}", "{%p endif %}"],
                ["{{ item.consulted_on }}"],
                ["{% if item.replied_on %}{{ item.replied_on }}{% else %}No answer so far{% endif %}"],
                ["{{ item.reply }}"],
            ),
            (["{%tr endfor %}"],),
        ),
        says="Who was consulted, when they were asked and answered, and what they said.",
    )
    _missing(page)


def target_progress(page: Any) -> None:
    """Where each agreed priority stands."""
    add(page, "Progress against the agreed targets", "Heading 2")
    add(page, "{%p if this.level %}")
    add(page, "The school has had {{ this.level }} since {{ this.since }}.", keep=True)
    add(page, "{%p endif %}")
    add_table(
        page,
        (7.6, 2.6, 3.8, 2.6),
        ("Priority and its measure", *KNOWN),
        (
            (["{%tr for item in this.items %}"],),
            (
                [
                    "**{{ item.number }}. {{ item.text }}**",
                    "{%p if item.standing.measure %}",
                    "{{ item.standing.measure }}",
                    "{%p endif %}",
                ],
                ["{{ item.standing.baseline }}"],
                [
                    (
                        "{{ item.standing.value }}{% if item.standing.value and item.measured_on %} "
                        "({{ item.measured_on }}){% endif %}"
                    )
                ],
                ["{{ item.standing.target }}{% if item.standing.due_on %} by {{ item.standing.due_on }}{% endif %}"],
            ),
            (["{%tr endfor %}"],),
        ),
        says="Each agreed priority with its measure at the start of the support, its latest value and its target.",
    )


def _missing(page: Any) -> None:
    """What the block lacks beside what it shows."""
    add(page, "{%p for missing in this.missing %}")
    add(page, GAP.format("missing"), "Gap").paragraph_format.space_before = _ABOVE
    add(page, "{%p endfor %}")


NOTICE_FRAGMENTS = {
    "notice-grounds": grounds,
    "notice-matters": notice_matters,
    "concern-matters": concern_matters,
    "notice-actions": notice_actions,
    "notice-period": notice_period,
    "minded-powers": minded_powers,
    "proposed-powers": proposed_powers,
    "notice-support": notice_support,
    "concern-support": concern_support,
    "notice-contact": notice_contact,
    "notice-copies": notice_copies,
    "notice-basis": notice_basis,
    "consulted-bodies": consulted_bodies,
    "target-progress": target_progress,
    **AUDIT_FRAGMENTS,
}
