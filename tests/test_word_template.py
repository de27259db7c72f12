from __future__ import annotations

import io
from typing import Any

import pytest
from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree

from casefiles.documents.word.opened import opened_template
from casefiles.documents.word.packaging import content_sha256
from casefiles.documents.word.template import DocumentProperties, PlacedBlock, TemplateFault, compile_template
from casefiles.documents.word.wordml import read_text
from casefiles.markup import Paragraph, Prose, Words
from word_notation import altered, open_docx, parts_of, styles_of, texts_of, word_file, written_as

NASTY = "Smith & Jones said x < y and <b>left</b> early {{ 7*7 }}"
A_LETTER = DocumentProperties("A letter")


def rendered(
    page: str | bytes, context: dict[str, Any], blocks: tuple[PlacedBlock, ...] = (), **fragments: str
) -> bytes:
    shelf = {"letter": page if isinstance(page, bytes) else word_file(page)}
    shelf |= {f"fragments/{name.replace('_', '-')}": word_file(text) for name, text in fragments.items()}
    return compile_template(shelf, "letter", "decision-letter", blocks).render(context, A_LETTER)


def test_a_value_arrives_whole_whatever_is_in_it() -> None:
    assert texts_of(rendered("Dear {{ letter.name }}, hello", {"letter": {"name": NASTY}})) == [f"Dear {NASTY}, hello"]


def test_line_breaks_and_tabs_in_a_value_are_word_s_own() -> None:
    document = parts_of(rendered("{{ letter.address }}", {"letter": {"address": "1 High St\r\nTown\tX"}}))
    assert b"1 High St</w:t><w:br/>" in document["word/document.xml"]
    assert b"Town</w:t><w:tab/>" in document["word/document.xml"]


def test_a_tag_that_word_split_over_runs_is_read_as_one() -> None:
    assert texts_of(rendered("Dear {^{ lett^er.na**me }**}, hello", {"letter": {"name": "Ann"}})) == ["Dear Ann, hello"]


def test_a_tag_keeps_the_look_of_the_run_where_it_begins() -> None:
    page = open_docx(rendered("Dear **{{ letter.name }}** hello", {"letter": {"name": "Ann"}})).paragraphs[0]
    assert [(run.text, run.bold) for run in page.runs] == [("Dear ", None), ("Ann", True), (" hello", None)]


def test_curly_quotes_in_a_tag_are_read_as_straight_ones() -> None:
    page = "{%p if letter.kind == \u201cinitial\u201d %}\nFirst\n{%p else %}\nLater\n{%p endif %}"
    assert texts_of(rendered(page, {"letter": {"kind": "initial"}})) == ["First"]


def test_a_shell_takes_in_its_fragments_in_the_order_of_the_blocks() -> None:
    blocks = (PlacedBlock("issues", "issues"), PlacedBlock("the-actions", "actions"))
    values = {"issues": {"text": "Weak phonics"}, "the_actions": {"rows": ({"text": "Train"}, {"text": "Read"})}}
    made = rendered(
        "Dear Ann\n{{p blocks }}\nYours",
        {"block": values},
        blocks,
        issues="## Issues\n{{ this.text }}",
        actions="## Actions\n{%p for row in this.rows %}\n- {{ row.text }}\n{%p endfor %}",
    )
    assert written_as(made) == "Dear Ann\n## Issues\nWeak phonics\n## Actions\n- Train\n- Read\nYours"


def test_a_block_placed_by_name_is_left_out_of_the_others() -> None:
    blocks = (PlacedBlock("a", "part"), PlacedBlock("b", "part"), PlacedBlock("c", "part"))
    values = {name: {"text": name.upper()} for name in "abc"}
    made = rendered("{{p block.b }}\nthen\n{{p blocks }}", {"block": values}, blocks, part="{{ this.text }}")
    assert texts_of(made) == ["B", "then", "A", "C"]


def test_a_gap_stands_below_the_block_s_heading_in_a_style_of_its_own() -> None:
    gap = {"what": "agreed outcomes", "where": "priorities.yaml"}
    blocks = (PlacedBlock("outcomes", "outcomes"),)
    made = rendered(
        "{{p blocks }}", {"block": {"outcomes": {"gap": gap}}}, blocks, outcomes="## Outcomes\n{{ this.text }}"
    )
    assert written_as(made) == "## Outcomes\n[Gap] [Not yet in the case file: agreed outcomes, priorities.yaml]"


def test_a_block_without_a_value_leaves_nothing_behind() -> None:
    blocks = (PlacedBlock("outcomes", "outcomes", "Outcomes", required=False),)
    made = rendered("Dear Ann\n{{p blocks }}", {"block": {"outcomes": None}}, blocks, outcomes="## Outcomes\ntext")
    assert texts_of(made) == ["Dear Ann"]


def test_the_pack_s_title_stands_in_place_of_the_fragment_s_heading() -> None:
    blocks = (PlacedBlock("a", "part", "What we agreed"), PlacedBlock("b", "part"))
    made = rendered("{{p blocks }}", {"block": {"a": {}, "b": {}}}, blocks, part="## Outcomes\ntext")
    assert written_as(made) == "## What we agreed\ntext\n## Outcomes\ntext"


def test_only_the_name_this_is_the_block_not_text_or_fields_called_so() -> None:
    values = {"a": {"this": "field", "kind": "this"}}
    fragment = "{{ this.this }} {% if this.kind == 'this' %}yes{% endif %}"
    made = rendered("{{p blocks }}", {"block": values}, (PlacedBlock("a", "part"),), part=fragment)
    assert texts_of(made) == ["field yes"]


def test_a_page_of_its_own_comes_before_the_kind_s_shell() -> None:
    shelf = {"letter": word_file("own"), "shells/decision-letter": word_file("shell")}
    assert texts_of(compile_template(shelf, "letter", "decision-letter", ()).render({}, A_LETTER)) == ["own"]
    assert texts_of(compile_template(shelf, "other", "decision-letter", ()).render({}, A_LETTER)) == ["shell"]


def test_a_row_is_repeated_with_its_cells() -> None:
    page = "|= Who | What\n| {%tr for row in letter.rows %} |  \n| {{ row.who }} | {{ row.what }}\n| {%tr endfor %} |  "
    rows = ({"who": "Head", "what": "a & b"}, {"who": "Chair", "what": "c"})
    assert texts_of(rendered(page, {"letter": {"rows": rows}})) == ["Who", "What", "Head", "a & b", "Chair", "c"]


def test_a_cell_whose_paragraphs_all_go_keeps_one_as_word_demands() -> None:
    page = "|= A | B\n| x | {%p if letter.more %} // text // {%p endif %}"
    body = parts_of(rendered(page, {"letter": {"more": False}}))["word/document.xml"]
    assert [len(cell.findall("{*}p")) for cell in etree.fromstring(body).iter("{*}tc")] == [1, 1, 1, 1]


def test_a_fragment_s_styles_are_found_by_name_whatever_their_ids() -> None:
    fragment = word_file("[Address] {{ this.text }}")
    renamed = parts_of(fragment)
    for name in ("word/document.xml", "word/styles.xml"):
        renamed[name] = renamed[name].replace(b'"Address"', b'"adresse7"', 1)
    styles = renamed["word/styles.xml"].replace(b'w:name w:val="adresse7"', b'w:name w:val="Address"')
    shelf = {
        "letter": word_file("{{p blocks }}"),
        "fragments/part": altered(
            fragment, {"word/document.xml": renamed["word/document.xml"], "word/styles.xml": styles}
        ),
    }
    template = compile_template(shelf, "letter", "decision-letter", (PlacedBlock("a", "part"),))
    assert styles_of(template.render({"block": {"a": {"text": "1 High St"}}}, A_LETTER)) == [("Address", "1 High St")]


def numbers_of(data: bytes) -> list[str]:
    paragraphs = open_docx(data).paragraphs
    return [next((str(n) for n in p._p.xpath("./w:pPr/w:numPr/w:numId/@w:val")), "") for p in paragraphs]


def test_a_numbered_list_in_a_loop_starts_anew_each_time_its_loop_begins() -> None:
    page = """
        {%p for aim in letter.aims %}
        ## {{ aim.title }}
        {%p for step in aim.steps %}
        1. {{ step }}
        {%p endfor %}
        {%p endfor %}
        """
    made = rendered(page, {"letter": {"aims": ({"title": "A", "steps": ("x", "y")}, {"title": "B", "steps": ("z",)})}})
    heading, x, y, second, z = numbers_of(made)
    assert (heading, second) == ("", "")
    assert x == y
    assert z != x
    numbering = parts_of(made)["word/numbering.xml"].decode()
    assert f'<w:num w:numId="{z}">' in numbering
    assert "startOverride" in numbering.split(f'<w:num w:numId="{z}">')[1]


def test_a_numbered_list_outside_loops_counts_on_as_its_author_wrote_it() -> None:
    assert numbers_of(rendered("1. one\ntext\n1. two {{ letter.x }}", {"letter": {"x": "y"}})) == ["", "", ""]


def test_equal_contexts_give_equal_bytes() -> None:
    context = {"letter": {"name": "Ann"}}
    first, second = (rendered("header: {{ letter.name }}\nDear {{ letter.name }}", context) for _ in range(2))
    assert first == second
    assert content_sha256(first) == content_sha256(second)
    assert content_sha256(first) != content_sha256(rendered("Dear {{ letter.name }}", context))


def test_headers_and_footers_are_rendered_too() -> None:
    page = "header: {{ letter.marking }}\nDear\nfooter: {{ letter.reference }} & co"
    section = open_docx(rendered(page, {"letter": {"marking": "OFFICIAL & more", "reference": "CAM-1"}})).sections[0]
    assert section.header.paragraphs[0].text == "OFFICIAL & more"
    assert section.footer.paragraphs[0].text == "CAM-1 & co"


def test_the_properties_say_what_the_document_is_and_name_nobody() -> None:
    template = compile_template({"letter": word_file("Dear")}, "letter", "", ())
    properties = DocumentProperties("A & B", "CAM/900001/1", "decision-letter", ("Camden 2025", "England"), "0.1.0")
    made = template.render({}, properties)
    core = open_docx(made).core_properties
    assert (core.title, core.identifier, core.category, core.language) == (
        "A & B",
        "CAM/900001/1",
        "decision-letter",
        "en-GB",
    )
    assert (core.author, core.last_modified_by, core.version) == ("", "", "0.1.0")
    custom = parts_of(made)["docProps/custom.xml"].decode()
    assert 'name="Editions"><vt:lpwstr>Camden 2025; England<' in custom


@pytest.mark.parametrize(
    ("page", "context", "message"),
    [
        ("{{ letter.x }}", {"letter": {}}, "x"),
        ("{{ letter.x }}", {"letter": {"x": None}}, "without a value"),
        ("{{ letter.x }}", {"letter": {"x": ("a",)}}, "a list"),
        ("{{ letter.x }}", {"letter": {"x": True}}, "bool"),
        ("{{ letter.x }}", {"letter": {"x": Prose((Paragraph((Words("a"),)),))}}, "prose stands alone"),
        ("{{ letter.x.upper }}", {"letter": {"x": "a"}}, "upper"),
        ("{{p letter.x }}", {"letter": {"x": 3}}, "prints prose"),
        ("{%p for a in letter.x %}\ny\n{%p endfor %}", {"letter": {"x": "abc"}}, "no list"),
        ("{{ letter.x }}", {"letter": {"x": "a\x01b"}}, "no Word file can hold"),
        ("{{ letter.x }}", {"letter": {"x": "a\ud800b"}}, "no Word file can hold"),
    ],
)
def test_what_cannot_be_printed_is_refused_at_its_tag(page: str, context: dict[str, Any], message: str) -> None:
    with pytest.raises(TemplateFault) as caught:
        rendered(f"Dear Ann\n{page}", context)
    (found,) = caught.value.diagnostics
    assert message in found.message
    assert found.message.startswith("the page, paragraph 2")
    assert found.span.line == 2


def test_a_fault_in_a_fragment_names_the_fragment() -> None:
    with pytest.raises(TemplateFault) as caught:
        rendered("{{p blocks }}", {"block": {"a": {}}}, (PlacedBlock("a", "part"),), part="one\n{{ this.missing }}")
    (found,) = caught.value.diagnostics
    assert (found.span.file, found.span.line) == ("fragments/part.docx", 2)


def test_an_opened_template_gives_what_its_shell_and_fragments_gave() -> None:
    shelf = {
        "shells/decision-letter": word_file(
            "# Letter\n{{p blocks }}\nYours {{ letter.name }}\nfooter: {{ letter.name }}"
        ),
        "fragments/part": word_file(
            "## Part\n{%p for row in this.rows %}\n1. {{ row }}\n{%p endfor %}\n{{p this.text }}"
        ),
    }
    blocks = (PlacedBlock("a", "part"), PlacedBlock("b", "part", "Other"))
    values = {"rows": ("x", "y"), "text": "more"}
    context = {"letter": {"name": "Ann"}, "block": {"a": values, "b": {"gap": {"what": "w", "where": "f"}}}}
    opened = opened_template(shelf, "letter", "decision-letter", blocks)
    by_parts = compile_template(shelf, "letter", "decision-letter", blocks)
    as_one = compile_template({"letter": opened}, "letter", "decision-letter", blocks)
    assert written_as(as_one.render(context, A_LETTER)) == written_as(by_parts.render(context, A_LETTER))
    assert "{{ block.a.title }}" not in read_text(opened)
    assert "{%p for row in block.a.rows %}" in read_text(opened)


LETTER = """
    header: {{ letter.marking }}
    Dear **{{ letter.name }}** and {{ letter.other }}
    {%p if letter.more %}
    ## {{ letter.title }}
    {%p else %}
    nothing
    {%p endif %}
    {%p for row in letter.rows %}
    - {{ row.text }}{% if not loop.last %};{% endif %}
    {%p endfor %}
    |= Who | What
    | {%tr for row in letter.rows %} |
    | {{ row.text }} | {{ loop.index }}
    | {%tr endfor %} |
    footer: {{ letter.name }} & co
    """


def test_the_page_is_the_one_that_docxtpl_renders() -> None:
    values = {"marking": "O", "name": "St M\u00e1ry's & co", "other": "<x>", "more": True, "title": "T"}
    context = {"letter": {**values, "rows": ({"text": "a & b"}, {"text": "c"})}}
    page = word_file(LETTER)
    theirs = DocxTemplate(io.BytesIO(page))
    theirs.render(context, Environment(autoescape=True))
    stream = io.BytesIO()
    theirs.save(stream)
    ours = rendered(page, context)
    assert read_text(ours) == read_text(stream.getvalue())
    for name in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        mine, other = (etree.fromstring(parts_of(data)[name]) for data in (ours, stream.getvalue()))
        assert _shape(mine) == _shape(other), name


def _shape(root: etree._Element) -> list[str]:
    """The elements with their text, but for those that keep lines together: docxtpl has none."""
    kept = {"pPr", "keepNext", "keepLines", "trPr", "cantSplit"}
    names = ((element.tag.rpartition("}")[2], element.text or "") for element in root.iter() if not element.get("rsid"))
    return [f"{name} {text}" for name, text in names if name not in kept]
