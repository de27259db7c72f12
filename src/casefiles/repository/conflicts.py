"""What two people changed in the same files, told field by field: yours and the shared copy's. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from casefiles.history.fields import FieldChange, field_changes, say_value

__all__ = ["Clash", "clashes"]


class Clash(Struct, frozen=True):
    """One thing that two people changed differently: the file, its field in words, what each made of it."""

    file: str
    what: str
    shared: str
    yours: str

    def __str__(self) -> str:
        """One line for people: `due date of phonics-coaching: 4 March in the shared copy, 11 March in yours`."""
        return f"{self.what}: {self.shared} in the shared copy, {self.yours} in yours"


def clashes(file: str, base: bytes | None, shared: bytes | None, yours: bytes | None) -> tuple[Clash, ...]:
    """The fields of a file that both sides changed since `base`, and not to the same.

    Where git sees a clash and no field has two values, the one clash says what lies side by side.
    """
    theirs, mine = field_changes(file, base, shared), field_changes(file, base, yours)
    found = tuple(_clashing(file, theirs, mine))
    if found:
        return found
    name = file.rpartition("/")[2]
    told = [", ".join(each.what for each in side[:4]) or "only its layout" for side in (theirs, mine)]
    return (Clash(file, f"lines of {name} that lie side by side", f"{told[0]} changed", f"{told[1]} changed"),)


def _clashing(file: str, theirs: Sequence[FieldChange], mine: Sequence[FieldChange]) -> Iterator[Clash]:
    for one in theirs:
        for other in mine:
            if one.key == other.key:
                if one.now != other.now or one.field != other.field:
                    yield Clash(file, one.what, *_both(one, other))
            elif _within(one, other) or _within(other, one):
                whole = one if len(one.key) < len(other.key) else other
                yield Clash(file, whole.record, _did(one), _did(other))


def _within(whole: FieldChange, part: FieldChange) -> bool:
    """Whether a change concerns a record that came or went as a whole on the other side."""
    return not whole.field and part.key[: len(whole.key)] == whole.key


def _did(change: FieldChange) -> str:
    if not change.field:
        return "removed" if change.now is None else "added"
    return f"{change.field} {say_value(change.now)}"


def _both(one: FieldChange, other: FieldChange) -> tuple[str, str]:
    """What each side made of a field; of days in one year, without the year, and of texts the words that differ."""
    if not one.field:
        return _did(one), _did(other)
    if one.key[:1] == ("text",) and None not in (one.was, one.now, other.now):
        told = [str(each).partition(": ")[2] for each in (one, other)]
        return told[0], told[1]
    years = {value[:4] for value in (one.now or "", other.now or "")}
    days = all(_is_day(value) for value in (one.now, other.now))
    return say_value(one.now, year=not (days and len(years) == 1)), say_value(
        other.now, year=not (days and len(years) == 1)
    )


def _is_day(value: str | None) -> bool:
    return value is not None and say_value(value) != value and "," not in value and len(value) == len("2026-03-04")
