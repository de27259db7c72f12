"""Sets up git, the editor and the checks round a caseload; what a person wrote is left as it is, and told of."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from casefiles import __version__
from casefiles.errors import CasefilesError
from casefiles.git import Checkout, find_checkout, run_git
from casefiles.model.schema import FILES, json_schemas
from casefiles.publish import create_file, write_file
from casefiles.repository.pieces import Piece, lacking, pieces

__all__ = ["Step", "begin_repository", "set_up"]

_PLACES = {"caseload": "caseload.yaml", "authority": "*/authority.yaml"}
_TEXTCONV = "diff.casefiles.textconv"


class Step(Struct, frozen=True):
    """What became of one file or setting: `written`, `stands` (nothing to do) or `add`, with the text to add."""

    what: str
    state: str
    add: str = ""


def begin_repository(top: Path) -> Checkout | None:
    """The checkout at `top`, begun now where there is none; None where git is not installed."""
    found = find_checkout(top)
    if found is None and shutil.which("git") is not None:
        run_git(top, "init", "--quiet", "--initial-branch=main")
        found = find_checkout(top)
    return found


def set_up(root: Path, output: str, top: Path, checkout: Checkout | None) -> tuple[Step, ...]:
    """Write what is missing round the caseload at `root`, in the repository at `top`; git's own part if it is there."""
    folder = root.relative_to(top).as_posix()
    schemas = {
        name: {"for": _PLACES.get(name, f"*/{file}" if "/" in file else f"*/*/{file}"), "schema": schema}
        for name, schema in json_schemas().items()
        if (file := FILES[name][0]).endswith(".yaml")
    }
    steps: list[Step] = []
    for piece in pieces(folder, output, Path(sys.executable).as_posix(), __version__, schemas):
        if not piece.path.startswith("hooks/"):
            path = top / piece.path
            if not path.parent.resolve().is_relative_to(top.resolve()):
                raise CasefilesError(f"{path.parent} is a link that leads out of {top}: nothing is written there")
            steps.append(_placed(piece, path, piece.path))
        elif checkout is not None:
            steps.append(_hook(piece, checkout))
    return (*steps, *(_settings(checkout) if checkout is not None else ()))


def _placed(piece: Piece, path: Path, shown: str) -> Step:
    if piece.kind == "ours":
        return Step(shown, "written" if write_file(path, piece.text.encode()).changed else "stands")
    if not path.exists() and not path.is_symlink():
        create_file(path, piece.text.encode(), executable=piece.executable)
        return Step(shown, "written")
    try:
        there = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise CasefilesError(f"{shown} is there and can't be read as text: {fault}") from fault
    missing = lacking(piece, there)
    return Step(shown, "add" if missing else "stands", missing)


def _hook(piece: Piece, checkout: Checkout) -> Step:
    """The hook of this clone; where hooks lie elsewhere (a setting of the person's own), that place is only told of."""
    name = piece.path.partition("/")[2]
    asked = ("config", "--show-scope", "--get-all", "core.hooksPath")
    said = [line.split("\t", 1) for line in checkout.run(*asked, codes=(0, 1)).splitlines()]
    own = [value for scope, value in said if scope != "command"]
    if own:
        path = checkout.top / Path(own[-1]).expanduser() / name
        there = path.read_text("utf-8", "replace") if path.is_file() else ""
        missing = lacking(piece, there)
        return Step(path.as_posix(), "add" if missing else "stands", missing)
    common = Path(checkout.run("rev-parse", "--git-common-dir").strip("\n"))
    path = (checkout.folder / common).resolve() / "hooks" / name
    shown = path.relative_to(checkout.top).as_posix() if path.is_relative_to(checkout.top) else path.as_posix()
    return _placed(piece, path, shown)


def _settings(checkout: Checkout) -> Iterator[Step]:
    """The setting of this clone by which `git diff` has the words of a Word file; a setting can't be committed."""
    ours = "casefiles words"
    if shutil.which("casefiles") is None:
        ours = f'"{Path(sys.executable).as_posix()}" -m casefiles.cli.main words'
    asked = ("config", "--local", "--get", _TEXTCONV)
    there = checkout.run(*asked, codes=(0, 1)).strip("\n")
    if there:
        is_ours = there == ours or there.endswith(("casefiles words", "casefiles.cli.main words"))
        yield Step(f"git config {_TEXTCONV}", "stands" if is_ours else "add", "" if is_ours else f"{ours}\n")
        return
    checkout.run("config", "--local", _TEXTCONV, ours)
    yield Step(f"git config {_TEXTCONV}", "written")
