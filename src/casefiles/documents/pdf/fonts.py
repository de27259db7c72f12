"""The faces of the PDF: which face draws which letter of which family, its widths and heights."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

__all__ = ["FALLBACK", "FAMILIES", "Face", "covered", "face", "face_for", "is_family", "spell"]

SANS = ("LiberationSans-Regular", "LiberationSans-Bold", "LiberationSans-Italic", "LiberationSans-BoldItalic")
CARLITO = ("Carlito-Regular", "Carlito-Bold", "Carlito-Italic", "Carlito-BoldItalic")
MONO = ("LiberationMono-Regular",) * 4
FALLBACK = "DejaVuSans"
FAMILIES = {
    "arial": SANS, "arial mt": SANS, "helvetica": SANS, "liberation sans": SANS, "arimo": SANS,
    "calibri": CARLITO, "carlito": CARLITO,
    "courier new": MONO, "liberation mono": MONO, "cousine": MONO,
    "segoe ui symbol": (FALLBACK,) * 4, "ms gothic": (FALLBACK,) * 4, "dejavu sans": (FALLBACK,) * 4,
}  # fmt: skip
"""Family names of Word, and the four faces (regular, bold, italic, both) of the same metrics that draw them."""

INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Characters that show nothing: where a word may break, or that hold it together."""
SPELLED = {"\u2011": "-", "\u2010": "-", "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\t": " ", "\n": " "}
"""Characters drawn as another one."""
UNSHAPED = frozenset({"R", "AL", "AN"})
"""Scripts that run from right to left, which need a shaping that we do not do."""

MOST_WORDS = 50_000
"""The widths of so many words are kept for a face."""


class Face:
    """One face: widths in thousandths of the size, heights in parts of it."""

    def __init__(self, name: str) -> None:
        data = (files("casefiles.documents.pdf") / "faces" / f"{name}.ttf").read_bytes()
        font = TTFont(name, BytesIO(data), asciiReadable=False)
        pdfmetrics.registerFont(font)
        face = self.source = font.face
        self.name = name
        self.glyphs: dict[int, int] = face.charToGlyph
        widths: dict[int, float] = face.charWidths
        self.advance = {chr(code): float(widths[code]) for code in self.glyphs if code in widths and code <= 0x10FFFF}
        units = face.unitsPerEm
        ascent, descent, gap = struct.unpack(">hhh", face.get_table("hhea")[4:10])  # type: ignore[no-untyped-call]
        self.ascent, self.descent, self.gap = ascent / units, -descent / units, gap / units
        self._widths = Widths(self.advance)

    def __contains__(self, character: str) -> bool:
        """Whether the face draws a character."""
        return character in self.advance

    def width(self, text: str) -> float:
        """The width of a text in thousandths of the size; every character must be in the face."""
        found = self._widths[text]
        return sum(self.advance[character] for character in text) if found is None else found

    def plain_width(self, text: str) -> float | None:
        """The width of a text that the face draws as it stands; None where a character needs more thought."""
        return self._widths[text]

    def plain_widths(self, texts: Iterable[str]) -> list[float | None]:
        """The widths of texts, as `plain_width` gives them."""
        return list(map(self._widths.__getitem__, texts))


class Widths(dict[str, float | None]):
    """The widths of texts in a face, each measured once: None where a character needs more thought."""

    def __init__(self, advance: Mapping[str, float]) -> None:
        super().__init__()
        self._advance = advance

    def __missing__(self, text: str) -> float | None:
        """The width of a text that was not measured before."""
        try:
            width = sum(map(self._advance.__getitem__, text)) if INVISIBLE.isdisjoint(text) else None
        except KeyError:
            width = None
        if len(self) < MOST_WORDS:
            self[text] = width
        return width


@cache
def face(name: str) -> Face:
    """A face by the name of its file, read once a process."""
    return Face(name)


def is_family(family: str) -> bool:
    """Whether there are faces for a font of Word."""
    return family.lower() in FAMILIES


@cache
def face_for(family: str, *, bold: bool = False, italic: bool = False) -> Face:
    """The face that draws a family; one that we do not have is drawn as Arial."""
    return face(FAMILIES.get(family.lower(), SANS)[bold + 2 * italic])


def spell(text: str, main: Face) -> list[tuple[Face, str]]:
    """A text as it is drawn, in pieces of one face each: the face wanted, or the fallback for what it lacks."""
    advance = main.advance
    if main.plain_width(text) is not None:
        return [(main, text)]
    pieces: list[tuple[Face, str]] = []
    for original in text:
        if original in INVISIBLE:
            continue
        character = original if original in advance else SPELLED.get(original, original)
        drawn_by = main if character in advance else face(FALLBACK)
        if character not in drawn_by:
            continue
        if pieces and pieces[-1][0] is drawn_by:
            pieces[-1] = (drawn_by, pieces[-1][1] + character)
        else:
            pieces.append((drawn_by, character))
    return pieces


@cache
def own_letters(family: str) -> frozenset[str]:
    """The characters that a family's own face draws, from left to right."""
    own = face_for(family).advance
    return frozenset(letter for letter in own if unicodedata.bidirectional(letter) not in UNSHAPED)


def covered(text: str, families: Iterable[str] = ("Arial",)) -> tuple[str, ...]:
    """The characters of a text that no face draws, each once, in order: empty when all can be printed."""
    if all(own_letters(family).issuperset(text) for family in families):
        return ()
    mains = [face_for(family) for family in families]
    missing = []
    for original in dict.fromkeys(unicodedata.normalize("NFC", text)):
        if original.isascii() or original in INVISIBLE:
            continue
        character = SPELLED.get(original, original)
        drawn = all(character in main for main in mains) or character in face(FALLBACK)
        if not drawn or unicodedata.bidirectional(character) in UNSHAPED:
            missing.append(original)
    return tuple(missing)
