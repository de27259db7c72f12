"""Git repositories for tests: files written in notation, committed on days of the test's own."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from notation import write_tree

__all__ = ["commit", "git", "refresh", "repository"]


def git(folder: Path, *words: str, on: str = "2025-11-20", who: str = "Amara Osei") -> str:
    """What git says; it is that person and that day, whatever the machine has."""
    mail = f"{who.split(maxsplit=1)[0].lower()}@example.org"
    person = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for role in ("AUTHOR", "COMMITTER"):
        person |= {f"GIT_{role}_NAME": who, f"GIT_{role}_EMAIL": mail, f"GIT_{role}_DATE": f"{on}T12:00:00+00:00"}
    call = ["git", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", *words]
    done = subprocess.run(call, cwd=folder, env={**os.environ, **person}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stdout + done.stderr)
    return done.stdout.strip()


def repository(root: Path, files: str, *, on: str = "2025-11-20", who: str = "Amara Osei") -> Path:
    """A repository at `root` with these files in its first commit; its own configuration names its user."""
    write_tree(root, files)
    if {each.name for each in root.iterdir()} == {each.name for each in _written(files, on, who).iterdir()} - {".git"}:
        shutil.copytree(_written(files, on, who) / ".git", root / ".git")
        refresh(root)
        return root
    return _begun(root, on, who)


def refresh(root: Path) -> None:
    """Let git look at the files of a copied repository, so that it takes none for changed."""
    git(root, "update-index", "-q", "--refresh")


@cache
def _written(files: str, on: str, who: str) -> Path:
    """Such a repository, made once and copied from then on."""
    folder = tempfile.TemporaryDirectory(prefix="casefiles-tests-")
    atexit.register(folder.cleanup)
    write_tree(Path(folder.name), files)
    return _begun(Path(folder.name), on, who)


def _begun(root: Path, on: str, who: str) -> Path:
    git(root, "init", "-q")
    git(root, "config", "user.name", who)
    git(root, "config", "user.email", f"{who.split(maxsplit=1)[0].lower()}@example.org")
    commit(root, "The case", on=on, who=who)
    return root


def commit(root: Path, message: str, *, on: str = "2025-11-20", who: str = "Amara Osei") -> str:
    """Commit everything; the commit's id."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "--no-verify", "-m", message, on=on, who=who)
    return git(root, "rev-parse", "HEAD")
