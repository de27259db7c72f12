"""Plain words: short sentences in the fixed text, abbreviations spelled out, and an opening that says what to do by when."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from casefiles.caseload import load_packs, read_templates, shipped_templates
from casefiles.documents.catalogue import Due, due_documents
from casefiles.documents.compose import compose
from casefiles.documents.word.properties import DocumentProperties
from casefiles.documents.word.template import compile_template
from casefiles.model.caseview import Case
from casefiles.policy.pack import ON_DEMAND, DocumentEntry, Edition
from casefiles.rendering import placed_blocks
from content_lists import sample, shown

SAMPLE = Path(__file__).parent.parent / "casefiles"
DAY = date(2026, 11, 20)
AUTHORITIES = ("camden", "cambridgeshire", "southwark", "leeds")
LONGEST_AVERAGE = 20
EVERYDAY = {"URN", "GCSE", "GCSEs", "DRAFT", "II"}
"""Capitals that need no explanation: schools know them by these, or they are no abbreviation."""
SPELLED_OUT = ("southwark",)
"""The authorities whose officers, too, spell every abbreviation out in the sample."""
OWN_OPENINGS = {"statutory-notice", "oversight-report"}
OWN_WORDS = {"own-letter", "targeted-meeting-report"}
"""Documents whose opening is the officer's, or prescribed by the policy to the cell."""

_TAG, _VALUE = re.compile(r"\{%.*?%\}"), re.compile(r"\{\{.*?\}\}")
_CAPITALS = re.compile(r"(?<![\w(-])[A-Z]{2,}s?(?![\w-])")
_FACTS = re.compile(r"[A-Z][A-Za-z ]{2,20}:|Delivery|For the |.* \(URN ")
_ASKS = re.compile(r"\b(?:[Pp]lease|[Ww]e ask|must|invite|will meet|meets again|requires?|need do nothing)\b")


def entries() -> Iterator[tuple[Edition, DocumentEntry]]:
    packs, _ = load_packs(SAMPLE, ())
    for name in (*AUTHORITIES, "england"):
        edition = packs.by_name[name].edition_on(DAY)
        for entry in edition.documents:
            if entry.when != ON_DEMAND:
                yield edition, entry


@cache
def paragraphs(name: str) -> tuple[str, ...]:
    """The paragraphs of a shipped template, a value as one word, without its tags."""
    path = shipped_templates() / f"{name}.docx"
    body = Document(io.BytesIO(path.read_bytes())).element.body
    texts = ("".join(text.text or "" for text in line.iter(qn("w:t"))) for line in body.iter(qn("w:p")))
    return tuple(" ".join(_VALUE.sub("word", _TAG.sub(" ", text)).split()) for text in texts)


def fixed_text(edition: Edition, entry: DocumentEntry) -> Iterator[str]:
    """All that a document says by itself: its page or shell, the fragments of its blocks, their titles."""
    own = f"{edition.pack}/{entry.slug}"
    if (shipped_templates() / f"{own}.docx").exists():
        yield from paragraphs(own)
    else:
        yield from paragraphs(f"shells/{entry.kind}")
    for block in entry.blocks:
        yield from paragraphs(f"fragments/{block.block}")
        yield block.title or ""
    yield entry.title


def sentences(texts: Iterator[str]) -> list[str]:
    return [said for text in texts for said in re.split(r"(?<=[.?!])\s+", text) if said.endswith((".", "?", "!"))]


def identity(value: object) -> str:
    return value.slug if isinstance(value, DocumentEntry) else value.pack if isinstance(value, Edition) else ""


@pytest.mark.parametrize(("edition", "entry"), list(entries()), ids=identity)
def test_sentences_of_fixed_text_are_short_on_average(edition: Edition, entry: DocumentEntry) -> None:
    lengths = [len(said.split()) for said in sentences(fixed_text(edition, entry))]
    assert not lengths or sum(lengths) / len(lengths) < LONGEST_AVERAGE


@pytest.mark.parametrize(("edition", "entry"), list(entries()), ids=identity)
def test_fixed_text_spells_abbreviations_out(edition: Edition, entry: DocumentEntry) -> None:
    assert unexplained(" \n".join(fixed_text(edition, entry))) == []


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_the_words_that_documents_take_from_a_pack_are_spelled_out(authority: str) -> None:
    edition = sample()[1].edition_on(authority, DAY)
    printed = [each.title for each in edition.roles.values()]
    printed += [text for level in edition.levels for text in (level.title, level.statement or "", *level.entitlement)]
    printed += [criterion.title for criterion in edition.criteria]
    printed += [kind.title for kind in edition.meetings]
    names = ("bucket", "domain", "funding", "judgement", "assessment-kind", "plan-kind", "received-kind")
    printed += [term.title for name in names for term in edition.lists.get(name, {}).values()]
    assert {text: words for text in printed if (words := unexplained(text))} == {}


def unexplained(text: str) -> list[str]:
    """The abbreviations of a text that it does not explain in brackets before, or at, their first use."""
    first = {match.group(): match.start() for match in reversed([*_CAPITALS.finditer(text)])}
    return [word for word, at in first.items() if word not in EVERYDAY and f"({word.rstrip('s')}" not in text[:at]]


def openings() -> Iterator[tuple[Case, Due]]:
    """One document of each slug of each authority of the sample that opens with words of ours.

    A statutory notice opens with its operative words, a report across schools or on data asks nothing of a school,
    and some documents open with a section that the officer wrote.
    """
    caseload, packs = sample()
    met = set()
    for case in caseload.cases:
        for due in due_documents(case, packs):
            entry = due.entry
            is_own = entry.slug in OWN_WORDS or entry.blocks[0].block == "section"
            if is_own or entry.kind in OWN_OPENINGS or (case.authority.id, entry.slug) in met:
                continue
            met.add((case.authority.id, entry.slug))
            yield case, due


def parts_of(case: Case, due: Due) -> list[tuple[str, str]]:
    """The paragraphs of the document, each with what it is."""
    packs = sample()[1]
    pack = case.authority.file.policy
    shelf = read_templates(SAMPLE, case.authority.id, pack, packs.beneath(pack)).templates
    template = compile_template(shelf, due.entry.slug, due.entry.kind, placed_blocks(due.entry))
    docx = template.render(compose(due, case, packs).context, DocumentProperties(due.entry.title))
    return list(shown(docx))


def opening(case: Case, due: Due) -> str:
    """The first paragraph below the document's title that is no fact at its head."""
    parts = parts_of(case, due)
    start = next(at for at, (kind, _) in enumerate(parts) if kind == "heading")
    return next(text for kind, text in parts[start + 1 :] if kind == "paragraph" and not _FACTS.match(text))


@pytest.mark.parametrize(
    ("case", "due"), list(openings()), ids=lambda each: f"{each.id}" if isinstance(each, Case) else each.stem
)
def test_the_first_paragraph_says_what_the_reader_is_to_do(case: Case, due: Due) -> None:
    said = opening(case, due)
    assert _ASKS.search(said), said


@pytest.mark.parametrize("authority", SPELLED_OUT)
def test_no_document_of_the_sample_leaves_an_abbreviation_unexplained(authority: str) -> None:
    caseload, packs = sample()
    found = {
        due.stem: words
        for case in caseload.cases
        if case.authority.id == authority
        for due in due_documents(case, packs)
        if (words := unexplained("\n".join(text for _, text in parts_of(case, due))))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The RIG meets.", ["RIG"]),
        ("The Rapid Improvement Group (RIG) meets; the RIG decides.", []),
        ("The RIG meets: a Rapid Improvement Group (RIG).", ["RIG"]),
        ("URN 900401 and SO-2026-031", []),
    ],
)
def test_an_abbreviation_is_explained_at_its_first_use(text: str, words: list[str]) -> None:
    assert unexplained(text) == words
