from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefiles.diagnostics import Diagnostic
from casefiles.model.authority import AuthorityFile
from casefiles.model.base import Record
from casefiles.model.case import Action, CaseFile, Priority
from casefiles.model.fields import fields_of
from casefiles.model.reading import read_list, read_record
from casefiles.model.records import Evidence, Meeting, Notice
from casefiles.model.school import School
from casefiles.source import Parsed, SourceMap, parse_record, parse_yaml

SCHOOL = "urn: 900201\nname: Ash Lane\ntype: Community school\nphase: Primary\n"


def school(more: str) -> tuple[School | None, tuple[Diagnostic, ...]]:
    return read_record(School, parse_yaml((SCHOOL + textwrap.dedent(more)).encode(), "school.yaml"), "school")


def evidence(facts: str, text: str = "", **extra: str) -> tuple[Evidence | None, tuple[Diagnostic, ...]]:
    written = f"---\ntitle: Check\nsource: data\n{facts}\n---\n{text}"
    return read_record(Evidence, parse_record(written.encode(), "e.md"), "e", extra or {"date": "2025-09-18"})


def said(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{each.span.line}:{each.span.column} {each.code}" for each in diagnostics]


class DescribeValues:
    def they_are_read_by_the_strict_types(self) -> None:
        found, _ = school("leadership_stable: true\nprovision: arp\naddress:\n  - Ash Lane\n")
        assert found is not None
        assert found.leadership_stable is True
        assert (found.urn, found.phase, found.provision) == ("900201", ("Primary",), ("arp",))

    @pytest.mark.parametrize(
        ("line", "word"),
        [
            ("leadership_stable: yes", "neither true nor false"),
            ("provision: Early Years", "not an id"),
            ("ofsted: [{inspected_on: 15/03/2023}]", "not a date"),
            ("ofsted: [{inspected_on: 2023-02-30}]", "not a day of the calendar"),
            ("ofsted: [{inspected_on: 0202-02-03}]", "outside the years"),
            ("ofsted: [{inspected_on: ٢٠٢٣-03-15}]", "not a date"),
            ("ofsted: good", "a list is wanted"),
            ("people: Ms Brennan", "keys with values are wanted"),
            ("religious_character: ''", "empty"),
            ("address: [[1]]", "text is wanted"),
            ("address: [1, ]\nemail: [a, b]", "text is wanted"),
            ("dfe_number: 2024567", "three digits for the authority, four for the school"),
        ],
    )
    def test_a_wrong_one_is_said_in_plain_words(self, line: str, word: str) -> None:
        found, diagnostics = school(line)
        assert word in diagnostics[0].message
        assert diagnostics[0].span.line >= 5
        assert found is not None

    def test_a_number_has_no_sign_of_per_cent_and_no_endless_digits(self) -> None:
        for value in ("61%", "6.1e9", "9" * 400):
            entry = f"- {{id: a, title: b, outcome: {{baseline: '{value}'}}}}"
            _, diagnostics = read_list(Priority, parse_yaml(entry.encode(), "p.yaml"))
            assert "not a number" in diagnostics[0].message

    def test_text_that_a_colon_made_a_key_is_told_to_be_quoted(self) -> None:
        _, diagnostics = school("address: [Annexe: Ash Lane]")
        assert "quotes" in diagnostics[0].help

    def test_typographic_quotes_around_an_id_are_told_apart(self) -> None:
        _, diagnostics = school("provision: “arp”")
        assert "straight" in diagnostics[0].help


class DescribeKeys:
    def test_an_unknown_one_names_the_nearest_and_stands_at_the_key(self) -> None:
        found, diagnostics = school("religous_character: None\n")
        assert said(diagnostics) == ["5:1 SCH-002"]
        assert diagnostics[0].help == 'did you mean "religious_character"?'
        assert found is not None

    def test_an_unknown_one_inside_a_list_names_the_nearest_of_its_own_shape(self) -> None:
        _, diagnostics = school("people: {headteacher: [{name: A B, form: 2020-09-01}]}\n")
        assert said(diagnostics) == ["5:24 SCH-003", "5:36 SCH-002"]
        assert diagnostics[1].help == 'did you mean "from"?'

    def test_an_unknown_one_with_no_neighbour_lists_the_known(self) -> None:
        _, diagnostics = school("zzz: 1\n")
        assert diagnostics[0].help.startswith("the keys here are: urn, name")

    def test_an_unknown_one_without_a_value_is_unknown_too(self) -> None:
        assert said(school("zzz:\n")[1]) == ["5:1 SCH-002"]

    def test_a_known_one_without_a_value_is_absent(self) -> None:
        found, diagnostics = school("religious_character:\ntrust:\npeople:\n  headteacher:\n")
        assert diagnostics == ()
        assert found is not None
        assert (found.religious_character, found.people) == ("Does not apply", {"headteacher": ()})

    def test_a_required_one_without_a_value_is_said_at_the_key(self) -> None:
        found, diagnostics = read_record(
            CaseFile, parse_yaml(b"levels:\n  - level:\n    decided_on: 2025-11-04\n", "c"), "c"
        )
        assert said(diagnostics) == ["2:5 SCH-003"]
        assert "has no value" in diagnostics[0].message
        assert found is not None
        assert found.levels == ()

    def test_an_empty_file_lacks_what_it_must_have(self) -> None:
        found, diagnostics = read_record(School, parse_yaml(b"", "school.yaml"), "school")
        assert found is None
        assert diagnostics[0].message == '"urn" is missing'

    def test_a_list_where_keys_are_wanted_is_one_fault(self) -> None:
        assert said(read_record(School, parse_yaml(b"- a\n", "s"), "s")[1]) == ["1:1 SCH-001"]


class DescribeMending:
    def test_a_wrong_optional_value_costs_itself_alone(self) -> None:
        found, diagnostics = evidence("shared_on: soon\nresolved_on: 2026-03-01\nx: 1")
        assert said(diagnostics) == ["4:12 SCH-004", "6:1 SCH-002"]
        assert found is not None
        assert found.shared_on is None
        assert str(found.resolved_on) == "2026-03-01"

    def test_a_wrong_entry_of_a_list_costs_that_entry_and_the_others_keep_their_places(self) -> None:
        text = """
        levels:
          - {level: core, decided_on: never}
          - {level: close, decided_on: 2025-11-04}
        support:
          - {id: A b}
          - {id: coaching}
        """
        found, diagnostics = read_record(CaseFile, parse_yaml(textwrap.dedent(text).encode(), "c.yaml"), "case")
        assert said(diagnostics) == ["3:31 SCH-004", "6:10 SCH-004"]
        assert found is not None
        assert [(level.record_id, level.span("level").line) for level in found.levels] == [("close-2025-11-04", 4)]
        assert found.support[0].span("id").line == 7

    def test_a_wrong_required_value_costs_the_record(self) -> None:
        found, diagnostics = evidence("", date="2025-13-01")
        assert found is None
        assert [each.code for each in diagnostics] == ["SCH-004"]

    def test_a_term_without_its_end_costs_the_academic_year(self) -> None:
        text = """
        name: A
        issuing_authority: B
        policy: c
        calendar:
          2025-26:
            autumn: {start: 2025-09-02, half_term: [2025-10-27], end: 2025-12-19}
            spring: {start: 2026-01-05, half_term: [2026-02-16, 2026-02-20], end: 2026-03-27}
            summer: {start: 2026-04-13, half_term: [2026-05-25, 2026-05-29], end: 2026-07-22}
        """
        found, diagnostics = read_record(AuthorityFile, parse_yaml(textwrap.dedent(text).encode(), "a.yaml"), "a")
        assert said(diagnostics) == ["7:44 SCH-003"]
        assert found is not None
        assert found.calendar == {}

    def test_a_file_that_was_read_in_part_gives_no_record_and_no_missing_keys(self) -> None:
        found, diagnostics = read_record(School, parse_yaml(b"urn: [\nname: A\nzzz: 1\n", "s"), "s")
        assert found is None
        assert [each.code for each in diagnostics] == ["SCH-002"]

    def test_every_fault_of_a_file_is_told_in_one_run(self) -> None:
        text = "- {id: A}\n- {id: b, action: c, owner: head teacher, due_on: x, done: y}\n- text\n"
        _, diagnostics = read_list(Action, parse_yaml(text.encode(), "actions.yaml"))
        assert [each.span.line for each in diagnostics] == [1, 1, 1, 2, 2, 2, 3]

    def test_entries_of_one_kind_and_day_get_ids_of_their_own(self) -> None:
        text = "decisions:\n" + "  - {kind: extend, decided_on: 2025-11-04, decided_by: a}\n" * 2
        found, _ = read_record(CaseFile, parse_yaml(text.encode(), "c.yaml"), "case")
        assert found is not None
        assert [each.record_id for each in found.decisions] == ["extend-2025-11-04", "extend-2025-11-04-2"]


class DescribeIntervals:
    def test_one_that_ends_before_it_starts_is_a_fault_at_its_end(self) -> None:
        _, diagnostics = school("people: {headteacher: [{name: A, from: 2025-09-01, to: 2025-09-01}]}\n")
        assert said(diagnostics) == ["5:56 SCH-004"]


class DescribeHeldRecords:
    def test_a_dated_file_name_gives_the_date(self) -> None:
        found, diagnostics = evidence("date: 2025-09-18")
        assert diagnostics == ()
        assert found is not None
        assert str(found.date) == "2025-09-18"

    def test_a_date_that_contradicts_the_name_is_a_fault(self) -> None:
        found, diagnostics = evidence("date: 2025-09-19")
        assert said(diagnostics) == ["4:7 SCH-006"]
        assert found is not None

    def test_the_words_of_an_audience_are_checked(self) -> None:
        found, diagnostics = evidence("audience: [internal, govenors]")
        assert said(diagnostics) == ["4:22 SCH-004"]
        assert '"governors"' in diagnostics[0].message
        assert found is not None
        assert found.readers == ("internal",)

    def test_confidential_and_a_wider_audience_contradict_each_other(self) -> None:
        assert said(evidence("audience: school\nconfidential: true")[1]) == ["4:11 SCH-007"]

    def test_a_restricted_record_says_where_it_is_and_has_no_text(self) -> None:
        _, diagnostics = evidence("restricted: true\nholder: director", "Names and facts.\n")
        assert said(diagnostics) == ["7:1 SCH-007", "4:1 SCH-007", "4:1 SCH-007"]
        complete = "restricted: true\nholder: director\nplace: HR files\nrelied_on_because: it shows the trend"
        found, diagnostics = evidence(complete)
        assert diagnostics == ()
        assert found is not None
        assert found.readers == ("internal",)

    def test_an_unreadable_audience_keeps_everyone_outside_out(self) -> None:
        for facts in (
            "audience: goverors",
            "audience: [x, y]",
            "audience: {a: b}",
            "confidential: yes",
            "restricted: 1",
            "confidental: true",
            "audience:",
            "confidential: # ask",
        ):
            found, diagnostics = evidence(facts)
            assert diagnostics
            assert found is None or found.readers == ("internal",), facts

    def test_a_body_goes_with_its_record(self) -> None:
        parsed = parse_record(b"---\nkind: close-initial\n---\n## Reading\nText\n", "m.md")
        found, _ = read_record(Meeting, parsed, "2025-11-04-initial", {"date": "2025-11-04"})
        assert found is not None
        assert found.body.sections[0].title == "Reading"
        assert found.source_file == "m.md"


KINDS: tuple[type[Record], ...] = (School, CaseFile, AuthorityFile, Evidence, Meeting, Notice)
KEYS = sorted({key for kind in KINDS for key in fields_of(kind)} | {"level", "from", "to", "id", "zzz"})
SCALARS = st.sampled_from([None, "", "x", "2025-11-04", "61", "true", "headteacher", "\u201cx\u201d", "A b"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8) | VALUES)
def test_no_data_whatever_is_more_than_diagnostics(kind: type[Record], value: object) -> None:
    data = {"urn": "1", "name": "x", "type": "y", "phase": "z", "title": "t", "source": "s", "kind": "k"}
    for each in (value, data | value if isinstance(value, dict) else value):
        parsed = Parsed(each, SourceMap("f"))  # type: ignore[arg-type] # what comes from YAML has this shape
        record, diagnostics = read_record(kind, parsed, "f", {"date": "2025-11-04"} if kind is Evidence else None)
        assert record is not None or diagnostics
        read_list(Priority, parsed)
