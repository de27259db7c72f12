"""Kinds about single fields: a fact that must be stated, a value that needs something of the school."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.assessments import Assessment
from casefiles.model.base import Record, Shape
from casefiles.model.case import Decision, Level, Priority, Support
from casefiles.model.plans import Plan
from casefiles.model.programme import Alert, Area, GroupMeeting, OutsideRegister, ProgrammeFile, Report, Target
from casefiles.model.records import Evidence, ExitPlan, Letter, Meeting, Notice, Received, Visit
from casefiles.model.school import School
from casefiles.model.types import Flag, Identifier, Many, Text, Texts, Whole
from casefiles.policy.field_path import FieldOf, FieldPath, RecordWord, is_filled, values_at
from casefiles.policy.pack import Term
from casefiles.policy.rule import Problem, View, rule_kind
from casefiles.policy.subjects import known_day
from casefiles.policy.wording import a_count, say_all, say_any, say_level, say_meeting, say_term, within_sentence

__all__ = [
    "allowed_when",
    "count_of",
    "each_filled",
    "field_required",
    "linked_fact_required",
    "say_subject",
    "value_in",
    "value_within",
]

ANY_RECORD: tuple[type[Record], ...] = (
    School,
    Level,
    Decision,
    Support,
    Priority,
    Evidence,
    Assessment,
    Meeting,
    Visit,
    Received,
    Letter,
    Notice,
    Plan,
    ExitPlan,
    ProgrammeFile,
    Target,
    Area,
    OutsideRegister,
    GroupMeeting,
    Alert,
    Report,
)


class FieldRequired(Shape):
    """The fields that must be filled (with `either`, one of them), and how to speak of them."""

    fields: Annotated[tuple[FieldPath, ...], Many]
    either: Flag = False
    says: Text
    """What the record then lacks, to end "... does not say": "who took it"."""
    at: FieldPath | None = None
    """Where to point: the field that calls for the others."""
    once: FieldPath | None = None
    """The field without which nothing is asked."""


@rule_kind("field-required", of=ANY_RECORD, params=FieldRequired)
def field_required(subject: Record, asked: FieldRequired, view: View) -> Iterator[Problem]:
    """A fact that this record must state is missing."""
    if asked.once is not None and not is_filled(subject, asked.once):
        return
    filled = [path for path in asked.fields if is_filled(subject, path)]
    missing = [path for path in asked.fields if path not in filled]
    if not missing or (asked.either and filled):
        return
    say = say_any if asked.either else say_all
    keys = say(f'"{path}"' for path in missing)
    path = tuple(asked.at.split(".")) if asked.at else ()
    yield Problem(
        f"{say_subject(view, subject)} does not say {asked.says}",
        path=path,
        label=f"{keys} {'is' if asked.either or len(missing) == 1 else 'are'} missing",
        help=f"write {keys}",
    )


class EachFilled(Shape):
    """The fact that every entry of a list has, and how to speak of it: "by when"."""

    field: FieldPath
    says: Text


@rule_kind("each-filled", of=ANY_RECORD, params=EachFilled)
def each_filled(subject: Record, asked: EachFilled, view: View) -> Iterator[Problem]:
    """An entry of a list of the record lacks a fact that each has."""
    key = asked.field.rpartition(".")[2]
    for path, value in values_at(subject, asked.field):
        if value is None and len(path) > 1:
            yield Problem(
                f"entry {int(path[-2]) + 1} under {path[0]} in {say_subject(view, subject)} does not say {asked.says}",
                path=path[:-1],
                label=f'"{key}" is missing',
                help=f'write "{key}"',
            )


class CountOf(Shape):
    """The most entries that a list of the record may have."""

    field: FieldPath
    at_most: Whole
    noun: Text


@rule_kind("values-within", of=ANY_RECORD, params=CountOf)
def count_of(subject: Record, asked: CountOf, view: View) -> Iterator[Problem]:
    """A list of the record has more entries than the policy allows."""
    values = values_at(subject, asked.field)
    count = len(values[0][1]) if len(values) == 1 and isinstance(values[0][1], tuple) else len(values)
    if count > asked.at_most:
        many = a_count(count, asked.noun)
        yield Problem(
            f"{say_subject(view, subject)} names {many}; the policy speaks of {asked.at_most} at most",
            path=(*asked.field.split("."), asked.at_most),
            label=f"number {asked.at_most + 1}",
        )


class AllowedWhen(Shape):
    """The field whose values the list restricts to schools with the provision that each requires."""

    field: FieldPath
    list: Identifier


@rule_kind("allowed-when", of=ANY_RECORD, params=AllowedWhen)
def allowed_when(subject: Record, asked: AllowedWhen, view: View) -> Iterator[Problem]:
    """A value is known but not allowed for this school."""
    for path, value in values_at(subject, asked.field):
        words = value if isinstance(value, tuple) else (value,)
        for index, word in enumerate(words):
            term = _term(view, asked.list, word)
            if term is None or term.requires is None or term.requires in _provision(view):
                continue
            needed = say_term(view.edition, "provision", term.requires).lower()
            yield Problem(
                f'"{word}" is for schools with {needed}, and school.yaml names none at {view.case.school.name}',
                path=(*path, index) if isinstance(value, tuple) else path,
                help=f'if the school has it, add "{term.requires}" to provision in school.yaml',
            )


class OneOf(Shape):
    """The values that a field may have; `says` is what is said of another one, {value} standing for it.

    With `needed`, what the record does not say where it has none, to end "... does not say".
    """

    field: FieldPath
    values: Texts
    needed: Text | None = None
    unit: Text | None = None
    says: Text | None = None


@rule_kind("value-in", of=ANY_RECORD, params=OneOf)
def value_in(subject: Record, asked: OneOf, view: View) -> Iterator[Problem]:
    """A value is none of those that the policy gives."""
    if asked.needed is not None and not is_filled(subject, asked.field):
        yield Problem(
            f"{say_subject(view, subject)} does not say {asked.needed}",
            label=f'"{asked.field}" is missing',
            help=f'write "{asked.field}": {say_any(asked.values)}',
        )
        return
    for path, value in values_at(subject, asked.field):
        word = str(value).lower() if isinstance(value, bool) else str(value)
        if value is None or word in asked.values:
            continue
        unit = f" {asked.unit}" if asked.unit else ""
        said = asked.says.replace("{value}", word) if asked.says else ""
        yield Problem(
            f"{say_subject(view, subject)}: {said}"
            if said
            else f"{say_subject(view, subject)} says {word}{unit}; the policy knows {say_any(asked.values)}{unit}",
            path=path,
        )


class LinkedFact(Shape):
    """The field that names another record of the case, the type of that record, and the facts that it must have.

    With `kinds` it must be of one of them, with `earlier` it is dated by the day of this one.
    """

    link: FieldPath
    record: RecordWord
    fields: Annotated[tuple[Annotated[Text, FieldOf("record")], ...], Many] = ()
    kinds: Texts = ()
    earlier: Flag = False
    says: Text
    """What the other record then lacks, to end "... does not say"; with `kinds` what it is not: "an action plan"."""


@rule_kind("linked-fact-required", of=ANY_RECORD, params=LinkedFact)
def linked_fact_required(subject: Record, asked: LinkedFact, view: View) -> Iterator[Problem]:
    """The record that this one rests on lacks a fact."""
    for path, word in values_at(subject, asked.link):
        other = view.case.find(asked.record, word) if isinstance(word, str) else None
        if other is not None and asked.kinds and getattr(other, "kind", None) not in asked.kinds:
            yield Problem(
                f"{say_subject(view, subject)} is linked to {say_subject(view, other)}, which is not {asked.says}",
                path=path,
                help=f"link it to one of kind {say_any(asked.kinds)}",
                related=((other.span(), "this one"),),
            )
            continue
        if other is not None and asked.earlier and other.on and subject.on and other.on > subject.on:
            yield Problem(
                f"{say_subject(view, subject)} rests on {say_subject(view, other)}, which came later",
                path=path,
                help="correct the day that is wrong, or name the record on which it rests",
                related=((other.span(), "this one"),),
            )
        if other is None or all(is_filled(other, field) for field in asked.fields):
            continue
        keys = say_all(f'"{field}"' for field in asked.fields if not is_filled(other, field))
        yield Problem(
            f"{say_subject(view, subject)} rests on {say_subject(view, other)}, which does not say {asked.says}",
            path=path,
            help=f"write {keys} in {other.record_id}",
            related=((other.span(), "this one"),),
        )


class NotAbove(Shape):
    """The most (or the least) that a number may be without a word of caution, and that word."""

    field: FieldPath
    at_most: Whole | None = None
    at_least: Whole | None = None
    says: Text


@rule_kind("value-within", of=ANY_RECORD, params=NotAbove)
def value_within(subject: Record, asked: NotAbove, view: View) -> Iterator[Problem]:
    """A number lies outside what another clause of the policy speaks of."""
    del view
    for path, value in values_at(subject, asked.field):
        if not isinstance(value, int | Decimal) or isinstance(value, bool):
            continue
        above = asked.at_most is not None and value > asked.at_most
        below = asked.at_least is not None and value < asked.at_least
        if above or below:
            yield Problem(asked.says.replace("{value}", str(value)), path=path)


def say_subject(view: View, subject: Record) -> str:
    """A record as the beginning of a sentence names it, with its day."""
    if isinstance(subject, Meeting | GroupMeeting):
        return say_meeting(view.edition, subject)
    if isinstance(subject, Level):
        return f"the decision of {say_date(subject.decided_on)} on {say_level(view.edition, subject.level)}"
    if isinstance(subject, School):
        return subject.name
    if isinstance(subject, Priority | Evidence | OutsideRegister):
        return f'{_kind_of(subject)} "{subject.title}"'
    if isinstance(subject, OutsideRegister):
        return f'the register "{subject.title}"'
    if isinstance(subject, Support):
        return f'the support "{subject.title or subject.id.replace("-", " ")}"'
    day = known_day(view.case, subject)
    return f"{_named(view, subject) or _kind_of(subject)}" + (f" of {say_date(day)}" if day else "")


def _named(view: View, subject: Record) -> str:
    """What the policy calls a record of its kind: "the request for focused support"; empty where it has no word."""
    kind = getattr(subject, "kind", None)
    what = _VOCABULARIES.get(type(subject), "")
    term = _term(view, what, kind) if what else None
    return f"the {within_sentence(term.title)}" if term else ""


_VOCABULARIES: dict[type[Record], str] = {
    Assessment: "assessment-kind",
    Received: "received-kind",
    Letter: "letter-kind",
    Plan: "plan-kind",
    Notice: "notice-kind",
}
"""The lists that name the kinds of a record."""


def _kind_of(subject: Record) -> str:
    words = {
        Priority: "the priority",
        Evidence: "the evidence",
        Assessment: "the assessment",
        Visit: "the visit",
        Received: "the received document",
        Letter: "the letter",
        Notice: "the notice",
        Plan: "the plan",
        ExitPlan: "the exit plan",
        Decision: "the decision",
        OutsideRegister: "the register",
    }
    return words.get(type(subject), "the record")


def _term(view: View, name: str, word: object) -> Term | None:
    if not isinstance(word, str):
        return None
    return view.edition.lists.get(name, {}).get(view.edition.canonical(name, word))


def _provision(view: View) -> frozenset[str]:
    return frozenset(view.edition.canonical("provision", word) for word in view.case.school.provision)
