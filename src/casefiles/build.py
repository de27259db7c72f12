"""What is due and out of date, and why; then compose, render, publish: the one module that knows the order."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from casefiles import drafts
from casefiles.build_ahead import Ahead
from casefiles.build_papers import paper_inputs
from casefiles.build_parts import Parts, message_key
from casefiles.build_pdf import PdfFault, executor_of, render_pdfs, require
from casefiles.build_result import STATES, Built, BuiltDocument, BuiltFile, Options, in_order
from casefiles.build_retired import Retired, moved_files, retire_gone, retire_rest, scope_of, still_open
from casefiles.build_state import Entry, Inputs, Output, State, read_state, reasons, write_state
from casefiles.build_work import Begun, Planned, Work
from casefiles.diagnostics import Diagnostic, Severity, ordered
from casefiles.documents.catalogue import Due
from casefiles.errors import CasefilesError
from casefiles.executors import InProcess
from casefiles.issuing.standing import StandingDocuments
from casefiles.judgement import Judged, JudgedCase
from casefiles.model.as_at import later_files
from casefiles.model.caseview import Case
from casefiles.publish import digest, locked
from casefiles.rendering import Refused, Rendered, Shelves

__all__ = ["STATES", "Built", "BuiltDocument", "BuiltFile", "Options", "build", "build_part", "joined"]


def build(
    judged: Judged,
    options: Options,
    shelves: Shelves | None = None,
    go_on: Callable[[], bool] | None = None,
    ahead: Ahead | None = None,
) -> Built:
    """Bring the drafts of the judged cases up to date, and say what was done.

    Nothing is written before all is planned; a document that fails costs no other. `shelves` are the
    templates that a longer process has read before, of the same packs; `go_on` is asked before each document
    that is out of date. `ahead` has what was rendered of these cases before they were judged. Raises CasefilesError
    where the output folder can't be used.
    """
    root = drafts.output_folder(judged.caseload.root, judged.caseload.file.output, options.out)
    with locked(root):
        part = build_part(
            judged, root, options, shelves or Shelves(judged.caseload.root, judged.packs), go_on=go_on, ahead=ahead
        )
        return joined([part], retire_gone(root, options, scope_of(judged)))


def build_part(
    judged: Judged,
    root: Path,
    options: Options,
    shelves: Shelves,
    *,
    go_on: Callable[[], bool] | None = None,
    ahead: Ahead | None = None,
) -> Built:
    """Bring the drafts of the judged cases up to date; the caller holds the lock of the output folder `root`."""
    former = {case: read_state(root, case) for case in scope_of(judged)}
    state = {key: entry for each in former.values() for key, entry in each.items()}
    work = Work(root, judged, options, state, go_on, ahead or Ahead())
    planned = [each for case in judged.with_documents for each in _plan(work, case, shelves)]
    planned = _without_issued(work, _by_day(_without_clashes(work, planned)), shelves)
    try:
        _publish(work, planned, shelves)
        gone = retire_rest(judged, root, options, work.state)
    except BaseException:
        with contextlib.suppress(CasefilesError):
            _write_states(work, former)
        raise
    _write_states(work, former)
    documents, notes = (*work.documents, *gone.documents), (*work.notes, *gone.notes)
    return Built(judged.as_of, root, documents, (*judged.diagnostics, *work.diagnostics), notes, work.left)


def joined(parts: Sequence[Built], gone: Retired) -> Built:
    """What the builds of parts did, and what was retired beside them, as a build of the whole says it."""
    documents = [*gone.documents, *(each for part in parts for each in part.documents)]
    return Built(
        parts[0].as_of,
        parts[0].out,
        in_order(documents),
        ordered(each for part in parts for each in part.diagnostics),
        tuple(sorted([*gone.notes, *(note for part in parts for note in part.notes)])),
        sum(part.left for part in parts),
        tuple(each for part in parts for each in part.untouched),
    )


def _write_states(work: Work, former: Mapping[str, State]) -> None:
    """Keep the state of each case whose documents are not as they were."""
    now: dict[str, State] = {case: {} for case in former}
    for key, entry in work.state.items():
        now[key.rpartition("/")[0]][key] = entry
    for case, state in now.items():
        if state != former[case]:
            write_state(work.root, case, state)


def _plan(work: Work, judged: JudgedCase, shelves: Shelves) -> Iterator[Planned]:
    case = judged.case
    files, inputs = _inputs(work.judged.caseload.inputs, case), Inputs()
    for due in judged.due:
        if not work.options.asks_for(due.entry.slug, due.entry.kind):
            continue
        key = f"{case.authority.id}/{case.id}/{due.stem}"
        former = work.state.get(key)
        wanted = Entry(
            due.entry.slug,
            due.entry.kind,
            due.record.record_id,
            due.record.source_file,
            work.tool,
            work.options.settings,
            inputs.of(
                files,
                _later(case, due),
                shelves.inputs(case, due) | paper_inputs(work.judged.caseload.root, case, due.entry),
            ),
        )
        why = reasons(former, wanted, work.root, inputs, force=work.options.anew)
        yield Planned(key, judged, due, wanted, former, why)


def _by_day(planned: Sequence[Planned]) -> list[Planned]:
    """The plan with a programme's documents by their days: what is read off its schools for one serves the next."""
    return sorted(planned, key=lambda each: each.due.dated if each.case.programme is not None else date.min)


def _without_clashes(work: Work, planned: Sequence[Planned]) -> list[Planned]:
    """The plan without documents that would be one file; those are refused (the check has said why at both records)."""
    wanted = Counter(each.key for each in planned)
    for each in planned:
        if wanted[each.key] > 1:
            _refuse(work, each, ())
    return [each for each in planned if wanted[each.key] == 1]


def _without_issued(work: Work, planned: Sequence[Planned], shelves: Shelves) -> list[Planned]:
    """The plan without documents that were issued and would say the same: no draft lies beside those."""
    registers = StandingDocuments(work.judged, shelves)
    kept = []
    for each in planned:
        standing = registers.of(each.case, each.due)
        if standing is None or standing.changed:
            work.diagnostics += (standing.changed,) if standing and standing.changed else ()
            kept.append(each)
            continue
        _, held = drafts.retire(work.root, each.drafts)
        work.state.pop(each.key, None)
        files = tuple(BuiltFile(work.judged.caseload.root / path, sha256) for path, sha256 in standing.files)
        work.documents.append(_document(each, "issued", files=files, notes=still_open(held)))
    return kept


def _inputs(inputs: Mapping[str, str], case: Case) -> dict[str, str]:
    """The files that a document of the case may depend on: the case's own and its authority's."""
    authority = case.authority.folder
    if case.programme is not None:
        return {file: sha for file, sha in inputs.items() if file.startswith(f"{authority}/")}
    own = (f"{case.folder}/", f"{authority}/authority.yaml", f"{authority}/packs/", f"{authority}/templates/")
    return {file: sha for file, sha in inputs.items() if file.startswith(own)}


def _later(case: Case, due: Due) -> Mapping[str, str]:
    """What is later in files than the document's date: it shows the case as it stood then."""
    return later_files(case, due.dated, due.record.record_id) if case.programme is None else {}


def _publish(work: Work, planned: Sequence[Planned], shelves: Shelves) -> None:
    """Render what is out of date and write it: first what was made of the very records that changed.

    Of documents that are made here one after the other, every Word file lies there before the first PDF is drawn.
    """
    if work.options.pdf and any(each.why for each in planned):
        require(work.options.pdf_engine)
    for batch in _batches(work, planned):
        begun = [each for one in batch if (each := _begin(work, one, shelves)) is not None]
        pdfs = _pdfs(work, [each.rendered for each in begun])
        for each in begun:
            _finish(work, each, pdfs)


def _batches(work: Work, planned: Sequence[Planned]) -> Iterator[Sequence[Planned]]:
    """The documents whose Word files are written before their PDFs are made: all of them where a pool makes those.

    Those of records that changed go before the others. Each goes by itself where it needs no PDF, so that no Word
    file is held longer than it must be, and where somebody is asked after each whether to go on.
    """
    options, number = work.options, sum(1 for each in planned if each.why)
    first = [each for each in planned if each.is_of_changed]
    rest = [each for each in planned if not each.is_of_changed]
    if not options.pdf or work.go_on is not None:
        yield from ([each] for each in (*first, *rest))
    elif executor_of(options.pdf_engine, options.jobs, number) == InProcess():
        yield from (first, rest)
    else:
        yield [*first, *rest]


def _begin(work: Work, planned: Planned, shelves: Shelves) -> Begun | None:
    """The document rendered and its Word file written; None where nothing is left to be made of it."""
    work.diagnostics += shelves.contract(planned.case, planned.due)
    if not planned.why and planned.former:
        _unchanged(work, planned, planned.former)
        return None
    if work.go_on is not None and not work.go_on():
        work.left += 1
        return None
    result = work.ahead.rendered.get(planned.key) or shelves.render(planned.case, planned.due)
    if isinstance(result, Refused):
        _refuse(work, planned, result.diagnostics)
        return None
    if planned.former and _lies_there(work, planned, planned.former, result):
        _keep(work, planned, planned.former, result)
        return None
    return _started(work, planned, result)


def _pdfs(work: Work, rendered: Sequence[Rendered]) -> Iterator[bytes | PdfFault]:
    """The PDF of each document, made when it is asked for; none where none are wanted."""
    options = work.options
    if not options.pdf:
        return iter(())
    words = (result.docx for result in rendered)
    return render_pdfs(words, options.pdf_engine, options.jobs, len(rendered), verify=options.verify)


def _keep(work: Work, planned: Planned, former: Entry, rendered: Rendered) -> None:
    """Enter a document whose Word file lies there; its e-mail is written where that says something else now."""
    if former.message == message_key(rendered) and not planned.due.entry.with_papers:
        _enter(work, planned, rendered, former.outputs, changed=False)
        return
    pdf, begun = _former_pdf(work, planned), _started(work, planned, rendered)
    if begun is not None:
        _finish(work, begun, iter([pdf] if pdf is not None else []))


def _unchanged(work: Work, planned: Planned, former: Entry) -> None:
    files = tuple(BuiltFile(work.root / output.path, output.sha256) for output in former.outputs)
    holds = planned.holds(former.made_from)
    unreached = former.unreached
    work.documents.append(
        _document(planned, "unchanged", files=files, gaps=former.gaps, holds=holds, unreached=unreached)
    )


def _former_pdf(work: Work, planned: Planned) -> bytes | None:
    """The PDF that lies there, if there is one."""
    path = work.root / f"{planned.key}.pdf"
    return path.read_bytes() if work.options.pdf and path.exists() else None


def _started(work: Work, planned: Planned, rendered: Rendered) -> Begun | None:
    """A document whose Word file has been written; None where it can't be, which refuses the document."""
    name = f"{planned.key}.docx"
    edited = drafts.keep_edited(work.root, planned.former, {name: rendered.docx}) if planned.former else ()
    begun = Begun(planned, rendered, changed=planned.key in work.ahead.written, notes=list(edited))
    return begun if _put(work, begun, name, rendered.docx) else None


def _put(work: Work, begun: Begun, name: str, data: bytes) -> bool:
    """Write one of a document's files; False where it can't be written, which refuses the document."""
    try:
        output, new, note = drafts.put(work.root, name, data)
    except CasefilesError as refusal:
        said = Diagnostic(begun.planned.due.record.span(), "DOC-900", Severity.ERROR, str(refusal))
        _refuse(work, begun.planned, (_placed(said, begun.planned),))
        return False
    begun.outputs.append(output)
    begun.changed |= new
    begun.notes += [note] if note else []
    return True


def _finish(work: Work, begun: Begun, pdfs: Iterator[bytes | PdfFault]) -> None:
    """Write a document's other files, each as soon as it is made: the PDF (the next of `pdfs`), the e-mail."""
    planned, options, notes = begun.planned, work.options, begun.notes
    root, settings = work.judged.caseload.root, ""
    parts = Parts(root, planned.case, planned.due, begun.rendered, pdfs, options.pdf, options.mail, notes)
    for ending, data in parts.beside():
        if isinstance(data, PdfFault):
            work.diagnostics.append(_no_pdf(planned, data))
            settings = "no PDF was made"
        elif not _put(work, begun, planned.key + ending, data):
            return
    outputs = begun.outputs
    former = {output.path for output in planned.former.outputs} if planned.former else set()
    _, held = drafts.retire(work.root, sorted(former - {output.path for output in outputs} - _beside(outputs)))
    notes += [f"{name} is open in another program: close it, it is out of date" for name in held]
    _enter(work, planned, begun.rendered, outputs, changed=begun.changed, notes=notes)
    if settings:
        work.state[planned.key] = replace(work.state[planned.key], settings=settings)


def _lies_there(work: Work, planned: Planned, former: Entry, rendered: Rendered) -> bool:
    """Whether the same draft lies there: the PDF follows from the program, its settings and the Word bytes."""
    if work.options.anew or (former.tool, former.settings) != (planned.wanted.tool, planned.wanted.settings):
        return False
    if any(output.is_beside or output.condition(work.root) != "same" for output in former.outputs):
        return False
    return (f"{planned.key}.docx", digest(rendered.docx)) in {(each.path, each.sha256) for each in former.outputs}


def _enter(
    work: Work,
    planned: Planned,
    rendered: Rendered,
    outputs: Sequence[Output],
    *,
    changed: bool,
    notes: Sequence[str] = (),
) -> None:
    """Record what a document was made from and what became of it."""
    made_from = tuple(dict.fromkeys((each.source_file, each.record_id) for each in rendered.made_from))
    unreached = rendered.unreached if work.options.mail else ()
    work.state[planned.key] = replace(
        planned.wanted,
        outputs=tuple(outputs),
        gaps=rendered.gaps,
        made_from=made_from,
        unreached=unreached,
        message=message_key(rendered),
    )
    files = tuple(BuiltFile(work.root / output.path, output.sha256) for output in outputs)
    state, holds = "written" if changed else "unchanged", planned.holds(made_from)
    said = {"gaps": rendered.gaps, "holds": holds, "unreached": unreached}
    work.documents.append(_document(planned, state, files=files, notes=tuple(notes), **said))


def _beside(outputs: Sequence[Output]) -> set[str]:
    """The names of files that stay where they are because their new draft had to go beside them."""
    return {output.path.replace(" (new).", ".") for output in outputs}


def _no_pdf(planned: Planned, fault: PdfFault) -> Diagnostic:
    code = "INT-012" if fault.ours else "TPL-900"
    message = f"{planned.due.entry.title}: no PDF of it was made: {fault.message}"
    return _placed(Diagnostic(planned.due.record.span(), code, Severity.ERROR, message), planned)


def _placed(diagnostic: Diagnostic, planned: Planned) -> Diagnostic:
    return diagnostic.within(planned.case.authority.id, planned.case.id)


def _refuse(work: Work, planned: Planned, diagnostics: Sequence[Diagnostic]) -> None:
    """Record that a document could not be made; what was there of it goes to stale/."""
    work.diagnostics += diagnostics
    moved, held = drafts.retire(work.root, planned.drafts)
    work.state.pop(planned.key, None)
    work.documents.append(_document(planned, "refused", files=moved_files(moved), notes=still_open(held)))


def _document(
    planned: Planned,
    state: str,
    *,
    files: tuple[BuiltFile, ...] = (),
    gaps: tuple[Diagnostic, ...] = (),
    holds: tuple[Diagnostic, ...] = (),
    notes: tuple[str, ...] = (),
    unreached: tuple[Diagnostic, ...] = (),
) -> BuiltDocument:
    wanted, case = planned.wanted, planned.case
    return BuiltDocument(
        authority=case.authority.id,
        case=case.id,
        slug=wanted.slug,
        kind=wanted.kind,
        record=wanted.record,
        state=state,
        files=files,
        why=planned.why,
        gaps=gaps,
        holds=holds,
        notes=notes,
        unreached=unreached,
    )
