"""Text as the strings of a content stream, in the codes that reportlab gives to letters.

reportlab assigns each letter a font and a code when a text object shows it. Every letter of a document is shown once to
a text object that is never drawn, and its code is read from there: painting then is looking codes up, which is several
times faster than reportlab's own formatting of each piece of text (measured), and keeps to its public interfaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from reportlab.pdfgen.canvas import Canvas

__all__ = ["Codes"]

CHUNK = re.compile(r"(/F\d+\+\d+) [\d.]+ Tf [\d.]+ TL \(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)
CODE = re.compile(r"\\[0-7]{3}|\\.|.", re.DOTALL)


class Codes:
    """The codes of the letters of one document."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._codes: dict[str, dict[str, str]] = {}
        self._fonts: dict[str, dict[str, str]] = {}
        self._single: dict[str, bool] = {}

    def learn(self, face: str, letters: Iterable[str]) -> None:
        """Have codes for the letters of a face."""
        wanted = "".join(letters)
        scratch = self._canvas.beginText()
        scratch.setFont(face, 10)
        scratch.textOut(wanted)
        found = [(font, code) for font, codes in CHUNK.findall(scratch.getCode()) for code in CODE.findall(codes)]
        if len(found) != len(wanted):
            raise ValueError(f"reportlab showed {len(found)} of {len(wanted)} letters of {face}")
        self._codes[face] = {letter: code for letter, (_, code) in zip(wanted, found, strict=True)}
        self._single[face] = len({font for font, _ in found}) == 1
        self._fonts[face] = {letter: font for letter, (font, _) in zip(wanted, found, strict=True)}

    def show(self, face: str, text: str) -> list[tuple[str, str]]:
        """A text as fonts and strings."""
        codes, fonts = self._codes[face], self._fonts[face]
        first = fonts[text[0]]
        if self._single[face] or all(fonts[letter] == first for letter in text):
            return [(first, "".join(map(codes.__getitem__, text)))]
        return [
            (font, "".join(codes[letter] for letter in group)) for font, group in groupby(text, key=fonts.__getitem__)
        ]
