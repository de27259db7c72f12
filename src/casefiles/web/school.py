"""What the page and the calendar show of each school: made now, or kept from a build of the same files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from casefiles.build import Built, BuiltDocument
from casefiles.calendars import say_date
from casefiles.diagnostics import Diagnostic
from casefiles.overview import Overview
from casefiles.policy.ladder import Standing, Want
from casefiles.policy.obligations import Obligation
from casefiles.reporters.text import say_citation, say_counts
from casefiles.reports.status import SchoolStatus
from casefiles.survey import Facts
from casefiles.web.calendar import entries_of
from casefiles.web.links import Links
from casefiles.web.page import Because, Draft, Duty, Ladder, Remark, SchoolPart, ShownSchool, Wanted
from casefiles.web.templating import joined, school_pieces

__all__ = ["remark", "shown_schools"]

_STATES = {"written": "draft", "unchanged": "draft", "issued": "issued", "refused": "could not be made"}


def shown_schools(seen: Overview, built: Built) -> tuple[ShownSchool, ...]:
    """All schools as they are shown, by authority and case: equal files and dates show them alike."""
    rows = {f"{row.authority}/{row.case}": row for row in seen.survey.statuses}
    facts = {f"{each.authority}/{each.case}": each for each in seen.survey.facts}
    drafts: dict[str, list[BuiltDocument]] = {}
    for each in built.documents:
        drafts.setdefault(f"{each.authority}/{each.case}", []).append(each)
    links = Links(seen.root, built.out)

    def shown(folder: str) -> ShownSchool:
        row, known = rows[folder], facts.get(folder)
        entries = entries_of(known, seen) if known else ()
        return _shown(_part(row, known, drafts.get(folder, ()), seen, links), entries)

    return tuple(seen.piece(folder, partial(shown, folder)) for folder in seen.schools)


def _shown(part: SchoolPart, entries: tuple[tuple[tuple[str, ...], str], ...]) -> ShownSchool:
    """The pieces of a school."""
    row, pieces = part.status, school_pieces()
    own = joined([pieces.duty(each, schools=False) for each in part.duties])
    return ShownSchool(
        row.authority,
        row.name,
        row.level,
        row.rank,
        row.rating.colour,
        tuple(each.name for each in row.advisers),
        row.phases,
        str(pieces.board_row(part)),
        str(pieces.article(part, own)),
        tuple(
            ((each.on.isoformat(), each.school, each.code), each.state, str(pieces.duty(each, schools=True)))
            for each in part.duties
        ),
        entries,
    )


def _part(
    row: SchoolStatus, facts: Facts | None, drafts: Sequence[BuiltDocument], seen: Overview, links: Links
) -> SchoolPart:
    """Everything the page says of a school."""
    anchor = f"{row.authority}-{row.case}"
    clauses = _clauses(row, seen)
    owed = (*(each.obligation for each in row.overdue), *row.due)
    titles = facts.titles if facts else {}
    return SchoolPart(
        anchor=anchor,
        status=row,
        level=row.level or "can't be read",
        since=say_date(row.since) if row.since else "",
        counts=say_counts(row.counts),
        duties=tuple(_duty(each, row, anchor, clauses.get(each.code, ""), links) for each in owed),
        remarks=tuple(remark(each, links) for each in seen.said_of(row.authority, row.case)),
        drafts=tuple(draft for each in drafts if (draft := _draft(each, titles, links)) is not None),
        ladder=_ladder(row.ladder, links) if row.ladder else None,
        reasons=tuple(
            Because(each.colour.value, each.text, links.source(each.span.file, each.span.line))
            for each in row.rating.reasons
        ),
        issued=say_date(date.fromisoformat(row.last_issued.on)) if row.last_issued else "",
    )


def _ladder(standing: Standing, links: Links) -> Ladder:
    ahead = tuple((step.title, tuple(_wanted(want, links) for want in step.wants)) for step in standing.ahead)
    place = links.source(standing.span.file, standing.span.line)
    return Ladder(standing.title, say_date(standing.since), place, ahead)


def _wanted(want: Want, links: Links) -> Wanted:
    state = f"since {say_date(want.met_on)}" if want.met_on else "so" if want.is_met else "not yet"
    return Wanted(state, want.is_met, want.what, want.clause, links.source(want.span.file, want.span.line))


def _clauses(row: SchoolStatus, seen: Overview) -> Mapping[str, str]:
    """The clause of each rule that is in force for the school on the date of judgement."""
    edition = seen.edition(row.authority)
    if edition is None:
        return {}
    wanted = {each.obligation.code for each in row.overdue} | {each.code for each in row.due}
    return {rule.code: say_citation(edition.citation(rule)) for rule in edition.rules if rule.code in wanted}


def _duty(owed: Obligation, row: SchoolStatus, anchor: str, clause: str, links: Links) -> Duty:
    return Duty(
        on=owed.due_on,
        day=say_date(owed.due_on),
        what=owed.what,
        why=owed.derivation,
        code=owed.code,
        state=owed.state.value,
        clause=clause,
        place=links.source(owed.span.file, owed.span.line),
        anchor=anchor,
        school=row.name,
    )


def remark(diagnostic: Diagnostic, links: Links) -> Remark:
    """A diagnostic as the page shows it."""
    waived = diagnostic.waived
    return Remark(
        severity=diagnostic.severity.value,
        place=links.source(diagnostic.span.file, diagnostic.span.line),
        code=diagnostic.code,
        message=diagnostic.message,
        clause=say_citation(diagnostic.citation) if diagnostic.citation else "",
        help=diagnostic.help,
        waiver=f"{waived.reason} ({waived.approved_by}, {say_date(waived.approved_on)})" if waived else "",
    )


def _draft(built: BuiltDocument, titles: Mapping[tuple[str, str], str], links: Links) -> Draft | None:
    """The document as the page shows it; None for one that is no longer due: the page tells no history."""
    title = titles.get((built.slug, built.record))
    if title is None or built.state not in _STATES:
        return None
    files = tuple(links.document(file.path) for file in built.files) if built.state != "refused" else ()
    return Draft(title, built.record, _STATES[built.state], files, tuple(gap.message for gap in built.gaps))
