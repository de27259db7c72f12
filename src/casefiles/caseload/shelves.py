"""Reads policy packs and Word templates: those that ship with casefiles and those of an authority's own folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct, field

import casefiles
from casefiles.caseload.disk import Disk
from casefiles.caseload.names import is_ignored
from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.model.caseview import Authority
from casefiles.policy.law import Packs
from casefiles.policy.pack import PolicyPack

__all__ = ["TemplateShelf", "load_packs", "pack_inputs", "read_rule_page", "read_templates", "shipped_templates"]

_LARGEST_TEMPLATE = 10 * 2**20
_KINDS = {"shells": "docx", "fragments": "docx", "mail": "txt"}

Parse = Callable[[Mapping[str, bytes], str], tuple[PolicyPack | None, tuple[Diagnostic, ...]]]
"""What makes a pack of its files, and says what is wrong in them: `parse_pack`, or one that keeps what it gave."""


class TemplateShelf(Struct, frozen=True):
    """The templates that an authority uses, by name: `SLUG`, `shells/KIND`, `fragments/BLOCK`, `mail/NAME`.

    `origin` says where each comes from: relative to the caseload, absolute for a shipped one.
    """

    templates: Mapping[str, bytes] = field(default_factory=dict)
    origin: Mapping[str, str] = field(default_factory=dict)


def shipped_templates() -> Path:
    """The folder of the shipped templates: package data where it is there, else the checkout's folder."""
    package = Path(casefiles.__file__).parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parents[1] / "templates"


def read_templates(root: Path, authority_id: str, pack: str, beneath: Sequence[str] = ()) -> TemplateShelf:
    """The templates of an authority: its own, else its pack's, else those of the packs beneath, else the shipped.

    Files that cannot be read are left out; `template check` names them. A shipped one is read when it is asked for.
    """
    shipped = shipped_templates()
    own = root / authority_id / "templates"
    layers = [shipped, *(shipped / name for name in beneath), shipped / pack]
    layers += [root / authority_id / "packs" / pack / "templates", own]
    ours: dict[str, Path] = {}
    theirs: dict[str, bytes] = {}
    origin: dict[str, str] = {}
    for layer in layers:
        is_own = layer.is_relative_to(root / authority_id)
        for name, path in _template_files(layer, slugs=layer != shipped):
            data = _own_template(layer, path) if is_own else None
            if data is not None:
                theirs[name] = data
                origin[name] = path.relative_to(root).as_posix()
            elif not is_own:
                ours[name] = path
                origin[name] = path.as_posix()
    return TemplateShelf(_Files(ours, theirs), origin)


def _own_template(layer: Path, path: Path) -> bytes | None:
    """The bytes of an authority's own template; None where it can't be read or leads out of its folder."""
    data = Disk(layer).read_bytes(str(path), _LARGEST_TEMPLATE)
    return data if path.resolve().is_relative_to(layer.resolve()) else None


class _Files(Mapping[str, bytes]):
    """The files of a shelf: an authority's own, and the shipped ones where it has none."""

    def __init__(self, shipped: Mapping[str, Path], own: Mapping[str, bytes]) -> None:
        self._shipped = shipped
        self._own = own

    def __getitem__(self, name: str) -> bytes:
        return self._own[name] if name in self._own else _shipped_template(self._shipped[name])

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self._shipped

    def __iter__(self) -> Iterator[str]:
        return iter({**self._shipped, **self._own})

    def __len__(self) -> int:
        return len({**self._shipped, **self._own})


@cache
def _shipped_template(path: Path) -> bytes:
    """The bytes of a shipped template: read once, however many authorities use it."""
    return path.read_bytes()


def _template_files(layer: Path, *, slugs: bool) -> Iterator[tuple[str, Path]]:
    """The templates of one folder by their names on the shelf."""
    places = [("", layer, "docx")] if slugs else []
    places += [(f"{kind}/", layer / kind, ending) for kind, ending in _KINDS.items()]
    for prefix, folder, ending in places:
        if folder.is_dir():
            for path in sorted(folder.glob(f"*.{ending}")):
                if path.is_file() and not is_ignored(path.name):
                    yield prefix + path.stem, path


def load_packs(
    root: Path, authorities: Sequence[Authority], *, all_shipped: bool = True, parse: Parse | None = None
) -> tuple[Packs, tuple[Diagnostic, ...]]:
    """The shipped packs and those under the authorities' `packs/`, and what is wrong in them.

    Without `all_shipped`, of the shipped packs those that the authorities follow are parsed now, any other
    when it is first asked for; what is wrong in that one is not said.
    """
    parse = parse or _parse
    packs = _Known(parse)
    shipped = tuple(packs)
    faults: list[Diagnostic] = []
    for authority in authorities:
        for name, files, said in _own_packs(Disk(root), authority):
            faults += (each.within(authority.id) for each in said)
            where = f"{authority.folder}/packs/{name}"
            if name in packs:
                message = f'a pack called "{name}" is there already: shipped, or another authority\'s'
                span = Span(f"{where}/pack.yaml")
                faults.append(Diagnostic(span, "PCK-090", Severity.ERROR, message, "rename it", authority=authority.id))
                continue
            pack, more = parse(files, where)
            faults += (each.within(authority.id) for each in more)
            if pack is not None:
                packs.add(pack)
    followed = (authority.file.policy for authority in authorities)
    return Packs(packs), (*packs.parse(shipped if all_shipped else followed), *faults)


def _parse(files: Mapping[str, bytes], where: str) -> tuple[PolicyPack | None, tuple[Diagnostic, ...]]:
    from casefiles.policy.pack_reading import parse_pack  # noqa: PLC0415 - where packs are kept nothing parses one

    return parse_pack(files, where)


class _Known(Mapping[str, PolicyPack]):
    """Packs by name: the shipped ones, each parsed when it is first asked for, and others that are added."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse
        folders = (Path(casefiles.__file__).parent / "policy" / "packs").iterdir()
        there = (each for each in folders if each.is_dir() and (each / "pack.yaml").is_file())
        self._folders = {each.name: each for each in sorted(there, key=lambda each: each.name)}
        self._parsed: dict[str, PolicyPack] = {}

    def parse(self, names: Iterable[str]) -> tuple[Diagnostic, ...]:
        """Parse the packs of these names, and those they stand under: what is wrong in them."""
        said: list[Diagnostic] = []
        for name in names:
            if name in self._folders:
                folder = self._folders.pop(name)
                pack, found = self._parse(dict(_pack_files(folder)), str(folder))
                said += found
                if pack is not None:
                    self.add(pack)
            if name in self._parsed:
                said += self.parse(filter(self._folders.__contains__, [self._parsed[name].under]))
        return tuple(said)

    def add(self, pack: PolicyPack) -> None:
        """Make a pack known."""
        self._parsed[pack.name] = pack

    def __contains__(self, name: object) -> bool:
        return name in self._folders or name in self._parsed

    def __getitem__(self, name: str) -> PolicyPack:
        if name not in self._parsed:
            self.parse((name,))
        return self._parsed[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted([*self._folders, *self._parsed]))

    def __len__(self) -> int:
        return len(self._folders) + len(self._parsed)


def read_rule_page(root: Path, rules_file: str, code: str) -> str:
    """The page of examples that a pack has for a code, beside its rules.yaml; an empty string where it has none.

    `rules_file` is the file that the rule stands in, as its source names it.
    """
    page = (root / rules_file).parent / "examples" / f"{code}.md"
    return page.read_text("utf-8") if page.is_file() else ""


def pack_inputs(root: Path, authorities: Sequence[Authority]) -> dict[str, str]:
    """The hashes of the files of the authorities' own packs, by their paths in the caseload, with LF line ends."""
    disk = Disk(root)
    for authority in authorities:
        for _ in _own_packs(disk, authority):
            disk.diagnostics.clear()
    return disk.inputs


def _pack_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The YAML files of a pack's folder and of its editions' folders, by their paths in it."""
    for entry in folder.iterdir():
        if entry.is_file() and entry.name.endswith(".yaml"):
            yield entry.name, entry.read_bytes()
        elif entry.is_dir() and not is_ignored(entry.name):
            for each in entry.iterdir():
                if each.is_file() and each.name.endswith(".yaml"):
                    yield f"{entry.name}/{each.name}", each.read_bytes()


def _own_packs(disk: Disk, authority: Authority) -> Iterator[tuple[str, dict[str, bytes], list[Diagnostic]]]:
    """Each pack of an authority's folder: its name, its files, and what could not be read."""
    home = f"{authority.folder}/packs"
    if not disk.holds(home):
        return
    for folder in disk.entries(home, authority.folder):
        if not folder.is_folder or is_ignored(folder.name):
            continue
        disk.diagnostics.clear()
        files: dict[str, bytes] = {}
        for entry in disk.entries(folder.path, folder.path):
            inside = (
                disk.entries(entry.path, folder.path) if entry.is_folder and not is_ignored(entry.name) else [entry]
            )
            for each in inside:
                data = disk.read(each.path) if not each.is_folder and each.name.endswith(".yaml") else None
                if data is not None:
                    files[each.path.removeprefix(f"{folder.path}/")] = data
        yield folder.name, files, list(disk.diagnostics)
