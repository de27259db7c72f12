"""Leeds' data profile across schools: the newest figures, what is too small to print, notes without their words."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from casefiles.caseload import load, load_packs
from casefiles.documents.catalogue import due_documents
from casefiles.documents.compose import Composed, compose, roots
from casefiles.documents.compose.caseload_table import CaseloadTable, Cell
from casefiles.documents.frozen import freeze_context, thaw_context
from casefiles.prose import Table
from notation import write_tree

TREE = """
    === caseload.yaml
    format: 1
    === leeds/authority.yaml
    name: Leeds Learning Improvement Service
    issuing_authority: Leeds City Council
    policy: leeds
    officers:
      crossley: {name: Anita Crossley, title: Head of Learning Improvement}
      booth: {name: Martin Booth, title: Deputy Director}
      firth: {name: Gordon Firth, title: External Adviser}
    roles:
      deputy-director: [{officer: booth, from: 2020-09-01}]
      external-adviser: [{officer: firth, from: 2020-09-01}]
      head-of-learning-improvement: [{officer: crossley, from: 2020-09-01}]
    calendar:
      2026-27:
        autumn: {start: 2026-09-02, half_term: [2026-10-26, 2026-10-30], end: 2026-12-18}
        spring: {start: 2027-01-04, half_term: [2027-02-15, 2027-02-19], end: 2027-03-25}
        summer: {start: 2027-04-12, half_term: [2027-05-31, 2027-06-04], end: 2027-07-21}
    === leeds/fell-lane/school.yaml
    urn: 900441
    name: Fell Lane Primary School
    type: Community school
    phase: Primary
    ofsted:
      - {inspected_on: 2019-03-05, grades: {overall effectiveness: Good}}
      - {inspected_on: 2023-05-16, grades: {overall effectiveness: Inadequate}, category: special-measures}
    === leeds/fell-lane/case.yaml
    levels:
      - {level: category-4, decided_on: 2026-09-15, decided_by: head-of-learning-improvement}
    === leeds/fell-lane/evidence/2025-09-18-data.md
    ---
    title: Last year's data
    source: Learning Improvement Service
    kind: annual-data
    resolved_on: 2026-09-01
    data:
      - {measure: Attendance, data_set: primary-attendance, year: 2024-25, value: 93.1, england: 94.8, unit: percent}
    ---
    === leeds/fell-lane/evidence/2026-09-18-data.md
    ---
    title: This year's data
    source: Learning Improvement Service
    kind: annual-data
    data:
      - {measure: Pupils on roll, data_set: primary-nor, year: 2025-26, value: 204, unit: pupils}
      - {measure: Children looked after, data_set: primary-lac, year: 2025-26, value: 3, unit: pupils}
      - {measure: Suspensions, data_set: primary-exclusions, year: 2025-26, value: 2, similar: 3}
      - {measure: Attendance, data_set: primary-attendance, year: 2025-26, value: 94.0, england: 94.8, similar: 94.1, unit: percent}
      - {measure: Attendance by group, data_set: primary-attendance, group: children looked after, year: 2025-26, value: 87.7, share: 1.5, unit: percent}
      - {measure: Attendance by group, data_set: primary-attendance, group: others, year: 2025-26, value: 94.2, share: 98.5, unit: percent}
      - {measure: Reading by group, data_set: primary-ks2-narrowing-the-gap, group: disadvantaged, year: 2025-26, value: 48, share: 37, unit: percent}
    ---
    === leeds/fell-lane/evidence/2026-09-20-governors.md
    ---
    title: Zq Vacancies
    source: Governor services
    kind: governor-services
    ---
    Zq Clerkname advertises them.
    === leeds/fell-lane/evidence/2026-09-22-buildings.md
    ---
    title: Zq Roof
    source: Buildings
    kind: buildings
    resolved_on: 2026-10-02
    ---
    === leeds/fell-lane/evidence/2026-10-01-hr.md
    ---
    title: Zq Matter
    source: Human resources
    kind: hr
    restricted: true
    holder: head-of-learning-improvement
    place: Restricted store
    relied_on_because: It explains an absence.
    ---
    === leeds/moor-high/school.yaml
    urn: 900442
    name: Moor High School
    type: Community school
    phase: Secondary
    === leeds/moor-high/evidence/2026-09-18-data.md
    ---
    title: This year's data
    source: School data
    kind: annual-data
    data:
      - {measure: Attainment 8, data_set: secondary-ks4-attainment, year: 2025-26, value: 50.4, england: 46.1, unit: points}
    ---
    === leeds/programme/programme.yaml
    title: Learning Improvement across Leeds
    === leeds/programme/meetings/2026-10-08-srg.md
    ---
    kind: srg
    chair: head-of-learning-improvement
    schools:
      - {school: moor-high, rag: green, level: category-1}
    commissioned:
      - {title: Reading in Year 6, author: crossley, due_on: 2026-11-27}
    ---
    === leeds/programme/meetings/2026-10-09-prg.md
    ---
    kind: prg
    chair: crossley
    schools:
      - {school: fell-lane, restricted: true}
    ---
    === leeds/programme/reports/2026-11-10-data-profile.md
    ---
    kind: data-profile
    since: 2026-09-01
    ---
    === leeds/programme/reports/2026-11-11-data-profile-b.md
    ---
    kind: data-profile
    since: 2026-09-01
    school: moor-high
    author: booth
    to: [external-adviser]
    ---
    """


@cache
def _documents() -> dict[str, Composed]:
    """Each document of the programme by its record."""
    root = write_tree(Path(mkdtemp()), TREE)
    caseload = load(root)
    assert caseload.diagnostics == ()
    packs, _ = load_packs(root, caseload.authorities)
    (programme,) = caseload.programmes
    return {due.record.record_id: compose(due, programme, packs) for due in due_documents(programme, packs)}


def _rows(block: str, record: str = "2026-11-10-data-profile") -> list[tuple[Cell, ...]]:
    table = getattr(_documents()[record].context["block"], block)
    assert isinstance(table, CaseloadTable)
    return list(table.table.rows)


def _texts(block: str, record: str = "2026-11-10-data-profile") -> list[list[str]]:
    return [[cell.text for cell in row] for row in _rows(block, record)]


def _figures(block: str = "primary") -> dict[str, list[str]]:
    """Of each figure what stands after the school: year, value, year before, England, similar schools."""
    return {row[1]: row[3:] for row in _texts(block)}


def test_each_figure_is_the_newest_beside_that_of_the_year_before() -> None:
    assert _figures()["Attendance"] == ["2025-26", "94.0%", "93.1%", "94.8%", "94.1%"]


def test_figures_stand_in_the_sections_of_the_strategy_in_its_order() -> None:
    assert list(dict.fromkeys(row[0] for row in _texts("primary"))) == ["Context and inclusion", "Key Stage 2"]
    assert [row[1] for row in _texts("primary")][:3] == ["Pupils on roll", "Children looked after", "Attendance"]


def test_each_phase_has_a_table_of_its_own() -> None:
    assert [row[2] for row in _texts("secondary")] == ["Moor High School"]
    assert _texts("special") == []


def test_a_count_of_too_few_pupils_is_not_shown() -> None:
    assert _figures()["Children looked after"][1] == "Fewer than 5 pupils"
    assert _figures()["Suspensions"][1] == "Fewer than 5"


def test_a_figure_of_too_small_a_group_is_not_shown_nor_that_of_the_others() -> None:
    figures = _figures()
    assert figures["Attendance by group (children looked after)"][1] == "Fewer than 5 pupils"
    assert figures["Attendance by group (others)"][1] == "Withheld"
    assert figures["Reading by group (disadvantaged)"][1] == "48%"


def test_what_is_not_shown_is_no_number_for_the_workbook_either() -> None:
    hidden = [cell for row in _rows("primary") for cell in row if "Fewer" in cell.text or cell.text == "Withheld"]
    assert len(hidden) == 4
    assert all(cell.value is None for cell in hidden)


def test_a_number_is_a_number_again_when_the_issued_profile_is_read() -> None:
    document = _documents()["2026-11-10-data-profile"]
    back = thaw_context(freeze_context(document.context), dict(roots(document.due.entry)))
    (row,) = (row for row in back["block"].primary.table.rows if row[1].text == "Attendance")  # type: ignore[attr-defined]
    assert row[4].value == Decimal("94.0")


def test_each_figure_knows_the_line_that_it_was_read_off() -> None:
    (row,) = (row for row in _rows("primary") if row[1].text == "Attendance")
    value, before = row[4].sources[0], row[5].sources[0]
    assert (value.school, value.span.file, value.span.line) == (
        "Fell Lane Primary School",
        "leeds/fell-lane/evidence/2026-09-18-data.md",
        9,
    )
    assert before.span.file == "leeds/fell-lane/evidence/2025-09-18-data.md"


def test_the_last_inspection_of_each_school_stands_beside_the_figures() -> None:
    assert ["Fell Lane Primary School", "16 May 2023", "Inadequate", "Special measures"] in _texts(
        "profile_inspections"
    )


def test_notes_are_counted_by_indicator_and_nothing_of_them_is_told() -> None:
    assert _texts("profile_notes") == [
        ["Buildings", "Fell Lane Primary School", "1", "22 September 2026", "0"],
        ["Governor services", "Fell Lane Primary School", "1", "20 September 2026", "1"],
        ["Restricted item, on request", "Fell Lane Primary School", "", "", ""],
    ]
    assert all("Zq" not in repr(document.context["block"]) for document in _documents().values())


def test_a_profile_of_one_school_has_only_that_one() -> None:
    assert [row[0] for row in _texts("profile_schools", "2026-11-11-data-profile-b")] == ["Moor High School"]


def test_a_review_group_s_record_counts_the_schools_of_its_phase() -> None:
    assert _texts("schools_by_level", "2026-10-08-srg")[-1] == ["All schools", "1", "0", "0", "1"]
    assert _documents()["2026-10-08-srg"].due.entry.title == "Record of the Secondary Review Group"


def test_a_meeting_that_asked_for_a_report_is_not_said_to_have_agreed_nothing() -> None:
    opening = _documents()["2026-10-08-srg"].context["block"].group_opening  # type: ignore[attr-defined]
    assert (opening.schools, opening.actions, opening.reports) == ("1 school", "", "1 report")


def test_tables_have_the_policy_s_word_for_a_level() -> None:
    blocks = _documents()["2026-10-08-srg"].context["block"]
    assert blocks.schools_by_level.table.head[0] == "Category"  # type: ignore[attr-defined]
    assert blocks.schools_discussed.table.head[1] == "Rating and category"  # type: ignore[attr-defined]
    assert _texts("schools_discussed", "2026-10-08-srg")[0][1] == "Green, category 1"


def test_a_column_of_numbers_stands_to_the_right_in_each_part_of_a_table_alike() -> None:
    table = _documents()["2026-11-10-data-profile"].context["block"].primary  # type: ignore[attr-defined]
    parts = [each for each in table.text.blocks if isinstance(each, Table)]
    assert {(part.align[:3], {*part.align[3:]} == {"right"}) for part in parts} == {(("", "", ""), True)}


def test_a_part_of_a_table_has_no_column_that_says_nothing() -> None:
    table = _documents()["2026-11-10-data-profile"].context["block"].primary  # type: ignore[attr-defined]
    parts = [each for each in table.text.blocks if isinstance(each, Table)]
    assert parts
    assert all(any(row[column] for row in part.rows) for part in parts for column in range(len(part.header)))


def test_a_report_is_from_its_author_and_to_whom_it_names() -> None:
    letter = _documents()["2026-11-11-data-profile-b"].context["letter"]
    assert (letter.signatory.name, letter.signatory.title) == ("Martin Booth", "Deputy Director")  # type: ignore[attr-defined]
    assert [each.name for each in letter.addressees] == ["Martin Booth", "Gordon Firth"]  # type: ignore[attr-defined]


def test_a_restricted_item_of_a_meeting_brings_no_notes_of_its_school() -> None:
    assert _texts("profile_notes", "2026-10-09-prg") == []


def _of_one_school(tree: str = TREE) -> list[tuple[str, str, str]]:
    """The figures of one school's own profile: the measure, the group of pupils, the school's value."""
    root = write_tree(Path(mkdtemp()), tree)
    caseload = load(root)
    packs, _ = load_packs(root, caseload.authorities)
    case = next(each for each in caseload.cases if each.id == "fell-lane")
    due = next(each for each in due_documents(case, packs) if each.stem == "2026-09-18-data-profile")
    return [(row.measure, row.group, row.value) for row in compose(due, case, packs).context["block"].figures.rows]  # type: ignore[attr-defined]


def test_a_school_s_own_profile_which_governors_read_shows_no_number_of_too_few_pupils() -> None:
    assert _of_one_school() == [
        ("Pupils on roll", "", "204 pupils"),
        ("Children looked after", "", "Fewer than 5 pupils"),
        ("Suspensions", "", "Fewer than 5"),
        ("Attendance", "", "94.0%"),
        ("Attendance by group", "Children looked after", "Fewer than 5 pupils"),
        ("Attendance by group", "Others", "Withheld"),
        ("Reading by group", "Disadvantaged", "48%"),
    ]


def test_the_threshold_of_a_school_s_profile_is_the_authority_s() -> None:
    found = _of_one_school(TREE.replace("policy: leeds", "policy: leeds\n    small_numbers: 3"))
    assert ("Children looked after", "", "3 pupils") in found
    assert ("Suspensions", "", "Fewer than 3") in found


def test_a_programme_without_a_threshold_of_its_own_holds_to_the_authority_s() -> None:
    root = write_tree(Path(mkdtemp()), TREE.replace("policy: leeds", "policy: leeds\n    small_numbers: 3"))
    caseload = load(root)
    packs, _ = load_packs(root, caseload.authorities)
    (programme,) = caseload.programmes
    due = next(each for each in due_documents(programme, packs) if each.stem == "2026-11-10-data-profile-of-schools")
    rows = compose(due, programme, packs).context["block"].primary.table.rows  # type: ignore[attr-defined]
    assert next(row[4].text for row in rows if row[1].text == "Children looked after") == "3 pupils"
