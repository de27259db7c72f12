"""The page index.html as bytes: a function of the files, the drafts and the date of judgement."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from casefiles import __version__
from casefiles.calendars import say_date
from casefiles.overview import Overview
from casefiles.web.board import board_script, filters, pictures_of, tally, tests_of
from casefiles.web.following import Following
from casefiles.web.links import Links
from casefiles.web.page import Group, ShownSchool
from casefiles.web.school import remark
from casefiles.web.templating import joined, page_template, school_pieces

__all__ = ["index_page"]


def index_page(seen: Overview, schools: Sequence[ShownSchool], out: Path, follow: Following | None = None) -> bytes:
    """The page as UTF-8 bytes, for the folder of drafts `out`; with `follow` it loads itself again."""
    names = {each.id: each.file.name for each in seen.authorities}
    own: dict[str, list[ShownSchool]] = {}
    for school in schools:
        own.setdefault(school.authority, []).append(school)
    duties = sorted((duty for school in schools for duty in school.duties), key=lambda duty: duty[0])
    overdue, due = ([row for _, found, row in duties if found == state] for state in ("overdue", "due"))
    links = Links(seen.root, out)
    page = page_template().render(
        day=say_date(seen.as_of),
        version=__version__,
        follow=follow,
        script=board_script(),
        filters=filters(schools),
        groups=[_group(each, names.get(each, each), found, seen) for each, found in own.items()],
        school=school_pieces(),
        overdue=len(overdue),
        overdue_rows=joined(overdue),
        due=len(due),
        due_rows=joined(due),
        others=[remark(each, links) for each in seen.survey.diagnostics if not each.case],
    )
    return page.encode()


def _group(authority: str, name: str, schools: Sequence[ShownSchool], seen: Overview) -> Group:
    """An authority's part: the schools that can't be read first, then the highest level of support."""
    own = sorted(schools, key=lambda each: (each.rank >= 0, -each.rank, each.name))
    rows, articles = joined([each.row for each in own]), joined([each.article for each in own])
    tests, ours = tests_of(authority, seen)
    return Group(authority, name, rows, articles, tally(own), pictures_of(authority, seen), tests, ours)
