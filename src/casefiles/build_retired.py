"""Drafts of what is no longer due, no longer loads or is no longer there leave for the folder stale/."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from msgspec import Struct, field

from casefiles import drafts
from casefiles.build_result import BuiltDocument, BuiltFile, Options
from casefiles.build_state import Entry, State, Why, built_cases, read_state, write_state
from casefiles.judgement import Judged
from casefiles.publish import digest

__all__ = ["Retired", "moved_files", "retire_gone", "retire_rest", "scope_of", "still_open"]


class Retired(Struct):
    """What became of the documents that were retired, and a sentence for each draft that belonged to none."""

    documents: list[BuiltDocument] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def scope_of(judged: Judged) -> tuple[str, ...]:
    """The folders of the cases that a build is about, those that gave no verdict as well."""
    failed = (f"{authority}/{case}" for authority, case in judged.failed)
    return tuple(sorted({*failed, *(each.case.folder for each in judged.with_documents)}))


def retire_rest(judged: Judged, root: Path, options: Options, state: State) -> Retired:
    """Retire what of these cases is no longer due, or no longer loads; it leaves their state too."""
    found = Retired()
    due = {f"{each.case.folder}/{due.stem}" for each in judged.with_documents for due in each.due}
    unreadable = {file for each in judged.with_documents for file in each.case.unreadable}
    failed = {f"{authority}/{case}" for authority, case in judged.failed}
    for key, entry in sorted(state.items()):
        if key not in due and options.asks_for(entry.slug, entry.kind):
            unread = key.rpartition("/")[0] in failed or entry.source_file in unreadable
            _retire(found, root, state, key, "refused" if unread else "stale")
    if not options.kinds:
        found.notes += _orphans(root, state, scope_of(judged))
    return found


def retire_gone(root: Path, options: Options, scope: Collection[str]) -> Retired:
    """Retire the documents of cases that are gone; in a build of the whole those are all but the cases of `scope`."""
    found = Retired()
    for case in built_cases(root):
        if case not in options.gone and (case in scope or not options.whole):
            continue
        state = read_state(root, case)
        for key, entry in sorted(state.items()):
            if options.asks_for(entry.slug, entry.kind):
                _retire(found, root, state, key, "stale")
        write_state(root, case, state)
    return found


def moved_files(paths: Sequence[Path]) -> tuple[BuiltFile, ...]:
    """Where drafts lie now that were moved."""
    return tuple(BuiltFile(path, digest(path.read_bytes())) for path in paths)


def still_open(held: Sequence[str]) -> tuple[str, ...]:
    """A sentence for each draft that could not be moved."""
    return tuple(f"{name} is open in another program: close it and build again" for name in held)


def _retire(found: Retired, root: Path, state: State, key: str, became: str) -> None:
    entry: Entry = state[key]
    moved, held = drafts.retire(root, [output.path for output in entry.outputs])
    if not held:
        del state[key]
    authority, case, _ = key.split("/", 2)
    why = (Why("unreadable" if became == "refused" else "no longer due", entry.source_file),)
    files, notes = moved_files(moved), still_open(held)
    document = (authority, case, entry.slug, entry.kind, entry.record, became, files, why)
    found.documents.append(BuiltDocument(*document, notes=notes))


def _orphans(root: Path, state: State, scope: Sequence[str]) -> list[str]:
    """Move what no document of the cases accounts for, with a sentence for each."""
    notes = []
    accounted = [output.path for entry in state.values() for output in entry.outputs]
    accounted += [name.replace(" (new).", ".") for name in accounted]
    for case in scope:
        for name in drafts.orphans(root, case, accounted):
            moved, _ = drafts.retire(root, [name])
            kept = [path.relative_to(root).as_posix() for path in moved]
            notes += [f"{name} belongs to no document: moved to {where}" for where in kept]
    return notes
