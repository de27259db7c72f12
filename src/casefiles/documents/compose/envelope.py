"""To whom a document goes by e-mail: each recipient's name and address on its date, and who has none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.documents.compose.frame import recipients
from casefiles.documents.compose.scene import Scene
from casefiles.model.notices import Notice
from casefiles.model.people import Person

__all__ = ["Envelope", "Recipient", "audience_of", "compose_envelope"]

_ADDRESS = re.compile(
    r"(?=.{3,254}\Z)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)

_E_MAIL = re.compile(r"\be-?mail", re.IGNORECASE)


class Recipient(Struct, frozen=True):
    """Somebody whom the document goes to, with their printed title; `email` stands as it is in the case file."""

    name: str
    title: str
    email: str
    span: Span

    @property
    def is_reached(self) -> bool:
        """Whether there is an e-mail address, by itself, without a name or a comment."""
        return _ADDRESS.fullmatch(self.email) is not None


class Envelope(Struct, frozen=True):
    """Whom a document goes to and who gets a copy, nobody twice; `held_back` says why it may go to nobody."""

    to: tuple[Recipient, ...] = ()
    copies: tuple[Recipient, ...] = ()
    held_back: tuple[Diagnostic, ...] = ()

    @property
    def unreached(self) -> tuple[Diagnostic, ...]:
        """What to say of each recipient without an address, at the place where it belongs."""
        return tuple(_unreached(each) for each in (*self.to, *self.copies) if not each.is_reached)


def compose_envelope(scene: Scene, *, is_visible: bool) -> Envelope:
    """The recipients on the document's date; `is_visible` says whether they may read its record at all.

    A notice is served as its record says: by e-mail only where that was agreed (Education Act 1996, section 572).
    """
    if isinstance(scene.record, Notice) and not _E_MAIL.search(scene.record.method or ""):
        return Envelope()
    to, copies = recipients(scene)
    if not is_visible and (to or copies):
        said = Diagnostic(
            scene.record.span(),
            "DOC-021",
            Severity.NOTE,
            f"{scene.record.record_id} is confidential: no e-mail of it was made to those who may not read it",
            help="change its audience, or its recipients",
        )
        return Envelope(held_back=(said,))
    met: set[tuple[str, str]] = set()
    return Envelope(_once(scene, to, met), _once(scene, copies, met))


def audience_of(scene: Scene) -> tuple[str, ...]:
    """The document's readers: those that its pack names, and those that its recipients are among.

    The authority's own officers keep the case file; that they get a document hides nothing from it.
    """
    authority, found = scene.case.authority.file, [*scene.entry.audience]
    known = {*authority.bodies, *(body.role for body in authority.bodies.values())}
    for name in (name for names in recipients(scene) for name in names):
        role = scene.edition.roles.get(scene.edition.canonical("role", scene.role_of(name)))
        if name in known or (role is not None and role.side == "body"):
            found.append("public-body")
        elif scene.is_of_school(name):
            found.append((role.reader if role else None) or "school")
    return tuple(dict.fromkeys(found))


def _once(scene: Scene, names: Iterable[str], met: set[tuple[str, str]]) -> tuple[Recipient, ...]:
    """The people of those names who have not been met before (one may hold two roles); `met` takes them in."""
    found = []
    for name in names:
        person = scene.person(name)
        if person is None or (person.name, person.email or "") in met:
            continue
        met.add((person.name, person.email or ""))
        found.append(_recipient(scene, name, person))
    return tuple(found)


def _recipient(scene: Scene, name: str, person: Person) -> Recipient:
    title = person.title or scene.role_title(name)
    return Recipient(person.name, title, person.email or "", person.span or scene.record.span())


def _unreached(recipient: Recipient) -> Diagnostic:
    who = f"{recipient.name} ({recipient.title})"
    if recipient.email:
        message = f'"{recipient.email}" is no e-mail address: the e-mail leaves out {who}'
        return Diagnostic(recipient.span, "DOC-022", Severity.WARNING, message, help="as in name@example.org")
    message = f"{who} has no e-mail address: the e-mail leaves them out"
    help_ = "write `email:` here, or send it to them by other means"
    return Diagnostic(recipient.span, "DOC-020", Severity.NOTE, message, help=help_)
