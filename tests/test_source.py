# ruff: noqa: RUF001 - officers paste dashes and typographic quotation marks, so the tests do
from __future__ import annotations

import textwrap
import time

import pytest

from casefiles.diagnostics import Diagnostic, Severity
from casefiles.source import Parsed, parse_record, parse_yaml


def read(text: str) -> Parsed:
    return parse_yaml(textwrap.dedent(text).lstrip("\n").encode(), "case.yaml")


def said(parsed: Parsed) -> list[str]:
    return [f"{each.span.line}:{each.span.column} {each.code}" for each in parsed.diagnostics]


def only(parsed: Parsed) -> Diagnostic:
    (diagnostic,) = parsed.diagnostics
    assert diagnostic.severity is Severity.ERROR
    assert diagnostic.help
    return diagnostic


class DescribeLines:
    def a_list_s_entry_stands_on_all_the_lines_of_its_keys(self) -> None:
        parsed = read(
            """
            levels:
              - level: targeted
                reason: Phonics fell.
                criteria:
                  - pri-2
              - level: focused
            """
        )
        assert list(parsed.source.lines(("levels", 0))) == [2, 3, 4, 5]
        assert list(parsed.source.lines(("levels", 1))) == [6]


class DescribeScalars:
    def they_are_all_text(self) -> None:
        parsed = read(
            """
            urn: 007
            country: NO
            time: 12:30
            on: 2025-11-04
            flag: yes
            quoted: "23"
            """
        )
        assert parsed.value == {
            "urn": "007",
            "country": "NO",
            "time": "12:30",
            "on": "2025-11-04",
            "flag": "yes",
            "quoted": "23",
        }
        assert parsed.diagnostics == ()

    def test_an_empty_plain_one_is_absent_and_an_empty_quoted_one_is_text(self) -> None:
        assert read("a:\nb: ''\nc: ~\n").value == {"a": None, "b": "", "c": "~"}

    def it_keeps_smart_quotes_and_non_ascii_letters_as_they_are(self) -> None:
        assert read("title: “Raise” the bar – Siân’s plan\n").value == {"title": "“Raise” the bar – Siân’s plan"}

    def it_reads_a_byte_order_mark_and_windows_line_ends(self) -> None:
        parsed = parse_yaml(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - x\r\n", "f")
        assert parsed.value == {"a": "1", "b": ["x"]}
        assert parsed.source.span(("b", 0)).line == 3

    def test_an_empty_file_is_no_fault(self) -> None:
        assert read("# nothing yet\n").value is None
        assert read("").diagnostics == ()


class DescribePlaces:
    def they_count_lines_and_code_points_from_one(self) -> None:
        parsed = read(
            """
            name: Siân
            people: {é: [x, yy]}
            """
        )
        source = parsed.source
        value = source.span(("people", "é", 1))
        assert (value.line, value.column, value.end_column) == (2, 17, 19)
        key = source.key(("people", "é"))
        assert (key.line, key.column) == (2, 10)

    def test_an_absent_value_stands_at_its_key(self) -> None:
        assert read("a: 1\nbb:\n").source.span(("bb",)).column == 1

    def test_what_is_not_there_stands_at_its_nearest_parent(self) -> None:
        assert read("a:\n  b: 1\n").source.span(("a", "z", 3)).line == 2

    def test_front_matter_counts_from_the_files_first_line(self) -> None:
        parsed = parse_record(b"---\nkind: x\n---\n## Phonics\ntext\n", "m.md")
        assert parsed.source.span(("kind",)).line == 2
        assert parsed.body.sections[0].span.line == 4


class DescribeHazards:
    def it_refuses_anchors_and_aliases_and_never_expands_them(self) -> None:
        parsed = read("a: &x [1, 1]\nb: *x\n")
        assert said(parsed) == ["1:4 SRC-008", "2:4 SRC-008"]
        assert parsed.value == {"a": ["1", "1"], "b": None}

    def it_refuses_tags(self) -> None:
        parsed = read("a: !!python/object/apply:os.system [x]\n")
        assert said(parsed) == ["1:4 SRC-009"]
        assert "tag" in only(parsed).message

    def it_refuses_merge_keys(self) -> None:
        assert said(read("a: 1\n<<: {b: 2}\n")) == ["2:1 SRC-010"]

    def test_a_key_given_twice_names_the_first_place_and_loses_nothing_silently(self) -> None:
        parsed = read("a: 1\nb: 2\na: 3\n")
        assert said(parsed) == ["3:1 SRC-011"]
        assert only(parsed).related[0][0].line == 1
        assert parsed.value == {"a": "1", "b": "2"}

    def it_refuses_a_second_document(self) -> None:
        parsed = read("a: 1\n---\nb: 2\n")
        assert said(parsed) == ["2:1 SRC-012"]
        assert parsed.partial

    def it_refuses_instructions_to_yaml_readers(self) -> None:
        assert said(read("%YAML 1.1\n---\na: 1\n")) == ["1:1 SRC-009"]

    def it_refuses_what_is_nested_too_deep(self) -> None:
        parsed = read("a: " + "[" * 50_000)
        assert said(parsed) == ["1:53 SRC-013"]
        assert parsed.value is None

    @pytest.mark.parametrize("text", ["? [a]\n: b\n", "? {a: b}\n: c\n", "? \n: x\n"])
    def it_refuses_keys_that_are_no_text(self, text: str) -> None:
        assert [each.code for each in read(text).diagnostics] == ["SRC-014"]

    def it_refuses_a_file_of_more_than_a_mebibyte(self) -> None:
        parsed = parse_yaml(b"a: " + b"x" * 1024 * 1024, "f")
        assert only(parsed).code == "SRC-001"
        assert parsed.partial

    def it_names_the_byte_that_is_no_utf_8_and_what_windows_would_make_of_it(self) -> None:
        diagnostic = only(parse_yaml("a: 1\nsaid: it’s\n".encode("cp1252"), "f"))
        assert (diagnostic.code, diagnostic.span.line, diagnostic.span.column) == ("SRC-002", 2, 9)
        assert "’" in diagnostic.message

    def it_says_that_a_file_is_saved_as_utf_16(self) -> None:
        assert "UTF-16" in only(parse_yaml("a: 1\n".encode("utf-16"), "f")).message

    @pytest.mark.parametrize("character", ["\x00", "\x07", "\x0c", "\x85", "\u2028", "\u202e", "\ufeff"])
    def it_refuses_characters_that_word_cannot_hold_or_nobody_sees(self, character: str) -> None:
        diagnostic = only(read(f"a: 1\nb: x{character}y\n"))
        assert (diagnostic.code, diagnostic.span.line, diagnostic.span.column) == ("SRC-003", 2, 5)
        assert f"U+{ord(character):04X}" in diagnostic.message

    def test_a_control_character_in_the_minutes_is_found_as_well(self) -> None:
        parsed = parse_record(b"---\nkind: x\n---\nOne\x0btwo\n", "m.md")
        assert said(parsed) == ["4:4 SRC-003"]


class DescribeIndentation:
    def test_a_tab_gets_a_message_that_says_so_on_each_line(self) -> None:
        parsed = read("a:\n\tb: 1\nc:\n  d: 1\n\te: 2\n")
        assert said(parsed) == ["2:1 SRC-004", "5:1 SRC-004"]
        assert "tab" in parsed.diagnostics[0].message

    def test_a_non_breaking_space_gets_a_message_that_says_so(self) -> None:
        parsed = read("a:\n\u00a0 b: 1\n")
        assert said(parsed) == ["2:1 SRC-004"]
        assert parsed.value == {"a": {"b": "1"}}

    def test_a_non_breaking_space_after_a_colon_does_too(self) -> None:
        parsed = read("title:\u00a0Reading\n")
        assert said(parsed) == ["1:7 SRC-004"]
        assert parsed.value == {"title": "Reading"}

    def test_a_line_that_is_indented_too_far_is_told_from_text_with_a_colon(self) -> None:
        diagnostic = only(read("a: 1\n  b: 2\n"))
        assert (diagnostic.code, diagnostic.span.line) == ("SRC-005", 2)
        assert "indented" in diagnostic.message

    def test_a_list_entry_that_would_join_the_one_above_is_a_fault(self) -> None:
        parsed = read("a:\n- one\n  - two\n")
        assert said(parsed) == ["3:3 SRC-005"]


class DescribeLostText:
    def test_a_colon_inside_a_value_gets_the_quoted_line_as_help_and_is_read_on(self) -> None:
        parsed = read("title: Review: spring term\nreference: X\n")
        diagnostic = only(parsed)
        assert (diagnostic.code, diagnostic.span.line, diagnostic.span.column) == ("SRC-006", 1, 8)
        assert diagnostic.help == 'put the text in quotes: title: "Review: spring term"'
        assert parsed.value == {"title": "Review: spring term", "reference": "X"}
        assert not parsed.partial

    def test_a_colon_inside_a_list_entry_does_too(self) -> None:
        parsed = read('- id: x\n  title: Say "no": why\n')
        assert only(parsed).help.endswith("""title: 'Say "no": why'""")
        assert parsed.value == [{"id": "x", "title": 'Say "no": why'}]

    def test_a_colon_inside_braces_is_told_the_same(self) -> None:
        assert said(read("- {name: Review: spring}\n")) == ["1:16 SRC-006"]

    @pytest.mark.parametrize(
        ("text", "place"),
        [("title: Room #4 is ours\n", "1:13"), ("title: #4 is ours\n", "1:8"), ("- a\n- #4\n", "2:3")],
    )
    def test_text_after_a_hash_would_be_a_comment(self, text: str, place: str) -> None:
        parsed = read(text)
        assert said(parsed) == [f"{place} SRC-007"]
        assert '"#4' in parsed.diagnostics[0].message

    def test_a_comment_with_a_space_is_a_comment(self) -> None:
        parsed = read("a: 1 # the first\n# b: #x\nc: 'Room #4' #x\nd: https://x.example/#top\n")
        assert parsed.diagnostics == ()
        assert parsed.value == {"a": "1", "c": "Room #4", "d": "https://x.example/#top"}


class DescribeSyntax:
    @pytest.mark.parametrize(
        ("text", "place", "word"),
        [
            ("a: [1, 2\nb: 3\n", "1:4", "bracket ["),
            ("a: {b: 1\nc: 2\n", "1:4", "bracket {"),
            ("a: [1 2, {b: c}]\nx: 'y\n", "2:4", "quotation mark"),
            ("a: 'it's here'\n", "1:8", "quotation mark"),
            ('a: "say "no" now"\n', "1:10", "quotation mark"),
            ("a: 1\nbb\nc: 2\n", "2:1", "colon"),
            ("a: 1\nb:2\nc: 2\n", "2:1", "space is missing"),
            ("focus: @home\n", "1:8", "cannot begin"),
            ('a: "c:\\path"\n', "1:7", "backslash"),
            ("a: - b\n", "1:4", "list cannot begin"),
            ("- a: 1\n b: 2\n", "2:2", "entry of the list"),
            ("a:\n    b: 1\n  c: 2\n", "3:3", "column"),
            ("a: 1\n...\nb: 2\n", "3:1", "more text follows"),
        ],
    )
    def test_a_fault_is_said_in_plain_words_at_its_place(self, text: str, place: str, word: str) -> None:
        parsed = read(text)
        assert said(parsed)[0].startswith(place + " ")
        assert word in parsed.diagnostics[0].message
        assert parsed.diagnostics[0].help

    def test_one_fault_does_not_hide_the_next(self) -> None:
        parsed = read(
            """
            - id: one
              title: 'unclosed
            - id: two
              title: A: B
            - id: three
              title: @three
              title: again
            - id: four
              title: Room #4
            """
        )
        assert said(parsed) == ["2:10 SRC-005", "4:10 SRC-006", "6:10 SRC-005", "7:3 SRC-011", "9:15 SRC-007"]
        assert parsed.partial
        assert isinstance(parsed.value, list)
        assert [entry["id"] for entry in parsed.value if isinstance(entry, dict)] == ["two", "three", "four"]


class DescribeFrontMatter:
    def it_ends_at_the_second_line_of_hyphens(self) -> None:
        parsed = parse_record(b"---\nkind: x\n---\nOne\n\n---\n\nTwo\n", "m.md")
        assert parsed.value == {"kind": "x"}
        assert len(parsed.body.preamble.blocks) == 3

    def test_a_record_without_one_is_a_fault(self) -> None:
        diagnostic = only(parse_record(b"## Phonics\n", "m.md"))
        assert (diagnostic.code, diagnostic.span.line) == ("SRC-015", 1)

    def test_one_that_is_not_closed_is_a_fault(self) -> None:
        assert "not closed" in only(parse_record(b"---\nkind: x\n", "m.md")).message

    def test_an_empty_one_is_none(self) -> None:
        assert parse_record(b"---\n---\ntext\n", "m.md").diagnostics == ()


MEBIBYTE = 1024 * 1024 - 20


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "{" * 50_000,
        "- " * (MEBIBYTE // 2),
        "? " * (MEBIBYTE // 2),
        "a: 1\n" * (MEBIBYTE // 5),
        "a:\n" + "\tb: 1\n" * (MEBIBYTE // 6),
        "\u00a0\n" * (MEBIBYTE // 3),
        "a: b: c\n" * (MEBIBYTE // 8),
        "a: b #c\n" * (MEBIBYTE // 8),
        ": " * (MEBIBYTE // 2),
        "*a " * (MEBIBYTE // 3),
        "a: &a [x, x]\n" + "\n".join(f"b{n}: &b{n} [*a, *a, *a, *a]" for n in range(2000)),
        "a: b" + " " * (MEBIBYTE // 2) + "#",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_hostile_file_costs_diagnostics_and_seconds_at_most(text: str) -> None:
    started = time.perf_counter()
    parsed = parse_yaml(text.encode(), "f")
    assert time.perf_counter() - started < 30
    assert 0 <= len(parsed.diagnostics) <= 60
