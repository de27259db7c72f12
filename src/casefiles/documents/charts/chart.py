"""A chart: its drawing with the words and numbers that must stand beside it."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.charts.drawing import Drawing

__all__ = ["Chart"]


class Chart(Struct, frozen=True):
    """A picture of numbers. `alt` says in words what it shows; `head` and `rows` are the numbers as a table."""

    title: str
    drawing: Drawing
    alt: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
