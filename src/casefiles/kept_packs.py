"""Packs as they were parsed before: to read them again costs a tenth of what it costs to parse them."""

from __future__ import annotations

from collections.abc import Mapping

from casefiles.policy.packed import Parsed, pack_bytes, pack_of
from casefiles.sealing import SealError
from casefiles.usercache import entry_key, find_entry, keep_entry

__all__ = ["parse_kept"]

_KIND = "packs"


def parse_kept(files: Mapping[str, bytes], where: str) -> Parsed:
    """What `parse_pack` gives for these files, read from what was kept of them where there is something."""
    key = entry_key([where.encode(), *(part for path in sorted(files) for part in (path.encode(), files[path]))])
    known = find_entry(_KIND, key)
    if known is not None:
        try:
            return pack_of(known)
        except SealError:
            pass
    from casefiles.policy.pack_reading import parse_pack  # noqa: PLC0415 - where all packs are kept nothing parses one

    parsed = parse_pack(files, where)
    keep_entry(_KIND, key, pack_bytes(parsed))
    return parsed
