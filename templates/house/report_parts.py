"""The lines that the cells of a meeting report hold, the same on the prescribed page and in fragments.

Each function gives lines for the block of that name in the template's language (`block.aims`, or `this`).
"""

from __future__ import annotations

from house.drawing import GAP

__all__ = [
    "KNOWN",
    "aim_cells",
    "aims_lines",
    "data_lines",
    "gap_lines",
    "key_sentence",
    "ofsted_lines",
    "overall_lines",
    "overall_risk_lines",
    "people_line",
    "previous_line",
    "progress_line",
]

_ON_TRACK = "Current indicators would suggest the school is on track to meet the agreed aims."
_NOT_ON_TRACK = "Current indicators would suggest the school is not yet on track to meet the agreed aims."


KNOWN = (
    "{% if this.known.baseline %}At the start{% endif %}",
    "{% if this.known.value %}Latest{% endif %}",
    "{% if this.known.target %}Target{% endif %}",
)
"""The heads of what may be known of a measure: a column without anything in it is left out."""


def gap_lines(name: str) -> list[str]:
    """The words for a part that is missing, where it is."""
    return [f"{{%p if {name} %}}", f"Gap|{GAP.format(name)}", "{%p endif %}"]


def people_line(name: str) -> str:
    """The people of a list with their titles, in one line."""
    return (
        f"{{% for person in {name} %}}{{{{ person.name }}}}"
        "{% if person.title %}, {{ person.title }}{% endif %}"
        "{% if not loop.last %}; {% endif %}{% endfor %}"
    )


def ofsted_lines(name: str) -> list[str]:
    """The last inspection: area grades with safeguarding, or the overall grade of an earlier framework."""
    cell = f"{name}.ofsted"
    return [
        f"{{%p if {cell} %}}",
        (
            f"{{% if {cell}.overall %}}Overall effectiveness: {{{{ {cell}.overall }}}}{{% endif %}}"
            f"{{% for item in {cell}.grades %}}{{{{ item.area }}}}: {{{{ item.grade }}}}"
            "{% if not loop.last %}; {% endif %}{% endfor %}"
        ),
        f"{{%p if {cell}.safeguarding %}}",
        f"Safeguarding: {{{{ {cell}.safeguarding }}}}",
        "{%p endif %}",
        f"{{%p if {cell}.category %}}",
        f"Category: {{{{ {cell}.category }}}}",
        "{%p endif %}",
        (
            f"Inspected {{{{ {cell}.inspected_on }}}}"
            f"{{% if {cell}.is_earlier_framework %}}, under the framework before November 2025{{% endif %}}"
        ),
        "{%p endif %}",
        *gap_lines(f"{name}.ofsted_gap"),
    ]


def aims_lines(name: str) -> list[str]:
    """The aim of each priority for the year: the officer's words, or measure, baseline, target and date."""
    return [
        f"{{%p for item in {name}.items %}}",
        "**{{ item.number }}. {{ item.priority }}:** {{ item.text }}{{ item.measure }}"
        "{% if item.baseline and item.target %}, from {{ item.baseline }}{% endif %}"
        "{% if item.target %}{% if item.baseline %} to {{ item.target }}{% else %}, {{ item.target }}{% endif %}"
        "{% if item.due_on %} by {{ item.due_on }}{% endif %}{% endif %}"
        "{% if item.gap %} **" + GAP.format("item.gap") + "**{% endif %}",
        "{%p endfor %}",
    ]


def data_lines(name: str) -> list[str]:
    """Where each measure stands, then the figures with their comparisons, then what is missing."""
    return [
        f"{{%p for item in {name}.measures %}}",
        (
            "**{{ item.number }}. {{ item.measure }}:** {{ item.value }} at this meeting"
            "{% if item.target %} (target {{ item.target }}"
            "{% if item.baseline %}, baseline {{ item.baseline }}{% endif %}){% endif %}"
        ),
        "{%p endfor %}",
        f"{{%p for item in {name}.rows %}}",
        (
            "{{ item.measure }}{% if item.group %}, {{ item.group }}{% endif %}"
            "{% if item.year %}, {{ item.year }}{% endif %}: {{ item.value }}"
            "{% if item.england %}; England {{ item.england }}{% endif %}"
            "{% if item.london %}; London {{ item.london }}{% endif %}"
        ),
        "{%p endfor %}",
        f"{{%p for item in {name}.missing %}}",
        f"Gap|{GAP.format('item')}",
        "{%p endfor %}",
    ]


def aim_cells() -> tuple[list[str], list[str], list[str]]:
    """The three cells of a key aim's row: previous actions, context and impact, next steps."""
    previous = [
        "{%p for action in aim.previous %}",
        "List Bullet|" + previous_line("action"),
        "{%p endfor %}",
        "{%p if not aim.previous %}",
        (
            "{% if aim.had_earlier %}None to report: the actions agreed earlier were complete by the last meeting."
            "{% else %}No actions had been agreed before this meeting.{% endif %}"
        ),
        "{%p endif %}",
    ]
    context = [
        "{%p if aim.context %}",
        "{{p aim.context }}",
        "{%p endif %}",
        *gap_lines("aim.context_gap"),
        "{%p if aim.outstanding %}",
        "Table Head|Outstanding actions",
        "{%p for action in aim.outstanding %}",
        "List Bullet|{{ action.text }}",
        "{%p endfor %}",
        "{%p endif %}",
    ]
    following = [
        "{%p if aim.next_steps %}",
        "{{p aim.next_steps }}",
        "{%p endif %}",
        "{%p for action in aim.next_actions %}",
        "List Bullet|{{ action.text }} ({{ action.owner }}{% if action.due_on %}, by {{ action.due_on }}{% endif %})",
        "{%p endfor %}",
        *gap_lines("aim.next_gap"),
    ]
    return previous, context, following


def previous_line(name: str) -> str:
    """An action of before the meeting with how it stands and what it changed."""
    return (
        f"{{{{ {name}.text }}}} ({{{{ {name}.owner }}}}{{% if {name}.due_on %}}, due {{{{ {name}.due_on }}}}"
        f"{{% endif %}}). {{% if {name}.status == 'done' %}}**Done {{{{ {name}.done_on }}}}.**"
        f"{{% elif {name}.status == 'dropped' %}}**Dropped {{{{ {name}.dropped_on }}}}"
        f"{{% if {name}.dropped_because %}}: {{{{ {name}.dropped_because }}}}{{% endif %}}.**"
        f"{{% elif {name}.status == 'late' %}}**Overdue.**{{% else %}}**In progress.**{{% endif %}}"
        f"{{% if {name}.impact %}} Impact: {{{{ {name}.impact }}}}{{% endif %}}"
    )


def progress_line() -> list[str]:
    """What the chair judges of one aim: progress and risk."""
    return [
        "Progress: {% if aim.judgement %}**{{ aim.judgement }}**{% endif %}"
        "{% if aim.judgement_gap %}**" + GAP.format("aim.judgement_gap") + "**{% endif %}. "
        "Risk of not meeting it in full by the end of support: {% if aim.risk %}**{{ aim.risk }}**{% endif %}"
        "{% if aim.risk_gap %}**" + GAP.format("aim.risk_gap") + "**{% endif %}."
    ]


def overall_lines(name: str) -> list[str]:
    """Exactly one of the form's two sentences, and what more is done."""
    return [
        f"{{%p if {name}.is_on_track %}}",
        _ON_TRACK,
        "{%p else %}",
        _NOT_ON_TRACK,
        "{%p endif %}",
        f"{{%p if {name}.interventions %}}",
        "Table Head|Additional interventions",
        f"{{%p for line in {name}.interventions %}}",
        "List Bullet|{{ line }}",
        "{%p endfor %}",
        "{%p endif %}",
        *gap_lines(f"{name}.interventions_gap"),
    ]


def overall_risk_lines(name: str) -> list[str]:
    """The overall risk."""
    return [
        f"{{%p if {name}.risk %}}",
        f"**{{{{ {name}.risk }}}}**",
        "{%p endif %}",
        *gap_lines(f"{name}.risk_gap"),
    ]


def key_sentence(name: str, does: str) -> str:
    """The form's sentence on what a judgement means, with the months chosen for the school."""
    return (
        f"Measures of impact suggest that the school {does} sufficient capacity to meet key aims within "
        f"{{{{ {name}.months }}}} months of the inception of the project board."
    )
