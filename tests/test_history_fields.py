from __future__ import annotations

from itertools import permutations

import pytest

from casefiles.history.fields import field_changes, say_value

ACTIONS = "camden/rowan-hill-primary/actions.yaml"
MEETING = "camden/rowan-hill-primary/meetings/2025-11-04-initial.md"


def told(file: str, was: str | None, now: str | None) -> list[str]:
    before, after = (None if text is None else text.encode() for text in (was, now))
    return [str(each) for each in field_changes(file, before, after)]


@pytest.mark.parametrize(
    ("file", "was", "now", "said"),
    [
        (ACTIONS, "- {id: coaching, due_on: 2026-03-04}", "- {id: coaching, due_on: 2026-03-11}",
         ["due date of coaching: 4 March 2026 became 11 March 2026"]),
        (ACTIONS, "- {id: coaching, owner: cpp}", "- {id: coaching, owner: cpp, done_on: 2026-01-02}",
         ["date done of coaching: 2 January 2026"]),
        (ACTIONS, "- {id: coaching, impact: Good}", "- {id: coaching}", ["impact of coaching: Good taken out"]),
        (ACTIONS, "- {id: a, action: Read}", "- {id: a, action: Read}\n- {id: b, action: Write daily}",
         ['action b "Write daily" added']),
        (ACTIONS, None, "- {id: a, action: Read}", ['action a "Read" added']),
        (ACTIONS, "- {id: a, action: Read}", None, ['action a "Read" removed']),
        (ACTIONS, "- id: a\n  updates: [{made_on: 2026-01-02, impact: Good}]",
         "- id: a\n  updates: [{made_on: 2026-01-02, impact: Better}, {made_on: 2026-02-02, impact: Best}]",
         ["updates 2 February 2026 of a added", "impact of updates 2 January 2026 of a: Good became Better"]),
        ("x/y/case.yaml", "levels: [{level: targeted, decided_on: 2025-11-04, chair: a}]",
         "levels: [{level: targeted, decided_on: 2025-11-04, chair: b}]",
         ["chair of level targeted of 4 November 2025: a became b"]),
        ("x/y/school.yaml", "people: {headteacher: [{name: Lena Okoro, from: 2021-09-01}]}",
         "people: {headteacher: [{name: Lena Okoro, from: 2021-09-01, to: 2026-01-01}]}",
         ["end of headteacher Lena Okoro of the school: 1 January 2026"]),
        (MEETING, "---\nkind: x\n---\n## Issues\nWe meet on 4 March.\n", "---\nkind: x\n---\n## Issues\nWe meet on 11 March.\n",
         ['text of "Issues" of meeting 2025-11-04-initial: after "We meet on": "4" became "11"']),
        (MEETING, "---\nkind: x\n---\n## Notes {.confidential}\nA.\n", "---\nkind: x\n---\n## Notes\nA.\n",
         ['readers of "Notes" of meeting 2025-11-04-initial: confidential taken out']),
        (MEETING, None, "---\nkind: targeted-initial\n---\n", ['meeting 2025-11-04-initial "targeted-initial" added']),
        ("x/y/received/report.pdf", b"".decode(), None, ["report.pdf removed"]),
        (ACTIONS, "- {id: a}", "- {id: [", ["content of actions.yaml changed, but one of the two versions can't be read"]),
    ],
)  # fmt: skip
def test_a_change_is_told_in_the_words_of_its_field(
    file: str, was: str | None, now: str | None, said: list[str]
) -> None:
    assert told(file, was, now) == said


@pytest.mark.parametrize(
    "now",
    [
        "# a comment\n- id: a\n  due_on: 2026-03-04\n  owner: cpp\n- {id: b, owner: head}\n",
        "- {id: b, owner: head}\n- {owner: cpp, due_on: 2026-03-04, id: a}\n",
        '- {id: "a", owner: cpp, due_on: "2026-03-04"}\r\n\r\n- {id: b, owner: head}\r\n',
    ],
)
def test_layout_comments_and_order_are_no_change(now: str) -> None:
    assert told(ACTIONS, "- {id: a, owner: cpp, due_on: 2026-03-04}\n- {id: b, owner: head}\n", now) == []


def test_whatever_stands_in_two_versions_they_differ_both_ways_or_not_at_all() -> None:
    texts = [
        "",
        "[]",
        "{}",
        "a",
        "- a",
        "- {id: a}\n- {id: a}",
        "a: [{b: c}, {b: c}]",
        "a: {b: {c: [d, [e]]}}",
        "- [x]",
    ]
    for was, now in permutations(texts, 2):
        there, back = (field_changes(ACTIONS, one.encode(), two.encode()) for one, two in ((was, now), (now, was)))
        assert bool(there) == bool(back), (was, now)


@pytest.mark.parametrize(
    ("value", "said"),
    [("2026-03-04", "4 March 2026"), ("2026-03-04, 2026-04-01", "4 March 2026, 1 April 2026"), (None, "nothing"),
     ("2026-99-99", "2026-99-99"), ("word " * 90, f'"{"word " * 39}word ..."')],
)  # fmt: skip
def test_a_value_is_said_as_people_say_it(value: str | None, said: str) -> None:
    assert say_value(value) == said
