"""To whom a document of its own goes, where the law or a pack names several: one file for each of them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from msgspec import Struct

from casefiles.model.base import Record
from casefiles.model.notices import Notice
from casefiles.policy.copies import Recipient, recipients_of
from casefiles.policy.facets import school_applies
from casefiles.policy.pack import DocumentEntry
from casefiles.policy.rule import View
from casefiles.policy.statute import ConsultDuty

__all__ = ["GOVERNING_BODY", "Addressed", "addressed", "consult_duties"]

GOVERNING_BODY = "governing-body"
_CHAIR = "chair-of-governors"
_DIOCESE = "diocesan-authority"


class Addressed(Struct, frozen=True):
    """Somebody who gets a document of their own. `name` ends its file's name; `word` is a role or body of the case.

    `recipient` is set where no word of the case leads there, `bases` are the provisions that ask for it.
    """

    name: str
    capacity: str
    word: str = ""
    recipient: Recipient | None = None
    bases: tuple[str, ...] = ()


def addressed(entry: DocumentEntry, record: Record, view: View) -> tuple[Addressed, ...]:
    """Each of those who get a document of their own; nobody where it is one document for all."""
    if entry.each == "consulted" and isinstance(record, Notice):
        return _consulted(record, view)
    if entry.each == "to":
        words = (*entry.to, *(record.to if isinstance(record, Notice) else ()))
        return tuple(Addressed(word, word, word) for word in dict.fromkeys(words))
    if entry.each == "diocese" and isinstance(record, Notice):
        return _dioceses(record, view)
    return ()


def consult_duties(notice: Notice, view: View) -> tuple[ConsultDuty, ...]:
    """Whom the powers that a notice is about ask to consult at this school, on its day."""
    words = (*notice.powers, *notice.powers_used, *notice.minded_to)
    powers = [view.edition.power(word, notice.day) for word in dict.fromkeys(words)]
    return tuple(
        duty
        for power in powers
        if power is not None
        for duty in power.consult
        if duty.in_force.covers(notice.day) and school_applies(duty.when, view)
    )


def _dioceses(notice: Notice, view: View) -> tuple[Addressed, ...]:
    """The diocesan authority of each church of a joint school; nobody where one letter to one of them is enough."""
    duty = ConsultDuty(capacity=_DIOCESE, basis="statutory guidance")
    found = {each.key: Addressed(_DIOCESE, _DIOCESE, recipient=each) for each in recipients_of(duty, view, notice.day)}
    return _named_apart(tuple(found.values())) if len(found) > 1 else ()


def _consulted(notice: Notice, view: View) -> tuple[Addressed, ...]:
    """The bodies to consult, once each with every provision that asks for it."""
    found: dict[tuple[str, str], Addressed] = {}
    for duty in consult_duties(notice, view):
        if duty.capacity == GOVERNING_BODY:
            one = Addressed(GOVERNING_BODY, duty.capacity, _CHAIR)
            _add(found, one, duty.basis)
            continue
        recipients = recipients_of(duty, view, notice.day)
        nobody = () if recipients or _needs_nobody(duty, view) else (None,)
        for recipient in (*recipients, *nobody):
            _add(found, Addressed(duty.capacity, duty.capacity, recipient=recipient), duty.basis)
    return _named_apart(tuple(found.values()))


def _needs_nobody(duty: ConsultDuty, view: View) -> bool:
    """Whether the case file says that there is nobody of this capacity, and there may be none."""
    return duty.may_be_none and (view.case.school.foundation_appointer or "").casefold() == "none"


def _add(found: dict[tuple[str, str], Addressed], one: Addressed, basis: str) -> None:
    key = (one.capacity, one.recipient.key if one.recipient else "")
    known = found.get(key, one)
    bases = tuple(dict.fromkeys((*known.bases, basis)))
    found[key] = Addressed(known.name, known.capacity, known.word, known.recipient, bases)


def _named_apart(people: tuple[Addressed, ...]) -> tuple[Addressed, ...]:
    """The same with names of their own: where two have one capacity, the body's name stands in the file's."""
    times = Counter(each.name for each in people)
    return tuple(
        Addressed(_slug(each.recipient.name), each.capacity, each.word, each.recipient, each.bases)
        if times[each.name] > 1 and each.recipient
        else each
        for each in people
    )


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
