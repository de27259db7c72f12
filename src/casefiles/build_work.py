"""What a build is about: a due document as it is planned and as it is written, and what is gathered on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct, field

from casefiles.build_ahead import Ahead
from casefiles.build_mail import MAIL, PAPERS
from casefiles.build_parts import WORKBOOK
from casefiles.build_result import BuiltDocument, Options
from casefiles.build_state import Entry, Output, State, Why, tool_key
from casefiles.diagnostics import Diagnostic
from casefiles.documents.catalogue import Due
from casefiles.judgement import Judged, JudgedCase
from casefiles.model.caseview import Case
from casefiles.rendering import Rendered

__all__ = ["Begun", "Planned", "Work"]

_ENDINGS = (".docx", ".pdf", PAPERS, WORKBOOK, MAIL)


class Planned(Struct, frozen=True):
    """A due document: its key in the state, what it would be made from, and why it must be made again."""

    key: str
    judged: JudgedCase
    due: Due
    wanted: Entry
    former: Entry | None
    why: tuple[Why, ...]

    @property
    def case(self) -> Case:
        """The case that the document is of."""
        return self.judged.case

    @property
    def is_of_changed(self) -> bool:
        """Whether the file of the document's own record is among what changed: somebody waits for it."""
        return any(each.path == self.wanted.source_file for each in self.why)

    @property
    def drafts(self) -> tuple[str, ...]:
        """The names of its drafts: those that were written, and those that it may have."""
        former = [output.path for output in self.former.outputs] if self.former else []
        return tuple(dict.fromkeys([*former, *(self.key + ending for ending in _ENDINGS)]))

    def holds(self, made_from: Sequence[tuple[str, str]]) -> tuple[Diagnostic, ...]:
        """What keeps the document from being issued, apart from its gaps."""
        wanted = set(made_from)
        shown = [each for _, each in self.case.all_records() if (each.source_file, each.record_id) in wanted]
        return self.judged.checked.holding(self.due.entry, self.due.record, shown)


class Begun(Struct):
    """A document whose Word file lies there, and what has been written of it by now."""

    planned: Planned
    rendered: Rendered
    outputs: list[Output] = field(default_factory=list)
    changed: bool = False
    notes: list[str] = field(default_factory=list)


class Work(Struct):
    """What a build gathers while it goes along."""

    root: Path
    judged: Judged
    options: Options
    state: State
    go_on: Callable[[], bool] | None
    ahead: Ahead
    tool: str = field(default_factory=tool_key)
    documents: list[BuiltDocument] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left: int = 0
