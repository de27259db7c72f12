"""The build of a caseload of any size: chunks of schools, then the programmes that are read off them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from itertools import chain, zip_longest
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from casefiles import drafts
from casefiles.build import Built, Options, build_part, joined
from casefiles.build_known import Known, Part
from casefiles.build_retired import retire_gone
from casefiles.build_state import built_cases
from casefiles.caseload import read_programmes
from casefiles.documents.catalogue import due_documents
from casefiles.documents.compose.registry import block_kind
from casefiles.executors import Executor, chunked, executor_for
from casefiles.judgement import Judged
from casefiles.model.caseview import Case, Schools
from casefiles.overview import Overview
from casefiles.policy.overview import readings_on
from casefiles.publish import locked
from casefiles.rendering import Shelves
from casefiles.sight import Look
from casefiles.survey import CHUNK, ENOUGH, Ground, Progress, Survey, schools_by_programme

__all__ = ["build_caseload"]

_WORTH = 10
"""Schools that are judged in the time in which the documents of a new one are made."""


class _Site(Struct, dict=True):
    """What the build of every chunk shares; each process reads and compiles its templates once.

    `days` has, by authority, the days of the documents that are to be read off its schools.
    """

    ground: Ground
    root: Path
    options: Options
    days: Mapping[str, tuple[date, ...]]

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
    known: Known | None = None,
) -> tuple[Overview, Built]:
    """Bring the drafts up to date, and say what was judged and what was done, as `judge` and `build` do.

    No more than a chunk of cases, or the schools of one authority, is in memory at a time. Where there is much to
    do and no executor is given, processes share it. Cases of which the last build's word is `known` are neither read
    nor composed. Raises CasefilesError where the output folder can't be used.
    """
    caseload, folders = ground.judged.caseload, ground.outline.cases
    root = drafts.output_folder(caseload.root, caseload.file.output, options.out)
    if known is None or known.look.out != root:
        known = Known(Look(caseload.root, root), ground.judged.as_of)
    once = replace(ground, outline=replace(ground.outline, parses={}))
    with locked(root):
        known.read()
        parts = {folder: part for folder in folders if (part := known.part(folder)) is not None}
        changed = tuple(folder for folder in folders if folder not in parts)
        programmes = [folder for folder in ground.outline.programmes if known.part(folder) is None]
        site = _Site(ground, root, replace(options, jobs=1), _days(once, options, programmes))
        spread = executor or _executor(root, changed, options)
        for folder, part, read in chain.from_iterable(spread.map(_build_chunk, site, _in_turn(changed, chunk))):
            known.note(folder, part, read)
            parts[folder] = part
            if tell is not None:
                tell(len(parts), len(folders))
        schools = [parts[folder] for folder in folders]
        loaded = tuple(folder for each in schools for folder in each.survey.loaded)
        inputs = {file: sha for each in schools for file, sha in each.inputs.items()}
        spoken_of = _Schools(once, loaded, inputs, known.readings(site.days))
        read_off = [_programme(site, known, folder, spoken_of) for folder in ground.outline.programmes]
        gone = retire_gone(root, options, {*folders, *(folder for each in read_off for folder in each.survey.loaded)})
    whole = Survey.whole(ground, [each.survey for each in schools], [each.survey for each in read_off])
    around = Built(ground.judged.as_of, root, (), ground.judged.diagnostics)
    built = joined([around, *(each.built for each in (*schools, *read_off))], gone)
    seen = Overview(
        ground.judged,
        whole,
        tuple(sorted(folders, key=lambda folder: folder.split("/"))),
        known.course,
        known.piece,
        lambda authority: _programme_of(once, authority),
    )
    return seen, built


def _in_turn(folders: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """Chunks of cases, of each authority in turn: processes that begin together then need other templates.

    A process finds what another has compiled before it; what both need at one time both would compile.
    """
    by_authority: dict[str, list[str]] = {}
    for folder in folders:
        by_authority.setdefault(folder.partition("/")[0], []).append(folder)
    rows = zip_longest(*(chunked(each, size) for each in by_authority.values()))
    return [found for row in rows for found in row if found]


def _days(ground: Ground, options: Options, folders: Sequence[str]) -> Mapping[str, tuple[date, ...]]:
    """By authority, the days of the documents of these programmes that are read off the schools."""
    found: dict[str, tuple[date, ...]] = {}
    for case in read_programmes(ground.outline, dict.fromkeys(folders, Schools())).programmes:
        wanted = (
            due.dated
            for due in due_documents(case, ground.judged.packs)
            if options.asks_for(due.entry.slug, due.entry.kind)
            and any(block_kind(block.block).of_schools for block in due.entry.blocks)
        )
        found[case.authority.id] = tuple(sorted(set(wanted)))
    return found


_Made = tuple[str, Part, Mapping[date, bytes] | None]
"""A case's folder, what is said of it, and what was read off it on the days of its programme's documents."""


def _build_chunk(site: _Site, folders: Sequence[str]) -> tuple[_Made, ...]:
    """Each case of a chunk with what is said of it alone."""
    return tuple((folder, *_build_case(site, folder)) for folder in folders)


def _build_case(site: _Site, folder: str) -> tuple[Part, Mapping[date, bytes] | None]:
    judged = site.ground.read([folder])
    built = build_part(judged, site.root, site.options, site.shelves)
    inputs = {file: sha for file, sha in judged.caseload.inputs.items() if file.startswith(f"{folder}/")}
    return Part(Survey.of(judged, facts=site.options.whole), built, inputs), _read_off(site, judged)


def _read_off(site: _Site, judged: Judged) -> Mapping[date, bytes] | None:
    """What a case is on the days of its programme's documents; None where there are none, or it can't be read off."""
    for case in judged.caseload.cases:
        days = site.days.get(case.authority.id, ())
        if days and case.authority.file.policy in judged.packs:
            with suppress(Exception):  # a document that asks for it says so
                return readings_on(case, judged.packs, days)
    return None


class _Schools(Struct, frozen=True):
    """What is known of all schools: the folders of those that loaded, the hashes of their files, what was read off.

    With `ground` the programmes are read that speak of them: it parses each of their files once.
    """

    ground: Ground
    loaded: Sequence[str]
    inputs: Mapping[str, str]
    readings: Mapping[str, Mapping[date, bytes]]


def _programme(site: _Site, known: Known, folder: str, schools: _Schools) -> Part:
    part = known.part(folder)
    if part is None:
        part = _build_programme(site, folder, schools)
        known.note(folder, part)
    return part


def _build_programme(site: _Site, folder: str, known: _Schools) -> Part:
    """What the programme in a folder says, and its build; its schools are read if a document asks for them."""
    schools = schools_by_programme(site.ground.outline, known.loaded, known.readings)[folder]
    judged = known.ground.read_programmes({folder: schools})
    judged = replace(judged, caseload=replace(judged.caseload, inputs={**known.inputs, **judged.caseload.inputs}))
    built = build_part(judged, site.root, site.options, site.shelves)
    there = tuple(each.case.folder for each in judged.programmes)
    return Part(replace(Survey.of(judged), loaded=there), built)


def _programme_of(ground: Ground, authority: str) -> Case | None:
    """An authority's programme by itself, without its schools; None where there is none."""
    folders = {each: Schools() for each in ground.outline.programmes if each.startswith(f"{authority}/")}
    return next(iter(read_programmes(ground.outline, folders).programmes), None)


def _executor(root: Path, folders: Sequence[str], options: Options) -> Executor:
    """What pays: a school whose documents must all be made weighs as much as several that are only judged."""
    new = len(folders) if options.anew else len(set(folders) - set(built_cases(root)))
    weight = len(folders) + (_WORTH if options.pdf else 2) * new
    return executor_for(len(folders), ENOUGH * len(folders) // max(weight, 1), options.jobs)
