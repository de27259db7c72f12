"""An authority's programme: loaded over its schools, checked with positions, known as at a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from casefiles.caseload import Caseload, load
from casefiles.diagnostics import Diagnostic
from casefiles.judgement import judge
from casefiles.model.as_at import as_at
from casefiles.model.caseview import Case
from casefiles.model.visible import visible
from notation import write_tree

NOVEMBER = date(2026, 11, 20)

TREE = """
    === caseload.yaml
    format: 1
    === camden/authority.yaml
    name: Camden Learning
    issuing_authority: Camden Council
    policy: camden
    officers:
      osei: {name: Amara Osei, title: Director of Learning and Impact}
    roles:
      director-of-learning: [{officer: osei, from: 2022-09-01}]
    === camden/larch-grove/school.yaml
    urn: 900201
    name: Larch Grove School
    type: Community school
    phase: Primary
    === camden/programme/programme.yaml
    title: Camden Learning Commission
    period: {from: 2023-09-01, to: 2026-09-01}
    === camden/programme/targets.yaml
    - id: s5
      title: Attainment 8 is above the London average
      definition: Average Attainment 8 score
      owner: director-of-learning
      results:
        - {year: 2024-25, value: 50.2, comparator: 50.9, published_on: 2025-10-16}
        - {year: 2025-26, value: 51.4, comparator: 51.0, published_on: 2026-10-15}
    === camden/programme/meetings/2026-10-13-sras.md
    ---
    kind: sras
    chair: director-of-learning
    schools:
      - {school: larch-grove, rag: amber, decision: Watch attendance}
    circulated: {director-of-learning: 2026-10-20}
    ---
    ## Common areas of concern
    Attendance.
    """


def _loaded(tmp_path: Path, more: str = "") -> Caseload:
    write_tree(tmp_path, TREE)
    return load(write_tree(tmp_path, more))


def _programme(caseload: Caseload) -> Case:
    (programme,) = caseload.programmes
    return programme


def _said(caseload: Caseload) -> list[Diagnostic]:
    return [each for each in judge(caseload, NOVEMBER).diagnostics if each.span.file.startswith("camden/programme/")]


def test_a_programme_loads_over_the_schools_of_its_authority_and_is_no_case(tmp_path: Path) -> None:
    caseload = _loaded(tmp_path)
    programme = _programme(caseload)
    assert [case.id for case in caseload.cases] == ["larch-grove"]
    assert [case.id for case in programme.schools] == ["larch-grove"]
    assert programme.targets[0].results[1].year == "2025-26"
    assert programme.group_meetings[0].schools[0].rag == "amber"
    assert [each.case for each in judge(caseload, NOVEMBER).statuses] == ["larch-grove"]


def test_who_asks_for_the_programme_alone_gets_its_schools_too(tmp_path: Path) -> None:
    root = _loaded(tmp_path).root
    programme = _programme(load(root, [root / "camden" / "programme" / "targets.yaml"]))
    assert [case.id for case in programme.schools] == ["larch-grove"]
    assert load(root, [root / "camden" / "larch-grove"]).programmes == ()


def test_a_school_that_there_is_not_is_named_with_the_nearest_at_its_line(tmp_path: Path) -> None:
    more = """
    === camden/programme/alerts/2026-11-04-head.md
    ---
    kind: headteacher-change
    school: larch-grov
    concern: The headteacher leaves.
    known_on: 2026-11-04
    ---
    """
    (said,) = [each for each in _said(_loaded(tmp_path, more)) if each.code == "SCH-009"]
    assert (said.span.line, said.message) == (3, 'camden has no school "larch-grov"')
    assert said.help == 'did you mean "larch-grove"?'


def test_a_file_that_is_no_part_of_a_programme_is_an_error(tmp_path: Path) -> None:
    caseload = _loaded(tmp_path, "=== camden/programme/target.yaml\n- {id: s1}\n")
    (said,) = [each for each in caseload.diagnostics if each.span.file == "camden/programme/target.yaml"]
    assert (said.code, said.help) == ("SCH-013", 'is it "targets.yaml"?')


def test_a_colour_or_a_standing_that_there_is_not_is_an_error_at_its_value(tmp_path: Path) -> None:
    more = """
    === camden/programme/meetings/2026-10-14-sras.md
    ---
    kind: sras
    chair: director-of-learning
    schools: [{school: larch-grove, rag: purple}]
    ---
    """
    messages = [each.message for each in _loaded(tmp_path, more).diagnostics]
    assert any('"purple" is none of red, amber, green' in each for each in messages)


def test_a_programme_without_its_own_file_is_said_to_be_unread(tmp_path: Path) -> None:
    root = _loaded(tmp_path).root
    (root / "camden" / "programme" / "programme.yaml").unlink()
    caseload = load(root)
    assert caseload.programmes == ()
    (told,) = [each for each in caseload.diagnostics if each.code == "SCH-013"]
    assert told.message == "this programme has no programme.yaml, and nothing in it is judged"
    assert told.help.startswith("write programme.yaml with a title")


def test_a_result_and_a_circulation_are_known_from_their_day(tmp_path: Path) -> None:
    programme = as_at(_programme(_loaded(tmp_path)), date(2026, 10, 14))
    assert [each.year for each in programme.targets[0].results] == ["2024-25"]
    assert programme.group_meetings[0].circulated == {}
    assert as_at(programme, date(2026, 10, 1)).group_meetings == ()


def test_a_confidential_meeting_is_not_seen_by_everyone(tmp_path: Path) -> None:
    more = """
    === camden/programme/meetings/2026-10-14-private.md
    ---
    kind: sras
    chair: director-of-learning
    confidential: true
    ---
    """
    programme = visible(_programme(_loaded(tmp_path, more)), ("everyone",))
    assert [each.record_id for each in programme.group_meetings] == ["2026-10-13-sras"]
