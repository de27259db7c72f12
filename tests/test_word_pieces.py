"""Templates put together from pieces: the bytes of those compiled as a whole, each page and fragment compiled once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casefiles.caseload import load
from casefiles.documents.compose import compose
from casefiles.documents.word import environment, pieces, shared
from casefiles.documents.word.assemble import assemble
from casefiles.documents.word.shared import assembled_from_pieces
from casefiles.documents.word.template import DocumentProperties, PlacedBlock, Template, TemplateFault, compile_template
from casefiles.judgement import judge
from casefiles.markup import Heading, Paragraph, Prose, Words
from casefiles.rendering import Shelves, placed_blocks
from word_notation import word_file, written_as

SAMPLE = Path(__file__).parents[1] / "casefiles"
A_LETTER = DocumentProperties("A letter")
PAGE = "# {{ letter.name }}\n{{p block.first }}\nSome words.\n### Below\n{{p blocks }}\nYours sincerely"
FIRST = "## Issues\n{{ this.text }}\n{{p this.prose }}\n{%p for row in this.rows %}\n1. {{ row }}\n{%p endfor %}"
SECOND = "{%p if this.rows %}\n|= What | Why\n| {%tr for row in this.rows %} |\n| {{ row }} | {{p this.prose }}\n"
SECOND += "| {%tr endfor %} |\n{%p endif %}\nAt the end of this"
BLOCKS = (
    PlacedBlock("first", "one"),
    PlacedBlock("a-second", "two", 'What\'s next & "when"'),
    PlacedBlock("third", "one", "Again"),
)
PROSE = Prose((Heading(1, (Words("A heading"),)), Paragraph((Words("Weak <phonics>"),))))
VALUE: dict[str, object] = {"text": "R & D", "prose": PROSE, "rows": ("x", "y")}
CONTEXT: dict[str, dict[str, Any]] = {
    "letter": {"name": "Ann"},
    "block": {"first": VALUE, "a_second": VALUE, "third": VALUE},
}


def shelf(page: str = PAGE, one: str = FIRST, two: str = SECOND) -> dict[str, bytes]:
    return {"letter": word_file(page), "fragments/one": word_file(one), "fragments/two": word_file(two)}


def as_a_whole(files: Mapping[str, bytes], blocks: tuple[PlacedBlock, ...] = BLOCKS) -> Template:
    assembled, faults = assemble(files, "letter", "", blocks, {})
    assert assembled is not None, faults
    return Template(assembled)


def of_pieces(files: Mapping[str, bytes], blocks: tuple[PlacedBlock, ...] = BLOCKS) -> Template:
    assembled = assembled_from_pieces(files, "letter", "", blocks, {})
    assert assembled is not None
    return Template(assembled)


def test_a_template_of_pieces_gives_the_bytes_of_one_compiled_as_a_whole() -> None:
    made = of_pieces(shelf()).render(CONTEXT, A_LETTER)
    assert made == as_a_whole(shelf()).render(CONTEXT, A_LETTER)
    assert '## What\'s next & "when"' in written_as(made)


@pytest.mark.parametrize("gone", [{"first": None}, {"third": {"gap": {"what": "a plan", "where": "plan.yaml"}}}])
def test_gaps_and_blocks_that_are_left_out_are_the_same(gone: dict[str, Any]) -> None:
    context = {**CONTEXT, "block": {**CONTEXT["block"], **gone}}
    assert of_pieces(shelf()).render(context, A_LETTER) == as_a_whole(shelf()).render(context, A_LETTER)


def test_every_document_of_the_sample_s_schools_is_the_same() -> None:
    places = [
        SAMPLE / each for each in ("camden/fleetbridge-school", "leeds/thornmere-high", "cambridgeshire", "southwark")
    ]
    judged = judge(load(SAMPLE, places), date(2026, 11, 20))
    shelves = Shelves(SAMPLE, judged.packs)
    slugs = set()
    for each in judged.cases:
        for due in each.due:
            if due.entry.slug in slugs:
                continue
            slugs.add(due.entry.slug)
            store, entry = shelves.shelf(each.case), due.entry
            key = entry.slug if entry.slug in store.templates else f"shells/{entry.kind}"
            names = (key, *(f"fragments/{block.block}" for block in entry.blocks))
            files = {name: store.templates[name] for name in names}
            known = (files, entry.slug, entry.kind, placed_blocks(entry), store.origin)
            ours, (whole, _) = assembled_from_pieces(*known), assemble(*known)
            assert ours is not None, entry.slug
            assert whole is not None
            context = shelves.shown(each.case, compose(due, each.case, judged.packs))
            assert Template(ours).render(context, A_LETTER) == Template(whole).render(context, A_LETTER), entry.slug
    assert len(slugs) > 30


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that were compiled; nothing is known before."""
    for known in (pieces.piece_of, shared._shell_of, environment.code_of):
        known.cache_clear()
    sources: list[str] = []
    compile_ = environment._compiled

    def counted(fields: environment.Fields, source: str, name: str) -> object:
        sources.append(source)
        return compile_(fields, source, name)

    monkeypatch.setattr(environment, "_compiled", counted)
    return sources


def test_a_page_and_a_fragment_are_compiled_once_for_all_templates_that_have_them(compiled: list[str]) -> None:
    compile_template(shelf(), "letter", "", BLOCKS)
    first = len(compiled)
    assert sum("A heading" in source or "this.text" in source for source in compiled) == 2, "with a heading and without"
    others = (PlacedBlock("first", "two", "Another"), PlacedBlock("x", "one"), PlacedBlock("y", "one", "And more"))
    files = shelf()
    compile_template(files, "letter", "", others)
    assert len(compiled) == first
    compile_template({**files, "letter": word_file(PAGE + "\nmore")}, "letter", "", BLOCKS)
    assert len(compiled) == first + 1, "the end of the page"


@pytest.mark.parametrize(
    ("page", "one"),
    [
        ("{%p if letter.name %}\n{{p blocks }}\n{%p endif %}", FIRST),
        ("|= A | B\n| {{p blocks }} | x", FIRST),
        ("{{p blocks }}\nthen\n{{p letter.prose }}", FIRST),
        ("No block at all", FIRST),
        (PAGE, "{% if this.text %}\nx\n{% endif %}"),
    ],
    ids=["under a condition", "in a table", "prose under its heading", "no place", "rendered by docxtpl"],
)
def test_what_is_no_piece_is_compiled_as_a_whole(page: str, one: str) -> None:
    assert assembled_from_pieces(shelf(page, one), "letter", "", BLOCKS, {}) is None
    context = {**CONTEXT, "letter": {"name": "Ann", "prose": PROSE}}
    made = compile_template(shelf(page, one), "letter", "", BLOCKS).render(context, A_LETTER)
    assert made == as_a_whole(shelf(page, one)).render(context, A_LETTER)


@pytest.mark.parametrize(
    ("files", "blocks"),
    [
        (shelf(one="{{ this.text"), BLOCKS),
        (shelf(one="{{ this.text|upper }}"), BLOCKS),
        (shelf(page="{{p block.other }}"), BLOCKS),
        (shelf(), (*BLOCKS, PlacedBlock("more", "more"))),
        ({"letter": b"no Word file"}, BLOCKS),
    ],
    ids=["not closed", "a filter", "no such block", "no fragment", "no Word file"],
)
def test_faults_are_those_of_the_whole(files: dict[str, bytes], blocks: tuple[PlacedBlock, ...]) -> None:
    with pytest.raises(TemplateFault) as raised:
        compile_template(files, "letter", "", blocks)
    assert raised.value.diagnostics == assemble(files, "letter", "", blocks, {})[1]


@pytest.mark.parametrize("lacks", ["text", "prose", "rows"])
def test_what_cannot_be_printed_is_said_at_the_same_place(lacks: str) -> None:
    value = {name: each for name, each in VALUE.items() if name != lacks}
    context = {**CONTEXT, "block": {**CONTEXT["block"], "third": value}}
    said = []
    for template in (of_pieces(shelf()), as_a_whole(shelf())):
        with pytest.raises(TemplateFault) as raised:
            template.render(context, A_LETTER)
        said.append(raised.value.diagnostics)
    assert said[0] == said[1]


def test_a_block_that_the_context_lacks_is_said_where_the_page_places_it() -> None:
    said = []
    for template in (of_pieces(shelf()), as_a_whole(shelf())):
        with pytest.raises(TemplateFault) as raised:
            template.render({**CONTEXT, "block": {"first": VALUE}}, A_LETTER)
        said.append(raised.value.diagnostics)
    assert said[0] == said[1]
    assert "block.a_second" in said[0][0].message
