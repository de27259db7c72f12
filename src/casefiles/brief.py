"""The brief on what changed, as Word and PDF: one page, from the same values as the text and the JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from casefiles import __version__
from casefiles.build_pdf import PdfFault, render_pdfs
from casefiles.calendars import say_date
from casefiles.caseload import Caseload, shipped_templates
from casefiles.changes import Changes
from casefiles.documents.charts import Chart, Column, columns_chart
from casefiles.documents.pdf.heard import hear
from casefiles.documents.word.properties import DocumentProperties
from casefiles.documents.word.template import Template, compile_template
from casefiles.drafts import output_folder
from casefiles.errors import CasefilesError
from casefiles.kept_packs import known_packs
from casefiles.model.caseview import Authority
from casefiles.policy.law import Packs
from casefiles.publish import write_document
from casefiles.reports.moved import KINDS, Move

__all__ = ["brief_context", "write_brief"]

_SHELL = "changes-brief"
_MARKING = "OFFICIAL-SENSITIVE"
_MOST = {"level": 8, "notice": 6, "judgement": 6, "priority": 5, "action": 6, "document": 5}
"""So many lines of each kind stand on one page; the first are those that matter most."""
_SHARES = (1.0, 0.8, 0.6, 0.45, 0.3, 0.15)
"""Fewer and fewer lines are tried until the brief fits on its page."""
_WEIGHT = ("overdue", "up", "given", "decided", "changed", "new", "issued")


def write_brief(caseload: Caseload, found: Changes, out: Path | None) -> tuple[Path, ...]:
    """Write the brief beside the drafts: the Word file and the PDF."""
    shelf = {f"shells/{_SHELL}": (shipped_templates() / "shells" / f"{_SHELL}.docx").read_bytes()}
    template = compile_template(shelf, _SHELL, _SHELL, ())
    context = brief_context(caseload, found)
    docx, pdf = _on_one_page(template, {**context, "notes": found.unread}, found.moves)
    folder = output_folder(caseload.root, caseload.file.output, out)
    stem = f"changes-{found.period.since}-{found.period.until}"
    return tuple(write_document(folder / f"{stem}{end}", data).path for end, data in ((".docx", docx), (".pdf", pdf)))


def _on_one_page(template: Template, context: Mapping[str, Any], moves: Sequence[Move]) -> tuple[bytes, bytes]:
    """The Word file and the PDF with as many lines as one page holds."""
    title = f"What changed from {context['since']} to {context['until']}"
    properties = DocumentProperties(title, version=__version__)
    docx = made = b""
    for share in _SHARES:
        brief = {**context, "parts": _parts(moves, share, several=context["several"])}
        letter = {"marking": _MARKING, "draft": False, "reference": ""}
        docx = template.render({"brief": brief, "letter": letter}, properties)
        pdf = next(iter(render_pdfs([docx], "native", 1, 1)))
        if isinstance(pdf, PdfFault):
            raise CasefilesError(f"no PDF of the brief was made: {pdf.message}")
        made = pdf
        if len(hear(pdf).running) == 1:
            break
    return docx, made


def brief_context(caseload: Caseload, found: Changes) -> Mapping[str, Any]:
    """The values that the page prints, apart from its lines."""
    packs, _ = known_packs(caseload.root, caseload.authorities, all_shipped=False)
    there = {each.authority for each in found.levels}
    authorities = [each for each in caseload.authorities if each.id in there]
    several, count, period = len(authorities) > 1, len(found.levels), found.period
    charts = [] if several else [_levels(found, each, packs) for each in authorities]
    pictures = tuple(chart for chart in charts if chart is not None)
    rows = (row for chart in pictures for row in reversed(chart.rows))
    return {
        "since": say_date(period.since),
        "until": say_date(period.until),
        "scope": ", ".join(each.file.name for each in authorities) or "No authority",
        "schools": f"{count} {'school' if count == 1 else 'schools'}",
        "quiet": not found.moves,
        "several": several,
        "pictures": pictures,
        "levels": tuple({"level": level, "before": before, "after": after} for level, before, after in rows),
    }


def _parts(moves: Sequence[Move], share: float, *, several: bool) -> tuple[Mapping[str, Any], ...]:
    """The lines by kind; `share` is how much of the most lines of each kind stand there."""
    kinds = [kind for kind in KINDS if any(move.kind == kind for move in moves)]
    return tuple(_part(kind, moves, share, several=several) for kind in kinds)


def _part(kind: str, moves: Sequence[Move], share: float, *, several: bool) -> Mapping[str, Any]:
    own = [move for move in moves if move.kind == kind]
    most = max(1, round(_MOST[kind] * share))
    own.sort(key=lambda move: (_WEIGHT.index(move.way) if move.way in _WEIGHT else len(_WEIGHT), move.school, move.on))
    lines = tuple(
        {
            "school": move.school,
            "authority": move.authority.capitalize() if several else "",
            "what": _what(move),
            "on": "" if say_date(move.on) in move.what else say_date(move.on),
        }
        for move in own[:most]
    )
    return {"title": KINDS[kind], "count": len(own), "lines": lines, "more": max(0, len(own) - most)}


def _what(move: Move) -> str:
    """What moved; of an action only what became of it: its words are an officer's own, and may name a person."""
    return f"an agreed action {move.what.partition(':')[0]}" if move.kind == "action" else move.what


def _levels(found: Changes, authority: Authority, packs: Packs) -> Chart | None:
    """How many schools of an authority are at each level at both ends of the time."""
    if authority.file.policy not in packs:
        return None
    edition = packs.edition_on(authority.file.policy, found.period.until)
    names = [entry.short for entry in sorted(edition.levels, key=lambda entry: entry.rank)]
    before = Counter(each.before for each in found.levels)
    after = Counter(each.after for each in found.levels)
    ends = ((found.period.since, before), (found.period.until, after))
    columns = [Column(say_date(day), {name: counted[name] for name in names}) for day, counted in ends]
    used = [name for name in names if any(each.parts[name] for each in columns)]
    return columns_chart("Schools at each level", "Level", columns, used, height=90.0) if used else None
