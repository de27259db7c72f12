"""casefiles called in this process, as from the command line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from casefiles.cli.main import main

__all__ = ["Call", "caller"]

Call = Callable[..., tuple[int, str, str]]
"""Takes the words of a call and gives its exit code, what it printed, and what it printed to stderr."""


def caller(capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls casefiles with the words given to it, and says what came of that call alone."""

    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call
