"""Values of casefiles' own types as bytes and back: nothing is called while they are opened but these types.

For bytes that this user's own program wrote; what comes from anybody else is text, and read as such.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

__all__ = ["SealError", "Sealer", "opened", "sealed"]

_OTHERS = {
    ("datetime", "date"),
    ("decimal", "Decimal"),
    ("markupsafe", "Markup"),
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
}


class SealError(Exception):
    """Bytes that do not hold values of casefiles."""


class Sealer(pickle.Pickler):
    """Writes values; who wants to write some type in another way says so in `reducer_override`."""


class _Opener(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """A type of casefiles; any other name is refused."""
        if module.startswith("casefiles.") or (module, name) in _OTHERS:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise SealError(f"{module}.{name} is no type of casefiles")


def sealed(value: object, sealer: type[Sealer] = Sealer) -> bytes:
    """The bytes of a value."""
    target = io.BytesIO()
    sealer(target, protocol=5).dump(value)
    return target.getvalue()


def opened(data: bytes) -> Any:
    """The value of such bytes; SealError for any others."""
    try:
        return _Opener(io.BytesIO(data)).load()
    except SealError:
        raise
    except Exception as bad:
        raise SealError(str(bad)) from bad
