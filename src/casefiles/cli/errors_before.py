"""The errors that are new: those that a commit had already hold nobody's next save."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casefiles.diagnostics import Diagnostic
    from casefiles.git import Checkout

__all__ = ["errors_of", "new_errors"]


def errors_of(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The errors that no waiver excuses."""
    from casefiles.diagnostics import Severity

    return tuple(each for each in diagnostics if each.severity is Severity.ERROR and each.waived is None)


def new_errors(
    found: Iterable[Diagnostic], checkout: Checkout, commits: Sequence[str], as_of: date
) -> tuple[Diagnostic, ...]:
    """The errors that none of these commits has, judged as of the same day; a line that moved is no new error."""
    errors = errors_of(found)
    for commit in commits:
        if errors and commit:
            known = _known(checkout, commit, sorted({_case(each) for each in errors}), as_of)
            errors = tuple(each for each in errors if _key(each) not in known)
    return errors


def _known(checkout: Checkout, commit: str, cases: Sequence[str], as_of: date) -> frozenset[tuple[str, str, str]]:
    """The errors of these cases as a commit has them."""
    from casefiles.caseload import load
    from casefiles.judgement import judge
    from casefiles.past import Moment, laid_out

    if not any(each.path == "caseload.yaml" for each in checkout.files_at(commit)):
        return frozenset()
    only = () if "" in cases else tuple(cases)
    with laid_out(Moment(checkout, commit, None), only) as folder:
        there: list[Path] = [folder / each for each in only if (folder / each).exists()]
        if only and not there:
            return frozenset()
        return frozenset(_key(each) for each in errors_of(judge(load(folder, there), as_of).diagnostics))


def _case(error: Diagnostic) -> str:
    """The case that an error stands in, or its authority; empty for the caseload's own file."""
    parts = error.span.file.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0] if len(parts) == 2 else ""


def _key(error: Diagnostic) -> tuple[str, str, str]:
    return error.span.file, error.code, error.message
