"""The audit sheet's account of the file itself: who decided what on which line, who committed it, checksums."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty
from casefiles.documents.compose.notice_scene import no_notice, notice_in
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day
from casefiles.model.base import Record
from casefiles.model.notices import Notice
from casefiles.policy.pack import BlockEntry

__all__ = ["AUDIT_FILES", "AUDIT_TRAIL", "AuditFiles", "AuditTrail"]


class AuditAct(Struct, frozen=True):
    """Something that somebody decided or did: what, who, when, on which line of which file, who committed that line.

    `act` is agreed, given, engaged, complied, not-complied or step (whose `title` says which).
    `committed_by` is empty where the line is not committed, or nobody knows.
    """

    act: str
    title: str
    who: str
    on: str
    place: str
    committed_by: str
    committed_on: str
    commit: str


class AuditTrail(Block, frozen=True, kw_only=True):
    """The acts in order; `history` says what git knows of them: all, part or none."""

    items: tuple[AuditAct, ...] = ()
    history: str = "none"


class AuditFile(Struct, frozen=True):
    """A file with its SHA-256."""

    path: str
    sha256: str


class AuditFiles(Block, frozen=True, kw_only=True):
    """The editions that judge the notice, and the files that it rests on."""

    editions: tuple[str, ...] = ()
    items: tuple[AuditFile, ...] = ()


def compose_trail(scene: Scene, entry: BlockEntry) -> Answer:
    """The acts of the notice and of the steps that follow it."""
    notice = notice_in(scene)
    if notice is None:
        return empty(AuditTrail, entry, no_notice(scene))
    history = scene.traces.history
    known = ("part" if history.is_cut_off else "all") if history.is_known else "none"
    block = AuditTrail(title=entry.title or "", items=tuple(_acts(scene, notice)), history=known)
    return Answer(block, used=(notice,))


def _acts(scene: Scene, notice: Notice) -> Iterator[AuditAct]:
    if notice.religious_body_engaged_on:
        yield _act(scene, notice, "engaged", "", notice.religious_body_engaged_on, "religious_body_engaged_on")
    if notice.agreed_by or notice.agreed_on:
        yield _act(scene, notice, "agreed", notice.agreed_by, notice.agreed_on, "agreed_by", "agreed_on")
    yield _act(scene, notice, "given", notice.given_by, notice.given_on, "given_by", "given_on")
    outcome = notice.outcome
    if outcome:
        act = "complied" if outcome.complied else "not-complied"
        yield _act(scene, notice, act, outcome.decided_by, outcome.decided_on, "outcome")
    steps = (each for each in scene.case.notices if each.follows == notice.record_id)
    for step in sorted(steps, key=lambda each: (each.day, each.record_id)):
        yield _act(scene, step, "step", step.given_by, step.given_on, "given_by", "given_on")


def _act(scene: Scene, notice: Notice, act: str, by: str | None, on: date | None, *keys: str) -> AuditAct:
    lines = [notice.span(key).line for key in keys]
    commit = scene.traces.history.commit(notice.source_file, lines)
    person = scene.person(by, on) if by else None
    return AuditAct(
        act=act,
        title=scene.term("notice-kind", notice.kind),
        who=f"{person.name}, {person.title or scene.role_title(by)}" if person and by else by or "",
        on=day(on),
        place=f"{scene.in_case(notice.source_file)}:{min(lines)}",
        committed_by=commit.by if commit else "",
        committed_on=day(commit.on) if commit else "",
        commit=commit.id if commit else "",
    )


def compose_files(scene: Scene, entry: BlockEntry) -> Answer:
    """The editions in force, and the checksum of each file that the notice and its computed parts rest on."""
    notice = notice_in(scene)
    if notice is None:
        return empty(AuditFiles, entry, no_notice(scene))
    used = _rested_on(scene, notice)
    files = dict.fromkeys(each.source_file for each in used)
    sums = scene.traces.checksums
    items = tuple(AuditFile(scene.in_case(file), sums[file]) for file in files if file in sums)
    editions = tuple(dict.fromkeys((scene.edition.title, *scene.edition.beneath.values())))
    return Answer(AuditFiles(title=entry.title or "", editions=editions, items=items), used=used)


def _rested_on(scene: Scene, notice: Notice) -> tuple[Record, ...]:
    """The notice, its evidence, and what its copies follow from; the steps after it have sheets of their own."""
    cited = [
        each
        for ground in notice.grounds
        for each in (*ground.evidence, *(name for matter in ground.matters for name in matter.evidence))
    ]
    evidence = (scene.case.find("evidence", each) for each in dict.fromkeys(cited))
    found = (notice, *evidence, scene.case.school, scene.case.authority.file)
    return tuple(each for each in found if each is not None)


AUDIT_TRAIL = BlockKind("audit-trail", AuditTrail, compose_trail)
AUDIT_FILES = BlockKind("audit-files", AuditFiles, compose_files)
