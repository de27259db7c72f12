"""What a code means: what its rule checks, why, by which clause, how to put it right, and examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from casefiles.diagnostics import Citation, nearest
from casefiles.policy.law import Packs
from casefiles.policy.pack import Edition, RuleEntry, requirement_of
from casefiles.policy.registry import KINDS
from casefiles.policy.rule_examples import Example, ExamplePage
from casefiles.policy.wording import say_all, say_any
from casefiles.register.codes import CODES

__all__ = ["FAMILIES", "ExplainedRule", "Explanation", "explain", "nearest_code", "rule_page", "rules_page"]

FAMILIES: Mapping[str, str] = {
    "SRC": "The text of a file cannot be read as it is meant: YAML or Markdown that is broken, or a hazard in it.",
    "SCH": "A file has not the shape of the case folder: a key, a value or an id that is unknown or missing.",
    "PCK": "A policy pack has a fault in its own files.",
    "TPL": "A Word template asks for what its document doesn't have, or leaves out what it must show.",
    "WVR": "A waiver excuses nothing, is out of date, or is for a rule that cannot be waived.",
    "REG": "A document can't be issued, or the register and what was issued do not agree.",
    "DOC": "A document cannot be made, or two documents would have one name.",
    "INT": "This is a fault in casefiles itself. Please report it.",
}
"""What the tool's own codes are about, by their first three letters."""

_MADE = (
    "Made from the pack and the rules' examples; `make docs` writes it anew. "
    "`casefiles explain CODE` shows one rule with its examples."
)


class ExplainedRule(Struct, frozen=True):
    """One rule of a code: what a breach of it is, where it looks, how much it weighs."""

    code: str
    kind: str
    breach: str
    looks_at: str
    severity: tuple[str, ...]
    ours: bool
    also: tuple[str, ...]
    help: str
    why: str
    citation: Citation
    source_file: str


class Explanation(Struct, frozen=True):
    """All that `casefiles explain` says of a code; a code of the tool's own has a summary and no rules."""

    code: str
    title: str
    summary: str
    rules: tuple[ExplainedRule, ...] = ()
    accepted: Example | None = None
    refused: Example | None = None

    @property
    def why(self) -> str:
        """Why the rules are there, each reason once."""
        return " ".join(dict.fromkeys(rule.why for rule in self.rules if rule.why))


def explain(packs: Packs, code: str, page: ExamplePage | None = None) -> Explanation | None:
    """What a code means: a rule's (with all its parts), a requirement's that a rule carries, or the tool's own.

    `page` is the rule's page of examples, which the caller reads. None for a code that nothing has.
    """
    wanted = code.strip().upper()
    wanted = wanted[:-1] + wanted[-1].lower() if wanted else wanted
    rules = _rules_of(packs, wanted)
    if not rules:
        family = FAMILIES.get(wanted[:3])
        title, summary = CODES.get(wanted, (family or "", family or ""))
        return Explanation(wanted, title, summary) if family else None
    head = requirement_of(rules[0].code)
    title = page.title.partition(": ")[2] if page else rules[0].breach
    accepted, refused = _chosen(page, wanted)
    return Explanation(head, title, page.prose if page else "", rules, accepted, refused)


def nearest_code(packs: Packs, code: str) -> str:
    """The known code most like one that nothing has, or an empty string."""
    known = {requirement_of(rule.code) for edition in _editions(packs) for rule in edition.rules}
    return nearest(code.upper(), known)


def _editions(packs: Packs) -> Iterator[Edition]:
    for name in sorted(packs.by_name):
        yield from packs.editions(name)


def _rules_of(packs: Packs, code: str) -> tuple[ExplainedRule, ...]:
    """The rules that have the code, else those that carry it out under another; of a part, all parts."""
    found: dict[str, ExplainedRule] = {}
    beside: dict[str, ExplainedRule] = {}
    for edition in _editions(packs):
        for rule in edition.rules:
            if requirement_of(rule.code) == requirement_of(code):
                found[rule.code] = _explained(edition, rule, found.get(rule.code))
            elif code in rule.also:
                beside[rule.code] = _explained(edition, rule, beside.get(rule.code))
    return tuple((found or beside).values())


def _explained(edition: Edition, rule: RuleEntry, known: ExplainedRule | None = None) -> ExplainedRule:
    """The rule in an edition; what it carries out in those before (`known`) stays with it."""
    return ExplainedRule(
        code=rule.code,
        kind=rule.rule,
        breach=KINDS[rule.rule].summary,
        looks_at=_looks_at(rule),
        severity=rule.severity,
        ours=rule.ours,
        also=tuple(dict.fromkeys((*(known.also if known else ()), *rule.also))),
        help=rule.help or "",
        why=rule.why or "",
        citation=edition.citation(rule),
        source_file=rule.source_file,
    )


def _looks_at(rule: RuleEntry) -> str:
    """The subject of a rule with its facets in words: "each level where level is targeted"."""
    words = {"true": "yes", "false": "no"}
    facets = [
        f"{facet.replace('_', ' ')} is {say_any(words.get(value, value) for value in values)}"
        for facet, values in rule.when.items()
    ]
    excused = [f"no decision {say_any(values)} follows" for values in rule.unless.values()]
    return f"each {rule.of.replace('-', ' ')}" + (f" where {say_all([*facets, *excused])}" if facets or excused else "")


def _chosen(page: ExamplePage | None, code: str) -> tuple[Example | None, Example | None]:
    """The first accepted example, and the first refused one (of the part, where one is named)."""
    if page is None:
        return None, None
    accepted = next((example for example in page.examples if example.accepted), None)
    refused = [example for example in page.examples if not example.accepted]
    of_part = [example for example in refused if code in {mark.code for mark in example.marks}]
    return accepted, next(iter(of_part or refused), None)


def rule_page(explanation: Explanation, rank: int = 2) -> str:
    """A rule as Markdown for people, under a heading of that rank."""
    lines = [f"{'#' * rank} {explanation.code}: {explanation.title}", "", explanation.summary, ""]
    citation = explanation.rules[0].citation if explanation.rules else Citation("")
    if citation.quote:
        lines += [f"> {citation.quote}", ""]
    where = ", ".join(filter(None, (citation.source, citation.section)))
    if where:
        lines += [f"{f'[{where}]({citation.url})' if citation.url else where}.", ""]
    if explanation.why:
        lines += [explanation.why, ""]
    for rule in explanation.rules:
        weight = " or ".join(dict.fromkeys(rule.severity)) + (", by a number of ours" if rule.ours else "")
        help_ = f" {rule.help}" if rule.help else ""
        lines.append(f"- `{rule.code}` ({weight}) looks at {rule.looks_at}: {rule.breach}{help_}")
    carried = sorted({code for rule in explanation.rules for code in rule.also})
    if carried:
        lines += ["", f"It carries out {say_all(carried)} as well."]
    return "\n".join(lines).rstrip() + "\n"


def rules_page(packs: Packs, name: str, pages: Mapping[str, ExamplePage]) -> str:
    """The page on all rules of a pack's own, as Markdown: `pages` has each code's examples."""
    pack = packs.by_name[name]
    own = {requirement_of(rule.code) for edition in pack.editions for rule in edition.rules}
    known = [each for code in sorted(own) if (each := explain(packs, code, pages.get(code)))]
    head = [
        f"# Rules: {pack.title}",
        "",
        _MADE,
        "",
        "| rule | says that | weight |",
        "|---|---|---|",
    ]
    for each in known:
        weight = " or ".join(dict.fromkeys(step for rule in each.rules for step in rule.severity))
        head.append(f"| [{each.code}](#{_anchor(each)}) | {each.title} | {weight} |")
    return "\n".join([*head, "", *(rule_page(each) for each in known)]).rstrip() + "\n"


def _anchor(explanation: Explanation) -> str:
    """The anchor that GitHub gives the rule's heading."""
    text = f"{explanation.code}: {explanation.title}".lower()
    return "".join(letter for letter in text if letter.isalnum() or letter in " -_").replace(" ", "-")
