"""Faults in what a pack's entries refer to: levels, roles, criteria, lists, documents, requirements, facets.

A local pack may use the words of the national layer, so this looks at each edition with that layer under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from casefiles.diagnostics import Diagnostic, Span, nearest, ordered
from casefiles.model.base import READERS, Record
from casefiles.model.caseview import RECORD_TYPES
from casefiles.model.types import Names
from casefiles.policy.coverage import blocks_of, lint_coverage
from casefiles.policy.facets import FACETS, vocabulary_of
from casefiles.policy.law import Packs, lint_layers
from casefiles.policy.marks import marked
from casefiles.policy.pack import ON_DEMAND, DocumentEntry, Edition, RuleEntry
from casefiles.policy.pack_shapes import fault
from casefiles.policy.rules_lint import lint_rules
from casefiles.policy.statute_lint import lint_statute

__all__ = ["lint"]

_STAGES = ("planned", "held", "recorded", ON_DEMAND)
_UNLESS = ("decision", "value")
_OF_THE_CASE = frozenset(
    {"person", "officer", "body", "record", "exit-plan", *RECORD_TYPES} - {"level"},
)
"""What `Names` can stand for that no pack knows of."""


class _Word(Struct, frozen=True):
    """A word of the pack with the vocabulary that it must be of."""

    what: str
    word: str
    span: Span


def lint(name: str, packs: Packs) -> tuple[Diagnostic, ...]:
    """What is wrong in what a pack refers to, and between it and the national layer."""
    pack = packs.by_name[name]
    said = list(lint_layers(pack, packs, pack.span))
    starts = [edition.in_force.start for edition in pack.editions]
    for own, merged, until in zip(pack.editions, packs.editions(name), [*starts[1:], None], strict=True):
        for rule in own.rules:
            said += _rule(rule, merged)
        said += lint_rules(own, merged, until)
        for document in own.documents:
            said += _document(document, merged)
        said += _entries(own, merged)
        said += lint_statute(own, merged, is_local=bool(pack.under))
        said += lint_coverage(own, merged)
        said += _carried_by(own, merged)
    return ordered(said)


def _rule(rule: RuleEntry, edition: Edition) -> Iterator[Diagnostic]:
    """The words of a rule: its facets, decisions, parameters, what it holds, what it carries out."""
    subject = RECORD_TYPES[rule.of]
    yield from _when(rule.when, subject, edition, rule, ("when",))
    for key, words in rule.unless.items():
        if key not in _UNLESS:
            yield fault("PCK-024", rule.key_span("unless", key), f'"{key}" is not known here: decision, value')
        elif key == "decision":
            yield from _unknown(edition, (_Word("decision-kind", word, rule.span("unless", key)) for word in words))
    for each in marked(edition.asked[rule.code]):
        if isinstance(each.mark, Names) and each.mark.what not in _OF_THE_CASE:
            yield from _unknown(edition, [_Word(each.mark.what, each.value, rule.span("params", *each.path))])
        elif isinstance(each.mark, Names) and each.mark.what == "person":
            yield from _unknown(edition, [_Word("role", each.value, rule.span("params", *each.path))])
    slugs = {document.slug for document in edition.documents}
    for held in rule.holds:
        names = slugs | {document.kind for document in edition.documents}
        if held not in names:
            yield _nowhere("PCK-036", "document or kind of document", held, names, rule.span("holds"))
    yield from _requirements(rule.also, edition, rule.span("also"))


def _when(
    when: dict[str, tuple[str, ...]],
    subject: type[Record],
    edition: Edition,
    record: Record,
    path: tuple[str | int, ...],
) -> Iterator[Diagnostic]:
    """Facets that there are not, that the subject doesn't have, or with words that they can't have."""
    for name, words in when.items():
        facet = FACETS.get(name)
        if facet is None:
            yield _nowhere("PCK-024", "facet", name, FACETS, record.key_span(*path, name))
            continue
        if not facet.is_of(subject):
            word = next(word for word, known in RECORD_TYPES.items() if known is subject)
            message = f'a {word} has no facet "{name}"'
            yield fault("PCK-025", record.key_span(*path, name), message)
        for word in words:
            if facet.words and word not in facet.words:
                yield _nowhere("PCK-025", f'word of "{name}"', word, facet.words, record.span(*path, name))
        yield from _unknown(
            edition,
            (_Word(vocabulary_of(name, subject), word, record.span(*path, name)) for word in words),
            case_matters=False,
        )


def _document(document: DocumentEntry, edition: Edition) -> Iterator[Diagnostic]:
    """The words of a document's entry: its record, stage, people, readers and requirements."""
    span = document.span
    subject = RECORD_TYPES.get(document.record)
    if subject is None:
        yield _nowhere("PCK-035", "type of record", document.record, RECORD_TYPES, span("for"))
    else:
        what = vocabulary_of("kind", subject) if FACETS["kind"].is_of(subject) else "level"
        yield from _unknown(edition, (_Word(what, kind, span("of")) for kind in document.record_kinds))
        yield from _copies(document, edition)
        yield from _when(document.only, subject, edition, document, ("only",))
    if document.when not in _STAGES:
        yield _nowhere("PCK-035", "stage of a record", document.when, _STAGES, span("when"))
    yield from _unknown(edition, (_Word("role", role, span("to")) for role in document.to if role != "chair"))
    yield from _unknown(edition, (_Word("role", role, span("offices")) for role in document.offices))
    if document.signed_by and document.signed_by != "chair":
        yield from _unknown(edition, [_Word("role", document.signed_by, span("signed_by"))])
    for reader in document.audience:
        if reader not in READERS:
            yield _nowhere("PCK-035", "reader", reader, READERS, span("audience"))
    yield from _requirements(document.carries, edition, span("carries"))
    for index, block in enumerate(document.blocks):
        yield from _requirements(block.carries, edition, span("blocks", index, "carries"))
        yield from _when(block.when, RECORD_TYPES["school"], edition, document, ("blocks", index, "when"))
    ids = [block.id or block.block for block in document.blocks]
    for index, block_id in enumerate(ids):
        if block_id in ids[:index]:
            yield fault("PCK-011", span("blocks", index), f'the block "{block_id}" stands twice: give one an id')


def _copies(document: DocumentEntry, edition: Edition) -> Iterator[Diagnostic]:
    """The roles and facets of those who get it, or a copy of it, at some schools only."""
    for name in ("copies", "also_to"):
        for index, copy in enumerate(getattr(document, name)):
            yield from _unknown(edition, [_Word("role", copy.role, document.span(name, index, "role"))])
            yield from _when(copy.when, RECORD_TYPES["school"], edition, document, (name, index, "when"))


def _entries(own: Edition, merged: Edition) -> Iterator[Diagnostic]:
    """The words of levels, criteria and kinds of meeting."""
    for kind in own.meetings:
        if kind.level:
            yield from _unknown(merged, [_Word("level", kind.level, kind.span("level"))])
        for index, item in enumerate(kind.agenda):
            if item.requirement:
                yield from _requirements((item.requirement,), merged, kind.span("agenda", index, "requirement"))
    for criterion in own.criteria:
        if criterion.level:
            yield from _unknown(merged, [_Word("level", criterion.level, criterion.span("level"))])
        if criterion.domain:
            yield from _unknown(merged, [_Word("domain", criterion.domain, criterion.span("domain"))])
        yield from _unknown(
            merged, (_Word("criterion", word, criterion.span("implied_by")) for word in criterion.implied_by)
        )
        if criterion.parent:
            yield from _unknown(merged, [_Word("criterion", criterion.parent, criterion.span("parent"))])
        yield from _requirements((criterion.requirement,), merged, criterion.span("requirement"))
    for level in own.levels:
        yield from _requirements(level.serves, merged, level.span("serves"))
    yield from _notices(own, merged)


def _notices(own: Edition, merged: Edition) -> Iterator[Diagnostic]:
    """The requirements that copies of notices name."""
    for notice in own.notices:
        for index, copy in enumerate(notice.copies):
            yield from _requirements(copy.serves, merged, notice.span("copies", index, "serves"))


def _unknown(edition: Edition, words: Iterable[_Word], *, case_matters: bool = True) -> Iterator[Diagnostic]:
    """The words that their vocabulary doesn't have; nothing where the pack has no such vocabulary."""
    for each in words:
        known = edition.vocabulary(each.what)
        if known is None:
            continue
        fits = each.word in known or (not case_matters and each.word.casefold() in {word.casefold() for word in known})
        if not fits:
            yield _nowhere("PCK-026", each.what, each.word, known, each.span)


def _requirements(ids: Iterable[str], edition: Edition, span: Span) -> Iterator[Diagnostic]:
    """The requirements that the pack doesn't list; nothing where it lists none at all."""
    for requirement in ids:
        if edition.requirements and requirement not in edition.requirements:
            yield _nowhere("PCK-037", "requirement", requirement, edition.requirements, span)


def _carried_by(own: Edition, merged: Edition) -> Iterator[Diagnostic]:
    """The rules and blocks that requirements name as carrying them out, and that the national pack does not have."""
    known = {*merged.beneath, *blocks_of(merged)}
    for requirement in own.requirements.values():
        for code in requirement.carried_by:
            if code not in known:
                near = nearest(code, known)
                help_ = f"the nearest is {near}" if near else "a rule of this pack names the requirement under also"
                what = "block" if ":" in code else "rule"
                message = f"the national pack has no {what} {code}"
                yield fault("PCK-037", requirement.span("carried_by"), message, help_)


def _nowhere(code: str, what: str, word: str, known: Iterable[str], span: Span) -> Diagnostic:
    near = nearest(word, known)
    return fault(code, span, f'the pack has no {what} "{word}"', f"the nearest is {near}" if near else "")
