from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from casefiles.build import Built, Options, build
from casefiles.caseload import Caseload, Outline, load, read_cases
from casefiles.caseload.folder import parsed_file
from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.errors import CasefilesError
from casefiles.judgement import Judged, judge, judge_again
from casefiles.model.caseview import Case
from casefiles.overview import Overview
from casefiles.source import Parsed, parse_yaml
from casefiles.watch.memory import Memory, Round, compared
from casefiles.web.calendar import calendar_file
from casefiles.web.index import index_page
from casefiles.web.school import shown_schools
from caseloads import LETTER, SCHOOL, SMALL, edit
from notation import parse_tree, write_tree

DAY = date(2025, 12, 1)
ROWAN = "camden/rowan-hill-primary"
BRAMBLE = "camden/bramble-lane"
REPORT = "camden/programme/reports/2025-11-20-risk-register.md"
PROGRAMME = f"""
=== casefiles/camden/programme/programme.yaml
title: Camden Learning Commission
period: {{from: 2023-09-01, to: 2026-09-01}}
small_numbers: 5
=== casefiles/{REPORT}
---
kind: risk-register
since: 2025-09-01
---
## Summary
Two schools are at targeted support.
"""


@dataclass
class Told:
    """What the overview of the whole was made of, each time."""

    made: list[tuple[Judged, Built]] = field(default_factory=list)

    def __call__(self, judged: Judged, built: Built) -> None:
        self.made.append((judged, built))


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Two schools, alike but for their names."""
    write_tree(tmp_path, SMALL)
    for path, text in parse_tree(SMALL).items():
        if path.startswith(SCHOOL):
            target = tmp_path / path.replace("rowan-hill-primary", "bramble-lane")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text.replace("Rowan Hill", "Bramble Lane").replace("900114", "900115"))
    return tmp_path / "casefiles"


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def memory(here: Path, told: Told) -> Memory:
    begun = Memory(here, (), Options(pdf=False), told)
    begun.begin(DAY)
    return begun


@pytest.fixture
def with_programme(here: Path, tmp_path: Path, told: Told) -> Memory:
    """The same with a report across both schools."""
    write_tree(tmp_path, PROGRAMME)
    begun = Memory(here, (), Options(pdf=False), told)
    begun.begin(DAY)
    return begun


REVIEW = """
=== casefiles/camden/rowan-hill-primary/meetings/2025-11-25-review.md
---
kind: targeted-review
present: [headteacher, chair-of-governors, cpp]
progress:
  phonics: {judgement: on-track, risk: low, value: 69}
judgement: on-track
risk: low
---
## Raise the proportion of Year 1 pupils meeting the phonics standard
### Impact
Daily phonics is taught in both classes.
### Next steps
Go on.
"""


@dataclass
class Ahead:
    """The Word files that are other than before when a case is judged again."""

    folder: Path
    before: dict[str, bytes] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def starts(self) -> None:
        self.before = {path.name: path.read_bytes() for path in self.folder.glob("*.docx")}

    def look(self) -> None:
        self.seen = [
            each.name for each in self.folder.glob("*.docx") if each.read_bytes() != self.before.get(each.name)
        ]


@pytest.fixture
def ahead(here: Path, monkeypatch: pytest.MonkeyPatch) -> Ahead:
    """What lies in the folder of drafts of Rowan Hill when its case is judged again."""
    found = Ahead(here / "build" / ROWAN)

    def judging(former: Judged, caseload: Caseload, folders: Collection[str]) -> Judged:
        found.look()
        return judge_again(former, caseload, folders)

    monkeypatch.setattr("casefiles.watch.memory.judge_again", judging)
    return found


EVERYTHING = "everything"


def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders of cases that are read from now on, or that everything is."""
    seen: list[str] = []

    def remembering(root: Path, only: tuple[Path, ...] = ()) -> Caseload:
        seen.append(EVERYTHING)
        return load(root, only)

    def remembering_cases(found: Outline, folders: Iterable[str]) -> Caseload:
        wanted = list(folders)
        seen.extend(wanted)
        return read_cases(found, wanted)

    monkeypatch.setattr("casefiles.watch.memory.load", remembering)
    monkeypatch.setattr("casefiles.watch.again.read_cases", remembering_cases)
    return seen


def files_of(folder: Path, here: Path) -> list[str]:
    """The files of a folder as a look would tell of them."""
    return sorted(path.relative_to(here).as_posix() for path in folder.rglob("*") if path.is_file())


def assert_as_built_from_nothing(memory: Memory, here: Path) -> None:
    """What is in memory is what a build of the whole would say, and so are the page and the calendar."""
    assert memory.latest is not None
    judged, built = memory.latest
    fresh = judge(load(here), DAY)
    anew = build(fresh, Options(out=here / ".anew", pdf=False))
    assert judged.diagnostics == fresh.diagnostics
    assert [each.case for each in judged.cases] == [each.case for each in fresh.cases]
    assert judged.caseload == fresh.caseload
    assert judged.statuses == fresh.statuses
    assert [each.case for each in judged.programmes] == [each.case for each in fresh.programmes]
    assert built.diagnostics == anew.diagnostics
    assert standing(built) == standing(anew)
    seen, truly = Overview.of(judged), Overview.of(fresh)
    schools, true_ones = shown_schools(seen, built), shown_schools(truly, anew)
    assert index_page(seen, schools, built.out) == index_page(truly, true_ones, anew.out)
    assert calendar_file(seen, schools) == calendar_file(truly, true_ones)


def standing(built: Built) -> list[tuple[object, ...]]:
    """The documents that lie there, with their bytes."""
    return [
        (each.case, each.slug, each.record, each.gaps, [(file.path.name, file.sha256) for file in each.files])
        for each in built.documents
        if each.state not in {"refused", "stale"}
    ]


def test_a_save_reads_and_builds_its_case_alone(memory: Memory, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = reads(monkeypatch)
    edit(here / ROWAN / "school.yaml", "Rowan Hill Primary", "Rowan Bank Primary")
    done = memory.follow([f"{ROWAN}/school.yaml"], DAY)
    assert seen == [ROWAN]
    assert [(each.case, each.state) for each in done.built.documents] == [("rowan-hill-primary", "written")]
    assert {each.case for each in done.whole.documents} == {"rowan-hill-primary", "bramble-lane"}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param(f"{ROWAN}/school.yaml", "Rowan Hill Primary", "Rowan Bank Primary", id="another name"),
        pytest.param(f"{ROWAN}/priorities.yaml", "area: achievement", "area: nonsense", id="an error"),
        pytest.param(f"{ROWAN}/case.yaml", "levels:", "levels: [", id="a broken case"),
        pytest.param(f"{ROWAN}/school.yaml", "urn:", "urn: [", id="a broken school"),
        pytest.param("camden/authority.yaml", "email: improvement", "email: improving", id="the authority"),
    ],
)
def test_after_any_change_memory_holds_what_a_build_of_the_whole_would_say(
    memory: Memory, file: str, old: str, new: str
) -> None:
    here = memory.root
    before = (here / file).read_text()
    edit(here / file, old, new)
    memory.follow([file], DAY)
    assert_as_built_from_nothing(memory, here)
    (here / file).write_text(before)
    memory.follow([file], DAY)
    assert_as_built_from_nothing(memory, here)


def test_a_new_school_s_folder_reads_and_builds_that_school_alone(
    memory: Memory, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = reads(monkeypatch)
    shutil.copytree(here / ROWAN, here / "camden/rowan-dale")
    done = memory.follow(files_of(here / "camden/rowan-dale", here), DAY)
    assert seen == ["camden/rowan-dale"]
    assert [(each.case, each.state) for each in done.built.documents] == [("rowan-dale", "written")]
    assert done.judged.count == 3
    assert_as_built_from_nothing(memory, here)


def test_of_a_school_that_is_saved_again_only_the_saved_file_is_parsed(
    memory: Memory, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.follow([f"{ROWAN}/case.yaml"], DAY)
    parsed: list[str] = []

    def remembering(data: bytes, file: str) -> Parsed:
        parsed.append(file)
        return parse_yaml(data, file)

    monkeypatch.setattr(parsed_file, "__defaults__", (remembering,))
    edit(here / ROWAN / "school.yaml", "Rowan Hill Primary", "Rowan Bank Primary")
    memory.follow([f"{ROWAN}/school.yaml"], DAY)
    assert parsed == [f"{ROWAN}/school.yaml"]
    assert_as_built_from_nothing(memory, here)


def test_a_school_that_goes_reads_no_other_and_takes_its_drafts_out_of_the_way(
    memory: Memory, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = reads(monkeypatch)
    files = files_of(here / BRAMBLE, here)
    shutil.rmtree(here / BRAMBLE)
    done = memory.follow(files, DAY)
    assert seen == []
    assert [(each.case, each.state) for each in done.built.documents] == [("bramble-lane", "stale")]
    assert not (here / "build" / BRAMBLE / Path(LETTER).name).with_suffix(".docx").exists()
    assert done.judged.count == 1
    assert_as_built_from_nothing(memory, here)


def test_a_school_that_is_renamed_goes_and_comes_under_its_other_name(memory: Memory, here: Path) -> None:
    files = files_of(here / BRAMBLE, here)
    (here / BRAMBLE).rename(here / "camden/bramble-hall")
    done = memory.follow([*files, *files_of(here / "camden/bramble-hall", here)], DAY)
    states = {(each.case, each.state) for each in done.built.documents}
    assert states == {("bramble-hall", "written"), ("bramble-lane", "stale")}
    assert_as_built_from_nothing(memory, here)


def test_a_folder_that_is_no_school_yet_is_said_and_becomes_one(
    memory: Memory, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = reads(monkeypatch)
    folder = here / "camden/rowan-dale"
    folder.mkdir()
    shutil.copy(here / ROWAN / "case.yaml", folder)
    before = memory.follow(["camden/rowan-dale/case.yaml"], DAY)
    assert [each.span.file for each in before.appeared] == ["camden/rowan-dale"]
    assert seen == []
    assert_as_built_from_nothing(memory, here)
    shutil.copy(here / ROWAN / "school.yaml", folder)
    after = memory.follow(["camden/rowan-dale/school.yaml"], DAY)
    assert "camden/rowan-dale" in {each.span.file for each in after.gone}
    assert_as_built_from_nothing(memory, here)
    (folder / "school.yaml").unlink()
    memory.follow(["camden/rowan-dale/school.yaml"], DAY)
    assert_as_built_from_nothing(memory, here)


def test_a_logo_in_a_folder_of_its_own_concerns_every_letter(
    memory: Memory, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(here / "camden/authority.yaml", "letterhead:", "letterhead:\n  logo: pictures/logo.png")
    memory.follow(["camden/authority.yaml"], DAY)
    seen = reads(monkeypatch)
    (here / "camden/pictures").mkdir()
    (here / "camden/pictures/logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    memory.follow(["camden/pictures/logo.png"], DAY)
    assert seen[0] == EVERYTHING
    assert_as_built_from_nothing(memory, here)


def test_a_school_that_was_there_before_its_events_is_built_with_the_first_of_them(memory: Memory, here: Path) -> None:
    shutil.copytree(here / ROWAN, here / "camden/rowan-dale")
    memory.follow([f"{ROWAN}/case.yaml"], DAY)
    assert_as_built_from_nothing(memory, here)


def test_a_broken_file_costs_its_drafts_until_it_is_mended(memory: Memory, here: Path) -> None:
    school = here / ROWAN / "school.yaml"
    whole = school.read_text()
    school.write_text("urn: [900114\n")
    broken = memory.follow([f"{ROWAN}/school.yaml"], DAY)
    assert [each.code for each in broken.appeared if each.span.file.endswith("school.yaml")] == ["SRC-005"]
    assert not (here / "build" / f"{LETTER}.docx").exists()
    school.write_text(whole)
    mended = memory.follow([f"{ROWAN}/school.yaml"], DAY)
    assert "SRC-005" in {each.code for each in mended.gone}
    assert (here / "build" / f"{LETTER}.docx").exists()


def test_templates_stay_in_memory_until_one_changes(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr("casefiles.rendering.read_templates", remembering_templates(read))
    memory.follow([f"{ROWAN}/case.yaml"], DAY)
    assert read == []
    seen = reads(monkeypatch)
    done = memory.follow(["camden/templates/shells/initial-letter.docx"], DAY)
    assert read == ["camden"]
    assert seen == []
    assert len(done.built.documents) == 2


def remembering_templates(read: list[str]) -> Callable[..., object]:
    from casefiles.caseload import read_templates  # noqa: PLC0415 - the function that the test stands before

    def remembering(root: Path, authority: str, *rest: str) -> object:
        read.append(authority)
        return read_templates(root, authority, *rest)

    return remembering


def test_another_day_judges_everything_again(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = reads(monkeypatch)
    done = memory.follow([], date(2026, 3, 1))
    assert seen == [EVERYTHING]
    assert done.judged.as_of == date(2026, 3, 1)
    assert done.appeared


def test_after_a_failure_everything_is_read_again(memory: Memory, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = here / "build/.lock"
    lock.write_text('{"process": 1, "machine": "another"}')
    with pytest.raises(CasefilesError, match="another casefiles is at work"):
        memory.follow([f"{ROWAN}/case.yaml"], DAY)
    lock.unlink()
    seen = reads(monkeypatch)
    memory.follow([f"{ROWAN}/case.yaml"], DAY)
    memory.follow([f"{ROWAN}/case.yaml"], DAY)
    assert seen == [EVERYTHING, ROWAN]


def test_the_overview_is_always_of_the_whole(memory: Memory, told: Told) -> None:
    done: Round = memory.follow([f"{ROWAN}/case.yaml"], DAY)
    assert told.made[-1] == (done.judged, done.whole)
    assert len(told.made[-1][0].cases) == 2


def test_a_diagnostic_that_moved_to_another_line_is_neither_new_nor_gone() -> None:
    def said(line: int, message: str) -> Diagnostic:
        return Diagnostic(Span("camden/a/case.yaml", line), "SCH-002", Severity.WARNING, message)

    before = (said(1, "unknown key"), said(5, "unknown key"), said(7, "no such day"))
    now = (said(2, "unknown key"), said(6, "unknown key"), said(9, "unknown key"))
    assert compared(before, now) == ((said(9, "unknown key"),), (said(7, "no such day"),))


def test_a_report_across_schools_waits_until_it_is_caught_up_with(
    with_programme: Memory, here: Path, told: Told
) -> None:
    memory = with_programme
    shutil.copytree(here / ROWAN, here / "camden/rowan-dale")
    done = memory.follow(files_of(here / "camden/rowan-dale", here), DAY)
    assert {each.case for each in done.built.documents} == {"rowan-dale"}
    waits = [memory.is_behind]
    caught = memory.catch_up(lambda: True)
    assert [(each.case, each.state) for each in caught.built.documents] == [("programme", "written")]
    assert [*waits, memory.is_behind] == [True, False]
    assert told.made[-1] == (caught.judged, caught.whole)
    assert_as_built_from_nothing(memory, here)


def test_what_was_read_off_a_school_that_did_not_change_is_not_read_again(
    with_programme: Memory, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, read = with_programme, list[str]()
    edit(here / ROWAN / "school.yaml", "Rowan Hill Primary", "Rowan Bank Primary")
    memory.follow([f"{ROWAN}/school.yaml"], DAY)
    monkeypatch.setattr("casefiles.policy.overview._school_on", remembering_schools(read))
    memory.catch_up(lambda: True)
    assert set(read) == {"rowan-hill-primary"}
    assert_as_built_from_nothing(memory, here)


def remembering_schools(read: list[str]) -> Callable[..., object]:
    from casefiles.policy import overview  # noqa: PLC0415 - the function that the test stands before

    reading = overview._school_on

    def remembering(case: Case, *rest: object) -> object:
        read.append(case.id)
        return reading(case, *rest)  # type: ignore[arg-type]

    return remembering


def test_catching_up_stops_where_it_is_told_to_and_goes_on_later(with_programme: Memory, here: Path) -> None:
    memory = with_programme
    edit(here / ROWAN / "school.yaml", "Rowan Hill Primary", "Rowan Bank Primary")
    memory.follow([f"{ROWAN}/school.yaml"], DAY)
    stopped = memory.catch_up(lambda: False)
    assert stopped.built.left == 1
    assert {each.case for each in stopped.whole.documents} == {"bramble-lane", "programme", "rowan-hill-primary"}
    assert memory.is_behind
    memory.catch_up(lambda: True)
    assert_as_built_from_nothing(memory, here)


def test_a_report_that_is_itself_saved_is_made_at_once(with_programme: Memory, here: Path) -> None:
    edit(here / REPORT, "Two schools", "Both schools")
    done = with_programme.follow([REPORT], DAY)
    assert [(each.case, each.state) for each in done.built.documents] == [("programme", "written")]
    assert not with_programme.is_behind
    assert_as_built_from_nothing(with_programme, here)


def test_a_programme_that_comes_or_goes_is_built_or_retired(memory: Memory, here: Path, tmp_path: Path) -> None:
    write_tree(tmp_path, PROGRAMME)
    files = files_of(here / "camden/programme", here)
    came = memory.follow(files, DAY)
    assert [(each.case, each.state) for each in came.built.documents] == [("programme", "written")]
    assert_as_built_from_nothing(memory, here)
    shutil.rmtree(here / "camden/programme")
    gone = memory.follow(files, DAY)
    assert [(each.case, each.state) for each in gone.built.documents] == [("programme", "stale")]
    assert_as_built_from_nothing(memory, here)


def test_where_nothing_is_read_off_all_schools_nothing_falls_behind(memory: Memory) -> None:
    memory.follow([f"{ROWAN}/case.yaml"], DAY)
    assert not memory.is_behind


def test_the_word_files_of_the_record_that_was_saved_lie_there_before_the_check(
    here: Path, tmp_path: Path, ahead: Ahead
) -> None:
    write_tree(tmp_path, REVIEW)
    memory = Memory(here, (), Options(pdf=False, mail=False), None)
    memory.begin(DAY)
    ahead.starts()
    edit(here / ROWAN / "meetings/2025-11-25-review.md", "Go on.", "Go on & on.")
    done = memory.follow([f"{ROWAN}/meetings/2025-11-25-review.md"], DAY)
    assert ahead.seen == ["2025-11-25-targeted-meeting-report.docx"]
    states = {each.slug: each.state for each in done.built.documents}
    assert states["targeted-meeting-report"] == "written"
    assert states["targeted-initial-letter"] == "unchanged"
    assert_as_built_from_nothing_without_mail(memory, here)


def assert_as_built_from_nothing_without_mail(memory: Memory, here: Path) -> None:
    """What lies there is what a build of the whole would write."""
    assert memory.latest is not None
    anew = build(judge(load(here), DAY), Options(out=here / ".anew", pdf=False, mail=False))
    assert standing(memory.latest[1]) == standing(anew)


def test_all_word_files_of_a_school_lie_there_before_the_check_where_its_name_changed(
    memory: Memory, here: Path, ahead: Ahead
) -> None:
    ahead.starts()
    edit(here / ROWAN / "school.yaml", "Rowan Hill", "Rowan Heath")
    done = memory.follow([f"{ROWAN}/school.yaml"], DAY)
    assert ahead.seen == sorted(ahead.before)
    assert {each.state for each in done.built.documents} == {"written"}
    assert_as_built_from_nothing(memory, here)


def test_a_draft_that_somebody_edited_is_set_aside_and_named_before_it_is_written_anew(
    memory: Memory, here: Path, ahead: Ahead
) -> None:
    letter = here / f"build/{LETTER}.docx"
    letter.write_bytes(b"edited by hand")
    ahead.starts()
    edit(here / ROWAN / "school.yaml", "Rowan Hill", "Rowan Heath")
    done = memory.follow([f"{ROWAN}/school.yaml"], DAY)
    assert ahead.seen == []
    (note,) = [note for each in done.built.documents for note in each.notes]
    assert "was changed by hand" in note
    assert (here / f"build/stale/{LETTER}.docx").read_bytes() == b"edited by hand"
    assert_as_built_from_nothing(memory, here)


def test_two_schools_that_change_at_once_are_judged_before_anything_is_written(
    memory: Memory, here: Path, ahead: Ahead
) -> None:
    ahead.starts()
    for school in (ROWAN, BRAMBLE):
        edit(here / school / "school.yaml", "NW5 9ZZ", "NW5 9ZX")
    memory.follow([f"{ROWAN}/school.yaml", f"{BRAMBLE}/school.yaml"], DAY)
    assert ahead.seen == []
    assert_as_built_from_nothing(memory, here)
