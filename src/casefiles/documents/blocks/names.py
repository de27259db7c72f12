"""The XML namespaces of a Word package, each in the braces in which lxml writes it before a name."""

from __future__ import annotations

from lxml import etree

__all__ = [
    "CP",
    "DC",
    "DECORATIVE",
    "DGM",
    "MC",
    "PIC",
    "REL",
    "SVG",
    "WP",
    "WPG",
    "WPS",
    "A",
    "C",
    "M",
    "R",
    "V",
    "W",
    "tag_of",
]

OFFICE = "http://schemas.openxmlformats.org"
W = f"{{{OFFICE}/wordprocessingml/2006/main}}"
R = f"{{{OFFICE}/officeDocument/2006/relationships}}"
REL = f"{{{OFFICE}/package/2006/relationships}}"
A = f"{{{OFFICE}/drawingml/2006/main}}"
C = f"{{{OFFICE}/drawingml/2006/chart}}"
PIC = f"{{{OFFICE}/drawingml/2006/picture}}"
WP = f"{{{OFFICE}/drawingml/2006/wordprocessingDrawing}}"
DGM = f"{{{OFFICE}/drawingml/2006/diagram}}"
M = f"{{{OFFICE}/officeDocument/2006/math}}"
CP = f"{{{OFFICE}/package/2006/metadata/core-properties}}"
MC = f"{{{OFFICE}/markup-compatibility/2006}}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}"
V = "{urn:schemas-microsoft-com:vml}"
DC = "{http://purl.org/dc/elements/1.1/}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def tag_of(element: etree._Element) -> str:
    """The element's tag as text (comments and instructions, which have none, give an empty one)."""
    tag: object = element.tag
    return tag if isinstance(tag, str) else ""
