"""What a reader of a report must know first: a few numbers for a sentence, each with the lines that it was read off."""

from __future__ import annotations

from casefiles.documents.compose.caseload_one import one_school
from casefiles.documents.compose.caseload_schools import moves_since, since_of
from casefiles.documents.compose.caseload_table import CaseloadTable, Cell, Tabled, counted, rows_of
from casefiles.documents.compose.caseload_targets import by_standing, label_of
from casefiles.documents.compose.context import Answer, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import begun, day, joined
from casefiles.model.programme import GroupMeeting, Report
from casefiles.policy.pack import BlockEntry, LevelEntry
from casefiles.policy.rating_tests import Colour

__all__ = [
    "OPENINGS",
    "DeliveriesOpening",
    "GroupOpening",
    "SchoolOpening",
    "SchoolsOpening",
    "TargetsOpening",
]

_HEAD = ("At a glance", "How many")


class SchoolsOpening(CaseloadTable, frozen=True, kw_only=True):
    """How many schools there are at each level and of each rating, what is overdue, who moved since when."""

    day: str = ""
    schools: str = ""
    levels: str = ""
    red: str = ""
    amber: str = ""
    green: str = ""
    overdue: str = ""
    late: str = ""
    since: str = ""
    up: str = ""
    down: str = ""


class TargetsOpening(CaseloadTable, frozen=True, kw_only=True):
    """How many targets are met, on track, missed or not yet known, and which were missed."""

    targets: str = ""
    met: str = ""
    on_track: str = ""
    missed: str = ""
    unknown: str = ""
    names: tuple[str, ...] = ()


class DeliveriesOpening(CaseloadTable, frozen=True, kw_only=True):
    """How many deliveries there are, how many of them were done, and how many are past their day."""

    deliveries: str = ""
    done: str = ""
    past: str = ""


class GroupOpening(CaseloadTable, frozen=True, kw_only=True):
    """What a meeting came to: the schools that it spoke of, the items kept back, what it agreed and asked for.

    `actions` is empty where it agreed none but asked for a report.
    """

    day: str = ""
    schools: str = ""
    restricted: str = ""
    actions: str = ""
    reports: str = ""


class SchoolOpening(CaseloadTable, frozen=True, kw_only=True):
    """How one school stands, for a sentence: level and since when, rating, how many priorities are open.

    `recommended` is the level that the report recommends, empty where it recommends none.
    """

    day: str = ""
    school: str = ""
    level: str = ""
    since: str = ""
    rating: str = ""
    priorities: str = ""
    recommended: str = ""


def compose_schools_opening(scene: Scene, entry: BlockEntry) -> Answer:
    """The numbers of the schools on the report's date; a gap where no school is on file."""
    schools = rows_of(scene)
    if not schools:
        return empty(SchoolsOpening, entry, gap(scene, "schools", scene.record))
    since = since_of(scene)
    every = counted((each.name, each.level_span) for each in schools)
    colours = {
        colour: counted((each.name, each.rated_at) for each in schools if each.rating.colour is colour)
        for colour in Colour
    }
    levels = [
        (_at(level), counted((each.name, each.level_span) for each in schools if each.level == level))
        for level in sorted(scene.edition.levels, key=lambda level: -level.rank)
    ]
    overdue = counted((each.name, owed.span) for each in schools for owed in each.overdue)
    late = counted((each.name, each.overdue[0].span) for each in schools if each.overdue)
    moved = [(school.name, now.span("decided_on"), rise) for school, _, now, rise in moves_since(scene, since)]
    up = counted((name, span) for name, span, rise in moved if rise > 0)
    down = counted((name, span) for name, span, rise in moved if rise < 0)
    rows = (
        (Cell("Schools"), every),
        *((Cell(begun(where)), there) for where, there in levels),
        *((Cell(f"Rated {colour.value.lower()}"), there) for colour, there in colours.items()),
        (Cell("Duties overdue"), overdue),
        (Cell("Schools where a duty is overdue"), late),
        (Cell("Moved to a higher level"), up),
        (Cell("Moved to a lower level"), down),
    )
    block = SchoolsOpening(
        title=entry.title or "",
        table=Tabled(_HEAD, rows),
        day=day(scene.dated),
        schools=_some(every, "school"),
        levels=joined(f"{there.text} {where}" for where, there in levels if there.sources),
        red=colours[Colour.RED].text,
        amber=colours[Colour.AMBER].text,
        green=colours[Colour.GREEN].text,
        overdue=_some(overdue, "duty", "duties") if overdue.sources else "",
        late=_some(late, "school"),
        since=day(since),
        up=_some(up, "school"),
        down=_some(down, "school"),
    )
    return Answer(block, used=())


def _at(level: LevelEntry) -> str:
    """Where a school of the level is: `in category D` where the policy calls it so in sentences, else `at Targeted`."""
    return f"in {level.title}" if level.title.casefold() == level.short.casefold() else f"at {level.short}"


def compose_targets_opening(scene: Scene, entry: BlockEntry) -> Answer:
    """How the targets stand in numbers; a gap where none is on file."""
    if not scene.case.targets:
        return empty(TargetsOpening, entry, gap(scene, "targets", None, where="targets.yaml"))
    found = {word: (there, counted(("", each.span()) for each in there)) for word, there in by_standing(scene).items()}
    every = counted(("", each.span()) for each in scene.case.targets)
    titles = {"met": "Met", "on-track": "On track", "missed": "Missed", "not-yet-known": "Not yet known"}
    rows = ((Cell("Targets"), every), *((Cell(title), found[word][1]) for word, title in titles.items()))
    block = TargetsOpening(
        title=entry.title or "",
        table=Tabled(_HEAD, rows),
        targets=_some(every, "target"),
        met=found["met"][1].text,
        on_track=found["on-track"][1].text,
        missed=found["missed"][1].text,
        unknown=found["not-yet-known"][1].text,
        names=tuple(label_of(each) for each in found["missed"][0]),
    )
    return Answer(block, used=tuple(scene.case.targets))


def compose_deliveries_opening(scene: Scene, entry: BlockEntry) -> Answer:
    """How the deliveries stand in numbers; a gap where none is on file."""
    places = [
        (each, area.span("deliveries", number))
        for area in scene.case.areas
        for number, each in enumerate(area.deliveries)
    ]
    if not places:
        return empty(DeliveriesOpening, entry, gap(scene, "deliveries", None, where="areas.yaml"))
    every = counted(("", place) for _, place in places)
    done = counted(("", place) for each, place in places if each.done)
    past = counted(("", place) for each, place in places if each.due_on and each.due_on < scene.dated)
    rows = ((Cell("Deliveries"), every), (Cell("Done at least once"), done), (Cell("Past their day"), past))
    block = DeliveriesOpening(
        title=entry.title or "",
        table=Tabled(_HEAD, rows),
        deliveries=_some(every, "delivery", "deliveries"),
        done=done.text,
        past=past.text,
    )
    return Answer(block, used=tuple(scene.case.areas))


def compose_group_opening(scene: Scene, entry: BlockEntry) -> Answer:
    """What the meeting came to in numbers; a gap where the record is no meeting of a group."""
    meeting = scene.record
    if not isinstance(meeting, GroupMeeting):
        return empty(GroupOpening, entry, gap(scene, "meeting", scene.record))
    items = [(each, meeting.span("schools", number)) for number, each in enumerate(meeting.schools)]
    schools = counted(("", place) for each, place in items if not each.restricted)
    restricted = counted(("", place) for each, place in items if each.restricted)
    actions = counted(("", meeting.span("actions", number)) for number in range(len(meeting.actions)))
    reports = counted(("", meeting.span("commissioned", number)) for number in range(len(meeting.commissioned)))
    rows = (
        (Cell("Schools discussed"), schools),
        (Cell("Restricted items"), restricted),
        (Cell("Actions agreed"), actions),
        *(((Cell("Reports asked for"), reports),) if reports.sources else ()),
    )
    block = GroupOpening(
        title=entry.title or "",
        table=Tabled(_HEAD, rows),
        day=day(meeting.date),
        schools=_some(schools, "school"),
        restricted=_some(restricted, "item") if restricted.sources else "",
        actions=_some(actions, "action") if actions.sources or not reports.sources else "",
        reports=_some(reports, "report") if reports.sources else "",
    )
    return Answer(block, used=(meeting,))


def compose_school_opening(scene: Scene, entry: BlockEntry) -> Answer:
    """How the school stands; a gap where the report does not say which it is about."""
    school = one_school(scene)
    if school is None:
        return empty(SchoolOpening, entry, gap(scene, "school that the report is about", scene.record))
    open_now = [each for each in school.case.priorities if each.closed_on is None]
    priorities = counted((school.name, each.span()) for each in open_now)
    own = getattr(scene.record, "rag", None)
    asked = scene.record.level if isinstance(scene.record, Report) else None
    wanted = scene.edition.level(asked) if asked else None
    block = SchoolOpening(
        title=entry.title or "",
        table=Tabled(_HEAD, ((Cell("Open priorities"), priorities),)),
        day=day(scene.dated),
        school=school.name,
        level=school.level.title if school.level else "",
        since=day(school.since),
        rating=own or school.rating.colour.value.lower(),
        priorities=_some(priorities, "priority", "priorities"),
        recommended=wanted.title if wanted else "",
    )
    return Answer(block, used=(scene.record,))


def _some(number: Cell, one: str, several: str = "") -> str:
    """A number of things: `1 school`, `3 schools`, `no school`."""
    if not number.sources:
        return f"no {one}"
    return f"{number.text} {one if len(number.sources) == 1 else several or f'{one}s'}"


OPENINGS = {
    kind.name: kind
    for kind in (
        BlockKind("schools-opening", SchoolsOpening, compose_schools_opening, of_schools=True),
        BlockKind("targets-opening", TargetsOpening, compose_targets_opening),
        BlockKind("deliveries-opening", DeliveriesOpening, compose_deliveries_opening),
        BlockKind("group-opening", GroupOpening, compose_group_opening),
        BlockKind("school-opening", SchoolOpening, compose_school_opening, of_schools=True),
    )
}
