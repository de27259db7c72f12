"""Addresses on the page, relative to the folder of drafts that it lies in."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from casefiles.web.page import Link

__all__ = ["Links"]

_NAMES = {".docx": "Word", ".pdf": "PDF", ".eml": "e-mail"}


class Links(Struct, frozen=True):
    """What makes the links of a page about the caseload at `root` that lies in the folder `out`."""

    root: Path
    out: Path

    def source(self, file: str, line: int) -> Link:
        """A link to a file of the caseload; the line is for the reader, no browser can jump to it."""
        shown, address = _source(str(self.root), file, str(self.out))
        return Link(f"{shown}:{line}", address)

    def document(self, path: Path) -> Link:
        """A link to a draft."""
        return Link(_NAMES.get(path.suffix, path.name), _address(str(path), str(self.out)))


@lru_cache(maxsize=16384)
def _source(root: str, file: str, folder: str) -> tuple[str, str]:
    """A file of the caseload, or one outside it by its whole path: as it is shown, and its address."""
    if os.path.isabs(file):  # noqa: PTH117 - a page of 300 schools names thousands of places
        return Path(file).name, _address(file, folder)
    return file, f"{_address(root, folder)}/{quote(file)}"


@lru_cache(maxsize=16384)
def _address(path: str, folder: str) -> str:
    """The address of a file or folder for a page in a folder; its whole address where it lies on another drive."""
    if path.startswith(f"{folder}{os.sep}"):
        return quote(path[len(folder) + 1 :].replace(os.sep, "/"))
    try:
        return quote(os.path.relpath(path, folder).replace(os.sep, "/"))
    except ValueError:
        return Path(path).as_uri()
