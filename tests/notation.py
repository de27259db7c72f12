"""The notation of test inputs: a whole caseload as one text, each file behind a line `=== path`."""

from __future__ import annotations

import textwrap
from pathlib import Path

__all__ = ["parse_tree", "write_tree"]


def parse_tree(text: str) -> dict[str, str]:
    """The files of a text in the notation, by path; each file's text ends with a newline."""
    files: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in textwrap.dedent(text).splitlines():
        if line.startswith("=== "):
            current = files.setdefault(line[4:].strip(), [])
        elif current is not None:
            current.append(line)
        elif line.strip():
            message = f"text before the first '=== path' line: {line!r}"
            raise ValueError(message)
    return {path: "\n".join(lines).strip("\n") + "\n" for path, lines in files.items()}


def write_tree(root: Path, text: str) -> Path:
    """Write the files of a text in the notation below `root`, and return `root`."""
    for path, content in parse_tree(text).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8", newline="\n")
    return root
