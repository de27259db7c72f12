"""What a build promises of what is out of date, of its files, and of what interrupts it (docs/performance.md)."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PIL import Image

from casefiles import build_state, drafts, sight
from caseloads import DAY, LETTER, SCHOOL, edit, main, small, snapshot
from test_build import REVIEW, REVIEW_TEXT, words_of

Captured = pytest.CaptureFixture[str]
BUILT = "casefiles/build"
OWN = "casefiles/camden/templates"
FAULTS = 1
"""What a build of the small caseload gives back: its drafts are written, and its files have errors."""
WRITES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir"}


@pytest.fixture(scope="module")
def built_caseload(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small caseload with a second meeting and an own template, built once; Word files alone."""
    here = tmp_path_factory.mktemp("built")
    small(here, REVIEW_TEXT)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here)
        assert main(["template", "copy", "targeted-meeting-report"]) == 0
        build()
    return here


@pytest.fixture
def here(tmp_path: Path, built_caseload: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of the call, with a copy of that caseload and its drafts in ./casefiles."""
    shutil.copytree(built_caseload, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def build(*words: str) -> int:
    return main(["build", *DAY, "--no-pdf", *words])


@pytest.fixture
def reasons(capsys: Captured) -> Callable[..., str]:
    """Builds, and gives what `--why` prints after `because:`."""

    def call(*words: str) -> str:
        capsys.readouterr()
        build("--why", *words)
        lines = capsys.readouterr().out.splitlines()
        return "\n".join(line for line in lines if "because:" in line or line.startswith(" " * 19))

    return call


def test_nothing_changed_gives_no_reason(reasons: Callable[..., str], here: Path) -> None:
    assert (here / BUILT).is_dir()
    assert reasons() == ""


def own_pack(here: Path) -> Path:
    pack = here / "casefiles/camden/packs/mine/pack.yaml"
    pack.parent.mkdir(parents=True, exist_ok=True)
    pack.write_text("name: mine\ntitle: Mine\nunder: england\neditions: []\n", encoding="utf-8")
    return pack


def with_logo(here: Path) -> None:
    edit(here / "casefiles/camden/authority.yaml", "  telephone:", "  logo: templates/logo.png\n  telephone:")
    Image.new("RGB", (60, 20), "navy").save(here / OWN / "logo.png")


def again_in_word(path: Path) -> None:
    document = Document(str(path))
    document.add_paragraph("A line of the office's own.")
    document.save(str(path))


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a record": (lambda here: edit(here / REVIEW, "Go on.", "Go on & on."), "changed file camden/rowan-hill-primary/meetings/2026-01-20-review.md"),
    "the authority": (lambda here: edit(here / "casefiles/camden/authority.yaml", "Ms Osei", "Dr Osei"), "changed file camden/authority.yaml"),
    "a record that is new": (lambda here: (here / SCHOOL / "evidence/2025-10-01-a.md").write_text("---\ntitle: A\nsource: b\n---\n"), "added file camden/rowan-hill-primary/evidence/2025-10-01-a.md"),
    "a record that is gone": (lambda here: (here / SCHOOL / "evidence/2025-09-18-phonics-check.md").unlink(), "removed file camden/rowan-hill-primary/evidence/2025-09-18-phonics-check.md"),
    "an edition of the authority's own pack": (own_pack, "added file camden/packs/mine/pack.yaml"),
    "a template": (lambda here: again_in_word(here / OWN / "targeted-meeting-report.docx"), "changed template camden/templates/targeted-meeting-report.docx"),
    "a template that is gone": (lambda here: (here / OWN / "targeted-meeting-report.docx").unlink(), "removed template camden/templates/targeted-meeting-report.docx"),
    "the logo": (with_logo, "changed file camden/authority.yaml"),
    "an output that is gone": (lambda here: (here / BUILT / f"{LETTER}.docx").unlink(), f"output missing {LETTER}.docx"),
    "an output that was edited": (lambda here: (here / BUILT / f"{LETTER}.docx").write_bytes(b"mine"), f"output changed {LETTER}.docx"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_why_prints_the_reason(here: Path, reasons: Callable[..., str], what: str) -> None:
    change, reason = CHANGES[what]
    change(here)
    assert reason in reasons()
    assert reasons() == ""


def test_what_came_later_is_no_reason_to_make_a_document_again(here: Path, capsys: Captured) -> None:
    edit(here / REVIEW, "Go on.", "Go on & on.")
    (here / SCHOOL / "evidence/2026-01-30-later.md").write_text("---\ntitle: A\nsource: b\n---\n", encoding="utf-8")
    capsys.readouterr()
    build("--output-format", "json")
    why = {each["slug"]: each["why"] for each in json.loads(capsys.readouterr().out)["documents"]}
    assert why["targeted-initial-letter"] == []
    assert [each["path"] for each in why["targeted-meeting-report"]] == [
        f"camden/{Path(REVIEW).relative_to('casefiles/camden').as_posix()}"
    ]
    before = words_in(here)
    build("--force")
    assert words_in(here) == before


def words_in(here: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (here / BUILT).rglob("*.docx")}


def test_why_prints_what_no_file_of_the_caseload_says(
    here: Path, reasons: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (here / BUILT).is_dir()
    assert "forced" in reasons("--force")
    assert "settings changed" in reasons("--no-mail")
    assert "settings changed" in reasons()
    monkeypatch.setattr("casefiles.__version__", "99.0")
    forget_the_program()
    assert "casefiles changed" in reasons()
    assert reasons() == ""
    monkeypatch.undo()
    forget_the_program()


def forget_the_program() -> None:
    for each in (build_state.tool_key, sight.program_mark, sight.package_mark):
        each.cache_clear()


def test_a_fragment_is_a_reason_for_each_document_with_its_block(here: Path, reasons: Callable[..., str]) -> None:
    fragments = here / OWN / "fragments"
    fragments.mkdir()
    shipped = Path(__file__).parent.parent / "templates/fragments/next-dates.docx"
    shutil.copy(shipped, fragments)
    again_in_word(fragments / "next-dates.docx")
    assert "added template camden/templates/fragments/next-dates.docx" in reasons()
    assert "A line of the office" in words_of(here / BUILT / f"{LETTER}.docx")


@pytest.mark.parametrize("what", ["version", "font", "pack", "library"])
def test_the_program_s_version_fonts_packs_and_libraries_are_dependencies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    site = tmp_path / "site"
    package = site / "casefiles"
    for name in ("__init__.py", "documents/pdf/faces/Face.ttf", "policy/packs/camden/2025-10/rules.yaml"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("one", encoding="utf-8")
    (site / "reportlab-4.4.0.dist-info").mkdir()
    monkeypatch.setattr("casefiles.__file__", str(package / "__init__.py"))
    monkeypatch.setattr(build_state, "_libraries", lambda: build_state.libraries_in(site))
    forget_the_program()
    before = build_state.tool_key()
    forget_the_program()
    assert build_state.tool_key() == before
    match what:
        case "version":
            monkeypatch.setattr("casefiles.__version__", "99.0")
        case "font":
            (package / "documents/pdf/faces/Face.ttf").write_text("another face", encoding="utf-8")
        case "pack":
            (package / "policy/packs/camden/2025-10/rules.yaml").write_text("two rules", encoding="utf-8")
        case _:
            (site / "reportlab-4.4.0.dist-info").rename(site / "reportlab-4.5.0.dist-info")
    forget_the_program()
    assert build_state.tool_key() != before
    monkeypatch.undo()
    forget_the_program()


def stamps(here: Path) -> dict[str, int]:
    files = (path for path in (here / BUILT).rglob("*.docx") if path.is_file())
    return {path.relative_to(here / BUILT).as_posix(): path.stat().st_mtime_ns for path in files}


def test_equal_bytes_are_not_written_again_whatever_asked_for_them(here: Path) -> None:
    before = stamps(here)
    assert len(before) == 3
    build("--force")
    assert stamps(here) == before
    edit(here / SCHOOL / "school.yaml", "urn: 900114", "# a comment\nurn: 900114")
    build()
    assert stamps(here) == before
    edit(here / REVIEW, "Go on.", "Go on & on.")
    build()
    assert [name.rpartition("/")[2] for name, stamp in stamps(here).items() if stamp != before[name]] == [
        "2026-01-20-targeted-meeting-report.docx"
    ]


def drafts_of(here: Path) -> dict[str, bytes]:
    """The drafts, without what was set aside and what the builds remember."""
    found = snapshot(here / BUILT)
    return {name: data for name, data in found.items() if not name.startswith((".", "stale/"))}


def fresh(here: Path) -> dict[str, bytes]:
    """The drafts of a build of the same files into an empty folder."""
    build("--out", "fresh")
    found = {name: data for name, data in snapshot(here / "fresh").items() if not name.startswith(".")}
    shutil.rmtree(here / "fresh")
    return found


def test_what_is_renamed_leaves_no_orphan(here: Path) -> None:
    (here / SCHOOL).rename(here / "casefiles/camden/rowan-bank-primary")
    meetings = here / "casefiles/camden/rowan-bank-primary/meetings"
    (meetings / "2026-01-20-review.md").rename(meetings / "2026-01-21-review.md")
    build()
    assert documents(drafts_of(here)) == documents(fresh(here))
    assert not (here / BUILT / "camden/rowan-hill-primary").exists()
    assert any("rowan-bank-primary/2026-01-21" in name for name in drafts_of(here))


def documents(found: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in found.items() if name.endswith((".docx", ".eml"))}


def test_what_is_removed_and_brought_back_is_as_it_was(here: Path) -> None:
    before, text = drafts_of(here), (here / REVIEW).read_bytes()
    (here / REVIEW).unlink()
    build()
    assert documents(drafts_of(here)) == documents(fresh(here))
    assert not any("meeting-report" in name for name in drafts_of(here))
    (here / REVIEW).write_bytes(text)
    build()
    assert documents(drafts_of(here)) == documents(before)


def test_an_edit_taken_back_leaves_the_drafts_as_they_were(here: Path) -> None:
    before, text = drafts_of(here), (here / REVIEW).read_bytes()
    edit(here / REVIEW, "kind: targeted-review", "kind: targeted-review\ncancelled_on: 2026-01-19")
    build()
    (here / REVIEW).write_bytes(text)
    build()
    assert documents(drafts_of(here)) == documents(before)


@pytest.mark.parametrize("keeps_stat", [False, True])
def test_what_changes_during_the_build_is_built_again(
    here: Path, monkeypatch: pytest.MonkeyPatch, *, keeps_stat: bool
) -> None:
    """With `keeps_stat` the edit leaves size and time of the file alone, as a second save in a coarse tick does."""
    edit(here / REVIEW, "Go on.", "Go on one")
    put, school = drafts.put, here / REVIEW

    def edited(root: Path, name: str, data: bytes) -> Any:
        if "Go on one" in school.read_text("utf-8"):
            stat = school.stat()
            with school.open("r+b") as file:
                file.write(school.read_bytes().replace(b"Go on one", b"Go on two"))
            if keeps_stat:
                os.utime(school, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        return put(root, name, data)

    with monkeypatch.context() as patch:
        patch.setattr(drafts, "put", edited)
        build()
    report = here / BUILT / "camden/rowan-hill-primary/2026-01-20-targeted-meeting-report.docx"
    assert "Go on one" in words_of(report)
    build()
    assert "Go on two" in words_of(report)
    assert documents(drafts_of(here)) == documents(fresh(here))


def silence() -> None:
    sys.stdout = sys.stderr = io.StringIO()


def in_child(work: Callable[[], int], *, killed_at: int = 0) -> int:
    """What a process of its own gives back: its exit code, or minus the signal; at that change of a file it is killed.

    Without `killed_at` it writes into ./changes how many times it changed a file.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 70
    try:
        silence()
        changes = 0

        def watched(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal changes
            opens = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))
            if (event in WRITES or opens) and str(arguments[0]) != os.devnull:
                changes += 1
                if changes == killed_at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watched)
        code = work()
        if not killed_at:
            Path("changes").write_text(str(changes), encoding="utf-8")
    finally:
        os._exit(code)


def changed(here: Path) -> None:
    """One document to be written anew, one to be written first, one to be set aside."""
    edit(here / SCHOOL / "school.yaml", "NW5 9ZZ", "NW5 9ZX")
    (here / REVIEW).rename(here / SCHOOL / "meetings/2026-01-21-review.md")


def test_killed_at_any_change_of_a_file_the_next_build_is_right(here: Path, tmp_path_factory: Any) -> None:
    """Every fifth change, so that in the end each step of writing a file has had its turn."""
    changed(here)
    expected = fresh(here)
    trial = tmp_path_factory.mktemp("trial")
    shutil.copytree(here, trial, dirs_exist_ok=True)
    os.chdir(trial)
    assert in_child(build) == FAULTS
    points = int((trial / "changes").read_text("utf-8"))
    assert points > 10
    for point in range(1, points + 1, 5):
        shutil.rmtree(trial)
        shutil.copytree(here, trial)
        os.chdir(trial)
        code = in_child(build, killed_at=point)
        assert code in {FAULTS, -signal.SIGKILL}
        assert build() == FAULTS, f"killed at change {point} of {points}"
        assert documents(drafts_of(trial)) == documents(expected), f"killed at change {point} of {points}"
        assert drafts_of(trial).keys() >= expected.keys()
        left = [path.name for path in (trial / BUILT).rglob("*") if path.suffix == ".tmp" or path.name == ".lock"]
        assert left == [], f"killed at change {point} of {points}"
    os.chdir(here)


def test_two_builds_at_once_leave_what_one_leaves(here: Path) -> None:
    changed(here)
    expected = fresh(here)
    children = []
    for _ in range(2):
        child = os.fork()
        if not child:
            code = 70
            try:
                silence()
                code = build()
            finally:
                os._exit(code)
        children.append(child)
    codes = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    assert codes in ([FAULTS, FAULTS], [FAULTS, 3])
    assert documents(drafts_of(here)) == documents(expected)
    assert build() == FAULTS
    assert documents(drafts_of(here)) == documents(expected)
    assert not (here / BUILT / ".lock").exists()
