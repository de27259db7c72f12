"""The build of a caseload of any size: chunks of schools, then the programmes that are read off them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from casefiles import drafts
from casefiles.build import Built, Options, build_part, joined
from casefiles.build_retired import retire_gone
from casefiles.build_state import built_cases
from casefiles.caseload import read_cases
from casefiles.executors import Executor, chunked, executor_for
from casefiles.model.caseview import Case
from casefiles.overview import Overview
from casefiles.publish import locked
from casefiles.rendering import Shelves
from casefiles.survey import CHUNK, ENOUGH, Ground, Progress, Survey, schools_by_programme

__all__ = ["build_caseload"]

_WORTH = 10
"""Schools that are judged in the time in which the documents of a new one are made."""


@dataclass
class _Site:
    """What the build of every chunk shares; each process reads and compiles its templates once."""

    ground: Ground
    root: Path
    options: Options

    @cached_property
    def shelves(self) -> Shelves:
        """The templates."""
        return Shelves(self.ground.judged.caseload.root, self.ground.judged.packs)


def build_caseload(
    ground: Ground,
    options: Options,
    *,
    executor: Executor | None = None,
    chunk: int = CHUNK,
    tell: Progress | None = None,
) -> tuple[Overview, Built]:
    """Bring the drafts up to date, and say what was judged and what was done, as `judge` and `build` do.

    No more than a chunk of cases, or the schools of one authority, is in memory at a time. Where there is much to
    do and no executor is given, processes share it. Raises CasefilesError where the output folder can't be used.
    """
    caseload, folders = ground.judged.caseload, ground.outline.cases
    root = drafts.output_folder(caseload.root, caseload.file.output, options.out)
    site = _Site(ground, root, replace(options, jobs=1))
    surveys: list[Survey] = []
    parts: list[Built] = []
    with locked(root):
        spread = executor or _executor(root, folders, options)
        for survey, built in spread.map(_build_chunk, site, chunked(folders, chunk)):
            surveys.append(survey)
            parts.append(built)
            if tell is not None:
                tell(sum(each.count for each in surveys), len(folders))
        loaded = tuple(folder for each in surveys for folder in each.loaded)
        programmes = [_build_programme(site, folder, loaded) for folder in ground.outline.programmes]
        scope = {*folders, *(folder for each, _ in programmes for folder in each.loaded)}
        gone = retire_gone(root, options, scope)
    whole = Survey.whole(ground, surveys, [each for each, _ in programmes])
    around = Built(ground.judged.as_of, root, (), ground.judged.diagnostics)
    built = joined([around, *parts, *(each for _, each in programmes)], gone)
    return Overview(ground.judged, whole, lambda authority: _cases_of(ground, authority, loaded)), built


def _build_chunk(site: _Site, folders: Sequence[str]) -> tuple[Survey, Built]:
    judged = site.ground.read(folders)
    built = build_part(judged, site.root, site.options, site.shelves)
    return Survey.of(judged, facts=site.options.whole), built


def _build_programme(site: _Site, folder: str, loaded: Sequence[str]) -> tuple[Survey, Built]:
    """What the programme in a folder says, and its build; its schools are read if a document asks for them."""
    schools = schools_by_programme(site.ground.outline, loaded)[folder]
    judged = site.ground.read_programmes({folder: schools})
    built = build_part(judged, site.root, site.options, site.shelves)
    there = tuple(each.case.folder for each in judged.programmes)
    return replace(Survey.of(judged), loaded=there), built


def _cases_of(ground: Ground, authority: str, loaded: Sequence[str]) -> tuple[Case, ...]:
    return read_cases(ground.outline, [each for each in loaded if each.startswith(f"{authority}/")]).cases


def _executor(root: Path, folders: Sequence[str], options: Options) -> Executor:
    """What pays: a school whose documents must all be made weighs as much as several that are only judged."""
    new = len(folders) if options.anew else len(set(folders) - set(built_cases(root)))
    weight = len(folders) + (_WORTH if options.pdf else 2) * new
    return executor_for(len(folders), ENOUGH * len(folders) // max(weight, 1), options.jobs)
