"""Every text field that the model has, of every kind of record, holds a secret; none reaches a document or sheet.

The secrets are planted by the model itself: beside each record of the sample caseload stands a twin in confidence, each
text of which is a secret, the absent ones too. So a new field is covered on the day on which the model gets it.
"""

from __future__ import annotations

import email
import email.policy
import io
import re
import types
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

import pypdf
import pytest
from msgspec.structs import replace

from casefiles.build_pdf import render_pdfs
from casefiles.caseload import load, load_packs
from casefiles.documents.catalogue import due_documents
from casefiles.documents.mail import Attachment
from casefiles.documents.mail.eml import format_message
from casefiles.documents.sheet.blank import render_sheet
from casefiles.documents.sheet.compose import AGENDA, FORM, MINUTES, sheets_of
from casefiles.model.base import Held, Shape
from casefiles.model.caseview import RECORD_TYPES, Case
from casefiles.model.types import Names, Scalar
from casefiles.model.visible import may_read
from casefiles.policy.law import Packs
from casefiles.prose import Body, Paragraph, Prose, Section, Words
from casefiles.rendering import Rendered, Shelves

SAMPLE = Path(__file__).parents[1] / "casefiles"
PLANTED = "zqsecret"
HELD = tuple(
    kind
    for kind in RECORD_TYPES.values()
    if issubclass(kind, Held) and kind.__module__ != "casefiles.model.programme"  # a programme's have a test of theirs
)
ATTRIBUTES = ("evidence", "assessments", "meetings", "visits", "received", "letters", "notices", "plans", "exit_plans")


@dataclass
class Planter:
    """Plants a secret of its own in every text, and knows which field has which."""

    planted: dict[str, str] = field(default_factory=dict)

    def secret(self, where: str) -> str:
        """A new secret."""
        token = f"{PLANTED}{len(self.planted):05}x"
        self.planted[token] = where
        return token

    def shape(self, kind: type[Shape], known: Shape | None, day: date) -> Any:
        """A copy of a shape (or one made up) with a secret in each of its texts and in those of its parts."""
        values = {name: getattr(known, name) for name in kind.model_fields} if known else {}
        for name, entry in kind.model_fields.items():
            hint = Annotated[entry.annotation, *entry.metadata] if entry.metadata else entry.annotation
            if known and name in {"kind", "date", "audience", "confidential", "restricted"}:
                continue
            made = self.value(hint, values.get(name), f"{kind.__name__}.{name}", day)
            if made is not None or name not in values:
                values[name] = made
        return known.model_copy(update=values) if known else kind.model_construct(**values)

    def value(self, hint: Any, known: Any, where: str, day: date) -> Any:
        """A value of a type, with secrets in its texts; the known one where there is nothing to plant."""
        marks = _marks(hint)
        plain = _bare(hint)
        if any(isinstance(mark, Names) for mark in marks):
            return known
        if any(isinstance(mark, Scalar) and mark.word == "text" for mark in marks):
            return self.secret(where)
        origin, arguments = get_origin(plain), get_args(plain)
        if origin in {Union, types.UnionType}:
            return self.value(next(one for one in arguments if one is not types.NoneType), known, where, day)
        if origin is tuple:
            each = [self.value(arguments[0], one, where, day) for one in (known or (None,))]
            return tuple(one for one in each if one is not None) or known or ()
        if origin is dict:
            made = {key: self.value(arguments[1], one, where, day) for key, one in (known or {"other": None}).items()}
            return {key: one for key, one in made.items() if one is not None} or known
        if isinstance(plain, type) and issubclass(plain, Shape):
            return self.shape(plain, known, day)
        return known if known is not None else _otherwise(plain, day)

    def twin(self, record: Held) -> Held:
        """The record again, in confidence, all of its texts secrets."""
        made: Held = self.shape(type(record), record, record.date).model_copy(update={"confidential": True})
        made.placed(
            f"{record.record_id}-z",
            record._placed.source,
            record._placed.path,
            self.body(record.body, type(record).__name__),
        )
        return made

    def body(self, body: Body, where: str) -> Body:
        """A body with the same headings, all of its texts secrets."""
        return Body(self.prose(where), tuple(self.section(each, where) for each in body.sections))

    def section(self, section: Section, where: str) -> Section:
        """A section with a secret below its heading, and its own sections likewise."""
        below = tuple(self.section(each, where) for each in section.children)
        return replace(section, text=self.prose(where), children=below)

    def prose(self, where: str) -> Prose:
        """A paragraph with a secret."""
        return Prose((Paragraph((Words(f"The {self.secret(f'body of {where}')} of it."),)),))


def _marks(hint: Any) -> tuple[Any, ...]:
    """What annotates a type, that of an optional one and those inside as well."""
    if get_origin(hint) is Annotated:
        return (*_marks(get_args(hint)[0]), *get_args(hint)[1:])
    if get_origin(hint) in {Union, types.UnionType}:
        return tuple(mark for one in get_args(hint) for mark in _marks(one))
    return ()


def _bare(hint: Any) -> Any:
    return _bare(get_args(hint)[0]) if get_origin(hint) is Annotated else hint


def _otherwise(plain: Any, day: date) -> Any:
    """A harmless value of a type for a part that is made up."""
    return {date: day, Decimal: Decimal(1), bool: False, int: 1, str: "other"}.get(plain)


@dataclass(frozen=True)
class World:
    """The sample caseload with its secrets, and each file that its documents and sheets would be."""

    planted: dict[str, str]
    files: dict[str, str]


def twinned(case: Case, planter: Planter) -> Case:
    """The case with a twin of each of its records."""
    both: dict[str, Any] = {
        name: (*getattr(case, name), *(planter.twin(each) for each in getattr(case, name))) for name in ATTRIBUTES
    }
    return replace(case, **both)


@pytest.fixture(scope="module")
def world() -> World:
    caseload = load(SAMPLE)
    packs, _ = load_packs(SAMPLE, caseload.authorities)
    planter, shelves = Planter(), Shelves(SAMPLE, packs)
    files: dict[str, str] = {}
    for case in caseload.cases:
        files.update(documents_of(twinned(case, planter), packs, shelves))
    return World(planter.planted, files)


def documents_of(case: Case, packs: Packs, shelves: Shelves) -> Iterator[tuple[str, str]]:
    """Every document and sheet of a case that others than the office may read, as the text of its files.

    A PDF follows from its Word file: one of each document is made.
    """
    drawn: set[str] = set()
    for due in due_documents(case, packs):
        if may_read(("internal",), due.entry.audience):
            continue
        rendered = shelves.render(case, due)
        assert isinstance(rendered, Rendered), rendered
        name = f"{case.id}/{due.stem}"
        yield f"{name}.docx", text_of_word(rendered.docx)
        if rendered.message is not None:
            files = [Attachment(f"{due.stem}.docx", b"searched as a file of its own")]
            yield f"{name}.eml", text_of_mail(format_message(rendered.message, files))
        if due.entry.slug not in drawn:
            drawn.add(due.entry.slug)
            (pdf,) = render_pdfs([rendered.docx], "native", 1, 1)
            assert isinstance(pdf, bytes), pdf
            yield f"{name}.pdf", text_of_pdf(pdf)
    meetings = [each for each in case.meetings if not each.confidential]
    templates = shelves.shelf(case).templates
    for meeting in meetings[-2:]:
        edition = packs.edition_on(case.authority.file.policy, meeting.date)
        for sheet in {AGENDA, FORM, *sheets_of(edition, meeting)} - {MINUTES}:
            name, docx = f"{case.id}/{meeting.record_id}-{sheet}", render_sheet(sheet, case, meeting, packs, templates)
            yield f"{name}.docx", text_of_word(docx)
            if sheet == AGENDA and sheet not in drawn:
                drawn.add(sheet)
                (pdf,) = render_pdfs([docx], "native", 1, 1)
                assert isinstance(pdf, bytes), pdf
                yield f"{name}.pdf", text_of_pdf(pdf)


def text_of_word(docx: bytes) -> str:
    """Every part of a Word file, its properties as well."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return "\n".join(
            [*package.namelist(), *(package.read(each).decode("utf-8", "replace") for each in package.namelist())]
        )


def text_of_pdf(pdf: bytes) -> str:
    """The text, properties, bookmarks and every string of a PDF."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    found = [page.extract_text() for page in reader.pages]
    found += [str(reader.metadata), str(reader.outline)]
    root = reader.trailer["/Root"]
    metadata = root.get("/Metadata")  # type: ignore[attr-defined]
    found += [metadata.get_object().get_data().decode("latin-1")] if metadata is not None else []
    return "\n".join([*found, pdf.decode("latin-1")])


def text_of_mail(data: bytes) -> str:
    """The head and body of an e-mail and the names of its files."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = [str(value) for value in message.values()]
    for part in message.walk():
        parts.append(str(part.get_filename()))
        if part.get_content_maintype() == "text":
            parts.append(str(part.get_content()))
    return "\n".join(parts)


@cache
def text_fields(kind: type[Shape]) -> frozenset[str]:
    """Every text of a shape and of its parts, as the model has them."""
    found: set[str] = set()
    for name, entry in kind.model_fields.items():
        hint = Annotated[entry.annotation, *entry.metadata] if entry.metadata else entry.annotation
        found |= _texts(hint, f"{kind.__name__}.{name}")
    return frozenset(found)


def _texts(hint: Any, where: str) -> set[str]:
    marks, plain = _marks(hint), _bare(hint)
    if any(isinstance(mark, Names) for mark in marks):
        return set()
    if any(isinstance(mark, Scalar) and mark.word == "text" for mark in marks):
        return {where}
    if isinstance(plain, type) and issubclass(plain, Shape):
        return set(text_fields(plain))
    return {found for one in get_args(plain) if one is not Ellipsis for found in _texts(one, where)}


def test_a_secret_is_planted_in_every_text_field_of_every_kind_of_record(world: World) -> None:
    wanted = {each for kind in HELD for each in text_fields(kind)}
    assert len(wanted) > 40
    assert wanted - set(world.planted.values()) == set()


def test_documents_of_every_policy_were_searched_as_word_pdf_and_e_mail(world: World) -> None:
    for ending in (".docx", ".pdf", ".eml"):
        assert len({name.partition("/")[0] for name in world.files if name.endswith(ending)}) >= 5
    for sheet in ("-agenda.docx", "-agenda.pdf", "-headteacher-form.docx", "-progress-form.docx"):
        assert any(name.endswith(sheet) for name in world.files), sheet
    assert all(len(text) > 200 for text in world.files.values())


def test_no_secret_of_the_model_reaches_a_document_or_a_sheet(world: World) -> None:
    leaked = {
        (name, world.planted.get(token, token))
        for name, text in world.files.items()
        for token in re.findall(rf"{PLANTED}\d{{5}}x", text)
    }
    assert leaked == set()


def test_the_search_finds_what_is_for_everybody(world: World) -> None:
    del world
    caseload = load(SAMPLE)
    packs, _ = load_packs(SAMPLE, caseload.authorities)
    case = next(each for each in caseload.cases if each.id == "larch-grove-school")
    named = replace(case, school=case.school.model_copy(update={"name": f"{PLANTED}99999x"}))
    named.school.placed(case.school.record_id, case.school._placed.source)
    files = dict(documents_of(named, packs, Shelves(SAMPLE, packs)))
    assert [name for name, text in files.items() if f"{PLANTED}99999x" not in text] == []
