"""Charts as content of a page: our own drawings as lines, areas and words in our fonts, never as pixels."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from casefiles.documents.charts.drawing import Box, Drawing, Polyline, Words
from casefiles.documents.charts.svg import is_svg, read_svg
from casefiles.documents.pdf.fonts import Face, face_for, spell
from casefiles.documents.pdf.subsets import FontSet

__all__ = ["drawing_of", "operations", "words_of"]


@lru_cache(maxsize=64)
def drawing_of(data: bytes) -> Drawing | None:
    """The drawing that the bytes of a picture are; None for a picture of pixels."""
    return read_svg(data) if is_svg(data) else None


def words_of(drawing: Drawing) -> Iterator[tuple[str, str]]:
    """Each text of a drawing with the name of the face that draws it."""
    for shape in drawing.shapes:
        if isinstance(shape, Words):
            for face, text in _spelled(shape):
                yield face.name, text


def operations(drawing: Drawing, fonts: FontSet, frame: tuple[float, float, float, float]) -> Iterator[str]:
    """What draws it in a frame: its lower left corner, width and height on the page."""
    x, y, width, height = frame
    yield f"q {width / drawing.width:.5f} 0 0 {height / drawing.height:.5f} {x:.2f} {y:.2f} cm 0 J 0 j"
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            yield _box(shape, drawing.height)
        elif isinstance(shape, Polyline):
            yield _polyline(shape, drawing.height)
        else:
            yield _words(shape, drawing.height, fonts)
    yield "Q"


def _box(box: Box, height: float) -> str:
    paint = _paint(box.fill, box.stroke, box.line)
    return f"{paint[0]}{box.x:.2f} {height - box.y - box.height:.2f} {box.width:.2f} {box.height:.2f} re {paint[1]}"


def _polyline(line: Polyline, height: float) -> str:
    paint = _paint(line.fill, line.stroke, line.line)
    steps = " ".join(f"{x:.2f} {height - y:.2f} {'l' if number else 'm'}" for number, (x, y) in enumerate(line.points))
    dashed = f"[{line.dash[0]:g} {line.dash[1]:g}] 0 d " if line.dash else ""
    plain = " [] 0 d" if line.dash else ""
    return f"{dashed}{paint[0]}{steps}{' h' if line.closed else ''} {paint[1]}{plain}"


def _paint(fill: str, stroke: str, line: float) -> tuple[str, str]:
    """The operators that set the colours, and the one that paints."""
    before = f"{_rgb(fill)} rg " if fill else ""
    if stroke:
        before += f"{_rgb(stroke)} RG {line:.2f} w "
    return before, "B" if fill and stroke else "f" if fill else "S" if stroke else "n"


def _words(words: Words, height: float, fonts: FontSet) -> str:
    pieces = _spelled(words)
    wide = sum(face.width(text) for face, text in pieces) * words.size / 1000
    at = words.x - {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
    shown = "".join(
        f" {font} {words.size:g} Tf ({codes}) Tj"
        for face, text in pieces
        for font, codes in fonts.show(face.name, text)
    )
    return f"BT {_rgb(words.colour)} rg 1 0 0 1 {at:.2f} {height - words.y:.2f} Tm{shown} ET"


def _spelled(words: Words) -> list[tuple[Face, str]]:
    return spell(words.text, face_for("Arial", bold=words.bold))


def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[at : at + 2], 16) / 255:.4g}" for at in (0, 2, 4))
