"""What stands on one line: the day and the month of a date, a number and its unit, the figures of a telephone number.

Only values that are such a thing and nothing else are bound: what somebody wrote in sentences stays as they wrote it.
Values keep their plain spaces in contexts, registers and e-mails; a page alone has the ones that do not break.
"""

from __future__ import annotations

import calendar
import re
from functools import lru_cache

__all__ = ["NO_BREAK", "kept_together"]

NO_BREAK = "\N{NO-BREAK SPACE}"
_DAY, _MONTH = (f"(?:{'|'.join(names)})" for names in ([*calendar.day_name], [*calendar.month_name][1:]))
_MOMENT = rf"(?:[0-9:]+[ap]m on )?(?:{_DAY} )?[0-9]{{1,2}} {_MONTH}(?: [0-9]{{4}})?"
_DATES = re.compile(rf"{_MOMENT}(?:(?:,|;| and| to| or) {_MOMENT})*")
_DAY_AND_MONTH = re.compile(rf"(?<=[0-9]) (?={_MONTH}\b)")
_TELEPHONE = re.compile(r"\+?[0-9(][0-9() ]{8,}[0-9]")
_AMOUNT = re.compile(r"-?[0-9][0-9.,]* [a-z][a-z-]*(?: [a-z][a-z-]*){0,2}")
_NUMBERED = re.compile(r"[A-Za-z]+ (?:[0-9][0-9A-Z]{0,2}(?:\([0-9a-zA-Z]{1,4}\))*|[A-Z])")
_FIRST, _LONGEST = frozenset("0123456789-+(FMSTW"), 120
"""What a number or a day of the week begins with; dates are not longer."""


def kept_together(value: str) -> str:
    """The value with spaces that do not break where it is a date, dates, a number of something or a numbered thing."""
    spaces = value.count(" ", 0, _LONGEST)
    if not spaces or (spaces > 1 and value[0] not in _FIRST) or len(value) > _LONGEST:
        return value
    return _bound(value)


@lru_cache(maxsize=2048)
def _bound(value: str) -> str:
    """The same for a short value that may be one of these."""
    if _DATES.fullmatch(value):
        return _DAY_AND_MONTH.sub(NO_BREAK, value)
    if _AMOUNT.fullmatch(value) or _NUMBERED.fullmatch(value):
        return value.replace(" ", NO_BREAK, 1)
    return value.replace(" ", NO_BREAK) if _TELEPHONE.fullmatch(value) else value
