"""The programme of support: what each team or provider gives, how many days, from when to when, and who pays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import begun, day, days, plain
from casefiles.model.case import Support
from casefiles.policy.pack import BlockEntry

__all__ = ["SUPPORT_PROGRAMME", "ProgrammeLine", "SupportProgramme"]

_DAY = timedelta(days=1)


class ProgrammeLine(Struct, frozen=True):
    """One piece of support; `ends_on` is its last day."""

    team: str
    text: str
    days: str
    starts_on: str
    ends_on: str
    funding: str


class SupportProgramme(Block, frozen=True, kw_only=True):
    """The support, that of each team or provider together."""

    items: tuple[ProgrammeLine, ...] = ()


def compose_support_programme(scene: Scene, entry: BlockEntry) -> Answer:
    """The support that goes on, or (with `which: agreed`) that the document's meeting agreed; a gap for none.

    With `which: year` it is what is given within the academic year of the record.
    """
    found = tuple(each for each in scene.case.support if _is_shown(scene, entry, each))
    if not found:
        missing = gap(scene, "programme of support", scene.case.case, "support", where="case.yaml")
        return empty(SupportProgramme, entry, missing)
    items = tuple(_line(scene, each) for each in found)
    block = SupportProgramme(title=entry.title or "", items=tuple(_together(items)))
    return Answer(block, used=found)


def _is_shown(scene: Scene, entry: BlockEntry, support: Support) -> bool:
    which = entry.params.get("which")
    if which == "agreed":
        return support.agreed_at == scene.record.record_id
    if which == "year":
        year = scene.calendar.academic_year(scene.record_on)
        last = support.end - _DAY if support.end else None
        return any(on is not None and scene.calendar.academic_year(on) == year for on in (support.start, last))
    return support.end is None or support.end > scene.dated


def _line(scene: Scene, support: Support) -> ProgrammeLine:
    """One piece of support: by the team that gives it, or whoever does, or else the authority."""
    team = scene.role_title(support.team) if support.team else support.provider
    return ProgrammeLine(
        team=team or scene.case.authority.file.name,
        text=support.title or plain(support.record_id).capitalize(),
        days=days(support.days),
        starts_on=day(support.start),
        ends_on=day(support.end - _DAY) if support.end else "",
        funding=begun(scene.term("funding", support.funding)),
    )


def _together(items: Iterable[ProgrammeLine]) -> Iterable[ProgrammeLine]:
    """The lines of each team after one another, the teams in the order of the file; its name on its first line."""
    by_team: dict[str, list[ProgrammeLine]] = {}
    for item in items:
        by_team.setdefault(item.team, []).append(item)
    for lines in by_team.values():
        yield from lines


SUPPORT_PROGRAMME = BlockKind("support-programme", SupportProgramme, compose_support_programme, {"which": False})
