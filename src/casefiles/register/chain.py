"""The entries of a case as the chain that they form: heads, order, and what each document has become."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from casefiles.register.entry import Entry, FrozenFile

__all__ = ["IssuedDocument", "KeptEntry", "Misfit", "Register", "chained"]


class KeptEntry(Struct, frozen=True):
    """An entry with the file that it stands in, relative to the caseload, and its id."""

    entry: Entry
    file: str
    id: str


class Misfit(Struct, frozen=True):
    """A file in the register that is no entry, relative to the caseload, and why."""

    file: str
    reason: str


class IssuedDocument(Struct, frozen=True):
    """A document of the register with every act on it, oldest first. The first one issued or adopted it."""

    reference: str
    acts: tuple[KeptEntry, ...]

    @property
    def origin(self) -> Entry:
        """The entry that put it into the register."""
        return self.acts[0].entry

    @property
    def title(self) -> str:
        """Its title as printed."""
        return self.origin.text("title")

    @property
    def stem(self) -> str:
        """The name of its files without their endings: `2025-11-04-targeted-initial-letter`."""
        return self.origin.text("stem")

    @property
    def dated(self) -> str:
        """The date at its head, as 2025-11-06."""
        return self.origin.text("dated")

    @property
    def record(self) -> str:
        """The id of the record that it is for; an empty string for an old letter."""
        return self.origin.text("record")

    @property
    def state(self) -> str:
        """What it is now: issued, adopted (a signed version took its place), superseded, withdrawn or erased."""
        acts = {kept.entry.act for kept in self.acts}
        return next((act for act in ("erased", "withdrawn", "superseded", "adopted") if act in acts), "issued")

    @property
    def stands(self) -> bool:
        """Whether it is still the authority's word: neither superseded nor withdrawn nor erased."""
        return self.state in {"issued", "adopted"}

    @property
    def given(self) -> tuple[Entry, ...]:
        """Each act of giving it to somebody."""
        return tuple(kept.entry for kept in self.acts if kept.entry.act == "given")

    @property
    def files(self) -> tuple[FrozenFile, ...]:
        """The files as they are in force: those that were adopted last, else those that were issued."""
        versions = [kept.entry.files for kept in self.acts if kept.entry.act in {"issued", "adopted"}]
        return versions[-1]

    def file(self, role: str) -> FrozenFile | None:
        """The file in force of that role (pdf, word, twin, context); an adopted document keeps its issued context."""
        found = next((each for each in self.files if each.role == role), None)
        return found or next((each for each in self.origin.files if each.role == role and role == "context"), None)


class Register(Struct, frozen=True, dict=True):
    """The register of one case: `folder` is the case's, relative to the caseload.

    `entries` stand in the chain's order, `misfits` are files among them that are no entries.
    """

    folder: str
    entries: tuple[KeptEntry, ...] = ()
    misfits: tuple[Misfit, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, KeptEntry]:
        """The entries by their ids."""
        return {kept.id: kept for kept in self.entries}

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The ids of the entries that no other names as previous, in order; several after two branches were merged."""
        named = {each for kept in self.entries for each in kept.entry.previous}
        return tuple(sorted(kept.id for kept in self.entries if kept.id not in named))

    @cached_property
    def documents(self) -> tuple[IssuedDocument, ...]:
        """The documents in the order in which they came into the register."""
        acts: dict[str, list[KeptEntry]] = {}
        for kept in self.entries:
            reference = kept.entry.reference
            if reference in acts or kept.entry.act in {"issued", "adopted"}:
                acts.setdefault(reference, []).append(kept)
        for kept in self.entries:
            old = kept.entry.text("supersedes")
            if old in acts and kept.entry.act == "issued":
                acts[old].append(_superseding(kept, old))
        return tuple(IssuedDocument(reference, tuple(each)) for reference, each in acts.items())

    def with_entry(self, entry: Entry, file: str) -> Register:
        """This register with one more entry at its end."""
        return chained(self.folder, (*self.entries, KeptEntry(entry, file, entry.id)), self.misfits)

    def find(self, reference: str) -> IssuedDocument | None:
        """The document of that reference."""
        return next((each for each in self.documents if each.reference == reference), None)

    def standing(self, stem: str) -> IssuedDocument | None:
        """The document of that name that stands: issued last, and neither superseded, withdrawn nor erased."""
        found = [each for each in self.documents if each.stem == stem and each.stands]
        return found[-1] if found else None


def chained(folder: str, entries: Iterable[KeptEntry], misfits: Iterable[Misfit] = ()) -> Register:
    """The register of these entries, each behind those that it names; among equals by moment and id."""
    known = {kept.id: kept for kept in entries}
    waiting = {one: {each for each in kept.entry.previous if each in known} for one, kept in known.items()}
    after: dict[str, list[str]] = {}
    for one, before in waiting.items():
        for each in before:
            after.setdefault(each, []).append(one)
    ready = [(known[one].entry.at, one) for one, before in waiting.items() if not before]
    heapq.heapify(ready)
    found: list[KeptEntry] = []
    while ready:
        _, one = heapq.heappop(ready)
        found.append(known[one])
        for later in after.get(one, ()):
            waiting[later].discard(one)
            if not waiting[later]:
                heapq.heappush(ready, (known[later].entry.at, later))
    return Register(folder, tuple(found), tuple(misfits))


def _superseding(kept: KeptEntry, old: str) -> KeptEntry:
    """The act on the former document that issuing its replacement is."""
    details = {"by": kept.entry.reference, "reason": kept.entry.text("reason")}
    act = Entry("superseded", old, kept.entry.case, kept.entry.at, kept.entry.by, details=details)
    return KeptEntry(act, kept.file, kept.id)
