"""What git knows of a folder, asked so that a hostile repository runs nothing: no hooks, filters, pagers or helpers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from casefiles.errors import CasefilesError

__all__ = ["Blob", "Change", "Checkout", "Commit", "find_checkout", "run_git"]

_COMMIT = re.compile(r"[0-9a-f]{40,64}")
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
_QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX")
_LONGEST_LIST = 64 * 2**20


class Change(Struct, frozen=True):
    """A file that a commit changed: its path below the folder, its former ids (one a parent) and its id now.

    An empty id says that it was or is not there.
    """

    path: str
    was: tuple[str, ...]
    now: str


class Commit(Struct, frozen=True):
    """A commit: who wrote it and when, by their own clock, the first line of what they said, what it changed."""

    id: str
    author: str
    at: datetime
    subject: str
    changes: tuple[Change, ...] = ()


class Blob(Struct, frozen=True):
    """A file as git keeps it: its path below the checkout's folder, its id, and whether it is a link."""

    path: str
    id: str
    is_link: bool


class Checkout(Struct, frozen=True, dict=True):
    """A folder in a git repository; `top` is the repository's own folder."""

    folder: Path
    top: Path

    def run(self, *words: str, codes: Sequence[int] = (0,)) -> str:
        """What a git command says; CasefilesError where it ends with another code than these."""
        done = _call(self.folder, [*self._disarmed, *words])
        if done.returncode not in codes:
            raise _refused(self.folder, done)
        return done.stdout.decode("utf-8", "surrogateescape")

    def act(self, *words: str, hooks: bool = False, network: bool = False) -> tuple[int, str, str]:
        """Do something in the user's own name: the code it ends with, and what git says on both of its channels.

        The user's hooks run only where asked for (their own commit), other computers are reached only where asked for.
        """
        off = {"core.hooksPath": hooks, "core.sshCommand": network, "protocol.allow": network}
        safe = [each for each in _SAFE if not off.get(each.partition("=")[0])]
        call = ["git", "--no-pager", *(word for each in safe for word in ("-c", each)), *self._disarmed, *words]
        around = _surroundings() | {"GIT_EDITOR": "true", "GIT_SEQUENCE_EDITOR": "true", "GIT_MERGE_AUTOEDIT": "no"}
        if network and sys.stdin is not None and sys.stdin.isatty():
            around["GIT_TERMINAL_PROMPT"] = "1"
        try:
            done = subprocess.run(
                call, cwd=self.top, env=around, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS * 5,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            raise CasefilesError(f"git {words[0]} took more than {_SECONDS * 5} seconds in {self.top}") from late
        return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")

    @cached_property
    def foreign_programs(self) -> tuple[str, ...]:
        """This clone's own settings (not the user's) by which reaching the shared copy would run a program."""
        words = ("config", "--includes", "--show-scope", "--null", "--list")
        said = self.run(*words).split("\0")
        pairs = [pair.partition("\n") for scope, pair in zip(said[::2], said[1::2], strict=False) if scope in _CLONE]
        return tuple(sorted({name for name, _, value in pairs if _RUNS.fullmatch(name) and not _is_tame(name, value)}))

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

        Text files that git was told to ignore or to overlook count as well: no commit will ever have them.
        """
        scope = ["--", *paths, *([f":(exclude){without}"] if without else [])]
        words = ("status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignore-submodules=all", "--no-renames")
        said = [each for each in self.run(*words, "--ignored=matching", *scope).split("\0") if each]
        changed = [each[3:] for each in said if each[:2] != "!!" or _may_be_read(each[3:])]
        flagged = [each for each in self.run("ls-files", "-v", "-z", *scope).split("\0") if each]
        hidden = [f"{self._below}{each[2:]}" for each in flagged if each[0] == "S" or each[0].islower()]
        return tuple(sorted({*changed, *hidden}))

    def has_ancestor(self, commit: str) -> bool:
        """Whether the commit lies in the history of the one that is checked out."""
        if _COMMIT.fullmatch(commit) is None:
            return False
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

    def commit_of(self, name: str) -> str:
        """The commit of that name (a branch, a tag, the beginning of an id); an empty string for none."""
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return self.run(*asked, codes=(0, 1, 128)).strip() if name.isprintable() and name.strip() else ""

    def commit_on(self, day: date) -> str:
        """The last commit of that day or before it, on the line that is checked out; an empty string before the first.

        Each commit's day is that of its own clock, so that the answer is the same on every computer.
        """
        words = ("log", "--first-parent", "--format=%H %cs", "HEAD", "--")
        dated = (line.split(" ") for line in self.run(*words).splitlines()) if self.commit else iter(())
        return next((commit for commit, on in dated if on <= day.isoformat()), "")

    def day_of(self, commit: str) -> date:
        """The day on which the commit was made, by its own clock."""
        return date.fromisoformat(self.run("log", "-1", "--format=%cs", commit, "--").strip())

    def commits_below(self, path: str, until: str = "") -> tuple[Commit, ...]:
        """The commits that changed a file below the path, the oldest first: of all that is checked out, or of `until`.

        Of a merge only what none of its parents has: what was decided while merging.
        """
        if not self.commit:
            return ()
        words: tuple[str, ...] = (
            "log",
            "--full-history",
            "--topo-order",
            "--reverse",
            "-c",
            "--raw",
            "-z",
            "--no-abbrev",
            "--format=%H",
        )
        words += ("--no-renames", "--no-ext-diff", "--no-textconv", "--relative")
        said = self.run(*words, until or "HEAD", "--", path)
        tokens = iter(each.lstrip("\n") for each in said.split("\0"))
        found: dict[str, list[Change]] = {}
        commit = ""
        for token in tokens:
            if token.startswith(":"):
                ids = token.split(" ")[len(token) - len(token.lstrip(":")) + 1 : -1]
                *was, now = ("" if set(each) == {"0"} else each for each in ids)
                found[commit].append(Change(next(tokens), tuple(was), now))
            elif token:
                commit = token
                found[commit] = []
        told = {name: _commit(name, data) for name, data in self.contents(found)}
        return tuple(replace(told[name], changes=tuple(each)) for name, each in found.items() if each)

    def files_at(self, commit: str) -> tuple[Blob, ...]:
        """The files below the folder as a commit has them; nothing is checked out, so no filter runs."""
        said = self._listed("ls-tree", "-r", "-z", "--full-tree", commit, "--", *([self._below] if self._below else []))
        return tuple(self._blobs(said))

    def files_staged(self) -> tuple[Blob, ...]:
        """The files below the folder as they are staged for the next commit."""
        return tuple(self._blobs(self._listed("ls-files", "--stage", "-z", "--full-name", "--", ".")))

    def staged_changes(self) -> tuple[str, ...]:
        """The files below the folder of which something is staged, relative to it."""
        words = ("diff", "--cached", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative")
        return tuple(each for each in self.run(*words, "-z", "--ignore-submodules=all").split("\0") if each)

    def sizes(self, ids: Iterable[str]) -> dict[str, int]:
        """The size of each of these files by its id; what git lacks is left out."""
        asked = "".join(f"{each}\n" for each in dict.fromkeys(ids))
        done = _call(self.folder, [*self._disarmed, "cat-file", "--batch-check"], asked.encode())
        lines = (line.split(" ") for line in done.stdout.decode().splitlines())
        return {words[0]: int(words[2]) for words in lines if len(words) == 3 and words[1] == "blob"}

    def contents(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The bytes of these objects, each with its id, as they were committed; what git lacks is left out."""
        asked = "".join(f"{each}\n" for each in dict.fromkeys(ids))
        said = _call(self.folder, [*self._disarmed, "cat-file", "--batch"], asked.encode()).stdout
        at = 0
        while at < len(said):
            end = said.index(b"\n", at)
            words = said[at:end].decode().split(" ")
            at = end + 1
            if len(words) == 3 and words[2].isdigit():
                yield words[0], said[at : at + int(words[2])]
                at += int(words[2]) + 1

    def _listed(self, *words: str) -> str:
        """A list of files; CasefilesError for one that no caseload has (trees within trees within trees)."""
        with subprocess.Popen(
            _words([*self._disarmed, *words]), cwd=self.folder, env=_surroundings(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ) as asked:  # fmt: skip
            assert asked.stdout is not None  # noqa: S101 - a pipe was asked for
            said = asked.stdout.read(_LONGEST_LIST + 1)
            if len(said) > _LONGEST_LIST:
                asked.kill()
                raise CasefilesError(f"git lists more files below {self.folder} than any caseload has")
        return said.decode("utf-8", "surrogateescape")

    def _blobs(self, listed: str) -> Iterator[Blob]:
        """The files of a list of git's; submodules are none, and no way leads out of the folder."""
        below = self._below
        for line in listed.split("\0"):
            facts, tab, path = line.partition("\t")
            words = facts.split()
            if not tab or not path.startswith(below) or words[0] == "160000":
                continue
            inside = path.removeprefix(below)
            if not {"", ".", ".."} & set(inside.split("/")) and "\\" not in inside:
                yield Blob(inside, words[2] if words[1] == "blob" else words[1], words[0] == "120000")

    @cached_property
    def _below(self) -> str:
        """The way from the repository's own folder to this one, as git's status writes it."""
        return self.run("rev-parse", "--show-prefix").strip("\n")

    @cached_property
    def _disarmed(self) -> tuple[str, ...]:
        """Settings that take the programs out of the filters and drivers that the repository brings with it."""
        found = _call(self.folder, ["config", "--includes", "--show-scope", "--null", "--name-only", "--list"])
        said = found.stdout.decode("utf-8", "surrogateescape").split("\0")
        names = {name for scope, name in zip(said[::2], said[1::2], strict=False) if scope in _CLONE}
        words: list[str] = []
        for name in sorted(names):
            section, _, key = name.rpartition(".")
            if section.startswith(("filter.", "diff.", "merge.")) and key in _PROGRAMS:
                words += ["-c", f"{name}={'false' if key == 'required' else ''}"]
        return tuple(words)


_PROGRAMS = frozenset({"clean", "smudge", "process", "required", "command", "textconv", "driver"})


def _may_be_read(ignored: str) -> bool:
    """Whether an ignored file or folder may be part of a case: text, and not hidden."""
    hidden = ignored.rstrip("/").rpartition("/")[2].startswith(".")
    return ignored.endswith((".md", ".yaml", "/")) and not hidden


_CLONE = frozenset({"local", "worktree"})
_RUNS = re.compile(
    r"core\.(?:sshcommand|gitproxy|askpass)|gpg\..*program|credential\.(?:.*\.)?helper|protocol\..*"
    r"|remote\..*\.(?:uploadpack|receivepack|vcs|proxy)",
    re.IGNORECASE,
)


def _is_tame(name: str, value: str) -> bool:
    """Whether a helper of that name is one of git's own kind, not a command."""
    return name.endswith("helper") and re.fullmatch(r"[a-z][a-z-]*", value) is not None


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


def _call(folder: Path, words: Sequence[str], said: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            _words(words), cwd=folder, env=_surroundings(), input=said, capture_output=True, timeout=_SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise CasefilesError(f"git took more than {_SECONDS} seconds in {folder}") from late


_AUTHOR = re.compile(r"^author (.*?) ?<.*> (-?\d+) ([+-])(\d\d)(\d\d)$", re.MULTILINE)


def _commit(name: str, data: bytes) -> Commit:
    """A commit as git keeps it; one that was written badly has no author and is as old as time."""
    head, _, message = data.decode("utf-8", "replace").partition("\n\n")
    subject = _printable(message.strip().partition("\n")[0])
    found = _AUTHOR.search(head)
    if found is None:
        return Commit(name, "", datetime.fromtimestamp(0, UTC), subject)
    away = timedelta(hours=int(found[4]), minutes=int(found[5])) * (1 if found[3] == "+" else -1)
    try:
        at = (datetime.fromtimestamp(0, UTC) + timedelta(seconds=int(found[2]))).astimezone(timezone(away))
    except (OverflowError, ValueError):
        at = datetime.fromtimestamp(0, UTC)
    return Commit(name, _printable(found[1]), at, subject)


def _printable(text: str) -> str:
    """The text without characters that would steer a terminal."""
    return "".join(each for each in text if each.isprintable()).strip()


def _words(words: Sequence[str]) -> list[str]:
    safe = [word for setting in _SAFE for word in ("-c", setting)]
    return ["git", "--no-pager", *safe, *words]


def _surroundings() -> dict[str, str]:
    """The environment of a call: git finds the repository from the folder alone, even where a hook of git calls us."""
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    if "GIT_INDEX_FILE" in kept:
        kept["GIT_INDEX_FILE"] = str(Path(kept["GIT_INDEX_FILE"]).absolute())
    return kept | _QUIET


def _refused(folder: Path, done: subprocess.CompletedProcess[bytes]) -> CasefilesError:
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return CasefilesError(f"git refuses to look into {folder}: {said[0] if said else f'code {done.returncode}'}")
