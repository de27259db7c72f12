"""The audit sheet of a notice: one page for the council's own file, in small print."""

from __future__ import annotations

from typing import Any

from docx.shared import Cm

from house.drawing import add, add_table, running_lines
from house.look import set_type
from house.shells import frame_gaps

__all__ = ["AUDIT_FRAGMENTS", "AUDIT_SHELLS"]

_SMALL = 8
_NONE = "Not on file"


def audit_sheet(page: Any) -> None:
    """Title, school and record, then the parts; narrow margins and small print keep it to one page."""
    section = page.sections[0]
    section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.3)
    section.left_margin = section.right_margin = Cm(1.5)
    set_type(
        page,
        ("Normal", _SMALL, 0, 3),
        ("Address", _SMALL, 0, 0),
        ("Table Text", _SMALL, 0, 0.5),
        ("Table Head", _SMALL, 0, 0.5),
        ("Gap", _SMALL, 0, 2),
        ("Marking", _SMALL, 0, 0),
        ("Foot", _SMALL, 0, 0),
        ("Heading 1", 12.5, 0, 1),
        ("Heading 2", 9.5, 5, 1.5),
    )
    running_lines(page)
    add(page, "{{ letter.title }}: {{ letter.school }}", "Heading 1")
    add(
        page,
        "URN {{ letter.urn }}{% if letter.dfe_number %}, DfE number {{ letter.dfe_number }}{% endif %}."
        "{% if letter.reference %} Reference {{ letter.reference }}.{% endif %} Given by {{ letter.issuer }}. "
        "As the case file stood on {{ letter.date }}.",
        "Address",
    )
    frame_gaps(page)
    add(page, "{{p blocks }}")


def audit_grounds(page: Any) -> None:
    """Each matter with its ground and what shows it."""
    add(
        page,
        "**{{ this.notice }}**{% if this.section %} under {{ this.section }} of the {{ this.act }}{% endif %}, given "
        "on {{ this.given_on }} ({{ this.file }}).",
        "Address",
    )
    add(page, "Grounds, and the evidence for each matter", "Heading 2")
    add(page, "{%p if not this.items %}")
    add(page, "It states no ground.")
    add(page, "{%p endif %}")
    add(page, "{%p if this.items %}")
    add_table(
        page,
        (2.3, 5.7, 10.0),
        ("Ground", "Matter", "Evidence, its source and date"),
        (
            (["{%tr for item in this.items %}"],),
            (
                [
                    (
                        "{{ item.ground }}"
                        "{% for each in item.comparators %}{% if loop.first %}, by {% else %}, {% endif %}"
                        "{{ each }}{% endfor %}"
                    )
                ],
                ["{{ item.number }}. {{ item.text }}"],
                [
                    "{%p for each in item.evidence %}",
                    "{{ each.title }}. {{ each.source }}, {{ each.date }} (reference {{ each.id }})",
                    "{%p endfor %}",
                    "{%p if not item.evidence %}",
                    _NONE,
                    "{%p endif %}",
                ],
            ),
            (["{%tr endfor %}"],),
        ),
        says="Each matter with its ground and its evidence.",
    )
    add(page, "{%p endif %}")


def audit_dates(page: Any) -> None:
    """The days of the notice, each with how it follows."""
    add(page, "Dates, and how each follows", "Heading 2")
    add_table(
        page,
        (3.4, 7.6, 7.0),
        ("What", "When", "How it follows"),
        (
            (
                ["Given"],
                ["{{ this.given_on }}"],
                ["The law of this day judges it{% if this.section %} ({{ this.section }}){% endif %}."],
            ),
            (["{%tr if this.ends %}"],),
            (
                ["Compliance period"],
                ["{{ this.starts_on }} to {{ this.ends }}"],
                ["Set by the authority: {{ this.working_days }} working days after the day on which it was given."],
            ),
            (["{%tr endif %}"],),
            (["{%tr for item in this.windows %}"],),
            (
                ["Last day for {{ item.section }}"],
                ["{{ item.last_on }}"],
                ["{{ item.derivation }} ({{ item.basis }}{% if item.advice %}, advice{% endif %})"],
            ),
            (["{%tr endfor %}"],),
        ),
        says="Each day of the notice and how it follows.",
    )


def audit_copies(page: Any) -> None:
    """Each copy with capacity, basis, day and way."""
    add(page, "Copies, and why each was given", "Heading 2")
    add_table(
        page,
        (5.6, 5.4, 3.0, 4.0),
        ("Copy to", "Capacity", "Basis", "Given on"),
        (
            (["{%tr for item in this.items %}"],),
            (
                ["{% if item.name %}{{ item.name }}{% else %}Nobody is named{% endif %}"],
                ["{{ item.capacity }}"],
                ["{% if item.basis %}{{ item.basis }}{% else %}for information{% endif %}"],
                [
                    (
                        "{% if item.given_on %}{{ item.given_on }}{% if item.method %}, {{ item.method }}{% endif %}"
                        "{% else %}Not on file{% endif %}"
                    )
                ],
            ),
            (["{%tr endfor %}"],),
        ),
        says="Each copy with its capacity, its basis and the day on which it was given.",
    )


def audit_trail(page: Any) -> None:
    """Who decided and did what, on which line, and who committed that line."""
    add(page, "Who decided what, and who committed that line", "Heading 2")
    add(page, "{%p if this.history == 'none' %}")
    add(page, "The case files lie outside git: nobody can say from them who wrote a line.", keep=True)
    add(page, "{%p endif %}")
    add(page, "{%p if this.history == 'part' %}")
    add(page, "This copy of the repository has only the last part of its history.", keep=True)
    add(page, "{%p endif %}")
    add_table(
        page,
        (3.4, 4.2, 2.5, 7.9),
        ("What", "Who", "When", "Line, and its commit"),
        (
            (["{%tr for item in this.items %}"],),
            (
                [
                    (
                        "{% if item.act == 'agreed' %}Agreed that it be given{% endif %}"
                        "{% if item.act == 'given' %}Gave it{% endif %}"
                        "{% if item.act == 'engaged' %}Raised with the religious body{% endif %}"
                        "{% if item.act == 'complied' %}Decided: complied with{% endif %}"
                        "{% if item.act == 'not-complied' %}Decided: not complied with{% endif %}"
                        "{% if item.act == 'step' %}{{ item.title }}{% endif %}"
                    )
                ],
                ["{% if item.who %}{{ item.who }}{% else %}Not on file{% endif %}"],
                ["{% if item.on %}{{ item.on }}{% else %}Not on file{% endif %}"],
                [
                    (
                        "{{ item.place }}{% if this.history != 'none' %}: {% if item.commit %}{{ item.committed_by }}, "
                        "{{ item.committed_on }}, commit {{ item.commit }}"
                        "{% else %}not committed as it stands{% endif %}{% endif %}"
                    )
                ],
            ),
            (["{%tr endfor %}"],),
        ),
        says="Each decision and act, who is named for it, when, on which line, and who committed that line.",
    )


def audit_files(page: Any) -> None:
    """The editions, and the SHA-256 of each file."""
    add(page, "Editions, and checksums of the files", "Heading 2")
    add(
        page,
        "Judged by: {% for each in this.editions %}{{ each }}{% if not loop.last %}; {% endif %}{% endfor %}.",
        keep=True,
    )
    add(page, "{%p if this.items %}")
    add_table(
        page,
        (7.0, 11.0),
        ("File", "SHA-256, with LF line ends"),
        (
            (["{%tr for item in this.items %}"],),
            (["{{ item.path }}"], ["{{ item.sha256 }}"]),
            (["{%tr endfor %}"],),
        ),
        says="Each file that the notice rests on, with its checksum.",
    )
    add(page, "{%p endif %}")


AUDIT_SHELLS = {"standing-record": audit_sheet}
"""What is made for the file alone."""

AUDIT_FRAGMENTS = {
    "audit-grounds": audit_grounds,
    "audit-dates": audit_dates,
    "audit-copies": audit_copies,
    "audit-trail": audit_trail,
    "audit-files": audit_files,
}
