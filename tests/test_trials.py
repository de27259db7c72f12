"""`casefiles policy test`: the examples of a caseload's own pack are run, and each that is not as marked is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseloads import main
from notation import write_tree

Captured = pytest.CaptureFixture[str]

OWN = """
=== casefiles/caseload.yaml
format: 1
output: build
=== casefiles/westmere/authority.yaml
name: Westmere Learning
issuing_authority: Westmere Council
policy: westmere
officers:
  darby: {name: Ruth Darby, title: Head of School Improvement}
roles:
  head-of-improvement: [{officer: darby, from: 2024-09-01}]
=== casefiles/westmere/packs/westmere/pack.yaml
name: westmere
title: Westmere Schools Strategy
under: england
editions:
  - {id: "2025-09", title: Westmere Schools Strategy, in_force: {from: 2025-09-01}, folder: a}
=== casefiles/westmere/packs/westmere/a/levels.yaml
- {id: open, title: the open offer, short: Open, rank: 1}
- {id: close, title: close support, short: Close, rank: 2}
=== casefiles/westmere/packs/westmere/a/roles.yaml
head-of-improvement: {title: Head of School Improvement, side: authority}
=== casefiles/westmere/packs/westmere/a/rules.yaml
- {code: WST-001, rule: count-within, of: level, when: {level: [close]}, params: {at_most: 2}, severity: error, citation: {section: One}}
=== casefiles/westmere/packs/westmere/a/examples/minimal/caseload.yaml
format: 1
=== casefiles/westmere/packs/westmere/a/examples/minimal/westmere/authority.yaml
name: Westmere Learning
issuing_authority: Westmere Council
policy: westmere
officers:
  darby: {name: Ruth Darby, title: Head of School Improvement}
roles:
  head-of-improvement: [{officer: darby, from: 2024-09-01}]
=== casefiles/westmere/packs/westmere/a/examples/minimal/westmere/bramble-lane/school.yaml
urn: "900201"
name: Bramble Lane Primary School
type: Community school
phase: Primary
people:
  headteacher: [{name: Grace Imrie, from: 2022-09-01}]
=== casefiles/westmere/packs/westmere/a/examples/minimal/westmere/bramble-lane/case.yaml
levels:
  - {level: close, decided_on: 2025-10-01, decided_by: head-of-improvement}
=== casefiles/westmere/packs/westmere/a/examples/WST-001.md
# WST-001: no more than two priorities

## Accepted: two

```yaml file=priorities.yaml
- {id: reading, title: Reading, opened_on: 2025-10-01}
- {id: writing, title: Writing, opened_on: 2025-10-01}
```

## Refused: three

```yaml file=priorities.yaml
- {id: reading, title: Reading, opened_on: 2025-10-01}
- {id: writing, title: Writing, opened_on: 2025-10-01}
- {id: number, title: Number, opened_on: 2025-10-01}  # error: WST-001
```
"""
PAGE = "casefiles/westmere/packs/westmere/a/examples/WST-001.md"


def tested(here: Path, capsys: Captured, *edits: tuple[str, str]) -> tuple[int, str]:
    text = OWN
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    write_tree(here, text)
    code = main(["policy", "test", "westmere"])
    return code, capsys.readouterr().out


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the directory of the call."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_examples_that_are_as_marked_are_counted(here: Path, capsys: Captured) -> None:
    assert tested(here, capsys) == (0, "westmere: 2 examples of 1 rule: no errors or warnings\n")


def test_a_mark_where_nothing_speaks_is_an_error_on_its_line(here: Path, capsys: Captured) -> None:
    code, out = tested(here, capsys, ("at_most: 2", "at_most: 3"))
    assert code == 1
    assert f"{PAGE}:15:1: error PCK-070 this marks error WST-001" in out


def test_a_rule_that_speaks_without_a_mark_is_an_error_on_its_example(here: Path, capsys: Captured) -> None:
    code, out = tested(here, capsys, ("  # error: WST-001", ""))
    assert code == 1
    assert f"{PAGE}:10:1: error PCK-071" in out
    assert "raises error WST-001, which is not marked" in out


def test_a_rule_without_examples_is_a_warning(here: Path, capsys: Captured) -> None:
    second = "\n- {code: WST-002, rule: action-overdue, of: action, severity: warning, citation: {section: Two}}\n=== casefiles/westmere/packs/westmere/a/examples/minimal/caseload.yaml"
    code, out = tested(
        here, capsys, ("\n=== casefiles/westmere/packs/westmere/a/examples/minimal/caseload.yaml", second)
    )
    assert code == 0
    assert "rules.yaml:2:10: warning PCK-072 WST-002 has no examples" in out


def test_examples_without_a_minimal_caseload_are_told_so(here: Path, capsys: Captured) -> None:
    code, out = tested(here, capsys, ("folder: a}", "folder: a, minimal: examples/least}"))
    assert code == 1
    assert "error PCK-073" in out
    assert "examples/least is no folder" in out


def test_one_rule_is_shown_with_its_clause_its_parameters_and_its_examples(here: Path, capsys: Captured) -> None:
    write_tree(here, OWN)
    assert main(["policy", "show", "WST-001"]) == 0
    out = capsys.readouterr().out
    for words in (
        "WST-001 (westmere, 2025-09): count-within of level",
        "Westmere Schools Strategy, One",
        "when level: close",
        "params at_most: 2",
        "accepts: two",
        "refuses: three",
        "error WST-001 at priorities.yaml:3",
    ):
        assert words in out
