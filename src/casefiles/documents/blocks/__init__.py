"""The block tree of any rendered document: readers and writers."""

from casefiles.documents.blocks.html import format_html
from casefiles.documents.blocks.markdown import read_prose
from casefiles.documents.blocks.outline import format_outline, outline
from casefiles.documents.blocks.text import format_text
from casefiles.documents.blocks.word import read_word

__all__ = ["format_html", "format_outline", "format_text", "outline", "read_prose", "read_word"]
