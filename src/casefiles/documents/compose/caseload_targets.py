"""The tables of a programme's own records: targets, outputs, deliveries, what groups decided and asked for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from casefiles.documents.compose.caseload_schools import RESTRICTED, since_of
from casefiles.documents.compose.caseload_table import Cell, Made, Tabled, cell, counted, fewer, table_block
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import amount, day, joined
from casefiles.model.programme import Alert, GroupMeeting, Result, Target
from casefiles.model.visible import may_read

__all__ = ["PROGRAMME_TABLES", "standing_of"]

_SAID = {"met": "Met", "on-track": "On track", "missed": "Missed", "not-yet-known": "Not yet known"}


def standing_of(target: Target, result: Result) -> str:
    """Whether a result meets its target: what the file says, else what value and comparator say."""
    if result.standing:
        return result.standing
    if result.value is None or result.comparator is None:
        return "not-yet-known"
    met = result.value >= result.comparator if target.direction == "at-least" else result.value <= result.comparator
    return "met" if met else "missed"


def targets(scene: Scene, params: Mapping[str, object]) -> Made:
    """The target tracker: each target with definition, baseline, latest result, comparison and standing."""
    del params
    rows = tuple(_target_row(scene, each) for each in scene.case.targets)
    head = ("Target", "Measured by", "Baseline", "Latest result", "Compared with", "Standing")
    return Made(Tabled(head, rows), "No target is on file.", scene.case.targets)


def _target_row(scene: Scene, target: Target) -> tuple[Cell, ...]:
    latest = target.results[-1] if target.results else None
    number = len(target.results) - 1
    base = target.baseline
    known = latest is not None
    compared = _compared(target, latest) if latest else ""
    standing = _SAID[standing_of(target, latest)] if latest else _SAID["not-yet-known"]
    return (
        cell(f"{target.id}: {target.title}", "", target.span("title")),
        cell(target.definition, "", target.span("definition")),
        cell(_value(scene, target, base), "", target.span("baseline")) if base else Cell("None"),
        cell(_value(scene, target, latest), "", target.span("results", number)) if known else Cell("None yet"),
        cell(compared, "", target.span("results", number)) if known else Cell(target.comparator or ""),
        cell(standing, "", target.span("results", number)) if known else Cell(standing),
    )


def _value(scene: Scene, target: Target, result: Result | None) -> str:
    """A result with its year; nothing but that it is withheld where it is of too few pupils."""
    if result is None or result.value is None:
        return "" if result is None else f"Not a number ({result.year})"
    if _is_small(scene, target, result):
        threshold = scene.case.programme.small_numbers if scene.case.programme else 0
        return f"Not shown: fewer than {threshold} pupils ({result.year})"
    return f"{amount(result.value, target.unit)} ({result.year})"


def _is_small(scene: Scene, target: Target, result: Result) -> bool:
    if result.pupils is not None and fewer(result.pupils, scene):
        return True
    return target.unit == "pupils" and fewer(result.value or Decimal(0), scene)


def _compared(target: Target, result: Result) -> str:
    if result.comparator is None:
        return target.comparator or "No comparison"
    also = f"; England {amount(result.england, target.unit)}" if result.england is not None else ""
    return f"{target.comparator or 'Comparison'} {amount(result.comparator, target.unit)}{also}"


def target_years(scene: Scene, params: Mapping[str, object]) -> Made:
    """The results of every target, a column a year."""
    del params
    years = sorted({each.year for target in scene.case.targets for each in target.results})
    rows = []
    for target in scene.case.targets:
        by_year = {each.year: (number, each) for number, each in enumerate(target.results)}
        cells = [
            cell(_without_year(_value(scene, target, by_year[year][1])), "", target.span("results", by_year[year][0]))
            if year in by_year
            else Cell("")
            for year in years
        ]
        rows.append((cell(f"{target.id}: {target.title}", "", target.span("title")), *cells))
    return Made(Tabled(("Target", *years), tuple(rows) if years else ()), "No result is on file.", scene.case.targets)


def _without_year(words: str) -> str:
    return words.rpartition(" (")[0] or words


def standings(scene: Scene, params: Mapping[str, object]) -> Made:
    """How many targets are met, on track, missed or not yet known."""
    del params
    found: dict[str, list[Target]] = {word: [] for word in _SAID}
    for target in scene.case.targets:
        found[standing_of(target, target.results[-1]) if target.results else "not-yet-known"].append(target)
    rows = tuple(
        (Cell(_SAID[word]), counted(("", each.span()) for each in there), Cell(joined(each.id for each in there)))
        for word, there in found.items()
    )
    return Made(Tabled(("Standing", "Targets", "Which"), rows if scene.case.targets else ()), "No target is on file.")


def responses(scene: Scene, params: Mapping[str, object]) -> Made:
    """What was agreed about each target that was missed, and when it is reviewed; a missed one without it says so."""
    del params
    rows = []
    for target in scene.case.targets:
        missed = [each for each in target.results if standing_of(target, each) == "missed"]
        if not missed:
            continue
        last = target.responses[-1] if target.responses else None
        if last is None:
            rows.append(
                (cell(f"{target.id}: {target.title}", "", target.span()), Cell("No response is on file"), Cell(""))
            )
            continue
        place = target.span("responses", len(target.responses) - 1)
        review = day(last.review_on) if last.review_on else "Not set"
        words = f"{last.response} (agreed {day(last.agreed_on)})"
        rows.append(
            (cell(f"{target.id}: {target.title}", "", target.span()), cell(words, "", place), cell(review, "", place))
        )
    head = ("Target missed", "What schools and services do together", "Review")
    return Made(Tabled(head, tuple(rows)), "No target was missed.", scene.case.targets)


def outputs(scene: Scene, params: Mapping[str, object]) -> Made:
    """Each output of each area with how it stood in the latest year."""
    del params
    rows = []
    for area in scene.case.areas:
        for number, output in enumerate(area.outputs):
            latest = output.results[-1] if output.results else None
            place = area.span("outputs", number)
            rows.append(
                (
                    cell(area.title, "", area.span("title")),
                    Cell(scene.term("output", output.id)),
                    cell(f"{_SAID[latest.standing]} ({latest.year})" if latest else "Not yet judged", "", place),
                    Cell((latest.note if latest else None) or "Not said"),
                )
            )
    return Made(
        Tabled(("Area", "Output", "Standing", "What it rests on"), tuple(rows)),
        "No output is on file.",
        scene.case.areas,
    )


def deliveries(scene: Scene, params: Mapping[str, object]) -> Made:
    """Each delivery of each area: who answers for it, how often and when last it was done, when it is due."""
    del params
    rows = []
    for area in scene.case.areas:
        for number, delivery in enumerate(area.deliveries):
            place = area.span("deliveries", number)
            last = f"{len(delivery.done)}, last {day(delivery.done[-1])}" if delivery.done else "Not yet"
            rows.append(
                (
                    cell(area.title, "", area.span("title")),
                    Cell(scene.term("delivery", delivery.id)),
                    Cell(scene.role_title(delivery.owner)),
                    cell(last, "", place),
                    Cell(day(delivery.due_on)),
                )
            )
    head = ("Area", "Delivery", "Owner", "Times done", "Due")
    return Made(Tabled(head, tuple(rows)), "No delivery is on file.", scene.case.areas)


def registers(scene: Scene, params: Mapping[str, object]) -> Made:
    """The registers that are kept elsewhere: who keeps each, which version, when it was last brought up to date."""
    del params
    rows = tuple(
        (
            cell(each.title, "", each.span("title")),
            Cell(scene.role_title(each.owner)),
            Cell(each.version or ""),
            cell(day(each.updated_on[-1]), "", each.span("updated_on")) if each.updated_on else Cell("Not yet"),
            Cell(each.link or ""),
        )
        for each in scene.case.outside_registers
    )
    head = ("Register", "Kept by", "Version", "Last updated", "Where")
    return Made(Tabled(head, rows), "No register is on file.", scene.case.outside_registers)


def group_meetings(scene: Scene, params: Mapping[str, object]) -> Made:
    """The meetings of groups since the last report: how many schools each spoke of, when its minutes went out."""
    del params
    since = since_of(scene)
    held = [each for each in scene.case.group_meetings if each.is_held and since <= each.date <= scene.dated]
    rows = tuple(
        (
            cell(day(each.date), "", each.span()),
            Cell(each.title or scene.term("group-meeting-kind", each.kind)),
            cell(str(len(each.schools)), "", each.span("schools")),
            cell(day(max(each.circulated.values())), "", each.span("circulated"))
            if each.circulated
            else Cell("Not yet"),
        )
        for each in held
    )
    head = ("Date", "Meeting", "Schools discussed", "Minutes circulated")
    return Made(Tabled(head, rows), "No meeting was held.", tuple(held))


_LETTER_OF_CONCERN = {True: " A letter of concern goes out.", False: " No letter of concern goes out.", None: ""}


def discussed(scene: Scene, params: Mapping[str, object]) -> Made:
    """The schools that the meeting spoke of: rating, decision and why; of a restricted item that it is there."""
    del params
    meeting = scene.record
    if not isinstance(meeting, GroupMeeting):
        return Made(Tabled((), ()), "No school was discussed.")
    rows = []
    for number, each in enumerate(meeting.schools):
        place = meeting.span("schools", number)
        if each.restricted:
            rows.append((cell(RESTRICTED, "", place), *(Cell("") for _ in range(3))))
            continue
        school = scene.case.schools.find(each.school)
        level = scene.edition.level(each.level) if each.level else None
        standing = joined([each.rag.capitalize() if each.rag else "", level.short if level else ""])
        letter = _LETTER_OF_CONCERN[each.letter_of_concern]
        criteria = [scene.criterion(name) for name in each.criteria]
        printed = [entry.printed for entry in criteria if entry is not None and not entry.confidential]
        cited = f"{'criteria' if len(printed) > 1 else 'criterion'} {joined(printed)}" if printed else ""
        basis = "; ".join(part for part in (each.concern or "", cited) if part)
        rows.append(
            (
                cell(school.school.name if school else each.school, school.school.name if school else "", place),
                cell(standing, "", place),
                Cell(basis),
                Cell(
                    f"{each.decision or ''}{'. ' + each.reason if each.reason else ''}.{letter}"
                    if each.decision
                    else letter
                ),
            )
        )
    head = ("School", "Rating or level", "Concern and criteria", "Decision and why")
    return Made(Tabled(head, tuple(rows)), "No school was discussed.", (meeting,))


def members(scene: Scene, params: Mapping[str, object]) -> Made:
    """Who was at the meeting: the chair, those present, and who sent apologies, by office."""
    del params
    meeting = scene.record
    if not isinstance(meeting, GroupMeeting):
        return Made(Tabled((), ()), "Nobody is on file.")
    names = dict.fromkeys([*([meeting.chair] if meeting.chair else []), *meeting.present])
    rows = [
        (Cell(scene.role_title(name)), Cell("Chair" if name == meeting.chair else "Present")) for name in names if name
    ]
    rows += [(Cell(scene.role_title(name)), Cell("Apologies")) for name in meeting.apologies]
    return Made(Tabled(("Office", "At the meeting"), tuple(rows)), "Nobody is on file.", (meeting,))


def agreed_actions(scene: Scene, params: Mapping[str, object]) -> Made:
    """What the meeting agreed to do and the reports that it asked for."""
    del params
    meeting = scene.record
    if not isinstance(meeting, GroupMeeting):
        return Made(Tabled((), ()), "Nothing was agreed.")
    rows = [
        (
            Cell(each.action),
            Cell(scene.role_title(each.owner)),
            cell(day(each.due_on), "", meeting.span("actions", number)),
            Cell(f"Done {day(each.done_on)}" if each.done_on else "Open"),
        )
        for number, each in enumerate(meeting.actions)
    ]
    rows += [
        (
            Cell(f"Report: {each.title}"),
            Cell(scene.role_title(each.author)),
            cell(day(each.due_on), "", meeting.span("commissioned", number)),
            Cell(f"Received {day(each.received_on)}" if each.received_on else "Open"),
        )
        for number, each in enumerate(meeting.commissioned)
    ]
    return Made(Tabled(("Action", "Owner", "By", "Standing"), tuple(rows)), "Nothing was agreed.", (meeting,))


def alert(scene: Scene, params: Mapping[str, object]) -> Made:
    """The concern: the school, what it is, since when it is known, what is in hand."""
    del params
    record = scene.record
    if not isinstance(record, Alert):
        return Made(Tabled((), ()), "No concern is on file.")
    school = scene.case.schools.find(record.school)
    name = school.school.name if school else record.school
    rows = (
        (Cell("School"), cell(name, name, record.span("school"))),
        (Cell("What it is"), Cell(scene.term("alert-kind", record.kind))),
        (Cell("Concern"), cell(record.concern, name, record.span("concern"))),
        (Cell("Known since"), cell(day(record.known_on), name, record.span("known_on"))),
        (Cell("In hand"), Cell("; ".join(record.in_hand) or "Nothing yet")),
    )
    return Made(Tabled(("Matter", "What we know"), rows), "", (record,))


def alerts(scene: Scene, params: Mapping[str, object]) -> Made:
    """The alerts since the last report: the school, what it was, how soon it was told."""
    del params
    since = since_of(scene)
    told = [
        each
        for each in scene.case.alerts
        if since <= each.date <= scene.dated and may_read(each.readers, scene.entry.audience)
    ]
    rows = []
    for each in told:
        school = scene.case.schools.find(each.school)
        sent = f"Told {day(each.sent_on)}" if each.sent_on else "Not yet told"
        rows.append(
            (
                cell(day(each.known_on), "", each.span("known_on")),
                Cell(school.school.name if school else each.school),
                Cell(scene.term("alert-kind", each.kind)),
                cell(sent, "", each.span("sent_on")),
            )
        )
    return Made(Tabled(("Known", "School", "What", "Told"), tuple(rows)), "There was no alert.", tuple(told))


PROGRAMME_TABLES = tuple(
    table_block(name, maker)
    for name, maker in (
        ("target-tracker", targets),
        ("target-years", target_years),
        ("target-standings", standings),
        ("target-responses", responses),
        ("area-outputs", outputs),
        ("area-deliveries", deliveries),
        ("outside-registers", registers),
        ("group-meetings", group_meetings),
        ("schools-discussed", discussed),
        ("group-members", members),
        ("group-actions", agreed_actions),
        ("concern-alert", alert),
        ("alerts-told", alerts),
    )
)
