"""A case as certain readers may see it: records and sections that not all of them may read are not in it."""

from __future__ import annotations

from collections.abc import Iterable
from operator import is_
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from casefiles.model.base import Held, Record
from casefiles.model.caseview import HELD, Case
from casefiles.model.notices import Ground, Notice
from casefiles.prose import Body, Prose, Section

__all__ = ["Hidden", "hidden", "may_read", "visible"]

H = TypeVar("H", bound=Held)


class Hidden(Struct, frozen=True):
    """A record that the readers may not see, or (with `section`) a section of one that they may."""

    kind: str
    record: Held
    section: Section | None = None


def may_read(readers: tuple[str, ...], audience: Iterable[str]) -> bool:
    """Whether each of an audience is among the readers; no readers named lets everyone read."""
    return not readers or "everyone" in readers or set(audience) <= set(readers)


def visible(case: Case, audience: tuple[str, ...]) -> Case:
    """The case without the records and sections that not every one of the audience may read.

    References to evidence that is gone are gone too, so that not even its name is left.
    """
    kept: dict[str, tuple[Held, ...]] = {
        name: tuple(_shown(record, audience) for record in getattr(case, name) if may_read(record.readers, audience))
        for name in HELD
    }
    gone = {each.record_id for each in case.evidence} - {each.record_id for each in kept["evidence"]}
    changes: dict[str, Any] = dict(kept)
    if gone:
        changes["priorities"] = tuple(_without(each, gone) for each in case.priorities)
        changes["notices"] = tuple(_notice_without(each, gone) for each in kept["notices"])
    return replace(case, **changes)


def hidden(case: Case, audience: tuple[str, ...]) -> tuple[Hidden, ...]:
    """What `visible` leaves out: the records, and of the other records the sections (the outermost ones)."""
    found: list[Hidden] = []
    for kind, record in case.all_records():
        if not isinstance(record, Held):
            continue
        if not may_read(record.readers, audience):
            found.append(Hidden(kind, record))
            continue
        body = record.body
        if body.preamble and not may_read(body.preamble_readers, audience):
            unnamed = Section("", 1, body.preamble, (), body.preamble.span or record.span(), ("confidential",))
            found.append(Hidden(kind, record, unnamed))
        found += [Hidden(kind, record, section) for section in _kept_back(body.sections, audience)]
    return tuple(found)


def _kept_back(sections: Iterable[Section], audience: tuple[str, ...]) -> list[Section]:
    found: list[Section] = []
    for section in sections:
        found += _kept_back(section.children, audience) if may_read(section.readers, audience) else [section]
    return found


def _shown(record: H, audience: tuple[str, ...]) -> H:
    """The record with the sections that the audience may read; itself where that is all of them."""
    body = record.body
    preamble = body.preamble if may_read(body.preamble_readers, audience) else Prose()
    sections = _readable(body.sections, audience)
    if preamble is body.preamble and sections is body.sections:
        return record
    shown = record.model_copy()
    shown.with_body(Body(preamble, sections, body.preamble_readers))
    return shown


def _readable(sections: tuple[Section, ...], audience: tuple[str, ...]) -> tuple[Section, ...]:
    """The sections that the audience may read; the very same where that is all of them."""
    found = tuple(_read_by(section, audience) for section in sections if may_read(section.readers, audience))
    return sections if len(found) == len(sections) and all(map(is_, found, sections)) else found


def _read_by(section: Section, audience: tuple[str, ...]) -> Section:
    """A section without the sections in it that the audience may not read."""
    children = _readable(section.children, audience)
    return section if children is section.children else replace(section, children=children)


R = TypeVar("R", bound=Record)


def _without(record: Any, gone: set[str]) -> Any:
    """A record or ground without the evidence that is gone."""
    if gone.isdisjoint(record.evidence):
        return record
    return record.model_copy(update={"evidence": tuple(each for each in record.evidence if each not in gone)})


def _notice_without(notice: Held, gone: set[str]) -> Held:
    if not isinstance(notice, Notice):
        return notice
    grounds = tuple(_ground_without(ground, gone) for ground in notice.grounds)
    return notice if grounds == notice.grounds else notice.model_copy(update={"grounds": grounds})


def _ground_without(ground: Ground, gone: set[str]) -> Ground:
    """A ground, and each of its matters, without the evidence that is gone."""
    matters = tuple(_without(matter, gone) for matter in ground.matters)
    kept = ground if matters == ground.matters else ground.model_copy(update={"matters": matters})
    shown: Ground = _without(kept, gone)
    return shown
