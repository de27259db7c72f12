"""A parsed pack as bytes and back: read in a tenth of the time that parsing takes, and equal to what was parsed.

What few readers ask for is opened when it is asked for: the places of entries in their files, and the parameters of
each rule, since their types live with the rule's kind.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from casefiles.diagnostics import Diagnostic
from casefiles.model.base import Shape
from casefiles.policy.pack import Edition, PolicyPack
from casefiles.source import Path, SourceMap
from casefiles.yamltree import Mark

__all__ = ["PackedError", "Parsed", "pack_bytes", "pack_of"]

Parsed = tuple[PolicyPack | None, tuple[Diagnostic, ...]]
"""What `parse_pack` gives: the pack, and what is wrong in its files."""

_OURS = ("casefiles.policy.", "casefiles.model.", "casefiles.diagnostics", "casefiles.source", "casefiles.prose")
_OTHERS = {("datetime", "date"), ("decimal", "Decimal")}


class PackedError(Exception):
    """Bytes that are no packed pack of this program."""


def pack_bytes(parsed: Parsed) -> bytes:
    """The bytes of a parsed pack."""
    pack, said = parsed
    if pack is not None:
        editions = tuple(replace(each, asked=_Asked(_each_sealed(each))) for each in pack.editions)
        pack = replace(pack, editions=editions)
    return _sealed((pack, said))


def pack_of(data: bytes) -> Parsed:
    """The pack of such bytes; PackedError for any others. Nothing in them is called but the types of packs."""
    try:
        pack, said = _opened(data)
    except Exception as bad:
        raise PackedError(str(bad)) from bad
    if not (pack is None or isinstance(pack, PolicyPack)) or not isinstance(said, tuple):
        raise PackedError("these bytes hold something else")
    return pack, said


def _each_sealed(edition: Edition) -> dict[str, bytes]:
    return {code: _sealed(params) for code, params in edition.asked.items()}


class _Asked(Mapping[str, Shape]):
    """The parameters of an edition's rules by their codes, each opened when the rule is first looked at."""

    def __init__(self, sealed: Mapping[str, bytes]) -> None:
        self._sealed = sealed
        self._known: dict[str, Shape] = {}

    def __getitem__(self, code: str) -> Shape:
        if code not in self._known:
            params: Shape = _opened(self._sealed[code])
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
    def opened(self) -> tuple[dict[Path, Mark], dict[Path, Mark]]:
        """Those of the values, and those of the keys."""
        values, keys = _opened(self._bytes)
        return values, keys


class _Marks(Mapping[Path, Mark]):
    """One half of a file's places."""

    def __init__(self, places: _Places, half: int) -> None:
        self._places = places
        self._half = half

    def __getitem__(self, path: Path) -> Mark:
        return self._places.opened[self._half][path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._places.opened[self._half])

    def __len__(self) -> int:
        return len(self._places.opened[self._half])


class _SourceMapOf:
    """Makes a file's source map of its bytes; a class, since nothing else is called while bytes are opened."""

    def __new__(cls, file: str, sealed: bytes) -> SourceMap:  # type: ignore[misc] # what stands in the bytes is a map
        """The source map."""
        places = _Places(sealed)
        return SourceMap(file, _Marks(places, 0), _Marks(places, 1))


class _Packer(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:
        """How a source map is written: its file, and the places as bytes of their own."""
        if type(value) is SourceMap:
            return _SourceMapOf, (value.file, _sealed((dict(value.values), dict(value.keys))))
        return NotImplemented


class _Unpacker(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """A type of packs; any other name is refused."""
        if module.startswith(_OURS) or (module, name) in _OTHERS:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise PackedError(f"{module}.{name} is no type of a pack")


def _sealed(value: object) -> bytes:
    target = io.BytesIO()
    _Packer(target, protocol=5).dump(value)
    return target.getvalue()


def _opened(data: bytes) -> Any:
    return _Unpacker(io.BytesIO(data)).load()
