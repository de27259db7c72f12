"""The strict types of the case file: every scalar arrives as text, is read here, and faults are put in words here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

__all__ = [
    "Date",
    "Flag",
    "Identifier",
    "Listed",
    "Many",
    "Names",
    "Number",
    "Reader",
    "Text",
    "Texts",
    "Whole",
    "each_name",
    "fault",
]

_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a field whose text names something else: a record of the case, a person, an entry of the pack.

    `what` is one of: evidence, priority, action, meeting, support, record (any record of the case),
    officer, role, person (a role or an officer), body, level, criterion, area, origin, and the
    pack's other lists by their name in `policy.pack.Edition.lists`.
    """

    what: str


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
    text = _read_text(value)
    if not _IDENTIFIER.fullmatch(text):
        raise fault(f'"{text}" is not an id: lower-case words joined by hyphens, such as "chair-of-governors"')
    return text


def _read_date(value: Any) -> date:
    if isinstance(value, date):
        return value
    text = _read_text(value)
    if not _DATE.fullmatch(text):
        raise fault(f'"{text}" is not a date: write year, month and day as in 2025-11-04')
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fault(f'"{text}" is not a day of the calendar') from None


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
    if not re.fullmatch(r"\d{1,9}", text):
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


Text = Annotated[str, BeforeValidator(_read_text)]
Identifier = Annotated[str, BeforeValidator(_read_identifier)]
Date = Annotated[date, BeforeValidator(_read_date)]
Number = Annotated[Decimal, BeforeValidator(_read_number)]
Whole = Annotated[int, BeforeValidator(_read_whole)]
Flag = Annotated[bool, BeforeValidator(_read_flag)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_read_many)]

Many = BeforeValidator(_read_many)
Listed = BeforeValidator(_read_list)


def each_name(metadata: list[Any]) -> Iterator[str]:
    """What a field's metadata says that its text names."""
    return (mark.what for mark in metadata if isinstance(mark, Names))
