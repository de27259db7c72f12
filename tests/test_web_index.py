from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from caseloads import DAY, LETTER, SCHOOL, edit, main, small


class Outline(HTMLParser):
    """What a reader without eyes or scripts gets of a page: landmarks, headings, links, tables."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.headless: int = 0
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        if tag not in {"meta", "br", "wbr", "input"}:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "html":
            self.language = named.get("lang") or ""
        if tag == "th" and "scope" not in named:
            self.headless += 1
        if named.get("id"):
            self.ids.append(str(named["id"]))
        if tag == "a":
            self.links.append(str(named["href"]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the call, with the small caseload in ./casefiles."""
    small(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def page(here: Path, *words: str) -> str:
    main(["build", *DAY, "--no-pdf", *words])
    return (here / "casefiles/build/index.html").read_text(encoding="utf-8")


def outline(text: str) -> Outline:
    found = Outline()
    found.feed(text)
    assert found.open == []
    return found


def test_the_page_says_who_is_where_what_is_due_and_why(here: Path) -> None:
    text = page(here)
    assert "Rowan Hill Primary School" in text
    assert "Targeted" in text
    assert "4 November 2025" in text
    assert "camden/rowan-hill-primary/meetings/2025-11-04-initial.md:" in text.replace("<wbr>", "")


def test_every_link_leads_somewhere(here: Path) -> None:
    found = outline(page(here))
    build = here / "casefiles/build"
    assert f"{LETTER}.docx" in found.links
    for link in found.links:
        if link.startswith("#"):
            assert link[1:] in found.ids
        else:
            assert (build / unquote(link)).exists(), link


def test_the_page_can_be_read_without_eyes_scripts_or_a_network(here: Path) -> None:
    text = page(here)
    found = outline(text)
    assert found.language == "en-GB"
    assert found.headings[0] == 1
    assert found.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(found.headings, found.headings[1:], strict=False))
    assert {"header", "main", "nav", "footer", "caption", "thead"} <= set(found.tags)
    assert found.headless == 0
    assert len(found.ids) == len(set(found.ids))
    assert re.search(r'<form id="choice" hidden', text), "without scripts there is nothing that does nothing"
    assert not re.search(r"https?://(?!www\.w3\.org)", re.sub(r"<td>.*?</td>", "", text, flags=re.DOTALL))


def test_what_an_officer_writes_cannot_become_markup(here: Path) -> None:
    edit(here / SCHOOL / "school.yaml", "name: Rowan Hill Primary School", 'name: <script>alert(1)</script> & "Sons"')
    text = page(here)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;Sons&#34;" in text


def test_the_same_files_and_date_give_the_same_page(here: Path) -> None:
    first = page(here)
    assert page(here) == first
    assert page(here, "--force") == first
    assert "written" not in first


def test_a_school_that_cannot_be_read_is_on_the_page_with_its_errors(here: Path) -> None:
    page(here)
    (here / SCHOOL / "school.yaml").write_text("urn: [900114\n")
    text = page(here)
    assert "rowan-hill-primary" in text
    assert "camden/rowan-hill-primary/school.yaml:" in text.replace("<wbr>", "")
    assert text == page(here)


def test_a_build_of_one_school_leaves_the_page_of_all(here: Path) -> None:
    first = page(here)
    edit(here / SCHOOL / "school.yaml", "Rowan Hill Primary", "Rowan Bank Primary")
    assert page(here, SCHOOL) == first


def test_each_school_has_its_rating_in_a_word_with_the_reason_and_its_line(here: Path) -> None:
    main(["build", "--as-of", "2026-03-01", "--no-pdf"])
    text = (here / "casefiles/build/index.html").read_text(encoding="utf-8")
    assert '<span class="rating red">Red</span>' in text
    assert re.search(r"<li>Red: overdue for \d+ days: .*?rowan-hill-primary/<wbr>meetings", text)
    assert "1 school: 1 red" in text
    assert "Red: a duty has been overdue for 28 days or more" in text


def test_the_board_can_be_filtered_by_what_stands_in_its_rows(here: Path) -> None:
    text = page(here)
    assert 'data-level="Targeted" data-phase="Primary" data-adviser="Tom Ellery"' in text
    for name, word in (("level", "Targeted"), ("phase", "Primary"), ("adviser", "Tom Ellery"), ("rating", "Amber")):
        options = re.search(rf'<select id="choice-{name}".*?</select>', text)
        assert options
        assert f'<option value="{word}">' in options[0]
    assert text.count("<label") == text.count("<select") + text.count("<input")


def test_each_picture_says_in_words_what_it_shows_and_has_its_numbers_beside_it(here: Path) -> None:
    text = page(here)
    pictures = re.findall(r"<figure>(.*?)</figure>", text, re.DOTALL)
    assert pictures
    for each in pictures:
        assert re.search(r'<svg [^>]*role="img" aria-label="Chart\. ', each)
        assert each.count("<table>") == 1
    assert "Schools at each level, at the end of each term" in pictures[0]


def test_on_paper_the_page_is_a_row_a_school_or_one_school_that_was_chosen(here: Path) -> None:
    text = page(here)
    printed = text[text.index("@media print {") : text.index("</style>")]
    hidden = next(line for line in printed.splitlines() if line.endswith("{ display: none; }"))
    assert {"section.authority", "section.ahead", "#choice"} <= set(re.findall(r"[#.\w]+", hidden))
    assert "main:has(.school :target) > section.authority:has(:target)" in printed
    assert 'class="ahead"' in text
    assert ".sort { display: contents; }" in printed, "Chromium repeats no head that holds a button's box"
    assert "thead { display: table-header-group; break-inside: avoid; }" in printed
