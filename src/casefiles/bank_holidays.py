"""The weekday bank holidays of England and Wales: written out for the usual years, else from the library.

The two are one division: their days are the same by law, and the tests hold both to the library.

The library (`holidays`) takes half a second to start, which every check would pay. The table is what
it gives, and a test holds it to that; a day that is announced later comes by the national pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

__all__ = ["WRITTEN", "bank_holidays", "library_bank_holidays"]

_SATURDAY = 5

WRITTEN: Mapping[int, str] = {
    2006: "0102 0414 0417 0501 0529 0828 1225 1226",
    2007: "0101 0406 0409 0507 0528 0827 1225 1226",
    2008: "0101 0321 0324 0505 0526 0825 1225 1226",
    2009: "0101 0410 0413 0504 0525 0831 1225 1228",
    2010: "0101 0402 0405 0503 0531 0830 1227 1228",
    2011: "0103 0422 0425 0429 0502 0530 0829 1226 1227",
    2012: "0102 0406 0409 0507 0604 0605 0827 1225 1226",
    2013: "0101 0329 0401 0506 0527 0826 1225 1226",
    2014: "0101 0418 0421 0505 0526 0825 1225 1226",
    2015: "0101 0403 0406 0504 0525 0831 1225 1228",
    2016: "0101 0325 0328 0502 0530 0829 1226 1227",
    2017: "0102 0414 0417 0501 0529 0828 1225 1226",
    2018: "0101 0330 0402 0507 0528 0827 1225 1226",
    2019: "0101 0419 0422 0506 0527 0826 1225 1226",
    2020: "0101 0410 0413 0508 0525 0831 1225 1228",
    2021: "0101 0402 0405 0503 0531 0830 1227 1228",
    2022: "0103 0415 0418 0502 0602 0603 0829 0919 1226 1227",
    2023: "0102 0407 0410 0501 0508 0529 0828 1225 1226",
    2024: "0101 0329 0401 0506 0527 0826 1225 1226",
    2025: "0101 0418 0421 0505 0526 0825 1225 1226",
    2026: "0101 0403 0406 0504 0525 0831 1225 1228",
    2027: "0101 0326 0329 0503 0531 0830 1227 1228",
    2028: "0103 0414 0417 0501 0529 0828 1225 1226",
    2029: "0101 0330 0402 0507 0528 0827 1225 1226",
    2030: "0101 0419 0422 0506 0527 0826 1225 1226",
    2031: "0101 0411 0414 0505 0526 0825 1225 1226",
    2032: "0101 0326 0329 0503 0531 0830 1227 1228",
    2033: "0103 0415 0418 0502 0530 0829 1226 1227",
    2034: "0102 0407 0410 0501 0529 0828 1225 1226",
    2035: "0101 0323 0326 0507 0528 0827 1225 1226",
    2036: "0101 0411 0414 0505 0526 0825 1225 1226",
    2037: "0101 0403 0406 0504 0525 0831 1225 1228",
    2038: "0101 0423 0426 0503 0531 0830 1227 1228",
    2039: "0103 0408 0411 0502 0530 0829 1226 1227",
    2040: "0102 0330 0402 0507 0528 0827 1225 1226",
    2041: "0101 0419 0422 0506 0527 0826 1225 1226",
    2042: "0101 0404 0407 0505 0526 0825 1225 1226",
    2043: "0101 0327 0330 0504 0525 0831 1225 1228",
    2044: "0101 0415 0418 0502 0530 0829 1226 1227",
    2045: "0102 0407 0410 0501 0529 0828 1225 1226",
}
"""Month and day of each bank holiday on a weekday, by year."""


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of a year in England and in Wales, those on a weekend left out."""
    written = WRITTEN.get(year)
    if written is None:
        return library_bank_holidays(year)
    return frozenset(date(year, int(day[:2]), int(day[2:])) for day in written.split())


def library_bank_holidays(year: int, country: str = "ENG") -> frozenset[date]:
    """The same from the library, of England (ENG) or Wales (WLS); without `subdiv` Easter Monday would be missing."""
    from holidays import country_holidays  # noqa: PLC0415 - see above: it is slow to start and seldom needed

    found = country_holidays("GB", subdiv=country, years=year)
    return frozenset(day for day in found if day.year == year and day.weekday() < _SATURDAY)
