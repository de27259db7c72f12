"""Runs the walks of the docs: the commands, files and edits that stand in a page, in a folder of their own.

A page says `<!-- walk: sample -->` (a copy of the sample caseload) or `<!-- walk: empty -->` where a walk
begins, and `<!-- no walk -->` where it ends. In between, a block

- `console` holds `$ casefiles ...` and what it prints (`show=6` keeps the first six lines, `show=6+1` the last as well);
- `yaml file=PATH` or `markdown file=PATH` is written to PATH;
- `diff file=PATH` edits PATH: lines with - go, lines with + come, others are context;
- `fields file=PATH` fills in the fields of a Word sheet: `path: text`, a line each; `to=PATH` saves it there;
- `text file=PATH` holds what the file says (`show=6` as above); of an e-mail, what a mail program shows.

`python tests/walks.py docs/*.md README.md` writes what the commands print now into the pages.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from casefiles.cli.main import main
from sheets import fill

__all__ = ["ROOT", "WALKING_PAGES", "as_it_runs"]

ROOT = Path(__file__).resolve().parent.parent
WALKING_PAGES = tuple(
    page.relative_to(ROOT)
    for page in sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    if "<!-- walk: " in page.read_text(encoding="utf-8")
)

_PIECE = re.compile(
    r"^<!-- (?P<mark>walk: sample|walk: empty|no walk) -->$"
    r"|^(?P<fence>`{3,})(?P<language>console|yaml|markdown|diff|fields|text)(?P<words>[^\n]*)\n(?P<body>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


def as_it_runs(page: str, at_the_end: Callable[[], None] = lambda: None) -> str:
    """The page with what its commands print now; `at_the_end` is called in the folder of the last walk."""
    made: list[str] = []
    end = 0
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.chdir(ROOT))
        walking = False
        for piece in _PIECE.finditer(page):
            body = piece["body"] or ""
            words = dict(word.split("=", 1) for word in (piece["words"] or "").split())
            if piece["mark"]:
                walking = piece["mark"] != "no walk"
                if walking:
                    _begin(Path(stack.enter_context(tempfile.TemporaryDirectory())), piece["mark"])
            elif walking and piece["language"] == "console":
                body = "".join(_run(body, words.get("show", "")))
            elif walking and piece["language"] == "diff" and "file" in words:
                _edit(Path(words["file"]), body)
            elif walking and piece["language"] == "fields":
                sheet = Path(words["file"])
                fields = dict(line.split(": ", 1) for line in body.splitlines())
                target = Path(words.get("to", words["file"]))
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(fill(sheet.read_bytes(), fields))
            elif walking and piece["language"] == "text" and "file" in words:
                lines = _shown(_said(Path(words["file"])), words.get("show", ""))
                body = "".join(f"{line}\n" for line in lines)
            elif walking and "file" in words:
                file = Path(words["file"])
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(body, encoding="utf-8")
            start, stop = piece.span("body")
            if start >= 0:
                made += [page[end:start], body]
                end = stop
        at_the_end()
    return "".join(made) + page[end:]


def _begin(folder: Path, mark: str) -> None:
    if mark == "walk: sample":
        shutil.copytree(ROOT / "casefiles", folder / "casefiles", ignore=shutil.ignore_patterns("build"))
    os.chdir(folder)


def _run(body: str, show: str) -> Iterator[str]:
    for command in re.findall(r"^\$ (.*)$", body, re.MULTILINE):
        yield f"$ {command}\n"
        program, *words = shlex.split(command)
        assert program == "casefiles", command
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            main(words)
        lines = [line.rstrip() for line in printed.getvalue().splitlines()]
        yield from (f"{line}\n" for line in _shown(lines, show))


def _shown(lines: list[str], show: str) -> list[str]:
    first, _, last = show.partition("+")
    if not show or len(lines) <= int(first) + int(last or 0):
        return lines
    return [*lines[: int(first)], "...", *(lines[-int(last) :] if last else [])]


def _said(path: Path) -> list[str]:
    if path.suffix != ".eml":
        return path.read_text(encoding="utf-8").splitlines()
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    heads = [f"{name}: {message[name]}" for name in ("To", "Cc", "Subject") if message[name]]
    files = [f"Attached: {part.get_filename()}" for part in message.iter_attachments()]
    body = message.get_body()
    assert body is not None, path
    return [*heads, *files, "", *body.get_content().splitlines()]


def _edit(path: Path, body: str) -> None:
    lines = [line if line.strip("\n") else f" {line}" for line in body.splitlines(keepends=True)]
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path}: the lines to edit stand there {text.count(old)} times:\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        file = Path(name).resolve()
        file.write_text(as_it_runs(file.read_text(encoding="utf-8")), encoding="utf-8")
