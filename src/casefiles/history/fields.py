"""Two versions of a case file compared by record and field, and told in the words of the field. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from casefiles.calendars import say_date
from casefiles.markup import Section, plain_text
from casefiles.register.wording import word_changes
from casefiles.source import Parsed, Value, parse_record, parse_yaml

__all__ = ["FieldChange", "field_changes", "is_case_file", "say_value"]

_FOLDERS = {
    "evidence": "evidence",
    "assessments": "assessment",
    "meetings": "meeting",
    "visits": "visit",
    "received": "received",
    "letters": "letter",
    "notices": "notice",
    "plans": "plan",
    "exit-plans": "exit plan",
}
_LISTS = {"priorities.yaml": "priority", "actions.yaml": "action"}
_OF_CASE = {"levels": "level", "support": "support", "decisions": "decision", "waivers": "waiver"}
_NAMING = ("id", "officer", "name", "provision", "rule", "measure", "kind", "level", "to", "action")
_BY_DAY = ("decided_on", "made_on", "approved_on")
_PLAIN = {"due_on": "due date", "urn": "URN", "dated": "date at its head", "from": "start", "to": "end"}
_TEXT, _READERS = "text", "{}"
_UNREAD = "can't be read"
_LABEL = 60
"""Characters up to which a value stands without quotation marks."""
_MOST = 4
"""Changes of words within one text that are told; of more, how many there are."""

Key = tuple[str, ...]


class FieldChange(Struct, frozen=True):
    """One field of one record as it was and as it is: None where it was not there.

    `key` names the field among those of its file, `record` and `field` do so for people. A record that came or went
    as a whole is one change, whose field is empty.
    """

    file: str
    key: Key
    record: str
    field: str
    was: str | None
    now: str | None

    @property
    def what(self) -> str:
        """The field with its record: `due date of phonics-coaching`."""
        return f"{self.field} of {self.record}" if self.field else self.record

    def is_within(self, other: FieldChange | None) -> bool:
        """Whether another change of the same field makes every change of words that this one makes in a text."""
        if other is None or self.key[:1] != (_TEXT,) or None in {self.was, self.now, other.now}:
            return False
        mine, theirs = (
            Counter((each.was, each.now) for each in word_changes((self.was or "").split(), (now or "").split()))
            for now in (self.now, other.now)
        )
        return mine <= theirs

    def __str__(self) -> str:
        """One sentence for people."""
        if not self.field:
            told = self.now if self.was is None else self.was
            title = f' "{told}"' if told and told not in self.record else ""
            return f"{self.record}{title} {'added' if self.was is None else 'removed'}"
        if self.was == self.now:
            return f"{self.what} changed, but one of the two versions can't be read"
        if self.was is None:
            return f"{self.what}: {say_value(self.now)}"
        if self.now is None:
            return f"{self.what}: {say_value(self.was)} taken out"
        if self.key[:1] == (_TEXT,) and self.key[-1] != _READERS:
            return f"{self.what}: {_say_words(self.was, self.now)}"
        return f"{self.what}: {say_value(self.was)} became {say_value(self.now)}"


def is_case_file(file: str) -> bool:
    """Whether a file is one whose fields can be compared."""
    return file.endswith((".yaml", ".yml", ".md"))


def field_changes(file: str, was: bytes | None, now: bytes | None) -> tuple[FieldChange, ...]:
    """What differs between two versions of a file (None: it was not there), field by field in the file's order.

    Layout, comments and the order of keys are no difference. A version that can't be read is one change.
    """
    name = _named(file)
    if not is_case_file(file):
        return (FieldChange(file, (), name, "" if None in (was, now) else "content", *_there(was, now)),)
    before, after = (_Version.of(file, data) for data in (was, now))
    if before is None or after is None:
        return (FieldChange(file, (), name, "content", _UNREAD, _UNREAD),)
    if was is None or now is None:
        version = after if was is None else before
        if not version.is_list:
            title = version.title(())
            return (FieldChange(file, (), name, "", None if was is None else title, None if now is None else title),)
    return tuple(_compared(file, name, before, after))


class _Version(Struct, frozen=True):
    """A file's values by their keys; `records` are the keys of the entries that are records of their own."""

    values: Mapping[Key, str]
    records: Mapping[Key, str]
    is_list: bool

    @classmethod
    def of(cls, file: str, data: bytes | None) -> _Version | None:
        """The file's values; none of them where it is not there; None where it can't be read."""
        if data is None:
            return cls({}, {}, file.rpartition("/")[2] in _LISTS)
        parsed = (parse_record if file.endswith(".md") else parse_yaml)(data, file)
        if parsed.partial:
            return None
        values: dict[Key, str] = {}
        records: dict[Key, str] = {}
        kind = _LISTS.get(file.rpartition("/")[2], "")
        _flatten((), parsed.value, values, records, kind)
        values |= _texts(parsed)
        return cls(values, records, bool(kind))

    def title(self, record: Key) -> str:
        """What a record is called, where it says so."""
        return next(
            (self.values[key] for name in ("title", "action", "kind") if (key := (*record, name)) in self.values), ""
        )

    def record_of(self, key: Key) -> Key:
        """The nearest entry that a field belongs to; empty for the file itself."""
        return next((key[:length] for length in range(len(key), 0, -1) if key[:length] in self.records), ())

    def label(self, record: Key, name: str, *, whole: bool = False) -> str:
        """What a record is called, with what it stands in; a priority or action that is there, by its id alone."""
        if not record:
            return name
        kind = self.records[record]
        own = record[-1] if kind in _LISTS.values() and not whole else f"{kind} {record[-1]}"
        if kind in {*_LISTS.values(), *_OF_CASE.values()}:
            return own
        return f"{own} of {self.label(self.record_of(record[:-1]), name)}"


def _compared(file: str, name: str, before: _Version, after: _Version) -> Iterator[FieldChange]:
    whole: set[Key] = set()
    for record in dict.fromkeys([*before.records, *after.records]):
        gone, come = record in before.records, record in after.records
        if gone != come and not _is_within(record, whole):
            whole.add(record)
            version = before if gone else after
            title = version.title(record)
            label = version.label(record, name, whole=True)
            yield FieldChange(file, record, label, "", title if gone else None, None if gone else title)
    for key in dict.fromkeys([*before.values, *after.values]):
        was, now = before.values.get(key), after.values.get(key)
        if was == now or _is_within(key, whole):
            continue
        version = after if key in after.values else before
        record = version.record_of(key)
        yield FieldChange(file, key, version.label(record, name), _say_field(key[len(record) :]), was, now)


def _is_within(key: Key, records: set[Key]) -> bool:
    return any(key[: len(record)] == record for record in records)


def _flatten(at: Key, value: Value, values: dict[Key, str], records: dict[Key, str], kind: str) -> None:
    """Note every value below `at` by its key; entries of lists go by what names them, so that order is no matter."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            _flatten((*at, str(key)), each, values, records, _OF_CASE.get(str(key), "") if not at else "")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if value and all(isinstance(each, Mapping) for each in value):
            for each in value:
                entry = _free((*at, _entry_name(each)), values)
                records[entry] = kind or (at[-1].replace("_", " ") if at else "entry")
                _flatten(entry, each, values, records, "")
        elif value:
            values[at] = ", ".join(_scalar(each) for each in value)
    elif value is not None:
        values[at] = str(value)


def _free(key: Key, values: Mapping[Key, str]) -> Key:
    """The key, or where another entry has it already, with a number."""
    number, found = 1, key
    while any(each[: len(found)] == found for each in values):
        number += 1
        found = (*key[:-1], f"{key[-1]} ({number})")
    return found


def _entry_name(entry: Value) -> str:
    """What names an entry of a list among its neighbours."""
    assert isinstance(entry, Mapping)  # noqa: S101 - the caller has looked
    name = next((str(entry[key]) for key in _NAMING if isinstance(entry.get(key), str)), "")
    if "id" in entry:
        return name
    day = next((str(entry[key]) for key in _BY_DAY if isinstance(entry.get(key), str)), "")
    return " of ".join(part for part in (name, _say_day(day)) if part) or "entry"


def _texts(parsed: Parsed) -> dict[Key, str]:
    """The text below the facts, by its headings."""
    found: dict[Key, str] = {}
    if parsed.body.preamble:
        found[(_TEXT, "")] = plain_text(parsed.body.preamble)
    waiting: list[tuple[Key, Section]] = [((_TEXT,), each) for each in reversed(parsed.body.sections)]
    while waiting:
        above, section = waiting.pop()
        key = _free((*above, section.title), found)
        found[key] = plain_text(section.text)
        if section.classes:
            found[(*key, _READERS)] = " ".join(section.classes)
        waiting += [(key, each) for each in reversed(section.children)]
    return found


def _scalar(value: Value) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_scalar(each)}" for key, each in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_scalar(each) for each in value)
    return "" if value is None else str(value)


def _named(file: str) -> str:
    """What a file's own record is called: `meeting 2025-11-04-initial`."""
    parts = file.split("/")
    folder = parts[-2] if len(parts) > 1 else ""
    if parts[-1].endswith(".md") and folder in _FOLDERS:
        return f"{_FOLDERS[folder]} {parts[-1].removesuffix('.md')}"
    names = {"school.yaml": "the school", "case.yaml": "the case", "authority.yaml": "the authority"}
    return names.get(parts[-1], parts[-1])


def _say_field(path: Key) -> str:
    """The words of a field: its own name, and what it stands in."""
    if path[:1] == (_TEXT,):
        inside = [each for each in path[1:] if each and each != _READERS]
        what = "readers" if path[-1] == _READERS else "text"
        return " of ".join([what, *(f'"{each}"' for each in reversed(inside))])
    return " of ".join(_say_key(each) for each in reversed(path))


def _say_key(key: str) -> str:
    if key in _PLAIN:
        return _PLAIN[key]
    return f"date {key.removesuffix('_on').replace('_', ' ')}" if key.endswith("_on") else key.replace("_", " ")


def say_value(value: str | None, *, year: bool = True) -> str:
    """A value for people: days in words, long text in its first words."""
    if not value:
        return "nothing"
    if len(value) > 200:
        return f'"{value[:200].rpartition(" ")[0]} ..."'
    if len(value) > _LABEL:
        return f'"{value}"'
    days = [(each, _say_day(each)) for each in value.split(", ")]
    return ", ".join(said if year or said == own else said.rpartition(" ")[0] for own, said in days)


def _say_day(text: str) -> str:
    try:
        return say_date(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


def _say_words(was: str, now: str) -> str:
    changes = word_changes(was.split(), now.split())
    told = "; ".join(str(each) for each in changes[:_MOST])
    rest = len(changes) - _MOST
    return f"{told}; and {rest} more changes" if rest > 0 else told or "only its lines"


def _there(was: bytes | None, now: bytes | None) -> tuple[str | None, str | None]:
    return (None if was is None else "", None if now is None else "")
