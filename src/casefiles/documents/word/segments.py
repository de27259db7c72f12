"""Stretches of a part that are compiled and rendered by themselves: the page, and each block that other pages share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from jinja2 import TemplateSyntaxError
from jinja2.environment import Template as JinjaTemplate
from msgspec import Struct
from msgspec.structs import replace

from casefiles.documents.word.environment import UnprintableError, code_of, loaded
from casefiles.documents.word.faults import Place, TemplateFault, diagnostic
from casefiles.documents.word.tags import Tag, renamed_in
from casefiles.sealing import opened, sealed

__all__ = ["THIS", "Segment", "compile_segment"]

THIS = "this"
"""What a block is called in a segment of its own."""


class Segment(Struct, frozen=True, dict=True):
    """A stretch of a part: its code, and the tags that the lines of its source stand for.

    `slots` and `groups` are the numbers that its first slot and its first group of lists have in the template. That of
    a block knows the block's name and heading in the document, and where the page places it.
    The tags are sealed: next to no document asks for one, and of a few dozen templates they fill 8 MiB.
    """

    code: bytes
    sealed_tags: bytes
    slots: int = 0
    groups: int = 0
    block: str = ""
    heading: str = ""
    placed: Place = Place("")

    @cached_property
    def template(self) -> JinjaTemplate:
        """The Jinja template."""
        return loaded(self.code)

    def values(self, context: Mapping[str, object]) -> Mapping[str, object]:
        """What the names of this segment stand for, besides those of the document's context."""
        if not self.block:
            return {}
        fields: Any = self.template.environment
        return {THIS: fields.getattr(context.get("block"), self.block)}

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the tags stand, in the order of the lines."""
        tags: tuple[Tag, ...] = opened(self.sealed_tags)
        return tuple(self._place(tag.place) for tag in tags)

    def _place(self, place: Place) -> Place:
        if not self.block:
            return place
        where = place if place.file else self.placed
        return replace(where, text=renamed_in(place.text, f"block.{self.block}"))

    def __reduce__(self) -> tuple[object, ...]:
        known = (self.code, self.sealed_tags, self.slots, self.groups, self.block, self.heading, self.placed)
        return Segment, known


def compile_segment(source: str, name: str, order: Sequence[Tag]) -> Segment:
    """The segment of a source whose lines begin with these tags; a fault is said at the tag on whose line it is."""
    try:
        return Segment(code_of(source, name), sealed(tuple(order)))
    except (TemplateSyntaxError, UnprintableError) as error:
        line = getattr(error, "lineno", 1)
        place = order[min(max(line - 1, 1), len(order)) - 1].place if order else Place("", name)
        raise TemplateFault([diagnostic(place, "TPL-010", f"the template cannot be compiled: {error}")]) from error
