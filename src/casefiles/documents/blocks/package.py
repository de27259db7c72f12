"""A Word file's parts and relationships, read under caps: no bombs, no entities, nothing from outside."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from casefiles.documents.blocks.names import REL
from casefiles.documents.blocks.subset import Feature, Outside, Refusals

__all__ = ["Package", "Relation", "Source", "parse_xml"]

MOST_PARTS = 2_000
LARGEST_PART = 24 * 2**20
LARGEST_PACKAGE = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: the kind (last word of its type), the target part or address."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a Word file, unpacked one at a time on demand."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Outside([Feature("", 0, "not a Word file: it is no zip package")]) from error
        members = self._zip.infolist()
        if len(members) > MOST_PARTS or sum(member.file_size for member in members) > LARGEST_PACKAGE:
            raise Outside([Feature("", 0, "a package too large to be a letter (a zip bomb?)")])
        self._names = {member.filename: member for member in members}
        self._relations: dict[str, Mapping[str, Relation]] = {}

    def __contains__(self, part: str) -> bool:
        """Whether there is a part of that name."""
        return part in self._names

    def read(self, part: str) -> bytes:
        """The bytes of a part; raises `Outside` where it is missing, damaged or too large."""
        member = self._names.get(part)
        if member is None:
            raise Outside([Feature(part, 0, "a missing part")])
        if member.file_size > LARGEST_PART:
            raise Outside([Feature(part, 0, "a part too large to be a letter (a zip bomb?)")])
        try:
            with self._zip.open(member) as stream:
                data = stream.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise Outside([Feature(part, 0, "a damaged part")]) from error
        if len(data) > LARGEST_PART:
            raise Outside([Feature(part, 0, "a part too large to be a letter (a zip bomb?)")])
        return data

    def tree(self, part: str) -> etree._Element:
        """The root element of an XML part."""
        return parse_xml(self.read(part), part)

    def relations(self, part: str) -> Mapping[str, Relation]:
        """The relationships of a part by id; the empty part name gives the package's own."""
        found = self._relations.get(part)
        if found is None:
            found = self._relations[part] = self._read_relations(part)
        return found

    def _read_relations(self, part: str) -> Mapping[str, Relation]:
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self:
            return {}
        relations = {}
        for element in self.tree(path).iter(f"{REL}Relationship"):
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            relations[element.get("Id", "")] = Relation(element.get("Type", "").rpartition("/")[2], target, external)
        return relations

    def target(self, part: str, kind: str) -> str:
        """The part that a part relates to by a kind of relationship; empty if none."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.external:
                return relation.target
        return ""


@dataclass(frozen=True, slots=True)
class Source:
    """One part while it is read: `running` says that it is a header or footer."""

    package: Package
    part: str
    refusals: Refusals
    running: bool = False

    @property
    def relations(self) -> Mapping[str, Relation]:
        """The relationships of the part by id."""
        return self.package.relations(self.part)

    def refuse(self, feature: str, paragraph: int = 0) -> None:
        """Note a feature outside the subset."""
        self.refusals.add(feature, self.part, paragraph)


def parse_xml(data: bytes, part: str) -> etree._Element:
    """The root element of XML bytes, without entities or network; raises `Outside` where it is broken."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Outside([Feature(part, 0, "broken XML")]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Outside([Feature(part, 0, "a document type declaration")])
    return root
