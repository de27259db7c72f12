"""What is due and out of date, and why; then compose, render, publish: the one module that knows the order."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from casefiles import drafts
from casefiles.build_mail import MAIL, PAPERS
from casefiles.build_papers import paper_inputs
from casefiles.build_parts import WORKBOOK, Parts, message_key
from casefiles.build_pdf import PdfFault, executor_of, render_pdfs, require
from casefiles.build_result import STATES, Built, BuiltDocument, BuiltFile, Options
from casefiles.build_retired import Retired, moved_files, retire_gone, retire_rest, scope_of, still_open
from casefiles.build_state import Entry, Output, State, Why, read_state, reasons, tool_key, write_state
from casefiles.diagnostics import Diagnostic, Severity, ordered
from casefiles.documents.catalogue import Due
from casefiles.errors import CasefilesError
from casefiles.executors import InProcess
from casefiles.issuing.standing import StandingDocuments
from casefiles.judgement import Judged, JudgedCase
from casefiles.model.caseview import Case
from casefiles.publish import digest, locked
from casefiles.rendering import Refused, Rendered, Shelves

__all__ = ["STATES", "Built", "BuiltDocument", "BuiltFile", "Options", "build", "build_part", "joined"]

_ENDINGS = (".docx", ".pdf", PAPERS, WORKBOOK, MAIL)


@dataclass(frozen=True)
class _Planned:
    """A due document: its key in the state, what it would be made from, and why it must be made again."""

    key: str
    judged: JudgedCase
    due: Due
    wanted: Entry
    former: Entry | None
    why: tuple[Why, ...]

    @property
    def case(self) -> Case:
        """The case that the document is of."""
        return self.judged.case

    @property
    def is_of_changed(self) -> bool:
        """Whether the file of the document's own record is among what changed: somebody waits for it."""
        return any(each.path == self.wanted.source_file for each in self.why)

    @property
    def drafts(self) -> tuple[str, ...]:
        """The names of its drafts: those that were written, and those that it may have."""
        former = [output.path for output in self.former.outputs] if self.former else []
        return tuple(dict.fromkeys([*former, *(self.key + ending for ending in _ENDINGS)]))

    def holds(self, made_from: Sequence[tuple[str, str]]) -> tuple[Diagnostic, ...]:
        """What keeps the document from being issued, apart from its gaps."""
        wanted = set(made_from)
        shown = [each for _, each in self.case.all_records() if (each.source_file, each.record_id) in wanted]
        return self.judged.checked.holding(self.due.entry, self.due.record, shown)


@dataclass
class _Work:
    """What a build gathers while it goes along."""

    root: Path
    judged: Judged
    options: Options
    state: State
    go_on: Callable[[], bool]
    tool: str = field(default_factory=tool_key)
    documents: list[BuiltDocument] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left: int = 0


def build(
    judged: Judged, options: Options, shelves: Shelves | None = None, go_on: Callable[[], bool] = lambda: True
) -> Built:
    """Bring the drafts of the judged cases up to date, and say what was done.

    Nothing is written before all is planned; a document that fails costs no other. `shelves` are the
    templates that a longer process has read before, of the same packs; `go_on` is asked before each document
    that is out of date. Raises CasefilesError where the output folder can't be used.
    """
    root = drafts.output_folder(judged.caseload.root, judged.caseload.file.output, options.out)
    with locked(root):
        part = build_part(judged, root, options, shelves or Shelves(judged.caseload.root, judged.packs), go_on)
        return joined([part], retire_gone(root, options, scope_of(judged)))


def build_part(
    judged: Judged, root: Path, options: Options, shelves: Shelves, go_on: Callable[[], bool] = lambda: True
) -> Built:
    """Bring the drafts of the judged cases up to date; the caller holds the lock of the output folder `root`."""
    former = {case: read_state(root, case) for case in scope_of(judged)}
    work = _Work(root, judged, options, {key: entry for each in former.values() for key, entry in each.items()}, go_on)
    planned = [each for case in judged.with_documents for each in _plan(work, case, shelves)]
    planned = _without_issued(work, _without_clashes(work, planned), shelves)
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
        tuple(sorted(documents, key=lambda each: (each.authority, each.case, each.record, each.slug))),
        ordered(each for part in parts for each in part.diagnostics),
        tuple(sorted([*gone.notes, *(note for part in parts for note in part.notes)])),
        sum(part.left for part in parts),
    )


def _write_states(work: _Work, former: Mapping[str, State]) -> None:
    """Keep the state of each case whose documents are not as they were."""
    now: dict[str, State] = {case: {} for case in former}
    for key, entry in work.state.items():
        now[key.rpartition("/")[0]][key] = entry
    for case, state in now.items():
        if state != former[case]:
            write_state(work.root, case, state)


def _plan(work: _Work, judged: JudgedCase, shelves: Shelves) -> Iterator[_Planned]:
    case = judged.case
    inputs = _inputs(work.judged.caseload.inputs, case)
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
            inputs | shelves.inputs(case, due) | paper_inputs(work.judged.caseload.root, case, due.entry),
        )
        why = reasons(former, wanted, work.root, force=work.options.anew)
        yield _Planned(key, judged, due, wanted, former, why)


def _without_clashes(work: _Work, planned: Sequence[_Planned]) -> list[_Planned]:
    """The plan without documents that would be one file; those are refused (the check has said why at both records)."""
    wanted = Counter(each.key for each in planned)
    for each in planned:
        if wanted[each.key] > 1:
            _refuse(work, each, ())
    return [each for each in planned if wanted[each.key] == 1]


def _without_issued(work: _Work, planned: Sequence[_Planned], shelves: Shelves) -> list[_Planned]:
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


def _publish(work: _Work, planned: Sequence[_Planned], shelves: Shelves) -> None:
    """Render what is out of date and write it: first what was made of the very records that changed."""
    options = work.options
    number = sum(1 for each in planned if each.why)
    if options.pdf and number:
        require(options.pdf_engine)
    one_by_one = not options.pdf or executor_of(options.pdf_engine, options.jobs, number) == InProcess()
    waiting: list[tuple[_Planned, Rendered]] = []
    for each in sorted(planned, key=lambda each: not each.is_of_changed):
        work.diagnostics += shelves.contract(each.case, each.due)
        if not each.why and each.former:
            _unchanged(work, each, each.former)
            continue
        if not work.go_on():
            work.left += 1
            continue
        result = shelves.render(each.case, each.due)
        if isinstance(result, Refused):
            _refuse(work, each, result.diagnostics)
        elif each.former and _lies_there(work, each, each.former, result):
            _keep(work, each, each.former, result)
        elif one_by_one:
            _write(work, each, result, _pdfs(work, [result]))
        else:
            waiting.append((each, result))
    pdfs = _pdfs(work, [result for _, result in waiting])
    for each, result in waiting:
        _write(work, each, result, pdfs)


def _pdfs(work: _Work, rendered: Sequence[Rendered]) -> Iterator[bytes | PdfFault]:
    """The PDF of each document, made when it is asked for; none where none are wanted."""
    options = work.options
    if not options.pdf:
        return iter(())
    words = (result.docx for result in rendered)
    return render_pdfs(words, options.pdf_engine, options.jobs, len(rendered), verify=options.verify)


def _keep(work: _Work, planned: _Planned, former: Entry, rendered: Rendered) -> None:
    """Enter a document whose Word file lies there; its e-mail is written where that says something else now."""
    if former.message == message_key(rendered) and not planned.due.entry.with_papers:
        _enter(work, planned, rendered, former.outputs, changed=False)
        return
    pdf = _former_pdf(work, planned)
    _write(work, planned, rendered, iter([pdf] if pdf is not None else []))


def _unchanged(work: _Work, planned: _Planned, former: Entry) -> None:
    files = tuple(BuiltFile(work.root / output.path, output.sha256) for output in former.outputs)
    holds = planned.holds(former.made_from)
    unreached = former.unreached
    work.documents.append(
        _document(planned, "unchanged", files=files, gaps=former.gaps, holds=holds, unreached=unreached)
    )


def _former_pdf(work: _Work, planned: _Planned) -> bytes | None:
    """The PDF that lies there, if there is one."""
    path = work.root / f"{planned.key}.pdf"
    return path.read_bytes() if work.options.pdf and path.exists() else None


def _write(work: _Work, planned: _Planned, rendered: Rendered, pdfs: Iterator[bytes | PdfFault]) -> None:
    """Write a document's files, each as soon as it is made: the Word file, the PDF (the next of `pdfs`), the e-mail."""
    notes = list(drafts.keep_edited(work.root, planned.former)) if planned.former else []
    root, options = work.judged.caseload.root, work.options
    parts = Parts(root, planned.case, planned.due, rendered, pdfs, options.pdf, options.mail, notes)
    outputs, changed, settings = [], False, ""
    try:
        for ending, data in parts.made():
            if isinstance(data, PdfFault):
                work.diagnostics.append(_no_pdf(planned, data))
                settings = "no PDF was made"
                continue
            output, new, note = drafts.put(work.root, planned.key + ending, data)
            outputs.append(output)
            changed |= new
            notes += [note] if note else []
    except CasefilesError as refusal:
        refused = Diagnostic(planned.due.record.span(), "DOC-900", Severity.ERROR, str(refusal))
        _refuse(work, planned, (_placed(refused, planned),))
        return
    former = {output.path for output in planned.former.outputs} if planned.former else set()
    _, held = drafts.retire(work.root, sorted(former - {output.path for output in outputs} - _beside(outputs)))
    notes += [f"{name} is open in another program: close it, it is out of date" for name in held]
    _enter(work, planned, rendered, outputs, changed=changed, notes=notes)
    if settings:
        work.state[planned.key] = replace(work.state[planned.key], settings=settings)


def _lies_there(work: _Work, planned: _Planned, former: Entry, rendered: Rendered) -> bool:
    """Whether the same draft lies there: the PDF follows from the program, its settings and the Word bytes."""
    if work.options.anew or (former.tool, former.settings) != (planned.wanted.tool, planned.wanted.settings):
        return False
    if any(output.is_beside or output.condition(work.root) != "same" for output in former.outputs):
        return False
    return (f"{planned.key}.docx", digest(rendered.docx)) in {(each.path, each.sha256) for each in former.outputs}


def _enter(
    work: _Work,
    planned: _Planned,
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


def _no_pdf(planned: _Planned, fault: PdfFault) -> Diagnostic:
    code = "INT-012" if fault.ours else "TPL-900"
    message = f"{planned.due.entry.title}: no PDF of it was made: {fault.message}"
    return _placed(Diagnostic(planned.due.record.span(), code, Severity.ERROR, message), planned)


def _placed(diagnostic: Diagnostic, planned: _Planned) -> Diagnostic:
    return diagnostic.within(planned.case.authority.id, planned.case.id)


def _refuse(work: _Work, planned: _Planned, diagnostics: Sequence[Diagnostic]) -> None:
    """Record that a document could not be made; what was there of it goes to stale/."""
    work.diagnostics += diagnostics
    moved, held = drafts.retire(work.root, planned.drafts)
    work.state.pop(planned.key, None)
    work.documents.append(_document(planned, "refused", files=moved_files(moved), notes=still_open(held)))


def _document(
    planned: _Planned,
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
