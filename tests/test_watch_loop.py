from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from casefiles.errors import CasefilesError
from casefiles.watch.agenda import QUIET, Look
from casefiles.watch.events import Event, Ground, Kind
from casefiles.watch.loop import CALM, EVERY, RETRY, Watch

CASE = "camden/rowan-hill-primary"
SAVE = Event(Kind.MODIFIED, f"{CASE}/priorities.yaml")


class EndOfScriptError(Exception):
    """All that was scripted has happened."""


@dataclass
class Script:
    """A world that happens as written: at each time an event, or something that is done to it. No clock, no sleep."""

    events: list[tuple[float, Event | Callable[[], None]]]
    end: float
    now: float = 0.0

    def next(self, seconds: float) -> Event | None:
        """What comes within so many seconds; time passes up to it."""
        until = self.now + seconds
        while self.events and self.events[0][0] <= until:
            when, what = self.events.pop(0)
            self.now = max(self.now, when)
            if isinstance(what, Event):
                return what
            what()
        if until > self.end:
            raise EndOfScriptError
        self.now = max(self.now, until)
        return None

    def close(self) -> None:
        """Nothing to stop."""


@dataclass
class Files:
    """Files that change when a test says so."""

    pending: set[str] = field(default_factory=set)
    ground: Ground = field(default_factory=Ground)
    is_there: bool = True
    is_held: bool = False
    looks: list[Look] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    def held(self) -> bool:
        return self.is_held

    def changes(self, look: Look) -> tuple[str, ...]:
        self.looks.append(look)
        self.meanwhile()
        found = {path for path in self.pending if look.whole or path.rpartition("/")[0] in look.folders}
        self.pending -= found
        return tuple(sorted(found))


@dataclass
class Doing:
    """What was gone over, and what was said."""

    script: Script
    done: list[tuple[float, tuple[str, ...]]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None
    another_day: bool = False
    reports: int = 0
    left: int = 0
    made: list[float] = field(default_factory=list)

    def go_over(self, changed: Sequence[str]) -> None:
        self.meanwhile()
        if self.failures:
            raise self.failures.pop(0)
        self.another_day = False
        self.left = self.reports
        self.done.append((round(self.script.now, 3), tuple(changed)))

    def is_due(self) -> bool:
        return self.another_day

    def is_behind(self) -> bool:
        return self.left > 0

    def catch_up(self, go_on: Callable[[], bool]) -> None:
        """Make the reports, half a second each."""
        if self.failures:
            raise self.failures.pop(0)
        while self.left and go_on():
            self.script.now += 0.5
            self.left -= 1
            self.made.append(round(self.script.now, 3))

    def complain(self, failure: Exception) -> None:
        self.said.append(str(failure))

    def say(self, sentence: str) -> None:
        self.said.append(sentence)


@dataclass
class World:
    """A watch with all around it."""

    script: Script
    files: Files
    doing: Doing

    def run(self, *, every: float = EVERY) -> None:
        watch = Watch(self.script, self.files, self.doing, clock=lambda: self.script.now, every=every)
        with pytest.raises(EndOfScriptError):
            watch.run()

    def save(self, path: str) -> Callable[[], None]:
        """A change of a file that no event tells of by itself."""
        return lambda: self.files.pending.add(path)


def world(*events: tuple[float, Event | Callable[[], None]], end: float = 2.0) -> World:
    script = Script(list(events), end)
    return World(script, Files(), Doing(script))


def burst(path: str, times: Sequence[float]) -> Iterator[tuple[float, Event]]:
    for when in times:
        yield when, Event(Kind.MODIFIED, path)


def test_a_save_is_gone_over_once_after_a_quiet_moment() -> None:
    one = world((1.0, SAVE))
    one.files.pending = {SAVE.path}
    one.run()
    assert one.doing.done == [(1.0 + QUIET, (SAVE.path,))]


def test_an_event_without_a_change_does_nothing() -> None:
    one = world((1.0, SAVE))
    one.run()
    assert one.doing.done == []
    assert one.files.looks == [Look(frozenset({CASE}))]


def test_multiple_dirs_changes_rebuild_only_once() -> None:
    paths = [f"camden/school-{number}/case.yaml" for number in range(5)]
    one = world(*((1.0 + number * 0.01, Event(Kind.MODIFIED, path)) for number, path in enumerate(paths)))
    one.files.pending = set(paths)
    one.run()
    assert one.doing.done == [(1.04 + QUIET, tuple(paths))]


def test_a_change_is_detected_while_building() -> None:
    one = world((1.0, SAVE), (1.05, Event(Kind.MODIFIED, f"{CASE}/actions.yaml")))
    one.files.pending = {SAVE.path}

    def slow() -> None:
        one.script.now += 1.0
        one.files.pending.add(f"{CASE}/actions.yaml")
        one.doing.meanwhile = lambda: None

    one.doing.meanwhile = slow
    one.script.end = 4.0
    one.run()
    assert [changed for _, changed in one.doing.done] == [(SAVE.path,), (f"{CASE}/actions.yaml",)]


def test_a_change_that_no_event_told_of_is_found_within_a_few_seconds() -> None:
    one = world(end=EVERY + 0.5)
    one.files.pending = {SAVE.path}
    one.run()
    assert one.doing.done == [(EVERY, (SAVE.path,))]


def test_it_outlives_a_fault_of_ours_and_owes_what_it_could_not_do() -> None:
    other = f"{CASE}/actions.yaml"
    one = world((1.0, SAVE), (6.0, lambda: one.files.pending.add(other)), (6.0, SAVE), end=8.0)
    one.files.pending = {SAVE.path}
    one.doing.failures = [ZeroDivisionError("division by zero")]
    one.run()
    assert one.doing.said == ["division by zero"]
    assert [changed for _, changed in one.doing.done] == [(other, SAVE.path)]


def test_what_the_world_refuses_is_said_once_and_tried_again_by_itself() -> None:
    one = world((1.0, SAVE), end=5.0)
    one.files.pending = {SAVE.path}
    one.doing.failures = [
        CasefilesError("another casefiles is at work"),
        CasefilesError("another casefiles is at work"),
    ]
    one.run()
    assert one.doing.said == ["another casefiles is at work"]
    assert one.doing.done == [(round(1.0 + QUIET + 2 * RETRY, 3), (SAVE.path,))]


def test_while_git_is_at_work_nothing_is_built_and_then_everything_at_once() -> None:
    paths = {f"camden/school-{number}/case.yaml" for number in range(9)}
    one = world(*burst(f"{CASE}/case.yaml", [1.0, 1.1, 1.2, 1.5, 2.0]), end=3.0)
    one.files.pending = set(paths)
    one.files.is_held = True
    one.script.events.append((2.2, lambda: setattr(one.files, "is_held", False)))
    one.run()
    assert len(one.doing.done) == 1
    assert one.doing.done[0][0] >= 2.2
    assert set(one.doing.done[0][1]) == paths


def test_what_was_seen_while_git_began_is_built_with_the_rest() -> None:
    one = world(end=EVERY + 2.0)
    one.files.pending = {"camden/first/case.yaml"}

    def git_begins() -> None:
        one.files.is_held = True
        one.files.meanwhile = lambda: None

    def git_ends() -> None:
        one.files.pending.add("camden/second/case.yaml")
        one.files.is_held = False

    one.files.meanwhile = git_begins
    one.script.events.append((EVERY + 0.5, git_ends))
    one.run()
    assert [changed for _, changed in one.doing.done] == [("camden/first/case.yaml", "camden/second/case.yaml")]


def test_a_caseload_that_goes_out_of_sight_loses_nothing() -> None:
    one = world((1.0, SAVE), end=12.0)
    one.files.is_there = False
    one.script.events.append((8.0, lambda: setattr(one.files, "is_there", True)))
    one.files.pending = {SAVE.path}
    one.run()
    assert one.doing.said == ["the caseload is out of sight: waiting for it", "the caseload is back"]
    assert len(one.doing.done) == 1
    assert one.doing.done[0][0] > 8.0


def test_at_midnight_everything_is_judged_as_of_the_new_day() -> None:
    one = world((1.0, lambda: setattr(one.doing, "another_day", True)), end=7.0)
    one.run()
    assert one.doing.done == [(EVERY, ())]


def test_without_events_the_looks_alone_find_every_save() -> None:
    one = world(
        (0.4, lambda: one.files.pending.add(SAVE.path)), (2.6, lambda: one.files.pending.add(SAVE.path)), end=4.0
    )
    one.run(every=1.0)
    assert one.doing.done == [(1.0, (SAVE.path,)), (3.0, (SAVE.path,))]


GONE_OVER = 1.0 + QUIET
"""When a save of second 1 is gone over."""


def test_what_can_wait_is_made_when_nothing_has_changed_for_some_seconds() -> None:
    one = world((1.0, SAVE), end=20.0)
    one.files.pending = {SAVE.path}
    one.doing.reports = 2
    one.run()
    assert one.doing.made == [GONE_OVER + CALM + 0.5, GONE_OVER + CALM + 1.0]


def test_each_further_save_puts_off_what_can_wait() -> None:
    one = world((1.0, SAVE), (3.0, SAVE), (5.0, SAVE), end=20.0)
    one.doing.reports = 1
    for when, _ in list(one.script.events):
        one.script.events.append((when - 0.01, one.save(SAVE.path)))
    one.script.events.sort(key=lambda each: each[0])
    one.run()
    assert len(one.doing.done) == 3
    assert one.doing.made == [5.0 + QUIET + CALM + 0.5]


def test_a_save_in_the_midst_of_it_comes_first_and_the_rest_is_made_later() -> None:
    in_the_midst = GONE_OVER + CALM + 0.7
    one = world(
        (1.0, SAVE), (in_the_midst - 0.01, lambda: one.files.pending.add(SAVE.path)), (in_the_midst, SAVE), end=20.0
    )
    one.files.pending = {SAVE.path}
    one.doing.reports = 4
    one.run()
    again = round(GONE_OVER + CALM + 1.0 + QUIET, 3)
    assert [when for when, _ in one.doing.done] == [GONE_OVER, again]
    first = [GONE_OVER + CALM + 0.5, GONE_OVER + CALM + 1.0]
    assert one.doing.made[:3] == [*first, again + CALM + 0.5]
    assert len(one.doing.made) == 6


def test_events_that_change_nothing_do_not_lose_what_can_wait() -> None:
    in_the_midst = GONE_OVER + CALM + 0.2
    one = world((1.0, SAVE), (in_the_midst, SAVE), end=20.0)
    one.files.pending = {SAVE.path}
    one.doing.reports = 2
    one.run()
    assert len(one.doing.done) == 1
    assert len(one.doing.made) == 2


def test_what_the_world_refuses_to_what_can_wait_is_tried_again() -> None:
    one = world((1.0, SAVE), end=20.0)
    one.files.pending = {SAVE.path}
    one.doing.reports = 1
    one.script.events.append((2.0, lambda: one.doing.failures.append(CasefilesError("the disk is full"))))
    one.run()
    assert one.doing.said == ["the disk is full"]
    assert one.doing.made == [GONE_OVER + CALM + RETRY + 0.5]


def test_a_fault_of_ours_in_what_can_wait_is_said_once_and_not_tried_before_the_next_change() -> None:
    one = world((1.0, SAVE), end=20.0)
    one.files.pending = {SAVE.path}
    one.doing.reports = 1
    one.script.events.append((2.0, lambda: one.doing.failures.append(ValueError("our fault"))))
    one.run()
    assert one.doing.said == ["our fault"]
    assert one.doing.made == []
