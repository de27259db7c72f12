"""What a build says of its documents: each by its name, and of a whole caseload each folder's number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec.structs import replace

from casefiles.build_result import Built, BuiltDocument, BuiltFile
from casefiles.build_state import Why
from casefiles.cli.build import document_lines
from casefiles.reporters.report import Places

ROOT = Path("/caseload")


def written(case: str, number: int) -> BuiltDocument:
    file = BuiltFile(ROOT / f"build/camden/{case}/letter-{number}.docx", "0" * 64)
    return BuiltDocument("camden", case, f"letter-{number}", "letter", "record", "written", (file,))


def said(*documents: BuiltDocument, why: bool = False) -> list[str]:
    built = Built(date(2026, 11, 20), ROOT / "build", documents, ())
    places = Places(ROOT, ROOT)
    return ["".join(text for _, text in line) for line in document_lines(built, places, why=why)]


def test_a_handful_of_documents_is_named_one_by_one() -> None:
    assert said(written("elm", 1), written("elm", 2)) == [
        "written   build/camden/elm/letter-1.docx",
        "written   build/camden/elm/letter-2.docx",
    ]


def test_of_a_whole_caseload_each_folder_is_counted_and_what_lacks_something_is_named() -> None:
    lacking = replace(written("elm", 99), notes=("nobody signs it",))
    documents = [written("elm", number) for number in range(40)]
    assert said(*documents, lacking, written("oak", 1)) == [
        "written   build/camden/elm: 40 documents",
        "written   build/camden/elm/letter-99.docx",
        "          nobody signs it",
        "written   build/camden/oak/letter-1.docx",
    ]


def test_who_asks_why_is_told_of_each_document() -> None:
    documents = [replace(written("elm", number), why=(Why("changed", "elm/case.yaml"),)) for number in range(41)]
    assert said(*documents, why=True)[:2] == [
        "written   build/camden/elm/letter-0.docx",
        "          because: changed elm/case.yaml",
    ]
    assert len(said(*documents, why=True)) == 82
