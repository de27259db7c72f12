"""Loads a caseload: authorities and cases, each by itself, so that one bad case never stops the others."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from casefiles.caseload.disk import Disk, Entry, Parses
from casefiles.caseload.folder import CaseReader, parsed_file
from casefiles.caseload.names import dated, is_identifier, is_ignored
from casefiles.caseload.programme import read_programme
from casefiles.caseload.strays import unexpected
from casefiles.diagnostics import Diagnostic, Severity, Span, nearest, ordered
from casefiles.errors import UsageError
from casefiles.model.authority import AuthorityFile, CaseloadFile
from casefiles.model.caseview import PROGRAMME, Authority, Case, Schools
from casefiles.model.reading import read_record
from casefiles.model.references import check_authority
from casefiles.source import Parsed, SourceMap

__all__ = [
    "BrokenCase",
    "Caseload",
    "Outline",
    "find_root",
    "load",
    "outline",
    "read_cases",
    "read_logo",
    "read_programmes",
]

_MARKER = "caseload.yaml"
_AUTHORITY_FOLDERS = ("templates", "programme", "packs")
_LARGEST_LOGO = 5 * 2**20


class BrokenCase(Struct, frozen=True):
    """A case that did not load: its authority's id, its own id and its folder; the diagnostics say why."""

    authority: str
    case: str
    folder: str


class Caseload(Struct, frozen=True):
    """A caseload as read: what loaded, what did not, and everything that is wrong with the form of it.

    `programmes` are the authorities' own, each over its schools.
    `texts` has the text of each file for excerpts, `inputs` the SHA-256 of each with LF line ends; both
    by the path below `root`, with `/`.
    """

    root: Path
    file: CaseloadFile
    authorities: tuple[Authority, ...] = ()
    cases: tuple[Case, ...] = ()
    broken: tuple[BrokenCase, ...] = ()
    programmes: tuple[Case, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)

    def only(self, folders: Collection[str]) -> Caseload:
        """The cases of these folders alone, with what is said of them; the authorities stay."""
        return replace(
            self,
            cases=tuple(each for each in self.cases if each.folder in folders),
            broken=tuple(each for each in self.broken if each.folder in folders),
            programmes=tuple(each for each in self.programmes if each.folder in folders),
            diagnostics=tuple(each for each in self.diagnostics if each.of_case(folders)),
        )


class Outline(Struct, frozen=True):
    """A caseload whose cases are still to be read: all else of it is in `caseload`.

    `cases` are the folders of the cases, `programmes` those of the authorities' programmes, both in order.
    """

    caseload: Caseload
    cases: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    parses: Parses | None = None

    def authority(self, folder: str) -> Authority | None:
        """The authority that a folder lies in; None where its file did not load."""
        name = folder.partition("/")[0]
        return next((each for each in self.caseload.authorities if each.folder == name), None)


def schools_of(authority: str, cases: Iterable[Case]) -> Schools:
    """The cases of one authority."""
    return Schools.of(tuple(each for each in cases if each.authority.id == authority))


def find_root(start: Path) -> Path:
    """The nearest folder from `start` upward that has a caseload.yaml; UsageError where there is none."""
    here = start.absolute()
    if not here.exists():
        message = f"there is no {start}"
        raise UsageError(message)
    for folder in (here, *here.parents):
        if (folder / _MARKER).is_file():
            return folder
    message = f"{start} is in no caseload: no folder above it has a caseload.yaml"
    raise UsageError(message)


def load(root: Path, only: Sequence[Path] = ()) -> Caseload:
    """The caseload at `root`, or of it only the cases that the paths `only` name, contain or lie in.

    Never raises for what is in a file. UsageError where a path of `only` lies outside the caseload.
    """
    found = outline(root, only)
    cases = read_cases(found, found.cases)
    schools = {each: schools_of(each.partition("/")[0], cases.cases) for each in found.programmes}
    programmes = read_programmes(found, schools)
    parts = (found.caseload, cases, programmes)
    return replace(
        found.caseload,
        cases=cases.cases,
        broken=cases.broken,
        programmes=programmes.programmes,
        diagnostics=ordered(said for part in parts for said in part.diagnostics),
        texts={file: text for part in parts for file, text in part.texts.items()},
        inputs={file: hashed for part in parts for file, hashed in part.inputs.items()},
    )


def outline(root: Path, only: Sequence[Path] = (), parses: Parses | None = None) -> Outline:
    """The caseload at `root` with its cases still to be read; raises as `load` does.

    With `parses` a file is parsed again only where its bytes are others than at the last time.
    """
    root = root.absolute()
    loading = _Loading(Disk(root, parses), _Chosen.of(root, only))
    file = loading.caseload_file()
    loading.authorities_below(file.output)
    whole = replace(loading.found(file), authorities=tuple(loading.authorities))
    return Outline(whole, tuple(loading.cases), tuple(loading.programmes), parses)


def read_cases(found: Outline, folders: Iterable[str]) -> Caseload:
    """The cases of these folders alone, those that did not load, and what is said of both."""
    loading = _Loading(Disk(found.caseload.root, found.parses))
    cases, broken = [], []
    with _without_collection():
        for folder in folders:
            case = loading.case(folder, found.authority(folder))
            if case is None:
                authority, _, name = folder.partition("/")
                broken.append(BrokenCase(authority, name, folder))
            else:
                cases.append(case)
    whole = loading.found(found.caseload.file)
    return replace(whole, authorities=found.caseload.authorities, cases=tuple(cases), broken=tuple(broken))


def read_programmes(found: Outline, schools: Mapping[str, Schools]) -> Caseload:
    """The authorities' programmes for whose folder schools are given, each over these."""
    loading = _Loading(Disk(found.caseload.root, found.parses))
    wanted = (each for each in found.programmes if each in schools)
    read = (loading.programme(each, found.authority(each), schools[each]) for each in wanted)
    programmes = tuple(each for each in read if each is not None)
    whole = loading.found(found.caseload.file)
    return replace(whole, authorities=found.caseload.authorities, programmes=programmes)


def read_logo(root: Path, authority: Authority) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """The authority's logo, and what is wrong with its file; None where it names none or it can't be used."""
    logo = authority.file.letterhead.logo
    if logo is None:
        return None, ()
    span = authority.file.span("letterhead", "logo")
    folder = (root / authority.folder).resolve()
    path = (folder / logo).resolve()
    disk = Disk(root)
    if not path.is_relative_to(folder):
        return None, (_logo_fault(span, "the logo must lie in the authority's own folder", authority),)
    data = disk.read_bytes(str(path), _LARGEST_LOGO)
    if data is None:
        return None, (_logo_fault(span, f"the logo cannot be read: {disk.diagnostics[0].message}", authority),)
    if not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return None, (_logo_fault(span, "the logo is neither PNG nor JPEG", authority),)
    return data, ()


def _logo_fault(span: Span, message: str, authority: Authority) -> Diagnostic:
    return Diagnostic(span, "SCH-017", Severity.ERROR, message, authority=authority.id)


class _Chosen(Struct, frozen=True):
    """Which part of a caseload is wanted: paths below its root; none for all of it.

    Who wants an authority's programme wants its schools too, since it is read off them.
    """

    paths: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, root: Path, only: Sequence[Path]) -> _Chosen:
        paths = []
        for each in only:
            absolute = each.absolute()
            if not absolute.is_relative_to(root):
                absolute, real = absolute.resolve(), root.resolve()
                if not absolute.is_relative_to(real):
                    message = f"{each} is not in the caseload {root}"
                    raise UsageError(message)
                paths.append(absolute.relative_to(real).parts)
            else:
                paths.append(absolute.relative_to(root).parts)
        return cls(tuple(path[:1] if path[1:2] == (PROGRAMME,) else path for path in paths))

    def touches(self, folder: str) -> bool:
        """Whether a folder is wanted, wholly or in part."""
        parts = tuple(folder.split("/"))
        return not self.paths or any(
            path[: len(parts)] == parts[: len(path)] or parts[: len(path)] == path for path in self.paths
        )

    def covers(self, folder: str) -> bool:
        """Whether a folder is wanted wholly."""
        parts = tuple(folder.split("/")) if folder else ()
        return not self.paths or any(parts[: len(path)] == path for path in self.paths)


class _Loading:
    """A load under way: what it has found so far."""

    def __init__(self, disk: Disk, chosen: _Chosen | None = None) -> None:
        self.authorities: list[Authority] = []
        self.cases: list[str] = []
        self.programmes: list[str] = []
        self._diagnostics: list[Diagnostic] = []
        self._disk = disk
        self._chosen = chosen or _Chosen(())

    def found(self, file: CaseloadFile) -> Caseload:
        """A caseload with what was said and read so far, and without cases."""
        self._keep()
        disk = self._disk
        return Caseload(disk.root, file, diagnostics=ordered(self._diagnostics), texts=disk.texts, inputs=disk.inputs)

    def caseload_file(self) -> CaseloadFile:
        """The caseload's own file; the default where it could not be read."""
        parsed = parsed_file(self._disk, _MARKER)
        record, faults = read_record(CaseloadFile, parsed, "caseload")
        self._disk.diagnostics += faults
        if record is not None and record.format != 1:
            message = f"this caseload has format {record.format}; this version of casefiles reads format 1"
            self._disk.say_at(record.span("format"), "SCH-018", message, "update casefiles")
        if record is None:
            record, _ = read_record(CaseloadFile, Parsed({"format": "1"}, SourceMap(_MARKER)), "caseload")
        assert record is not None  # noqa: S101 - the default is valid
        self._keep()
        return record

    def authorities_below(self, output: str) -> None:
        """Read every authority of the caseload that is wanted."""
        ours = {output.partition("/")[0], "inbox"}
        for entry in self._disk.entries(""):
            if entry.is_folder and self._disk.holds(f"{entry.path}/authority.yaml"):
                if self._chosen.touches(entry.path):
                    self._authority(entry)
            elif entry.name not in ours and entry.name != _MARKER and self._chosen.covers(""):
                self._stray(entry)
        self._keep()

    def _stray(self, entry: Entry) -> None:
        """Report what stands at the top and may have been meant to be read."""
        if entry.is_folder and not is_ignored(entry.name):
            message = "this folder is no authority (it has no authority.yaml), and nothing in it is read"
            self._disk.say(entry.path, "SCH-013", message, "", Severity.WARNING)
        elif entry.name.endswith((".yaml", ".yml")) or dated(entry.name.removesuffix(".md"))[0]:
            unexpected(self._disk, entry, (_MARKER,), (), (_MARKER,))

    def _authority(self, folder: Entry) -> None:
        self._keep()
        path = f"{folder.path}/authority.yaml"
        record, faults = read_record(AuthorityFile, parsed_file(self._disk, path), folder.name)
        self._disk.diagnostics += faults
        self._check_name(folder)
        if record is not None:
            authority = Authority(folder.name, record, folder.path)
            self.authorities.append(authority)
            self._disk.diagnostics += check_authority(authority)
        entries = self._disk.entries(folder.path, folder.path)
        for entry in entries:
            if entry.is_folder and self._disk.holds(f"{entry.path}/school.yaml"):
                if self._chosen.touches(entry.path):
                    self.cases.append(entry.path)
            elif self._chosen.covers(folder.path):
                self._beside_cases(entry, [each.name for each in entries])
        self._keep(folder.name)
        for entry in entries:
            if entry.is_folder and entry.name == PROGRAMME and self._chosen.touches(entry.path):
                self.programmes.append(entry.path)

    def programme(self, folder: str, authority: Authority | None, schools: Schools) -> Case | None:
        """An authority's programme over its schools; None where its folder is empty or it did not load."""
        self._keep()
        if not self._disk.entries(folder, folder):
            return None
        programme = read_programme(self._disk, folder, authority, schools)
        self._keep(*folder.split("/"))
        return programme

    def _beside_cases(self, entry: Entry, beside: Sequence[str]) -> None:
        """Report what stands in an authority's folder and is neither a case nor one of its own folders."""
        if entry.name == "authority.yaml" or (entry.is_folder and entry.name in _AUTHORITY_FOLDERS):
            return
        if not entry.is_folder or is_ignored(entry.name):
            unexpected(self._disk, entry, ("authority.yaml",), _AUTHORITY_FOLDERS, beside)
            return
        inside = [each.name for each in self._disk.entries(entry.path, entry.path)]
        near = nearest(entry.name, _AUTHORITY_FOLDERS)
        help_ = f'is it "{near}"?' if near else "a school's folder has a school.yaml"
        if "case.yaml" in inside or nearest("school.yaml", inside):
            help_ = "a school's folder has a school.yaml, in lower case"
        self._disk.say(entry.path, "SCH-013", "this folder is no case: it has no school.yaml", help_)

    def case(self, folder: str, authority: Authority | None) -> Case | None:
        """The case in a folder; None where it did not load."""
        self._keep()
        self._check_name(Entry(folder.rpartition("/")[2], folder, is_folder=True))
        case = CaseReader(self._disk, folder, [], set()).read(authority)
        self._keep(*folder.split("/"))
        return case

    def _check_name(self, folder: Entry) -> None:
        if not is_identifier(folder.name):
            message = f'"{folder.name}" is not an id: lower-case words joined by hyphens'
            self._disk.say(folder.path, "SCH-013", message, "rename the folder")

    def _keep(self, authority: str = "", case: str = "") -> None:
        """Move the diagnostics so far over, placed in their authority and case."""
        self._diagnostics += (each.within(authority, case) for each in self._disk.diagnostics)
        self._disk.diagnostics.clear()


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep the garbage collector from going over the growing caseload again and again, now and later.

    What is read goes when nobody holds it any more: there are no circles in it (a test looks).
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()
