"""New entries of the lists that a case keeps in one file, its priorities and actions, behind those that stand there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from casefiles.editing import append_entries
from casefiles.model.caseview import Case
from casefiles.policy.pack import Edition
from casefiles.skeletons.text import Skeleton, open_priorities, slug

__all__ = ["action_entry", "priority_entry"]


def priority_entry(case: Case, edition: Edition, day: date, text: str, *, title: str, named: str = "") -> Skeleton:
    """The list of priorities with a new one at its end; `text` is the file as it stands, empty where there is none.

    `named` is its id; without it the title gives one. `EditFault` where the file can't be added to.
    """
    own = named or slug(title, (each.record_id for each in case.priorities), "priority")
    hints = [
        f"area: {_one_of(edition, 'area')}",
        "evidence: []   # the names of the files in evidence/ that it rests on",
        "outcome:",
        "  measure: what is measured, in words that a governor understands",
        "  baseline: 0",
        "  target: 0",
        f"  unit: percent   # {_one_of(edition, 'unit')}",
        "  due_on: the day by which the target is reached",
        "plan_reference: where the school's own plan has it",
        f"agreed_at: {_last_meeting(case, day)}",
    ]
    return _added(f"{case.folder}/priorities.yaml", text, {"id": own, "title": title}, hints)


def action_entry(
    case: Case, edition: Edition, day: date, text: str, *, action: str, given: Mapping[str, str]
) -> Skeleton:
    """The list of actions with a new one at its end; `given` has what is known of it beside its words.

    Keys of `given` are priority, owner and due_on. `EditFault` where the file can't be added to.
    """
    entry = {"id": slug(action, (each.id for each in case.actions), "action"), "action": action, **given}
    owners = ", ".join(role for role in case.school.people if role in edition.roles)
    possible = {
        "priority": ", ".join(each.record_id for each in open_priorities(case, day)) or "the priority that it serves",
        "owner": f"who sees to it: {owners or 'a role or officer'}",
        "due_on": "by when",
        "agreed_at": _last_meeting(case, day),
        "done_on": "when it was done",
        "impact": "what changed because of it",
    }
    hints = [f"{key}: {said}" for key, said in possible.items() if key not in given]
    return _added(f"{case.folder}/actions.yaml", text, entry, hints)


def _added(path: str, text: str, entry: Mapping[str, str], hints: Iterable[str]) -> Skeleton:
    """The list with the entry behind the others, and under it as comments what else it may say."""
    whole = append_entries(text, [entry])
    last = whole.rstrip("\n").split("\n")[-1]
    if last.lstrip().startswith("- {"):
        return Skeleton(path, whole)
    indent = last[: len(last) - len(last.lstrip(" "))]
    return Skeleton(path, whole + "".join(f"{indent}#{hint}\n" for hint in hints))


def _one_of(edition: Edition, name: str) -> str:
    return ", ".join(edition.lists.get(name, {})) or "a word of the policy"


def _last_meeting(case: Case, day: date) -> str:
    """The meeting at which something was agreed that is written down on a day: the last one by then."""
    held = [each.record_id for each in case.meetings if each.is_held and each.date <= day]
    return max(held, default="the meeting that agreed it")
