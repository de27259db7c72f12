"""The few exceptions of casefiles: the world refuses, or the call is wrong.

A fault in a user's file is never an exception; it is a `casefiles.diagnostics.Diagnostic`.
"""

from __future__ import annotations

from enum import IntEnum

__all__ = ["CasefilesError", "ExitCode", "UsageError"]


class ExitCode(IntEnum):
    """What the process says to the shell when it ends."""

    OK = 0
    FAULTS = 1
    USAGE = 2
    REFUSED = 3
    INTERRUPTED = 130


class CasefilesError(Exception):
    """The world refuses: no such folder, disk full, locked. One sentence for the user."""

    exit_code = ExitCode.REFUSED


class UsageError(CasefilesError):
    """The call itself is wrong: an unknown name, a path that is no caseload."""

    exit_code = ExitCode.USAGE
