"""What a command that only looks says: made anew, or what it said before of the very same files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from casefiles.cli.options import colour, echo

if TYPE_CHECKING:
    from casefiles.cli.past import View
    from casefiles.sight import Look

__all__ = ["say_once"]


def say_once(view: View, asked: Sequence[object], say: Callable[[Look | None], tuple[str, int]]) -> int:
    """Write what `say` gives, or gave to the same question on the same files, and return its exit code.

    The files of a commit are looked at anew each time: they lie in a folder that is made for it.
    """
    root, selection = view.root, view.selection
    if selection.root != root:
        text, code = say(None)
        echo(text)
        return code
    from casefiles.kept import Kept, find_verdict, inputs_mark, keep_verdict
    from casefiles.sight import Look

    drafts = root / "build"
    call = tuple(map(str, (*asked, view.as_of, colour(), Path.cwd(), root, selection.only)))
    look = Look(root, drafts)
    before = inputs_mark(root, drafts, look.before)
    kept = find_verdict(drafts, call, before)
    if kept is None:
        text, code = say(look)
        kept = Kept(code, text)
        keep_verdict(look, call, kept, before)
    echo(kept.text)
    return kept.code
