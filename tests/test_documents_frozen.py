from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from casefiles.documents.compose import compose, roots
from casefiles.documents.frozen import FrozenFault, freeze_context, plain_context, texts_of, thaw_context
from drafting import due, loaded


@pytest.fixture
def frozen(tmp_path: Path) -> tuple[bytes, dict[str, type]]:
    """The frozen context of a letter, and the types of its roots."""
    case, packs = loaded(tmp_path)
    letter = due(case, packs, "targeted-initial-letter", "2025-11-04")
    return freeze_context(compose(letter, case, packs, draft=False).context), dict(roots(letter.entry))


def changed(data: bytes, change: Any) -> bytes:
    value = json.loads(data)
    change(value)
    return json.dumps(value).encode()


def test_a_context_comes_back_as_it_was(frozen: tuple[bytes, dict[str, type]]) -> None:
    data, types = frozen
    assert freeze_context(thaw_context(data, types)) == data


def test_a_line_added_above_a_text_changes_nothing_in_the_context(tmp_path: Path) -> None:
    contexts = []
    for number, lines in enumerate(("", "\n\n")):
        root = tmp_path / str(number)
        meeting = f"""
        === meetings/2025-11-04-initial.md
        ---
        kind: targeted-initial
        present: [headteacher, chair-of-governors, cpp]
        letter: {{dated: 2025-11-06}}
        ---
        {lines}
        ## Issues and context
        Phonics has fallen.
        """
        case, packs = loaded(root, meeting)
        letter = due(case, packs, "targeted-initial-letter", "2025-11-04")
        contexts.append(freeze_context(compose(letter, case, packs, draft=False).context))
    assert contexts[0] == contexts[1]


def test_its_texts_are_listed_with_their_paths(frozen: tuple[bytes, dict[str, type]]) -> None:
    texts = dict(texts_of(plain_context(frozen[0])))
    assert texts["letter.school"] == "Rowan Hill Primary School"
    assert "block.opening.$" not in texts


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda value: value.pop("block"), "other roots"),
        (lambda value: value["letter"].update({"$": "os.system"}), 'holds a "os.system"'),
        (lambda value: value["letter"].update({"shell": "rm"}), 'another field "shell"'),
        (lambda value: value["letter"].pop("school"), 'another field "school"'),
    ],
)
def test_a_context_that_does_not_fit_is_a_fault_and_makes_nothing(
    frozen: tuple[bytes, dict[str, type]], change: Any, says: str
) -> None:
    data, types = frozen
    with pytest.raises(FrozenFault, match=says):
        thaw_context(changed(data, change), types)


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 100_000])
def test_what_is_no_context_is_a_fault(data: bytes) -> None:
    with pytest.raises(FrozenFault):
        plain_context(data)
