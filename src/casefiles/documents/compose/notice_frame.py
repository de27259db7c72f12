"""The frame of a notice: who gives it, to whom, how; by its own record, not by the pack alone."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.addressed import Addressed, addressed
from casefiles.documents.compose.scene import Scene
from casefiles.model.authority import HeadLines
from casefiles.model.notices import Notice

__all__ = ["Reader", "head_lines", "issuing_body", "reader_of_copy", "says_council"]


class Reader(Struct, frozen=True):
    """The body that a notice is addressed to, where it is no person of the school."""

    name: str
    address: tuple[str, ...]


def issuing_body(scene: Scene, notice: Notice) -> str:
    """Who gives the notice: the council; a letter that is not statutory comes from whom its signatory acts for."""
    file = scene.case.authority.file
    entries = scene.edition.notice_entries(notice.kind, notice.day)
    person = scene.person(notice.given_by) if notice.given_by else None
    officer = file.officers.get(person.officer) if person else None
    if officer is None or any(entry.section for entry in entries) or _is_step(scene, notice):
        return file.issuing_authority
    return officer.employer or file.name


def says_council(scene: Scene, body: str) -> bool:
    """Whether a body is the council and another one than the authority of the case file."""
    file = scene.case.authority.file
    return body == file.issuing_authority and body.casefold() != file.name.casefold()


def head_lines(scene: Scene, body: str) -> HeadLines:
    """Where the body is reached; without an address of its own where the case file gives none."""
    file = scene.case.authority.file
    if says_council(scene, body):
        return file.issuing_letterhead or HeadLines()
    return file.letterhead


def reader_of_copy(scene: Scene, notice: Notice) -> Addressed | None:
    """Whom this copy is for, where each recipient gets one of their own."""
    return next((each for each in addressed(scene.entry, notice, scene.view) if each.name == scene.recipient), None)


def _is_step(scene: Scene, notice: Notice) -> bool:
    """Whether the notice is a step towards a power: those too are the council's alone."""
    kind = scene.edition.canonical("notice-kind", notice.kind)
    term = scene.edition.lists.get("notice-kind", {}).get(kind)
    return term is not None and term.group not in {"concern", "referral", "engagement"}
