"""Whom the school can speak to: the holders of the roles that the policy names, with their addresses."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import or_nothing
from casefiles.policy.pack import BlockEntry

__all__ = ["CONTACTS", "ContactLine", "Contacts"]


class ContactLine(Struct, frozen=True):
    """One contact."""

    name: str
    title: str
    email: str


class Contacts(Block, frozen=True, kw_only=True):
    """The contacts in the pack's order, nobody twice."""

    items: tuple[ContactLine, ...] = ()


def compose_contacts(scene: Scene, entry: BlockEntry) -> Answer:
    """The holders of the pack's `roles` on the document's date; a gap where nobody holds any."""
    found: dict[str, ContactLine] = {}
    for role in (str(each) for each in entry.params.get("roles") or ()):
        person = scene.person(role)
        if person is not None:
            line = ContactLine(person.name, person.title or scene.role_title(role), or_nothing(person.email))
            found.setdefault(person.name, line)
    if not found:
        return empty(Contacts, entry, gap(scene, "contacts", None, where="../authority.yaml"))
    return Answer(Contacts(title=entry.title or "", items=tuple(found.values())))


CONTACTS = BlockKind("contacts", Contacts, compose_contacts, {"roles": True})
