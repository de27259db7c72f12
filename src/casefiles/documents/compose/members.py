"""Who is expected at a meeting, with their names on its day."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.scene import Scene
from casefiles.model.people import holder
from casefiles.model.records import Meeting
from casefiles.policy.facets import applies
from casefiles.policy.pack import BlockEntry
from casefiles.policy.people_at import chair_of

__all__ = ["MEMBERS", "Invited", "Members", "invited"]


class Invited(Struct, frozen=True):
    """Somebody who is expected: name (empty where nobody holds the role), printed title, whether they chair."""

    role: str
    name: str
    title: str
    chairs: bool


class Members(Block, frozen=True, kw_only=True):
    """Those who are expected, the chair first."""

    items: tuple[Invited, ...] = ()


def compose_members(scene: Scene, entry: BlockEntry) -> Answer:
    """Who is expected, as known before the meeting; a gap where the record is no meeting or names nobody."""
    found = invited(scene, scene.meeting, came=False) if scene.meeting else ()
    if not found:
        return empty(Members, entry, gap(scene, "members of the group", scene.record, "invited"))
    return Answer(Members(title=entry.title or "", items=found), used=(scene.record, scene.case.school))


def invited(scene: Scene, meeting: Meeting, *, came: bool = True) -> tuple[Invited, ...]:
    """Who is expected, with their names on the day; with `came` whoever was there besides."""
    chair = chair_of(scene.view, meeting)
    found = []
    for role in _roles_expected(scene, meeting, came=came):
        person = holder(scene.case, role, scene.record_on)
        title = (person.title if person else None) or scene.role_title(role)
        found.append(Invited(role, person.name if person else "", title, role == chair))
    return tuple(found)


def _roles_expected(scene: Scene, meeting: Meeting, *, came: bool) -> tuple[str, ...]:
    """Who is expected: those whom the policy requires, the chair, the school's people, whoever the record names."""
    required: list[str] = []
    for rule in scene.edition.rules_of("meeting"):
        when = {name: words for name, words in rule.when.items() if name != "held"}
        if rule.rule == "required-members" and applies(when, scene.view, meeting):
            required += getattr(scene.edition.asked.get(rule.code), "roles", ())
    chair = chair_of(scene.view, meeting)
    day_of = scene.record_on
    own = [role for role, held in scene.case.school.people.items() if any(each.covers(day_of) for each in held)]
    named = [*meeting.present, *meeting.apologies] if came else [*meeting.invited]
    return tuple(dict.fromkeys([*([chair] if chair else []), *required, *own, *named]))


MEMBERS = BlockKind("members", Members, compose_members)
