"""Progress by key aim: previous actions, current context and impact, next steps."""

from __future__ import annotations

from msgspec import Struct, field

from casefiles.documents.compose.actions import ActionLine, action_line
from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.sections import headed, prose_of, together
from casefiles.documents.compose.words import day, or_nothing
from casefiles.model.case import Action, Priority
from casefiles.policy.minutes import IMPACT, NEXT_STEPS, part_of, priority_section
from casefiles.policy.pack import BlockEntry
from casefiles.prose import Prose, Section

__all__ = ["AIM_PROGRESS", "AimProgress", "AimRow", "PreviousAction", "aim_row", "previous_action"]


class PreviousAction(Struct, frozen=True):
    """An action agreed before the meeting, with how it stood: `status` is done, dropped, late or open."""

    text: str
    owner: str
    due_on: str
    status: str
    done_on: str
    dropped_on: str
    dropped_because: str
    impact: str


class AimRow(Struct, frozen=True):
    """One key aim with its three cells and what the chair judges of it.

    `had_earlier` says whether actions were agreed before the meeting at all, `previous` has those of them
    that are to be reported at it.
    """

    number: int
    text: str
    previous: tuple[PreviousAction, ...]
    had_earlier: bool
    outstanding: tuple[PreviousAction, ...]
    context: Prose
    next_steps: Prose
    next_actions: tuple[ActionLine, ...]
    judgement: str
    risk: str
    context_gap: Gap | None = None
    next_gap: Gap | None = None
    judgement_gap: Gap | None = None
    risk_gap: Gap | None = None


class AimProgress(Block, frozen=True, kw_only=True):
    """One row a priority."""

    rows: tuple[AimRow, ...] = field(default=())


def compose_aim_progress(scene: Scene, entry: BlockEntry) -> Answer:
    """The rows; a gap where there is no priority, and one for each cell without text."""
    if not scene.priorities:
        return empty(AimProgress, entry, gap(scene, "agreed priorities", None, where="priorities.yaml"))
    rows = tuple(aim_row(scene, n, priority) for n, priority in enumerate(scene.priorities, start=1))
    gaps = tuple(
        missing
        for row in rows
        for missing in (row.context_gap, row.next_gap, row.judgement_gap, row.risk_gap)
        if missing
    )
    about = {priority.record_id for priority in scene.priorities}
    used = (scene.record, *scene.priorities, *(a for a in scene.case.actions if a.priority in about))
    report = scene.school_report
    return Answer(AimProgress(title=entry.title or "", rows=rows), gaps, (*used, *((report,) if report else ())))


def aim_row(scene: Scene, number: int, priority: Priority) -> AimRow:
    """The row of one key aim."""
    previous = tuple(previous_action(scene, action) for action in _carried_over(scene, priority))
    agreed_now = tuple(
        action_line(scene, action)
        for action in scene.case.actions
        if action.priority == priority.record_id and action.agreed_at == scene.record.record_id
    )
    context, following = _texts(scene, priority)
    progress = scene.meeting.progress.get(priority.record_id) if scene.meeting else None
    judgement, risk = (progress.judgement, progress.risk) if progress else (None, None)
    return AimRow(
        number=number,
        text=priority.title,
        previous=previous,
        had_earlier=bool(_agreed_before(scene, priority)),
        outstanding=tuple(action for action in previous if action.status in {"open", "late"}),
        context=context,
        next_steps=following,
        next_actions=agreed_now,
        judgement=scene.term("judgement", judgement),
        risk=scene.term("risk", risk),
        context_gap=None if context else _gap(scene, "impact", priority),
        next_gap=None if following or agreed_now else _gap(scene, "next steps", priority),
        judgement_gap=None if judgement else _gap(scene, "judgement of progress", priority, "progress"),
        risk_gap=None if risk else _gap(scene, "risk of not meeting it", priority, "progress"),
    )


def _gap(scene: Scene, what: str, priority: Priority, *path: str) -> Gap:
    """The gap of one cell of the row, with the reason where the readers may not see the section."""
    hidden = not path and scene.is_withheld(scene.record.record_id, priority.id, priority.title, what)
    return gap(scene, f"{what} ({priority.id})", scene.record, *path, why="confidential" if hidden else "")


def _carried_over(scene: Scene, priority: Priority) -> list[Action]:
    """The priority's actions agreed before the meeting and still open when the one before it was held."""
    last = scene.met_before
    ended = ((action, action.done_on or action.dropped_on) for action in _agreed_before(scene, priority))
    return [action for action, end in ended if end is None or last is None or end >= last]


def _agreed_before(scene: Scene, priority: Priority) -> list[Action]:
    """The priority's actions agreed before the meeting, at whatever meeting or at none."""
    return [
        action
        for action in scene.case.actions
        if action.priority == priority.record_id
        and action.agreed_at != scene.record.record_id
        and ((agreed := scene.agreed_on(action)) is None or agreed < scene.record_on)
    ]


def previous_action(scene: Scene, action: Action) -> PreviousAction:
    """One earlier action as it stood on the day of the meeting."""
    done = action.done_on if action.done_on and action.done_on <= scene.dated else None
    dropped = action.dropped_on if action.dropped_on and action.dropped_on <= scene.dated else None
    if done:
        status = "done"
    elif dropped:
        status = "dropped"
    else:
        status = "late" if action.due_on and action.due_on < scene.record_on else "open"
    return PreviousAction(
        action.action,
        scene.owner_title(action.owner),
        day(action.due_on),
        status,
        day(done),
        day(dropped),
        or_nothing(action.dropped_because),
        or_nothing(action.impact),
    )


def _texts(scene: Scene, priority: Priority) -> tuple[Prose, Prose]:
    """What was written of the priority: context and impact, and next steps; the school's report fills gaps."""
    context, following = Prose(), Prose()
    for body in scene.bodies:
        section = priority_section(body, priority)
        if section is None:
            continue
        context = context or _context(section)
        following = following or prose_of(part_of(section, NEXT_STEPS))
    return context, following


def _context(section: Section) -> Prose:
    """The text of the priority's section without its next steps: its own, `Impact`, then any further heading."""
    impact, following = part_of(section, IMPACT), part_of(section, NEXT_STEPS)
    further = (headed(child) for child in section.children if child is not impact and child is not following)
    return together(section.text, prose_of(impact), *further)


AIM_PROGRESS = BlockKind("aim-progress", AimProgress, compose_aim_progress)
