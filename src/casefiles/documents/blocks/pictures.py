"""Pictures of a Word file: their bytes, size, alternative text and anchor."""

from __future__ import annotations

from lxml import etree

from casefiles.documents.blocks.names import DECORATIVE, PIC, SVG, WP, A, R, tag_of
from casefiles.documents.blocks.package import Source
from casefiles.documents.blocks.subset import FOREIGN
from casefiles.documents.blocks.tree import Floating, Picture
from casefiles.documents.charts.svg import read_svg

__all__ = ["read_picture"]

EMU = 12_700.0
KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))


def read_picture(drawing: etree._Element, source: Source, paragraph: int) -> Picture | None:
    """The picture of a `w:drawing`; None, with a refusal, where it is none that can be printed.

    In a header or footer it may be anchored and needs no alternative text.
    """
    holder = next((child for child in drawing if child.tag in {f"{WP}inline", f"{WP}anchor"}), None)
    blip = drawing.find(f".//{PIC}pic/{PIC}blipFill/{A}blip")
    if holder is None or blip is None:
        if next(drawing.iter(*FOREIGN), None) is None:
            source.refuse("a drawing that is no picture", paragraph)
        return None
    floating = read_floating(holder) if holder.tag == f"{WP}anchor" else None
    if floating is not None and not source.running:
        source.refuse("a floating picture in the body", paragraph)
    if is_altered(drawing):
        source.refuse("a cropped or turned picture", paragraph)
    data = drawn_bytes(blip, source) or picture_bytes(blip, source, paragraph)
    extent, about = holder.find(f"{WP}extent"), holder.find(f"{WP}docPr")
    alt = "" if about is None else about.get("descr") or about.get("title") or ""
    decorative = about is not None and any(element.get("val") == "1" for element in about.iter(DECORATIVE))
    if not alt and not decorative and not source.running:
        source.refuse("a picture without alternative text", paragraph)
    if not data:
        return None
    width, height = (0.0, 0.0) if extent is None else (emu(extent.get("cx")), emu(extent.get("cy")))
    if not 0 < width < 5_000 or not 0 < height < 5_000:
        source.refuse("a picture without a size", paragraph)
        return None
    return Picture(data, width, height, "" if decorative else alt, floating)


def drawn_bytes(blip: etree._Element, source: Source) -> bytes:
    """The bytes of a chart of ours that stands beside the picture as SVG; empty where there is none."""
    drawn = blip.find(f".//{SVG}svgBlip")
    relation = source.relations.get(drawn.get(f"{R}embed", "")) if drawn is not None else None
    if relation is None or relation.external or relation.target not in source.package:
        return b""
    data = source.package.read(relation.target)
    return data if read_svg(data) is not None else b""


def picture_bytes(blip: etree._Element, source: Source, paragraph: int) -> bytes:
    """The bytes of a PNG or JPEG picture; empty, with a refusal, for anything else."""
    relation = source.relations.get(blip.get(f"{R}embed", ""))
    if blip.get(f"{R}link") or relation is None or relation.external or relation.target not in source.package:
        source.refuse("a picture that is not in the file", paragraph)
        return b""
    data = source.package.read(relation.target)
    if not any(data.startswith(magic) for magic, _ in KINDS):
        ending = relation.target.rpartition(".")[2].lower()
        source.refuse(f"a picture that is no PNG or JPEG ({ending})", paragraph)
        return b""
    return data


def is_altered(drawing: etree._Element) -> bool:
    """Whether the picture is cropped or turned."""
    crop = drawing.find(f".//{A}srcRect")
    frame = drawing.find(f".//{A}xfrm")
    cropped = crop is not None and any(value not in {"", "0"} for value in crop.attrib.values())
    return cropped or (
        frame is not None and any(frame.get(name) not in {None, "0"} for name in ("rot", "flipH", "flipV"))
    )


def emu(text: str | None) -> float:
    """Points from English metric units; 0 where it is no number."""
    try:
        return float(text or 0) / EMU
    except ValueError:
        return 0.0


def read_floating(anchor: etree._Element) -> Floating:
    """Where an anchored picture stands."""
    across_from, across = read_axis(anchor.find(f"{WP}positionH"), "column")
    down_from, down = read_axis(anchor.find(f"{WP}positionV"), "paragraph")
    pushes = any(tag_of(child) == f"{WP}wrapTopAndBottom" for child in anchor)
    return Floating(across_from, across, down_from, down, pushes)


def read_axis(element: etree._Element | None, default: str) -> tuple[str, float | str]:
    """What one axis is measured from, and the offset in points or the alignment."""
    if element is None:
        return default, 0.0
    align = element.findtext(f"{WP}align")
    offset: float | str = align or emu(element.findtext(f"{WP}posOffset"))
    return element.get("relativeFrom", default), offset
