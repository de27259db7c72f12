"""What the index page shows, as values: links, duties, remarks, drafts, schools."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup
from msgspec import Struct

from casefiles.policy.rating_tests import Colour
from casefiles.reports.status import SchoolStatus

__all__ = [
    "Because",
    "Draft",
    "Duty",
    "Group",
    "Ladder",
    "Link",
    "Picture",
    "Remark",
    "SchoolPart",
    "Script",
    "ShownSchool",
    "Test",
    "Wanted",
]


class Link(Struct, frozen=True):
    """A link on the page: its text and an address relative to the page."""

    text: str
    address: str


class Duty(Struct, frozen=True):
    """An obligation as the page shows it: by when, what, why that day, and where it began."""

    on: date
    day: str
    what: str
    why: str
    code: str
    state: str
    clause: str
    place: Link
    anchor: str
    school: str


class Remark(Struct, frozen=True):
    """A diagnostic as the page shows it, with its severity in words."""

    severity: str
    place: Link
    code: str
    message: str
    clause: str
    help: str
    waiver: str


class Draft(Struct, frozen=True):
    """A document as the page shows it: its title, its day, its files, what it lacks."""

    title: str
    record: str
    state: str
    files: tuple[Link, ...]
    gaps: tuple[str, ...]


class Wanted(Struct, frozen=True):
    """Something that a step of the ladder wants, as the page shows it: whether it is so, the clause, the place."""

    state: str
    is_met: bool
    what: str
    clause: str
    place: Link


class Ladder(Struct, frozen=True):
    """The step that a school has reached, and those ahead, each with what it wants."""

    title: str
    since: str
    place: Link
    ahead: tuple[tuple[str, tuple[Wanted, ...]], ...]


class Because(Struct, frozen=True):
    """One reason of a rating: its colour in words, what it says, where the files say so."""

    colour: str
    text: str
    place: Link


class Script(Struct, frozen=True):
    """A script of ours, and the source by which the page's security policy knows it."""

    text: Markup
    allowed: str


class Test(Struct, frozen=True):
    """One test of a rating in words, and the colour that it gives."""

    colour: str
    says: str


class Picture(Struct, frozen=True):
    """A chart as an element of the page, and its numbers."""

    title: str
    drawing: Markup
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class SchoolPart(Struct, frozen=True):
    """Everything the page says of one school."""

    anchor: str
    status: SchoolStatus
    level: str
    since: str
    counts: str
    duties: tuple[Duty, ...]
    remarks: tuple[Remark, ...]
    drafts: tuple[Draft, ...]
    ladder: Ladder | None = None
    reasons: tuple[Because, ...] = ()
    issued: str = ""

    @property
    def overdue(self) -> tuple[Duty, ...]:
        """The obligations whose day has passed."""
        return tuple(duty for duty in self.duties if duty.state == "overdue")

    @property
    def next_due(self) -> Duty | None:
        """The next obligation that lies ahead."""
        return next((duty for duty in self.duties if duty.state == "due"), None)


class ShownSchool(Struct, frozen=True):
    """A school as it stands on the page and in the calendar: what it is found and ordered by, and its pieces.

    `row` is its row of the board, `article` all that is said of it; `duties` are the rows of its duties in the lists
    of all schools, `entries` those of the calendar, each with what orders it (days as 2025-12-01).
    """

    authority: str
    name: str
    level: str
    rank: int
    colour: Colour
    advisers: tuple[str, ...]
    phases: tuple[str, ...]
    row: str
    article: str
    duties: tuple[tuple[tuple[str, str, str], str, str], ...] = ()
    entries: tuple[tuple[tuple[str, ...], str], ...] = ()


class Group(Struct, frozen=True):
    """An authority's part of the page: its schools, how many of each rating, pictures, the tests of the rating."""

    id: str
    name: str
    rows: Markup
    articles: Markup
    tally: str
    pictures: tuple[Picture, ...]
    tests: tuple[Test, ...]
    tests_are_ours: bool
