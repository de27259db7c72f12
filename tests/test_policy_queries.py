from __future__ import annotations

from datetime import date

from casebook import AS_OF, AUTHORITY, case_of, packs_of
from casefiles.model.caseview import Case
from casefiles.model.records import Meeting
from casefiles.policy.episodes import begins_episode, episode_of, episode_on, episodes, level_before, level_on
from casefiles.policy.law import calendar_in
from casefiles.policy.people_at import apologies_of, chair_of, chair_roles, present_at, roles_of, same_person
from casefiles.policy.rule import View
from casefiles.policy.subjects import subject_day
from casefiles.policy.view_queries import (
    decisions_since,
    last_held_before,
    meetings_of,
    next_held_after,
    open_actions,
    open_evidence,
    open_priorities,
    received_of,
    sent_on,
    support_in,
    visits_in,
)

PACK = """
=== pack.yaml
name: westmere
title: Westmere
editions:
  - {id: "2025", title: Westmere strategy, in_force: {from: 2025-01-01}, folder: a}
=== a/levels.yaml
- {id: core, title: core support, short: Core, rank: 1}
- {id: close, title: close support, short: Close, rank: 2, aliases: [intensive]}
=== a/roles.yaml
director: {title: Director of Learning, aliases: [dol], side: authority}
adviser: {title: Adviser, side: authority}
headteacher: {title: Headteacher, aliases: [Head teacher], side: school}
chair-of-governors: {title: Chair of Governors, side: school}
=== a/lists.yaml
decision-kind: {extend: {title: Support goes on, aliases: [prolong]}}
bank-holiday: {2026-06-05: {title: A royal event}}
no-bank-holiday: {2026-05-04: {title: Moved}}
=== a/meetings.yaml
- {id: close-initial, title: Initial, level: close, stage: initial}
- {id: close-review, title: Review, level: close, stage: review}
- {id: chat, title: Chat}
"""

CASE = """
=== case.yaml
levels:
  - {level: core, decided_on: 2025-03-03, chair: adviser}
  - {level: close, decided_on: 2025-10-07, chair: director}
  - {level: intensive, decided_on: 2026-01-13}
  - {level: core, decided_on: 2026-06-09}
support:
  - {id: coaching, agreed_at: 2025-10-07-initial}
  - {id: training, from: 2025-05-01}
decisions:
  - {kind: prolong, decided_on: 2026-01-13, decided_by: director, value: a-year}
  - {kind: extend, decided_on: 2026-07-02, decided_by: director}
=== priorities.yaml
- {id: reading, title: Reading, agreed_at: 2025-10-07-initial, closed_on: 2026-03-10}
- {id: writing, title: Writing, opened_on: 2026-01-13}
=== actions.yaml
- {id: daily, action: Read daily, owner: headteacher, agreed_at: 2025-10-07-initial, done_on: 2025-12-01}
- {id: dropped, action: Drop, owner: headteacher, agreed_at: 2025-10-07-initial, dropped_on: 2025-11-01}
=== evidence/2025-09-18-check.md
---
title: Check
source: school data
resolved_on: 2026-02-01
---
=== meetings/2025-10-07-initial.md
---
kind: close-initial
present: [headteacher]
apologies: [chair-of-governors]
letter: {sent_on: 2025-10-10}
---
=== meetings/2026-01-13-review.md
---
kind: close-review
chair: ellery
present: [head-teacher, osei]
report: {sent_on: 2026-07-10}
---
=== meetings/2026-03-10-review.md
---
kind: close-review
present: [headteacher]
cancelled_on: 2026-03-09
---
=== meetings/2026-07-14-review.md
---
kind: close-review
present: [headteacher]
---
=== meetings/2026-06-02-chat.md
---
kind: chat
---
=== visits/2025-11-12-visit.md
---
visitor: adviser
half_days: 1
---
=== visits/2026-11-12-visit.md
---
visitor: adviser
half_days: 1
---
=== received/2025-09-30-plan.md
---
kind: plan
received_on: 2025-10-02
---
"""


def view_of(text: str = CASE, as_of: date = AS_OF) -> View:
    case = case_of(text)
    edition = packs_of(PACK, kinds={}).edition_on("westmere", as_of)
    return View(case, edition, calendar_in(case, edition), as_of)


def meeting_of(case: Case, record_id: str) -> Meeting:
    meeting = case.find("meeting", record_id)
    assert isinstance(meeting, Meeting)
    return meeting


def test_an_episode_is_the_run_of_entries_at_one_level() -> None:
    view = view_of()
    found = [(episode.level, episode.start, episode.end) for episode in episodes(view.case, view.edition)]
    assert found == [
        ("core", date(2025, 3, 3), date(2025, 10, 7)),
        ("close", date(2025, 10, 7), date(2026, 6, 9)),
        ("core", date(2026, 6, 9), None),
    ]
    confirmed = view.case.levels[2]
    assert episode_of(view, confirmed).start == date(2025, 10, 7)
    assert not begins_episode(view, confirmed)
    assert begins_episode(view, view.case.levels[1])
    assert episode_on(view, date(2026, 6, 8), "intensive") == episode_of(view, confirmed)
    assert episode_on(view, date(2026, 6, 9), "close") is None
    assert episode_of(view, confirmed).last_day(AS_OF) == date(2026, 6, 8)
    assert episode_of(view, confirmed).last_day(date(2026, 2, 1)) == date(2026, 2, 1)


def test_a_level_holds_from_its_own_day_and_the_lowest_before_the_first() -> None:
    view = view_of()
    assert level_on(view.case, view.edition, date(2025, 10, 7)) == "close"
    assert level_before(view.case, view.edition, date(2025, 10, 7)) == "core"
    assert level_on(view.case, view.edition, date(2024, 1, 1)) == "core"


def test_meetings_are_found_by_stage_level_and_stretch_and_a_cancelled_one_never() -> None:
    view = view_of()
    (close,) = episodes(view.case, view.edition, "close")
    assert [each.record_id for each in meetings_of(view, stage="review")] == ["2026-01-13-review"]
    assert [each.record_id for each in meetings_of(view, level="intensive", within=close)] == [
        "2025-10-07-initial",
        "2026-01-13-review",
    ]
    assert [each.record_id for each in meetings_of(view, held=False)] == ["2026-06-02-chat", "2026-07-14-review"]
    assert [each.record_id for each in meetings_of(view, ["chat"], held=None)] == ["2026-06-02-chat"]
    assert meetings_of(view, within=(date(2025, 10, 8), date(2026, 1, 12))) == ()
    assert last_held_before(view, date(2026, 1, 13), stage="review") is None
    before = last_held_before(view, date(2026, 1, 13))
    after = next_held_after(view, date(2025, 10, 7), stage="review")
    assert (before and before.record_id, after and after.record_id) == ("2025-10-07-initial", "2026-01-13-review")


def test_a_meeting_after_the_date_of_judgement_is_not_yet_held() -> None:
    later = view_of(as_of=date(2026, 7, 14))
    assert [each.record_id for each in meetings_of(later, stage="review")] == ["2026-01-13-review", "2026-07-14-review"]


def test_priorities_are_open_from_their_meeting_until_the_day_they_are_closed() -> None:
    view = view_of()
    opened = {
        day: [priority.id for priority in open_priorities(view, date.fromisoformat(day))]
        for day in ("2025-10-06", "2025-10-07", "2026-01-13", "2026-03-09", "2026-03-10")
    }
    assert opened == {
        "2025-10-06": [],
        "2025-10-07": ["reading"],
        "2026-01-13": ["reading", "writing"],
        "2026-03-09": ["reading", "writing"],
        "2026-03-10": ["writing"],
    }


def test_actions_and_evidence_are_open_until_done_dropped_or_resolved() -> None:
    view = view_of()
    assert [each.id for each in open_actions(view, date(2025, 10, 20))] == ["daily", "dropped"]
    assert [each.id for each in open_actions(view, date(2025, 11, 1))] == ["daily"]
    assert [each.record_id for each in open_evidence(view, date(2026, 1, 31))] == ["2025-09-18-check"]
    assert open_evidence(view, date(2026, 2, 1)) == ()
    assert open_evidence(view, date(2025, 9, 17)) == ()


def test_decisions_count_by_kind_or_alias_from_a_day_to_the_date_of_judgement() -> None:
    view = view_of()
    assert [each.decided_on for each in decisions_since(view, date(2025, 1, 1), ["extend"])] == [date(2026, 1, 13)]
    assert decisions_since(view, date(2026, 1, 14), ["extend"]) == ()
    assert len(decisions_since(view, date(2025, 1, 1), value="a-year")) == 1
    assert decisions_since(view, date(2025, 1, 1), until=date(2026, 1, 13)) == ()


def test_support_visits_and_what_was_received_are_found_by_their_days() -> None:
    view = view_of()
    (close,) = episodes(view.case, view.edition, "close")
    assert [each.id for each in support_in(view, close)] == ["coaching"]
    assert [each.record_id for each in visits_in(view, None)] == ["2025-11-12-visit"]
    assert visits_in(view, None, ["additional"]) == ()
    assert [each.record_id for each in received_of(view, ["plan"])] == ["2025-09-30-plan"]
    assert received_of(view, ["plan"], by=date(2025, 10, 1)) == ()


def test_a_document_counts_as_sent_only_by_the_date_of_judgement() -> None:
    view = view_of()
    assert sent_on(view, meeting_of(view.case, "2025-10-07-initial"), "letter") == date(2025, 10, 10)
    assert sent_on(view, meeting_of(view.case, "2025-10-07-initial"), "report") is None
    assert sent_on(view, meeting_of(view.case, "2026-01-13-review"), "report") is None


def test_an_officer_counts_for_the_roles_held_that_day() -> None:
    view = view_of()
    case, edition = view.case, view.edition
    assert roles_of(case, edition, "ellery", date(2025, 12, 31)) == {"adviser"}
    assert roles_of(case, edition, "ellery", date(2026, 1, 1)) == frozenset()
    assert roles_of(case, edition, "osei", date(2026, 1, 1)) == {"director", "adviser"}
    assert roles_of(case, edition, "dol", date(2026, 1, 1)) == {"director", "adviser"}
    assert roles_of(case, edition, "dol", date(2025, 1, 1)) == {"director"}
    assert same_person(case, edition, "osei", "dol", date(2025, 1, 1))
    assert not same_person(case, edition, "ellery", "director", date(2025, 1, 1))


def test_the_chair_counts_as_present_and_comes_from_the_level_unless_the_meeting_names_one() -> None:
    view = view_of()
    initial, review = (meeting_of(view.case, each) for each in ("2025-10-07-initial", "2026-01-13-review"))
    assert chair_of(view, initial) == "director"
    assert present_at(view, initial) == {"headteacher", "director"}
    assert apologies_of(view, initial) == {"chair-of-governors"}
    assert chair_of(view, review) == "ellery"
    assert chair_roles(view, review) == frozenset()
    assert present_at(view, review) == {"headteacher", "director", "adviser"}
    assert present_at(view, meeting_of(view.case, "2026-06-02-chat")) == frozenset()


def test_the_chair_of_a_confirmed_level_is_still_the_episodes() -> None:
    text = CASE.replace("chair: ellery\n", "")
    view = view_of(text)
    assert chair_of(view, meeting_of(view.case, "2026-01-13-review")) == "director"


def test_a_record_without_a_day_of_its_own_is_judged_by_its_meetings_or_the_date_of_judgement() -> None:
    view = view_of()
    reading, writing = view.case.priorities
    assert subject_day(view.case, reading, AS_OF) == date(2025, 10, 7)
    assert subject_day(view.case, writing, AS_OF) == date(2026, 1, 13)
    assert subject_day(view.case, view.case.support[0], AS_OF) == date(2025, 10, 7)
    assert subject_day(view.case, view.case.school, AS_OF) == AS_OF


def test_the_pack_adds_and_removes_bank_holidays() -> None:
    view = view_of()
    assert not view.calendar.is_working_day(date(2026, 6, 5))
    assert view.calendar.is_working_day(date(2026, 5, 4))


def test_a_school_may_have_terms_of_its_own() -> None:
    own = """
=== school.yaml
urn: 900998
name: Fenbrook School
type: Voluntary aided school
phase: Primary
calendar:
  2026-27:
    autumn: {start: 2026-09-07, half_term: [2026-10-19, 2026-10-23], end: 2026-12-18}
    spring: {start: 2027-01-05, half_term: [2027-02-15, 2027-02-19], end: 2027-03-25}
    summer: {start: 2027-04-12, half_term: [2027-05-31, 2027-06-04], end: 2027-07-21}
"""
    case = case_of("", authority=AUTHORITY, school=own)
    edition = packs_of(PACK, kinds={}).edition_on("westmere", AS_OF)
    calendar = calendar_in(case, edition)
    assert calendar.is_school_day(date(2026, 9, 7)) is True
    assert calendar.is_school_day(date(2025, 9, 3)) is True
