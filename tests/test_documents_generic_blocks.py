"""The two generic blocks, with which a pack adds content without Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from casefiles.documents.catalogue import due_documents
from casefiles.documents.compose import Composed, compose
from casefiles.documents.compose.entries import check_blocks
from casefiles.policy.pack import BlockEntry
from casefiles.policy.pack_reading import parse_pack
from casefiles.prose import Prose, Table, Words
from drafting import loaded

NOTE = """
=== meetings/2025-11-04-initial.md
---
kind: targeted-initial
present: [headteacher]
---
## 3. Next steps for governors
They meet on Monday.
"""


def with_block(root: Path, block: dict[str, Any], *changes: str) -> Composed:
    case, packs = loaded(root, *changes)
    due = due_documents(case, packs)[0]
    entry = due.entry.model_copy(update={"blocks": (BlockEntry.model_validate(block),)})
    return compose(replace(due, entry=entry), case, packs)


def table_of(made: Composed, name: str) -> list[list[str]]:
    value: Any = getattr(made.context["block"], name)
    [table] = value.text.blocks
    assert isinstance(table, Table)
    rows = [table.header, *table.rows]
    return [["".join(word.text for word in cell if isinstance(word, Words)) for cell in row] for row in rows]


def test_a_section_is_found_by_its_heading_without_number_and_case(tmp_path: Path) -> None:
    block = {"block": "section", "title": "Governors", "params": {"heading": "next steps for governors"}}
    made = with_block(tmp_path, block, NOTE)
    value: Any = made.context["block"].section  # type: ignore[attr-defined]
    assert value.title == "Governors"
    assert isinstance(value.text, Prose)
    assert value.text
    assert made.gaps == ()


def test_a_section_that_is_not_there_is_a_gap_if_required_and_else_nothing(tmp_path: Path) -> None:
    block = {"block": "section", "id": "governors", "params": {"heading": "Governors"}}
    assert [gap.what for gap in with_block(tmp_path / "a", block).gaps] == ["governors"]
    made = with_block(tmp_path / "b", {**block, "required": "false"})
    assert made.gaps == ()
    assert made.context["block"].governors is None  # type: ignore[attr-defined]


def test_records_stand_in_a_table_with_dates_people_and_titles_in_words(tmp_path: Path) -> None:
    columns = {"Action": "action", "Who": "owner", "For": "priority", "By": "due_on"}
    block = {"block": "records-table", "params": {"records": "action", "columns": columns}}
    assert table_of(with_block(tmp_path, block), "records_table") == [
        ["Action", "Who", "For", "By"],
        [
            "Daily phonics for all of Year 1",
            "Headteacher",
            "Raise the proportion of Year 1 pupils meeting the phonics standard",
            "28 November 2025",
        ],
    ]


def test_a_table_of_records_can_be_narrowed_and_reach_into_a_field(tmp_path: Path) -> None:
    change = """
=== priorities.yaml
- {id: phonics, title: Phonics, area: achievement, outcome: {measure: At the standard, target: 78}}
- {id: attendance, title: Attendance, area: attendance-behaviour}
"""
    params = {
        "records": "priority",
        "columns": {"Id": "id", "Area": "area", "Target": "outcome.target"},
        "where": {"area": ["achievement"]},
    }
    made = with_block(tmp_path, {"block": "records-table", "params": params}, change)
    assert table_of(made, "records_table")[1:] == [["phonics", "Achievement", "78"]]


def test_a_table_without_records_is_a_gap(tmp_path: Path) -> None:
    params = {"records": "visit", "columns": {"Date": "date"}, "what": "visits"}
    assert [gap.what for gap in with_block(tmp_path, {"block": "records-table", "params": params}).gaps] == ["visits"]


def test_a_block_that_there_is_none_of_is_an_error_of_the_pack_and_a_gap_of_its_drafts(tmp_path: Path) -> None:
    files = {
        "pack.yaml": b"name: north\ntitle: North\neditions:\n  - {id: a, title: A, in_force: {from: 2025-01-01}, folder: a}\n",
        "a/documents.yaml": b"""
- slug: note
  kind: decision-letter
  title: Note
  for: meeting
  when: held
  blocks:
    - {block: prioritys}
    - {block: section, params: {headline: Staff}}
""",
    }
    pack, _ = parse_pack(files, "packs/north")
    assert pack is not None
    said = [(each.code, each.message, each.help) for each in check_blocks(pack)]
    assert said == [
        ("PCK-060", 'there is no block "prioritys"', 'did you mean "priorities"?'),
        ("PCK-061", 'the block "section" needs the parameter "heading"', ""),
        ("PCK-061", 'the block "section" has no parameter "headline"', "its parameters are: heading, aliases"),
    ]
    assert [gap.what for gap in with_block(tmp_path, {"block": "prioritys"}).gaps] == ["prioritys"]
