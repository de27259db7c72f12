"""Saves a caseload's work as a commit, with what it changed told field by field, and has it shared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from casefiles.errors import CasefilesError, UsageError
from casefiles.git import Checkout
from casefiles.history.fields import FieldChange, field_changes
from casefiles.repository.sharing import Check, Saved, Sharing, files_of, first_line, now_at, remote_of

__all__ = ["Saved", "ready", "save"]

_ROUND = (".github/workflows/casefiles.yml", ".vscode")
"""What `casefiles init` writes outside the caseload."""
_UNDER_WAY = {
    "MERGE_HEAD": "a merge",
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
}


def ready(checkout: Checkout) -> str:
    """The branch that is checked out; CasefilesError, with what to do, where nothing can be saved as things are."""
    home = Path(checkout.run("rev-parse", "--absolute-git-dir").strip("\n"))
    for name, what in _UNDER_WAY.items():
        if (home / name).exists():
            word = what.partition(" ")[2]
            raise CasefilesError(
                f"{what} is under way in {checkout.top}: finish it (`git {word} --continue`) or go back to before it "
                f"(`git {word} --abort`), then save"
            )
    if (home / "index.lock").exists():
        raise CasefilesError(f"another git is at work here; if you know that none is, delete {home / 'index.lock'}")
    branch = checkout.run("symbolic-ref", "--quiet", "--short", "HEAD", codes=(0, 1)).strip()
    if not branch:
        raise CasefilesError(
            "an old commit is checked out, not a branch, so what you save would be lost from sight: "
            "`git switch -c NAME` makes a branch of it, `git switch main` goes back to the branch main"
        )
    missing = [key for key, value in zip(("name", "email"), checkout.user, strict=True) if not value]
    if missing:
        asked = " and ".join(f'`git config --global user.{key} "..."`' for key in missing)
        raise UsageError(f"git does not know who you are, and a save bears a name: call {asked}, then save")
    return branch


def save(checkout: Checkout, message: str, check: Check, side: str = "", *, hooks: bool = True) -> Saved:
    """Commit the caseload's changes and share them; `side` (`mine` or `shared`) decides what clashes.

    `check` says in a sentence what is wrong with the cases of some files once others' work was taken in.
    Without `hooks` the commit goes past those of this clone.
    """
    branch = ready(checkout)
    saved = Saved()
    former = checkout.commit
    _commit(checkout, message, saved, hooks=hooks)
    if saved.commit:
        saved.changes = tuple(_field_changes(checkout, former, saved.commit))
    remote = remote_of(checkout, branch)
    if not remote:
        saved.notes.append("there is no shared copy to send it to (git has no remote): it is on this computer alone")
    elif checkout.foreign_programs:
        saved.refused = (
            f"this clone's own settings name a program that sharing would run: {checkout.foreign_programs[0]}"
        )
        saved.advice = "look at it with `git config --local --list`; if it is yours, put it into your own settings"
    elif now_at(checkout):
        Sharing(checkout, remote, branch, check, side, saved).share()
    return saved


def _commit(checkout: Checkout, message: str, saved: Saved, *, hooks: bool) -> None:
    """Commit what changed in the caseload; nothing if nothing did."""
    below = checkout.folder.relative_to(checkout.top).as_posix()
    top = Checkout(checkout.top, checkout.top)
    paths = [below, *(each for each in _ROUND if below != "." and top.uncommitted([each]))]
    files = top.uncommitted(paths)
    if not files:
        return
    code, _, said = checkout.act("add", "--all", "--", *paths)
    if code:
        raise CasefilesError(f"git could not take the files in: {first_line(said)}")
    code, out, said = checkout.act("commit", "--quiet", "-m", message, "--", *paths, hooks=hooks)
    if code:
        raise CasefilesError(f"git made no commit, and your files are as they were: {first_line(said or out)}")
    saved.commit, saved.files = now_at(checkout), len(files)


def _field_changes(checkout: Checkout, former: str, now: str) -> Iterator[FieldChange]:
    """What a commit changed in the case files, field by field; nothing of what was issued."""
    before, after = files_of(checkout, former), files_of(checkout, now)
    changed = [
        path for path in sorted({*before, *after}) if before.get(path) != after.get(path) and "/issued/" not in path
    ]
    texts = dict(checkout.contents(each[path] for path in changed for each in (before, after) if path in each))
    for path in changed:
        if path.endswith((".yaml", ".md")):
            was, is_now = (texts.get(each[path]) if path in each else None for each in (before, after))
            yield from field_changes(path, was, is_now)
