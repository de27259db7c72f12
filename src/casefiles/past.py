"""The files of a caseload as git had them, laid out in a folder of their own: nothing is checked out, nothing runs."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from casefiles.errors import CasefilesError, UsageError
from casefiles.git import Blob, Checkout, find_checkout

__all__ = ["Moment", "find_moment", "laid_out", "repository_of", "staged"]

_LIKE_A_DAY = re.compile(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}")
_MARKER = "caseload.yaml"
_READ = (".yaml", ".yml", ".md", ".json", ".png", ".jpg", ".jpeg")
_LARGEST = 6 * 2**20
_LARGEST_IN_ALL = 1024 * 2**20


class Moment(Struct, frozen=True):
    """A state of a caseload's files in git: a commit with its day, or what is staged (no commit)."""

    checkout: Checkout
    commit: str
    on: date | None

    def files(self) -> tuple[Blob, ...]:
        """Its files below the caseload's folder."""
        return self.checkout.files_at(self.commit) if self.commit else self.checkout.files_staged()


def repository_of(root: Path) -> Checkout:
    """The git checkout that a caseload lies in; UsageError outside git."""
    checkout = find_checkout(root.resolve())
    if checkout is None:
        raise UsageError(f"{root} lies in no git repository, so nobody knows what stood there before: `casefiles init`")
    return checkout


def staged(root: Path) -> Moment:
    """What is staged for the next commit."""
    return Moment(repository_of(root), "", None)


def find_moment(root: Path, asked: str) -> Moment:
    """The commit of that name, or the last one of that day (written as 2025-11-20) or before it."""
    checkout = repository_of(root)
    if not checkout.commit:
        raise UsageError(f"git has no commit in {checkout.top} yet")
    day = _day(asked)
    commit = checkout.commit_of(asked) if day is None else checkout.commit_on(day)
    if commit:
        return Moment(checkout, commit, day or checkout.day_of(commit))
    if day is None:
        raise UsageError(f'git has no commit "{asked}" in {checkout.top}: {_instead(asked)}')
    cut = "; older ones were left out when it was cloned: `git fetch --unshallow`" if checkout.is_shallow else ""
    first = checkout.run("log", "--first-parent", "--format=%cs", "HEAD", "--").split()[-1]
    raise UsageError(f"git has nothing of {asked} or before: its first commit is of {first}{cut}")


def _instead(asked: str) -> str:
    """What to write instead of a name that is no commit: of what looks like a day, how a day is written."""
    if _LIKE_A_DAY.fullmatch(asked.strip()):
        return "a day that the calendar has is written as 2026-11-20"
    return "give one, a branch, a tag, or a day (2026-11-20)"


@contextlib.contextmanager
def laid_out(moment: Moment, only: Sequence[str] = ()) -> Iterator[Path]:
    """A folder with the caseload's files as they were; with `only`, of the cases that these paths lie in.

    What no check reads (attachments, frozen letters) stands there by its name and size alone. Links are left out.
    """
    wanted = [each for each in moment.files() if not each.is_link and _is_wanted(each.path, only)]
    if not any(each.path == _MARKER for each in wanted):
        when = f"commit {moment.commit[:10]}" if moment.commit else "what is staged"
        raise CasefilesError(f"{when} has no caseload in {moment.checkout.folder}")
    with tempfile.TemporaryDirectory(prefix="casefiles-") as made:
        folder = Path(made).resolve()
        try:
            _lay(moment.checkout, wanted, folder)
        except OSError as refusal:
            where = refusal.filename or folder
            raise CasefilesError(f"{where} could not be written: {refusal.strerror or refusal}") from refusal
        yield folder


def _lay(checkout: Checkout, wanted: Sequence[Blob], folder: Path) -> None:
    sizes = checkout.sizes(each.id for each in wanted)
    whole = {each.id for each in wanted if each.path.endswith(_READ) and sizes.get(each.id, 0) <= _LARGEST}
    if sum(sizes.get(each, 0) for each in whole) > _LARGEST_IN_ALL:
        raise CasefilesError(f"the files of {checkout.folder} have more than {_LARGEST_IN_ALL // 2**20} MB then")
    places: dict[str, list[Path]] = {}
    for each in wanted:
        path = folder / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if each.id in whole:
            places.setdefault(each.id, []).append(path)
        else:
            with path.open("wb") as file:
                file.truncate(sizes.get(each.id, 0))
    for name, data in checkout.contents(places):
        for path in places[name]:
            path.write_bytes(data)


def _is_wanted(path: str, only: Iterable[str]) -> bool:
    parts = path.split("/")
    if len(parts) > 4 and parts[2] == "issued" and parts[3] != "register":
        return False
    cases = [each.removesuffix("/programme").split("/")[:2] for each in only]
    if not cases or len(parts) == 1:
        return True
    beside = len(parts) == 2 or parts[1] in {"packs", "templates"}
    return any(parts[: len(case)] == case or (beside and parts[0] == case[0]) for case in cases)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
