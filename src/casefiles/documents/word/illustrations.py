"""The charts of one Word document: each as SVG with a PNG beside it for programs that show no SVG."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from casefiles.documents.charts.chart import Chart
from casefiles.documents.charts.drawing import Words
from casefiles.documents.charts.svg import read_svg, write_svg
from casefiles.documents.word.packaging import Member
from casefiles.documents.word.wordml import R_NS
from casefiles.documents.xmltext import quoted

__all__ = ["MEDIA_TYPES", "Illustrations", "emptied_charts"]

MEDIA_TYPES = {"png": "image/png", "svg": "image/svg+xml"}
"""What the package says of the files of charts, by their endings."""
_EMU = 12_700
_FIRST_ID = 9_000
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_WIDEST = 451.0


class Illustrations:
    """Takes the charts as they come up; then gives their files and relationships."""

    def __init__(self) -> None:
        self._charts: list[Chart] = []

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._charts)

    def run(self, chart: Chart, room: float) -> str:
        """The chart as a run of a paragraph, at most `room` points wide."""
        self._charts.append(chart)
        number = len(self._charts)
        factor = min(1.0, room / chart.drawing.width) if room > 0 else 1.0
        size = " ".join(
            f'{key}="{round(length * factor * _EMU)}"'
            for key, length in (("cx", chart.drawing.width), ("cy", chart.drawing.height))
        )
        words = f'id="{_FIRST_ID + number}" name="Chart {number}" descr={quoted(chart.alt)}'
        svg = (
            f'<a:extLst><a:ext uri="{_SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="{_SVG}" xmlns:r="{R_NS}" '
            f'r:embed="rIdChart{number}svg"/></a:ext></a:extLst>'
        )
        graphic = (
            f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr>'
            f'<pic:cNvPr id="{_FIRST_ID + number}" name="Chart {number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip xmlns:r="{R_NS}" r:embed="rIdChart{number}png">{svg}</a:blip>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>"
        )
        room_round = 'distT="0" distB="0" distL="0" distR="0"'
        inline = f"<wp:extent {size}/><wp:docPr {words}/>{graphic}"
        return f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" {room_round}>{inline}</wp:inline></w:drawing></w:r>'

    def relations(self) -> str:
        """The relationships of the document to the charts' files."""
        return "".join(
            f'<Relationship Id="rIdChart{number}{ending}" Type="{R_NS}/image" Target="media/chart{number}.{ending}"/>'
            for number in range(1, len(self._charts) + 1)
            for ending in MEDIA_TYPES
        )

    def members(self) -> list[Member]:
        """The charts' files."""
        if not self._charts:
            return []
        from casefiles.documents.charts.png import write_png  # noqa: PLC0415 - few documents have charts, Pillow costs 10 ms

        found = []
        for number, chart in enumerate(self._charts, 1):
            found.append(Member(f"word/media/chart{number}.png", write_png(chart.drawing)))
            found.append(Member(f"word/media/chart{number}.svg", write_svg(chart.drawing)))
        return found


def emptied_charts(parts: dict[str, bytes], mark_for: Callable[[str], str]) -> int:
    """Put a mark in the place of each chart in whose words something is to be hidden; how many there were.

    `mark_for` gives the mark for a text, or nothing where it may stay. A label that was cut short may be the beginning
    of what is hidden: such a chart goes as well, wherever anything is hidden at all.
    """
    from casefiles.documents.charts.png import write_png  # noqa: PLC0415 - as above

    found = 0
    for name in sorted(each for each in parts if each.startswith("word/media/") and each.endswith(".svg")):
        drawing = read_svg(parts[name])
        words = [shape.text for shape in drawing.shapes if isinstance(shape, Words)] if drawing else []
        mark = mark_for(" ".join(words)) or (mark_for("") if any(text.endswith("…") for text in words) else "")
        if drawing is None or not mark:
            continue
        found += 1
        empty = replace(drawing, shapes=(Words(4.0, 14.0, mark),))
        parts[name], parts[f"{name.removesuffix('svg')}png"] = write_svg(empty), write_png(empty)
    return found
