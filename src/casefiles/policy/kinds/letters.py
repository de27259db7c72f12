"""Kinds about letters that a decision calls for."""

from collections.abc import Iterator
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.case import Level
from casefiles.model.records import Letter
from casefiles.model.types import Flag, Identifier, Many, Names, Whole
from casefiles.policy.episodes import level_before
from casefiles.policy.rule import Duty, Problem, Said, Unjudged, View, rule_kind
from casefiles.policy.wording import say_any, say_level, say_term

__all__ = ["letter_after_decision"]


class LetterAfterDecision(Shape):
    """The kinds of letter that tell of a level, and the school days for it (ours).

    `change` true asks it of a decision that changes an earlier one, false of all others, and absent of every one.
    """

    letters: Annotated[tuple[Annotated[Identifier, Names("letter-kind")], ...], Many]
    school_days: Whole
    change: Flag | None = None


@rule_kind("letter-after-decision", of=Level, params=LetterAfterDecision)
def letter_after_decision(level: Level, asked: LetterAfterDecision, view: View) -> Iterator[Said]:
    """The school was not told in writing of a decision on its level, or was told late.

    Where another decision has followed it was never told: a step of its own.
    """
    if asked.change is not None and asked.change is not _is_change(view, level):
        return
    due = view.calendar.add_school_days(level.decided_on, asked.school_days)
    if due is None:
        yield Unjudged(view.calendar.academic_year(level.decided_on))
        return
    letter = _letter(view, level, asked.letters)
    day = letter.sent_on if letter else None
    noun = f"the letter on {say_level(view.edition, level.level)}"
    late = day is not None and day > due.on
    following = next((each for each in view.case.levels if level.decided_on < each.decided_on <= view.as_of), None)
    if day is None and following is not None and due.on < following.decided_on:
        yield Problem(
            f"{noun}, decided on {say_date(level.decided_on)}, was never sent: another decision followed on "
            f"{say_date(following.decided_on)}",
            path=("decided_on",),
            help="file the letter under letters/ with the day in sent_on, or record in a waiver why there is none",
            step=1,
        )
        return
    kinds = say_any(say_term(view.edition, "letter-kind", kind).lower() for kind in asked.letters)
    yield Duty(
        what=f"send {noun}",
        due_on=due.on,
        derivation=due.derivation,
        message=f"{noun}, decided on {say_date(level.decided_on)}, was not sent by {say_date(due.on)}",
        path=("decided_on",),
        met_by=letter.record_id if letter and day else "",
        met_on=day,
        late=f"{noun} was sent on {say_date(day)}, after {say_date(due.on)}" if late and day else "",
        help=f"file it under letters/ ({kinds}) with the day in sent_on; {due.derivation}",
        ours=True,
    )


def _is_change(view: View, level: Level) -> bool:
    """Whether an earlier decision put the school at another level."""
    if view.case.level_before(level.decided_on) is None:
        return False
    return level_before(view.case, view.edition, level.decided_on) != view.edition.canonical("level", level.level)


def _letter(view: View, level: Level, kinds: tuple[str, ...]) -> Letter | None:
    """The letter on a decision: the first of its kinds between it and the next decision, one that was sent first."""
    wanted = {view.edition.canonical("letter-kind", kind) for kind in kinds}
    later = [each.decided_on for each in view.case.levels if each.decided_on > level.decided_on]
    found = [
        letter
        for letter in view.case.letters
        if letter.kind is not None
        and view.edition.canonical("letter-kind", letter.kind) in wanted
        and level.decided_on <= letter.date
        and (not later or letter.date < later[0])
    ]
    return min(found, key=lambda letter: (letter.sent_on is None, letter.date), default=None)
