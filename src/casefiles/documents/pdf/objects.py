"""A PDF written anew with objects put to it: what is there is copied as it stands, what is new is packed small.

pypdf finds the objects of the painted PDF. It does not write them: cloning and writing several hundred small objects
through it takes as long as painting them (measured), and leaves them unpacked.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Mapping
from functools import cached_property
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import IndirectObject

__all__ = ["ObjectFile", "name", "text"]

REFERENCE = re.compile(rb"(\d+) 0 R")
HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
ESCAPES = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\r": "\\r", "\n": "\\n"})


def text(value: str) -> str:
    """A text as a PDF string."""
    if value.isascii() and value.isprintable():
        return f"({value.translate(ESCAPES)})"
    return f"<feff{value.encode('utf-16-be').hex()}>"


def name(value: str) -> str:
    """A name with its slash, odd characters escaped."""
    return "/" + "".join(
        character
        if character.isascii() and character.isalnum()
        else "".join(f"#{byte:02x}" for byte in character.encode())
        for character in value
    )


def reference_of(entry: object) -> int:
    """The number of the object that an entry refers to."""
    if not isinstance(entry, IndirectObject):
        raise TypeError(f"{entry!r} is no reference")
    return entry.idnum


class ObjectFile:
    """The objects of a PDF by number, and those that come to it."""

    def __init__(self, data: bytes) -> None:
        self.reader = PdfReader(BytesIO(data))
        self._old = self._slices(data, self.reader.xref[0])
        self._direct: dict[int, bytes] = {}
        self._packed: dict[int, bytes] = {}
        self._next = max(self._old) + 1

    @staticmethod
    def _slices(data: bytes, offsets: Mapping[int, int]) -> dict[int, bytes]:
        """The bytes of each object by number, from its number to its end."""
        starts = sorted((offset, number) for number, offset in offsets.items())
        ends = [offset for offset, _ in starts[1:]] + [data.rindex(b"startxref")]
        objects = {}
        for (start, number), end in zip(starts, ends, strict=True):
            body = data[data.index(b"obj", start) + 3 : end]
            objects[number] = body[: body.rindex(b"endobj")].strip()
        return objects

    @cached_property
    def pages(self) -> list[int]:
        """The numbers of the pages' objects, in order: reportlab puts all of them under one node."""
        node = self._old[self.page_tree]
        listed = node[node.index(b"/Kids") :]
        return [int(number) for number in REFERENCE.findall(listed[: listed.index(b"]")])]

    @cached_property
    def page_tree(self) -> int:
        """The number of the object that lists the pages."""
        return reference_of(self.reader.root_object.raw_get("/Pages"))

    def number(self, entry: str) -> int:
        """The number of an object that the trailer names."""
        return reference_of(self.reader.trailer.raw_get(entry))

    @property
    def fonts(self) -> int:
        """The number of the dictionary of fonts that all pages share."""
        (number,) = self.references("/Font")
        return number

    def references(self, entry: str) -> list[int]:
        """The numbers of the objects to which dictionaries that are there refer by an entry, each once."""
        pattern = re.compile(rb"%s (\d+) 0 R" % entry.encode())
        heads = (body.partition(b"stream")[0] for body in self._old.values())
        return sorted({int(number) for head in heads for number in pattern.findall(head)})

    def new(self) -> int:
        """The number of an object to come."""
        self._next += 1
        return self._next - 1

    def put(self, number: int, body: str) -> None:
        """Set a small object, which is packed with its like."""
        self._packed[number] = body.encode("latin-1")

    def add(self, body: str) -> int:
        """A new small object's number."""
        number = self.new()
        self.put(number, body)
        return number

    def put_direct(self, number: int, body: str) -> None:
        """Set an object that stands by itself: the catalogue, the information."""
        self._direct[number] = body.encode("latin-1")

    def put_stream(self, number: int, entries: str, data: bytes, *, packed: bool = True) -> None:
        """Set a stream."""
        if packed:
            data = zlib.compress(data, 6)
            entries += "/Filter/FlateDecode"
        self._direct[number] = b"<<%s/Length %d>>stream\n%s\nendstream" % (entries.encode(), len(data), data)

    def extend(self, number: int, entries: str) -> None:
        """Put entries to a dictionary that is there and has none of them."""
        body = self._old[number]
        if not body.endswith(b">>"):
            raise ValueError(f"object {number} is no dictionary")
        self._direct[number] = body[:-2] + entries.encode("latin-1") + b">>"

    def finish(self) -> bytes:
        """The file."""
        plain = {**self._old, **self._direct}
        for number in self._packed:
            plain.pop(number, None)
        out, where = [HEADER], {}
        position = len(HEADER)
        for number in sorted(plain):
            where[number] = (1, position, 0)
            piece = b"%d 0 obj\n%s\nendobj\n" % (number, plain[number])
            out.append(piece)
            position += len(piece)
        holder, last = self._next, self._next + 1
        if self._packed:
            piece = self._pack(holder)
            where |= {number: (2, holder, index) for index, number in enumerate(sorted(self._packed))}
            where[holder] = (1, position, 0)
            out.append(piece)
            position += len(piece)
        where[last] = (1, position, 0)
        identity = hashlib.sha256(b"".join(out)).hexdigest()[:32]
        out.append(self._table(where, last, identity))
        out.append(b"startxref\n%d\n%%%%EOF\n" % position)
        return b"".join(out)

    def _pack(self, holder: int) -> bytes:
        """The small objects in one stream."""
        heads, bodies, position = [], [], 0
        for number in sorted(self._packed):
            body = self._packed[number]
            heads.append(b"%d %d" % (number, position))
            bodies.append(body)
            position += len(body) + 1
        head = b" ".join(heads) + b"\n"
        data = zlib.compress(head + b"\n".join(bodies), 6)
        entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d" % (len(heads), len(head), len(data))
        return b"%d 0 obj\n<<%s>>stream\n%s\nendstream\nendobj\n" % (holder, entries, data)

    def _table(self, where: Mapping[int, tuple[int, int, int]], last: int, identity: str) -> bytes:
        """The cross-reference stream, which is the trailer too."""
        free = struct.pack(">BLH", 0, 0, 0xFFFF)
        unused = struct.pack(">BLH", 0, 0, 0)
        rows = [
            free,
            *(struct.pack(">BLH", *where[number]) if number in where else unused for number in range(1, last + 1)),
        ]
        data = zlib.compress(b"".join(rows), 6)
        entries = (
            f"/Type/XRef/Size {last + 1}/W[1 4 2]/Root {self.number('/Root')} 0 R/Info {self.number('/Info')} 0 R"
            f"/ID[<{identity}><{identity}>]/Filter/FlateDecode/Length {len(data)}"
        )
        return b"%d 0 obj\n<<%s>>stream\n%s\nendstream\nendobj\n" % (last, entries.encode(), data)
