"""A kept template gives the bytes of the one that was compiled, and faults at the same places."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from casefiles import kept_templates
from casefiles.caseload import load
from casefiles.documents.catalogue import Due
from casefiles.documents.compose import compose
from casefiles.documents.word.template import Template, TemplateFault, compile_template, template_bytes, template_of
from casefiles.judgement import Judged, judge
from casefiles.kept_templates import template_kept
from casefiles.model.caseview import Case
from casefiles.policy.law import Packs
from casefiles.rendering import Refused, Rendered, Shelves, placed_blocks
from casefiles.sealing import SealError, sealed
from caseloads import small

SAMPLE = Path(__file__).parents[1] / "casefiles"
SCHOOLS = ("camden/rowan-hill-primary", "leeds/thornmere-high", "southwark/marlpit-lane-primary")


@cache
def judged() -> Judged:
    return judge(load(SAMPLE, [SAMPLE / each for each in SCHOOLS]), date(2026, 11, 20))


def documents() -> list[tuple[Case, Due]]:
    """One document of each slug of the schools."""
    found = {(each.case.authority.id, due.entry.slug): (each.case, due) for each in judged().cases for due in each.due}
    return list(found.values())


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The templates that were compiled, by their slugs; nothing is kept yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    slugs: list[str] = []

    def counted(shelf: Mapping[str, bytes], slug: str, *more: object, **named: object) -> Template:
        slugs.append(slug)
        return compile_template(shelf, slug, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(kept_templates, "compile_template", counted)
    return slugs


def rendered(packs: Packs) -> list[Rendered | Refused]:
    shelves = Shelves(SAMPLE, packs)
    return [shelves.render(case, due) for case, due in documents()]


def test_documents_of_kept_templates_are_the_same_bytes(compiled: list[str]) -> None:
    first = rendered(judged().packs)
    assert len(compiled) == len(first) > 10
    assert all(isinstance(each, Rendered) for each in first)
    compiled.clear()
    assert rendered(judged().packs) == first
    assert compiled == []


@pytest.fixture
def letter(tmp_path: Path) -> tuple[Case, Due, Shelves]:
    """The letter of the small caseload."""
    root = small(tmp_path)
    found = judge(load(root), date(2025, 12, 1))
    return found.cases[0].case, found.cases[0].due[0], Shelves(root, found.packs)


@pytest.mark.parametrize(
    "change",
    [
        lambda due, shelf: (due.entry.slug, placed_blocks(due.entry)[:-1], shelf.templates, shelf.origin),
        lambda due, shelf: (f"{due.entry.slug}-b", placed_blocks(due.entry), shelf.templates, shelf.origin),
        lambda due, shelf: (
            due.entry.slug,
            placed_blocks(due.entry),
            shelf.templates,
            {name: f"{file}x" for name, file in shelf.origin.items()},
        ),
        lambda due, shelf: (
            due.entry.slug,
            tuple(replace(each, title="Another") for each in placed_blocks(due.entry)),
            shelf.templates,
            shelf.origin,
        ),
        lambda due, shelf: (
            due.entry.slug,
            placed_blocks(due.entry),
            {
                **dict(shelf.templates),
                f"fragments/{placed_blocks(due.entry)[0].block}": shelf.templates[
                    f"fragments/{placed_blocks(due.entry)[1].block}"
                ],
            },
            shelf.origin,
        ),
    ],
    ids=["another block", "another name", "another place", "another heading", "another fragment"],
)
def test_a_template_with_any_other_ingredient_is_compiled_anew(
    letter: tuple[Case, Due, Shelves], compiled: list[str], change: object
) -> None:
    case, due, shelves = letter
    shelf = shelves.shelf(case)
    shelves.template(case, due)
    slug, blocks, templates, origin = change(due, shelf)  # type: ignore[operator]
    names = {f"shells/{due.entry.kind}", *(f"fragments/{each.block}" for each in blocks)}
    files = {name: templates[name] for name in names if name in templates}
    template_kept(files, slug, due.entry.kind, blocks, origin=origin)
    assert len(compiled) == 2


def test_a_fault_of_a_kept_template_is_said_at_its_tag(letter: tuple[Case, Due, Shelves]) -> None:
    case, due, shelves = letter
    template = shelves.template(case, due)
    composed = compose(due, case, judged().packs)
    context = {**composed.context, "letter": None}
    said = []
    for each in (template, template_of(template_bytes(template))):
        with pytest.raises(TemplateFault) as found:
            each.render(context, None)  # type: ignore[arg-type]
        said.append(found.value.diagnostics)
    assert said[0] == said[1]


@pytest.mark.parametrize("data", [b"nonsense", sealed((1, 2)), sealed(date(2026, 1, 1))])
def test_other_bytes_are_no_template(
    letter: tuple[Case, Due, Shelves], compiled: list[str], monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    with pytest.raises(SealError):
        template_of(data)
    monkeypatch.setattr(kept_templates, "find_entry", lambda *_: data)
    case, due, shelves = letter
    shelves.template(case, due)
    assert compiled == [due.entry.slug]


def test_a_template_that_cannot_be_used_is_not_kept(letter: tuple[Case, Due, Shelves], compiled: list[str]) -> None:
    _, due, _ = letter
    for _ in range(2):
        with pytest.raises(TemplateFault):
            template_kept({}, due.entry.slug, due.entry.kind, (), origin={})
    assert len(compiled) == 2


def test_a_kept_template_needs_neither_docxtpl_nor_what_compiles_it(tmp_path: Path) -> None:
    small(tmp_path)
    script = (
        "import sys; from casefiles.cli.main import main; main(sys.argv[1:]);"
        "print(sorted({'docxtpl', 'docx', 'xlsxwriter', 'reportlab', 'casefiles.documents.word.assemble',"
        " 'casefiles.documents.word.contract'} & set(sys.modules)))"
    )
    words = [sys.executable, "-c", script, "build", "--as-of", "2025-12-01", "--no-pdf", "--force"]
    environment = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PATH": ""}
    for _ in range(2):
        done = subprocess.run(words, cwd=tmp_path, check=True, capture_output=True, text=True, env=environment)
    assert done.stdout.splitlines()[-1] == "[]"
