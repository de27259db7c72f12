"""Pictures without what their makers left in them: authors, places, cameras, dates."""

from __future__ import annotations

import struct

__all__ = ["ending_of", "without_metadata"]

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_DROPPED = frozenset({b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"dSIG"})
_JPEG_KEPT_MARKS = frozenset({0xE0, 0xE2, 0xEE})
"""Of the application segments: JFIF, colour profile and Adobe's colour transform. The others tell of the maker."""
_COMMENT, _SCAN = 0xFE, 0xDA


def ending_of(data: bytes) -> str:
    """`png` or `jpeg`, by the first bytes."""
    return "png" if data.startswith(_PNG) else "jpeg"


def without_metadata(data: bytes) -> bytes:
    """The picture without texts and camera data; unchanged where it is broken."""
    try:
        return _png(data) if data.startswith(_PNG) else _jpeg(data)
    except (struct.error, IndexError):
        return data


def _png(data: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if kind not in _PNG_DROPPED:
            kept.append(data[at:end])
        if kind == b"IEND":
            break
        at = end
    return b"".join(kept)


def _jpeg(data: bytes) -> bytes:
    kept, at = [data[:2]], 2
    while data[at] == 0xFF and data[at + 1] != _SCAN:
        mark = data[at + 1]
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if mark != _COMMENT and (not 0xE0 <= mark <= 0xEF or mark in _JPEG_KEPT_MARKS):
            kept.append(data[at:end])
        at = end
    return b"".join((*kept, data[at:]))
