"""Word files as packages: read under caps, written byte for byte the same each time, hashed by content."""

from __future__ import annotations

import hashlib
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

from casefiles.documents.word.faults import Place, TemplateFault, diagnostic

__all__ = ["CONTENT_TYPES", "Frame", "Member", "content_sha256", "read_package", "write_package"]

CONTENT_TYPES = "[Content_Types].xml"

_MAX_MEMBERS = 500
_MAX_PART = 24 * 1024 * 1024
_MAX_TOTAL = 48 * 1024 * 1024
_MAX_RATIO = 200
_RATIO_FROM = 1024 * 1024
_CHUNK = 64 * 1024

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_FIRST_DAY = (1 << 5) | 1  # 1 January 1980, the first day that a zip file can name
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1


def read_package(data: bytes, file: str) -> dict[str, bytes]:
    """The parts of a Word file by name; `TemplateFault` where the file is broken, hostile or no Word file.

    Members are decompressed a piece at a time, so that a zip bomb is refused when it passes a cap and
    never unfolded.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _read_members(archive, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise _refusal(file, "TPL-001", f"this is no Word file that can be read: {error}") from error
    if CONTENT_TYPES not in parts or "word/document.xml" not in parts:
        raise _refusal(file, "TPL-001", "this is a zip file but no Word document: word/document.xml is missing")
    return parts


def _refusal(file: str, code: str, message: str, advice: str = "") -> TemplateFault:
    return TemplateFault([diagnostic(Place(file), code, message, advice=advice)])


def _read_members(archive: zipfile.ZipFile, file: str) -> dict[str, bytes]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > _MAX_MEMBERS:
        raise _refusal(file, "TPL-002", f"the file holds {len(members)} parts; a Word file has a few dozen")
    parts: dict[str, bytes] = {}
    seen: set[str] = set()
    total = 0
    for member in members:
        _check_name(member.orig_filename, file)
        if member.filename.lower() in seen:
            raise _refusal(file, "TPL-003", f'the part "{member.filename}" stands in the file twice')
        seen.add(member.filename.lower())
        if member.flag_bits & _ENCRYPTED:
            raise _refusal(file, "TPL-001", "the file is protected by a password", "save it without one")
        content = _read_capped(archive, member, file, _MAX_TOTAL - total)
        total += len(content)
        parts[member.filename] = content
    return parts


def _check_name(name: str, file: str) -> None:
    normal = posixpath.normpath(name)
    tricks = name.startswith("/") or "\\" in name or ":" in name or "\0" in name
    if tricks or normal != name or normal.split("/")[0] == "..":
        raise _refusal(file, "TPL-003", f"a part of the file has a name that leads out of it: {name!r}")


def _read_capped(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str, left: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    with archive.open(member) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            pieces.append(piece)
            unfolds = size > _RATIO_FROM and size > _MAX_RATIO * max(member.compress_size, 1)
            if size > _MAX_PART or size > left or unfolds:
                raise _refusal(
                    file,
                    "TPL-002",
                    f'the part "{member.filename}" unfolds to more than a template may hold',
                    "make pictures smaller, or take the letterhead into a new file",
                )
    return b"".join(pieces)


class Frame:
    """The parts of a package that do not change between documents, compressed once, ready to be joined to others."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        names = sorted(parts, key=lambda name: (name != CONTENT_TYPES, not name.startswith("_rels/"), name))
        members = [Member(name, parts[name]) for name in names]
        self._body = b"".join(member.local for member in members)
        self._directory = b"".join(_entries(members, 0))
        self._count = len(members)

    def join(self, members: Sequence[Member]) -> bytes:
        """The whole package: these parts behind the ones that the frame holds."""
        directory = b"".join((self._directory, *_entries(members, len(self._body))))
        body = b"".join((self._body, *(member.local for member in members)))
        count = self._count + len(members)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
        return b"".join((body, directory, end))


class Member:
    """One part as it stands in the zip file: its local record, and what the directory says of it."""

    __slots__ = ("checksum", "compressed_size", "local", "method", "name", "size")

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name.encode("utf-8")
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush()
        self.method = 8
        if len(packed) >= len(data):
            self.method, packed = 0, data
        self.checksum = zlib.crc32(data)
        self.size = len(data)
        self.compressed_size = len(packed)
        head = _LOCAL.pack(
            b"PK\3\4", 20, _UTF8_NAMES, self.method, 0, _FIRST_DAY,
            self.checksum, self.compressed_size, self.size, len(self.name), 0,
        )  # fmt: skip
        self.local = head + self.name + packed

    def entry(self, offset: int) -> bytes:
        """The record of the central directory for this part at an offset."""
        head = _CENTRAL.pack(
            b"PK\1\2", 20, 20, _UTF8_NAMES, self.method, 0, _FIRST_DAY, self.checksum,
            self.compressed_size, self.size, len(self.name), 0, 0, 0, 0, 0, offset,
        )  # fmt: skip
        return head + self.name


def _entries(members: Iterable[Member], offset: int) -> Iterable[bytes]:
    for member in members:
        yield member.entry(offset)
        offset += len(member.local)


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a Word file: the same parts give the same bytes, whoever writes them and when."""
    return Frame(parts).join(())


def content_sha256(data: bytes) -> str:
    """The SHA-256 of a Word file's decompressed parts in the order of their names: equal on every platform."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            content = archive.read(name)
            digest.update(f"{name}\n{len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()
