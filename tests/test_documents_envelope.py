from __future__ import annotations

from pathlib import Path

from casefiles.documents.compose import Envelope
from drafting import composed, drafted

LETTER = "own-letter"
TO_THE_DIOCESE = """
=== letters/2025-12-01-letter.md
---
dated: 2025-12-02
signed_by: director-of-learning
to: [headteacher]
copies: [westminster]
---
## For the letter
Thank you for your help.

## Issues and context {.internal}
Only for us.
"""
BODIES = """
=== ../authority.yaml
name: Camden Learning
issuing_authority: Camden Council
policy: camden
officers:
  osei: {name: Amara Osei, title: Director of Learning and Impact, email: a.osei@example.org}
  ellery: {name: Tom Ellery, title: Camden Professional Partner}
roles:
  director-of-learning: [{officer: osei, from: 2022-09-01}]
bodies:
  westminster: {name: Diocese of Westminster, role: diocesan-authority, for: [Roman Catholic], email: dio@example.org}
"""


def envelope(root: Path, slug: str, *changes: str) -> Envelope:
    return composed(root, slug, *changes).envelope


def people(root: Path, *changes: str, slug: str = "targeted-initial-letter") -> dict[str, list[tuple[str, str]]]:
    found = envelope(root, slug, *changes)
    return {
        "to": [(each.name, each.email) for each in found.to],
        "copies": [(each.name, each.email) for each in found.copies],
    }


def school(text: str) -> str:
    return f"""
=== school.yaml
urn: 900114
name: Rowan Hill Primary School
type: Community school
phase: Primary
people:
{text}
"""


def test_those_whom_the_letter_names_are_on_the_envelope_with_their_addresses(tmp_path: Path) -> None:
    assert people(tmp_path) == {
        "to": [("Lena Okoro", ""), ("Paul Devane", "")],
        "copies": [("Tom Ellery", "t.ellery@example.org")],
    }


def test_who_holds_a_role_on_the_letter_s_date_gets_it(tmp_path: Path) -> None:
    found = people(
        tmp_path,
        school(
            "  headteacher:\n"
            "    - {name: Lena Okoro, from: 2021-09-01, to: 2025-11-06, email: old@example.org}\n"
            "    - {name: Ines Marlowe, from: 2025-11-06, email: new@example.org}\n"
            "  chair-of-governors: [{name: Paul Devane, from: 2023-09-01, email: chair@example.org}]\n"
            "  cpp: [{officer: ellery, from: 2024-09-01}]"
        ),
    )
    assert found["to"] == [("Ines Marlowe", "new@example.org"), ("Paul Devane", "chair@example.org")]


def test_somebody_without_an_address_is_named_at_their_own_line(tmp_path: Path) -> None:
    said = envelope(tmp_path, "targeted-initial-letter").unreached
    assert [(each.span.file, each.span.line, each.code, each.message) for each in said] == [
        (
            "camden/rowan-hill-primary/school.yaml",
            7,
            "DOC-020",
            "Lena Okoro (Headteacher) has no e-mail address: the e-mail leaves them out",
        ),
        (
            "camden/rowan-hill-primary/school.yaml",
            8,
            "DOC-020",
            "Paul Devane (Chair of Governors) has no e-mail address: the e-mail leaves them out",
        ),
    ]


def test_what_is_no_address_is_a_warning_with_what_stands_there(tmp_path: Path) -> None:
    change = school("  headteacher: [{name: Lena Okoro, from: 2021-09-01, email: head at example.org}]")
    (first, *_) = envelope(tmp_path, "targeted-initial-letter", change).unreached
    assert first.code == "DOC-022"
    assert '"head at example.org" is no e-mail address' in first.message


def test_one_who_holds_two_roles_is_written_to_once(tmp_path: Path) -> None:
    change = school(
        "  headteacher: [{officer: ellery, from: 2021-09-01}]\n"
        "  chair-of-governors: [{name: Paul Devane, from: 2023-09-01}]\n"
        "  cpp: [{officer: ellery, from: 2024-09-01}]"
    )
    found = people(tmp_path, change)
    assert found["to"] == [("Tom Ellery", "t.ellery@example.org"), ("Paul Devane", "")]
    assert found["copies"] == []


def test_a_body_that_gets_a_copy_is_among_the_readers_of_the_letter(tmp_path: Path) -> None:
    kept = "## Kept from the diocese\n"
    shared = TO_THE_DIOCESE.replace("## Issues and context {.internal}\nOnly for us.", kept)
    mine = shared.replace("## For the letter", "## For the letter {.school .governors}")
    assert "Thank you for your help" in drafted(tmp_path / "a", LETTER, BODIES, shared)
    assert "Thank you for your help" in drafted(
        tmp_path / "b", LETTER, BODIES, mine.replace("copies: [westminster]\n", "")
    )
    assert "Thank you for your help" not in drafted(tmp_path / "c", LETTER, BODIES, mine)


def test_a_confidential_letter_has_no_e_mail_to_those_who_may_not_read_it(tmp_path: Path) -> None:
    found = envelope(tmp_path, LETTER, BODIES, TO_THE_DIOCESE.replace("dated:", "confidential: true\ndated:"))
    assert (found.to, found.copies) == ((), ())
    assert [each.code for each in found.held_back] == ["DOC-021"]
