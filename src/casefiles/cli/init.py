"""`casefiles init`: sets up git, the editor and the checks round a caseload, or starts one in an empty folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from casefiles.cli.options import MARKER, PATHS, echo
from casefiles.errors import CasefilesError, ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.repository.setup import Step

__all__ = ["command"]


@click.command("init")
@click.argument("folder", type=PATHS, default=".", required=False)
def command(folder: Path) -> int:
    """Set up git, the editor and the checks round the caseload in FOLDER (here, if you name none).

    An empty folder gets a new caseload. A file that is there already is left as it is: you are told what to add.
    Call it once in each clone; to call it again does no harm.
    """
    from casefiles.caseload import load
    from casefiles.git import find_checkout
    from casefiles.publish import create_file
    from casefiles.repository.setup import begin_repository, set_up

    if not folder.is_dir():
        raise CasefilesError(f"there is no folder {folder.as_posix()}")
    here = folder.resolve()
    root = _caseload(here)
    is_new = root is None
    if root is None:
        _refuse_full(here)
        root = here / "casefiles"
        create_file(root / MARKER, b"format: 1\noutput: build\n")
        echo(f"written  {(root / MARKER).relative_to(here).as_posix()}\n")
    found = find_checkout(root)
    top = found.top if found else here if root.is_relative_to(here) else root
    begun = found or begin_repository(top)
    if begun is not None and found is None:
        echo("written  .git (a git repository)\n")
    output = load(root, (root / MARKER,)).file.output
    _tell(set_up(root, output, top, begun))
    if begun is None:
        echo("git is not installed here: install it, then call `casefiles init` again\n")
    if is_new:
        echo("next: `casefiles new authority ID --policy POLICY` (`casefiles policy list` names the policies)\n")
    return ExitCode.OK


def _caseload(here: Path) -> Path | None:
    """The caseload round this folder, in it, or in its folder `casefiles`; None where there is none."""
    around = next((each for each in (here, *here.parents) if (each / MARKER).is_file()), None)
    return around or (here / "casefiles" if (here / "casefiles" / MARKER).is_file() else None)


def _refuse_full(here: Path) -> None:
    """Refuse a folder that holds something else: nobody wants a caseload among their pictures."""
    ours = {".git", ".gitignore", ".gitattributes", ".github", ".vscode", "README.md", "LICENSE"}
    others = sorted(each.name for each in here.iterdir() if each.name not in ours)
    if others:
        raise UsageError(
            f"{here} has no caseload and is not empty ({others[0]}{', ...' if len(others) > 1 else ''}): "
            f"go to an empty folder, or to one with a {MARKER}"
        )


def _tell(steps: tuple[Step, ...]) -> None:
    schemas = [each for each in steps if each.what.endswith(".schema.json")]
    for each in [each for each in steps if each not in schemas]:
        echo(f"{each.state:<8} {each.what}\n")
    if schemas:
        state = "written" if any(each.state == "written" for each in schemas) else "stands"
        echo(f"{state:<8} .vscode/casefiles/ (schemas)\n")
    for each in steps:
        if each.state == "add":
            echo(f"\n{each.what} is yours and stays as it is. Add to it:\n")
            echo("".join(f"    {line}\n" if line else "\n" for line in each.add.splitlines()))
