"""Whether a register is intact: its entries, the chain that they form, the bytes that they froze. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.register.chain import IssuedDocument, KeptEntry, Register
from casefiles.register.entry import FrozenFile, short

__all__ = ["Found", "check_chain", "check_files", "check_history", "check_witnesses", "speak"]


class Found(Struct, frozen=True):
    """A file as it lies there: its size and hash as `FrozenFile` counts them; no hash for what is no ordinary file."""

    size: int
    sha256: str


def check_chain(register: Register) -> Iterator[Diagnostic]:
    """What is wrong with the entries: files that are none, wrong names, gaps in the chain, acts out of place."""
    for misfit in register.misfits:
        yield speak(register, misfit.file, "REG-001", f"this file of the register {misfit.reason}")
    begun: dict[str, str] = {}
    for kept in register.entries:
        yield from _entry(register, kept)
        yield from _place(register, kept, begun)
    standing: dict[str, str] = {}
    for document in register.documents:
        if document.stands and document.record and document.stem in standing:
            message = f"{standing[document.stem]} and {document.reference} both stand for {document.stem}"
            advice = "two branches issued it: `casefiles register supersede ... --by ...` says which one holds"
            file = document.acts[0].file
            yield speak(register, file, "REG-025", message, severity=Severity.WARNING, help_=advice)
        elif document.stands:
            standing[document.stem] = document.reference
    if len(register.heads) > 1:
        heads = ", ".join(short(each) for each in register.heads)
        message = f"the register has {len(register.heads)} heads ({heads}), as after a merge; the next act joins them"
        yield speak(register, register.by_id[register.heads[0]].file, "REG-007", message, severity=Severity.NOTE)


def _entry(register: Register, kept: KeptEntry) -> Iterator[Diagnostic]:
    """What is wrong with one entry by itself, and with what it says came before."""
    entry = kept.entry
    if kept.file.rpartition("/")[2] != entry.name:
        message = f"what stands in this file is not what its name was made from: the entry's own name is {entry.name}"
        yield speak(register, kept.file, "REG-002", message)
    if entry.case != register.folder:
        message = f"this is an entry of {entry.case}, not of {register.folder}"
        yield speak(register, kept.file, "REG-003", message, help_="a case's folder keeps its name once it has issued")
    for each in entry.previous:
        before = register.by_id.get(each)
        if before is None:
            message = f"the entry {short(each)}, which this one follows, is not here: it was removed or rewritten"
            yield speak(register, kept.file, "REG-004", message)
        elif before.entry.at > entry.at:
            message = f"it says {entry.at}, and the entry before it says {before.entry.at}: a clock was wrong"
            yield speak(register, kept.file, "REG-006", message, severity=Severity.WARNING)


def _place(register: Register, kept: KeptEntry, begun: dict[str, str]) -> Iterator[Diagnostic]:
    """Whether the act fits what was done before it; `begun` takes in the documents."""
    entry = kept.entry
    if entry.act == "issued" or (entry.act == "adopted" and entry.reference not in begun):
        if entry.reference in begun:
            message = f"{entry.reference} is issued here a second time; {begun[entry.reference]} did it before"
            yield speak(register, kept.file, "REG-005", message)
        begun.setdefault(entry.reference, kept.file)
    elif entry.reference not in begun:
        message = f'the act "{entry.act}" is on {entry.reference}, which was not issued before it'
        yield speak(register, kept.file, "REG-005", message)


def check_files(register: Register, found: Mapping[str, Found]) -> Iterator[Diagnostic]:
    """What is wrong with the frozen files; `found` has all that lies below `issued/` but for the entries."""
    home, known = f"{register.folder}/issued", set()
    for document in register.documents:
        gone = document.state == "erased"
        for kept, file in _frozen(document):
            known.add(file.path)
            there = found.get(file.path)
            if there is None and not gone:
                message = f"{file.path.rpartition('/')[2]} of {document.reference} is missing, and no act erased it"
                yield speak(register, kept.file, "REG-008", message)
            elif there is not None and gone:
                message = f"{document.reference} was erased, and this file of it is still there"
                yield speak(register, f"{home}/{file.path}", "REG-011", message)
            elif there is not None and (there.sha256, there.size) != (file.sha256, file.size):
                message = f"this is not what was {kept.entry.act} as {document.reference}: its bytes have changed"
                yield speak(register, f"{home}/{file.path}", "REG-009", message)
    for path in sorted(set(found) - known):
        message = "no entry of the register speaks of this file"
        yield speak(register, f"{home}/{path}", "REG-010", message, help_="move it away, or restore its entry")


def _frozen(document: IssuedDocument) -> Iterator[tuple[KeptEntry, FrozenFile]]:
    for kept in document.acts:
        for file in kept.entry.files:
            yield kept, file


def check_history(
    register: Register, present: set[str], ever: tuple[str, ...], elsewhere: tuple[str, ...]
) -> Iterator[Diagnostic]:
    """What git's history has below `issued/` and the folder has not: taken away, or rewritten under another name.

    `ever` are the files that the history ever had, `elsewhere` those that other branches have as well.
    """
    erased = {file.path for each in register.documents if each.state == "erased" for _, file in _frozen(each)}
    for name in ever:
        if name not in present and name not in erased:
            message = "git's history has this file of the register, and it is no longer here: taken away or rewritten"
            file = f"{register.folder}/issued/{name}"
            yield speak(register, file, "REG-016", message, help_=f"`git log -- {file}` says when and by whom")
    others = [name for name in elsewhere if name not in present and name not in erased and name not in ever]
    if others:
        count = len({name for name in others if name.startswith("register/")}) or len(others)
        message = f"another branch has {count} entries of this register that are not here (such as {others[0]})"
        file = f"{register.folder}/issued/{others[0]}"
        advice = "merge that branch; if it should be in this one already, history was rewritten"
        yield speak(register, file, "REG-017", message, severity=Severity.WARNING, help_=advice)


def check_witnesses(registers: Mapping[str, Register], witnesses: tuple[str, ...]) -> Iterator[Diagnostic]:
    """The heads that somebody else holds (the digits at the foot of a letter, say) and no register here has."""
    known = [kept.id for register in registers.values() for kept in register.entries]
    for witness in witnesses:
        if not any(each.startswith(witness.lower()) for each in known):
            message = f"no register here has the entry {witness}: it was removed or rewritten since it was printed"
            yield Diagnostic(Span("caseload.yaml"), "REG-019", Severity.ERROR, message)


def speak(
    register: Register, file: str, code: str, message: str, *, severity: Severity = Severity.ERROR, help_: str = ""
) -> Diagnostic:
    """A diagnostic of the register on one of its files."""
    authority, _, case = register.folder.partition("/")
    return Diagnostic(Span(file), code, severity, message, help=help_).within(authority, case)
