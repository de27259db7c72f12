from __future__ import annotations

import json
from pathlib import Path

import pytest

from casefiles.model.fields import FieldType, fields_of
from casefiles.model.format_page import EXAMPLES
from casefiles.model.reading import read_list, read_record
from casefiles.model.schema import FILES, case_format_markdown, json_schemas
from casefiles.source import parse_record, parse_yaml

ROOT = Path(__file__).parents[1]


def _words_missing(kind: FieldType) -> bool:
    parts = [*kind.items, *(kind.table or ())]
    return any(map(_words_missing, parts)) if parts else kind.shape is None and not (kind.word or kind.names)


def test_the_page_in_docs_is_current() -> None:
    """`casefiles schema --docs > docs/case-format.md` writes it anew."""
    assert (ROOT / "docs" / "case-format.md").read_text(encoding="utf-8") == case_format_markdown()


def test_the_page_documents_every_key_of_every_shape() -> None:
    page = case_format_markdown()
    seen = set()
    waiting = [kind for _, kind in FILES.values()]
    while waiting:
        shape = waiting.pop()
        if shape in seen:
            continue
        seen.add(shape)
        for key, field in fields_of(shape).items():
            assert field.info.description, f"{shape.__name__}.{key} has no description"
            assert not _words_missing(field.type), f"{shape.__name__}.{key} has no word for its type"
            assert f"| `{key}` |" in page
            parts = [field.type, *field.type.items, *(field.type.table or ())]
            waiting += [part.shape for each in parts for part in (each, *each.items) if part.shape is not None]
    assert len(seen) > 30


@pytest.mark.parametrize("name", FILES)
def test_each_example_reads_without_a_word(name: str) -> None:
    example, (_, kind) = EXAMPLES[name], FILES[name]
    data = f"{example.text.strip()}\n".encode()
    parsed = parse_record(data, example.file) if example.language == "markdown" else parse_yaml(data, example.file)
    assert parsed.diagnostics == ()
    if isinstance(parsed.value, list):
        records, diagnostics = read_list(kind, parsed)
        assert records
    else:
        stem = Path(example.file).stem
        extra = {"date": stem[:10]} if example.language == "markdown" else None
        record, diagnostics = read_record(kind, parsed, stem, extra)
        assert record is not None
    assert diagnostics == ()


@pytest.mark.parametrize("name", FILES)
def test_each_schema_is_json_and_knows_the_keys(name: str) -> None:
    schema = json_schemas()[name]
    assert json.loads(json.dumps(schema)) == schema
    shape = schema["items"] if schema.get("type") == "array" else schema
    assert list(shape["properties"]) == list(fields_of(FILES[name][1]))
    assert shape["additionalProperties"] is False
    assert "date" not in shape.get("required", [])


def test_a_schema_lets_one_value_stand_for_a_list_and_numbers_for_text() -> None:
    properties = json_schemas()["school"]["properties"]
    assert properties["phase"]["anyOf"][1]["type"] == "array"
    assert "number" in properties["urn"]["type"]
    assert json_schemas()["actions"]["items"]["properties"]["due_on"]["anyOf"][0] == {
        "type": "string",
        "format": "date",
    }
