"""The frame of every document: letterhead, date, addressees, salutation, signatory, copies, marking."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from casefiles.documents.compose.context import Gap, gap
from casefiles.documents.compose.notice_frame import Reader, head_lines, issuing_body, reader_of_copy, says_council
from casefiles.documents.compose.postal import postal_lines
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, joined, or_nothing, weekday
from casefiles.model.base import Record
from casefiles.model.case import Level
from casefiles.model.notices import Notice
from casefiles.model.people import Person
from casefiles.model.programme import Report
from casefiles.model.records import Letter, Meeting, SentDocument, Visit
from casefiles.policy.facets import school_applies
from casefiles.policy.pack import ON_DEMAND

__all__ = ["Addressee", "Frame", "Framed", "Letterhead", "compose_frame", "head_of", "issuer_of", "recipients"]

_CHAIR = "chair-of-governors"


class Letterhead(Struct, frozen=True):
    """What stands at the head of the authority's letters."""

    name: str
    address: tuple[str, ...]
    telephone: str
    email: str
    website: str


class Addressee(Struct, frozen=True):
    """Somebody who gets the document: the name and the role's printed title, empty where the name says it already."""

    name: str
    title: str


class Frame(Struct, frozen=True):
    """What every document has around its blocks; templates know it as `letter`.

    `logo` says whether the letterhead has one (the template keeps a place for it). `date` is the
    document's, `held_on` its record's with the weekday, `is_ahead` says whether the document's lies before it.
    `address` is where the addressees are reached, in the lines of an envelope.
    `issuer` is who gives the document: the authority, of a notice the council. `reader` is a body that it is
    addressed to, `method` how a notice is delivered.
    `gaps` are what the frame itself lacks.
    """

    authority: str
    issuing_authority: str
    issuer: str
    letterhead: Letterhead
    logo: bool
    title: str
    subject: str
    school: str
    urn: str
    dfe_number: str
    reference: str
    date: str
    held_on: str
    is_ahead: bool
    academic_year: str
    addressees: tuple[Addressee, ...]
    to_governing_body: bool
    reader: str
    method: str
    address: tuple[str, ...]
    salutation: str
    signatory: Addressee | None
    copies: tuple[Addressee, ...]
    enclosures: tuple[str, ...]
    marking: str
    draft: bool
    gaps: tuple[Gap, ...]


class Framed(Struct, frozen=True):
    """A frame with the records that it was made from."""

    frame: Frame
    used: tuple[Record, ...]


def compose_frame(scene: Scene, *, draft: bool) -> Framed:
    """The frame of the document."""
    to, copies = recipients(scene)
    found = {name: scene.person(name) for name in (*to, *copies)}
    gaps = [_no_holder(scene, name) for name, person in found.items() if person is None]
    signatory = scene.person(_signed_by(scene)) if _signed_by(scene) else None
    if _signed_by(scene) and signatory is None:
        gaps.append(_no_holder(scene, _signed_by(scene)))
    gaps += _unsaid(scene, to)
    people = [found[name] for name in to]
    is_hidden = scene.is_withheld(scene.record.record_id)
    notice = scene.record if isinstance(scene.record, Notice) and not is_hidden else None
    reader = _reader(scene, to, people)
    is_letter = scene.entry.when != ON_DEMAND
    if notice and is_letter and reader is None and not any(people):
        gaps += _nobody(scene, notice)
    own = scene.record if isinstance(scene.record, Letter) and not is_hidden else None
    authority, school = scene.case.authority.file, scene.subject_school
    issuer = issuer_of(scene)
    if notice and says_council(scene, issuer) and authority.issuing_letterhead is None:
        gaps.append(gap(scene, f"the address of {issuer}", authority, "issuing_letterhead", where="../authority.yaml"))
    frame = Frame(
        authority=authority.name,
        issuing_authority=authority.issuing_authority,
        issuer=issuer,
        letterhead=head_of(scene),
        logo=authority.letterhead.logo is not None and issuer == authority.name,
        title=scene.entry.title,
        subject=or_nothing(own.title if own else None),
        school=school.name,
        urn="" if school is scene.case.school and scene.case.programme else school.urn,
        dfe_number=or_nothing(school.dfe_number),
        reference=or_nothing(scene.case.case.reference),
        date=day(scene.dated),
        held_on=weekday(scene.record_on),
        is_ahead=scene.dated < scene.record_on,
        academic_year=scene.calendar.academic_year(scene.record_on),
        addressees=()
        if reader
        else tuple(_addressee(scene, name, person) for name, person in zip(to, people, strict=True) if person),
        to_governing_body=notice is not None and to == (_CHAIR,),
        reader=reader.name if reader else "",
        method=or_nothing(notice.method if notice else None),
        address=_lines_of(reader) if reader else _address(scene, to),
        salutation="" if reader else joined(person.salutation or person.name for person in people if person),
        signatory=_addressee(scene, _signed_by(scene), signatory) if signatory else None,
        copies=tuple(_addressee(scene, name, person) for name in copies if (person := found[name])),
        enclosures=own.enclosures if own else (),
        marking=scene.entry.marking or authority.marking,
        draft=draft,
        gaps=tuple(gaps),
    )
    return Framed(frame, (school, scene.record, *((scene.level,) if scene.level else ())))


def issuer_of(scene: Scene) -> str:
    """Who gives the document: the authority; of a notice the council, or whom its signatory acts for."""
    return issuing_body(scene, scene.record) if isinstance(scene.record, Notice) else scene.case.authority.file.name


def head_of(scene: Scene) -> Letterhead:
    """The letterhead of who gives the document."""
    issuer = issuer_of(scene)
    head = head_lines(scene, issuer)
    return Letterhead(
        issuer, head.address, or_nothing(head.telephone), or_nothing(head.email), or_nothing(head.website)
    )


def _signed_by(scene: Scene) -> str:
    """The role that signs: the record's own (who told, visited or wrote), else the pack's; or nobody's."""
    record, own = scene.record, None
    if isinstance(record, Letter):
        own = record.signed_by
    elif isinstance(record, Notice):
        own = record.given_by
    elif isinstance(record, Level):
        own = record.informed_by
    elif isinstance(record, Visit):
        own = record.visitor
    elif isinstance(record, Report):
        own = record.author
    return own or scene.entry.signed_by or ""


def recipients(scene: Scene) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who the document goes to and who gets a copy: the pack's, and whom the record adds."""
    record = scene.record
    copies = [copy.role for copy in scene.entry.copies if school_applies(dict(copy.when), scene.view)]
    to = [*scene.entry.to, *(each.role for each in scene.entry.also_to if school_applies(dict(each.when), scene.view))]
    if isinstance(record, Letter):
        to += record.to
        copies += record.copies
    elif isinstance(record, Meeting):
        sent = getattr(record, scene.entry.sent_as) if scene.entry.sent_as else None
        to += [name for name in (sent.to if isinstance(sent, SentDocument) else ()) if name not in copies]
    elif isinstance(record, Visit):
        to += [name for name in record.circulated if name not in copies]
    elif isinstance(record, Report):
        to += [name for name in record.to if name not in copies]
    elif isinstance(record, Notice):
        reader = reader_of_copy(scene, record)
        to = ([reader.word] if reader.word else []) if reader else [*to, *record.to]
    to = list(dict.fromkeys(to))
    return tuple(to), tuple(name for name in dict.fromkeys(copies) if name not in to)


def _address(scene: Scene, to: tuple[str, ...]) -> tuple[str, ...]:
    """Where it is reached: the school, or the council where it goes to officers of it alone."""
    school, authority = scene.case.school, scene.case.authority.file
    if to and all(_is_officer(scene, name) for name in to):
        return (authority.issuing_authority,)
    return (school.name, *postal_lines(school.address))


def _lines_of(reader: Reader) -> tuple[str, ...]:
    """The body's address without its name, which stands above it."""
    return tuple(line for line in postal_lines(reader.address) if line != reader.name)


def _is_officer(scene: Scene, name: str) -> bool:
    """Whether the role is held by an officer of the authority."""
    known = scene.edition.roles.get(scene.edition.canonical("role", scene.role_of(name)))
    return known is not None and known.side == "authority"


def _addressee(scene: Scene, name: str, person: Person) -> Addressee:
    """The person with the title that the pack prints for the role, or their own job title."""
    title = person.title or scene.role_title(name)
    return Addressee(person.name, "" if title.casefold() in person.name.casefold() else title)


def _unsaid(scene: Scene, to: tuple[str, ...]) -> Iterator[Gap]:
    """What a letter of one's own must say itself: whom it goes to, and who signs it."""
    if isinstance(scene.record, Letter):
        if not to:
            yield gap(scene, "whom the letter goes to", scene.record, "to")
        if not _signed_by(scene):
            yield gap(scene, "who signs the letter", scene.record, "signed_by")
    elif isinstance(scene.record, Notice) and not _signed_by(scene):
        yield gap(scene, "who gives it", scene.record, "given_by")


def _reader(scene: Scene, to: tuple[str, ...], people: list[Person | None]) -> Reader | None:
    """The body that a notice is addressed to: the one that the law names, or the one that a word stands for."""
    if not isinstance(scene.record, Notice):
        return None
    copy = reader_of_copy(scene, scene.record)
    if copy is not None and copy.recipient is not None:
        return Reader(copy.recipient.name, copy.recipient.address)
    person = people[0] if len(people) == 1 else None
    is_body = person is not None and not person.officer and not scene.is_of_school(to[0])
    return Reader(person.name, person.address) if person and is_body else None


def _nobody(scene: Scene, notice: Notice) -> Iterator[Gap]:
    """The gap of a notice that the case file names nobody to write to for."""
    copy = reader_of_copy(scene, notice)
    if copy is not None and not copy.word:
        what = scene.term("copy-capacity", copy.capacity)
        yield gap(scene, f"{what[:1].lower()}{what[1:]}", notice, where="../authority.yaml")
    elif copy is None and not recipients(scene)[0]:
        yield gap(scene, "whom it goes to", notice, "to")


def _no_holder(scene: Scene, name: str) -> Gap:
    """The gap of a role that nobody, or more than one, holds on the document's date."""
    role = scene.role_of(name)
    if not role:
        return gap(scene, scene.role_title(name), scene.level, name, where="case.yaml")
    if scene.is_of_school(role):
        return gap(scene, scene.role_title(name), scene.case.school, "people", role, where="school.yaml")
    return gap(scene, scene.role_title(name), scene.case.case, where="../authority.yaml")
