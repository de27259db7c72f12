"""Kinds about registers and papers that are kept elsewhere: their age, how often they go out, what is returned."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated

from casefiles.calendars import Block, say_date
from casefiles.model.base import Shape
from casefiles.model.programme import OutsideRegister, ProgrammeFile
from casefiles.model.types import Flag, Identifier, Many, Names, Whole
from casefiles.policy.rule import Duty, NoParams, Problem, Said, Unjudged, View, rule_kind
from casefiles.policy.wording import a_count

__all__ = ["registers_current", "returns_in_time", "updates_within"]


class RegistersCurrent(Shape):
    """After how many months a register that is kept elsewhere is out of date; with `kinds` those of these kinds.

    The months are ours unless `of_policy` says that the policy gives them.
    """

    months: Whole
    kinds: Annotated[tuple[Annotated[Identifier, Names("outside-register-kind")], ...], Many] = ()
    of_policy: Flag = False


@rule_kind("registers-current", of=ProgrammeFile, params=RegistersCurrent)
def registers_current(programme: ProgrammeFile, asked: RegistersCurrent, view: View) -> Iterator[Said]:
    """A register that is kept elsewhere was not brought up to date for too long, or nothing says when it was."""
    del programme
    for each in view.case.outside_registers:
        if asked.kinds and each.kind not in asked.kinds:
            continue
        if not each.updated_on:
            yield Problem(
                f'nothing says when "{each.title}" was last brought up to date',
                record=each,
                path=("kind",),
                help="write the day in updated_on",
            )
            continue
        last = max(each.updated_on)
        due = view.calendar.add_months(last, asked.months)
        yield Duty(
            what=f"an update of {each.title}",
            due_on=due.on,
            derivation=due.derivation,
            message=f'"{each.title}" was last brought up to date on {say_date(last)}, more than '
            f"{a_count(asked.months, 'month')} ago",
            path=("updated_on",),
            record=each,
            help="write the day of the newest version in updated_on",
            ours=not asked.of_policy,
        )


class UpdatesWithin(Shape):
    """The most days of a half-term that lie between two updates of a register."""

    days: Whole


@rule_kind("updates-within", of=OutsideRegister, params=UpdatesWithin)
def updates_within(register: OutsideRegister, asked: UpdatesWithin, view: View) -> Iterator[Said]:
    """Something that goes out regularly in term did not go out for longer than that."""
    sent = sorted(register.updated_on)
    if not sent:
        yield Problem(
            f'nothing says when "{register.title}" went out', path=("kind",), help="write each day in updated_on"
        )
        return
    blocks, missing = view.calendar.blocks_between(sent[0], view.as_of, "half-term")
    yield from (Unjudged(year) for year in missing)
    for block in blocks:
        for start, following in _gaps(view, sent, block):
            due = start + timedelta(days=asked.days)
            if due > block.end or (following is not None and following <= due):
                continue
            yield Duty(
                what=f"{register.title} goes out again",
                due_on=due,
                derivation=f"{asked.days} days after {say_date(start)}: {say_date(due)}",
                message=f'"{register.title}" did not go out in the {asked.days} days after {say_date(start)}, in '
                f"{block.name}",
                path=("updated_on",),
                met_by=register.record_id if following else "",
                met_on=following,
                late=f'"{register.title}" went out on {say_date(following)}, more than {asked.days} days after '
                f"{say_date(start)}"
                if following
                else "",
                help="write each day on which it went out in updated_on",
            )


def _gaps(view: View, sent: Sequence[date], block: Block) -> Iterator[tuple[date, date | None]]:
    """Each stretch of a half-term between two updates: the day that it begins with, the update that ends it, if any.

    The first begins with the half-term's first working day, unless the register is younger.
    """
    first = block.start
    while not view.calendar.is_working_day(first) and first < block.end:
        first += timedelta(days=1)
    points = [*([first] if sent[0] < first else []), *(day for day in sent if block.covers(day))]
    yield from pairwise(points)
    yield points[-1], None


@rule_kind("returns-in-time", of=OutsideRegister)
def returns_in_time(register: OutsideRegister, asked: NoParams, view: View) -> Iterator[Said]:
    """A return was not submitted by the day on which it was due, or nothing says by when any is due."""
    del asked, view
    if not register.returns:
        yield Problem(
            f'"{register.title}" names no return with the day by which it is due',
            path=("kind",),
            help="write returns, each with title, due_on and submitted_on",
        )
    for index, each in enumerate(register.returns):
        late = each.submitted_on is not None and each.submitted_on > each.due_on
        yield Duty(
            what=f"submit {each.title}",
            due_on=each.due_on,
            derivation=f"{each.title} is due on {say_date(each.due_on)}",
            message=f"{each.title} was due on {say_date(each.due_on)}, and nothing says that it was submitted",
            path=("returns", index, "due_on"),
            met_by=register.record_id if each.submitted_on else "",
            met_on=each.submitted_on,
            late=f"{each.title} was submitted on {say_date(each.submitted_on)}, after {say_date(each.due_on)}"
            if late and each.submitted_on
            else "",
            help="write the day in submitted_on",
        )
