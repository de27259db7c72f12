"""The sample caseload multiplied: its schools copied until there are as many as wanted, each with a URN of its own.

An authority's programme speaks of the copies as it speaks of the schools: a meeting discusses each, and an alert or a
report about one school stands there for each of its copies.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path

__all__ = ["SAMPLE", "multiplied", "schools_of", "with_history"]

SAMPLE = Path(__file__).parents[1] / "casefiles"
_DATE = re.compile(r"\b(20[0-9]{2})(-[0-9]{2}-[0-9]{2})")
_URN = re.compile(r"(?m)^urn:.*$")
_ABOUT = re.compile(r"(?m)^school: *([a-z0-9-]+)$")
_LISTED = re.compile(r"(?m)(^ *- )?(\{school: *)([a-z0-9-]+)([^{}\n]*\})(, *|\n)?")


def schools_of(root: Path) -> list[Path]:
    """The folders of the schools of a caseload, in order."""
    return sorted(each.parent for each in root.glob("*/*/school.yaml"))


def multiplied(root: Path, schools: int) -> int:
    """Make a caseload of so many schools at `root` out of the sample's, and return how many files it has."""
    ignored = shutil.ignore_patterns("build", "issued", "programme")
    samples = schools_of(SAMPLE)
    for authority in {each.parent for each in samples}:
        for entry in authority.iterdir():
            if not (entry / "school.yaml").is_file() and entry.name not in {"programme", "issued"}:
                target = root / authority.name / entry.name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copytree(entry, target) if entry.is_dir() else shutil.copy(entry, target)
    shutil.copy(SAMPLE / "caseload.yaml", root)
    made = 0
    copies: dict[Path, list[str]] = {sample: [] for sample in samples}
    for round_ in count():
        for sample in samples:
            if made == schools:
                for authority in {each.parent for each in samples}:
                    names = {each.name: copied for each, copied in copies.items() if each.parent == authority}
                    _programme(authority / "programme", root / authority.name / "programme", names)
                return sum(1 for each in root.rglob("*") if each.is_file())
            made += 1
            target = root / sample.parent.name / (f"{sample.name}-{round_}" if round_ else sample.name)
            copies[sample].append(target.name)
            shutil.copytree(sample, target, ignore=ignored)
            told = (target / "school.yaml").read_text("utf-8")
            (target / "school.yaml").write_text(_URN.sub(f"urn: {900000 + made}", told, count=1), "utf-8")
    raise AssertionError


def _programme(source: Path, target: Path, copies: Mapping[str, Sequence[str]]) -> None:
    """Copy a programme, with each school that it names as often as that school has copies."""
    for path in (each for each in source.rglob("*") if each.is_file() and "issued" not in each.parts):
        text = _LISTED.sub(lambda found: _entries(found, copies), path.read_text("utf-8"))
        about = _ABOUT.search(text)
        for number, name in enumerate(copies.get(about[1], ()) if about else ("",)):
            copied = target / path.relative_to(source).with_stem(_another(path.stem, number))
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_text(_ABOUT.sub(f"school: {name}", text) if name else text, "utf-8")


def _another(stem: str, number: int) -> str:
    """The name of a record's copy: with the letter that tells documents of a day apart, and beyond z a week earlier."""
    if not number:
        return stem
    weeks, letter = divmod(number - 1, 25)
    day = date.fromisoformat(stem[:10]) - timedelta(weeks=weeks)
    return f"{day}{stem[10:]}-{chr(ord('b') + letter)}"


def _entries(found: re.Match[str], copies: Mapping[str, Sequence[str]]) -> str:
    """The entry of a school in a list, on a line of its own or beside others, once for each of its copies."""
    begin, head, name, rest, end = (part or "" for part in found.groups())
    entries = [f"{begin}{head}{copy}{rest}" for copy in copies.get(name, ())]
    return ("\n" if begin else ", ").join(entries) + (end if entries else "")


def with_history(root: Path, years: int) -> int:
    """Give each school its records of so many years, each a year before the last, and return how many files there are.

    What is written of the last year is copied with every date in it a year earlier, so that it still refers to itself.
    """
    records = [each for school in schools_of(root) for each in school.glob("*/????-??-??-*.md")]
    for back in range(1, years):
        for path in records:
            text = path.read_text("utf-8")
            path.with_name(_earlier(path.name, back)).write_text(_earlier(text, back), "utf-8")
    return sum(1 for each in root.rglob("*") if each.is_file())


def _earlier(text: str, years: int) -> str:
    """The text with each date in it so many years earlier; the 29th of February is the 28th."""
    return _DATE.sub(lambda found: f"{int(found[1]) - years}{found[2]}".replace("-02-29", "-02-28"), text)
