"""casefiles: school support and intervention case files, checked and rendered."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
