from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefiles.editing import EditFault, add_outside, append_entries, set_fact, set_section
from casefiles.editing.facts import scalar
from casefiles.markup import parse_prose
from casefiles.prose import Prose
from casefiles.source import parse_record, parse_yaml

RECORD = textwrap.dedent("""\
    ---
    # Rowan Hill, 27 January 2026.
    kind: targeted-review   # the kind
    #present: [headteacher]   # with this line the meeting was held
    papers: {agenda: 2026-01-20}   # sent by post
    #progress:   # judgement: on-track
    #  phonics: {judgement: on-track, risk: low}
    judgement:
    ---
    ## Purpose

    ## Phonics

    ### Impact

    ### Next steps
    - Cover.
    """)


def prose(text: str) -> Prose:
    return parse_prose(text, "")


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (["present"], ["headteacher", "cpp"], "present: [headteacher, cpp]"),
        (["progress", "phonics", "risk"], "low", "progress: {phonics: {risk: low}}"),
        (["papers", "data"], "2026-01-21", "papers: {agenda: 2026-01-20, data: 2026-01-21}   # sent by post"),
        (["papers", "agenda"], "2026-01-21", "papers: {agenda: 2026-01-21}   # sent by post"),
        (["judgement"], "on-track", "judgement: on-track"),
        (["kind"], "focused-review", "kind: focused-review   # the kind"),
    ],
)
def test_a_fact_is_set_in_its_own_line_and_every_other_line_stays(path: list[str], value: object, line: str) -> None:
    edited = set_fact(RECORD, path, value)  # type: ignore[arg-type] # the table has several types
    added = [each for each in edited.split("\n") if each not in RECORD.split("\n")]
    wanted = line.replace("progress: {phonics: {risk: low}}", "progress:|  phonics: {risk: low}").split("|")
    assert added == wanted


def test_a_hint_of_ours_gives_way_to_the_fact_and_a_comment_of_theirs_does_not() -> None:
    hints = frozenset(line for line in RECORD.split("\n") if line.startswith("#"))
    edited = set_fact(RECORD, ["present"], ["cpp"], hints)
    assert "#present" not in edited
    assert "#progress" in edited
    edited = set_fact(edited, ["progress"], {"phonics": {"risk": "low"}}, hints)
    assert "#  phonics" not in edited
    assert "# Rowan Hill" in edited
    assert "#present" in set_fact(RECORD, ["present"], ["cpp"])


def test_a_key_is_added_to_a_mapping_that_has_a_line_an_entry() -> None:
    text = (
        "---\nkind: x\nprogress:\n  phonics:\n    risk: low   # for now\n  # more to come\njudgement: on-track\n---\n"
    )
    edited = set_fact(text, ["progress", "phonics", "value"], "69")
    assert "    risk: low   # for now\n    value: 69\n  # more to come\n" in edited
    edited = set_fact(edited, ["progress", "writing"], {"risk": "high"})
    assert "    value: 69\n  writing: {risk: high}\n" in edited


def test_a_list_with_a_line_an_entry_is_replaced_whole() -> None:
    text = "---\nkind: x\npresent:\n  - headteacher\n  - cpp\nrisk: low\n---\n"
    assert set_fact(text, ["present"], ["cpp"]) == "---\nkind: x\npresent: [cpp]\nrisk: low\n---\n"


def test_a_fact_in_the_place_of_another_kind_is_refused() -> None:
    with pytest.raises(EditFault):
        set_fact("---\nprogress: soon\n---\n", ["progress", "phonics"], {"risk": "low"})


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="\ufeff\ufffe\uffff"), min_size=1, max_size=20))  # fmt: skip
def test_any_text_is_written_so_that_yaml_reads_it_back(text: str) -> None:
    parsed = parse_yaml(f"key: {scalar(text)}\n".encode(), "x.yaml")
    if not parsed.diagnostics:
        assert parsed.value == {"key": text}


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("", "- id: b\n  due_on: 2026-02-01\n"),
        ("[]\n", "- id: b\n  due_on: 2026-02-01\n"),
        ("# ours\n- id: a   # the first\n  owner: cpp", "- id: b\n  due_on: 2026-02-01\n"),
        ("- {id: a, owner: cpp}\n# the end\n", "- {id: b, due_on: 2026-02-01}\n"),
        ("  - id: a\n", "  - id: b\n    due_on: 2026-02-01\n"),
    ],
)
def test_an_entry_goes_to_the_end_of_a_list_in_the_way_of_the_last_one(text: str, end: str) -> None:
    edited = append_entries(text, [{"id": "b", "due_on": "2026-02-01"}])
    kept = "" if text == "[]\n" else text if not text or text.endswith("\n") else f"{text}\n"
    assert edited == kept + end


def test_a_list_in_brackets_is_left_alone() -> None:
    with pytest.raises(EditFault):
        append_entries("[{id: a}]\n", [{"id": "b"}])


ORDER = [("Issues and context",), ("Purpose", "Purpose of the meeting"), ("Governors",), ("Phonics",)]


def test_an_empty_section_is_filled_and_the_others_stay() -> None:
    edited = set_section(RECORD, [("Purpose of the meeting", "Purpose")], prose("Why we **meet**.\n\n- one"), ORDER)
    assert edited == RECORD.replace("## Purpose\n\n", "## Purpose\nWhy we **meet**.\n\n- one\n\n")


def test_a_part_of_a_priority_is_filled() -> None:
    edited = set_section(RECORD, [("Phonics",), ("Impact",)], prose("69%"), ORDER)
    assert edited == RECORD.replace("### Impact\n\n", "### Impact\n69%\n\n")


def test_a_text_is_replaced_to_the_next_heading() -> None:
    edited = set_section(RECORD, [("Phonics",), ("Next steps",)], prose("Visits."), ORDER)
    assert edited == RECORD.replace("- Cover.", "Visits.")


@pytest.mark.parametrize(
    ("names", "before"), [(("Issues and context",), "## Purpose"), (("Governors",), "## Phonics"), (("Other",), "")]
)
def test_a_missing_heading_is_made_where_the_agenda_has_it(names: tuple[str, ...], before: str) -> None:
    edited = set_section(RECORD, [names], prose("New."), ORDER)
    at = edited.index(f"## {names[0]}\nNew.\n")
    assert edited[at:].split("\n\n")[1].startswith(before) if before else edited.endswith("## Other\nNew.\n")


def test_a_missing_priority_is_made_with_its_part() -> None:
    edited = set_section(RECORD, [("Writing",), ("Impact",)], prose("Better."), ORDER)
    assert edited.endswith("- Cover.\n\n## Writing\n\n### Impact\nBetter.\n")


def test_headings_in_a_text_go_below_its_section() -> None:
    edited = set_section(RECORD, [("Purpose",)], prose("# Big\n\ntext"), ORDER)
    assert "## Purpose\n### Big\n\ntext\n\n## Phonics" in edited


def test_what_stands_outside_is_added_once() -> None:
    parts = [("Impact", prose("Scribbled."))]
    once = add_outside(RECORD, parts)
    assert once.endswith("- Cover.\n\n## Written outside the form\n\n### Impact\nScribbled.\n")
    assert add_outside(once, parts) == once
    assert add_outside(once, [("", prose("More."))]).endswith("Scribbled.\n\nMore.\n")


def test_a_file_without_a_body_takes_a_section() -> None:
    assert set_section("---\nkind: x\n---\n", [("Purpose",)], prose("Why.")) == "---\nkind: x\n---\n## Purpose\nWhy.\n"


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["A", "# not", "- x\n- y", "| a |\n| --- |\n| b |", "{.confidential}", "---", "1) x"]),
    st.integers(0, 2),
)
def test_no_text_of_a_field_reaches_beyond_its_section(text: str, at: int) -> None:
    names = [("Purpose",), ("Phonics",), ("Governors",)][at]
    edited = set_section(RECORD, [names], parse_prose(text, ""), ORDER)
    assert parse_record(edited.encode(), "").value == parse_record(RECORD.encode(), "").value


def test_brackets_in_quotes_and_comments_do_not_end_a_list() -> None:
    text = "---\nkind: x\ninterventions: [\"a ] b\", 'it''s }',   # not ] here\n  c]   # the end\nrisk: low\n---\n"
    assert set_fact(text, ["interventions"], ["d"]) == "---\nkind: x\ninterventions: [d]   # the end\nrisk: low\n---\n"
