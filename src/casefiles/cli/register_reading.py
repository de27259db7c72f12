"""`casefiles register verify`, `list`, `show` and `head`: what the register says, and whether it is true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import to_builtins

from casefiles.cli.issue import one_folder
from casefiles.cli.options import PATHS, colour, echo, format_option, loaded, paths_argument, select, today
from casefiles.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.diagnostics import Diagnostic
    from casefiles.issuing.proof import Proof
    from casefiles.register import IssuedDocument, KeptEntry, Register
    from casefiles.reporters.text import Line

__all__ = ["COMMANDS"]


@click.command("verify")
@paths_argument
@click.option(
    "--witness", "witnesses", multiple=True, metavar="DIGITS", help="Digits that somebody holds of an entry or head."
)
@click.option("--copy", "copies", multiple=True, type=PATHS, metavar="FILE", help="Is this file what was issued?")
@format_option("text", "json")
def verify(*, paths: tuple[Path, ...], witnesses: tuple[str, ...], copies: tuple[Path, ...], output_format: str) -> int:
    """Prove what was issued at PATH: intact, says what it said, made again to the byte."""
    from casefiles.diagnostics import Severity, ordered
    from casefiles.issuing.copies import check_copies
    from casefiles.issuing.proof import prove
    from casefiles.judgement import judge
    from casefiles.register.verify import check_witnesses

    for each in witnesses:
        if len(each) < 8 or set(each.lower()) - set("0123456789abcdef"):
            raise UsageError(f'"{each}" is no entry: give at least the first 8 of its digits (0 to 9, a to f)')
    root, folders = _folders(paths)
    judged = judge(loaded(select(tuple(root / folder for folder in folders) or paths)), today()) if folders else None
    proofs = [prove(root, folder, judged) for folder in folders]
    registers = {each.register.folder: each.register for each in proofs}
    problems = [problem for proof in proofs for problem in proof.problems]
    problems += check_witnesses(registers, witnesses)
    same, said = check_copies(root, registers, copies)
    problems = list(ordered([*problems, *said]))
    echo(
        _verify_json(root, proofs, problems, same)
        if output_format == "json"
        else _verify_text(root, proofs, problems, same)
    )
    return ExitCode.FAULTS if any(each.severity is Severity.ERROR for each in problems) else ExitCode.OK


@click.command("list")
@paths_argument
@format_option("text", "json")
def list_documents(*, paths: tuple[Path, ...], output_format: str) -> int:
    """List the documents that were issued at PATH, with what became of each."""
    from casefiles.reporters.json_report import dump

    registers = _registers(paths)
    if output_format == "json":
        echo(dump({"documents": [_document(each, one) for each in registers for one in each.documents]}))
        return ExitCode.OK
    for register in registers:
        echo(f"{register.folder}\n")
        for document in register.documents:
            given = f", given to {', '.join(act.text('to') for act in document.given)}" if document.given else ""
            echo(f"  {document.origin.at[:10]}  {document.state:<10}  {document.reference}  {document.title}{given}\n")
    if not any(register.documents for register in registers):
        echo("no document was issued here\n")
    return ExitCode.OK


@click.command("show")
@click.argument("case", type=PATHS)
@click.argument("reference")
@format_option("text", "json")
def show(*, case: Path, reference: str, output_format: str) -> int:
    """Show a document of the register: its acts, its files, what it was made from."""
    from casefiles.caseload import read_register
    from casefiles.issuing.acts import document_of
    from casefiles.reporters.json_report import dump

    root, folder = one_folder(case)
    register = read_register(root, folder)
    document = document_of(register, reference)
    if output_format == "json":
        echo(dump(_document(register, document) | {"entries": [_whole(kept) for kept in document.acts]}))
        return ExitCode.OK
    echo(f"{document.reference}: {document.title}, dated {document.dated}\n{document.state}\n")
    for kept in document.acts:
        for line in _act_lines(kept):
            echo(f"{line}\n")
    return ExitCode.OK


@click.command("head")
@paths_argument
@format_option("text", "json")
def head(*, paths: tuple[Path, ...], output_format: str) -> int:
    """Say the last entry of each register: kept elsewhere, it proves later that nothing before it was changed."""
    from casefiles.reporters.json_report import dump

    registers = _registers(paths)
    if output_format == "json":
        echo(
            dump(
                {
                    "heads": [
                        {"case": each.folder, "heads": each.heads, "entries": len(each.entries)} for each in registers
                    ]
                }
            )
        )
        return ExitCode.OK
    for register in registers:
        for each in register.heads:
            count = len(register.entries)
            echo(f"{each}  {register.folder}  {'1 entry' if count == 1 else f'{count} entries'}\n")
    return ExitCode.OK


COMMANDS = {"verify": verify, "list": list_documents, "show": show, "head": head}


def _folders(paths: Sequence[Path]) -> tuple[Path, list[str]]:
    """The caseload and the folders of its cases with a register that PATH is about."""
    from casefiles.caseload import find_registers

    selection = select(paths)
    asked = [path.relative_to(selection.root).as_posix() for path in selection.only]
    found = find_registers(selection.root)
    if not asked:
        return selection.root, list(found)
    return selection.root, [
        folder
        for folder in found
        if any(f"{folder}/".startswith(f"{each}/") or f"{each}/".startswith(f"{folder}/") for each in asked)
    ]


def _registers(paths: Sequence[Path]) -> list[Register]:
    from casefiles.caseload import read_register

    root, folders = _folders(paths)
    return [read_register(root, folder) for folder in folders]


def _verify_text(root: Path, proofs: Sequence[Proof], problems: Sequence[Diagnostic], same: Sequence[str]) -> str:
    from casefiles.reporters.report import Places, Report
    from casefiles.reporters.text import diagnostic_lines, format_lines, say_number

    report = Report(today(), len(proofs), tuple(problems), Places(root, Path.cwd()), {})
    lines: list[Line] = [*diagnostic_lines(report)]
    for proof in proofs:
        lines.append((("bold", proof.register.folder),))
        lines += _table(proof)
    lines += [(("", sentence),) for sentence in same]
    entries = sum(len(proof.register.entries) for proof in proofs)
    counts = report.counts
    counted = "1 entry" if entries == 1 else f"{entries} entries"
    summary = f"{counted}, {say_number(counts.error, 'error')}, {say_number(counts.warning, 'warning')}"
    lines.append((("", summary),))
    return format_lines(iter(lines), colour=colour())


def _table(proof: Proof) -> Iterator[Line]:
    """A line for each document: intact, says what it said, reproduced."""
    wide = max((len(each.reference) for each in proof.verdicts), default=0)
    yield (("dim", f"  {'':<{wide}}  intact  says what it said  reproduced"),)
    for each in proof.verdicts:
        bad = "no" in {each.intact, each.says, each.reproduced}
        state = "" if each.state == "issued" else f"  ({each.state})"
        said = f"{each.intact:<6}  {each.says:<17}  {each.reproduced}{state}"
        yield (("", f"  {each.reference:<{wide}}  "), ("bold red" if bad else "", said))


def _verify_json(root: Path, proofs: Sequence[Proof], problems: Sequence[Diagnostic], same: Sequence[str]) -> str:
    from casefiles.reporters.json_report import diagnostic_object, dump
    from casefiles.reporters.report import Places

    places = Places(root, Path.cwd())
    documents = [{"case": proof.register.folder, **to_builtins(each)} for proof in proofs for each in proof.verdicts]
    entries = sum(len(proof.register.entries) for proof in proofs)
    said = [diagnostic_object(each, places) for each in problems]
    return dump({"entries": entries, "documents": documents, "copies": list(same), "problems": said})


def _document(register: Register, document: IssuedDocument) -> dict[str, Any]:
    """A document of the register as plain values."""
    return {
        "case": register.folder,
        "reference": document.reference,
        "title": document.title,
        "slug": document.origin.text("slug"),
        "record": document.record,
        "dated": document.dated,
        "issued_at": document.origin.at,
        "issued_by": to_builtins(document.origin.by),
        "state": document.state,
        "given": [dict(act.details) for act in document.given],
        "files": [f"{register.folder}/issued/{file.path}" for file in document.files],
    }


def _whole(kept: KeptEntry) -> dict[str, Any]:
    import json

    whole: dict[str, Any] = json.loads(kept.entry.data)
    return {"id": kept.id, "file": kept.file, **whole}


def _act_lines(kept: KeptEntry) -> Iterator[str]:
    """What one act was, for people."""
    entry = kept.entry
    who = f"{entry.by.name} <{entry.by.email}>" if entry.by.email else entry.by.name
    yield f"{entry.at}  {entry.act} by {who} ({entry.by.source})  {kept.id[:12]}"
    for key in ("to", "capacity", "how", "on", "by", "reason", "authorised_by", "request", "supersedes", "foot"):
        if entry.text(key):
            yield f"  {key.replace('_', ' ')}: {entry.text(key)}"
    withheld = entry.details.get("withheld")
    for each in withheld if isinstance(withheld, list) else ():
        if isinstance(each, dict):
            yield f"  withheld: {each.get('exemption')} ({each.get('times')})"
    git = entry.details.get("git")
    if isinstance(git, dict) and entry.act == "issued":
        yield f"  git: {git.get('commit') or git.get('state')}"
    for file in entry.files:
        yield f"  {file.role}: {file.path}  sha256 {file.sha256}"
