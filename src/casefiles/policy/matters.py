"""The matters of a notice, numbered, each with its evidence; and every text of a notice with its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from casefiles.diagnostics import Span
from casefiles.markup import plain_text
from casefiles.model.caseview import Case
from casefiles.model.notices import Notice
from casefiles.model.records import Evidence
from casefiles.policy.pack import Edition
from casefiles.prose import Body, Prose, Section
from casefiles.source import Path

__all__ = ["MatterEvidence", "NoticeMatter", "NoticeText", "matters_of", "prose_of_body", "texts_of"]


class MatterEvidence(Struct, frozen=True):
    """One piece of evidence for a matter, as the notice cites it."""

    id: str
    title: str
    source: str
    dated: date


class NoticeMatter(Struct, frozen=True):
    """One matter that the conclusion is based on. `number` runs through all grounds; `path` leads to it in the file."""

    number: int
    ground: str
    text: str
    evidence: tuple[MatterEvidence, ...]
    path: Path


class NoticeText(Struct, frozen=True):
    """A piece of a notice's own text: where it stands in the front matter, or (with `span`) below it."""

    text: str
    path: Path = ()
    span: Span | None = None


def matters_of(notice: Notice, case: Case, edition: Edition) -> tuple[NoticeMatter, ...]:
    """The numbered matters of a notice, ground by ground; without matters each piece of evidence is one."""
    found: list[NoticeMatter] = []
    for place, ground in enumerate(notice.grounds):
        name = edition.canonical("ground", ground.ground)
        if ground.matters:
            stated = [
                (each.matter, each.evidence, ("grounds", place, "matters", index))
                for index, each in enumerate(ground.matters)
            ]
        else:
            stated = [
                ("", (each,), ("grounds", place, "evidence", index)) for index, each in enumerate(ground.evidence)
            ]
        for text, ids, path in stated:
            records = (case.find("evidence", each) for each in ids)
            evidence = tuple(_cited(each) for each in records if isinstance(each, Evidence))
            said = text or next((each.title for each in evidence), "")
            found.append(NoticeMatter(len(found) + 1, name, said, evidence, path))
    return tuple(found)


def texts_of(notice: Notice) -> Iterator[NoticeText]:
    """Everything that a notice says in its own words: the prose section by section, then the sentences above it."""
    for prose in prose_of_body(notice.body):
        yield NoticeText(plain_text(prose), span=prose.span)
    for path, text in _sentences(notice):
        if text:
            yield NoticeText(text, path)


def prose_of_body(body: Body) -> Iterator[Prose]:
    """The text of a record piece by piece: what stands above the first heading, then below each."""
    for prose in (body.preamble, *(each for section in body.sections for each in _proses(section))):
        if prose:
            yield prose


def _sentences(notice: Notice) -> Iterator[tuple[Path, str | None]]:
    """The sentences of the front matter that print, each with its path."""
    for index, action in enumerate(notice.required_actions):
        yield ("required_actions", index, "action"), action.action
        yield ("required_actions", index, "measure"), action.measure
    for place, ground in enumerate(notice.grounds):
        for index, matter in enumerate(ground.matters):
            yield ("grounds", place, "matters", index, "matter"), matter.matter
        yield ("grounds", place, "provision"), ground.provision
    yield ("minded_to_otherwise",), notice.minded_to_otherwise
    yield ("reason",), notice.reason
    for index, line in enumerate(notice.support):
        yield ("support", index), line


def _proses(section: Section) -> Iterator[Prose]:
    yield section.text
    for child in section.children:
        yield from _proses(child)


def _cited(evidence: Evidence) -> MatterEvidence:
    return MatterEvidence(evidence.record_id, evidence.title, evidence.source, evidence.date)
