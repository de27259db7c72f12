"""The chair's minutes sheet into the meeting's record, and the actions that it agrees."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from casefiles.diagnostics import Severity, Span
from casefiles.documents.sheet.fields import ENTRIES, entries_of
from casefiles.documents.sheet.sections import PARTS, sections_of_minutes
from casefiles.documents.word.controls import Control
from casefiles.intake.actions import take_actions
from casefiles.intake.merge import Said
from casefiles.intake.taking import Taking
from casefiles.intake.words import chosen, day_of, figure_of, people_in, person_of
from casefiles.model.records import Meeting
from casefiles.prose import Paragraph, Prose, Words

__all__ = ["minutes_spans", "take_minutes"]

_FACT = re.compile(r"priority\.(?P<id>[a-z0-9-]+)\.(?P<key>judgement|risk|value)")
_TEXT = re.compile(r"priority\.(?P<id>[a-z0-9-]+)\.(?P<part>impact|next-steps)")


def minutes_spans(meeting: Meeting, controls: Mapping[str, Control]) -> dict[str, Span]:
    """The place in the record of what each field of the chair's sheet holds."""
    spans: dict[str, Span] = {}
    for tag, control in controls.items():
        head, _, rest = control.path.partition(".")
        if found := _FACT.fullmatch(control.path):
            spans[tag] = meeting.span("progress", found["id"], found["key"])
        elif head == "overall":
            spans[tag] = meeting.span(rest)
        elif head == "attendance":
            spans[tag] = meeting.span("present")
        elif head == "next":
            spans[tag] = meeting.span("next_meetings")
        else:
            spans[tag] = meeting.span()
    return spans


def take_minutes(taking: Taking, said: Mapping[str, Said]) -> None:
    """Write what the sheet says into the record's text and the list of actions, as held in the intake."""
    _take_people(taking, said)
    _take_progress(taking, said)
    _take_overall(taking, said)
    _take_dates(taking, said)
    _take_texts(taking, said)
    take_actions(taking)


def _take_people(taking: Taking, said: Mapping[str, Said]) -> None:
    meeting = taking.meeting
    lists = {"present": list(meeting.present), "apologies": list(meeting.apologies)}
    last: Said | None = None
    for path, each in said.items():
        head, _, role = path.partition(".")
        if head != "attendance":
            continue
        if role == "others":
            new = [name for name in _others(taking, each) if name not in lists["present"]]
            lists["present"] += new
            last = each if new else last
        elif (status := chosen(each.text, each.control.choices)) is None:
            taking.unknown(each, [choice.shown for choice in each.control.choices])
        else:
            _put(lists, role, status)
            last = each
    for name, people in lists.items():
        if last is not None and tuple(people) != getattr(meeting, name):
            taking.set_fact([name], people, last)


def _put(lists: dict[str, list[str]], role: str, status: str) -> None:
    """Put a role into the list of its status, and take it out of the other."""
    for name, people in lists.items():
        if name == status and role not in people:
            people.append(role)
        elif name != status and role in people:
            people.remove(role)


def _others(taking: Taking, said: Said) -> list[str]:
    """The roles or officers that the field for others names; a name that is nobody's is said and kept."""
    found = []
    for name in people_in(said.text):
        own = person_of(name, taking.case, taking.edition, taking.meeting.date)
        if own is not None:
            found.append(own)
            continue
        message = f'"{name}", among the others present, is nobody whom the case file names'
        help_ = "add the person to school.yaml (people) or authority.yaml (officers), then to present"
        taking.intake.say("SHT-032", Severity.WARNING, message, help_, Span(taking.path))
        taking.intake.keep(said.control.title, Prose((Paragraph((Words(name),)),)))
    return found


def _take_progress(taking: Taking, said: Mapping[str, Said]) -> None:
    facts: dict[str, dict[str, str]] = {}
    sources: dict[str, Said] = {}
    for path, each in said.items():
        found = _FACT.fullmatch(path)
        if found is None:
            continue
        value = _value(taking, found["key"], each)
        if value is not None:
            facts.setdefault(found["id"], {})[found["key"]] = value
            sources[found["id"]] = each
    if not taking.meeting.progress and facts:
        taking.set_fact(["progress"], facts, next(iter(sources.values())))
        return
    for priority, values in facts.items():
        if priority not in taking.meeting.progress:
            taking.set_fact(["progress", priority], values, sources[priority])
            continue
        for key, value in values.items():
            taking.set_fact(["progress", priority, key], value, sources[priority])


def _value(taking: Taking, key: str, said: Said) -> str | None:
    """The fact that a field gives; None, with a word, where it gives none."""
    if key == "value":
        figure = figure_of(said.text, said.control.unit)
        if figure is None:
            taking.unread(said, "a number")
        return figure
    own = chosen(said.text, said.control.choices)
    if own is None:
        taking.unknown(said, [choice.shown for choice in said.control.choices])
    return own


def _take_overall(taking: Taking, said: Mapping[str, Said]) -> None:
    for key in ("judgement", "risk"):
        each = said.get(f"overall.{key}")
        value = _value(taking, key, each) if each else None
        if each and value is not None:
            taking.set_fact([key], value, each)
    more = said.get(ENTRIES)
    if more:
        taking.set_fact(["interventions"], entries_of(more.prose), more)


def _take_dates(taking: Taking, said: Mapping[str, Said]) -> None:
    days: dict[str, date] = {
        tag: c.on for tag, c in taking.controls.items() if tag.startswith("next.") and c.on is not None
    }
    last: Said | None = None
    for path, each in said.items():
        if not path.startswith("next."):
            continue
        on = day_of(each.text)
        if on is None:
            taking.unread(each, "a day (written as 27 January 2026)")
            continue
        days[path] = on
        last = each
    if last is not None and set(days.values()) != set(taking.meeting.next_meetings):
        taking.set_fact(["next_meetings"], [*dict.fromkeys(on.isoformat() for on in days.values())], last)


def _take_texts(taking: Taking, said: Mapping[str, Said]) -> None:
    sections = sections_of_minutes(taking.edition, taking.meeting)
    order = [(each.title, *each.aliases) for each in sections]
    order += [(each.title, each.id) for each in taking.case.priorities]
    by_path = {each.path: each for each in sections}
    for path, each in said.items():
        section = by_path.get(path)
        if section is not None:
            taking.set_section([(section.title, *section.aliases)], each, order)
            continue
        found = _TEXT.fullmatch(path)
        priority = taking.priority(found["id"]) if found else None
        if found and priority is not None:
            part = PARTS[found["part"]]
            taking.set_section([(priority.title, priority.id), (part,)], each, order)
