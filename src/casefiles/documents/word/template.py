"""A template compiled once and rendered many times: only the parts that vary are made for each document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from casefiles.documents.word.assembled import DOCUMENT, Assembled
from casefiles.documents.word.expand import PlacedBlock
from casefiles.documents.word.faults import TemplateFault
from casefiles.documents.word.packaging import Member
from casefiles.documents.word.properties import CORE_PART, CUSTOM_PART, DocumentProperties, core_xml, custom_xml
from casefiles.documents.word.rendering import Rendering
from casefiles.sealing import SealError, opened, sealed

__all__ = [
    "DocumentProperties",
    "PlacedBlock",
    "Template",
    "TemplateFault",
    "compile_template",
    "template_bytes",
    "template_of",
]


class Template(Struct, frozen=True):
    """A compiled template; `render` is a function of its context and properties alone."""

    _assembled: Assembled

    def render(self, context: Mapping[str, object], properties: DocumentProperties) -> bytes:
        """The document as a Word file; `TemplateFault` where the template cannot print the context.

        Equal contexts and properties give equal bytes.
        """
        made = self._assembled
        rendering = Rendering(made)
        if made.package:
            from casefiles.documents.word.handed import render_with_docxtpl  # noqa: PLC0415 - imports docxtpl

            return render_with_docxtpl(made, rendering, context, properties)
        parts = [_member(part.name, rendering.stream(part, context)) for part in made.parts]
        parts += rendering.lists_and_links()
        parts.append(_packed(CORE_PART, core_xml(properties)))
        parts.append(_packed(CUSTOM_PART, custom_xml(properties)))
        if rendering.illustrations:
            return made.illustrated.join([*parts, *rendering.illustrations.members()])
        return made.frame.join(parts)


def _member(name: str, text: str) -> Member:
    data = text.encode("utf-8")
    return Member(name, data) if name == DOCUMENT else _packed(name, data)


@lru_cache(maxsize=128)
def _packed(name: str, data: bytes) -> Member:
    """A part packed once for all documents in which it is the same: most heads and feet are."""
    return Member(name, data)


def template_bytes(template: Template) -> bytes:
    """A compiled template as bytes, the parts of the package that never change packed already."""
    _ = template._assembled.frame  # noqa: SLF001 - what is asked for once is kept with the rest
    return sealed(template)


def template_of(data: bytes) -> Template:
    """The template of such bytes, which only our own program may have written; SealError for others."""
    template = opened(data)
    if not isinstance(template, Template):
        raise SealError("these bytes hold something else")
    return template


def compile_template(
    shelf: Mapping[str, bytes],
    slug: str,
    kind: str,
    blocks: Sequence[PlacedBlock],
    *,
    origin: Mapping[str, str] | None = None,
) -> Template:
    """The template of a document: its own page, else its kind's shell, with the fragments of its blocks put in.

    `origin` names the file of each entry of the shelf, for diagnostics. `TemplateFault` carries all that
    keeps the template from being used.
    """
    from casefiles.documents.word.assemble import assemble  # noqa: PLC0415 - a kept template needs none of it
    from casefiles.documents.word.shared import assembled_from_pieces  # noqa: PLC0415 - as above

    shared = assembled_from_pieces(shelf, slug, kind, blocks, origin or {})
    if shared is not None:
        return Template(shared)
    assembled, faults = assemble(shelf, slug, kind, blocks, origin or {})
    if assembled is None or faults:
        raise TemplateFault(faults)
    return Template(assembled)
