"""The named lead: whom the school speaks to about its support."""

from __future__ import annotations

from dataclasses import dataclass

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import or_nothing
from casefiles.policy.pack import BlockEntry

__all__ = ["CONTACT", "Contact"]


@dataclass(frozen=True, kw_only=True)
class Contact(Block):
    """The lead's name, printed title and address for letters."""

    name: str = ""
    role: str = ""
    email: str = ""
    telephone: str = ""


def compose_contact(scene: Scene, entry: BlockEntry) -> Answer:
    """The level's lead on the document's date; a gap where none is named."""
    person = scene.person("lead")
    if person is None:
        return empty(Contact, entry, gap(scene, "named lead", scene.level, "lead", where="case.yaml"))
    head = scene.case.authority.file.letterhead
    contact = Contact(
        title=entry.title or "",
        name=person.name,
        role=person.title or scene.role_title("lead"),
        email=person.email or or_nothing(head.email),
        telephone=or_nothing(head.telephone),
    )
    return Answer(contact, used=(scene.level,) if scene.level else ())


CONTACT = BlockKind("contact", Contact, compose_contact)
