"""The block tree of any document: frozen paragraphs, tables, pictures, with how they look. Lengths are points.

What holds no block leads back to nothing, so the search for what does goes by it (`gc=False`): it is most of a tree.
"""

from __future__ import annotations

from msgspec import Struct, field

from casefiles.placed import Placed

__all__ = [
    "Block",
    "Break",
    "Cell",
    "Document",
    "Edge",
    "Edges",
    "Floating",
    "Inline",
    "Label",
    "Link",
    "Look",
    "PageNumber",
    "PageSetup",
    "Paragraph",
    "Picture",
    "Place",
    "Row",
    "Running",
    "Shape",
    "Tab",
    "TabStop",
    "Table",
    "Text",
]


class Place(Struct, frozen=True, gc=False):
    """Where a block stands in its source: the part, and the number of its paragraph from 1."""

    part: str = ""
    paragraph: int = 0


class Look(Struct, frozen=True, cache_hash=True, gc=False):
    """How a run of text looks. Colours are six hexadecimal digits, empty for none of its own."""

    family: str = "Arial"
    size: float = 12.0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    caps: bool = False
    position: str = ""
    colour: str = ""
    shade: str = ""
    tracking: float = 0.0


class Link(Struct, frozen=True, gc=False):
    """Where a link leads, and what it is for."""

    url: str
    title: str = ""


class Text(Struct, frozen=True, gc=False):
    """A run of text."""

    text: str
    look: Look = field(default_factory=Look)
    link: Link | None = None


class Tab(Struct, frozen=True, gc=False):
    """A step to the next tab stop."""

    look: Look = field(default_factory=Look)


class Break(Struct, frozen=True, gc=False):
    """The end of a line inside a paragraph; `page` starts a new page."""

    look: Look = field(default_factory=Look)
    page: bool = False


class PageNumber(Struct, frozen=True, gc=False):
    """The number of this page, or of all pages where `total`."""

    look: Look = field(default_factory=Look)
    total: bool = False


class Floating(Struct, frozen=True, gc=False):
    """Where an anchored picture stands: for each axis what it is measured from, an offset or an alignment."""

    across_from: str = "column"
    across: float | str = 0.0
    down_from: str = "paragraph"
    down: float | str = 0.0
    pushes_text: bool = False


class Picture(Struct, frozen=True, gc=False):
    """A picture with its size on paper; no alternative text means that it only decorates."""

    data: bytes
    width: float
    height: float
    alt: str = ""
    floating: Floating | None = None


Inline = Text | Tab | Break | PageNumber | Picture


class Edge(Struct, frozen=True, gc=False):
    """A ruled line: width in points, colour, `solid`, `dashed` or `dotted`, and its distance from the text."""

    width: float = 0.5
    colour: str = ""
    dash: str = "solid"
    space: float = 0.0


class Edges(Struct, frozen=True, gc=False):
    """The four ruled lines round something; `between` stands between equal neighbours."""

    top: Edge | None = None
    left: Edge | None = None
    bottom: Edge | None = None
    right: Edge | None = None
    between: Edge | None = None

    def __bool__(self) -> bool:
        """Whether there is any line."""
        return any((self.top, self.left, self.bottom, self.right, self.between))


class TabStop(Struct, frozen=True, gc=False):
    """A tab stop: `kind` is left, right, centre or decimal; `leader` fills the gap."""

    position: float
    kind: str = "left"
    leader: str = ""


class Shape(Struct, frozen=True, cache_hash=True, gc=False):
    """How a paragraph stands on the page.

    `line` is a multiple where `line_rule` is auto, else points (exact, or at least).
    """

    align: str = "left"
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    line: float = 1.0
    line_rule: str = "auto"
    keep_next: bool = False
    keep_lines: bool = False
    widow_control: bool = True
    break_before: bool = False
    contextual: bool = False
    tabs: tuple[TabStop, ...] = ()
    shade: str = ""
    edges: Edges = field(default_factory=Edges)


class Label(Struct, frozen=True, gc=False):
    """The bullet or number of a list item; `series` is the list that it belongs to, `level` counts from 0."""

    text: str
    look: Look = field(default_factory=Look)
    ordered: bool = False
    series: str = ""
    level: int = 0
    suffix: str = "tab"


class Paragraph(Placed, frozen=True, eq=False):
    """A paragraph: a heading where `rank` is 1 to 9, a list item where it has a label."""

    inlines: tuple[Inline, ...] = ()
    shape: Shape = field(default_factory=Shape)
    style: str = "Normal"
    rank: int = 0
    label: Label | None = None
    mark: Look = field(default_factory=Look)
    place: Place = field(default_factory=Place)

    @property
    def text(self) -> str:
        """The words of the paragraph without its label; tabs and breaks are spaces."""
        return "".join(
            item.text if isinstance(item, Text) else " " if isinstance(item, Tab | Break) else ""
            for item in self.inlines
        )


class Cell(Struct, frozen=True):
    """A cell: the grid columns and rows that it spans, its content, fill and lines.

    `margins` are top, right, bottom, left. `heads` is empty, `column` or `row`: what it is a header of.
    """

    blocks: tuple[Block, ...]
    column: int = 0
    columns: int = 1
    rows: int = 1
    fill: str = ""
    edges: Edges = field(default_factory=Edges)
    margins: tuple[float, float, float, float] = (0.0, 5.4, 0.0, 5.4)
    vertical: str = "top"
    heads: str = ""


class Row(Struct, frozen=True):
    """A row: only the cells that begin in it. A header row comes back at the top of each page."""

    cells: tuple[Cell, ...]
    header: bool = False
    height: float = 0.0
    exact: bool = False
    can_split: bool = True


class Table(Placed, frozen=True, eq=False):
    """A table over a grid of columns; `share` is its part of the text's width where that is how it was given."""

    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    align: str = "left"
    indent: float = 0.0
    share: float = 0.0
    style: str = ""
    place: Place = field(default_factory=Place)

    @property
    def is_data(self) -> bool:
        """Whether any cell heads a row or column: without one a table only arranges things."""
        return any(cell.heads for row in self.rows for cell in row.cells)


Block = Paragraph | Table


class PageSetup(Struct, frozen=True):
    """The paper and its margins; `header` and `footer` are the distances of those from the paper's edges."""

    width: float = 595.3
    height: float = 841.9
    top: float = 72.0
    right: float = 72.0
    bottom: float = 72.0
    left: float = 72.0
    header: float = 35.4
    footer: float = 35.4


class Running(Struct, frozen=True):
    """What stands at the head or foot of pages; `first` is for the first page where that differs."""

    usual: tuple[Block, ...] = ()
    first: tuple[Block, ...] | None = None

    def on(self, page: int) -> tuple[Block, ...]:
        """The blocks for a page, counted from 1."""
        return self.first if page == 1 and self.first is not None else self.usual


class Document(Struct, frozen=True):
    """A whole document."""

    blocks: tuple[Block, ...]
    title: str = ""
    language: str = "en-GB"
    page: PageSetup = field(default_factory=PageSetup)
    header: Running = field(default_factory=Running)
    footer: Running = field(default_factory=Running)
    default_tab: float = 36.0
    outdents_tables: bool = False
    author: str = ""
    subject: str = ""
