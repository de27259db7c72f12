from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casefiles import yamltree
from casefiles.source import parse_yaml
from casefiles.yamlevents import Builder, OddError, value_of
from casefiles.yamlfaults import Lines

SAMPLE = Path(__file__).parents[1] / "casefiles"
PIECES = st.lists(
    st.sampled_from(
        [
            "\n",
            "  ",
            "- ",
            "a",
            "b: ",
            ": ",
            "'",
            '"',
            "[",
            "]",
            "{",
            "}",
            ", ",
            "# ",
            "#",
            "&a ",
            "*a ",
            "!t ",
            "<<: ",
            "~",
            "null",
            "2025-11-04",
            "---\n",
            "...\n",
            "%YAML 1.2\n",
            "? ",
            "\t",
            "\\",
            "|\n",
            ">-\n  ",
            "x - y",
            "a:\n  b: c\n",
            "- d\n",
        ]
    ),
    max_size=24,
).map("".join)


@settings(max_examples=600, deadline=None)
@example("a: 1\na: 2\n")
@example("- a\n - b\n")
@example("a\n- ")
@example("a\n- \n\nb\n")
@example("a: b\n---\nc: d\n")
@given(PIECES)
def test_what_is_read_at_once_is_what_a_careful_reading_gives_without_a_fault(text: str) -> None:
    try:
        value = value_of(text)
    except OddError:
        return
    builder = Builder(Lines(text.split("\n"), "f"))
    assert builder.read() is None
    assert (builder.value, builder.faults, builder.stopped) == (value, [], False)


def test_the_sample_s_files_are_read_at_once() -> None:
    files = [each for each in SAMPLE.rglob("*.yaml") if "build" not in each.parts]
    assert files
    for file in files:
        value_of(file.read_text("utf-8"))


def test_the_places_of_a_file_are_found_when_one_is_asked_for_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    class Counted(Builder):
        def read(self) -> None:
            read.append("read")
            super().read()

    monkeypatch.setattr(yamltree, "Builder", Counted)
    parsed = parse_yaml(b"a: 1\nb:\n  - c: 2\n", "f.yaml")
    assert read == []
    assert parsed.source.span(("b", 0, "c")).line == 3
    assert parsed.source.key(("b",)).line == 2
    assert read == ["read"]
