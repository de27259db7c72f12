"""What every test stands on: what casefiles keeps for its user lies in a folder of the run's own.

Equal templates are compiled once for all tests of a process: compiling is most of the time of a small build, and gives
for equal bytes the same answer. So it is with the contract of a document's template.

Tests that share what is made once for their file run in one process: nothing is made twice.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from casefiles.documents.word import assemble, contract

_MOST = 400


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With several processes: the tests of a file that shares what it makes go to one, and a test with its examples.

    (`--dist loadgroup` is the like of it, and does not work with this pytest.)
    """
    if config.getvalue("dist") != "load":
        return None
    sharing = {path.name for path in Path(__file__).parent.glob("test_*.py") if _shares(path)}

    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - one process needs no scheduler

    class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if file.rpartition("/")[2] in sharing else nodeid.partition("[")[0]

    return Together(config, log)


def _shares(path: Path) -> bool:
    text = path.read_text("utf-8")
    return 'scope="module"' in text or "from removals import" in text


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
