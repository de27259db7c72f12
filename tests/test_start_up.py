"""What a person waits for: what one edit of one file imports and makes, and what it does not."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import casefiles
from casefiles.model.base import Shape
from caseloads import edit, small

SCHOOL = "casefiles/camden/rowan-hill-primary/school.yaml"
WRITING = {"jinja2", "tempfile", "lxml", "docx", "reportlab", "casefiles.rendering", "casefiles.policy.pack_reading"}
MAIL = {"email", "importlib.metadata", "socket", "casefiles.documents.mail.eml"}
OTHER = {"docxtpl", "docx", "reportlab", "subprocess", "casefiles.policy.pack_reading"}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a caseload of one school that was built, of which one line was changed since."""
    small(tmp_path)
    imported(tmp_path, "build")
    edit(tmp_path / SCHOOL, "NW5 9ZZ", "NW5 9ZX")
    return tmp_path


def imported(folder: Path, command: str, *options: str) -> set[str]:
    """The modules that a command has imported when it is done."""
    script = "import sys; from casefiles.cli.main import main; main(sys.argv[1:]); print(*sys.modules)"
    words = [sys.executable, "-c", script, command, "--as-of", "2025-12-01", *options]
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True, env=environment)
    return set(done.stdout.splitlines()[-1].split())


def test_a_check_after_one_edit_imports_nothing_that_writes_mails_or_looks_for_plugins(here: Path) -> None:
    modules = imported(here, "check")
    assert "pydantic" in modules
    assert modules & (WRITING | MAIL | OTHER) == set()


def test_a_build_of_word_files_after_one_edit_imports_nothing_of_pdf_and_mail(here: Path) -> None:
    modules = imported(here, "build", "--no-pdf", "--no-mail")
    assert "jinja2" in modules
    assert modules & (MAIL | OTHER) == set()


def shapes_below(shape: type[Shape]) -> Iterator[type[Shape]]:
    for each in shape.__subclasses__():
        yield each
        yield from shapes_below(each)


def test_no_annotation_of_a_shape_is_text_that_pydantic_would_compile() -> None:
    for each in pkgutil.walk_packages(casefiles.__path__, "casefiles."):
        if each.name.startswith(("casefiles.model", "casefiles.policy")):
            import_module(each.name)
    shapes = {shape for shape in shapes_below(Shape) if shape.__module__.startswith("casefiles.")}
    assert len(shapes) > 150
    written = {f"{shape.__module__}.{shape.__name__}.{key}" for shape in shapes for key in _texts(shape)}
    assert written == set()


def _texts(shape: type[Shape]) -> Iterator[str]:
    return (key for key, kind in vars(shape).get("__annotations__", {}).items() if isinstance(kind, str))
