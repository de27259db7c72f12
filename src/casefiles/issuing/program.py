"""What made a document: this program to the byte, the libraries that set it, the packs that judged it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import casefiles
from casefiles.caseload import shipped_templates
from casefiles.policy.law import Packs
from casefiles.register.entry import plain_lines

__all__ = ["made_by", "pack_hashes", "template_hashes"]

_LIBRARIES = ("docxtpl", "jinja2", "lxml", "pypdf", "python-docx", "reportlab")
_SOURCES = (".py", ".yaml", ".j2", ".ttf", ".json")


@cache
def _made_by() -> tuple[tuple[str, str], ...]:
    from importlib.metadata import version  # noqa: PLC0415 - takes 10 ms, and a build that issues nothing needs none

    libraries = [(name, version(name)) for name in _LIBRARIES]
    program = _hash_of(Path(casefiles.__file__).parent, _SOURCES, without="templates")
    return (("version", casefiles.__version__), ("program", program), *libraries, ("zlib", zlib.ZLIB_RUNTIME_VERSION))


def made_by() -> dict[str, str]:
    """The version, the hash of the program's files, and the versions of what lays out and packs documents.

    Two programs for which all of these agree make the same bytes of the same context and template.
    """
    return dict(_made_by())


def pack_hashes(root: Path, packs: Packs, name: str) -> dict[str, dict[str, str]]:
    """The hash of the files of a pack and of the pack beneath it, by their names."""
    found = {}
    while name in packs:
        pack = packs.by_name[name]
        folder = (root / pack.span.file).parent
        found[name] = {"title": pack.title, "sha256": _hash_of(folder, (".yaml",))}
        name = pack.under
    return found


def template_hashes(inputs: Mapping[str, str]) -> dict[str, str]:
    """The hashes of the template files that a document is made with; a shipped one's path starts with `shipped:`."""
    shipped = shipped_templates().as_posix()
    found = {}
    for name, sha256 in inputs.items():
        path = name.removeprefix("template ")
        inside = path.startswith(f"{shipped}/")
        shown = f"shipped:{path[len(shipped) + 1 :]}" if inside else path
        if "/mail/" not in f"/{path}":
            found[shown] = sha256
    return found


def _hash_of(folder: Path, endings: Iterable[str], without: str = "") -> str:
    """A hash over the names and bytes (with LF line ends) of the files below a folder."""
    known, wanted = hashlib.sha256(), tuple(endings)
    for path in sorted(folder.rglob("*"), key=lambda each: each.relative_to(folder).as_posix()):
        name = path.relative_to(folder)
        skipped = "__pycache__" in name.parts or (without and name.parts[0] == without)
        if path.suffix in wanted and not skipped and path.is_file():
            data = plain_lines(path.read_bytes())
            known.update(f"{name.as_posix()}\0{len(data)}\0".encode() + data)
    return known.hexdigest()
