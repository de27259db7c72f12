"""The decision table that a lawyer signs, row by row, and the copy list as a list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from casefiles.policy.copies import CopyList, copies_of, recipients_of
from casefiles.policy.facets import school_applies
from casefiles.policy.intervention import window_of
from casefiles.policy.kinds.notice_lawful import notice_lawful
from casefiles.policy.rule import NoParams
from notices_book import NOTICE, book, checked, first_notice, packs, said, school, view_of

TABLE = (Path(__file__).parent / "notices/decision-table.md").read_text("utf-8")
SHORT = {
    "secretary-of-state": "SoS",
    "chief-inspector": "HMCI",
    "headteacher": "head",
    "diocesan-authority": "diocese",
    "foundation-appointer": "appointer",
    "governing-body": "governing body",
}
NOTICES = {
    "section 60, from 18 April 2016": ("warning-notice", "2016-04-18"),
    "section 60A, from 18 April 2016": ("teachers-pay-warning-notice", "2026-03-02"),
    "section 60, before": ("warning-notice", "2016-04-17"),
    "section 60A, from 12 January 2010": ("teachers-pay-warning-notice", "2010-01-12"),
}


def table(heading: str) -> list[dict[str, str]]:
    """The rows of the table below a heading of the page, by their columns."""
    _, _, rest = TABLE.partition(f"## {heading}")
    lines = [line for line in rest.partition("\n## ")[0].splitlines() if line.startswith("|")]
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return [dict(zip(head, row, strict=True)) for row in rows]


ROWS = table("Who must have a copy at the same time")


def of_row(row: dict[str, str]) -> str:
    somebody = row["foundation governors appointed by"] == "somebody"
    return school(row["type of school"], row["religious character"], "trustees" if somebody else "none")


def computed(of: str, kind: str, day: str) -> CopyList:
    case = book(f"\n=== notices/{day}-notice.md\n---\nkind: {kind}\n---\n", of)
    return copies_of(first_notice(case), view_of(case, day))


def shortened(copies: CopyList) -> str:
    def words() -> Iterator[str]:
        for copy in copies.copies:
            church = copy.title.partition("(")[2]
            of = f" ({church}" if church and copy.capacity == "diocesan-authority" else ""
            yield SHORT[copy.capacity] + of + (" (good practice)" if copy.advice else "")

    return ", ".join(words())


@pytest.mark.parametrize("column", NOTICES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(list(row.values())[:3]))
def test_the_copies_are_those_of_the_table(row: dict[str, str], column: str) -> None:
    kind, day = NOTICES[column]
    copies = computed(of_row(row), kind, day)
    assert shortened(copies) == row[column]
    assert copies.missing == ()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(list(row.values())[:3]))
@pytest.mark.parametrize("power", ["s63", "s65"])
def test_those_consulted_are_those_of_the_table(row: dict[str, str], power: str) -> None:
    case = book("", of_row(row))
    day = date(2026, 3, 2)
    view = view_of(case, day.isoformat())
    entry = view.edition.power(power, day)
    assert entry is not None
    found = []
    for duty in entry.consult:
        if not school_applies(duty.when, view):
            continue
        who = recipients_of(duty, view, day) if duty.capacity != "governing-body" else ("x",)
        names = [SHORT[duty.capacity]] * len(who)
        if duty.capacity == "diocesan-authority" and len(who) > 1:
            names = ["diocese (Church of England)", "diocese (Roman Catholic)"]
        found += names
    assert ", ".join(found) == row["consulted before sections 63 and 65"]


@pytest.mark.parametrize("row", table("The provision for each copy"), ids=lambda row: row["copy"])
@pytest.mark.parametrize(
    ("column", "kind"), [("section 60", "warning-notice"), ("section 60A", "teachers-pay-warning-notice")]
)
def test_each_copy_names_its_provision(row: dict[str, str], column: str, kind: str) -> None:
    copies = computed(school("Voluntary aided school", "Roman Catholic", "trustees"), kind, "2026-03-02")
    found = {SHORT[copy.capacity]: copy.basis for copy in copies.copies}
    assert found.get(row["copy"], "-") == row[column]


@pytest.mark.parametrize("row", table("Which schools can be given"), ids=lambda row: row["type of school"])
def test_only_the_schools_of_the_table_can_be_given_a_notice(row: dict[str, str]) -> None:
    case = book(NOTICE, school(row["type of school"], appointer="none"))
    refused = list(notice_lawful.look(first_notice(case), NoParams(), view_of(case, "2026-03-20")))
    assert bool(refused) is (row["may it"] == "no")


@pytest.mark.parametrize("row", table("Which ground belongs"), ids=lambda row: row["ground"])
@pytest.mark.parametrize(
    ("column", "kind"), [("section 60", "warning-notice"), ("section 60A", "teachers-pay-warning-notice")]
)
def test_each_ground_belongs_to_its_notice(row: dict[str, str], column: str, kind: str) -> None:
    edition = packs().edition_on("england", date(2026, 3, 2))
    title = row["ground"].partition(",")[0]
    ground = next(name for name, term in edition.lists["ground"].items() if term.title == title)
    text = NOTICE.replace("kind: warning-notice", f"kind: {kind}").replace("ground: s60-2-a", f"ground: {ground}")
    assert bool(said(book(text), "2026-03-20", "ENG-102")) is not row[column].startswith("yes")


@pytest.mark.parametrize("row", table("Which gateway opens which power"), ids=lambda row: row["power"])
def test_each_power_opens_and_closes_as_the_table_says(row: dict[str, str]) -> None:
    day = date(2026, 3, 2)
    power = packs().edition_on("england", day).power(row["power"].replace(" ", "-"), day)
    assert power is not None
    assert [name.removeprefix("s").upper() for name in power.gateways] == row["opened by"].split(", ")
    assert (SHORT[power.notify.capacity] if power.notify else "-") == row["told before"]
    assert (SHORT[power.consent.capacity] if power.consent else "-") == row["consent"]
    assert power.window is not None
    assert power.window.months == 2
    by = ", ".join(name.removeprefix("s").upper() for name in power.window.gateways)
    assert power.window.advice is row["window after the compliance period"].startswith("none in the Act")
    assert (
        power.window.advice
        or row["window after the compliance period"].removeprefix("two months by section").lstrip("s ") == by
    )


@pytest.mark.parametrize("row", table("Two months"), ids=lambda row: row["the compliance period ends on"])
def test_two_months_end_on_the_day_of_the_table(row: dict[str, str]) -> None:
    end, last = row.values()
    case = book(NOTICE.replace("to: 2026-03-27", f"to: {end}"))
    view = view_of(case, "2026-03-20")
    for name in ("s63", "s64", "s66"):
        power = view.edition.power(name, date(2026, 3, 2))
        assert power is not None
        window = window_of(view, first_notice(case), power)
        assert window is not None
        assert window.on.isoformat() == last


def test_one_body_in_two_capacities_is_listed_twice_and_addressed_once() -> None:
    copies = computed(school("Voluntary aided school", "Roman Catholic", "rc"), "warning-notice", "2026-03-02")
    lines = [
        copy.capacity for copy in copies.copies if copy.recipient and copy.recipient.key.startswith("roman catholic")
    ]
    assert lines == ["diocesan-authority", "foundation-appointer"]
    last = copies.addressees[-1]
    assert last.recipient.address == ("4 Sea Street",)
    assert last.bases == ("section 60(6)(c)", "section 60(6)(d)")
    assert len(copies.addressees) == 4


def test_each_church_of_a_joint_school_must_be_named() -> None:
    case = book(
        "\n=== notices/2026-03-02-notice.md\n---\nkind: warning-notice\n---\n",
        school("Voluntary aided school", "Church of England/Roman Catholic", "trustees"),
    )
    without = case.authority.file.model_copy(
        update={"bodies": {name: body for name, body in case.authority.file.bodies.items() if name != "rc"}}
    )
    poorer = replace(case, authority=replace(case.authority, file=without))
    missing = copies_of(first_notice(poorer), view_of(poorer, "2026-03-02")).missing
    assert [each.title for each in missing] == ["Appropriate diocesan authority (Roman Catholic)"]
    assert "Roman Catholic" in missing[0].missing


@pytest.mark.parametrize(
    ("kind", "appointer", "says"),
    [
        (
            "Voluntary controlled school",
            "",
            "does not say who appoints the foundation governors (foundation_appointer)",
        ),
        ("Voluntary controlled school", "none", "a voluntary school always has foundation governors"),
        ("Foundation school", "", "foundation_appointer, or none where nobody does"),
    ],
)
def test_whoever_is_missing_is_named_with_the_file_that_should_say_it(kind: str, appointer: str, says: str) -> None:
    (missing,) = computed(school(kind, appointer=appointer), "warning-notice", "2026-03-02").missing
    assert missing.basis == "section 60(6)(d)"
    assert says in missing.missing


def test_a_diocese_that_is_named_goes_before_its_church() -> None:
    of = school("Voluntary aided school", "Church of England", "trustees") + "diocese: Diocese of Northmere\n"
    case = book("\n=== notices/2026-03-02-notice.md\n---\nkind: warning-notice\n---\n", of)
    bodies = case.authority.file.bodies
    northmere = bodies["ce"].model_copy(update={"name": "Northmere Board", "serves": ("Diocese of Northmere",)})
    file = case.authority.file.model_copy(update={"bodies": {**bodies, "northmere": northmere}})
    case = replace(case, authority=replace(case.authority, file=file))
    found = copies_of(first_notice(case), view_of(case, "2026-03-02")).copies
    assert [each.recipient.name for each in found if each.recipient and each.capacity == "diocesan-authority"] == [
        "Northmere Board"
    ]


def test_a_recorded_copy_carries_its_day_and_an_additional_one_comes_last() -> None:
    text = NOTICE.replace(
        "  - {to: headteacher, given_on: 2026-03-02}",
        "  - {to: headteacher, given_on: 2026-03-02, method: by hand}\n  - {to: Ward councillor, given_on: 2026-03-05}",
    )
    case = book(text)
    copies = copies_of(first_notice(case), view_of(case, "2026-03-20")).copies
    assert [(each.origin, each.given_on and each.given_on.isoformat(), each.method) for each in copies] == [
        ("national", "2026-03-02", ""),
        ("national", "2026-03-02", ""),
        ("national", "2026-03-02", "by hand"),
        ("case", "2026-03-05", ""),
    ]
    assert said(case, "2026-03-20", "ENG-111") == []


def test_a_copy_a_day_later_refuses_the_notice_at_its_line() -> None:
    case = book(
        NOTICE.replace(
            "{to: hmci, capacity: chief-inspector, given_on: 2026-03-02}",
            "{to: hmci, capacity: chief-inspector, given_on: 2026-03-03}",
        )
    )
    (line,) = said(case, "2026-03-20", "ENG-111")
    assert line.startswith(
        "notices/2026-03-02-warning-notice.md:16 error ENG-111 the copy to His Majesty's Chief Inspector"
    )
    assert "later than the warning notice of 2 March 2026" in line


def test_the_nearly_right_notice_raises_nothing() -> None:
    assert [each.code for each in checked(book(), "2026-03-20").diagnostics] == []
