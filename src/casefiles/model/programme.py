"""The programme of an authority: what lies across its schools (`programme/`)."""

import re
from typing import Annotated, Any

from pydantic import Field

from casefiles.model.base import Held, Interval, Record, Shape
from casefiles.model.types import Date, Flag, Identifier, Listed, Many, Names, Number, Scalar, Text, Texts, Whole, fault

__all__ = [
    "Alert",
    "Area",
    "Commissioned",
    "Delivery",
    "Discussed",
    "GroupAction",
    "GroupMeeting",
    "Logged",
    "Output",
    "OutsideRegister",
    "ProgrammeFile",
    "Report",
    "Request",
    "Response",
    "Result",
    "Return",
    "Target",
    "YearResult",
]

People = Annotated[tuple[Annotated[Identifier, Names("person")], ...], Many]


def _one_of(*words: str) -> Scalar:
    """One of these words."""

    def read(value: Any) -> str:
        if value not in words:
            raise fault(f'"{value}" is none of {", ".join(words)}')
        return str(value)

    return Scalar(f"{', '.join(words[:-1])} or {words[-1]}", read)


_YEAR = re.compile(r"(\d{4})-(\d{2})")


def _academic_year(value: Any) -> str:
    """An academic year as the programme writes it."""
    found = _YEAR.fullmatch(str(value))
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise fault(f'"{value}" is no academic year: write it as 2024-25')
    return str(value)


AcademicYear = Annotated[str, Scalar("an academic year: 2024-25", _academic_year)]
Colour = Annotated[str, _one_of("red", "amber", "green")]
Standing = Annotated[str, _one_of("met", "on-track", "missed", "not-yet-known")]
Direction = Annotated[str, _one_of("at-least", "at-most")]


class ProgrammeFile(Record):
    """The programme as a whole: its title, the stretch that it runs for, and how small a number may be printed."""

    title: Text = Field(description="Its name: Camden Learning Commission.")
    period: Interval | None = Field(default=None, description="The days that it is commissioned for.")
    extended_to: Date | None = Field(default=None, description="The day after the last, where it was extended.")
    small_numbers: Whole | None = Field(
        default=None,
        description="Numbers of pupils below this one are not printed; without it the authority's own threshold holds.",
    )


class Result(Shape):
    """What came of a target in one year, beside what it is compared with."""

    year: AcademicYear = Field(description="The academic year (2024-25).")
    value: Number | None = Field(default=None, description="The result.")
    comparator: Number | None = Field(default=None, description="What the target compares it with, that year.")
    england: Number | None = Field(default=None, description="The value in England.")
    pupils: Whole | None = Field(default=None, description="How many pupils it is a result of.")
    standing: Standing | None = Field(
        default=None,
        description="met, on-track, missed or not-yet-known; without it, what value and comparator say.",
    )
    published_on: Date = Field(description="When the result was known.")
    source: Text | None = Field(default=None, description="Where it comes from.")


class Response(Shape):
    """What schools and services do together about a target that was missed."""

    agreed_on: Date = Field(description="When it was agreed.")
    response: Text = Field(description="What is done.")
    review_on: Date | None = Field(default=None, description="When the activities are reviewed.")


class Target(Record):
    """One target of the system, with its definition, baseline and results by year."""

    id: Annotated[Identifier, Names("target")] = Field(description="Its number in the policy's word: s5.")
    title: Text = Field(description="The target, in a sentence.")
    short: Text | None = Field(default=None, description="What charts and lists call it: Attainment 8.")
    definition: Text = Field(description="How it is measured.")
    owner: Annotated[Identifier | None, Names("person")] = Field(default=None, description="Who answers for it.")
    unit: Text | None = Field(default=None, description="percent, points, schools, days.")
    direction: Direction = Field(default="at-least", description="at-least or at-most: the side that meets it.")
    comparator: Text | None = Field(default=None, description="What it is compared with: London average, last year.")
    goal: Number | None = Field(
        default=None, description="The value that meets it, where it is a number of its own and no comparison: 100."
    )
    baseline: Result | None = Field(default=None, description="The result from which it is measured.")
    results: Annotated[tuple[Result, ...], Listed] = Field(default=(), description="The results, year by year.")
    responses: Annotated[tuple[Response, ...], Listed] = Field(
        default=(), description="What was agreed where it was missed."
    )


class YearResult(Shape):
    """How an output stood in one year."""

    year: AcademicYear = Field(description="The academic year (2024-25).")
    standing: Standing = Field(description="met, on-track, missed or not-yet-known.")
    known_on: Date = Field(description="When it was judged.")
    note: Text | None = Field(default=None, description="What it rests on, in a sentence.")


class Output(Shape):
    """One output of an area, with how it stood year by year."""

    id: Annotated[Identifier, Names("output")] = Field(description="The output, in the policy's word.")
    results: Annotated[tuple[YearResult, ...], Listed] = Field(default=(), description="How it stood, year by year.")


class Request(Shape):
    """Something that was asked for: a report of a board, an enquiry of a Member. Nobody is named in it."""

    asked_on: Date = Field(description="When it was asked or received.")
    about: Text | None = Field(default=None, description="What it is about, without a person's name.")
    answered_on: Date | None = Field(default=None, description="When it was answered in full.")


class Logged(Shape):
    """One thing that a delivery came to: a centre that was established, a day of moderation."""

    on: Date = Field(description="When it was, or began.")
    what: Text = Field(description="What it was.")
    days: Number | None = Field(default=None, description="How many days it took: 0.5.")
    reviewed_on: Date | None = Field(default=None, description="When what was learned from it was reviewed.")


class Delivery(Shape):
    """One thing that is delivered: who answers for it, when it was done, to whom it is reported."""

    id: Annotated[Identifier, Names("delivery")] = Field(description="The delivery, in the policy's word.")
    owner: Annotated[Identifier, Names("person")] = Field(description="Who answers for it.")
    done: Annotated[tuple[Date, ...], Listed] = Field(default=(), description="The days on which it was delivered.")
    due_on: Date | None = Field(default=None, description="When it is due next.")
    reports_to: Annotated[Identifier | None, Names("person")] = Field(default=None, description="Who gets reports.")
    requests: Annotated[tuple[Request, ...], Listed] = Field(
        default=(), description="What was asked for, and when it was answered."
    )
    log: Annotated[tuple[Logged, ...], Listed] = Field(default=(), description="What it came to, one by one.")
    note: Text | None = Field(default=None, description="How it stands, in a sentence.")


class Area(Record):
    """One area of the Commission, with its outputs and deliveries."""

    id: Identifier = Field(description="A name: area-1a.")
    title: Text = Field(description="The area, as reports print it.")
    outputs: Annotated[tuple[Output, ...], Listed] = Field(default=(), description="What it is to bring about.")
    deliveries: Annotated[tuple[Delivery, ...], Listed] = Field(default=(), description="What is done for it.")


class Return(Shape):
    """A return that is submitted by a day: what it is, when it was due, when it went."""

    title: Text = Field(description="What is returned: the school census of autumn 2026.")
    due_on: Date = Field(description="By when.")
    submitted_on: Date | None = Field(default=None, description="When it was submitted.")


class OutsideRegister(Record):
    """A register or standing paper that is kept elsewhere: who keeps it, which version, where."""

    id: Identifier = Field(description="A name of your choice.")
    kind: Annotated[Identifier, Names("outside-register-kind")] = Field(description="What it is, in the policy's word.")
    title: Text = Field(description="Its title.")
    owner: Annotated[Identifier, Names("person")] = Field(description="Who keeps it.")
    version: Text | None = Field(default=None, description="Its version.")
    updated_on: Annotated[tuple[Date, ...], Many] = Field(
        default=(), description="When it was brought up to date or sent out."
    )
    shared_with: Annotated[tuple[Annotated[Identifier, Names("recipient")], ...], Many] = Field(
        default=(), description="Who gets it: roles in the policy's words, at every school or of the authority."
    )
    review_on: Date | None = Field(default=None, description="When it is looked at again.")
    link: Text | None = Field(default=None, description="Where it is.")
    topics: Annotated[tuple[Annotated[Identifier, Names("message-topic")], ...], Many] = Field(
        default=(), description="What it tells schools of, in the policy's words."
    )
    returns: Annotated[tuple[Return, ...], Listed] = Field(
        default=(), description="The returns that it is kept of, each with the day by which it is due."
    )


class Discussed(Shape):
    """One school at a meeting of a group: how it was rated, what was decided and why."""

    school: Annotated[Identifier, Names("school")] = Field(description="The school's folder.")
    rag: Colour | None = Field(default=None, description="red, amber or green.")
    level: Annotated[Identifier | None, Names("level")] = Field(default=None, description="The level decided.")
    concern: Text | None = Field(default=None, description="The concern that was raised.")
    criteria: Annotated[tuple[Annotated[Identifier, Names("criterion")], ...], Many] = Field(
        default=(), description="The criteria that were applied."
    )
    decision: Text | None = Field(default=None, description="What was decided.")
    reason: Text | None = Field(default=None, description="Why.")
    letter_of_concern: Flag | None = Field(default=None, description="Whether a letter of concern goes out.")
    restricted: Flag = Field(
        default=False, description="Whether the item may only be read on request: reports then name nothing of it."
    )


class GroupAction(Shape):
    """Something that a meeting agreed to do."""

    action: Text = Field(description="What is to be done.")
    owner: Annotated[Identifier, Names("person")] = Field(description="Who does it.")
    due_on: Date | None = Field(default=None, description="By when.")
    done_on: Date | None = Field(default=None, description="When it was done.")


class Commissioned(Shape):
    """A report that a meeting asked for."""

    title: Text = Field(description="What it is about.")
    author: Annotated[Identifier, Names("person")] = Field(description="Who writes it.")
    due_on: Date | None = Field(default=None, description="By when.")
    received_on: Date | None = Field(default=None, description="When it came.")


class GroupMeeting(Held):
    """A meeting about several schools, or about the programme. With `present` it was held; without, it is planned."""

    kind: Annotated[Identifier, Names("group-meeting-kind")] = Field(description="The group, in the policy's word.")
    title: Text | None = Field(default=None, description="What it is called, where the group's name is not enough.")
    chair: Annotated[Identifier | None, Names("person")] = Field(default=None, description="Who chaired it.")
    present: People = Field(default=(), description="Who came; the chair counts as present.")
    apologies: People = Field(default=(), description="Who sent apologies.")
    schools: Annotated[tuple[Discussed, ...], Listed] = Field(default=(), description="The schools discussed.")
    actions: Annotated[tuple[GroupAction, ...], Listed] = Field(default=(), description="What was agreed to do.")
    commissioned: Annotated[tuple[Commissioned, ...], Listed] = Field(
        default=(), description="The reports that it asked for."
    )
    circulated: dict[Annotated[Identifier, Names("person")], Date] = Field(
        default_factory=dict, description="Who got the minutes, with the day."
    )
    cancelled_on: Date | None = Field(default=None, description="When it was called off.")

    @property
    def is_held(self) -> bool:
        """Whether the meeting took place: somebody was present."""
        return bool(self.present or self.chair) and self.cancelled_on is None


class Alert(Held):
    """A significant concern about one school, told at once."""

    kind: Annotated[Identifier, Names("alert-kind")] = Field(description="What it is, in the policy's word.")
    school: Annotated[Identifier, Names("school")] = Field(description="The school's folder.")
    concern: Text = Field(description="What happened, without a name.")
    known_on: Date = Field(description="When the authority knew of it.")
    in_hand: Texts = Field(default=(), description="What is being done.")
    sent_on: Date | None = Field(default=None, description="When it was sent.")


class Report(Held):
    """A report read off the caseload: what it is, for which stretch, of which school; its text below goes with it."""

    kind: Annotated[Identifier, Names("report-kind")] = Field(description="What it is, in the policy's word.")
    since: Date | None = Field(default=None, description="The first day of the stretch that it reports on.")
    school: Annotated[Identifier | None, Names("school")] = Field(
        default=None, description="The school that it is about, where it is about one."
    )
    rag: Colour | None = Field(default=None, description="A judgement of one school: red, amber or green.")
    level: Annotated[Identifier | None, Names("level")] = Field(
        default=None, description="A recommendation: the level recommended."
    )
    author: Annotated[Identifier | None, Names("person")] = Field(default=None, description="Who wrote it.")
    to: People = Field(default=(), description="Whom it goes to, beside those whom the policy names.")
    exempt_because: Text | None = Field(
        default=None, description="Why its exempt part may not be published: the paragraph of the Act."
    )
    sent_on: Date | None = Field(default=None, description="When it was sent.")
