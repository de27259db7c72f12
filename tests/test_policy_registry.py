"""The table of rule kinds: every name leads to the kind of that name, and every kind stands in it."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest

from casefiles.policy import kinds as package
from casefiles.policy.registry import KINDS
from casefiles.policy.rule import RuleKind


@pytest.mark.parametrize("name", KINDS)
def test_a_name_leads_to_the_kind_of_that_name(name: str) -> None:
    assert KINDS[name].name == name


def test_every_kind_that_is_written_stands_in_the_table() -> None:
    modules = (import_module(f"{package.__name__}.{each.name}") for each in pkgutil.iter_modules(package.__path__))
    written = {value.name for module in modules for value in vars(module).values() if isinstance(value, RuleKind)}
    assert written == set(KINDS)


def test_an_unknown_kind_is_not_there() -> None:
    assert "no-such-kind" not in KINDS
    assert KINDS.get("no-such-kind") is None
    assert len(KINDS) == len(list(KINDS))


def test_to_know_the_names_imports_no_kind() -> None:
    words = "import sys; from casefiles.policy.registry import KINDS; 'count-of' in KINDS; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", words], check=True, capture_output=True, text=True)
    assert not {each for each in done.stdout.split() if each.startswith(f"{package.__name__}.")}
