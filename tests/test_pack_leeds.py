"""Leeds for Learning of June 2013: the same case judged in 2014 and today, and what its lists carry, entry by entry."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from casefiles.caseload import load, load_packs
from casefiles.check import check_case
from casefiles.diagnostics import Diagnostic
from casefiles.documents.catalogue import due_documents
from casefiles.documents.compose import compose
from casefiles.policy.law import Packs
from casefiles.policy.pack import Edition
from drafting import lines_of
from notice_pages import word_of

MINIMAL = Path(__file__).parents[1] / "src/casefiles/policy/packs/leeds/2013-06/examples/minimal"
TODAY = date(2026, 1, 30)
THEN = date(2014, 1, 30)
YEARS = TODAY.year - THEN.year
PRIMARY = "leeds/example-primary"
CASE, EVIDENCE = f"{PRIMARY}/case.yaml", f"{PRIMARY}/evidence/2025-09-18-results.md"
REMINDER = "The governing body may appeal to Ofsted against this notice within 15 working days."


@cache
def packs() -> Packs:
    return load_packs(MINIMAL, ())[0]


def packs_with(change: Callable[[Edition], Edition]) -> Packs:
    pack = packs().by_name["leeds"]
    return Packs({**packs().by_name, "leeds": replace(pack, editions=(change(pack.editions[0]),))})


def asked(code: str) -> Any:
    """The parameters of one of the pack's rules."""
    return packs().by_name["leeds"].editions[0].asked[code]


def without_value(code: str, name: str, value: object) -> Packs:
    """The packs with one value less in a list among a rule's parameters."""

    def change(own: Edition) -> Edition:
        kept = tuple(each for each in getattr(own.asked[code], name) if each != value)
        return replace(own, asked={**own.asked, code: own.asked[code].model_copy(update={name: kept})})

    return packs_with(change)


def earlier(text: str) -> str:
    """A text with every year of today's case twelve years earlier."""
    text = re.sub(r"20(2[5-7])", lambda found: str(int(found[0]) - YEARS), text)
    return re.sub(r"20(1[3-5])-(2[6-8]):", lambda found: f"20{found[1]}-{int(found[2]) - YEARS}:", text)


def written(root: Path, changes: Mapping[str, str | tuple[str, str] | None], *, then: bool = False) -> Path:
    """The minimal cases with some files changed or (None) taken away; with `then` all of it twelve years earlier."""
    shutil.copytree(MINIMAL, root, dirs_exist_ok=True)
    for file, change in changes.items():
        target = root / file
        if change is None:
            target.unlink()
            continue
        text = target.read_text("utf-8") if isinstance(change, tuple) else change
        if isinstance(change, tuple):
            assert change[0] in text
            text = text.replace(*change, 1)
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    for path in sorted(root.rglob("20*.md")) if then else ():
        path.rename(path.with_name(earlier(path.name)))
    for path in [each for each in root.rglob("*") if each.is_file()] if then else ():
        path.write_text(earlier(path.read_text("utf-8")), encoding="utf-8", newline="\n")
    return root


def spoken(root: Path, known: Packs, day: date, *, every: bool = False) -> list[Diagnostic]:
    """What is said of the primary school (or of every case) below a folder, notes left out."""
    cases = [case for case in load(root).cases if every or case.id == "example-primary"]
    said = [each for case in cases for each in check_case(case, known, day).diagnostics]
    return [each for each in said if each.severity.value != "note"]


def codes(root: Path, changes: Mapping[str, str | tuple[str, str] | None], known: Packs | None = None) -> set[str]:
    return {each.code for each in spoken(written(root, changes), known or packs(), TODAY)}


def notice(
    given_on: str, period: str, reminder: str = "", *, secretary: bool = True, sia: bool = True
) -> dict[str, str]:
    """A warning notice of today's case on standards, with its evidence and the dialogue before it."""
    copies = ["{to: chief-inspector, given_on: %s, method: post}", "{to: headteacher, given_on: %s, method: by hand}"]
    copies += ["{to: regional-director, given_on: %s, method: post}"] if secretary else []
    copies += ["{to: sia, capacity: sia, given_on: %s, method: e-mail}"] if sia else []
    listed = "\n".join(f"  - {each % given_on}" for each in copies)
    return {
        f"{PRIMARY}/evidence/2025-11-20-progress.md": "---\ntitle: Progress of pupils in the autumn\n"
        "source: school data\nkind: progress-data\ndata: [{measure: Progress, year: 2024-25, value: -2.4}]\n---\n"
        "Few pupils are on track.\n",
        f"{PRIMARY}/evidence/2025-11-25-adviser.md": "---\ntitle: The adviser's report of November\n"
        "source: School Improvement Adviser\nkind: sia-report\n---\nThe plan for reading was not adopted.\n",
        f"{PRIMARY}/notices/{given_on}-warning-notice.md": f"""---
kind: warning-notice
method: by hand
given_by: director-of-childrens-services
given_on: {given_on}
agreed_by: director-of-childrens-services
agreed_on: 2026-01-09
dialogue: [2025-11-06-core, 2026-01-20-jrg]
grounds:
  - {{ground: s60-2-a, comparators: [expected], evidence: [2025-11-20-progress, 2025-11-25-adviser]}}
required_actions:
  - {{action: Adopt a plan for the teaching of reading, measure: The plan and the minute that adopts it, due_on: 2026-01-30}}
compliance_period: {{from: {given_on[:-2]}{int(given_on[-2:]) + 1}, to: {period}}}
minded_to: [s64]
copies:
{listed}
---
## Support and correspondence so far
The governing body declined the support that the adviser offered. {reminder}
""",
    }


NOTICE_OF_2014 = notice("2026-01-13", "2026-02-03", REMINDER, secretary=False)
"""Fifteen working days after 13 January 2014, in the years of today's case."""
NOTICE_OF_TODAY = notice("2026-01-12", "2026-02-12")


class TestTwoTimes:
    def test_the_cases_of_2014_are_as_sound_as_those_of_today_but_for_ofsted_s_headings(self, tmp_path: Path) -> None:
        assert spoken(written(tmp_path / "now", {}), packs(), TODAY, every=True) == []
        said = spoken(written(tmp_path / "then", {}, then=True), packs(), THEN, every=True)
        assert {each.code for each in said} == {"LDS-335a", "ENG-010"}

    def test_in_2014_serious_weaknesses_in_the_areas_of_2012_put_a_school_in_category_5(self, tmp_path: Path) -> None:
        graded = (
            "{overall effectiveness: Inadequate, achievement of pupils: Inadequate, quality of teaching: Inadequate, "
            "behaviour and safety of pupils: Requires improvement, leadership and management: Inadequate}"
        )
        root = written(tmp_path, {}, then=True)
        school = root / PRIMARY / "school.yaml"
        inspected = f"ofsted:\n  - {{inspected_on: 2013-12-03, category: serious-weaknesses, grades: {graded}}}\n"
        school.write_text(school.read_text("utf-8") + inspected, encoding="utf-8")
        (said,) = spoken(root, packs(), THEN)
        assert said.message == (
            "Ofsted judged on 3 December 2013 that the school is in a category (requires significant improvement); "
            "it is at category 4, and such schools are at category 5"
        )

    @pytest.mark.parametrize(("then", "found"), [(True, set()), (False, {"ENG-130"})])
    def test_no_school_of_2014_is_told_that_it_looks_coasting(
        self, then: bool, found: set[str], tmp_path: Path
    ) -> None:
        root = written(tmp_path, {}, then=then)
        school = root / PRIMARY / "school.yaml"
        years = (2010, 2013) if then else (2019, 2023)
        rows = [
            f"  - {{inspected_on: {year}-03-05, grades: {{overall effectiveness: Inadequate}}}}\n" for year in years
        ]
        school.write_text(school.read_text("utf-8") + "ofsted:\n" + "".join(rows), encoding="utf-8")
        (case,) = (case for case in load(root).cases if case.id == "example-primary")
        said = check_case(case, packs(), THEN if then else TODAY).diagnostics
        assert {each.code for each in said if each.severity.value == "note"} == found

    def test_a_notice_of_2014_states_fifteen_working_days_and_the_appeal_to_ofsted(self, tmp_path: Path) -> None:
        assert [each.message for each in spoken(written(tmp_path, NOTICE_OF_2014, then=True), packs(), THEN)] == []

    @pytest.mark.parametrize(
        ("given", "code", "says"),
        [
            (
                notice("2026-01-13", "2026-02-12", REMINDER, secretary=False),
                "ENG-119",
                (
                    "the compliance period ends on 12 February 2014; the law of 13 January 2014 fixes 15 working days "
                    "from the day on which the notice is given: 3 February 2014"
                ),
            ),
        ],
    )
    def test_in_2014_another_period_is_an_error(
        self, given: dict[str, str], code: str, says: str, tmp_path: Path
    ) -> None:
        said = spoken(written(tmp_path, given, then=True), packs(), THEN)
        assert [(each.code, each.severity.value, each.message) for each in said] == [(code, "error", says)]

    def test_in_2014_the_officer_need_not_write_what_the_notice_prints_of_representations(self, tmp_path: Path) -> None:
        silent = notice("2026-01-13", "2026-02-03", secretary=False)
        assert spoken(written(tmp_path, silent, then=True), packs(), THEN) == []

    def test_a_notice_of_today_states_its_own_last_day_and_says_nothing_of_ofsted(self, tmp_path: Path) -> None:
        assert codes(tmp_path, NOTICE_OF_TODAY) == set()

    @pytest.mark.parametrize("words", [REMINDER, "Under section 60 you have 15 working days."])
    def test_today_neither_the_appeal_nor_the_fixed_period_may_stand_in_a_notice(
        self, words: str, tmp_path: Path
    ) -> None:
        said = spoken(written(tmp_path, notice("2026-01-12", "2026-02-12", words)), packs(), TODAY)
        assert {(each.code, each.severity.value) for each in said} == {("ENG-114", "error")}

    def test_the_notice_of_2014_given_today_also_lacks_the_copy_to_the_secretary_of_state(self, tmp_path: Path) -> None:
        assert codes(tmp_path, notice("2026-01-13", "2026-02-03", REMINDER, secretary=False)) == {"ENG-111", "ENG-114"}

    @pytest.mark.parametrize("then", [True, False])
    def test_the_school_s_adviser_has_a_copy_at_both_times(self, then: bool, tmp_path: Path) -> None:
        given = (
            notice("2026-01-13", "2026-02-03", REMINDER, secretary=False, sia=False)
            if then
            else notice("2026-01-12", "2026-02-12", sia=False)
        )
        root, day = written(tmp_path, given, then=then), THEN if then else TODAY
        (said,) = spoken(root, packs(), day)
        assert said.code == "ENG-111"
        assert "School Improvement Adviser, Leeds for Learning, section A9" in said.message
        assert spoken(root, packs_with(lambda own: replace(own, notices=())), day) == []


def _page(root: Path) -> str:
    """The text of the warning notice of the caseload below a folder."""
    (case,) = (each for each in load(root).cases if each.id == "example-primary")
    (due,) = (each for each in due_documents(case, packs()) if each.entry.slug == "warning-notice")
    return "\n".join(lines_of(word_of(root, compose(due, case, packs()))))


class TestPages:
    def test_the_page_of_2014_is_that_of_the_law_of_2014(self, tmp_path: Path) -> None:
        text = _page(written(tmp_path, NOTICE_OF_2014, then=True))
        assert "ends at 11:59pm on Monday 3 February 2014" in text
        assert "may make representations in writing to the Chief Inspector" in text
        assert "School Improvement Adviser" in text
        assert "Secretary of State for Education" not in text

    def test_the_page_of_today_offers_nothing_that_the_law_took_away(self, tmp_path: Path) -> None:
        text = _page(written(tmp_path, NOTICE_OF_TODAY))
        assert "ends at 11:59pm on Thursday 12 February 2026" in text
        assert "School Improvement Adviser" in text
        assert "Regional Director for Yorkshire and the Humber" in text
        for gone in ("representations", "appeal", "15 working days"):
            assert gone not in text


CRITERIA = [
    "i",
    "ii",
    "ii-b",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "vii-a",
    "vii-b",
    "vii-c",
    "viii",
    "viii-a",
    "viii-b",
    "viii-c",
    "viii-d",
    "viii-e",
    "viii-f",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
]


class TestEntryByEntry:
    @pytest.mark.parametrize("criterion", CRITERIA)
    def test_each_criterion_needs_evidence_of_its_own(self, criterion: str, tmp_path: Path) -> None:
        def without(own: Edition) -> Edition:
            return replace(own, criteria=tuple(each for each in own.criteria if each.id != criterion))

        cited: dict[str, str | tuple[str, str] | None] = {
            CASE: ("criteria: [v]", f"criteria: [{criterion}]"),
            EVIDENCE: ("criteria: [v]\n", ""),
        }
        assert codes(tmp_path / "with", cited) == {"LDS-036"}
        assert "LDS-036" not in codes(tmp_path / "without", cited, packs_with(without))

    @pytest.mark.parametrize("criterion", ["vi", "xi", "xii"])
    def test_a_criterion_that_compares_needs_a_figure_of_similar_schools(self, criterion: str, tmp_path: Path) -> None:
        bare = (MINIMAL / EVIDENCE).read_text("utf-8").replace(", england: 62, similar: 60", "")
        cited: dict[str, str | tuple[str, str] | None] = {
            CASE: ("criteria: [v]", f"criteria: [{criterion}]"),
            EVIDENCE: bare.replace("criteria: [v]", f"criteria: [{criterion}]"),
        }
        assert codes(tmp_path, cited) == {"LDS-036", "LDS-189"}

    @pytest.mark.parametrize(
        "kind",
        [
            "ast",
            "nle",
            "lle",
            "executive-headteacher",
            "additional-governors",
            "interim-executive-board",
            "secondee",
            "school-to-school",
        ],
    )
    def test_each_strategy_for_capacity_answers_by_itself(self, kind: str, tmp_path: Path) -> None:
        given: dict[str, str | tuple[str, str] | None] = {CASE: ("kind: lle", f"kind: {kind}")}
        records = asked("LDS-326").records
        kept = tuple(each for each in records.support if each != kind)
        fewer = records.model_copy(update={"support": kept})

        def without(own: Edition) -> Edition:
            changed = own.asked["LDS-326"].model_copy(update={"records": fewer})
            return replace(own, asked={**own.asked, "LDS-326": changed})

        assert codes(tmp_path / "with", given) == set()
        assert "LDS-326" in codes(tmp_path / "without", given, packs_with(without))

    @pytest.mark.parametrize("role", ["headteacher", "chair-of-governors"])
    def test_each_who_gets_a_report_is_asked_for_by_itself(self, role: str, tmp_path: Path) -> None:
        other = {"headteacher": "chair-of-governors", "chair-of-governors": "headteacher"}[role]
        file = f"{PRIMARY}/visits/2025-11-06-core.md"
        sent = "circulated: {headteacher: 2025-11-14, chair-of-governors: 2025-11-14}"
        gone: dict[str, str | tuple[str, str] | None] = {file: (sent, f"circulated: {{{other}: 2025-11-14}}")}
        assert codes(tmp_path / "with", gone) == {"LDS-071a"}
        assert codes(tmp_path / "without", gone, without_value("LDS-071a", "roles", role)) == set()

    @pytest.mark.parametrize("data_set", sorted(asked("LDS-189").compared))
    def test_each_outcome_stands_beside_one_to_compare_it_with(self, data_set: str, tmp_path: Path) -> None:
        row = f"  - {{measure: A figure, data_set: {data_set}, year: 2024-25, value: 51, unit: percent}}\n"
        file = f"leeds/example-{data_set.partition('-')[0]}/evidence/2025-12-01-data.md"
        alone = {file: f"---\ntitle: Data\nsource: The authority\ndata:\n{row}---\nIn short.\n"}
        root, fewer = written(tmp_path, alone), without_value("LDS-189", "compared", data_set)
        assert {each.code for each in spoken(root, packs(), TODAY, every=True)} == {"LDS-189"}
        assert spoken(root, fewer, TODAY, every=True) == []

    @pytest.mark.parametrize("phase", ["secondary", "special"])
    def test_a_primary_school_has_no_figures_of_another_phase(self, phase: str, tmp_path: Path) -> None:
        row = f"{{measure: Attendance, data_set: {phase}-attendance, year: 2024-25, value: 93, england: 94}}"
        file = f"{PRIMARY}/evidence/2025-12-01-data.md"
        root = written(tmp_path, {file: f"---\ntitle: Data\nsource: The authority\ndata: [{row}]\n---\nIn short.\n"})
        assert [each.message for each in spoken(root, packs(), TODAY)] == [
            f'"Attendance" is taken from the {phase} data set (attendance), and Example Primary School is primary'
        ]

    @pytest.mark.parametrize("left_out", ["support", "delivered", "impact"])
    def test_an_amended_plan_has_its_three_parts(self, left_out: str, tmp_path: Path) -> None:
        group = (
            "---\ntitle: Disadvantaged pupils in reading\nsource: school data\nkind: group-underachievement\ndata:\n"
            "  - {measure: At the standard, group: disadvantaged, year: 2024-25, value: 31, england: 60, share: 22}\n"
            "---\nThree in ten.\n"
        )
        parts = {
            "support": "the support for them",
            "delivered": "how it is delivered",
            "impact": "how impact is measured",
        }
        action = "Amend the improvement plan with " + ", ".join(text for key, text in parts.items() if key != left_out)
        given = dict(NOTICE_OF_TODAY)
        file = f"{PRIMARY}/notices/2026-01-12-warning-notice.md"
        given[file] = (
            given[file]
            .replace("evidence: [2025-11-20", "evidence: [2025-11-21-group, 2025-11-20")
            .replace("action: Adopt a plan for the teaching of reading", f'action: "{action}"')
        )
        given[f"{PRIMARY}/evidence/2025-11-21-group.md"] = group
        assert codes(tmp_path, given) == {"LDS-121a"}


class TestVisitsOfAYear:
    """The entitlement is judged for the academic year 2026-27, which ended on 23 July 2027."""

    AFTER = date(2027, 8, 2)
    INFANTS = "leeds/example-infants"
    NONE = "no visit was made in 2026-27; category 3 gives at least 4 half days a year"

    def said(self, root: Path, changes: Mapping[str, str | tuple[str, str] | None]) -> list[str]:
        (case,) = (each for each in load(written(root, changes)).cases if each.id == "example-infants")
        found = check_case(case, packs(), self.AFTER).diagnostics
        return [each.message for each in found if each.code == "LDS-012" and "2026-27" in each.message]

    def case_with_a_move_on(self, day: str) -> dict[str, str | tuple[str, str] | None]:
        case = (MINIMAL / self.INFANTS / "case.yaml").read_text("utf-8")
        entry = case[case.rindex("  - level") :].replace("category-3", "category-2").replace("2026-10-06", day)
        return {f"{self.INFANTS}/case.yaml": case + entry}

    def test_a_year_without_any_visit_falls_short(self, tmp_path: Path) -> None:
        assert self.said(tmp_path, {}) == [self.NONE]

    def test_a_category_that_ended_before_the_year_did_does_not_fall_short(self, tmp_path: Path) -> None:
        assert self.said(tmp_path, self.case_with_a_move_on("2027-02-02")) == []

    def test_a_category_that_began_in_the_autumn_term_has_the_whole_year_s_visits(self, tmp_path: Path) -> None:
        case = (MINIMAL / self.INFANTS / "case.yaml").read_text("utf-8")
        first = case.index("  - level")
        moved = case[:first] + case[first:].replace("category-3", "category-2", 1)
        assert self.said(tmp_path, {f"{self.INFANTS}/case.yaml": moved}) == [self.NONE]

    def test_a_category_that_began_in_the_spring_does_not(self, tmp_path: Path) -> None:
        case = (MINIMAL / self.INFANTS / "case.yaml").read_text("utf-8")
        first = case.index("  - level")
        moved = case[:first] + case[first:].replace("category-3", "category-2", 1).replace("2026-10-06", "2027-01-12")
        assert self.said(tmp_path, {f"{self.INFANTS}/case.yaml": moved}) == []

    def test_visits_that_the_school_buys_do_not_count(self, tmp_path: Path) -> None:
        bought = "---\nvisitor: sia\nhalf_days: 8\nbucket: bought\nfunding: sla\n---\nMathematics.\n"
        assert self.said(tmp_path, {f"{self.INFANTS}/visits/2026-10-06-bought.md": bought}) == [self.NONE]
