"""What is shown of a whole caseload beside its drafts: made from what is kept of each case, not from the cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct

from casefiles.diagnostics import Diagnostic
from casefiles.judgement import Judged
from casefiles.model.caseview import Authority, Case
from casefiles.policy.law import Packs
from casefiles.policy.over_time import Course
from casefiles.policy.pack import Edition
from casefiles.survey import Survey

__all__ = ["Overview"]


def _none(_: str) -> None:
    return None


def _made(_: str, make: Callable[[], Any]) -> Any:
    return make()


class Overview(Struct, frozen=True, dict=True):
    """A caseload as its page and its calendar see it.

    `judged` is the judgement of all but the cases, `survey` what is kept of these: the statuses and facts of those that
    were judged now; `schools` are the folders of all. `piece` makes what is shown of a case, under its folder, or has
    it of the same files; so with the pictures of an authority, for which `course` knows what a school was at the end
    of each term, and `programme` reads the authority's programme again.
    """

    judged: Judged
    survey: Survey
    schools: tuple[str, ...]
    course: Callable[[str], Course | None]
    piece: Callable[[str, Callable[[], Any]], Any] = _made
    programme: Callable[[str], Case | None] = _none

    @classmethod
    def of(cls, judged: Judged) -> Overview:
        """The overview of a caseload that is in memory."""
        survey = Survey.of(judged, statuses=True, facts=True)
        courses = {f"{each.authority}/{each.case}": each.course for each in survey.facts}

        def programme(authority: str) -> Case | None:
            return next((each.case for each in judged.programmes if each.case.authority.id == authority), None)

        schools = tuple(f"{row.authority}/{row.case}" for row in survey.statuses)
        return cls(judged, survey, schools, courses.get, programme=programme)

    @property
    def root(self) -> Path:
        """The folder of the caseload."""
        return self.judged.caseload.root

    @property
    def as_of(self) -> date:
        """The date of judgement."""
        return self.judged.as_of

    @property
    def packs(self) -> Packs:
        """The policies."""
        return self.judged.packs

    @property
    def authorities(self) -> tuple[Authority, ...]:
        """The authorities, in order."""
        return self.judged.caseload.authorities

    def edition(self, authority: str) -> Edition | None:
        """What is in force for an authority on the date of judgement; None where there is no such policy."""
        policy = next((each.file.policy for each in self.authorities if each.id == authority), "")
        return self.packs.edition_on(policy, self.as_of) if policy in self.packs else None

    def said_of(self, authority: str, case: str) -> tuple[Diagnostic, ...]:
        """The diagnostics of one case."""
        return self._by_case.get((authority, case), ())

    def courses(self, authority: str) -> tuple[Course, ...]:
        """What each school of an authority that could be judged was at the end of each term."""
        own = (self.course(each) for each in self.schools if each.startswith(f"{authority}/"))
        return tuple(each for each in own if each is not None)

    @cached_property
    def _by_case(self) -> Mapping[tuple[str, str], tuple[Diagnostic, ...]]:
        found: dict[tuple[str, str], list[Diagnostic]] = {}
        for each in self.survey.diagnostics:
            found.setdefault((each.authority, each.case), []).append(each)
        return {case: tuple(said) for case, said in found.items()}
