"""Sections of a record's Markdown set or added, as edits of the text: every other section stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casefiles.editing.facts import EditFault
from casefiles.markdown import canonical, shifted, write_inlines, write_prose
from casefiles.policy.minutes import plain_title
from casefiles.prose import Prose, Section, Words, block_text
from casefiles.source import parse_record

__all__ = ["UNPRINTED", "add_outside", "set_section"]

UNPRINTED = "Written outside the form"
Names = tuple[str, ...]
"""A heading by its title and its other names; the title is what a new heading says."""


def set_section(text: str, path: Sequence[Names], prose: Prose, order: Sequence[Names] = ()) -> str:
    """A record's text with the section at `path` (a heading of rank two, perhaps one of rank three below it) set.

    A heading that is missing is made where `order`, the headings of rank two in turn, has its place.
    `EditFault` where that can't be done without touching anything else.
    """
    before = _flat(text)
    section = _find(before, path)
    markdown = write_prose(shifted(prose, len(path) + 1))
    if section is not None:
        edited = _filled(text, before, section, markdown)
    elif len(path) > 1 and (parent := _find(before, path[:1])) is not None:
        edited = _inserted(text, _end_of(before, parent, text), 3, path[1][0], markdown)
    elif len(path) > 1:
        made = _inserted(text, _place(before, path[0], order, text), 2, path[0][0], "")
        return set_section(made, path, prose, order)
    else:
        edited = _inserted(text, _place(before, path[0], order, text), 2, path[0][0], markdown)
    _prove(text, edited, path, shifted(prose, len(path) + 1))
    return edited


def add_outside(text: str, parts: Sequence[tuple[str, Prose]]) -> str:
    """A record's text with each part (a heading, a text) under `Written outside the form`, unless it is there."""
    edited = text
    for title, prose in parts:
        section = _find(_flat(edited), [(UNPRINTED,)])
        held = _squeezed(block_text(section.whole.blocks)) if section else ""
        if _squeezed(block_text(prose.blocks)) in held:
            continue
        if section is None:
            edited = _inserted(edited, _last(edited), 2, UNPRINTED, "")
            section = _find(_flat(edited), [(UNPRINTED,)])
        if section is None:
            raise EditFault("no section can be added to it")
        end = _end_of(_flat(edited), section, edited)
        body = write_prose(shifted(prose, 3))
        edited = _inserted(edited, end, 3, title, body) if title else _plain(edited, end, body)
    return edited


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _flat(text: str) -> list[Section]:
    """Every section in the order of the text."""
    parsed = parse_record(text.encode(), "")
    if parsed.partial:
        raise EditFault("it can't be read")
    return [*_walk(parsed.body.sections)]


def _walk(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.children)


def _find(flat: Sequence[Section], path: Sequence[Names]) -> Section | None:
    wanted = {plain_title(name) for name in path[0]}
    found = next((each for each in flat if each.rank == 2 and plain_title(each.title) in wanted), None)
    if found is None or len(path) == 1:
        return found
    below = {plain_title(name) for name in path[1]}
    return next((each for each in found.children if plain_title(each.title) in below), None)


def _end_of(flat: Sequence[Section], section: Section, text: str) -> int:
    """The index of the line behind a section's last one."""
    following = (each.span.line for each in flat if each.span.line > section.span.line and each.rank <= section.rank)
    return min(following, default=_last(text) + 1) - 1


def _last(text: str) -> int:
    """The index behind the last line that has text."""
    return len(text.rstrip("\n").split("\n"))


def _filled(text: str, flat: Sequence[Section], section: Section, markdown: str) -> str:
    lines = text.split("\n")
    start = section.span.end_line or section.span.line
    end = _end_of(flat, section, text)
    rest = lines[end:]
    gap = [""] if any(line.strip() for line in rest) else []
    return "\n".join([*lines[:start], *(markdown.split("\n") if markdown else []), *gap, *rest]).rstrip("\n") + "\n"


def _place(flat: Sequence[Section], names: Names, order: Sequence[Names], text: str) -> int:
    """The index of the line before which a new heading of rank two belongs."""
    turns = [{plain_title(name) for name in each} for each in order]
    own = next((at for at, each in enumerate(turns) if plain_title(names[0]) in each), len(turns))
    tops = [each for each in flat if each.rank == 2]
    known = [(_turn(turns, each.title), each) for each in tops]
    before = [section for turn, section in known if turn is not None and turn < own]
    if before:
        return _end_of(flat, before[-1], text)
    after = [section for turn, section in known if turn is not None and turn > own]
    if after:
        return after[0].span.line - 1
    unprinted = _find(flat, [(UNPRINTED,)])
    return unprinted.span.line - 1 if unprinted else _last(text)


def _turn(turns: Sequence[set[str]], title: str) -> int | None:
    return next((at for at, each in enumerate(turns) if plain_title(title) in each), None)


def _inserted(text: str, at: int, rank: int, title: str, markdown: str) -> str:
    """The text with a heading and what stands below it before the line `at`."""
    heading = f"{'#' * rank} {write_inlines((Words(title),))}"
    return _plain(text, at, f"{heading}\n{markdown}" if markdown else heading)


def _plain(text: str, at: int, markdown: str) -> str:
    lines = text.rstrip("\n").split("\n")
    head, rest = lines[:at], lines[at:]
    while head and not head[-1].strip():
        head.pop()
    gap = [] if not head or head[-1].rstrip() == "---" else [""]
    tail = ["", *rest] if any(line.strip() for line in rest) else []
    return "\n".join([*head, *gap, *markdown.split("\n"), *tail]).rstrip("\n") + "\n"


def _prove(text: str, edited: str, path: Sequence[Names], prose: Prose) -> None:
    """Refuse an edit after which anything but its own section reads otherwise."""
    before, after = parse_record(text.encode(), ""), parse_record(edited.encode(), "")
    was, now = _flat(text), _flat(edited)
    section = _find(now, path)
    if after.partial or after.value != before.value or section is None:
        raise EditFault("it can't be edited there")
    if canonical(section.whole) != canonical(prose):
        raise EditFault(f'the text for "{path[-1][0]}" would not read back as it was written')
    if _others(was, _find(was, path)) != _others(now, section):
        raise EditFault("another section would change")


def _others(flat: Sequence[Section], own: Section | None) -> list[tuple[str, int, Prose]]:
    """Every section with text but one and what is below it, without places."""
    inside = {id(each) for each in _walk([own])} if own else set()
    return [(each.title, each.rank, each.text) for each in flat if id(each) not in inside and each.text]
