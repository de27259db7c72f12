"""A caseload read again in part: what lies in the folders that did not change is taken over from before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from casefiles.caseload import BrokenCase, Caseload, Parses, outline, read_cases, read_programmes
from casefiles.diagnostics import ordered
from casefiles.model.caseview import Case, Schools

__all__ = ["came_or_went", "folders_of", "load_again"]


def load_again(former: Caseload, only: Sequence[Path], changed: Collection[str], parses: Parses) -> Caseload:
    """The caseload as `load` would give it now, where nothing but these folders of cases and programmes changed.

    Cases and programmes that were there before and are not in `changed` are the very same values. `parses` has what
    the files of earlier calls gave: of a school that is saved again and again, only the saved file is parsed.
    """
    found = outline(former.root, only, parses)
    held = {folder: each for folder, each in _cases_of(former).items() if folder not in changed}
    stay = held.keys() & set(found.cases)
    cases = read_cases(found, [folder for folder in found.cases if folder not in stay])
    there = {**held, **_cases_of(cases)}
    whole = [there[folder] for folder in found.cases]
    loaded = tuple(each for each in whole if isinstance(each, Case))
    kept = {each.folder: each for each in former.programmes if each.folder in set(found.programmes) - set(changed)}
    schools = {folder: _schools(former, folder, loaded) for folder in found.programmes}
    others = tuple(each for each in found.programmes if each not in kept)
    read = read_programmes(replace(found, programmes=others), {each: schools[each] for each in others})
    programmes = kept | {each.folder: each for each in read.programmes}
    taken = stay | kept.keys()
    parts = (found.caseload, cases, read)
    said = [each for each in former.diagnostics if each.of_case(taken)]
    return replace(
        found.caseload,
        cases=loaded,
        broken=tuple(each for each in whole if isinstance(each, BrokenCase)),
        programmes=tuple(_over(programmes[each], schools[each]) for each in found.programmes if each in programmes),
        diagnostics=ordered([*said, *(each for part in parts for each in part.diagnostics)]),
        texts=_with_former(former, former.texts, taken, (part.texts for part in parts)),
        inputs=_with_former(former, former.inputs, taken, (part.inputs for part in parts)),
    )


def folders_of(caseload: Caseload) -> frozenset[str]:
    """The folders of all cases and programmes, of cases that do not load as well."""
    return frozenset(_cases_of(caseload)) | {each.folder for each in caseload.programmes}


def came_or_went(former: Caseload, now: Caseload) -> frozenset[str]:
    """The folders of the cases that came, went or were read again between two loads."""
    before, after = _cases_of(former), _cases_of(now)
    return frozenset(each for each in {*before, *after} if before.get(each) is not after.get(each))


def _cases_of(caseload: Caseload) -> dict[str, Case | BrokenCase]:
    """What each folder of a case gave."""
    loaded: dict[str, Case | BrokenCase] = {each.folder: each for each in caseload.cases}
    return loaded | {each.folder: each for each in caseload.broken}


def _schools(former: Caseload, folder: str, cases: Sequence[Case]) -> Schools:
    """The schools of a programme's authority, with what was read before off those that stay; the same if all do."""
    authority = folder.partition("/")[0]
    own = tuple(each for each in cases if each.authority.id == authority)
    programme = next((each for each in former.programmes if each.folder == folder), None)
    if programme is None:
        return Schools.of(own)
    before = {each.id: each for each in programme.schools.cases}
    same = {each.id for each in own if before.get(each.id) is each}
    if len(same) == len(own) == len(before):
        return programme.schools
    kept = {
        day: {key: found for key, found in read.items() if key[1] in same}
        for day, read in programme.schools.kept.items()
    }
    return replace(Schools.of(own), kept=kept)


def _over(programme: Case, schools: Schools) -> Case:
    return programme if programme.schools is schools else replace(programme, schools=schools)


def _with_former(
    former: Caseload, known: Mapping[str, str], taken: Collection[str], parts: Iterable[Mapping[str, str]]
) -> dict[str, str]:
    """What is known of each file: as read now, and as known before of files that were not to be read."""
    anew = folders_of(former) - set(taken)
    whole = {file: value for file, value in known.items() if "/".join(file.split("/", 2)[:2]) not in anew}
    for part in parts:
        whole |= part
    return whole
