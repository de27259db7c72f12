"""The two ways of a Word template: compiled, and rendered by docxtpl itself; what each gives, and what both refuse."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree

from casefiles.diagnostics import Diagnostic, Severity
from casefiles.documents.blocks.subset import Outside
from casefiles.documents.blocks.word import read_word
from casefiles.documents.word import assemble
from casefiles.documents.word.contract import check_template
from casefiles.documents.word.rendering import Rendering
from casefiles.documents.word.template import DocumentProperties, PlacedBlock, TemplateFault, compile_template
from casefiles.markup import parse_prose
from word_notation import altered, open_docx, parts_of, texts_of, word_file

A_LETTER = DocumentProperties("A letter", "CAM/900001/1")
SCHOOL: dict[str, Any] = {"name": "Ysgol Tŷ Ŵyn & Sons <Infants>", "head": 'Zażółć "Gęślą" Jaźń', "n": 3}
Render = Callable[[str | bytes, dict[str, Any]], bytes]


def page_of(page: str | bytes) -> bytes:
    return page if isinstance(page, bytes) else word_file(page)


def compiled(page: str | bytes, context: dict[str, Any]) -> bytes:
    made = compile_template({"letter": page_of(page)}, "letter", "", ())
    return made.render(context, A_LETTER)


def is_handed(page: str | bytes) -> bool:
    return bool(compile_template({"letter": page_of(page)}, "letter", "", ())._assembled.package)


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> Render:
    """Renders a page by docxtpl's way whatever it is."""

    def render(page: str | bytes, context: dict[str, Any]) -> bytes:
        with monkeypatch.context() as patch:
            patch.setattr(assemble, "handed_over", lambda _: ("by docxtpl",))
            made = compile_template({"letter": page_of(page)}, "letter", "", (), origin={"letter": "by docxtpl"})
        assert made._assembled.package
        return made.render(context, A_LETTER)

    return render


def by_docxtpl_alone(page: str | bytes, context: dict[str, Any]) -> bytes:
    docx = DocxTemplate(io.BytesIO(page_of(page)))
    docx.render(context, Environment(autoescape=True))
    stream = io.BytesIO()
    docx.save(stream)
    return stream.getvalue()


def shape(data: bytes) -> list[tuple[str, ...]]:
    """Every element that Word shows anything of, with its text and attributes; pictures' numbers left out."""
    found = []
    for name, part in sorted(parts_of(data).items()):
        if re.fullmatch(r"word/(document|header\d+|footer\d+)\.xml", name):
            for element in etree.fromstring(part).iter():
                local = str(element.tag).rsplit("}", 1)[-1]
                named = {str(key).rsplit("}", 1)[-1]: str(value) for key, value in element.attrib.items()}
                attributes = sorted(f"{key}={value}" for key, value in named.items() if key != "id")
                found.append((name, local, element.text or "", *(a for a in attributes if "space=" not in a)))
    return found


ROWS = (
    {"who": "Head & chair", "what": "Read <aloud>", "colour": "C6EFCE"},
    {"who": "Dŵr", "what": "żółw", "colour": "auto"},
)
PAGES = {
    "text": "header: {{ school.name }}\nDear **{{ school.head }}**, {{ school.name }}\nfooter: {{ school.head }} & co",
    "paragraphs": "{%p if school.n == 3 %}\nthree\n{%p else %}\nnot three\n{%p endif %}\n{%p for r in rows %}\n- {{ r.who }}\n{%p endfor %}",
    "rows": "|= Who | What\n| {%tr for r in rows %} | \n| {{ r.who }} | {{ r.what }}\n| {%tr endfor %} | ",
    "runs": "Dear {%r if school.n %}{{ school.head }}{%r endif %}, hello",
    "cells": "|= A | {%tc for r in rows %} | {{ r.who }} | {%tc endfor %}\n| b | {%tc for r in rows %} | {{ r.what }} | {%tc endfor %}",
    "joined rows": "|= Who | What\n| {%tr for r in rows %} | \n| {% vm %}{{ school.name }} | {{ r.what }}\n| {%tr endfor %} | ",
    "joined cells": "|= A | {%tc for r in rows %} | {% hm %}{{ school.head }} | {%tc endfor %}\n| b | {%tc for r in rows %} | {{ r.what }} | {%tc endfor %}",
    "width": "|= {% colspan school.n %}All of {{ school.name }} | B\n| {{ school.n }} | c\n| {%tr for r in rows %} | \n| {{ r.who }} | x\n| {%tr endfor %} |",
    "colour": "|= Who | What\n| {%tr for r in rows %} | \n| {% cellbg r.colour %}{{ r.who }} | {{ r.what }}\n| {%tr endfor %} | ",
    "escapes": "write {_{ school.name }_} or {_% if %_} for {{ school.name }}",
    "breaks": "{{ lines }}",
}  # fmt: skip
CONTEXT = {"school": SCHOOL, "rows": ROWS, "lines": "1 Stryd Fawr\nCaer & co\tżółw"}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_both_ways_give_the_same_page(page: str, handed: Render) -> None:
    assert shape(handed(page, CONTEXT)) == shape(compiled(page, CONTEXT))


@pytest.mark.parametrize("name", [name for name in PAGES if name not in {"breaks", "width", "colour"}])
def test_what_is_compiled_is_what_docxtpl_alone_gives(name: str) -> None:
    page = PAGES[name]
    assert not is_handed(page)
    assert words(compiled(page, CONTEXT)) == words(by_docxtpl_alone(page, CONTEXT))


def words(data: bytes) -> list[tuple[str, ...]]:
    """The shape without the runs in which nothing stands."""
    return [one for one in shape(data) if one[1] in {"tbl", "tr", "tc", "gridSpan", "vMerge", "gridCol", "p"} or one[2]]


def test_values_keep_what_looks_like_an_escape(handed: Render) -> None:
    page, context = "a {{ x }} b", {"x": "{_{ 7*7 }_} {{ 7*7 }} {_% if %_}"}
    expected = ["a {_{ 7*7 }_} {{ 7*7 }} {_% if %_} b"]
    assert texts_of(compiled(page, context)) == expected == texts_of(handed(page, context))
    assert texts_of(by_docxtpl_alone(page, context)) != expected


def test_a_row_loop_joins_the_cell_that_says_so() -> None:
    table = open_docx(compiled(PAGES["joined rows"], CONTEXT)).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Who", "What"],
        [SCHOOL["name"], "Read <aloud>"],
        [SCHOOL["name"], "żółw"],
    ]
    assert len(table._tbl.xpath(".//w:vMerge")) == 2


def test_a_loop_over_cells_gives_the_table_as_many_columns() -> None:
    table = open_docx(compiled(PAGES["cells"], CONTEXT)).tables[0]
    assert len(table.columns) == 3
    assert [cell.text for cell in table.rows[1].cells] == ["b", "Read <aloud>", "żółw"]


def test_a_list_is_counted() -> None:
    assert texts_of(compiled("{{ rows|count }} or {{ rows|length }}", CONTEXT)) == ["2 or 2"]
    roots = {"letter": dict[str, str], "rows": tuple[str, ...], "school": {"n": int}}
    (fault,) = check_template({"letter": word_file("{{ rows|count }} {{ school.n|count }}")}, "letter", "", (), roots)[
        :1
    ]
    assert (fault.code, "nothing to count" in fault.message) == ("TPL-021", True)


def test_a_cell_goes_over_as_many_columns_as_it_says_and_is_shaded_as_it_says() -> None:
    wide = open_docx(compiled(PAGES["width"], CONTEXT)).tables[0]
    assert wide._tbl.xpath(".//w:gridSpan/@w:val") == ["3"]
    shaded = open_docx(compiled(PAGES["colour"], CONTEXT)).tables[0]
    assert shaded._tbl.xpath(".//w:shd/@w:fill") == ["C6EFCE", "auto"]


def test_a_note_to_the_author_takes_its_paragraph_with_it() -> None:
    assert texts_of(compiled("one\n{#p not for the letter #}\ntwo {# nor this #}", {})) == ["one", "two "]
    page = "|= A | B\n| {#tr a note #} | \n| c | d"
    assert texts_of(compiled(page, {})) == ["A", "B", "c", "d"]


PICTURE = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="7" name="Crest" descr="{0}"/></wp:inline></w:drawing>'
)


def with_picture(text: str, description: str, at: int = 0) -> bytes:
    document = open_docx(word_file(text))
    document.paragraphs[at].add_run()._r.append(parse_xml(PICTURE.replace("{0}", description)))
    stream = io.BytesIO()
    document.save(stream)
    return altered(stream.getvalue(), {})


def picture_ids(data: bytes) -> list[str]:
    return re.findall(r'docPr id="(\d+)"', parts_of(data)["word/document.xml"].decode())


def test_pictures_in_a_loop_are_numbered_each_by_itself(handed: Render) -> None:
    page = with_picture("{%p for r in rows %}\n{{ r.who }}\n{%p endfor %}", "Crest", at=1)
    assert not is_handed(page)
    assert picture_ids(compiled(page, CONTEXT)) == ["1001", "1002"] == picture_ids(handed(page, CONTEXT))


SPANNING = "{% if school.n == 3 %}\nthree for {{ school.name }}\n{% else %}\nnot three\n{% endif %}\nend"
MERGING = "one {{ school.head }}\n{%- if school.n -%}\n, two {{ school.name }}\n{%- endif %}\nend"


@pytest.mark.parametrize("page", [SPANNING, MERGING, "{% for r in rows %}{{ r.who }}\n{{ r.what }}{% endfor %}"])
def test_structure_that_is_docxtpl_s_own_gives_what_docxtpl_alone_gives(page: str) -> None:
    assert is_handed(page)
    made = compiled(page, CONTEXT)
    assert texts_of(made) == texts_of(by_docxtpl_alone(page, CONTEXT))
    assert SCHOOL["name"] in "".join(texts_of(made)) or str(ROWS[0]["who"]) in "".join(texts_of(made))


def test_a_picture_s_description_takes_a_field() -> None:
    page = with_picture("text", "The crest of {{ school.name }}, {{ lines }}")
    assert is_handed(page)
    root = etree.fromstring(parts_of(compiled(page, CONTEXT))["word/document.xml"])
    (picture,) = root.iter("{*}docPr")
    assert picture.get("descr") == f"The crest of {SCHOOL['name']}, 1 Stryd Fawr Caer & co żółw"


def test_what_docxtpl_renders_has_our_values_blocks_properties_and_bytes() -> None:
    shelf = {
        "letter": word_file("{% if letter.name %}\nDear {{ letter.name }}\n{% endif %}\n{{p blocks }}\nfooter: {{ letter.name }}"),
        "fragments/part": word_file("## Part\n{{p this.text }}\n{%p for row in this.rows %}\n1. {{ row }}\n{%p endfor %}"),
    }  # fmt: skip
    prose = parse_prose("Some **bold** & [a link](https://example.org/)\n\n- one\n- two\n", "a.md")
    context = {"letter": {"name": SCHOOL["name"]}, "block": {"a": {"text": prose, "rows": ("x", "y")}}}
    made = compile_template(shelf, "letter", "", (PlacedBlock("a", "part"),))
    assert made._assembled.package
    first, second = made.render(context, A_LETTER), made.render(context, A_LETTER)
    assert first == second
    assert texts_of(first)[-6:] == ["Part", "Some bold & a link", "one", "two", "x", "y"]
    core = open_docx(first).core_properties
    assert (core.title, core.identifier, core.author) == ("A letter", "CAM/900001/1", "")
    assert b"https://example.org/" in parts_of(first)["word/_rels/document.xml.rels"]
    assert {name for name in parts_of(first) if "docProps" in name} == {
        "docProps/app.xml", "docProps/core.xml", "docProps/custom.xml",
    }  # fmt: skip


def test_a_page_that_the_tags_leave_broken_is_refused_where_docxtpl_would_leave_text_out(
    monkeypatch: pytest.MonkeyPatch, handed: Render
) -> None:
    page = "{% if school.n == 4 %}\na **b** c\n{% endif %}\nend"
    assert handed(page, CONTEXT)
    torn = "one {{ school.name }} <"
    monkeypatch.setattr(Rendering, "stream", lambda *_: f"<w:body>{torn}</w:body>")
    with pytest.raises(TemplateFault, match="no whole Word page"):
        handed(page, CONTEXT)


HOSTILE = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ school.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'] }}",
    "{{ 'A' * 10**9 }}",
    "{{ school.name|attr('__class__') }}",
    "{{ school.name.format(school) }}",
    "{% set x = 1 %}",
    "{% include '/etc/passwd' %}",
    "{% for x in range(10**9) %}{% endfor %}",
    "{{ _rendering.blocks }}",
    "{{ rows|map('upper') }}",
    "{{ rows|count(9) }}",
    "{% colspan 7*7 %}",
    "{% cellbg ''.__class__ %}",
]


@pytest.mark.parametrize("tag", HOSTILE)
def test_neither_way_runs_what_is_no_name_loop_or_condition(tag: str) -> None:
    place = tag if "|" in tag else f"|= A\n| {tag}"
    for page in (place, f"{{% if school.n %}}\n{{% endif %}}\n{place}"):
        with pytest.raises(TemplateFault) as caught:
            compiled(page, CONTEXT)
        assert {one.code for one in caught.value.diagnostics} <= {"TPL-010", "TPL-011", "TPL-012"}


def test_a_picture_s_description_runs_nothing_either() -> None:
    for tag in ("{{ ''.__class__ }}", "{% if school.n %}x{% endif %}", "{{p school.name }}", "{{ 7*7 }}"):
        with pytest.raises(TemplateFault):
            compiled(with_picture("text", tag), CONTEXT)


def test_docxtpl_s_way_has_the_same_cap_on_output_and_rounds() -> None:
    loops = "{% for a in x %}{% for b in x %}" + "y" * 3000 + "{% endfor %}{% endfor %}"
    for page in (loops, f"{{% if x %}}\n{loops}\n{{% endif %}}"):
        with pytest.raises(TemplateFault, match="5 MB"):
            compiled(page, {"x": ("a",) * 100})


@pytest.mark.parametrize("before", ["", "{% if school.n %}\n{% endif %}\n"])
@pytest.mark.parametrize(
    ("tag", "code", "message"),
    [
        ("{{ school.nothing }}", "TPL-020", "nothing"),
        ("{{ school.head.upper }}", "TPL-020", "upper"),
        ("{{ rows }}", "TPL-060", "a list is printed whole"),
        ("{{ broken }}", "TPL-060", "no Word file can hold"),
        ("|= A\n| {% colspan school.name %}x", "TPL-060", "columns"),
        ("|= A\n| {% cellbg quote %}x", "TPL-060", "a colour is six digits"),
        ("{{ school.name|count }}", "TPL-060", "no list"),
    ],
)
def test_both_ways_refuse_the_same_values_at_their_tag(before: str, tag: str, code: str, message: str) -> None:
    context = {**CONTEXT, "broken": "a\x01b", "quote": '"/><w:x y="'}
    with pytest.raises(TemplateFault) as caught:
        compiled(before + "Dear\n" + tag, context)
    (found,) = caught.value.diagnostics
    assert (found.code, message in found.message) == (code, True), found
    assert tag.rsplit("| ", 1)[-1][:12] in found.message


@pytest.mark.parametrize(
    ("page", "word"),
    [
        ("{% if school.n %}\n|= A\n| {% endif %}", "its own paragraph"),
        ("{% if school.n %}\n{%p for r in rows %}\n{% endif %}\nx\n{%p endfor %}", "beginning"),
        ("{% if school.n %}x{%r endif %}", "something else"),
        ("{%p if school.n %}\nx\n{% endif %}", "something else"),
        ("{% vm %}text", "in none"),
        ("|= A\n| {% vm %}text", "{%tr for"),
        ("|= A | B\n| {%tr for r in rows %} | \n| {% hm %}x | y\n| {%tr endfor %} | ", "{%tc for"),
        ("|= A | B | C\n| {%tc for r in rows %} lost | {{ r.who }} | {%tc endfor %}", "the whole cell"),
        ("{%tc for r in rows %}\n{%tc endfor %}", "it stands in none"),
        ("|= A | B\n| {%tc for r in rows %} | {{ r.who }}\n| {%tc endfor %} | x", "the same row"),
    ],
)  # fmt: skip
def test_structure_that_would_tear_the_page_is_refused_on_either_way(page: str, word: str) -> None:
    with pytest.raises(TemplateFault) as caught:
        compiled(page, CONTEXT)
    said = [one.message for one in caught.value.diagnostics if one.code == "TPL-012"]
    assert any(word in one for one in said), caught.value.diagnostics


def notes(page: str | bytes) -> list[Diagnostic]:
    roots = {"letter": dict[str, str], "school": {"n": int, "name": str}, "rows": tuple[str, ...]}
    return [one for one in check_template({"letter": page_of(page)}, "letter", "", (), roots) if one.code != "TPL-057"]


def test_the_check_says_which_way_a_template_goes_and_why() -> None:
    assert notes("{%p if school.n %}\ntext\n{%p endif %}") == []
    (note,) = notes("text\n{% if school.n %}\ntext\n{% endif %}")
    assert (note.code, note.severity, note.span.line) == ("TPL-014", Severity.NOTE, 2)
    assert "goes on in another paragraph: the whole template is rendered by docxtpl itself" in note.message
    (note,) = notes(with_picture("text", "The crest of {{ school.name }}"))
    assert "describes a picture" in note.message


def test_the_pdf_refuses_by_name_and_paragraph_what_it_cannot_lay_out_whoever_rendered_it() -> None:
    box = '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:txbxContent><w:p/></w:txbxContent></w:r>'
    document = open_docx(word_file(SPANNING + "\nand a box"))
    document.paragraphs[-1]._p.append(parse_xml(box))
    stream = io.BytesIO()
    document.save(stream)
    assert is_handed(stream.getvalue())
    with pytest.raises(Outside) as caught:
        read_word(compiled(stream.getvalue(), CONTEXT))
    assert (caught.value.feature, caught.value.part) == ("a text box", "word/document.xml")
    assert caught.value.paragraph > 1
