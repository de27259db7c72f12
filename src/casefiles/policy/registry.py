"""The table of rule kinds: every kind that a pack may name, listed here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casefiles.policy.rule import RuleKind

__all__ = ["KINDS"]

_LISTED: tuple[RuleKind[Any, Any], ...] = ()

KINDS: Mapping[str, RuleKind[Any, Any]] = {kind.name: kind for kind in _LISTED}
"""Each rule kind by its name."""
