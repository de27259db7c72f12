"""The named lead: whom the school speaks to about its support."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import or_nothing
from casefiles.policy.pack import BlockEntry

__all__ = ["CONTACT", "Contact"]


class Contact(Block, frozen=True, kw_only=True):
    """Whom the school speaks to: name, printed title, address for letters; `leads` says that they lead the support."""

    name: str = ""
    role: str = ""
    email: str = ""
    telephone: str = ""
    leads: bool = True


def compose_contact(scene: Scene, entry: BlockEntry) -> Answer:
    """The level's lead on the document's date, or who holds the role `or-role`; a gap where there is neither."""
    other = str(entry.params.get("or-role", ""))
    name = "lead" if scene.role_of("lead") or not other else other
    person = scene.person(name)
    if person is None:
        return empty(Contact, entry, gap(scene, "named lead", scene.level, "lead", where="case.yaml"))
    head = scene.case.authority.file.letterhead
    contact = Contact(
        title=entry.title or "",
        name=person.name,
        role=person.title or scene.role_title(name),
        email=person.email or or_nothing(head.email),
        telephone=or_nothing(head.telephone),
        leads=name == "lead",
    )
    return Answer(contact, used=(scene.level,) if scene.level else ())


CONTACT = BlockKind("contact", Contact, compose_contact, {"or-role": False})
