"""The sample caseload made long or short: the same documents, no new fault, and pages on which no eye stops.

One school of each authority and every national notice; `make look` examines the documents of all schools.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from casefiles.audit import audit_sheets
from casefiles.caseload import load
from casefiles.diagnostics import Severity
from casefiles.documents.parity import differences
from casefiles.documents.pdf import render_pdf
from casefiles.judgement import Judged, judge
from casefiles.rendering import Rendered, Shelves
from page_looks import faults
from stretched import stretched

AS_OF = date(2026, 11, 20)
ONE_OF_EACH = (
    "camden/fleetbridge-school",
    "southwark/marlpit-lane-primary",
    "cambridgeshire/drovers-end-primary",
    "leeds/skelder-lane-primary",
    "westmere/st-aldhelms",
)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Judged]:
    """Those cases as they are, long and short, each judged on the day of the sample."""
    ways = ("sample", "long", "short")
    return {how: judge(load(stretched(tmp_path_factory.mktemp(how), how, ONE_OF_EACH)), AS_OF) for how in ways}


@pytest.mark.parametrize("how", ["long", "short"])
def test_the_same_documents_are_due(judged: dict[str, Judged], how: str) -> None:
    assert _due(judged[how]) == _due(judged["sample"])


@pytest.mark.parametrize("how", ["long", "short"])
def test_nothing_becomes_a_fault(judged: dict[str, Judged], how: str) -> None:
    assert _faults(judged[how]) <= _faults(judged["sample"])


def test_a_name_is_longer_wherever_it_stands(judged: dict[str, Judged]) -> None:
    texts = judged["long"].texts
    once = texts["camden/fleetbridge-school/school.yaml"]
    name = next(line for line in once.splitlines() if "Zoë" in line).partition("name: ")[2]
    assert len(name) > len("Zoë Ramanathan") + 12
    assert not [path for path, text in texts.items() if "Zoë Ramanathan" in text]


def test_texts_grow_and_shrink(judged: dict[str, Judged]) -> None:
    size = {how: sum(len(text) for text in each.texts.values()) for how, each in judged.items()}
    assert size["long"] > 1.8 * size["sample"]
    assert size["short"] < 0.8 * size["sample"]


@pytest.fixture(scope="module")
def documents(judged: dict[str, Judged]) -> dict[str, dict[str, bytes]]:
    """The Word files of those cases, long and short, by their names."""
    return {how: dict(_rendered(judged[how])) for how in ("long", "short")}


def _rendered(judged: Judged) -> Iterator[tuple[str, bytes]]:
    shelves = Shelves(judged.caseload.root, judged.packs)
    for each in judged.with_documents:
        for due in each.due:
            made = shelves.render(each.case, due)
            assert isinstance(made, Rendered), (due.stem, made)
            yield f"{each.case.folder}/{due.stem}", made.docx


@pytest.mark.parametrize("how", ["long", "short"])
def test_nothing_on_a_page_makes_an_eye_stop(documents: dict[str, dict[str, bytes]], how: str) -> None:
    assert len(documents[how]) > 100
    assert [f"{name}: {fault}" for name, word in documents[how].items() for fault in faults(word)] == []


@pytest.mark.parametrize("how", ["long", "short"])
def test_nothing_in_the_audit_sheets_makes_an_eye_stop(judged: dict[str, Judged], tmp_path: Path, how: str) -> None:
    made = [path for each in audit_sheets(judged[how].caseload, AS_OF, tmp_path) for path in each.files]
    sheets = [path for path in made if path.suffix == ".docx"]
    assert len(sheets) > 15
    assert [f"{path.stem}: {fault}" for path in sheets for fault in faults(path.read_bytes())] == []


def test_the_longest_documents_say_the_same_in_word_and_pdf(documents: dict[str, dict[str, bytes]]) -> None:
    for name, word in documents["long"].items():
        assert differences(word, render_pdf(word)) == (), name


def _due(judged: Judged) -> set[tuple[str, str]]:
    return {(each.case.folder, due.stem) for each in judged.with_documents for due in each.due}


def _faults(judged: Judged) -> set[tuple[str, str]]:
    errors = (each for each in judged.diagnostics if each.severity is Severity.ERROR and each.waived is None)
    return {(each.code, each.span.file) for each in errors}
