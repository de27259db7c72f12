"""Two Word files as one with tracked changes: the newer one, with what was taken out and put in marked for Word."""

from __future__ import annotations

import copy
import difflib
import itertools
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from casefiles.documents.word.packaging import read_package, write_package
from casefiles.documents.word.runs import add_deleted, plain_runs, run_texts, split_at, wrapped
from casefiles.documents.word.wordml import Element, paragraph_text, parse_part, serialise, style_of, val, w
from casefiles.register.alignment import Pair, aligned
from casefiles.register.wording import Change, word_changes

__all__ = ["Difference", "redline"]

_DOCUMENT = "word/document.xml"
_STYLES = "word/styles.xml"
_TOKEN = re.compile(r"\s+|\S+")
_FIRST_ID = 900_000


class Difference(Struct, frozen=True):
    """One paragraph or row that differs: where it stands, its text before and after (None: not there), the words."""

    place: str
    was: str | None
    now: str | None
    changes: tuple[Change, ...] = ()


def redline(was: bytes, now: bytes, author: str, on: str) -> tuple[bytes, tuple[Difference, ...]]:
    """The newer Word file with its changes since the older one tracked, and the same differences as words.

    Heads and feet stay as the newer has them. `TemplateFault` where one of the two is no Word file.
    """
    before, parts = read_package(was, "the older document"), read_package(now, "the newer document")
    old = parse_part(before[_DOCUMENT], "the older document", _DOCUMENT)
    new = parse_part(parts[_DOCUMENT], "the newer document", _DOCUMENT)
    names = _style_names(parts)
    line = _Redline(_Marks(author, on, frozenset(names)), names)
    line.blocks(_body(old), _body(new))
    parts[_DOCUMENT] = serialise(new)
    return write_package(parts), tuple(line.found)


class _Marks(Struct):
    """Makes the marks of tracked changes, each with a number of its own; `styles` are those the newer file has."""

    author: str
    on: str
    styles: frozenset[str]
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(_FIRST_ID))

    def make(self, kind: str) -> Element:
        """An `ins` or `del` element."""
        mark = _EMPTY.makeelement(w(kind), {})
        mark.set(w("id"), str(next(self.numbers)))
        mark.set(w("author"), self.author)
        mark.set(w("date"), f"{self.on}T00:00:00Z")
        return mark


_EMPTY = parse_part(b'<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>', "", "")


class _Redline:
    """A comparison under way: marks the newer tree as it goes, and notes each difference with its place."""

    def __init__(self, marks: _Marks, names: dict[str, str]) -> None:
        self.found: list[Difference] = []
        self._marks, self._names = marks, names
        self._heading = ""
        self._cell = ""

    def blocks(self, old: Element, new: Element) -> None:
        """Compare what two bodies or cells hold, block by block."""
        before, after = list(_blocks(old)), list(_blocks(new))
        last: Element | None = None
        for one, other in self._pairs(before, after):
            if other is None:
                assert one is not None  # noqa: S101 - a pair has at least one side
                last = self._removed(before[one], after, new, last)
                continue
            block = after[other]
            last = block
            if one is None:
                self._added(block)
            elif block.tag == w("tbl"):
                self._table(before[one], block)
            else:
                self._paragraph(before[one], block)

    def _pairs(self, before: Sequence[Element], after: Sequence[Element]) -> Sequence[Pair]:
        """Which block became which; in a cell with as many paragraphs as before, each the one in its place."""
        if self._cell and [each.tag for each in before] == [each.tag for each in after]:
            return [(place, place) for place in range(len(before))]
        pairs: list[Pair] = []
        for one, other in aligned([_key(each) for each in before], [_key(each) for each in after]):
            alike = one is None or other is None or before[one].tag == after[other].tag
            pairs += [(one, other)] if alike else [(one, None), (None, other)]
        return pairs

    def _paragraph(self, old: Element, new: Element) -> None:
        was, now = paragraph_text(old), paragraph_text(new)
        if _is_heading(new, self._names) and now.strip():
            self._heading = " ".join(now.split())
        if was.split() == now.split():
            return
        self._note(was, now)
        _mark_words(old, new, self._marks)

    def _added(self, block: Element) -> None:
        if block.tag == w("tbl"):
            for row in block.findall(w("tr")):
                self._added_row(row)
            return
        text = paragraph_text(block)
        if _is_heading(block, self._names) and text.strip():
            self._heading = " ".join(text.split())
        if text.strip():
            self._note(None, text)
        _insert_paragraph(block, self._marks, whole=not self._cell)

    def _added_row(self, row: Element) -> None:
        self._note(None, _row_text(row))
        for paragraph in row.iter(w("p")):
            _insert_paragraph(paragraph, self._marks, whole=False)
        _row_properties(row).append(self._marks.make("ins"))

    def _removed(self, block: Element, after: Sequence[Element], home: Element, last: Element | None) -> Element | None:
        """Put the block back in as one that was taken out, behind `last`; what stands there last now."""
        text = _row_text(block) if block.tag == w("tbl") else paragraph_text(block)
        if not text.strip():
            return last
        self._note(text, None)
        beside = last if last is not None else next(iter(after), None)
        if self._cell and block.tag == w("p") and beside is not None and beside.tag == w("p"):
            first = 1 if len(beside) and beside[0].tag == w("pPr") else 0
            index = first if last is None else len(beside)
            add_deleted(beside, index, plain_runs(block, self._marks.styles), self._marks.make("del"))
            return last
        gone = _deleted_table(block, self._marks) if block.tag == w("tbl") else _deleted_paragraph(block, self._marks)
        _place(gone, home, after, last)
        return gone

    def _table(self, old: Element, new: Element) -> None:
        before, after = old.findall(w("tr")), new.findall(w("tr"))
        last: Element | None = None
        number = 0
        for one, other in aligned([_row_text(each) for each in before], [_row_text(each) for each in after]):
            row = after[other] if other is not None else None
            cells = row.findall(w("tc")) if row is not None else []
            number += row is not None
            self._cell = f"row {number}"
            if one is None and row is not None:
                self._added_row(row)
            elif one is not None and row is not None and len(cells) == len(before[one].findall(w("tc"))):
                for column, (cell, now) in enumerate(zip(before[one].findall(w("tc")), cells, strict=True), 1):
                    self._cell = f"row {number}, column {column}"
                    self.blocks(cell, now)
            elif one is not None:
                self._note(_row_text(before[one]), None)
                gone = _deleted_row(before[one], self._marks)
                if last is not None:
                    last.addnext(gone)
                elif after:
                    after[0].addprevious(gone)
                last = gone
                if row is not None:
                    self._added_row(row)
            last = row if row is not None else last
        self._cell = ""

    def _note(self, was: str | None, now: str | None) -> None:
        under = f'under "{self._heading}"' if self._heading else "at the head"
        place = f"{under}, table {self._cell}" if self._cell else under
        one, other = (None if text is None else " ".join(text.split()) for text in (was, now))
        changes = word_changes(one.split(), other.split()) if one is not None and other is not None else ()
        self.found.append(Difference(place, one, other, changes))


def _mark_words(old: Element, new: Element, marks: _Marks) -> None:
    """Track the words that differ between two versions of a paragraph."""
    was, now = _TOKEN.findall(paragraph_text(old)), _TOKEN.findall(paragraph_text(new))
    before, after = ([each.replace("\u00a0", " ") for each in words] for words in (was, now))
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    ends = [0, *itertools.accumulate(len(each) for each in now)]
    starts = [0, *itertools.accumulate(len(each) for each in was)]
    for tag, a, b, c, d in reversed(codes):
        if tag == "equal":
            continue
        inserted = split_at(new, ends[c], ends[d])
        if a != b:
            gone = plain_runs(old, marks.styles, starts[a], starts[b])
            place, index = _gap(new, inserted, ends[c])
            add_deleted(place, index, gone, marks.make("del"))
        for run in inserted:
            wrapped(run, marks.make("ins"))


def _gap(paragraph: Element, inserted: Sequence[Element], at: int) -> tuple[Element, int]:
    """Where something is put in before the inserted runs, or at a place of the paragraph's text."""
    if inserted:
        home = inserted[0].getparent()
        assert home is not None  # noqa: S101 - a run of the paragraph
        return home, home.index(inserted[0])
    end = 0
    for run, text in run_texts(paragraph):
        if end >= at:
            home = run.getparent()
            assert home is not None  # noqa: S101 - a run of the paragraph
            return home, home.index(run)
        end += len(text)
    return paragraph, len(paragraph)


def _insert_paragraph(paragraph: Element, marks: _Marks, *, whole: bool) -> None:
    """Track a paragraph as put in; `whole` with its end, which the last one of a cell can't lose."""
    for run, _ in list(run_texts(paragraph)):
        home = run.getparent()
        if home is not None and home.tag != w("del"):
            wrapped(run, marks.make("ins"))
    if whole:
        _mark_end(paragraph, marks.make("ins"))


def _deleted_paragraph(paragraph: Element, marks: _Marks, *, whole: bool = True) -> Element:
    made = paragraph.makeelement(w("p"), {})
    style = style_of(paragraph)
    properties = made.makeelement(w("pPr"), {})
    made.append(properties)
    if style in marks.styles:
        named = made.makeelement(w("pStyle"), {w("val"): style})
        properties.append(named)
    for name in ("spacing", "ind", "jc"):
        known = paragraph.find(f"{w('pPr')}/{w(name)}")
        if known is not None:
            properties.append(copy.deepcopy(known))
    if whole:
        _mark_end(made, marks.make("del"))
    add_deleted(made, len(made), plain_runs(paragraph, marks.styles), marks.make("del"))
    return made


def _deleted_table(table: Element, marks: _Marks) -> Element:
    made = copy.deepcopy(table)
    for row in made.findall(w("tr")):
        made.replace(row, _deleted_row(row, marks))
    return made


def _deleted_row(row: Element, marks: _Marks) -> Element:
    """The row with its cells, each paragraph in it taken out; tables within it are left out."""
    made = copy.deepcopy(row)
    _row_properties(made).append(marks.make("del"))
    for cell in made.findall(w("tc")):
        paragraphs = list(cell.iter(w("p")))
        for child in [each for each in cell if each.tag != w("tcPr")]:
            cell.remove(child)
        for paragraph in paragraphs or [cell.makeelement(w("p"), {})]:
            cell.append(_deleted_paragraph(paragraph, marks, whole=False))
    return made


def _row_properties(row: Element) -> Element:
    known = row.find(w("trPr"))
    if known is None:
        known = row.makeelement(w("trPr"), {})
        row.insert(1 if len(row) and row[0].tag == w("tblPrEx") else 0, known)
    return known


def _mark_end(paragraph: Element, mark: Element) -> None:
    """Put a mark on the end of a paragraph."""
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = paragraph.makeelement(w("pPr"), {})
        paragraph.insert(0, properties)
    run = properties.find(w("rPr"))
    if run is None:
        run = properties.makeelement(w("rPr"), {})
        behind = next((each for each in properties if each.tag in {w("sectPr"), w("pPrChange")}), None)
        properties.append(run) if behind is None else behind.addprevious(run)
    run.insert(0, mark)


def _place(gone: Element, home: Element, after: Sequence[Element], last: Element | None) -> None:
    """Put a block behind `last`, else before all others."""
    if last is not None:
        last.addnext(gone)
    elif after:
        after[0].addprevious(gone)
    else:
        home.insert(1 if len(home) and home[0].tag == w("tcPr") else 0, gone)


def _body(root: Element) -> Element:
    body = root.find(w("body"))
    return body if body is not None else root


def _blocks(home: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body or cell, those in content controls included."""
    for child in home:
        if child.tag in {w("p"), w("tbl")}:
            yield child
        elif child.tag in {w("sdt"), w("sdtContent"), w("customXml"), w("smartTag")}:
            yield from _blocks(child)


def _key(block: Element) -> str:
    """What a block is compared by: a table never is a paragraph."""
    return f"\N{SYMBOL FOR NULL}table {_row_text(block)}" if block.tag == w("tbl") else paragraph_text(block)


def _row_text(row: Element) -> str:
    return " ".join(" ".join(paragraph_text(each).split()) for each in row.iter(w("p"))).strip()


def _is_heading(paragraph: Element, names: dict[str, str]) -> bool:
    return names.get(style_of(paragraph), "").startswith(("heading", "title"))


def _style_names(parts: dict[str, bytes]) -> dict[str, str]:
    if _STYLES not in parts:
        return {}
    styles = parse_part(parts[_STYLES], "the newer document", _STYLES).iter(w("style"))
    return {str(each.get(w("styleId"))): val(each.find(w("name"))).lower() for each in styles}
