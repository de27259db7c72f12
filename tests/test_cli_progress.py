from __future__ import annotations

import io

import pytest

from casefiles.cli import progress as module
from casefiles.cli.progress import progress


class Terminal(io.StringIO):
    """What a person looks at."""

    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, errors: io.StringIO, *, quiet: float = -1.0, fails: bool = False) -> str:
    """What stands in stderr after a command that told twice how far it was."""
    monkeypatch.setattr("sys.stderr", errors)
    monkeypatch.setattr(module, "_QUIET_SECONDS", quiet)
    monkeypatch.setattr(module, "_EVERY_SECONDS", -1.0)
    with progress("checking schools") as tell:
        tell(16, 300)
        tell(32, 300)
        if fails:
            raise KeyError
    return errors.getvalue()


def test_a_terminal_shows_how_far_it_is_and_is_wiped_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    written = shown(monkeypatch, Terminal())
    assert written == "\rchecking schools: 16 of 300\rchecking schools: 32 of 300\r\x1b[K"


def test_a_pipe_hears_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, io.StringIO()) == ""


def test_what_is_done_at_once_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), quiet=60.0) == ""


def test_the_line_is_wiped_when_the_command_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    with pytest.raises(KeyError):
        shown(monkeypatch, terminal, fails=True)
    assert terminal.getvalue().endswith("\x1b[K")
