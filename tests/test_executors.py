from __future__ import annotations

import gc
import multiprocessing
import os

import pytest

from casefiles import executors
from casefiles.errors import CasefilesError
from casefiles.executors import Executor, InProcess, Processes, chunked, executor_for, processors
from shelf_work import Shelf, dies, fails, settings, times

CHUNKS = chunked(range(7), 2)


@pytest.mark.parametrize("executor", [InProcess(), Processes(2)])
def test_what_the_work_gives_comes_in_the_order_of_the_chunks(executor: Executor) -> None:
    assert [found for found, _ in executor.map(times, Shelf(3), CHUNKS)] == [[0, 3], [6, 9], [12, 15], [18]]


@pytest.mark.parametrize("executor", [InProcess(), Processes(1)])
def test_what_is_shared_keeps_what_was_read_for_the_next_chunk(executor: Executor) -> None:
    assert [before for _, before in executor.map(times, Shelf(3), CHUNKS)] == [0, 1, 2, 3]


@pytest.mark.parametrize("executor", [InProcess(), Processes(1)])
def test_an_exception_of_the_work_comes_out_after_what_was_done_before_it(executor: Executor) -> None:
    found = executor.map(fails, Shelf(1), range(5))
    assert [next(found), next(found)] == [0, 1]
    with pytest.raises(KeyError):
        next(found)


def test_processes_are_never_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []
    really = multiprocessing.get_context

    def context(method: str | None = None) -> object:
        asked.append(method)
        return really(method)

    monkeypatch.setattr(multiprocessing, "get_context", context)
    assert list(Processes(1).map(fails, Shelf(1), [0])) == [0]
    assert asked == ["spawn"]


def test_a_process_that_the_system_ends_is_named_with_what_to_do() -> None:
    found = Processes(1).map(dies, Shelf(1), range(5))
    with pytest.raises(CasefilesError, match=r"for want of memory perhaps.*`--jobs 1`"):
        list(found)


def test_a_process_leaves_ctrl_c_to_the_first_and_collects_garbage_as_it_does() -> None:
    before = gc.get_threshold()
    gc.set_threshold(12_345, *before[1:])
    try:
        assert list(Processes(1).map(settings, Shelf(1), [0])) == [(True, 12_345)]
    finally:
        gc.set_threshold(*before)


def test_little_work_stays_in_this_process_and_much_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "processors", lambda: 4)
    assert executor_for(119, enough=120) == InProcess()
    assert executor_for(120, enough=120) == Processes(4)


def test_so_many_processes_as_are_asked_for_and_no_more_than_there_is_to_do() -> None:
    assert executor_for(500, enough=120, jobs=1) == InProcess()
    assert executor_for(10, enough=120, jobs=3) == Processes(3)
    assert executor_for(2, enough=120, jobs=3) == Processes(2)
    assert executor_for(0, enough=120, jobs=3) == InProcess()


def test_a_machine_of_many_processors_gets_no_more_processes_than_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    assert processors() == 8
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    assert processors() == 1


def test_nothing_is_left_out_when_a_list_is_cut_up() -> None:
    assert CHUNKS == ((0, 1), (2, 3), (4, 5), (6,))
    assert chunked([], 2) == ()
