"""A caseload of any size judged in chunks of cases: what is kept of each is small, so memory stays flat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from casefiles.caseload import Outline, outline, read_cases, read_programmes
from casefiles.diagnostics import Diagnostic, ordered
from casefiles.executors import Executor, chunked, executor_for
from casefiles.judgement import Judged, judge, judge_part
from casefiles.model.caseview import Case, Schools
from casefiles.reports.status import SchoolStatus

__all__ = ["CHUNK", "Ground", "Progress", "Survey", "schools_by_programme", "survey", "thinned"]

CHUNK = 16
"""Cases that are in memory at a time. More of them are no faster."""

ENOUGH = 120
"""Schools above which a check is done sooner by processes, whose start takes as long as forty schools (measured)."""

Progress = Callable[[int, int], None]
"""Is told how many cases of how many are done."""


@dataclass(frozen=True)
class Ground:
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


@dataclass(frozen=True)
class Survey:
    """What is kept of cases that were judged, or of all of them.

    `count` is how many there are, `loaded` the folders of those that loaded, `texts` the lines that the diagnostics
    speak of.
    """

    count: int = 0
    loaded: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    statuses: tuple[SchoolStatus, ...] = ()

    @classmethod
    def of(cls, judged: Judged, *, statuses: bool = False) -> Survey:
        """What is kept of a judgement."""
        loaded = tuple(each.folder for each in judged.caseload.cases)
        texts = thinned(judged.texts, judged.diagnostics)
        return cls(judged.count, loaded, judged.diagnostics, texts, judged.statuses if statuses else ())


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
    for part in spread.map(_judge_chunk, (ground, statuses), chunked(folders, chunk)):
        parts.append(part)
        if tell is not None:
            tell(sum(each.count for each in parts), len(folders))
    loaded = tuple(folder for part in parts for folder in part.loaded)
    programmes = ground.read_programmes(schools_by_programme(ground.outline, loaded))
    parts += [replace(Survey.of(judged), count=0) for judged in (ground.judged, programmes)]
    return Survey(
        sum(each.count for each in parts),
        loaded,
        ordered(said for each in parts for said in each.diagnostics),
        {file: text for each in parts for file, text in each.texts.items()} | dict(ground.judged.texts),
        tuple(sorted((row for each in parts for row in each.statuses), key=lambda row: (row.authority, row.case))),
    )


def _judge_chunk(shared: tuple[Ground, bool], folders: Sequence[str]) -> Survey:
    ground, statuses = shared
    return Survey.of(ground.read(folders), statuses=statuses)


def schools_by_programme(found: Outline, loaded: Sequence[str]) -> dict[str, Schools]:
    """The schools of each programme, under its folder: those that loaded, read again when somebody asks for them."""
    return {each: _schools(found, f"{each.partition('/')[0]}/", loaded) for each in found.programmes}


def _schools(found: Outline, authority: str, loaded: Sequence[str]) -> Schools:
    folders = tuple(folder for folder in loaded if folder.startswith(authority))

    def read() -> tuple[Case, ...]:
        return read_cases(found, folders).cases

    return Schools(tuple(folder.removeprefix(authority) for folder in folders), read)


def thinned(texts: Mapping[str, str], diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    """The texts of the files that diagnostics stand in, with those lines alone; the others are left empty."""
    wanted: dict[str, set[int]] = {}
    for each in diagnostics:
        if each.span.file in texts:
            wanted.setdefault(each.span.file, set()).add(each.span.line)
    return {file: _only(texts[file].split("\n"), lines) for file, lines in wanted.items()}


def _only(lines: Sequence[str], wanted: set[int]) -> str:
    return "\n".join(line if number in wanted else "" for number, line in enumerate(lines[: max(wanted)], start=1))
