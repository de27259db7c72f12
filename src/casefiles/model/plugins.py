"""pydantic's search for plugins, left out: to find none it imports `importlib.metadata`, and `email` with that."""

from __future__ import annotations

import sys
from types import ModuleType

from pydantic import VERSION

__all__ = ["skip_plugins"]

_LOADER = "pydantic.plugin._loader"
_LOOKED_AT = "2.14."
"""The versions whose private module is known: with any other, pydantic searches."""


def skip_plugins() -> None:
    """Give pydantic a loader that has no plugins: each start is 12 of some 250 milliseconds shorter."""
    if VERSION.startswith(_LOOKED_AT) and _LOADER not in sys.modules:
        loader = ModuleType(_LOADER)
        loader.__dict__["get_plugins"] = tuple
        sys.modules[_LOADER] = loader
