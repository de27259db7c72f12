from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from casefiles.model.as_at import as_at
from casefiles.model.notices import CompliancePeriod
from casefiles.model.visible import visible
from casefiles.policy.matters import matters_of, texts_of
from notices_book import book, packs

STEPS = """
=== evidence/2025-10-06-check.md
---
title: Phonics check
source: School data
---
Low.
=== evidence/2025-11-06-staffing.md
---
title: Staffing
source: Meeting
confidential: true
---
Secret.
=== notices/2026-03-02-warning-notice.md
---
kind: warning-notice
given_on: 2026-03-02
religious_body_engaged_on: 2026-02-01
grounds:
  - ground: s60-2-b
    matters:
      - {matter: Results were not looked at, evidence: [2025-10-06-check, 2025-11-06-staffing]}
      - {matter: Posts stood empty, evidence: [2025-11-06-staffing]}
  - {ground: s60-2-c, evidence: [2025-10-06-check]}
withdrawn_on: 2026-06-01
representations: {made_on: 2026-03-10, confirmed_on: 2026-03-20}
---
## Issues and context
The first.

### Of standards
The second.
=== notices/2026-03-05-consultation.md
---
kind: power-consultation
closes_on: 2026-04-20
consulted:
  - {to: chair-of-governors, consulted_on: 2026-03-06, replied_on: 2026-04-17, reply: Agreed}
---
=== notices/2026-03-06-application.md
---
kind: interim-board-application
consent: {given_on: 2026-04-30, given_by: regional-director, letter: RD 7}
---
"""


def test_a_period_may_be_of_one_day_and_never_ends_before_it_begins() -> None:
    day = {"from": "2026-03-03", "to": "2026-03-03"}
    assert CompliancePeriod.model_validate(day).end == date(2026, 3, 3)
    with pytest.raises(ValidationError, match="before"):
        CompliancePeriod.model_validate({**day, "to": "2026-03-02"})


def test_what_came_later_of_a_notice_and_its_steps_is_not_known_before() -> None:
    case = as_at(book(STEPS), date(2026, 3, 15))
    notice, consultation, application = case.notices
    assert notice.withdrawn_on is None
    assert notice.religious_body_engaged_on == date(2026, 2, 1)
    assert notice.representations is not None
    assert notice.representations.confirmed_on is None
    assert consultation.closes_on == date(2026, 4, 20)
    assert (consultation.consulted[0].consulted_on, consultation.consulted[0].reply) == (date(2026, 3, 6), None)
    assert application.consent is not None
    assert (application.consent.given_on, application.consent.letter) == (None, None)


def test_representations_that_were_not_yet_made_are_gone_whole() -> None:
    assert as_at(book(STEPS), date(2026, 3, 9)).notices[0].representations is None


def test_matters_are_numbered_through_all_grounds_with_source_and_date() -> None:
    case = book(STEPS)
    found = matters_of(case.notices[0], case, packs().edition_on("england", date(2026, 3, 2)))
    assert [(each.number, each.ground, each.text) for each in found] == [
        (1, "s60-2-b", "Results were not looked at"),
        (2, "s60-2-b", "Posts stood empty"),
        (3, "s60-2-c", "Phonics check"),
    ]
    assert [(each.source, each.dated) for each in found[2].evidence] == [("School data", date(2025, 10, 6))]
    assert found[1].path == ("grounds", 0, "matters", 1)


def test_confidential_evidence_leaves_the_matters_that_outsiders_read() -> None:
    case = visible(book(STEPS), ("governors",))
    found = matters_of(case.notices[0], case, packs().edition_on("england", date(2026, 3, 2)))
    assert [[each.id for each in matter.evidence] for matter in found] == [
        ["2025-10-06-check"],
        [],
        ["2025-10-06-check"],
    ]


def test_every_text_of_a_notice_has_its_place() -> None:
    texts = list(texts_of(book(STEPS).notices[0]))
    assert [each.text for each in texts] == [
        "The first.",
        "The second.",
        "Results were not looked at",
        "Posts stood empty",
    ]
    assert [each.span.line if each.span else each.path for each in texts][:2] == [15, 18]
