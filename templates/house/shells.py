"""The shells: a letter and a report, with everything around their blocks."""

from __future__ import annotations

from typing import Any

from docx.shared import Pt

from house.drawing import GAP, add, logo_place, running_lines
from house.report_parts import people_line

__all__ = ["SHELLS", "WINDOW", "address_and_date", "addressees", "frame_gaps", "letter", "letterhead", "name_or_logo"]

_WHOM = "{% if letter.reader %}Sir or Madam{% else %}{{ letter.salutation }}{% endif %}"
_CLOSE = "{% if letter.reader %}Yours faithfully{% else %}Yours sincerely{% endif %}"
WINDOW = 26
"""The points below the letterhead that bring the address into the window of an envelope, 5 cm below the edge."""
_AUTHOR = "{{ letter.signatory.name }}, {{ letter.signatory.title }}, {{ letter.authority }}"


def letterhead(page: Any, *, room: float = 14) -> None:
    """Who writes: the authority's logo or else its name in large letters, and how to reach it.

    A logo need not have the name in it, so the name stands before the address as well. `room` is what stays below.
    """
    name_or_logo(page)
    add(
        page,
        "{% if letter.logo %}{{ letter.letterhead.name }}{% if letter.letterhead.address %}, {% endif %}{% endif %}"
        "{% for line in letter.letterhead.address %}{{ line }}{% if not loop.last %}, {% endif %}{% endfor %}",
        "Letterhead Detail",
    )
    add(
        page,
        "{% if letter.letterhead.telephone %}Telephone {{ letter.letterhead.telephone }}{% endif %}"
        "{% if letter.letterhead.email %}{% if letter.letterhead.telephone %}, email {% else %}Email {% endif %}"
        "{{ letter.letterhead.email }}{% endif %}"
        "{% if letter.letterhead.website %}{% if letter.letterhead.telephone or letter.letterhead.email %}, {% endif %}"
        "{{ letter.letterhead.website }}{% endif %}",
        "Letterhead Detail",
    ).paragraph_format.space_after = Pt(room)


def name_or_logo(page: Any) -> None:
    """The authority's logo, or its name where it has none."""
    logo_place(page)
    add(page, "{%p if not letter.logo %}")
    add(page, "{{ letter.letterhead.name }}", "Letterhead")
    add(page, "{%p endif %}")


def frame_gaps(page: Any) -> None:
    """What the frame itself lacks: a recipient, a copy, a signatory."""
    add(page, "{%p for gap in letter.gaps %}")
    add(page, GAP.format("gap"), "Gap")
    add(page, "{%p endfor %}")


def addressees(page: Any) -> None:
    """Whom the letter is to: one person's name and title on a line each, of several on a line together."""
    alone = "person.title and loop.length == 1"
    add(page, "{%p for person in letter.addressees %}", "Address")
    add(
        page,
        f"{{{{ person.name }}}}{{% if person.title and not ({alone}) %}}, {{{{ person.title }}}}{{% endif %}}",
        "Address",
    )
    add(page, f"{{%p if {alone} %}}", "Address")
    add(page, "{{ person.title }}", "Address")
    add(page, "{%p endif %}", "Address")
    add(page, "{%p endfor %}", "Address")


def address_and_date(page: Any) -> None:
    """Where the letter goes, an office by its name, line by line as on an envelope, and the day that it is dated."""
    add(page, "{%p if letter.reader %}", "Address")
    add(page, "{{ letter.reader }}", "Address")
    add(page, "{%p endif %}", "Address")
    add(page, "{%p for line in letter.address %}", "Address")
    add(page, "{{ line }}", "Address")
    add(page, "{%p endfor %}", "Address")
    add(page, "{{ letter.date }}", "Address").paragraph_format.space_before = Pt(11)


def letter(page: Any) -> None:
    """A letter: letterhead, date, addressees, subject, blocks, signature, copies."""
    running_lines(page)
    letterhead(page, room=WINDOW)
    addressees(page)
    address_and_date(page)
    add(page, "{%p if letter.reference %}")
    add(page, "Our reference: {{ letter.reference }}", "Address")
    add(page, "{%p endif %}")
    frame_gaps(page)
    add(page, "Dear " + _WHOM).paragraph_format.space_before = Pt(14)
    add(
        page,
        "{% if letter.subject %}{{ letter.subject }}{% else %}{{ letter.title }}{% endif %}, {{ letter.school }}",
        "Heading 1",
    ).paragraph_format.space_before = Pt(6)
    add(page, "{{p blocks }}")
    add(page, _CLOSE, keep=True).paragraph_format.space_before = Pt(14)
    _signature(page)
    add(page, "{%p if letter.enclosures %}")
    add(
        page,
        "**Enclosed:** {% for item in letter.enclosures %}{{ item }}{% if not loop.last %}; {% endif %}{% endfor %}",
        keep=True,
    )
    add(page, "{%p endif %}")
    add(page, "{%p if letter.copies %}")
    add(
        page,
        "**Copies to:** " + people_line("letter.copies"),
    )
    add(page, "{%p endif %}")


def _signature(page: Any) -> None:
    """Room to sign, the name, the title, for whom."""
    add(page, "{%p if letter.signatory %}", keep=True)
    add(page, "{{ letter.signatory.name }}", "Signature Name", keep=True)
    add(page, "{{ letter.signatory.title }}, {{ letter.issuer }}", keep=True).paragraph_format.space_after = Pt(9)
    add(page, "{%p endif %}", keep=True)
    add(page, "{%p if not letter.signatory %}", keep=True)
    add(page, "{{ letter.issuer }}", keep=True).paragraph_format.space_after = Pt(9)
    add(page, "{%p endif %}", keep=True)


def _reference_and_school(page: Any) -> Any:
    """The case's reference, where it has one, and which school the document is about: a line each; the latter's."""
    add(page, "{%p if letter.reference %}", "Address")
    add(page, "**Reference:** {{ letter.reference }}", "Address")
    add(page, "{%p endif %}", "Address")
    return add(page, "**School:** {{ letter.school }} (URN {{ letter.urn }})", "Address")


def _school_and_blocks(page: Any) -> None:
    """The reference, which school it is about, what the frame lacks, the blocks."""
    _reference_and_school(page).paragraph_format.space_after = Pt(9)
    frame_gaps(page)
    add(page, "{{p blocks }}")


def _from(page: Any, words: str) -> None:
    """Who answers for the document, where somebody does: at its head, so that it never stands alone on a last page."""
    add(page, "{%p if letter.signatory %}", "Address")
    add(page, words, "Address")
    add(page, "{%p endif %}", "Address")


def report(page: Any) -> None:
    """A report: title, date, who agreed it, school, blocks."""
    running_lines(page)
    letterhead(page)
    add(
        page,
        "{% if letter.subject %}{{ letter.subject }}{% else %}{{ letter.title }}{% endif %}, {{ letter.school }}",
        "Heading 1",
    )
    add(page, "**Date:** {{ letter.held_on }}", "Address")
    _from(page, "**Agreed by:** {{ letter.signatory.name }}, {{ letter.signatory.title }}, on {{ letter.date }}")
    _school_and_blocks(page)


def plan(page: Any) -> None:
    """A plan or summary: title, date, who sends it, school, whom it is for, blocks."""
    running_lines(page)
    letterhead(page)
    add(page, "{{ letter.title }}, {{ letter.school }}", "Heading 1")
    add(page, "**Date:** {{ letter.date }}", "Address")
    _from(page, f"**From:** {_AUTHOR}")
    add(page, "{%p if letter.urn %}")
    _reference_and_school(page).paragraph_format.space_after = Pt(9)
    add(page, "{%p endif %}")
    add(page, "{%p if letter.reference and not letter.urn %}")
    add(page, "**Reference:** {{ letter.reference }}", "Address").paragraph_format.space_after = Pt(9)
    add(page, "{%p endif %}")
    add(page, "{%p if letter.addressees %}")
    add(page, "**For:** " + people_line("letter.addressees"))
    add(page, "{%p endif %}")
    add(page, "{%p if letter.copies %}")
    add(page, "**Copies to:** " + people_line("letter.copies"))
    add(page, "{%p endif %}")
    frame_gaps(page)
    add(page, "{{p blocks }}")


def oversight(page: Any) -> None:
    """A report across schools: title, date, who sends it to whom, blocks. Nothing stands alone on a last page."""
    running_lines(page)
    letterhead(page)
    add(page, "{{ letter.title }}, {{ letter.school }}", "Heading 1")
    add(page, "**Date:** {{ letter.date }}", "Address")
    add(page, "{%p if letter.urn %}")
    _reference_and_school(page)
    add(page, "{%p endif %}")
    add(page, "{%p if letter.signatory %}", "Address")
    add(page, f"**From:** {_AUTHOR}", "Address")
    add(page, "{%p endif %}", "Address")
    add(page, "{%p if letter.addressees %}", "Address")
    add(page, "**For:** " + people_line("letter.addressees"), "Address")
    add(page, "{%p endif %}", "Address")
    add(page, "{%p if letter.copies %}", "Address")
    add(page, "**Copies to:** " + people_line("letter.copies"), "Address")
    add(page, "{%p endif %}", "Address")
    frame_gaps(page)
    add(page, "{{p blocks }}")


def pack(page: Any) -> None:
    """The papers of a meeting: title, who circulated them and when, school, blocks."""
    running_lines(page)
    letterhead(page)
    add(page, "{{ letter.title }}, {{ letter.school }}", "Heading 1")
    add(page, "**Meeting:** {{ letter.held_on }}", "Address")
    sent = "{% if letter.is_ahead %}, on {{ letter.date }}{% endif %}"
    _from(page, "**Sent by:** {{ letter.signatory.name }}, {{ letter.signatory.title }}" + sent)
    _school_and_blocks(page)


def visit_report(page: Any) -> None:
    """A report on a visit or a review: title, day, who wrote it, school, blocks."""
    running_lines(page)
    letterhead(page)
    add(page, "{{ letter.title }}, {{ letter.school }}", "Heading 1")
    add(page, "**Date:** {{ letter.held_on }}", "Address")
    _from(page, f"**From:** {_AUTHOR}")
    _school_and_blocks(page)


def return_form(page: Any) -> None:
    """A form to complete: title, school, blocks, who completed it."""
    running_lines(page)
    letterhead(page)
    add(page, "{{ letter.title }}, {{ letter.school }}", "Heading 1")
    _school_and_blocks(page)
    add(page, "Completed by", "Heading 2")
    add(page, "Name and office:", keep=True)
    add(page, "Date:")


SHELLS = {
    "decision-letter": letter,
    "third-party-notification": letter,
    "meeting-report": report,
    "meeting-pack": pack,
    "governing-body-summary": plan,
    "oversight-report": oversight,
    "plan": plan,
    "exit-plan": plan,
    "visit-report": visit_report,
    "return-form": return_form,
}
"""The shell of each kind of document."""
