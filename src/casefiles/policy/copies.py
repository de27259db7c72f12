"""Who must have a copy of a notice at the same time, in what capacity and by which provision: computed, never typed.

The national entry of the notice's kind comes first, the authority's additions after, then what the case file
adds of its own. One body in two capacities stands in the list twice and is addressed once. Whoever is missing
is named, with the file that should say it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from casefiles.model.authority import Body
from casefiles.model.notices import Copy, Notice
from casefiles.model.people import Person, holder
from casefiles.policy.facets import school_applies
from casefiles.policy.rule import View
from casefiles.policy.schools import Denomination, church_names, denominations
from casefiles.policy.statute import ConsultDuty, CopyDuty
from casefiles.policy.titles import titles_of
from casefiles.policy.wording import say_term

__all__ = ["CopyAddressee", "CopyList", "NoticeCopy", "Recipient", "copies_of", "recipients_of", "religious_body"]

_APPOINTER = "foundation-appointer"
_RELIGIOUS = {"church": True, "faith": False}
"""The groups of capacities that stand for a school's religion, and whether they are for the named churches alone."""
_NOBODY = "none"


class Recipient(Struct, frozen=True):
    """Somebody that a copy goes to. `key` is equal for one body in two capacities."""

    key: str
    name: str
    title: str = ""
    salutation: str = ""
    address: tuple[str, ...] = ()
    email: str = ""


class NoticeCopy(Struct, frozen=True):
    """One line of the copy list: a capacity, its basis, who has it, and when the copy was given.

    `origin` is national, local (the authority's policy) or case (added by hand). `missing` says what the
    case file lacks where `recipient` is None. `advice` marks good practice that no provision asks for.
    """

    capacity: str
    title: str
    basis: str
    recipient: Recipient | None
    missing: str = ""
    advice: bool = False
    origin: str = "national"
    given_on: date | None = None
    method: str = ""
    index: int | None = None
    """Where the case file records it under `copies`."""


class CopyAddressee(Struct, frozen=True):
    """One body with every capacity in which it gets a copy."""

    recipient: Recipient
    capacities: tuple[str, ...]
    bases: tuple[str, ...]


class CopyList(Struct, frozen=True):
    """The copies of a notice, in the order in which they print."""

    copies: tuple[NoticeCopy, ...]

    @property
    def addressees(self) -> tuple[CopyAddressee, ...]:
        """Everybody who is addressed, once each, in the order of the list."""
        found: dict[str, CopyAddressee] = {}
        for copy in self.copies:
            if copy.recipient is None:
                continue
            known = found.get(copy.recipient.key)
            capacities = (*(known.capacities if known else ()), copy.title)
            bases = (*(known.bases if known else ()), copy.basis)
            first = known.recipient if known else copy.recipient
            found[copy.recipient.key] = CopyAddressee(first, capacities, bases)
        return tuple(found.values())

    @property
    def missing(self) -> tuple[NoticeCopy, ...]:
        """The lines without anybody."""
        return tuple(copy for copy in self.copies if copy.recipient is None)

    @property
    def required(self) -> tuple[NoticeCopy, ...]:
        """The lines that law or policy ask for: not good practice, nor the case's own additions."""
        return tuple(copy for copy in self.copies if not copy.advice and copy.origin != "case")


def copies_of(notice: Notice, view: View) -> CopyList:
    """The copy list of a notice, from the school's type, religious character and foundation on its day."""
    lines: list[NoticeCopy] = []
    for entry in view.edition.notice_entries(notice.kind, notice.day):
        origin = "national" if entry.section else "local"
        for duty in entry.copies:
            if duty.in_force.covers(notice.day) and school_applies(duty.when, view):
                lines += _lines(duty, notice, view, origin)
    recorded = [_recorded(line, notice, view) for line in lines]
    used = {line.index for line in recorded if line.index is not None}
    own = [_own(copy, index, notice, view) for index, copy in enumerate(notice.copies) if index not in used]
    return CopyList((*recorded, *own))


def recipients_of(duty: ConsultDuty, view: View, day: date) -> tuple[Recipient, ...]:
    """Whom a duty to consult names at this school; empty where nobody is named (or there is nobody)."""
    as_copy = CopyDuty(capacity=duty.capacity, basis=duty.basis)
    found = (recipient for recipient, _, _ in _recipients(as_copy, view, day))
    return tuple(each for each in found if each is not None)


def _lines(duty: CopyDuty, notice: Notice, view: View, origin: str) -> Iterator[NoticeCopy]:
    title = say_term(view.edition, "copy-capacity", duty.capacity)
    for recipient, missing, of in _recipients(duty, view, notice.day):
        yield NoticeCopy(
            capacity=duty.capacity,
            title=f"{title} ({of})" if of else title,
            basis=duty.basis,
            recipient=recipient,
            missing=missing,
            advice=duty.advice,
            origin=origin,
        )


Found = tuple[Recipient | None, str, str]
"""Who it is, what is missing where it is nobody, and of which church, where there are several."""


def _recipients(duty: CopyDuty, view: View, day: date) -> Iterator[Found]:
    capacity = view.edition.lists.get("copy-capacity", {}).get(duty.capacity)
    group = capacity.group or "" if capacity else ""
    if duty.collective:
        title = say_term(view.edition, "copy-capacity", duty.capacity)
        yield Recipient(_key(title), title), "", ""
    elif group in _RELIGIOUS:
        every = denominations(view.case.school, view.edition)
        faiths = [each for each in every if each.church or not _RELIGIOUS[group]]
        for faith in faiths:
            found = religious_body(view, duty.capacity, faith)
            missing = f"no body with the role {duty.capacity} stands for {faith.title} in authority.yaml"
            yield found, "" if found else missing, faith.title if len(faiths) > 1 else ""
    elif duty.capacity == _APPOINTER:
        yield from _appointer(view, none_allowed=duty.may_be_none)
    else:
        roles = duty.to or (duty.capacity,)
        found = next((_recipient(person, view) for role in roles if (person := _holder(view, role, day))), None)
        yield found, "" if found else f"nobody is named as {' or '.join(roles)} on that day", ""


def _holder(view: View, role: str, day: date) -> Person | None:
    """Who holds a role by its own word or by one that the case uses for it."""
    if found := holder(view.case, role, day):
        return found
    wanted = view.edition.canonical("role", role)
    words = (*view.case.school.people, *view.case.authority.file.roles)
    return next(
        (
            person
            for word in words
            if view.edition.canonical("role", word) == wanted and (person := holder(view.case, word, day))
        ),
        None,
    )


def religious_body(view: View, role: str, faith: Denomination) -> Recipient | None:
    """The body of a church or faith: the one named for the school or its diocese before the faith's own."""
    school = view.case.school
    bodies = [each for each in view.case.authority.file.bodies.values() if each.role == role]
    other = church_names(view.edition) - faith.names
    for wanted in ({school.name, school.diocese}, {school.religious_character}, faith.names):
        for each in bodies:
            if wanted.intersection(each.serves) and (faith.names & {*each.serves} or not other & {*each.serves}):
                return _of_body(each, view)
    return next((_of_body(each, view) for each in bodies if not each.serves), None)


def _appointer(view: View, *, none_allowed: bool) -> Iterator[Found]:
    named = view.case.school.foundation_appointer
    if named is None:
        hint = ", or none where nobody does" if none_allowed else ""
        yield None, f"school.yaml does not say who appoints the foundation governors (foundation_appointer{hint})", ""
    elif named.casefold() == _NOBODY:
        if not none_allowed:
            yield None, 'foundation_appointer is "none", and a voluntary school always has foundation governors', ""
    else:
        found = _body(view, named)
        yield (_of_body(found, view) if found else Recipient(_key(named), named)), "", ""


def _recorded(line: NoticeCopy, notice: Notice, view: View) -> NoticeCopy:
    """The line with when and how the case file says that it was given."""
    for index, copy in enumerate(notice.copies):
        if line.capacity in _capacities(copy, view) and _same(copy, line, view, notice.day):
            return replace(line, given_on=copy.given_on, method=copy.method or "", index=index)
    return line


def _same(copy: Copy, line: NoticeCopy, view: View, day: date) -> bool:
    """Whether a recorded copy went to the line's recipient; where nobody is known it may be anybody."""
    if line.recipient is None or view.edition.canonical("copy-capacity", copy.to) == line.capacity:
        return True
    known = _named(copy.to, view, day)
    return line.recipient.key in {known.key, _key(copy.to)} or _key(line.recipient.name) == _key(copy.to)


def _own(copy: Copy, index: int, notice: Notice, view: View) -> NoticeCopy:
    """A copy that the case file adds: who law and policy do not ask for."""
    capacities = _capacities(copy, view)
    title = ", ".join(say_term(view.edition, "copy-capacity", each) for each in capacities)
    return NoticeCopy(
        capacity=next(iter(capacities), ""),
        title=title,
        basis="",
        recipient=_named(copy.to, view, notice.day),
        origin="case",
        given_on=copy.given_on,
        method=copy.method or "",
        index=index,
    )


def _capacities(copy: Copy, view: View) -> tuple[str, ...]:
    """The capacities of a recorded copy; without any, the role that it names."""
    words: Iterable[str] = copy.capacity or (copy.to,)
    return tuple(view.edition.canonical("copy-capacity", word) for word in words)


def _named(word: str, view: View, day: date) -> Recipient:
    """Whom a word of the case file names: a body, a role's holder, or just the name."""
    if found := _body(view, word):
        return _of_body(found, view)
    person = _holder(view, word, day)
    return _recipient(person, view) if person else Recipient(_key(word), word)


def _body(view: View, word: str) -> Body | None:
    """The body of that id or name."""
    return next((each for name, each in view.case.authority.file.bodies.items() if word in {name, each.name}), None)


def _recipient(person: Person, view: View) -> Recipient:
    name = _called(person.name, person.role, view)
    key, title, salutation = _key(person.name), person.title or "", person.salutation or ""
    return Recipient(key, name, title, salutation, person.address, person.email or "")


def _of_body(body: Body, view: View) -> Recipient:
    """The body as a recipient."""
    name = _called(body.name, body.role, view)
    return Recipient(_key(body.name), name, address=body.address, email=body.email or "")


def _called(name: str, role: str, view: View) -> str:
    """The name, or where it is an office's title that of the day."""
    office = view.edition.roles.get(view.edition.canonical("role", role))
    return office.title if office and name in titles_of(office) else name


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
