"""Reading case files beside the parsers that one would take: `python benchmarks/reading.py [ROUNDS] [--write]`.

The sample caseload multiplied to 150 schools, about 3,700 files. Three things are timed: all of it from files to typed
records; the YAML alone, as texts; the Markdown bodies alone. Ours reads places when one is asked for. Each parser gets
the same texts in each round, in turn, with the collector at rest; before that the values of the YAML are compared.
Prints one JSON object: seconds of processor time (median of the rounds) and each parser's time over ours (median, least
and greatest of the rounds' ratios). `--write` puts it to benchmarks/results/reading.json. What is not there is named.
"""

from __future__ import annotations

import gc
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from io import StringIO
from pathlib import Path
from typing import Any

import pyromark
import yaml
from markdown import Markdown
from markdown_it import MarkdownIt
from multiplied import multiplied
from rounds import in_turn, load_now, machine, over_ours

from casefiles.caseload import load
from casefiles.markup import parse_body
from casefiles.yamltree import read_tree

RESULT = Path(__file__).parent / "results" / "reading.json"
SCHOOLS = 150
_RECORD = re.compile(r"---[^\S\n]*\n(.*?\n)---[^\S\n]*\n(.*)", re.DOTALL)

Parser = Callable[[str], Any]


def texts_of(root: Path) -> tuple[list[str], list[str]]:
    """The YAML texts of a caseload, front matter among them, and the Markdown bodies."""
    records = [_RECORD.fullmatch(each.read_text("utf-8")) for each in sorted(root.rglob("*.md"))]
    found = [each for each in records if each]
    plain = [each.read_text("utf-8") for each in sorted(root.rglob("*.yaml"))]
    return plain + [each[1] for each in found], [each[2] for each in found]


def yaml_parsers() -> tuple[dict[str, Parser], dict[str, str]]:
    """What reads YAML, and why others are not there."""
    parsers: dict[str, Parser] = {
        "ours": lambda text: read_tree(text, "a.yaml").value,
        "ours, every place asked for": lambda text: len(read_tree(text, "a.yaml").values),
        "PyYAML SafeLoader": lambda text: yaml.load(text, yaml.SafeLoader),
        "PyYAML CSafeLoader, without places": lambda text: yaml.load(text, yaml.CSafeLoader),
    }
    try:
        ruamel = import_module("ruamel.yaml")
    except ImportError:
        return parsers, {"ruamel.yaml round-trip": "not installed"}
    round_trip = ruamel.YAML()
    return {**parsers, "ruamel.yaml round-trip": lambda text: round_trip.load(StringIO(text))}, {}


def markdown_parsers() -> dict[str, Parser]:
    """What reads Markdown, ours to blocks."""
    commonmark, tables = MarkdownIt("commonmark").enable("table"), Markdown(extensions=["tables"])
    return {
        "ours": lambda text: parse_body(text, "a.md", 1),
        "pyromark, which ours is made of, its events alone": lambda text: list(pyromark.events_with_range(text)),
        "markdown-it-py": commonmark.parse,
        "python-markdown, to HTML": lambda text: tables.reset().convert(text),
    }


def compare(texts: Sequence[str]) -> None:
    """Stop where PyYAML reads another value than ours, which takes every scalar as text and an empty one as None."""
    for text in texts:
        theirs, ours = yaml.load(text, yaml.BaseLoader), read_tree(text, "a.yaml").value
        if _plain(theirs) != _plain(ours):
            sys.exit(f"PyYAML and ours do not read the same:\n{text}")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value or ""


def spent(work: Callable[[], object]) -> float:
    """Seconds of processor time, the collector at rest."""
    gc.collect()
    gc.disable()
    begun = time.process_time()
    work()
    taken = time.process_time() - begun
    gc.enable()
    return taken


def measured(parsers: Mapping[str, Parser], texts: Sequence[str], rounds: int) -> dict[str, object]:
    """Seconds for all texts, and each parser's time over ours; the parsers take turns at being first."""
    times: dict[str, list[float]] = {name: [] for name in parsers}
    for name in in_turn(list(parsers), rounds):
        parser = parsers[name]
        times[name].append(spent(lambda: [parser(text) for text in texts]))  # noqa: B023 - called at once
    seconds = {name: round(statistics.median(each), 3) for name, each in times.items()}
    return {"texts": len(texts), "seconds": seconds, "over_ours": over_ours(times)}


def versions() -> dict[str, str]:
    """The versions of what is installed."""
    found = {}
    for name in ("casefiles", "pyyaml", "ruamel.yaml", "pyromark", "markdown-it-py", "markdown", "pydantic"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def main() -> None:
    """Compare, then time all in turn."""
    rounds = next((int(option) for option in sys.argv[1:] if option.isdigit()), 5)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = multiplied(root, SCHOOLS)
        in_yaml, in_markdown = texts_of(root)
        compare(in_yaml)
        load(root)
        whole = sorted(spent(lambda: load(root)) for _ in range(rounds))
    of_yaml, absent = yaml_parsers()
    result = {
        "rounds": rounds,
        "machine": machine(),
        "load": load_now(),
        "versions": versions(),
        "files": files,
        "whole": {"seconds": round(statistics.median(whole), 3), "range": [round(whole[0], 3), round(whole[-1], 3)]},
        "yaml": measured(of_yaml, in_yaml, rounds),
        "markdown": measured(markdown_parsers(), in_markdown, rounds),
        "not_installed": absent,
    }
    text = json.dumps(result, indent=2)
    print(text)
    if "--write" in sys.argv:
        RESULT.write_text(text + "\n")


if __name__ == "__main__":
    main()
