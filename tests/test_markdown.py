from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casefiles.markdown import canonical, shifted, write_prose
from casefiles.markup import parse_prose
from casefiles.prose import (
    Block,
    Break,
    Bullets,
    Code,
    Heading,
    Inline,
    Link,
    Paragraph,
    Prose,
    Quote,
    Rule,
    Styled,
    Table,
    Words,
    inline_text,
)

LETTERS = st.text(st.sampled_from("abc XY19.,;:!?'\"()[]{}<>*_~`#+-=|\\/&%éß\u2019"), min_size=1, max_size=12)


def inlines(deep: int = 2) -> st.SearchStrategy[tuple[Inline, ...]]:
    plain: st.SearchStrategy[Inline] = LETTERS.map(Words)
    if deep:
        inner = inlines(deep - 1)
        styled = st.builds(Styled, st.sampled_from(["strong", "emphasis", "strike"]), inner)
        link = st.builds(
            Link, st.sampled_from(["https://example.org/a_b", "mailto:a@b.org"]), st.just((Words("here"),))
        )
        plain = st.one_of(plain, plain, styled, link, st.just(Break()), st.just(Code("x = 1")))
    return st.lists(plain, min_size=1, max_size=3).map(tuple)


PARAGRAPHS = inlines().filter(lambda made: inline_text(made).strip()).map(Paragraph)


def lists(deep: int = 2) -> st.SearchStrategy[Bullets]:
    item = PARAGRAPHS.map(lambda p: (p,))
    if deep:
        item = st.one_of(item, st.tuples(PARAGRAPHS, lists(deep - 1)))
    return st.builds(Bullets, st.lists(item, min_size=1, max_size=3).map(tuple), st.sampled_from([None, 1, 3]))


def tables() -> st.SearchStrategy[Table]:
    row = st.tuples(inlines(1), inlines(1))
    return st.builds(Table, row, st.lists(row, max_size=2).map(tuple), st.just(("", "right")))


BLOCKS: st.SearchStrategy[Block] = st.one_of(
    PARAGRAPHS,
    st.builds(Heading, st.integers(1, 6), inlines(1)),
    lists(),
    PARAGRAPHS.map(lambda p: Quote((p,))),
    tables(),
    st.just(Rule()),
)
PROSE = st.lists(BLOCKS, max_size=4).map(lambda blocks: Prose(tuple(blocks)))


@settings(max_examples=250, deadline=None)
@given(PROSE)
@example(Prose((Paragraph((Words("a"), Styled("strong", (Words('"b"'),)), Words("c"))),)))
@example(Prose((Paragraph((Styled("strong", (Words("a"),)), Styled("emphasis", (Words("b"),)))),)))
def test_what_is_written_as_markdown_reads_back_as_the_same_prose(prose: Prose) -> None:
    written = write_prose(prose)
    assert canonical(parse_prose(written, "")) == canonical(prose), written


@pytest.mark.parametrize(
    "typed",
    [
        "1. not a list",
        "# not a heading",
        "- not a bullet",
        "> not a quotation",
        "5 * 3 * 2",
        "<b>not bold</b>",
        "[not](a link)",
        "a | b",
        "___",
        "snake_case and _this_",
        "AT&T &amp; co",
        "~10~ pupils",
        "not {.confidential} here",
        "C:\\temp\\*",
        "====",
    ],
)
def test_text_that_looks_like_markdown_stays_the_text_that_was_typed(typed: str) -> None:
    prose = Prose((Paragraph((Words(typed),)),))
    assert parse_prose(write_prose(prose), "") == prose


def test_a_mark_of_confidentiality_in_text_is_written_so_that_it_marks_nothing() -> None:
    assert "{" not in write_prose(Prose((Paragraph((Words("as {.confidential} says"),)),)))


def test_plain_text_is_written_as_plain_text() -> None:
    typed = "Daily phonics: 69% (up from 61%), Mr Devane's visit, a.osei@example.org - by 2 February."
    assert write_prose(Prose((Paragraph((Words(typed),)),))) == typed


def test_headings_go_below_the_heading_that_they_stand_under() -> None:
    prose = Prose((Heading(1, (Words("A"),)), Heading(3, (Words("B"),))))
    assert [block.rank for block in shifted(prose, 2).blocks if isinstance(block, Heading)] == [3, 5]
