"""`casefiles issue`: documents go out: gated, frozen, hashed, entered in the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from casefiles.cli.options import PATHS, as_of_option, colour, echo, format_option, loaded, select
from casefiles.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.documents.catalogue import Due
    from casefiles.issuing.issue import Outcome, Replacing
    from casefiles.judgement import Judged, JudgedCase

__all__ = ["command", "issue_documents", "one_case", "one_folder"]


@click.command("issue")
@click.argument("case", type=PATHS)
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@as_of_option
@format_option("text", "json")
def command(case: Path, documents: tuple[str, ...], as_of: date, output_format: str) -> int:
    """Issue documents of CASE: freeze them as Word, PDF and text in its folder issued/, and enter them in the register.

    DOCUMENT is its name (targeted-initial-letter) or that of its draft (2025-11-04-targeted-initial-letter). Nothing
    is issued while anything holds one of them, or while git lacks a commit of the case as it is.
    """
    return issue_documents(case, documents, as_of, output_format)


def issue_documents(
    case: Path, documents: Sequence[str], as_of: date, output_format: str, replacing: Replacing | None = None
) -> int:
    """Issue the documents of a case, in place of another if so asked, and say what was done."""
    from casefiles.issuing.circumstances import circumstances
    from casefiles.issuing.issue import Issuing, issue
    from casefiles.issuing.mailing import leave_mail

    judged, each = one_case(case, as_of)
    wanted = [_due(each, word) for word in dict.fromkeys(documents)]
    asked = circumstances(judged.caseload.root, each.case.folder)
    call = Issuing(judged, each, asked, replacing)
    outcome = issue(call, wanted)
    mails, notes = leave_mail(call, outcome.issued)
    outcome = replace(outcome, notes=(*outcome.notes, *notes))
    echo(_json(judged, outcome, as_of, mails) if output_format == "json" else _text(judged, outcome, as_of, mails))
    return ExitCode.FAULTS if outcome.refused else ExitCode.OK


def one_folder(path: Path) -> tuple[Path, str]:
    """The caseload that a path lies in, and the folder of its case; UsageError where it names no case.

    An authority's own case is its programme.
    """
    selection = select((path,))
    inside = selection.only[0].relative_to(selection.root).parts if selection.only else ()
    is_authority = len(inside) == 1 and (selection.root / inside[0] / "authority.yaml").is_file()
    folder = f"{inside[0]}/programme" if is_authority else "/".join(inside[:2])
    markers = ("school.yaml", "programme.yaml")
    if not any((selection.root / folder / each).is_file() for each in markers) or not inside:
        raise UsageError(f"{path.as_posix()} is no case: give the folder of one school, or of an authority's programme")
    return selection.root, folder


def one_case(path: Path, as_of: date) -> tuple[Judged, JudgedCase]:
    """The judged case that a path names; UsageError where it names none, or one that can't be read."""
    from casefiles.judgement import judge

    root, folder = one_folder(path)
    judged = judge(loaded(select((root / folder,))), as_of)
    found = next((each for each in judged.with_documents if each.case.folder == folder), None)
    if found is None:
        raise UsageError(f"{path.as_posix()} can't be read: `casefiles check {path.as_posix()}` says why")
    return judged, found


def _due(each: JudgedCase, word: str) -> Due:
    """The due document that a word names: its slug where there is one of it, its file's name, or its draft's path."""
    from casefiles.diagnostics import nearest

    stem = word.replace("\\", "/").rpartition("/")[2]
    for ending in (".docx", "-papers.pdf", ".pdf", ".xlsx", ".eml"):
        stem = stem.removesuffix(ending)
    found = [due for due in each.due if stem in {due.stem, due.entry.slug}]
    names = [due.stem for due in each.due]
    if not found:
        near = nearest(stem, [*names, *(due.entry.slug for due in each.due)])
        there = f'the nearest is "{near}"' if near else f"there are: {', '.join(names) or 'none'}"
        raise UsageError(f'no document "{stem}" is due in {each.case.folder}; {there}')
    exact = [due for due in found if due.stem == stem]
    if len(found) > 1 and len(exact) != 1:
        listed = ", ".join(due.stem for due in found)
        raise UsageError(f'"{stem}" is the name of {len(found)} documents of {each.case.folder}; give one of: {listed}')
    return exact[0] if exact else found[0]


def _text(judged: Judged, outcome: Outcome, as_of: date, mails: Mapping[str, Path]) -> str:
    from casefiles.reporters.report import Places, Report
    from casefiles.reporters.text import diagnostic_lines, format_lines, say_number

    places = Places(judged.caseload.root, Path.cwd())
    report = Report(as_of, 1, outcome.refused, places, judged.texts)
    lines = list(diagnostic_lines(report))
    for now in outcome.issued:
        lines.append((("green", "issued   "), ("", f" {now.reference}")))
        lines += [(("", f"          {places.shown(file)}"),) for file in (*now.files, now.entry)]
        if now.reference in mails:
            mail = places.shown(mails[now.reference].relative_to(judged.caseload.root).as_posix())
            lines.append((("", f"          {mail}: an e-mail to send"),))
    if outcome.refused:
        what = say_number(len(outcome.refused), "reason")
        rest = "the rest was not issued" if outcome.issued else "nothing was issued"
        lines.append((("bold red", "refused  "), ("", f" {what}: {rest}")))
    lines += [(("", note),) for note in outcome.notes]
    return format_lines(iter(lines), colour=colour())


def _json(judged: Judged, outcome: Outcome, as_of: date, mails: Mapping[str, Path]) -> str:
    from casefiles.reporters.json_report import diagnostic_object, dump
    from casefiles.reporters.report import Places

    places = Places(judged.caseload.root, Path.cwd())
    issued: list[dict[str, Any]] = [
        {
            "reference": now.reference,
            "slug": now.due.entry.slug,
            "record": now.due.record.record_id,
            "entry": places.shown(now.entry),
            "files": [places.shown(file) for file in now.files],
            "mail": places.shown(mails[now.reference].relative_to(judged.caseload.root).as_posix())
            if now.reference in mails
            else None,
        }
        for now in outcome.issued
    ]
    refused = [diagnostic_object(each, places) for each in outcome.refused]
    return dump({"as_of": as_of.isoformat(), "issued": issued, "refused": refused, "notes": list(outcome.notes)})
