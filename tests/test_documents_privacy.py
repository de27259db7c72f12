"""Nothing that is not for a document's readers is in it: secrets planted in every place, searched in every file.

The whole tree is built as an officer builds it; Word parts, PDF text, properties, streams and e-mails are read.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pypdf
import pytest

from casefiles.cli.main import main
from drafting import ROWAN_HILL
from fullcase import EVERY_DOCUMENT, FULL_CASE
from notation import write_tree

HIDDEN, SEEN = "zqhidden", "zqseen"

CONFIDENTIAL = """
=== evidence/2025-10-10-HIDDEN.md
---
title: HIDDEN of evidence
source: HIDDEN of a source
criteria: [pri-2]
confidential: true
grade: HIDDEN of a grade
data:
  - {measure: HIDDEN absence, group: HIDDEN pupils, year: 2024-25, value: 7.1, unit: HIDDEN}
---
HIDDEN in the body.

## A heading
HIDDEN below a heading.
=== evidence/2025-10-11-internal.md
---
title: HIDDEN for the authority
source: HIDDEN
criteria: [viii]
audience: [internal]
---
=== evidence/2025-10-12-school-alone.md
---
title: HIDDEN for the school alone
source: HIDDEN
criteria: [viii]
audience: [school]
---
=== evidence/2025-10-13-restricted.md
---
title: HIDDEN and restricted
source: HIDDEN
criteria: [viii]
restricted: true
holder: director-of-learning
place: HIDDEN in a safe
relied_on_because: HIDDEN
---
=== meetings/2025-12-02-autumn.md
---
kind: autumn
present: [headteacher, cpp]
confidential: true
---
HIDDEN before the first heading.

## Key priorities
HIDDEN among the priorities.
=== meetings/2026-04-21-review.md
---
kind: targeted-review
present: [headteacher, chair-of-governors, cpp]
confidential: true
progress:
  phonics: {judgement: not-on-track, risk: high, value: 61}
judgement: not-on-track
risk: high
interventions: [HIDDEN intervention]
next_meetings: [2026-05-19]
report: {dated: 2026-04-24}
---
HIDDEN preamble.

## Phonics
### Impact
HIDDEN impact.
### Next steps
- HIDDEN step.

## For the letter
HIDDEN for the letter.

## Something else
HIDDEN elsewhere.
=== visits/2025-11-12-cpp.md
---
visitor: cpp
half_days: 1
focus: HIDDEN focus
confidential: true
---
HIDDEN findings.
=== received/2026-03-17-headteacher-report.md
---
kind: headteacher-report
meeting: 2026-03-24-review
title: HIDDEN report
from: HIDDEN sender
confidential: true
---
## Phonics
### Impact
HIDDEN impact of the school.

## School's report
HIDDEN in the report.
=== received/2026-03-18-request.md
---
kind: other
title: HIDDEN request
key_aims: [HIDDEN aim]
audience: [internal]
---
HIDDEN request.
=== letters/2026-05-25-recategorisation-letter.md
---
kind: recategorisation-letter
title: HIDDEN title of a letter
confidential: true
enclosures: [HIDDEN enclosure]
---
## For the letter
HIDDEN letter.
=== exit-plans/2026-06-01-to-universal.md
---
to: universal
confidential: true
steps:
  - {from: 2026-09-02, support: HIDDEN support, half_days: 1}
agreed: {headteacher: 2026-06-01, chair-of-governors: 2026-06-01}
---
## Sustained improvement
HIDDEN improvement.
=== notices/2026-03-02-pre-warning-notice.md
---
kind: pre-warning-notice
confidential: true
method: HIDDEN method
required_actions: [{action: HIDDEN action, measure: HIDDEN measure, due_on: 2026-04-01}]
---
HIDDEN notice.
"""
"""Records that no document's readers may see, with a secret in each of their texts."""

SECTIONS = """
## Staffing {.confidential}
HIDDEN in confidence.

### Below it
HIDDEN below a section in confidence.

## Capability {.internal}
HIDDEN for the authority.

## Governors {.school}
HIDDEN for the school.

## Written outside the form
HIDDEN outside the form.

## Other business
SEEN for all.

### A part {.confidential}
HIDDEN part.
"""
"""Sections to stand in every body of the full case."""

WAIVER = (
    "waivers:\n  - {rule: CAM-204, reason: HIDDEN reason, approved_by: director-of-learning, approved_on: 2026-03-01}\n"
)


@dataclass(frozen=True)
class Built:
    """The files that were built, as texts by name, and the secrets with the line where each was planted."""

    texts: dict[str, str]
    hidden: dict[str, str]
    seen: dict[str, str]


def numbered(text: str, mark: str, name: str, planted: dict[str, str], numbers: count[int]) -> str:
    """The text with a number at each mark, noted with its line."""

    def put(match: re.Match[str]) -> str:
        token = f"{name}{next(numbers):03}x"
        planted[token] = text[text.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
        return token

    return re.sub(rf"\b{mark}\b", put, text)


def planted_case() -> tuple[str, dict[str, str], dict[str, str]]:
    """The full case with secrets in every record and section that is kept back, and signs in those that are not."""
    body = re.compile(r"(=== (?:meetings|letters|exit-plans)/[^\n]+\n---\n.*?\n---\n.*?)(?=\n===|\Z)", re.DOTALL)
    case = body.sub(lambda found: found.group() + SECTIONS, FULL_CASE)
    case = case.replace("reference: CL-2025-014\n", f"# HIDDEN in a comment\nreference: CL-2025-014\n{WAIVER}")
    case = case.replace(
        "evidence: [2025-09-18-phonics-check]", "evidence: [2025-09-18-phonics-check, 2025-10-10-HIDDEN]"
    )
    case = case.replace("title: Results of the phonics check", "title: SEEN results of the phonics check")
    case = case.replace("It has been a pleasure.", "SEEN with pleasure.")
    case = case.replace("Phonics has held for two terms.", "SEEN for two terms.")
    hidden: dict[str, str] = {}
    seen: dict[str, str] = {}
    numbers = count(1)
    own = numbered("HIDDEN", "HIDDEN", HIDDEN, hidden, numbers)
    text = (case + CONFIDENTIAL).replace("2025-10-10-HIDDEN", f"2025-10-10-{own}")
    text = numbered(text, "HIDDEN", HIDDEN, hidden, numbers)
    return numbered(text, "SEEN", SEEN, seen, numbers), hidden, seen


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("planted")
    text, hidden, seen = planted_case()
    write_tree(root, ROWAN_HILL)
    write_tree(root / "camden/rowan-hill-primary", text)
    assert main(["build", str(root), "--as-of", "2026-07-21"]) in {0, 1}
    folder = root / "build/camden/rowan-hill-primary"
    return Built({path.name: text_of(path) for path in sorted(folder.iterdir())}, hidden, seen)


def text_of(path: Path) -> str:
    """All that a file can tell: every part of a Word file, text, properties and streams of a PDF."""
    data = path.read_bytes()
    if path.suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "\n".join(
                [*package.namelist(), *(package.read(n).decode("utf-8", "replace") for n in package.namelist())]
            )
    if path.suffix == ".pdf":
        reader = pypdf.PdfReader(io.BytesIO(data))
        found = [page.extract_text() for page in reader.pages]
        found.append(str(reader.metadata))
        for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
            held = reader.get_object(pypdf.generic.IndirectObject(number, 0, reader))
            found.append(str(held))
            if isinstance(held, pypdf.generic.StreamObject):
                found.append(held.get_data().decode("latin-1"))
        return "\n".join(found)
    return data.decode("utf-8")


def test_every_document_was_built(built: Built) -> None:
    for slug, on in EVERY_DOCUMENT.items():
        assert {f"{on}-{slug}.docx", f"{on}-{slug}.pdf"} <= built.texts.keys()


def test_secrets_were_planted_in_many_places(built: Built) -> None:
    assert len(built.hidden) > 80
    assert len(set(built.hidden)) == len(built.hidden)


def test_no_secret_reaches_any_file(built: Built) -> None:
    leaked = [
        (name, line) for name, text in built.texts.items() for token, line in built.hidden.items() if token in text
    ]
    assert leaked == []


def test_not_even_the_file_of_a_secret_is_named(built: Built) -> None:
    assert [name for name, text in built.texts.items() if HIDDEN in text] == []


@pytest.mark.parametrize("kind", [".docx", ".pdf"])
def test_what_is_for_the_readers_is_found_by_the_same_search(built: Built, kind: str) -> None:
    everything = "\n".join(text for name, text in built.texts.items() if name.endswith(kind))
    lost = {token: line for token, line in built.seen.items() if token not in everything}
    letters_of_initial_meetings = {"SEEN for all."}
    assert set(lost.values()) <= letters_of_initial_meetings
    assert len(built.seen) - len(lost) >= 6
