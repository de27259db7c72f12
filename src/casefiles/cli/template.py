"""`casefiles template`: the Word templates in use, their contract, a copy to edit in Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from casefiles.cli.options import ListedGroup, as_of_option, colour, echo, format_option, loaded, paths_argument, select
from casefiles.errors import CasefilesError, ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.caseload import TemplateShelf
    from casefiles.diagnostics import Diagnostic
    from casefiles.policy.pack import DocumentEntry, Edition

__all__ = ["Used", "command"]

_SHEETS = {
    "agenda": "Agenda of a meeting",
    "minutes-sheet": "Minutes sheet for the chair",
    "headteacher-form": "Headteacher's form",
    "progress-form": "Form on attainment and progress",
}
"""The sheets of a meeting (`new meeting --sheet`), with their names."""
_LETTERS = ("decision-letter", "third-party-notification")


@click.group("template", cls=ListedGroup)
def command() -> None:
    """The Word templates in use: list them, check them, copy one to edit."""


class Used(Struct, frozen=True):
    """A document of an authority's policy with the shelf that its template is on; `name` is the authority's.

    A sheet of a meeting has no `entry`: no policy knows it.
    """

    root: Path
    authority: str
    name: str
    folder: str
    slug: str
    title: str
    entry: DocumentEntry | None
    shelf: TemplateShelf
    edition: Edition | None = None

    @property
    def page(self) -> str:
        """The name on the shelf of the page that is used; an empty string where there is none."""
        names = (self.slug, f"shells/{self.entry.kind if self.entry else self.slug}")
        return next((name for name in names if name in self.shelf.templates), "")

    @property
    def origin(self) -> str:
        """Where that page comes from, in words."""
        if not self.page:
            return "none"
        origin = self.shelf.origin[self.page]
        own = "shipped" if Path(origin).is_absolute() else f"{self.folder}/templates"
        return f"{self.page}.docx ({own})"


@command.command("list")
@paths_argument
@as_of_option
@format_option("text", "json")
def list_templates(paths: tuple[Path, ...], as_of: date, output_format: str) -> int:
    """List each document and sheet of the authorities at PATH with the template that it is made with."""
    from casefiles.reporters.json_report import dump

    found = list(_used(paths, as_of))
    if output_format == "json":
        values = [
            {"authority": each.authority, "slug": each.slug, "title": each.title, "template": each.origin}
            for each in found
        ]
        echo(dump({"as_of": as_of.isoformat(), "templates": values}))
        return ExitCode.OK
    for each in found:
        echo(f"{each.authority}  {each.slug:<30} {each.origin}\n")
    return ExitCode.OK


@command.command("check")
@paths_argument
@as_of_option
@format_option("text", "json")
def check_templates(paths: tuple[Path, ...], as_of: date, output_format: str) -> int:
    """Hold each template to what its document or sheet gives and requires; exits 1 if there is an error."""
    from casefiles.diagnostics import count, ordered
    from casefiles.documents.printable import check_printable
    from casefiles.reporters.report import Places, Report

    found = list(_used(paths, as_of))
    said = []
    for each in found:
        page, places = each.page, _absolute(each)
        unprintable = check_printable(each.shelf.templates[page], places[page]) if page else ()
        said += [fault.within(each.authority) for fault in (*_contract(each), *unprintable)]
    diagnostics = ordered(dict.fromkeys(said))
    root = found[0].root if found else Path.cwd()
    report = Report(as_of, 0, diagnostics, Places(root, Path.cwd()), {})
    if output_format == "json":
        from casefiles.reporters.json_report import format_json

        echo(format_json(report))
    else:
        from casefiles.reporters.text import format_lines, say_counts, text_lines

        *lines, _ = text_lines(report)
        summary = f"{len(found)} documents and sheets: {say_counts(count(diagnostics))}{_by_docxtpl(diagnostics)}"
        echo(format_lines(iter([*lines, (("", summary),)]), colour=colour()))
    return ExitCode.FAULTS if count(diagnostics).error else ExitCode.OK


def _by_docxtpl(diagnostics: Sequence[Diagnostic]) -> str:
    """How many template files docxtpl itself renders, in words; nothing where all are compiled."""
    files = {each.span.file for each in diagnostics if each.code == "TPL-014"}
    said = "1 file is" if len(files) == 1 else f"{len(files)} files are"
    return f"; {said} rendered by docxtpl itself" if files else ""


def _contract(used: Used) -> tuple[Diagnostic, ...]:
    """What is wrong between a document or sheet and its template."""
    from casefiles.documents.compose import roots
    from casefiles.documents.sheet.contract import check_sheet
    from casefiles.documents.unstatutory import guard_of
    from casefiles.documents.word.contract import check_template
    from casefiles.rendering import covering_faults, placed_blocks

    entry, shelf, origin = used.entry, used.shelf, _absolute(used)
    if entry is None:
        return check_sheet(shelf.templates, used.slug, origin)
    blocks = placed_blocks(entry)
    is_own = bool(used.page) and not Path(shelf.origin[used.page]).is_absolute()
    guard = guard_of(entry, used.edition) if is_own and used.edition else None
    faults = check_template(shelf.templates, entry.slug, entry.kind, blocks, roots(entry), origin=origin, guard=guard)
    return (*faults, *covering_faults(shelf, entry))


@command.command("copy")
@click.argument("slug", metavar="DOCUMENT")
@click.option("--authority", default="", help="Whose, where the caseload has several.")
@as_of_option
def copy_template(slug: str, authority: str, as_of: date) -> int:
    """Put the whole template of a document, its parts opened up, into the authority's templates/ to edit in Word."""
    from casefiles.documents.word.faults import TemplateFault
    from casefiles.documents.word.opened import opened_template
    from casefiles.publish import create_file
    from casefiles.rendering import placed_blocks
    from casefiles.reporters.report import Places

    found = [each for each in _used((), as_of) if authority in {"", each.authority}]
    wanted = [each for each in found if each.slug == slug]
    if not wanted:
        known = ", ".join(dict.fromkeys(each.slug for each in found))
        raise UsageError(f'there is no document "{slug}"; there are: {known or "none"}')
    if len(wanted) > 1:
        raise UsageError(f'several authorities have "{slug}": say which with --authority')
    (each,) = wanted
    try:
        kind, blocks = (each.entry.kind, placed_blocks(each.entry)) if each.entry else (slug, ())
        data = opened_template(each.shelf.templates, slug, kind, blocks, origin=each.shelf.origin)
    except TemplateFault as fault:
        raise CasefilesError(f"the template can't be copied: {fault}") from fault
    target = each.root / each.folder / "templates" / f"{slug}.docx"
    create_file(target, data)
    echo(f"{Places(each.root, Path.cwd()).path(target)}\n")
    return ExitCode.OK


@command.command("from")
@click.argument("letter", metavar="OLD-LETTER", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--authority", default="", help="Whose, where the caseload has several.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="The kinds of document; without it, the letters.")
@click.option("--keep-fonts", is_flag=True, help="Keep fonts that our PDFs can't draw (LibreOffice's can).")
@as_of_option
def template_from(*, letter: Path, authority: str, kinds: tuple[str, ...], keep_fonts: bool, as_of: date) -> int:
    """Make the letterhead and look of a letter that you already send your own shell, in the authority's templates/.

    Nothing that the letter says is taken over; what can't be taken over of its look is said.
    """
    from casefiles.cli.adopting import adopt

    found = [each for each in _used((), as_of) if each.entry and authority in {"", each.authority}]
    if len({each.authority for each in found}) != 1:
        names = ", ".join(dict.fromkeys(each.authority for each in _used((), as_of)))
        raise UsageError(f"say whose letter it is with --authority; there are: {names or 'none'}")
    return adopt(letter, found, kinds or _LETTERS, keep_fonts=keep_fonts)


def _used(paths: tuple[Path, ...], as_of: date) -> Iterator[Used]:
    from casefiles.caseload import read_templates
    from casefiles.kept_packs import known_packs

    selection = select(paths)
    caseload = loaded(selection)
    packs, _ = known_packs(selection.root, caseload.authorities)
    for authority in caseload.authorities:
        policy = authority.file.policy
        if policy not in packs:
            continue
        shelf = read_templates(selection.root, authority.id, policy, packs.beneath(policy))
        edition = packs.edition_on(policy, as_of)
        documents = edition.documents
        has_form = any(entry.kind == "return-form" for entry in documents)
        for entry in documents:
            place = (selection.root, authority.id, authority.file.name, authority.folder)
            yield Used(*place, entry.slug, entry.title, entry, shelf, edition)
        for name, title in _SHEETS.items():
            if name == "progress-form" and not has_form:
                continue
            yield Used(selection.root, authority.id, authority.file.name, authority.folder, name, title, None, shelf)


def _absolute(used: Used) -> dict[str, str]:
    """Where each template lies, as diagnostics name files: an own one is relative to the caseload."""
    own = f"{used.folder}/"
    return {
        name: place if Path(place).is_absolute() or place.startswith(own) else own + place
        for name, place in used.shelf.origin.items()
    }
