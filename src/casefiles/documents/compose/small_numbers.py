"""Which figures are of too few pupils to be printed, by the authority's threshold, and what stands in their place."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from casefiles.documents.compose.scene import Scene
from casefiles.model.caseview import Case
from casefiles.model.records import DataRow

__all__ = ["NumberRow", "SmallNumbers", "fewer", "is_for_leaders", "small_numbers", "threshold"]

_ALL = frozenset({"", "all", "all pupils"})
_PUPILS = frozenset({"pupils", "children"})
_RATES = frozenset({"percent", "per cent", "%"})
_HUNDRED = 100
_LEADERS = {"school"}


class NumberRow(Struct, frozen=True):
    """A row of data among others: of which data set, and what it shares with the other groups of its measure.

    `among` names that (the school, the data set, the measure): from the others' figures its own could be reckoned.
    """

    among: tuple[str, ...]
    data_set: str
    row: DataRow

    @property
    def group(self) -> str:
        """The group of pupils, empty for all of them."""
        group = (self.row.group or "").casefold()
        return "" if group in _ALL else group


class SmallNumbers(Struct, frozen=True):
    """What is not shown: small counts (of these data sets too), figures of groups too small, those of groups beside."""

    scene: Scene
    counts: frozenset[str]
    groups: frozenset[tuple[tuple[str, ...], str]]

    def instead_of(self, each: NumberRow, value: DataRow) -> str:
        """What stands in place of a value in its row (its own, or that of another year); empty where it is shown."""
        fewest = f"Fewer than {threshold(self.scene.case)}"
        if (each.among, each.group) in self.groups:
            return f"{fewest} pupils"
        if each.group and any(among == each.among for among, _ in self.groups):
            return "Withheld"
        if _is_few(self.scene, value, each.data_set, self.counts):
            return f"{fewest} {value.unit}" if value.unit else fewest
        return ""


def threshold(case: Case) -> int:
    """The number below which pupils are not counted in print: the programme's own, or else the authority's."""
    own = case.programme.small_numbers if case.programme else None
    return case.authority.file.small_numbers if own is None else own


def is_for_leaders(scene: Scene) -> bool:
    """Whether nobody but the school's own leaders reads the document: they hold the numbers."""
    return set(scene.entry.audience) == _LEADERS


def fewer(number: Decimal | int, case: Case) -> bool:
    """Whether a number of pupils is too small to be printed: above nothing, and below the threshold."""
    return 0 < number < threshold(case)


def small_numbers(
    scene: Scene, rows: Iterable[NumberRow], counts: frozenset[str], rolls: frozenset[str]
) -> SmallNumbers:
    """What of the rows is not shown.

    A row counts pupils by its unit, or what happened to them by its data set (`counts`). A group is too small by the
    number itself, or by its share of the school's roll, which is the newest number of one of the data sets `rolls`.
    """
    known = list(rows)
    pupils: dict[str, tuple[str, Decimal]] = {}
    for each in known:
        if each.data_set in rolls and each.row.value is not None:
            newest = (each.row.year or "", each.row.value)
            pupils[each.among[0]] = max(pupils.get(each.among[0], newest), newest)
    groups = set()
    for each in known:
        share, roll = each.row.share, pupils.get(each.among[0])
        is_small = share is not None and roll is not None and fewer(share * roll[1] / _HUNDRED, scene.case)
        if each.group and (is_small or _is_few(scene, each.row, each.data_set, counts)):
            groups.add((each.among, each.group))
    return SmallNumbers(scene, counts, frozenset(groups))


def _is_few(scene: Scene, row: DataRow, data_set: str, counts: frozenset[str]) -> bool:
    """Whether a row counts pupils (or what happened to them), and too few of them."""
    unit = (row.unit or "").casefold()
    counted_here = unit in _PUPILS or (data_set in counts and unit not in _RATES)
    return counted_here and row.value is not None and fewer(row.value, scene.case)
