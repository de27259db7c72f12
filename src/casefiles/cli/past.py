"""What `--at` and `--staged` have in common: the files that a call judges, as they are now or as git had them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from casefiles.cli.options import Decorated, Selection, select
from casefiles.errors import UsageError

if TYPE_CHECKING:
    from casefiles.past import Moment

__all__ = ["View", "at_option", "viewed"]


class View(NamedTuple):
    """The files that a call is about: `selection` is where they are read, `root` the caseload as the user knows it."""

    selection: Selection
    root: Path
    as_of: date
    at: dict[str, str] | None = None
    """The commit and its day, where git was asked for them."""

    @property
    def words(self) -> str:
        """Which files these are, in a few words; empty for those on disk."""
        from casefiles.calendars import say_date

        if self.at is None:
            return ""
        on = say_date(date.fromisoformat(self.at["on"]))
        return f"the files as git had them on {on} (commit {self.at['commit'][:10]})"


def at_option(function: Decorated) -> Decorated:
    """The option `--at COMMIT|DATE`, the files as git had them then."""
    help_ = "The files as git had them then, judged as of that day."
    return click.option("--at", "at", metavar="COMMIT|DATE", help=help_)(function)


@contextlib.contextmanager
def viewed(paths: Sequence[Path], as_of: date, at: str | None, *, staged: bool = False) -> Iterator[View]:
    """The files that PATH means: those on disk, of a commit or day (`at`), or staged for the next commit."""
    if at is None and not staged:
        selection = select(paths)
        yield View(selection, selection.root, as_of)
        return
    if at is not None and staged:
        raise UsageError("--at and --staged are two different states of the files: take one at a time")
    from casefiles.past import find_moment, laid_out
    from casefiles.past import staged as what_is_staged

    root, only = _named(paths)
    if at is None:
        moment = what_is_staged(root)
        only = only or _cases_of(moment)
    else:
        moment = find_moment(root, at)
    with laid_out(moment, only) as folder:
        for each, word in zip(only, paths, strict=False):
            if not (folder / each).exists():
                raise UsageError(f"git had no {word.as_posix()} {'staged' if at is None else f'at {at}'}")
        chosen = Selection(folder, tuple(folder / each for each in only))
        said = {"commit": moment.commit, "on": moment.on.isoformat()} if moment.on else None
        yield View(chosen, root, moment.on if moment.on and not _is_given() else as_of, said)


def _named(paths: Sequence[Path]) -> tuple[Path, tuple[str, ...]]:
    """The caseload and the paths below it that PATH names; they need not be there today."""
    there = [next(each for each in (path, *path.absolute().parents) if each.exists()) for path in paths]
    root = select(there).root
    whole = [Path(os.path.abspath(path)).resolve() for path in paths]  # noqa: PTH100 - a path that is gone has no links
    only = tuple(each.relative_to(root).as_posix() for each in whole)
    return root, () if "." in only else only


def _cases_of(moment: Moment) -> tuple[str, ...]:
    """The cases of which something is staged, all of an authority's where a file of its own is; none for all of all."""
    cases = set()
    files = [each.path for each in moment.files()]
    for path in moment.checkout.staged_changes():
        parts = path.split("/")
        if path == "caseload.yaml":
            return ()
        if len(parts) == 1:
            continue
        if len(parts) == 2 or parts[1] in {"packs", "programme"}:
            cases.add(parts[0])
            continue
        case = f"{parts[0]}/{parts[1]}"
        if f"{case}/school.yaml" in files:
            cases.add(case)
    return tuple(sorted(cases)) or ("caseload.yaml",)


def _is_given() -> bool:
    """Whether the call names its date of judgement itself."""
    source = click.get_current_context().get_parameter_source("as_of")
    return source is not click.core.ParameterSource.DEFAULT
