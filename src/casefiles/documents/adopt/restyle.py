"""The house's styles in a letter's fonts, sizes, colours and spacing: their names and roles stay."""

from __future__ import annotations

from lxml import etree

from casefiles.documents.adopt.reading import OldLetter
from casefiles.documents.blocks.tree import Look
from casefiles.documents.word.wordml import Element, parse_part, serialise, val, w

__all__ = ["restyled"]

_ALIGN = {"justify": "both", "centre": "center"}
_RUN_ORDER = ("rFonts", "b", "i", "caps", "color", "sz", "szCs", "u", "lang")


def restyled(styles: bytes, letter: OldLetter) -> bytes:
    """The styles part in the look of the letter."""
    root = parse_part(styles, "", "word/styles.xml")
    house_size = _set_defaults(root, letter)
    accent = _colour_of(root, "heading 1")
    for style in root.findall(w("style")):
        _scale(style, letter.text.size / house_size)
        _recolour(style, accent, letter.headings[0].colour)
    for rank, look in enumerate(letter.headings, start=1):
        _set_heading(_style(root, f"heading {rank}"), look)
    _set_normal(_style(root, "normal"), letter)
    return serialise(root)


def _style(root: Element, name: str) -> Element | None:
    return next((each for each in root.findall(w("style")) if val(each.find(w("name"))).casefold() == name), None)


def _set_defaults(root: Element, letter: OldLetter) -> float:
    """The face, size and spacing of all that says nothing else; returns the house's size in points."""
    run = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
    paragraph = root.find(f"{w('docDefaults')}/{w('pPrDefault')}/{w('pPr')}")
    if run is None or paragraph is None:
        return letter.text.size
    size = float(val(run.find(w("sz"))) or 22) / 2
    _set_font(run, letter.text.family)
    _set_size(run, letter.text.size)
    spacing = _child(paragraph, "spacing")
    spacing.set(w("after"), str(round(letter.shape.after * 20)))
    spacing.set(w("line"), str(round(letter.shape.line * 240)))
    spacing.set(w("lineRule"), "auto")
    return size


def _set_normal(style: Element | None, letter: OldLetter) -> None:
    if style is None:
        return
    if letter.text.colour and letter.text.colour != "000000":
        _set_colour(_run_of(style), letter.text.colour)
    if letter.shape.align == "justify":
        shape = style.find(w("pPr"))
        shape = etree.SubElement(style, w("pPr")) if shape is None else shape
        _child(shape, "jc").set(w("val"), _ALIGN["justify"])


def _set_heading(style: Element | None, look: Look) -> None:
    if style is None:
        return
    run = _run_of(style)
    _set_font(run, look.family)
    _set_size(run, look.size)
    _set_colour(run, look.colour)
    for name, on in (("i", look.italic), ("caps", look.caps)):
        if on:
            _child(run, name)
    if look.underline:
        _child(run, "u").set(w("val"), "single")


def _scale(style: Element, factor: float) -> None:
    """Sizes in proportion to the text's, in whole half points."""
    for size in style.iterfind(f"{w('rPr')}/{w('sz')}"):
        size.set(w("val"), str(max(round(float(val(size)) * factor), 14)))


def _recolour(style: Element, old: str, new: str) -> None:
    for colour in style.iterfind(f"{w('rPr')}/{w('color')}"):
        if old and val(colour) == old:
            colour.set(w("val"), new or "auto")


def _colour_of(root: Element, name: str) -> str:
    style = _style(root, name)
    return val(style.find(f"{w('rPr')}/{w('color')}")) if style is not None else ""


def _run_of(style: Element) -> Element:
    run = style.find(w("rPr"))
    return etree.SubElement(style, w("rPr")) if run is None else run


def _set_font(run: Element, family: str) -> None:
    fonts = _child(run, "rFonts")
    for name in [*fonts.attrib]:
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(w(name), family)


def _set_size(run: Element, size: float) -> None:
    _child(run, "sz").set(w("val"), str(round(size * 2)))
    _child(run, "szCs").set(w("val"), str(round(size * 2)))


def _set_colour(run: Element, colour: str) -> None:
    _child(run, "color").set(w("val"), colour or "auto")


def _child(parent: Element, name: str) -> Element:
    """The property of that name, put in its place where there is none."""
    found = parent.find(w(name))
    if found is not None:
        return found
    made = etree.Element(w(name))
    after = _RUN_ORDER[_RUN_ORDER.index(name) + 1 :] if name in _RUN_ORDER else ()
    following = next((each for each in parent if str(each.tag).rsplit("}", 1)[-1] in after), None)
    if following is None:
        parent.append(made)
    else:
        following.addprevious(made)
    return made
