"""Templates that docxtpl itself renders: in our environment, with our values, under our caps, whole or refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import lru_cache

from docxtpl import DocxTemplate

from casefiles.documents.word.assemble import compile_part
from casefiles.documents.word.assembled import Assembled, Part
from casefiles.documents.word.environment import UnprintableError
from casefiles.documents.word.faults import Place, TemplateFault, diagnostic
from casefiles.documents.word.illustrations import MEDIA_TYPES
from casefiles.documents.word.mending import Mends, whole_xml
from casefiles.documents.word.packaging import CONTENT_TYPES, Frame, Member
from casefiles.documents.word.properties import CORE_PART, CUSTOM_PART, DocumentProperties, core_xml, custom_xml
from casefiles.documents.word.relations import with_types
from casefiles.documents.word.rendering import Rendering
from casefiles.documents.word.tags import Tag
from casefiles.documents.word.wordml import DECLARATION

__all__ = ["render_with_docxtpl"]

_ESCAPES = {"{_{": "{\ufdd6_{", "}_}": "}\ufdd6_}", "{_%": "{\ufdd6_%", "%_}": "%\ufdd6_}"}
_KEPT_APART = "\ufdd6"


class _Docx(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl, but for the properties: they say what the document is, and not what its template said."""

    def render_properties(self, context: Mapping[str, object], jinja_env: object = None) -> None:
        """Nothing: the properties are written with the package."""


class _Source:
    """What docxtpl takes for a template of Jinja's."""

    def __init__(self, render: Callable[[], str]) -> None:
        self._render = render

    def render(self, _: Mapping[str, object]) -> str:
        """The part's text."""
        return self._render()


class _Environment:
    """What docxtpl takes for Jinja's environment: a part is compiled and rendered as any template's is, or refused."""

    def __init__(self, docx: _Docx, made: Assembled, rendering: Rendering, context: Mapping[str, object]) -> None:
        self._docx = docx
        self._file = made.file
        self._parts = {part.name: part for part in made.parts}
        self._rendering = rendering
        self._context = context

    def from_string(self, source: str) -> _Source:
        """The part that docxtpl is about to render, from its source of it."""
        name = str(self._docx.current_rendering_part.partname).removeprefix("/")
        return _Source(lambda: self._text(name, source))

    def _text(self, name: str, source: str) -> str:
        """The text of a part, whole XML, in which no value looks like an escape of docxtpl's."""
        known = self._parts.get(name)
        if known is None:
            return source
        part = _compiled(name, source.replace("\n<w:p", "<w:p").replace("\n", " "), known.numbered, known.mends)
        text = self._rendering.stream(part, self._context).removeprefix(DECLARATION.strip())
        try:
            whole_xml(text)
        except UnprintableError as error:
            raise TemplateFault([diagnostic(Place(self._file, name), "TPL-060", str(error))]) from error
        for written, apart in _ESCAPES.items():
            text = text.replace(written, apart)
        return text


@lru_cache(maxsize=64)
def _compiled(name: str, source: str, numbered: tuple[Tag, ...], mends: Mends) -> Part:
    """The part from docxtpl's source, compiled once for all the documents of its template."""
    return compile_part(name, source, numbered, mends)


def render_with_docxtpl(
    made: Assembled, rendering: Rendering, context: Mapping[str, object], properties: DocumentProperties
) -> bytes:
    """The document as docxtpl makes it; `TemplateFault` where what comes out is no whole Word page.

    docxtpl reads what it has rendered with a parser that leaves out what it cannot read: so it is held to be
    whole before that.
    """
    docx = _Docx(io.BytesIO(made.package))
    docx.render({}, _Environment(docx, made, rendering, context))
    stream = io.BytesIO()
    docx.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for part in made.parts:
        parts[part.name] = parts[part.name].replace(_KEPT_APART.encode(), b"")
    if rendering.illustrations:
        parts[CONTENT_TYPES] = with_types(parts[CONTENT_TYPES], MEDIA_TYPES, made.file)
    own = [Member(CORE_PART, core_xml(properties)), Member(CUSTOM_PART, custom_xml(properties))]
    own += [*rendering.lists_and_links(), *rendering.illustrations.members()]
    written = {member.name.decode() for member in own}
    return Frame({name: data for name, data in parts.items() if name not in written}).join(own)
