from __future__ import annotations

from pathlib import Path

import pytest

from casefiles.caseload import load, load_packs
from casefiles.diagnostics import Diagnostic
from casefiles.documents.given import with_given
from casefiles.issuing.acts import Acting, give
from casefiles.issuing.circumstances import Circumstances
from casefiles.judgement import judge
from casefiles.model.caseview import Case
from casefiles.register import By, Entry, Register
from casefiles.register.chain import KeptEntry, chained
from drafting import loaded
from notices_book import NOTICE, book, packs
from registers import CASE, DAY, FIRST, issued, letters, register


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = letters(tmp_path)
    assert issued(home, FIRST).issued
    acting = Acting(home, CASE, Circumstances("2025-11-21T09:00:00Z", By("Amara Osei")))
    give(acting, FIRST, {"to": "headteacher", "how": "e-mail", "on": "2025-10-13", "capacity": ""})
    give(acting, FIRST, {"to": "chair-of-governors", "how": "post", "on": "2025-10-14", "capacity": "copy"})
    return home


def known(home: Path) -> tuple[Case, tuple[Diagnostic, ...]]:
    caseload = load(home)
    known_packs, _ = load_packs(home, caseload.authorities)
    return with_given(caseload.cases[0], known_packs, register(home))


def write_sent_on(home: Path, day: str) -> None:
    letter = home / CASE / "letters/2025-10-10-letter-a.md"
    letter.write_text(letter.read_text().replace("kind: letter\n", f"kind: letter\nsent_on: {day}\n"))


def test_a_letter_was_sent_when_the_register_says_it_was_first_given(home: Path) -> None:
    case, said = known(home)
    assert said == ()
    assert [str(letter.sent_on) for letter in case.letters] == ["2025-10-13", "None", "None"]


def test_the_same_day_in_the_file_is_no_fault_whichever_of_the_acts_it_is(home: Path) -> None:
    write_sent_on(home, "2025-10-14")
    assert known(home)[1] == ()


def test_another_day_in_the_file_is_an_error_at_its_line(home: Path) -> None:
    write_sent_on(home, "2025-10-20")
    (said,) = [each for each in judge(load(home), DAY).diagnostics if each.code == "REG-030"]
    assert said.span.file == f"{CASE}/letters/2025-10-10-letter-a.md"
    assert said.span.line == 3
    assert said.message == "this says 20 October 2025, and by the register it was given on 13 October 2025"
    assert said.blocks


def of_meeting(stem: str, on: str) -> Register:
    """A register in which a document of a meeting was given, by hand."""
    issued_entry = Entry("issued", f"{stem}-aaaaaa", CASE, f"{on}T09:00:00Z", By("A"), details={"stem": stem})
    given = Entry("given", f"{stem}-aaaaaa", CASE, f"{on}T10:00:00Z", By("A"), (issued_entry.id,), (), {"on": on})
    return chained(CASE, [KeptEntry(each, each.name, each.id) for each in (issued_entry, given)])


def test_what_a_meeting_gives_is_known_as_well(tmp_path: Path) -> None:
    case, known_packs = loaded(tmp_path)
    after, said = with_given(case, known_packs, of_meeting("2025-11-04-targeted-initial-letter", "2025-11-10"))
    assert said == ()
    (before,) = (meeting.letter for meeting in case.meetings if meeting.record_id == "2025-11-04-initial")
    (letter,) = (meeting.letter for meeting in after.meetings if meeting.record_id == "2025-11-04-initial")
    assert before is not None
    assert letter is not None
    assert (before.sent_on, str(letter.sent_on), letter.dated) == (None, "2025-11-10", before.dated)


def test_a_register_without_such_acts_changes_nothing(tmp_path: Path) -> None:
    case, known_packs = loaded(tmp_path)
    assert with_given(case, known_packs, Register(CASE)) == (case, ())
    assert with_given(case, known_packs, of_meeting("2025-11-04-targeted-initial-letter", "nonsense"))[0] == case


def copied(*acts: dict[str, str]) -> Register:
    """A register in which the warning notice was given, act by act."""
    stem = "2026-03-02-warning-notice"
    entries = [Entry("issued", f"{stem}-aaaaaa", CASE, "2026-03-02T09:00:00Z", By("A"), details={"stem": stem})]
    for number, act in enumerate(acts):
        at = f"2026-03-02T1{number}:00:00Z"
        entries.append(Entry("given", f"{stem}-aaaaaa", CASE, at, By("A"), (entries[-1].id,), (), act))
    return chained(CASE, [KeptEntry(each, each.name, each.id) for each in entries])


UNDATED = NOTICE.replace(
    "{to: hmci, capacity: chief-inspector, given_on: 2026-03-02}", "{to: hmci, capacity: chief-inspector}"
)


def test_the_copies_of_a_notice_were_given_when_the_register_says_so() -> None:
    case = book(UNDATED)
    acts = {"to": "His Majesty's Chief Inspector", "how": "e-mail", "on": "2026-03-03", "capacity": ""}
    after, said = with_given(case, packs(), copied(acts))
    assert said == ()
    before = [each.given_on for each in case.notices[0].copies if each.to == "hmci"]
    (copy,) = (each for each in after.notices[0].copies if each.to == "hmci")
    assert before == [None]
    assert str(copy.given_on) == "2026-03-03"


def test_a_copy_that_the_file_does_not_list_is_known_from_the_register() -> None:
    case = book(NOTICE)
    acts = {"to": "Ward Council", "how": "post", "on": "2026-03-02", "capacity": "other"}
    after, _ = with_given(case, packs(), copied(acts))
    assert [each.to for each in after.notices[0].copies][-1] == "Ward Council"
    assert len(after.notices[0].copies) == len(case.notices[0].copies) + 1


def test_another_day_of_a_copy_in_the_file_is_an_error_at_its_line() -> None:
    acts = {"to": "headteacher", "how": "by hand", "on": "2026-03-04", "capacity": ""}
    _, (said,) = with_given(book(NOTICE), packs(), copied(acts))
    assert (said.code, said.blocks) == ("REG-030", True)
    assert said.message == "this says 2 March 2026, and by the register it was given on 4 March 2026"
