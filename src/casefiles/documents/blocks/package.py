"""A Word file's parts and relationships, read under caps: no bombs, no entities, nothing from outside."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache

from lxml import etree
from msgspec import Struct

from casefiles.documents.blocks.names import REL
from casefiles.documents.blocks.subset import Feature, Outside, Refusals

__all__ = ["Package", "Relation", "Source", "parse_xml"]

MOST_PARTS = 2_000
LARGEST_PART = 24 * 2**20
LARGEST_PACKAGE = 64 * 2**20
LARGEST_KEPT = 2**18
"""Parts up to this size are kept unpacked."""
LOCAL = struct.Struct("<4s22xHH")
LOCAL_MARK = b"PK\x03\x04"
ENCRYPTED = 0x1
PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
)
"""The one parser of all parts: making one takes as long as it takes over a short part."""


class Relation(Struct, frozen=True):
    """One relationship of a part: the kind (last word of its type), the target part or address."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a Word file, unpacked one at a time on demand."""

    def __init__(self, data: bytes) -> None:
        self._data = data
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
        packed = self._packed(member)
        if packed is not None and member.file_size <= LARGEST_KEPT:
            data = unpacked(packed, member.CRC, member.file_size)
            if data is not None:
                return data
        try:
            with self._zip.open(member) as stream:
                data = stream.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise Outside([Feature(part, 0, "a damaged part")]) from error
        if len(data) > LARGEST_PART:
            raise Outside([Feature(part, 0, "a part too large to be a letter (a zip bomb?)")])
        return data

    def _packed(self, member: zipfile.ZipInfo) -> bytes | None:
        """The packed bytes of a plain deflated member; None for one that `zipfile` had better look at."""
        if member.compress_type != zipfile.ZIP_DEFLATED or member.flag_bits & ENCRYPTED:
            return None
        head = self._data[member.header_offset : member.header_offset + LOCAL.size]
        if len(head) < LOCAL.size:
            return None
        mark, name_length, extra_length = LOCAL.unpack(head)
        start = member.header_offset + LOCAL.size
        name = self._data[start : start + name_length]
        if mark != LOCAL_MARK or not name.isascii() or name.decode() != member.orig_filename:
            return None
        start += name_length + extra_length
        return self._data[start : start + member.compress_size]

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
        return relations_of(self.read(path), path, folder)

    def target(self, part: str, kind: str) -> str:
        """The part that a part relates to by a kind of relationship; empty if none."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.external:
                return relation.target
        return ""


class Source(Struct, frozen=True):
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


@lru_cache(maxsize=64)
def unpacked(packed: bytes, checksum: int, size: int) -> bytes | None:
    """A part unpacked, kept: documents share most parts with their template. None where it is damaged."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = inflate.decompress(packed, size + 1)
    except zlib.error:
        return None
    return data if len(data) == size and zlib.crc32(data) == checksum else None


@lru_cache(maxsize=64)
def relations_of(data: bytes, path: str, folder: str) -> Mapping[str, Relation]:
    """The relationships that a part's bytes name, by id."""
    relations = {}
    for element in parse_xml(data, path).iter(f"{REL}Relationship"):
        target = element.get("Target", "")
        external = element.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        relations[element.get("Id", "")] = Relation(element.get("Type", "").rpartition("/")[2], target, external)
    return relations


def parse_xml(data: bytes, part: str) -> etree._Element:
    """The root element of XML bytes, without entities or network; raises `Outside` where it is broken."""
    try:
        root = etree.fromstring(data, PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Outside([Feature(part, 0, "broken XML")]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Outside([Feature(part, 0, "a document type declaration")])
    return root
