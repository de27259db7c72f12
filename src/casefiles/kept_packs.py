"""Packs as they were parsed before: to read them again costs a tenth of what it costs to parse them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from casefiles.caseload import load_packs
from casefiles.diagnostics import Diagnostic
from casefiles.model.caseview import Authority
from casefiles.policy.law import Packs
from casefiles.policy.packed import Parsed, pack_bytes, pack_of
from casefiles.sealing import SealError
from casefiles.usercache import entry_key, find_entry, keep_entry

__all__ = ["known_packs", "parse_kept"]

_KIND = "packs"


def known_packs(
    root: Path, authorities: Sequence[Authority], *, all_shipped: bool = True
) -> tuple[Packs, tuple[Diagnostic, ...]]:
    """The packs that `load_packs` gives, none of them parsed that was parsed before."""
    return load_packs(root, authorities, all_shipped=all_shipped, parse=parse_kept)


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
