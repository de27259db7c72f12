from __future__ import annotations

import io

from docx import Document
from docx.enum.style import WD_STYLE_TYPE

from casefiles.documents.word.template import DocumentProperties, PlacedBlock, compile_template
from casefiles.documents.word.wordml import read_text

NASTY = "Smith & Jones said x < y and <b>left</b> early {{ 7*7 }}"


def docx(*lines: str) -> bytes:
    document = Document()
    document.styles.add_style("Gap", WD_STYLE_TYPE.PARAGRAPH)
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_shell_takes_in_its_fragments_and_text_arrives_whole() -> None:
    shelf = {
        "shells/decision-letter": docx("Dear {{ letter.name }}", "{{p blocks }}"),
        "fragments/actions": docx("{%p for a in this.rows %}", "{{ a.text }}", "{%p endfor %}"),
    }
    template = compile_template(shelf, "letter", "decision-letter", [PlacedBlock("the-actions", "actions")])
    context = {"letter": {"name": NASTY}, "block": {"the_actions": {"rows": ({"text": NASTY},)}}}
    rendered = template.render(context, DocumentProperties("A letter"))
    assert read_text(rendered) == (f"Dear {NASTY}", NASTY)
    assert rendered == template.render(context, DocumentProperties("A letter"))
