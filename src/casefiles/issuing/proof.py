"""Proves what was issued: intact to the byte, says what it said, made again to the byte where that can be tried."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from casefiles.caseload import read_frozen, read_register
from casefiles.caseload.registers import ENTRIES, ISSUED
from casefiles.diagnostics import Diagnostic, Severity, ordered
from casefiles.documents.frozen import FrozenFault, plain_context, texts_of
from casefiles.documents.parity import split
from casefiles.documents.twin import missing_texts, running_words, twin_differences
from casefiles.documents.word.stamp import stamp_line
from casefiles.git import Checkout, find_checkout
from casefiles.issuing.again import Again, made_again
from casefiles.issuing.store import STAGING, leftovers
from casefiles.judgement import Judged
from casefiles.register import Entry, FrozenFile, IssuedDocument, Register
from casefiles.register.entry import plain_lines, short
from casefiles.register.verify import Found, check_chain, check_files, check_history, speak

__all__ = ["Proof", "Verdict", "prove"]

_TEXTS = {"twin", "context", "changes"}


class Verdict(Struct, frozen=True):
    """What was found of one document: `yes`, `no`, or why it was not tried."""

    reference: str
    title: str
    state: str
    intact: str
    says: str
    reproduced: str


class Proof(Struct, frozen=True):
    """What `register verify` found in the register of one case."""

    register: Register
    verdicts: tuple[Verdict, ...]
    problems: tuple[Diagnostic, ...]


def prove(root: Path, folder: str, judged: Judged | None) -> Proof:
    """Prove the register of a case. `judged` is the case as it stands today, with the packs and templates of today."""
    register = read_register(root, folder)
    home = root / folder / ISSUED
    found = _found(home, register)
    problems = [*check_chain(register), *check_files(register, found)]
    problems += [_left(register, each.name) for each in leftovers(root, folder)]
    checkout = find_checkout(home.resolve()) if home.is_dir() else None
    if checkout is not None:
        problems += _in_history(register, checkout, found)
    broken = {each.span.file for each in problems if each.severity is Severity.ERROR}
    verdicts = []
    for document in register.documents:
        verdict, said = _verdict(root, register, document, judged, broken)
        verdicts.append(verdict)
        problems += said
    return Proof(register, tuple(verdicts), ordered(problems))


def _left(register: Register, name: str) -> Diagnostic:
    advice = "the next act on this case clears it away and says what became of it"
    file = f"{register.folder}/{ISSUED}/{name}"
    return speak(register, file, "REG-022", "an interrupted call left this", severity=Severity.WARNING, help_=advice)


def _found(home: Path, register: Register) -> dict[str, Found]:
    """Everything below `issued/` but for the entries, our lock and what a call is staging."""
    roles = {file.path: file.role for kept in register.entries for file in kept.entry.files}
    found: dict[str, Found] = {}
    for path in sorted(home.rglob("*")) if home.is_dir() else ():
        name = path.relative_to(home).as_posix()
        if name.startswith((f"{ENTRIES}/", STAGING, ".")) or (path.is_dir() and not path.is_symlink()):
            continue
        data = read_frozen(path)
        if data is None:
            found[name] = Found(0, "")
            continue
        plain = plain_lines(data) if roles.get(name) in _TEXTS else data
        found[name] = Found(len(plain), hashlib.sha256(plain).hexdigest())
    return found


def _in_history(register: Register, checkout: Checkout, found: dict[str, Found]) -> Iterator[Diagnostic]:
    """What git's history says against the register."""
    present = {*found, *(kept.file.removeprefix(f"{register.folder}/{ISSUED}/") for kept in register.entries)}
    present |= {misfit.file.removeprefix(f"{register.folder}/{ISSUED}/") for misfit in register.misfits}
    ours = [name for name in checkout.files_ever(".") if not name.startswith(".")]
    others = [name for name in checkout.files_ever(".", everywhere=True) if not name.startswith(".")]
    yield from check_history(register, present, tuple(ours), tuple(others))
    if checkout.is_shallow:
        message = "git has only the latest part of the history here (a shallow clone): what is older was not looked at"
        yield speak(register, f"{register.folder}/{ISSUED}", "REG-018", message, severity=Severity.NOTE)
        return
    for kept in register.entries:
        git = kept.entry.details.get("git")
        commit = str(git.get("commit", "")) if isinstance(git, dict) else ""
        if commit and not checkout.has_ancestor(commit):
            message = f"the commit {commit[:12]}, which the case was issued from, is not in this history"
            advice = "a rebase before the first push does that, and so does rewriting history: ask for another clone"
            yield speak(register, kept.file, "REG-018", message, severity=Severity.WARNING, help_=advice)


def _verdict(
    root: Path, register: Register, document: IssuedDocument, judged: Judged | None, broken: set[str]
) -> tuple[Verdict, tuple[Diagnostic, ...]]:
    """The verdict on one document, and what it rests on beyond the bytes."""
    home = f"{register.folder}/{ISSUED}"
    own = {kept.file for kept in document.acts} | {f"{home}/{file.path}" for _, file in _versions(document)}
    intact = "no" if own & broken else "yes"
    verdict = Verdict(document.reference, document.title, document.state, intact, "", "")
    if document.state == "erased":
        return replace(verdict, says="not tried: erased", reproduced="not tried: erased"), ()
    said = tuple(each for kept in document.acts for each in _says(root, register, kept.file, kept.entry))
    says = "no" if said else "yes" if any(file.role == "twin" for _, file in _versions(document)) else (
        "not tried: no text was frozen with it"
    )  # fmt: skip
    again = made_again(root, register, document, judged)
    if again.differs:
        said = (*said, speak(register, document.acts[0].file, "REG-015", again.differs))
    return replace(verdict, says=says, reproduced=_word(again)), said


def _word(again: Again) -> str:
    if again.differs:
        return "no"
    return "yes" if again.tried else f"not tried: {again.why}"


def _versions(document: IssuedDocument) -> Iterator[tuple[Entry, FrozenFile]]:
    for kept in document.acts:
        for file in kept.entry.files:
            yield kept.entry, file


def _says(root: Path, register: Register, file: str, entry: Entry) -> Iterator[Diagnostic]:
    """Where the files of one act do not say what its twin, its context and its entry say."""
    home = root / register.folder / ISSUED
    data = {each.role: read_frozen(home / each.path) for each in entry.files}
    twin = data.get("twin")
    if twin is None:
        return
    try:
        different = twin_differences(twin, data.get("word"), data.get("pdf"))
    except Exception as fault:  # noqa: BLE001 - whatever a reader raises, a changed file is what is wrong
        different = (f"a file of it can't be read ({type(fault).__name__})",)
    for each in different[:1]:
        yield speak(register, file, "REG-012", f"{entry.reference} does not say what it said: {each}")
    if entry.act == "issued":
        yield from _foot(register, file, entry, twin)
        yield from _context(register, file, entry, twin, data.get("context"))


def _foot(register: Register, file: str, entry: Entry, twin: bytes) -> Iterator[Diagnostic]:
    """Whether the foot of the pages names this entry's document and what came before it."""
    line = stamp_line(entry.reference, [short(each) for each in entry.previous])
    words, running = split(line), running_words(twin)
    places = range(len(running) - len(words) + 1)
    if not any(running[at : at + len(words)] == words for at in places):
        message = f'the foot of {entry.reference} does not say "{line}": its entry is not the one it was printed with'
        yield speak(register, file, "REG-013", message)


def _context(register: Register, file: str, entry: Entry, twin: bytes, data: bytes | None) -> Iterator[Diagnostic]:
    """Whether the texts of the context stand in the document, as many as on the day it was issued."""
    try:
        texts = list(texts_of(plain_context(data or b"")))
    except FrozenFault as fault:
        yield speak(register, file, "REG-014", f"{entry.reference}: {fault}")
        return
    printed = len(texts) - len(missing_texts(texts, twin))
    if printed != entry.details.get("texts"):
        message = (
            f"{entry.reference} shows {printed} texts of its context; when it was issued it showed "
            f"{entry.details.get('texts')}"
        )
        yield speak(register, file, "REG-014", message)
