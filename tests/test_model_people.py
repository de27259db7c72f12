from __future__ import annotations

from datetime import date
from pathlib import Path

from casefiles.model.people import Person, body, holder, holders, is_held
from loading import case_of, loaded


class DescribeHolder:
    def it_is_the_schools_own_person_of_that_day(self, tmp_path: Path) -> None:
        case = case_of(loaded(tmp_path))
        before, after = (holder(case, "headteacher", date(2025, month, 31 if month == 8 else 1)) for month in (8, 9))
        assert before is not None
        assert after is not None
        assert (before.name, after.name, after.salutation) == ("Nuala Brennan", "Piotr Zięba", "Mr Zięba")
        assert after.address == ("Ash Lane", "Westmere")

    def it_is_nobody_before_the_first(self, tmp_path: Path) -> None:
        assert holder(case_of(loaded(tmp_path)), "headteacher", date(2020, 8, 31)) is None

    def it_is_the_officer_of_a_role_or_of_that_id(self, tmp_path: Path) -> None:
        case = case_of(loaded(tmp_path))
        day = date(2025, 11, 4)
        expected = Person(
            "director", "Grace Adeyemi", "Ms Adeyemi", "Director", "g.adeyemi@example.org", officer="adeyemi"
        )
        assert holder(case, "director", day) == expected
        named = holder(case, "holt", day)
        assert named is not None
        assert (named.name, named.role) == ("Ivor Holt", "holt")
        adviser = holder(case, "adviser", day)
        assert adviser is not None
        assert (adviser.name, adviser.officer, adviser.role) == ("Ivor Holt", "holt", "adviser")

    def it_is_nobody_where_two_hold_the_role(self, tmp_path: Path) -> None:
        more = "=== westmere/ash-lane/school.yaml\nurn: 1\nname: a\ntype: b\nphase: c\npeople: {clerk: [{name: A, from: 2020-01-01}, {name: B, from: 2020-01-01}]}\n"
        case = case_of(loaded(tmp_path, more))
        assert holder(case, "clerk", date(2025, 1, 1)) is None
        assert [each.name for each in holders(case, "clerk", date(2025, 1, 1))] == ["A", "B"]

    def it_is_a_body_by_role_where_the_body_stands_for_the_school(self, tmp_path: Path) -> None:
        caseload = loaded(tmp_path)
        day = date(2025, 11, 4)
        diocese = holder(case_of(caseload), "diocesan-authority", day)
        assert diocese is not None
        assert (diocese.name, diocese.address) == ("Diocese of St Brannoc", ("1 Close",))
        assert holder(case_of(caseload, "elm-road"), "diocesan-authority", day) is None
        assert body(case_of(caseload, "elm-road"), "regional-director") is not None

    def it_is_nobody_for_a_word_that_is_not_known(self, tmp_path: Path) -> None:
        assert holders(case_of(loaded(tmp_path)), "caretaker", date(2025, 1, 1)) == ()

    def it_is_somebody_on_the_days_on_which_anybody_is_found(self, tmp_path: Path) -> None:
        caseload = loaded(tmp_path)
        words = ("headteacher", "adviser", "director", "adeyemi", "diocesan-authority", "region", "caretaker")
        days = (date(2020, 1, 1), date(2022, 10, 1), date(2025, 9, 1), date(2026, 1, 1))
        for case in (case_of(caseload), case_of(caseload, "elm-road")):
            for word in words:
                for day in days:
                    assert is_held(case, word, day) is bool(holders(case, word, day)), (case.id, word, day)
