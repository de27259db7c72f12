"""Subsets of faces, ready to embed, and the codes of letters in them; kept from document to document.

reportlab cuts the subset out of a face. Which letters a subset holds depends on the letters of the document alone, not
on what was drawn before: those that every letter needs, then the document's others in the order of their numbers. So
most documents share the subsets of those before them, and keeping them changes no byte.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby

from casefiles.documents.pdf.fonts import FALLBACK, face
from casefiles.documents.pdf.objects import ObjectFile

__all__ = ["FontSet", "Subset", "unicode_map"]

FIRST = 32
"""The first code: those below are control characters, which would have to be escaped."""
MOST = 256 - FIRST
"""So many letters fit in one subset, whose codes are single bytes."""
USUAL = "".join(map(chr, range(32, 127))) + "\u00a0\u00a3\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026"
"""The letters of every English letter; those of ASCII are their own codes."""
PLAIN = "".join(map(chr, range(FIRST, 127)))
ODD = re.compile(r"[^ -'*-\[\]-~]")
"""A letter that does not stand for itself in a string of a subset that begins with those of ASCII."""
FEW = 8
"""A document with fewer letters of a face embeds only those."""
SYMBOLIC, NONSYMBOLIC = 4, 32
MOST_IN_BLOCK = 100
"""So many lines may stand in one block of a map to Unicode."""


class Subset:
    """Some letters of one face: the code of each as it stands in a string, and the parts of the font."""

    __slots__ = ("codes", "descriptor", "font", "packed_face", "packed_map", "unpacked_size")

    def __init__(self, name: str, letters: str) -> None:
        source = face(name).source
        numbers = [*[0] * FIRST, *map(ord, letters)]
        data = source.makeSubset(numbers)
        self.codes = {letter: code_of(at) for at, letter in enumerate(letters, FIRST)}
        self.packed_face, self.unpacked_size = zlib.compress(data, 6), len(data)
        tag = hashlib.sha256(f"{name} {letters}".encode()).digest()
        base = "".join(chr(ord("A") + byte % 26) for byte in tag[:6]) + f"+{source.name.decode()}"
        self.packed_map = zlib.compress(unicode_map(base, letters), 6)
        widths = " ".join(f"{source.charWidths.get(ord(letter), source.defaultWidth):.7g}" for letter in letters)
        box = " ".join(f"{side:.7g}" for side in source.bbox)
        flags = source.flags & ~NONSYMBOLIC | SYMBOLIC
        self.descriptor = (
            f"<</Type/FontDescriptor/FontName/{base}/Flags {flags}/FontBBox[{box}]/ItalicAngle {source.italicAngle:.7g}"
            f"/Ascent {source.ascent:.7g}/Descent {source.descent:.7g}/CapHeight {source.capHeight:.7g}"
            f"/StemV {source.stemV:.7g}/MissingWidth {source.defaultWidth:.7g}/FontFile2 "
        )
        self.font = (
            f"<</Type/Font/Subtype/TrueType/BaseFont/{base}/FirstChar {FIRST}/LastChar {FIRST + len(letters) - 1}"
            f"/Widths[{widths}]"
        )

    def embed(self, file: ObjectFile) -> int:
        """Put the font to a file; its number."""
        program, letters = file.new(), file.new()
        entries = f"/Filter/FlateDecode/Length1 {self.unpacked_size}"
        file.put_stream(program, entries, self.packed_face)
        file.put_stream(letters, "/Filter/FlateDecode", self.packed_map)
        descriptor = file.add(f"{self.descriptor}{program} 0 R>>")
        return file.add(f"{self.font}/FontDescriptor {descriptor} 0 R/ToUnicode {letters} 0 R>>")


def code_of(code: int) -> str:
    """A code as it stands in a string of a content stream."""
    character = chr(code)
    if character in "()\\":
        return "\\" + character
    return character if code < 127 else f"\\{code:03o}"


def unicode_map(font: str, letters: str) -> bytes:
    """The map from codes to letters, those beyond 16 bits spelled as UTF-16.

    A space that does not break is a space for whoever searches the PDF or copies from it.
    """
    said = letters.replace("\u00a0", " ")
    lines = [f"<{code:02X}> <{letter.encode('utf-16-be').hex().upper()}>" for code, letter in enumerate(said, FIRST)]
    blocks = [lines[at : at + MOST_IN_BLOCK] for at in range(0, len(lines), MOST_IN_BLOCK)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            f"/CIDSystemInfo << /Registry ({font}) /Ordering ({font}) /Supplement 0 >> def",
            f"/CMapName /{font} def /CMapType 2 def",
            f"1 begincodespacerange\n<{FIRST:02X}> <{FIRST + len(letters) - 1:02X}>\nendcodespacerange",
            *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    ).encode()


@lru_cache(maxsize=128)
def subset(name: str, letters: str) -> Subset:
    """The subset of a face with some letters, kept: documents share it."""
    return Subset(name, letters)


def letters_of(name: str, wanted: set[str]) -> str:
    """The letters that a document embeds of a face, in order of their codes."""
    if name == FALLBACK or len(wanted) < FEW:
        return "".join(sorted(wanted))
    own = face(name)
    usual = "".join(letter for letter in USUAL if letter in own)
    return usual + "".join(sorted(wanted.difference(usual)))


class FontSet:
    """The subsets of one document, and which of them shows which letter."""

    def __init__(self) -> None:
        self._subsets: dict[str, Subset] = {}
        self._codes: dict[str, dict[str, str]] = {}
        self._fonts: dict[str, dict[str, str]] = {}
        self._only: dict[str, str] = {}
        self._plain: set[str] = set()

    def learn(self, texts: Mapping[str, Iterable[str]]) -> None:
        """Have subsets for the texts in each face."""
        for name, pieces in texts.items():
            letters = letters_of(name, set("".join(pieces)))
            codes, fonts = self._codes.setdefault(name, {}), self._fonts.setdefault(name, {})
            for at in range(0, len(letters), MOST):
                font = f"/F{len(self._subsets) + 1}"
                part = letters[at : at + MOST]
                made = self._subsets[font] = subset(name, part)
                codes.update(made.codes)
                fonts.update(dict.fromkeys(part, font))
            if 0 < len(letters) <= MOST:
                self._only[name] = f"/F{len(self._subsets)}"
                if letters.startswith(PLAIN):
                    self._plain.add(name)

    def show(self, name: str, text: str) -> list[tuple[str, str]]:
        """A text as fonts and strings."""
        codes, only = self._codes[name], self._only.get(name)
        if only is not None and name in self._plain:
            return [(only, ODD.sub(lambda letter: codes[letter[0]], text))]
        if only is not None:
            return [(only, "".join(map(codes.__getitem__, text)))]
        return [
            (font, "".join(map(codes.__getitem__, letters)))
            for font, letters in groupby(text, key=self._fonts[name].__getitem__)
        ]

    def embed(self, file: ObjectFile) -> str:
        """Put the subsets to a file; the dictionary of them."""
        return "<<" + "".join(f"{font} {made.embed(file)} 0 R" for font, made in self._subsets.items()) + ">>"
