"""A table of things by name, each imported when somebody first asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TypeVar

__all__ = ["ByName"]

T = TypeVar("T")


class ByName(Mapping[str, T]):
    """The things by their names; `listed` has where each stands below `package`: `module.attribute`.

    An attribute that is a mapping itself has the thing under its name.
    """

    def __init__(self, package: str, listed: Mapping[str, str]) -> None:
        self._package = package
        self._listed = listed
        self._known: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._known:
            module, _, attribute = self._listed[name].partition(".")
            found = getattr(import_module(f"{self._package}.{module}"), attribute)
            self._known[name] = found[name] if isinstance(found, Mapping) else found
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._listed

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)
