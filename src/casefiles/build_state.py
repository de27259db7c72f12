"""What was built from what: a state file for each case beside the drafts, and why a document is out of date."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct, field, to_builtins

from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.publish import digest, remove_file, write_file
from casefiles.sight import package_mark

__all__ = [
    "STATE",
    "Entry",
    "Inputs",
    "Output",
    "State",
    "Why",
    "built_cases",
    "libraries_in",
    "read_state",
    "reasons",
    "tool_key",
    "write_state",
]

STATE = ".state"
"""The folder of the state files, in the folder of drafts."""
_FORMAT = 2
_LIBRARIES = frozenset(
    {"docxtpl", "jinja2", "lxml", "markupsafe", "pillow", "pypdf", "pyromark", "python_docx", "reportlab", "xlsxwriter"}
)


class Why(Struct, frozen=True):
    """One reason why a document is out of date, with the file that it is about (relative to the caseload)."""

    reason: str
    path: str = ""


class Output(Struct, frozen=True):
    """A file that was built: its path below the output folder, its bytes' hash, and its stat when we wrote it."""

    path: str
    sha256: str
    size: int = 0
    mtime_ns: int = 0

    @classmethod
    def of(cls, root: Path, path: Path, sha256: str) -> Output:
        """The entry of a file that now lies at `path`."""
        stat = path.stat()
        return cls(path.relative_to(root).as_posix(), sha256, stat.st_size, stat.st_mtime_ns)

    @property
    def is_beside(self) -> bool:
        """Whether it had to be written beside a file that another program held open."""
        return PurePosixPath(self.path).stem.endswith(" (new)")

    def condition(self, root: Path) -> str:
        """`same`, `missing` or `changed`: how the file stands against what was written."""
        try:
            stat = (root / self.path).stat()
            if (stat.st_size, stat.st_mtime_ns) == (self.size, self.mtime_ns):
                return "same"
            return "same" if digest((root / self.path).read_bytes()) == self.sha256 else "changed"
        except OSError:
            return "missing"


class Entry(Struct, frozen=True):
    """One document as it was last built.

    `inputs` are the hashes of the files that it was made from (the case's, the authority's, the
    templates'), `tool` that of the program, `settings` what the call asked for. `made_from` names the
    records that it shows, each by its file and id, `unreached` who its e-mail leaves out, `message` is the
    hash of what its e-mail says and to whom.
    """

    slug: str
    kind: str
    record: str
    source_file: str
    tool: str = ""
    settings: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[Output, ...] = ()
    gaps: tuple[Diagnostic, ...] = ()
    made_from: tuple[tuple[str, str], ...] = ()
    unreached: tuple[Diagnostic, ...] = ()
    message: str = ""


State = dict[str, Entry]
"""Documents by authority, case and stem: `camden/rowan-hill-primary/2025-11-04-initial-letter`."""


class Inputs:
    """The files that documents are made from: those with the same ones share one value, compared and named once."""

    def __init__(self) -> None:
        self._shared: dict[object, Mapping[str, str]] = {}
        self._compared: dict[tuple[int, int], tuple[Mapping[str, str], Mapping[str, str], tuple[Why, ...]]] = {}

    def of(self, files: Mapping[str, str], later: Mapping[str, str], beside: Mapping[str, str]) -> Mapping[str, str]:
        """Files, each as it was before what is `later` in it (nothing for one that was not there), and those beside."""
        key = (tuple(later.items()), tuple(beside.items()))
        if key not in self._shared:
            then = {file: known for file, sha in files.items() if (known := later.get(file, sha))}
            self._shared[key] = {**then, **beside}
        return self._shared[key]

    def differences(self, former: Mapping[str, str], now: Mapping[str, str]) -> tuple[Why, ...]:
        """What is another file now, in order."""
        pair = (id(former), id(now))
        if pair not in self._compared:
            others = {path for path, _ in former.items() ^ now.items()}
            self._compared[pair] = (former, now, tuple(_difference(path, former, now) for path in sorted(others)))
        return self._compared[pair][2]


def reasons(former: Entry | None, wanted: Entry, root: Path, inputs: Inputs, *, force: bool = False) -> tuple[Why, ...]:
    """Why the document must be made again; empty where what lies in the output folder is what would be made."""
    if former is None:
        return (Why("new document"),)
    found = [Why("forced")] if force else []
    if former.tool != wanted.tool:
        found.append(Why("casefiles changed"))
    if former.settings != wanted.settings:
        found.append(Why("settings changed"))
    found += inputs.differences(former.inputs, wanted.inputs)
    found += [Why("was open in another program", output.path) for output in former.outputs if output.is_beside]
    conditions = ((output.path, output.condition(root)) for output in former.outputs)
    found += [Why(f"output {condition}", path) for path, condition in conditions if condition != "same"]
    return tuple(found)


def _difference(path: str, former: Mapping[str, str], now: Mapping[str, str]) -> Why:
    what = "template" if path.startswith("template ") else "file"
    became = "changed" if path in former and path in now else "removed" if path in former else "added"
    return Why(f"{became} {what}", path.removeprefix("template "))


@cache
def tool_key() -> str:
    """A key that changes with the version, any file of the installed package and the libraries that shape documents.

    It is taken once, as the package's own mark is.
    """
    return hashlib.sha256("\n".join((package_mark(), *_libraries())).encode()).hexdigest()[:32]


def _libraries() -> tuple[str, ...]:
    """Those libraries where this program finds them."""
    spec = find_spec("reportlab")
    return libraries_in(Path(spec.origin).parents[1]) if spec and spec.origin else ()


def libraries_in(folder: Path) -> tuple[str, ...]:
    """The libraries that shape documents, each with its version, as they are installed in a folder."""
    names = (each.stem.lower() for each in folder.iterdir() if each.suffix == ".dist-info")
    return tuple(sorted(name for name in names if name.rpartition("-")[0] in _LIBRARIES))


def built_cases(root: Path) -> tuple[str, ...]:
    """The folders of the cases that have a state in the output folder, in order."""
    found = (f"{authority}/{name}" for authority in _names(root / STATE) for name in _names(root / STATE / authority))
    return tuple(sorted(name.removesuffix(".json") for name in found if name.endswith(".json")))


def _names(folder: Path) -> Sequence[str]:
    """The names of what lies in a folder; none where there is no such folder."""
    try:
        return os.listdir(folder)  # noqa: PTH208 - pathlib takes five times as long, and there are thousands
    except OSError:
        return ()


def read_state(root: Path, case: str) -> State:
    """The state of a case's documents; an absent, damaged or older one is empty, so that all is built again."""
    try:
        raw = json.loads(_file(root, case).read_bytes())
        if raw["format"] != _FORMAT:
            return {}
        inputs = [{**raw["files"], **own} for own in raw["snapshots"]]
        return {f"{case}/{stem}": _entry(value, inputs) for stem, value in raw["documents"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return {}


def write_state(root: Path, case: str, state: State) -> None:
    """Keep the state of a case's documents, no file for none; the files that documents share are kept once."""
    if not state:
        _forget(root, case)
        return
    inputs: list[Mapping[str, str]] = []
    numbers: dict[int, int] = {}
    documents = {}
    for key, entry in sorted(state.items()):
        known = id(entry.inputs)
        if known not in numbers:
            numbers[known] = next((at for at, each in enumerate(inputs) if each == entry.inputs), len(inputs))
            inputs += [entry.inputs] if numbers[known] == len(inputs) else []
        documents[key.removeprefix(f"{case}/")] = _values(entry) | {"inputs": numbers[known]}
    shared = set(inputs[0].items()).intersection(*(each.items() for each in inputs[1:]))
    own = [dict(sorted(each.items() - shared)) for each in inputs]
    whole = {"format": _FORMAT, "files": dict(sorted(shared)), "snapshots": own, "documents": documents}
    # on one line: with line breaks json takes its slow way, ten times the time
    write_file(_file(root, case), json.dumps(whole, ensure_ascii=False).encode())


def _file(root: Path, case: str) -> Path:
    return root / STATE / f"{case}.json"


def _forget(root: Path, case: str) -> None:
    """Take the state of a case away, and its authority's folder of states when that is empty."""
    if remove_file(_file(root, case)):
        with contextlib.suppress(OSError):
            _file(root, case).parent.rmdir()


def _values(entry: Entry) -> dict[str, Any]:
    """The entry's fields, but for its inputs, as JSON has them."""
    plain = {name: getattr(entry, name) for name in Entry.__struct_fields__}
    return plain | {
        "outputs": [{name: getattr(output, name) for name in Output.__struct_fields__} for output in entry.outputs],
        "gaps": [_said_values(each) for each in entry.gaps],
        "unreached": [_said_values(each) for each in entry.unreached],
    }


def _entry(value: Mapping[str, Any], inputs: Sequence[Mapping[str, str]]) -> Entry:
    for output in value["outputs"]:
        path = PurePosixPath(output["path"])
        if path.is_absolute() or ".." in path.parts or "\\" in output["path"] or ":" in output["path"]:
            raise ValueError(output["path"])
    return Entry(
        **{
            **value,
            "inputs": inputs[value["inputs"]],
            "outputs": tuple(Output(**output) for output in value["outputs"]),
            "gaps": tuple(_said(gap) for gap in value["gaps"]),
            "unreached": tuple(_said(each) for each in value["unreached"]),
            "made_from": tuple((file, record) for file, record in value["made_from"]),
        }
    )


def _said_values(said: Diagnostic) -> dict[str, Any]:
    return {
        "span": to_builtins(said.span),
        "code": said.code,
        "severity": said.severity.value,
        "message": said.message,
        "help": said.help,
        "authority": said.authority,
        "case": said.case,
    }


def _said(values: Mapping[str, Any]) -> Diagnostic:
    return Diagnostic(**{**values, "span": Span(**values["span"]), "severity": Severity(values["severity"])})
