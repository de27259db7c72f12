"""What stands on a line: segments of text in one ink, and pictures; none leads back to itself (`gc=False`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct, field

from casefiles.documents.blocks.tree import Look, Picture
from casefiles.documents.pdf.fonts import Face, face_for

__all__ = ["Figure", "Ink", "Line", "Segment", "align", "segments"]

SMALL = 0.65
"""The size of raised and lowered figures, in parts of the text's."""


@lru_cache(maxsize=512)
def measures(look: Look) -> tuple[Face, float, float, tuple[float, float, float]]:
    """The face of a look, its size, how far it is raised, and its line's ascent, descent and gap."""
    face = face_for(look.family, bold=look.bold, italic=look.italic)
    rise = {"superscript": 0.35, "subscript": -0.14}.get(look.position, 0.0) * look.size
    size = look.size * SMALL if look.position else look.size
    return face, size, rise, (face.ascent * look.size, face.descent * look.size, face.gap * look.size)


class Ink:
    """How a piece of text is painted, and who owns it, by number; 0 is nobody."""

    __slots__ = (
        "ascent",
        "colour",
        "descent",
        "face",
        "gap",
        "is_decorated",
        "look",
        "owner",
        "rise",
        "scale",
        "size",
        "tracking",
    )

    def __init__(self, look: Look, owner: int, face: Face | None = None) -> None:
        self.look, self.owner = look, owner
        main, self.size, self.rise, (self.ascent, self.descent, self.gap) = measures(look)
        self.face = face or main
        self.scale = self.size / 1000.0
        self.tracking, self.colour = look.tracking, look.colour
        self.is_decorated = bool(look.underline or look.strike or look.shade)

    def width(self, text: str) -> float:
        """The width of a text in points."""
        width = self.face.width(text) * self.scale
        return width + self.tracking * len(text) if self.tracking else width


class Segment(Struct, gc=False):
    """A text of one ink on a line, from `x`."""

    x: float
    ink: Ink
    text: str
    width: float


class Figure(Struct, gc=False):
    """A picture on a line, from `x`, and who owns it."""

    x: float
    picture: Picture
    width: float
    height: float
    owner: int


class Line(Struct, gc=False):
    """A line: what stands on it, its height, and its baseline below its top. `stretch` widens each space."""

    pieces: list[Segment | Figure] = field(default_factory=list)
    height: float = 0.0
    baseline: float = 0.0
    stretch: float = 0.0
    starts_page: bool = False


def segments(pieces: Sequence[Segment | Figure]) -> Iterator[Segment]:
    """The pieces that are text."""
    return (piece for piece in pieces if isinstance(piece, Segment))


def align(line: Line, where: str, room: float, *, last: bool) -> None:
    """Move what stands on a line that leaves some room to the right or the centre, or widen its spaces to fill it."""
    if where == "justify":
        spaces = sum(piece.text.rstrip(" ").count(" ") for piece in segments(line.pieces))
        spaces += sum(1 for piece in list(segments(line.pieces))[:-1] if piece.text.endswith(" "))
        if not last and spaces and room > 0:
            stretch(line, room / spaces)
    elif where in {"right", "centre"}:
        shift = room if where == "right" else room / 2
        for piece in line.pieces:
            piece.x += shift


def stretch(line: Line, extra: float) -> None:
    """Widen each space of a line, moving what follows it."""
    line.stretch = extra
    shift = 0.0
    for piece in line.pieces:
        piece.x += shift
        if isinstance(piece, Segment):
            spaces = piece.text.count(" ")
            piece.width += spaces * extra
            shift += spaces * extra
