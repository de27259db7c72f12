"""The facts that the fixed sentences of a notice's page are about: who, under which section, until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from msgspec import Struct, field

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.frame import issuer_of
from casefiles.documents.compose.notice_frame import reader_of_copy
from casefiles.documents.compose.notice_scene import (
    followed_by,
    no_notice,
    notice_in,
    power_ids,
    sections_in_words,
    sheet_of,
)
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import joined, or_nothing, weekday
from casefiles.model.base import Record
from casefiles.model.notices import Notice
from casefiles.policy.intervention import notices_of
from casefiles.policy.pack import BlockEntry
from casefiles.policy.schools import type_of_school

__all__ = ["FACTS", "NoticeFacts", "PrecedingNotice", "preceding"]

_NEEDS_CONSENT = "interim-board-opening"
_SAYS_WHY = frozenset({"further-action"})
"""Blocks that print the reason themselves, so that the opening does not say it too."""

_SAYS = {
    "follows": "the notice that this follows",
    "powers": "the powers that this is about",
    "closes_on": "by when to answer",
    "takes_effect_on": "when it takes effect",
    "reason": "the reason",
}


class PrecedingNotice(Struct, frozen=True):
    """The notice that another one follows; empty where it follows none."""

    name: str = ""
    section: str = ""
    given_on: str = ""
    ends: str = ""


class NoticeFacts(Block, frozen=True, kw_only=True):
    """What a page's own sentences need.

    `authority` is who gives it. `asked_by` is the last day of the actions, `first_by` the first where it is another.
    `powers` are sections in words, `doing` what they are ("to appoint additional governors"). `capacity` and `basis`
    say why this reader is asked. `representations` is whom they may be made to: nobody since 18 April 2016.
    """

    school: str = ""
    authority: str = ""
    section: str = ""
    act: str = ""
    given_on: str = ""
    starts_on: str = ""
    ends: str = ""
    actions: int = 0
    first_by: str = ""
    asked_by: str = ""
    powers: str = ""
    doing: str = ""
    follows: PrecedingNotice = field(default_factory=PrecedingNotice)
    reason: str = ""
    closes_on: str = ""
    takes_effect_on: str = ""
    engaged_on: str = ""
    capacity: str = ""
    basis: str = ""
    representations: str = ""
    voluntary_aided: bool = False
    consented_on: str = ""
    consent_gap: Gap | None = None


def compose_facts(scene: Scene, entry: BlockEntry, needs: tuple[str, ...] = ()) -> Answer:
    """The facts; a gap in place of the sentences where one that they cannot do without is missing."""
    notice = notice_in(scene)
    if notice is None:
        return empty(NoticeFacts, entry, no_notice(scene))
    missing = next((name for name in needs if not _has(notice, name)), None)
    if missing is not None:
        return empty(NoticeFacts, entry, gap(scene, _SAYS[missing], notice, missing))
    sheet, before = sheet_of(scene, notice), followed_by(scene, notice)
    reader = reader_of_copy(scene, notice)
    consented_on = _consented_on(scene, notice)
    unconsented = None
    if entry.block == _NEEDS_CONSENT and consented_on is None:
        unconsented = gap(scene, "the consent of the Secretary of State", notice, "consent")
    due = sorted(each.due_on for each in sheet.actions if each.due_on)
    facts = NoticeFacts(
        title=entry.title or "",
        school=scene.case.school.name,
        authority=issuer_of(scene),
        section=sheet.section,
        act=sheet.act,
        given_on=weekday(notice.day),
        starts_on=weekday(sheet.period.start) if sheet.period else "",
        ends=sheet.period.ends if sheet.period else "",
        actions=len(sheet.actions),
        first_by=weekday(due[0]) if due and due[0] != due[-1] else "",
        asked_by=weekday(due[-1]) if due else "",
        powers=sections_in_words(tuple(power.section for power in sheet.powers)),
        doing=joined(f"to {power.title}" for power in sheet.powers),
        follows=preceding(scene, before) if before else PrecedingNotice(),
        reason="" if any(each.block in _SAYS_WHY for each in scene.entry.blocks) else or_nothing(notice.reason),
        closes_on=weekday(notice.closes_on),
        takes_effect_on=weekday(notice.takes_effect_on),
        engaged_on=weekday(notice.religious_body_engaged_on),
        capacity=_lower(scene.term("copy-capacity", reader.capacity)) if reader else "",
        basis=sections_in_words(reader.bases) if reader else "",
        representations=sheet.representations,
        voluntary_aided=type_of_school(scene.case.school, scene.edition) == "voluntary-aided-school",
        consented_on=weekday(consented_on),
        consent_gap=unconsented,
    )
    used: list[Record] = [notice, *([before] if before else [])]
    return Answer(facts, (unconsented,) if unconsented else (), tuple(used))


def preceding(scene: Scene, notice: Notice) -> PrecedingNotice:
    """A notice as a later one refers to it."""
    sheet = sheet_of(scene, notice)
    return PrecedingNotice(
        name=f"{sheet.title[:1].lower()}{sheet.title[1:]}",
        section=sheet.section,
        given_on=weekday(notice.day),
        ends=sheet.period.ends if sheet.period else "",
    )


def _consented_on(scene: Scene, notice: Notice) -> date | None:
    """When the Secretary of State consented: as the notice itself says, or the application before it."""
    asked = (each for each in notices_of(scene.view, ("consent",), by=notice.day) if each.follows == notice.follows)
    given = [each.consent.given_on for each in (notice, *asked) if each.consent and each.consent.given_on]
    return given[0] if given else None


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _has(notice: Notice, name: str) -> bool:
    return bool(power_ids(notice) if name == "powers" else getattr(notice, name))


def _kind(name: str, *needs: str) -> BlockKind:
    compose: Callable[[Scene, BlockEntry], Answer] = partial(compose_facts, needs=needs)
    return BlockKind(name, NoticeFacts, compose)


FACTS = {
    kind.name: kind
    for kind in (
        _kind("warning-opening"),
        _kind("warning-next"),
        _kind("pay-warning-opening"),
        _kind("pay-warning-next"),
        _kind("pre-warning-opening"),
        _kind("pre-warning-next"),
        _kind("concern-opening"),
        _kind("concern-next"),
        _kind("proposal-opening", "follows", "powers"),
        _kind("proposal-next"),
        _kind("notification-opening", "powers"),
        _kind("consultation-opening", "powers"),
        _kind("consultation-reply", "closes_on"),
        _kind("application-opening", "powers"),
        _kind("governors-appointed-opening", "takes_effect_on"),
        _kind("governors-appointed-next"),
        _kind("budget-opening"),
        _kind("budget-next"),
        _kind("arrangements-opening"),
        _kind("interim-board-opening"),
        _kind("interim-board-next"),
        _kind("withdrawal-opening", "follows"),
        _kind("withdrawal-reason", "reason"),
        _kind("academy-concern-opening"),
        _kind("academy-concern-next"),
        _kind("religious-body-opening"),
        _kind("religious-body-next"),
    )
}
"""The pieces of fixed text, each with a fragment of its own and what it cannot do without."""
