"""PDF: fonts, measure, lines, tables, pages, paint, tags, join."""

from casefiles.documents.blocks.subset import Feature, Outside
from casefiles.documents.pdf.content import content_sha256
from casefiles.documents.pdf.fonts import covered
from casefiles.documents.pdf.join import Part, join, joinable
from casefiles.documents.pdf.render import outside, render_document, render_pdf

__all__ = [
    "Feature",
    "Outside",
    "Part",
    "content_sha256",
    "covered",
    "join",
    "joinable",
    "outside",
    "render_document",
    "render_pdf",
]
