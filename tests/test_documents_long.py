"""Long names and four full priorities fit: every word of every document stands between the margins of its page."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from casefiles.cli.main import main

SAMPLE = Path(__file__).parents[1] / "casefiles"
NAMES = {
    "camden/fleetbridge-school": {
        "Fleetbridge School": "Archbishop Wulfstan and Our Lady Star of the Sea Voluntary Aided Roman Catholic School",
        "Zoë Ramanathan": "Zoë Wilhelmina Venkataraghavan-Featherstonehaugh",
        "Helen Njoroge": "The Reverend Canon Professor Helen Wanjiku Njoroge-Montgomery",
    },
    "southwark/marlpit-lane-primary": {
        "Marlpit Lane Primary School": "Saint Bartholomew-the-Great and Marlpit Lane Church of England Primary School",
        "Corinne Ashby": "Corinne Ottoline Ashby-Wolstenholme-Elmy",
        "Victor Nwosu": "Group Captain Victor Chukwuemeka Nwosu-Okonkwo",
    },
    "cambridgeshire/sallow-fen-primary": {
        "Sallow Fen Church of England Primary School": (
            "Sallow Fen, Drove End and Upper Witchford Church of England Voluntary Controlled Primary School"
        ),
        "Miriam Thackeray": "Miriam Philippa Thackeray-Cholmondeley",
        "Colin Harbord": "The Right Reverend Colin Peregrine Harbord",
    },
    "leeds/skelder-lane-primary": {
        "Skelder Lane Primary School": "Skelder Lane and Kirkstall-Bramley Valley Community Primary School and Nursery",
        "Joanna Priestman": "Joanna Christabel Priestman-Akinfenwa",
        "Harold Oakes": "Alderman Harold Llewellyn Oakes-Papadopoulos",
    },
}
"""For a school of each authority: the names of the sample, and the long ones in their places."""

MARGIN, SLACK = 56.6, 1.0
"""Points: the least margin of a page of the house, and what a letter may hang over."""

_ANY_PRIORITY = """\
- id: {id}
  title: Governors, leaders and teachers of every year group know what disadvantaged pupils have learned, and act on it
  area: {area}
  outcome: {{measure: Disadvantaged pupils who are at the standard expected for their age in the school's termly
    assessments of reading, baseline: 41, target: 67, unit: percent, due_on: 2027-07-09}}
  opened_on: 2025-11-04
"""
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)


def with_long_names(folder: Path, school: str) -> Path:
    """A caseload with that school alone, its people and its four priorities all of the longest kind."""
    authority, _, case = school.partition("/")
    copytree(SAMPLE / authority, folder / authority, ignore=ignore_patterns("build", "issued", "programme"))
    (folder / "caseload.yaml").write_text("format: 1\n", encoding="utf-8")
    for other in (folder / authority).iterdir():
        if other.is_dir() and other.name not in {case, "templates", "packs"}:
            for path in sorted(other.rglob("*"), reverse=True):
                path.unlink() if path.is_file() else path.rmdir()
            other.rmdir()
    for path in (folder / school).rglob("*.*"):
        text = path.read_text(encoding="utf-8") if path.suffix in {".md", ".yaml"} else ""
        for short, long in NAMES[school].items():
            text = text.replace(short, long)
        if text:
            path.write_text(text, encoding="utf-8")
    with_four_priorities(folder / school / "priorities.yaml")
    return folder


def with_four_priorities(path: Path) -> None:
    """Add long priorities to a school's file until there are four."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    area = next(iter(re.findall(r"area: ([\w-]+)", text)), "achievement")
    there = len(re.findall(r"^- ", text, re.MULTILINE))
    extra = "".join(_ANY_PRIORITY.format(id=f"priority-{number}", area=area) for number in range(there + 1, 5))
    path.write_text(text + extra, encoding="utf-8")


def outside(pdf: Path) -> list[str]:
    """The words that stand outside the margins of their page."""
    boxes = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return [
        f"{pdf.stem}: {word}"
        for width, height, page in _PAGE.findall(boxes)
        for left, top, right, bottom, word in _WORD.findall(page)
        if float(left) < MARGIN - SLACK
        or float(right) > float(width) - MARGIN + SLACK
        or not 0 <= float(top) <= float(bottom) <= float(height)
    ]


@pytest.mark.parametrize("school", NAMES)
def test_long_names_and_four_full_priorities_stay_inside_the_margins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], school: str
) -> None:
    folder = with_long_names(tmp_path, school)
    main(["build", "--verify", "--as-of", "2026-11-20", str(folder)])
    said = capsys.readouterr()
    assert "refused" not in said.out
    assert "differ" not in said.out + said.err
    pdfs = [path for path in sorted((folder / "build" / school).glob("*.pdf")) if not path.stem.endswith("-papers")]
    assert len(pdfs) > 9, said.out
    assert [word for pdf in pdfs for word in outside(pdf)] == []
