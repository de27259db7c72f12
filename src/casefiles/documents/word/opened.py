"""A document's template as one page to edit in Word: the shell or page with its fragments put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casefiles.documents.word.assemble import read_page
from casefiles.documents.word.expand import PlacedBlock
from casefiles.documents.word.faults import TemplateFault
from casefiles.documents.word.packaging import write_package
from casefiles.documents.word.tags import forget_places
from casefiles.documents.word.wordml import serialise

__all__ = ["opened_template"]


def opened_template(
    shelf: Mapping[str, bytes],
    slug: str,
    kind: str,
    blocks: Sequence[PlacedBlock],
    *,
    origin: Mapping[str, str] | None = None,
) -> bytes:
    """The whole template of a document as a Word file that stands by itself.

    As a template under the document's own name it gives what the shell and the fragments gave.
    `TemplateFault` where it can't be read.
    """
    page, faults = read_page(shelf, slug, kind, blocks, origin or {})
    if page is None or faults:
        raise TemplateFault(faults)
    parts = dict(page.parts)
    for name, root in page.roots.items():
        forget_places(root)
        parts[name] = serialise(root)
    return write_package(parts)
