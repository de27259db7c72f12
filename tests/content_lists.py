"""The lists of `required_content/`: what a policy asks of each of its documents, and where a reader finds it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from docx import Document
from docx.oxml.ns import qn

from casefiles.caseload import Caseload, load, load_packs, read_templates
from casefiles.documents.catalogue import Due, due_documents
from casefiles.documents.compose import Composed, compose
from casefiles.documents.word.properties import DocumentProperties
from casefiles.documents.word.template import compile_template
from casefiles.model.caseview import Case
from casefiles.policy.law import Packs
from casefiles.rendering import placed_blocks
from drafting import loaded
from fullcase import FULL_CASE
from notation import write_tree
from notice_pages import loaded_notices

__all__ = ["AUTHORITIES", "PLACES", "Listed", "Place", "drawn", "listed", "others", "sample", "shown", "values_of"]

_LISTS = Path(__file__).parent / "required_content"
_SAMPLE = Path(__file__).parent.parent / "casefiles"
AUTHORITIES = tuple(sorted(path.stem for path in _LISTS.glob("*.yaml")))
_BOOKS = ("full-case", "notices")
PLACES = ("heading", "paragraph", "cell")


@dataclass(frozen=True)
class Place:
    """Where an item stands: a heading, a paragraph or a cell with these words."""

    kind: str
    words: str


@dataclass(frozen=True)
class Listed:
    """A document with the items of its list, in order, each in our words with its places.

    `book` is the case that it is drawn from (one of the tests', or of the sample caseload), `day` its record's,
    `added` the files that the case has for it beside its own.
    """

    authority: str
    slug: str
    book: str
    day: str
    added: str
    items: tuple[tuple[str, tuple[Place, ...]], ...]


@cache
def _list(authority: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((_LISTS / f"{authority}.yaml").read_text(encoding="utf-8"))
    return read


@cache
def listed(authority: str) -> tuple[Listed, ...]:
    """The documents of an authority that are rendered, each with its list."""
    return tuple(
        Listed(
            authority,
            slug,
            entry["from"]["book"],
            str(entry["from"]["day"]),
            entry["from"].get("with", ""),
            tuple(
                (item["asked"], tuple(Place(kind, words) for place in item["shown"] for kind, words in place.items()))
                for item in entry["items"]
            ),
        )
        for slug, entry in _list(authority)["rendered"].items()
    )


def others(authority: str, how: str) -> dict[str, str]:
    """The documents that are not rendered but received, logged or waiting: what holds each, or why."""
    return dict(_list(authority).get(how) or {})


@cache
def sample() -> tuple[Caseload, Packs]:
    """The sample caseload with its packs."""
    caseload = load(_SAMPLE)
    packs, _ = load_packs(caseload.root, caseload.authorities)
    return caseload, packs


@cache
def _book(name: str, added: str) -> tuple[Case, Packs]:
    """The case that documents are drawn from, and the packs that judge it."""
    if name in _BOOKS:
        with TemporaryDirectory() as folder:
            changes = (added,) if added else ()
            full = name == "full-case"
            return loaded(Path(folder), FULL_CASE, *changes) if full else loaded_notices(Path(folder), *changes)
    caseload, packs = sample()
    case = next(case for case in caseload.cases if case.id == name)
    return (_with(case, added), packs) if added else (case, packs)


def _with(case: Case, added: str) -> Case:
    """A school of the sample caseload with more files; their paths start in its folder."""
    with TemporaryDirectory() as folder:
        copytree(_SAMPLE / case.authority.id, Path(folder) / case.authority.id)
        write_tree(Path(folder), "=== caseload.yaml\nformat: 1\n")
        write_tree(Path(folder) / case.folder, added)
        return next(each for each in load(Path(folder)).cases if each.id == case.id)


def _due(each: Listed) -> tuple[Due, Case, Packs]:
    case, packs = _book(each.book, each.added)
    due = next(due for due in due_documents(case, packs) if due.entry.slug == each.slug and each.day in due.stem)
    return due, case, packs


@cache
def values_of(each: Listed) -> Composed:
    """The values of the document."""
    due, case, packs = _due(each)
    return compose(due, case, packs)


@cache
def drawn(each: Listed) -> tuple[tuple[str, str], ...]:
    """The paragraphs of the document in reading order, each with what it is."""
    return tuple(shown(_rendered(each)))


def _rendered(each: Listed) -> bytes:
    """The document as Word bytes."""
    due, case, _ = _due(each)
    home = _LISTS if each.book in _BOOKS else _SAMPLE
    shelf = read_templates(home, case.authority.id, case.authority.file.policy).templates
    template = compile_template(shelf, each.slug, due.entry.kind, placed_blocks(due.entry))
    return template.render(values_of(each).context, DocumentProperties(due.entry.title))


def shown(docx: bytes) -> Iterator[tuple[str, str]]:
    """Each paragraph in reading order, as a heading, a cell or a paragraph."""
    opened = Document(io.BytesIO(docx))
    headings = {style.style_id for style in opened.styles if style.name.startswith("Heading")}
    for element in opened.element.body.iter(qn("w:p")):
        text = "".join(each.text or "" for each in element.iter(qn("w:t")))
        style = element.pPr.pStyle.val if element.pPr is not None and element.pPr.pStyle is not None else ""
        in_cell = any(each.tag == qn("w:tc") for each in element.iterancestors())
        if text:
            yield "heading" if style in headings else "cell" if in_cell else "paragraph", text
