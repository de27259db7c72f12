"""A sheet that has come back: what each field holds, which rows were added, what stands outside the form.

A field is found by its control's tag, or by the mark of its row and its cell's place: LibreOffice drops
tags, people delete controls. A cell with a field is the field, so that text below a control is part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from casefiles.documents.sheet.fields import Identity, Row, fingerprint
from casefiles.documents.sheet.wordprose import PageReader, blocks_of, cells_of, plain, rows_of
from casefiles.documents.word.controls import CHOOSE, CHOOSE_DATE, PLACEHOLDERS, WRITE, Control, placeholder_of
from casefiles.documents.word.wordml import Element, paragraph_text, parse_part, style_of, val, w
from casefiles.prose import Paragraph, Prose, Words, block_text

__all__ = ["AddedRow", "Outside", "ReadSheet", "form_lines", "read_sheet"]

DOCUMENT = "word/document.xml"
_ACTION = re.compile(r"action\.\d+\.(?:what|priority|owner|due)")
_ACTION_CELLS = 4
_RUNNING = re.compile(r"word/(?:header|footer)\d*\.xml")
_NOTES = {"word/comments.xml": "comment", "word/footnotes.xml": "footnote", "word/endnotes.xml": "endnote"}
_HINTS = (WRITE, CHOOSE_DATE, CHOOSE)


class Outside(Struct, frozen=True):
    """Text that belongs to no field, with the heading that it stands under."""

    under: str
    prose: Prose


class AddedRow(Struct, frozen=True):
    """A row that somebody added to the table of actions: what, priority, owner, due."""

    cells: tuple[Prose, ...]


class ReadSheet(Struct, frozen=True):
    """What a sheet says. `values` has what each field holds by its tag, `titles` what Word calls it.

    `missing` are the tags of fields that are there neither as control nor as text, `gone` the fingerprints of the
    form's lines that are not there, `lost` what Markdown cannot hold.
    """

    identity: Identity
    values: Mapping[str, Prose]
    titles: Mapping[str, str]
    missing: tuple[str, ...]
    added: tuple[AddedRow, ...]
    outside: tuple[Outside, ...]
    gone: frozenset[str]
    lost: tuple[str, ...]


def read_sheet(parts: dict[str, bytes], identity: Identity, rows: Sequence[Row], file: str) -> ReadSheet:
    """What the opened sheet says; `rows` are the rows of fields that a sheet of the meeting has today."""
    walk = _walked(parts, identity, rows, file)
    known = [control.tag for row in rows for control in row.controls]
    expected = [tag for tag in known if not identity.filled or fingerprint(tag) in identity.filled]
    lines = identity.lines
    outside = [
        *_outside(walk, lines),
        *_notes(parts, walk.reader, file),
        *_running(parts, walk.reader, lines, file),
    ]
    seen = {_mark(element) for element, _ in walk.stray} | {mark for _, mark in _running_lines(parts, file)}
    return ReadSheet(
        identity,
        walk.values,
        walk.titles,
        tuple(tag for tag in expected if tag not in walk.values),
        tuple(walk.added),
        tuple(outside),
        frozenset(lines - seen),
        tuple(walk.reader.lost),
    )


def form_lines(parts: dict[str, bytes], rows: Sequence[Row], file: str) -> frozenset[str]:
    """The fingerprints of a blank form's own lines: all that stands outside its fields."""
    walk = _walked(parts, None, rows, file)
    marks = {_mark(element) for element, _ in walk.stray if _words(element)}
    return frozenset(marks | {mark for _, mark in _running_lines(parts, file)})


def _walked(parts: dict[str, bytes], identity: Identity | None, rows: Sequence[Row], file: str) -> _Walk:
    body = parse_part(parts[DOCUMENT], file, DOCUMENT).find(w("body"))
    walk = _Walk(
        PageReader.of(parts, file),
        {row.anchor.name: row for row in rows},
        {control.tag: control for row in rows for control in row.controls},
        frozenset(identity.filled) if identity else frozenset(),
    )
    if body is not None:
        walk.blocks(body)
    return walk


class _Walk(Struct):
    """One walk over a sheet; `stray` are the paragraphs and foreign tables outside fields, each with its heading."""

    reader: PageReader
    anchors: Mapping[str, Row]
    controls: Mapping[str, Control]
    filled: frozenset[str]
    values: dict[str, Prose] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    added: list[AddedRow] = field(default_factory=list)
    stray: list[tuple[Element, str]] = field(default_factory=list)
    heading: str = ""

    def blocks(self, parent: Element) -> None:
        """Walk over the blocks of the page, or of a cell that is no field."""
        for child in parent:
            if child.tag == w("sdt") and self._own_tag(child):
                self._take(self._own_tag(child), child, [child])
            elif child.tag == w("tbl"):
                self._table(child)
            elif child.tag == w("p"):
                inside = [sdt for sdt in child.iter(w("sdt")) if self._own_tag(sdt)]
                for sdt in inside:
                    self._take(self._own_tag(sdt), sdt, [_paragraph_of(sdt)])
                if not inside:
                    self._line(child)
            elif child.tag not in {w("sdtPr"), w("tcPr"), w("sectPr"), w("del"), w("moveFrom")}:
                self.blocks(child)

    def _line(self, paragraph: Element) -> None:
        name = self.reader.sheet.names.get(style_of(paragraph), "").casefold()
        if name.startswith("heading") or name == "title":
            self.heading = _words(paragraph)
        self.stray.append((paragraph, self.heading))

    def _table(self, table: Element) -> None:
        rows = rows_of(table)
        tagged = [self._tags_of(row) for row in rows]
        if not any(any(tags) for tags in tagged):
            self._plain_table(table, rows)
            return
        actions = [any(_ACTION.fullmatch(tag) for tag in tags) for tags in tagged]
        first = actions.index(True) if any(actions) else len(rows)
        for number, (row, tags) in enumerate(zip(rows, tagged, strict=True)):
            if number > first and (not any(tags) or any(tag in self.values for tag in tags if tag)):
                self._added(row)
            else:
                self._row(row, tags)

    def _plain_table(self, table: Element, rows: Sequence[Element]) -> None:
        """A table without fields: the form's own, if the form has it, or somebody else's."""
        cells = [cell for row in rows for cell in cells_of(row)]
        if any(sdt.tag == w("sdt") and self._own_tag(sdt) for cell in cells for sdt in cell.iter(w("sdt"))):
            for cell in cells:
                self.blocks(cell)
            return
        self.stray.append((table, self.heading))

    def _tags_of(self, row: Element) -> list[str]:
        """The tag of each cell's field (an empty string for none): by its control, else by the row's mark."""
        cells = cells_of(row)
        marks = [str(mark.get(w("name"), "")) for mark in row.iter(w("bookmarkStart"))]
        anchored = next((self.anchors[name] for name in marks if name in self.anchors), None)
        own = [self._cell_tag(cell) for cell in cells]
        if anchored is not None and len(cells) > len(anchored.controls):
            offset = len(cells) - len(anchored.controls)
            for at, control in enumerate(anchored.controls):
                taken = control.tag in own
                own[offset + at] = own[offset + at] or ("" if taken else control.tag)
        return own

    def _cell_tag(self, cell: Element) -> str:
        holder = cell.getparent()
        outer = holder.getparent() if holder is not None and holder.tag == w("sdtContent") else None
        found = [self._own_tag(outer)] if outer is not None else []
        found += [self._own_tag(sdt) for sdt in cell.iter(w("sdt"))]
        return next((tag for tag in found if tag), "")

    def _row(self, row: Element, tags: Sequence[str]) -> None:
        for cell, tag in zip(cells_of(row), tags, strict=True):
            if tag and (_has_control(cell) or _words(cell)):
                self._take(tag, cell, cell)
            elif not tag:
                self.blocks(cell)

    def _added(self, row: Element) -> None:
        """A row without fields, or with a copy of another row's, in the table of actions."""
        cells = cells_of(row)
        prose = [_without_hint(self.reader.prose(cell)) for cell in cells]
        if not any(prose[-_ACTION_CELLS:]):
            return
        if len(cells) < _ACTION_CELLS:
            self.stray += [(block, self.heading) for cell in cells for block in blocks_of(cell)]
            return
        self.added.append(AddedRow(tuple(prose[-_ACTION_CELLS:])))

    def _take(self, tag: str, place: Element, content: Iterable[Element]) -> None:
        """Note what a field holds; the second of two with one tag stays as text unless both say the same."""
        control = self.controls.get(tag)
        blocks = list(content)
        value = _without_hint(self.reader.prose(blocks), placeholder_of(control) if control else "")
        title = next((val(alias) for alias in place.iter(w("alias"))), "")
        self.titles.setdefault(tag, title or (control.title if control else tag))
        if tag in self.values and self.values[tag] and value != self.values[tag]:
            self.stray += [(block, self.heading) for block in blocks_of(blocks)]
        elif value or tag not in self.values:
            self.values[tag] = value

    def _own_tag(self, sdt: Element) -> str:
        """The tag of a control of this sheet, or an empty string."""
        tag = val(sdt.find(f"{w('sdtPr')}/{w('tag')}"))
        return tag if tag and (tag in self.controls or fingerprint(tag) in self.filled) else ""


def _has_control(cell: Element) -> bool:
    """Whether a cell stands in a content control or holds one, with its tag or without."""
    holder = cell.getparent()
    return next(cell.iter(w("sdt")), None) is not None or (holder is not None and holder.tag == w("sdtContent"))


def _paragraph_of(sdt: Element) -> Element:
    """The content of a control inside a line, as a paragraph by itself."""
    made = sdt.makeelement(w("p"))
    content = sdt.find(w("sdtContent"))
    made.extend(list(content) if content is not None else [])
    return made


def _without_hint(prose: Prose, own: str = "") -> Prose:
    """The prose without the words that an empty field shows, which some editors leave before or behind what is typed.

    `own` is what the field itself shows while it is empty.
    """
    text = block_text(prose.blocks).strip()
    if text in PLACEHOLDERS:
        return Prose()
    return _without_last(_without_first(prose, own), own)


def _without_first(prose: Prose, own: str) -> Prose:
    first = prose.blocks[0] if prose.blocks else None
    if isinstance(first, Paragraph) and first.children and isinstance(first.children[0], Words):
        words = first.children[0].text
        hint = next((each for each in (own, WRITE) if each in _HINTS and words.startswith(each)), "")
        rest = words[len(hint) :]
        if hint in {WRITE, CHOOSE_DATE} or (hint == CHOOSE and rest[:1].strip()):
            children = ((Words(rest.lstrip()),) if rest.strip() else ()) + first.children[1:]
            return Prose(((Paragraph(children),) if children else ()) + prose.blocks[1:])
    return prose


def _without_last(prose: Prose, own: str) -> Prose:
    """The prose without the field's own hint right behind what is typed: `LowChoose`, as LibreOffice may leave it."""
    last = prose.blocks[-1] if prose.blocks else None
    if own and isinstance(last, Paragraph) and last.children and isinstance(last.children[-1], Words):
        kept = last.children[-1].text.removesuffix(own)
        if kept != last.children[-1].text and kept and not kept[-1].isspace():
            return Prose((*prose.blocks[:-1], Paragraph((*last.children[:-1], Words(kept)))))
    return prose


def _words(element: Element) -> str:
    """The text of a paragraph or table in one line."""
    return " ".join(" ".join(plain(paragraph_text(p)) for p in element.iter(w("p"))).split())


def _mark(element: Element) -> str:
    return fingerprint(_words(element))


def _outside(walk: _Walk, lines: frozenset[str]) -> Iterator[Outside]:
    """The strays that the form does not have, those under one heading together."""
    held: list[Element] = []
    under = ""
    for element, heading in walk.stray:
        if not _words(element) or _mark(element) in lines:
            continue
        if held and heading != under:
            yield Outside(under, walk.reader.prose(held))
            held = []
        under = heading
        held.append(element)
    if held:
        yield Outside(under, walk.reader.prose(held))


def _notes(parts: dict[str, bytes], reader: PageReader, file: str) -> Iterator[Outside]:
    """The comments and footnotes of a sheet: people write there too."""
    for name, tag in _NOTES.items():
        if name in parts:
            root = parse_part(parts[name], file, name)
            found = [each for each in root.iter(w(tag)) if each.get(w("type"), "normal") == "normal"]
            prose = Prose(tuple(block for each in found for block in reader.prose(each).blocks))
            if prose:
                yield Outside(f"{tag.capitalize()}s", prose)


def _running(parts: dict[str, bytes], reader: PageReader, lines: frozenset[str], file: str) -> Iterator[Outside]:
    new = [element for element, mark in _running_lines(parts, file) if mark not in lines]
    prose = reader.prose(new)
    if prose:
        yield Outside("Head and foot of the page", prose)


def _running_lines(parts: dict[str, bytes], file: str) -> list[tuple[Element, str]]:
    """The lines of headers and footers with their fingerprints; page numbers count as one."""
    found = []
    for name in sorted(parts):
        if _RUNNING.fullmatch(name):
            for paragraph in parse_part(parts[name], file, name).iter(w("p")):
                text = re.sub(r"\d+", "0", _words(paragraph))
                if text:
                    found.append((paragraph, fingerprint(text)))
    return found
