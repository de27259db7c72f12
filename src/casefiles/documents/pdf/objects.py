"""The objects of a PDF by number, and the file that they make: streams by themselves, small objects packed together.

Writing several hundred small objects through pypdf or reportlab takes as long as painting them (measured).
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping
from functools import cache
from itertools import chain

__all__ = ["ObjectFile", "name", "text"]

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
ESCAPES = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\r": "\\r", "\n": "\\n"})


def text(value: str) -> str:
    """A text as a PDF string."""
    if value.isascii() and value.isprintable():
        return f"({value.translate(ESCAPES)})"
    return f"<feff{value.encode('utf-16-be').hex()}>"


@cache
def name(value: str) -> str:
    """A name of the tag tree with its slash, odd characters escaped."""
    return "/" + "".join(
        character
        if character.isascii() and character.isalnum()
        else "".join(f"#{byte:02x}" for byte in character.encode())
        for character in value
    )


class ObjectFile:
    """The objects of a PDF by number."""

    def __init__(self) -> None:
        self._direct: dict[int, bytes] = {}
        self._packed: dict[int, bytes] = {}
        self._next = 1

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

    def put_direct(self, number: int, body: bytes) -> None:
        """Set an object that stands by itself: a stream, the catalogue, the information."""
        self._direct[number] = body

    def put_stream(self, number: int, entries: str, data: bytes) -> None:
        """Set a stream, whose entries say how it is packed."""
        self._direct[number] = b"<<%s/Length %d>>stream\n%s\nendstream" % (entries.encode(), len(data), data)

    def finish(self, root: int, information: int) -> bytes:
        """The file, whose catalogue and information are objects of it."""
        out, where = [HEADER], {}
        position = len(HEADER)
        for number, body in sorted(self._direct.items()):
            where[number] = (1, position, 0)
            piece = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            out.append(piece)
            position += len(piece)
        holder, last = self._next, self._next + 1
        out.append(self._pack(holder))
        where |= {number: (2, holder, index) for index, number in enumerate(sorted(self._packed))}
        where[holder] = (1, position, 0)
        position += len(out[-1])
        where[last] = (1, position, 0)
        identity = hashlib.sha256(b"".join(out)).hexdigest()[:32]
        entries = f"/Root {root} 0 R/Info {information} 0 R/ID[<{identity}><{identity}>]"
        out.append(self._table(where, last, entries))
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

    def _table(self, where: Mapping[int, tuple[int, int, int]], last: int, entries: str) -> bytes:
        """The cross-reference stream, which is the trailer too."""
        rows = [(0, 0, 0xFFFF), *(where[number] for number in range(1, last + 1))]
        data = zlib.compress(struct.pack(">" + "BLH" * len(rows), *chain.from_iterable(rows)), 6)
        head = f"<</Type/XRef/Size {last + 1}/W[1 4 2]{entries}/Filter/FlateDecode/Length {len(data)}>>"
        return b"%d 0 obj\n%s" % (last, head.encode()) + b"stream\n%s\nendstream\nendobj\n" % data
