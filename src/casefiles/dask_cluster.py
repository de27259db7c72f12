"""Chunks of a caseload worked on by a cluster of Dask: several machines, where one is not enough.

Dask is not needed to import this: whoever has made a `distributed.Client` hands it over (the extra `scale`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Protocol, TypeVar

from msgspec import Struct

__all__ = ["Client", "DaskCluster"]

S = TypeVar("S")
C = TypeVar("C")
R = TypeVar("R")


class Client(Protocol):
    """What is used of `distributed.Client`."""

    def scatter(self, data: Any, *, broadcast: bool, hash: bool) -> Any:  # noqa: A002 - its own name
        """A future of the data, which every worker then has."""
        ...

    def submit(self, function: Callable[..., Any], *values: Any, pure: bool) -> Any:
        """A future of what the function gives on some worker."""
        ...


class DaskCluster(Struct, frozen=True):
    """An executor on a cluster whose workers have one thread each and see the caseload under the same path.

    `ahead` chunks are under way or waiting at a time, so that what they give does not pile up in a memory.
    """

    client: Client
    ahead: int = 32

    def map(self, work: Callable[[S, C], R], shared: S, chunks: Iterable[C]) -> Iterator[R]:
        """What the work gives of each chunk, in the order of the chunks."""
        handed = self.client.scatter(shared, broadcast=True, hash=False)
        waiting = iter(chunks)

        def submitted(number: int) -> Iterator[Any]:
            return (self.client.submit(work, handed, chunk, pure=False) for chunk in islice(waiting, number))

        under_way = deque(submitted(self.ahead))
        while under_way:
            found: R = under_way.popleft().result()
            under_way.extend(submitted(1))
            yield found
