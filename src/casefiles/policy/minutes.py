"""Which section of minutes or of a report speaks of what: agenda items, priorities, impact and next steps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from casefiles.markup import Body, Section
from casefiles.model.case import Priority
from casefiles.policy.pack import AgendaItem

__all__ = [
    "FUTURE_MEETINGS",
    "IMPACT",
    "NEXT_STEPS",
    "item_of",
    "part_of",
    "plain_title",
    "priority_section",
    "sections_of",
]

FUTURE_MEETINGS = "future-meetings"
"""The agenda item that says when the next meetings are: packs give it this id."""

IMPACT = ("impact", "current context and impact of actions", "impact of actions", "progress")
NEXT_STEPS = ("next steps", "next steps actions", "next step", "next steps and additional support")

_NUMBER = re.compile(r"^(?:item\s+)?(?:\d+(?:\.\d+)*|[ivx]+)[.):]\s+", re.IGNORECASE)
_APOSTROPHE = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{LEFT SINGLE QUOTATION MARK}": "'"})


@lru_cache(maxsize=8192)
def plain_title(title: str) -> str:
    """A heading as headings are compared: without its number, case, punctuation and doubled spaces."""
    text = _NUMBER.sub("", title.translate(_APOSTROPHE).strip())
    return re.sub(r"[^a-z0-9']+", " ", text.casefold()).strip()


def sections_of(body: Body) -> Iterator[Section]:
    """The sections of the second rank, in order; a heading of the first rank is only a title above them."""
    for section in body.sections:
        if section.rank == 1:
            yield from section.children
        else:
            yield section


def item_of(section: Section, agenda: Iterable[AgendaItem]) -> AgendaItem | None:
    """The item of the agenda that a section minutes, by its title or an alias."""
    title = plain_title(section.title)
    return next((item for item in agenda if title in _plain_titles((item.title, *item.aliases))), None)


@lru_cache(maxsize=1024)
def _plain_titles(titles: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain_title(each) for each in titles)


def priority_section(body: Body, priority: Priority) -> Section | None:
    """The section on a priority, headed by its id or title; None where there is none."""
    names = {plain_title(priority.title), plain_title(priority.id)}
    return next((section for section in sections_of(body) if plain_title(section.title) in names), None)


def part_of(section: Section, names: tuple[str, ...]) -> Section | None:
    """The subsection of a priority's section that has one of these headings and some text."""
    return next(
        (child for child in section.children if plain_title(child.title) in names and not child.is_empty),
        None,
    )
