"""`casefiles build`: checks, then writes every document that is due and out of date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefiles.cli.options import Selection, as_of_option, colour, echo, format_option, paths_argument, select
from casefiles.cli.progress import progress
from casefiles.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.build import Built, BuiltDocument, Options
    from casefiles.build_known import Known
    from casefiles.judgement import Judged
    from casefiles.kept import Mark
    from casefiles.overview import Overview
    from casefiles.reporters.report import Places
    from casefiles.reporters.text import Line
    from casefiles.sight import Look
    from casefiles.survey import Ground, Survey

__all__ = ["check_kinds", "command", "document_lines", "text_of_build"]


_STYLES = {"written": "green", "refused": "bold red", "stale": "yellow"}
_READ = 40
"""So many documents are named one by one; of more, each folder's are counted."""


@click.command("build")
@paths_argument
@as_of_option
@format_option("text", "json")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only documents of this kind or name.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Another folder for the drafts.")
@click.option("--no-pdf", is_flag=True, help="Word files alone.")
@click.option("--no-mail", is_flag=True, help="No e-mail beside each document.")
@click.option("--pdf-engine", type=click.Choice(("native", "libreoffice")), default="native", help="What makes PDFs.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes for PDFs; 0: as many as pay.")
@click.option("--force", is_flag=True, help="Make every document again.")
@click.option("--verify", is_flag=True, help="Make every document again, and prove that Word and PDF say the same.")
@click.option("--why", is_flag=True, help="Say why each document was made again.")
@click.option("--trace", is_flag=True, help="List the schools and lines that each number of a report was read off.")
def command(
    *,
    paths: tuple[Path, ...],
    as_of: date,
    output_format: str,
    kinds: tuple[str, ...],
    out: Path | None,
    pdf_engine: str,
    jobs: int,
    no_pdf: bool,
    no_mail: bool,
    force: bool,
    verify: bool,
    why: bool,
    trace: bool,
) -> int:
    """Write every document that is due and out of date at PATH, and the page index.html.

    A case that loads always gives its drafts; exits 1 if there is an error in the files.
    """
    from casefiles.kept import find_kept, inputs_mark
    from casefiles.sight import Look

    selection = select(paths)
    here = Path.cwd()
    asked = (as_of, output_format, kinds, out, pdf_engine, no_pdf, no_mail, why, trace, colour(), here)
    call = tuple(map(str, (*asked, selection.root, selection.only)))
    drafts = out.resolve() if out else selection.root / "build"
    look = Look(selection.root, drafts)
    before = inputs_mark(selection.root, drafts, look.before)
    kept = None if force or verify else find_kept(look, call, before)
    if kept is not None:
        echo(kept.text)
        return kept.code
    from casefiles.build import Options
    from casefiles.build_known import known_parts
    from casefiles.reporters.report import Places

    if verify and (no_pdf or pdf_engine != "native"):
        raise UsageError("--verify compares the Word files with our own PDFs: leave out --no-pdf and --pdf-engine")
    whole = not selection.only
    options = Options(out, kinds, force, verify, not no_pdf, not no_mail, pdf_engine, jobs, whole=whole)
    known = known_parts(look, as_of, options)
    ground, seen, built = _build(selection, as_of, options, known)

    traces = _programmes(ground, seen) if trace else None

    places, as_json = Places(selection.root, here), output_format == "json"
    checked = "" if as_json else _text_of_check(seen.survey, built, places)

    def say(built: Built) -> str:
        return _said(checked, built, places, kinds, traces, why=why, as_json=as_json)

    said = say(built)
    known.keep()
    echo(said)
    if built.out == drafts:
        _keep(look, built, say, call, before)
    return _code(built)


def _said(
    checked: str,
    built: Built,
    places: Places,
    kinds: Sequence[str],
    programmes: Judged | None,
    *,
    why: bool,
    as_json: bool,
) -> str:
    """What the build says, after what was `checked`; with programmes to be traced, the lines of their numbers too."""
    if as_json:
        return _json(built, places, programmes, kinds)
    text = checked + _text_of_documents(built, places, why=why)
    if programmes is None:
        return text
    from casefiles.cli.traced import lines_of

    return "\n".join([text.rstrip("\n"), *lines_of(programmes, kinds)])


def _build(selection: Selection, as_of: date, options: Options, known: Known) -> tuple[Ground, Overview, Built]:
    """The build, with the page of the whole caseload where the build was about all of it."""
    from casefiles.build_caseload import build_caseload
    from casefiles.cli.overviews import write_overviews
    from casefiles.survey import Ground

    ground = Ground.of(selection.root, selection.only, as_of)
    check_kinds(ground.judged, options.kinds)
    with progress("building schools") as tell:
        seen, built = build_caseload(ground, options, tell=tell, known=known)
    if options.whole and not options.kinds:
        write_overviews(seen, built)
    return ground, seen, built


def _programmes(ground: Ground, seen: Overview) -> Judged:
    """The authorities' programmes, judged over the schools that were built."""
    from casefiles.survey import schools_by_programme

    return ground.read_programmes(schools_by_programme(ground.outline, seen.survey.loaded))


def check_kinds(judged: Judged, kinds: Sequence[str]) -> None:
    """Refuse a kind of document that no authority's policy knows, naming the nearest, or those there are."""
    unknown = [kind for kind in kinds if kind not in judged.documents]
    if unknown:
        from casefiles.diagnostics import nearest

        near = nearest(unknown[0], judged.documents)
        there = f'did you mean "{near}"?' if near else f"there are: {', '.join(judged.documents) or 'none'}"
        raise UsageError(f'there is no document "{unknown[0]}"; {there}')


def _code(built: Built) -> ExitCode:
    from casefiles.diagnostics import count

    return ExitCode.FAULTS if count(built.diagnostics).error or built.states["refused"] else ExitCode.OK


def _keep(look: Look, built: Built, say: Callable[[Built], str], call: tuple[str, ...], before: Mark) -> None:
    """Keep what the next build would say if nothing changes: of each document what it is now."""
    from casefiles.build_result import settled
    from casefiles.kept import Kept, forget, keep

    again = settled(built)
    if again is None:
        forget(built.out)
    else:
        keep(look, call, Kept(_code(built), say(again)), before)


def _json(built: Built, places: Places, programmes: Judged | None, kinds: Sequence[str]) -> str:
    from msgspec import to_builtins

    from casefiles.diagnostics import count
    from casefiles.reporters.json_report import diagnostic_object, dump

    trace = {}
    if programmes is not None:
        from casefiles.cli.traced import traced

        trace = {"trace": list(traced(programmes, kinds))}
    return dump(
        {
            "as_of": built.as_of.isoformat(),
            "documents": [_object(document, places) for document in built.every_document],
            "diagnostics": [diagnostic_object(each, places) for each in built.diagnostics],
            "counts": {**built.states, **to_builtins(count(built.diagnostics))},
            **trace,
        }
    )


def _object(document: BuiltDocument, places: Places) -> dict[str, Any]:
    from casefiles.reporters.json_report import diagnostic_object

    return {
        "authority": document.authority,
        "case": document.case,
        "slug": document.slug,
        "kind": document.kind,
        "record": document.record,
        "state": document.state,
        "files": [{"path": places.path(file.path), "sha256": file.sha256} for file in document.files],
        "why": [{"reason": why.reason, "path": why.path} for why in document.why],
        "gaps": [diagnostic_object(gap, places) for gap in document.gaps],
        "holds": [diagnostic_object(each, places) for each in document.holds],
        "notes": list(document.notes),
        "unreached": [diagnostic_object(each, places) for each in document.unreached],
    }


def text_of_build(checked: Judged | Survey, built: Built, places: Places, *, why: bool) -> str:
    """What was checked and built, for people."""
    return _text_of_check(checked, built, places) + _text_of_documents(built, places, why=why)


def _text_of_check(checked: Judged | Survey, built: Built, places: Places) -> str:
    from casefiles.reporters.report import Report
    from casefiles.reporters.text import format_lines, text_lines

    report = Report(built.as_of, checked.count, built.diagnostics, places, checked.texts)
    return format_lines(text_lines(report), colour=colour())


def _text_of_documents(built: Built, places: Places, *, why: bool) -> str:
    from casefiles.reporters.text import format_lines

    states = ", ".join(f"{number} {state}" for state, number in built.states.items() if number)
    summary = (("", f"Documents in {places.path(built.out)}: {states or 'none due'}"),)
    return format_lines(iter([*document_lines(built, places, why=why), summary]), colour=colour())


def _shown(document: BuiltDocument, places: Places) -> Iterator[str]:
    """The document's files, the second by its ending alone where it has the first one's name."""
    for number, file in enumerate(document.files):
        ending = file.path.as_posix().removeprefix(document.files[0].path.with_suffix("").as_posix())
        yield ending if number and ending.startswith((".", "-")) else places.path(file.path)


def _is_plain(document: BuiltDocument) -> bool:
    """Whether nothing is to be said of the document but that it was written."""
    return document.state == "written" and not (document.gaps or document.holds or document.notes)


def _counted(built: Built) -> dict[Path, int]:
    """Where a build wrote so much that nobody would read it: how many documents each folder got."""
    found = Counter(each.files[0].path.parent for each in built.documents if each.files and _is_plain(each))
    return {folder: number for folder, number in found.items() if number > 1} if found.total() > _READ else {}


def document_lines(built: Built, places: Places, *, why: bool) -> Iterator[Line]:
    """A line for each document of which there is something to say, and what there is to say of it."""
    from casefiles.reporters.text import say_number

    counted = {} if why else _counted(built)
    for document in built.documents:
        folder = document.files[0].path.parent if document.files else None
        if folder in counted and _is_plain(document):
            number = counted[folder]
            if number:
                yield _line("written", f"{places.path(folder)}: {say_number(number, 'document')}")
            counted[folder] = 0
        else:
            yield from _lines_of(document, places, why=why)
    for left in dict.fromkeys(left for each in built.documents if each.state == "written" for left in each.unreached):
        yield (("", f"{places.shown(left.span.file)}:{left.span.line}: {left.message}"),)
    for note in built.notes:
        yield (("", note),)


def _lines_of(document: BuiltDocument, places: Places, *, why: bool) -> Iterator[Line]:
    """What there is to say of one document; nothing where it stands as it stood."""
    from casefiles.reporters.text import say_number

    quiet = document.state == "issued" or (document.state == "unchanged" and not (why and document.why))
    if quiet and not document.notes:
        return
    name = f"{document.authority}/{document.case} {document.slug} ({document.record})"
    yield _line(document.state, ", ".join(_shown(document, places)) or name)
    for gap in dict.fromkeys(gap.message.rpartition(", for ")[0] or gap.message for gap in document.gaps):
        yield (("", f"          {gap}"),)
    if document.holds:
        yield (("", f"          held by {say_number(len(document.holds), 'error')}"),)
    for note in document.notes:
        yield (("", f"          {note}"),)
    for each in document.why if why else ():
        yield (("", f"          because: {each.reason} {each.path}".rstrip()),)


def _line(state: str, said: str) -> Line:
    return ((_STYLES.get(state, ""), f"{state:<9}"), ("", f" {said}"))
