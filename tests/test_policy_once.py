"""How often a judgement does what it needs: once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from casefiles.caseload import load, load_packs
from casefiles.check import check_case
from casefiles.model.base import Record
from casefiles.model.caseview import Case
from casefiles.policy.facets import FACETS
from casefiles.policy.law import Packs
from casefiles.policy.obligations import Obligation, obligation_of
from casefiles.policy.pack import Edition, once_an_edition
from casefiles.policy.rule import Duty, View
from casefiles.policy.walk import Spoken

SAMPLE = Path(__file__).parents[1] / "casefiles"
DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def known() -> tuple[Case, Packs]:
    caseload = load(SAMPLE, [SAMPLE / "camden" / "rowan-hill-primary"])
    packs, _ = load_packs(SAMPLE, caseload.authorities, all_shipped=False)
    return caseload.cases[0], packs


def test_what_follows_from_an_edition_is_worked_out_once_for_each(known: tuple[Case, Packs]) -> None:
    asked: list[str] = []

    @once_an_edition
    def documents(edition: Edition) -> int:
        asked.append(edition.id)
        return len(edition.documents)

    edition = known[1].edition_on("camden", DAY)
    other = replace(edition, id="other", documents=())
    assert {documents(edition) for _ in range(3)} == {len(edition.documents)}
    assert [documents(other), documents(other)] == [0, 0]
    assert asked == [edition.id, "other"]


def test_a_facet_is_read_once_of_each_subject_however_many_rules_ask(
    known: tuple[Case, Packs], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[int, str, int]] = []
    views: list[View] = []

    def counted(name: str, view: View, subject: Record) -> Iterator[str]:
        views.append(view)
        read.append((id(view), name, id(subject)))
        return facets[name].read(view, subject)

    facets = dict(FACETS)
    for name, facet in facets.items():
        spied = replace(facet, read=lambda view, subject, name=name: counted(name, view, subject))
        monkeypatch.setitem(FACETS, name, spied)
    check_case(*known, DAY)
    assert len(read) > 20
    assert len(read) == len(set(read))


def test_what_is_owed_is_looked_up_when_somebody_asks_and_once(
    known: tuple[Case, Packs], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Duty] = []

    def counted(spoken: Spoken, duty: Duty, case: Case, as_of: date) -> Obligation:
        made.append(duty)
        return obligation_of(spoken, duty, case, as_of)

    monkeypatch.setattr("casefiles.policy.engine.obligation_of", counted)
    checked = check_case(*known, DAY)
    assert made == []
    assert checked.obligations
    assert checked.obligations == checked.obligations
    assert len(made) == len(checked.ran.owed)
