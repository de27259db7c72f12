"""The Word files of one case as soon as it loads, before it is judged: a draft rests on its files, not on the check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from casefiles import drafts
from casefiles.build_result import Built, Options
from casefiles.caseload import find_registers
from casefiles.documents.catalogue import Due, due_documents
from casefiles.judgement import Judged
from casefiles.model.caseview import Case
from casefiles.policy.law import Packs
from casefiles.publish import digest, locked
from casefiles.rendering import Rendered, Shelves

__all__ = ["Ahead", "write_ahead"]


class Ahead(Struct, frozen=True):
    """Documents that were rendered ahead of a build by their keys, and the keys of those whose Word file is another."""

    rendered: Mapping[str, Rendered] = field(default_factory=dict)
    written: frozenset[str] = frozenset()


def write_ahead(
    case: Case, ground: Judged, changed: Collection[str], former: Built, *, options: Options, shelves: Shelves
) -> Ahead:
    """Write the Word files of a case's documents that the changed files alter; the build makes the rest.

    Those of the records in the changed files are written, where it has any, else all. What asks for a second look is
    left to the build: a case with issued documents, a draft that is not as it was left, one that cannot be made.
    `ground` has the packs, and `former` is what was built of the whole before.
    """
    if case.folder in find_registers(ground.caseload.root, case.folder):
        return Ahead()
    known = {file.path: file.sha256 for document in former.documents for file in document.files}
    rendered: dict[str, Rendered] = {}
    written: set[str] = set()
    with locked(former.out):
        for due in _wanted(case, ground.packs, changed, options):
            key = f"{case.folder}/{due.stem}"
            path = former.out / f"{key}.docx"
            result = shelves.render(case, due) if _is_as_left(path, known) else None
            if not isinstance(result, Rendered):
                continue
            rendered[key] = result
            if digest(result.docx) != known.get(path):
                drafts.put(former.out, f"{key}.docx", result.docx)
                written.add(key)
    return Ahead(rendered, frozenset(written))


def _wanted(case: Case, packs: Packs, changed: Collection[str], options: Options) -> Iterator[Due]:
    """The documents of the records in the changed files, or all; none of two that would be one file."""
    due = [each for each in due_documents(case, packs) if options.asks_for(each.entry.slug, each.entry.kind)]
    stems = Counter(each.stem for each in due)
    own = [each for each in due if each.record.source_file in changed]
    return (each for each in own or due if stems[each.stem] == 1)


def _is_as_left(path: Path, known: Mapping[Path, str]) -> bool:
    """Whether nobody has changed a draft, or set it aside, since it was built; one that is new is as it was left."""
    try:
        return digest(path.read_bytes()) == known.get(path)
    except FileNotFoundError:
        return path not in known
    except OSError:
        return False
