"""The content of a PDF apart from how it is packed: equal on every platform where equal text was drawn."""

from __future__ import annotations

import hashlib
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

__all__ = ["content_sha256"]

PACKING = frozenset({"/Length", "/Filter", "/DecodeParms"})
"""What depends on the platform's compression, not on the document."""


def content_sha256(pdf: bytes) -> str:
    """The SHA-256 of a PDF's objects with their streams unpacked, in the order in which they are met."""
    root = PdfReader(BytesIO(pdf)).root_object
    total = hashlib.sha256()
    met: dict[int, int] = {}
    stack: list[PdfObject | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, IndirectObject):
            known = item.idnum in met
            put(total, b"R%d" % met.setdefault(item.idnum, len(met)))
            target = None if known else item.get_object()
            if target is not None:
                stack.append(target)
        elif isinstance(item, str) and not isinstance(item, PdfObject):
            put(total, item.encode())
        elif isinstance(item, DictionaryObject):
            stack.extend(reversed(parts_of(item)))
            if isinstance(item, StreamObject):
                put(total, hashlib.sha256(item.get_data()).digest())
        elif isinstance(item, ArrayObject):
            stack.extend(reversed(["[", *item, "]"]))
        else:
            out = BytesIO()
            item.write_to_stream(out)
            put(total, out.getvalue())
    return total.hexdigest()


def parts_of(entry: DictionaryObject) -> list[PdfObject | str]:
    """The names and values of a dictionary in order of names, without what is only packing."""
    names = sorted(name for name in entry if name not in PACKING)
    return ["<<", *(part for name in names for part in (str(name), entry.raw_get(name))), ">>"]


def put(total: hashlib._Hash, data: bytes) -> None:
    """Take one piece into a sum, with its length, so that pieces cannot run into one another."""
    total.update(len(data).to_bytes(4, "big") + data)
