"""The audit sheet's account of a notice: grounds to evidence, dates as they follow, copies as they were given."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty
from casefiles.documents.compose.notice_scene import no_notice, notice_in, sheet_of
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, or_nothing, weekday
from casefiles.model.notices import Notice
from casefiles.policy.matters import NoticeMatter
from casefiles.policy.notice_sheet import NoticeGround
from casefiles.policy.pack import BlockEntry

__all__ = ["AUDIT_COPIES", "AUDIT_DATES", "AUDIT_GROUNDS", "AuditCopies", "AuditDates", "AuditGrounds"]


class AuditEvidence(Struct, frozen=True):
    """One piece of evidence, and its id in the case file."""

    title: str
    source: str
    date: str
    id: str


class AuditMatter(Struct, frozen=True):
    """One matter: its ground (with what standards are low by reference to), its number, its text, its evidence."""

    ground: str
    comparators: tuple[str, ...]
    number: int
    text: str
    evidence: tuple[AuditEvidence, ...]


class AuditGrounds(Block, frozen=True, kw_only=True):
    """What the notice is and by which law, the file that it stands in, and its matters in their order."""

    notice: str = ""
    section: str = ""
    act: str = ""
    given_on: str = ""
    file: str = ""
    items: tuple[AuditMatter, ...] = ()


class AuditWindow(Struct, frozen=True):
    """How long a power stays open: its section, its last day, how that follows, by which provision."""

    section: str
    last_on: str
    derivation: str
    basis: str
    advice: bool


class AuditDates(Block, frozen=True, kw_only=True):
    """The notice's days; `working_days` is how many the governing body has from the day after it was given."""

    given_on: str = ""
    starts_on: str = ""
    ends: str = ""
    working_days: int = 0
    section: str = ""
    windows: tuple[AuditWindow, ...] = ()


class AuditCopy(Struct, frozen=True):
    """One copy: who has it, in what capacity, by which provision, when it was given and how."""

    name: str
    capacity: str
    basis: str
    given_on: str
    method: str


class AuditCopies(Block, frozen=True, kw_only=True):
    """The copies in the order of the law."""

    items: tuple[AuditCopy, ...] = ()


def compose_grounds(scene: Scene, entry: BlockEntry) -> Answer:
    """Each matter with its ground and evidence."""
    notice = notice_in(scene)
    if notice is None:
        return empty(AuditGrounds, entry, no_notice(scene))
    sheet = sheet_of(scene, notice)
    block = AuditGrounds(
        title=entry.title or "",
        notice=sheet.title,
        section=sheet.section,
        act=sheet.act,
        given_on=weekday(notice.day),
        file=scene.in_case(notice.source_file),
        items=tuple(_matter(ground, matter) for ground in sheet.grounds for matter in ground.matters),
    )
    return Answer(block, used=(notice,))


def _matter(ground: NoticeGround, matter: NoticeMatter) -> AuditMatter:
    return AuditMatter(
        ground=ground.law.title,
        comparators=tuple(each.title for each in ground.comparators),
        number=matter.number,
        text=matter.text,
        evidence=tuple(AuditEvidence(each.title, each.source, day(each.dated), each.id) for each in matter.evidence),
    )


def compose_dates(scene: Scene, entry: BlockEntry) -> Answer:
    """The days of the notice and of the powers that it can lead to."""
    notice = notice_in(scene)
    if notice is None:
        return empty(AuditDates, entry, no_notice(scene))
    sheet, period = sheet_of(scene, notice), notice.compliance_period
    windows = tuple(
        AuditWindow(each.section, weekday(each.window.on), each.window.derivation, each.window_basis, each.advice)
        for each in sheet.powers
        if each.window is not None
    )
    block = AuditDates(
        title=entry.title or "",
        given_on=weekday(notice.day),
        starts_on=weekday(period.start) if period else "",
        ends=sheet.period.ends if sheet.period else "",
        working_days=_working_days(scene, notice),
        section=sheet.section,
        windows=windows,
    )
    return Answer(block, used=(notice,))


def _working_days(scene: Scene, notice: Notice) -> int:
    """The working days after the notice up to the last day of its period; 0 without one."""
    period = notice.compliance_period
    if period is None or period.end is None:
        return 0
    days = (notice.day.fromordinal(each) for each in range(notice.day.toordinal() + 1, period.end.toordinal() + 1))
    return sum(scene.calendar.is_working_day(each) for each in days)


def compose_copies(scene: Scene, entry: BlockEntry) -> Answer:
    """Each copy as the file records it; nothing where the notice has none."""
    notice = notice_in(scene)
    copies = sheet_of(scene, notice).copies.copies if notice else ()
    items = tuple(
        AuditCopy(
            name=each.recipient.name if each.recipient else "",
            capacity=each.title,
            basis=each.basis,
            given_on=day(each.given_on),
            method=or_nothing(each.method),
        )
        for each in copies
    )
    return Answer(AuditCopies(title=entry.title or "", items=items) if items else None)


AUDIT_GROUNDS = BlockKind("audit-grounds", AuditGrounds, compose_grounds)
AUDIT_DATES = BlockKind("audit-dates", AuditDates, compose_dates)
AUDIT_COPIES = BlockKind("audit-copies", AuditCopies, compose_copies)
