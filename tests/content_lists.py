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

__all__ = [
    "AUTHORITIES",
    "PLACES",
    "POLICIES",
    "Item",
    "Listed",
    "Place",
    "authority_of",
    "drawn",
    "listed",
    "made_of",
    "others",
    "sample",
    "shown",
    "values_of",
]

_LISTS = Path(__file__).parent / "required_content"
_SAMPLE = Path(__file__).parent.parent / "casefiles"
POLICIES = tuple(sorted(path.stem for path in _LISTS.glob("*.yaml")))
"""What names documents: the policy of each authority, and the commission of one."""
_BOOKS = ("full-case", "notices")
PLACES = ("heading", "paragraph", "cell")


@dataclass(frozen=True)
class Place:
    """Where an item stands: a heading, a paragraph or a cell with these words."""

    kind: str
    words: str


@dataclass(frozen=True)
class Item:
    """What a policy asks for, in our words, with its places.

    `ours`: that it is asked for is our reading, so that the policy gives it no place in its order.
    """

    asked: str
    places: tuple[Place, ...]
    ours: bool = False


@dataclass(frozen=True)
class Listed:
    """A document with the items of its list, in order.

    `slug` is its name among the documents of the policies, `document` its name in the pack. `book` is the case that
    it is drawn from (one of the tests', of the sample caseload, or the authority's own), `day` its record's, `added`
    the files that the case has for it beside its own.
    """

    policy: str
    slug: str
    document: str
    book: str
    day: str
    added: str
    items: tuple[Item, ...]

    @property
    def authority(self) -> str:
        """The authority whose pack has the document."""
        return authority_of(self.policy)


@cache
def _list(policy: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((_LISTS / f"{policy}.yaml").read_text(encoding="utf-8"))
    return read


def authority_of(policy: str) -> str:
    """The authority that has the documents of a policy."""
    return str(_list(policy).get("authority", policy))


@cache
def listed(policy: str) -> tuple[Listed, ...]:
    """The documents of a policy that are rendered, each with its list."""
    return tuple(
        Listed(
            policy,
            slug,
            entry.get("as", slug),
            entry["from"]["book"],
            str(entry["from"]["day"]),
            entry["from"].get("with", ""),
            tuple(_item(each) for each in entry["items"]),
        )
        for slug, entry in _list(policy)["rendered"].items()
    )


def _item(entry: dict[str, Any]) -> Item:
    places = tuple(Place(kind, str(words)) for place in entry["shown"] for kind, words in place.items())
    return Item(entry["asked"], places, entry.get("order") == "ours")


def others(policy: str, how: str) -> dict[str, str]:
    """The documents that are not rendered but received, logged or out: what holds each, or why."""
    return dict(_list(policy).get(how) or {})


AUTHORITIES = tuple(dict.fromkeys(authority_of(policy) for policy in POLICIES))


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


@cache
def made_of(authority: str) -> tuple[tuple[str, str], ...]:
    """The documents that the sample of an authority gives: each with its file's path in the build folder."""
    caseload, packs = sample()
    own = [case for case in (*caseload.cases, *caseload.programmes) if case.authority.id == authority]
    return tuple((due.entry.slug, f"{case.folder}/{due.stem}") for case in own for due in due_documents(case, packs))


def _programme(authority: str) -> tuple[Case, Packs]:
    """The authority's own case, over all its schools."""
    caseload, packs = sample()
    return next(each for each in caseload.programmes if each.authority.id == authority), packs


def _with(case: Case, added: str) -> Case:
    """A school of the sample caseload with more files; their paths start in its folder."""
    with TemporaryDirectory() as folder:
        copytree(_SAMPLE / case.authority.id, Path(folder) / case.authority.id)
        write_tree(Path(folder), "=== caseload.yaml\nformat: 1\n")
        write_tree(Path(folder) / case.folder, added)
        return next(each for each in load(Path(folder)).cases if each.id == case.id)


def _due(each: Listed) -> tuple[Due, Case, Packs]:
    case, packs = _programme(each.authority) if each.book == "programme" else _book(each.book, each.added)
    due = next(due for due in due_documents(case, packs) if due.entry.slug == each.document and each.day in due.stem)
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
    template = compile_template(shelf, each.document, due.entry.kind, placed_blocks(due.entry))
    return template.render(values_of(each).context, DocumentProperties(due.entry.title))


def shown(docx: bytes) -> Iterator[tuple[str, str]]:
    """Each paragraph in reading order, as a heading, a cell or a paragraph."""
    opened = Document(io.BytesIO(docx))
    headings = {style.style_id for style in opened.styles if style.name.startswith("Heading")}
    for element in opened.element.body.iter(qn("w:p")):
        text = "".join(each.text or "" for each in element.iter(qn("w:t"))).replace("\xa0", " ")
        style = element.pPr.pStyle.val if element.pPr is not None and element.pPr.pStyle is not None else ""
        in_cell = any(each.tag == qn("w:tc") for each in element.iterancestors())
        if text:
            yield "heading" if style in headings else "cell" if in_cell else "paragraph", text
