"""Kinds about an authority's programme: what it must list, what was judged each year, what follows a missed target."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.caseview import Case
from casefiles.model.programme import Area, GroupMeeting, ProgrammeFile, Result, Target
from casefiles.model.types import Identifier, Many, Text, Whole
from casefiles.policy.kinds.fields import say_subject
from casefiles.policy.people_at import roles_of, say_person
from casefiles.policy.rule import Duty, NoParams, Problem, Said, View, rule_kind
from casefiles.policy.wording import say_role

__all__ = [
    "deliveries_dated",
    "group_chaired_by",
    "judged_each_year",
    "missed_answered",
    "target_compared",
    "terms_listed",
]


class TermsListed(Shape):
    """The pack's list of which the programme has an entry for each term, and what its terms are called."""

    list: Identifier
    says: Text


_LISTED: Mapping[str, tuple[str, Callable[[Case], set[str]]]] = {
    "target": ("targets.yaml", lambda case: {each.id for each in case.targets}),
    "output": ("areas.yaml", lambda case: {one.id for each in case.areas for one in each.outputs}),
    "delivery": ("areas.yaml", lambda case: {one.id for each in case.areas for one in each.deliveries}),
    "outside-register-kind": ("registers.yaml", lambda case: {each.kind for each in case.outside_registers}),
}


@rule_kind("terms-listed", of=ProgrammeFile, params=TermsListed)
def terms_listed(programme: ProgrammeFile, asked: TermsListed, view: View) -> Iterator[Problem]:
    """The programme leaves out something that the policy lists."""
    del programme
    file, there = _LISTED[asked.list]
    written = {view.edition.canonical(asked.list, word) for word in there(view.case)}
    missing = [term for word, term in view.edition.lists.get(asked.list, {}).items() if word not in written]
    if missing:
        first = missing[0].title
        rest = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        yield Problem(f'the programme has no {asked.says} "{first}"{rest}', path=("title",), help=f"add it to {file}")


class ChairedBy(Shape):
    """The role that chairs such meetings."""

    role: Identifier


@rule_kind("group-chaired-by", of=GroupMeeting, params=ChairedBy)
def group_chaired_by(meeting: GroupMeeting, asked: ChairedBy, view: View) -> Iterator[Problem]:
    """A meeting of a group was chaired by somebody else than the policy names, or does not say by whom."""
    if meeting.cancelled_on is not None or not (meeting.present or meeting.chair):
        return
    held = roles_of(view.case, view.edition, meeting.chair, meeting.date) if meeting.chair else frozenset()
    if asked.role not in held:
        by = f"was chaired by {say_person(view.case, view.edition, meeting.chair)}" if meeting.chair else ""
        yield Problem(
            f"{say_subject(view, meeting)} {by or 'does not say who chaired it'}; the policy names "
            f"{say_role(view.edition, asked.role)}",
            path=("chair",) if meeting.chair else ("kind",),
            help=f"write chair: {asked.role}",
        )


class JudgedEachYear(Shape):
    """How many months after an academic year its result is on file."""

    months: Whole


@rule_kind("judged-each-year", of=(Target, Area), params=JudgedEachYear)
def judged_each_year(subject: Target | Area, asked: JudgedEachYear, view: View) -> Iterator[Duty]:
    """A target or an output of an area has no result for the last academic year."""
    start = view.as_of.year if view.as_of >= date(view.as_of.year, 9, 1) else view.as_of.year - 1
    year = f"{start - 1}-{start % 100:02d}"
    due = view.calendar.add_months(date(start, 9, 1), asked.months)
    for path, title, years in _judged(subject, view):
        if year in years:
            continue
        yield Duty(
            what=f"the result of {year} of {title}",
            due_on=due.on,
            derivation=f"{asked.months} months after the academic year {year}: {say_date(due.on)}",
            message=f"{title} has no result for {year}",
            path=path,
            help="write it in results, with standing: not-yet-known where it is not known",
            ours=True,
        )


def _judged(subject: Target | Area, view: View) -> Iterator[tuple[tuple[str | int, ...], str, set[str]]]:
    """Each thing of which a result is asked: where it stands, its name, the years that it has."""
    if isinstance(subject, Target):
        yield ("results",), f"target {subject.id}", {each.year for each in subject.results}
        return
    for number, output in enumerate(subject.outputs):
        term = view.edition.lists.get("output", {}).get(output.id)
        yield (
            ("outputs", number),
            f'"{term.title if term else output.id}"',
            {each.year for each in output.results},
        )


@rule_kind("deliveries-dated", of=Area)
def deliveries_dated(area: Area, asked: NoParams, view: View) -> Iterator[Said]:
    """A delivery has no day on which it was delivered or is due, or the day on which it was due has passed."""
    del asked
    for number, each in enumerate(area.deliveries):
        term = view.edition.lists.get("delivery", {}).get(view.edition.canonical("delivery", each.id))
        title = f'"{term.title if term else each.id}"'
        if each.due_on is None and not each.done:
            yield Problem(
                f"nothing says when {title} was delivered, or when it is due",
                path=("deliveries", number),
                help="write the days in done, or the next one in due_on",
            )
        if each.due_on is not None:
            done = next((day for day in sorted(each.done) if day >= each.due_on), None)
            yield Duty(
                what=f"the delivery of {title}",
                due_on=each.due_on,
                derivation=f"due on {say_date(each.due_on)}",
                message=f"{title} was due on {say_date(each.due_on)}, and nothing says that it was delivered since",
                path=("deliveries", number, "due_on"),
                met_by=area.record_id if done else "",
                met_on=each.due_on if done else None,
                help="write the day in done, and the next one in due_on",
            )


class MissedAnswered(Shape):
    """How many months after a missed target is known the response is agreed."""

    months: Whole


@rule_kind("missed-answered", of=Target, params=MissedAnswered)
def missed_answered(target: Target, asked: MissedAnswered, view: View) -> Iterator[Duty]:
    """A target was missed, and no response of schools and services and no review was agreed."""
    for number, result in enumerate(target.results):
        if not _is_missed(target, result):
            continue
        answer = next((each for each in target.responses if each.agreed_on >= result.published_on), None)
        due = view.calendar.add_months(result.published_on, asked.months)
        yield Duty(
            what=f"a response to target {target.id}, missed in {result.year}",
            due_on=due.on,
            derivation=due.derivation,
            message=f"target {target.id} was missed in {result.year}, and no response was agreed by {say_date(due.on)}",
            path=("results", number),
            met_by=target.record_id if answer else "",
            met_on=answer.agreed_on if answer else None,
            help="write what was agreed in responses, with agreed_on and review_on",
            ours=True,
        )


def _is_missed(target: Target, result: Result) -> bool:
    """Whether a result misses its target: as the file says, else as value and comparator say."""
    if result.standing:
        return result.standing == "missed"
    if result.value is None or result.comparator is None:
        return False
    met = result.value >= result.comparator if target.direction == "at-least" else result.value <= result.comparator
    return not met


class TargetCompared(Shape):
    """The targets that the policy sets by a comparison: with London, with England, with the year before.

    `nationally` are those that it sets by two: England stands beside the comparison.
    """

    targets: Annotated[tuple[Identifier, ...], Many]
    nationally: Annotated[tuple[Identifier, ...], Many] = ()


@rule_kind("target-compared", of=Target, params=TargetCompared)
def target_compared(target: Target, asked: TargetCompared, view: View) -> Iterator[Problem]:
    """A target that is a comparison has a result with nothing beside it to compare it with, or with one of two."""
    named = view.edition.canonical("target", target.id)
    if named not in asked.targets or target.goal is not None:
        return
    for number, each in enumerate(target.results):
        if each.value is None or each.published_on > view.as_of:
            continue
        what = f"the result of {each.year} of target {target.id}"
        if each.comparator is None:
            yield Problem(
                f"{what} stands beside nothing that it could be compared with",
                path=("results", number),
                help="write comparator: the value of what the target compares it with, that year",
            )
        elif each.england is None and named in asked.nationally:
            yield Problem(
                f"{what} stands beside {target.comparator or 'one value'} alone; the policy names England too",
                path=("results", number),
                help="write england: the value in England, that year",
            )
