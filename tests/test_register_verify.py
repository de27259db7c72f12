"""What a forger does, and what finds it: docs/register.md has the same as a table."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from casefiles.caseload import load
from casefiles.documents.pdf import render_pdf
from casefiles.documents.twin import twin_of_word
from casefiles.documents.word.packaging import read_package, write_package
from casefiles.issuing.acts import Acting, erase, give, supersede
from casefiles.issuing.circumstances import Circumstances, circumstances
from casefiles.issuing.copies import check_copies
from casefiles.issuing.issue import Issuing, issue
from casefiles.issuing.making import frozen_file
from casefiles.issuing.proof import Proof, prove
from casefiles.judgement import judge
from casefiles.register import By, Entry
from casefiles.register.verify import check_witnesses
from registers import CASE, DAY, FIRST, SECOND, THIRD, issued, letters, register, started
from repositories import commit, git

Change = Callable[[Entry], Entry]
AMARA = By("Amara Osei", "a.osei@example.org", "git")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two letters issued and one of them given, outside git."""
    home = letters(tmp_path_factory.mktemp("ready"))
    assert issued(home, FIRST, SECOND).issued
    acting = Acting(home, CASE, Circumstances("2025-11-21T09:00:00Z", AMARA))
    give(acting, FIRST, {"to": "headteacher", "how": "e-mail", "on": "2025-11-20", "capacity": "addressee"})
    return home


@pytest.fixture
def home(ready: Path, tmp_path: Path) -> Path:
    return shutil.copytree(ready, tmp_path / "casefiles")


def proved(home: Path, *, again: bool = False) -> Proof:
    return prove(home, CASE, judge(load(home), DAY) if again else None)


def codes(home: Path, *, again: bool = False) -> set[str]:
    return {each.code for each in proved(home, again=again).problems}


def frozen(home: Path, stem: str, role: str) -> Path:
    document = register(home).standing(stem)
    assert document is not None
    file = document.file(role)
    assert file is not None
    return home / CASE / "issued" / file.path


def rewrite(home: Path, change: Change, *, number: int = 0) -> None:
    """Change an entry and make all after it fit, as a forger with our own program would."""
    folder = home / CASE / "issued/register"
    entries = [kept.entry for kept in register(home).entries]
    shutil.rmtree(folder)
    folder.mkdir()
    before: dict[str, str] = {}
    for at, entry in enumerate(entries):
        changed = change(entry) if at == number else entry
        changed = replace(changed, previous=tuple(before.get(each, each) for each in changed.previous))
        before[entry.id] = changed.id
        (folder / changed.name).write_bytes(changed.data)


def with_files_of_today(home: Path) -> Change:
    """The entry with the hashes of its files as they lie there now."""

    def change(entry: Entry) -> Entry:
        there = ((file.path, file.role, (home / CASE / "issued" / file.path).read_bytes()) for file in entry.files)
        return replace(entry, files=tuple(frozen_file(*each) for each in there))

    return change


def edited(docx: bytes, old: str, new: str) -> bytes:
    """The Word file with a text changed in it."""
    parts = read_package(docx, "x.docx")
    assert old.encode() in parts["word/document.xml"]
    parts["word/document.xml"] = parts["word/document.xml"].replace(old.encode(), new.encode())
    return write_package(parts)


def test_what_was_issued_is_intact_says_what_it_said_and_is_made_again(home: Path) -> None:
    found = proved(home, again=True)
    assert found.problems == ()
    assert [(each.intact, each.says, each.reproduced) for each in found.verdicts] == [("yes", "yes", "yes")] * 2


@pytest.mark.parametrize("role", ["word", "pdf", "twin", "context"])
@pytest.mark.parametrize("place", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_a_byte_that_flips_in_a_frozen_file_is_found(home: Path, role: str, place: float) -> None:
    path = frozen(home, FIRST, role)
    data = bytearray(path.read_bytes())
    at = min(int(place * len(data)), len(data) - 1)
    data[at] ^= 0x20
    path.write_bytes(bytes(data))
    found = proved(home)
    assert "REG-009" in {each.code for each in found.problems}
    assert {each.reference: each.intact for each in found.verdicts}[path.parent.name] == "no"


@pytest.mark.parametrize("place", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_a_byte_that_flips_in_an_entry_is_found(home: Path, place: float) -> None:
    path = home / register(home).entries[0].file
    data = bytearray(path.read_bytes())
    at = min(int(place * len(data)), len(data) - 1)
    data[at] ^= 0x20
    path.write_bytes(bytes(data))
    assert codes(home) & {"REG-001", "REG-002"}
    assert "REG-004" in codes(home)


def test_line_ends_that_git_turned_on_windows_are_no_change(home: Path) -> None:
    for path in (home / CASE / "issued").rglob("*"):
        if path.suffix in {".json", ".txt"}:
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert codes(home, again=True) == set()


def test_an_entry_that_is_edited_in_place_no_longer_fits_its_name_and_the_next_one(home: Path) -> None:
    kept = register(home).entries[0]
    path = home / kept.file
    path.write_bytes(replace(kept.entry, at="2024-11-20T10:15:00Z").data)
    assert {"REG-002", "REG-004"} <= codes(home)


def test_an_entry_and_all_after_it_rewritten_is_found_by_the_feet_of_the_letters_and_by_who_holds_them(
    home: Path,
) -> None:
    printed = register(home).entries[0].id[:12]
    rewrite(home, lambda entry: replace(entry, by=By("Somebody Else")))
    assert codes(home) == {"REG-013"}
    found = check_witnesses({CASE: register(home)}, (printed,))
    assert [each.code for each in found] == ["REG-019"]


def test_a_whole_register_made_anew_with_new_letters_is_found_only_by_who_holds_the_old_ones(
    home: Path, ready: Path
) -> None:
    """The forger issues everything again with our own program: nothing inside the folder can tell."""
    shutil.rmtree(home / CASE / "issued")
    issued(home, FIRST, SECOND, at="2025-11-20T10:15:01Z")
    assert codes(home, again=True) == set()
    witness = register(ready).heads[0]
    assert [each.code for each in check_witnesses({CASE: register(home)}, (witness,))] == ["REG-019"]
    copy = frozen(ready, FIRST, "pdf")
    assert [each.code for each in check_copies(home, {CASE: register(home)}, [copy])[1]] == ["REG-024"]


def test_a_tail_that_was_cut_is_found_by_a_head_kept_elsewhere(home: Path) -> None:
    head = register(home).heads[0]
    (home / register(home).entries[-1].file).unlink()
    assert codes(home) == set()
    assert [each.code for each in check_witnesses({CASE: register(home)}, (head,))] == ["REG-019"]


def test_a_tail_that_was_cut_without_its_files_leaves_files_that_no_entry_speaks_of(home: Path) -> None:
    for kept in register(home).entries[1:]:
        (home / kept.file).unlink()
    assert codes(home) == {"REG-010"}


def test_an_entry_taken_out_of_the_middle_is_missed_by_the_next(home: Path) -> None:
    (home / register(home).entries[0].file).unlink()
    assert {"REG-004", "REG-005"} <= codes(home)


def test_two_files_that_were_swapped_are_found(home: Path) -> None:
    one, other = frozen(home, FIRST, "pdf"), frozen(home, SECOND, "pdf")
    mine, theirs = one.read_bytes(), other.read_bytes()
    one.write_bytes(theirs)
    other.write_bytes(mine)
    assert codes(home) >= {"REG-009", "REG-012"}
    rewrite(home, with_files_of_today(home))
    assert "REG-012" in codes(home)


def test_a_word_file_changed_with_its_hash_says_something_else_than_its_twin(home: Path) -> None:
    path = frozen(home, FIRST, "word")
    path.write_bytes(edited(path.read_bytes(), "Spelling is not.", "Spelling is too."))
    rewrite(home, with_files_of_today(home))
    (said,) = [each.message for each in proved(home).problems if each.code == "REG-012"]
    assert 'the Word file says "too." where the twin says "not."' in said


def test_word_pdf_and_twin_changed_together_no_longer_show_their_context(home: Path) -> None:
    word, pdf, twin = (frozen(home, FIRST, role) for role in ("word", "pdf", "twin"))
    word.write_bytes(edited(word.read_bytes(), "Spelling is not.", "Spelling is too."))
    pdf.write_bytes(render_pdf(word.read_bytes()))
    twin.write_bytes(twin_of_word(word.read_bytes()))
    rewrite(home, with_files_of_today(home))
    found = {each.code for each in proved(home, again=True).problems}
    assert {"REG-014", "REG-015", "REG-013"} == found


def test_a_context_changed_with_its_hash_is_not_what_the_letter_shows(home: Path) -> None:
    path = frozen(home, FIRST, "context")
    path.write_bytes(path.read_bytes().replace(b"Spelling is not.", b"Spelling is too."))
    rewrite(home, with_files_of_today(home))
    assert "REG-014" in codes(home)
    rewrite(home, lambda entry: replace(entry, details={**entry.details, "texts": entry.details["texts"] - 1}))
    assert "REG-014" not in codes(home)
    assert "REG-015" in codes(home, again=True)


def test_an_entry_of_another_case_is_no_entry_of_this_one(home: Path) -> None:
    shutil.copytree(home / CASE, home / "camden/other-school")
    found = prove(home, "camden/other-school", None)
    assert {"REG-003"} == {each.code for each in found.problems}


def test_a_file_put_beside_the_frozen_ones_is_named(home: Path) -> None:
    stranger = frozen(home, FIRST, "pdf").with_name("note.txt")
    stranger.write_text("nothing")
    (said,) = proved(home).problems
    assert (said.code, said.span.file) == ("REG-010", stranger.relative_to(home).as_posix())


def test_a_link_in_the_place_of_a_frozen_file_is_not_followed(home: Path, tmp_path: Path) -> None:
    path = frozen(home, FIRST, "pdf")
    outside = tmp_path / "outside.pdf"
    path.rename(outside)
    path.symlink_to(outside)
    assert "REG-009" in codes(home)


def test_a_missing_file_is_told_from_an_erased_one(home: Path) -> None:
    reference = frozen(home, SECOND, "pdf").parent.name
    frozen(home, SECOND, "pdf").unlink()
    assert "REG-008" in codes(home)
    acting = Acting(home, CASE, Circumstances("2031-11-22T09:00:00Z", AMARA))
    erase(acting, reference, "Kept for six years", "Records manager")
    found = proved(home)
    assert found.problems == ()
    assert [each.says for each in found.verdicts] == ["yes", "not tried: erased"]
    assert not (home / CASE / "issued" / reference).exists()


def test_what_was_erased_and_is_there_again_is_named(home: Path, ready: Path) -> None:
    path = frozen(home, SECOND, "pdf")
    erase(Acting(home, CASE, Circumstances("2031-11-22T09:00:00Z", AMARA)), SECOND, "Kept for six years", "Records")
    path.parent.mkdir()
    shutil.copy(frozen(ready, SECOND, "pdf"), path)
    assert codes(home) == {"REG-011"}


def test_an_interrupted_call_that_nobody_followed_is_named(home: Path) -> None:
    (home / CASE / "issued/.staging-0123456789ab/files").mkdir(parents=True)
    assert codes(home) == {"REG-022"}


def test_a_clock_that_went_backwards_is_named(home: Path) -> None:
    issued(home, THIRD, at="2020-01-01T00:00:00Z")
    assert codes(home) == {"REG-006"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"made_by": {"version": "0.0.9"}}, "made by casefiles 0.0.9, this is "),
        ({"templates": {"shipped:shells/decision-letter.docx": "0" * 64}}, "the template has changed since"),
        ({"packs": {}}, "the policy pack has changed since"),
    ],
)
def test_what_another_version_template_or_pack_made_is_not_made_again_and_says_so(
    home: Path, change: dict[str, Any], why: str
) -> None:
    rewrite(home, lambda entry: replace(entry, details={**entry.details, **change}))
    assert proved(home, again=True).verdicts[0].reproduced.startswith(f"not tried: {why}")


def test_a_copy_is_recognised_to_the_byte_and_one_with_other_words_is_told_by_its_foot(
    home: Path, tmp_path: Path
) -> None:
    copy, forged = tmp_path / "from-the-school.pdf", tmp_path / "forged.docx"
    shutil.copy(frozen(home, FIRST, "pdf"), copy)
    forged.write_bytes(edited(frozen(home, FIRST, "word").read_bytes(), "Spelling is not.", "Spelling is too."))
    (same,), (said,) = check_copies(home, {CASE: register(home)}, [copy, forged])
    assert "from-the-school.pdf is what was issued as 2025-10-10-own-letter-a-" in same
    assert "to the byte" in same
    assert '"not." became "too."' in said.message


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a repository whose commits hold two issued letters, one commit each."""
    root = tmp_path_factory.mktemp("repository")
    home = started(root)
    for number, stem in enumerate((FIRST, SECOND)):
        head = git(root, "rev-parse", "HEAD")
        judged_issue(home, stem, f"2025-11-2{number}T10:15:00Z")
        assert head in (home / register(home).entries[-1].file).read_text()
        commit(root, f"Issued {stem}")
    return root


def judged_issue(home: Path, stem: str, at: str) -> None:
    """Issue with the circumstances that git gives."""
    judged = judge(load(home), DAY)
    (each,) = judged.cases
    due = next(one for one in each.due if one.stem == stem)
    outcome = issue(Issuing(judged, each, replace(circumstances(home, CASE), at=at)), [due])
    assert outcome.issued, outcome.refused


@pytest.fixture
def cloned(repository: Path, tmp_path: Path) -> Path:
    """A clone of the repository on another path."""
    git(tmp_path, "clone", "-q", str(repository), "clone")
    git(tmp_path / "clone", "config", "user.name", "Tom Ellery")
    git(tmp_path / "clone", "config", "user.email", "t.ellery@example.org")
    return tmp_path / "clone"


def test_a_clone_on_another_path_proves_the_same(cloned: Path) -> None:
    found = proved(cloned / "casefiles", again=True)
    assert found.problems == ()
    assert [(each.intact, each.says, each.reproduced) for each in found.verdicts] == [("yes", "yes", "yes")] * 2


def test_a_tail_cut_and_committed_is_found_in_git(cloned: Path) -> None:
    home = cloned / "casefiles"
    last = register(home).entries[-1]
    shutil.rmtree(home / CASE / "issued" / last.entry.reference)
    (home / last.file).unlink()
    assert codes(home) == {"REG-016"}
    commit(cloned, "Tidy")
    assert codes(home) == {"REG-016"}


def test_entries_rewritten_and_committed_are_found_in_git(cloned: Path) -> None:
    home = cloned / "casefiles"
    rewrite(home, lambda entry: replace(entry, by=By("Somebody Else")), number=1)
    commit(cloned, "Tidy")
    assert codes(home) == {"REG-016"}


def test_history_rewritten_is_found_by_the_commits_that_entries_name_and_by_other_branches(cloned: Path) -> None:
    home = cloned / "casefiles"
    first = git(cloned, "rev-list", "--max-parents=0", "HEAD")
    shutil.rmtree(home / CASE / "issued")
    git(cloned, "checkout", "-q", "--orphan", "clean")
    (cloned / "note.txt").write_text("a new beginning")
    commit(cloned, "The case")
    judged_issue(home, FIRST, "2025-11-20T10:15:01Z")
    commit(cloned, "Issued")
    assert codes(home) == {"REG-017"}
    git(cloned, "branch", "-D", "main")
    git(cloned, "remote", "remove", "origin")
    assert codes(home) == set()
    rewrite(home, lambda entry: replace(entry, details={**entry.details, "git": {"commit": first}}))
    commit(cloned, "Amended")
    git(cloned, "gc", "-q", "--prune=now")
    assert "REG-018" in codes(home)


def test_a_shallow_clone_says_what_it_could_not_look_at(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "clone")
    (said,) = proved(tmp_path / "clone/casefiles").problems
    assert (said.code, said.severity) == ("REG-018", "note")


def test_two_branches_that_both_issued_are_merged_without_a_conflict(cloned: Path) -> None:
    home = cloned / "casefiles"
    git(cloned, "checkout", "-q", "-b", "ours")
    judged_issue(home, THIRD, "2025-11-25T09:00:00Z")
    commit(cloned, "Issued on ours")
    git(cloned, "checkout", "-q", "main")
    git(cloned, "checkout", "-q", "-b", "theirs")
    acting = Acting(home, CASE, Circumstances("2025-11-26T09:00:00Z", By("Tom Ellery")))
    give(acting, FIRST, {"to": "headteacher", "how": "by post", "on": "2025-11-26", "capacity": ""})
    commit(cloned, "Given on theirs")
    git(cloned, "merge", "-q", "-m", "Both", "ours")
    found = proved(home, again=True)
    assert [(each.code, each.severity) for each in found.problems] == [("REG-007", "note")]
    assert all(each.intact == each.says == each.reproduced == "yes" for each in found.verdicts)
    before = set(register(home).heads)
    give(replace(acting, asked=Circumstances("2025-11-27T09:00:00Z", By("Tom Ellery"))), THIRD,
         {"to": "headteacher", "how": "by post", "on": "2025-11-26", "capacity": ""})  # fmt: skip
    assert set(register(home).entries[-1].entry.previous) == before
    assert codes(home) == set()


def test_two_branches_that_issued_the_same_letter_leave_two_documents_that_both_stand(cloned: Path) -> None:
    home = cloned / "casefiles"
    for branch, at in (("ours", "2025-11-25T09:00:00Z"), ("theirs", "2025-11-25T09:30:00Z")):
        git(cloned, "checkout", "-q", "-b", branch, "main")
        judged_issue(home, THIRD, at)
        commit(cloned, f"Issued on {branch}")
    git(cloned, "merge", "-q", "-m", "Both", "ours")
    assert codes(home, again=True) == {"REG-007", "REG-025"}
    one, other = (each.reference for each in register(home).documents if each.stem == THIRD)
    supersede(Acting(home, CASE, Circumstances("2025-11-26T09:00:00Z", AMARA)), one, other, "Issued twice")
    assert codes(home) == set()
