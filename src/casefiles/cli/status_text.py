"""`casefiles status` for people: a line a school, as wide as the terminal; with `--why` how each thing follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from casefiles.calendars import say_date
from casefiles.diagnostics import Span
from casefiles.policy.ladder import Standing
from casefiles.policy.rating_tests import Colour
from casefiles.reporters.report import Places
from casefiles.reporters.text import Line
from casefiles.reports.status import SchoolStatus

__all__ = ["status_lines", "why_lines"]

_HEAD = ("School", "Level", "Since", "Rating", "Overdue", "Next due", "Errors", "Issued")
_FLEXIBLE = (3, 5)
_WIDEST = 60
_NARROWEST = 18
_NAME = 30
"""What a school's name may take of a terminal that is too narrow for everything."""
_STYLES = {Colour.RED: "bold red", Colour.AMBER: "yellow", Colour.GREEN: ""}


def status_lines(rows: Sequence[SchoolStatus], *, by_authority: bool, width: int | None) -> Iterator[Line]:
    """The table of the schools; by authority with a table each. `width` is the terminal's; None for a file or pipe."""
    if not by_authority:
        yield (("", ""),)
        yield from _table(rows, width, several=len({row.authority for row in rows}) > 1)
        return
    for authority in dict.fromkeys(row.authority for row in rows):
        own = [row for row in rows if row.authority == authority]
        yield (("", ""),)
        yield (("bold", authority), ("", f"  {_tally(own)}"))
        yield from _table(own, width, several=False)


def _tally(rows: Sequence[SchoolStatus]) -> str:
    """How many schools there are of each rating, in words."""
    counts = [(colour.value.lower(), sum(row.rating.colour is colour for row in rows)) for colour in Colour]
    return ", ".join(f"{count} {word}" for word, count in counts if count)


def _table(rows: Sequence[SchoolStatus], width: int | None, *, several: bool) -> Iterator[Line]:
    """The schools a line each, the flexible columns cut to what the terminal leaves them."""
    cells = [_HEAD, *(_cells(row, several=several) for row in rows)]
    shown = [column for column in range(len(_HEAD)) if column < 3 or any(line[column] for line in cells[1:])]
    widths = {column: min(_WIDEST, max(len(line[column]) for line in cells)) for column in shown}
    if width is not None:
        _fit(widths, width)
    for row, line in zip([None, *rows], cells, strict=True):
        words = "  ".join(_fitted(line[column], widths[column]) for column in shown).rstrip()
        yield ((_STYLES[row.rating.colour] if row else "dim", f"  {words}"),)


def _cells(row: SchoolStatus, *, several: bool) -> tuple[str, ...]:
    first = row.rating.reasons[0].text if row.rating.reasons else ""
    more = f" (+{len(row.rating.reasons) - 1})" if len(row.rating.reasons) > 1 else ""
    return (
        f"{row.name} ({row.authority})" if several else row.name,
        row.level or "cannot be read",
        _short(row.since) if row.since else "",
        f"{row.rating.colour.value}{more}: {first}" if first else row.rating.colour.value,
        str(len(row.overdue) or ""),
        f"{_short(row.next_due.due_on)}: {row.next_due.what}" if row.next_due else "",
        str(len(row.blockers) or ""),
        _short(date.fromisoformat(row.last_issued.on)) if row.last_issued else "",
    )


def _short(day: date) -> str:
    """A day with its month in three letters: a table has no room for more."""
    number, month, year = say_date(day).split(" ")
    return f"{number} {month[:3]} {year}"


def _fit(widths: dict[int, int], width: int) -> None:
    """Take from the flexible columns, the wider first, then from the names, until the line fits."""
    widths[0] = min(widths[0], max(_NAME, width // 4))
    over = sum(widths.values()) + 2 * len(widths) - width
    columns = [column for column in _FLEXIBLE if column in widths]
    for column in (*sorted(columns, key=lambda each: -widths[each]), 0):
        share = over if column == 0 or column == columns[-1] else -(-over // 2)
        cut = max(0, min(share, widths[column] - _NARROWEST, over))
        widths[column] -= cut
        over -= cut
    for column in (*columns, 0):
        cut = max(0, min(over, widths[column] - _NARROWEST))
        widths[column] -= cut
        over -= cut


def _fitted(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else text[: width - 3] + "..."


def why_lines(row: SchoolStatus, places: Places) -> Iterator[Line]:
    """One school: why it has its rating, how each date follows, what holds its documents, the ladder."""

    def where(span: Span) -> str:
        return f"{places.shown(span.file)}:{span.line}"

    yield (("", ""),)
    advisers = f"; {', '.join(each.name for each in row.advisers)}" if row.advisers else ""
    yield (("bold", f"{row.name}"), ("", f" ({row.authority}/{row.case}{advisers})"))
    yield (("bold", "  rating  "), (_STYLES[row.rating.colour], row.rating.colour.value))
    for reason in row.rating.reasons:
        yield (("", f"          {reason.colour.value.lower()}: {reason.text} ({where(reason.span)})"),)
    for late in row.overdue:
        owed = late.obligation
        yield (("yellow", "  overdue "), ("", f"{say_date(owed.due_on)}: {owed.what} [{owed.code}]"))
        yield (("", f"          {owed.derivation} ({where(late.diagnostic.span)})"),)
    for owed in row.due:
        yield (("", f"  due     {say_date(owed.due_on)}: {owed.what} [{owed.code}]"),)
        yield (("", f"          {owed.derivation}"),)
    for error in row.blockers:
        yield (("bold red", "  error   "), ("", f"{error.code} {error.message} ({where(error.span)})"))
    if row.last_issued:
        last = row.last_issued
        on = say_date(date.fromisoformat(last.on))
        yield (("", f"  issued  {on}: {last.title} ({last.reference})"),)
    if row.ladder:
        yield from _ladder(row.ladder, places)


def _ladder(standing: Standing, places: Places) -> Iterator[Line]:
    """The step that a school has reached, and for each step ahead what it wants, by which clause, and where."""

    def where(span: Span) -> str:
        return f"{places.shown(span.file)}:{span.line}"

    yield (("bold", "  ladder  "), ("", f"{standing.title} since {say_date(standing.since)} ({where(standing.span)})"))
    for step in standing.ahead:
        yield (("", f"          to go on to: {step.title}"),)
        for want in step.wants:
            state = f"since {say_date(want.met_on)}" if want.met_on else "so" if want.is_met else "not yet"
            colour = "" if want.is_met else "yellow"
            yield ((colour, f"            {state}: "), ("", f"{want.what} [{want.clause}] ({where(want.span)})"))
