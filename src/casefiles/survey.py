"""A caseload of any size judged in chunks of cases: what is kept of each is small, so memory stays flat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from casefiles.caseload import Outline, outline, read_cases, read_programmes
from casefiles.diagnostics import Diagnostic, ordered
from casefiles.executors import Executor, chunked, executor_for
from casefiles.judgement import Judged, JudgedCase, judge, judge_part
from casefiles.model.caseview import Case, Schools, without_bodies
from casefiles.policy.obligations import Obligation

if TYPE_CHECKING:
    from casefiles.policy.over_time import Course
    from casefiles.reports.status import SchoolStatus

__all__ = ["CHUNK", "Facts", "Ground", "Progress", "Survey", "schools_by_programme", "survey", "thinned"]

CHUNK = 16
"""Cases that a process is given at a time. More of them are no faster."""

ENOUGH = 200
"""Schools above which processes are sooner done with a check: to start them costs as much time as sixty (measured)."""

Progress = Callable[[int, int], None]
"""Is told how many cases of how many are done."""


class Ground(Struct, frozen=True):
    """What every case of a caseload is judged on: the caseload's outline, and the judgement of all but the cases."""

    outline: Outline
    judged: Judged

    @classmethod
    def of(cls, root: Path, only: Sequence[Path], as_of: date) -> Ground:
        """The ground of a caseload, or of the part of it that the paths name."""
        found = outline(root, only)
        return cls(found, judge(found.caseload, as_of))

    def read(self, folders: Iterable[str]) -> Judged:
        """The cases of these folders, read and judged."""
        return judge_part(self.judged, read_cases(self.outline, folders))

    def read_programmes(self, schools: Mapping[str, Schools]) -> Judged:
        """The authorities' programmes, read and judged, each over the schools under its folder."""
        return judge_part(self.judged, read_programmes(self.outline, schools))


class Facts(Struct, frozen=True):
    """What is kept of one case for what is said of all: what is owed in it, its due documents' titles, its course.

    A title stands under the document's slug and its record's id. There is no course where no policy judges the case.
    """

    authority: str
    case: str
    name: str
    obligations: tuple[Obligation, ...]
    titles: Mapping[tuple[str, str], str]
    course: Course | None

    @classmethod
    def of(cls, judged: Judged, each: JudgedCase) -> Facts:
        """The facts of a case."""
        from casefiles.policy.over_time import course_of, times_until  # noqa: PLC0415 - a check needs no facts

        case, owed, policy = each.case, each.checked.obligations, each.case.authority.file.policy
        titles = {(due.entry.slug, due.record.record_id): due.entry.title for due in each.due}
        course = None
        if policy in judged.packs:
            edition = judged.packs.edition_on(policy, judged.as_of)
            course = course_of(case, owed, edition, times_until(case.authority, judged.as_of))
        return cls(case.authority.id, case.id, case.school.name, owed, titles, course)


class Survey(Struct, frozen=True):
    """What is kept of cases that were judged, or of all of them.

    `count` is how many there are, `loaded` the folders of those that loaded, `texts` the lines that the diagnostics
    speak of. `statuses` and `facts` are there if they were asked for. `beside` has, by a case's folder, what was said
    of its authority's own file while that case was judged.
    """

    count: int = 0
    loaded: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    statuses: tuple[SchoolStatus, ...] = ()
    facts: tuple[Facts, ...] = ()
    beside: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, judged: Judged, *, statuses: bool = False, facts: bool = False) -> Survey:
        """What is kept of a judgement."""
        return cls(
            judged.count,
            tuple(each.folder for each in judged.caseload.cases),
            judged.diagnostics,
            thinned(judged.texts, judged.diagnostics),
            judged.statuses if statuses or facts else (),
            tuple(Facts.of(judged, each) for each in judged.cases) if facts else (),
        )

    @classmethod
    def whole(cls, ground: Ground, parts: Sequence[Survey], programmes: Sequence[Survey]) -> Survey:
        """What the parts of a caseload and its programmes say, with what is said of all else."""
        every = (*parts, *programmes)
        said = (each for part in every for each in part.diagnostics)
        rows = (row for each in parts for row in each.statuses)
        return cls(
            sum(each.count for each in parts),
            tuple(folder for part in parts for folder in part.loaded),
            ordered([*ground.judged.diagnostics, *said]),
            {file: text for each in every for file, text in each.texts.items()} | dict(ground.judged.texts),
            tuple(sorted(rows, key=lambda row: (row.authority, row.case))),
            tuple(each for part in parts for each in part.facts),
            {folder: said for part in every for folder, said in part.beside.items()},
        )

    def said_in(self, folder: str) -> Survey:
        """The survey of one case, which knows what was said beside it."""
        return replace(self, beside={folder: tuple(each for each in self.diagnostics if not each.case)})


def survey(
    root: Path,
    only: Sequence[Path],
    as_of: date,
    *,
    statuses: bool = False,
    executor: Executor | None = None,
    chunk: int = CHUNK,
    tell: Progress | None = None,
) -> Survey:
    """What `judge` says of the caseload at `root`, or of the part that the paths name, without holding all of it.

    `statuses` are made if asked. Where there are many cases, and no executor is given, processes share them.
    """
    ground = Ground.of(root, only, as_of)
    folders = ground.outline.cases
    spread = executor or executor_for(len(folders), ENOUGH)
    parts: list[Survey] = []
    for made in spread.map(_judge_chunk, (ground, statuses), chunked(folders, chunk)):
        parts += made
        if tell is not None:
            tell(sum(each.count for each in parts), len(folders))
    loaded = tuple(folder for part in parts for folder in part.loaded)
    schools = schools_by_programme(ground.outline, loaded)
    programmes = [Survey.of(ground.read_programmes({each: schools[each]})).said_in(each) for each in schools]
    return Survey.whole(ground, parts, programmes)


def _judge_chunk(shared: tuple[Ground, bool], folders: Sequence[str]) -> tuple[Survey, ...]:
    """The survey of each case of a chunk."""
    ground, statuses = shared
    return tuple(Survey.of(ground.read([each]), statuses=statuses).said_in(each) for each in folders)


def schools_by_programme(
    found: Outline, loaded: Sequence[str], readings: Mapping[str, Mapping[date, bytes]] | None = None
) -> dict[str, Schools]:
    """The schools of each programme, under its folder: those that loaded, read again when somebody asks for them.

    They are for one call. `readings` has what was read off some on the days of their programme's documents, by folder.
    """
    return {each: _schools(found, f"{each.partition('/')[0]}/", loaded, readings or {}) for each in found.programmes}


def _schools(
    found: Outline, authority: str, loaded: Sequence[str], readings: Mapping[str, Mapping[date, bytes]]
) -> Schools:
    folders = tuple(folder for folder in loaded if folder.startswith(authority))
    known = {folder.removeprefix(authority): readings[folder] for folder in folders if folder in readings}

    def read() -> tuple[Case, ...]:
        cases = (each for folder in folders for each in read_cases(found, [folder]).cases)
        return tuple(without_bodies(each) if each.id in known else each for each in cases)

    return Schools(tuple(folder.removeprefix(authority) for folder in folders), read, known, lasting=False)


def thinned(texts: Mapping[str, str], diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    """The texts of the files that diagnostics stand in, with those lines alone; the others are left empty."""
    wanted: dict[str, set[int]] = {}
    for each in diagnostics:
        if each.span.file in texts:
            wanted.setdefault(each.span.file, set()).add(each.span.line)
    return {file: _only(texts[file].split("\n"), lines) for file, lines in wanted.items()}


def _only(lines: Sequence[str], wanted: set[int]) -> str:
    return "\n".join(line if number in wanted else "" for number, line in enumerate(lines[: max(wanted)], start=1))
