# ruff: noqa: RUF001 - officers paste dashes and typographic quotation marks, so the tests do
from __future__ import annotations

import textwrap
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casefiles.diagnostics import Diagnostic, Severity
from casefiles.markup import (
    Body,
    Break,
    Bullets,
    Code,
    Heading,
    Link,
    Paragraph,
    Prose,
    Quote,
    Rule,
    Section,
    Styled,
    Table,
    Words,
    parse_body,
    parse_prose,
    plain_text,
)


def prose(text: str) -> Prose:
    return parse_prose(textwrap.dedent(text).lstrip("\n"), "m.md")


def body(text: str) -> Body:
    return parse_body(textwrap.dedent(text).lstrip("\n"), "m.md", 1)[0]


def said(text: str) -> list[str]:
    found = parse_body(textwrap.dedent(text).lstrip("\n"), "m.md", 1)[1]
    return [f"{each.span.line}:{each.span.column} {each.code}" for each in found]


def whole_text(found: Body) -> str:
    sections = (f"{section.title}\n{plain_text(section.whole)}" for section in found.sections)
    return "\n".join([plain_text(found.preamble), *sections])


class DescribeProse:
    def it_has_paragraphs_with_emphasis_code_and_links(self) -> None:
        (block,) = prose("A *b* **c** `d` [e](https://f.example) ~~g~~\n").blocks
        assert block == Paragraph(
            (
                Words("A "),
                Styled("emphasis", (Words("b"),)),
                Words(" "),
                Styled("strong", (Words("c"),)),
                Words(" "),
                Code("d"),
                Words(" "),
                Link("https://f.example", (Words("e"),)),
                Words(" "),
                Styled("strike", (Words("g"),)),
            )
        )

    def test_a_wrapped_line_goes_on_and_a_hard_break_breaks(self) -> None:
        (block,) = prose("one\ntwo  \nthree\n").blocks
        assert block == Paragraph((Words("one two"), Break(), Words("three")))

    def it_has_nested_lists_with_their_numbers(self) -> None:
        (block,) = prose("- a\n  1. b\n  2. c\n- d\n").blocks
        inner = Bullets(((Paragraph((Words("b"),)),), (Paragraph((Words("c"),)),)), 1)
        assert block == Bullets(((Paragraph((Words("a"),)), inner), (Paragraph((Words("d"),)),)))

    def it_has_tables_with_alignment(self) -> None:
        (block,) = prose("| a | b | c |\n|:--|--:|:-:|\n| 1 | **2** |\n").blocks
        assert isinstance(block, Table)
        assert block.align == ("left", "right", "centre")
        assert block.rows == (((Words("1"),), (Styled("strong", (Words("2"),)),), ()),)

    def it_has_quotations_rules_and_headings(self) -> None:
        assert [type(block) for block in prose("> a\n\n***\n\n#### b\n").blocks] == [Quote, Rule, Heading]

    def its_place_is_that_of_its_text(self) -> None:
        span = parse_prose("\n\n  Siân says\nmore\n\n", "m.md", line=10).span
        assert span is not None
        assert (span.line, span.end_line, span.end_column) == (12, 13, 5)

    @pytest.mark.parametrize(
        "text",
        ["& < > \" '", "{{ case }} {% if x %} {# y #}", "x < y and R&D", "“smart” – Łódź ŵ", "5 * 3 = 15", "a_b_c"],
    )
    def test_marks_of_other_languages_are_text(self, text: str) -> None:
        assert plain_text(prose(text)) == text

    def test_an_indented_paragraph_is_words_and_not_code(self) -> None:
        assert prose("    typed with four spaces\n").blocks == (Paragraph((Words("typed with four spaces"),)),)


class DescribeSections:
    def they_nest_by_the_ranks_of_their_headings(self) -> None:
        found = body(
            """
            Before.

            ## Phonics
            Text.
            ### Impact
            Good.
            ### Next steps
            - Cover.

            ## Attendance
            """
        )
        assert plain_text(found.preamble) == "Before."
        phonics, attendance = found.sections
        assert (phonics.title, phonics.rank, plain_text(phonics.text)) == ("Phonics", 2, "Text.")
        assert [child.title for child in phonics.children] == ["Impact", "Next steps"]
        assert (phonics.span.line, phonics.children[0].span.line) == (3, 5)
        assert attendance.is_empty
        assert plain_text(phonics.whole) == "Text.\nImpact\nGood.\nNext steps\nCover."

    def test_a_title_of_the_first_rank_hides_none_of_those_below(self) -> None:
        found = body("# Minutes\n## A\n#### B\n## C\n# D\n## E\n")
        assert [section.title for section in found.sections] == ["Minutes", "D"]
        assert [section.title for section in found.ranked(2)] == ["A", "C", "E"]

    def test_a_title_is_plain_text_without_its_marks(self) -> None:
        assert body("## **Staffing** & `pay` {.confidential #s}\n").sections[0].title == "Staffing & pay"

    def test_braces_that_are_no_marks_stay_in_the_title(self) -> None:
        assert body("## Plan {draft} {{ x }}\n").sections[0].title == "Plan {draft} {{ x }}"


class DescribeConfidentiality:
    def test_a_marked_section_is_for_internal_readers(self) -> None:
        (section,) = body("## Staffing {.confidential}\nSecret.\n").sections
        assert (section.title, section.readers) == ("Staffing", ("internal",))

    def test_a_section_can_name_its_readers(self) -> None:
        assert body("## Staffing {.school .governors}\n").sections[0].readers == ("school", "governors")

    def test_a_misspelt_mark_is_an_error_and_keeps_the_section_back(self) -> None:
        text = "## Staffing {.confidental}\nSecret.\n"
        assert said(text) == ["1:1 SRC-026"]
        assert body(text).sections[0].readers == ("internal",)

    @pytest.mark.parametrize(
        "text",
        [
            "## A\nSecret {.confidential}\n",
            "## A\n- item\n\n  ## B {.confidential}\n",
            "## A\n> ## B {.confidential}\n",
            "## A\n<!-- note\n## B {.confidential}\nSecret\n",
            "## A\n```\n## B {.confidential}\nSecret\n",
            "## A\n##B {.confidential}\nSecret\n",
            "## A {confidential}\nSecret\n",
            "## A { Confidential }\nSecret\n",
        ],
    )
    def test_a_mark_that_has_no_effect_is_an_error_and_keeps_what_it_stands_in_back(self, text: str) -> None:
        assert "SRC-026" in "".join(said(text))
        assert body(text).sections[0].readers == ("internal",)

    def test_a_mark_before_the_first_heading_keeps_the_beginning_back(self) -> None:
        found = body("Secret {.confidential}\n\n## A\nOpen\n")
        assert found.preamble_readers == ("internal",)
        assert found.sections[0].readers == ()

    def test_a_mark_in_one_section_leaves_the_next_open(self) -> None:
        found = body("## A\nSiân: é {.confidential}\n\n## B\nOpen\n")
        assert [section.readers for section in found.sections] == [("internal",), ()]

    def test_the_bare_word_in_a_heading_is_a_warning(self) -> None:
        assert said("## Confidential: staffing\n") == ["1:1 SRC-027"]


class DescribeWhatDoesNotPrint:
    def test_html_prints_as_typed_with_one_warning_a_place(self) -> None:
        text = "A <b>bold</b> word\n\n<div>\nblock & more\n</div>\n"
        assert plain_text(body(text).preamble) == "A <b>bold</b> word\n<div>\nblock & more\n</div>"
        assert said(text) == ["1:3 SRC-020", "3:1 SRC-020"]

    def test_a_picture_leaves_its_description(self) -> None:
        text = "See ![the *chart*](chart.png).\n"
        assert plain_text(body(text).preamble) == "See the chart."
        assert said(text) == ["1:5 SRC-021"]

    @pytest.mark.parametrize("url", ["http://x.example", "javascript:alert(1)", "../../secret", "file:///etc/passwd"])
    def test_a_link_elsewhere_leaves_its_text(self, url: str) -> None:
        text = f"[here]({url})\n"
        assert body(text).preamble.blocks == (Paragraph((Words("here"),)),)
        assert said(text) == ["1:1 SRC-022"]

    def test_an_address_in_angle_brackets_is_a_link(self) -> None:
        (block,) = prose("<a.osei@example.org>\n").blocks
        assert block == Paragraph((Link("mailto:a.osei@example.org", (Words("a.osei@example.org"),)),))

    def test_a_line_that_markdown_takes_for_an_address_prints(self) -> None:
        text = "## A\nOne.\n\n[Action]: complete\n\n## B\n- x\n- [Owner]: headteacher\n"
        assert "[Action]: complete" in plain_text(body(text).sections[0].text)
        assert "[Owner]: headteacher" in plain_text(body(text).sections[1].text)
        assert said(text) == ["4:1 SRC-023", "8:1 SRC-023"]

    def test_an_address_that_is_used_does_not_print(self) -> None:
        text = "See [the report][r].\n\n[r]: https://x.example\n"
        assert plain_text(body(text).preamble) == "See the report."
        assert said(text) == []

    def test_excess_cells_stay_in_the_last_one(self) -> None:
        text = "| a | b |\n|---|---|\n| 1 | 2 | 3 lost |\n"
        assert "3 lost" in plain_text(body(text).preamble)
        assert said(text) == ["3:9 SRC-024"]

    def test_a_heading_without_its_space_is_a_warning(self) -> None:
        assert said("##Phonics\ntext\n") == ["1:1 SRC-025"]

    def test_faults_stand_at_their_line_in_the_file(self) -> None:
        (diagnostic,) = parse_body("é <b>x</b>\n", "m.md", 20)[1]
        assert isinstance(diagnostic, Diagnostic)
        assert (diagnostic.span.line, diagnostic.span.column) == (20, 3)
        assert diagnostic.severity is Severity.WARNING


WORD = st.text(st.sampled_from("abcdefgxyzàéŵŁß&'\"{}%;,.!?()"), min_size=1, max_size=8)
LETTERS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzéŵ"), min_size=2, max_size=8)
LINES = st.lists(
    st.builds(
        "".join,
        st.lists(
            st.one_of(
                LETTERS,
                st.sampled_from(
                    [
                        "- ",
                        "1. ",
                        "# ",
                        "## ",
                        "> ",
                        "    ",
                        "| ",
                        " | ",
                        "|-|-|",
                        "**",
                        "*",
                        "_",
                        "`",
                        "```",
                        "~~",
                        "[",
                        "]",
                        "]:",
                        "](",
                        ")",
                        "<",
                        ">",
                        "</b>",
                        "<!--",
                        "&",
                        "\\",
                        "---",
                        "===",
                        " ",
                        "  ",
                        "!",
                        "{",
                        "}",
                        "{{ ",
                    ]
                ),
            ),
            max_size=12,
        ),
    ),
    max_size=12,
).map("\n".join)


@settings(max_examples=400, deadline=None)
@given(st.lists(WORD, min_size=1, max_size=20))
def test_no_word_of_plain_prose_is_lost(words: list[str]) -> None:
    text = "Start " + " ".join(words)
    found = plain_text(parse_prose(text, "m.md"))
    assert "".join(found.split()) == "".join(text.replace("&amp;", "&").split())


@settings(max_examples=600, deadline=None)
@example("~~~~aa")
@given(LINES)
def test_no_word_is_lost_whatever_marks_stand_around_it(text: str) -> None:
    found, diagnostics = parse_body(text, "m.md", 1)
    printed = whole_text(found)
    told = " ".join(each.message for each in diagnostics)
    for word in {word for word in _words(text) if len(word) > 1}:
        assert word in printed or word in told or _is_code_language(text, word), word


def _words(text: str) -> list[str]:
    return "".join(each if each.isalpha() else " " for each in text).split()


def _is_code_language(text: str, word: str) -> bool:
    fences = ("```", "~~~")
    return any(word in line.partition(fence)[2] for line in text.splitlines() for fence in fences if fence in line)


@pytest.mark.parametrize(
    "text",
    [
        ">" * 50_000 + "a",
        "- " * 20_000 + "a",
        "[" * 50_000,
        "*a **b " * 20_000,
        "<b> " * 50_000,
        "[a](b) " * 50_000,
        "{.a}" * 50_000,
        "# a\n" * 50_000,
        "| a | b |\n|-|-|\n" + "|1|2|3|\n" * 20_000,
        "\n".join(f"[a{n}]: b" for n in range(20_000)),
        "".join("  " * n + "- a\n" for n in range(500)),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text_costs_seconds_at_most_and_no_depth(text: str) -> None:
    started = time.perf_counter()
    found, diagnostics = parse_body(text, "m.md", 1)
    whole_text(found)
    assert time.perf_counter() - started < 30
    assert len(diagnostics) <= 200


def test_sections_are_values() -> None:
    first, second = (body("## A\nText\n").sections[0] for _ in range(2))
    assert isinstance(first, Section)
    assert first == second
