"""The letter of word.py in the dialect of each engine: fields, a condition, a list, a table with a row loop."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE

__all__ = ["DIALECTS", "letter"]

DIALECTS: Mapping[str, Mapping[str, Any]] = {
    "jinja": {
        "name": "{{ letter.name }}",
        "marking": "{{ letter.marking }}",
        "paragraphs": ("{%p for each in letter.paragraphs %}", "{{ each.text }}", "{%p endfor %}"),
        "strengths": ("{%p for each in letter.strengths %}", "{{ each.text }}", "{%p endfor %}"),
        "rows": (
            ("{%tr for row in letter.rows %}", "", ""),
            ("{{ row.area }}", "{{ row.action }}", "{{ row.due }}"),
            ("{%tr endfor %}", "", ""),
        ),
        "more": ("{%p if letter.more %}", "We will return.", "{%p else %}", "No visit is planned.", "{%p endif %}"),
    },
    "docxtemplater": {
        "name": "{name}",
        "marking": "{marking}",
        "paragraphs": ("{#paragraphs}", "{text}", "{/paragraphs}"),
        "strengths": ("{#strengths}", "{text}", "{/strengths}"),
        "rows": (("{#rows}{area}", "{action}", "{due}{/rows}"),),
        "more": ("{#more}", "We will return.", "{/more}", "{^more}", "No visit is planned.", "{/more}"),
    },
    "carbone": {
        "name": "{d.name}",
        "marking": "{d.marking}",
        "paragraphs": ("{d.paragraphs[i].text}", "{d.paragraphs[i+1].text}"),
        "strengths": ("{d.strengths[i].text}", "{d.strengths[i+1].text}"),
        "rows": (
            ("{d.rows[i].area}", "{d.rows[i].action}", "{d.rows[i].due}"),
            ("{d.rows[i+1].area}", "{d.rows[i+1].action}", "{d.rows[i+1].due}"),
        ),
        "more": ("{d.more:ifEQ(true):show('We will return.'):elseShow('No visit is planned.')}",),
    },
}
"""The tags of each engine: a line is a paragraph, a row's parts are its cells."""


def letter(dialect: str) -> bytes:
    """The Word file of the letter of two pages, with header and footer, in one engine's dialect."""
    tags = DIALECTS[dialect]
    document = Document()
    tables = [style for style in document.styles if style.type == WD_STYLE_TYPE.TABLE]
    for style in [style for style in tables if style.name != "Normal Table"]:
        style.delete()  # python-docx brings a hundred table styles, which no file saved by Word has
    document.add_paragraph(f"Dear {tags['name']}")
    document.add_heading("What we saw", 1)
    for line in tags["paragraphs"]:
        document.add_paragraph(line)
    for line in tags["strengths"]:
        document.add_paragraph(line, style="List Bullet" if "text" in line else None)
    table = document.add_table(0, 3)
    for cells in (("Area", "Action", "Due"), *tags["rows"]):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    for line in tags["more"]:
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = tags["marking"]
    document.sections[0].footer.paragraphs[0].text = tags["name"]
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
