"""The sample caseload multiplied: its schools copied until there are as many as wanted, each with a URN of its own."""

from __future__ import annotations

import re
import shutil
from itertools import count
from pathlib import Path

__all__ = ["SAMPLE", "multiplied", "schools_of"]

SAMPLE = Path(__file__).parents[1] / "casefiles"
_URN = re.compile(r"(?m)^urn:.*$")


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
    for round_ in count():
        for sample in samples:
            if made == schools:
                return sum(1 for each in root.rglob("*") if each.is_file())
            made += 1
            target = root / sample.parent.name / (f"{sample.name}-{round_}" if round_ else sample.name)
            shutil.copytree(sample, target, ignore=ignored)
            told = (target / "school.yaml").read_text("utf-8")
            (target / "school.yaml").write_text(_URN.sub(f"urn: {900000 + made}", told, count=1), "utf-8")
    raise AssertionError
