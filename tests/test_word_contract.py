from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, make_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casefiles.caseload import load_packs
from casefiles.diagnostics import Diagnostic, Severity
from casefiles.documents.unstatutory import guard_of
from casefiles.documents.word.contract import check_template
from casefiles.documents.word.template import PlacedBlock
from casefiles.markup import Prose
from word_notation import altered, parts_of, word_file


@dataclass(frozen=True)
class Gap:
    what: str
    where: str


@dataclass(frozen=True)
class Line:
    text: str
    owner: str | None
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Actions:
    title: str
    items: tuple[Line, ...]
    note: Prose
    gap: Gap | None = None

    @property
    def number(self) -> int:
        return len(self.items)


@dataclass(frozen=True)
class Letter:
    name: str
    draft: bool
    signatory: Line | None
    extra: Mapping[str, str]


ROOTS: dict[str, Any] = {"letter": Letter}


def found(page: str | bytes, *blocks: PlacedBlock, **fragments: str) -> list[Diagnostic]:
    shelf = {"letter": page if isinstance(page, bytes) else word_file(page)}
    shelf |= {f"fragments/{name}": word_file(text) for name, text in fragments.items()}
    block = make_dataclass("Blocks", [(one.name, Actions | None) for one in blocks])
    faults = check_template(shelf, "letter", "decision-letter", blocks, {**ROOTS, "block": block})
    return [one for one in faults if one.severity is not Severity.NOTE]


def said(page: str | bytes, *blocks: PlacedBlock, **fragments: str) -> list[str]:
    return [f"{one.code} {one.message}" for one in found(page, *blocks, **fragments)]


def test_a_sound_template_has_no_diagnostics() -> None:
    page = """
        # Letter
        {%p if letter.draft %}
        DRAFT {{ letter.extra.anything }}
        {%p endif %}
        Dear {{ letter.name }}
        {{p blocks }}
        {%p if letter.signatory and letter.signatory.owner %}
        {{ letter.signatory.owner }}
        {%p endif %}
        footer: {{ letter.name }}
        """
    fragment = """
        ## Actions
        {%p for item in this.items %}
        - {{ item.text }}{% if item.owner %}, {{ item.owner }}{% endif %}{% if not loop.last %};{% endif %}
        {%p for step in item.steps %}
        1. {{ loop.index }} {{ step }}
        {%p endfor %}
        {%p endfor %}
        {{p this.note }}
        {{ this.number }} in all
        """
    assert said(page, PlacedBlock("actions", "actions"), actions=fragment) == []


def test_an_unknown_field_is_named_with_the_nearest_known_one_by_part_and_paragraph() -> None:
    (one,) = found("# Letter\nDear {{ letter.nam }}")
    assert one.code == "TPL-020"
    assert one.message == 'the page, paragraph 2, "Dear {{ letter.nam }}": letter has no field "nam"'
    assert one.help == 'did you mean "name"?'
    assert one.span.line == 2


def test_an_unknown_field_in_a_footer_is_found_too() -> None:
    (one,) = found("text\nfooter: {{ letter.x }}")
    assert one.message.startswith("the footer (footer1.xml), paragraph 1")


@pytest.mark.parametrize(
    ("page", "code", "words"),
    [
        ("{{ leter.name }}", "TPL-020", 'there is no "leter"'),
        ("{{ letter.name.first }}", "TPL-020", 'has no field "first"'),
        ("{{ letter.draft }}", "TPL-021", "a yes or no"),
        ("{{ letter }}", "TPL-021", "fields of its own"),
        ("{{ letter.extra }}", "TPL-021", "cannot print"),
        ("{{p letter.draft }}", "TPL-021", "{{p }} cannot print"),
        ("{% for a in letter.name %}{{ a }}{% endfor %}", "TPL-021", "no loop goes over"),
        ("{{ letter.signatory.text }}", "TPL-022", "letter.signatory may be absent"),
        (
            "{% if letter.signatory %}{{ letter.signatory.owner }}{% endif %}",
            "TPL-022",
            "letter.signatory.owner may be absent",
        ),
        ("{% if letter.draft %}x{% else %}{{ letter.signatory.text }}{% endif %}", "TPL-022", "may be absent"),
        ("{% if letter.nothing %}x{% endif %}", "TPL-020", '"nothing"'),
        ("{% if letter.name == 'x' and letter.nothing %}x{% endif %}", "TPL-020", '"nothing"'),
    ],
)
def test_what_the_context_does_not_have_is_found(page: str, code: str, words: str) -> None:
    (one,) = found(page)
    assert one.code == code
    assert words in one.message


@pytest.mark.parametrize(
    "page",
    [
        "{% if letter.signatory %}{{ letter.signatory.text }}{% endif %}",
        "{% if not letter.signatory %}nobody{% else %}{{ letter.signatory.text }}{% endif %}",
        "{% if letter.signatory is none %}nobody{% else %}{{ letter.signatory.text }}{% endif %}",
        "{% if letter.signatory is not none and letter.draft %}{{ letter.signatory.text }}{% endif %}",
        "{% if letter.signatory and letter.signatory.owner == 'x' %}{{ letter.signatory.owner }}{% endif %}",
        "{% if not letter.signatory or letter.signatory.text == 'x' %}x{% endif %}",
        "{% if letter.signatory %}{% for s in letter.signatory.steps %}{{ s }}{% endfor %}{% endif %}",
    ],
)
def test_what_is_asked_for_first_may_be_printed(page: str) -> None:
    assert said(page) == []


def test_what_is_known_in_one_branch_is_not_known_after_it() -> None:
    page = "{% if letter.signatory %}x{% endif %}{{ letter.signatory.text }}"
    assert [one.code for one in found(page)] == ["TPL-022"]


def test_prose_stands_alone_and_the_help_says_how() -> None:
    blocks = (PlacedBlock("actions", "actions"),)
    (one,) = found("{{p blocks }}", *blocks, actions="about {{ this.note }}")
    assert (one.code, one.span.file) == ("TPL-021", "fragments/actions.docx")
    assert "{{p block.actions.note }}" in one.help


def test_a_loop_may_not_take_the_name_of_something_else() -> None:
    blocks = (PlacedBlock("actions", "actions"),)
    page = "{{p blocks }}"
    fragment = "{%p for letter in this.items %}\n{{ letter.text }}\n{%p endfor %}"
    assert [one.code for one in found(page, *blocks, actions=fragment)] == ["TPL-027"]


def test_an_unknown_block_is_named_with_the_nearest_one() -> None:
    (one, *_) = found("{{p block.action }}\n{{p blocks }}", PlacedBlock("actions", "actions"), actions="text")
    assert (one.code, one.help) == ("TPL-023", 'did you mean "block.actions"?')


def test_a_missing_fragment_is_named() -> None:
    (one, *_) = found("{{p blocks }}", PlacedBlock("actions", "actions"))
    assert one.code == "TPL-005"
    assert '"actions"' in one.message


def test_a_required_block_that_is_never_placed_is_an_error() -> None:
    (one,) = found("{{p block.a }}", PlacedBlock("a", "actions"), PlacedBlock("b", "actions"), actions="text")
    assert (one.code, one.severity) == ("TPL-024", Severity.ERROR)
    assert '"b"' in one.message
    assert (
        said("{{p block.a }}", PlacedBlock("a", "actions"), PlacedBlock("b", "actions", required=False), actions="x")
        == []
    )


def test_blocks_out_of_the_policy_s_order_are_said() -> None:
    blocks = (PlacedBlock("a", "actions"), PlacedBlock("b", "actions"))
    (one,) = found("{{p block.b }}\n{{p block.a }}", *blocks, actions="{{ this.title }}")
    assert (one.code, one.severity) == ("TPL-025", Severity.WARNING)
    assert '"b" stands before "a"' in one.message


def test_a_prescribed_page_places_a_block_by_printing_it_and_has_to_show_its_gap() -> None:
    blocks = (PlacedBlock("a", "actions"),)
    (one,) = found("{{ block.a.title }}", *blocks)
    assert one.code == "TPL-026"
    page = "{%p if block.a.gap %}\n{{ block.a.gap.what }}\n{%p else %}\n{{ block.a.title }}\n{%p endif %}"
    assert said(page, *blocks) == []
    assert [one.code for one in found("{% if block.a.gap %}{{ block.a.gap.what }}{% endif %}", *blocks)] == ["TPL-024"]


def test_house_styles_are_required_by_name() -> None:
    data = word_file("text")
    styles = parts_of(data)["word/styles.xml"].replace(b'w:name w:val="Gap"', b'w:name w:val="Gaps"')
    (one,) = found(altered(data, {"word/styles.xml": styles}))
    assert (one.code, 'the style "Gap" is missing' in one.message) == ("TPL-030", True)


def test_what_lies_outside_the_language_is_said_once_with_all_else() -> None:
    assert [one.code for one in found("{{ 7*7 }}\n{{ letter.name }}")] == ["TPL-011"]


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PICTURE = (
    f'<w:r><w:drawing><wp:inline xmlns:wp="{WP}"><wp:docPr id="1" name="Logo"{{0}}/></wp:inline></w:drawing></w:r>'
)


@pytest.mark.parametrize(
    ("page", "code", "words"),
    [
        ("# One\n### Three", "TPL-042", "a heading of level 3 follows one of level 1"),
        ("## Two", "TPL-042", "a heading of level 2 follows none"),
        ("| A | B\n| 1 | 2", "TPL-043", "no header row"),
        ("|= A\n| 1", "TPL-044", "one column"),
        ("text\n~\nmore", "TPL-046", "an empty paragraph"),
    ],
)
def test_pages_are_checked_for_readers_who_cannot_see_them(page: str, code: str, words: str) -> None:
    (one,) = found(page)
    assert (one.code, one.severity) == (code, Severity.WARNING)
    assert words in one.message


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (PICTURE.replace("{0}", ""), "TPL-045"),
        (PICTURE.replace("{0}", ' descr="  "'), "TPL-045"),
        (PICTURE.replace("{0}", ' descr="Crest"').replace("inline", "anchor"), "TPL-048"),
        ("<w:r><w:txbxContent><w:p/></w:txbxContent></w:r>", "TPL-047"),
        ('<w:r><w:footnoteReference w:id="1"/></w:r>', "TPL-049"),
        ('<w:r><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t>color</w:t></w:r>', "TPL-041"),
        ('<w:pPr><w:sectPr><w:cols w:num="2"/></w:sectPr></w:pPr>', "TPL-049"),
    ],
)
def test_what_a_screen_reader_or_the_pdf_cannot_follow_is_said(xml: str, code: str) -> None:
    data = word_file("text")
    body = parts_of(data)["word/document.xml"].replace(b"<w:p>", f"<w:p>{xml}".encode(), 1)
    faults = found(altered(data, {"word/document.xml": body}))
    assert code in {one.code for one in faults}
    assert all(one.message.startswith("the page") for one in faults)


def test_a_picture_with_words_for_it_or_marked_as_decoration_is_no_fault() -> None:
    decorative = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    described = PICTURE.replace("{0}", ' descr="The crest of Example Council"')
    marked = PICTURE.replace("{0}/>", f'><adec:decorative xmlns:adec="{decorative}" val="1"/></wp:docPr>')
    for xml in (described, marked):
        data = word_file("text")
        body = parts_of(data)["word/document.xml"].replace(b"<w:p>", f"<w:p>{xml}".encode(), 1)
        assert said(altered(data, {"word/document.xml": body})) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We write to you under section 60 of the Act.", "TPL-058 ERROR"),
        ("This is not a warning notice under section 60A.", ""),
        ("This letter sets out our concern.", ""),
    ],
)
def test_fixed_text_that_makes_a_notice_of_a_letter_of_concern(text: str, said: str) -> None:
    edition = load_packs(Path(), ())[0].edition_on("england", date(2026, 3, 2))
    entry = next(each for each in edition.documents if each.slug == "letter-of-concern")
    guard = guard_of(entry, edition)
    faults = check_template({"letter": word_file(text)}, "letter", "decision-letter", (), ROOTS, guard=guard)
    assert " ".join(f"{one.code} {one.severity.name}" for one in faults if one.code == "TPL-058") == said
    assert guard is not None
    assert guard.code == "ENG-113"


def test_a_statutory_notice_may_cite_its_section_and_an_ordinary_letter_is_warned() -> None:
    edition = load_packs(Path(), ())[0].edition_on("camden", date(2026, 3, 2))
    guards = {each.slug: guard_of(each, edition) for each in edition.documents}
    assert guards["warning-notice"] is None
    letter = guards["focused-initial-letter"]
    assert letter is not None
    assert (letter.code, letter.is_error) == ("ENG-131", False)


def test_a_hostile_template_costs_a_diagnostic_not_a_crash() -> None:
    assert [one.code for one in found(b"no zip")] == ["TPL-001"]
    assert {one.code for one in found("{% if letter.name %}")} == {"TPL-010", "TPL-012"}


def test_every_code_is_described_in_the_documentation() -> None:
    root = Path(__file__).parent.parent
    sources = "".join(path.read_text("utf-8") for path in (root / "src/casefiles/documents").rglob("*.py"))
    described = re.findall(r"^\| (TPL-\d{3}) \|", (root / "docs/templates.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(set(re.findall(r"TPL-\d{3}", sources))) == described
