"""Relationships and content types of a package: read, extended, and their parts kept consistent."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from lxml import etree
from msgspec import Struct

from casefiles.documents.word.packaging import CONTENT_TYPES
from casefiles.documents.word.wordml import R_NS, Element, of_equal_parts, parse_part, serialise

__all__ = [
    "Relation",
    "add_part",
    "add_relation",
    "keep_parts",
    "read_relations",
    "relations_name",
    "target_of",
    "with_types",
    "write_relations",
]

_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_EMPTY = f'<Relationships xmlns="{_RELS}"/>'.encode()


class Relation(Struct, frozen=True):
    """One relationship of a part: `kind` is the last word of its type, `target` stands as written."""

    id: str
    kind: str
    target: str
    external: bool
    type: str


def relations_name(part: str) -> str:
    """The name of the part that holds a part's relationships; of the package's own for an empty name."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def target_of(part: str, relation: Relation) -> str:
    """The name of the part that an internal relationship of `part` leads to."""
    if relation.target.startswith("/"):
        return relation.target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), relation.target))


def read_relations(parts: dict[str, bytes], part: str, file: str) -> tuple[Relation, ...]:
    """The relationships of a part in order."""
    name = relations_name(part)
    if name not in parts:
        return ()
    return of_equal_parts(_read, parts[name], file, name)


@lru_cache(maxsize=256)
def _read(data: bytes) -> tuple[Relation, ...]:
    return tuple(_relations(parse_part(data, "", "")))


def _relations(root: Element) -> Iterator[Relation]:
    for element in root.findall(f"{{{_RELS}}}Relationship"):
        type_ = str(element.get("Type", ""))
        yield Relation(
            id=str(element.get("Id", "")),
            kind=type_.rsplit("/", 1)[-1],
            target=str(element.get("Target", "")),
            external=element.get("TargetMode") == "External",
            type=type_,
        )


def add_relation(
    parts: dict[str, bytes], part: str, type_: str, target: str, file: str, *, external: bool = False
) -> str:
    """Give a part one more relationship and return its id."""
    name = relations_name(part)
    root = parse_part(parts.get(name, _EMPTY), file, name)
    taken = {relation.id for relation in _relations(root)}
    identifier = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
    element = etree.SubElement(root, f"{{{_RELS}}}Relationship")
    element.set("Id", identifier)
    element.set("Type", type_ if "/" in type_ else f"{R_NS}/{type_}")
    element.set("Target", target)
    if external:
        element.set("TargetMode", "External")
    parts[name] = serialise(root)
    return identifier


def add_part(parts: dict[str, bytes], name: str, data: bytes, content_type: str, file: str) -> None:
    """Put a part into the package under its content type."""
    root = parse_part(parts[CONTENT_TYPES], file, CONTENT_TYPES)
    for element in root.findall(f"{{{_TYPES}}}Override"):
        if str(element.get("PartName", "")).lower() == f"/{name}".lower():
            root.remove(element)
    element = etree.SubElement(root, f"{{{_TYPES}}}Override")
    element.set("PartName", f"/{name}")
    element.set("ContentType", content_type)
    parts[CONTENT_TYPES] = serialise(root)
    parts[name] = data


def with_types(data: bytes, types: Mapping[str, str], file: str) -> bytes:
    """The content types of a package with those of further endings, where it does not have them yet."""
    root = parse_part(data, file, CONTENT_TYPES)
    known = {str(element.get("Extension", "")).lower() for element in root.findall(f"{{{_TYPES}}}Default")}
    for number, ending in enumerate(sorted(set(types) - known)):
        element = etree.Element(f"{{{_TYPES}}}Default")
        element.set("Extension", ending)
        element.set("ContentType", types[ending])
        root.insert(number, element)
    return serialise(root)


def write_relations(parts: dict[str, bytes], part: str, relations: Iterable[Relation]) -> None:
    """Give a part these relationships and no others; without any, it has no part for them."""
    root = parse_part(_EMPTY, "", "")
    for relation in relations:
        element = etree.SubElement(root, f"{{{_RELS}}}Relationship")
        element.set("Id", relation.id)
        element.set("Type", relation.type)
        element.set("Target", relation.target)
        if relation.external:
            element.set("TargetMode", "External")
    name = relations_name(part)
    if len(root):
        parts[name] = serialise(root)
    else:
        parts.pop(name, None)


def keep_parts(parts: dict[str, bytes], kept: Collection[str], file: str) -> None:
    """Leave only these parts in the package, with their relationships and content types."""
    names = {CONTENT_TYPES, relations_name(""), *kept, *(relations_name(name) for name in kept)}
    for name in [name for name in parts if name not in names]:
        del parts[name]
    root = parse_part(parts[CONTENT_TYPES], file, CONTENT_TYPES)
    for element in root.findall(f"{{{_TYPES}}}Override"):
        if str(element.get("PartName", "")).lstrip("/") not in parts:
            root.remove(element)
    parts[CONTENT_TYPES] = serialise(root)
