"""What every block of a notice looks at: the record, its sheet, the notice that it follows."""

from __future__ import annotations

from casefiles.documents.compose.context import Gap, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import joined
from casefiles.model.notices import Notice
from casefiles.policy.intervention import Gateway
from casefiles.policy.notice_sheet import NoticeSheet, notice_sheet

__all__ = ["followed_by", "gateway_of", "no_notice", "notice_in", "power_ids", "sections_in_words", "sheet_of"]


def notice_in(scene: Scene) -> Notice | None:
    """The record, where it is a notice."""
    return scene.record if isinstance(scene.record, Notice) else None


def sheet_of(scene: Scene, notice: Notice) -> NoticeSheet:
    """The notice with the law of its day, as the document's readers may see it."""
    return notice_sheet(notice, scene.view)


def followed_by(scene: Scene, notice: Notice) -> Notice | None:
    """The notice that this one follows: a step, an outcome, a withdrawal, a power."""
    found = scene.case.find("notice", notice.follows) if notice.follows else None
    return found if isinstance(found, Notice) else None


def gateway_of(sheet: NoticeSheet, followed: Notice | None) -> Gateway | None:
    """What makes the school eligible: the notice that is followed, else what opened first of all that bears on it."""
    if followed is not None:
        return next((each for each in sheet.gateways if each.record is followed), None)
    return next(iter(sheet.gateways), None)


def power_ids(notice: Notice) -> tuple[str, ...]:
    """The powers that a notice speaks of, in the case file's words."""
    return tuple(dict.fromkeys((*notice.minded_to, *notice.powers, *notice.powers_used)))


def sections_in_words(sections: tuple[str, ...]) -> str:
    """The sections as a list: `section 64`, `sections 64 and 65`."""
    numbers = [section.removeprefix("section ") for section in dict.fromkeys(sections)]
    return f"{'section' if len(numbers) == 1 else 'sections'} {joined(numbers)}" if numbers else ""


def no_notice(scene: Scene) -> Gap:
    """The gap of a block that only a notice has."""
    return gap(scene, "a notice", scene.record)
