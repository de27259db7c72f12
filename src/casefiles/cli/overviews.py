"""What stands beside the drafts about the whole caseload: the page index.html, the calendar calendar.ics."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casefiles.build import Built
    from casefiles.judgement import Judged
    from casefiles.overview import Overview

__all__ = ["write_following_overviews", "write_overviews"]


def write_overviews(seen: Overview, built: Built) -> None:
    """Write the page and the calendar; the page stays as it is when it is open in a browser."""
    from casefiles.publish import remove_file, write_file
    from casefiles.web.calendar import calendar_file
    from casefiles.web.following import FOLLOW_FILE
    from casefiles.web.index import index_page
    from casefiles.web.school import shown_schools

    schools = shown_schools(seen, built)
    write_file(built.out / "index.html", index_page(seen, schools, built.out))
    remove_file(built.out / FOLLOW_FILE)
    write_file(built.out / "calendar.ics", calendar_file(seen, schools))


def write_following_overviews(judged: Judged, built: Built) -> None:
    """Write the page so that it loads itself again where it is open, and the calendar."""
    from casefiles.overview import Overview
    from casefiles.publish import write_file
    from casefiles.web.calendar import calendar_file
    from casefiles.web.following import FOLLOW_FILE, follow_script, following, stamped
    from casefiles.web.index import index_page
    from casefiles.web.school import shown_schools

    seen = Overview.of(judged)
    schools = shown_schools(seen, built)
    page, version = stamped(index_page(seen, schools, built.out, following()))
    write_file(built.out / "index.html", page)
    write_file(built.out / FOLLOW_FILE, follow_script(version))
    write_file(built.out / "calendar.ics", calendar_file(seen, schools))
