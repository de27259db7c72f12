"""What our own marks in a compiled template do while it renders; no author can write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from casefiles.documents.word.language import RENDERING

__all__ = ["FILTERS"]


@pass_context
def _as_blocks(context: Context, value: object, slot: int) -> Markup:
    """The value as whole paragraphs, where `{{p ... }}` stands."""
    return Markup(context[RENDERING].blocks(value, slot))  # noqa: S704 - the writer escapes


@pass_context
def _as_runs(context: Context, value: object, slot: int) -> Markup:
    """The value as runs, where `{{r ... }}` stands."""
    return Markup(context[RENDERING].runs(value, slot))  # noqa: S704 - the writer escapes


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {"as_blocks": _as_blocks, "as_runs": _as_runs}
