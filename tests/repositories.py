"""Git repositories for tests: files written in notation, committed on days of the test's own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from notation import write_tree

__all__ = ["commit", "git", "repository"]


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
