"""The page that traces each requirement of each policy to what carries it, with its example and its document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from casefiles.policy.coverage import Covered, counts, coverage
from casefiles.policy.law import Packs
from casefiles.policy.pack import Edition, requirement_of
from casefiles.source import parse_yaml

__all__ = ["Reading", "carriers_of", "parse_readings", "readings_table", "traceability_page"]

_MADE = (
    "Made from the packs; `make docs` writes it anew. A requirement counts only if removing what carries it is seen: "
    "a test removes each rule, row, word and block in turn."
)


class Reading(Struct, frozen=True):
    """How an ambiguous clause is read: by which requirements (`of`) and rules (`by`) that reading stands.

    `other` is how else it could be read. Examples tell the two apart, each by its page and caption. `otherwise` says
    the other reading as a change of the packs, and `untold` why no case tells them apart.
    """

    id: str
    says: str
    of: tuple[str, ...]
    by: tuple[str, ...]
    other: str = ""
    accepted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    otherwise: Mapping[str, Any] = field(default_factory=dict)
    untold: str = ""


def parse_readings(data: bytes) -> tuple[Reading, ...]:
    """The readings of a YAML file, in its order."""
    rows: Any = parse_yaml(data, "readings.yaml").value
    return tuple(_reading(row) for row in rows)


def _reading(row: Mapping[str, Any]) -> Reading:
    of, by, accepted, refused = (tuple(row.get(key, ())) for key in ("of", "by", "accepted", "refused"))
    return Reading(
        row["id"],
        row["reading"],
        of,
        by,
        row.get("other", ""),
        accepted,
        refused,
        row.get("otherwise", {}),
        row.get("untold", ""),
    )


def carriers_of(reading: Reading, packs: Packs) -> dict[str, tuple[str, ...]]:
    """What carries each requirement of a reading (a rule named alone carries itself); empty for what nothing does."""
    covered = {
        each.id: each
        for name, pack in packs.by_name.items()
        for each in coverage(pack.editions[-1], packs.editions(name)[-1])
    }
    rules = {rule.code for name in packs.by_name for edition in packs.editions(name) for rule in edition.rules}
    found = {code: covered[code].by or (covered[code].realised_as,) if code in covered else () for code in reading.of}
    return {**found, **{code: (code,) if code in rules else () for code in reading.by}}


def readings_table(readings: tuple[Reading, ...], packs: Packs) -> str:
    """The ambiguities as a section of the page: each with its reading and what carries it."""
    lines = ["", "## Where a policy is ambiguous", ""]
    lines += ["A test plays the examples, and changes the packs to the other reading wherever a pack can say it.", ""]
    lines += ["| ambiguity | our reading | the other | requirements | carried by | told apart by |"]
    lines += ["|---|---|---|---|---|---|"]
    for each in readings:
        carried = dict.fromkeys(by for found in carriers_of(each, packs).values() for by in found)
        shown = list(carried)[:6]
        more = f" and {len(carried) - 6} more" if len(carried) > 6 else ""
        told = "; ".join((*each.accepted, *each.refused)) or each.untold
        cells = (each.id, each.says, each.other, ", ".join(each.of) or "-", f"{', '.join(shown)}{more}", told)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def traceability_page(packs: Packs, pages: Mapping[str, frozenset[str]]) -> str:
    """The page as Markdown; `pages` has the codes of each pack's pages of examples."""
    found = {
        name: coverage(pack.editions[-1], packs.editions(name)[-1])
        for name, pack in sorted(packs.by_name.items())
        if any(each.scope in {"case", "programme"} for each in pack.editions[-1].requirements.values())
    }
    lines = ["# Traceability: every requirement and what carries it", "", _MADE, ""]
    lines += [
        "| policy | entries | rule | document | data | out | waiting | distinct checks |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, covered in found.items():
        tally = counts(covered)
        numbers = [str(tally[way]) for way in ("rule", "document", "data", "out", "waiting")]
        lines.append(f"| {name} | {len(covered)} | {' | '.join(numbers)} | {_distinct(covered)} |")
    examples = frozenset(code for codes in pages.values() for code in codes)
    for name, covered in found.items():
        lines += ["", f"## {packs.by_name[name].title}", ""]
        lines += [
            "| requirement | clause | realised as | carried by | example | document |",
            "|---|---|---|---|---|---|",
        ]
        lines += _rows(covered, packs.editions(name)[-1], examples)
    return "\n".join(lines) + "\n"


def _distinct(covered: tuple[Covered, ...]) -> int:
    """How many different things carry the entries: rows of one list are one check."""
    return len({by.partition(" ")[0] if ": " not in by else by for each in covered for by in each.by})


def _rows(covered: tuple[Covered, ...], edition: Edition, examples: frozenset[str]) -> Iterator[str]:
    rules = {rule.code: rule for rule in edition.rules}
    slugs = {document.slug for document in edition.documents}
    for each in covered:
        by = [name for name in each.by if name.partition(": ")[0] not in slugs]
        documents = dict.fromkeys(name.partition(": ")[0] for name in each.by if name.partition(": ")[0] in slugs)
        shown = dict.fromkeys(requirement_of(name) for name in by if name in rules and requirement_of(name) in examples)
        clause = edition.requirements[each.id].section.replace("|", "/")
        carried = ", ".join(by) or each.reason.replace("|", "/")
        cells = (each.id, clause, each.realised_as or "nothing", carried, ", ".join(shown), ", ".join(documents))
        yield f"| {' | '.join(cells)} |"
