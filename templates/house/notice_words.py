"""The fixed sentences of notices: how each opens, and what happens next (today there is no appeal)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from house.drawing import GAP, add

__all__ = ["NOTICE_WORDS"]

_ACT = "the Education and Inspections Act 2006"
_REASON = "{% if this.reason %} {{ this.reason }}{% endif %}"
_FOLLOWED = "the {{ this.follows.name }} of {{ this.follows.given_on }}"
_FOLLOWS = _FOLLOWED + "{% if this.follows.section %} under {{ this.follows.section }} of the Act{% endif %}"
_FOLLOWS_IN_FULL = (
    _FOLLOWED + "{% if this.follows.section %} under {{ this.follows.section }} of " + _ACT + "{% endif %}"
)
_BY_END = (
    "{% if this.ends %} The governing body must take the {% if this.actions == 1 %}action{% else %}"
    "{{ this.actions }} actions{% endif %} set out below, {% if this.actions == 1 %}by its date and{% else %}each by "
    "its date and all{% endif %} before the compliance period ends at **{{ this.ends }}**.{% endif %}"
)
_PROPOSED_UNDER = "{% if this.follows.section == 'section 60A' %}section 60A(1)(e){% else %}section 60(1)(d){% endif %}"
_NO_NOTICE = (
    "**This letter is not a warning notice.** It has no statutory effect: it starts no compliance period and opens no "
    "power of intervention."
)
_REPRESENTATIONS = (
    "{% if this.representations %}The governing body may make representations in writing to {{ this.representations }} "
    "against this notice during the initial period of 15 working days{% if this.ends %}, before {{ this.ends }}"
    "{% endif %}. If it does, the notice takes effect only if it is confirmed in writing, and the compliance period "
    "then ends 15 working days after that.{% else %}The governing body may write to us about this notice at any time."
    "{% endif %}"
)
_ANSWER_BY = "{% if this.closes_on %} by **{{ this.closes_on }}**{% endif %}"
_ASKED = (
    "{% if this.actions %} We ask the governing body to take the {% if this.actions == 1 %}action{% else %}"
    "{{ this.actions }} actions{% endif %} set out below{% if this.asked_by %}{% if this.first_by %}, the first by "
    "{{ this.first_by }} and the last by **{{ this.asked_by }}**{% else %} by **{{ this.asked_by }}**{% endif %}"
    "{% endif %}.{% endif %}"
)
_EFFECT = "{% if this.takes_effect_on %}, with effect from **{{ this.takes_effect_on }}**{% endif %}"

_TEXTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "warning-opening": (
        "",
        (
            "{{ this.authority }} gives the governing body of {{ this.school }} this warning notice under "
            "{{ this.section }} of the {{ this.act }}." + _BY_END + _REASON,
        ),
    ),
    "warning-next": (
        "What happens next",
        (
            (
                "If the governing body complies to our satisfaction, we will confirm it in writing. If it does not, "
                "this "
                "notice does not yet give us any power: the school becomes eligible for intervention only when we have "
                "also given the governing body a further, reasonable notice in writing that we propose to use our "
                "powers "
                "(section 60(1)(d))."
            ),
            _REPRESENTATIONS,
        ),
    ),
    "pay-warning-opening": (
        "",
        (
            "{{ this.authority }} gives the governing body of {{ this.school }} this teachers' pay and "
            "conditions warning notice under section 60A of " + _ACT + "." + _BY_END + _REASON,
        ),
    ),
    "pay-warning-next": (
        "What happens next",
        (
            (
                "If the governing body complies to our satisfaction, we will confirm it in writing. If it does not, "
                "this "
                "notice does not yet give us any power: the school becomes eligible for intervention under sections "
                "64 to "
                "66 only when we have also given the governing body a further, reasonable notice in writing that we "
                "propose to use our powers (section 60A(1)(e))."
            ),
            _REPRESENTATIONS,
        ),
    ),
    "pre-warning-opening": (
        "",
        (
            _NO_NOTICE + " We write because we have serious concerns about {{ this.school }}. They are set out below "
            "with their evidence." + _ASKED + _REASON,
        ),
    ),
    "pre-warning-next": (
        "What happens next",
        (
            (
                "If these concerns are not resolved, we will consider giving the governing body a formal warning "
                "notice. "
                "That would be a separate document with its own evidence, requirements and period. We have not "
                "decided to "
                "give one."
            ),
        ),
    ),
    "concern-opening": (
        "",
        (
            _NO_NOTICE + " We write to tell the governing body of our concerns about {{ this.school }}, so that they "
            "can be resolved early." + _ASKED + _REASON,
        ),
    ),
    "concern-next": (
        "What happens next",
        (
            (
                "Please tell us in writing" + _ANSWER_BY + " what the governing body decides to do. We will then agree "
                "with you how we look at it together."
            ),
        ),
    ),
    "proposal-opening": (
        "",
        (
            "{{ this.authority }} gives the governing body of {{ this.school }} notice in writing, under "
            + _PROPOSED_UNDER
            + " of "
            + _ACT
            + ", that it proposes to use its powers under {{ this.powers }} of the "
            "Act: {{ this.doing }}. It follows "
            + _FOLLOWS
            + ".{% if this.closes_on %} The governing body may comment until **{{ this.closes_on }}**.{% endif %}"
            + _REASON,
        ),
    ),
    "proposal-next": (
        "What happens next",
        (
            (
                "This notice uses no power. If we use one, we will tell the governing body in writing, after we have "
                "done "
                "what must come before it."
            ),
            (
                "{% if this.closes_on %}If the governing body wishes to comment on this proposal, please write to us "
                "by "
                "**{{ this.closes_on }}**. We will consider what it says before we decide.{% else %}The governing "
                "body may "
                "write to us about this proposal. We will consider what it says before we decide.{% endif %}"
            ),
        ),
    ),
    "notification-opening": (
        "",
        (
            "{{ this.authority }} notifies the Secretary of State, under section 70A(1) of " + _ACT + ", that it "
            "proposes to exercise its powers under {{ this.powers }} of the Act at {{ this.school }}: "
            "{{ this.doing }}. We give this notification before we exercise them." + _REASON,
        ),
    ),
    "consultation-opening": (
        "",
        (
            "{{ this.authority }} is considering whether to use its powers under {{ this.powers }} of "
            + _ACT
            + " at {{ this.school }}: {{ this.doing }}."
            "{% if this.basis %} We consult you under {{ this.basis }} of the Act, as the {{ this.capacity }}."
            "{% endif %}{% if this.closes_on %} Please answer by **{{ this.closes_on }}**.{% endif %}" + _REASON,
        ),
    ),
    "consultation-reply": (
        "How to answer",
        (
            (
                "Please write to us by **{{ this.closes_on }}** to say whether you think that we should use these "
                "powers, "
                "and what we should take into account. No decision has been taken. We will consider every answer "
                "that we "
                "have by then before we decide."
            ),
        ),
    ),
    "application-opening": (
        "",
        (
            "{{ this.authority }} applies to the Secretary of State for consent, under section 65(1) of "
            + _ACT
            + ", to give the governing body of {{ this.school }} notice that it is to consist of interim executive "
            "members (an interim executive board)." + _REASON,
        ),
    ),
    "governors-appointed-opening": (
        "",
        (
            "{{ this.authority }} appoints additional governors to the governing body of {{ this.school }} under "
            "section 64 of " + _ACT + _EFFECT + "." + _REASON,
        ),
    ),
    "governors-appointed-next": (
        "What this means",
        (
            (
                "The additional governors are members of the governing body beside those in office."
                "{% if this.voluntary_aided and this.follows.name %} {{ this.school }} is a voluntary aided school: "
                "the appropriate appointing authority may appoint an equal number of additional foundation governors "
                "(section 64(4)).{% endif %}"
            ),
        ),
    ),
    "budget-opening": (
        "",
        (
            "{{ this.authority }} suspends the right of the governing body of {{ this.school }} to a delegated budget "
            "under section 66 of " + _ACT + ". **The suspension takes effect when the governing body receives this "
            "notice.** A copy is given to the head teacher at the same time (section 66(3))." + _REASON,
        ),
    ),
    "budget-next": (
        "What this means",
        (
            (
                "While the right is suspended, the council decides how the school's budget is spent. The governing "
                "body may spend what the council allows it to. The review of suspensions in Schedule 15 to the School "
                "Standards and Framework Act 1998 applies."
            ),
        ),
    ),
    "arrangements-opening": (
        "",
        (
            "{{ this.authority }} requires the governing body of {{ this.school }}, under section 63 of "
            + _ACT
            + ", to enter into the arrangements set out below"
            + _EFFECT
            + "."
            + _REASON,
        ),
    ),
    "interim-board-opening": (
        "",
        (
            "{{ this.authority }} gives the governing body of {{ this.school }} notice, under section 65 of "
            + _ACT
            + ", that it is to consist of interim executive members"
            + _EFFECT
            + ".{% if this.consented_on %} The Secretary of State consented on {{ this.consented_on }} (section 65(1))."
            "{% endif %}{% if this.consent_gap %} **" + GAP.format("this.consent_gap") + "**{% endif %}" + _REASON,
        ),
    ),
    "interim-board-next": (
        "What this means",
        (
            (
                "A copy of this notice and of the instruments of appointment is given to everybody in the list below "
                "(Schedule 6, paragraph 6)."
            ),
        ),
    ),
    "withdrawal-opening": (
        "",
        (
            "{{ this.authority }} withdraws "
            + _FOLLOWS_IN_FULL
            + " that it gave the governing body of {{ this.school }}. "
            "From the date of this letter the notice requires no action, and no power of intervention can follow from "
            "it.",
        ),
    ),
    "withdrawal-reason": ("Why we withdraw the notice", ("{{ this.reason }}",)),
    "academy-concern-opening": (
        "",
        (
            "{{ this.authority }} raises with you, as the Regional Director, a serious concern about "
            "{{ this.school }}. The school is an academy, so that the concern is not the council's to act "
            "on by a notice of its own. We ask what you intend to do about it" + _ANSWER_BY + "." + _REASON,
        ),
    ),
    "academy-concern-next": (
        "What we ask",
        (
            "Please tell us"
            + _ANSWER_BY
            + " whether you intend to act on this concern, and whom we can speak to about it.",
        ),
    ),
    "religious-body-opening": (
        "",
        (
            "We write to you as the religious body of {{ this.school }}, to tell you of our concerns about how the "
            "school is governed before any formal action is taken."
            "{% if this.engaged_on %} We first raised them with you on {{ this.engaged_on }}.{% endif %}"
            " We ask for your help to resolve them{% if this.closes_on %}, and for your answer by "
            "**{{ this.closes_on }}**{% endif %}." + _REASON,
        ),
    ),
    "religious-body-next": (
        "What we ask",
        (
            "Please tell us" + _ANSWER_BY + " how you see these concerns, and how you can support the governing body "
            "to resolve them.",
        ),
    ),
}
"""A heading (or none) and the paragraphs below it, for each block of fixed words."""


def outcome_opening(page: Any) -> None:
    """Whether the council is satisfied, who decided it, and why."""
    add(
        page,
        "{% if this.complied %}{{ this.authority }} is satisfied that the governing body of {{ this.school }} complied "
        "with " + _FOLLOWS_IN_FULL + "."
        "{% else %}{{ this.authority }} is **not satisfied** that the governing body of {{ this.school }} complied, or "
        "secured compliance, with "
        + _FOLLOWS_IN_FULL
        + " by the end of the compliance period{% if this.follows.ends %}, {{ this.follows.ends }}{% endif %}."
        "{% endif %}"
        "{% if this.decided_by %} {{ this.decided_by.name }}, {{ this.decided_by.title }}, decided this on "
        "{{ this.decided_on }}.{% else %} This was decided on {{ this.decided_on }}.{% endif %}",
    )
    add(page, "{%p if this.reason %}")
    add(page, "{{ this.reason }}")
    add(page, "{%p endif %}")
    add(page, "{%p if this.reason_gap %}")
    add(page, "[Not yet in the case file: {{ this.reason_gap.what }}, {{ this.reason_gap.where }}]", "Gap")
    add(page, "{%p endif %}")


def outcome_next(page: Any) -> None:
    """What follows from the decision."""
    add(page, "What happens next", "Heading 2")
    add(
        page,
        "{% if this.complied %}No power of intervention will follow from this notice. Thank you for what the governing "
        "body has done.{% else %}This letter uses no power. Before the council may use one, it must also give the "
        "governing body reasonable notice in writing that it proposes to do so.{% endif %}",
        keep=True,
    )


def _drawing(heading: str, paragraphs: tuple[str, ...]) -> Callable[[Any], None]:
    """What draws a heading and the paragraphs below it; the last stays with what follows: no sign-off stands alone."""

    def draw(page: Any) -> None:
        if heading:
            add(page, heading, "Heading 2")
        for number, text in enumerate(paragraphs, start=1):
            add(page, text, keep=number == len(paragraphs))

    return draw


NOTICE_WORDS = {
    **{name: _drawing(heading, paragraphs) for name, (heading, paragraphs) in _TEXTS.items()},
    "outcome-opening": outcome_opening,
    "outcome-next": outcome_next,
}
