from __future__ import annotations

import re
from pathlib import Path

import pytest

from walks import ROOT, WALKING_PAGES, as_it_runs

PAGES = [page.relative_to(ROOT) for page in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])]


def test_the_afternoons_and_the_first_letter_are_walks() -> None:
    assert {page.as_posix() for page in WALKING_PAGES} >= {
        "README.md", "docs/afternoon.md", "docs/advisers-afternoon.md", "docs/chairs-afternoon.md",
    }  # fmt: skip


@pytest.mark.parametrize("page", WALKING_PAGES, ids=str)
def test_the_commands_of_a_page_print_what_the_page_says(page: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    assert as_it_runs(text) == text, f"run `python tests/walks.py {page}` and look at what it changed"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_the_links_and_pictures_of_a_page_lead_somewhere(page: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)

    lost = [
        to
        for to in targets
        if "://" not in to and not to.startswith("mailto:") and not (ROOT / page.parent / to).exists()
    ]

    assert lost == []
