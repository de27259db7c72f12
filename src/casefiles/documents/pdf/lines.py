"""Paragraphs to lines: where each word stands, and how high each line is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

from casefiles.documents.blocks.tree import Look, Picture, Shape, TabStop
from casefiles.documents.pdf.fonts import Face, spell
from casefiles.documents.pdf.pieces import Figure, Ink, Line, Segment, align

__all__ = ["LineBreaker"]

SLACK = 0.01
PARTS = re.compile("[^-\u2013\u2014\u200b]*(?:[\u2013\u2014\u200b]+|-+|$)")
"""A word's parts, each up to the dash, hyphen or zero-width space after which a line may end."""
FEW = 4
"""A run of fewer words is not worth a line's worth at a time."""
BREAKABLE = frozenset("-\u2013\u2014\u200b")


class OpenTab(Struct):
    """A right, centred or decimal tab whose text is not yet complete."""

    stop: TabStop
    start: float
    first: int


class LineBreaker:
    """Fills lines greedily, as Word does."""

    def __init__(self, shape: Shape, width: float, mark: Look, default_tab: float, tallest: float) -> None:
        self._shape, self._mark = shape, mark
        self._default_tab, self._tallest = default_tab, tallest
        self._limit = max(width - shape.right, shape.left + 1.0)
        self.lines: list[Line] = []
        self._unit: list[tuple[Ink, str, float] | Figure] = []
        self._unit_width = 0.0
        self._inks: dict[tuple[Look, int, Face | None], Ink] = {}
        self._start(shape.left + shape.first)

    def _start(self, x: float, *, page: bool = False) -> None:
        self._line = Line(starts_page=page)
        self._start_x = self._x = x
        self._space: tuple[Ink, str, float] | None = None
        self._can_wrap = False
        self._tab: OpenTab | None = None
        self._last_tall: Ink | None = None
        self._ascent = self._descent = self._gap = self._text = 0.0

    def ink(self, look: Look, owner: int, face: Face | None = None) -> Ink:
        """The ink of an owner's look; equal ones are one."""
        key = (look, owner, face)
        found = self._inks.get(key)
        if found is None:
            found = self._inks[key] = Ink(look, owner, face)
        return found

    def add_text(self, text: str, ink: Ink) -> None:
        """Add a run of text."""
        text = text.upper() if ink.look.caps else text
        words = text.split(" ")
        if len(words) < FEW or self._tab is not None or ink.tracking or "" in words[1:-1]:
            self._add_tokens(text, ink)
            return
        # The first word may end one of the run before, and the last may go on in the next.
        first = 1 if self._unit or not words[0] else 0
        if first:
            self._add_tokens(f"{words[0]} ", ink)
        self._fill(words[first:-1], ink)
        self._add_tokens(words[-1], ink)

    def _add_tokens(self, text: str, ink: Ink) -> None:
        """Add a run word by word and space by space."""
        for word in re.split("( +)", text):
            if not word:
                continue
            if word[0] == " ":
                self._end_unit()
                self._add_space(word, ink)
            elif BREAKABLE.isdisjoint(word):
                self._add_word(word, ink)
            else:
                self._add_parts(word, ink)

    def _fill(self, words: Sequence[str], ink: Ink) -> None:
        """Add whole words with a space after each, a line's worth at a time: most text comes this way."""
        plain = ink.face.plain_widths(words)
        space, scale, at = ink.width(" "), ink.scale, 0
        odd = [index for index, width in enumerate(plain) if width is None] if None in plain else []
        for until in (*odd, len(words)):
            self._fill_plain(words[at:until], [(width or 0.0) * scale for width in plain[at:until]], ink, space)
            if until < len(words):
                self._add_tokens(f"{words[until]} ", ink)
            at = until + 1

    def _fill_plain(self, words: Sequence[str], widths: Sequence[float], ink: Ink, space: float) -> None:
        """Add words that their face draws as they stand."""
        ends = list(accumulate([width + space for width in widths]))
        at, before = 0, 0.0
        while at < len(words):
            lead = self._space[2] if self._space else 0.0
            until = bisect_right(ends, self._limit + SLACK - self._x - lead + before + space, at)
            if until > at:
                self._place_words(" ".join(words[at:until]), ends[until - 1] - before - space, ink, space)
                at = until
                before = ends[at - 1]
            elif self._can_wrap and BREAKABLE.isdisjoint(words[at]):
                self._wrap()
            else:
                self._add_tokens(f"{words[at]} ", ink)
                at += 1
                before = ends[at - 1]

    def _place_words(self, text: str, width: float, ink: Ink, space: float) -> None:
        """Place words that fit the line as one piece, the space before them with them, and a space after."""
        if self._space is not None:
            if self._space[0] is ink:
                text, width = self._space[1] + text, width + self._space[2]
            else:
                self._put(*self._space)
        self._put(ink, text, width)
        self._can_wrap = True
        self._space = (ink, " ", space)

    def _wrap(self) -> None:
        """Go on at the next line."""
        self._end_word()
        self._end_line(last=False)
        self._start(self._shape.left)

    def _add_parts(self, word: str, ink: Ink) -> None:
        """Add a word that may be parted after its dashes, and after a hyphen that no figure follows."""
        for match in PARTS.finditer(word):
            part, following = match[0], word[match.end() : match.end() + 1]
            if part:
                self._add_word(part, ink)
                if following and part[-1] in BREAKABLE and not (part[-1] == "-" and following.isdigit()):
                    self._end_unit()

    def _add_word(self, word: str, ink: Ink) -> None:
        plain = ink.face.plain_width(word)
        if plain is not None:
            width = plain * ink.scale + ink.tracking * len(word)
            self._unit.append((ink, word, width))
            self._unit_width += width
            return
        for piece in self._spelled(word, ink):
            self._unit.append(piece)
            self._unit_width += piece[2]

    def _spelled(self, text: str, ink: Ink) -> list[tuple[Ink, str, float]]:
        """A text as it is drawn: in pieces where letters come from another face."""
        pieces = []
        for face, part in spell(text, ink.face):
            own = ink if face is ink.face else self.ink(ink.look, ink.owner, face)
            pieces.append((own, part, own.width(part)))
        return pieces

    def _add_space(self, text: str, ink: Ink) -> None:
        width = ink.width(text)
        if self._space is None:
            self._space = (ink, text, width)
        else:
            self._space = (self._space[0], self._space[1] + text, self._space[2] + width)

    def add_picture(self, picture: Picture, owner: int) -> None:
        """Add a picture, made smaller where it is wider than the line or taller than the page."""
        room = max(self._limit - self._shape.left, 1.0)
        factor = min(1.0, room / picture.width, self._tallest / picture.height)
        figure = Figure(0.0, picture, picture.width * factor, picture.height * factor, owner)
        self._end_unit()
        self._unit.append(figure)
        self._unit_width += figure.width
        self._end_unit()

    def add_tab(self, ink: Ink) -> None:
        """Step to the next tab stop."""
        self._end_unit()
        self._take_space()
        self._close_tab()
        self._end_word()
        stop = self._next_stop()
        if stop.kind == "left" and stop.position > self._limit + SLACK and self._can_wrap:
            self._end_line(last=True)
            self._start(self._shape.left)
            stop = self._next_stop()
        self._tall(ink)
        if stop.leader and stop.kind == "left":
            self._lead(ink, stop.leader, stop.position)
        if stop.kind == "left":
            self._x = stop.position
        else:
            self._tab = OpenTab(stop, self._x, len(self._line.pieces))
        self._can_wrap = True

    def add_break(self, look: Look, *, page: bool) -> None:
        """End the line."""
        self._end_unit()
        self._tall(self.ink(look, 0))
        self._end_word()
        self._end_line(last=True)
        self._start(self._shape.left, page=page)

    def add_label(self, text: str, look: Look, owner: int, suffix: str) -> None:
        """Put a bullet or number before the text."""
        ink = self.ink(look, owner)
        for piece in self._spelled(text, ink):
            self._unit.append(piece)
            self._unit_width += piece[2]
        self._place_unit()
        if suffix == "tab":
            self.add_tab(ink)
        elif suffix == "space":
            self._x += ink.width(" ")
        self._can_wrap = False

    def finish(self) -> list[Line]:
        """The lines, when all is added."""
        self._end_unit()
        self._end_line(last=True)
        return self.lines

    def _next_stop(self) -> TabStop:
        x, left = self._x + SLACK, self._shape.left
        for stop in self._shape.tabs:
            if stop.position > x and not (x < left < stop.position and self._shape.first < 0):
                return stop
        if x < left:
            return TabStop(left)
        step = self._default_tab
        return TabStop((int(x / step) + 1) * step)

    def _lead(self, ink: Ink, leader: str, to: float) -> None:
        """Fill the gap up to `to` with dots or a line, which nobody owns."""
        character = {"dot": ".", "hyphen": "-", "underscore": "_", "middleDot": "·"}.get(leader, ".")
        own = self.ink(ink.look, 0)
        count = int((to - self._x) / max(own.width(character), 0.1)) - 1
        if count > 0:
            text = character * count
            width = own.width(text)
            self._line.pieces.append(Segment(to - width, own, text, width))

    def _close_tab(self) -> None:
        """Move the text after a right, centred or decimal tab to its place."""
        tab, self._tab = self._tab, None
        if tab is None:
            return
        pieces = self._line.pieces[tab.first :]
        width = self._x - tab.start
        before = width
        if tab.stop.kind == "centre":
            before = width / 2
        elif tab.stop.kind == "decimal":
            before = self._before_point(pieces, width)
        shift = max(tab.stop.position - before - tab.start, 0.0)
        for piece in pieces:
            piece.x += shift
        if tab.stop.leader and pieces and isinstance(pieces[0], Segment):
            self._x = tab.start
            self._lead(pieces[0].ink, tab.stop.leader, tab.start + shift)
        self._x = tab.start + shift + width

    @staticmethod
    def _before_point(pieces: Sequence[Segment | Figure], width: float) -> float:
        before = 0.0
        for piece in pieces:
            if isinstance(piece, Segment) and "." in piece.text:
                return before + piece.ink.width(piece.text.partition(".")[0])
            before += piece.width
        return width

    def _tab_room(self) -> float:
        """How far text after an open tab can still move to the left."""
        if self._tab is None:
            return 0.0
        share = 1.0 if self._tab.stop.kind == "right" else 0.5
        return min(self._tab.stop.position - self._tab.start, (self._x - self._tab.start + self._unit_width) * share)

    def _end_unit(self) -> None:
        """Place the word that is complete, on this line or the next."""
        if not self._unit:
            return
        space = self._space[2] if self._space else 0.0
        if self._x + space + self._unit_width - self._tab_room() > self._limit + SLACK:
            if self._can_wrap:
                self._wrap()
            if self._unit_width > self._limit - self._x + SLACK:
                self._take_space()
                self._break_word()
        self._take_space()
        self._place_unit()

    def _break_word(self) -> None:
        """Cut a word that is wider than a line, leaving its last part as the unit."""
        pieces, self._unit = self._unit, []
        for piece in pieces:
            if isinstance(piece, Figure):
                self._unit.append(piece)
                continue
            for character in piece[1]:
                width = piece[0].width(character)
                used = self._x + sum(part.width if isinstance(part, Figure) else part[2] for part in self._unit)
                if self._unit and used + width > self._limit + SLACK:
                    self._place_unit()
                    self._end_line(last=False)
                    self._start(self._shape.left)
                if self._unit and not isinstance(self._unit[-1], Figure) and self._unit[-1][0] is piece[0]:
                    ink, text, before = self._unit[-1]
                    self._unit[-1] = (ink, text + character, before + width)
                else:
                    self._unit.append((piece[0], character, width))

    def _take_space(self) -> None:
        """Put the pending space on the line."""
        if self._space is not None:
            ink, text, width = self._space
            self._space = None
            self._put(ink, text, width)

    def _place_unit(self) -> None:
        for piece in self._unit:
            if isinstance(piece, Figure):
                piece.x = self._x
                self._line.pieces.append(piece)
                self._x += piece.width
                self._ascent = max(self._ascent, piece.height)
                self._tall(self.ink(self._mark, 0))
            else:
                self._put(*piece)
        self._unit, self._unit_width = [], 0.0
        self._can_wrap = True

    def _put(self, ink: Ink, text: str, width: float) -> None:
        pieces = self._line.pieces
        last = pieces[-1] if pieces else None
        fresh = self._tab is not None and len(pieces) == self._tab.first
        if not fresh and type(last) is Segment and last.ink is ink and abs(last.x + last.width - self._x) < SLACK:
            last.text += text
            last.width += width
        else:
            pieces.append(Segment(self._x, ink, text, width))
            self._tall(ink)
        self._x += width

    def _tall(self, ink: Ink) -> None:
        if ink is self._last_tall:
            return
        self._last_tall = ink
        self._ascent = max(self._ascent, ink.ascent)
        self._descent = max(self._descent, ink.descent)
        self._gap = max(self._gap, ink.gap)
        self._text = max(self._text, ink.ascent + ink.descent + ink.gap)

    def _end_word(self) -> None:
        """Leave a space in the text where a line or a tab parts two words; it takes no room."""
        last = self._line.pieces[-1] if self._line.pieces else None
        if isinstance(last, Segment) and last.ink.owner and not last.text.endswith(" "):
            parted = self._space is not None or not last.text.endswith(tuple(BREAKABLE))
            last.text += " " if parted else ""
        self._space = None

    def _end_line(self, *, last: bool) -> None:
        self._close_tab()
        line, shape = self._line, self._shape
        if not self._ascent:
            self._tall(self.ink(self._mark, 0))
        natural = self._ascent + self._descent + self._gap
        if shape.line_rule == "exact":
            line.height = max(shape.line, 1.0)
        elif shape.line_rule == "atLeast":
            line.height = max(natural, shape.line)
        else:
            line.height = natural - self._text + int(round(self._text * 20) * round(shape.line, 2)) / 20
        line.height = min(line.height, max(natural, self._tallest))
        # What a line has beyond its letters stands above them, but what "multiple" adds stands below.
        line.baseline = line.height - self._descent
        if shape.line_rule == "auto" and shape.line > 1.0:
            line.baseline = natural - self._descent
        if shape.align != "left":
            align(line, shape.align, self._limit - self._x, last=last)
        self.lines.append(line)
