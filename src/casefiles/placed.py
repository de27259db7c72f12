"""Values that are what they say, wherever that was read."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Placed"]

_PLACES = frozenset({"span", "place"})


class Placed(Struct, frozen=True, eq=False):
    """A value with the place that it was read at, its `span` or `place`: two are equal that say the same elsewhere."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and _said(other) == _said(self)

    def __ne__(self, other: object) -> bool:
        return not self == other  # a Struct has a `!=` of its own, which knows nothing of this `==`

    def __hash__(self) -> int:
        return hash(_said(self))


def _said(value: Struct) -> tuple[object, ...]:
    """What a value says, without where that stands."""
    return tuple(getattr(value, name) for name in value.__struct_fields__ if name not in _PLACES)
