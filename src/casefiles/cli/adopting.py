"""`casefiles template from`: an old letter's look becomes an authority's own shells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from casefiles.cli.options import echo
from casefiles.errors import CasefilesError, ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.cli.template import Used
    from casefiles.documents.adopt import OldLetter

__all__ = ["adopt"]


def adopt(letter: Path, used: Sequence[Used], kinds: Sequence[str], *, keep_fonts: bool) -> int:
    """Write a shell for each of the kinds and say what was taken over, what was not, and what stays in every letter.

    Nothing is written unless every document that would use a shell keeps its contract with it.
    """
    from casefiles.documents.adopt import make_shell, read_old_letter
    from casefiles.publish import create_file
    from casefiles.reporters.report import Places

    first = used[0]
    shells = {kind: f"shells/{kind}" for kind in kinds}
    unknown = [kind for kind, name in shells.items() if name not in first.shelf.templates]
    if unknown:
        known = ", ".join(sorted(n.partition("/")[2] for n in first.shelf.templates if n.startswith("shells/")))
        raise UsageError(f'there is no shell for the kind "{unknown[0]}"; there are: {known}')
    targets = {kind: first.root / first.folder / f"templates/{name}.docx" for kind, name in shells.items()}
    places = Places(first.root, Path.cwd())
    for target in targets.values():
        if target.exists():
            raise CasefilesError(f"{places.path(target)} exists already; nothing was written")
    old = read_old_letter(letter.read_bytes(), first.name)
    old, changed = (old, ()) if keep_fonts else _drawable(old)
    made = {kind: make_shell(old, first.shelf.templates[name], first.name) for kind, name in shells.items()}
    _hold(used, made)
    for kind, target in targets.items():
        create_file(target, made[kind])
        echo(f"{places.path(target)}\n")
    for line in _report(old, changed):
        echo(f"{line}\n")
    return ExitCode.OK


def _drawable(old: OldLetter) -> tuple[OldLetter, tuple[str, ...]]:
    """The letter with Arial in place of the fonts that our PDFs can't draw, and those fonts."""
    from casefiles.documents.adopt import with_fonts
    from casefiles.documents.pdf.fonts import is_family

    return with_fonts(old, lambda family: family if is_family(family) else "Arial")


def _hold(used: Sequence[Used], made: dict[str, bytes]) -> None:
    """Refuse shells with which a document would not keep its contract: that is a fault of ours or of the letter."""
    from casefiles.diagnostics import Severity
    from casefiles.documents.compose import roots
    from casefiles.documents.word.contract import check_template
    from casefiles.rendering import placed_blocks

    for each in used:
        entry = each.entry
        if entry and entry.kind in made and entry.slug not in each.shelf.templates:
            templates = {**each.shelf.templates, f"shells/{entry.kind}": made[entry.kind]}
            said = check_template(templates, entry.slug, entry.kind, placed_blocks(entry), roots(entry))
            faults = [fault.message for fault in said if fault.severity is Severity.ERROR]
            if faults:
                raise CasefilesError(f"no shell can be made of this letter: {faults[0]}")


def _report(old: OldLetter, changed: Sequence[str]) -> Iterator[str]:
    page, text, heading = old.page, old.text, old.headings[0]
    size = f"{page.width / 72 * 2.54:.1f} by {page.height / 72 * 2.54:.1f} cm"
    sides = ", ".join(f"{side / 72 * 2.54:.1f}" for side in (page.top, page.right, page.bottom, page.left))
    yield f"Taken over: the page ({size}; margins of {sides} cm)"
    yield f"Taken over: text in {text.family} {text.size:g}, headings in {heading.family} {heading.size:g}" + (
        f", colour {heading.colour}" if heading.colour else ""
    )
    if old.logo is not None:
        yield "Taken over: the logo at the top of the page"
    for line in old.kept:
        yield f'In every letter from now on: "{line}"'
    for family in changed:
        yield f"Not taken over: the font {family}, which our PDFs can't draw; Arial stands in its place (--keep-fonts)"
    for what in old.left_out:
        yield f"Not taken over: {what}"
