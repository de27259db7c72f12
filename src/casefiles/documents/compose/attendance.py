"""Who was at the meeting and who sent apologies."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, Gap, empty, gap
from casefiles.documents.compose.frame import Addressee
from casefiles.documents.compose.scene import Scene
from casefiles.policy.pack import BlockEntry

__all__ = ["ATTENDANCE", "Attendance"]


class Attendance(Block, frozen=True, kw_only=True):
    """The chair and the others present, and the apologies: names with printed titles, as on the day itself."""

    chair: Addressee | None = None
    present: tuple[Addressee, ...] = ()
    apologies: tuple[Addressee, ...] = ()


def compose_attendance(scene: Scene, entry: BlockEntry) -> Answer:
    """Who came; a gap where the meeting names nobody, and one for each role that nobody held that day."""
    meeting = scene.meeting
    if meeting is None or not meeting.present:
        return empty(Attendance, entry, gap(scene, "names of those present", scene.record, "present"))
    chair = scene.role_of("chair")
    others = [name for name in meeting.present if name != chair]
    found = {name: _named(scene, name) for name in dict.fromkeys((chair, *others, *meeting.apologies)) if name}
    gaps: list[Gap] = [
        gap(scene, scene.role_title(name), meeting, "present") for name, person in found.items() if person is None
    ]
    if not chair:
        gaps.append(gap(scene, "chair", scene.level, "chair", where="case.yaml"))
    block = Attendance(
        title=entry.title or "",
        chair=found.get(chair),
        present=tuple(person for name in others if (person := found[name])),
        apologies=tuple(person for name in meeting.apologies if (person := found[name])),
    )
    return Answer(block, tuple(gaps), (meeting, scene.case.school))


def _named(scene: Scene, name: str) -> Addressee | None:
    """The person who held the role on the day of the meeting."""
    person = scene.person(name, scene.record_on)
    return Addressee(person.name, person.title or scene.role_title(name)) if person else None


ATTENDANCE = BlockKind("attendance", Attendance, compose_attendance)
