"""Charts as values: data to a drawing of lines, boxes and words, the same in SVG, Word, PDF and on the page."""

from __future__ import annotations

from casefiles.documents.charts.chart import Chart
from casefiles.documents.charts.kinds import (
    Against,
    Column,
    Measured,
    against_chart,
    columns_chart,
    grid_chart,
    measured_chart,
)

__all__ = [
    "Against",
    "Chart",
    "Column",
    "Measured",
    "against_chart",
    "columns_chart",
    "grid_chart",
    "measured_chart",
]
