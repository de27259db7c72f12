"""The files of an authority with names of two lines, texts two to three times as long, and lists at their fullest.

Everything is said alike wherever it is said: a name, a priority's title or a measure is longer in the same way in each
file. Nothing is drawn by lot: what is added to a text hangs on the text alone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from case_sheets import Sheet, Sheets, changed_texts

__all__ = ["lengthened"]

_FACTS = frozenset(
    {
        "output", "logo", "website", "telephone", "urn", "dfe_number", "type", "phase", "religious_character", "for",
        "diocese", "foundation_appointer", "status", "section", "grades", "safeguarding", "category", "rule", "unit",
        "group", "year", "starts_at", "minute", "method", "version", "link", "file", "reference", "to", "short",
        "employer", "issuing_authority", "provision", "comparator",
    }
)  # fmt: skip
"""Keys whose texts are facts in words of others: a grade, a type of school, an unit."""

_MIDDLE = ("Wilhelmina", "Chukwuemeka", "Ottoline", "Llewellyn", "Philippa", "Oluwaseun", "Christabel", "Maximilian")
_TAIL = ("Featherstonehaugh", "Venkataraghavan", "Cholmondeley", "Wolstenholme", "Papadopoulos", "Montgomery-Akinfenwa")
_RANK = ("", "", "The Reverend Canon ", "Group Captain ", "Professor Dame ")
_SCHOOL = (
    "with Saint Bartholomew-the-Great Nursery and Resource Base",
    "incorporating Our Lady Star of the Sea Infants and Nursery",
    "and Upper Wolstenholme Valley Children's Centre",
)
_CLAUSE = (
    "in every year group and for all pupils who need further help with it",
    "so that leaders, teachers and governors see for themselves what has changed",
    "together with the partner schools and the teams that already work with the school",
    "first in the classes where the need is greatest, then in all others",
)
_SENTENCE = (
    "Leaders looked at this together with subject leaders, the special educational needs co-ordinator and two governors.",
    "What was seen in lessons agrees with what pupils say of their work and with what stands in their books.",
    "The school sets out each half-term what it has done, what came of it and what it does differently as a result.",
    "Staff who are new to the school are shown how it is done by somebody who has done it well for at least a year.",
    "Parents and carers were told in a plain letter, and those who asked for it in a conversation at the school gate.",
    "Governors ask for the same figures in the same order each time, so that nobody has to look for them.",
    "This is checked in books and by short visits to lessons, not by a form that teachers have to complete.",
    "Where it has not worked yet, the reason is known: cover was short, and the training came later than planned.",
    "Pupils with special educational needs and disabilities are followed one by one, and their families hear of it.",
    "No more is asked of teachers than before; two tasks that nobody used were stopped to make room for this one.",
    "The difference between classes has become smaller, though it is still greater than anybody would like.",
    "The adviser and the headteacher see it alike, and said so to each other before this was written down.",
)
_BULLET = (
    "Keep to what was agreed in all classes, and say early where that can't be done.",
    "Look at the figures each half-term, for disadvantaged pupils and for those with special educational needs as well.",
    "Tell governors in one page what has changed for pupils, and what has not.",
)


def lengthened(sheets: Sheets) -> Sheets:
    """The files, longer."""
    known = dict(sheets)
    for case in dict.fromkeys(name.rpartition("/")[0] for name in sheets if name.endswith("/priorities.yaml")):
        _fill_priorities(known, case)
    names = _names(known)
    titles = {title: _longer(title, "title") for title in _titles(known)}
    longer = {}
    for name, sheet in known.items():
        facts = changed_texts(sheet, lambda text, key: _longer(_renamed(text, names), key))
        body = _renamed(_longer_body(sheet, titles), names)
        longer[name] = _fuller(replace(sheet, facts=facts, body=body), name, known)
    return longer


def _chosen(text: str, among: Sequence[str], turn: int = 0) -> str:
    """One of several, always the same for a text."""
    return among[(zlib.crc32(text.encode()) + turn) % len(among)]


# -- names ------------------------------------------------------------------------------------------------------------


def _names(sheets: Sheets) -> Mapping[str, str]:
    """Each name of a person, a school or a body with the long one in its place."""
    names: dict[str, str] = {}
    for sheet in sheets.values():
        if sheet.kind == "school":
            names[sheet.facts["name"]] = f"{sheet.facts['name']} {_chosen(sheet.facts['name'], _SCHOOL)}"
            for holder in (holder for holders in sheet.facts.get("people", {}).values() for holder in _many(holders)):
                names |= _person(holder)
        if sheet.kind == "authority":
            for officer in sheet.facts.get("officers", {}).values():
                names |= _person(officer)
            for body in sheet.facts.get("bodies", {}).values():
                if body["role"] == "diocesan-authority":
                    names[body["name"]] = f"{body['name']} and Joint Council for Church Schools and Academies"
    return names


def _person(holder: Mapping[str, str]) -> dict[str, str]:
    """The name and the salutation of a holder or an officer, each with the long one."""
    if "name" not in holder:
        return {}
    *first, last = holder["name"].split()
    tail = f"{last}-{_chosen(last, _TAIL)}"
    longer = {holder["name"]: " ".join([*first, _chosen(last, _MIDDLE), tail])}
    if "salutation" in holder:
        rank, _, known = holder["salutation"].rpartition(" ")
        longer[holder["salutation"]] = f"{_chosen(last, _RANK) or rank + ' '}{tail if known == last else known}"
    return longer


def _renamed(text: str, names: Mapping[str, str]) -> str:
    if not names:
        return text
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"\b(?:{either})\b", lambda found: names[found[0]], text)


# -- texts ------------------------------------------------------------------------------------------------------------


def _longer(text: str, key: str) -> str:
    """A text of the facts two to three times as long: prose by sentences, a title or a measure by a clause."""
    if key in _FACTS or key in {"name", "salutation", "from"}:
        return text
    if key == "email":
        return text.replace("@", ".schools.and.families@", 1)
    if key == "address":
        return text
    words = text.split()
    if len(words) < 3:
        return text
    if key == "title" or (text[-1] != "." and len(words) < 12):
        return f"{text} {_chosen(text, _CLAUSE)}" if len(words) < 16 else text
    dot = "" if text[-1] in ".!?" else "."
    more = _chosen(text, _SENTENCE), _chosen(text, _SENTENCE, 1)
    return f"{text}{dot} {' '.join(more[: 1 if len(words) < 15 else 2])}".removesuffix("" if not dot else ".")


def _titles(sheets: Sheets) -> Iterator[str]:
    """The titles that a heading may name: those of priorities."""
    for sheet in sheets.values():
        if sheet.kind == "priorities":
            yield from (entry["title"] for entry in sheet.facts)


def _longer_body(sheet: Sheet, titles: Mapping[str, str]) -> str:
    """The text below the facts, each section with more sentences, further paragraphs and a list."""
    parts = re.split(r"(?m)^(#{1,6} .*)$", sheet.body)
    out = []
    for part in parts:
        heading = re.fullmatch(r"(#+ )(.*?)((?: \{.*\})?)", part)
        if heading:
            out.append(heading[1] + titles.get(heading[2], heading[2]) + heading[3])
        else:
            out.append(_longer_section(part))
    return "".join(out)


def _longer_section(text: str) -> str:
    held = text.strip("\n")
    if not held.strip():
        return text
    last = held.rsplit("\n\n", 1)[-1]
    if re.match(r"\s*(?:[-*] |\||\d+\. )", last):
        more = "" if last.lstrip().startswith("|") else _items(held, last)
        return f"\n{held}{more}\n\n"
    added = f"{held} {_chosen(held, _SENTENCE)}"
    if len(held.split()) < 25:
        return f"\n{added} {_chosen(held, _SENTENCE, 3)}\n\n"
    second = " ".join(_chosen(held, _SENTENCE, turn) for turn in (1, 2, 3))
    third = " ".join(_chosen(held, _SENTENCE, turn) for turn in (4, 5))
    bullets = "\n".join(f"- {bullet}" for bullet in _BULLET)
    return f"\n{added}\n\n{second}\n\n{bullets}\n\n{third}\n\n"


def _items(held: str, last: str) -> str:
    """More points for a list that ends a section."""
    mark = re.match(r"\s*(?:[-*]|\d+\.)", last)
    numbered = mark is not None and mark[0].strip()[0].isdigit()
    start = len(re.findall(r"(?m)^(?:[-*]|\d+\.) ", last)) + 1
    chosen = [_chosen(held, _BULLET, turn) for turn in (0, 1)]
    return "".join(f"\n{f'{start + at}.' if numbered else '-'} {words}" for at, words in enumerate(chosen))


# -- lists ------------------------------------------------------------------------------------------------------------


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _fill_priorities(sheets: Sheets, case: str) -> None:
    """Give a case four priorities: those that are missing repeat the first ones, wherever these are spoken of."""
    sheet = sheets[f"{case}/priorities.yaml"]
    most = _most(sheets[f"{case}/case.yaml"].facts)
    twins = {entry["id"]: f"{entry['id']}-further" for entry in sheet.facts[: max(most - len(sheet.facts), 0)]}
    titles = {entry["title"]: f"{entry['title']}, also out of class" for entry in sheet.facts if entry["id"] in twins}
    new = [deepcopy(entry) for entry in sheet.facts if entry["id"] in twins]
    for entry in new:
        entry["id"], entry["title"] = twins[entry["id"]], titles[entry["title"]]
    for name in [name for name in sheets if name.startswith(f"{case}/")]:
        old = sheets[name]
        body = _with_twins(old.body, {**twins, **titles})
        sheets[name] = replace(old, facts=_beside(old.facts, twins), body=body)
    sheets[f"{case}/priorities.yaml"] = replace(sheet, facts=[*sheet.facts, *new])


def _most(case: Mapping[str, Any]) -> int:
    """How many priorities a school may have: focused support allows three, every other level four."""
    levels = {level["level"] for level in case.get("levels", ())}
    return 3 if "focused" in levels and "targeted" not in levels else 4


def _beside(value: Any, twins: Mapping[str, str], key: str = "") -> Any:
    """Facts that speak of a priority, speaking of its twin as well."""
    if isinstance(value, dict):
        out = {name: _beside(inner, twins, name) for name, inner in value.items()}
        if key == "progress":
            out |= {twins[name]: deepcopy(inner) for name, inner in value.items() if name in twins}
        return out
    if isinstance(value, list):
        out_list = [_beside(inner, twins) for inner in value]
        if key == "priorities":
            out_list += [twins[name] for name in value if isinstance(name, str) and name in twins]
        return out_list
    return value


def _with_twins(body: str, twins: Mapping[str, str]) -> str:
    """A body with the section of a priority said again below the heading of its twin."""
    out = []
    for part in re.split(r"(?m)^(?=## )", body):
        out.append(part)
        title = part.partition("\n")[0].removeprefix("## ").strip()
        twin = next((twins[known] for known in twins if known.casefold() == title.casefold()), "")
        if part.startswith("## ") and twin:
            out.append(f"## {twin}\n{part.partition(chr(10))[2]}")
    return "".join(out)


def _fuller(sheet: Sheet, name: str, sheets: Sheets) -> Sheet:
    """A file with its lists at their fullest: more actions, more who attend, more to whom it goes."""
    facts = deepcopy(sheet.facts)
    if sheet.kind == "actions":
        facts = [each for entry in facts for each in (entry, _again(entry, "action"))]
    if sheet.kind in {"notice", "group-meeting"}:
        for key, text in (("required_actions", "action"), ("actions", "action")):
            if key in facts:
                facts[key] = [each for entry in facts[key] for each in (entry, _again(entry, text))]
        for ground in facts.get("grounds", ()):
            ground["matters"] = [each for entry in ground["matters"] for each in (entry, _again(entry, "matter"))]
    if sheet.kind == "plan" and "milestones" in facts:
        facts["milestones"] = [each for entry in facts["milestones"] for each in (entry, _again(entry, "measure"))]
    if sheet.kind == "meeting" and "present" in facts:
        case = "/".join(name.split("/")[:2])
        others = [role for role in _who_could_come(case, name, sheets) if role not in facts.get("apologies", ())]
        facts["present"] = [*dict.fromkeys([*_many(facts["present"]), *others])]
    return replace(sheet, facts=facts)


def _again(entry: Mapping[str, Any], key: str) -> dict[str, Any]:
    """An entry of a list said once more, of something that follows it."""
    text = entry[key]
    again = {**deepcopy(dict(entry)), key: f"Then, in the year groups that follow: {text[0].lower()}{text[1:]}"}
    return {**again, "id": f"{entry['id']}-again"} if "id" in entry else again


def _who_could_come(case: str, name: str, sheets: Sheets) -> list[str]:
    """The roles that somebody at the school holds on the day of a record."""
    day = re.search(r"\d{4}-\d{2}-\d{2}", name.rpartition("/")[2])
    people: Mapping[str, Any] = sheets[f"{case}/school.yaml"].facts.get("people", {})
    return [
        role
        for role, holders in people.items()
        if day and sum(each["from"] <= day[0] < each.get("to", "9999") for each in _many(holders)) == 1
    ]
