"""The table of block kinds: every name leads to the kind of that name, and every kind stands in it."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module

import pytest

from casefiles.documents import compose as package
from casefiles.documents.compose.context import Block, BlockKind
from casefiles.documents.compose.registry import BLOCKS, block_kind


@pytest.mark.parametrize("name", BLOCKS)
def test_a_name_leads_to_the_kind_of_that_name(name: str) -> None:
    assert BLOCKS[name].name == name


def test_every_kind_that_is_written_stands_in_the_table() -> None:
    modules = (import_module(f"{package.__name__}.{each.name}") for each in pkgutil.iter_modules(package.__path__))
    written = {kind.name for module in modules for value in vars(module).values() for kind in _kinds(value)}
    assert written == set(BLOCKS)


def test_an_unknown_kind_is_not_there_and_always_a_gap() -> None:
    assert "no-such-kind" not in BLOCKS
    assert block_kind("no-such-kind").type is Block
    assert len(BLOCKS) == len(list(BLOCKS))


def test_to_know_the_names_imports_no_composer() -> None:
    words = "import sys; from casefiles.documents.compose.registry import BLOCKS; 'key' in BLOCKS; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", words], check=True, capture_output=True, text=True)
    assert f"{package.__name__}.overall_progress" not in done.stdout.split()


def _kinds(value: object) -> Iterator[BlockKind]:
    """The kinds that a name of a module stands for."""
    if isinstance(value, Mapping):
        yield from (each for each in value.values() if isinstance(each, BlockKind))
    elif isinstance(value, BlockKind):
        yield value
