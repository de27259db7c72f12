"""A new meeting about the schools of an authority, and the programme's own file where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casefiles.calendars import say_date
from casefiles.editing import scalar
from casefiles.model.caseview import PROGRAMME, Authority, Case
from casefiles.policy.pack import Edition
from casefiles.skeletons.text import Skeleton, lines_text

__all__ = ["group_meeting_file", "programme_file"]


def programme_file(authority: Authority) -> Skeleton:
    """The programme's own file."""
    lines = [
        f"# What lies across the schools of {authority.file.name}: meetings, targets, areas, registers kept elsewhere.",
        f"title: {scalar(authority.file.name)}",
        "#period: {from: 2025-09-01, to: 2026-09-01}   # `to` is the day after its last",
        "#small_numbers: 5   # numbers of pupils below this one are not printed; else the authority's own threshold",
    ]
    return Skeleton(f"{authority.folder}/{PROGRAMME}/programme.yaml", lines_text(lines))


def group_meeting_file(
    authority: Authority, edition: Edition, day: date, kind: str, schools: Sequence[Case]
) -> Skeleton:
    """A new meeting about several schools, with a line for each one that is above the lowest level on its day."""
    levels = {each.id: each.level_on(day) for each in schools}
    above = [f"{each}   # {level.level}" for each, level in levels.items() if level and _is_above(edition, level.level)]
    title = edition.lists["group-meeting-kind"][kind].title
    lines = [
        "---",
        f"# {title}, {say_date(day)}. A line that begins with # is not read: take the # away to use it.",
        f"kind: {kind}",
        "#chair: a role or an officer's id",
        "#present: []   # with this line the meeting was held",
        "#apologies: []",
        "#schools:   # rag: red, amber or green",
    ]
    for each in above or ["the school's folder"]:
        lines += [f"#  - school: {each}", "#    rag: green", "#    decision: what was decided", "#    reason: why"]
    lines += [
        "#actions:",
        f"#  - {{action: what is to be done, owner: a role, due_on: {day.isoformat()}}}",
        "#circulated: {}   # each who got the minutes, with the day",
        "---",
    ]
    return Skeleton(f"{authority.folder}/{PROGRAMME}/meetings/{day.isoformat()}-{kind}.md", lines_text(lines))


def _is_above(edition: Edition, level: str) -> bool:
    return edition.canonical("level", level) != edition.lowest_level
