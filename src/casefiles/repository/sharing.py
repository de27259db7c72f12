"""Puts commits on top of the shared copy's and sends them; the work tree is left as it was where they clash."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from casefiles.errors import CasefilesError
from casefiles.git import Blob, Checkout
from casefiles.history.fields import FieldChange, field_changes
from casefiles.repository.conflicts import Clash, clashes

__all__ = ["Check", "Saved", "Sharing", "files_of", "first_line", "now_at", "remote_of"]

Check = Callable[[Sequence[str], Sequence[str]], str]
"""What is wrong with the cases of some files (relative to the caseload) and with none of these commits, in a sentence.

Empty for nothing.
"""

_TRIES = 3
_SETTINGS = ("-c", "rebase.autoStash=false", "-c", "rebase.autoSquash=false", "-c", "rebase.updateRefs=false")
_SIDES = {"mine": ("-X", "theirs"), "shared": ("-X", "ours")}
"""To git, who replays your commits on the shared copy, yours are "theirs"."""


class Saved(Struct):
    """What became of a save. `refused` has one sentence where the work is not shared, with what to do in `advice`."""

    commit: str = ""
    changes: tuple[FieldChange, ...] = ()
    files: int = 0
    shared_with: str = ""
    sent: bool = False
    taken_in: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    given_up: tuple[FieldChange, ...] = ()
    refused: str = ""
    advice: str = ""
    notes: list[str] = field(default_factory=list)

    def refuse(self, sentence: str, advice: str) -> None:
        """Note why the work is not shared."""
        self.refused, self.advice = sentence, advice


class Sharing(Struct, frozen=True):
    """A branch on its way to a remote, and what has become of it."""

    checkout: Checkout
    remote: str
    branch: str
    check: Check
    side: str
    saved: Saved

    def share(self) -> None:
        """Take in the shared copy and send ours, again if somebody else was quicker."""
        own = self.checkout.run("config", "--get", f"branch.{self.branch}.merge", codes=(0, 1)).strip()
        target = own.removeprefix("refs/heads/") or self.branch
        said = ""
        for _ in range(_TRIES):
            if not self._take_in(target):
                return
            self.saved.shared_with = f"{self.remote}/{target}"
            if now_at(self.checkout) == self._known(target):
                return
            words = ("push", "--quiet", "--set-upstream", self.remote, f"HEAD:refs/heads/{target}")
            code, _, said = self.checkout.act(*words, network=True)
            if code == 0:
                self.saved.sent = True
                return
            self.saved.shared_with = ""
            if "fetch first" not in said and "non-fast-forward" not in said:
                break
        advice = "your work is safe in this clone; call `casefiles save` again, or ask who runs the shared copy"
        self.saved.refuse(f"the shared copy did not take it: {first_line(said)}", advice)

    def _take_in(self, target: str) -> bool:
        """Put our commits on top of the shared copy's; False, with the reason noted, where that can't be."""
        code, _, said = self.checkout.act("fetch", "--quiet", self.remote, network=True)
        if code:
            advice = "your work is safe in this clone; call `casefiles save` again once it can be reached"
            self.saved.refuse(f"the shared copy can't be reached: {first_line(said)}", advice)
            return False
        theirs, mine = self._known(target), now_at(self.checkout)
        if not theirs or self.checkout.has_ancestor(theirs):
            return True
        base = self.checkout.run("merge-base", mine, theirs, codes=(0, 1)).strip()
        code, out, said = self.checkout.act(*_SETTINGS, "rebase", "--quiet", *_SIDES.get(self.side, ()), theirs)
        if code:
            self._undo(mine)
            self.saved.clashes = tuple(self._clashes(base, theirs, mine))
            self._refuse_clash(first_line(said or out))
            return False
        self.saved.taken_in = tuple(dict.fromkeys([*self.saved.taken_in, *self._authors(base, theirs)]))
        self.saved.commit = now_at(self.checkout) if self.saved.commit else ""
        if self.side:
            losing = theirs if self.side == "mine" else mine
            self.saved.given_up = (*self.saved.given_up, *self._given_up(base, losing))
        wrong = self.check(self._ours(theirs), (theirs, mine))
        if wrong:
            advice = "put it right here, then call `casefiles save` again; nothing was sent to the shared copy"
            self.saved.refuse(f"others' work fits beside yours line by line, but together it is wrong: {wrong}", advice)
        return not wrong

    def _undo(self, mine: str) -> None:
        """Go back to where the work tree was."""
        self.checkout.act("rebase", "--abort")
        if now_at(self.checkout) != mine:
            raise CasefilesError(f"git could not go back to your commit {mine[:10]}, which is safe: ask who knows git")

    def _refuse_clash(self, said: str) -> None:
        if not self.saved.clashes:
            self.saved.refuse(f"others' work can't be taken in: {said}", "your work is safe in this clone, as a commit")
        elif self.side:
            advice = "one of you took a file away that the other changed: ask somebody who knows git"
            self.saved.refuse("others changed the same as you", advice)
        else:
            advice = (
                "agree which holds, then call `casefiles save` again with `--conflicts shared` (theirs holds wherever "
                "you clash) or `--conflicts mine` (yours holds); it names every change that is given up by that"
            )
            self.saved.refuse("others changed the same as you", advice)

    def _clashes(self, base: str, shared: str, yours: str) -> Iterator[Clash]:
        """What both sides changed differently, in every file that both changed."""
        top = Checkout(self.checkout.top, self.checkout.top)
        was, theirs, mine = (files_of(top, commit) for commit in (base, shared, yours))
        both = [
            path
            for path in sorted({*was, *theirs, *mine})
            if was.get(path) not in {theirs.get(path), mine.get(path)} and theirs.get(path) != mine.get(path)
        ]
        texts = dict(top.contents(each[path] for path in both for each in (was, theirs, mine) if path in each))
        for path in both:
            yield from clashes(path, *(texts.get(each[path]) if path in each else None for each in (was, theirs, mine)))

    def _given_up(self, base: str, losing: str) -> Iterator[FieldChange]:
        """What one side had changed since both began, and is not so now."""
        was, had, now = (files_of(self.checkout, each) for each in (base, losing, now_at(self.checkout)))
        paths = [path for path in sorted({*was, *had}) if had.get(path) not in {was.get(path), now.get(path)}]
        paths += [path for path in sorted(was) if path not in had and path in now]
        texts = dict(self.checkout.contents(each[path] for path in paths for each in (was, had, now) if path in each))
        for path in paths:
            first, second, last = (texts.get(each[path]) if path in each else None for each in (was, had, now))
            undone = {each.key for each in field_changes(path, second, last)}
            kept = {each.key: each for each in field_changes(path, first, last)}
            lost = (each for each in field_changes(path, first, second) if each.key in undone)
            yield from (each for each in lost if not each.is_within(kept.get(each.key)))

    def _ours(self, theirs: str) -> tuple[str, ...]:
        """The files of the caseload in which we now differ from the shared copy."""
        before, after = files_of(self.checkout, theirs), files_of(self.checkout, now_at(self.checkout))
        return tuple(path for path in sorted({*before, *after}) if before.get(path) != after.get(path))

    def _authors(self, base: str, theirs: str) -> Iterator[str]:
        words = ("log", "--format=%an", theirs, *([f"^{base}"] if base else []), "--")
        yield from dict.fromkeys(self.checkout.run(*words).splitlines())

    def _known(self, target: str) -> str:
        """The shared copy's last commit as this clone knows it; empty where it has no such branch."""
        return self.checkout.commit_of(f"refs/remotes/{self.remote}/{target}")


def remote_of(checkout: Checkout, branch: str) -> str:
    """The remote that the branch is shared with: its own, else origin, else the only one; empty for none."""
    own = checkout.run("config", "--get", f"branch.{branch}.remote", codes=(0, 1)).strip()
    there = checkout.run("remote").split()
    if own in there:
        return own
    return "origin" if "origin" in there else there[0] if len(there) == 1 else ""


def now_at(checkout: Checkout) -> str:
    """The commit that is checked out now."""
    return Checkout(checkout.folder, checkout.top).commit


def files_of(checkout: Checkout, commit: str) -> Mapping[str, str]:
    """The files below the checkout's folder in a commit, each with its id; none for no commit."""
    blobs: tuple[Blob, ...] = checkout.files_at(commit) if commit else ()
    return {each.path: each.id for each in blobs}


def first_line(said: str) -> str:
    """The line of git's that says what is wrong."""
    lines = [line.strip() for line in said.splitlines() if line.strip() and not line.startswith(("hint:", "To "))]
    wrong = [line for line in lines if line.startswith(("error:", "fatal:", "remote:", "!", "ERROR"))]
    return (wrong or lines or ["it gave no reason"])[0].removeprefix("error: ").removeprefix("fatal: ")
