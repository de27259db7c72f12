"""The shell of notices: the council's letterhead, who is addressed and how, subject, signature, copies."""

from __future__ import annotations

from typing import Any

from docx.shared import Pt

from house.audit_sheet import AUDIT_SHELLS
from house.drawing import add, running_lines
from house.shells import WINDOW, address_and_date, addressees, frame_gaps, letterhead

__all__ = ["NOTICE_SHELLS"]

_SCHOOL = (
    "{{ letter.school }} (URN {{ letter.urn }}"
    "{% if letter.dfe_number %}, DfE number {{ letter.dfe_number }}{% endif %})"
)


def notice(page: Any) -> None:
    """A notice: letterhead, addressee, date and delivery, subject, blocks, signature for the council, copies."""
    running_lines(page)
    letterhead(page, room=WINDOW)
    addressees(page)
    add(page, "{%p if letter.to_governing_body %}", "Address")
    add(page, "For the governing body", "Address")
    add(page, "{%p endif %}", "Address")
    address_and_date(page)
    add(page, "{%p if letter.method %}", "Address")
    add(page, "Delivery: {{ letter.method }}", "Address")
    add(page, "{%p endif %}", "Address")
    add(page, "{%p if letter.reference %}", "Address")
    add(page, "Our reference: {{ letter.reference }}", "Address")
    add(page, "{%p endif %}", "Address")
    frame_gaps(page)
    add(
        page, "{% if letter.reader %}Dear Sir or Madam{% else %}Dear {{ letter.salutation }}{% endif %}"
    ).paragraph_format.space_before = Pt(14)
    add(page, "{{ letter.title }}", "Heading 1").paragraph_format.space_before = Pt(6)
    add(page, _SCHOOL, "Subject")
    add(page, "{{p blocks }}")
    add(
        page, "{% if letter.reader %}Yours faithfully{% else %}Yours sincerely{% endif %}", keep=True
    ).paragraph_format.space_before = Pt(14)
    add(page, "{%p if letter.signatory %}", keep=True)
    add(page, "{{ letter.signatory.name }}", "Signature Name", keep=True)
    add(page, "{{ letter.signatory.title }}", "Address", keep=True)
    add(page, "{%p endif %}", keep=True)
    add(page, "For and on behalf of {{ letter.issuer }}", keep=True).paragraph_format.space_after = Pt(9)
    add(page, "{{p block.copies }}")


NOTICE_SHELLS = {"statutory-notice": notice, **AUDIT_SHELLS}
"""The shell of what the council gives by statute, and of the letters that come before it."""
