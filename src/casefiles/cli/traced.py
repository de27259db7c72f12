"""Where each value of the reports was read: which schools, which lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casefiles.judgement import Judged

__all__ = ["Traced", "lines_of", "traced"]

Traced = dict[str, str | int]
"""One place that a value was read at, by what a report and a workbook call its parts."""


def traced(judged: Judged, kinds: Sequence[str] = ()) -> Iterator[Traced]:
    """Each place that a value of a report was read at, for the reports of these kinds or names; without any, of all."""
    from casefiles.documents.compose import compose

    for each in judged.programmes:
        for due in each.due:
            if kinds and not {due.entry.slug, due.entry.kind} & set(kinds):
                continue
            name = f"{each.case.authority.id}/{each.case.id}/{due.stem}"
            for table in compose(due, each.case, judged.packs).tables:
                for title, row, column, cell, source in table.traced():
                    yield {
                        "document": name,
                        "table": title,
                        "row": row,
                        "column": column,
                        "value": cell.text,
                        "school": source.school,
                        "file": source.span.file,
                        "line": source.span.line,
                    }


def lines_of(judged: Judged, kinds: Sequence[str] = ()) -> Iterator[str]:
    """The same for people: a line for each value, and below it the places."""
    last: tuple[str | int, ...] = ()
    for each in traced(judged, kinds):
        here = (each["document"], each["table"], each["row"], each["column"])
        if here != last:
            yield f"{each['document']}: {each['table']} / {each['row']} / {each['column']}: {each['value']}"
            last = here
        school = f"  {each['school']}" if each["school"] else ""
        yield f"    {each['file']}:{each['line']}{school}" if each["line"] else "    no line was counted"
