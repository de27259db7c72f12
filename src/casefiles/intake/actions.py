"""The rows of actions on a sheet as new entries of actions.yaml; those that are there already are left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from casefiles.diagnostics import Severity, Span
from casefiles.documents.sheet.reading import ReadSheet
from casefiles.documents.word.controls import Choice, Control
from casefiles.editing import EditFault, append_entries
from casefiles.intake.merge import Conflict, Intake
from casefiles.intake.taking import Taking
from casefiles.intake.words import chosen, day_of, person_of
from casefiles.model.case import Action
from casefiles.model.caseview import Case
from casefiles.model.records import Meeting
from casefiles.prose import Bullets, Paragraph, Prose, Words, block_text
from casefiles.skeletons import slug

__all__ = ["take_actions"]


class _Row(Struct, frozen=True):
    """One row as it was written."""

    number: int
    what: str
    priority: str
    owner: str
    due: str

    def whole(self) -> str:
        """The row in one line."""
        parts = (self.what, self.priority, self.owner, self.due)
        return "; ".join(part for part in parts if part)


def take_actions(taking: Taking) -> None:
    """Add the sheet's actions to the text of actions.yaml, as held in the intake."""
    case, intake, sheet = taking.case, taking.intake, taking.sheet
    path = f"{case.folder}/actions.yaml"
    rows = [*_rows(sheet)]
    if sheet.added:
        many = "one row was" if len(sheet.added) == 1 else f"{len(sheet.added)} rows were"
        intake.say("SHT-045", Severity.NOTE, f"{many} added to the table of actions, and read like the others")
    entries: list[dict[str, str]] = []
    for row in rows:
        intake.is_filled = True
        entry = _entry(taking, row)
        if entry is None:
            continue
        known = _known(case, taking.meeting, entry["action"])
        if known is not None:
            _compare(intake, known, entry, row)
            continue
        entry["id"] = slug(entry["action"], {*(a.id for a in case.actions), *(e["id"] for e in entries)}, "action")
        entries.append({"id": entry.pop("id"), **entry})
    if not entries:
        return
    try:
        intake.edit(path, append_entries(intake.files.get(path, ""), entries))
    except EditFault as fault:
        intake.say("SHT-026", Severity.WARNING, f"no action could be added to this file: {fault}", span=Span(path))
        for row in rows:
            _keep(intake, row)


def _rows(sheet: ReadSheet) -> Iterator[_Row]:
    """The rows that say something, those that were added last."""
    numbers = sorted({int(tag.split(".")[1]) for tag in sheet.values if tag.startswith("action.")})
    for number in numbers:
        cells = [_plain(sheet.values.get(f"action.{number}.{name}")) for name in ("what", "priority", "owner", "due")]
        if any(cells):
            yield _Row(number, *cells)
    for number, added in enumerate(sheet.added, start=len(numbers) + 1):
        yield _Row(number, *(_plain(cell) for cell in added.cells))


def _plain(prose: Prose | None) -> str:
    return " ".join(block_text(prose.blocks).split()) if prose else ""


def _entry(taking: Taking, row: _Row) -> dict[str, str] | None:
    """The row as an entry without its id; None, with a word, where it says not what is to be done or by whom."""
    case, intake, controls = taking.case, taking.intake, taking.controls
    lacks = [name for name, text in (("action", row.what), ("owner", row.owner)) if not text]
    if lacks:
        message = f"the action of row {row.number} has no {' and no '.join(lacks)}: it is not in actions.yaml"
        intake.say("SHT-033", Severity.WARNING, message, "it is kept under Written outside the form")
        _keep(intake, row)
        return None
    owner = chosen(row.owner, _choices(controls, "owner")) or person_of(
        row.owner, case, taking.edition, taking.meeting.date
    )
    if owner is None:
        message = f'the owner of the action of row {row.number}, "{row.owner}", is nobody whom the case file names'
        help_ = "it is kept under Written outside the form: add the person, or give the action to a role"
        intake.say("SHT-032", Severity.WARNING, message, help_)
        _keep(intake, row)
        return None
    entry: dict[str, str] = {}
    priority = _priority(case, row.priority, controls)
    if priority:
        entry["priority"] = priority
    entry |= {"action": row.what, "owner": owner, "agreed_at": taking.meeting.record_id}
    due = day_of(row.due)
    if due:
        entry["due_on"] = due.isoformat()
    if (row.priority and not priority) or (row.due and not due):
        wrong = [f'"{row.priority}" is no priority'] if row.priority and not priority else []
        wrong += [f'"{row.due}" is not a day'] if row.due and not due else []
        message = f"row {row.number} of the actions: {' and '.join(wrong)}, so the action was taken without"
        intake.say("SHT-031", Severity.WARNING, message, "the row is kept under Written outside the form as well")
        _keep(intake, row)
    return entry


def _choices(controls: Mapping[str, Control], name: str) -> tuple[Choice, ...]:
    return next((c.choices for tag, c in controls.items() if tag.startswith("action.") and tag.endswith(name)), ())


def _priority(case: Case, text: str, controls: Mapping[str, Control]) -> str | None:
    titles = {each.title: each.id for each in case.priorities}
    return chosen(text, _choices(controls, "priority"), titles) if text else None


def _known(case: Case, meeting: Meeting, text: str) -> Action | None:
    """The action that this meeting agreed in these words, or (reworded since) under the id that they give."""
    agreed = [each for each in case.actions if each.agreed_at == meeting.record_id]
    same = next((each for each in agreed if " ".join(each.action.split()).casefold() == text.casefold()), None)
    return same or next((each for each in agreed if each.id == slug(text, (), "action")), None)


def _compare(intake: Intake, known: Action, entry: dict[str, str], row: _Row) -> None:
    """Say where an action that is there already has been changed since."""
    now = {
        "action": known.action,
        "owner": known.owner,
        "priority": known.priority or "",
        "due_on": known.due_on.isoformat() if known.due_on else "",
    }
    other = {key: value for key, value in entry.items() if key in now and now[key] != value}
    if not other:
        return
    in_file = "; ".join(now[key] for key in other)
    on_sheet = "; ".join(other.values())
    intake.conflicts.append(Conflict(f"action {known.id}", on_sheet, in_file, known.span()))
    message = f'the action {known.id} is in the file already, and the sheet differs: the file says "{in_file}", '
    intake.say(
        "SHT-021",
        Severity.WARNING,
        f'{message}the sheet "{on_sheet}"',
        "the file's text stands, the row is kept under Written outside the form",
        known.span(),
    )
    _keep(intake, row)


def _keep(intake: Intake, row: _Row) -> None:
    line = Bullets(((Paragraph((Words(row.whole()),)),),))
    intake.keep("Actions to agree", Prose((line,)))
