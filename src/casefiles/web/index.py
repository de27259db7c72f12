"""The page index.html as bytes: a function of the files, the drafts and the date of judgement."""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined, Template

from casefiles import __version__
from casefiles.build import Built, BuiltDocument
from casefiles.calendars import say_date
from casefiles.diagnostics import Diagnostic
from casefiles.overview import Overview
from casefiles.policy.ladder import Standing, Want
from casefiles.policy.obligations import Obligation, State
from casefiles.reporters.text import say_citation, say_counts
from casefiles.reports.status import SchoolStatus
from casefiles.usercache import entry_key, find_entry, keep_entry
from casefiles.web.board import board_script, filters, pictures_of, tally, tests_of
from casefiles.web.following import Following
from casefiles.web.page import Because, Draft, Duty, Group, Ladder, Link, Remark, SchoolPart, Wanted

__all__ = ["index_page"]

_STATES = {"written": "draft", "unchanged": "draft", "issued": "issued", "refused": "could not be made"}


def index_page(seen: Overview, built: Built, follow: Following | None = None) -> bytes:
    """The page as UTF-8 bytes: equal files and dates give equal bytes. With `follow` it loads itself again."""
    setting = _Setting(seen, built)
    rows = seen.survey.statuses
    parts = [_school(row, setting) for row in rows]
    names = {each.id: each.file.name for each in seen.authorities}
    ids = dict.fromkeys(part.status.authority for part in parts)
    duties = sorted(
        (duty for part in parts for duty in part.duties), key=lambda duty: (duty.on, duty.school, duty.code)
    )
    page = _template().render(
        day=say_date(seen.as_of),
        version=__version__,
        follow=follow,
        script=board_script(),
        filters=filters(rows),
        groups=[_group(each, names.get(each, each), parts, seen) for each in ids],
        overdue=[duty for duty in duties if duty.state == State.OVERDUE],
        due=[duty for duty in duties if duty.state == State.DUE],
        others=[_remark(each, setting) for each in seen.survey.diagnostics if not each.case],
    )
    return page.encode()


def _group(authority: str, name: str, parts: Iterable[SchoolPart], seen: Overview) -> Group:
    own = _by_rank(part for part in parts if part.status.authority == authority)
    tests, ours = tests_of(authority, seen)
    said = tally(part.status for part in own)
    return Group(authority, name, tuple(own), said, pictures_of(authority, seen), tests, ours)


@cache
def _template() -> Template:
    text = files("casefiles.web").joinpath("index.html.j2").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    key = entry_key([text.encode()])
    code = find_entry("pages", key)
    if code is None:
        code = marshal.dumps(environment.compile(text))
        keep_entry("pages", key, code)
    return Template.from_code(environment, marshal.loads(code), environment.globals)  # noqa: S302 - our own code


@dataclass(frozen=True)
class _Setting:
    """What every part of the page is made from, and the addresses, relative to the folder of drafts."""

    seen: Overview
    built: Built
    titles: dict[tuple[str, str, str, str], str] = field(init=False)
    drafts: dict[tuple[str, str], list[BuiltDocument]] = field(init=False)

    def __post_init__(self) -> None:
        titles = {
            (each.authority, each.case, *document): title
            for each in self.seen.survey.facts
            for document, title in each.titles.items()
        }
        drafts: dict[tuple[str, str], list[BuiltDocument]] = {}
        for built in self.built.documents:
            drafts.setdefault((built.authority, built.case), []).append(built)
        object.__setattr__(self, "titles", titles)
        object.__setattr__(self, "drafts", drafts)

    def source(self, file: str, line: int) -> Link:
        """A link to a file of the caseload; the line is for the reader, no browser can jump to it."""
        shown, address = _source(str(self.seen.root), file, str(self.built.out))
        return Link(f"{shown}:{line}", address)

    def document(self, path: Path) -> Link:
        """A link to a draft."""
        return Link(
            {".docx": "Word", ".pdf": "PDF", ".eml": "e-mail"}.get(path.suffix, path.name),
            _address(str(path), str(self.built.out)),
        )


@lru_cache(maxsize=16384)
def _source(root: str, file: str, folder: str) -> tuple[str, str]:
    """A file of the caseload, or one outside it by its whole path: as it is shown, and its address."""
    if os.path.isabs(file):  # noqa: PTH117 - a page of 300 schools names thousands of places
        return Path(file).name, _address(file, folder)
    return file, f"{_address(root, folder)}/{quote(file)}"


@lru_cache(maxsize=16384)
def _address(path: str, folder: str) -> str:
    """The address of a file or folder for a page in a folder; its whole address where it lies on another drive."""
    if path.startswith(f"{folder}{os.sep}"):
        return quote(path[len(folder) + 1 :].replace(os.sep, "/"))
    try:
        return quote(os.path.relpath(path, folder).replace(os.sep, "/"))
    except ValueError:
        return Path(path).as_uri()


def _by_rank(parts: Iterable[SchoolPart]) -> list[SchoolPart]:
    """The schools that can't be read first, then the highest level of support."""
    return sorted(parts, key=lambda part: (part.status.rank >= 0, -part.status.rank, part.status.name))


def _school(row: SchoolStatus, setting: _Setting) -> SchoolPart:
    anchor = f"{row.authority}-{row.case}"
    clauses = _clauses(row, setting.seen)
    owed = (*(each.obligation for each in row.overdue), *row.due)
    own = setting.drafts.get((row.authority, row.case), [])
    return SchoolPart(
        anchor=anchor,
        status=row,
        level=row.level or "can't be read",
        since=say_date(row.since) if row.since else "",
        counts=say_counts(row.counts),
        duties=tuple(_duty(each, row, anchor, clauses.get(each.code, ""), setting) for each in owed),
        remarks=tuple(_remark(each, setting) for each in setting.seen.said_of(row.authority, row.case)),
        drafts=tuple(draft for each in own if (draft := _draft(each, setting)) is not None),
        ladder=_ladder(row.ladder, setting) if row.ladder else None,
        reasons=tuple(
            Because(each.colour.value, each.text, setting.source(each.span.file, each.span.line))
            for each in row.rating.reasons
        ),
        issued=say_date(date.fromisoformat(row.last_issued.on)) if row.last_issued else "",
    )


def _ladder(standing: Standing, setting: _Setting) -> Ladder:
    ahead = tuple((step.title, tuple(_wanted(want, setting) for want in step.wants)) for step in standing.ahead)
    place = setting.source(standing.span.file, standing.span.line)
    return Ladder(standing.title, say_date(standing.since), place, ahead)


def _wanted(want: Want, setting: _Setting) -> Wanted:
    state = f"since {say_date(want.met_on)}" if want.met_on else "so" if want.is_met else "not yet"
    return Wanted(state, want.is_met, want.what, want.clause, setting.source(want.span.file, want.span.line))


def _clauses(row: SchoolStatus, seen: Overview) -> Mapping[str, str]:
    """The clause of each rule that is in force for the school on the date of judgement."""
    edition = seen.edition(row.authority)
    if edition is None:
        return {}
    wanted = {each.obligation.code for each in row.overdue} | {each.code for each in row.due}
    return {rule.code: say_citation(edition.citation(rule)) for rule in edition.rules if rule.code in wanted}


def _duty(owed: Obligation, row: SchoolStatus, anchor: str, clause: str, setting: _Setting) -> Duty:
    return Duty(
        on=owed.due_on,
        day=say_date(owed.due_on),
        what=owed.what,
        why=owed.derivation,
        code=owed.code,
        state=owed.state.value,
        clause=clause,
        place=setting.source(owed.span.file, owed.span.line),
        anchor=anchor,
        school=row.name,
    )


def _remark(diagnostic: Diagnostic, setting: _Setting) -> Remark:
    waived = diagnostic.waived
    return Remark(
        severity=diagnostic.severity.value,
        place=setting.source(diagnostic.span.file, diagnostic.span.line),
        code=diagnostic.code,
        message=diagnostic.message,
        clause=say_citation(diagnostic.citation) if diagnostic.citation else "",
        help=diagnostic.help,
        waiver=f"{waived.reason} ({waived.approved_by}, {say_date(waived.approved_on)})" if waived else "",
    )


def _draft(built: BuiltDocument, setting: _Setting) -> Draft | None:
    """The document as the page shows it; None for one that is no longer due: the page tells no history."""
    title = setting.titles.get((built.authority, built.case, built.slug, built.record))
    if title is None or built.state not in _STATES:
        return None
    files = tuple(setting.document(file.path) for file in built.files) if built.state != "refused" else ()
    return Draft(title, built.record, _STATES[built.state], files, tuple(gap.message for gap in built.gaps))
