"""What an officer wrote below the facts of a record that no document made from it would print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from msgspec import Struct, field

from casefiles.diagnostics import Diagnostic, Severity, Span, nearest
from casefiles.documents.headings import (
    FOR_THE_LETTER,
    ISSUES_AND_CONTEXT,
    UNPRINTED,
    Printed,
    printed_by,
    prints_text,
)
from casefiles.model.base import Held
from casefiles.model.records import Meeting
from casefiles.policy.facets import school_applies
from casefiles.policy.minutes import item_of, plain_title, sections_of
from casefiles.policy.pack import AgendaItem, BlockEntry, DocumentEntry, Edition, once_an_edition
from casefiles.policy.rule import View
from casefiles.policy.view_queries import is_open_on
from casefiles.policy.wording import a_count, say_all
from casefiles.prose import Section

__all__ = ["check_unprinted"]

_MOST_NAMED = 3
_FIXED = frozenset(map(plain_title, (ISSUES_AND_CONTEXT, FOR_THE_LETTER)))


class _Pages(Struct):
    """What the documents of a record print together.

    `printed` are its sections by their place; `known` has each heading that a block names, with its document.
    """

    printed: set[int] = field(default_factory=set)
    known: dict[str, tuple[str, str]] = field(default_factory=dict)
    preamble: bool = False


class _Written(Struct, frozen=True):
    """A record's sections, and what its headings may speak of: the agenda, and the priorities open then."""

    sections: tuple[Section, ...]
    agenda: tuple[AgendaItem, ...]
    priorities: frozenset[str]

    def first(self, names: Iterable[str]) -> set[int]:
        """The place of the first section that one of the names heads: what a block finds."""
        wanted = {plain_title(name) for name in names}
        return set(next(([n] for n, each in enumerate(self.sections) if plain_title(each.title) in wanted), []))

    def items(self) -> set[int]:
        """The places of the sections that minute an item of the agenda, the first for each."""
        return {place for item in self.agenda for place in self.first((item.title, *item.aliases))}

    def about(self) -> set[int]:
        """The places of the first sections on the priorities that the document is about."""
        return {place for title in self.priorities for place in self.first((title,))}

    def others(self, placed: set[str]) -> set[int]:
        """The places of the sections that neither the headings placed nor the agenda know."""
        return {
            place
            for place, section in enumerate(self.sections)
            if plain_title(section.title) not in placed and item_of(section, self.agenda) is None
        }


def check_unprinted(record: Held, kind: str, entries: Iterable[DocumentEntry], view: View) -> Iterator[Diagnostic]:
    """Each section (and text above the first heading) that every document of the record leaves out.

    `entries` are the documents that are made from the record at whatever stage; without any the record is
    for the file and nothing is said. A section that names its readers is kept back on purpose.
    """
    own = tuple(entries)
    if not own or record.readers or not record.body or (isinstance(record, Meeting) and record.cancelled_on):
        return
    written = _written(record, view)
    pages = _pages(record, own, kind, written, view)
    yield from _loose(record, pages)
    titles = _titles(view)
    kept: list[Section] = []
    seen: set[str] = set()
    for place, section in enumerate(written.sections):
        title = plain_title(section.title)
        is_again = title in seen
        seen.add(title)
        if section.is_empty or section.readers or place in pages.printed or title == plain_title(UNPRINTED):
            continue
        if is_again or (title in pages.known and title not in _FIXED):
            yield _twice(section)
        elif item_of(section, written.agenda) is not None or title in titles:
            kept.append(section)
        else:
            yield _nowhere(section, pages)
    if kept:
        yield _kept(kept)


def _written(record: Held, view: View) -> _Written:
    """The record's sections with its meeting's agenda and the priorities that its documents are about."""
    meeting = view.edition.meeting_kind(record.kind) if isinstance(record, Meeting) else None
    eve = view.as_of - timedelta(days=1)
    is_review = meeting is not None and meeting.stage == "review"
    about = [
        priority
        for priority in view.case.priorities
        if is_open_on(view, priority, view.as_of) or (is_review and is_open_on(view, priority, eve))
    ]
    titles = frozenset(plain_title(name) for each in about for name in (each.id, each.title))
    return _Written(tuple(sections_of(record.body)), tuple(meeting.agenda) if meeting else (), titles)


def _titles(view: View) -> frozenset[str]:
    """The headings of all the case's priorities."""
    return frozenset(plain_title(name) for each in view.case.priorities for name in (each.id, each.title))


def _pages(record: Held, own: tuple[DocumentEntry, ...], kind: str, written: _Written, view: View) -> _Pages:
    """What the record's own documents print of it, and what another record's prints of records of its type."""
    pages = _Pages()
    owned = {id(each) for each in own}
    for entry, blocks in _printing(view.edition):
        is_own = id(entry) in owned
        printed = [
            each
            for block, each in blocks
            if (each.of == kind if each.of else is_own)
            and (not block.when or school_applies(block.when, view))
            and each.is_for(record)
        ]
        if not printed:
            continue
        names = (name for _, each in blocks if each.is_for(record) for name in each.headings)
        placed = {*_FIXED, plain_title(UNPRINTED), *(plain_title(name) for name in names)}
        if any(each.priorities for each in printed):
            placed |= written.priorities
            pages.printed |= written.about()
        for each in printed:
            pages.printed |= {place for names in each.sections for place in written.first(names)}
            pages.printed |= written.items() if each.items else set()
            pages.printed |= written.others(placed) if each.others else set()
            pages.preamble |= each.others
            for name in each.headings:
                pages.known.setdefault(plain_title(name), (name, entry.title))
    return pages


@once_an_edition
def _printing(edition: Edition) -> tuple[tuple[DocumentEntry, tuple[tuple[BlockEntry, Printed], ...]], ...]:
    """The documents that print text below the facts of records, with the blocks that do and what they print."""
    found = (
        (entry, tuple((block, printed_by(block)) for block in entry.blocks if prints_text(block)))
        for entry in edition.documents
    )
    return tuple((entry, blocks) for entry, blocks in found if blocks)


def _loose(record: Held, pages: _Pages) -> Iterator[Diagnostic]:
    """Text above the first heading, or below a title of the first rank, where no block prints it."""
    known = next((name for name, _ in pages.known.values()), ISSUES_AND_CONTEXT)
    help_ = f'give it a heading, such as "## {known}"'
    body = record.body
    if body.preamble and not body.preamble_readers and not pages.preamble:
        yield _said(body.preamble.span or record.span(), "what stands above the first heading", help_)
    for section in body.sections:
        if section.rank == 1 and section.text and not section.readers:
            yield _said(section.text.span or section.span, f'what stands below the title "{section.title}"', help_)


def _nowhere(section: Section, pages: _Pages) -> Diagnostic:
    near = pages.known.get(nearest(plain_title(section.title), pages.known))
    named = [f'"{name}"' for name, _ in pages.known.values()]
    if near:
        help_ = f'"{near[0]}" is printed in: {near[1]}'
    elif named:
        more = len(named) - _MOST_NAMED
        help_ = f"the headings that are printed: {', '.join(named[:_MOST_NAMED])}" + (
            f" and {more} more" if more > 0 else ""
        )
    else:
        help_ = "no document made from this record prints text of the officer's own"
    help_ = f"{help_}; or mark the heading {{.confidential}}"
    return _said(section.span, f'what stands under "{section.title}"', help_)


def _twice(section: Section) -> Diagnostic:
    what = f'what stands under the second heading of its kind, "{section.title}"'
    return _said(section.span, what, "put both texts under one heading: documents print the first")


def _said(span: Span, what: str, help_: str) -> Diagnostic:
    return Diagnostic(span, "DOC-036", Severity.WARNING, f"no document prints {what}", help=help_)


def _kept(sections: list[Section]) -> Diagnostic:
    """The note on minutes that the policy's documents have no place for, at the first of them."""
    named = [f'"{section.title}"' for section in sections]
    more = len(named) - _MOST_NAMED
    names = say_all(named[:_MOST_NAMED] if more <= 0 else [*named[:_MOST_NAMED], a_count(more, "other heading")])
    return Diagnostic(
        sections[0].span,
        "DOC-037",
        Severity.NOTE,
        f"the minutes under {names} stay in the case file: no document prints them",
        help=f'a letter prints "{ISSUES_AND_CONTEXT}" and what stands under "{FOR_THE_LETTER}"',
        related=tuple((section.span, "this as well") for section in sections[1:]),
    )
