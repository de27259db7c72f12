"""A pack's folder, as bytes, to a typed pack: every fault a diagnostic with a place, a bad entry costing itself alone.

What can be known of a pack by itself is checked here: shapes, codes, rule kinds, their parameters and
the field paths in them. What its words refer to may stand in the national layer: `policy.pack_lint`.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Struct
from pydantic import Field

from casefiles.diagnostics import Diagnostic, Severity, Span, nearest
from casefiles.model.base import Record, Shape
from casefiles.model.caseview import RECORD_TYPES
from casefiles.model.types import Date, Identifier, Listed, Text
from casefiles.policy.field_path import FieldOf, RecordType, unknown_step
from casefiles.policy.marks import Marked, marked
from casefiles.policy.pack import (
    Criterion,
    DocumentEntry,
    Edition,
    LevelEntry,
    MeetingKind,
    PolicyPack,
    Requirement,
    RoleEntry,
    RuleEntry,
    Stretch,
    Term,
    requirement_of,
)
from casefiles.policy.pack_shapes import Reading, read_entries, read_shape, read_table
from casefiles.policy.rating_tests import RatingTest
from casefiles.policy.registry import KINDS
from casefiles.policy.rule import RuleKind
from casefiles.policy.statute import GatewayEntry, LadderStep, NoticeEntry, PowerEntry
from casefiles.source import Parsed, SourceMap, parse_yaml

__all__ = ["PARTS", "parse_pack"]

PARTS = (
    "levels",
    "roles",
    "lists",
    "criteria",
    "meetings",
    "documents",
    "notices",
    "gateways",
    "powers",
    "ladder",
    "rating",
    "rules",
    "requirements",
)
"""The files of an edition's folder, each optional, without their ending."""

Kinds = Mapping[str, RuleKind[Any, Any]]
_QUOTE_WORDS = 30


class _Folder(Struct, frozen=True):
    """A pack's folder while it is read: its files, its name in diagnostics, what was found wrong so far."""

    files: Mapping[str, bytes]
    where: str
    kinds: Kinds
    said: list[Diagnostic]

    def parsed(self, path: str) -> Parsed:
        """One file's values; an absent one has none."""
        file = f"{self.where}/{path}"
        if path not in self.files:
            return Parsed(None, SourceMap(file))
        parsed = parse_yaml(self.files[path], file)
        self.said.extend(parsed.diagnostics)
        return parsed


class EditionHead(Shape):
    """One edition of a pack, as pack.yaml announces it."""

    id: Text
    title: Text
    in_force: Stretch
    review_due: Date | None = None
    folder: Text
    minimal: Text = Field(
        default="examples/minimal", description="The caseload that the examples stand on, seen from the folder."
    )
    requirement: Text | None = Field(default=None, description="The requirement that these dates carry out.")


class PackHead(Record):
    """pack.yaml: the pack's name, the pack that it stands under, its editions."""

    name: Identifier
    title: Text
    under: Identifier | None = None
    editions: Annotated[tuple[EditionHead, ...], Listed]


def parse_pack(
    files: Mapping[str, bytes], where: str, kinds: Kinds = KINDS
) -> tuple[PolicyPack | None, tuple[Diagnostic, ...]]:
    """A pack from the files of its folder (path within it -> bytes), and what is wrong in them.

    `where` is the folder as diagnostics name it. None where pack.yaml itself gives no pack.
    """
    folder = _Folder(files, where, kinds, [])
    start = Span(f"{where}/pack.yaml")
    if "pack.yaml" not in files:
        return None, (Diagnostic(start, "PCK-001", Severity.ERROR, "the pack has no pack.yaml"),)
    parsed = folder.parsed("pack.yaml")
    reading = Reading(parsed.source, folder.said)
    head = read_shape(PackHead, parsed.value, reading) if parsed.value is not None else None
    if head is None or not head.editions:
        if head is not None:
            reading.say("PCK-002", parsed.source.span(("editions",)), "the pack has no edition")
        return None, tuple(folder.said)
    editions = [_edition(head.name, each, folder) for each in head.editions]
    editions.sort(key=lambda edition: str(edition.in_force.start or ""))
    _check_folders(head, files, reading)
    return PolicyPack(head.name, head.title, head.under or "", tuple(editions), start), tuple(folder.said)


def _check_folders(head: PackHead, files: Mapping[str, bytes], reading: Reading) -> None:
    """Editions without a folder, and files of an edition that nothing reads."""
    for index, edition in enumerate(head.editions):
        if not any(path.startswith(f"{edition.folder}/") for path in files):
            span = reading.source.span(("editions", index, "folder"))
            reading.say("PCK-003", span, f'the pack has no folder "{edition.folder}"')
    for path in sorted(files):
        folder, _, name = path.rpartition("/")
        stem = name.removesuffix(".yaml")
        if folder in {edition.folder for edition in head.editions} and stem != name and stem not in PARTS:
            near = nearest(stem, PARTS)
            file = reading.source.file.replace("pack.yaml", path)
            advice = f"the nearest is {near}.yaml" if near else f"an edition has {', '.join(PARTS)}"
            reading.say("PCK-004", Span(file), f"{name} is no file of an edition", advice)


def _edition(pack: str, head: EditionHead, folder: _Folder) -> Edition:
    """One edition from the files of its folder."""
    parts = {part: folder.parsed(f"{head.folder}/{part}.yaml") for part in PARTS}
    reading = {part: Reading(parsed.source, folder.said) for part, parsed in parts.items()}
    requirements = _requirements(parts["requirements"], reading["requirements"])
    rules = read_entries(RuleEntry, parts["rules"], "code", reading["rules"])
    asked = {
        rule.code: params for rule in rules if (params := _asked(rule, folder.kinds, reading["rules"])) is not None
    }
    kept = tuple(rule for rule in rules if rule.code in asked)
    levels = read_entries(LevelEntry, parts["levels"], "id", reading["levels"])
    lists = _lists(parts["lists"], reading["lists"])
    _check_terms(lists, levels, requirements, reading["lists"])
    for rule in kept:
        _check_citation(rule, requirements, reading["rules"])
    return Edition(
        pack=pack,
        id=head.id,
        title=head.title,
        in_force=head.in_force,
        review_due=head.review_due,
        levels=levels,
        roles=read_table(RoleEntry, parts["roles"].value, reading["roles"]),
        lists=lists,
        criteria=read_entries(Criterion, parts["criteria"], "id", reading["criteria"]),
        meetings=read_entries(MeetingKind, parts["meetings"], "id", reading["meetings"]),
        documents=read_entries(DocumentEntry, parts["documents"], "slug", reading["documents"]),
        notices=read_entries(NoticeEntry, parts["notices"], "id", reading["notices"]),
        gateways=read_entries(GatewayEntry, parts["gateways"], "id", reading["gateways"]),
        powers=read_entries(PowerEntry, parts["powers"], "id", reading["powers"]),
        ladder=read_entries(LadderStep, parts["ladder"], "id", reading["ladder"]),
        rating=read_entries(RatingTest, parts["rating"], "id", reading["rating"]),
        rules=kept,
        requirements=requirements,
        asked=asked,
        requirement=head.requirement or "",
        folder=head.folder,
        minimal=head.minimal,
    )


def _lists(parsed: Parsed, reading: Reading) -> dict[str, dict[str, Term]]:
    if parsed.value is None:
        return {}
    if not isinstance(parsed.value, dict):
        reading.say("PCK-010", parsed.source.span(), "a table of lists is wanted here")
        return {}
    return {name: read_table(Term, entries, reading, (name,)) for name, entries in parsed.value.items()}


def _check_terms(
    lists: Mapping[str, Mapping[str, Term]],
    levels: tuple[LevelEntry, ...],
    requirements: Mapping[str, Requirement],
    reading: Reading,
) -> None:
    """Levels and requirements that the entries of lists name and that the pack doesn't have."""
    known = {"levels": {level.id for level in levels}, "serves": set(requirements)}
    for name, terms in lists.items():
        for word, term in terms.items():
            for key, code, what in (("levels", "PCK-026", "level"), ("serves", "PCK-037", "requirement")):
                for index, each in enumerate(getattr(term, key)):
                    if known[key] and each not in known[key]:
                        near = nearest(each, known[key])
                        span = reading.source.span((name, word, key, index))
                        reading.say(code, span, f'the pack has no {what} "{each}"', f"the nearest is {near}")


def _requirements(parsed: Parsed, reading: Reading) -> dict[str, Requirement]:
    """The requirements of an edition by their ids, each with a quotation of 30 words at most."""
    found = read_entries(Requirement, parsed, "id", reading)
    for requirement in found:
        _check_quote(requirement.quote, requirement.span("quote"), reading)
    return {requirement.id: requirement for requirement in found}


def _asked(rule: RuleEntry, kinds: Kinds, reading: Reading) -> Shape | None:
    """A rule's parameters as its kind wants them; None, and said why, where the rule cannot run."""
    before = len(reading.diagnostics)
    kind = kinds.get(rule.rule)
    if kind is None:
        near = nearest(rule.rule, kinds)
        advice = f"the nearest is {near}" if near else "docs/rules lists the kinds"
        reading.say("PCK-020", rule.span("rule"), f'there is no rule kind "{rule.rule}"', advice)
        return None
    subject = RECORD_TYPES.get(rule.of)
    if subject is None:
        near = nearest(rule.of, RECORD_TYPES)
        reading.say(
            "PCK-021", rule.span("of"), f'"{rule.of}" is no subject of a rule', f"the nearest is {near}" if near else ""
        )
        return None
    if not issubclass(subject, kind.of):
        fits = ", ".join(word for word, known in RECORD_TYPES.items() if issubclass(known, kind.of))
        reading.say("PCK-021", rule.span("of"), f"{rule.rule} does not look at a {rule.of}", f"it looks at: {fits}")
    for index, severity in enumerate(rule.severity):
        if severity not in set(Severity):
            reading.say("PCK-027", rule.span("severity", index), f'"{severity}" is none of error, warning, note')
    asked = read_shape(kind.params, rule.params, reading, rule.path_in_file("params"), "PCK-022")
    if asked is not None:
        _check_paths(rule, asked, subject, reading)
    return asked if len(reading.diagnostics) == before else None


def _check_paths(rule: RuleEntry, asked: Shape, subject: type[Record], reading: Reading) -> None:
    """Paths that the model doesn't have, and words that are no type of record."""
    for each in marked(asked):
        if isinstance(each.mark, RecordType) and each.value not in RECORD_TYPES:
            near = nearest(each.value, RECORD_TYPES)
            advice = f"the nearest is {near}" if near else ", ".join(RECORD_TYPES)
            reading.say("PCK-023", rule.span("params", *each.path), f'"{each.value}" is no type of record', advice)
        elif isinstance(each.mark, FieldOf):
            for record in _records_of(each, subject):
                unknown = unknown_step(record, each.value)
                if unknown is not None:
                    reading.say(
                        "PCK-023",
                        rule.span("params", *each.path),
                        f'"{each.value}" leads nowhere: there is no "{unknown.step}"',
                        f"the nearest is {unknown.nearest}"
                        if unknown.nearest
                        else "docs/case-format.md lists the fields",
                    )


def _records_of(each: Marked, subject: type[Record]) -> tuple[type[Record], ...]:
    """The types of record that a path leads from: the subject's, or those that the parameter beside it names."""
    wanted = each.mark.record if isinstance(each.mark, FieldOf) else ""
    if not wanted:
        return (subject,)
    beside = getattr(each.owner, wanted, wanted)
    words = beside if isinstance(beside, tuple) else (beside,)
    return tuple(RECORD_TYPES[word] for word in words if word in RECORD_TYPES)


def _check_citation(rule: RuleEntry, requirements: Mapping[str, Requirement], reading: Reading) -> None:
    """A rule that says nowhere which clause it carries out, and a quotation that is too long."""
    own = requirements.get(requirement_of(rule.code))
    if not rule.citation.get("section") and own is None:
        message = f"{rule.code} has neither a citation nor a requirement of its id"
        reading.say("PCK-028", rule.span("code"), message, "add citation: {section: ..., quote: ...}")
    _check_quote(rule.citation.get("quote", ""), rule.span("citation", "quote"), reading)


def _check_quote(quote: str, span: Span, reading: Reading) -> None:
    words = len(quote.split())
    if words > _QUOTE_WORDS:
        reading.say("PCK-029", span, f"the quotation has {words} words; {_QUOTE_WORDS} are allowed")
