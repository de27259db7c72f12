"""The page on every document that the policies name: how it is held, and where each thing it must say stands."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from casefiles.policy.pack import Edition

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from content_lists import Listed, Place, authority_of, listed, made_of, others, sample  # noqa: E402

__all__ = ["documents_page"]

_TITLES = {
    "camden": "Camden",
    "commission": "The commission of Camden Council",
    "southwark": "Southwark",
    "cambridgeshire": "Cambridgeshire",
    "leeds": "Leeds",
}
_DAY = date(2026, 11, 20)
"""The day of judgement of `make demo`."""
_HOW = ("rendered", "received", "logged", "out")
_HOLDERS = {
    "received-kind": "received",
    "assessment-kind": "an assessment",
    "evidence-kind": "evidence",
    "group-meeting-kind": "a meeting across schools",
    "outside-register-kind": "kept elsewhere",
}
_HEAD = """# Every document that the policies name

Made from the lists of `tests/required_content/`; `make docs` writes it anew. The policies of four authorities, and the
commission of one, name {documents} documents. A document is **rendered**; **received** from somebody and dated;
**logged**, since it is kept elsewhere or is a meeting's; or **out**, with the reason. For each that is rendered: the
file that `make demo` leaves of it, and every item that its policy asks for with the words by which a reader finds it. A
test finds each of these {places} places in the Word file, in the policy's order, and holds that the case leaves no gap.
Items in italics are our reading, so that the policy gives them no place in its order.
"""


def documents_page() -> str:
    """The page as Markdown: the counts, then each policy's documents and the map of what they must say."""
    counted = {policy: (len(listed(policy)), *(len(others(policy, how)) for how in _HOW[1:])) for policy in _TITLES}
    asked = {policy: sum(len(each.items) for each in listed(policy)) for policy in _TITLES}
    found = {policy: sum(len(item.places) for each in listed(policy) for item in each.items) for policy in _TITLES}
    total = sum(sum(row) for row in counted.values())
    lines = [_HEAD.format(documents=total, places=sum(found.values())).rstrip(), ""]
    lines += _table("", "documents", *_HOW, "items", "places")
    for policy, title in _TITLES.items():
        lines.append(_row(title, sum(counted[policy]), *counted[policy], asked[policy], found[policy]))
    columns = [sum(row[at] for row in counted.values()) for at in range(len(_HOW))]
    lines.append(_row("**All**", total, *columns, sum(asked.values()), sum(found.values())))
    for policy, title in _TITLES.items():
        lines += ["", f"## {title}", "", *_documents(policy), "", f"### {title}: what each must say", "", *_map(policy)]
    return "\n".join(lines) + "\n"


def _documents(policy: str) -> Iterator[str]:
    """The table of a policy's documents, each with its file or with what holds it."""
    yield from _table("document", "how", "where")
    for each in listed(policy):
        title = next(entry.title for entry in _edition(policy).documents if entry.slug == each.document)
        yield _row(f"{title} (`{each.slug}`)", "rendered", f"`{_file(each)}`")
    for how in _HOW[1:]:
        for slug, held in others(policy, how).items():
            yield _row(f"`{slug}`", how, held if how == "out" else _held(policy, held))


def _edition(policy: str) -> Edition:
    return sample()[1].edition_on(authority_of(policy), _DAY)


def _file(each: Listed) -> str:
    """The file of the sample's build that shows a document: of its list's day, or else the newest."""
    made = sorted(path for slug, path in made_of(each.authority) if slug == each.document)
    return f"{next((path for path in made if each.day in path), made[-1])}.docx"


def _held(policy: str, held: str) -> str:
    """What holds a document that is not rendered: the kind of record and its word in the pack."""
    what, _, word = held.partition(" ")
    return f"{_HOLDERS[what]}: {_edition(policy).lists[what][word].title}"


def _map(policy: str) -> Iterator[str]:
    """The table of what each document must say, item by item, with the places that show it."""
    yield from _table("document", "no.", "what is asked", "where it stands")
    for each in listed(policy):
        for number, item in enumerate(each.items, start=1):
            asked = f"*{item.asked}*" if item.ours else item.asked
            shown = "; ".join(_place(place) for place in item.places)
            yield _row(f"`{each.slug}`" if number == 1 else "", number, asked, shown)


def _place(place: Place) -> str:
    return f"{place.kind} “{place.words.strip()}”"


def _table(*heads: str) -> list[str]:
    return [_row(*heads), f"|{'---|' * len(heads)}"]


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(each).replace('|', '/') for each in cells)} |"
