from __future__ import annotations

import json
from pathlib import Path

import pytest

from caseloads import main, small

Captured = pytest.CaptureFixture[str]
OWN = """
=== casefiles/camden/packs/borough/pack.yaml
name: borough
title: Borough strategy
under: england
editions:
  - {id: 2026-01, title: "Borough strategy, January 2026", in_force: {from: 2026-01-01}, folder: 2026-01}
=== casefiles/camden/packs/borough/2026-01/levels.yaml
- {id: core, title: core support, short: Core, rank: 1}
- {id: extra, title: extra support, short: Extra, rank: 2}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the directory of the call."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_shipped_packs_are_listed_without_a_caseload(here: Path, capsys: Captured) -> None:
    del here
    assert main(["policy", "list", "--as-of", "2026-11-20"]) == 0
    out = capsys.readouterr().out
    assert "camden: " in out
    assert "under england" in out
    assert "(in force)" in out


def test_a_caseload_s_own_pack_is_listed_beside_them(here: Path, capsys: Captured) -> None:
    small(here, OWN)
    main(["policy", "list", "--output-format", "json"])
    packs = {pack["name"]: pack for pack in json.loads(capsys.readouterr().out)["packs"]}
    assert set(packs) >= {"camden", "england", "borough"}
    assert packs["borough"]["editions"][0]["from"] == "2026-01-01"


def test_a_pack_is_shown_as_it_judges_a_day_with_national_rules_marked(here: Path, capsys: Captured) -> None:
    del here
    assert main(["policy", "show", "camden", "--as-of", "2026-11-20"]) == 0
    out = capsys.readouterr().out
    for title in ("Levels", "Roles", "Meetings", "Documents", "Rules"):
        assert f"\n{title}" in out
    assert "CAM-190" in out
    main(["policy", "show", "camden", "--output-format", "json"])
    whole = json.loads(capsys.readouterr().out)
    assert {rule["code"]: rule["national"] for rule in whole["rules"]}["CAM-190"] is False


def test_an_unknown_pack_names_those_there_are(here: Path, capsys: Captured) -> None:
    del here
    assert main(["policy", "show", "cambden"]) == 2
    assert "camden" in capsys.readouterr().err


def test_the_shipped_packs_have_no_fault(here: Path, capsys: Captured) -> None:
    del here
    assert main(["policy", "lint"]) == 0
    assert capsys.readouterr().out.endswith("no errors or warnings\n")


def test_a_fault_in_a_pack_of_one_s_own_is_shown_at_its_line(here: Path, capsys: Captured) -> None:
    small(here, OWN.replace("rank: 1}", "rnak: 1}"))
    assert main(["policy", "lint"]) == 1
    out = capsys.readouterr().out
    assert "casefiles/camden/packs/borough/2026-01/levels.yaml:1:" in out
    assert "PCK-" in out
