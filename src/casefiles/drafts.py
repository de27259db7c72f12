"""The folder of drafts: where it may lie, how drafts are put there, and how former ones leave it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from casefiles.build_state import Entry, Output
from casefiles.errors import CasefilesError
from casefiles.publish import beside, digest, set_aside, write_document

__all__ = ["STALE", "keep_edited", "orphans", "output_folder", "put", "retire"]

STALE = "stale"
_DRAFT = re.compile(r"\d{4}-\d{2}-\d{2}-[a-z0-9-]+( \(new\))?\.(docx|pdf|eml|xlsx)")
_SOURCES = ("caseload.yaml", "authority.yaml", "school.yaml")


def output_folder(root: Path, output: str, out: Path | None) -> Path:
    """The folder of drafts: `out` if given, else `output` of caseload.yaml inside the caseload.

    Raises CasefilesError for a folder that leads out of the caseload or holds case files: drafts that
    are no longer due are moved about in it.
    """
    folder = out.resolve() if out else (root / output).resolve()
    if out is None and (folder == root.resolve() or not folder.is_relative_to(root.resolve())):
        raise CasefilesError(f'the output folder of caseload.yaml, "{output}", is not a folder inside the caseload')
    inside = [name for name in _SOURCES if (folder / name).exists() or any(folder.glob(f"*/{name}"))]
    if inside:
        raise CasefilesError(f"{folder} holds case files ({inside[0]}): drafts need a folder of their own")
    return folder


def put(root: Path, name: str, data: bytes) -> tuple[Output, bool, str]:
    """Write a draft at `name` below the output folder: where it lies, whether it changed, a sentence if elsewhere."""
    written = write_document(root / name, data)
    return Output.of(root, written.path, digest(data)), written.changed, written.note


def keep_edited(root: Path, former: Entry, made: Mapping[str, bytes]) -> tuple[str, ...]:
    """Move drafts that somebody has edited since we wrote them to stale/, with a sentence for each.

    One that is as it is `made` now (its name below `root` to its bytes) was left by a build that did not end.
    """
    notes = []
    for output in former.outputs:
        if output.condition(root) == "changed" and not _is_there(root, output.path, made):
            moved = set_aside(root / output.path, root)
            if moved is not None:
                kept = moved.relative_to(root).as_posix()
                notes.append(f"{output.path} was changed by hand: that version is kept as {kept}")
    return tuple(notes)


def _is_there(root: Path, name: str, made: Mapping[str, bytes]) -> bool:
    return name in made and (root / name).read_bytes() == made[name]


def retire(root: Path, outputs: Iterable[str]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Move former drafts to stale/: where they lie now, and the names of those that another program holds."""
    moved, held = [], []
    for name in outputs:
        for path in (root / name, beside(root / name)):
            if not path.exists():
                continue
            target = set_aside(path, root)
            if target is None:
                held.append(name)
            else:
                moved.append(target)
    return tuple(moved), tuple(held)


def orphans(root: Path, case: str, known: Iterable[str]) -> tuple[str, ...]:
    """Drafts in a case's output folder that no document accounts for (the state file was lost, say)."""
    accounted = set(known)
    folder = root / case
    if not folder.is_dir():
        return ()
    found = (path for path in sorted(folder.iterdir()) if _DRAFT.fullmatch(path.name))
    names = (path.relative_to(root).as_posix() for path in found)
    return tuple(name for name in names if name not in accounted)
