"""Lists in Word: two list definitions of the house, and a number instance of its own for each list."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree
from msgspec import Struct

from casefiles.documents.word.relations import add_part, add_relation, read_relations, target_of
from casefiles.documents.word.styles import StyleSheet
from casefiles.documents.word.wordml import W_NS, Element, parse_part, serialise, val, w, whole

__all__ = ["LEVELS", "NUMBERING", "Indent", "Instance", "Lists", "ensure_numbering", "instances_xml", "read_lists"]

NUMBERING = "word/numbering.xml"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_EMPTY = f'<w:numbering xmlns:w="{W_NS}"/>'.encode()
LEVELS = 3
_BULLETS = ("\u2022", "\u2013", "\u2022")
_NUMBERS = (("decimal", "%1."), ("lowerLetter", "%2."), ("lowerRoman", "%3."))


class Indent(Struct, frozen=True):
    """The indent of one level of a list, in twentieths of a point."""

    left: int
    hanging: int


class Instance(Struct, frozen=True):
    """A `w:num`: its number, the definition that it follows, and where its levels start."""

    number: int
    definition: str
    starts: tuple[tuple[int, int], ...] = ()


class Lists(Struct, frozen=True):
    """What prose needs to know of a template's lists: the two definitions, their indents, the next free number."""

    bullets: str
    numbers: str
    bullet_indents: tuple[Indent, ...]
    number_indents: tuple[Indent, ...]
    next_number: int
    definitions: dict[str, str]


def ensure_numbering(parts: dict[str, bytes], file: str) -> str:
    """The name of the package's numbering part, which is made where there is none."""
    for relation in read_relations(parts, "word/document.xml", file):
        if relation.kind == "numbering" and target_of("word/document.xml", relation) in parts:
            return target_of("word/document.xml", relation)
    add_part(parts, NUMBERING, _EMPTY, _CONTENT_TYPE, file)
    add_relation(parts, "word/document.xml", "numbering", "numbering.xml", file)
    return NUMBERING


def read_lists(parts: dict[str, bytes], name: str, sheet: StyleSheet, styles: Element, file: str) -> Lists:
    """The template's list definitions; the house's own are added where a list style has no three levels."""
    root = parse_part(parts[name], file, name)
    bullets = _definition_of(root, styles, sheet.id_of("List Bullet"), bulleted=True)
    numbers = _definition_of(root, styles, sheet.id_of("List Number"), bulleted=False)
    for cleanup in root.findall(w("numIdMacAtCleanup")):
        root.remove(cleanup)
    parts[name] = serialise(root)
    taken = [whole(num.get(w("numId"))) for num in root.findall(w("num"))]
    definitions = {str(num.get(w("numId"), "")): val(num.find(w("abstractNumId"))) for num in root.findall(w("num"))}
    return Lists(
        bullets, numbers, _indents(root, bullets), _indents(root, numbers), max(taken, default=0) + 1, definitions
    )


def _definition_of(root: Element, styles: Element, style: str, *, bulleted: bool) -> str:
    """The id of the definition that a list style follows, if it has three levels of that sort, else of a new one."""
    number = styles.find(f"{w('style')}[@{w('styleId')}='{style}']/{w('pPr')}/{w('numPr')}/{w('numId')}")
    for num in root.findall(w("num")):
        if number is not None and num.get(w("numId")) == val(number):
            definition = _find_definition(root, val(num.find(w("abstractNumId"))))
            formats = [val(level.find(w("numFmt"))) == "bullet" for level in definition.findall(w("lvl"))[:LEVELS]]
            if formats == [bulleted] * LEVELS:
                return str(definition.get(w("abstractNumId"), ""))
    return _add_house_definition(root, bulleted=bulleted)


def _find_definition(root: Element, identifier: str) -> Element:
    for definition in root.findall(w("abstractNum")):
        if definition.get(w("abstractNumId")) == identifier:
            return definition
    return etree.Element(w("abstractNum"))


def _add_house_definition(root: Element, *, bulleted: bool) -> str:
    known = root.findall(w("abstractNum"))
    identifier = str(max((whole(one.get(w("abstractNumId"))) for one in known), default=-1) + 1)
    levels = "".join(_house_level(level, bulleted=bulleted) for level in range(LEVELS))
    root.insert(
        len(known),
        etree.fromstring(
            f'<w:abstractNum xmlns:w="{W_NS}" w:abstractNumId="{identifier}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        ),
    )
    return identifier


def _house_level(level: int, *, bulleted: bool) -> str:
    form, text = ("bullet", _BULLETS[level]) if bulleted else _NUMBERS[level]
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{425 * (level + 1)}" w:hanging="425"/></w:pPr></w:lvl>'
    )


def _indents(root: Element, definition: str) -> tuple[Indent, ...]:
    found = []
    for number, level in enumerate(_find_definition(root, definition).findall(w("lvl"))[:LEVELS], start=1):
        indent = level.find(f"{w('pPr')}/{w('ind')}")
        left, hanging = 425 * number, 425
        if indent is not None:
            left = whole(indent.get(w("left"), indent.get(w("start"))), left)
            hanging = whole(indent.get(w("hanging")))
        found.append(Indent(left, hanging))
    return tuple(found)


def instances_xml(instances: Iterable[Instance]) -> str:
    """The `w:num` elements of lists, as they stand at the end of the numbering part."""
    written = []
    for one in instances:
        starts = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level, start in one.starts
        )
        definition = f'<w:abstractNumId w:val="{one.definition}"/>'
        written.append(f'<w:num w:numId="{one.number}">{definition}{starts}</w:num>')
    return "".join(written)
