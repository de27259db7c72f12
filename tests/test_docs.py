from __future__ import annotations

import re
from pathlib import Path

import pytest

from walks import ROOT, WALKING_PAGES, as_it_runs

PAGES = [page.relative_to(ROOT) for page in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])]


def test_the_afternoons_and_the_first_letter_are_walks() -> None:
    assert {page.as_posix() for page in WALKING_PAGES} >= {
        "docs/first-letter.md", "docs/afternoon.md", "docs/advisers-afternoon.md", "docs/chairs-afternoon.md",
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


def test_the_map_of_the_documentation_links_every_page_once() -> None:
    home = ROOT / "docs"
    text = (home / "index.md").read_text(encoding="utf-8")
    linked = sorted((home / to).resolve() for to in re.findall(r"\]\(([^)#\s]+)\)", text))

    pages = [page for page in home.glob("**/*.md") if page.name != "index.md"]
    others = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    assert linked == sorted(page.resolve() for page in [*pages, *others])


def test_the_map_of_the_documentation_names_every_school_of_the_sample() -> None:
    text = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    schools = [page.read_text(encoding="utf-8") for page in sorted((ROOT / "casefiles").glob("*/*/school.yaml"))]
    names = [found[1].strip() for each in schools if (found := re.search(r"^name: (.+)$", each, re.MULTILINE))]

    assert [name for name in names if name.strip("\"'") not in text] == []
    assert f"holds {len(schools)} invented schools" in text


def test_every_picture_is_shown_and_none_is_heavy() -> None:
    pages = " ".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES)
    pictures = sorted((ROOT / "docs" / "images").glob("**/*.png"))

    assert [each.name for each in pictures if f"/{each.name})" not in pages] == []
    assert [each.name for each in pictures if each.stat().st_size > 300 * 1024] == []


def test_no_committed_page_names_a_place_of_one_machine() -> None:
    assert [
        page.as_posix() for page in PAGES if re.search(r"/work/|/home/|/root/|/tmp/", (ROOT / page).read_text())
    ] == []
