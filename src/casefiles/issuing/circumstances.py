"""Who acts, when, and what git knows of the case: the one place of the register that asks the world."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from casefiles.git import Checkout, find_checkout
from casefiles.register import By

__all__ = ["Circumstances", "circumstances"]

_AUTHORITY_FILES = ("authority.yaml", "packs", "templates")


class Circumstances(Struct, frozen=True):
    """The moment of an act (UTC, to the second), who does it, and the git checkout of the case if it is in one."""

    at: str
    by: By
    checkout: Checkout | None = None
    case: str = ""

    @property
    def uncommitted(self) -> tuple[str, ...]:
        """What the case is made from and git's last commit doesn't have as it is, relative to the caseload.

        That is the case's own files, but for `issued/`, and those of its authority that documents use.
        """
        if self.checkout is None:
            return ()
        present = [name for name in _AUTHORITY_FILES if (self.checkout.folder / name).exists()]
        changed = self.checkout.uncommitted([self.case, *present], f"{self.case}/issued")
        home = self.checkout.folder.parent
        return tuple((self.checkout.top / file).relative_to(home).as_posix() for file in changed)

    @property
    def recorded(self) -> dict[str, Any]:
        """What an entry says of git."""
        if self.checkout is None:
            return {"state": "outside git"}
        return {"state": "committed", "commit": self.checkout.commit}


def circumstances(root: Path, folder: str) -> Circumstances:
    """The circumstances of an act on the case in a folder of the caseload, now.

    A case that git ignores is outside git. CasefilesError where git refuses to look.
    """
    authority, _, case = folder.partition("/")
    checkout = find_checkout((root / authority).resolve())
    if checkout is not None and checkout.ignores(case):
        checkout = None
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Circumstances(at, _who(checkout), checkout, case)


def _who(checkout: Checkout | None) -> By:
    """The user of git, if it has a name for them; else the login."""
    if checkout is not None and checkout.user[0]:
        return By(*checkout.user, source="git")
    try:
        return By(getpass.getuser())
    except (KeyError, OSError):
        return By("unknown")
