"""A parsed pack as bytes and back: read in a tenth of the time that parsing takes, and equal to what was parsed.

What few readers ask for is opened when it is asked for: the places of entries in their files, and the parameters of
each rule, since their types live with the rule's kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from casefiles.diagnostics import Diagnostic
from casefiles.model.base import Shape
from casefiles.policy.pack import Edition, PolicyPack
from casefiles.sealing import Sealer, SealError, opened, sealed
from casefiles.source import Path, SourceMap
from casefiles.yamltree import Mark, Marks

__all__ = ["Parsed", "pack_bytes", "pack_of"]

Parsed = tuple[PolicyPack | None, tuple[Diagnostic, ...]]
"""What `parse_pack` gives: the pack, and what is wrong in its files."""


def pack_bytes(parsed: Parsed) -> bytes:
    """The bytes of a parsed pack."""
    pack, said = parsed
    if pack is not None:
        editions = tuple(replace(each, asked=_Asked(_each_sealed(each))) for each in pack.editions)
        pack = replace(pack, editions=editions)
    return sealed((pack, said), _Packer)


def pack_of(data: bytes) -> Parsed:
    """The pack of such bytes; SealError for any others."""
    found = opened(data)
    if not isinstance(found, tuple) or len(found) != 2 or not isinstance(found[0], PolicyPack | None):
        raise SealError("these bytes hold something else")
    return found[0], tuple(found[1])


def _each_sealed(edition: Edition) -> dict[str, bytes]:
    return {code: sealed(params, _Packer) for code, params in edition.asked.items()}


class _Asked(Mapping[str, Shape]):
    """The parameters of an edition's rules by their codes, each opened when the rule is first looked at."""

    def __init__(self, sealed: Mapping[str, bytes]) -> None:
        self._sealed = sealed
        self._known: dict[str, Shape] = {}

    def __getitem__(self, code: str) -> Shape:
        if code not in self._known:
            params: Shape = opened(self._sealed[code])
            self._known[code] = params
        return self._known[code]

    def __contains__(self, code: object) -> bool:
        return code in self._sealed

    def __iter__(self) -> Iterator[str]:
        return iter(self._sealed)

    def __len__(self) -> int:
        return len(self._sealed)

    def __reduce__(self) -> tuple[object, ...]:
        return _Asked, (self._sealed,)


class _Places:
    """The places of a file's values and of its keys, opened when one is first asked for."""

    def __init__(self, sealed: bytes) -> None:
        self._bytes = sealed

    @cached_property
    def both(self) -> tuple[dict[Path, Mark], dict[Path, Mark]]:
        """Those of the values, and those of the keys."""
        values, keys = opened(self._bytes)
        return values, keys


class _SourceMapOf:
    """Makes a file's source map of its bytes; a class, since nothing else is called while bytes are opened."""

    def __new__(cls, file: str, sealed: bytes) -> SourceMap:  # type: ignore[misc] # what stands in the bytes is a map
        """The source map."""
        places = _Places(sealed)
        return SourceMap(file, Marks(places, 0), Marks(places, 1))


class _Packer(Sealer):
    def reducer_override(self, value: object) -> Any:
        """How a source map is written: its file, and the places as bytes of their own."""
        if type(value) is SourceMap:
            return _SourceMapOf, (value.file, sealed((dict(value.values), dict(value.keys))))
        return NotImplemented
