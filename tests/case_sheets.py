"""The files of an authority as plain values: read for a change that no text edit can make, and written again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from casefiles.model.base import Shape
from casefiles.model.fields import FieldType, fields_of
from casefiles.model.schema import FILES
from casefiles.source import parse_record, parse_yaml

__all__ = ["Sheet", "Sheets", "changed_texts", "read_sheets", "write_sheets"]

_LISTED = {"priorities", "actions", "targets", "areas", "registers"}
_UNREAD = {"issued", "build", "packs", "templates"}


@dataclass(frozen=True)
class Sheet:
    """One file: which of the model's kinds it is, its facts as texts, lists and mappings, and the text below them."""

    kind: str
    facts: Any
    body: str = ""

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Its records: the entries of a list, or the one that it is."""
        return self.facts if isinstance(self.facts, list) else [self.facts]


Sheets = dict[str, Sheet]
"""The files of an authority by their path in the caseload."""


class _Plain(yaml.SafeDumper):
    """Writes every scalar as text, without quotes where none are needed: casefiles guesses at nothing, nor at aliases."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as PyYAML declares it

    def ignore_aliases(self, _data: Any) -> bool:
        """Whether a value that stands in two places is written twice: always."""
        return True


def read_sheets(root: Path, authority: str, only: Collection[str] = ()) -> Sheets:
    """The files of an authority that people write; of some cases alone where `only` names them."""
    sheets = {}
    for path in sorted((root / authority).rglob("*")):
        place = path.relative_to(root)
        if path.suffix not in {".md", ".yaml"} or _UNREAD & {*place.parts}:
            continue
        if only and len(place.parts) > 2 and "/".join(place.parts[:2]) not in only:
            continue
        parse = parse_record if path.suffix == ".md" else parse_yaml
        parsed = parse(path.read_bytes(), place.as_posix())
        body = parsed.text.split("\n---\n", 1)[1] if path.suffix == ".md" and "\n---\n" in parsed.text else ""
        sheets[place.as_posix()] = Sheet(_kind(place), parsed.value or {}, body)
    return sheets


def write_sheets(root: Path, sheets: Sheets) -> None:
    """Write the files below a folder."""
    for name, sheet in sheets.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        facts = (
            yaml.dump(sheet.facts, Dumper=_Plain, width=100_000, allow_unicode=True, sort_keys=False)
            if sheet.facts
            else ""
        )
        text = f"---\n{facts}---\n{sheet.body}" if path.suffix == ".md" else facts
        path.write_text(text, encoding="utf-8", newline="\n")


def _kind(place: Path) -> str:
    """The name of a file's kind in the model."""
    below = "/".join(place.parts[1:]) if "programme" in place.parts else place.name
    folder = f"{'programme/' if 'programme' in place.parts else ''}{place.parent.name}/"
    return next(name for name, (where, _) in FILES.items() if where in {below, folder})


def changed_texts(sheet: Sheet, change: Callable[[str, str], str]) -> Any:
    """The facts of a file with each text of people's own, with its key, changed; what names other things stays."""
    shape = FieldType(Shape, shape=FILES[sheet.kind][1])
    if isinstance(sheet.facts, list):
        return [_changed(entry, shape, "", change) for entry in sheet.facts]
    return _changed(sheet.facts, shape, "", change)


def _changed(value: Any, kind: FieldType, key: str, change: Callable[[str, str], str]) -> Any:
    if kind.shape is not None and isinstance(value, dict):
        fields = fields_of(kind.shape)
        return {
            name: _changed(inner, fields[name].type, name, change) if name in fields else inner
            for name, inner in value.items()
        }
    if kind.table is not None and isinstance(value, dict):
        return {name: _changed(inner, kind.table[1], key, change) for name, inner in value.items()}
    if kind.items:
        inside = kind.items * len(value) if len(kind.items) == 1 and isinstance(value, list) else kind.items
        if not isinstance(value, list):
            return _changed(value, kind.items[0], key, change)
        return [_changed(inner, each, key, change) for inner, each in zip(value, inside, strict=True)]
    if isinstance(value, str) and not kind.names and kind.word == "text":
        return change(value, key)
    return value
