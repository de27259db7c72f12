from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from pathlib import Path

import pytest

from casefiles.build import Options, build
from casefiles.caseload import load
from casefiles.cli.overviews import write_following_overviews, write_overviews
from casefiles.judgement import judge
from casefiles.overview import Overview
from casefiles.web.following import follow_script, following, stamped
from caseloads import SCHOOL, edit, small


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The small caseload."""
    return small(tmp_path)


def write(root: Path, *, follow: bool) -> str:
    judged = judge(load(root), date(2025, 12, 1))
    built = build(judged, Options(pdf=False))
    if follow:
        write_following_overviews(judged, built)
    else:
        write_overviews(Overview.of(judged), built)
    return (root / "build/index.html").read_text(encoding="utf-8")


def version(root: Path) -> str:
    return (root / "build/watch.js").read_text(encoding="utf-8")


def known_scripts(text: str) -> list[str]:
    """The source of each script of the page, as its policy has to name it."""
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts)
    return [f"'sha256-{each}'" for each in hashes]


def test_the_page_of_a_build_has_only_the_script_of_its_filters_and_loads_none(here: Path) -> None:
    text = write(here, follow=False)
    (filters,) = known_scripts(text)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'; script-src {filters}"
    for word in ("watch.js", "data-made", 'http-equiv="refresh"', "follow-button", "src="):
        assert word not in text


def test_a_following_page_allows_its_own_scripts_alone(here: Path) -> None:
    text = write(here, follow=True)
    filters, follow = known_scripts(text)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'; script-src {filters} {follow} 'strict-dynamic'"


def test_a_following_page_says_that_it_loads_itself_again_and_can_be_stopped(here: Path) -> None:
    text = write(here, follow=True)
    assert 'role="status"' in text
    assert re.search(r'<button type="button" id="follow-button">\w', text)
    assert "<noscript>" in text


def test_the_script_beside_the_page_names_the_version_that_the_page_has(here: Path) -> None:
    text = write(here, follow=True)
    (made,) = re.findall(r'data-made="([0-9a-f]{16})"', text)
    assert version(here) == f'casefilesMade("{made}");\n'


def test_the_version_changes_with_the_page_and_only_then(here: Path) -> None:
    write(here, follow=True)
    first = version(here)
    write(here, follow=True)
    assert version(here) == first
    edit(here.parent / SCHOOL / "school.yaml", "Rowan Hill Primary", "Rowan Bank Primary")
    write(here, follow=True)
    assert version(here) != first


def test_when_the_watch_ends_the_page_is_that_of_a_build(here: Path) -> None:
    built = write(here, follow=False)
    write(here, follow=True)
    assert write(here, follow=False) == built
    assert not (here / "build/watch.js").exists()


def test_what_an_officer_writes_cannot_pass_for_the_version(here: Path) -> None:
    edit(here.parent / SCHOOL / "school.yaml", "name: Rowan Hill Primary School", "name: 'data-made=\"\" </script>'")
    text = write(here, follow=True)
    assert text.count("</script>") == 2
    assert re.search(r'<html lang="en-GB" data-made="[0-9a-f]{16}">', text)


def test_the_version_is_stamped_once_and_the_script_is_a_string_of_its_own() -> None:
    page, made = stamped(b'<html data-made=""><p data-made="">')
    assert page == f'<html data-made="{made}"><p data-made="">'.encode()
    assert follow_script('"</script>') == b'casefilesMade("\\"</script>");\n'
    assert "</script" not in following().script
