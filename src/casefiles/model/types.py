"""The strict types of the case file: every scalar arrives as text, is read here, and faults are put in words here."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Annotated, Any

from msgspec import Struct
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from casefiles.diagnostics import nearest
from casefiles.prose import READERS

__all__ = [
    "Date",
    "Flag",
    "Identifier",
    "Listed",
    "Many",
    "Names",
    "Number",
    "Reader",
    "Scalar",
    "Text",
    "Texts",
    "Whole",
    "each_name",
    "fault",
]

_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BRITISH_DATE = re.compile(r"([0-9]{1,2})[ ./-]([0-9]{1,2}|[A-Za-z]{3,9})[ ./-]([0-9]{4}|[0-9]{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_LONGEST_ID = 100
_YEARS = range(1900, 2200)
_MOST_KNOWN = 4096
"""Ids and days that are known again: a case repeats its few roles, kinds and dates on most lines."""


class Names(Struct, frozen=True):
    """Marks a field whose text names something else: a record of the case, a person, an entry of the pack.

    `what` is one of: evidence, priority, action, meeting, support, record (any record of the case),
    officer, role, person (a role or an officer), body, level, criterion, area, origin, and the
    pack's other lists by their name in `policy.pack.Edition.lists`.
    """

    what: str


class Scalar(Struct, frozen=True, eq=False):
    """A type whose values are read by `read`, which refuses with a `fault`.

    `word` is what the documentation calls it, `schema` what editors are told where it is not any text.
    """

    # one mark and not three, and no schema of pydantic's own below it: at a start validators of 600 fields are built
    word: str
    read: Callable[[Any], Any]
    schema: JsonSchemaValue | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.schema or {"type": "string"})


def fault(message: str) -> PydanticCustomError:
    """The error of a value, in the words that its diagnostic will have."""
    return PydanticCustomError("casefiles", "{message}", {"message": message})


def _read_text(value: Any) -> str:
    if not isinstance(value, str):
        raise fault("text is wanted here")
    text = value.strip()
    if not text:
        raise fault("this is empty")
    return text


def _read_identifier(value: Any) -> str:
    return _identifier(value if isinstance(value, str) else _read_text(value))


@lru_cache(_MOST_KNOWN)
def _identifier(value: str) -> str:
    text = _read_text(value)
    if not _IDENTIFIER.fullmatch(text):
        raise fault(f'"{text}" is not an id: lower-case words joined by hyphens, such as "chair-of-governors"')
    if len(text) > _LONGEST_ID:
        raise fault(f"this id has {len(text)} characters; more than {_LONGEST_ID} make file names too long for Windows")
    return text


def _read_reader(value: Any) -> str:
    text = _read_text(value)
    if text not in READERS:
        near = nearest(text, READERS)
        meant = f', did you mean "{near}"?' if near else ": the readers are " + ", ".join(READERS)
        raise fault(f'"{text}" is no reader that an audience can name{meant}')
    return text


def _read_date(value: Any) -> date:
    if isinstance(value, date):
        return value
    return _date(value if isinstance(value, str) else _read_text(value))


@lru_cache(_MOST_KNOWN)
def _date(value: str) -> date:
    text = _read_text(value)
    if not _DATE.fullmatch(text):
        raise fault(f'"{text}" is not a date: write year, month and day as in {_as_written(text) or "2025-11-04"}')
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise fault(f'"{text}" is not a day of the calendar{_last_of_month(text)}') from None
    if day.year not in _YEARS:
        raise fault(f'"{text}" lies outside the years {_YEARS.start} to {_YEARS.stop - 1}')
    return day


def _as_written(text: str) -> str:
    """A day that is written as in Britain (17/11/2026, 17 Nov 2026) in the form of case files; else an empty string."""
    found = _BRITISH_DATE.fullmatch(text)
    if found is None:
        return ""
    day, month, year = found.groups()
    try:
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
        return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day)).isoformat()
    except ValueError:
        return ""


def _last_of_month(text: str) -> str:
    """What is added to a date after the end of its month: the last day of it."""
    year, month, day = (int(part) for part in text.split("-"))
    if year not in _YEARS or month not in range(1, 13) or day == 0:
        return ""
    return f": that month ends on {date(year, month, monthrange(year, month)[1])}"


def _read_number(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    text = _read_text(value)
    if not _NUMBER.fullmatch(text):
        raise fault(f'"{text}" is not a number: write it as in 61 or 8.1, its unit stands in "unit"')
    try:
        return Decimal(text)
    except InvalidOperation:
        raise fault(f'"{text}" is not a number') from None


def _read_whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = _read_text(value)
    if not _WHOLE.fullmatch(text):
        raise fault(f'"{text}" is not a whole number')
    return int(text)


def _read_flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = _read_text(value)
    if text not in {"true", "false"}:
        raise fault(f'"{text}" is neither true nor false')
    return text == "true"


def _read_many(value: Any) -> Any:
    """One value stands for a list of one; a list becomes a tuple."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def _read_list(value: Any) -> Any:
    """A list becomes a tuple; anything else is left for pydantic to refuse."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else value


class _Reads(Struct, frozen=True):
    """Reads a list before its entries are read, and says for editors whether one value may stand for it."""

    one_is_enough: bool

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        read = _read_many if self.one_is_enough else _read_list
        return core_schema.no_info_before_validator_function(read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        wanted = handler(schema)
        if self.one_is_enough and "items" in wanted:
            return {"anyOf": [wanted["items"], wanted]}
        return wanted


_WORDS = ["string", "number", "boolean"]

Text = Annotated[str, Scalar("text", _read_text, {"type": _WORDS})]
Identifier = Annotated[
    str, Scalar("id", _read_identifier, {"type": ["string", "number"], "pattern": f"^{_IDENTIFIER.pattern}$"})
]
Reader = Annotated[str, Scalar("reader", _read_reader, {"enum": list(READERS)})]
Date = Annotated[date, Scalar("date", _read_date, {"type": "string", "format": "date"})]
Number = Annotated[Decimal, Scalar("number", _read_number, {"type": "number"})]
Whole = Annotated[int, Scalar("whole number", _read_whole, {"type": "integer"})]
Flag = Annotated[bool, Scalar("true or false", _read_flag, {"type": "boolean"})]

Many = _Reads(one_is_enough=True)
"""A list for which one value may stand: `phase: Primary`."""

Listed = _Reads(one_is_enough=False)
"""A list."""

Texts = Annotated[tuple[Text, ...], Many]


def each_name(metadata: list[Any]) -> Iterator[str]:
    """What a field's metadata says that its text names."""
    return (mark.what for mark in metadata if isinstance(mark, Names))
