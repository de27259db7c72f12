"""What the offer's lists carry, row by row: without the row, the example that it refuses turns green."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from casefiles.caseload import load, load_packs
from casefiles.check import check_case
from casefiles.diagnostics import ordered
from casefiles.policy.coverage import counts, coverage
from casefiles.policy.law import Packs
from casefiles.policy.obligations import obligations
from casefiles.policy.pack import Edition

MINIMAL = Path(__file__).parents[1] / "src/casefiles/policy/packs/cambridgeshire/2025-26/examples/minimal"
AS_OF = date(2026, 1, 30)
PRIMARY = "cambridgeshire/example-primary"
INFANTS = "cambridgeshire/example-infants"
RIG = f"{PRIMARY}/meetings/2026-01-20-rig.md"
HLA = f"{INFANTS}/meetings/2026-01-20-hla.md"


@cache
def packs() -> Packs:
    return load_packs(MINIMAL, ())[0]


@cache
def edition() -> Edition:
    return packs().by_name["cambridgeshire"].editions[0]


def packs_with(change: Callable[[Edition], Edition]) -> Packs:
    pack = packs().by_name["cambridgeshire"]
    return Packs({**packs().by_name, "cambridgeshire": replace(pack, editions=(change(edition()),))})


def without_value(code: str, name: str, value: str) -> Packs:
    """The packs with one value less in a list among a rule's parameters."""

    def change(own: Edition) -> Edition:
        asked = own.asked[code]
        kept = tuple(each for each in getattr(asked, name) if each != value)
        return replace(own, asked={**own.asked, code: asked.model_copy(update={name: kept})})

    return packs_with(change)


def said(root: Path, changes: Mapping[str, str | tuple[str, str] | None], known: Packs) -> set[str]:
    """The codes of what is said of the minimal cases with some files changed or (None) taken away."""
    shutil.copytree(MINIMAL, root, dirs_exist_ok=True)
    for file, change in changes.items():
        target = root / file
        if change is None:
            target.unlink()
            continue
        text = target.read_text("utf-8") if isinstance(change, tuple) else change
        if isinstance(change, tuple):
            assert change[0] in text
            text = text.replace(*change, 1)
        target.write_text(text, encoding="utf-8", newline="\n")
    return {
        each.code
        for case in load(root).cases
        for each in check_case(case, known, AS_OF).diagnostics
        if each.severity.value != "note"
    }


@pytest.mark.parametrize(
    "document",
    [
        "school-improvement-plan",
        "self-evaluation",
        "governors-action-plan",
        "class-structure",
        "staffing-structure",
        "attainment-and-progress",
    ],
)
def test_each_document_of_the_school_is_asked_for_by_itself(document: str, tmp_path: Path) -> None:
    gone = {f"{PRIMARY}/received/2025-11-24-{document}.md": None}
    assert said(tmp_path / "with", gone, packs()) == {"CMB-072"}
    assert said(tmp_path / "without", gone, without_value("CMB-072", "documents", document)) == set()


@pytest.mark.parametrize("role", ["headteacher", "chair-of-governors", "strategic-lead-for-school-governance", "sia"])
def test_each_member_of_a_group_is_asked_for_by_itself(role: str, tmp_path: Path) -> None:
    there = "present: [headteacher, chair-of-governors, strategic-lead-for-school-governance, sia]"
    left = [name for name in there[10:-1].split(", ") if name != role]
    absent = {RIG: (there, f"present: [{', '.join(left)}]")}
    assert said(tmp_path / "with", absent, packs()) == {"CMB-117"}
    assert said(tmp_path / "without", absent, without_value("CMB-117", "roles", role)) == set()


def test_the_early_years_adviser_is_asked_for_by_name(tmp_path: Path) -> None:
    absent = {RIG: ("apologies: [early-years-improvement-adviser]\n", "")}
    fewer = without_value("CMB-117", "roles", "early-years-improvement-adviser")
    assert said(tmp_path / "with", absent, packs()) == {"CMB-117"}
    assert said(tmp_path / "without", absent, fewer) == set()


@pytest.mark.parametrize("criterion", [str(number) for number in range(1, 12)])
def test_each_criterion_needs_evidence_of_its_own(criterion: str, tmp_path: Path) -> None:
    def without(own: Edition) -> Edition:
        return replace(own, criteria=tuple(each for each in own.criteria if each.id != criterion))

    case = (MINIMAL / INFANTS / "case.yaml").read_text("utf-8")
    evidence = f"{INFANTS}/evidence/2025-10-09-lessons.md"
    cited: dict[str, str | tuple[str, str] | None] = {
        f"{INFANTS}/case.yaml": case.replace("criteria: [5]", f"criteria: [{criterion}]"),
        evidence: ("criteria: [5]\n", ""),
    }
    assert said(tmp_path / "with", cited, packs()) == {"CMB-091"}
    assert "CMB-091" not in said(tmp_path / "without", cited, packs_with(without))


def _agenda() -> list[tuple[str, str, str, str]]:
    """Each item that minutes must have: kind, item, its heading in the minimal case, the rule."""
    headings = {
        "improvement-plan": "The School Improvement Plan",
        "governing-body": "The work of the governing body",
        "outcomes": "Pupils' outcomes",
        "internal-monitoring": "Monitoring by school leaders",
        "external-monitoring": "Monitoring by advisers",
        "self-evaluation": "Self-evaluation",
        "stakeholders": "Stakeholders",
        "specialists": "Specialist advisers",
    }
    both = [
        (kind, item, title, code)
        for kind, code in (("rig", "CMB-127"), ("hla", "CMB-132"))
        for item, title in headings.items()
    ]
    return [
        *both,
        ("hla", "hla-plan", "HLA plan", "CMB-132"),
        ("hla", "further-support", "Additional support", "CMB-132"),
    ]


@pytest.mark.parametrize(("kind", "item", "title", "code"), _agenda())
def test_each_item_of_the_agenda_is_asked_for_by_itself(
    kind: str, item: str, title: str, code: str, tmp_path: Path
) -> None:
    def without(own: Edition) -> Edition:
        meetings = tuple(
            each.model_copy(update={"agenda": tuple(entry for entry in each.agenda if entry.id != item)})
            if each.id == kind
            else each
            for each in own.meetings
        )
        return replace(own, meetings=meetings)

    unsaid = {RIG if kind == "rig" else HLA: (f"## {title}\n", "## Other\n")}
    assert said(tmp_path / "with", unsaid, packs()) == {code}
    assert said(tmp_path / "without", unsaid, packs_with(without)) == set()


def _terms() -> list[tuple[str, str]]:
    return [(name, word) for name, terms in edition().lists.items() for word, term in terms.items() if term.serves]


@pytest.mark.parametrize(("name", "word"), _terms())
def test_a_word_of_a_list_that_carries_a_requirement_is_known_by_that_list_alone(
    name: str, word: str, tmp_path: Path
) -> None:
    def without(own: Edition) -> Edition:
        kept = {each: term for each, term in own.lists[name].items() if each != word}
        return replace(own, lists={**own.lists, name: kept})

    places = {
        "origin": (f"{PRIMARY}/case.yaml", ("origin: school-support-criteria", f"origin: {word}")),
        "evidence-kind": (f"{PRIMARY}/evidence/2025-10-06-reading.md", ("kind: benchmark", f"kind: {word}")),
        "funding": (f"{PRIMARY}/case.yaml", ("funding: traded", f"funding: {word}")),
        "support-kind": (f"{PRIMARY}/case.yaml", ("kind: training", f"kind: {word}")),
        "decision-kind": (
            f"{PRIMARY}/case.yaml",
            (
                "decisions:\n",
                f"decisions:\n  - {{kind: {word}, decided_on: 2025-11-13, decided_by: head-of-school-improvement, reason: R}}\n",
            ),
        ),
    }
    file, change = places[name]
    assert said(tmp_path / "with", {file: change}, packs()) == set()
    assert "SCH-101" in said(tmp_path / "without", {file: change}, packs_with(without))


def test_what_waits_or_is_out_says_why_and_the_rest_is_carried() -> None:
    found = coverage(edition(), packs().editions("cambridgeshire")[0])
    assert len(edition().requirements) == 143
    assert [each.id for each in found if not each.realised_as] == []
    assert [each.id for each in found if each.realised_as in {"out", "waiting"} and not each.reason] == []
    assert counts(found)["out"] == 2


def test_a_level_may_be_named_by_its_number(tmp_path: Path) -> None:
    numbered = {f"{PRIMARY}/case.yaml": ("level: stage-2", "level: 2")}
    assert said(tmp_path, numbered, packs()) == set()


def messages(root: Path, code: str, as_of: date = AS_OF) -> list[str]:
    """What a rule says of all the minimal cases together, each thing once."""
    found = (each for case in load(root).cases for each in check_case(case, packs(), as_of).diagnostics)
    return [each.message for each in ordered(found) if each.code == code]


def test_what_is_wrong_with_the_authority_is_said_once_for_all_its_schools(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    authority = tmp_path / "cambridgeshire/authority.yaml"
    text = authority.read_text("utf-8").replace("terms-of-reference: 2025-07-14", "terms-of-reference: 2024-07-15")
    authority.write_text(text, encoding="utf-8", newline="\n")
    assert messages(tmp_path, "CMB-143") == [
        "the terms of reference of RIG and HLA meetings were last reviewed on 15 July 2024, more than 12 months ago"
    ]


def test_a_limit_of_terms_says_how_long_the_school_has_been_above_the_lowest_level(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    case = tmp_path / PRIMARY / "case.yaml"
    earlier = "levels:\n  - {level: stage-1, decided_on: 2024-09-02}\n"
    text = (
        case.read_text("utf-8")
        .replace("levels:\n", earlier)
        .replace("decided_on: 2025-11-13", "decided_on: 2025-01-06", 1)
    )
    case.write_text(text, encoding="utf-8", newline="\n")
    (said_of_it,) = messages(tmp_path, "CMB-019")
    assert said_of_it == (
        "Stage 2 Rapid Improvement Group began on 6 January 2025 (the school has been above the universal offer since "
        "2 September 2024); the spring term 2026 is the last of the four full terms that it may last, and no decision "
        "on what follows is recorded (to warn in the last of them is our reading)"
    )


def test_what_is_to_be_sent_is_due_before_it_is_late(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    case = next(each for each in load(tmp_path).cases if each.id == "example-primary")
    found = [(each.code, each.due_on, each.state.value) for each in obligations(case, packs(), AS_OF)]
    assert ("CMB-033d", date(2025, 11, 20), "met") in found
    assert ("CMB-140c", date(2025, 12, 16), "met") in found
    assert ("CMB-140c", date(2026, 2, 3), "due") in found
