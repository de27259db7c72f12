"""`casefiles explain`: what a rule checks, why, its clause, how to put it right, a good and a bad example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefiles.cli.options import PATHS, echo, format_option, select
from casefiles.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.policy.explain import Explanation
    from casefiles.policy.law import Packs
    from casefiles.policy.rule_examples import Example

__all__ = ["command"]


@click.command("explain")
@click.argument("code", metavar="CODE")
@click.option("--caseload", "path", type=PATHS, help="The caseload whose own packs count as well.")
@format_option("text", "json")
def command(code: str, path: Path | None, output_format: str) -> int:
    """Say what the rule CODE checks, why, by which clause, and how to put it right."""
    from casefiles.caseload.shelves import read_rule_page
    from casefiles.policy.explain import explain, nearest_code
    from casefiles.policy.rule_examples import parse_page
    from casefiles.reporters.json_report import dump

    root, packs = _packs(path)
    found = explain(packs, code)
    if found is None:
        near = nearest_code(packs, code)
        raise UsageError(f'no rule has the code "{code}"' + (f": did you mean {near}?" if near else ""))
    if found.rules:
        text = read_rule_page(root, found.rules[0].source_file, found.code)
        found = explain(packs, code, parse_page(text) if text else None) or found
    echo(dump(_object(found)) if output_format == "json" else _text(found))
    return ExitCode.OK


def _packs(path: Path | None) -> tuple[Path, Packs]:
    """The packs that a call sees: the shipped ones, and those of the caseload if it is in one."""
    from casefiles.caseload import load
    from casefiles.kept_packs import known_packs

    try:
        root = select((path,) if path else ()).root
    except UsageError:
        if path:
            raise
        return Path.cwd(), known_packs(Path.cwd(), ())[0]
    heads = [each for each in root.glob("*/authority.yaml") if each.is_file()]
    return root, known_packs(root, load(root, heads).authorities if heads else ())[0]


def _text(found: Explanation) -> str:
    from casefiles.policy.explain import rule_page

    shown = tuple(mark.file for mark in found.refused.marks) if found.refused else ()
    lines = [rule_page(found, rank=1).rstrip()]
    for title, example in (("A case that it accepts", found.accepted), ("A case that it refuses", found.refused)):
        if example is not None:
            lines += ["", f"## {title}{f': {example.caption}' if example.caption else ''}", *_example(example, shown)]
    return "\n".join(lines) + "\n"


def _example(example: Example, shown: tuple[str, ...]) -> Iterator[str]:
    """The files of an example in which the rule speaks (all, if it has none), each word below the line it is about."""
    wanted = [file for file in example.files if file in shown] or list(example.files)
    for file in wanted:
        yield ""
        yield file
        said = {mark.line: f"{mark.severity} {mark.code}" for mark in example.marks if mark.file == file}
        for number, line in enumerate(example.files[file].splitlines(), start=1):
            yield f"    {line}".rstrip()
            if number in said:
                indent = len(line) - len(line.lstrip())
                yield f"    {' ' * indent}^ {said[number]}"
    others = [*(file for file in example.files if file not in wanted), *(f"no {file}" for file in example.removed)]
    if others:
        yield ""
        yield f"(with {', '.join(others)})"


def _object(found: Explanation) -> dict[str, Any]:
    from msgspec import to_builtins

    return {
        "code": found.code,
        "title": found.title,
        "summary": found.summary,
        "why": found.why,
        "rules": [
            {name: value for name, value in to_builtins(rule).items() if name != "source_file"} for rule in found.rules
        ],
        "accepted": dict(found.accepted.files) if found.accepted else None,
        "refused": dict(found.refused.files) if found.refused else None,
    }
