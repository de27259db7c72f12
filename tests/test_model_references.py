from __future__ import annotations

from pathlib import Path

from casefiles.model.references import check_authority, check_references, named
from loading import case_of, loaded, places

CASE = "=== westmere/ash-lane/"


def faults(tmp_path: Path, more: str) -> list[str]:
    found = check_references(case_of(loaded(tmp_path, more)))
    return [f"{place} {each.message} {each.help}".strip() for place, each in zip(places(found), found, strict=True)]


class DescribeNames:
    def they_are_told_with_their_paths(self, tmp_path: Path) -> None:
        case = case_of(loaded(tmp_path))
        assert set(named(case.priorities[0])) == {
            (("evidence", 0), "evidence", "2025-09-18-check"),
            (("evidence", 1), "evidence", "2025-10-01-staffing"),
            (("agreed_at",), "meeting", "2025-11-04-initial"),
        }
        assert (("progress", "reading"), "priority", "reading") in set(named(case.meetings[1]))
        assert (("letter", "to", 0), "person", "headteacher") in set(named(case.meetings[0]))
        assert (("level",), "level", "close") in set(named(case.levels[0]))
        assert (("people", "adviser", 0, "officer"), "officer", "holt") in set(named(case.school))


class DescribeReferences:
    def they_are_silent_where_all_lead_somewhere(self, tmp_path: Path) -> None:
        assert check_references(case_of(loaded(tmp_path))) == ()

    def test_one_that_leads_nowhere_names_the_nearest(self, tmp_path: Path) -> None:
        more = CASE + "actions.yaml\n- {id: a, priority: readin, action: b, owner: headteecher, agreed_at: initial}\n"
        assert faults(tmp_path, more) == [
            'actions.yaml:1:21 SCH-009 there is no priority "readin" in priorities.yaml did you mean "reading"?',
            'actions.yaml:1:47 SCH-009 nobody is called "headteecher": no role, officer or body of this case did you mean "headteacher"?',
            'actions.yaml:1:71 SCH-009 there is no meeting "initial" in meetings/ there are: 2025-11-04-initial, 2026-01-27-review',
        ]

    def test_a_role_that_nobody_was_given_says_where_its_holder_is_written(self, tmp_path: Path) -> None:
        more = CASE + "actions.yaml\n- {id: a, action: b, owner: bursar}\n"
        [said] = faults(tmp_path, more)
        assert "give the role its holder under people in school.yaml" in said

    def test_a_key_that_leads_nowhere_stands_at_the_key(self, tmp_path: Path) -> None:
        more = CASE + "meetings/2026-01-27-review.md\n---\nkind: a\nprogress: {phonics: {value: 1}}\n---\n"
        assert faults(tmp_path, more)[0].startswith("meetings/2026-01-27-review.md:3:12 SCH-009")

    def test_what_could_not_be_read_is_not_missed(self, tmp_path: Path) -> None:
        more = CASE + "priorities.yaml\n- {id: reading, title: [}\n"
        assert faults(tmp_path, more) == []
        more = CASE + "meetings/2025-11-04-initial.md\n---\nkin: a\n---\n"
        assert faults(tmp_path, more) == []

    def test_words_of_the_pack_are_left_to_the_pack(self, tmp_path: Path) -> None:
        more = CASE + "case.yaml\nlevels: [{level: unheard-of, decided_on: 2025-11-04, origin: moon}]\n"
        assert "unheard-of" not in " ".join(faults(tmp_path, more))

    def test_an_alias_of_a_role_is_taken_for_the_role(self, tmp_path: Path) -> None:
        more = CASE + "actions.yaml\n- {id: a, action: b, owner: head}\n"
        case = case_of(loaded(tmp_path, more))
        assert [each.code for each in check_references(case)] == ["SCH-009"]
        assert check_references(case, {"head": "headteacher"}.get) == ()  # type: ignore[arg-type] # never asked for others

    def they_say_which_case_they_are_of(self, tmp_path: Path) -> None:
        case = case_of(loaded(tmp_path, CASE + "actions.yaml\n- {id: a, action: b, owner: nobody}\n"))
        assert [(each.authority, each.case) for each in check_references(case)] == [("westmere", "ash-lane")]


class DescribeIds:
    def test_one_given_twice_is_an_error_that_names_the_first(self, tmp_path: Path) -> None:
        case = case_of(
            loaded(
                tmp_path,
                CASE
                + "actions.yaml\n- {id: reading, action: b, owner: adviser}\n- {id: coaching, action: b, owner: adviser}\n",
            )
        )
        found = check_references(case)
        assert places(found) == ["actions.yaml:1:8 SCH-008", "actions.yaml:2:8 SCH-008"]
        assert found[0].related[0][0].file == "westmere/ash-lane/priorities.yaml"

    def test_two_records_of_one_name_in_two_folders_are_an_error(self, tmp_path: Path) -> None:
        more = CASE + "visits/2025-11-04-initial.md\n---\nvisitor: adviser\nhalf_days: 1\n---\n"
        assert [line[:44] for line in faults(tmp_path, more)] == ['visits/2025-11-04-initial.md:2:1 SCH-008 "20']

    def test_two_levels_of_one_day_are_an_error(self, tmp_path: Path) -> None:
        more = (
            CASE
            + "case.yaml\nlevels:\n- {level: a, decided_on: 2025-11-04}\n- {level: b, decided_on: 2025-11-04}\nsupport: [{id: coaching}]\n"
        )
        assert [line[:23] for line in faults(tmp_path, more)] == ["case.yaml:3:26 SCH-012 "]


class DescribeHolders:
    def test_a_role_that_nobody_holds_on_the_day_is_an_error_at_the_name(self, tmp_path: Path) -> None:
        more = CASE + "meetings/2024-01-10-early.md\n---\nkind: a\npresent: [headteacher, adviser]\n---\n"
        found = check_references(case_of(loaded(tmp_path, more)))
        assert places(found) == ["meetings/2024-01-10-early.md:3:24 SCH-010"]
        assert found[0].related[0][0].file == "westmere/ash-lane/school.yaml"

    def test_the_day_of_the_act_is_the_one_that_matters(self, tmp_path: Path) -> None:
        more = (
            CASE
            + "case.yaml\nwaivers: [{rule: A, reason: b, approved_by: director, approved_on: 2020-01-01}]\nsupport: [{id: coaching}]\n"
        )
        assert [line[:23] for line in faults(tmp_path, more)] == ["case.yaml:1:45 SCH-010 "]

    def test_two_holders_at_a_time_are_an_error_at_both_lines(self, tmp_path: Path) -> None:
        school = "urn: 1\nname: a\ntype: b\nphase: c\npeople:\n  headteacher:\n"
        more = (
            CASE
            + f"school.yaml\n{school}  - {{name: A B, from: 2020-01-01}}\n  - {{name: C D, from: 2025-01-01}}\n  adviser: [{{officer: holt, from: 2020-01-01}}]\n"
        )
        found = check_references(case_of(loaded(tmp_path, more)))
        assert places(found) == ["school.yaml:7:5 SCH-011", "school.yaml:8:5 SCH-011"]
        assert "from 2025-01-01" in found[0].message

    def test_a_holder_is_a_name_or_an_officer(self, tmp_path: Path) -> None:
        more = (
            CASE
            + "school.yaml\nurn: 1\nname: a\ntype: b\nphase: c\npeople: {headteacher: [{from: 2020-01-01}], adviser: [{name: A, officer: holt, from: 2020-01-01}]}\n"
        )
        assert [line[:24] for line in faults(tmp_path, more)] == [
            "school.yaml:5:24 SCH-010",
            "school.yaml:5:55 SCH-010",
        ]


class DescribeTheAuthority:
    def its_roles_name_its_officers(self, tmp_path: Path) -> None:
        more = """
        === westmere/authority.yaml
        name: A
        issuing_authority: B
        policy: westmere
        officers: {adeyemi: {name: Grace Adeyemi, title: Director}}
        roles: {director: [{officer: adeyemy, from: 2022-09-01}]}
        """
        caseload = loaded(tmp_path, more)
        found = check_authority(caseload.authorities[0])
        assert places(found) == ["authority.yaml:5:30 SCH-009"]
        assert found[0].help == 'did you mean "adeyemi"?'
        assert set(found) <= set(caseload.diagnostics)
