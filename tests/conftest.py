"""What every test stands on: what casefiles keeps for its user lies in a folder of the run's own.

Equal templates are compiled once for all tests of a process: compiling is most of the time of a small build, and gives
for equal bytes the same answer. So it is with the contract of a document's template.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from casefiles.documents.word import assemble, contract

_MOST = 400


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(os.environ, "XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(assemble, "assemble", _once(assemble.assemble))
        patched.setattr(contract, "check_template", _once(contract.check_template))
        yield


def _once(really: Callable[..., Any]) -> Callable[..., Any]:
    """The function with its last answers kept by the bytes and words that it was given."""
    known: OrderedDict[object, Any] = OrderedDict()

    def answered(shelf: Mapping[str, bytes], slug: str, kind: str, *rest: Any, **more: Any) -> Any:
        key = (slug, kind, _used(shelf, slug, kind), repr((rest, more)))
        if key not in known:
            known[key] = really(shelf, slug, kind, *rest, **more)
            if len(known) > _MOST:
                known.popitem(last=False)
        known.move_to_end(key)
        return known[key]

    return answered


def _used(shelf: Mapping[str, bytes], slug: str, kind: str) -> tuple[object, ...]:
    """What of a shelf a document can be made of: its page, its kind's shell, and all fragments."""
    names = (name for name in sorted(shelf) if name in {slug, f"shells/{kind}"} or name.startswith("fragments/"))
    return tuple((name, shelf[name]) for name in names)
