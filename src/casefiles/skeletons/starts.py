"""The first files of an authority and of a school."""

from __future__ import annotations

from datetime import date

from casefiles.editing import scalar
from casefiles.policy.pack import Edition
from casefiles.skeletons.text import Skeleton, lines_text, required

__all__ = ["authority_files", "school_files"]


def authority_files(authority: str, policy: str, edition: Edition, name: str, council: str) -> tuple[Skeleton, ...]:
    """The file of a new authority; the roles are those of its policy."""
    roles = [
        f"#  {role}: [{{officer: ID, from: 2025-09-01}}]   # {entry.title}"
        for role, entry in edition.roles.items()
        if entry.side == "authority"
    ]
    lines = [
        f"# {edition.title}: `casefiles policy show {policy}` lists its levels, roles and rules.",
        f"name: {scalar(name)}",
        f"issuing_authority: {scalar(council)}   # who gives statutory notices: the council, never a company",
        f"policy: {policy}   # its edition is chosen by date",
        "letterhead:",
        "#  address: [Line one, Town, Postcode]",
        "#  telephone: 020 7946 0000",
        "#  email: improvement@example.org",
        "#  logo: templates/logo.png   # a PNG or JPEG inside this folder",
        "",
        "# People are named once, here, and referred to by id or by role.",
        "officers:",
        "#  ID: {name: Full Name, title: Job title, salutation: Ms Name, email: name@example.org}",
        "",
        "# Who holds each role of the policy, from which day (to: the day it passed to another).",
        "roles:",
        *roles,
        "",
        "# Bodies that get letters or copies (dioceses, the Regional Director, Ofsted).",
        "bodies:",
        "#  ID: {name: Name, role: diocesan-authority, for: [Roman Catholic], address: [Line one, Town, Postcode]}",
        "",
        "# School years: days and half-terms are counted by them. Half-terms with first and last weekday.",
        "calendar:",
        "#  2025-26:",
        "#    autumn: {start: 2025-09-02, half_term: [2025-10-27, 2025-10-31], end: 2025-12-19}",
        "#    spring: {start: 2026-01-05, half_term: [2026-02-16, 2026-02-20], end: 2026-03-27}",
        "#    summer: {start: 2026-04-13, half_term: [2026-05-25, 2026-05-29], end: 2026-07-22}",
        "#    closed: [2025-09-02]",
    ]
    return (Skeleton(f"{authority}/authority.yaml", lines_text(lines)),)


def school_files(
    folder: str, edition: Edition, *, urn: str, name: str, kind: str, phase: str, day: date
) -> tuple[Skeleton, ...]:
    """The files of a new case: the school's facts and people, and its case."""
    roles = [
        f"#  {role}: [{{name: Full Name, salutation: Mx Name, from: {day.isoformat()}}}]   # {entry.title}"
        for role, entry in edition.roles.items()
        if entry.side == "school"
    ]
    school = [
        required("urn", urn, "six digits, as in Get Information About Schools"),
        required("name", name, "as it stands in letters"),
        required("type", kind, "as in Get Information About Schools: Community school, Academy converter, ..."),
        required("phase", phase, "Primary, Secondary, All-through, Special, Nursery"),
        "religious_character: Does not apply",
        "#diocese: the diocese, for a Church of England or Roman Catholic school",
        "#provision: [early-years]   # early-years, sixth-form, arp",
        "#address: [Line one, Town, Postcode]",
        "",
        "# Each role with its holders over time: `from` is the first day, `to` the day it passed to another.",
        "people:",
        *roles,
        "",
        "# Inspections, with the grades in the report's words.",
        "ofsted:",
        "#  - {inspected_on: 2025-03-12, grades: {overall effectiveness: Good}, safeguarding: effective}",
    ]
    levels = ", ".join(level.id for level in sorted(edition.levels, key=lambda level: level.rank))
    case = [
        "#reference: the reference that stands on every document",
        f"# Decisions on the level of support, oldest first ({levels}); without one it is {edition.lowest_level}.",
        "levels:",
        "#  - level: the level",
        f"#    decided_on: {day.isoformat()}",
        "#    decided_by: a role or officer",
        f"#    origin: one of {', '.join(edition.lists.get('origin', {})) or 'the list of the policy'}",
        "#    criteria: []",
        "#    chair: who chairs this episode's meetings",
    ]
    return Skeleton(f"{folder}/school.yaml", lines_text(school)), Skeleton(f"{folder}/case.yaml", lines_text(case))
