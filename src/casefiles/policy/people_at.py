"""Who counted for which role on a day: the same person may stand in a list by role or by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from casefiles.model.authority import RoleHolder
from casefiles.model.caseview import Case
from casefiles.model.people import body
from casefiles.model.programme import GroupMeeting
from casefiles.model.records import Meeting
from casefiles.model.school import Holder
from casefiles.policy.episodes import episodes
from casefiles.policy.pack import Edition
from casefiles.policy.rule import View
from casefiles.policy.wording import say_role

__all__ = [
    "apologies_of",
    "chair_of",
    "chair_roles",
    "holders_of",
    "present_at",
    "roles_of",
    "same_person",
    "say_person",
]


def roles_of(case: Case, edition: Edition, named: str, day: date) -> frozenset[str]:
    """Every role that somebody counts for on a day, named by a role (or its alias) or by an officer's id.

    Whoever holds the named role counts for their other roles of that day as well.
    """
    return _table(_Ground(case, edition)).roles_of(named, day)


def holders_of(case: Case, edition: Edition, role: str, day: date) -> frozenset[str]:
    """Who holds a role on a day: the ids of officers, the names of the school's own people."""
    return _table(_Ground(case, edition)).on(day).get(edition.canonical("role", role), frozenset())


def same_person(case: Case, edition: Edition, one: str, other: str, day: date) -> bool:
    """Whether two words (role, alias or officer's id) stand for one person on a day."""
    if edition.canonical("role", one) == edition.canonical("role", other):
        return True
    first, second = (holders_of(case, edition, name, day) or {name} for name in (one, other))
    return bool(first & second)


def say_person(case: Case, edition: Edition, word: str) -> str:
    """Somebody in a sentence: an officer by name, anybody else by the role."""
    officer = case.authority.file.officers.get(word)
    return officer.name if officer else say_role(edition, word)


def chair_of(view: View, meeting: Meeting | GroupMeeting) -> str | None:
    """Who chairs a meeting, as the case names them: the meeting's chair, else the chair of its level's episode."""
    if meeting.chair:
        return meeting.chair
    kind = view.edition.meeting_kind(meeting.kind)
    found = episodes(view.case, view.edition, kind.level if kind and kind.level else "")
    begun = [episode for episode in found if episode.start <= meeting.date]
    for episode in [*reversed(begun), *found[len(begun) :]]:
        entries = [entry for entry in episode.entries if entry.decided_on <= meeting.date] or episode.entries[:1]
        chairs = [entry.chair for entry in entries if entry.chair]
        return chairs[-1] if chairs else None
    return None


def chair_roles(view: View, meeting: Meeting | GroupMeeting) -> frozenset[str]:
    """Every role that the chair of a meeting holds that day; empty where nobody is named."""
    chair = chair_of(view, meeting)
    return roles_of(view.case, view.edition, chair, meeting.date) if chair else frozenset()


def present_at(view: View, meeting: Meeting | GroupMeeting) -> frozenset[str]:
    """Every role that somebody present counts for, the chair included; empty for a meeting that is only planned."""
    if not meeting.present:
        return frozenset()
    return _counted(view, meeting.present, meeting.date) | chair_roles(view, meeting)


def apologies_of(view: View, meeting: Meeting | GroupMeeting) -> frozenset[str]:
    """Every role that somebody who sent apologies counts for."""
    return _counted(view, meeting.apologies, meeting.date)


def _counted(view: View, named: Iterable[str], day: date) -> frozenset[str]:
    return frozenset(role for name in named for role in roles_of(view.case, view.edition, name, day))


class _Ground:
    """What holdings follow from beside the day; told apart by identity, since to compare cases would take longer."""

    __slots__ = ("authority", "case", "edition", "school")

    def __init__(self, case: Case, edition: Edition) -> None:
        self.case = case
        self.edition = edition
        self.school = case.school
        self.authority = case.authority.file

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Ground)
            and self.school is other.school
            and self.authority is other.authority
            and self.edition is other.edition
        )

    def __hash__(self) -> int:
        return hash((id(self.school), id(self.authority), id(self.edition)))


@lru_cache(maxsize=8)
def _table(ground: _Ground) -> _Table:
    return _Table(ground)


class _Table:
    """Who holds which role at a school, made once for all the days that are asked for."""

    def __init__(self, ground: _Ground) -> None:
        canonical = ground.edition.canonical
        self._ground = ground
        self._days: dict[date, dict[str, frozenset[str]]] = {}
        self._roles: dict[tuple[str, date], frozenset[str]] = {}
        self._held: dict[str, list[tuple[RoleHolder | Holder, str]]] = {}
        self._bodies: dict[str, set[str]] = {}
        for role, officers in ground.authority.roles.items():
            held = self._held.setdefault(canonical("role", role), [])
            held += [(each, each.officer) for each in officers]
        for role, people in ground.school.people.items():
            held = self._held.setdefault(canonical("role", role), [])
            held += [(each, name) for each in people if (name := each.officer or each.name)]
        bodies = ground.authority.bodies
        for role in {each.role for each in bodies.values()}:
            found = body(ground.case, role)
            self._held.setdefault(canonical("role", role), [])
            names = self._bodies.setdefault(canonical("role", role), set())
            names |= {name for name, each in bodies.items() if each is found}

    def on(self, day: date) -> dict[str, frozenset[str]]:
        """Each role of the authority, the school and outside bodies with who holds it on a day; of a body, its id."""
        if day not in self._days:
            self._days[day] = {
                role: frozenset(name for each, name in held if each.covers(day)) | self._bodies.get(role, set())
                for role, held in self._held.items()
            }
        return self._days[day]

    def roles_of(self, named: str, day: date) -> frozenset[str]:
        """Every role that somebody counts for on a day."""
        if (named, day) not in self._roles:
            role = self._ground.edition.canonical("role", named)
            there = self.on(day)
            people = there.get(role) or frozenset({named})
            held = {name for name, holders in there.items() if people & holders}
            own = set() if named in self._ground.authority.officers else {role}
            self._roles[named, day] = frozenset(held | own)
        return self._roles[named, day]
