"""A sheet's template held to what the sheet asks: every field has its place, every row of fields its mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefiles.diagnostics import Diagnostic, Severity
from casefiles.documents.sheet.compose import SHEETS, sheet_roots
from casefiles.documents.sheet.fields import Field
from casefiles.documents.word.assemble import read_page
from casefiles.documents.word.assembled import DOCUMENT
from casefiles.documents.word.contract import check_template
from casefiles.documents.word.controls import Anchor, Control
from casefiles.documents.word.faults import Place, diagnostic
from casefiles.documents.word.fieldtypes import alternatives, element_of, fields_of
from casefiles.documents.word.fieldwalk import Walk
from casefiles.documents.word.language import parse_tags

__all__ = ["check_sheet"]


def check_sheet(shelf: Mapping[str, bytes], name: str, origin: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """All that is wrong with the template of a sheet, each with part and paragraph; nothing where it is sound."""
    found = check_template(shelf, name, name, (), sheet_roots(name), origin=origin)
    if any(each.severity is Severity.ERROR for each in found):
        return found
    return (*found, *_missing(shelf, name, origin))


def _missing(shelf: Mapping[str, bytes], name: str, origin: Mapping[str, str]) -> Iterator[Diagnostic]:
    """The fields that the page never places, and the marks of rows."""
    page, _ = read_page(shelf, name, name, (), origin)
    tree, _ = parse_tags(page.tags[DOCUMENT]) if page else (None, ())
    if page is None or tree is None:
        return
    printed = Walk(page.tags[DOCUMENT], sheet_roots(name), frozenset()).over(tree).printed
    place = Place(page.file, DOCUMENT)
    for kind, path in _asked(SHEETS[name][0]):
        if (kind, path) in printed:
            continue
        what, words = path.removesuffix(".control").removesuffix(".anchor"), kind.__name__
        if path.endswith("anchor"):
            message = (
                f"the row of {words}.{what} has no mark: LibreOffice drops a field's tag, and the mark finds it again"
            )
            advice = f"begin the row's first cell with {{{{r ....{path} }}}}"
            yield diagnostic(place, "TPL-029", message, advice=advice, severity=Severity.WARNING)
        else:
            message = f"the field {words}.{what} is placed nowhere: nobody could fill it in"
            yield diagnostic(
                place, "TPL-028", message, advice=f"put {{{{p ....{path} }}}} or {{{{r ....{path} }}}} into a row"
            )


def _asked(root: type) -> Iterator[tuple[type, str]]:
    """Every field and mark that the values of a sheet have: the type that holds it, and its path there."""
    waiting, seen = [root], {root}
    while waiting:
        kind = waiting.pop(0)
        for name, hint in fields_of(kind).items():
            if hint is Field:
                yield from ((kind, f"{name}.control"), (kind, f"{name}.anchor"))
            elif hint in {Control, Anchor}:
                yield kind, name
            for one in alternatives(element_of(hint) or hint):
                if one not in seen and one is not Field and fields_of(one):
                    seen.add(one)
                    waiting.append(one)
