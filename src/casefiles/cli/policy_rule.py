"""One rule of a pack as `casefiles policy show CODE` has it: kind, parameters, clause, examples."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casefiles.policy.law import Packs
    from casefiles.policy.pack import Edition, RuleEntry

__all__ = ["rule_object", "rule_text", "rules_shown"]


def rules_shown(code: str, packs: Packs) -> tuple[tuple[RuleEntry, Edition], ...]:
    """The rules of a code, or of a requirement whatever rule carries it, each with its newest edition."""
    from casefiles.policy.pack import requirement_of

    found: dict[str, tuple[RuleEntry, Edition]] = {}
    named = {
        rule
        for pack in packs.by_name.values()
        for edition in pack.editions
        if code in edition.requirements
        for rule in edition.requirements[code].carried_by
    }
    for name in sorted(packs.by_name):
        for edition in packs.by_name[name].editions:
            for rule in edition.rules:
                if rule.code in named or code in {rule.code, requirement_of(rule.code), *rule.also}:
                    found[f"{name} {rule.code}"] = rule, edition
    return tuple(found.values())


def rule_object(rule: RuleEntry, edition: Edition, root: Path) -> dict[str, Any]:
    """A rule as plain values, with the captions of its examples."""
    from casefiles.caseload.shelves import read_rule_page
    from casefiles.policy.pack import requirement_of
    from casefiles.policy.rule_examples import parse_page

    citation = edition.citation(rule)
    page = read_rule_page(root, rule.source_file, requirement_of(rule.code))
    examples = parse_page(page).examples if page else ()
    return {
        "code": rule.code,
        "pack": edition.pack,
        "edition": edition.id,
        "kind": rule.rule,
        "of": rule.of,
        "when": {name: list(words) for name, words in rule.when.items()},
        "unless": {name: list(words) for name, words in rule.unless.items()},
        "params": rule.params,
        "severity": list(rule.severity),
        "in_force": {
            "from": rule.in_force.start.isoformat() if rule.in_force.start else None,
            "to": rule.in_force.end.isoformat() if rule.in_force.end else None,
        },
        "also": list(rule.also),
        "citation": {"source": citation.source, "section": citation.section, "quote": citation.quote},
        "why": rule.why or "",
        "examples": [
            {
                "accepted": example.accepted,
                "caption": example.caption,
                "marks": [f"{mark.severity} {mark.code} at {mark.file}:{mark.line}" for mark in example.marks],
            }
            for example in examples
        ],
        "file": f"{rule.source_file}:{rule.span('code').line}",
    }


def rule_text(shown: dict[str, Any]) -> str:
    """The same for people."""
    return "".join(f"{line}\n" for line in _lines(shown))


def _lines(shown: dict[str, Any]) -> Iterator[str]:
    yield f"{shown['code']} ({shown['pack']}, {shown['edition']}): {shown['kind']} of {shown['of']}"
    citation = shown["citation"]
    yield f"  {citation['source']}, {citation['section']}"
    if citation["quote"]:
        yield f'  "{citation["quote"]}"'
    yield f"  severity: {', '.join(shown['severity'])}"
    for key in ("when", "unless", "params"):
        for name, words in shown[key].items():
            yield from _wrapped(f"{key} {name}: {_plain(words)}")
    limits = [f"{word} {shown['in_force'][word]}" for word in ("from", "to") if shown["in_force"][word]]
    if limits:
        yield f"  in force {' '.join(limits)}"
    if shown["also"]:
        yield from _wrapped(f"carries also: {', '.join(shown['also'])}")
    if shown["why"]:
        yield from _wrapped(shown["why"])
    for example in shown["examples"]:
        word = "accepts" if example["accepted"] else "refuses"
        yield f"  {word}: {example['caption'] or 'an example'}"
        yield from (f"    {mark}" for mark in example["marks"])
    yield f"  {shown['file']}"


def _plain(value: Any) -> str:
    """A parameter as an officer reads it."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_plain(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(f"({_plain(each)})" if isinstance(each, dict | list) else str(each) for each in value)
    return str(value)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 100, initial_indent="  ", subsequent_indent="    ")
