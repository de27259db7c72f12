"""The executor for Dask against a stand-in for its client; benchmarks/dask_run.py runs it on a real cluster."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from casefiles.dask_cluster import DaskCluster
from casefiles.executors import Executor, chunked
from shelf_work import Shelf, fails, times

RESULT = Path(__file__).parents[1] / "benchmarks" / "results" / "dask.json"


@dataclass
class Later:
    """A future of the stand-in: the work is done when it is asked for."""

    work: Callable[[], Any]

    def result(self) -> Any:
        return self.work()


@dataclass
class OneWorker:
    """A client with one worker, to which everything goes as bytes and from which it comes so."""

    log: list[str] = field(default_factory=list)

    def scatter(self, data: Any, *, broadcast: bool, hash: bool) -> Any:  # noqa: A002 - as Dask calls it
        assert broadcast
        assert not hash
        self.log.append("scatter")
        return pickle.loads(pickle.dumps(data))  # noqa: S301 - our own bytes

    def submit(self, function: Callable[..., Any], *values: Any, pure: bool) -> Later:
        assert not pure
        self.log.append("submit")
        shared, chunk = values
        carried = pickle.loads(pickle.dumps((function, chunk)))  # noqa: S301 - our own bytes

        def work() -> Any:
            self.log.append("work")
            return pickle.loads(pickle.dumps(carried[0](shared, carried[1])))  # noqa: S301 - our own bytes

        return Later(work)


def test_it_is_an_executor_whose_results_come_in_order() -> None:
    client = OneWorker()
    executor: Executor = DaskCluster(client, ahead=2)
    found = list(executor.map(times, Shelf(3), chunked(range(7), 2)))
    assert found == [([0, 3], 0), ([6, 9], 1), ([12, 15], 2), ([18], 3)]


def test_what_is_shared_is_handed_over_once_and_few_chunks_wait() -> None:
    client = OneWorker()
    list(DaskCluster(client, ahead=2).map(times, Shelf(3), chunked(range(8), 2)))
    assert client.log == ["scatter", "submit", "submit", *["work", "submit"] * 2, "work", "work"]


def test_an_exception_of_the_work_comes_out() -> None:
    found = DaskCluster(OneWorker()).map(fails, Shelf(1), range(5))
    assert [next(found), next(found)] == [0, 1]
    with pytest.raises(KeyError):
        next(found)


def test_the_recorded_run_on_a_real_cluster_gave_equal_bytes() -> None:
    run = json.loads(RESULT.read_text(encoding="utf-8"))
    assert run["equal"] is True
    assert run["files"] > 500
    assert {"dask", "distributed"} <= run["versions"].keys()
