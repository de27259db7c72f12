"""The authority's logo in a template: it takes the place of the picture that a page keeps for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefiles.documents.word.faults import TemplateFault
from casefiles.documents.word.packaging import read_package, write_package
from casefiles.documents.word.relations import add_part, read_relations, target_of
from casefiles.documents.word.wordml import parse_part, serialise

if TYPE_CHECKING:
    from docx.image.image import Image

__all__ = ["LOGO", "is_picture", "with_logo"]

LOGO = "Logo"
"""The name of the picture that a page keeps for the logo (in Word's selection pane)."""

_DOCUMENT = "word/document.xml"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SIDES = ("distT", "distB", "distL", "distR")
_MAX_WIDTH = 60 * 36_000
_MAX_HEIGHT = 20 * 36_000


def with_logo(template: bytes, picture: bytes, alternative: str, file: str = "") -> bytes:
    """The template with the picture in its place for the logo.

    As it was where it has no such place, where the picture is none, or where the template itself cannot
    be read: compiling it says so. At most 60 mm wide and 20 mm high; `alternative` is the text for those
    who don't see it.
    """
    image = _read(picture)
    if image is None:
        return template
    try:
        parts = read_package(template, file)
        root = parse_part(parts[_DOCUMENT], file, _DOCUMENT)
    except (TemplateFault, KeyError):
        return template
    targets = {one.id: target_of(_DOCUMENT, one) for one in read_relations(parts, _DOCUMENT, file)}
    places = [
        inline
        for inline in root.iter(f"{_WP}inline")
        if (named := inline.find(f"{_WP}docPr")) is not None and named.get("name") == LOGO
    ]
    if not places:
        return template
    width, height = _size(image.px_width, image.px_height)
    for inline in places:
        for side in _SIDES:  # where a page doesn't say, Word keeps no distance and LibreOffice an eighth of an inch
            inline.set(side, inline.get(side, "0"))
        for extent in (*inline.iter(f"{_WP}extent"), *inline.iter(f"{_A}ext")):
            if extent.get("cx") is not None:
                extent.set("cx", str(width))
                extent.set("cy", str(height))
        for named in inline.iter(f"{_WP}docPr"):
            named.set("descr", alternative)
        for blip in inline.iter(f"{_A}blip"):
            add_part(parts, targets[str(blip.get(f"{_R}embed"))], picture, image.content_type, file)
    parts[_DOCUMENT] = serialise(root)
    return write_package(parts)


def is_picture(data: bytes) -> bool:
    """Whether the bytes are a picture that a letter can show: whole, of a known kind, with some extent."""
    return _read(data) is not None


def _read(picture: bytes) -> Image | None:
    """The picture, or None where it is broken: python-docx raises whatever its parser meets in it."""
    from docx.image.image import Image  # noqa: PLC0415 - python-docx takes 60 ms, and few authorities have a logo

    try:
        image = Image.from_blob(picture)
        _size(image.px_width, image.px_height)
    except Exception:  # noqa: BLE001 - see above; a broken picture is a fault of a file and not of ours
        return None
    return image


def _size(pixels_wide: int, pixels_high: int) -> tuple[int, int]:
    """The largest size of that shape that the place has room for, in English metric units."""
    scale = min(_MAX_WIDTH / pixels_wide, _MAX_HEIGHT / pixels_high)
    return round(pixels_wide * scale), round(pixels_high * scale)
