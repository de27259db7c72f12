"""Reports read off a whole caseload: their numbers, where each was read, and what they keep to themselves."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from casefiles.caseload import load, load_packs
from casefiles.documents.catalogue import due_documents
from casefiles.documents.compose import Composed, compose, roots
from casefiles.documents.compose.caseload_table import CaseloadTable
from casefiles.documents.frozen import freeze_context, thaw_context
from casefiles.prose import Table
from notation import write_tree

TREE = """
    === caseload.yaml
    format: 1
    === camden/authority.yaml
    name: Camden Learning
    issuing_authority: Camden Council
    policy: camden
    officers:
      osei: {name: Amara Osei, title: Director of Learning and Impact}
      haverstock: {name: Imogen Haverstock, title: Commissioner}
    roles:
      director-of-learning: [{officer: osei, from: 2022-09-01}]
      commissioner: [{officer: haverstock, from: 2022-09-01}]
    calendar:
      2026-27:
        autumn: {start: 2026-09-02, half_term: [2026-10-26, 2026-10-30], end: 2026-12-18}
        spring: {start: 2027-01-04, half_term: [2027-02-15, 2027-02-19], end: 2027-03-25}
        summer: {start: 2027-04-12, half_term: [2027-05-31, 2027-06-04], end: 2027-07-21}
    === camden/larch-grove/school.yaml
    urn: 900201
    name: Larch Grove School
    type: Community school
    phase: Primary
    people:
      headteacher: [{name: Zq Headname, from: 2026-10-01}]
    === camden/larch-grove/case.yaml
    levels:
      - {level: targeted, decided_on: 2026-09-15, decided_by: director-of-learning, exit_expected_on: 2027-09-15}
    === camden/larch-grove/priorities.yaml
    - id: behaviour
      title: Fewer suspensions
      opened_on: 2026-09-15
      outcome: {measure: Pupils suspended, baseline: 3, target: 1, unit: pupils, due_on: 2027-07-01}
    === camden/larch-grove/actions.yaml
    - {id: talk, action: Speak with Zq Teachername, owner: headteacher, due_on: 2026-10-09}
    === camden/larch-grove/evidence/2026-09-10-results.md
    ---
    title: Zq Openevidence
    source: school data
    areas: [achievement]
    ---
    Zq Evidencebody
    === camden/larch-grove/evidence/2026-09-11-staffing.md
    ---
    title: Zq Restrictedtitle
    source: Zq Restrictedsource
    areas: [leadership-governance]
    restricted: true
    holder: director-of-learning
    place: Zq Place
    relied_on_because: Zq Because
    ---
    === camden/oak-court/school.yaml
    urn: 900202
    name: Oak Court School
    type: Community school
    phase: Primary
    === camden/programme/programme.yaml
    title: Camden Learning Commission
    small_numbers: 5
    === camden/programme/targets.yaml
    - id: s5
      title: Attainment 8 is above the London average
      short: Attainment 8
      definition: Average score
      comparator: London average
      unit: points
      results:
        - {year: 2024-25, value: 51.2, comparator: 50.9, published_on: 2025-10-16}
        - {year: 2025-26, value: 50.2, comparator: 50.9, published_on: 2026-10-15}
    - id: n1
      title: Achievement of pupils with needs
      definition: Pupils at the standard
      unit: percent
      results: [{year: 2025-26, value: 33.3, pupils: 3, published_on: 2026-10-15}]
    === camden/programme/meetings/2026-11-10-sras.md
    ---
    kind: sras
    chair: director-of-learning
    schools:
      - {school: larch-grove, rag: red, concern: Behaviour, decision: Visits each week}
      - {school: oak-court, restricted: true, concern: Zq Restrictedconcern, decision: Zq Restricteddecision}
    circulated: {commissioner: 2026-11-12}
    ---
    === camden/programme/reports/2026-11-13-risk-register.md
    ---
    kind: risk-register
    since: 2026-09-01
    ---
    ## Summary {.confidential}
    Zq Confidentialsummary
    === camden/programme/reports/2026-11-16-committee-report.md
    ---
    kind: performance-committee
    since: 2026-09-01
    ---
    ## Summary
    All is well.

    ## Exempt matters {.public-body}
    Zqexempt words.
    === camden/programme/reports/2026-11-17-target-tracker.md
    ---
    kind: target-tracker
    ---
    === camden/programme/reports/2026-11-18-update.md
    ---
    kind: half-termly-update
    since: 2026-09-01
    ---
    ## Summary
    All is well.

    ## Intelligence for priorities and succession
    None.
    === camden/programme/reports/2026-11-19-dashboard.md
    ---
    kind: school-dashboard
    school: larch-grove
    since: 2026-09-01
    ---
    """


@cache
def _reports() -> dict[str, Composed]:
    """Each report by its name."""
    return _composed(TREE)


def _composed(tree: str) -> dict[str, Composed]:
    root = write_tree(Path(mkdtemp()), tree)
    caseload = load(root)
    packs, _ = load_packs(root, caseload.authorities)
    (programme,) = caseload.programmes
    return {due.entry.slug: compose(due, programme, packs) for due in due_documents(programme, packs)}


def _block(report: str, block: str) -> Any:
    return getattr(_reports()[report].context["block"], block)


def _table(report: str, block: str) -> CaseloadTable:
    table = getattr(_reports()[report].context["block"], block)
    assert isinstance(table, CaseloadTable)
    return table


def _texts(report: str, block: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in _table(report, block).table.rows]


def _said(report: str) -> str:
    """Everything that a report could print: its blocks, without where they were read."""
    blocks: Any = _reports()[report].context["block"]
    shown = [getattr(getattr(blocks, name), "text", "") for name in blocks.__struct_fields__]
    return repr(shown)


def test_schools_are_counted_by_level_and_each_number_knows_the_lines_it_was_read_off() -> None:
    rows = _table("risk-register", "schools_by_level").table.rows
    assert [[cell.text for cell in row] for row in rows] == [
        ["Targeted", "1", "1", "0", "0"],
        ["Focused", "0", "0", "0", "0"],
        ["Universal", "1", "0", "1", "0"],
        ["All schools", "2", "1", "1", "0"],
    ]
    assert all(len(cell.sources) == int(cell.text) for row in rows for cell in row[1:])
    (source,) = rows[0][1].sources
    assert (source.school, source.span.file, source.span.line) == (
        "Larch Grove School",
        "camden/larch-grove/case.yaml",
        2,
    )


def test_a_red_school_stands_before_a_green_one_at_a_higher_level_and_a_brief_register_has_four_columns() -> None:
    tree = TREE.replace(
        "actions.yaml\n    - {id: talk,", "actions.yaml\n    - {id: talk, done_on: 2026-10-01,"
    ).replace(
        "exit_expected_on: 2027-09-15}",
        "exit_expected_on: 2027-09-15}\n    === camden/oak-court/actions.yaml\n"
        "    - {id: talk, action: Speak, owner: headteacher, due_on: 2026-09-01}",
    )
    reports = _composed(tree)
    blocks: list[Any] = [reports[slug].context["block"] for slug in ("risk-register", "performance-committee-report")]
    tables = [block.risk_register.table for block in blocks]
    for table in tables:
        assert (table.rows[0][0].text, table.rows[0][2].text[:5]) == ("Oak Court School", "Red: ")
        assert table.rows[1][0].text == "Larch Grove School"
    assert tables[1].head == ("School", "Level and since", "Rating and why", "Next step")
    assert [row[3] for row in tables[1].rows] == [row[5] for row in tables[0].rows]


def test_the_register_says_why_a_school_stands_in_it() -> None:
    row = _texts("risk-register", "risk_register")[0]
    assert row[:2] == ["Larch Grove School", "Targeted, since 15 September 2026"]
    assert row[2].startswith("Red: overdue for 35 days: an agreed action")
    assert row[3] == "1 piece of open evidence, the latest of 10 September 2026; Restricted item, on request"
    assert row[4] == "1 open action, 1 late"


@pytest.mark.parametrize("report", sorted(_reports()))
def test_no_report_tells_what_a_person_is_called_or_what_is_restricted(report: str) -> None:
    said = _said(report)
    assert "Zq " not in said
    assert "Teachername" not in said


@pytest.mark.parametrize("report", sorted(_reports()))
def test_what_is_frozen_of_a_report_comes_back_with_its_numbers_days_and_pictures(report: str) -> None:
    made = _reports()[report]
    data = freeze_context(made.context)
    assert freeze_context(thaw_context(data, dict(roots(made.due.entry)))) == data


def test_a_restricted_item_of_a_meeting_is_there_and_nothing_of_it() -> None:
    assert _texts("sras-minutes", "schools_discussed")[1] == ["Restricted item, on request", "", "", ""]


def test_the_open_part_names_no_school_and_has_nothing_of_the_exempt_part() -> None:
    said = _said("performance-committee-report-open")
    assert "Larch Grove" not in said
    assert "Zqexempt" not in said
    assert "Zqexempt" in _said("performance-committee-report")


def test_the_open_part_within_the_whole_report_names_no_school_either() -> None:
    table = _table("performance-committee-report", "needs").table
    assert table.head == ("Area", "Schools")


def test_a_target_stands_as_value_and_comparator_say() -> None:
    rows = {row[0].partition(":")[0]: row for row in _texts("target-tracker", "target_tracker")}
    assert rows["S5"][3:] == ["50.2 points (2025-26)", "London average 50.9 points", "Missed"]
    assert _texts("target-tracker", "target_responses")[0][2] == "No response is on file"


def test_a_result_of_too_few_pupils_is_not_shown() -> None:
    rows = {row[0].partition(":")[0]: row for row in _texts("target-tracker", "target_tracker")}
    assert rows["N1"][3] == "Not shown: fewer than 5 pupils (2025-26)"
    assert "33.3" not in _said("target-tracker")


def test_a_number_of_too_few_pupils_at_one_school_is_not_shown() -> None:
    ((_, _, baseline, _, target),) = _texts("school-dashboard", "school_priorities")
    assert baseline == "Fewer than 5 pupils"
    assert target == "Fewer than 5 pupils by 1 July 2027"


def test_a_new_headteacher_is_told_without_a_name() -> None:
    assert _texts("half-termly-update", "leadership_changes") == [
        ["Larch Grove School", "New headteacher", "1 October 2026"]
    ]


def test_every_count_of_a_report_has_as_many_lines_as_it_counts() -> None:
    for report in ("risk-register", "performance-committee-report", "half-termly-update"):
        for table in _reports()[report].tables:
            if table.title in {"Schools by level and rating", "How the policy was carried out", "Meetings and visits"}:
                for row in table.table.rows:
                    assert [len(cell.sources) for cell in row[1:]] == [int(cell.text) for cell in row[1:]]


def test_a_report_about_one_school_bears_its_name() -> None:
    letter = _reports()["school-dashboard"].context["letter"]
    assert (getattr(letter, "school", ""), getattr(letter, "urn", "")) == ("Larch Grove School", "900201")
    assert getattr(_reports()["risk-register"].context["letter"], "urn", "none") == ""


def test_the_first_words_of_a_report_say_how_schools_stand() -> None:
    opening = _block("risk-register", "schools_opening")
    said = (opening.schools, opening.levels, opening.red, opening.amber, opening.green, opening.overdue, opening.late)
    assert said == ("2 schools", "1 at Targeted and 1 at Universal", "1", "1", "0", "1 duty", "1 school")
    assert (opening.up, opening.down) == ("1 school", "no school")
    counts = {row[0].text: row[1] for row in opening.table.rows}
    assert {source.school for source in counts["Rated red"].sources} == {"Larch Grove School"}


def test_the_first_words_of_a_tracker_name_the_targets_that_were_missed() -> None:
    opening = _block("target-tracker", "targets_opening")
    assert (opening.targets, opening.met, opening.missed, opening.unknown) == ("2 targets", "0", "1", "1")
    assert opening.names == ("S5 Attainment 8",)


def test_numbers_stand_to_the_right_and_words_to_the_left() -> None:
    (shown,) = _table("risk-register", "schools_by_level").text.blocks
    assert isinstance(shown, Table)
    assert shown.align == ("", "right", "right", "right", "right")


@pytest.mark.parametrize(
    ("report", "block", "rows"),
    [
        ("risk-register", "ratings_over_time", [["Larch Grove School", "Red"], ["Oak Court School", "Amber"]]),
        (
            "performance-committee-report",
            "levels_over_time",
            [["Targeted", "1"], ["Universal", "1"]],
        ),
        (
            "target-tracker",
            "targets_against",
            [
                ["S5 Attainment 8", "50.2 points (2025-26)", "50.9", "None", "Missed"],
                ["N1 Achievement of pupils with needs", "Not shown: fewer than 5 pupils (2025-26)"],
            ],
        ),
    ],
)
def test_a_picture_has_its_numbers_beside_it(report: str, block: str, rows: list[list[str]]) -> None:
    table = _table(report, block)
    assert [row[: len(wanted)] for row, wanted in zip(_texts(report, block), rows, strict=True)] == rows
    assert table.chart is not None


def test_results_are_drawn_by_unit_against_what_they_were_to_reach_unless_they_are_of_too_few() -> None:
    alone = _table("target-tracker", "targets_against")
    assert alone.chart is not None
    assert alone.chart.rows == (("S5 Attainment 8", "50.2", "50.9"),), "the result of three pupils is not drawn"
    shown = _tracker("- {year: 2025-26, value: 88, comparator: 91, england: 90, published_on: 2026-10-15}", "goal: 100")
    assert shown.chart is not None
    assert "S1 Schools good or better: 88% (100%)" in shown.chart.alt
    assert [row[0] for row in shown.chart.rows] == ["S1 Schools good or better", "S5 Attainment 8"]
    assert shown.table.head[-3:] == ("Baseline", "Benchmark", "Standing")
    assert [cell.text for cell in shown.table.rows[0]][1:] == ["88% (2025-26)", "100%", "None", "91%", "Missed"]
    assert [cell.text for cell in shown.table.rows[1]][-2:] == ["", "Missed"]


def _tracker(result: str, goal: str) -> CaseloadTable:
    """The targets against their results of a programme with one target more."""
    target = f"""
    - id: s1
      title: All schools are good or better
      short: Schools good or better
      definition: Schools graded good or better
      unit: percent
      {goal}
      results:
        {result}
    - id: s5
    """
    tree = TREE.replace("    - id: s5\n", target.lstrip("\n").rstrip(" "), 1)
    return _composed(tree)["target-tracker"].context["block"].targets_against  # type: ignore[attr-defined,no-any-return]


def test_the_open_part_has_visits_by_level_and_no_grid_of_schools() -> None:
    blocks = _reports()["performance-committee-report-open"].context["block"]
    assert not hasattr(blocks, "ratings_over_time")
    assert _table("performance-committee-report-open", "visits_by_level").table.head[0] == "Level"
    assert _reports()["performance-committee-report-open"].context["letter"].marking == "OFFICIAL"  # type: ignore[attr-defined]


def test_a_person_of_a_school_named_in_free_text_stands_in_no_report_and_holds_its_issue() -> None:
    tree = (
        TREE.replace("concern: Behaviour,", "concern: Behaviour since Zq Headname came,")
        .replace("    ## Summary\n    All is well.", "    ## Summary\n    All is well, says Zq Headname.")
        .replace("title: Fewer suspensions", "title: Fewer suspensions by Zq Headname")
    )
    reports = _composed(tree)
    told = {slug: [gap.what for gap in report.gaps if "do not name" in gap.what] for slug, report in reports.items()}
    for slug in ("sras-minutes", "performance-committee-report-open", "half-termly-update", "school-dashboard"):
        assert told[slug] == ["words that do not name the Headteacher"], slug
    for slug, report in reports.items():
        assert "Headname" not in repr([table.table for table in report.tables]), slug
        blocks: Any = report.context["block"]
        assert "Headname" not in repr(
            [getattr(getattr(blocks, name), "text", "") for name in blocks.__struct_fields__]
        ), slug
    assert told["target-tracker"] == []


@pytest.mark.parametrize("said", ["Ms Headname", "Z. Headname", "the deputy of Headname", "Mrs Zq Headname"])
def test_a_person_named_by_title_initial_or_surname_alone_is_found_too_and_an_officer_is_not(said: str) -> None:
    tree = TREE.replace("    ## Summary\n    All is well.", f"    ## Summary\n    Led by {said}, with Amara Osei.")
    report = _composed(tree)["half-termly-update"]
    assert "words that do not name the Headteacher" in [gap.what for gap in report.gaps]
    words = repr(report.context["block"].summary.text)  # type: ignore[attr-defined]
    assert "Headname" not in words
    assert "Amara Osei" in words
