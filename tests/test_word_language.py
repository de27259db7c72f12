from __future__ import annotations

import time
from typing import Any

import pytest

from casefiles.diagnostics import Diagnostic
from casefiles.documents.word.rendering import MAX_OUTPUT
from casefiles.documents.word.template import DocumentProperties, TemplateFault, compile_template
from word_notation import altered, parts_of, texts_of, word_file

A_LETTER = DocumentProperties("A letter")


def refusals(page: str) -> tuple[Diagnostic, ...]:
    try:
        compile_template({"letter": word_file(page)}, "letter", "", ())
    except TemplateFault as fault:
        return fault.diagnostics
    return ()


def rendered(page: str, context: dict[str, Any]) -> list[str]:
    return texts_of(compile_template({"letter": word_file(page)}, "letter", "", ()).render(context, A_LETTER))


@pytest.mark.parametrize(
    ("tag", "what"),
    [
        ("{{ 7*7 }}", "arithmetic"),
        ("{{ 'A' * 10**9 }}", "arithmetic"),
        ("{{ 'A' ~ 'B' }}", "joining"),
        ("{{ -letter.x }}", "arithmetic"),
        ("{{ letter.x|upper }}", "a filter"),
        ("{{ letter.x|as_blocks(0) }}", "a filter"),
        ("{{ letter.x.format(1) }}", "a call"),
        ("{{ range(9) }}", "a call"),
        ("{{ lipsum() }}", "a call"),
        ("{{ letter['x'] }}", "a subscript"),
        ("{{ letter.x[0] }}", "a subscript"),
        ("{{ letter.__class__ }}", '"__class__"'),
        ("{{ ''.__class__.__mro__ }}", '"__mro__"'),
        ("{{ _rendering }}", '"_rendering"'),
        ("{{ loop.index }}", '"loop"'),
        ("{{ letter.a if letter.b else letter.c }}", "an if inside"),
        ("{{ {'a': 1} }}", "a dictionary"),
        ("{{ 1.5 }}", "the number 1.5"),
        ("{% set x = 1 %}", "{% set %}"),
        ("{% include 'x' %}", "{% include %}"),
        ("{% import 'x' as y %}", "{% import %}"),
        ("{% extends 'x' %}", "{% extends %}"),
        ("{% macro m() %}{% endmacro %}", "{% macro %}"),
        ("{% filter upper %}{% endfilter %}", "{% filter %}"),
        ("{% with x = 1 %}{% endwith %}", "{% with %}"),
        ("{% raw %}{{ 7*7 }}{% endraw %}", "raw"),
        ("{% autoescape false %}{% endautoescape %}", "autoescape"),
        ("{% for a in letter.x if a %}{% endfor %}", "a loop with a condition"),
        ("{% for a in letter.x recursive %}{% endfor %}", "a loop with a condition"),
        ("{% for a, b in letter.x %}{% endfor %}", "several names"),
        ("{% for a in 'abc' %}{% endfor %}", "no field"),
        ("{% for a in letter.x %}{{ loop.cycle }}{% endfor %}", '"cycle"'),
        ("{% for a in letter.x %}{{ loop.previtem }}{% endfor %}", '"previtem"'),
        ("{% if letter.x > 3 %}{% endif %}", "comparing by size"),
        ("{% if letter.x is defined %}{% endif %}", 'the test "is defined"'),
        ("{% if letter.x is divisibleby 3 %}{% endif %}", 'the test "is divisibleby"'),
    ],
)
def test_what_is_no_name_field_loop_or_condition_is_refused_by_part_and_paragraph(tag: str, what: str) -> None:
    found = refusals(f"Dear Ann\nhello {tag}")
    assert any(what in one.message for one in found), found
    assert all(one.message.startswith("the page, paragraph 2,") for one in found)
    assert {one.code for one in found} <= {"TPL-010", "TPL-011"}


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("{% if letter.a and not letter.b or letter.c %}yes{% endif %}", ["yes"]),
        ("{% if letter.a == 'x' %}no{% elif letter.n in ['p', 'q'] %}yes{% else %}no{% endif %}", ["yes"]),
        ("{% if letter.n not in letter.rows %}yes{% endif %}", ["yes"]),
        ("{% if letter.nothing is none %}yes{% endif %}{% if letter.a is not none %}!{% endif %}", ["yes!"]),
        (
            "{% for r in letter.rows %}{{ loop.index }}{{ r }}{% if not loop.last %}, {% endif %}{% endfor %}",
            ["1s, 2t"],
        ),
        ("{% for r in letter.none %}x{% else %}nobody{% endfor %}", ["nobody"]),
        ("{# a note to the author #}text", ["text"]),
        ("{% if letter.n != 'x' %}yes{% endif %}", ["yes"]),
    ],
)
def test_names_fields_loops_and_conditions_work(page: str, expected: list[str]) -> None:
    values = {"a": "a", "b": "", "c": "", "n": "p", "rows": ("s", "t"), "none": (), "nothing": None}
    assert rendered(page, {"letter": values}) == expected


def test_loops_stand_three_deep_and_no_deeper() -> None:
    three = "{% for a in letter.x %}{% for b in a.x %}{% for c in b.x %}{{ c }}{% endfor %}{% endfor %}{% endfor %}"
    assert refusals(three) == ()
    (found,) = refusals(three.replace("{{ c }}", "{% for d in c.x %}{% endfor %}"))
    assert "a fourth loop" in found.message


@pytest.mark.parametrize(
    ("page", "word"),
    [
        ("{% if letter.x %}text", "endif"),
        ("{{ letter.x }", "opens or closes"),
        ("text }} more", "opens or closes"),
        ("{% if letter.x == %}{% endif %}", "cannot be read"),
        ("{% endfor %}", "endfor"),
        ("{{ }}", "cannot be read"),
        ("{% nonsense %}", "nonsense"),
    ],
)
def test_a_broken_tag_is_refused_with_its_place(page: str, word: str) -> None:
    (found, *_) = refusals(f"Dear\n{page}")
    assert word in found.message
    assert found.span.line == 2


@pytest.mark.parametrize(
    ("page", "word"),
    [
        ("{% if letter.x %}\n|= A\n| {% endif %}", "its own paragraph"),
        ("|= A | B\n| {%tr for r in letter.x %} lost | \n| {{ r }} | x\n| {%tr endfor %} |", "whole row"),
        ("text {%p if letter.x %}\n{%p endif %}", "stands in it alone"),
        ("{%p if letter.x %}\n|= A\n| {%p endif %}", "page or table cell"),
        ("{%tr for r in letter.x %}\n{%tr endfor %}", "table row"),
        ("|= A | B\n| {%tr for r in letter.x %} | lost\n| {{ r }} | x\n| {%tr endfor %} |", "whole row"),
        ("|= A\n| {%tr for r in letter.x %}\n| {{ r }}", "the same table"),
        ("|= A\n| {%tc for r in letter.x %}", "the same row"),
    ],
)
def test_a_tag_that_cannot_be_taken_out_whole_is_refused(page: str, word: str) -> None:
    found = refusals(page)
    assert any(one.code == "TPL-012" and word in one.message for one in found), found


def test_a_tag_for_whole_paragraphs_cannot_hold_a_percent_sign() -> None:
    found = refusals('{%p if letter.x == "50%" %}\ntext\n{%p endif %}')
    assert [(one.code, one.span.line) for one in found] == [("TPL-010", 1)]
    assert rendered('{% if letter.x == "50%" %}half{% endif %}', {"letter": {"x": "50%"}}) == ["half"]


def test_a_tag_where_none_is_read_is_refused() -> None:
    page = word_file("text")
    body = parts_of(page)["word/document.xml"].replace(
        b"<w:p>", b'<w:p><w:bookmarkStart w:id="1" w:name="{{ 7*7 }}"/>', 1
    )
    with pytest.raises(TemplateFault, match="where none is read"):
        compile_template({"letter": altered(page, {"word/document.xml": body})}, "letter", "", ())


def test_conditions_nested_too_deep_are_refused_before_the_parser_meets_them() -> None:
    (found,) = refusals("{% if letter.x %}" * 2000 + "{% endif %}" * 2000)
    assert "deep in each other" in found.message
    (found,) = refusals("{{ " + "(" * 5000 + "letter.x" + ")" * 5000 + " }}")
    assert "longer than" in found.message


def test_a_template_cannot_make_output_without_end() -> None:
    page = "{% for a in letter.x %}{% for b in letter.x %}" + "x" * 3000 + "{% endfor %}{% endfor %}"
    template = compile_template({"letter": word_file(page)}, "letter", "", ())
    with pytest.raises(TemplateFault, match="5 MB"):
        template.render({"letter": {"x": ("a",) * 100}}, A_LETTER)
    assert MAX_OUTPUT == 5 * 1024 * 1024


def test_a_template_cannot_take_time_without_end_though_it_prints_nothing() -> None:
    page = "{% for a in letter.x %}{% for b in letter.x %}{% for c in letter.x %}{% endfor %}{% endfor %}{% endfor %}"
    template = compile_template({"letter": word_file(page)}, "letter", "", ())
    begun = time.perf_counter()
    with pytest.raises(TemplateFault, match="rounds"):
        template.render({"letter": {"x": tuple("a" * 5000)}}, A_LETTER)
    assert time.perf_counter() - begun < 5


def test_braces_in_a_value_are_text() -> None:
    assert rendered("{{ letter.x }}", {"letter": {"x": "{{ 7*7 }}{% if %}{#"}}) == ["{{ 7*7 }}{% if %}{#"]
