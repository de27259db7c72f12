"""The picture of how a caseload's commands grow with its schools: an SVG with both axes by powers of ten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from typing import Any

__all__ = ["picture"]

_LINES = {
    "check from nothing": ("check, every school", "#1f4e79"),
    "status from nothing": ("status, every school", "#4a90c2"),
    "changes": ("changes, every school", "#c27a2c"),
    "check after one edit": ("check, one school changed", "#2e8b57"),
    "check again": ("check, nothing changed", "#8a6d00"),
    "build from nothing": ("build, every Word file", "#a23b3b"),
    "build after one edit": ("build, one school changed", "#6a4c93"),
    "build again": ("build, nothing changed", "#555555"),
}
_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 760, 420, 70, 30, 210, 60
_LINE = 16


def picture(result: Mapping[str, Any]) -> str:
    """The growth of processor time with the number of schools, each command a line with its name at its end."""
    sizes = result["sizes"]
    across = _Axis([each["schools"] for each in sizes], _LEFT, _WIDTH - _RIGHT)
    lines = {
        name: [
            (each["schools"], max(each["casefiles"][name]["cpu_min"], 0.01))
            for each in sizes
            if name in each["casefiles"]
        ]
        for name in _LINES
        if any(name in each["casefiles"] for each in sizes)
    }
    up = _Axis([seconds for points in lines.values() for _, seconds in points], _HEIGHT - _BOTTOM, _TOP)
    drawn = [*_frame(across, up)]
    labels = _apart({name: up.at(points[-1][1]) + 4 for name, points in lines.items()})
    for name, points in lines.items():
        said, colour = _LINES[name]
        path = " ".join(f"{across.at(schools):.1f},{up.at(seconds):.1f}" for schools, seconds in points)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [
            f'<circle cx="{across.at(schools):.1f}" cy="{up.at(seconds):.1f}" r="3" fill="{colour}"/>'
            for schools, seconds in points
        ]
        x = across.at(sizes[-1]["schools"]) + 8
        drawn.append(f'<text x="{x:.1f}" y="{labels[name]:.1f}" fill="{colour}">{said}</text>')
    title = "Processor time of a command by the number of schools"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{title}"'
    style = 'font-family="Arial, sans-serif" font-size="13"'
    return "\n".join([f"{head} {style}>", f"<title>{title}</title>", *drawn, "</svg>", ""])


def _apart(heights: Mapping[str, float]) -> dict[str, float]:
    """The heights of the labels from the top, each at least a line below the one above it."""
    placed: dict[str, float] = {}
    last = float("-inf")
    for name, height in sorted(heights.items(), key=lambda each: each[1]):
        last = max(height, last + _LINE)
        placed[name] = last
    return placed


class _Axis:
    """A scale by powers of ten between two places of the picture."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low, self.high = floor(log10(min(values))), ceil(log10(max(values)))
        self._start, self._end = start, end

    def at(self, value: float) -> float:
        """Where a value lies."""
        share = (log10(value) - self.low) / max(self.high - self.low, 1)
        return self._start + share * (self._end - self._start)

    @property
    def ticks(self) -> list[float]:
        """The powers of ten on it."""
        return [10.0**power for power in range(self.low, self.high + 1)]


def _frame(across: _Axis, up: _Axis) -> list[str]:
    drawn = ['<rect width="100%" height="100%" fill="white"/>']
    for schools in across.ticks:
        x = across.at(schools)
        drawn.append(f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{_HEIGHT - _BOTTOM}" stroke="#ddd"/>')
        drawn.append(f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 20}" text-anchor="middle">{schools:,.0f}</text>')
    for seconds in up.ticks:
        y = up.at(seconds)
        drawn.append(f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}" stroke="#ddd"/>')
        drawn.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{seconds:g} s</text>')
    drawn.append(f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2}" y="{_HEIGHT - 15}" text-anchor="middle">schools</text>')
    return drawn
