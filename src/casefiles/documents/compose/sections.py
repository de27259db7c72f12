"""The sections of a record's Markdown as prose, found by what their headings say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from casefiles.documents.headings import FOR_THE_LETTER, ISSUES_AND_CONTEXT, UNPRINTED
from casefiles.model.case import Priority
from casefiles.policy.minutes import item_of, plain_title, sections_of
from casefiles.policy.pack import AgendaItem
from casefiles.prose import Body, Heading, Prose, Section, Words

__all__ = [
    "find_section",
    "headed",
    "other_sections",
    "prose_of",
    "together",
]


def find_section(body: Body, *names: str) -> Section | None:
    """The first section whose heading says one of the names, or None."""
    wanted = {plain_title(name) for name in names}
    return next((section for section in sections_of(body) if plain_title(section.title) in wanted), None)


def prose_of(section: Section | None) -> Prose:
    """All that stands below the section's heading, with the headings of lower rank; empty for no section."""
    if section is None or section.is_empty:
        return Prose()
    return together(section.text, *(headed(child) for child in section.children))


def headed(section: Section) -> Prose:
    """The section's heading with all that stands below it; empty where nothing does."""
    text = prose_of(section)
    if not text:
        return Prose()
    return Prose((Heading(section.rank, (Words(section.title),)), *text.blocks), section.span)


def together(*texts: Prose) -> Prose:
    """The texts one after the other as one."""
    filled = [text for text in texts if text]
    return Prose(tuple(block for text in filled for block in text.blocks), filled[0].span if filled else None)


def other_sections(body: Body, agenda: Sequence[AgendaItem], priorities: Iterable[Priority]) -> tuple[Section, ...]:
    """The filled sections that are no item of the agenda, no priority's and no letter's, in order."""
    placed = {plain_title(name) for name in (ISSUES_AND_CONTEXT, FOR_THE_LETTER, UNPRINTED)}
    placed |= {plain_title(name) for priority in priorities for name in (priority.id, priority.title)}
    return tuple(
        section
        for section in sections_of(body)
        if not section.is_empty and plain_title(section.title) not in placed and item_of(section, agenda) is None
    )
