"""What every part of the typed case file has: frozen, no unknown keys, and a place in its file."""

import datetime as dt
from functools import cache
from typing import Annotated, Any, ClassVar

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from casefiles.diagnostics import Span
from casefiles.model.plugins import skip_plugins
from casefiles.model.types import Date, Flag, Many, Names, Reader, Text, fault
from casefiles.prose import READERS, Body
from casefiles.source import Path, SourceMap

__all__ = ["READERS", "Held", "Interval", "Record", "Shape"]

skip_plugins()


class Shape(BaseModel):
    """A part of a record: frozen, and a key that it doesn't know is an error."""

    # A validator is built when a file first needs it: to build all of them costs more than to check a school.
    # Modules with shapes have no `from __future__ import annotations`: a quarter of what it takes to make a shape went
    # into compiling the text that annotations are then.
    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=False, arbitrary_types_allowed=True, defer_build=True
    )

    @model_validator(mode="before")
    @classmethod
    def _without_absent(cls, data: Any) -> Any:
        """The data without the known keys that have no value: an empty one is an absent one."""
        if isinstance(data, dict) and None in data.values():
            known = _keys(cls)
            return {key: value for key, value in data.items() if value is not None or key not in known}
        return data


@cache
def _keys(shape: type[BaseModel]) -> frozenset[str]:
    """The keys of a shape as they are written in a file."""
    return frozenset(field.alias or name for name, field in shape.model_fields.items())


class Interval(Shape):
    """A stretch of days from `start` up to, but not including, `end`; without `end` it goes on."""

    start: Date = Field(alias="from", description="The first day.")
    end: Date | None = Field(default=None, alias="to", description="The day after the last; without it, it goes on.")

    @field_validator("end")
    @classmethod
    def _ends_after_start(cls, end: dt.date | None, info: ValidationInfo) -> dt.date | None:
        start = info.data.get("start")
        if end is not None and start is not None and end <= start:
            raise fault(f'"to" is {end}, which is not after "from" ({start})')
        return end

    def covers(self, day: dt.date) -> bool:
        """Whether the day lies in the stretch."""
        return self.start <= day and (self.end is None or day < self.end)


class _Placed(Struct, frozen=True):
    """What a record is called, where it stands, and its Markdown."""

    record_id: str
    source: SourceMap
    path: Path
    body: Body


class Record(Shape):  # noqa: PLW1641 - pydantic gives a frozen shape its hash
    """One thing of the case file with an id of its own and a place in a file.

    The id is a file's name without its ending, the `id` of a list's entry, or one that the loader
    makes (levels: `targeted-2025-11-04`). `date` is the day it speaks of.
    """

    # It lies among the fields' values, as what a property caches does: a private attribute is made anew for each
    # record as often as its type has ancestors, and to ask for one takes pydantic ten times as long.
    _placed: ClassVar[_Placed] = _Placed("", SourceMap(""), (), Body())

    def __eq__(self, other: object) -> bool:
        """Whether both are the same in kind, name, place and all that they say."""
        return super().__eq__(other) and isinstance(other, Record) and self._placed == other._placed

    @property
    def record_id(self) -> str:
        """The id by which the rest of the case refers to this record."""
        return self._placed.record_id

    @property
    def source_file(self) -> str:
        """The file that the record stands in, relative to the caseload."""
        return self._placed.source.file

    @property
    def body(self) -> Body:
        """The Markdown below the front matter; empty for an entry of a list."""
        return self._placed.body

    @property
    def on(self) -> dt.date | None:
        """The record's own date, by which rules and editions are chosen; None where it has none."""
        return None

    def span(self, *path: str | int) -> Span:
        """Where the value at `path` in this record stands, or its nearest parent."""
        placed = self._placed
        return placed.source.span(placed.path + path)

    def key_span(self, *path: str | int) -> Span:
        """Where the key at `path` in this record stands, or its nearest parent."""
        placed = self._placed
        return placed.source.key(placed.path + path)

    def lines(self) -> range:
        """The lines of its file's data on which the record stands."""
        return self._placed.source.lines(self._placed.path)

    def path_in_file(self, *path: str | int) -> Path:
        """The path of the value at `path` of this record in its file's data."""
        return self._placed.path + path

    def placed(self, record_id: str, source: SourceMap, path: Path = (), body: Body | None = None) -> None:
        """Tell a record that was just built what it is called and where it stands (the loader alone calls this)."""
        self.__dict__["_placed"] = _Placed(record_id, source, path, self.body if body is None else body)

    def with_body(self, body: Body) -> None:
        """Give a record that was just made another body (`model.visible` and `model.caseview` alone call this)."""
        self.__dict__["_placed"] = replace(self._placed, body=body)


class Held(Record):
    """A record kept in a Markdown file of its own: dated, for readers, with a body.

    Source of the fields: the case folder's format, rules 1 and 7 (`docs/case-format.md`).
    """

    date: Date = Field(
        description="The day it happened. A dated file name gives it; when written too, both must agree."
    )
    audience: Annotated[tuple[Reader, ...], Many] = Field(
        default=(),
        description="Who may read it: internal, school, governors, public-body, everyone. Without it: all concerned.",
    )
    confidential: Flag = Field(default=False, description="true is short for audience: [internal].")
    restricted: Flag = Field(
        default=False,
        description="Kept outside the case file: title, holder, place, date and why relied on, never a body.",
    )
    holder: Annotated[Text | None, Names("person")] = Field(default=None, description="Restricted: who holds it.")
    place: Text | None = Field(default=None, description="Restricted: where it is kept.")
    relied_on_because: Text | None = Field(default=None, description="Restricted: why the case relies on it.")

    @property
    def on(self) -> dt.date | None:
        """The day it happened."""
        return self.date

    @property
    def readers(self) -> tuple[str, ...]:
        """Who may read the record; empty where everyone concerned may."""
        if self.confidential or self.restricted:
            return ("internal",)
        return self.audience
