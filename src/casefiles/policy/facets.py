"""The facets of a subject that a rule's `when` may ask for: a closed, typed list.

A facet gives the words that are true of the subject on its own day; a rule looks where one of the words
that it asks for is among them. There is no negation and no arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from msgspec import Struct

from casefiles.model.assessments import Assessment
from casefiles.model.base import Record
from casefiles.model.case import Action, Decision, Level, Priority, Support
from casefiles.model.caseview import RECORD_TYPES
from casefiles.model.plans import Plan
from casefiles.model.programme import Alert, GroupMeeting, OutsideRegister, Report
from casefiles.model.records import Evidence, Letter, Meeting, Notice, Received, Visit
from casefiles.policy.episodes import level_of_meeting, level_on, move_of
from casefiles.policy.pack import Edition, once_an_edition
from casefiles.policy.rule import View
from casefiles.policy.schools import denominations, regime_of_school, type_of_school
from casefiles.policy.subjects import subject_day
from casefiles.policy.view_queries import is_held

__all__ = ["FACETS", "Facet", "applies", "family_of", "school_applies", "vocabulary_of"]


class Facet(Struct, frozen=True):
    """One facet: what it means, the subjects that have it (empty for all), its words and where they come from.

    `words` are all that it can have, `vocabulary` names the pack's list of them; with neither any text will do.
    """

    meaning: str
    read: Callable[[View, Record], Iterator[str]]
    of: tuple[type[Record], ...] = ()
    words: tuple[str, ...] = ()
    vocabulary: str = ""

    def is_of(self, subject: type[Record]) -> bool:
        """Whether a type of record has this facet."""
        return not self.of or issubclass(subject, self.of)


def applies(when: Mapping[str, tuple[str, ...]], view: View, subject: Record) -> bool:
    """Whether every facet that a rule asks for has one of the words that it names."""
    for name, asked in when.items():  # noqa: SIM110 - a generator would take longer than what it goes over
        if not _fits(name, asked, view, subject):
            return False
    return True


def school_applies(when: Mapping[str, tuple[str, ...]], view: View) -> bool:
    """Whether the facets of the school fit; for entries of documents that hang on the kind of school."""
    return applies(when, view, view.case.school)


@cache
def vocabulary_of(name: str, subject: type[Record]) -> str:
    """The pack's list that a facet's words come from, or an empty string; `kind` has one for each type of record."""
    if name == "kind":
        return next((f"{word}-kind" for word, known in RECORD_TYPES.items() if issubclass(subject, known)), "")
    return FACETS[name].vocabulary


def _fits(name: str, asked: tuple[str, ...], view: View, subject: Record) -> bool:
    what = vocabulary_of(name, type(subject))
    key = (name, id(subject))
    if key not in view.facets:
        words = frozenset(_plain(view.edition, what, word) for word in FACETS[name].read(view, subject))
        view.facets[key] = subject, words
    wanted = _wanted(view.edition)
    if (what, asked) not in wanted:
        wanted[what, asked] = frozenset(_plain(view.edition, what, word) for word in asked)
    return not wanted[what, asked].isdisjoint(view.facets[key][1])


@once_an_edition
def _wanted(_: Edition) -> dict[tuple[str, tuple[str, ...]], frozenset[str]]:
    """The words that rules asked for so far, with the list that they are of, as the pack's ids."""
    return {}


def _plain(edition: Edition, what: str, word: str) -> str:
    """A word as the pack's id for it, whatever its case: GIAS writes "Community school"."""
    return edition.canonical(what, word).casefold()


def _level(view: View, subject: Record) -> Iterator[str]:
    if isinstance(subject, Level):
        yield subject.level
    elif isinstance(subject, Meeting):
        yield level_of_meeting(view.case, view.edition, subject)
    else:
        yield level_on(view.case, view.edition, subject_day(view.case, subject, view.as_of))


def _move(view: View, subject: Record) -> Iterator[str]:
    if isinstance(subject, Level):
        yield move_of(view.case, view.edition, subject)


def _attribute(name: str) -> Callable[[View, Record], Iterator[str]]:
    """A facet that is a field of the subject: its text, or each text of a list."""

    def read(_: View, subject: Record) -> Iterator[str]:
        yield from _texts(getattr(subject, name, None))

    return read


def _of_school(name: str) -> Callable[[View, Record], Iterator[str]]:
    def read(view: View, _: Record) -> Iterator[str]:
        yield from _texts(getattr(view.case.school, name))

    return read


def _phase(view: View, _: Record) -> Iterator[str]:
    """The phases of the school; a special or nursery school is of that phase alone, whatever its age range."""
    of_type = type_of_school(view.case.school, view.edition).split("-")
    yield from [each for each in ("Special", "Nursery") if each.casefold() in of_type] or view.case.school.phase


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        yield from value
    elif isinstance(value, str):
        yield value


def _church(view: View, _: Record) -> Iterator[str]:
    yield _flag(value=any(each.church for each in denominations(view.case.school, view.edition)))


def _designated(view: View, _: Record) -> Iterator[str]:
    yield _flag(value=bool(denominations(view.case.school, view.edition)))


def _rise(view: View, _: Record) -> Iterator[str]:
    if view.case.school.rise is not None:
        yield view.case.school.rise.level


def _regime(view: View, _: Record) -> Iterator[str]:
    yield regime_of_school(view.case.school, view.edition)


def _family(view: View, subject: Record) -> Iterator[str]:
    if isinstance(subject, Notice):
        yield family_of(view.edition, subject)


def _ground(_: View, subject: Record) -> Iterator[str]:
    if isinstance(subject, Notice):
        yield from (each.ground for each in subject.grounds)


def _stage(view: View, subject: Record) -> Iterator[str]:
    if isinstance(subject, Meeting) and (kind := view.edition.meeting_kind(subject.kind)):
        yield kind.stage


def _held(view: View, subject: Record) -> Iterator[str]:
    if isinstance(subject, Meeting):
        yield _flag(value=is_held(view, subject))
    elif isinstance(subject, GroupMeeting):
        yield _flag(value=subject.is_held and subject.date <= view.as_of)


def _closed(view: View, subject: Record) -> Iterator[str]:
    if isinstance(subject, Priority | Evidence | Action):
        ends = {
            Priority: ("closed_on",),
            Evidence: ("resolved_on",),
            Action: ("done_on", "dropped_on"),
        }[type(subject)]
        days = [getattr(subject, end) for end in ends]
        yield _flag(value=any(day is not None and day <= view.as_of for day in days))


def _flag(*, value: bool) -> str:
    return "true" if value else "false"


def family_of(edition: Edition, notice: Notice) -> str:
    """What a notice is for, as the pack groups its kinds: warning, concern, proposal, power, ..."""
    term = edition.lists.get("notice-kind", {}).get(edition.canonical("notice-kind", notice.kind))
    return term.group or "" if term else ""


_FLAGS = ("true", "false")
_OF_KIND = (
    Assessment,
    Decision,
    Evidence,
    Letter,
    Meeting,
    Notice,
    Plan,
    Received,
    Support,
    GroupMeeting,
    Alert,
    Report,
    OutsideRegister,
)

FACETS: Mapping[str, Facet] = {
    "level": Facet("the level in force that judges the subject", _level, vocabulary="level"),
    "move": Facet("which way a level's decision moves the school", _move, (Level,), ("up", "down", "same")),
    "kind": Facet("the subject's kind", _attribute("kind"), _OF_KIND),
    "stage": Facet("what a meeting of this kind does", _stage, (Meeting,), ("initial", "review", "other")),
    "phase": Facet(
        "the school's phases, as in GIAS; a special or nursery school is one by its type", _phase, vocabulary="phase"
    ),
    "type": Facet("the school's type, as in GIAS", _of_school("type"), vocabulary="school-type"),
    "religious_character": Facet("the school's religious character, as in GIAS", _of_school("religious_character")),
    "church": Facet(
        "whether the school is of a church whose diocesan authorities the Acts name", _church, words=_FLAGS
    ),
    "designated": Facet("whether the school has a religious character, of whatever faith", _designated, words=_FLAGS),
    "rise": Facet("the school's level in the RISE programme", _rise, vocabulary="rise-level"),
    "regime": Facet("the regime of the school's type", _regime, vocabulary="regime"),
    "family": Facet("what a notice is for: the group of its kind", _family, (Notice,)),
    "ground": Facet("the grounds of a notice", _ground, (Notice,), vocabulary="ground"),
    "provision": Facet("what the school has beside its phase", _of_school("provision"), vocabulary="provision"),
    "held": Facet("whether a meeting had been held by the date of judgement", _held, (Meeting, GroupMeeting), _FLAGS),
    "judgement": Facet("a meeting's overall judgement", _attribute("judgement"), (Meeting,), vocabulary="judgement"),
    "value": Facet("which way a decision went", _attribute("value"), (Decision,)),
    "origin": Facet("what led to a level", _attribute("origin"), (Level,), vocabulary="origin"),
    "bucket": Facet("what a visit is counted as", _attribute("bucket"), (Visit,), vocabulary="bucket"),
    "funding": Facet("who pays for support", _attribute("funding"), (Support,), vocabulary="funding"),
    "entitlement": Facet(
        "what support is counted under", _attribute("entitlement"), (Support,), vocabulary="entitlement"
    ),
    "closed": Facet(
        "whether it was closed, resolved, done or dropped by the date of judgement",
        _closed,
        (Priority, Evidence, Action),
        _FLAGS,
    ),
}
"""Every facet, by the name that a rule's `when` has for it."""
