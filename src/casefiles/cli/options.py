"""What commands have in common: the date of judgement, the folder that PATH means, the output format, colour."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from casefiles.errors import CasefilesError, UsageError

if TYPE_CHECKING:
    from casefiles.caseload import Caseload

__all__ = [
    "AS_OF",
    "PATHS",
    "ListedGroup",
    "Selection",
    "as_of_option",
    "colour",
    "echo",
    "format_option",
    "loaded",
    "paths_argument",
    "select",
    "today",
]

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class ListedGroup(click.Group):
    """A group that lists each of its commands with the whole first paragraph of its help."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands, wrapped and not cut short."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.get_short_help_str(500)) for name, each in found if each is not None])


class DayType(click.ParamType[date]):
    """A day written as 2026-11-20."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or click's own refusal."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError:
            self.fail(f'"{value}" is not a day: write it as 2026-11-20', param, ctx)


MARKER = "caseload.yaml"
AS_OF = DayType()
PATHS = click.Path(path_type=Path)


def today() -> date:
    """The day it is here: the one look at the clock, when `--as-of` is not given."""
    return datetime.now().astimezone().date()


def as_of_option(function: Decorated) -> Decorated:
    """The option `--as-of DATE`, the date of judgement."""
    return click.option(
        "--as-of", "as_of", type=AS_OF, default=today, show_default="today", help="The date of judgement."
    )(function)


def format_option(*formats: str) -> Callable[[Decorated], Decorated]:
    """The option `--output-format`, with these formats; the first is the default."""
    return click.option(
        "--output-format", "output_format", type=click.Choice(formats), default=formats[0], help="How to say it."
    )


def paths_argument(function: Decorated) -> Decorated:
    """The argument PATH...: caseloads, authorities, schools or files of one caseload."""
    return click.argument("paths", nargs=-1, type=PATHS, metavar="[PATH]...")(function)


# a tuple, as in `past` and `kept`: a call that finds what it said before imports no msgspec
class Selection(NamedTuple):
    """The caseload that a call is about and the paths in it that it is limited to (none: all of it)."""

    root: Path
    only: tuple[Path, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The single files among the paths, relative to the caseload: only their diagnostics are shown."""
        return tuple(path.relative_to(self.root).as_posix() for path in self.only if path.is_file())


def select(paths: Sequence[Path]) -> Selection:
    """The caseload that PATH means, a path or a school's name; without PATH the nearest upward, else ./casefiles.

    It looks for the marker itself: to import the reader of caseloads costs more than a build with nothing to do.
    """
    here = Path.cwd()
    if not paths:
        return Selection(_default_root(here), ())
    whole = [path.resolve() if path.exists() else _school_named(path, here) for path in paths]
    roots = set()
    for path, word in zip(whole, paths, strict=True):
        root = _nearest(path)
        if root is None:
            raise UsageError(f"{word.as_posix()} is in no caseload: no folder above it has a {MARKER}")
        roots.add(root)
    if len(roots) > 1:
        raise UsageError(f"these paths are in {len(roots)} different caseloads: take one at a time")
    root = roots.pop()
    return Selection(root, () if root in whole else tuple(whole))


def _default_root(here: Path) -> Path:
    below = here / "casefiles"
    root = _nearest(here) or (below if (below / MARKER).is_file() else None)
    if root is None:
        raise UsageError(
            f"{here} is in no caseload and has no casefiles/{MARKER}: give a PATH, or start one with `casefiles init`"
        )
    return root


def _school_named(name: Path, here: Path) -> Path:
    """The folder of a school by its name in the caseload: `camden/rowan-hill-primary`, or the school's alone."""
    root = _nearest(here) or here / "casefiles"
    if (root / name).exists():
        return (root / name).resolve()
    schools = {folder.parent.relative_to(root): folder.parent for folder in sorted(root.glob("*/*/school.yaml"))}
    found = [school for school in schools if school.name == name.as_posix()]
    if len(found) == 1:
        return schools[found[0]].resolve()
    if found:
        raise UsageError(
            f"{name.as_posix()} is a school of several authorities: {', '.join(each.as_posix() for each in found)}"
        )
    from casefiles.diagnostics import nearest

    near = nearest(name.as_posix(), [each for school in schools for each in (school.as_posix(), school.name)])
    raise CasefilesError(f"there is no {name.as_posix()}" + (f': did you mean "{near}"?' if near else ""))


def _nearest(start: Path) -> Path | None:
    return next((folder for folder in (start, *start.parents) if (folder / MARKER).is_file()), None)


def loaded(selection: Selection) -> Caseload:
    """The caseload, read; the files of other cases are left alone where PATH names a part of it."""
    from casefiles.caseload import load

    return load(selection.root, selection.only)


def colour() -> bool:
    """Whether to write in colour: on a terminal, unless NO_COLOR is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def echo(text: str) -> None:
    """Write to stdout as it is."""
    sys.stdout.write(text)
