from __future__ import annotations

from pathlib import Path

import casefiles

ROOT = Path(__file__).parents[1]


def test_the_installed_package_is_the_one_under_src() -> None:
    assert casefiles.__file__ is not None
    assert Path(casefiles.__file__).as_posix().endswith("src/casefiles/__init__.py")


def test_the_sample_caseload_holds_no_python() -> None:
    assert list((ROOT / "casefiles").rglob("*.py")) == []
