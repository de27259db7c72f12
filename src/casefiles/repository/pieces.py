"""The files that stand round a caseload in git, as text: what git, an editor and a build server read. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

__all__ = ["Piece", "lacking", "pieces"]


class Piece(Struct, frozen=True):
    """A file as a fresh repository gets it. `kind` says how another's file of that name is compared with it.

    `lines`: each of our lines must stand in it; `json`: each of our keys; `call`: the words of `needed`; `ours`: it
    is made by casefiles alone and made anew.
    """

    path: str
    text: str
    kind: str
    needed: str = ""
    executable: bool = False


ATTRIBUTES = """\
# What git needs to know of these files. Written by `casefiles init`; add what you like.
# Text has the same line ends on every computer:
*.yaml text eol=lf
*.yml text eol=lf
*.md text eol=lf
# `git diff` shows what Word files and PDFs say:
*.docx -text -merge diff=casefiles
*.pdf -text -merge diff=casefiles
# What was issued is kept to the byte:
**/issued/** -text
"""

IGNORED = """\
# Drafts are made again at any time; what was issued lies in the cases.
/{output}/
# What Word, sync programs and casefiles itself leave behind while they work:
~$*
.casefiles-*.tmp
.lock
.staging-*
"""

HOOK = """\
#!/bin/sh
# Checks the case files of this commit. Written by `casefiles init`; `git commit --no-verify` goes past it.
if command -v casefiles >/dev/null 2>&1; then
  exec casefiles check --staged {folder}
elif [ -x {python} ]; then
  exec {python} -m casefiles.cli.main check --staged {folder}
fi
echo "casefiles was not found, so this commit can't be checked; to commit all the same: git commit --no-verify" >&2
exit 1
"""

WORKFLOW = """\
# An example for GitHub; any build server can run the same two commands. Written by `casefiles init`.
name: casefiles
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0 # the register is proved against the whole history
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install "casefiles=={version}"
      - run: casefiles check --output-format github {folder}
      - run: casefiles register verify {folder}
"""


def pieces(folder: str, output: str, python: str, version: str, schemas: Mapping[str, Any]) -> tuple[Piece, ...]:
    """The files round a caseload that lies in `folder` of the repository (`.` for its top).

    `schemas` has the JSON Schemas of those case files that are YAML alone, by name and the file that each is for.
    """
    home = "" if folder == "." else f"{folder}/"
    known = {f"./.vscode/casefiles/{name}.schema.json": f"{home}{each['for']}" for name, each in schemas.items()}
    settings = {"yaml.schemas": known, "files.eol": "\n", "files.encoding": "utf8"}
    made = [
        Piece(f"{home}.gitattributes", ATTRIBUTES, "lines"),
        Piece(f"{home}.gitignore", IGNORED.format(output=output), "lines"),
        Piece(".github/workflows/casefiles.yml", _shell(WORKFLOW, folder, version=version), "call", "casefiles check"),
        Piece(".vscode/settings.json", _dump(settings), "json"),
        Piece(".vscode/tasks.json", _dump(_tasks(folder)), "call", '"casefiles"'),
        Piece(".vscode/extensions.json", _dump({"recommendations": ["redhat.vscode-yaml"]}), "json"),
    ]
    for name, each in schemas.items():
        made.append(Piece(f".vscode/casefiles/{name}.schema.json", _dump(each["schema"]), "ours"))
    hook = _shell(HOOK, folder, python=_quoted(python))
    return (*made, Piece("hooks/pre-commit", hook, "call", "check --staged", executable=True))


def lacking(piece: Piece, there: str) -> str:
    """What another's file of that name lacks of ours, as text to add; empty where it has all of it."""
    if piece.kind == "lines":
        lines = {line.strip() for line in there.splitlines()}
        missing = [line for line in piece.text.splitlines() if line not in lines and not line.startswith("#")]
        return "".join(f"{line}\n" for line in missing)
    if piece.kind == "json":
        return _lacking_keys(json.loads(piece.text), there)
    return "" if piece.needed in there else piece.text


def _lacking_keys(ours: dict[str, Any], there: str) -> str:
    """Our keys that a settings file lacks; one with comments, which JSON has not, is searched for their names."""
    try:
        theirs = json.loads(there)
    except ValueError:
        theirs = None
    if not isinstance(theirs, dict):
        names = [name for key, value in ours.items() for name in (value if isinstance(value, dict | list) else [key])]
        return "" if all(json.dumps(name) in there for name in names) else _dump(ours)
    missing: dict[str, Any] = {}
    for key, value in ours.items():
        now = theirs.get(key)
        if isinstance(value, dict) and isinstance(now, dict):
            more = {name: each for name, each in value.items() if name not in now}
            missing |= {key: more} if more else {}
        elif isinstance(value, list) and isinstance(now, list):
            rest = [each for each in value if each not in now]
            missing |= {key: rest} if rest else {}
        elif key not in theirs:
            missing[key] = value
    return _dump(missing) if missing else ""


def _tasks(folder: str) -> dict[str, Any]:
    """The editor's tasks; each diagnostic's first line becomes an entry in its list of problems."""
    matcher = {
        "owner": "casefiles",
        "fileLocation": ["relative", "${workspaceFolder}"],
        "pattern": {
            "regexp": "^(.+?):(\\d+):(\\d+): (error|warning|note) ([A-Z]{3}-\\d+[a-z]?) (?!\\(waived\\))(.*)$",
            "file": 1,
            "line": 2,
            "column": 3,
            "severity": 4,
            "code": 5,
            "message": 6,
        },
    }
    check = {"label": "casefiles: check", "type": "process", "command": "casefiles", "args": ["check", folder]}
    build = {"label": "casefiles: build", "type": "process", "command": "casefiles", "args": ["build", folder]}
    shown = {"problemMatcher": matcher, "presentation": {"reveal": "silent", "clear": True}}
    return {
        "version": "2.0.0",
        "tasks": [
            {**check, **shown, "group": {"kind": "test", "isDefault": True}},
            {**build, **shown, "group": {"kind": "build", "isDefault": True}},
        ],
    }


def _shell(text: str, folder: str, **words: str) -> str:
    for name, value in {"folder": _quoted(folder), **words}.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _quoted(word: str) -> str:
    """A word as a shell reads it."""
    return word if re.fullmatch(r"[\w./-]+", word, re.ASCII) else "'" + word.replace("'", "'\\''") + "'"


def _dump(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
