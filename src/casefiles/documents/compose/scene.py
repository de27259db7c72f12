"""All that a composer may look at: the case as it stood on the document's date, as its readers may see it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

from msgspec import Struct, field

from casefiles.calendars import Calendar
from casefiles.documents.compose.traces import Traces
from casefiles.model.base import Record
from casefiles.model.case import Action, Level, Priority
from casefiles.model.caseview import Case
from casefiles.model.people import Person, holder
from casefiles.model.records import Evidence, Meeting, Received
from casefiles.model.school import School
from casefiles.policy.episodes import Episode, episode_of, episode_on, episodes
from casefiles.policy.law import Packs
from casefiles.policy.minutes import plain_title
from casefiles.policy.pack import Criterion, DocumentEntry, Edition, LevelEntry, MeetingKind
from casefiles.policy.people_at import chair_of
from casefiles.policy.rule import View
from casefiles.policy.view_queries import is_open_on, last_held_before, open_evidence, open_priorities
from casefiles.prose import Body

__all__ = ["Scene", "Withheld"]


class Withheld(Struct, frozen=True):
    """Something that the document's readers may not see, by name alone: enough to say why a block is empty.

    `section` is the normal form of a heading, or an empty string where the whole record is withheld.
    """

    kind: str
    record_id: str
    section: str = ""
    criteria: tuple[str, ...] = ()
    cited_by: tuple[str, ...] = ()
    """The notices that it is evidence for."""


class Scene(Struct, frozen=True, dict=True):
    """The case as at `dated`, for the document's readers, with its record, its pack entry and the edition.

    `withheld` names what the readers may not see; nothing of its text is here.
    """

    case: Case
    record: Record
    entry: DocumentEntry
    edition: Edition
    calendar: Calendar
    dated: date
    withheld: tuple[Withheld, ...] = ()
    recipient: str = ""
    """Which of its recipients this copy of the document is for, where each gets one of their own."""
    traces: Traces = field(default_factory=Traces)
    """What is known of the files beside what they say; nothing, but for a sheet for the file."""

    packs: Packs | None = None
    """The policies, for a report that is read off the schools of a programme."""

    def in_case(self, file: str) -> str:
        """The file's path as seen from the case's folder."""
        return file.removeprefix(f"{self.case.folder}/")

    @property
    def subject_school(self) -> School:
        """The school that the document is about: the case's; in a programme the one that its record names, if any."""
        named = self.case.schools.find(getattr(self.record, "school", None) or "")
        return named.school if named else self.case.school

    @property
    def record_on(self) -> date:
        """The day of the document's record; its own date where the record has none."""
        return self.record.on or self.dated

    @cached_property
    def meeting(self) -> Meeting | None:
        """The record, where it is a meeting."""
        return self.record if isinstance(self.record, Meeting) else None

    @cached_property
    def view(self) -> View:
        """The case as the policy's own queries see it, judged on the document's date."""
        return View(self.case, self.edition, self.calendar, self.dated)

    @cached_property
    def meeting_kind(self) -> MeetingKind | None:
        """What the pack says of the meeting's kind."""
        return self.edition.meeting_kind(self.meeting.kind) if self.meeting else None

    @cached_property
    def episode(self) -> Episode | None:
        """The episode that the document speaks of: the record's, its meeting's, or the one in force."""
        if isinstance(self.record, Level):
            return episode_of(self.view, self.record)
        if self.meeting_kind is not None and self.meeting_kind.level:
            known = episodes(self.case, self.edition, self.meeting_kind.level)
            if known:
                return known[-1]
        return episode_on(self.view, self.record_on) or episode_on(self.view, self.dated)

    @cached_property
    def level(self) -> Level | None:
        """The decision that the document speaks of: the record itself, or the last one of its episode."""
        if isinstance(self.record, Level):
            return self.record
        return self.episode.entries[-1] if self.episode else None

    @cached_property
    def level_entry(self) -> LevelEntry | None:
        """What the pack says of that level; of its lowest one where the case has no entry."""
        return self.edition.level(self.level.level if self.level else self.edition.lowest_level)

    @cached_property
    def priorities(self) -> tuple[Priority, ...]:
        """The priorities that the document is about, in the file's order.

        Those open on its date; for a review those open on its eve, so that what it closed is reported.
        """
        if self.meeting_kind is None or self.meeting_kind.stage != "review":
            return open_priorities(self.view, self.dated)
        eve = self.record_on - timedelta(days=1)
        return tuple(
            p for p in self.case.priorities if is_open_on(self.view, p, self.dated) or is_open_on(self.view, p, eve)
        )

    def number(self, priority_id: str) -> int:
        """The priority's number in the document, from 1; 0 for one that is not open."""
        ids = [priority.record_id for priority in self.priorities]
        return ids.index(priority_id) + 1 if priority_id in ids else 0

    @cached_property
    def met_before(self) -> date | None:
        """The day of the last meeting held before the document's record, or None."""
        last = last_held_before(self.view, self.record_on)
        return last.date if last else None

    def agreed_on(self, action: Action) -> date | None:
        """The day of the meeting that agreed the action, or None where none did."""
        agreed = self.case.find("meeting", action.agreed_at) if action.agreed_at else None
        return agreed.on if agreed else None

    @cached_property
    def school_report(self) -> Received | None:
        """The school's own report for this meeting: its headings are those of the minutes."""
        if self.meeting is None:
            return None
        reports = (sent for sent in self.case.received if sent.meeting == self.meeting.record_id)
        return next((sent for sent in reports if sent.kind.endswith("report")), None)

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """The bodies to look in, the minutes' first: the school's report fills what they leave out."""
        report = self.school_report
        return (self.record.body, *((report.body,) if report else ()))

    def term(self, vocabulary: str, term_id: str | None) -> str:
        """The printed title of a term of the pack's lists; the id in words where the pack has none."""
        if not term_id:
            return ""
        known = self.edition.lists.get(vocabulary, {}).get(self.edition.canonical(vocabulary, term_id))
        return known.title if known else term_id.replace("-", " ")

    def criterion(self, criterion_id: str) -> Criterion | None:
        """The criterion of that id (or alias), or None."""
        wanted = self.edition.canonical("criterion", criterion_id)
        return next((entry for entry in self.edition.criteria if entry.id == wanted), None)

    def unresolved(self, criterion_id: str) -> tuple[Evidence, ...]:
        """The evidence for a criterion that was not resolved by the document's date, oldest first."""
        wanted = self.edition.canonical("criterion", criterion_id)
        return tuple(
            evidence
            for evidence in open_evidence(self.view, self.dated)
            if wanted in {self.edition.canonical("criterion", cited) for cited in evidence.criteria}
        )

    def role_of(self, name: str) -> str:
        """The role or officer that a word stands for: who `chair` and `lead` are is the case's choice."""
        if name == "chair":
            chosen = chair_of(self.view, self.meeting) if self.meeting else None
            return chosen or (self.level.chair if self.level else None) or ""
        if name == "lead":
            return (self.level.lead if self.level else None) or ""
        return name

    def person(self, name: str, on: date | None = None) -> Person | None:
        """Who holds the role (or is the officer) on the document's date (or on the day given), or None."""
        role = self.role_of(name)
        return holder(self.case, role, on or self.dated) if role else None

    def role_title(self, name: str) -> str:
        """The printed title of a role; of an officer the job title."""
        role = self.role_of(name) or name
        known = self.edition.roles.get(self.edition.canonical("role", role))
        if known is not None:
            return known.title
        officer = self.case.authority.file.officers.get(role)
        return officer.title if officer else role.replace("-", " ").capitalize()

    def owner_title(self, name: str) -> str:
        """What a role of the school is called there ("Principal"), without what stands in brackets; else its title."""
        person = self.person(name) if self.is_of_school(name) else None
        return (person.title or "").partition(" (")[0] if person and person.title else self.role_title(name)

    def is_of_school(self, name: str) -> bool:
        """Whether a role is on the school's side."""
        known = self.edition.roles.get(self.edition.canonical("role", name))
        return known.side == "school" if known else name in self.case.school.people

    def is_withheld(self, record_id: str, *titles: str) -> bool:
        """Whether the readers may not see the record, or (with titles) the section so headed."""
        wanted = {plain_title(title) for title in titles} if titles else {""}
        return any(w.record_id == record_id and (w.section in wanted or not w.section) for w in self.withheld)
