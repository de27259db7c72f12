from __future__ import annotations

import pytest

from casefiles.watch.agenda import CAP, HOLD, QUIET, Agenda, Look
from casefiles.watch.events import Event, Ground, Kind

GROUND = Ground(without=("build", "inbox"))
CASE = "camden/rowan-hill-primary"
SAVE = Event(Kind.MODIFIED, f"{CASE}/priorities.yaml")


def agenda(*heard: tuple[float, Event]) -> Agenda:
    """An agenda begun at 0, after what was heard when."""
    whole = Agenda(every=3.0, next_whole=3.0)
    for now, event in heard:
        whole = whole.heard(event, GROUND, now)
    return whole


def test_a_save_is_looked_at_after_a_quiet_moment_and_not_before() -> None:
    saved = agenda((1.0, SAVE))
    assert saved.look(1.0 + QUIET / 2) is None
    assert saved.wait(1.0) == pytest.approx(QUIET)
    assert saved.look(1.0 + QUIET) == Look(frozenset({CASE}))


def test_each_event_of_a_burst_puts_the_look_off_but_only_up_to_the_cap() -> None:
    burst = agenda(*((1.0 + step * 0.02, SAVE) for step in range(13)))
    assert burst.wait(1.24) == pytest.approx(1.0 + CAP - 1.24)
    assert burst.look(1.0 + CAP) == Look(frozenset({CASE}))


def test_replace_on_save_is_seen_at_the_name_that_the_file_moved_to() -> None:
    moved = Event(Kind.MOVED, f"{CASE}/.priorities.yaml.swp", f"{CASE}/priorities.yaml")
    assert agenda((1.0, moved)).look(2.0) == Look(frozenset({CASE}))


def test_a_file_moved_between_schools_is_looked_at_in_both() -> None:
    moved = Event(Kind.MOVED, "camden/a/actions.yaml", "camden/b/actions.yaml")
    assert agenda((1.0, moved)).look(2.0) == Look(frozenset({"camden/a", "camden/b"}))


@pytest.mark.parametrize("kind", [Kind.CREATED, Kind.DELETED, Kind.MOVED])
def test_a_folder_that_comes_goes_or_moves_is_a_reason_to_look_at_everything(kind: Kind) -> None:
    assert agenda((1.0, Event(kind, "camden/new", "camden/b", is_folder=True))).look(2.0) == Look(whole=True)


def test_a_folder_whose_list_of_files_changed_is_looked_at_itself() -> None:
    assert agenda((1.0, Event(Kind.MODIFIED, CASE, is_folder=True))).look(2.0) == Look(frozenset({CASE}))


def test_events_that_were_lost_are_a_reason_to_look_at_everything() -> None:
    assert agenda((1.0, Event(Kind.LOST))).look(1.0 + QUIET) == Look(whole=True)


@pytest.mark.parametrize(
    "path",
    [
        "build/index.html",
        "build/camden/rowan-hill-primary/2025-11-04-letter.docx",
        "build",
        "inbox/sheet.docx",
        ".git/index.lock",
        f"{CASE}/.casefiles-k2j1.tmp",
        f"{CASE}/priorities.yaml~",
        f"{CASE}/~$letter.docx",
    ],
)
def test_its_own_writes_git_and_temporary_files_wake_nothing(path: str) -> None:
    assert agenda((1.0, Event(Kind.CREATED, path))).look(2.9) is None


def test_a_folder_that_only_begins_like_the_drafts_is_followed() -> None:
    assert agenda((1.0, Event(Kind.CREATED, "building/authority.yaml"))).look(2.0) == Look(frozenset({"building"}))


def test_everything_is_looked_at_every_few_seconds_whatever_was_heard() -> None:
    assert agenda().wait(1.0) == 2.0
    assert agenda().look(2.99) is None
    assert agenda().look(3.0) == Look(whole=True)
    after = agenda().looked(Look(whole=True), 3.0, took=0.01)
    assert after.next_whole == 6.0


def test_a_slow_drive_is_looked_at_less_often() -> None:
    assert agenda().looked(Look(whole=True), 3.0, took=0.4).next_whole == pytest.approx(43.0)


def test_a_look_at_some_folders_does_not_put_off_the_look_at_everything() -> None:
    assert agenda((1.0, SAVE)).looked(Look(frozenset({CASE})), 1.1, took=0.5).next_whole == 3.0


def test_while_git_is_at_work_the_look_waits() -> None:
    held = agenda((1.0, SAVE)).held(1.1)
    assert held.look(1.1 + HOLD / 2) is None
    assert held.look(1.1 + HOLD) == Look(whole=True)


def test_a_watch_of_one_school_follows_what_bears_on_it_and_no_other() -> None:
    ground = Ground(("build",), (CASE,))
    for path in (f"{CASE}/a.yaml", CASE, "camden", "camden/authority.yaml", "camden/templates/x.docx", "caseload.yaml"):
        assert ground.holds(path), path
    for path in ("camden/other/school.yaml", "camden/rowan-hill-primary-two/a.yaml", "leeds/authority.yaml"):
        assert not ground.holds(path), path
