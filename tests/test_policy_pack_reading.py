from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pytest
from msgspec.structs import replace

from casebook import case_of, packs_of
from casefiles.caseload import load_packs
from casefiles.diagnostics import Diagnostic, Severity
from casefiles.model.base import Record, Shape
from casefiles.model.case import Level, Priority
from casefiles.model.records import Meeting
from casefiles.model.types import Identifier, Many, Names, Text, Whole
from casefiles.policy.field_path import FieldOf, FieldPath, RecordWord, is_filled, unknown_step, values_at
from casefiles.policy.law import Packs, edition_notes
from casefiles.policy.pack import PolicyPack
from casefiles.policy.pack_lint import lint
from casefiles.policy.pack_reading import parse_pack
from casefiles.policy.rule import RuleKind, Said, View, rule_kind
from notation import parse_tree


class Fields(Shape):
    fields: Annotated[tuple[FieldPath, ...], Many] = ()
    records: RecordWord = "priority"
    beside: Annotated[Text | None, FieldOf("records")] = None
    roles: Annotated[tuple[Annotated[Identifier, Names("role")], ...], Many] = ()
    level: Annotated[Identifier | None, Names("level")] = None
    at_most: Whole = 1


@rule_kind("field-filled", of=(Level, Priority, Meeting), params=Fields)
def field_filled(_: Record, __: Fields, ___: View) -> Iterator[Said]:
    """A field is empty."""
    yield from ()


KINDS: Mapping[str, RuleKind[Any, Any]] = {"field-filled": field_filled}

PACK = """
=== pack.yaml
name: westmere
title: Westmere
editions:
  - {id: "2025", title: Westmere strategy, in_force: {from: 2025-01-01}, folder: a}
=== a/levels.yaml
- {id: core, title: core support, short: Core, rank: 1}
- {id: close, title: close support, short: Close, rank: 2}
=== a/roles.yaml
headteacher: {title: Headteacher, aliases: [Head], side: school}
=== a/lists.yaml
decision-kind:
  extend: {title: Support goes on}
=== a/meetings.yaml
- {id: close-review, title: Review, level: close, stage: review}
=== a/documents.yaml
- slug: close-letter
  kind: initial-letter
  title: Letter
  for: meeting
  of: close-review
  when: held
  to: headteacher
  copies: [{role: headteacher, when: {phase: [Primary]}}]
  blocks: [{block: priorities, carries: WES-010}]
=== a/requirements.yaml
- {id: WES-010, section: Limits, quote: no longer than a year, scope: case}
=== a/rules.yaml
- code: WES-010
  rule: field-filled
  of: level
  when: {level: [close]}
  unless: {decision: [extend]}
  params: {fields: [decided_by, criteria], beside: outcome.due_on, roles: head, level: close}
  severity: [warning, error]
  holds: [close-letter]
"""


def read(text: str) -> tuple[PolicyPack | None, tuple[Diagnostic, ...]]:
    return parse_pack({path: content.encode() for path, content in parse_tree(text).items()}, "packs/westmere", KINDS)


def linted(text: str, *others: str) -> tuple[Diagnostic, ...]:
    return lint("westmere", packs_of(text, *others, kinds=KINDS))


def test_a_pack_without_a_fault_is_typed() -> None:
    pack, said = read(PACK)
    assert said == ()
    assert pack is not None
    (edition,) = pack.editions
    assert [level.id for level in edition.levels] == ["core", "close"]
    assert edition.asked["WES-010"] == Fields(
        fields=("decided_by", "criteria"), beside="outcome.due_on", roles=("head",), level="close"
    )
    assert linted(PACK) == ()


@pytest.mark.parametrize(
    ("before", "after", "code", "line", "message", "help_"),
    [
        ("rule: field-filled", "rule: field-filed", "PCK-020", "rules.yaml:2:9", "field-filed", "field-filled"),
        ("of: level", "of: levle", "PCK-021", "rules.yaml:3:7", "levle", "level"),
        (
            "of: level",
            "of: notice",
            "PCK-021",
            "rules.yaml:3:7",
            "does not look at a notice",
            "level, priority, meeting",
        ),
        (
            "[decided_by, criteria]",
            "[decided_bye]",
            "PCK-023",
            "rules.yaml:6:21",
            '"decided_bye" leads nowhere',
            "decided_by",
        ),
        ("outcome.due_on", "outcome.due", "PCK-023", "rules.yaml:6:52", 'there is no "due"', "due_on"),
        ("roles: head", "rolls: head", "PCK-022", "rules.yaml:6:68", '"rolls" is not a key', "roles"),
        ("roles: head", "at_most: some", "PCK-022", "rules.yaml:6:77", '"some" is not a whole number', ""),
        ("beside: outcome.due_on", "records: pupil", "PCK-023", "rules.yaml:6:53", '"pupil" is no type of record', ""),
        ("[warning, error]", "[warning, fatal]", "PCK-027", "rules.yaml:7:23", '"fatal" is none of', ""),
        ("code: WES-010\n", "code: WES-011\n", "PCK-028", "rules.yaml:1:9", "neither a citation nor a requirement", ""),
        ("quote: no longer than a year", f"quote: {'word ' * 31}", "PCK-029", "requirements.yaml:1:41", "31 words", ""),
        ("id: close, ", "id: core, ", "PCK-011", "levels.yaml:2:8", '"core" stands twice', ""),
        ("rank: 2", "rank: two", "PCK-010", "levels.yaml:2:57", '"two" is not a whole number', ""),
        ("=== a/levels", "=== a/level", "PCK-004", "level.yaml:1:1", "no file of an edition", "levels"),
        ("folder: a}", "folder: b}", "PCK-003", "pack.yaml:4:82", 'no folder "b"', ""),
        ("title: Letter", "titel: Letter", "PCK-010", "documents.yaml:3:3", '"titel" is not a key', "title"),
    ],
)
def test_a_fault_stands_at_its_key_or_value_with_the_nearest_name(  # noqa: PLR0917
    before: str, after: str, code: str, line: str, message: str, help_: str
) -> None:
    assert before in PACK
    _, said = read(PACK.replace(before, after, 1))
    found = [each for each in said if each.code == code]
    assert found, said
    first = next(each for each in found if message in each.message)
    place = f"{first.span.file.rpartition('/')[2]}:{first.span.line}:{first.span.column}"
    assert place == line
    assert help_ in first.help
    assert first.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("term", "code", "message"),
    [
        ("levels: [closed]", "PCK-026", 'no level "closed"'),
        ("serves: [WES-099]", "PCK-037", 'no requirement "WES-099"'),
    ],
)
def test_an_entry_of_a_list_names_levels_and_requirements_of_the_pack(term: str, code: str, message: str) -> None:
    _, said = read(PACK.replace("{title: Support goes on}", f"{{title: Support goes on, {term}}}", 1))
    assert [(each.code, each.span.file, each.span.line) for each in said] == [(code, "packs/westmere/a/lists.yaml", 2)]
    assert message in said[0].message


def test_a_bad_entry_costs_itself_alone() -> None:
    pack, said = read(PACK.replace("rank: 2", "rank: two"))
    assert [each.code for each in said] == ["PCK-010"]
    assert pack is not None
    assert [level.id for level in pack.editions[0].levels] == ["core"]
    assert len(pack.editions[0].rules) == 1


def test_a_rule_with_a_fault_does_not_run() -> None:
    pack, _ = read(PACK.replace("decided_by, criteria", "decided_bye"))
    assert pack is not None
    assert pack.editions[0].rules == ()


def test_a_pack_without_its_head_or_an_edition_is_none() -> None:
    assert [each.code for each in read("=== a/levels.yaml\n[]\n")[1]] == ["PCK-001"]
    pack, said = read("=== pack.yaml\nname: westmere\ntitle: Westmere\neditions: []\n")
    assert pack is None
    assert [each.code for each in said] == ["PCK-002"]


@pytest.mark.parametrize(
    ("before", "after", "code", "message", "help_"),
    [
        ("when: {level: [close]}", "when: {levels: [close]}", "PCK-024", 'no facet "levels"', "level"),
        ("when: {level: [close]}", "when: {held: ['true']}", "PCK-025", 'a level has no facet "held"', ""),
        ("when: {level: [close]}", "when: {move: [upp]}", "PCK-025", '"upp"', "up"),
        ("when: {level: [close]}", "when: {level: [closed]}", "PCK-026", 'no level "closed"', "close"),
        ("unless: {decision: [extend]}", "unless: {decision: [extent]}", "PCK-026", '"extent"', "extend"),
        ("unless: {decision: [extend]}", "unless: {decisions: [extend]}", "PCK-024", '"decisions"', ""),
        ("roles: head", "roles: headmaster", "PCK-026", 'no role "headmaster"', ""),
        ("level: close}\n", "level: closer}\n", "PCK-026", 'no level "closer"', "close"),
        ("holds: [close-letter]", "holds: [close-leter]", "PCK-036", '"close-leter"', "close-letter"),
        ("holds: [close-letter]", "also: [WES-099]", "PCK-037", 'no requirement "WES-099"', ""),
        ("level: close, stage", "level: clos, stage", "PCK-026", 'no level "clos"', "close"),
        ("of: close-review", "of: close-revue", "PCK-026", '"close-revue"', "close-review"),
        ("when: held", "when: hold", "PCK-035", '"hold"', "held"),
        ("for: meeting", "for: meting", "PCK-035", '"meting"', "meeting"),
        ("to: headteacher", "to: headtaecher", "PCK-026", '"headtaecher"', "headteacher"),
        ("{phase: [Primary]}", "{held: ['true']}", "PCK-025", 'a school has no facet "held"', ""),
        ("carries: WES-010", "carries: WES-100", "PCK-037", '"WES-100"', "WES-010"),
        ("[{block: priorities, carries: WES-010}]", "[{block: dates}, {block: dates}]", "PCK-011", '"dates"', ""),
    ],
)
def test_a_word_that_the_pack_does_not_have_is_linted(
    before: str, after: str, code: str, message: str, help_: str
) -> None:
    assert before in PACK
    said = linted(PACK.replace(before, after, 1))
    assert [each.code for each in said] == [code], said
    assert message in said[0].message
    assert help_ in said[0].help


LAND = """
=== pack.yaml
name: land
title: The land
editions:
  - {id: "2010", title: Law of 2010, in_force: {from: 2010-01-01}, folder: a}
  - {id: "2016", title: Law of 2016, in_force: {from: 2016-04-18}, folder: b}
=== a/rules.yaml
- {code: ENG-001, rule: field-filled, of: level, severity: error, citation: {section: "60"}}
=== b/rules.yaml
- {code: ENG-002, rule: field-filled, of: level, severity: error, citation: {section: "60"}}
=== b/roles.yaml
headteacher: {title: Head teacher, side: school}
clerk: {title: Clerk, side: school}
=== b/lists.yaml
area:
  inclusion: {title: Inclusion}
"""
UNDER = PACK.replace("title: Westmere\n", "title: Westmere\nunder: land\n", 1)


def test_the_national_layer_of_the_day_lies_under_the_local_edition() -> None:
    packs = packs_of(UNDER, LAND, kinds=KINDS)

    before, after = (packs.edition_on("westmere", date(year, 6, 1)) for year in (2015, 2025))
    assert [rule.code for rule in before.rules] == ["ENG-001", "WES-010"]
    assert [rule.code for rule in after.rules] == ["ENG-002", "WES-010"]
    assert after.beneath == {"ENG-002": "Law of 2016"}
    assert after.roles["headteacher"].title == "Headteacher"
    assert after.roles["clerk"].title == "Clerk"
    assert after.vocabulary("area") == {"inclusion": "inclusion", "Inclusion": "inclusion"}
    assert packs.edition_on("westmere", date(2025, 6, 2)) is after


def test_a_local_pack_cannot_take_over_a_national_code() -> None:
    weaker = UNDER + "- {code: ENG-002, rule: field-filled, of: level, severity: note, citation: {section: ours}}\n"
    said = linted(weaker, LAND)
    assert [(each.code, each.span.line) for each in said] == [("PCK-032", 9)]
    packs = packs_of(weaker, LAND, kinds=KINDS)
    (edition,) = packs.editions("westmere")
    assert [rule.severity for rule in edition.rules if rule.code == "ENG-002"] == [("error",)]


def test_a_pack_under_one_that_is_not_there_is_told_so() -> None:
    pack, _ = read(UNDER)
    assert pack is not None
    assert [each.code for each in lint("westmere", Packs({"westmere": pack}))] == ["PCK-030"]


def test_a_pack_under_no_nations_law_is_an_error_in_lint_and_in_check() -> None:
    shipped = load_packs(Path(), ())[0].by_name
    pack, _ = read(PACK)
    assert pack is not None
    packs = Packs({**shipped, "westmere": pack})
    authority = case_of("=== case.yaml\nreference: W1\n").authority
    named = replace(authority, file=authority.file.model_copy(update={"policy": "westmere"}))
    (said,) = edition_notes(named, packs, date(2025, 6, 1))
    assert (said.code, said.severity, said.span) == ("PCK-042", Severity.ERROR, pack.span)
    assert "under: england" in said.help
    assert "PCK-042" in {each.code for each in lint("westmere", packs)}
    assert all("PCK-042" not in {each.code for each in lint(name, packs)} for name in shipped)


def test_words_of_a_vocabulary_are_ids_aliases_and_titles() -> None:
    packs = packs_of(PACK, kinds=KINDS)
    (edition,) = packs.editions("westmere")
    assert edition.canonical("role", "head") == "headteacher"
    assert edition.canonical("role", "Head") == "headteacher"
    assert edition.canonical("level", "close-support") == "close"
    assert edition.canonical("level", "nowhere") == "nowhere"
    assert edition.lowest_level == "core"


def test_a_field_path_is_checked_against_the_model_and_read_with_the_path_of_each_value() -> None:
    assert unknown_step(Meeting, "papers.agenda") is None
    assert unknown_step(Meeting, "progress.*.risk") is None
    assert unknown_step(Meeting, "report.sent_on") is None
    unknown = unknown_step(Meeting, "report.sent")
    assert unknown is not None
    assert (unknown.step, unknown.nearest) == ("sent", "sent_on")
    meeting = Meeting.model_validate(
        {
            "date": "2025-10-07",
            "kind": "review",
            "papers": {"agenda": "2025-10-01"},
            "progress": {"reading": {"risk": "low"}, "writing": {}},
        }
    )
    assert values_at(meeting, "progress.*.risk") == (
        (("progress", "reading", "risk"), "low"),
        (("progress", "writing", "risk"), None),
    )
    assert is_filled(meeting, "papers.agenda")
    assert not is_filled(meeting, "papers.minutes")
    assert not is_filled(meeting, "present")
    assert not is_filled(meeting, "report.sent_on")
