from __future__ import annotations

from pathlib import Path

from casefiles.model.base import READERS as MODEL_READERS
from casefiles.model.visible import hidden, may_read, visible
from casefiles.prose import READERS, block_text
from loading import case_of, loaded

OUTSIDE = ("school", "governors")
GROUND = """
=== westmere/ash-lane/notices/2025-12-01-warning.md
---
kind: warning-notice
grounds: [{ground: standards, evidence: [2025-09-18-check, 2025-10-01-staffing]}]
---
=== westmere/ash-lane/visits/2025-12-02-visit.md
---
visitor: adviser
half_days: 1
audience: [internal, school]
---
Secret {.confidential}

## Plain
Open.
"""


def whole_text(case: object) -> str:
    return repr(case)


class DescribeMayRead:
    def it_asks_that_each_of_the_audience_is_among_the_readers(self) -> None:
        assert may_read((), ("school",))
        assert may_read(("everyone",), ("school",))
        assert may_read(("school", "governors"), ("school",))
        assert not may_read(("school",), ("school", "governors"))
        assert not may_read(("internal",), ("school",))

    def its_words_are_one_list(self) -> None:
        assert MODEL_READERS is READERS


class DescribeVisible:
    def it_leaves_out_records_and_sections_that_not_all_may_read(self, tmp_path: Path) -> None:
        case = visible(case_of(loaded(tmp_path)), OUTSIDE)
        assert [each.record_id for each in case.evidence] == ["2025-09-18-check"]
        assert [section.title for section in case.meetings[0].body.sections] == ["Reading"]
        assert "Secret" not in whole_text([case, case.meetings[0].body])
        assert block_text(case.meetings[0].body.preamble.blocks) == "Open words."

    def it_leaves_no_name_of_evidence_that_is_gone(self, tmp_path: Path) -> None:
        case = visible(case_of(loaded(tmp_path, GROUND)), OUTSIDE)
        assert case.priorities[0].evidence == ("2025-09-18-check",)
        assert case.notices[0].grounds[0].evidence == ("2025-09-18-check",)
        assert case.notices[0].record_id == "2025-12-01-warning"

    def it_leaves_out_a_record_that_only_some_may_read(self, tmp_path: Path) -> None:
        case = case_of(loaded(tmp_path, GROUND))
        assert visible(case, OUTSIDE).visits == ()
        assert len(visible(case, ("school",)).visits) == 1

    def it_leaves_out_the_beginning_of_a_record_with_a_mark_that_does_not_work(self, tmp_path: Path) -> None:
        (visit,) = visible(case_of(loaded(tmp_path, GROUND)), ("school",)).visits
        assert not visit.body.preamble
        assert [section.title for section in visit.body.sections] == ["Plain"]

    def it_shows_internal_readers_everything(self, tmp_path: Path) -> None:
        case = case_of(loaded(tmp_path, GROUND))
        assert visible(case, ("internal",)) == case

    def it_changes_nothing_of_the_case_itself(self, tmp_path: Path) -> None:
        case = case_of(loaded(tmp_path))
        visible(case, OUTSIDE)
        assert len(case.meetings[0].body.sections) == 2
        assert len(case.evidence) == 2

    def its_records_keep_their_places(self, tmp_path: Path) -> None:
        case = visible(case_of(loaded(tmp_path)), OUTSIDE)
        assert case.meetings[0].record_id == "2025-11-04-initial"
        assert case.meetings[0].span("kind").line == 2


class DescribeHidden:
    def it_names_what_visible_leaves_out(self, tmp_path: Path) -> None:
        found = hidden(case_of(loaded(tmp_path, GROUND)), ("school",))
        assert [(each.kind, each.record.record_id, each.section.title if each.section else None) for each in found] == [
            ("evidence", "2025-10-01-staffing", None),
            ("meeting", "2025-11-04-initial", "Staffing"),
            ("visit", "2025-12-02-visit", ""),
        ]

    def it_is_empty_for_internal_readers(self, tmp_path: Path) -> None:
        assert hidden(case_of(loaded(tmp_path, GROUND)), ("internal",)) == ()
