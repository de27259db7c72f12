"""Two files that change names in one step, where the system can do that: on Linux, in one folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache

__all__ = ["exchanged"]

_HERE = -100
"""What the system calls the working folder (AT_FDCWD)."""
_EXCHANGE = 2
"""Change names, and put neither in the place of the other (RENAME_EXCHANGE)."""


def exchanged(one: str, other: str) -> bool:
    """Whether two files have changed names; False, and nothing done, where one is not there or the system can't.

    A file that is put in another's place is written out to the disk first by ext4, which takes longer than to make
    most documents; files that change names are not. Either way a reader finds one of them whole at any moment.
    """
    return _changes_names()(os.fsencode(one), os.fsencode(other))


@cache
def _changes_names() -> Callable[[bytes, bytes], bool]:
    if sys.platform != "linux":
        return lambda _one, _other: False
    import ctypes  # noqa: PLC0415 - a command that replaces no file does without

    try:
        call = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return lambda _one, _other: False
    return lambda one, other: bool(call(_HERE, one, _HERE, other, _EXCHANGE) == 0)
