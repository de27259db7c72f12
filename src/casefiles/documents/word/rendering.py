"""One document in the making: its output under a cap, its lists and links as they come up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import TracebackType

from jinja2 import TemplateError

from casefiles.documents.charts.chart import Chart
from casefiles.documents.word.assembled import DOCUMENT, Assembled, Part
from casefiles.documents.word.controls import (
    PLACEHOLDER_STYLE,
    Anchor,
    Control,
    Ids,
    block_control,
    bookmark,
    is_filled,
    line_control,
    placeholder_of,
)
from casefiles.documents.word.ending import with_company, with_whole_rows
from casefiles.documents.word.environment import RENDERING, UnprintableError, written
from casefiles.documents.word.faults import Place, TemplateFault, diagnostic
from casefiles.documents.word.illustrations import Illustrations
from casefiles.documents.word.numbering import LEVELS, Instance, instances_xml
from casefiles.documents.word.packaging import Member
from casefiles.documents.word.prose import Slot, Writer
from casefiles.documents.word.segments import Segment
from casefiles.documents.word.wordml import R_NS
from casefiles.documents.xmltext import quoted
from casefiles.markup import Paragraph, Prose, Words

__all__ = ["MAX_OUTPUT", "Rendering"]

MAX_OUTPUT = 5 * 1024 * 1024
_MAX_ITERATIONS = 100_000
_LINKS = ("https://", "mailto:")


class Rendering:
    """What a template's own marks reach while it renders one document."""

    def __init__(self, assembled: Assembled) -> None:
        self._assembled = assembled
        self._instances: list[Instance] = []
        self._groups: dict[int, int] = {}
        self._links: dict[str, str] = {}
        self._iterations = 0
        self._size = 0
        self._part = ""
        self._segment = Segment(b"", b"")
        self._ids = Ids()
        self.illustrations = Illustrations()
        self._writer = Writer(assembled.sheet, assembled.lists, self._number, self._link)

    def stream(self, part: Part, context: Mapping[str, object]) -> str:
        """The text of a part, made piece by piece so that a cap stops it in time."""
        self._part = part.name
        try:
            text = part.mends.mended("".join(self._pieces(part, {**context, RENDERING: self})))
            return with_whole_rows(with_company(text)) if part.name == DOCUMENT else text
        except (TemplateError, UnprintableError) as error:
            place = _place_of(self._segment, error.__traceback__) or Place(self._assembled.file, part.name)
            code = "TPL-060" if isinstance(error, UnprintableError) else "TPL-020"
            raise TemplateFault([diagnostic(place, code, str(error))]) from error

    def _pieces(self, part: Part, values: Mapping[str, object]) -> Iterator[str]:
        """The pieces of a part, as long as the document stays under its cap."""
        for segment in part.segments:
            self._segment = segment
            template, size = segment.template, self._size
            for piece in template.root_render_func(template.new_context({**values, **segment.values(values)})):
                size += len(piece)
                if size > MAX_OUTPUT:
                    raise UnprintableError("the document grows beyond 5 MB")
                yield piece
            self._size = size

    def count(self, iterations: int) -> None:
        """Enter the rounds of a loop that begins; too many in one document are refused."""
        self._iterations += iterations
        if self._iterations > _MAX_ITERATIONS:
            raise UnprintableError(f"the loops of the template take more than {_MAX_ITERATIONS:,} rounds")

    def blocks(self, value: object, slot: int) -> str:
        """A value as whole paragraphs in a slot: prose in its styles, text a paragraph a line, a field as a control."""
        where = self._slot(slot)
        if isinstance(value, Control):
            hint = Prose((Paragraph((Words(placeholder_of(value)),)),))
            content = self._writer.blocks(value.prose or hint, where, "" if value.prose else self._hint_style())
            return block_control(value, self._ids, content)
        if isinstance(value, Chart):
            return f"<w:p><w:pPr>{where.properties}</w:pPr>{self._chart(value, where.width / 20)}</w:p>"
        if isinstance(value, str):
            value = Prose(tuple(Paragraph((Words(line),)) for line in value.splitlines()))
        if not isinstance(value, Prose):
            raise UnprintableError(f"{{{{p ... }}}} prints prose, not a value of the kind {type(value).__name__}")
        return self._writer.blocks(value, where)

    def runs(self, value: object, slot: int) -> str:
        """A value as runs: the lines of prose with its emphasis and links, plain text, a field, the mark of a row."""
        marks = self._slot(slot).properties
        if isinstance(value, Anchor):
            return bookmark(value, self._ids)
        if isinstance(value, Chart):
            return self._chart(value, self._slot(slot).width / 20)
        if isinstance(value, Control):
            own = marks if is_filled(value) else marks + self._hint_style()
            return line_control(value, self._ids, lambda text: str(self._writer.runs((Words(text),), own)))
        if isinstance(value, Prose):
            return self._writer.inline(value, marks)
        return str(self._writer.runs((Words(str(written(value)) if not isinstance(value, str) else value),), marks))

    def _slot(self, number: int) -> Slot:
        """A slot by its number in the segment that is being rendered."""
        return self._assembled.slots[self._segment.slots + number]

    def lists_and_links(self) -> list[Member]:
        """The numbering and relationships parts with what came up in this document."""
        links = "".join(
            f'<Relationship Id="{identifier}" Type="{R_NS}/hyperlink" Target={quoted(url)} TargetMode="External"/>'
            for url, identifier in self._links.items()
        )
        made = self._assembled
        return [
            made.numbering.extended(instances_xml(self._instances)),
            made.relations.extended(links + self.illustrations.relations()),
        ]

    def _chart(self, chart: Chart, room: float) -> str:
        if self._part != DOCUMENT:
            raise UnprintableError("a chart stands in a header or footer, where there is no room for one")
        return self.illustrations.run(chart, room)

    def _hint_style(self) -> str:
        identifier = self._assembled.sheet.id_of(PLACEHOLDER_STYLE)
        return f'<w:rStyle w:val="{identifier}"/>' if identifier else ""

    def begin_list(self, group: int) -> None:
        """Give the numbered paragraphs of a group a new list from here on."""
        starts = tuple((level, 1) for level in range(LEVELS))
        group += self._segment.groups
        self._groups[group] = self._new_list(self._assembled.groups[group], starts)

    def list_number(self, group: int) -> int:
        """The number instance that the paragraphs of a group follow now."""
        return self._groups[self._segment.groups + group]

    def block_heading(self) -> str:
        """The heading of the block that is being rendered."""
        return self._segment.heading

    def _number(self, definition: str, level: int, start: int | None) -> int:
        return self._new_list(definition, () if start is None else ((level, start),))

    def _new_list(self, definition: str, starts: tuple[tuple[int, int], ...]) -> int:
        number = self._assembled.lists.next_number + len(self._instances)
        self._instances.append(Instance(number, definition, starts))
        return number

    def _link(self, url: str) -> str:
        if self._part != DOCUMENT:
            raise UnprintableError("a link stands in a header or footer, where prose has none")
        if not url.lower().startswith(_LINKS):
            raise UnprintableError(f"a link leads to {url[:60]!r}; links lead to https and mailto addresses only")
        return self._links.setdefault(url, f"rIdLink{len(self._links) + 1}")


def _place_of(segment: Segment, trace: TracebackType | None) -> Place | None:
    """The place of the tag whose code raised: the last frame of the compiled template names its line."""
    found = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line, places = segment.template.get_corresponding_lineno(trace.tb_lineno), segment.places
            found = places[min(max(line - 1, 1), len(places)) - 1]
        trace = trace.tb_next
    return found
