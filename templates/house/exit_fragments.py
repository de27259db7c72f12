"""The blocks of what follows a step down: the exit plan and the letter about it."""

from __future__ import annotations

from typing import Any

from docx.shared import Pt

from house.drawing import GAP, add, add_table, one_or_several
from house.report_parts import KNOWN

__all__ = ["EXIT_FRAGMENTS"]

_ABOVE = Pt(8)
"""The room between a table and the paragraph after it."""

_AND = "{% if not loop.first %}{% if loop.last %} and {% else %}, {% endif %}{% endif %}"
_LED = ("The criterion that led to {{ this.level }}:", "The criteria that led to {{ this.level }}:")
_REVIEWS = (
    "{% if this.count == 1 and this.run == 1 %}The review of {{ this.level }} was on track.{% endif %}"
    "{% if this.count != 1 and this.run == this.count %}All {{ this.count }} reviews of {{ this.level }} were on track:"
    " {% for review in this.reviews %}" + _AND + "{{ review.date }}{% endfor %}.{% endif %}"
    "{% if this.run != this.count %}The reviews of {{ this.level }}: {% for review in this.reviews %}"
    + _AND
    + "{{ review.date }}{% if review.judgement %} ({{ review.judgement }}){% endif %}{% endfor %}.{% endif %}"
)


def exit_opening(page: Any) -> None:
    """From which level to which, in how many steps, when the plan is looked at again."""
    add(
        page,
        "{{ this.school }} {% if this.decided_on %}moves{% else %}is to move{% endif %} from {{ this.from_level }} to "
        "**{{ this.to_level }}**{% if this.decided_on %} on {{ this.decided_on }}{% endif %}."
        "{% if this.is_of_school %} This is the school's own plan for keeping up its improvement.{% endif %}"
        "{% if this.steps == 1 %} This plan says how support is reduced on {{ this.first_step }}, and who agreed it."
        "{% endif %}"
        "{% if this.steps and this.steps != 1 %} This plan says how support is reduced in {{ this.steps }} steps, the "
        "first on {{ this.first_step }} and the last on {{ this.last_step }}, and who agreed it.{% endif %}"
        "{% if this.review_on %} We will review this plan with the school on {{ this.review_on }}. Please tell us "
        "before then if anything in it cannot be kept.{% endif %}",
    )


def move_opening(page: Any) -> None:
    """From when the school is at which level, and what follows."""
    add(
        page,
        "We have decided that {{ this.school }} receives **{{ this.to_level }}** in place of {{ this.from_level }}"
        "{% if this.decided_on %} from {{ this.decided_on }}{% endif %}."
        "{% if this.steps %} Please follow the exit plan, which reduces support from {{ this.first_step }} on."
        "{% endif %}"
        "{% if this.review_on %} We will review it with you on {{ this.review_on }}.{% endif %}",
    )


def destination(page: Any) -> None:
    """The new level, what it means, what the school gets."""
    add(page, "Level of support that follows", "Heading 2")
    add(
        page,
        "The new level is **{{ this.to_level }}**{% if this.starts_on %}, from {{ this.starts_on }}{% endif %}; "
        "before it was {{ this.from_level }}.{% if this.statement %} {{ this.statement }}{% endif %}"
        "{% if this.aspects %} It is for: {% for aspect in this.aspects %}{{ aspect }}"
        "{% if not loop.last %}; {% endif %}{% endfor %}.{% endif %}"
        "{% if this.exit_expected_on %} We expect the school to leave it by {{ this.exit_expected_on }}.{% endif %}",
    )
    add(page, "{%p if this.entitlement %}")
    add(page, "A school with {{ this.to_level }} gets:", keep=True)
    add(page, "{%p for line in this.entitlement %}")
    add(page, "{{ line }}", "List Bullet")
    add(page, "{%p endfor %}")
    add(page, "{%p endif %}")


def improvement(page: Any) -> None:
    """Why: the reason, the run of reviews, the measures, the criteria."""
    add(page, "Evidence of sustained improvement", "Heading 2")
    _reason(page)
    add(page, "{%p if this.text %}")
    add(page, "{{p this.text }}")
    add(page, "{%p endif %}")
    add(page, _REVIEWS)
    add(page, "{%p if this.priorities %}")
    add_table(
        page,
        (6.4, 2.4, 2.1, 2.1, 3.6),
        ("Priority and its measure", *KNOWN, "Closed"),
        (
            (["{%tr for item in this.priorities %}"],),
            (
                [
                    "**{{ item.text }}**",
                    "{%p if item.standing.measure %}",
                    "{{ item.standing.measure }}",
                    "{%p endif %}",
                ],
                ["{{ item.standing.baseline }}"],
                ["{{ item.standing.value }}"],
                ["{{ item.standing.target }}"],
                [
                    (
                        "{% if item.closed_on %}{% if item.closed %}{{ item.closed }}, {% endif %}{{ item.closed_on }}"
                        "{% else %}Open{% endif %}"
                    )
                ],
            ),
            (["{%tr endfor %}"],),
        ),
        numbers=(1, 2, 3),
        says="Each priority with its measure at the start, its latest value, its target and whether it is closed.",
    )
    add(page, "{%p endif %}")
    _criteria(page).paragraph_format.space_before = _ABOVE


def reasons(page: Any) -> None:
    """The same in few words: the reason, the run of reviews, a line a measure, the criteria."""
    add(page, "Reason for the change", "Heading 2")
    _reason(page)
    add(page, _REVIEWS)
    add(page, "{%p if this.priorities %}")
    add(page, "The measures of the priorities:", keep=True)
    add(page, "{%p for item in this.priorities %}")
    add(
        page,
        "{% if item.standing.measure %}{{ item.standing.measure }}{% else %}{{ item.text }}{% endif %}"
        "{% if item.standing.value %}: {% if item.standing.baseline %}from {{ item.standing.baseline }} to "
        "{% endif %}{{ item.standing.value }}{% endif %}"
        "{% if item.standing.target %} (target {{ item.standing.target }}){% endif %}"
        "{% if item.closed_on %}. {% if item.closed %}{{ item.closed }}{% else %}Closed{% endif %} on "
        "{{ item.closed_on }}{% endif %}",
        "List Bullet",
    )
    add(page, "{%p endfor %}")
    add(page, "{%p endif %}")
    _criteria(page)


def _reason(page: Any) -> None:
    """The reason of the decision."""
    add(page, "{%p if this.reason_gap %}")
    add(page, GAP.format("this.reason_gap"), "Gap")
    add(page, "{%p endif %}")
    add(page, "{%p if this.reason %}")
    add(page, "{{ this.reason }}")
    add(page, "{%p endif %}")


def _criteria(page: Any) -> Any:
    """The criteria that led to the level, with what became of each; gives the line above them."""
    add(page, "{%p if this.criteria %}")
    line = add(page, one_or_several("this.criteria", *_LED), "Lead")
    add(page, "{%p for criterion in this.criteria %}")
    add(
        page,
        "**Criterion {{ criterion.printed }}.** {{ criterion.text }} "
        "{% if criterion.resolved_on %}**Resolved on {{ criterion.resolved_on }}.**"
        "{% elif criterion.goes_on %}**Not yet resolved: support for it goes on at the new level.**"
        "{% else %}**It is not among the criteria of the new level.**{% endif %}",
        "List Bullet",
    )
    add(page, "{%p endfor %}")
    add(page, "{%p endif %}")
    return line


def reduction(page: Any) -> None:
    """The dated steps."""
    add(page, "Planned reduction in support", "Heading 2")
    add_table(
        page,
        (3.7, 9.4, 3.5),
        ("From", "What the school still gets", "{% if this.has_half_days %}A term{% endif %}"),
        (
            (["{%tr for item in this.items %}"],),
            (["{{ item.starts_on }}"], ["{{ item.support }}"], ["{{ item.half_days }}"]),
            (["{%tr endfor %}"],),
        ),
        says="The steps by which support is reduced: from which day, what the school still gets, how much a term.",
    )
    add(page, "{%p if this.review_on %}")
    add(page, "We will review this plan on {{ this.review_on }}.").paragraph_format.space_before = _ABOVE
    add(page, "{%p endif %}")


def agreement(page: Any) -> None:
    """Who agreed, with the day."""
    add(page, "Agreement", "Heading 2")
    add_table(
        page,
        (6.0, 6.9, 3.7),
        ("Agreed by", "Role", "On"),
        (
            (["{%tr for item in this.items %}"],),
            (["{{ item.name }}"], ["{{ item.title }}"], ["{{ item.agreed_on }}"]),
            (["{%tr endfor %}"],),
        ),
        says="Who agreed the plan, in which role and on which day.",
    )
    _missing(page)


def consultation(page: Any) -> None:
    """Who was consulted, and who decided."""
    add(page, "Consultation", "Heading 2")
    add(
        page,
        "{% if this.decided_by %}{{ this.decided_by.name }}, {{ this.decided_by.title }}, took the decision after "
        "consulting{% else %}The decision was taken after consulting{% endif %} {% for person in this.people %}"
        "{% if loop.last and not loop.first %}and {% endif %}{{ person.name }}, {{ person.title }}"
        "{% if not loop.last %}; {% endif %}{% endfor %}."
        "{% if this.discussed_on %} It was discussed with the school's leaders on "
        "{{ this.discussed_on }}.{% endif %}"
        "{% if this.agreed_on %} The school agreed to it on {{ this.agreed_on }}.{% endif %}",
    )
    _missing(page)


def exit_strategy(page: Any) -> None:
    """Which plan the support is reduced by."""
    add(page, "Exit plan", "Heading 2")
    add(
        page,
        "The exit plan of {{ this.dated }} says how support is reduced."
        "{% if this.review_on %} It will be reviewed on {{ this.review_on }}.{% endif %}",
    )
    add(page, "{%p if this.first_step %}")
    add(page, "**From {{ this.first_step }}:** {{ this.support }}.")
    add(page, "{%p endif %}")


def _missing(page: Any) -> None:
    """What the block lacks beside what it shows."""
    add(page, "{%p for missing in this.missing %}")
    add(page, GAP.format("missing"), "Gap")
    add(page, "{%p endfor %}")


EXIT_FRAGMENTS = {
    "exit-opening": exit_opening,
    "improvement": improvement,
    "reasons": reasons,
    "destination": destination,
    "reduction": reduction,
    "agreement": agreement,
    "move-opening": move_opening,
    "consultation": consultation,
    "exit-strategy": exit_strategy,
}
