"""The maps from a font's codes to letters, with the codes that stand for none taken out."""

from __future__ import annotations

import re

__all__ = ["repaired_map"]

UNUSED = re.compile(rb"<([0-9A-F]{2})> <0000>\n")
WIDE = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{5,6})>")
BLOCK = re.compile(rb"\d+ beginbfchar\n(.*?)endbfchar", re.DOTALL)


def repaired_map(data: bytes) -> bytes:
    """A map to Unicode with only the codes that stand for letters, those beyond 16 bits spelled as UTF-16."""
    return BLOCK.sub(repaired_block, data)


def repaired_block(match: re.Match[bytes]) -> bytes:
    """One block of the map."""
    lines = WIDE.sub(surrogates, UNUSED.sub(b"", match[1]))
    return b"%d beginbfchar\n%sendbfchar" % (lines.count(b"\n"), lines)


def surrogates(match: re.Match[bytes]) -> bytes:
    """One line of the map with a letter beyond 16 bits as UTF-16."""
    letter = chr(int(match[2], 16)).encode("utf-16-be").hex().upper().encode()
    return b"<%s> <%s>" % (match[1], letter)
