"""The tables of a programme's targets: where they stand, what each came to by year, what is done about those missed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from casefiles.diagnostics import Span
from casefiles.documents.charts import Chart, Measured, measured_chart
from casefiles.documents.compose.caseload_table import (
    Cell,
    Made,
    Tabled,
    cell,
    counted,
    dated,
    numbered,
    table_block,
)
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.small_numbers import fewer, threshold
from casefiles.documents.compose.words import amount, day, figure, joined
from casefiles.model.caseview import Case
from casefiles.model.programme import Result, Target

__all__ = ["SAID", "TARGET_TABLES", "by_standing", "label_of", "standing_of", "targets_pictured"]

SAID = {"met": "Met", "on-track": "On track", "missed": "Missed", "not-yet-known": "Not yet known"}
"""How a standing is printed."""
_PERCENT, _SAID_PERCENT = "percent", "per cent"


def standing_of(target: Target, result: Result) -> str:
    """Whether a result meets its target: what the file says, else what value and goal or comparator say."""
    if result.standing:
        return result.standing
    wanted = _wanted(target, result)
    if result.value is None or wanted is None:
        return "not-yet-known"
    met = result.value >= wanted if target.direction == "at-least" else result.value <= wanted
    return "met" if met else "missed"


def by_standing(scene: Scene) -> Mapping[str, list[Target]]:
    """The targets by how their latest results stand."""
    found: dict[str, list[Target]] = {word: [] for word in SAID}
    for target in scene.case.targets:
        found[standing_of(target, target.results[-1]) if target.results else "not-yet-known"].append(target)
    return found


def label_of(target: Target) -> str:
    """A target's number and its short name: S5 Attainment 8."""
    return f"{target.id.upper()} {target.short or target.title}"


def _wanted(target: Target, result: Result) -> Decimal | None:
    """What the result was to reach: the target's own goal, or the value that it is compared with."""
    return target.goal if target.goal is not None else result.comparator


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
    compared = _compared(scene, target, latest) if latest else (target.comparator or "")
    standing = SAID[standing_of(target, latest)] if latest else SAID["not-yet-known"]
    place = target.span("results", number) if latest else target.span()
    return (
        cell(f"{target.id.upper()}: {target.title}", "", target.span("title")),
        cell(target.definition, "", target.span("definition")),
        _value(scene, target, base, ("baseline",)) if base else Cell("None"),
        _value(scene, target, latest, ("results", number)) if latest else Cell("None yet"),
        cell(compared, "", place),
        cell(standing, "", place),
    )


def _value(scene: Scene, target: Target, result: Result, path: tuple[str | int, ...]) -> Cell:
    """A result with its year; nothing but that it is withheld where it is of too few pupils."""
    place = target.span(*path)
    if result.value is None:
        return cell(f"Not a number ({result.year})", "", place)
    if _is_small(scene.case, target, result):
        return cell(f"{_withheld(scene.case)} ({result.year})", "", place)
    return numbered(result.value, "", place, text=f"{amount(result.value, target.unit)} ({result.year})")


def _withheld(case: Case) -> str:
    return f"Not shown: fewer than {threshold(case)} pupils"


def _is_small(case: Case, target: Target, result: Result) -> bool:
    if result.pupils is not None and fewer(result.pupils, case):
        return True
    return target.unit == "pupils" and fewer(result.value or Decimal(0), case)


def _compared(scene: Scene, target: Target, result: Result) -> str:
    """What the result was to reach, in words: the goal, or what it is compared with and England."""
    if target.goal is not None:
        return f"The target itself: {amount(target.goal, target.unit)}"
    if result.comparator is None:
        return target.comparator or "No comparison"
    if target.unit == "pupils" and fewer(result.comparator, scene.case):
        return _withheld(scene.case)
    also = f"; England {amount(result.england, target.unit)}" if result.england is not None else ""
    return f"{target.comparator or 'Comparison'} {amount(result.comparator, target.unit)}{also}"


def against(scene: Scene, params: Mapping[str, object]) -> Made:
    """The latest result of each target beside what it was to reach, its baseline and its benchmark, in numbers and as
    a picture.
    """
    del params
    known = [each for each in scene.case.targets if each.results]
    compared = any(_benchmark(each, each.results[-1]) is not None for each in known)
    rows = tuple(_against_row(scene, each, compared=compared) for each in known)
    head = ("Target", "Result", "To reach", "Baseline", *(("Benchmark",) * compared), "Standing")
    return Made(Tabled(head, rows), "No result is on file.", scene.case.targets, chart=targets_pictured(scene.case))


def _against_row(scene: Scene, target: Target, *, compared: bool) -> tuple[Cell, ...]:
    result, place = target.results[-1], target.span("results", len(target.results) - 1)
    small = _is_small(scene.case, target, result)
    wanted, base = _wanted(target, result), target.baseline
    goal = target.span("goal") if target.goal is not None else place
    known = base is not None and base.value is not None and not _is_small(scene.case, target, base)
    return (
        cell(label_of(target), "", target.span("title")),
        _value(scene, target, result, ("results", len(target.results) - 1)),
        _figure(None if small else wanted, target, goal, "Not shown" if small else "No number"),
        _figure(
            base.value if base and known else None, target, target.span("baseline"), "Not shown" if base else "None"
        ),
        *((_figure(None if small else _benchmark(target, result), target, place, ""),) * compared),
        cell(SAID[standing_of(target, result)], "", place),
    )


def _figure(value: Decimal | None, target: Target, place: Span, without: str) -> Cell:
    """A number as it stands beside its unit, or the words for where there is none to print."""
    return cell(without, "", place) if value is None else numbered(value, "", place, text=figure(value, target.unit))


def targets_pictured(case: Case) -> Chart | None:
    """A programme's results against what they were to reach, baseline and benchmark, an axis a unit; those of few
    pupils are left out.
    """
    lines = [line for target in case.targets if (line := _drawn(case, target)) is not None]
    if not lines:
        return None
    units = list(dict.fromkeys([_SAID_PERCENT, *(each.unit for each in lines)]))
    lines.sort(key=lambda each: units.index(each.unit))
    head = ("Target", "Latest result", "To reach, in brackets", "Baseline", "Benchmark")
    return measured_chart("Results against what they were to reach, by unit", head, lines)


def _drawn(case: Case, target: Target) -> Measured | None:
    """The latest result of a target for the picture; None where there is no number to draw."""
    result = target.results[-1] if target.results else None
    if result is None or result.value is None or _is_small(case, target, result):
        return None
    wanted, base = _wanted(target, result), target.baseline
    aim = f" ({figure(wanted, target.unit)})" if wanted is not None else ""
    return Measured(
        label=label_of(target),
        unit=_unit(target),
        value=result.value,
        goal=wanted,
        base=base.value if base and not _is_small(case, target, base) else None,
        benchmark=_benchmark(target, result),
        said=f"{figure(result.value, target.unit)}{aim}",
    )


def _benchmark(target: Target, result: Result) -> Decimal | None:
    """What else the result is compared with: the comparison beside a goal of its own, or England."""
    return result.comparator if target.goal is not None and result.comparator is not None else result.england


def _unit(target: Target) -> str:
    return _SAID_PERCENT if target.unit == _PERCENT else target.unit or ""


def target_years(scene: Scene, params: Mapping[str, object]) -> Made:
    """The results of every target, a column a year."""
    del params
    years = sorted({each.year for target in scene.case.targets for each in target.results})
    rows = []
    for target in scene.case.targets:
        by_year = {each.year: (number, each) for number, each in enumerate(target.results)}
        cells = [_in_year(scene, target, *by_year[year]) if year in by_year else Cell("") for year in years]
        rows.append((cell(label_of(target), "", target.span("title")), *cells))
    return Made(Tabled(("Target", *years), tuple(rows) if years else ()), "No result is on file.", scene.case.targets)


def _in_year(scene: Scene, target: Target, number: int, result: Result) -> Cell:
    """A result in the column of its year."""
    place = target.span("results", number)
    if result.value is None:
        return cell("Not a number", "", place)
    if _is_small(scene.case, target, result):
        return cell(_withheld(scene.case), "", place)
    return numbered(result.value, "", place, text=amount(result.value, target.unit))


def standings(scene: Scene, params: Mapping[str, object]) -> Made:
    """How many targets are met, on track, missed or not yet known, and which."""
    del params
    rows = tuple(
        (
            Cell(SAID[word]),
            counted(("", each.span()) for each in there),
            cell("; ".join(label_of(each) for each in there), "", *(each.span("title") for each in there)),
        )
        for word, there in by_standing(scene).items()
    )
    return Made(Tabled(("Standing", "Targets", "Which"), rows if scene.case.targets else ()), "No target is on file.")


def responses(scene: Scene, params: Mapping[str, object]) -> Made:
    """What was agreed about each target that was missed, and when it is reviewed; a missed one without it says so."""
    del params
    rows = []
    for target in scene.case.targets:
        missed = [each.year for each in target.results if standing_of(target, each) == "missed"]
        if not missed:
            continue
        last = target.responses[-1] if target.responses else None
        place = target.span("responses", len(target.responses) - 1) if last else target.span()
        words = f"{last.response} (agreed {day(last.agreed_on)})" if last else "No response is on file"
        review = last.review_on if last else None
        rows.append(
            (
                cell(label_of(target), "", target.span("title")),
                cell(joined(missed), "", target.span("results")),
                cell(words, "", place),
                dated(review, "", place) if review else cell("Not set", "", place),
            )
        )
    head = ("Target", "Missed in", "What schools and services do together", "Review")
    return Made(Tabled(head, tuple(rows)), "No target was missed.", scene.case.targets)


TARGET_TABLES = {
    name: table_block(name, maker)
    for name, maker in (
        ("target-tracker", targets),
        ("targets-against", against),
        ("target-years", target_years),
        ("target-standings", standings),
        ("target-responses", responses),
    )
}
