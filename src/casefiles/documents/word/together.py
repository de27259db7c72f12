"""What stands on one line: the day and the month of a date, a number and its unit, the figures of a telephone number.

Only values that are such a thing and nothing else are bound: what somebody wrote in sentences stays as they wrote it.
Values keep their plain spaces in contexts, registers and e-mails; a page alone has the ones that do not break.
"""

from __future__ import annotations

import calendar
import re

__all__ = ["NO_BREAK", "kept_together"]

NO_BREAK = "\N{NO-BREAK SPACE}"
_DAY, _MONTH = (f"(?:{'|'.join(names)})" for names in ([*calendar.day_name], [*calendar.month_name][1:]))
_MOMENT = rf"(?:[0-9:]+[ap]m on )?(?:{_DAY} )?[0-9]{{1,2}} {_MONTH}(?: [0-9]{{4}})?"
_DATES = re.compile(rf"{_MOMENT}(?:(?:,|;| and| to| or) {_MOMENT})*")
_DAY_AND_MONTH = re.compile(rf"(?<=[0-9]) (?={_MONTH}\b)")
_TELEPHONE = re.compile(r"\+?[0-9(][0-9() ]{8,}[0-9]")
_AMOUNT = re.compile(r"-?[0-9][0-9.,]* [a-z][a-z-]*(?: [a-z][a-z-]*){0,2}")
_NUMBERED = re.compile(r"[A-Za-z]+ (?:[0-9][0-9A-Z]{0,2}(?:\([0-9a-zA-Z]{1,4}\))*|[A-Z])")
_OF_FIGURES, _OF_DAYS = frozenset("0123456789-+("), frozenset("FMSTW")
"""What a number or a date of the day of the month begins with; what a day of the week does."""


def kept_together(value: str) -> str:
    """The value with spaces that do not break where it is a date, dates, a number of something or a numbered thing."""
    spaces = value.count(" ")
    if not spaces:
        return value
    if spaces == 1 and _NUMBERED.fullmatch(value):
        return value.replace(" ", NO_BREAK)
    begins = value[0]
    if begins not in _OF_FIGURES and begins not in _OF_DAYS:
        return value
    if _DATES.fullmatch(value):
        return _DAY_AND_MONTH.sub(NO_BREAK, value)
    if _AMOUNT.fullmatch(value):
        return value.replace(" ", NO_BREAK, 1)
    return value.replace(" ", NO_BREAK) if _TELEPHONE.fullmatch(value) else value
