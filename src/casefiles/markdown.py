"""Prose to Markdown text that reads back as the same prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, permutations

from msgspec import Struct
from msgspec.structs import replace

from casefiles.markup import parse_prose
from casefiles.prose import (
    Block,
    Break,
    Bullets,
    Code,
    Heading,
    Inline,
    Link,
    Paragraph,
    Prose,
    Quote,
    Rule,
    Styled,
    Table,
    Words,
    inline_text,
)

__all__ = ["canonical", "shifted", "write_inlines", "write_prose"]

_DELIMITERS = {"strong": "**", "strike": "~~"}
_ORDER = ("strong", "emphasis", "strike")
_SPECIAL = re.compile(r"[\\`*\[\]<~|]|_(?![^\W_])|(?<![^\W_])_|&(?=#?\w+;)")
_MARK = re.compile(r"\{(?=\s*\.|[^{}\n]*confidential)", re.IGNORECASE)
_LINE_START = re.compile(r"(?m)^(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=]+(?=\s*$)|:(?=-))")
_LINE_NUMBER = re.compile(r"(?m)^(\d{1,9})([.)])(?=\s|$)")
_ALIGN = {"": "---", "left": ":---", "centre": ":---:", "right": "---:"}
_DEEPEST = 6
_Run = tuple[Inline, frozenset[str], str]


def write_prose(prose: Prose) -> str:
    """The prose as Markdown, without a line end behind it; what reads it back has the same canonical form."""
    return "\n".join(_lines(canonical(prose).blocks))


def canonical(prose: Prose) -> Prose:
    """The same prose in the one form that Markdown can hold: emphasis nested in one order, single spaces, no gaps."""
    return Prose(tuple(_blocks(prose.blocks)))


def shifted(prose: Prose, rank: int) -> Prose:
    """The prose with its headings below a heading of that rank, the highest of them next to it."""
    ranks = [block.rank for block in prose.blocks if isinstance(block, Heading)]
    if not ranks:
        return prose
    by = rank + 1 - min(ranks)
    blocks = (
        replace(b, rank=min(max(b.rank + by, rank + 1), _DEEPEST)) if isinstance(b, Heading) else b
        for b in prose.blocks
    )
    return Prose(tuple(blocks), prose.span)


def write_inlines(children: Iterable[Inline]) -> str:
    """Inline content as one line of Markdown."""
    return _paragraph(_inlines(_runs(children)))


def _blocks(blocks: Iterable[Block]) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        made = _block(block)
        before = kept[-1] if kept else None
        if isinstance(made, Quote) and isinstance(before, Quote):
            kept[-1] = Quote((*before.children, *made.children))
        elif isinstance(made, Bullets) and isinstance(before, Bullets) and made.start is None and before.start is None:
            kept[-1] = Bullets((*before.items, *made.items))
        elif made is not None:
            kept.append(made)
    return kept


def _block(block: Block) -> Block | None:
    """The block in its canonical form; None for one without content."""
    match block:
        case Paragraph(children=children):
            inlines = _inlines(_runs(children))
            return Paragraph(inlines) if inlines else None
        case Heading(rank=rank, children=children):
            inlines = _inlines(_on_one_line(_runs(children)))
            return Heading(rank, inlines) if inlines else None
        case Bullets(items=items, start=start):
            kept = tuple(tuple(made) for item in items if (made := _blocks(item)))
            return Bullets(kept, start) if kept else None
        case Quote(children=inner):
            quoted = tuple(_blocks(inner))
            return Quote(quoted) if quoted else None
        case Table():
            return _table(block)
        case Rule():
            return block


def _table(table: Table) -> Table:
    width = max(len(table.header), *(len(row) for row in table.rows), 1)
    align = tuple((*table.align, *[""] * width)[:width])

    def cells(row: tuple[tuple[Inline, ...], ...]) -> tuple[tuple[Inline, ...], ...]:
        return tuple(_inlines(_on_one_line(_runs(cell))) for cell in (*row, *[()] * (width - len(row))))

    return Table(cells(table.header), tuple(cells(row) for row in table.rows), align)


def _runs(children: Iterable[Inline], styles: frozenset[str] = frozenset(), url: str = "") -> list[_Run]:
    """Inline content flattened: each stretch with its styles and the address it leads to."""
    found: list[_Run] = []
    for child in children:
        match child:
            case Styled(style=style, children=inner):
                found += _runs(inner, styles | {style}, url)
            case Link(url=own, children=inner):
                found += _runs(inner or (Words(own),), styles, own)
            case Words() | Code() | Break():
                found.append((child, styles, url))
    return found


def _on_one_line(runs: list[_Run]) -> list[_Run]:
    """The runs with a stroke in place of each line break, for where Markdown has none."""
    return [
        (Words(" / "), styles, url) if isinstance(child, Break) else (child, styles, url) for child, styles, url in runs
    ]


def _inlines(runs: list[_Run], order: Sequence[str] = _ORDER) -> tuple[Inline, ...]:
    """Runs as nested inline content: spaces single and outside emphasis, none at the ends of lines."""
    spaced = _spaced(runs)
    made: list[Inline] = []
    for url, linked in groupby(spaced, key=lambda run: run[2]):
        inner = _nested([(child, styles, "") for child, styles, _ in linked], order)
        made += [Link(url, tuple(inner))] if url else inner
    return tuple(made)


def _nested(runs: list[_Run], order: Sequence[str]) -> list[Inline]:
    if not order:
        return _joined([child for child, _, _ in runs])
    made: list[Inline] = []
    for has, group in groupby(runs, key=lambda run: order[0] in run[1]):
        inner = _nested(list(group), order[1:])
        made += [Styled(order[0], tuple(inner))] if has else inner
    return _joined(made)


def _joined(content: Iterable[Inline]) -> list[Inline]:
    joined: list[Inline] = []
    for child in content:
        last = joined[-1] if joined else None
        if isinstance(child, Words) and isinstance(last, Words):
            joined[-1] = Words(last.text + child.text)
        elif isinstance(child, Code) and isinstance(last, Code):
            joined[-1] = Code(last.text + child.text)
        else:
            joined.append(child)
    return joined


def _spaced(runs: list[_Run]) -> list[_Run]:
    """The runs with single spaces, each space in the styles and link that both its neighbours have."""
    pieces: list[_Run] = []
    for child, styles, url in runs:
        if isinstance(child, Words):
            parts = re.split(r"(\s+)", child.text)
            pieces += [(Words(" " if part.isspace() else part), styles, url) for part in parts if part]
        elif isinstance(child, Code):
            text = " ".join(child.text.split())
            pieces += [(Code(text), styles, url)] if text else []
        else:
            pieces.append((child, frozenset(), ""))
    kept: list[_Run] = []
    for number, (child, styles, url) in enumerate(pieces):
        if child != Words(" ") and not isinstance(child, Break):
            kept.append((child, styles, url))
            continue
        following = next((run for run in pieces[number + 1 :] if run[0] != Words(" ")), None)
        before = kept[-1] if kept else None
        if before is None or following is None or before[0] in (Words(" "), Break()):
            continue
        if child == Words(" ") and isinstance(following[0], Break):
            continue
        if isinstance(child, Break):
            after = next((run for run in pieces[number + 1 :] if run[0] not in (Words(" "), Break())), None)
            if after is None:
                continue
            following = after
        kept.append((child, *_shared(before, following)))
    return kept


def _shared(before: _Run, after: _Run) -> tuple[frozenset[str], str]:
    """The styles and the address that a space between two neighbours has: those that do not end beside it."""
    if before[2] != after[2]:
        return frozenset(), ""
    shared: set[str] = set()
    for style in _ORDER:
        if (style in before[1]) != (style in after[1]):
            break
        if style in before[1]:
            shared.add(style)
    return frozenset(shared), before[2]


def _lines(blocks: Sequence[Block]) -> list[str]:
    """The blocks as lines, an empty one between two."""
    lines: list[str] = []
    turn = 0
    for number, block in enumerate(blocks):
        before = blocks[number - 1] if number else None
        if number:
            lines.append("")
        follows = (
            isinstance(block, Bullets)
            and isinstance(before, Bullets)
            and (block.start is None) == (before.start is None)
        )
        turn = turn + 1 if follows else 0
        lines += _write(block, turn % 2)
    return lines


def _write(block: Block, turn: int) -> list[str]:
    match block:
        case Paragraph(children=children):
            return _paragraph(children).split("\n")
        case Heading(rank=rank, children=children):
            return [f"{'#' * rank} {_paragraph(children, in_line=True)}"]
        case Bullets():
            return _bullets(block, turn)
        case Quote(children=inner):
            return [f"> {line}".rstrip() for line in _lines(inner)]
        case Table():
            return _rows(block)
        case Rule():
            return ["---"]


def _bullets(bullets: Bullets, turn: int) -> list[str]:
    """A list; one that follows another has the other mark, without which Markdown would join the two."""
    lines: list[str] = []
    for number, item in enumerate(bullets.items):
        mark = "-*"[turn] if bullets.start is None else f"{bullets.start + number}{'.)'[turn]}"
        indent = " " * (len(mark) + 1)
        inner: list[str] = []
        for at, block in enumerate(item):
            tight = (
                at and isinstance(block, Bullets) and block.start in {None, 1} and isinstance(item[at - 1], Paragraph)
            )
            inner += [] if not at or tight else [""]
            inner += _write(block, 0)
        lines += [f"{mark} {inner[0]}", *(f"{indent}{line}" if line else "" for line in inner[1:])]
    return lines


def _rows(table: Table) -> list[str]:
    def row(cells: Iterable[tuple[Inline, ...]]) -> str:
        return f"| {' | '.join(_paragraph(cell, in_line=True) for cell in cells)} |"

    rule = f"| {' | '.join(_ALIGN.get(each, '---') for each in table.align)} |"
    return [row(table.header), rule, *(row(cells) for cells in table.rows)]


def _paragraph(children: tuple[Inline, ...], *, in_line: bool = False) -> str:
    """Inline content as Markdown that reads back as itself: nested and guarded otherwise where it would not.

    Emphasis is given up, rather than text, where no way is found.
    """
    guard = _in_line if in_line else _at_line_starts
    for order in permutations(_ORDER):
        nested = children if order == _ORDER else _inlines(_runs(children), order)
        for way in _WAYS:
            text = guard(way.write(nested))
            if _read_inlines(text, in_line=in_line) == children:
                return text
        if not any(isinstance(child, Styled) for child in children):
            break
    return guard(_escaped(inline_text(children)).replace("\n", "\\\n"))


def _read_inlines(text: str, *, in_line: bool) -> tuple[Inline, ...]:
    """What a paragraph of that text holds, in canonical form; of a heading or cell the text is read as its middle."""
    read = parse_prose(f"x {text}" if in_line else text, "").blocks
    found = read[0].children if len(read) == 1 and isinstance(read[0], Paragraph) else ()
    if in_line and found and isinstance(found[0], Words):
        first = found[0].text.removeprefix("x ")
        found = (Words(first), *found[1:]) if first else found[1:]
    return _inlines(_runs(found))


def _in_line(text: str) -> str:
    return text


def _at_line_starts(text: str) -> str:
    """The text with a backslash before what would begin a heading, a quotation, a list or a rule."""
    return _LINE_NUMBER.sub(r"\1\\\2", _LINE_START.sub(r"\\\1", text))


class _Marks(Struct, frozen=True):
    """A way to write emphasis: 0 as it comes, 1 with letters beside it as entities, 2 with those inside it too.

    Markdown sees no emphasis where a letter stands on one side of a mark and a full stop or bracket on the other.
    """

    guard: int
    emphasis: str

    def write(self, children: Iterable[Inline]) -> str:
        """Inline content as Markdown."""
        whole = list(children)
        parts: list[str] = []
        for number, child in enumerate(whole):
            before = whole[number - 1] if number else None
            after = whole[number + 1] if number + 1 < len(whole) else None
            text = self._one(child)
            if isinstance(child, Words) and (self.guard == 2 or (self.guard and isinstance(before, Styled))):
                text = f"&#{ord(text[0])};{text[1:]}" if text[:1].isalnum() else text
            if isinstance(child, Words) and (self.guard == 2 or (self.guard and isinstance(after, Styled))):
                text = f"{text[:-1]}&#{ord(text[-1])};" if text[-1:].isalnum() else text
            parts.append(f"{text[:-1]}\\!" if isinstance(after, Link) and text.endswith("!") else text)
        return "".join(parts)

    def _one(self, child: Inline) -> str:
        match child:
            case Words(text=text):
                return _escaped(text)
            case Code(text=text):
                return _code(text)
            case Styled(style=style, children=children):
                mark = self.emphasis if style == "emphasis" else _DELIMITERS[style]
                return f"{mark}{self.write(children)}{mark}"
            case Link(url=url, children=children):
                target = f"<{url}>" if re.search(r"[\s()<>]", url) else url
                return f"[{self.write(children)}]({target})"
            case Break():
                return "\\\n"


_WAYS = (_Marks(0, "*"), _Marks(1, "*"), _Marks(2, "*"), _Marks(2, "_"))


def _code(text: str) -> str:
    """Code between back quotes; as text where it holds a stroke, which would end a table's cell."""
    if "|" in text:
        return _escaped(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    room = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{room}{text}{room}{fence}"


def _escaped(text: str) -> str:
    return _MARK.sub("&#123;", _SPECIAL.sub(lambda found: "&amp;" if found[0] == "&" else f"\\{found[0]}", text))
