"""Runs the examples of a pack: what an example marks must speak, and nothing else may be wrong.

An example is a few files laid over a minimal caseload, `examples/minimal/` in the edition's folder (or the folder
that `minimal` names in pack.yaml). Every example stands alone: the minimal caseload is whole again before the next.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from casefiles.caseload import Caseload, load
from casefiles.check import check_case
from casefiles.diagnostics import Diagnostic, Severity, Span, ordered
from casefiles.errors import CasefilesError
from casefiles.policy.law import Packs
from casefiles.policy.pack import Edition, PolicyPack, requirement_of
from casefiles.policy.rule_examples import Example, parse_page

__all__ = ["Stage", "Trial", "said_of", "tried", "try_pack"]

Place = tuple[str, int, str, str]
"""A file, its line, a severity and a code."""


class Trial(Struct, frozen=True):
    """What came of a pack's examples: how many there are, of how many rules, and what is not as marked."""

    examples: int
    rules: int
    diagnostics: tuple[Diagnostic, ...]


class Stage:
    """A minimal caseload in a folder of its own, on which examples are laid one after the other."""

    def __init__(self, minimal: Path, folder: Path) -> None:
        self.minimal = minimal
        self.folder = folder
        shutil.copytree(minimal, folder, dirs_exist_ok=True)
        authorities = sorted(each.name for each in folder.iterdir() if each.is_dir())
        if len(authorities) != 1:
            raise CasefilesError(f"{minimal} must hold one authority's folder; it holds {len(authorities)}")
        self.authority = authorities[0]
        cases = sorted(each.name for each in (folder / self.authority).iterdir() if each.is_dir())
        self._inside = {"authority.yaml", "programme", *cases}
        self._first = "example-primary" if "example-primary" in cases or not cases else cases[0]

    def place(self, file: str) -> str:
        """Where a file of an example stands: in the authority, in the case that it names, or in the first case."""
        inside = file.partition("/")[0] in self._inside
        return f"{self.authority}/{file if inside else f'{self._first}/{file}'}"

    def play(self, example: Example) -> Caseload:
        """The caseload with the example's files in it; after that the stage is as it was."""
        changed = [self.place(file) for file in (*example.removed, *example.files)]
        for file in example.removed:
            (self.folder / self.place(file)).unlink(missing_ok=True)
        for file, text in example.files.items():
            target = self.folder / self.place(file)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        caseload = load(self.folder)
        for file in changed:
            self._restore(file)
        return caseload

    def _restore(self, file: str) -> None:
        target, source = self.folder / file, self.minimal / file
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            return
        target.unlink(missing_ok=True)
        for folder in target.relative_to(self.folder).parents:
            here = self.folder / folder
            if not (self.minimal / folder).is_dir() and here.is_dir() and not any(here.iterdir()):
                here.rmdir()


def try_pack(pack: PolicyPack, packs: Packs, home: Path) -> Trial:
    """Every example of a pack, run; `home` is the pack's folder. What is not as marked stands at its page's line."""
    said: list[Diagnostic] = []
    examples = 0
    tried_codes: set[str] = set()
    for edition in pack.editions:
        folder = home / edition.folder / "examples"
        pages = sorted(folder.glob("*.md"))
        minimal = home / edition.folder / edition.minimal
        shown = f"{pack.span.file.removesuffix('pack.yaml')}{edition.folder}/examples"
        said += _untried(edition, {page.stem for page in pages})
        if pages and not minimal.is_dir():
            message = f"the examples have no minimal caseload to stand on: {edition.minimal} is no folder"
            said.append(Diagnostic(Span(f"{shown}/{pages[0].name}"), "PCK-073", Severity.ERROR, message))
            continue
        if not pages:
            continue
        with TemporaryDirectory() as temporary:
            stage = Stage(minimal, Path(temporary))
            for page in pages:
                found = parse_page(page.read_text("utf-8")).examples
                examples += len(found)
                tried_codes.add(page.stem)
                for example in found:
                    said += tried(example, page.stem, stage, packs, f"{shown}/{page.name}")
    return Trial(examples, len(tried_codes), ordered(said))


def said_of(caseload: Caseload, example: Example, packs: Packs) -> list[Diagnostic]:
    """Everything that is said of a caseload on the example's date of judgement."""
    said = list(caseload.diagnostics)
    for case in (*caseload.cases, *caseload.programmes):
        said += check_case(case, packs, example.as_of).diagnostics
    return said


def tried(example: Example, code: str, stage: Stage, packs: Packs, page: str) -> Iterator[Diagnostic]:
    """What an example marks and nothing says, and what is said and the example doesn't mark."""
    said = said_of(stage.play(example), example, packs)
    marks = {
        (stage.place(mark.file), mark.line, mark.severity, mark.code): mark.page_line
        for mark in example.marks
        if mark.severity == "error" or requirement_of(mark.code) == code
    }
    found = {place: each for each in said if (place := _counts(each, code)) is not None}
    for place, line in marks.items():
        if place not in found:
            message = f"this marks {place[2]} {place[3]} at {place[0]}:{place[1]}, and nothing says it there"
            yield Diagnostic(Span(page, line), "PCK-070", Severity.ERROR, message)
    for place, each in found.items():
        if place not in marks:
            message = f"{place[0]}:{place[1]} raises {place[2]} {place[3]}, which is not marked: {each.message}"
            yield Diagnostic(Span(page, example.page_line), "PCK-071", Severity.ERROR, message)


def _counts(each: Diagnostic, code: str) -> Place | None:
    """The place of what counts in an example: what the page's rule itself says, and every error."""
    if each.severity is not Severity.ERROR and requirement_of(each.code) != code:
        return None
    return each.span.file, each.span.line, each.severity.value, each.code


def _untried(edition: Edition, pages: set[str]) -> Iterator[Diagnostic]:
    """The rules without a page of examples."""
    for rule in edition.rules:
        if requirement_of(rule.code) not in pages:
            message = f"{rule.code} has no examples"
            help_ = f"write examples/{requirement_of(rule.code)}.md: a case that it accepts, and one that it refuses"
            yield Diagnostic(rule.span("code"), "PCK-072", Severity.WARNING, message, help=help_)
