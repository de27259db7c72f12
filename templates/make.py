"""Write the shipped Word templates: `python templates/make.py [--out FOLDER]`.

They are Word files that anybody may edit; this script is how ours are kept. A test compares what is
committed with what it writes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from house.appendix_d import targeted_meeting_report
from house.caseload_fragments import ACROSS, CASELOAD_FRAGMENTS
from house.changes_brief import changes_brief
from house.data_fragments import DATA_FRAGMENTS
from house.drawing import package_of
from house.exit_fragments import EXIT_FRAGMENTS
from house.letter_fragments import LETTER_FRAGMENTS
from house.level_fragments import LEVEL_FRAGMENTS
from house.look import new_document
from house.notice_fragments import NOTICE_FRAGMENTS
from house.notice_shell import NOTICE_SHELLS
from house.notice_words import NOTICE_WORDS
from house.pack_fragments import PACK_FRAGMENTS
from house.pathway_fragments import PATHWAY_FRAGMENTS
from house.report_fragments import REPORT_FRAGMENTS
from house.review_fragments import REVIEW_FRAGMENTS
from house.sheets import SHEETS
from house.shells import SHELLS, letter
from house.visit_fragments import VISIT_FRAGMENTS

__all__ = ["make_templates"]

_FRAGMENTS = {
    **LETTER_FRAGMENTS,
    **REPORT_FRAGMENTS,
    **REVIEW_FRAGMENTS,
    **EXIT_FRAGMENTS,
    **NOTICE_FRAGMENTS,
    **NOTICE_WORDS,
    **PATHWAY_FRAGMENTS,
    **LEVEL_FRAGMENTS,
    **PACK_FRAGMENTS,
    **VISIT_FRAGMENTS,
    **DATA_FRAGMENTS,
    **CASELOAD_FRAGMENTS,
}
"""The drawing of every block."""

_LETTERS = (
    "camden/focused-summary-letter",
    "cambridgeshire/meeting-dates-letter",
    "cambridgeshire/meeting-invitation",
    "leeds/academy-meeting",
)
"""The documents that are letters although others of their kind are not."""


def make_templates() -> Mapping[str, bytes]:
    """Every shipped template by its path below `templates/`."""
    made = {f"shells/{kind}.docx": _drawn(draw, kind) for kind, draw in {**SHELLS, **SHEETS, **NOTICE_SHELLS}.items()}
    for block, draw in _FRAGMENTS.items():
        made[f"fragments/{block}.docx"] = _drawn(draw, block)
    made["shells/changes-brief.docx"] = _drawn(changes_brief, "changes-brief")
    made["camden/targeted-meeting-report.docx"] = _drawn(
        targeted_meeting_report, "targeted-meeting-report", landscape=True
    )
    for name in ACROSS:
        made[f"{name}.docx"] = _drawn(SHELLS["oversight-report"], name.rpartition("/")[2], landscape=True)
    for name in _LETTERS:
        made[f"{name}.docx"] = _drawn(letter, name.rpartition("/")[2])
    return made


def _drawn(draw: Callable[[Any], None], name: str, *, landscape: bool = False) -> bytes:
    """One template as the bytes of a Word file."""
    page = new_document(landscape=landscape)
    draw(page)
    return package_of(page, name.replace("-", " ").capitalize())


def main() -> None:
    """Write each template below the folder."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--out", type=Path, default=Path(__file__).parent)
    out: Path = arguments.parse_args().out
    made = make_templates()
    for path, data in made.items():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    print(f"wrote {len(made)} templates to {out}")


if __name__ == "__main__":
    main()
