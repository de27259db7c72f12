"""What git knows of a folder, asked so that a hostile repository runs nothing: no hooks, filters, pagers or helpers."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from casefiles.errors import CasefilesError

__all__ = ["Checkout", "find_checkout", "run_git"]

_SECONDS = 120
_SAFE = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.pager=cat",
    "core.sshCommand=false",
    "core.untrackedCache=false",
    "diff.external=",
    "log.showSignature=false",
    "protocol.allow=never",
    "submodule.recurse=false",
)
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


@dataclass(frozen=True)
class Checkout:
    """A folder in a git repository; `top` is the repository's own folder."""

    folder: Path
    top: Path

    def run(self, *words: str, codes: Sequence[int] = (0,)) -> str:
        """What a git command says; CasefilesError where it ends with another code than these."""
        done = _call(self.folder, [*self._disarmed, *words])
        if done.returncode not in codes:
            raise _refused(self.folder, done)
        return done.stdout.decode("utf-8", "surrogateescape")

    @cached_property
    def commit(self) -> str:
        """The commit that is checked out; an empty string before the first."""
        return self.run("rev-parse", "--verify", "--quiet", "HEAD", codes=(0, 1)).strip()

    @cached_property
    def user(self) -> tuple[str, str]:
        """The name and the e-mail address that git has for the user; empty where it has none."""
        name, email = (self.run("config", "--get", f"user.{key}", codes=(0, 1)).strip() for key in ("name", "email"))
        return name, email

    @cached_property
    def is_shallow(self) -> bool:
        """Whether the history was cut off when it was cloned."""
        return self.run("rev-parse", "--is-shallow-repository").strip() == "true"

    def ignores(self, path: str) -> bool:
        """Whether git leaves the path (relative to the folder) alone, and so has no history of it."""
        return bool(self.run("check-ignore", "--", path, codes=(0, 1)))

    def uncommitted(self, paths: Sequence[str], without: str = "") -> tuple[str, ...]:
        """The files below these paths (relative to the folder) that the last commit doesn't have as they are.

        Files that git was told not to look at count as well: nobody can say what they are.
        """
        scope = ["--", *paths, *([f":(exclude){without}"] if without else [])]
        words = ("status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignore-submodules=all", "--no-renames")
        changed = [each[3:] for each in self.run(*words, *scope).split("\0") if each]
        flagged = [each for each in self.run("ls-files", "-v", "-z", *scope).split("\0") if each]
        hidden = [f"{self._below}{each[2:]}" for each in flagged if each[0] == "S" or each[0].islower()]
        return tuple(sorted({*changed, *hidden}))

    def has_ancestor(self, commit: str) -> bool:
        """Whether the commit lies in the history of the one that is checked out."""
        known = _call(self.folder, [*self._disarmed, "cat-file", "-e", f"{commit}^{{commit}}"])
        if known.returncode:
            return False
        done = _call(self.folder, [*self._disarmed, "merge-base", "--is-ancestor", commit, "HEAD"])
        return done.returncode == 0

    def files_ever(self, path: str, *, everywhere: bool = False) -> tuple[str, ...]:
        """Every file below a path that a commit added, relative to the folder.

        The commits are those of the history that is checked out; `everywhere` takes in all branches and tags.
        """
        if not self.commit:
            return ()
        words = ("log", "--format=", "--full-history", "--no-renames", "--no-ext-diff", "--no-textconv", "-z")
        scope = ("--name-only", "--diff-filter=A", "--relative", "--all" if everywhere else "HEAD", "--", path)
        return tuple(sorted({name for each in self.run(*words, *scope).split("\0") if (name := each.strip("\n"))}))

    @cached_property
    def _below(self) -> str:
        """The way from the repository's own folder to this one, as git's status writes it."""
        return self.run("rev-parse", "--show-prefix").strip("\n")

    @cached_property
    def _disarmed(self) -> tuple[str, ...]:
        """Settings that take the programs out of the filters and drivers that the repository brings with it."""
        found = _call(self.folder, ["config", "--includes", "--show-scope", "--null", "--name-only", "--list"])
        said = found.stdout.decode("utf-8", "surrogateescape").split("\0")
        names = {name for scope, name in zip(said[::2], said[1::2], strict=False) if scope in {"local", "worktree"}}
        words: list[str] = []
        for name in sorted(names):
            section, _, key = name.rpartition(".")
            if section.startswith(("filter.", "diff.", "merge.")) and key in _PROGRAMS:
                words += ["-c", f"{name}={'false' if key == 'required' else ''}"]
        return tuple(words)


_PROGRAMS = frozenset({"clean", "smudge", "process", "required", "command", "textconv", "driver"})


def find_checkout(folder: Path) -> Checkout | None:
    """The git checkout that a folder lies in; None outside git, or where git is not installed.

    CasefilesError where a repository is there and git refuses to look into it (it belongs to another user, say).
    """
    inside = next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)
    if inside is None or shutil.which("git") is None:
        return None
    return Checkout(folder, Path(run_git(folder, "rev-parse", "--show-toplevel").rstrip("\n")))


def run_git(folder: Path, *words: str) -> str:
    """What a git command says in a folder; CasefilesError with git's own words where it fails."""
    done = _call(folder, words)
    if done.returncode:
        raise _refused(folder, done)
    return done.stdout.decode("utf-8", "surrogateescape")


def _call(folder: Path, words: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    safe = [word for setting in _SAFE for word in ("-c", setting)]
    call = ["git", "--no-pager", *safe, *words]
    try:
        return subprocess.run(
            call, cwd=folder, env={**os.environ, **_QUIET}, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise CasefilesError(f"git took more than {_SECONDS} seconds in {folder}") from late


def _refused(folder: Path, done: subprocess.CompletedProcess[bytes]) -> CasefilesError:
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return CasefilesError(f"git refuses to look into {folder}: {said[0] if said else f'code {done.returncode}'}")
