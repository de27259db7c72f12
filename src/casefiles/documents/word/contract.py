"""A template's contract, both ways: it prints only what its context has, and leaves out nothing required."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from casefiles.diagnostics import Diagnostic, Severity
from casefiles.documents.unstatutory import Guard
from casefiles.documents.word.accessibility import check_accessibility
from casefiles.documents.word.assemble import Page, compile_page, examine, handed_over, read_page
from casefiles.documents.word.assembled import DOCUMENT
from casefiles.documents.word.expand import PlacedBlock
from casefiles.documents.word.faults import Place, TemplateFault, diagnostic
from casefiles.documents.word.fieldwalk import Walk
from casefiles.documents.word.language import check_language, parse_tags
from casefiles.documents.word.styles import HOUSE_STYLES
from casefiles.documents.word.tags import Tag, place_of
from casefiles.documents.word.wordml import paragraph_text, paragraphs

__all__ = ["check_template"]


def check_template(
    shelf: Mapping[str, bytes],
    slug: str,
    kind: str,
    blocks: Sequence[PlacedBlock],
    roots: Mapping[str, Any],
    *,
    origin: Mapping[str, str] | None = None,
    guard: Guard | None = None,
) -> tuple[Diagnostic, ...]:
    """All that is wrong with a document's template, each with part and paragraph; nothing where it is sound.

    `roots` has the type of each name that the template may use: `letter` and `block`. `blocks` are the
    document's in the policy's order, `guard` the rule on what its fixed text must not cite. Nothing is rendered.
    """
    try:
        page, faults = read_page(shelf, slug, kind, blocks, origin or {})
        if page is None:
            return faults
        found = [*faults, *examine(page), *_hold(page, roots, blocks), *_cites(page, guard)]
        found += [*handed_over(page), *page.notes]
        if not any(one.severity is Severity.ERROR for one in found):
            compile_page(page)
    except TemplateFault as fault:
        return fault.diagnostics
    return tuple(dict.fromkeys(found))


def _hold(page: Page, roots: Mapping[str, Any], blocks: Sequence[PlacedBlock]) -> Iterator[Diagnostic]:
    """What a page that can be read lacks or has too much."""
    for name, tags in page.tags.items():
        if (walk := _walk(tags, roots, blocks)) is not None:
            yield from walk.diagnostics
            if name == DOCUMENT:
                yield from _check_placed(page, walk.mentions, blocks)
    yield from _check_styles(page)
    for name, root in page.roots.items():
        yield from check_accessibility(root, page.sheet, name)


def _cites(page: Page, guard: Guard | None) -> Iterator[Diagnostic]:
    """Fixed text that cites a section under which only a statutory notice is given."""
    for root in page.roots.values() if guard else ():
        for paragraph in paragraphs(root):
            if guard and (found := guard.found(paragraph_text(paragraph))):
                message = f'the fixed text cites "{found}", and this is no notice under it ({guard.code})'
                severity = Severity.ERROR if guard.is_error else Severity.WARNING
                advice = "take the section out: what is given under it is a notice, on a page of its own"
                yield diagnostic(place_of(paragraph), "TPL-058", message, advice=advice, severity=severity)


def _walk(tags: Sequence[Tag], roots: Mapping[str, Any], blocks: Sequence[PlacedBlock]) -> Walk | None:
    if check_language(tags):
        return None
    tree, _ = parse_tags(tags)
    required = frozenset(f"block.{block.name}" for block in blocks if block.required)
    return Walk(tags, roots, required).over(tree) if tree is not None else None


def _check_placed(page: Page, mentions: Mapping[str, Tag], blocks: Sequence[PlacedBlock]) -> Iterator[Diagnostic]:
    """Required blocks that the page never places, whose gap it never shows, and blocks out of the policy's order."""
    first: dict[str, int] = {}
    gaps: set[str] = set()
    number = {tag: at for at, tag in reversed([*enumerate(page.tags[DOCUMENT])])}
    for path, tag in mentions.items():
        name, *fields = path.split(".")[1:] or [""]
        if path.startswith("block.") and fields[:1] == ["gap"]:
            gaps.add(name)
        elif path.startswith("block."):
            first[name] = min(first.get(name, number[tag]), number[tag])
    place = Place(page.file, DOCUMENT)
    for block in blocks:
        if block.required and block.name not in first:
            advice = f"put {{{{p block.{block.name} }}}} or {{{{p blocks }}}} where it belongs"
            yield diagnostic(place, "TPL-024", f'the required block "{block.id}" is never placed', advice=advice)
        elif block.required and block.name not in gaps:
            message = f'nothing is shown where the block "{block.id}" has a gap'
            advice = (
                f"{{%p if block.{block.name}.gap %}} [Not yet in the case file: ...] {{%p else %}} ... {{%p endif %}}"
            )
            yield diagnostic(place, "TPL-026", message, advice=advice, severity=Severity.WARNING)
    placed = [block for block in blocks if block.name in first]
    for before, after in pairwise(placed):
        if first[after.name] < first[before.name]:
            here = page.tags[DOCUMENT][first[after.name]].place
            message = f'"{after.id}" stands before "{before.id}"; the policy has them the other way about'
            yield diagnostic(here, "TPL-025", message, severity=Severity.WARNING)


def _check_styles(page: Page) -> Iterator[Diagnostic]:
    for name in HOUSE_STYLES:
        if not page.sheet.has(name):
            advice = "take it over from a shipped template: Home > Styles > Manage Styles > Import/Export"
            yield diagnostic(Place(page.file), "TPL-030", f'the style "{name}" is missing', advice=advice)
