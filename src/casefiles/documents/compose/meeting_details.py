"""A meeting that is to come: which, when, where, who chairs, and by when the school's documents are wanted."""

from __future__ import annotations

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.frame import Addressee
from casefiles.documents.compose.meeting_dates import documents_by
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day, in_sentence, or_nothing, time_of_day, weekday
from casefiles.policy.pack import BlockEntry

__all__ = ["FORM_OPENING", "INVITATION_OPENING", "MEETING_DETAILS", "PACK_OPENING", "RECORD_OPENING", "MeetingDetails"]


class MeetingDetails(Block, frozen=True, kw_only=True):
    """The meeting; `location` and `starts_at` are empty while the case does not say them.

    `documents_by` is the day by which the school sends its documents (the pack's `documents-by` working
    days before, or when term goes on again), empty where the pack asks for none.
    """

    school: str = ""
    level: str = ""
    kind: str = ""
    met_on: str = ""
    starts_at: str = ""
    location: str = ""
    chair: Addressee | None = None
    documents_by: str = ""


def compose_meeting_details(scene: Scene, entry: BlockEntry) -> Answer:
    """The meeting; a gap where the pack requires a place and the case says none."""
    meeting, kind = scene.meeting, scene.meeting_kind
    if meeting is None or kind is None:
        return empty(MeetingDetails, entry, gap(scene, "kind of meeting", scene.record, "kind"))
    before = entry.params.get("documents-by")
    chair = scene.role_of("chair")
    person = scene.person("chair", meeting.date)
    missing = [] if meeting.location or not entry.params.get("place") else [gap(scene, "place", meeting, "location")]
    details = MeetingDetails(
        title=entry.title or "",
        school=scene.case.school.name,
        level=scene.level_entry.title if scene.level_entry else "",
        kind=in_sentence(kind.title),
        met_on=weekday(meeting.date),
        starts_at=time_of_day(meeting.starts_at),
        location=or_nothing(meeting.location),
        chair=Addressee(person.name, person.title or scene.role_title(chair)) if person else None,
        documents_by=day(documents_by(scene.calendar, meeting.date, before)),
    )
    return Answer(details, tuple(missing), (meeting,))


_PARAMS = {"documents-by": False, "place": False}
INVITATION_OPENING = BlockKind("invitation-opening", MeetingDetails, compose_meeting_details, _PARAMS)
PACK_OPENING = BlockKind("pack-opening", MeetingDetails, compose_meeting_details, _PARAMS)
MEETING_DETAILS = BlockKind("meeting-details", MeetingDetails, compose_meeting_details, _PARAMS)
RECORD_OPENING = BlockKind("record-opening", MeetingDetails, compose_meeting_details, _PARAMS)
FORM_OPENING = BlockKind("form-opening", MeetingDetails, compose_meeting_details, _PARAMS)
